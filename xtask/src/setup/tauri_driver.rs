//! `tauri-driver`, which lets a test drive the real window through WebDriver.

use std::path::PathBuf;

use anyhow::Context;

use crate::command::{cargo, run};
use crate::project;

/// Pinned: the newest version on the registry belongs to the next major version of Tauri.
const VERSION: &str = "2.1.0";

/// Installs it into `.tools/` unless it is there, and answers its path.
pub(crate) fn ensure() -> anyhow::Result<PathBuf> {
    let root = project::tools().join(format!("tauri-driver-{VERSION}"));
    let program = root.join("bin").join("tauri-driver");
    if !program.exists() {
        run(cargo().args(["install", "tauri-driver", "--locked", "--version", VERSION, "--root"]).arg(&root))
            .context("could not install tauri-driver")?;
    }
    Ok(program)
}
