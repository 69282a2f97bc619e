//! Reading backups: what lies in a folder, what each holds, which others it needs.

use super::{ABOUT, About, ENDING, Entry, FILES, FORMAT, VERSION};
use crate::{Code, Error, Result};
use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};
use zip::ZipArchive;

/// The largest list of files that is read: some million files.
const LARGEST_LIST_BYTES: u64 = 500_000_000;

/// A backup that was found.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) size_bytes: u64,
    about: About,
}

impl Found {
    pub(crate) fn made_at(&self) -> chrono::DateTime<chrono::Utc> {
        self.about.made_at
    }

    pub(crate) fn media(&self) -> super::BackupMedia {
        self.about.media
    }

    pub(crate) fn needs(&self) -> &[String] {
        &self.about.needs
    }

    pub(crate) fn file_count(&self) -> usize {
        self.about.file_count
    }

    pub(crate) fn file_bytes(&self) -> u64 {
        self.about.file_bytes
    }

    pub(super) fn about(&self) -> &About {
        &self.about
    }
}

/// The backups in a folder, newest first. What is no whole backup is left out.
pub(crate) fn list(folder: &Path) -> Vec<Found> {
    let mut found: Vec<Found> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_name().to_str().is_some_and(|name| name.ends_with(ENDING)))
        .filter_map(|entry| open(&entry.path()).ok().map(|(found, _)| found))
        .collect();
    found.sort_by(|a, b| b.about.made_at.cmp(&a.about.made_at).then_with(|| b.name.cmp(&a.name)));
    found
}

/// The later backups that need the one of that name.
pub(crate) fn needed_by<'a>(all: &'a [Found], name: &str) -> Vec<&'a str> {
    all.iter()
        .filter(|other| other.about.needs.iter().any(|need| need == name))
        .map(|other| other.name.as_str())
        .collect()
}

/// Opens a backup.
pub(super) fn open(path: &Path) -> Result<(Found, ZipArchive<BufReader<File>>)> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    let no_backup = || Error::new(Code::ValidationError, format!("{name} is no backup of Troupe, or it is not whole."));
    let file = File::open(path).map_err(|error| {
        Error::new(Code::StorageError, format!("{name} could not be opened. Look whether its disk is connected."))
            .because(error)
    })?;
    let size_bytes = file.metadata().map_or(0, |facts| facts.len());
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|error| no_backup().because(error))?;
    let about: About = read_json(&mut zip, ABOUT).ok_or_else(no_backup)?;
    if about.format != FORMAT {
        return Err(no_backup());
    }
    if about.version > VERSION {
        return Err(Error::conflict(format!(
            "{name} was made by a newer Troupe. Install the newer version to restore it."
        )));
    }
    Ok((Found { name, path: path.to_owned(), size_bytes, about }, zip))
}

/// The files that a backup knows of.
pub(super) fn entries(zip: &mut ZipArchive<BufReader<File>>) -> Option<Vec<Entry>> {
    read_json(zip, FILES)
}

fn read_json<T: serde::de::DeserializeOwned>(zip: &mut ZipArchive<BufReader<File>>, name: &str) -> Option<T> {
    let mut text = String::new();
    zip.by_name(name).ok()?.take(LARGEST_LIST_BYTES).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}
