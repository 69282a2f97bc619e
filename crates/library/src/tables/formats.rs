//! Formats: named sizes, each with the platforms that it fits.

use crate::{FormatId, Result};
use chrono::{DateTime, Utc};
use sqlx::{FromRow, SqliteConnection};

/// One format.
#[derive(Debug, Clone, FromRow)]
pub struct FormatRow {
    /// The format's id.
    pub id: FormatId,
    /// Its name, once in the library.
    pub name: String,
    /// What it is good for.
    pub description: String,
    /// Width in pixels.
    pub width: i64,
    /// Height in pixels.
    pub height: i64,
    /// Slugs of the platforms that it fits.
    #[sqlx(json)]
    pub platforms: Vec<String>,
    /// Its place in the list: smaller comes first.
    pub position: f64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// All formats, in the list's order.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection) -> Result<Vec<FormatRow>> {
    Ok(sqlx::query_as("SELECT * FROM formats ORDER BY position, name COLLATE NOCASE").fetch_all(db).await?)
}

/// One format.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: FormatId) -> Result<Option<FormatRow>> {
    Ok(sqlx::query_as("SELECT * FROM formats WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// Writes a new format, or all fields of one that is there.
///
/// # Errors
/// When the name is taken or the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &FormatRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO formats (id, name, description, width, height, platforms, position, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
             width = excluded.width, height = excluded.height, platforms = excluded.platforms,
             position = excluded.position, updated_at = excluded.updated_at",
    )
    .bind(row.id)
    .bind(&row.name)
    .bind(&row.description)
    .bind(row.width)
    .bind(row.height)
    .bind(sqlx::types::Json(&row.platforms))
    .bind(row.position)
    .bind(row.created_at)
    .bind(row.updated_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Deletes a format; answers whether it was there.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(db: &mut SqliteConnection, id: FormatId) -> Result<bool> {
    Ok(sqlx::query("DELETE FROM formats WHERE id = ?1").bind(id).execute(db).await?.rows_affected() > 0)
}
