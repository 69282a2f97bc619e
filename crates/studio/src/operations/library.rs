//! The library as a whole: whether its rows and its files agree, and what to do where they do not.

use crate::{
    Effect::{Destroy, Read, Write},
    Error, Operation, Result, Studio,
    media_files::{self, check, remove_thumbnails},
    registry::operation,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{ContentId, LibraryError, ReferenceId, tables::content};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("library.check", check_now, Read, &["content"]).route("GET /library/check"),
        operation("library.adopt", adopt, Write, &["content"]).route("POST /library/adopt"),
        operation("library.forget", forget, Destroy, &["content"]).route("POST /library/forget"),
    ]
}

/// Compares the library's rows with the files in its media folder, now. Nothing is deleted; a picture of ours whose
/// row was never written gets its row.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CheckLibrary {}

/// Where rows and files do not agree.
#[derive(Debug, Serialize, JsonSchema)]
struct LibraryFindings {
    /// When they were compared.
    checked_at: DateTime<Utc>,
    /// Files that belong to no row, relative to the media folder: `library.adopt` makes them items.
    files_without_row: Vec<String>,
    /// Items whose file is missing: put the file back, or `library.forget` them.
    content_without_file: Vec<ContentWithoutFile>,
    /// References whose file is missing: put the file back, or `references.delete` them.
    references_without_file: Vec<ReferenceWithoutFile>,
}

/// An item whose file is missing.
#[derive(Debug, Serialize, JsonSchema)]
struct ContentWithoutFile {
    /// The item.
    content_id: ContentId,
    /// Where its file should be, relative to the media folder.
    file: String,
}

/// A reference whose file is missing.
#[derive(Debug, Serialize, JsonSchema)]
struct ReferenceWithoutFile {
    /// The reference.
    reference_id: ReferenceId,
    /// Where its file should be, relative to the media folder.
    file: String,
}

async fn check_now(studio: &Studio, _: CheckLibrary) -> Result<LibraryFindings> {
    let found = check::check(studio).await?;
    Ok(LibraryFindings {
        checked_at: found.checked_at,
        files_without_row: found.without_row,
        content_without_file: found
            .content_without_file
            .into_iter()
            .map(|(content_id, file)| ContentWithoutFile { content_id, file })
            .collect(),
        references_without_file: found
            .references_without_file
            .into_iter()
            .map(|(reference_id, file)| ReferenceWithoutFile { reference_id, file })
            .collect(),
    })
}

/// Makes files that belong to no row items of the library. They stay where they are; a recipe inside, of whatever
/// program, is read.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AdoptFiles {
    /// The files, as `library.check` names them.
    files: Vec<String>,
}

/// What became of the files.
#[derive(Debug, Serialize, JsonSchema)]
struct AdoptedFiles {
    /// The new items.
    content_ids: Vec<ContentId>,
    /// The files that could not be adopted, and why.
    refused: Vec<RefusedFile>,
}

/// A file that could not be adopted.
#[derive(Debug, Serialize, JsonSchema)]
struct RefusedFile {
    /// The file, relative to the media folder.
    file: String,
    /// Why, and what to do.
    message: String,
}

async fn adopt(studio: &Studio, input: AdoptFiles) -> Result<AdoptedFiles> {
    if input.files.is_empty() {
        return Err(Error::field("files", "must name at least one file"));
    }
    // Only what the comparison itself found is touched: a path that leads elsewhere is not among it.
    let strangers = check::check(studio).await?.without_row;
    let mut adopted = AdoptedFiles { content_ids: Vec::new(), refused: Vec::new() };
    for file in input.files {
        if !strangers.contains(&file) {
            let message = "is not among the files without an item; look at library.check".to_owned();
            adopted.refused.push(RefusedFile { file, message });
            continue;
        }
        match media_files::import_in_place(studio, &file).await {
            Ok(row) => adopted.content_ids.push(row.id),
            Err(error) => adopted.refused.push(RefusedFile { file, message: error.message.into_owned() }),
        }
    }
    Ok(adopted)
}

/// Forgets items whose file is missing, for good. An item whose file is there is refused: delete it instead.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ForgetContent {
    /// The items.
    content_ids: Vec<ContentId>,
}

/// What was forgotten.
#[derive(Debug, Serialize, JsonSchema)]
struct ForgottenContent {
    /// The items that are gone.
    forgotten: Vec<ContentId>,
    /// Items that were not in the library.
    not_found: Vec<ContentId>,
}

async fn forget(studio: &Studio, input: ForgetContent) -> Result<ForgottenContent> {
    if input.content_ids.is_empty() {
        return Err(Error::field("content_ids", "must name at least one item"));
    }
    let mut write = studio.library().write().await?;
    let mut answer = ForgottenContent { forgotten: Vec::new(), not_found: Vec::new() };
    for id in input.content_ids {
        let Some(row) = content::get(&mut write, id).await? else {
            answer.not_found.push(id);
            continue;
        };
        if tokio::fs::try_exists(studio.library().media_dir().join(&row.file)).await.unwrap_or(true) {
            return Err(Error::conflict(format!(
                "The file of {} is there. Delete the item instead; nothing was forgotten.",
                row.file_name
            )));
        }
        content::remove(&mut write, id).await?;
        answer.forgotten.push(id);
    }
    write.commit().await.map_err(LibraryError::from)?;
    for id in &answer.forgotten {
        remove_thumbnails(studio, *id);
    }
    Ok(answer)
}
