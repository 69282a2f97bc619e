//! Approving and rejecting, one item or many.

use super::{
    filter::ContentFilter,
    item::ContentItem,
    shared::{self, ContentBatch, ContentState, LONGEST_REASON, chosen, live},
};
use crate::{Result, Studio};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    ContentId, LibraryError,
    tables::{
        content::{self, ApprovalStatus, batch},
        content_tags,
    },
};

/// Approves an item: it is good to be used. A picture that was made here, was asked for as safe for work and that nobody
/// rated yet is rated safe by it, unless its character has an account that takes what is not: then it is still to be
/// rated.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ApproveContent {
    /// The item.
    content_id: ContentId,
}

/// Rejects an item: it is not to be used. It stays in the library.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RejectContent {
    /// The item.
    content_id: ContentId,
    /// Why, in the creator's words.
    #[serde(default)]
    reason: Option<String>,
}

/// An item after a decision, and what it was before.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DecidedContent {
    /// The item as it is now.
    content: ContentItem,
    /// What it was before.
    previous: ContentState,
}

pub(super) async fn approve(studio: &Studio, input: ApproveContent) -> Result<DecidedContent> {
    decide(studio, input.content_id, ApprovalStatus::Approved, None).await
}

pub(super) async fn reject(studio: &Studio, input: RejectContent) -> Result<DecidedContent> {
    decide(studio, input.content_id, ApprovalStatus::Rejected, reason(input.reason)?).await
}

async fn decide(
    studio: &Studio,
    id: ContentId,
    status: ApprovalStatus,
    reason: Option<String>,
) -> Result<DecidedContent> {
    let mut write = studio.library().write().await?;
    let mut row = live(&mut write, id).await?;
    let previous = ContentState {
        content_id: id,
        approval_status: row.approval_status,
        rejected_reason: row.rejected_reason.clone(),
        rating: row.rating,
        folder_path: row.folder.clone(),
    };
    if row.approval_status != status || row.rejected_reason != reason {
        shared::keep_decision(&mut write, &[id], status, reason.as_deref(), studio.now()).await?;
        row = live(&mut write, id).await?;
    }
    let character_name = match row.character_id {
        Some(id) => content::character_name(&mut write, id).await?,
        None => None,
    };
    let tags = content_tags::of(&mut write, id).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(DecidedContent { content: ContentItem::new(row, character_name, tags), previous })
}

/// Approves many items, and rates them as approving one does.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ApproveManyContent {
    /// The items, 5,000 at most.
    #[serde(default)]
    content_ids: Option<Vec<ContentId>>,
    /// Instead of ids: all items that these filters show.
    #[serde(default)]
    filter: Option<ContentFilter>,
}

/// Rejects many items.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RejectManyContent {
    /// The items, 5,000 at most.
    #[serde(default)]
    content_ids: Option<Vec<ContentId>>,
    /// Instead of ids: all items that these filters show.
    #[serde(default)]
    filter: Option<ContentFilter>,
    /// Why, in the creator's words.
    #[serde(default)]
    reason: Option<String>,
}

pub(super) async fn batch_approve(studio: &Studio, input: ApproveManyContent) -> Result<ContentBatch> {
    decide_many(studio, input.content_ids, input.filter, ApprovalStatus::Approved, None).await
}

pub(super) async fn batch_reject(studio: &Studio, input: RejectManyContent) -> Result<ContentBatch> {
    let reason = reason(input.reason)?;
    decide_many(studio, input.content_ids, input.filter, ApprovalStatus::Rejected, reason).await
}

async fn decide_many(
    studio: &Studio,
    content_ids: Option<Vec<ContentId>>,
    filter: Option<ContentFilter>,
    status: ApprovalStatus,
    reason: Option<String>,
) -> Result<ContentBatch> {
    let mut write = studio.library().write().await?;
    let asked = chosen(&mut write, content_ids, filter.as_ref()).await?;
    let found = batch::states(&mut write, &asked).await?;
    let changed: Vec<batch::State> = found
        .iter()
        .filter(|state| state.approval_status != status || state.rejected_reason != reason)
        .cloned()
        .collect();
    let ids: Vec<ContentId> = changed.iter().map(|state| state.id).collect();
    shared::keep_decision(&mut write, &ids, status, reason.as_deref(), studio.now()).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(ContentBatch::of(&asked, &found, changed))
}

fn reason(reason: Option<String>) -> Result<Option<String>> {
    let reason = reason.map(|reason| shared::words("reason", &reason, LONGEST_REASON)).transpose()?;
    Ok(reason.filter(|reason| !reason.is_empty()))
}
