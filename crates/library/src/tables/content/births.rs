//! What a new item may point to: a file can name things that were deleted since it was written.

use crate::{CharacterId, ContentId, JobId, Result, RunId};
use sqlx::SqliteConnection;

/// The rows that an item points to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Links {
    /// The character that it shows.
    pub character_id: Option<CharacterId>,
    /// The job that made it.
    pub job_id: Option<JobId>,
    /// The run that made it.
    pub run_id: Option<RunId>,
    /// The item that it was derived from.
    pub parent_id: Option<ContentId>,
}

/// The links whose rows exist.
///
/// # Errors
/// When the database does not answer.
pub async fn existing(db: &mut SqliteConnection, links: Links) -> Result<Links> {
    Ok(sqlx::query_as(
        "SELECT (SELECT id FROM characters WHERE id = ?1) AS character_id, (SELECT id FROM jobs WHERE id = ?2) AS job_id,
             (SELECT id FROM runs WHERE id = ?3) AS run_id, (SELECT id FROM content WHERE id = ?4) AS parent_id",
    )
    .bind(links.character_id)
    .bind(links.job_id)
    .bind(links.run_id)
    .bind(links.parent_id)
    .fetch_one(db)
    .await?)
}
