//! Reference pictures: what a character looks like. One of a character's references is primary.

use crate::{CharacterId, ConsentId, Origin, ReferenceId, Result};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, SqliteConnection};

/// How a reference came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum ReferenceSource {
    /// A file on this computer.
    File,
    /// A file sent by a browser or another program.
    Upload,
    /// An address.
    Url,
    /// A picture of the library.
    Content,
    /// A character's file.
    Import,
}

/// Whether a face was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum Face {
    /// One.
    Found,
    /// None.
    None,
    /// More than one.
    Several,
    /// Nobody looked yet.
    #[default]
    NotMeasured,
}

/// One reference.
#[derive(Debug, Clone, FromRow)]
pub struct ReferenceRow {
    /// The reference's id.
    pub id: ReferenceId,
    /// Whose reference it is.
    pub character_id: CharacterId,
    /// Relative to the media folder, with forward slashes.
    pub file: String,
    /// The name that it came with.
    pub name: String,
    /// Its media type.
    pub mime_type: String,
    /// Width in pixels.
    pub width: i64,
    /// Height in pixels.
    pub height: i64,
    /// The file's size.
    pub size_bytes: i64,
    /// BLAKE3 of the file, as hex.
    pub blake3: String,
    /// A caption for training.
    pub caption: String,
    /// Whether it is the character's first reference.
    pub is_primary: bool,
    /// Whether training takes it.
    pub use_for_training: bool,
    /// Whose face it is.
    pub origin: Origin,
    /// The consent that it rests on.
    pub consent_id: Option<ConsentId>,
    /// How it came in.
    pub source: ReferenceSource,
    /// Whether a face was found.
    pub face: Face,
    /// Variance of the Laplacian; `None` where it was not measured.
    pub sharpness: Option<f64>,
    /// Whether a camera or phone left its data in the file.
    pub has_camera_data: bool,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// A character's references, the primary one first, then in the order of their coming.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection, character_id: CharacterId) -> Result<Vec<ReferenceRow>> {
    Ok(sqlx::query_as(
        "SELECT * FROM character_references WHERE character_id = ?1 ORDER BY is_primary DESC, created_at, id",
    )
    .bind(character_id)
    .fetch_all(db)
    .await?)
}

/// One reference, whosever it is.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: ReferenceId) -> Result<Option<ReferenceRow>> {
    Ok(sqlx::query_as("SELECT * FROM character_references WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// The reference of a character with this content, as hex of its BLAKE3.
///
/// # Errors
/// When the database does not answer.
pub async fn with_content(
    db: &mut SqliteConnection,
    character_id: CharacterId,
    blake3: &str,
) -> Result<Option<ReferenceRow>> {
    Ok(sqlx::query_as("SELECT * FROM character_references WHERE character_id = ?1 AND blake3 = ?2")
        .bind(character_id)
        .bind(blake3)
        .fetch_optional(db)
        .await?)
}

/// The files of all references, relative to the media folder.
///
/// # Errors
/// When the database does not answer.
pub async fn files(db: &mut SqliteConnection) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar("SELECT file FROM character_references").fetch_all(db).await?)
}

/// Writes a new reference; the first of a character is primary.
///
/// # Errors
/// When the character has a reference with this content or the database does not answer.
pub async fn insert(db: &mut SqliteConnection, row: &ReferenceRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO character_references (id, character_id, file, name, mime_type, width, height, size_bytes,
             blake3, caption, is_primary, use_for_training, origin, consent_id, source, face, sharpness,
             has_camera_data, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
             NOT EXISTS (SELECT 1 FROM character_references WHERE character_id = ?2),
             ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?18)",
    )
    .bind(row.id)
    .bind(row.character_id)
    .bind(&row.file)
    .bind(&row.name)
    .bind(&row.mime_type)
    .bind(row.width)
    .bind(row.height)
    .bind(row.size_bytes)
    .bind(&row.blake3)
    .bind(&row.caption)
    .bind(row.use_for_training)
    .bind(row.origin)
    .bind(row.consent_id)
    .bind(row.source)
    .bind(row.face)
    .bind(row.sharpness)
    .bind(row.has_camera_data)
    .bind(row.created_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Writes what the creator may change: caption, use for training, origin and consent.
///
/// # Errors
/// When the database does not answer.
pub async fn update(db: &mut SqliteConnection, row: &ReferenceRow) -> Result<()> {
    sqlx::query(
        "UPDATE character_references SET caption = ?2, use_for_training = ?3, origin = ?4, consent_id = ?5,
             updated_at = ?6 WHERE id = ?1",
    )
    .bind(row.id)
    .bind(&row.caption)
    .bind(row.use_for_training)
    .bind(row.origin)
    .bind(row.consent_id)
    .bind(row.updated_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Makes one reference the primary one and the others not.
///
/// # Errors
/// When the database does not answer.
pub async fn make_primary(db: &mut SqliteConnection, character_id: CharacterId, id: ReferenceId) -> Result<()> {
    // In two steps, because the index that allows one primary reference is checked row by row.
    sqlx::query(
        "UPDATE character_references SET is_primary = 0 WHERE character_id = ?1 AND is_primary = 1 AND id <> ?2",
    )
    .bind(character_id)
    .bind(id)
    .execute(&mut *db)
    .await?;
    sqlx::query("UPDATE character_references SET is_primary = 1 WHERE character_id = ?1 AND id = ?2")
        .bind(character_id)
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

/// Deletes a reference; the oldest of the others becomes primary if it was. Answers whether it was there.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(db: &mut SqliteConnection, character_id: CharacterId, id: ReferenceId) -> Result<bool> {
    let done = sqlx::query("DELETE FROM character_references WHERE id = ?1 AND character_id = ?2")
        .bind(id)
        .bind(character_id)
        .execute(&mut *db)
        .await?;
    sqlx::query(
        "UPDATE character_references SET is_primary = 1 WHERE id = (
             SELECT id FROM character_references WHERE character_id = ?1
             ORDER BY is_primary DESC, created_at, id LIMIT 1)",
    )
    .bind(character_id)
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}
