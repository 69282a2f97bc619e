//! Examples of prompts, to learn from and to start with.

use crate::{ExampleId, Result};
use chrono::{DateTime, Utc};
use sqlx::{FromRow, SqliteConnection};

/// One example.
#[derive(Debug, Clone, FromRow)]
pub struct PromptExampleRow {
    /// The example's id.
    pub id: ExampleId,
    /// What it shows.
    pub title: String,
    /// The prompt.
    pub prompt: String,
    /// Words of the negative prompt that go with it.
    pub negative_prompt: String,
    /// A word to group it by.
    pub category: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// All examples, by category and title; only those of one category when it is given.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection, category: Option<&str>) -> Result<Vec<PromptExampleRow>> {
    Ok(sqlx::query_as(
        "SELECT * FROM prompt_examples WHERE ?1 IS NULL OR category = ?1
         ORDER BY category COLLATE NOCASE, title COLLATE NOCASE",
    )
    .bind(category)
    .fetch_all(db)
    .await?)
}

/// One example.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: ExampleId) -> Result<Option<PromptExampleRow>> {
    Ok(sqlx::query_as("SELECT * FROM prompt_examples WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// Writes a new example, or all fields of one that is there.
///
/// # Errors
/// When the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &PromptExampleRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO prompt_examples (id, title, prompt, negative_prompt, category, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET title = excluded.title, prompt = excluded.prompt,
             negative_prompt = excluded.negative_prompt, category = excluded.category, updated_at = excluded.updated_at",
    )
    .bind(row.id)
    .bind(&row.title)
    .bind(&row.prompt)
    .bind(&row.negative_prompt)
    .bind(&row.category)
    .bind(row.created_at)
    .bind(row.updated_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Deletes an example; answers whether it was there.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(db: &mut SqliteConnection, id: ExampleId) -> Result<bool> {
    Ok(sqlx::query("DELETE FROM prompt_examples WHERE id = ?1").bind(id).execute(db).await?.rows_affected() > 0)
}
