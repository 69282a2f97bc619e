//! Changing what the creator may say of items, and laying items into the trash.

use super::{
    filter::ContentFilter,
    item::{self, ContentDetails},
    shared::{self, ContentBatch, LONGEST_REASON, chosen, live},
    tags,
};
use crate::{Error, Patch, Result, Studio};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use troupe_library::{
    ContentId, LibraryError,
    tables::{
        content::{self, ApprovalStatus, ContentRow, Rating, batch},
        content_tags,
    },
};

/// The longest description, in letters.
const LONGEST_DESCRIPTION: usize = 10_000;
/// The longest folder name, in letters.
const LONGEST_FOLDER: usize = 200;

/// Changes what the creator says of an item. What is left out stays, null clears.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UpdateContent {
    /// The item.
    content_id: ContentId,
    /// The creator's words on it.
    #[serde(default)]
    description: Patch<String>,
    /// Its tags; they take the place of those that it has.
    #[serde(default)]
    tags: Patch<Vec<String>>,
    /// The decision; null makes it pending. Also `status`.
    #[serde(default, alias = "status")]
    #[schemars(extend("x-aliases" = ["status"]))]
    approval_status: Patch<ApprovalStatus>,
    /// Why it is rejected.
    #[serde(default)]
    rejected_reason: Patch<String>,
    /// Its quality, 0 to 1; null is not measured.
    #[serde(default)]
    quality_score: Patch<f64>,
    /// How much it shows.
    #[serde(default)]
    rating: Patch<Rating>,
    /// Rates it explicit, or safe.
    #[serde(default)]
    is_nsfw: Patch<bool>,
    /// The folder to show it in: a label, never a place on the disk. Also `folder`.
    #[serde(default, alias = "folder")]
    #[schemars(extend("x-aliases" = ["folder"]))]
    folder_path: Patch<String>,
}

pub(super) async fn update(studio: &Studio, input: UpdateContent) -> Result<ContentDetails> {
    let id = input.content_id;
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let mut row = live(&mut write, id).await?;
    match input.description {
        Patch::Set(text) => row.description = shared::words("description", &text, LONGEST_DESCRIPTION)?,
        other => other.apply(&mut row.description),
    }
    if let Patch::Set(score) = input.quality_score
        && !(0.0..=1.0).contains(&score)
    {
        return Err(Error::field("quality_score", "must be from 0 to 1"));
    }
    input.quality_score.apply_option(&mut row.quality_score);
    apply_rating(&mut row, &input.rating, &input.is_nsfw)?;
    match input.folder_path {
        Patch::Set(folder) => row.folder = folder_label(&folder)?,
        other => other.apply(&mut row.folder),
    }
    let before = row.approval_status;
    if input.approval_status != Patch::Keep {
        input.approval_status.apply(&mut row.approval_status);
        if before != row.approval_status {
            row.rejected_reason = None;
            row.decided_at = (row.approval_status != ApprovalStatus::Pending).then_some(now);
        }
    }
    match input.rejected_reason {
        Patch::Keep => {}
        Patch::Clear => row.rejected_reason = None,
        Patch::Set(_) if row.approval_status != ApprovalStatus::Rejected => {
            return Err(Error::field(
                "rejected_reason",
                "belongs to a rejected item; send approval_status rejected as well",
            ));
        }
        Patch::Set(reason) => row.rejected_reason = Some(shared::words("rejected_reason", &reason, LONGEST_REASON)?),
    }
    row.updated_at = now;
    content::update(&mut write, &row).await?;
    let is_rated = input.rating != Patch::Keep || input.is_nsfw != Patch::Keep;
    if row.approval_status == ApprovalStatus::Approved && before != row.approval_status && !is_rated {
        batch::rate_approved(&mut write, &[id], now).await?;
    }
    match input.tags {
        Patch::Keep => {}
        Patch::Clear => content_tags::set(&mut write, id, &[]).await?,
        Patch::Set(tags) => content_tags::set(&mut write, id, &tags::checked(&tags)?).await?,
    }
    write.commit().await.map_err(LibraryError::from)?;
    item::details(studio, id).await
}

fn apply_rating(row: &mut ContentRow, rating: &Patch<Rating>, is_nsfw: &Patch<bool>) -> Result<()> {
    let spelled = match is_nsfw {
        Patch::Keep => None,
        Patch::Clear => Some(Rating::Unknown),
        Patch::Set(true) => Some(Rating::Nsfw),
        Patch::Set(false) => Some(Rating::Safe),
    };
    let named = match rating {
        Patch::Keep => None,
        Patch::Clear => Some(Rating::Unknown),
        Patch::Set(rating) => Some(*rating),
    };
    match (named, spelled) {
        (Some(named), Some(spelled)) if (named == Rating::Nsfw) != (spelled == Rating::Nsfw) => {
            return Err(Error::field("is_nsfw", "contradicts the rating; leave one of them out"));
        }
        (Some(rating), _) | (None, Some(rating)) => row.rating = rating,
        (None, None) => {}
    }
    Ok(())
}

