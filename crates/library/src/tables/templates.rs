//! Templates: prompt frames with `{prompt}` in them, for every character.

use crate::{Result, TemplateId};
use chrono::{DateTime, Utc};
use sqlx::{FromRow, SqliteConnection};

/// One template.
#[derive(Debug, Clone, FromRow)]
pub struct TemplateRow {
    /// The template's id.
    pub id: TemplateId,
    /// Its name, once in the library.
    pub name: String,
    /// What it is good for.
    pub description: String,
    /// The frame, with `{prompt}` where the other words go.
    pub prompt_template: String,
    /// Words of the negative prompt that go with it.
    pub negative_prompt: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// All templates, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection) -> Result<Vec<TemplateRow>> {
    Ok(sqlx::query_as("SELECT * FROM templates ORDER BY name COLLATE NOCASE").fetch_all(db).await?)
}

/// One template.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: TemplateId) -> Result<Option<TemplateRow>> {
    Ok(sqlx::query_as("SELECT * FROM templates WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// Writes a new template, or all fields of one that is there.
///
/// # Errors
/// When the name is taken or the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &TemplateRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO templates (id, name, description, prompt_template, negative_prompt, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
             prompt_template = excluded.prompt_template, negative_prompt = excluded.negative_prompt,
             updated_at = excluded.updated_at",
    )
    .bind(row.id)
    .bind(&row.name)
    .bind(&row.description)
    .bind(&row.prompt_template)
    .bind(&row.negative_prompt)
    .bind(row.created_at)
    .bind(row.updated_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Deletes a template; answers whether it was there.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(db: &mut SqliteConnection, id: TemplateId) -> Result<bool> {
    Ok(sqlx::query("DELETE FROM templates WHERE id = ?1").bind(id).execute(db).await?.rows_affected() > 0)
}
