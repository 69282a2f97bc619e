//! Uploads: files that a browser or another program sent, kept 24 hours under `uploads/`.

use crate::{Result, UploadId};
use chrono::{DateTime, Utc};
use sqlx::{FromRow, SqliteConnection};

/// One upload.
#[derive(Debug, Clone, FromRow)]
pub struct UploadRow {
    /// The upload's id.
    pub id: UploadId,
    /// The file, relative to the uploads folder.
    pub file: String,
    /// The name that it was sent under.
    pub name: String,
    /// Its size.
    pub size_bytes: i64,
    /// When it was complete.
    pub created_at: DateTime<Utc>,
}

/// Notes a complete upload.
///
/// # Errors
/// When the database does not answer.
pub async fn insert(db: &mut SqliteConnection, row: &UploadRow) -> Result<()> {
    sqlx::query("INSERT INTO uploads (id, file, name, size_bytes, created_at) VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(row.id)
        .bind(&row.file)
        .bind(&row.name)
        .bind(row.size_bytes)
        .bind(row.created_at)
        .execute(db)
        .await?;
    Ok(())
}

/// One upload.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: UploadId) -> Result<Option<UploadRow>> {
    Ok(sqlx::query_as("SELECT * FROM uploads WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// All uploads.
///
/// # Errors
/// When the database does not answer.
pub async fn all(db: &mut SqliteConnection) -> Result<Vec<UploadRow>> {
    Ok(sqlx::query_as("SELECT * FROM uploads").fetch_all(db).await?)
}

/// Forgets uploads that were complete before `before`; answers them, so that their files go too.
///
/// # Errors
/// When the database does not answer.
pub async fn delete_before(db: &mut SqliteConnection, before: DateTime<Utc>) -> Result<Vec<UploadRow>> {
    Ok(sqlx::query_as("DELETE FROM uploads WHERE created_at < ?1 RETURNING *").bind(before).fetch_all(db).await?)
}
