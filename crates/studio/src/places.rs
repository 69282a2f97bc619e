//! Where a library lies when nobody says otherwise: the same for the window and the command line.

use std::path::{Path, PathBuf};

/// The creator's library: `Troupe` in the pictures folder, where a person finds it. `None` without a home.
#[must_use]
pub fn library() -> Option<PathBuf> {
    let pictures = dirs::picture_dir().or_else(|| dirs::home_dir().map(|home| home.join("Pictures")))?;
    Some(pictures.join("Troupe"))
}

/// The library of rehearsals, apart from the creator's own so that nothing drawn can reach it.
#[must_use]
pub fn rehearsal() -> Option<PathBuf> {
    Some(dirs::data_dir()?.join("Troupe").join("rehearsal"))
}

/// A place as the screen shows it: below the home folder without the way to it.
#[must_use]
pub fn shown(path: &Path) -> String {
    let below = dirs::home_dir().and_then(|home| path.strip_prefix(home).ok().map(Path::to_owned));
    below.unwrap_or_else(|| path.to_owned()).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rehearsal_never_lies_in_the_creators_library() {
        if let (Some(library), Some(rehearsal)) = (library(), rehearsal()) {
            assert!(!rehearsal.starts_with(&library) && !library.starts_with(&rehearsal));
        }
    }
}
