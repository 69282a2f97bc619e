//! Idempotency keys: what was asked under a key, and the answer it got.

use crate::Result;
use chrono::{DateTime, Utc};
use sqlx::{FromRow, SqliteConnection};

/// One key of one operation.
#[derive(Debug, Clone, FromRow)]
pub struct IdempotencyKey {
    /// BLAKE3 of the input, as hex.
    pub input_hash: String,
    /// The answer as JSON text; `None` while the first call is still under way or after it failed midway.
    pub answer: Option<String>,
    /// When the key was first used.
    pub created_at: DateTime<Utc>,
}

/// The key's row, if it was used.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, operation: &str, key: &str) -> Result<Option<IdempotencyKey>> {
    Ok(sqlx::query_as("SELECT input_hash, answer, created_at FROM idempotency_keys WHERE operation = ?1 AND key = ?2")
        .bind(operation)
        .bind(key)
        .fetch_optional(db)
        .await?)
}

/// Notes that a call under this key begins.
///
/// # Errors
/// When the database does not answer or the key exists.
pub async fn begin(
    db: &mut SqliteConnection,
    operation: &str,
    key: &str,
    input_hash: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query("INSERT INTO idempotency_keys (operation, key, input_hash, created_at) VALUES (?1, ?2, ?3, ?4)")
        .bind(operation)
        .bind(key)
        .bind(input_hash)
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}

/// Keeps the answer of a call that ended well.
///
/// # Errors
/// When the database does not answer.
pub async fn finish(db: &mut SqliteConnection, operation: &str, key: &str, answer: &str) -> Result<()> {
    sqlx::query("UPDATE idempotency_keys SET answer = ?3 WHERE operation = ?1 AND key = ?2")
        .bind(operation)
        .bind(key)
        .bind(answer)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets a key whose call was refused, so that a corrected call may use it.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(db: &mut SqliteConnection, operation: &str, key: &str) -> Result<()> {
    sqlx::query("DELETE FROM idempotency_keys WHERE operation = ?1 AND key = ?2")
        .bind(operation)
        .bind(key)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets the keys older than `before`; answers how many.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_before(db: &mut SqliteConnection, before: DateTime<Utc>) -> Result<u64> {
    let done = sqlx::query("DELETE FROM idempotency_keys WHERE created_at < ?1").bind(before).execute(db).await?;
    Ok(done.rows_affected())
}
