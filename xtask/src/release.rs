//! `cargo xtask release`: the installers for this system.

use std::process::ExitCode;

use anyhow::Context;

use crate::command::{command, npm, run as run_command};
use crate::project;
use crate::setup::{self, apt, node, ui};

/// The Tauri command line, pinned to the version that the window is built with.
const TAURI_CLI: &str = "@tauri-apps/cli@2.12.5";

/// Builds the bundles; `arguments` go to `tauri build`. On Linux the default is deb and rpm, which need no download.
pub(crate) fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    apt::ensure(setup::WINDOW_PACKAGES, false)?;
    node::ensure(false)?;
    ui::install()?;
    let folder = project::tools().join("tauri-cli");
    std::fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    std::fs::write(folder.join("package.json"), "{ \"private\": true }\n")?;
    run_command(npm().current_dir(&folder).args(["install", "--no-audit", "--no-fund", TAURI_CLI]))
        .context("could not install the Tauri command line")?;

    let mut tauri = command(folder.join("node_modules").join(".bin").join("tauri"));
    node::put_first_on_path(&mut tauri);
    tauri.arg("build");
    if arguments.is_empty() && cfg!(target_os = "linux") {
        tauri.args(["--bundles", "deb,rpm"]);
    }
    // Linking across crates takes minutes a program, and makes the one that is handed out smaller.
    tauri.env("CARGO_PROFILE_RELEASE_LTO", "thin");
    run_command(tauri.args(arguments)).context("could not build the installers")?;
    Ok(ExitCode::SUCCESS)
}
