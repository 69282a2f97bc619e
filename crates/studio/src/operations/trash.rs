//! The trash: what was deleted lies there for as many days as the settings say, and can be taken back until then. These
//! operations list and restore pictures; those on references stand with the references.

use super::{content::item::ContentItem, references};
use crate::{
    Effect::{Destroy, Read, Write},
    Error, Operation, Page, Result, Studio,
    media_files::{on_worker, remove_thumbnails},
    registry::operation,
};
use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    ContentId, LibraryError,
    tables::{
        content::{self, batch},
        content_tags,
    },
};

/// How many things a page has when its size is not given.
const PAGE: u32 = 48;
/// The most things that one call takes.
const MOST_IDS: usize = 5_000;

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("trash.list", list, Read, &["content"]).route("GET /trash"),
        operation("trash.restore", restore, Write, &["content"]).route("POST /trash/{item_id}/restore"),
        operation("trash.restore_many", restore_many, Write, &["content"]).route("POST /trash/restore"),
        operation("trash.empty", empty, Destroy, &["content", "references"]).route("POST /trash/empty"),
    ]
}

/// How long deleted things lie in the trash.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn kept(studio: &Studio) -> Result<TimeDelta> {
    Ok(TimeDelta::days(i64::from(studio.settings().await?.storage.trash_days)))
}

/// What lies in the trash, since when, and from where; what was deleted last comes first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListTrash {
    /// At most this many, 1 to 200; 48 when left out.
    #[serde(default)]
    limit: Option<u32>,
    /// After this many.
    #[serde(default)]
    offset: Option<u32>,
}

/// A page of the trash.
#[derive(Debug, Serialize, JsonSchema)]
struct TrashList {
    /// What lies there.
    items: Vec<TrashItem>,
    /// How much lies there in all.
    total: i64,
    /// The page's size.
    limit: u32,
    /// How much was left out before it.
    offset: u32,
}

/// One thing in the trash.
#[derive(Debug, Serialize, JsonSchema)]
struct TrashItem {
    /// What `trash.restore` takes.
    item_id: ContentId,
    /// What it is: `content`.
    kind: String,
    /// Its name.
    name: String,
    /// When it was deleted.
    deleted_at: DateTime<Utc>,
    /// When it goes for good.
    expires_at: DateTime<Utc>,
    /// The item, with the character and the folder that it comes from.
    content: ContentItem,
}

async fn list(studio: &Studio, input: ListTrash) -> Result<TrashList> {
    let page = Page::of(input.limit, input.offset, PAGE)?;
    let kept = kept(studio).await?;
    let mut read = studio.library().read().await?;
    let (rows, total) = content::trash(&mut read, i64::from(page.limit), i64::from(page.offset)).await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let character_name = match row.character_id {
            Some(id) => content::character_name(&mut read, id).await?,
            None => None,
        };
        let tags = content_tags::of(&mut read, row.id).await?;
        let deleted_at = row.deleted_at.unwrap_or(row.updated_at);
        items.push(TrashItem {
            item_id: row.id,
            kind: "content".to_owned(),
            name: row.file_name.clone(),
            deleted_at,
            expires_at: deleted_at + kept,
            content: ContentItem::new(row, character_name, tags),
        });
    }
    Ok(TrashList { items, total, limit: page.limit, offset: page.offset })
}

/// Takes a thing out of the trash, back to where it was.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RestoreTrashItem {
    /// The thing.
    item_id: ContentId,
}

/// Takes many things out of the trash, back to where they were.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RestoreTrashItems {
    /// The things, 5,000 at most.
    item_ids: Vec<ContentId>,
}

/// What was taken out of the trash.
#[derive(Debug, Serialize, JsonSchema)]
struct RestoredTrash {
    /// What is back.
    restored: Vec<ContentId>,
    /// What was not in the trash: not deleted, or gone for good.
    not_found: Vec<ContentId>,
}

async fn restore(studio: &Studio, input: RestoreTrashItem) -> Result<RestoredTrash> {
    let restored = take_back(studio, vec![input.item_id]).await?;
    if !restored.not_found.is_empty() {
        let mut read = studio.library().read().await?;
        // What is back already is no fault; what is gone for good is.
        content::get(&mut read, input.item_id).await?.ok_or_else(|| Error::not_found("trash_item", input.item_id))?;
    }
    Ok(restored)
}

async fn restore_many(studio: &Studio, input: RestoreTrashItems) -> Result<RestoredTrash> {
    if input.item_ids.is_empty() || input.item_ids.len() > MOST_IDS {
        return Err(Error::field("item_ids", format!("must name 1 to {MOST_IDS} things")));
    }
    take_back(studio, input.item_ids).await
}

async fn take_back(studio: &Studio, ids: Vec<ContentId>) -> Result<RestoredTrash> {
    let mut write = studio.library().write().await?;
    let restored = batch::set_deleted(&mut write, &ids, None, studio.now()).await?;
    write.commit().await.map_err(LibraryError::from)?;
    let not_found = ids.into_iter().filter(|id| !restored.contains(id)).collect();
    Ok(RestoredTrash { restored, not_found })
}

/// Removes what lies in the trash for good, pictures and references, with their files and thumbnails.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct EmptyTrash {
    /// Only what was deleted at least this many days ago; everything when left out.
    #[serde(default)]
    older_than_days: Option<u32>,
}

/// What went for good.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct EmptiedTrash {
    /// How many things, pictures and references.
    removed: usize,
    /// The space that this freed, in bytes.
    freed_bytes: i64,
    /// Pictures whose file could not be removed; they are still in the trash.
    failed: Vec<ContentId>,
}

async fn empty(studio: &Studio, input: EmptyTrash) -> Result<EmptiedTrash> {
    // Nothing is deleted after the present moment, which itself counts too.
    let days = TimeDelta::try_days(i64::from(input.older_than_days.unwrap_or(0)));
    let before = days.and_then(|days| studio.now().checked_sub_signed(days)).unwrap_or(DateTime::<Utc>::MIN_UTC);
    empty_before(studio, before).await
}

/// Removes what was deleted at or before a moment. The file goes first: a kill in between leaves a
/// thing in the trash that the next call removes, never a file that nobody knows.
pub(crate) async fn empty_before(studio: &Studio, before: DateTime<Utc>) -> Result<EmptiedTrash> {
    let mut read = studio.library().read().await?;
    let doomed = content::trash_before(&mut read, before).await?;
    drop(read);
    let media = studio.library().media_dir();
    let for_worker = studio.clone();
    let (gone, failed) = on_worker(studio, move || {
        let (mut gone, mut failed) = (Vec::new(), Vec::new());
        for (id, file, size_bytes) in doomed {
            match std::fs::remove_file(media.join(&file)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    tracing::warn!(content = %id, "a file could not be removed: {error}");
                    failed.push(id);
                }
                _ => {
                    remove_thumbnails(&for_worker, id);
                    gone.push((id, size_bytes));
                }
            }
        }
        (gone, failed)
    })
    .await?;
    let mut emptied = EmptiedTrash { failed, ..EmptiedTrash::default() };
    let mut write = studio.library().write().await?;
    for (id, size_bytes) in gone {
        content::remove(&mut write, id).await?;
        emptied.removed += 1;
        emptied.freed_bytes += size_bytes;
    }
    write.commit().await.map_err(LibraryError::from)?;
    let (removed, freed_bytes) = references::empty_before(studio, before).await?;
    emptied.removed += removed;
    emptied.freed_bytes += freed_bytes;
    Ok(emptied)
}
