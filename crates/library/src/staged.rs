//! A library that waits to take this one's place: a restored backup is laid ready beside it and put in place at the
//! next start, before anything is open. What it takes the place of is kept aside.
//!
//! Each step can be done again: a start that is killed in between is carried on by the next one.

use crate::{DATABASE, LibraryError, Result};
use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// The folder that a restore is laid ready in, within the library's.
const STAGED: &str = "restore";
/// The file that says it is whole; within it stands the folder that the old database goes to.
const READY: &str = "ready";

/// A restore that waits for the next start.
#[derive(Debug, Clone)]
pub struct Staged {
    root: PathBuf,
}

impl Staged {
    /// Begins anew in the library of that folder: what lay ready before is thrown away.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn begin(root: &Path) -> Result<Self> {
        discard(root)?;
        let staged = Self { root: root.to_owned() };
        fs::create_dir_all(staged.folder())
            .map_err(|error| LibraryError::file("a restore could not be laid ready", error))?;
        Ok(staged)
    }

    /// Where files are laid ready, under the same names as in the library's folder.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.root.join(STAGED)
    }

    /// Where the database is laid ready.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.folder().join(DATABASE)
    }

    /// Says that it is whole: the next start puts it in place and moves the old database to the folder `aside`.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn ready(self, aside: &str) -> Result<()> {
        let write = || -> io::Result<()> {
            File::open(self.database())?.sync_all()?;
            let part = self.folder().join("ready.part");
            let mut file = File::create(&part)?;
            file.write_all(aside.as_bytes())?;
            file.sync_all()?;
            fs::rename(part, self.folder().join(READY))?;
            sync(&self.folder())
        };
        write().map_err(|error| LibraryError::file("a restore could not be laid ready", error))
    }
}

/// Whether a restore waits for the next start of the library in that folder.
#[must_use]
pub fn is_ready(root: &Path) -> bool {
    root.join(STAGED).join(READY).is_file()
}

/// Throws a restore away that waits for the next start.
///
/// # Errors
/// When the disk refuses.
pub fn discard(root: &Path) -> Result<()> {
    let folder = root.join(STAGED);
    // What says that it is whole goes first: the rest may stay behind and counts for nothing.
    let gone = remove(&folder.join(READY)).and_then(|()| match folder.exists() {
        true => fs::remove_dir_all(&folder),
        false => Ok(()),
    });
    gone.map_err(|error| LibraryError::file("a restore that lay ready could not be removed", error))
}

/// Puts a restore in place that lies ready. Called with the lock held and nothing open.
pub(crate) fn put_in_place(root: &Path) -> Result<()> {
    if !is_ready(root) {
        return Ok(());
    }
    put(root).map_err(|error| LibraryError::file("a restored backup could not be put in place", error))?;
    tracing::info!(service = "library", "a restored backup was put in place");
    Ok(())
}

fn put(root: &Path) -> io::Result<()> {
    let folder = root.join(STAGED);
    let said = fs::read_to_string(folder.join(READY))?;
    // Only a plain name: whatever else stands there must not lead out of the library.
    let name = Path::new(said.trim()).file_name().map_or_else(|| "before-restore".into(), |name| name.to_owned());
    let aside = root.join(name);
    if folder.join(DATABASE).exists() {
        fs::create_dir_all(&aside)?;
        for part in [DATABASE.to_owned(), format!("{DATABASE}-wal"), format!("{DATABASE}-shm")] {
            let (from, to) = (root.join(&part), aside.join(&part));
            if from.exists() && !to.exists() {
                fs::rename(from, to)?;
            }
        }
        sync(&aside)?;
        sync(root)?;
        // A note of a proper end was the old database's.
        remove(&root.join(crate::open::CLOSED))?;
    }
    place_files(&folder, root, true)?;
    if folder.join(DATABASE).exists() {
        fs::rename(folder.join(DATABASE), root.join(DATABASE))?;
    }
    sync(root)?;
    remove(&folder.join(READY))?;
    fs::remove_dir_all(&folder)
}

