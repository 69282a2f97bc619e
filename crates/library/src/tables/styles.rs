//! Styles: looks of one character, of which one is the default.

use crate::{CharacterId, Lora, Result, StyleId};
use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{FromRow, SqliteConnection, types::Json};

/// One style.
#[derive(Debug, Clone, FromRow)]
pub struct StyleRow {
    /// The style's id.
    pub id: StyleId,
    /// Whose style it is.
    pub character_id: CharacterId,
    /// Its name, once a character.
    pub name: String,
    /// What it is good for.
    pub description: String,
    /// Words before the character's.
    pub prompt_prefix: String,
    /// Words at the end.
    pub prompt_suffix: String,
    /// Words of the negative prompt.
    pub negative_prompt: String,
    /// A checkpoint in place of the character's.
    pub model: Option<String>,
    /// LoRAs besides the character's.
    #[sqlx(json)]
    pub loras: Vec<Lora>,
    /// Generation parameters, as an object.
    #[sqlx(json)]
    pub settings: Value,
    /// Whether it is taken when a request names no style.
    pub is_default: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// A character's styles, the default first, then by name.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection, character_id: CharacterId) -> Result<Vec<StyleRow>> {
    Ok(sqlx::query_as("SELECT * FROM styles WHERE character_id = ?1 ORDER BY is_default DESC, name COLLATE NOCASE, id")
        .bind(character_id)
        .fetch_all(db)
        .await?)
}

/// One style of a character.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, character_id: CharacterId, id: StyleId) -> Result<Option<StyleRow>> {
    Ok(sqlx::query_as("SELECT * FROM styles WHERE id = ?1 AND character_id = ?2")
        .bind(id)
        .bind(character_id)
        .fetch_optional(db)
        .await?)
}

/// The style that is taken when a request names none.
///
/// # Errors
/// When the database does not answer.
pub async fn default_of(db: &mut SqliteConnection, character_id: CharacterId) -> Result<Option<StyleRow>> {
    Ok(sqlx::query_as("SELECT * FROM styles WHERE character_id = ?1 AND is_default = 1")
        .bind(character_id)
        .fetch_optional(db)
        .await?)
}

/// Writes a new style, or all fields of one that is there, except whether it is the default: the first
/// style of a character is, and later [`make_default`] says so.
///
/// # Errors
/// When the character has a style of that name or the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &StyleRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO styles (id, character_id, name, description, prompt_prefix, prompt_suffix, negative_prompt,
             model, loras, settings, is_default, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
             NOT EXISTS (SELECT 1 FROM styles WHERE character_id = ?2), ?11, ?12)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
             prompt_prefix = excluded.prompt_prefix, prompt_suffix = excluded.prompt_suffix,
             negative_prompt = excluded.negative_prompt, model = excluded.model, loras = excluded.loras,
             settings = excluded.settings, updated_at = excluded.updated_at",
    )
    .bind(row.id)
    .bind(row.character_id)
    .bind(&row.name)
    .bind(&row.description)
    .bind(&row.prompt_prefix)
    .bind(&row.prompt_suffix)
    .bind(&row.negative_prompt)
    .bind(&row.model)
    .bind(Json(&row.loras))
    .bind(row.settings.to_string())
    .bind(row.created_at)
    .bind(row.updated_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Makes one style the default and the others not.
///
/// # Errors
/// When the database does not answer.
pub async fn make_default(db: &mut SqliteConnection, character_id: CharacterId, id: StyleId) -> Result<()> {
    // In two steps, because the index that allows one default is checked row by row.
    sqlx::query("UPDATE styles SET is_default = 0 WHERE character_id = ?1 AND is_default = 1 AND id <> ?2")
        .bind(character_id)
        .bind(id)
        .execute(&mut *db)
        .await?;
    sqlx::query("UPDATE styles SET is_default = 1 WHERE character_id = ?1 AND id = ?2")
        .bind(character_id)
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

/// Deletes a style; the oldest of the others becomes the default if it was. Answers whether it was there.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(db: &mut SqliteConnection, character_id: CharacterId, id: StyleId) -> Result<bool> {
    let done = sqlx::query("DELETE FROM styles WHERE id = ?1 AND character_id = ?2")
        .bind(id)
        .bind(character_id)
        .execute(&mut *db)
        .await?;
    sqlx::query(
        "UPDATE styles SET is_default = 1 WHERE id = (
             SELECT id FROM styles WHERE character_id = ?1 ORDER BY is_default DESC, created_at, id LIMIT 1)",
    )
    .bind(character_id)
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}
