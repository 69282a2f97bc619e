//! The folders on disk: where outputs, inputs and temporary pictures lie, and how their names are made and checked.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::SandboxError;

/// The three kinds of files that `/view` serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileType {
    Output,
    Input,
    Temp,
}

impl FileType {
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "output" => Some(Self::Output),
            "input" => Some(Self::Input),
            "temp" => Some(Self::Temp),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Output => "output",
            Self::Input => "input",
            Self::Temp => "temp",
        }
    }
}

/// The base folder of a sandbox.
#[derive(Debug, Clone)]
pub(crate) struct Folders {
    base: PathBuf,
}

impl Folders {
    /// Makes the folders that are absent, the models that a fresh sandbox has, and wipes `temp`.
    pub(crate) fn open(base: &Path) -> Result<Self, SandboxError> {
        let wrong = |path: &Path| {
            let path = path.to_owned();
            move |source| SandboxError::Folder { path, source }
        };
        fs::create_dir_all(base).map_err(wrong(base))?;
        let base = base.canonicalize().map_err(wrong(base))?;
        let folders = Self { base };
        folders.wipe_temp();
        for kind in [FileType::Output, FileType::Input, FileType::Temp] {
            let path = folders.of(kind);
            fs::create_dir_all(&path).map_err(wrong(&path))?;
        }
        let models = folders.models();
        super::models::furnish(&models).map_err(wrong(&models))?;
        Ok(folders)
    }

    pub(crate) fn base(&self) -> &Path {
        &self.base
    }

    pub(crate) fn of(&self, kind: FileType) -> PathBuf {
        self.base.join(kind.name())
    }

    pub(crate) fn models(&self) -> PathBuf {
        self.base.join("models")
    }

    /// Empties `temp`. A file that cannot be removed stays: nobody counts on its absence.
    pub(crate) fn wipe_temp(&self) {
        let temp = self.of(FileType::Temp);
        let _ = fs::remove_dir_all(&temp);
        let _ = fs::create_dir_all(&temp);
    }

    /// The file that LoadImage means: `name.png`, `sub/name.png`, or with ` [output]` or ` [temp]` behind.
    pub(crate) fn annotated(&self, name: &str) -> Option<PathBuf> {
        let (name, kind) = match name.rsplit_once(" [") {
            Some((name, rest)) => (name, FileType::parse(rest.strip_suffix(']')?)?),
            None => (name, FileType::Input),
        };
        let path = self.of(kind).join(inside(name)?);
        path.is_file().then_some(path)
    }
}

/// A relative path that stays inside its folder, or nothing.
pub(crate) fn inside(path: &str) -> Option<PathBuf> {
    let path = Path::new(path);
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => clean.push(part),
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(clean)
}

/// Where pictures with this prefix go: the subfolder, the name and the first free number, one above the highest there.
pub(crate) fn next_name(root: &Path, prefix: &str) -> io::Result<(String, String, u32)> {
    let (subfolder, name) = match prefix.replace('\\', "/").rsplit_once('/') {
        Some((subfolder, name)) => (subfolder.to_owned(), name.to_owned()),
        None => (String::new(), prefix.to_owned()),
    };
    let escaped = || io::Error::new(io::ErrorKind::InvalidInput, "outside the output folder");
    let folder = root.join(inside(&subfolder).ok_or_else(escaped)?);
    fs::create_dir_all(&folder)?;
    let mut highest = 0;
    for entry in fs::read_dir(&folder)? {
        let file_name = entry?.file_name();
        let number = file_name.to_str().and_then(|file| file.strip_prefix(&name)?.strip_prefix('_')?.split('_').next());
        highest = highest.max(number.and_then(|digits| digits.parse().ok()).unwrap_or(0));
    }
    Ok((subfolder, name, highest + 1))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn a_number_is_one_above_the_highest_and_given_again_after_a_deletion() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        assert_eq!(next_name(root, "a/b/x").unwrap(), ("a/b".into(), "x".into(), 1));
        for file in ["x_00001_.png", "x_00007_.png", "y_00009_.png", "x_note.txt"] {
            fs::write(root.join("a/b").join(file), "").unwrap();
        }
        assert_eq!(next_name(root, "a/b/x").unwrap().2, 8);
        fs::remove_file(root.join("a/b/x_00007_.png")).unwrap();
        assert_eq!(next_name(root, "a/b/x").unwrap().2, 2);
    }

    #[test]
    fn a_path_that_leaves_its_folder_is_refused() {
        for path in ["../x", "a/../../x", "/etc/x"] {
            assert_eq!(inside(path), None, "{path}");
        }
        assert_eq!(inside("a/./b"), Some(PathBuf::from("a/b")));
        assert!(next_name(Path::new("/nowhere"), "../x").is_err());
    }
}
