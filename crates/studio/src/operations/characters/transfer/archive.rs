//! Reading a character's file, which may come from anybody: nothing is unpacked to a place that the file
//! names, and everything is read within limits.

use super::{FORMAT, LARGEST_MANIFEST_BYTES, MANIFEST, Manifest, VERSION};
use crate::{Code, Error, Result, incoming, operations::references::picture::LARGEST_BYTES};
use std::{
    fs::File,
    io::{BufReader, Read, Seek, SeekFrom},
    path::Path,
};
use zip::ZipArchive;

/// The most entries: a character with some thousand pictures.
const MOST_ENTRIES: usize = 10_000;
/// The most bytes that all entries unfold to.
const LARGEST_UNFOLDED_BYTES: u64 = 20 * 1000 * 1000 * 1000;
/// The end of a ZIP's directory and the longest comment after it (APPNOTE 4.3.16).
const END_BYTES: u64 = 22 + 65_535;
const END_MARK: &[u8] = b"PK\x05\x06";

/// A character's file, open and looked over.
pub(super) struct Archive {
    zip: ZipArchive<BufReader<File>>,
}

impl Archive {
    /// Opens a file and looks over its entries; nothing is unpacked yet.
    ///
    /// # Errors
    /// `validation_error` for what is no ZIP, holds too much, or names places outside of itself.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let mut file = File::open(path).map_err(damaged)?;
        check_directory(&mut file)?;
        let mut zip = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
        if zip.len() > MOST_ENTRIES {
            return Err(too_many());
        }
        let mut unfolded_bytes = 0_u64;
        for at in 0..zip.len() {
            let entry = zip.by_index_raw(at).map_err(damaged)?;
            let name = entry.name().map_err(damaged)?.into_owned();
            let is_inside = entry.enclosed_name().is_some()
                && !name.contains('\\')
                && !name.split('/').any(|part| part == "..")
                && !entry.is_symlink();
            if !is_inside {
                return Err(Error::field(
                    "file",
                    format!("holds an entry that points outside of it ({name:?}); such a file is not opened"),
                ));
            }
            unfolded_bytes = unfolded_bytes.saturating_add(entry.size());
        }
        if unfolded_bytes > LARGEST_UNFOLDED_BYTES {
            return Err(incoming::too_large("file", "What this file unfolds to", LARGEST_UNFOLDED_BYTES));
        }
        Ok(Self { zip })
    }

    /// Reads `character.json`.
    ///
    /// # Errors
    /// `validation_error` when it is missing, unreadable, of another program or of a newer Troupe.
    pub(super) fn manifest(&mut self) -> Result<Manifest> {
        let bytes = self.read(MANIFEST, LARGEST_MANIFEST_BYTES)?;
        let unreadable = |error: serde_json::Error| {
            Error::field("file", format!("its {MANIFEST} can't be read: {error}")).because(error)
        };
        let value: serde_json::Value = serde_json::from_slice(&bytes).map_err(unreadable)?;
        if value["format"] != FORMAT {
            return Err(Error::field("file", "is no character's file: its character.json is of another kind"));
        }
        if value["version"].as_u64().is_none_or(|version| version > u64::from(VERSION)) {
            return Err(Error::field("file", "was written by a newer Troupe; install the newer version to open it"));
        }
        serde_json::from_value(value).map_err(unreadable)
    }

    /// Reads a picture.
    ///
    /// # Errors
    /// `validation_error` when it is missing or damaged, `payload_too_large` past the limit of a picture.
    pub(super) fn picture(&mut self, name: &str) -> Result<Vec<u8>> {
        self.read(name, LARGEST_BYTES)
    }

    fn read(&mut self, name: &str, limit_bytes: u64) -> Result<Vec<u8>> {
        let entry = self.zip.by_name(name).map_err(|error| match error {
            zip::result::ZipError::FileNotFound => Error::field("file", format!("lacks {name}")),
            error => damaged(error),
        })?;
        let mut bytes = Vec::new();
        // What an entry says of its size need not be true.
        entry.take(limit_bytes + 1).read_to_end(&mut bytes).map_err(damaged)?;
        if bytes.len() as u64 > limit_bytes {
            return Err(incoming::too_large("file", name, limit_bytes));
        }
        Ok(bytes)
    }
}

/// Refuses a directory of too many entries before it is read into memory.
fn check_directory(file: &mut File) -> Result<()> {
    let length = file.metadata().map_err(damaged)?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(END_BYTES))).map_err(damaged)?;
    let mut end = Vec::new();
    file.take(END_BYTES).read_to_end(&mut end).map_err(damaged)?;
    file.rewind().map_err(damaged)?;
    let ends = end.windows(12).filter(|window| window.starts_with(END_MARK));
    let mut is_zip = false;
    for window in ends {
        is_zip = true;
        // 0xffff stands for a count that does not fit, which is too many as well.
        if let [.., low, high] = window
            && usize::from(u16::from_le_bytes([*low, *high])) > MOST_ENTRIES
        {
            return Err(too_many());
        }
    }
    if is_zip { Ok(()) } else { Err(Error::field("file", "is cut off or damaged: the end of the ZIP is missing")) }
}

fn too_many() -> Error {
    Error::field("file", format!("holds more than {MOST_ENTRIES} entries; a character's file does not"))
}

fn damaged(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(
        Code::ValidationError,
        format!("The file can't be read as a ZIP: {error}. It may be cut off or damaged; copy or export it again."),
    )
    .with("fields", serde_json::json!([{ "field": "file", "message": "can't be read as a ZIP" }]))
    .because(error)
}
