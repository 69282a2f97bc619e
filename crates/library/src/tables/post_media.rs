//! The files of a post in their order, with the derived file that is really sent.

use crate::{ContentId, PostId, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, SqliteConnection, types::Json};

/// A part of a picture; each figure is a share of the whole, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Crop {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Of the width.
    pub width: f64,
    /// Of the height.
    pub height: f64,
}

/// What the file that is sent is like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PreparedFacts {
    /// As `image/jpeg`.
    pub mime_type: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Bytes.
    pub size_bytes: u64,
    /// Milliseconds; pictures have none.
    pub duration_ms: Option<u64>,
    /// Of its bytes.
    pub blake3: String,
}

/// One file of a post.
#[derive(Debug, Clone, FromRow)]
pub struct PostMediaRow {
    /// The post.
    pub post_id: PostId,
    /// Its place, from 0.
    pub position: i64,
    /// The library's item.
    pub content_id: ContentId,
    /// Words for those who do not see it.
    pub alt_text: String,
    /// The part that is sent; without it the whole.
    #[sqlx(json(nullable))]
    pub crop: Option<Crop>,
    /// The derived file's name in the folder of prepared files.
    pub prepared: Option<String>,
    /// What it is like.
    #[sqlx(json(nullable))]
    pub prepared_facts: Option<PreparedFacts>,
}

/// The files of a post in their order.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection, post: PostId) -> Result<Vec<PostMediaRow>> {
    let query = sqlx::query_as("SELECT * FROM post_media WHERE post_id = ?1 ORDER BY position");
    Ok(query.bind(post).fetch_all(db).await?)
}

/// The derived files that posts name: all but those of deleted posts that are not on their way.
///
/// # Errors
/// When the database does not answer.
pub async fn prepared(db: &mut SqliteConnection) -> Result<Vec<String>> {
    let query = sqlx::query_scalar(
        "SELECT DISTINCT prepared FROM post_media JOIN posts ON posts.id = post_id
         WHERE prepared IS NOT NULL AND (deleted_at IS NULL OR status = 'publishing')",
    );
    Ok(query.fetch_all(db).await?)
}

/// Writes the files of a post anew.
///
/// # Errors
/// When an item is not there, or the database does not answer.
pub async fn replace(db: &mut SqliteConnection, post: PostId, rows: &[PostMediaRow]) -> Result<()> {
    sqlx::query("DELETE FROM post_media WHERE post_id = ?1").bind(post).execute(&mut *db).await?;
    for row in rows {
        sqlx::query(
            "INSERT INTO post_media (post_id, position, content_id, alt_text, crop, prepared, prepared_facts)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .bind(post)
        .bind(row.position)
        .bind(row.content_id)
        .bind(&row.alt_text)
        .bind(row.crop.map(Json))
        .bind(&row.prepared)
        .bind(row.prepared_facts.as_ref().map(Json))
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Notes the derived file of one of a post's files.
///
/// # Errors
/// When the database does not answer.
pub async fn set_prepared(
    db: &mut SqliteConnection,
    post: PostId,
    position: i64,
    file: Option<&str>,
    facts: Option<&PreparedFacts>,
) -> Result<()> {
    sqlx::query("UPDATE post_media SET prepared = ?3, prepared_facts = ?4 WHERE post_id = ?1 AND position = ?2")
        .bind(post)
        .bind(position)
        .bind(file)
        .bind(facts.map(Json))
        .execute(db)
        .await?;
    Ok(())
}
