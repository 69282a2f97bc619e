//! Consents: where a face, a voice or a training set comes from, and the paper behind it.

use crate::{ConsentId, Origin, Result};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, SqliteConnection};

/// What a consent is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum SubjectKind {
    /// A face in reference pictures.
    Face,
    /// A voice.
    Voice,
    /// The pictures of a training set.
    TrainingSet,
}

/// One consent.
#[derive(Debug, Clone, FromRow)]
pub struct ConsentRow {
    /// The consent's id.
    pub id: ConsentId,
    /// What it is about.
    pub subject_kind: SubjectKind,
    /// Whose it is.
    pub origin: Origin,
    /// The person's name.
    pub subject_name: Option<String>,
    /// The signed paper, relative to the library's folder.
    pub file: Option<String>,
    /// What the person agreed to.
    pub scope: Option<String>,
    /// The creator's notes.
    pub notes: Option<String>,
    /// Until when it holds.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// What rests on a consent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromRow)]
pub struct Resting {
    /// Characters that are not deleted.
    pub characters: i64,
    /// Their reference pictures.
    pub character_references: i64,
}

/// Consents, newest first, and how many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection, limit: u32, offset: u32) -> Result<(Vec<ConsentRow>, i64)> {
    let rows = sqlx::query_as("SELECT * FROM consents ORDER BY created_at DESC, id DESC LIMIT ?1 OFFSET ?2")
        .bind(limit)
        .bind(offset)
        .fetch_all(&mut *db)
        .await?;
    let total = sqlx::query_scalar("SELECT count(*) FROM consents").fetch_one(db).await?;
    Ok((rows, total))
}

/// One consent.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: ConsentId) -> Result<Option<ConsentRow>> {
    Ok(sqlx::query_as("SELECT * FROM consents WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// Writes a new consent, or all fields of one that is there.
///
/// # Errors
/// When the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &ConsentRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO consents (id, subject_kind, origin, subject_name, file, scope, notes, expires_at,
             withdrawn_at, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (id) DO UPDATE SET subject_kind = excluded.subject_kind, origin = excluded.origin,
             subject_name = excluded.subject_name, file = excluded.file, scope = excluded.scope,
             notes = excluded.notes, expires_at = excluded.expires_at, withdrawn_at = excluded.withdrawn_at,
             updated_at = excluded.updated_at",
    )
    .bind(row.id)
    .bind(row.subject_kind)
    .bind(row.origin)
    .bind(&row.subject_name)
    .bind(&row.file)
    .bind(&row.scope)
    .bind(&row.notes)
    .bind(row.expires_at)
    .bind(row.withdrawn_at)
    .bind(row.created_at)
    .bind(row.updated_at)
    .execute(db)
    .await?;
    Ok(())
}

/// How much rests on a consent.
///
/// # Errors
/// When the database does not answer.
pub async fn resting(db: &mut SqliteConnection, id: ConsentId) -> Result<Resting> {
    Ok(sqlx::query_as(
        "SELECT (SELECT count(*) FROM characters WHERE consent_id = ?1 AND deleted_at IS NULL) AS characters,
                (SELECT count(*) FROM character_references WHERE consent_id = ?1) AS character_references",
    )
    .bind(id)
    .fetch_one(db)
    .await?)
}

/// The consents on which a character rests: its own, and its references'.
///
/// # Errors
/// When the database does not answer.
pub async fn of_character(db: &mut SqliteConnection, character_id: crate::CharacterId) -> Result<Vec<ConsentRow>> {
    Ok(sqlx::query_as(
        "SELECT * FROM consents WHERE id IN (
             SELECT consent_id FROM characters WHERE id = ?1
             UNION SELECT consent_id FROM character_references WHERE character_id = ?1)",
    )
    .bind(character_id)
    .fetch_all(db)
    .await?)
}
