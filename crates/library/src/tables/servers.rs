//! The ComfyUI servers that the creator named.

use crate::{Result, ServerId};
use chrono::{DateTime, Utc};
use sqlx::{FromRow, SqliteConnection};

/// One ComfyUI.
#[derive(Debug, Clone, FromRow)]
pub struct ServerRow {
    /// The server's id.
    pub id: ServerId,
    /// The creator's name for it.
    pub name: String,
    /// Its address, such as `http://127.0.0.1:8188`.
    pub address: String,
    /// Whether it is used at all.
    pub is_enabled: bool,
    /// Whether pictures are made there.
    pub is_default: bool,
    /// When it was named.
    pub created_at: DateTime<Utc>,
    /// When the row last changed.
    pub updated_at: DateTime<Utc>,
}

/// All servers, the default first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection) -> Result<Vec<ServerRow>> {
    Ok(sqlx::query_as("SELECT * FROM servers ORDER BY is_default DESC, name").fetch_all(db).await?)
}

/// One server.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: ServerId) -> Result<Option<ServerRow>> {
    Ok(sqlx::query_as("SELECT * FROM servers WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// The server where pictures are made, if one is named and in use.
///
/// # Errors
/// When the database does not answer.
pub async fn default(db: &mut SqliteConnection) -> Result<Option<ServerRow>> {
    Ok(sqlx::query_as("SELECT * FROM servers WHERE is_default = 1 AND is_enabled = 1").fetch_optional(db).await?)
}

/// Writes a new server, or the changed fields of one that is there. A server that becomes the
/// default takes that from the one that was.
///
/// # Errors
/// When the name or the address is taken, or the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &ServerRow) -> Result<()> {
    if row.is_default {
        sqlx::query("UPDATE servers SET is_default = 0 WHERE id <> ?1").bind(row.id).execute(&mut *db).await?;
    }
    sqlx::query(
        "INSERT INTO servers (id, name, address, is_enabled, is_default, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, address = excluded.address,
             is_enabled = excluded.is_enabled, is_default = excluded.is_default, updated_at = excluded.updated_at",
    )
    .bind(row.id)
    .bind(&row.name)
    .bind(&row.address)
    .bind(row.is_enabled)
    .bind(row.is_default)
    .bind(row.created_at)
    .bind(row.updated_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets a server; its runs stay.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(db: &mut SqliteConnection, id: ServerId) -> Result<bool> {
    Ok(sqlx::query("DELETE FROM servers WHERE id = ?1").bind(id).execute(db).await?.rows_affected() > 0)
}
