//! Sums over all content: how much there is, by kind, and by the creator's decisions.

use crate::Result;
use chrono::{DateTime, Utc};
use sqlx::{FromRow, SqliteConnection};

/// How much there is.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Sums {
    /// All items outside the trash, as the further ones are.
    pub total: i64,
    /// Not decided.
    pub pending: i64,
    /// Approved.
    pub approved: i64,
    /// Rejected.
    pub rejected: i64,
    /// Pictures.
    pub images: i64,
    /// Clips.
    pub videos: i64,
    /// Made since the moment asked for.
    pub recent: i64,
    /// Approved and in no post yet.
    pub approved_never_posted: i64,
    /// Size of their files.
    pub size_bytes: i64,
    /// Mean of the measured quality scores.
    pub average_quality: Option<f64>,
    /// In the trash.
    pub in_trash: i64,
    /// Size of the trash.
    pub trash_size_bytes: i64,
}

/// Sums over the whole library.
///
/// # Errors
/// When the database does not answer.
pub async fn sums(db: &mut SqliteConnection, recent_since: DateTime<Utc>) -> Result<Sums> {
    Ok(sqlx::query_as(
        "SELECT count(*) FILTER (WHERE deleted_at IS NULL) AS total,
             count(*) FILTER (WHERE deleted_at IS NULL AND approval_status = 'pending') AS pending,
             count(*) FILTER (WHERE deleted_at IS NULL AND approval_status = 'approved') AS approved,
             count(*) FILTER (WHERE deleted_at IS NULL AND approval_status = 'rejected') AS rejected,
             count(*) FILTER (WHERE deleted_at IS NULL AND content_type = 'image') AS images,
             count(*) FILTER (WHERE deleted_at IS NULL AND content_type = 'video') AS videos,
             count(*) FILTER (WHERE deleted_at IS NULL AND created_at >= ?1) AS recent,
             count(*) FILTER (WHERE deleted_at IS NULL AND approval_status = 'approved' AND times_used = 0)
                 AS approved_never_posted,
             coalesce(sum(size_bytes) FILTER (WHERE deleted_at IS NULL), 0) AS size_bytes,
             avg(quality_score) FILTER (WHERE deleted_at IS NULL) AS average_quality,
             count(*) FILTER (WHERE deleted_at IS NOT NULL) AS in_trash,
             coalesce(sum(size_bytes) FILTER (WHERE deleted_at IS NOT NULL), 0) AS trash_size_bytes
         FROM content",
    )
    .bind(recent_since)
    .fetch_one(db)
    .await?)
}

/// Everything that is not in the trash.
#[derive(Debug, Clone, Copy, FromRow)]
pub struct Totals {
    /// How many items.
    pub count: i64,
    /// Bytes of their files.
    pub size_bytes: i64,
}

/// How much there is outside the trash.
///
/// # Errors
/// When the database does not answer.
pub async fn totals(db: &mut SqliteConnection) -> Result<Totals> {
    Ok(sqlx::query_as(
        "SELECT count(*) AS count, coalesce(sum(size_bytes), 0) AS size_bytes FROM content WHERE deleted_at IS NULL",
    )
    .fetch_one(db)
    .await?)
}

/// How many items wait for the creator's decision.
///
/// # Errors
/// When the database does not answer.
pub async fn pending_count(db: &mut SqliteConnection) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT count(*) FROM content WHERE deleted_at IS NULL AND approval_status = 'pending'")
        .fetch_one(db)
        .await?)
}

/// One kind of file: how many, how large, the oldest.
#[derive(Debug, Clone, FromRow)]
pub struct KindTotals {
    /// `image`, `video`, `audio`, `text`, or `trash`.
    pub kind: String,
    /// How many items.
    pub count: i64,
    /// Bytes of their files.
    pub size_bytes: i64,
    /// When the oldest was made, RFC 3339.
    pub oldest: Option<String>,
}

/// What lies in the media folder by kind, the trash as a kind of its own.
///
/// # Errors
/// When the database does not answer.
pub async fn by_kind(db: &mut SqliteConnection) -> Result<Vec<KindTotals>> {
    Ok(sqlx::query_as(
        "SELECT CASE WHEN deleted_at IS NULL THEN content_type ELSE 'trash' END AS kind,
                count(*) AS count, coalesce(sum(size_bytes), 0) AS size_bytes, min(created_at) AS oldest
         FROM content GROUP BY 1 ORDER BY 3 DESC",
    )
    .fetch_all(db)
    .await?)
}
