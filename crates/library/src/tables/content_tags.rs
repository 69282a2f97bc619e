//! Tags of content.

use crate::{ContentId, Result};
use sqlx::SqliteConnection;

/// The tags of an item, in order.
///
/// # Errors
/// When the database does not answer.
pub async fn of(db: &mut SqliteConnection, id: ContentId) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT tag FROM content_tags JOIN content ON row_number = content_row WHERE id = ?1 ORDER BY tag",
    )
    .bind(id)
    .fetch_all(db)
    .await?)
}

/// Adds tags; those that the item has stay. Answers whether any was new.
///
/// # Errors
/// When the database does not answer.
pub async fn add(db: &mut SqliteConnection, id: ContentId, tags: &[String]) -> Result<bool> {
    let mut added = false;
    for tag in tags {
        let done = sqlx::query(
            "INSERT INTO content_tags (content_row, tag)
             SELECT row_number, ?2 FROM content WHERE id = ?1 ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(tag)
        .execute(&mut *db)
        .await?;
        added |= done.rows_affected() > 0;
    }
    Ok(added)
}

/// Takes tags away. Answers whether any was there.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(db: &mut SqliteConnection, id: ContentId, tags: &[String]) -> Result<bool> {
    let mut removed = false;
    for tag in tags {
        let done = sqlx::query(
            "DELETE FROM content_tags WHERE content_row = (SELECT row_number FROM content WHERE id = ?1) AND tag = ?2",
        )
        .bind(id)
        .bind(tag)
        .execute(&mut *db)
        .await?;
        removed |= done.rows_affected() > 0;
    }
    Ok(removed)
}

/// Makes these the item's tags.
///
/// # Errors
/// When the database does not answer.
pub async fn set(db: &mut SqliteConnection, id: ContentId, tags: &[String]) -> Result<()> {
    let old = of(&mut *db, id).await?;
    let gone: Vec<String> = old.into_iter().filter(|tag| !tags.contains(tag)).collect();
    remove(&mut *db, id, &gone).await?;
    add(db, id, tags).await?;
    Ok(())
}
