//! Settings: one JSON value a key.

use crate::Result;
use chrono::{DateTime, Utc};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::path::Path;

/// The value of `key` as JSON text; `None` when it was never set.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, key: &str) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("SELECT value FROM settings WHERE key = ?1").bind(key).fetch_optional(db).await?)
}

/// All settings, by key.
///
/// # Errors
/// When the database does not answer.
pub async fn all(db: &mut SqliteConnection) -> Result<Vec<(String, String)>> {
    Ok(sqlx::query_as("SELECT key, value FROM settings ORDER BY key").fetch_all(db).await?)
}

/// Sets `key` to a JSON text.
///
/// # Errors
/// When the database does not answer.
pub async fn set(db: &mut SqliteConnection, key: &str, value: &str, now: DateTime<Utc>) -> Result<()> {
    sqlx::query(
        "INSERT INTO settings (key, value, updated_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
    )
    .bind(key)
    .bind(value)
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// Sets `key` in a database that no library has open, such as a copy before it takes a library's place.
///
/// # Errors
/// When the file is no database of a library.
pub async fn set_in_file(file: &Path, key: &str, value: &str, now: DateTime<Utc>) -> Result<()> {
    let mut connection = SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(file)).await?;
    set(&mut connection, key, value, now).await?;
    connection.close().await?;
    Ok(())
}
