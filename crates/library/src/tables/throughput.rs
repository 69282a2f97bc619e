//! How fast things go: pictures of the last minute, how long the queue waits, what became of posts.

use crate::Result;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

/// Runs that came to an end since a moment: done and failed.
///
/// # Errors
/// When the database does not answer.
pub async fn runs_since(db: &mut SqliteConnection, since: DateTime<Utc>) -> Result<(i64, i64)> {
    Ok(sqlx::query_as(
        "SELECT count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'failed') FROM runs
         WHERE state IN ('done', 'failed') AND finished_at >= ?1",
    )
    .bind(since)
    .fetch_one(db)
    .await?)
}

/// Since when the job at the front of the queue waits; `None` when none waits by itself.
///
/// # Errors
/// When the database does not answer.
pub async fn waits_since(db: &mut SqliteConnection) -> Result<Option<DateTime<Utc>>> {
    Ok(sqlx::query_scalar(
        "SELECT created_at FROM jobs WHERE state = 'queued' AND held_reason IS NULL ORDER BY position LIMIT 1",
    )
    .fetch_optional(db)
    .await?)
}

/// Posts by platform and status, those since a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn posts_since(db: &mut SqliteConnection, since: DateTime<Utc>) -> Result<Vec<(String, String, i64)>> {
    Ok(sqlx::query_as(
        "SELECT platform, status, count(*) FROM posts
         WHERE deleted_at IS NULL AND state_changed_at >= ?1 AND status <> 'draft'
         GROUP BY platform, status ORDER BY platform, status",
    )
    .bind(since)
    .fetch_all(db)
    .await?)
}
