//! Presets: named generation parameters.

use crate::{PresetId, Result};
use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{FromRow, SqliteConnection};

/// One preset.
#[derive(Debug, Clone, FromRow)]
pub struct PresetRow {
    /// The preset's id.
    pub id: PresetId,
    /// Its name, once in the library.
    pub name: String,
    /// What it is good for.
    pub description: String,
    /// An object of generation parameters.
    #[sqlx(json)]
    pub value: Value,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// All presets, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection) -> Result<Vec<PresetRow>> {
    Ok(sqlx::query_as("SELECT * FROM presets ORDER BY name COLLATE NOCASE").fetch_all(db).await?)
}

/// One preset.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: PresetId) -> Result<Option<PresetRow>> {
    Ok(sqlx::query_as("SELECT * FROM presets WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// Writes a new preset, or all fields of one that is there.
///
/// # Errors
/// When the name is taken or the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &PresetRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO presets (id, name, description, value, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
             value = excluded.value, updated_at = excluded.updated_at",
    )
    .bind(row.id)
    .bind(&row.name)
    .bind(&row.description)
    .bind(row.value.to_string())
    .bind(row.created_at)
    .bind(row.updated_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Deletes a preset; answers whether it was there.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(db: &mut SqliteConnection, id: PresetId) -> Result<bool> {
    Ok(sqlx::query("DELETE FROM presets WHERE id = ?1").bind(id).execute(db).await?.rows_affected() > 0)
}
