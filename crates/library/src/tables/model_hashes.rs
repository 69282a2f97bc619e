//! SHA-256 of model files, kept by path, size and time: a file that changed has another, and is read anew.

use crate::Result;
use chrono::{DateTime, Utc};
use sqlx::{FromRow, SqliteConnection};

/// The hash of one file.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ModelHashRow {
    /// The file's whole path.
    pub path: String,
    /// Its size when it was read.
    pub size_bytes: i64,
    /// When it was last changed, in milliseconds since 1970.
    pub modified_ms: i64,
    /// The hash, in small hexadecimal letters.
    pub sha256: String,
    /// When it was read.
    pub hashed_at: DateTime<Utc>,
}

/// The hashes of these files, as far as they were read.
///
/// # Errors
/// When the database does not answer.
pub async fn of(db: &mut SqliteConnection, paths: &[String]) -> Result<Vec<ModelHashRow>> {
    let paths = serde_json::to_string(paths).unwrap_or_default();
    Ok(sqlx::query_as("SELECT * FROM model_hashes WHERE path IN (SELECT value FROM json_each(?1))")
        .bind(paths)
        .fetch_all(db)
        .await?)
}

/// The hashes of all files that were ever read.
///
/// # Errors
/// When the database does not answer.
pub async fn all(db: &mut SqliteConnection) -> Result<Vec<ModelHashRow>> {
    Ok(sqlx::query_as("SELECT * FROM model_hashes").fetch_all(db).await?)
}

/// Keeps the hash of a file in the place of the one before.
///
/// # Errors
/// When the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &ModelHashRow) -> Result<()> {
    sqlx::query(
        "INSERT OR REPLACE INTO model_hashes (path, size_bytes, modified_ms, sha256, hashed_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )
    .bind(&row.path)
    .bind(row.size_bytes)
    .bind(row.modified_ms)
    .bind(&row.sha256)
    .bind(row.hashed_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets files that are gone.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(db: &mut SqliteConnection, paths: &[String]) -> Result<()> {
    let paths = serde_json::to_string(paths).unwrap_or_default();
    sqlx::query("DELETE FROM model_hashes WHERE path IN (SELECT value FROM json_each(?1))")
        .bind(paths)
        .execute(db)
        .await?;
    Ok(())
}
