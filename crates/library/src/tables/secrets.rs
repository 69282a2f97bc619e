//! Which secrets were given, by name. What they are lies in the keychain.

use crate::Result;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

/// The names, and when each was last given.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection) -> Result<Vec<(String, DateTime<Utc>)>> {
    Ok(sqlx::query_as("SELECT name, updated_at FROM secrets ORDER BY name").fetch_all(db).await?)
}

/// Notes that a secret was given.
///
/// # Errors
/// When the database does not answer.
pub async fn set(db: &mut SqliteConnection, name: &str, now: DateTime<Utc>) -> Result<()> {
    sqlx::query(
        "INSERT INTO secrets (name, updated_at) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET updated_at = excluded.updated_at",
    )
    .bind(name)
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// Notes that a secret was taken away.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(db: &mut SqliteConnection, name: &str) -> Result<()> {
    sqlx::query("DELETE FROM secrets WHERE name = ?1").bind(name).execute(db).await?;
    Ok(())
}
