//! Many items changed at once, in one statement each: ids travel as one JSON list.

use super::{ApprovalStatus, Rating};
use crate::{ContentId, Result};
use chrono::{DateTime, Utc};
use sqlx::{FromRow, SqliteConnection};

/// What of an item a batch may change, as it is now: enough to change it back.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct State {
    /// The item.
    pub id: ContentId,
    /// What the creator decided.
    pub approval_status: ApprovalStatus,
    /// Why it was rejected.
    pub rejected_reason: Option<String>,
    /// How much it shows.
    pub rating: Rating,
    /// The folder that it is in.
    pub folder: String,
}

/// The states of those items that exist outside the trash.
///
/// # Errors
/// When the database does not answer.
pub async fn states(db: &mut SqliteConnection, ids: &[ContentId]) -> Result<Vec<State>> {
    Ok(sqlx::query_as(
        "SELECT id, approval_status, rejected_reason, rating, folder FROM content
         WHERE id IN (SELECT value FROM json_each(?1)) AND deleted_at IS NULL",
    )
    .bind(list(ids))
    .fetch_all(db)
    .await?)
}

/// Writes the creator's decision on items.
///
/// # Errors
/// When the database does not answer.
pub async fn decide(
    db: &mut SqliteConnection,
    ids: &[ContentId],
    status: ApprovalStatus,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    let decided_at = (status != ApprovalStatus::Pending).then_some(now);
    sqlx::query(
        "UPDATE content SET approval_status = ?2, rejected_reason = ?3, decided_at = ?4, updated_at = ?5
         WHERE id IN (SELECT value FROM json_each(?1))",
    )
    .bind(list(ids))
    .bind(status)
    .bind(reason)
    .bind(decided_at)
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// Rates items.
///
/// # Errors
/// When the database does not answer.
pub async fn rate(db: &mut SqliteConnection, ids: &[ContentId], rating: Rating, now: DateTime<Utc>) -> Result<()> {
    sqlx::query("UPDATE content SET rating = ?2, updated_at = ?3 WHERE id IN (SELECT value FROM json_each(?1))")
        .bind(list(ids))
        .bind(rating)
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}

/// Rates approved items safe that were made here and that nobody rated yet. Not where an account that takes what is not
/// safe for work is open to them, since both kinds are made for it, and not what was made of an item that is not safe.
///
/// # Errors
/// When the database does not answer.
pub async fn rate_approved(db: &mut SqliteConnection, ids: &[ContentId], now: DateTime<Utc>) -> Result<()> {
    sqlx::query(
        "UPDATE content SET rating = 'safe', updated_at = ?2
         WHERE id IN (SELECT value FROM json_each(?1)) AND rating = 'unknown' AND approval_status = 'approved'
             AND source = 'generated'
             AND NOT EXISTS (SELECT 1 FROM accounts WHERE allows_nsfw = 1 AND (accounts.character_id IS NULL
                 OR content.character_id IS NULL OR accounts.character_id = content.character_id))
             AND NOT EXISTS (SELECT 1 FROM content AS parent
                 WHERE parent.id = content.parent_id AND parent.rating = 'nsfw')",
    )
    .bind(list(ids))
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// Puts items into a folder; an empty name takes them out of any.
///
/// # Errors
/// When the database does not answer.
pub async fn put_in_folder(
    db: &mut SqliteConnection,
    ids: &[ContentId],
    folder: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query("UPDATE content SET folder = ?2, updated_at = ?3 WHERE id IN (SELECT value FROM json_each(?1))")
        .bind(list(ids))
        .bind(folder)
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}

/// Notes that items changed in what other tables hold of them, such as their tags.
///
/// # Errors
/// When the database does not answer.
pub async fn touch(db: &mut SqliteConnection, ids: &[ContentId], now: DateTime<Utc>) -> Result<()> {
    sqlx::query("UPDATE content SET updated_at = ?2 WHERE id IN (SELECT value FROM json_each(?1))")
        .bind(list(ids))
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}

/// Lays items into the trash, or with `None` takes them out again; answers those that this changed.
///
/// # Errors
/// When the database does not answer.
pub async fn set_deleted(
    db: &mut SqliteConnection,
    ids: &[ContentId],
    deleted_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<Vec<ContentId>> {
    Ok(sqlx::query_scalar(
        "UPDATE content SET deleted_at = ?2, updated_at = ?3
         WHERE id IN (SELECT value FROM json_each(?1)) AND (deleted_at IS NULL) <> (?2 IS NULL) RETURNING id",
    )
    .bind(list(ids))
    .bind(deleted_at)
    .bind(now)
    .fetch_all(db)
    .await?)
}

/// The items whose files have these names, in the trash or not.
///
/// # Errors
/// When the database does not answer.
pub async fn by_file_names(db: &mut SqliteConnection, names: &[String]) -> Result<Vec<(String, ContentId)>> {
    let names = serde_json::to_string(names).unwrap_or_default();
    Ok(sqlx::query_as(
        "SELECT file_name, id FROM content WHERE file_name IN (SELECT value FROM json_each(?1)) AND deleted_at IS NULL",
    )
    .bind(names)
    .fetch_all(db)
    .await?)
}

fn list(ids: &[ContentId]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
    format!("[{}]", ids.join(","))
}
