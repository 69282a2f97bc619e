//! How much there is in the library.

use crate::Result;
use sqlx::{FromRow, SqliteConnection};

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
