//! Firings of rules: one row an instant, so that none happens twice, whatever breaks in between.

use crate::{ContentId, FiringId, GroupId, JobId, Result, RuleId};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, SqliteConnection};

/// How far a firing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum FiringState {
    /// Begun: its picture is being made, or its posts are being planned.
    Making,
    /// Its posts are in the plan.
    Planned,
    /// Left out; the reason says why.
    Skipped,
    /// It could not be done; the reason says why.
    Failed,
    /// Its time was missed, and the creator is asked.
    Asking,
}

/// One firing.
#[derive(Debug, Clone, FromRow)]
pub struct FiringRow {
    /// The firing's id.
    pub id: FiringId,
    /// The rule.
    pub rule_id: RuleId,
    /// The instant that it is for.
    pub due_at: DateTime<Utc>,
    /// How far it is.
    pub state: FiringState,
    /// Why it was left out or failed, in words.
    pub reason: Option<String>,
    /// The job that makes its picture.
    pub job_id: Option<JobId>,
    /// The group of its posts, chosen before they are made: a break in between is found by it.
    pub group_id: Option<GroupId>,
    /// The picture that a caption is written for.
    pub content_id: Option<ContentId>,
    /// The caption that a text engine wrote for it.
    pub caption: Option<String>,
    /// Why no caption could be written, in words.
    pub caption_fault: Option<String>,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// Begins a firing; `None` when this rule has fired for this instant already.
///
/// # Errors
/// When the rule is not there, or the database does not answer.
pub async fn begin(
    db: &mut SqliteConnection,
    rule: RuleId,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<FiringRow>> {
    let query = sqlx::query_as(
        "INSERT INTO rule_firings (id, rule_id, due_at, state, group_id, created_at, updated_at)
         VALUES (?1, ?2, ?3, 'making', ?5, ?4, ?4) ON CONFLICT (rule_id, due_at) DO NOTHING RETURNING *",
    );
    let query = query.bind(FiringId::new()).bind(rule).bind(due_at).bind(now).bind(GroupId::new());
    Ok(query.fetch_optional(db).await?)
}

/// Writes how far a firing is.
///
/// # Errors
/// When the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &FiringRow) -> Result<()> {
    sqlx::query(
        "UPDATE rule_firings SET state = ?2, reason = ?3, job_id = ?4, group_id = ?5, updated_at = ?6,
             content_id = ?7, caption = ?8, caption_fault = ?9 WHERE id = ?1",
    )
    .bind(row.id)
    .bind(row.state)
    .bind(&row.reason)
    .bind(row.job_id)
    .bind(row.group_id)
    .bind(row.updated_at)
    .bind(row.content_id)
    .bind(&row.caption)
    .bind(&row.caption_fault)
    .execute(db)
    .await?;
    Ok(())
}

/// The firings in that state, the earliest first.
///
/// # Errors
/// When the database does not answer.
pub async fn in_state(db: &mut SqliteConnection, state: FiringState) -> Result<Vec<FiringRow>> {
    let query = sqlx::query_as("SELECT * FROM rule_firings WHERE state = ?1 ORDER BY due_at, id");
    Ok(query.bind(state).fetch_all(db).await?)
}

/// The firings whose caption is still to be written, the earliest first.
///
/// # Errors
/// When the database does not answer.
pub async fn unwritten(db: &mut SqliteConnection) -> Result<Vec<FiringRow>> {
    let query = sqlx::query_as(
        "SELECT * FROM rule_firings WHERE state = 'making' AND content_id IS NOT NULL AND caption IS NULL
             AND caption_fault IS NULL ORDER BY due_at, id",
    );
    Ok(query.fetch_all(db).await?)
}

/// Keeps what became of a firing's caption, if it still waits for one of that picture.
///
/// # Errors
/// When the database does not answer.
pub async fn set_caption(
    db: &mut SqliteConnection,
    row: &FiringRow,
    written: std::result::Result<&str, &str>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query(
        "UPDATE rule_firings SET caption = ?3, caption_fault = ?4, updated_at = ?5
         WHERE id = ?1 AND content_id = ?2 AND state = 'making'",
    )
    .bind(row.id)
    .bind(row.content_id)
    .bind(written.ok())
    .bind(written.err())
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// The newest firings of a rule, at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub async fn of_rule(db: &mut SqliteConnection, rule: RuleId, limit: i64) -> Result<Vec<FiringRow>> {
    let query = sqlx::query_as("SELECT * FROM rule_firings WHERE rule_id = ?1 ORDER BY due_at DESC LIMIT ?2");
    Ok(query.bind(rule).bind(limit).fetch_all(db).await?)
}

/// The firings of a rule from `from` on, before `to`, the earliest first.
///
/// # Errors
/// When the database does not answer.
pub async fn between(
    db: &mut SqliteConnection,
    rule: RuleId,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<FiringRow>> {
    let query = sqlx::query_as(
        "SELECT * FROM rule_firings WHERE rule_id = ?1 AND due_at >= ?2 AND due_at < ?3 ORDER BY due_at",
    );
    Ok(query.bind(rule).bind(from).bind(to).fetch_all(db).await?)
}

/// How many firings of a rule were for an earlier instant.
///
/// # Errors
/// When the database does not answer.
pub async fn count_before(db: &mut SqliteConnection, rule: RuleId, at: DateTime<Utc>) -> Result<i64> {
    let query = sqlx::query_scalar("SELECT count(*) FROM rule_firings WHERE rule_id = ?1 AND due_at < ?2");
    Ok(query.bind(rule).bind(at).fetch_one(db).await?)
}

/// One firing.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: FiringId) -> Result<Option<FiringRow>> {
    Ok(sqlx::query_as("SELECT * FROM rule_firings WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// Forgets a firing that planned nothing, so that the rule fires for that instant after all.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(db: &mut SqliteConnection, id: FiringId) -> Result<()> {
    sqlx::query("DELETE FROM rule_firings WHERE id = ?1").bind(id).execute(db).await?;
    Ok(())
}
