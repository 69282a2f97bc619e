//! Likes, comments, reposts and follows that a person clicked: the intent is written before the call, the outcome after.

use crate::{AccountId, CharacterId, EngagementActionId, Result};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum ActionType {
    /// A like.
    Like,
    /// A comment on a post of ours.
    Comment,
    /// A follow.
    Follow,
    /// A repost.
    Repost,
    /// A reply to a post of somebody else.
    Reply,
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum ActionStatus {
    /// The call is being made.
    Intended,
    /// The platform took it.
    Done,
    /// The platform refused it, or it was never sent.
    Failed,
    /// No answer came: look at the platform before it is clicked again.
    Unknown,
}

/// One action.
#[derive(Debug, Clone, FromRow)]
pub struct EngagementActionRow {
    /// The action's id.
    pub id: EngagementActionId,
    /// As whom.
    pub character_id: Option<CharacterId>,
    /// With which account.
    pub account_id: AccountId,
    /// The platform's slug.
    pub platform: String,
    /// What was done.
    pub action_type: ActionType,
    /// `post`, `comment` or `user`.
    pub target_type: String,
    /// The platform's id of it, or its address.
    pub target_id: String,
    /// Its address.
    pub target_url: Option<String>,
    /// The words of a comment or a reply.
    pub text: Option<String>,
    /// How it ended.
    pub status: ActionStatus,
    /// What it met, in words.
    pub error: Option<String>,
    /// When it was clicked.
    pub created_at: DateTime<Utc>,
    /// When its outcome was known.
    pub finished_at: Option<DateTime<Utc>>,
}

/// Which actions are listed.
#[derive(Debug, Clone, Default)]
pub struct ActionFilter {
    /// Of one character.
    pub character_id: Option<CharacterId>,
    /// With one account.
    pub account_id: Option<AccountId>,
    /// At one platform.
    pub platform: Option<String>,
    /// Of one kind.
    pub action_type: Option<ActionType>,
    /// That ended so.
    pub status: Option<ActionStatus>,
    /// From this moment on.
    pub since: Option<DateTime<Utc>>,
}

fn conditions(query: &mut QueryBuilder<Sqlite>, filter: &ActionFilter) {
    query.push(" WHERE 1 = 1");
    if let Some(id) = filter.character_id {
        query.push(" AND character_id = ").push_bind(id);
    }
    if let Some(id) = filter.account_id {
        query.push(" AND account_id = ").push_bind(id);
    }
    if let Some(platform) = &filter.platform {
        query.push(" AND platform = ").push_bind(platform.clone());
    }
    if let Some(action_type) = filter.action_type {
        query.push(" AND action_type = ").push_bind(action_type);
    }
    if let Some(status) = filter.status {
        query.push(" AND status = ").push_bind(status);
    }
    if let Some(since) = filter.since {
        query.push(" AND created_at >= ").push_bind(since);
    }
}

/// The actions that meet the filter, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    db: &mut SqliteConnection,
    filter: &ActionFilter,
    limit: u32,
    offset: u32,
) -> Result<Vec<EngagementActionRow>> {
    let mut query = QueryBuilder::new("SELECT * FROM engagement_actions");
    conditions(&mut query, filter);
    query.push(" ORDER BY created_at DESC, id DESC LIMIT ").push_bind(limit).push(" OFFSET ").push_bind(offset);
    Ok(query.build_query_as().fetch_all(db).await?)
}

/// How many meet the filter.
///
/// # Errors
/// When the database does not answer.
pub async fn count(db: &mut SqliteConnection, filter: &ActionFilter) -> Result<i64> {
    let mut query = QueryBuilder::new("SELECT count(*) FROM engagement_actions");
    conditions(&mut query, filter);
    Ok(query.build_query_scalar().fetch_one(db).await?)
}

/// When the oldest action that meets the filter was clicked.
///
/// # Errors
/// When the database does not answer.
pub async fn oldest(db: &mut SqliteConnection, filter: &ActionFilter) -> Result<Option<DateTime<Utc>>> {
    let mut query = QueryBuilder::new("SELECT min(created_at) FROM engagement_actions");
    conditions(&mut query, filter);
    Ok(query.build_query_scalar().fetch_one(db).await?)
}

/// Writes a new action.
///
/// # Errors
/// When the database does not answer.
pub async fn insert(db: &mut SqliteConnection, row: &EngagementActionRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO engagement_actions (id, character_id, account_id, platform, action_type, target_type, target_id,
             target_url, text, status, error, created_at, finished_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )
    .bind(row.id)
    .bind(row.character_id)
    .bind(row.account_id)
    .bind(&row.platform)
    .bind(row.action_type)
    .bind(&row.target_type)
    .bind(&row.target_id)
    .bind(&row.target_url)
    .bind(&row.text)
    .bind(row.status)
    .bind(&row.error)
    .bind(row.created_at)
    .bind(row.finished_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Writes how an action ended.
///
/// # Errors
/// When the database does not answer.
pub async fn finish(
    db: &mut SqliteConnection,
    id: EngagementActionId,
    status: ActionStatus,
    error: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query("UPDATE engagement_actions SET status = ?2, error = ?3, finished_at = ?4 WHERE id = ?1")
        .bind(id)
        .bind(status)
        .bind(error)
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}

/// Actions whose call was cut off by the end of the program: nobody knows whether they happened.
///
/// # Errors
/// When the database does not answer.
pub async fn give_up_intended(
    db: &mut SqliteConnection,
    begun_before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<u64> {
    let done = sqlx::query(
        "UPDATE engagement_actions SET status = 'unknown', finished_at = ?2,
             error = 'Troupe ended before the platform answered. Look there before you click again.'
         WHERE status = 'intended' AND created_at < ?1",
    );
    Ok(done.bind(begun_before).bind(now).execute(db).await?.rows_affected())
}
