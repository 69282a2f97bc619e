//! Agents: their names, what they may do, and whose token is whose. A token itself is kept nowhere.

use crate::{AgentId, CharacterId, Result};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, SqliteConnection};

/// What an agent may do at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum AgentScope {
    /// It looks.
    Read,
    /// It also makes and changes what can be undone, and asks for what can not.
    Make,
    /// It also asks to publish.
    Publish,
}

/// One agent.
#[derive(Debug, Clone, FromRow)]
pub struct AgentRow {
    /// The agent's id.
    pub id: AgentId,
    /// The creator's name for it.
    pub name: String,
    /// BLAKE3 of its token, as hex; `None` when it comes by the command line alone.
    pub token_hash: Option<String>,
    /// What it may do at most.
    pub scope: AgentScope,
    /// The characters that it may touch; empty is all of them.
    #[sqlx(json)]
    pub character_ids: Vec<CharacterId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When its row last changed, but for `seen_at`.
    pub updated_at: DateTime<Utc>,
    /// When it last asked for anything.
    pub seen_at: Option<DateTime<Utc>>,
    /// When it was turned away for good.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// All agents, those that may come in first, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection) -> Result<Vec<AgentRow>> {
    Ok(sqlx::query_as("SELECT * FROM agents ORDER BY revoked_at IS NOT NULL, revoked_at DESC, name COLLATE NOCASE")
        .fetch_all(db)
        .await?)
}

/// One agent.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: AgentId) -> Result<Option<AgentRow>> {
    Ok(sqlx::query_as("SELECT * FROM agents WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// The agent whose token has this hash, if it may come in.
///
/// # Errors
/// When the database does not answer.
pub async fn by_token(db: &mut SqliteConnection, token_hash: &str) -> Result<Option<AgentRow>> {
    Ok(sqlx::query_as("SELECT * FROM agents WHERE token_hash = ?1 AND revoked_at IS NULL")
        .bind(token_hash)
        .fetch_optional(db)
        .await?)
}

/// Writes a new agent, or the changed fields of one that is there.
///
/// # Errors
/// When another agent has that name or the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &AgentRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO agents (id, name, token_hash, scope, character_ids, created_at, updated_at, seen_at, revoked_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, token_hash = excluded.token_hash,
             scope = excluded.scope, character_ids = excluded.character_ids, updated_at = excluded.updated_at,
             revoked_at = excluded.revoked_at",
    )
    .bind(row.id)
    .bind(&row.name)
    .bind(&row.token_hash)
    .bind(row.scope)
    .bind(serde_json::to_string(&row.character_ids).unwrap_or_default())
    .bind(row.created_at)
    .bind(row.updated_at)
    .bind(row.seen_at)
    .bind(row.revoked_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Notes that an agent asked for something.
///
/// # Errors
/// When the database does not answer.
pub async fn seen(db: &mut SqliteConnection, id: AgentId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query("UPDATE agents SET seen_at = ?2 WHERE id = ?1").bind(id).bind(now).execute(db).await?;
    Ok(())
}

/// What a row may belong to a character by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owned {
    /// An item of the library.
    Content,
    /// A post; one without a character of its own is its account's.
    Post,
    /// A job.
    Job,
    /// A run.
    Run,
    /// A rule.
    Rule,
    /// A firing of a rule.
    Firing,
    /// An account.
    Account,
    /// A slot of an account.
    Slot,
    /// A prompt of the prompt book.
    Prompt,
}

/// Whose a row is; `None` when it is nobody's, or not there.
///
/// # Errors
/// When the database does not answer.
pub async fn owner(db: &mut SqliteConnection, what: Owned, id: &str) -> Result<Option<CharacterId>> {
    let query = match what {
        Owned::Content => "SELECT character_id FROM content WHERE id = ?1",
        Owned::Post => {
            "SELECT coalesce(p.character_id, a.character_id) FROM posts p JOIN accounts a ON a.id = p.account_id
             WHERE p.id = ?1"
        }
        Owned::Job => "SELECT character_id FROM jobs WHERE id = ?1",
        Owned::Run => "SELECT j.character_id FROM runs r JOIN jobs j ON j.id = r.job_id WHERE r.id = ?1",
        Owned::Rule => "SELECT character_id FROM rules WHERE id = ?1",
        Owned::Firing => "SELECT r.character_id FROM rule_firings f JOIN rules r ON r.id = f.rule_id WHERE f.id = ?1",
        Owned::Account => "SELECT character_id FROM accounts WHERE id = ?1",
        Owned::Slot => "SELECT a.character_id FROM slots s JOIN accounts a ON a.id = s.account_id WHERE s.id = ?1",
        Owned::Prompt => "SELECT character_id FROM prompts WHERE id = ?1",
    };
    let found: Option<Option<CharacterId>> = sqlx::query_scalar(query).bind(id).fetch_optional(db).await?;
    Ok(found.flatten())
}
