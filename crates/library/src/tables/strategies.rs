//! Strategies: a character's posting plan as the creator wrote it, one object a character.

use crate::{CharacterId, Result};
use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{FromRow, SqliteConnection};

/// One strategy.
#[derive(Debug, Clone, FromRow)]
pub struct StrategyRow {
    /// Whose it is.
    pub character_id: CharacterId,
    /// Goals, mix, quiet hours.
    #[sqlx(json)]
    pub value: Value,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// The strategy of a character, if it has one.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, character: CharacterId) -> Result<Option<StrategyRow>> {
    Ok(sqlx::query_as("SELECT * FROM strategies WHERE character_id = ?1").bind(character).fetch_optional(db).await?)
}

/// All strategies.
///
/// # Errors
/// When the database does not answer.
pub async fn all(db: &mut SqliteConnection) -> Result<Vec<StrategyRow>> {
    Ok(sqlx::query_as("SELECT * FROM strategies").fetch_all(db).await?)
}

/// Keeps a character's strategy.
///
/// # Errors
/// When the database does not answer.
pub async fn set(db: &mut SqliteConnection, row: &StrategyRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO strategies (character_id, value, updated_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (character_id) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
    )
    .bind(row.character_id)
    .bind(row.value.to_string())
    .bind(row.updated_at)
    .execute(db)
    .await?;
    Ok(())
}
