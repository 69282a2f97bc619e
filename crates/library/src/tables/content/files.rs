//! Rows beside the files that they name, for the check at the start.

use crate::{ContentId, ReferenceId, Result};
use sqlx::SqliteConnection;

/// The file of every item, in the trash or not, relative to the media folder.
///
/// # Errors
/// When the database does not answer.
pub async fn of_content(db: &mut SqliteConnection) -> Result<Vec<(ContentId, String)>> {
    Ok(sqlx::query_as("SELECT id, file FROM content ORDER BY file").fetch_all(db).await?)
}

/// The file of every reference, in the trash or not, relative to the media folder.
///
/// # Errors
/// When the database does not answer.
pub async fn of_references(db: &mut SqliteConnection) -> Result<Vec<(ReferenceId, String)>> {
    let all = "SELECT id, file FROM character_references UNION ALL SELECT id, file FROM reference_trash ORDER BY file";
    Ok(sqlx::query_as(all).fetch_all(db).await?)
}

/// Whether any row names this file.
///
/// # Errors
/// When the database does not answer.
pub async fn is_known(db: &mut SqliteConnection, file: &str) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM content WHERE file = ?1)
             OR EXISTS (SELECT 1 FROM character_references WHERE file = ?1)
             OR EXISTS (SELECT 1 FROM reference_trash WHERE file = ?1)",
    )
    .bind(file)
    .fetch_one(db)
    .await?)
}
