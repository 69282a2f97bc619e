//! Daily copies of the database, and going back to one: the way out of safe mode.

use crate::{Code, Error, Result, Studio, planning::restored, tasks::copy_database};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use troupe_library::DATABASE;

/// The daily copies of the library's database, newest first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListCopies {}

/// Daily copies.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CopyList {
    copies: Vec<DatabaseCopy>,
    total: usize,
}

/// A daily copy.
#[derive(Debug, Serialize, JsonSchema)]
struct DatabaseCopy {
    /// Its name, to go back to it.
    name: String,
    made_at: Option<DateTime<Utc>>,
    size_bytes: u64,
}

pub(super) async fn list(studio: &Studio, _: ListCopies) -> Result<CopyList> {
    let copies: Vec<_> = copy_database::copies(&studio.library_root().join("copies"))
        .into_iter()
        .map(|(name, path)| {
            let facts = path.metadata().ok();
            DatabaseCopy {
                name,
                made_at: facts.as_ref().and_then(|facts| facts.modified().ok()).map(DateTime::from),
                size_bytes: facts.map_or(0, |facts| facts.len()),
            }
        })
        .collect();
    Ok(CopyList { total: copies.len(), copies })
}

/// Goes back to a daily copy, in safe mode: the damaged database is kept aside, the copy takes its
/// place, and the program has to be started again. Pictures that were made since then are found by the
/// check at the start.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GoBack {
    /// The copy's name, as the list tells it.
    copy: String,
}

/// What was done.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct WentBack {
    /// Where the damaged database lies now, within the library's folder.
    kept_aside: String,
    /// What to do now.
    message: String,
}

pub(super) async fn go_back(studio: &Studio, input: GoBack) -> Result<WentBack> {
    if studio.safe_mode().is_none() {
        return Err(Error::conflict("The library is open and sound, so there is nothing to go back from."));
    }
    let root = studio.library_root().to_owned();
    let (_, copy) = copy_database::copies(&root.join("copies"))
        .into_iter()
        .find(|(name, _)| *name == input.copy)
        .ok_or_else(|| Error::not_found("copy", &input.copy))?;
    let aside = format!("damaged-{}", studio.now().format("%Y-%m-%d-%H%M%S"));
    let folder = root.join(&aside);
    // Written aside and renamed, so that a kill in between leaves either none or the whole. The copy knows that it was
    // put in place: what was due since it was made may be up already.
    let part = root.join("library.db.part");
    tokio::fs::copy(&copy, &part).await.map_err(|error| not_put(&aside, error))?;
    restored::mark(&part, studio.now()).await?;
    let moved = tokio::task::spawn_blocking(move || -> std::io::Result<()> {
        std::fs::create_dir(&folder)?;
        for name in [DATABASE.to_owned(), format!("{DATABASE}-wal"), format!("{DATABASE}-shm")] {
            let from = root.join(&name);
            if from.exists() {
                std::fs::rename(from, folder.join(&name))?;
            }
        }
        std::fs::File::open(&part)?.sync_all()?;
        std::fs::rename(part, root.join(DATABASE))
    });
    moved.await.map_err(Error::internal)?.map_err(|error| not_put(&aside, error))?;
    Ok(WentBack {
        kept_aside: aside,
        message: "The copy is in place. Start Troupe again; pictures made since the copy are found at the start."
            .into(),
    })
}

fn not_put(aside: &str, error: std::io::Error) -> Error {
    let message = format!("The copy could not be put in place: {error}. The damaged database was not deleted.");
    Error::new(Code::StorageError, message).with("kept_aside", json!(aside)).because(error)
}
