//! Deleted references: they lie here until they are restored or the trash is emptied.

use super::references::ReferenceRow;
use crate::{ReferenceId, Result};
use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, FromRow, SqliteConnection};

/// What a reference's row holds, in both tables alike, but for whether it is primary and when it changed.
const CARRIED: &str = "id, character_id, file, name, mime_type, width, height, size_bytes, blake3, caption, \
                       use_for_training, origin, consent_id, source, face, sharpness, has_camera_data, created_at";

/// A deleted reference.
#[derive(Debug, Clone, FromRow)]
pub struct DeletedReferenceRow {
    /// The row as it was.
    #[sqlx(flatten)]
    pub reference: ReferenceRow,
    /// Whether it was shown for its character.
    pub was_profile_image: bool,
    /// Whether it was the face that its character's pictures follow.
    pub was_face_reference: bool,
    /// When it was deleted.
    pub deleted_at: DateTime<Utc>,
}

/// Keeps a copy of a reference's row, which is deleted next, and what the reference was for its character.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(
    db: &mut SqliteConnection,
    id: ReferenceId,
    was_profile_image: bool,
    was_face_reference: bool,
    deleted_at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query(AssertSqlSafe(format!(
        "INSERT INTO reference_trash
             ({CARRIED}, is_primary, updated_at, was_profile_image, was_face_reference, deleted_at)
         SELECT {CARRIED}, is_primary, updated_at, ?2, ?3, ?4 FROM character_references WHERE id = ?1"
    )))
    .bind(id)
    .bind(was_profile_image)
    .bind(was_face_reference)
    .bind(deleted_at)
    .execute(db)
    .await?;
    Ok(())
}

/// A page of the deleted references of all characters, what was deleted last first, and how many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection, limit: u32, offset: u32) -> Result<(Vec<DeletedReferenceRow>, i64)> {
    let rows = sqlx::query_as("SELECT * FROM reference_trash ORDER BY deleted_at DESC, id DESC LIMIT ?1 OFFSET ?2")
        .bind(limit)
        .bind(offset)
        .fetch_all(&mut *db)
        .await?;
    Ok((rows, sqlx::query_scalar("SELECT count(*) FROM reference_trash").fetch_one(db).await?))
}

/// A deleted reference, whosever it was.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: ReferenceId) -> Result<Option<DeletedReferenceRow>> {
    Ok(sqlx::query_as("SELECT * FROM reference_trash WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// Puts a row back among the references; it is primary where the character has no other.
///
/// # Errors
/// When the character has a reference with this content again or the database does not answer.
pub async fn take_back(db: &mut SqliteConnection, id: ReferenceId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query(AssertSqlSafe(format!(
        "INSERT INTO character_references ({CARRIED}, is_primary, updated_at)
         SELECT {CARRIED}, NOT EXISTS (
             SELECT 1 FROM character_references WHERE character_id = reference_trash.character_id), ?2
         FROM reference_trash WHERE id = ?1"
    )))
    .bind(id)
    .bind(now)
    .execute(&mut *db)
    .await?;
    remove(db, id).await
}

/// What was deleted at or before a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn before(db: &mut SqliteConnection, moment: DateTime<Utc>) -> Result<Vec<DeletedReferenceRow>> {
    Ok(sqlx::query_as("SELECT * FROM reference_trash WHERE deleted_at <= ?1 ORDER BY deleted_at, id")
        .bind(moment)
        .fetch_all(db)
        .await?)
}

/// Forgets a row for good.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(db: &mut SqliteConnection, id: ReferenceId) -> Result<()> {
    sqlx::query("DELETE FROM reference_trash WHERE id = ?1").bind(id).execute(db).await?;
    Ok(())
}
