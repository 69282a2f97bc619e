//! The text engines that the creator named, in their order of preference. Keys lie in the keychain.

use crate::{Result, TextEngineId};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, SqliteConnection};

/// What kind of engine it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum TextEngineKind {
    /// Ollama.
    Ollama,
    /// Google's Gemini.
    Gemini,
    /// Any server with OpenAI's chat interface, such as LM Studio and llama.cpp.
    OpenaiCompatible,
}

/// One engine.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct TextEngineRow {
    /// The engine's id.
    pub id: TextEngineId,
    /// The creator's name for it.
    pub name: String,
    /// Its kind.
    pub kind: TextEngineKind,
    /// Its address.
    pub address: String,
    /// The model that writes; `None` is the first that it has.
    pub model: Option<String>,
    /// Whether the model looks at pictures; `None` is as the engine says.
    pub sees: Option<bool>,
    /// US dollars for a million tokens that are read; `None` is not known.
    pub input_usd_per_million: Option<f64>,
    /// US dollars for a million tokens that are written; `None` is not known.
    pub output_usd_per_million: Option<f64>,
    /// Whether it is asked at all.
    pub is_enabled: bool,
    /// Its place: smaller is asked first.
    pub position: i64,
    /// When it was named.
    pub created_at: DateTime<Utc>,
    /// When the row last changed.
    pub updated_at: DateTime<Utc>,
}

/// All engines in their order.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection) -> Result<Vec<TextEngineRow>> {
    Ok(sqlx::query_as("SELECT * FROM text_engines ORDER BY position, created_at").fetch_all(db).await?)
}

/// One engine.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: TextEngineId) -> Result<Option<TextEngineRow>> {
    Ok(sqlx::query_as("SELECT * FROM text_engines WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// Writes a new engine, or the changed fields of one that is there.
///
/// # Errors
/// When a rule of the table refuses it or the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &TextEngineRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO text_engines (id, name, kind, address, model, sees, input_usd_per_million,
             output_usd_per_million, is_enabled, position, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, address = excluded.address,
             model = excluded.model, sees = excluded.sees, input_usd_per_million = excluded.input_usd_per_million,
             output_usd_per_million = excluded.output_usd_per_million, is_enabled = excluded.is_enabled,
             position = excluded.position, updated_at = excluded.updated_at",
    )
    .bind(row.id)
    .bind(&row.name)
    .bind(row.kind)
    .bind(&row.address)
    .bind(&row.model)
    .bind(row.sees)
    .bind(row.input_usd_per_million)
    .bind(row.output_usd_per_million)
    .bind(row.is_enabled)
    .bind(row.position)
    .bind(row.created_at)
    .bind(row.updated_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Sets the place of an engine.
///
/// # Errors
/// When the database does not answer.
pub async fn place(db: &mut SqliteConnection, id: TextEngineId, position: i64) -> Result<()> {
    sqlx::query("UPDATE text_engines SET position = ?2 WHERE id = ?1").bind(id).bind(position).execute(db).await?;
    Ok(())
}

/// Forgets an engine; what it wrote stays added up.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(db: &mut SqliteConnection, id: TextEngineId) -> Result<bool> {
    Ok(sqlx::query("DELETE FROM text_engines WHERE id = ?1").bind(id).execute(db).await?.rows_affected() > 0)
}
