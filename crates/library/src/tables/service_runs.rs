//! Programs that were started from here, such as ComfyUI: which process each is, so that it is known again after a
//! restart, and no other process is ever taken for it.

use crate::Result;
use chrono::{DateTime, Utc};
use sqlx::{FromRow, SqliteConnection};

/// A process that was started from here.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ServiceRunRow {
    /// The service's name, such as `comfyui`.
    pub name: String,
    /// The process's number.
    pub process_id: i64,
    /// When the process began as the system tells it, in seconds since 1970.
    pub process_began_s: i64,
    /// When it was started, on our clock.
    pub started_at: DateTime<Utc>,
}

/// Every process that was started and not seen to end.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection) -> Result<Vec<ServiceRunRow>> {
    Ok(sqlx::query_as("SELECT * FROM service_runs ORDER BY name").fetch_all(db).await?)
}

/// Keeps the process of a service in the place of the one before.
///
/// # Errors
/// When the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &ServiceRunRow) -> Result<()> {
    sqlx::query(
        "INSERT OR REPLACE INTO service_runs (name, process_id, process_began_s, started_at) VALUES (?1, ?2, ?3, ?4)",
    )
    .bind(&row.name)
    .bind(row.process_id)
    .bind(row.process_began_s)
    .bind(row.started_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets the process of a service.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(db: &mut SqliteConnection, name: &str) -> Result<()> {
    sqlx::query("DELETE FROM service_runs WHERE name = ?1").bind(name).execute(db).await?;
    Ok(())
}
