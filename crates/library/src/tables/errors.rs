//! Errors, grouped by cause: the same fault met again counts up its row.

use crate::{ErrorId, Result};
use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{FromRow, SqliteConnection};

/// A group of errors with one cause.
#[derive(Debug, Clone, FromRow)]
pub struct ErrorRow {
    /// The group's id.
    pub id: ErrorId,
    /// What makes two errors the same: code, operation and message.
    pub cause: String,
    /// A code of the contract.
    pub code: String,
    /// What happened and what to do.
    pub message: String,
    /// Field names or an upstream's raw reply, without secrets.
    #[sqlx(json)]
    pub details: Value,
    /// The operation or task that met it.
    pub operation: Option<String>,
    /// The input that met it, secrets removed.
    #[sqlx(json(nullable))]
    pub input: Option<Value>,
    /// How often it was met.
    pub count: i64,
    /// First met.
    pub first_at: DateTime<Utc>,
    /// Last met.
    pub last_at: DateTime<Utc>,
    /// When the creator or a success settled it.
    pub resolved_at: Option<DateTime<Utc>>,
}

/// What is known of an error when it is met.
#[derive(Debug, Clone)]
pub struct NewError {
    /// A code of the contract.
    pub code: String,
    /// What happened and what to do.
    pub message: String,
    /// Field names or an upstream's raw reply, without secrets.
    pub details: Value,
    /// The operation or task that met it.
    pub operation: Option<String>,
    /// The input that met it, secrets removed.
    pub input: Option<Value>,
}

/// Notes an error; the same cause counts up and is open again. Answers the group's id.
///
/// # Errors
/// When the database does not answer.
pub async fn note(db: &mut SqliteConnection, error: &NewError, now: DateTime<Utc>) -> Result<ErrorId> {
    let cause = format!("{}|{}|{}", error.code, error.operation.as_deref().unwrap_or(""), error.message);
    Ok(sqlx::query_scalar(
        "INSERT INTO errors (id, cause, code, message, details, operation, input, first_at, last_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)
         ON CONFLICT (cause) DO UPDATE SET count = count + 1, last_at = excluded.last_at,
             details = excluded.details, input = excluded.input, resolved_at = NULL
         RETURNING id",
    )
    .bind(ErrorId::new())
    .bind(cause)
    .bind(&error.code)
    .bind(&error.message)
    .bind(error.details.to_string())
    .bind(&error.operation)
    .bind(error.input.as_ref().map(Value::to_string))
    .bind(now)
    .fetch_one(db)
    .await?)
}

/// The newest groups, and how many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection, limit: i64, offset: i64) -> Result<(Vec<ErrorRow>, i64)> {
    let rows = sqlx::query_as("SELECT * FROM errors ORDER BY last_at DESC LIMIT ?1 OFFSET ?2")
        .bind(limit)
        .bind(offset)
        .fetch_all(&mut *db)
        .await?;
    let total = sqlx::query_scalar("SELECT count(*) FROM errors").fetch_one(db).await?;
    Ok((rows, total))
}

/// One group.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: ErrorId) -> Result<Option<ErrorRow>> {
    Ok(sqlx::query_as("SELECT * FROM errors WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// Notes that a group is settled; met again, it is open again.
///
/// # Errors
/// When the database does not answer.
pub async fn resolve(db: &mut SqliteConnection, id: ErrorId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query("UPDATE errors SET resolved_at = ?2 WHERE id = ?1").bind(id).bind(now).execute(db).await?;
    Ok(())
}

/// Settles what an operation or a task had met and finds mended now.
///
/// # Errors
/// When the database does not answer.
pub async fn resolve_mended(
    db: &mut SqliteConnection,
    operation: &str,
    message: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query("UPDATE errors SET resolved_at = ?3 WHERE operation = ?1 AND message = ?2 AND resolved_at IS NULL")
        .bind(operation)
        .bind(message)
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}
