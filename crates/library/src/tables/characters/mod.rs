//! Characters: who they are, how they look, what they rest on.

mod list;
mod shapes;

pub use list::{Card, Filter, list};
pub use shapes::{Appearance, Disclosure, Personality};

use crate::{CharacterId, ConsentId, Origin, ReferenceId, Result};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, SqliteConnection, types::Json};

/// How a character is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum CharacterStatus {
    /// Its automation goes.
    #[default]
    Active,
    /// Its automation stands still.
    Paused,
    /// Something about it needs the creator; `status_reason` says what.
    Error,
}

/// One character.
#[derive(Debug, Clone, FromRow)]
pub struct CharacterRow {
    /// The character's id.
    pub id: CharacterId,
    /// Its name.
    pub name: String,
    /// Who it is, in a few sentences.
    pub bio: String,
    /// 18 or over.
    pub age: i64,
    /// Where it lives.
    pub location: String,
    /// IANA time zone.
    pub timezone: String,
    /// What it likes.
    #[sqlx(json)]
    pub interests: Vec<String>,
    /// The reference shown as its face.
    pub profile_image: Option<ReferenceId>,
    /// How it is.
    pub status: CharacterStatus,
    /// Why, where there is something to say.
    pub status_reason: Option<String>,
    /// Since when it is paused.
    pub paused_at: Option<DateTime<Utc>>,
    /// Until when it is paused.
    pub paused_until: Option<DateTime<Utc>>,
    /// How it speaks and thinks.
    #[sqlx(json)]
    pub personality: Personality,
    /// How it looks.
    #[sqlx(json)]
    pub appearance: Appearance,
    /// Its story.
    pub narrative: String,
    /// Where it is meant to post.
    #[sqlx(json)]
    pub platforms: Vec<String>,
    /// How it says that it is made by AI.
    #[sqlx(json)]
    pub disclosure: Disclosure,
    /// Whose face it has.
    pub origin: Origin,
    /// The consent that it rests on.
    pub consent_id: Option<ConsentId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// One character, deleted or not.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: CharacterId) -> Result<Option<CharacterRow>> {
    Ok(sqlx::query_as("SELECT * FROM characters WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// Writes a new character, or all fields of one that is there.
///
/// # Errors
/// When a rule of the table refuses it or the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &CharacterRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO characters (id, name, bio, age, location, timezone, interests, profile_image, status,
             status_reason, paused_at, paused_until, personality, appearance, narrative, platforms, disclosure,
             origin, consent_id, created_at, updated_at, deleted_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, bio = excluded.bio, age = excluded.age,
             location = excluded.location, timezone = excluded.timezone, interests = excluded.interests,
             profile_image = excluded.profile_image, status = excluded.status,
             status_reason = excluded.status_reason, paused_at = excluded.paused_at,
             paused_until = excluded.paused_until, personality = excluded.personality,
             appearance = excluded.appearance, narrative = excluded.narrative, platforms = excluded.platforms,
             disclosure = excluded.disclosure, origin = excluded.origin, consent_id = excluded.consent_id,
             updated_at = excluded.updated_at, deleted_at = excluded.deleted_at",
    )
    .bind(row.id)
    .bind(&row.name)
    .bind(&row.bio)
    .bind(row.age)
    .bind(&row.location)
    .bind(&row.timezone)
    .bind(Json(&row.interests))
    .bind(row.profile_image)
    .bind(row.status)
    .bind(&row.status_reason)
    .bind(row.paused_at)
    .bind(row.paused_until)
    .bind(Json(&row.personality))
    .bind(Json(&row.appearance))
    .bind(&row.narrative)
    .bind(Json(&row.platforms))
    .bind(Json(&row.disclosure))
    .bind(row.origin)
    .bind(row.consent_id)
    .bind(row.created_at)
    .bind(row.updated_at)
    .bind(row.deleted_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Resumes characters whose pause is over; answers which.
///
/// # Errors
/// When the database does not answer.
pub async fn resume_due(db: &mut SqliteConnection, now: DateTime<Utc>) -> Result<Vec<CharacterId>> {
    Ok(sqlx::query_scalar(
        "UPDATE characters SET status = 'active', paused_at = NULL, paused_until = NULL, updated_at = ?1
         WHERE status = 'paused' AND paused_until <= ?1 RETURNING id",
    )
    .bind(now)
    .fetch_all(db)
    .await?)
}

/// When the next pause is over.
///
/// # Errors
/// When the database does not answer.
pub async fn next_resume(db: &mut SqliteConnection) -> Result<Option<DateTime<Utc>>> {
    Ok(sqlx::query_scalar("SELECT min(paused_until) FROM characters WHERE status = 'paused'").fetch_one(db).await?)
}

/// How many characters there are, and how many of them are active; deleted ones do not count.
///
/// # Errors
/// When the database does not answer.
pub async fn count(db: &mut SqliteConnection) -> Result<(i64, i64)> {
    Ok(sqlx::query_as("SELECT count(*), coalesce(sum(status = 'active'), 0) FROM characters WHERE deleted_at IS NULL")
        .fetch_one(db)
        .await?)
}
