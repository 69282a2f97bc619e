//! What several operations on content share: finding a live item, choosing many, saying what they were.

use super::filter::ContentFilter;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashSet;
use troupe_library::{
    ContentId, SqliteConnection,
    tables::content::{self, ApprovalStatus, ContentRow, Rating, batch, list},
};

/// The most ids that one call takes.
const MOST_IDS: usize = 5_000;
/// The longest reason, description and folder name, in letters.
pub(super) const LONGEST_REASON: usize = 1_000;

/// What of an item can be changed in a batch, as it was before: enough to change it back.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(super) struct ContentState {
    /// The item.
    pub(super) content_id: ContentId,
    /// What the creator had decided.
    pub(super) approval_status: ApprovalStatus,
    /// Why it had been rejected.
    pub(super) rejected_reason: Option<String>,
    /// How much it was said to show.
    pub(super) rating: Rating,
    /// The folder that it was in.
    pub(super) folder_path: String,
}

impl From<batch::State> for ContentState {
    fn from(state: batch::State) -> Self {
        Self {
            content_id: state.id,
            approval_status: state.approval_status,
            rejected_reason: state.rejected_reason,
            rating: state.rating,
            folder_path: state.folder,
        }
    }
}

/// What a batch did. The inverse of a decision is `content.batch_update` with the states in `previous`;
/// that of a deletion `trash.restore_many` with their ids.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ContentBatch {
    /// How many items changed.
    changed: usize,
    /// How many were as asked for already.
    unchanged: usize,
    /// Ids that are not in the library, or are in the trash.
    not_found: Vec<ContentId>,
    /// The items that changed, as they were before.
    previous: Vec<ContentState>,
}

impl ContentBatch {
    /// Of what was asked for, what was found, and what of it changed.
    pub(super) fn of(asked: &[ContentId], found: &[batch::State], changed: Vec<batch::State>) -> Self {
        let known: HashSet<ContentId> = found.iter().map(|state| state.id).collect();
        Self {
            changed: changed.len(),
            unchanged: found.len() - changed.len(),
            not_found: asked.iter().copied().filter(|id| !known.contains(id)).collect(),
            previous: changed.into_iter().map(ContentState::from).collect(),
        }
    }
}

/// Writes the creator's decision on items. Whoever approves a picture has looked at it: what was made here for safe
/// work and nobody rated is safe then.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn keep_decision(
    db: &mut SqliteConnection,
    ids: &[ContentId],
    status: ApprovalStatus,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    batch::decide(db, ids, status, reason, now).await?;
    if status == ApprovalStatus::Approved {
        batch::rate_approved(db, ids, now).await?;
    }
    Ok(())
}

/// The item, if it is not in the trash.
pub(super) async fn live(db: &mut SqliteConnection, id: ContentId) -> Result<ContentRow> {
    let row = content::get(db, id).await?.ok_or_else(|| Error::not_found("content", id))?;
    if row.deleted_at.is_some() {
        return Err(Error::conflict("This item is in the trash. Restore it first."));
    }
    Ok(row)
}

/// The items that an input names, by ids or by filters, each once.
///
/// # Errors
/// When neither or both are given, none, or too many ids.
pub(super) async fn chosen(
    db: &mut SqliteConnection,
    content_ids: Option<Vec<ContentId>>,
    filter: Option<&ContentFilter>,
) -> Result<Vec<ContentId>> {
    match (content_ids, filter) {
        (Some(ids), None) if ids.is_empty() => Err(Error::field("content_ids", "must name at least one item")),
        (Some(ids), None) if ids.len() > MOST_IDS => Err(Error::field(
            "content_ids",
            format!("must be {MOST_IDS} at most; for more, send the filter that shows them"),
        )),
        (Some(ids), None) => {
            let mut seen = HashSet::new();
            Ok(ids.into_iter().filter(|id| seen.insert(*id)).collect())
        }
        (None, Some(filter)) => Ok(list::ids(db, &filter.filter()?).await?),
        _ => Err(Error::field("content_ids", "give either content_ids or filter")),
    }
}

/// A text of the creator's, without space around it.
///
/// # Errors
/// When it is longer than `longest` letters.
pub(super) fn words(field: &str, text: &str, longest: usize) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > longest {
        return Err(Error::field(field, format!("must have {longest} letters at most")));
    }
    Ok(text.to_owned())
}
