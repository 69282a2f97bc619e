//! Where the project's folders are.

use std::path::{Path, PathBuf};

/// The root of the repository: the folder above this crate.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The window's sources.
pub(crate) fn ui() -> PathBuf {
    root().join("ui")
}

/// Tools at pinned versions, installed for this project alone and ignored by git.
pub(crate) fn tools() -> PathBuf {
    root().join(".tools")
}

/// Small files of these commands: what was built from what.
pub(crate) fn stamps() -> PathBuf {
    root().join("target").join("xtask")
}