/// A folder's name as it is kept. It is only ever compared and shown, so that any text will do.
fn folder_label(folder: &str) -> Result<String> {
    let folder = shared::words("folder_path", folder, LONGEST_FOLDER)?;
    if folder.chars().any(char::is_control) {
        return Err(Error::field("folder_path", "must have no control characters"));
    }
    Ok(folder)
}

/// Changes many items alike. What is left out stays.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UpdateManyContent {
    /// The items, 5,000 at most.
    #[serde(default)]
    content_ids: Option<Vec<ContentId>>,
    /// Instead of ids: all items that these filters show.
    #[serde(default)]
    filter: Option<ContentFilter>,
    /// The decision; `pending` takes one back.
    #[serde(default)]
    approval_status: Option<ApprovalStatus>,
    /// Why they are rejected; only with `approval_status` rejected.
    #[serde(default)]
    rejected_reason: Option<String>,
    /// How much they show.
    #[serde(default)]
    rating: Option<Rating>,
    /// The folder to show them in; an empty text takes them out of any.
    #[serde(default)]
    folder_path: Option<String>,
    /// Tags to add.
    #[serde(default)]
    add_tags: Vec<String>,
    /// Tags to take away.
    #[serde(default)]
    remove_tags: Vec<String>,
}

pub(super) async fn batch_update(studio: &Studio, input: UpdateManyContent) -> Result<ContentBatch> {
    let now = studio.now();
    let folder = input.folder_path.as_deref().map(folder_label).transpose()?;
    let (add, remove) = (tags::checked(&input.add_tags)?, tags::checked(&input.remove_tags)?);
    let reason =
        input.rejected_reason.map(|text| shared::words("rejected_reason", &text, LONGEST_REASON)).transpose()?;
    if reason.is_some() && input.approval_status != Some(ApprovalStatus::Rejected) {
        return Err(Error::field(
            "rejected_reason",
            "belongs to rejected items; send approval_status rejected as well",
        ));
    }
    let mut write = studio.library().write().await?;
    let asked = chosen(&mut write, input.content_ids, input.filter.as_ref()).await?;
    let found = batch::states(&mut write, &asked).await?;
    let mut changed: HashSet<ContentId> = HashSet::new();
    if let Some(status) = input.approval_status {
        let ids = ids(&found, |state| state.approval_status != status || state.rejected_reason != reason);
        shared::keep_decision(&mut write, &ids, status, reason.as_deref(), now).await?;
        changed.extend(ids);
    }
    if let Some(rating) = input.rating {
        // An approval may have rated them meanwhile; what is named here stands.
        let ids = ids(&found, |state| state.rating != rating || changed.contains(&state.id));
        batch::rate(&mut write, &ids, rating, now).await?;
        changed.extend(ids);
    }
    if let Some(folder) = folder {
        let ids = ids(&found, |state| state.folder != folder);
        batch::put_in_folder(&mut write, &ids, &folder, now).await?;
        changed.extend(ids);
    }
    if !add.is_empty() || !remove.is_empty() {
        let mut tagged = Vec::new();
        for state in &found {
            let removed = content_tags::remove(&mut write, state.id, &remove).await?;
            if content_tags::add(&mut write, state.id, &add).await? || removed {
                tagged.push(state.id);
            }
        }
        batch::touch(&mut write, &tagged, now).await?;
        changed.extend(tagged);
    }
    write.commit().await.map_err(LibraryError::from)?;
    let previous = found.iter().filter(|state| changed.contains(&state.id)).cloned().collect();
    Ok(ContentBatch::of(&asked, &found, previous))
}

fn ids(states: &[batch::State], which: impl Fn(&&batch::State) -> bool) -> Vec<ContentId> {
    states.iter().filter(which).map(|state| state.id).collect()
}

/// Lays an item into the trash, from where it can be restored.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeleteContent {
    /// The item.
    content_id: ContentId,
}

/// An item that lies in the trash now.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DeletedContent {
    /// The item; `trash.restore` takes it as `item_id`.
    content_id: ContentId,
    /// When it went there.
    deleted_at: DateTime<Utc>,
}

pub(super) async fn delete(studio: &Studio, input: DeleteContent) -> Result<DeletedContent> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let row = content::get(&mut write, input.content_id)
        .await?
        .ok_or_else(|| Error::not_found("content", input.content_id))?;
    // A second press of the button finds it there already, and is no fault.
    if row.deleted_at.is_none() {
        batch::set_deleted(&mut write, &[row.id], Some(now), now).await?;
        write.commit().await.map_err(LibraryError::from)?;
    }
    Ok(DeletedContent { content_id: row.id, deleted_at: row.deleted_at.unwrap_or(now) })
}

/// Lays many items into the trash.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeleteManyContent {
    /// The items, 5,000 at most.
    #[serde(default)]
    content_ids: Option<Vec<ContentId>>,
    /// Instead of ids: all items that these filters show.
    #[serde(default)]
    filter: Option<ContentFilter>,
}

pub(super) async fn batch_delete(studio: &Studio, input: DeleteManyContent) -> Result<ContentBatch> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let asked = chosen(&mut write, input.content_ids, input.filter.as_ref()).await?;
    let found = batch::states(&mut write, &asked).await?;
    batch::set_deleted(&mut write, &asked, Some(now), now).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(ContentBatch::of(&asked, &found, found.clone()))
}
