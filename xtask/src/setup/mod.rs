//! What must be on the computer before something can be built or tested.

pub(crate) mod apt;
pub(crate) mod node;
pub(crate) mod tauri_driver;
pub(crate) mod ui;

use std::io::{IsTerminal, Write};

/// What the window is built from and shown with, on Debian and Ubuntu.
pub(crate) const WINDOW_PACKAGES: &[&str] =
    &["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev", "libayatana-appindicator3-dev", "librsvg2-dev"];

/// What the server and the command line are built from.
pub(crate) const COMMAND_LINE_PACKAGES: &[&str] = &["build-essential", "pkg-config"];

/// What the tests need beyond [`WINDOW_PACKAGES`]: a screen, a session bus, a keychain, a browser, and hands.
pub(crate) const TEST_PACKAGES: &[&str] =
    &["xvfb", "xauth", "webkit2gtk-driver", "dbus", "gnome-keyring", "chromium", "xdotool", "openbox", "imagemagick"];

/// True when this is Linux and no screen is there to open a window on.
pub(crate) fn has_no_display() -> bool {
    cfg!(target_os = "linux")
        && ["DISPLAY", "WAYLAND_DISPLAY"].iter().all(|name| std::env::var_os(name).is_none_or(|value| value.is_empty()))
}

/// Asks on the terminal; without a terminal the answer is no.
pub(crate) fn ask(question: &str) -> anyhow::Result<bool> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    print!("{question} [y/N] ");
    std::io::stdout().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
