//! Wildcards: what `__name__` in a prompt stands for, one of its words each time.

use crate::Result;
use chrono::{DateTime, Utc};
use sqlx::{FromRow, SqliteConnection, types::Json};

/// One wildcard.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct WildcardRow {
    /// Its name, without the signs around it.
    pub name: String,
    /// What it stands for.
    #[sqlx(json)]
    pub words: Vec<String>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// All wildcards by name.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection) -> Result<Vec<WildcardRow>> {
    Ok(sqlx::query_as("SELECT * FROM wildcards ORDER BY name").fetch_all(db).await?)
}

/// One wildcard.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, name: &str) -> Result<Option<WildcardRow>> {
    Ok(sqlx::query_as("SELECT * FROM wildcards WHERE name = ?1").bind(name).fetch_optional(db).await?)
}

/// Keeps a wildcard.
///
/// # Errors
/// When the database does not answer.
pub async fn set(db: &mut SqliteConnection, row: &WildcardRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO wildcards (name, words, updated_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (name) DO UPDATE SET words = excluded.words, updated_at = excluded.updated_at",
    )
    .bind(&row.name)
    .bind(Json(&row.words))
    .bind(row.updated_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a wildcard away.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(db: &mut SqliteConnection, name: &str) -> Result<bool> {
    Ok(sqlx::query("DELETE FROM wildcards WHERE name = ?1").bind(name).execute(db).await?.rows_affected() > 0)
}
