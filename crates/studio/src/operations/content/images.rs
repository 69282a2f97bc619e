//! Pictures by the names of their files.

use super::{item::ContentItem, list, list::ContentSort};
use crate::{Error, Page, Result, Studio};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    ContentId, LibraryError,
    tables::content::{self, ContentType, batch, filter::Filter},
};

/// How many pictures a page has when its size is not given.
const PAGE: u32 = 48;
/// The most names that one call takes.
pub(super) const MOST_NAMES: usize = 5_000;

/// A page of the pictures, searched.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListContentImages {
    /// Words, or their beginnings, that stand in prompt, description, tags, model, LoRAs, seed or name.
    #[serde(default)]
    q: Option<String>,
    /// In which order, `newest` when left out.
    #[serde(default)]
    sort: Option<ContentSort>,
    /// At most this many, 1 to 200; 48 when left out.
    #[serde(default)]
    limit: Option<u32>,
    /// After this many.
    #[serde(default)]
    offset: Option<u32>,
}

/// A page of the pictures.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ContentImages {
    /// The pictures.
    items: Vec<ContentItem>,
    /// How many there are in all.
    total: i64,
    /// The page's size.
    limit: u32,
    /// How many were left out before it.
    offset: u32,
}

pub(super) async fn list(studio: &Studio, input: ListContentImages) -> Result<ContentImages> {
    let page = Page::of(input.limit, input.offset, PAGE)?;
    let filter = images(input.q);
    let (items, total) = list::page_of(studio, &filter, input.sort.unwrap_or_default().into(), page, None).await?;
    Ok(ContentImages { items, total, limit: page.limit, offset: page.offset })
}

/// All pictures, or those that a text finds.
pub(super) fn images(text: Option<String>) -> Filter {
    Filter { content_type: Some(ContentType::Image), text, ..Filter::default() }
}

/// Lays the picture of this name into the trash.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeleteContentImage {
    /// The file's name.
    filename: String,
}

/// Lays pictures into the trash.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeleteContentImages {
    /// The files' names, 5,000 at most.
    filenames: Vec<String>,
}

/// Pictures that lie in the trash now.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DeletedContentImages {
    /// Their names.
    deleted: Vec<String>,
    /// Their ids; `trash.restore_many` takes them back.
    content_ids: Vec<ContentId>,
    /// Names that no picture outside the trash has.
    not_found: Vec<String>,
}

pub(super) async fn delete(studio: &Studio, input: DeleteContentImage) -> Result<DeletedContentImages> {
    let mut read = studio.library().read().await?;
    let row = content::get_by_file_name(&mut read, &input.filename).await?;
    drop(read);
    match row {
        Some(row) if row.deleted_at.is_none() => to_trash(studio, vec![input.filename]).await,
        Some(row) => {
            Ok(DeletedContentImages { deleted: vec![input.filename], content_ids: vec![row.id], not_found: Vec::new() })
        }
        None => Err(Error::not_found("content", &input.filename)),
    }
}

pub(super) async fn delete_many(studio: &Studio, input: DeleteContentImages) -> Result<DeletedContentImages> {
    if input.filenames.is_empty() || input.filenames.len() > MOST_NAMES {
        return Err(Error::field("filenames", format!("must name 1 to {MOST_NAMES} pictures")));
    }
    to_trash(studio, input.filenames).await
}

async fn to_trash(studio: &Studio, filenames: Vec<String>) -> Result<DeletedContentImages> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let found = batch::by_file_names(&mut write, &filenames).await?;
    let content_ids: Vec<ContentId> = found.iter().map(|(_, id)| *id).collect();
    batch::set_deleted(&mut write, &content_ids, Some(now), now).await?;
    write.commit().await.map_err(LibraryError::from)?;
    let deleted: Vec<String> = found.into_iter().map(|(name, _)| name).collect();
    let not_found = filenames.into_iter().filter(|name| !deleted.contains(name)).collect();
    Ok(DeletedContentImages { deleted, content_ids, not_found })
}
