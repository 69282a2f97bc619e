//! Writes a file so that after a crash it is there whole or not at all.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::error::{FileAction, MediaError, from_io};

/// How unfinished files end. One that lies about after a crash may be deleted.
pub const PART_SUFFIX: &str = ".part";

/// Writes a file that must not exist yet: aside in the same folder, synced, renamed, the folder synced.
///
/// # Errors
/// `AlreadyExists`, `DiskFull`, `ReadOnly`, `NotFound` (the folder), `Io`. Nothing is left behind then.
pub fn write_new_file(path: &Path, bytes: &[u8]) -> Result<(), MediaError> {
    let failed = |source| not_written(path, source);
    let part = write_part(path, bytes).map_err(failed)?;
    part.persist_noclobber(path).map_err(|error| failed(error.error))?;
    sync_folder(path).map_err(failed)
}

/// As [`write_new_file`], and replaces a file of that name, of which a reader sees the old or the new content, never
/// a mixture.
///
/// # Errors
/// `DiskFull`, `ReadOnly`, `NotFound` (the folder), `NotAFile`, `Io`. The old file is still there then.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), MediaError> {
    let failed = |source| not_written(path, source);
    let part = write_part(path, bytes).map_err(failed)?;
    part.persist(path).map_err(|error| failed(error.error))?;
    sync_folder(path).map_err(failed)
}

/// Where the file is not there to be written, it is its folder that is missing.
fn not_written(path: &Path, source: io::Error) -> MediaError {
    let is_missing = matches!(source.kind(), io::ErrorKind::NotFound);
    from_io(if is_missing { folder(path) } else { path }, FileAction::Write, source)
}

fn write_part(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(PART_SUFFIX);
    // Temporary files are private by default; these become the creator's pictures, so the usual mask decides.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut part = builder.tempfile_in(folder(path))?;
    part.write_all(bytes)?;
    part.as_file().sync_all()?;
    Ok(part)
}

/// A rename is durable only when the folder is synced too. Windows has no such call and needs none.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder(path))?.sync_all() } else { Ok(()) }
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
