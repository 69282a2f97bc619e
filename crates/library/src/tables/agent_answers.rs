//! The creator's answers that hold for every further call of an operation by an agent.

use crate::{AgentId, Result};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, SqliteConnection};

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum Answer {
    /// It may.
    Yes,
    /// It may not.
    No,
}

/// One answer.
#[derive(Debug, Clone, FromRow)]
pub struct AgentAnswerRow {
    /// Whom it was given.
    pub agent_id: AgentId,
    /// For which operation.
    pub operation: String,
    /// What was answered.
    pub answer: Answer,
    /// When.
    pub decided_at: DateTime<Utc>,
}

/// Every answer, by operation.
///
/// # Errors
/// When the database does not answer.
pub async fn all(db: &mut SqliteConnection) -> Result<Vec<AgentAnswerRow>> {
    Ok(sqlx::query_as("SELECT * FROM agent_answers ORDER BY operation").fetch_all(db).await?)
}

/// The answer that an agent was given for an operation.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, agent: AgentId, operation: &str) -> Result<Option<AgentAnswerRow>> {
    Ok(sqlx::query_as("SELECT * FROM agent_answers WHERE agent_id = ?1 AND operation = ?2")
        .bind(agent)
        .bind(operation)
        .fetch_optional(db)
        .await?)
}

/// Gives an answer, in place of an earlier one.
///
/// # Errors
/// When the database does not answer.
pub async fn set(db: &mut SqliteConnection, row: &AgentAnswerRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO agent_answers (agent_id, operation, answer, decided_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (agent_id, operation) DO UPDATE SET answer = excluded.answer, decided_at = excluded.decided_at",
    )
    .bind(row.agent_id)
    .bind(&row.operation)
    .bind(row.answer)
    .bind(row.decided_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Takes an answer back. Answers whether there was one.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(db: &mut SqliteConnection, agent: AgentId, operation: &str) -> Result<bool> {
    let done = sqlx::query("DELETE FROM agent_answers WHERE agent_id = ?1 AND operation = ?2")
        .bind(agent)
        .bind(operation)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}
