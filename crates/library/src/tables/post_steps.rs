//! The ledger: one row a step of a post toward its platform. The intent is written before the call, the outcome after
//! it; an intent without an outcome is unknown and is looked for, never repeated blindly.

use crate::{PostId, PostStepId, Result};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{FromRow, SqliteConnection};

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum Outcome {
    /// It happened.
    Done,
    /// The platform refused it: it surely did not happen.
    Refused,
    /// It was looked for and surely did not happen.
    Absent,
}

/// One step.
#[derive(Debug, Clone, FromRow)]
pub struct PostStepRow {
    /// The step's id.
    pub id: PostStepId,
    /// The post.
    pub post_id: PostId,
    /// Which try of the whole post, from 1.
    pub attempt: i64,
    /// Its place in the plan, from 0.
    pub position: i64,
    /// What it does.
    pub kind: String,
    /// Which file it is about, from 0.
    pub item: Option<i64>,
    /// Whether the public can see what it does.
    pub is_public: bool,
    /// Our own mark in the call.
    pub reference: String,
    /// blake3 of what is sent.
    pub request_hash: String,
    /// How often the call was made.
    pub calls: i64,
    /// When the call was first meant to be made.
    pub intent_at: Option<DateTime<Utc>>,
    /// When its outcome was known.
    pub outcome_at: Option<DateTime<Utc>>,
    /// The outcome.
    pub outcome: Option<Outcome>,
    /// The platform's id of what it made.
    pub platform_id: Option<String>,
    /// What the later steps need, an object.
    #[sqlx(json)]
    pub data: Value,
    /// Whether a secret of it lies in the keychain.
    pub has_secret: bool,
    /// What it met, in words.
    pub error: Option<String>,
    /// The platform's raw answer to a refusal.
    pub raw: Option<String>,
}

/// The steps of a post, all attempts, in order.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection, post: PostId) -> Result<Vec<PostStepRow>> {
    let query = sqlx::query_as("SELECT * FROM post_steps WHERE post_id = ?1 ORDER BY attempt, position");
    Ok(query.bind(post).fetch_all(db).await?)
}

/// Writes a new step, or the changed fields of one that is there.
///
/// # Errors
/// When the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &PostStepRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO post_steps (id, post_id, attempt, position, kind, item, is_public, reference, request_hash, calls,
             intent_at, outcome_at, outcome, platform_id, data, has_secret, error, raw)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
         ON CONFLICT (id) DO UPDATE SET request_hash = excluded.request_hash, calls = excluded.calls,
             intent_at = excluded.intent_at, outcome_at = excluded.outcome_at, outcome = excluded.outcome,
             platform_id = excluded.platform_id, data = excluded.data, has_secret = excluded.has_secret,
             error = excluded.error, raw = excluded.raw",
    )
    .bind(row.id)
    .bind(row.post_id)
    .bind(row.attempt)
    .bind(row.position)
    .bind(&row.kind)
    .bind(row.item)
    .bind(row.is_public)
    .bind(&row.reference)
    .bind(&row.request_hash)
    .bind(row.calls)
    .bind(row.intent_at)
    .bind(row.outcome_at)
    .bind(row.outcome)
    .bind(&row.platform_id)
    .bind(row.data.to_string())
    .bind(row.has_secret)
    .bind(&row.error)
    .bind(&row.raw)
    .execute(db)
    .await?;
    Ok(())
}
