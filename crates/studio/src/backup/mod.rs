//! Backups: one file each, made while the program runs: the database, and by choice the media that no earlier backup
//! holds, or all of them. Secrets stay in the keychain. A restore is checked, laid ready, and put in place at the next
//! start.

mod read;
mod restore;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use read::{Found, list, needed_by};
pub(crate) use restore::restore;
pub(crate) use write::create;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

/// What `format` says in a backup.
const FORMAT: &str = "troupe-backup";
/// The shape of a backup; it grows when a field changes its meaning.
const VERSION: u32 = 1;
/// The entry that says what the backup is.
const ABOUT: &str = "about.json";
/// The entry that lists the library's files and where each lies.
const FILES: &str = "files.json";
/// The ending of a backup's file.
const ENDING: &str = ".troupe-backup.zip";
/// The folders of a library that hold what can't be made again.
const FOLDERS: [&str; 3] = ["media", "workflows", "consents"];

/// Which pictures and clips a backup holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BackupMedia {
    /// None: the database alone.
    None,
    /// Those that no earlier backup in the same folder holds. A restore needs those backups too.
    #[default]
    New,
    /// All: this one file is enough.
    All,
}

/// What a backup is.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct About {
    format: String,
    version: u32,
    /// The program that wrote it.
    program: String,
    made_at: DateTime<Utc>,
    /// Which library it is of.
    library: String,
    is_rehearsal: bool,
    media: BackupMedia,
    /// How many files of the library it knows of.
    file_count: usize,
    /// Their size in all.
    file_bytes: u64,
    /// The earlier backups that a restore needs, by their files' names.
    needs: Vec<String>,
}

/// A file of the library, and which backup holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    /// Its place within the library's folder, with `/` between parts.
    file: String,
    size_bytes: u64,
    /// The backup that holds it; `None` for the one that this is written in.
    #[serde(rename = "in", default, skip_serializing_if = "Option::is_none")]
    held_by: Option<String>,
}

/// The backup that is being made or laid ready.
#[derive(Debug, Default)]
pub(crate) struct Backups {
    running: Mutex<Option<Running>>,
    done_bytes: AtomicU64,
}

/// A backup on its way.
#[derive(Debug, Clone)]
pub(crate) struct Running {
    pub(crate) name: String,
    pub(crate) total_bytes: u64,
}

impl Backups {
    /// Begins one, unless one is on its way.
    fn begin(&self, running: Running) -> Result<(), Running> {
        let mut now = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        match &*now {
            Some(other) => Err(other.clone()),
            None => {
                self.done_bytes.store(0, Ordering::Relaxed);
                *now = Some(running);
                Ok(())
            }
        }
    }

    fn end(&self) {
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The one on its way, and how many bytes of it are done.
    pub(crate) fn running(&self) -> Option<(Running, u64)> {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        Some((running, self.done_bytes.load(Ordering::Relaxed)))
    }
}