/// Moves the files of `from` to the same names in `to`. One that is there already stays: files never change.
fn place_files(from: &Path, to: &Path, is_top: bool) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        // The database and whatever SQLite lays beside it go by themselves.
        if is_top && name.to_str().is_some_and(|name| name.starts_with(DATABASE) || name.starts_with(READY)) {
            continue;
        }
        let target = to.join(&name);
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&target)?;
            place_files(&entry.path(), &target, false)?;
            sync(&target)?;
        } else if !target.exists() {
            fs::rename(entry.path(), target)?;
        }
    }
    Ok(())
}

fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// A rename lasts through a power cut only once the folder is synced; Windows does so by itself.
fn sync(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn library(root: &Path, words: &str) {
        fs::create_dir_all(root.join("media/ada")).unwrap();
        fs::write(root.join(DATABASE), words).unwrap();
        fs::write(root.join("library.db-wal"), "wal").unwrap();
        fs::write(root.join("media/ada/one.png"), words).unwrap();
    }

    fn stage(root: &Path) {
        let staged = Staged::begin(root).unwrap();
        fs::write(staged.database(), "restored").unwrap();
        fs::create_dir_all(staged.folder().join("media/ada")).unwrap();
        fs::write(staged.folder().join("media/ada/one.png"), "restored").unwrap();
        fs::write(staged.folder().join("media/ada/two.png"), "restored").unwrap();
        staged.ready("before-restore-1").unwrap();
    }

    fn read(root: &Path, name: &str) -> String {
        fs::read_to_string(root.join(name)).unwrap_or_else(|_| "none".into())
    }

    #[test]
    fn a_restore_takes_the_place_and_the_old_database_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        library(root, "old");
        stage(root);
        assert!(is_ready(root));
        put_in_place(root).unwrap();
        assert_eq!((read(root, DATABASE), read(root, "library.db-wal")), ("restored".into(), "none".into()));
        assert_eq!(read(root, "before-restore-1/library.db"), "old");
        assert_eq!(read(root, "before-restore-1/library.db-wal"), "wal");
        assert_eq!(
            (read(root, "media/ada/one.png"), read(root, "media/ada/two.png")),
            ("old".into(), "restored".into())
        );
        assert!(!is_ready(root) && !root.join(STAGED).exists());
        put_in_place(root).unwrap();
        assert_eq!(read(root, DATABASE), "restored", "another start changes nothing");
    }

    #[test]
    fn a_start_that_was_killed_in_between_is_carried_on() {
        // The states between the steps, each as a kill leaves it.
        let kills: [fn(&Path); 3] = [
            |root| {
                fs::create_dir_all(root.join("before-restore-1")).unwrap();
                fs::rename(root.join(DATABASE), root.join("before-restore-1").join(DATABASE)).unwrap();
            },
            |root| fs::rename(root.join("restore/media/ada/two.png"), root.join("media/ada/two.png")).unwrap(),
            |root| {
                fs::create_dir_all(root.join("before-restore-1")).unwrap();
                for name in [DATABASE, "library.db-wal"] {
                    fs::rename(root.join(name), root.join("before-restore-1").join(name)).unwrap();
                }
                fs::rename(root.join("restore").join(DATABASE), root.join(DATABASE)).unwrap();
            },
        ];
        for kill in kills {
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path();
            library(root, "old");
            stage(root);
            kill(root);
            put_in_place(root).unwrap();
            assert_eq!(
                (read(root, DATABASE), read(root, "before-restore-1/library.db")),
                ("restored".into(), "old".into())
            );
            assert_eq!(read(root, "media/ada/two.png"), "restored");
            assert!(!is_ready(root));
        }
    }

    #[test]
    fn what_is_not_whole_or_was_thrown_away_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        library(root, "old");
        fs::write(Staged::begin(root).unwrap().database(), "half").unwrap();
        put_in_place(root).unwrap();
        assert_eq!(read(root, DATABASE), "old");
        stage(root);
        discard(root).unwrap();
        put_in_place(root).unwrap();
        assert_eq!(read(root, DATABASE), "old");
    }
}
