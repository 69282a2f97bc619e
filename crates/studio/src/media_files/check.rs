//! Whether rows and files agree: a file without a row, a row without a file. Both are reported, neither
//! is ever deleted by itself; a picture of ours whose row a kill prevented gets its row.

use super::{adopt, on_worker};
use crate::{Error, Kind, Result, Studio};
use chrono::{DateTime, Utc};
use serde_json::json;
use std::{
    collections::HashSet,
    io,
    path::Path,
    time::{Duration, SystemTime},
};
use troupe_library::{
    ContentId, LibraryError, ReferenceId,
    tables::{content, errors},
};

/// An unfinished file of this age belongs to nobody any more.
const PART_LIFE: Duration = Duration::from_secs(60 * 60);
/// How many files an error names; the operation `library.check` names them all.
const NAMED_IN_ERROR: usize = 20;
/// Files that systems lay into folders of their own accord.
const SYSTEM_FILES: [&str; 2] = ["thumbs.db", "desktop.ini"];

/// What the list of errors says of rows without a file, and of files without a row.
const MISSING: &str =
    "Some files of the library are missing from its media folder. Put them back, or forget their items in Monitoring.";
const STRANGERS: &str =
    "Some files in the media folder belong to no item of the library. Adopt them in Monitoring, or move them away.";
/// The operation that such an error names.
const OPERATION: &str = "library.check";

/// What a comparison of rows and files found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Findings {
    /// When they were compared.
    pub(crate) checked_at: DateTime<Utc>,
    /// Files without a row, relative to the media folder.
    pub(crate) without_row: Vec<String>,
    /// Items whose file is missing.
    pub(crate) content_without_file: Vec<(ContentId, String)>,
    /// References whose file is missing.
    pub(crate) references_without_file: Vec<(ReferenceId, String)>,
}

/// Compares once after the start, so that the window need not wait for it.
pub(crate) async fn check_library(studio: Studio) {
    if let Err(error) = check_and_note(&studio).await {
        tracing::warn!(service = "tasks", task = "check_library", "the media folder could not be checked: {error}");
    }
}

async fn check_and_note(studio: &Studio) -> Result<()> {
    if let Err(LibraryError::Damaged(reason)) = studio.library().check().await {
        let message = "The library's database is damaged. Close Troupe and start it again: it opens in safe mode, where you can go back to a copy of the last days.";
        tracing::error!(service = "library", reason, "{message}");
        let code = crate::Code::StorageError.as_str();
        studio.events().send(Kind::ErrorOccurred, json!({ "code": code, "message": message }));
        return Ok(());
    }
    let media = studio.library().media_dir();
    on_worker(studio, move || remove_parts(&media)).await?;
    let found = check(studio).await?;
    let missing = found.content_without_file.iter().map(|(_, file)| file.clone());
    let missing: Vec<String> =
        missing.chain(found.references_without_file.iter().map(|(_, file)| file.clone())).collect();
    note(studio, MISSING, &missing).await?;
    note(studio, STRANGERS, &found.without_row).await
}

async fn note(studio: &Studio, message: &str, files: &[String]) -> Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    let named: Vec<&String> = files.iter().take(NAMED_IN_ERROR).collect();
    let error = errors::NewError {
        code: crate::Code::StorageError.as_str().to_owned(),
        message: message.to_owned(),
        details: json!({ "count": files.len(), "files": named }),
        operation: Some(OPERATION.to_owned()),
        input: None,
    };
    let mut write = studio.library().write().await?;
    let id = errors::note(&mut write, &error, studio.now()).await?;
    write.commit().await.map_err(LibraryError::from)?;
    tracing::warn!(service = "tasks", task = "check_library", count = files.len(), "{message}");
    studio.events().send(
        Kind::ErrorOccurred,
        json!({ "error_id": id, "code": crate::Code::StorageError.as_str(), "message": message }),
    );
    Ok(())
}

/// Compares rows and files now, and settles the errors that are mended.
pub(crate) async fn check(studio: &Studio) -> Result<Findings> {
    let media = studio.library().media_dir();
    let walked = media.clone();
    let files = on_worker(studio, move || files_below(&walked)).await?.map_err(|error| {
        Error::from(troupe_library::LibraryError::file("the media folder could not be read", error))
    })?;
    // The rows are read after the walk, so that a file written meanwhile can't look like one without a row.
    let mut read = studio.library().read().await?;
    let content = content::files::of_content(&mut read).await?;
    let references = content::files::of_references(&mut read).await?;
    drop(read);
    let known: HashSet<&str> =
        content.iter().map(|(_, file)| file.as_str()).chain(references.iter().map(|(_, file)| file.as_str())).collect();
    let strangers: Vec<String> = files.iter().filter(|file| !known.contains(file.as_str())).cloned().collect();
    let is_missing = |file: &String| !files.contains(file) && !media.join(file).is_file();
    let mut found = Findings {
        checked_at: studio.now(),
        without_row: Vec::new(),
        content_without_file: content.iter().filter(|(_, file)| is_missing(file)).cloned().collect(),
        references_without_file: references.iter().filter(|(_, file)| is_missing(file)).cloned().collect(),
    };
    for file in strangers {
        // What can't be read as a picture of ours stays a finding, whatever the reason.
        let adopted = adopt(studio, &file).await.unwrap_or_default();
        if adopted.is_none_or(|row| row.file != file) {
            found.without_row.push(file);
        }
    }
    let is_whole = found.content_without_file.is_empty() && found.references_without_file.is_empty();
    let mut write = studio.library().write().await?;
    for message in
        [is_whole.then_some(MISSING), found.without_row.is_empty().then_some(STRANGERS)].into_iter().flatten()
    {
        errors::resolve_mended(&mut write, OPERATION, message, studio.now()).await?;
    }
    write.commit().await.map_err(LibraryError::from)?;
    Ok(found)
}

/// Every file below the media folder, relative to it, with forward slashes.
fn files_below(media: &Path) -> io::Result<HashSet<String>> {
    let mut files = HashSet::new();
    let mut folders = vec![(media.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            // A name that is no Unicode is none of ours, and no row could name it.
            let Ok(name) = entry.file_name().into_string() else { continue };
            let kind = entry.file_type()?;
            if name.starts_with('.') || SYSTEM_FILES.contains(&name.to_lowercase().as_str()) {
                continue;
            }
            if kind.is_dir() {
                folders.push((entry.path(), format!("{prefix}{name}/")));
            } else if kind.is_file() {
                files.insert(format!("{prefix}{name}"));
            }
        }
    }
    Ok(files)
}

/// Removes unfinished files that a kill left, once nobody can still be writing them.
fn remove_parts(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            remove_parts(&entry.path());
            continue;
        }
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let age = entry.metadata().and_then(|data| data.modified()).map(|at| SystemTime::now().duration_since(at));
        if name.starts_with('.')
            && name.ends_with(troupe_media::PART_SUFFIX)
            && matches!(age, Ok(Ok(age)) if age > PART_LIFE)
            && let Err(error) = std::fs::remove_file(entry.path())
        {
            tracing::warn!(
                service = "tasks",
                task = "check_library",
                "an unfinished file could not be removed: {error}"
            );
        }
    }
}
