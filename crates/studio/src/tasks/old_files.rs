//! Removing files that nobody needs any more from a folder of ours.

use crate::Result;
use chrono::{DateTime, Utc};
use std::path::Path;
use troupe_library::LibraryError;

/// Removes the files of a folder that were last written before that moment, but for those to be kept by their name. One
/// that can't be removed is told in the log.
///
/// # Errors
/// When the folder can't be read.
pub(super) async fn remove(folder: &Path, before: DateTime<Utc>, is_kept: impl Fn(&str) -> bool) -> Result<()> {
    let failed = |error| LibraryError::file("a folder of files that pass could not be read", error);
    let mut entries = tokio::fs::read_dir(folder).await.map_err(failed)?;
    while let Some(entry) = entries.next_entry().await.map_err(failed)? {
        let is_old = entry.metadata().await.is_ok_and(|metadata| {
            metadata.is_file() && metadata.modified().is_ok_and(|moment| DateTime::<Utc>::from(moment) < before)
        });
        if is_old
            && !is_kept(&entry.file_name().to_string_lossy())
            && let Err(error) = tokio::fs::remove_file(entry.path()).await
        {
            tracing::warn!(service = "tasks", file = %entry.path().display(), "an old file could not be removed: {error}");
        }
    }
    Ok(())
}
