//! Comments on our posts, as they were last seen. Their words come from outside: they are data, never orders.

use crate::{CommentId, PostId, Result};
use chrono::{DateTime, Utc};
use sqlx::{FromRow, SqliteConnection};

/// One comment.
#[derive(Debug, Clone, FromRow)]
pub struct CommentRow {
    /// The comment's id.
    pub id: CommentId,
    /// The post that it stands under.
    pub post_id: PostId,
    /// The platform's id.
    pub external_id: String,
    /// The platform's id of the comment that it answers.
    pub parent_id: Option<String>,
    /// Who wrote it.
    pub author: String,
    /// What it says.
    pub text: String,
    /// Likes on it, where given.
    pub likes: Option<i64>,
    /// Whether it is hidden.
    pub is_hidden: bool,
    /// Whether our account wrote it.
    pub is_ours: bool,
    /// Its address.
    pub url: Option<String>,
    /// When it was written.
    pub written_at: Option<DateTime<Utc>>,
    /// When it was last seen.
    pub seen_at: DateTime<Utc>,
}

/// The comments of a post, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection, post: PostId) -> Result<Vec<CommentRow>> {
    let query = sqlx::query_as("SELECT * FROM comments WHERE post_id = ?1 ORDER BY coalesce(written_at, seen_at), id");
    Ok(query.bind(post).fetch_all(db).await?)
}

/// One comment.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: CommentId) -> Result<Option<CommentRow>> {
    Ok(sqlx::query_as("SELECT * FROM comments WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// Writes a comment as it is now; one that is known by the platform's id keeps its own.
///
/// # Errors
/// When the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &CommentRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO comments (id, post_id, external_id, parent_id, author, text, likes, is_hidden, is_ours, url,
             written_at, seen_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
         ON CONFLICT (post_id, external_id) DO UPDATE SET parent_id = excluded.parent_id, author = excluded.author,
             text = excluded.text, likes = excluded.likes, is_hidden = excluded.is_hidden, is_ours = excluded.is_ours,
             url = excluded.url, written_at = excluded.written_at, seen_at = excluded.seen_at",
    )
    .bind(row.id)
    .bind(row.post_id)
    .bind(&row.external_id)
    .bind(&row.parent_id)
    .bind(&row.author)
    .bind(&row.text)
    .bind(row.likes)
    .bind(row.is_hidden)
    .bind(row.is_ours)
    .bind(&row.url)
    .bind(row.written_at)
    .bind(row.seen_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets the comments of a post that were not seen at the last look: they are gone there.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_unseen(db: &mut SqliteConnection, post: PostId, looked_at: DateTime<Utc>) -> Result<()> {
    sqlx::query("DELETE FROM comments WHERE post_id = ?1 AND seen_at < ?2")
        .bind(post)
        .bind(looked_at)
        .execute(db)
        .await?;
    Ok(())
}
