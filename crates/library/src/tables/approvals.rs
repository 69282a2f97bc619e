//! What agents asked for and may not do alone: one row a question, with what became of it.

use crate::{AgentId, ApprovalId, Result};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

/// How far a question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum ApprovalState {
    /// It waits for the creator.
    Asked,
    /// The creator said yes; it is about to be carried out.
    Allowed,
    /// It is being carried out.
    Running,
    /// It was carried out.
    Done,
    /// It was allowed and could not be done.
    Failed,
    /// The program ended while it was carried out: whether it took effect has to be looked at.
    CutOff,
    /// The creator said no.
    Declined,
    /// Nobody answered in time.
    Expired,
}

/// One question.
#[derive(Debug, Clone, FromRow)]
pub struct ApprovalRow {
    /// The question's id.
    pub id: ApprovalId,
    /// Who asks.
    pub agent_id: AgentId,
    /// For which operation.
    pub operation: String,
    /// The input as it was asked and as it is carried out.
    #[sqlx(json)]
    pub input: Value,
    /// BLAKE3 of the input, whatever the order of its fields.
    pub input_hash: String,
    /// Why the creator's word is needed, as a slug.
    pub reason: String,
    /// What would happen, in a sentence.
    pub words: String,
    /// What it is about, as it stood when it was asked.
    #[sqlx(json)]
    pub subject: Value,
    /// How far it is.
    pub state: ApprovalState,
    /// Whether the answer was given for every further call too.
    pub is_always: bool,
    /// What the operation answered.
    #[sqlx(json(nullable))]
    pub answer: Option<Value>,
    /// The error that it ended with.
    #[sqlx(json(nullable))]
    pub error: Option<Value>,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// When it is answered no more.
    pub expires_at: DateTime<Utc>,
    /// When it was answered.
    pub decided_at: Option<DateTime<Utc>>,
    /// When it was carried out.
    pub finished_at: Option<DateTime<Utc>>,
    /// When the agent was given the outcome in place of asking again.
    pub told_at: Option<DateTime<Utc>>,
}

/// Which questions are listed.
#[derive(Debug, Clone, Default)]
pub struct ApprovalFilter {
    /// In one of these states; empty is any.
    pub states: Vec<ApprovalState>,
    /// Of this agent.
    pub agent_id: Option<AgentId>,
}

impl ApprovalFilter {
    fn push(&self, query: &mut QueryBuilder<Sqlite>) {
        query.push(" WHERE 1");
        if let Some(agent) = self.agent_id {
            query.push(" AND agent_id = ").push_bind(agent);
        }
        if !self.states.is_empty() {
            query.push(" AND state IN (");
            let mut list = query.separated(", ");
            for state in &self.states {
                list.push_bind(*state);
            }
            query.push(")");
        }
    }
}

/// A page of questions, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    db: &mut SqliteConnection,
    filter: &ApprovalFilter,
    limit: u32,
    offset: u32,
) -> Result<Vec<ApprovalRow>> {
    let mut query = QueryBuilder::new("SELECT * FROM approvals");
    filter.push(&mut query);
    query.push(" ORDER BY asked_at DESC, id DESC LIMIT ").push_bind(limit).push(" OFFSET ").push_bind(offset);
    Ok(query.build_query_as().fetch_all(db).await?)
}

/// How many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn count(db: &mut SqliteConnection, filter: &ApprovalFilter) -> Result<i64> {
    let mut query = QueryBuilder::new("SELECT count(*) FROM approvals");
    filter.push(&mut query);
    Ok(query.build_query_scalar().fetch_one(db).await?)
}

/// One question.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: ApprovalId) -> Result<Option<ApprovalRow>> {
    Ok(sqlx::query_as("SELECT * FROM approvals WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// The last time that an agent asked this very question.
///
/// # Errors
/// When the database does not answer.
pub async fn last_asked(
    db: &mut SqliteConnection,
    agent: AgentId,
    operation: &str,
    input_hash: &str,
) -> Result<Option<ApprovalRow>> {
    Ok(sqlx::query_as(
        "SELECT * FROM approvals WHERE agent_id = ?1 AND operation = ?2 AND input_hash = ?3
         ORDER BY asked_at DESC, id DESC LIMIT 1",
    )
    .bind(agent)
    .bind(operation)
    .bind(input_hash)
    .fetch_optional(db)
    .await?)
}

/// Writes a new question, or what became of one that is there.
///
/// # Errors
/// When the very same question waits already, or the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &ApprovalRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO approvals (id, agent_id, operation, input, input_hash, reason, words, subject, state, is_always,
             answer, error, asked_at, expires_at, decided_at, finished_at, told_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
         ON CONFLICT (id) DO UPDATE SET words = excluded.words, subject = excluded.subject, state = excluded.state,
             is_always = excluded.is_always, answer = excluded.answer, error = excluded.error,
             decided_at = excluded.decided_at, finished_at = excluded.finished_at, told_at = excluded.told_at",
    )
    .bind(row.id)
    .bind(row.agent_id)
    .bind(&row.operation)
    .bind(row.input.to_string())
    .bind(&row.input_hash)
    .bind(&row.reason)
    .bind(&row.words)
    .bind(row.subject.to_string())
    .bind(row.state)
    .bind(row.is_always)
    .bind(row.answer.as_ref().map(Value::to_string))
    .bind(row.error.as_ref().map(Value::to_string))
    .bind(row.asked_at)
    .bind(row.expires_at)
    .bind(row.decided_at)
    .bind(row.finished_at)
    .bind(row.told_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Begins to carry out what was allowed. Answers whether it was allowed and nobody had begun: a question is carried out
/// once.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(db: &mut SqliteConnection, id: ApprovalId) -> Result<bool> {
    let done = sqlx::query("UPDATE approvals SET state = 'running' WHERE id = ?1 AND state = 'allowed'")
        .bind(id)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Gives up what nobody answered in time. Answers how many.
///
/// # Errors
/// When the database does not answer.
pub async fn expire(db: &mut SqliteConnection, now: DateTime<Utc>) -> Result<u64> {
    let done = sqlx::query("UPDATE approvals SET state = 'expired' WHERE state = 'asked' AND expires_at <= ?1")
        .bind(now)
        .execute(db)
        .await?;
    Ok(done.rows_affected())
}

/// Forgets what came to its end before that moment. Answers how many.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_before(db: &mut SqliteConnection, before: DateTime<Utc>) -> Result<u64> {
    let done =
        sqlx::query("DELETE FROM approvals WHERE asked_at < ?1 AND state NOT IN ('asked', 'allowed', 'running')")
            .bind(before)
            .execute(db)
            .await?;
    Ok(done.rows_affected())
}
