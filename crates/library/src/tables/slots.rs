//! Slots: the weekly times at which an account posts, in the account's wall time.

use crate::{AccountId, Result, SlotId};
use chrono::{DateTime, Utc};
use sqlx::{FromRow, SqliteConnection};

/// One slot.
#[derive(Debug, Clone, FromRow)]
pub struct SlotRow {
    /// The slot's id.
    pub id: SlotId,
    /// Whose slot it is.
    pub account_id: AccountId,
    /// 1 is Monday, 7 is Sunday.
    pub weekday: i64,
    /// `HH:MM` in the account's zone.
    pub time: String,
    /// What is posted then.
    pub post_type: String,
    /// Whether it is filled.
    pub is_enabled: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// The slots of an account, or of all, by account, weekday and time.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection, account: Option<AccountId>) -> Result<Vec<SlotRow>> {
    let query = sqlx::query_as(
        "SELECT * FROM slots WHERE ?1 IS NULL OR account_id = ?1 ORDER BY account_id, weekday, time, id",
    );
    Ok(query.bind(account).fetch_all(db).await?)
}

/// One slot.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: SlotId) -> Result<Option<SlotRow>> {
    Ok(sqlx::query_as("SELECT * FROM slots WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// Writes a new slot, or every field of one that is there.
///
/// # Errors
/// When the account has a slot at that hour already, or the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &SlotRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO slots (id, account_id, weekday, time, post_type, is_enabled, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (id) DO UPDATE SET weekday = excluded.weekday, time = excluded.time,
             post_type = excluded.post_type, is_enabled = excluded.is_enabled, updated_at = excluded.updated_at",
    )
    .bind(row.id)
    .bind(row.account_id)
    .bind(row.weekday)
    .bind(&row.time)
    .bind(&row.post_type)
    .bind(row.is_enabled)
    .bind(row.created_at)
    .bind(row.updated_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets a slot; posts that fill it keep their time.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(db: &mut SqliteConnection, id: SlotId) -> Result<()> {
    sqlx::query("DELETE FROM slots WHERE id = ?1").bind(id).execute(db).await?;
    Ok(())
}
