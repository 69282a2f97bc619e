//! The prompt book: prompts that were written or made, and the pictures that came of each.

use crate::{CharacterId, ContentId, Result, SavedPromptId};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

/// Where a prompt comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum PromptSource {
    /// The creator wrote it.
    #[default]
    Written,
    /// A text engine wrote it.
    Ai,
    /// It came with a file.
    Imported,
}

/// One prompt of the book.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PromptRow {
    /// Its id.
    pub id: SavedPromptId,
    /// Whose it is; `None` is anybody's.
    pub character_id: Option<CharacterId>,
    /// A few words to know it by.
    pub title: String,
    /// The prompt, with its wildcards.
    pub prompt: String,
    /// Words of the negative prompt that go with it.
    pub negative_prompt: String,
    /// Where it comes from.
    pub source: PromptSource,
    /// Whether the creator marked it.
    pub is_favourite: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// Which prompts are listed.
#[derive(Debug, Clone, Default)]
pub struct PromptFilter {
    /// Of one character.
    pub character_id: Option<CharacterId>,
    /// Marked ones only.
    pub is_favourite: bool,
    /// Of one source.
    pub source: Option<PromptSource>,
    /// All of these words stand in it.
    pub words: Vec<String>,
}

fn conditions(query: &mut QueryBuilder<Sqlite>, filter: &PromptFilter) {
    query.push(" WHERE deleted_at IS NULL");
    if let Some(id) = filter.character_id {
        query.push(" AND character_id = ").push_bind(id);
    }
    if filter.is_favourite {
        query.push(" AND is_favourite = 1");
    }
    if let Some(source) = filter.source {
        query.push(" AND source = ").push_bind(source);
    }
    for word in &filter.words {
        query.push(" AND instr(lower(title || ' ' || prompt || ' ' || negative_prompt), ");
        query.push_bind(word.to_lowercase()).push(") > 0");
    }
}

/// A page of the prompts that meet the filter, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection, filter: &PromptFilter, limit: u32, offset: u32) -> Result<Vec<PromptRow>> {
    let mut query = QueryBuilder::new("SELECT * FROM prompts");
    conditions(&mut query, filter);
    query.push(" ORDER BY created_at DESC, id DESC LIMIT ").push_bind(limit).push(" OFFSET ").push_bind(offset);
    Ok(query.build_query_as().fetch_all(db).await?)
}

/// How many prompts meet the filter.
///
/// # Errors
/// When the database does not answer.
pub async fn count(db: &mut SqliteConnection, filter: &PromptFilter) -> Result<i64> {
    let mut query = QueryBuilder::new("SELECT count(*) FROM prompts");
    conditions(&mut query, filter);
    Ok(query.build_query_scalar().fetch_one(db).await?)
}

/// How many prompts each character has; `None` is anybody's.
///
/// # Errors
/// When the database does not answer.
pub async fn by_character(db: &mut SqliteConnection) -> Result<Vec<(Option<CharacterId>, i64)>> {
    Ok(sqlx::query_as("SELECT character_id, count(*) FROM prompts WHERE deleted_at IS NULL GROUP BY character_id")
        .fetch_all(db)
        .await?)
}

/// One prompt, also a deleted one.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: SavedPromptId) -> Result<Option<PromptRow>> {
    Ok(sqlx::query_as("SELECT * FROM prompts WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// Writes a new prompt, or all fields of one that is there.
///
/// # Errors
/// When a rule of the table refuses it or the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &PromptRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO prompts (id, character_id, title, prompt, negative_prompt, source, is_favourite, created_at,
             updated_at, deleted_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (id) DO UPDATE SET character_id = excluded.character_id, title = excluded.title,
             prompt = excluded.prompt, negative_prompt = excluded.negative_prompt, source = excluded.source,
             is_favourite = excluded.is_favourite, updated_at = excluded.updated_at, deleted_at = excluded.deleted_at",
    )
    .bind(row.id)
    .bind(row.character_id)
    .bind(&row.title)
    .bind(&row.prompt)
    .bind(&row.negative_prompt)
    .bind(row.source)
    .bind(row.is_favourite)
    .bind(row.created_at)
    .bind(row.updated_at)
    .bind(row.deleted_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets prompts that were deleted before a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_before(db: &mut SqliteConnection, before: DateTime<Utc>) -> Result<()> {
    sqlx::query("DELETE FROM prompts WHERE deleted_at < ?1").bind(before).execute(db).await?;
    Ok(())
}

/// What came of a prompt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PromptResults {
    /// How many pictures it made.
    pub times_used: i64,
    /// How many of them were approved.
    pub approved_count: i64,
    /// The latest that are still there, the newest first.
    pub latest: Vec<ContentId>,
}

/// How many of the latest pictures are given.
const LATEST: u32 = 3;

/// What came of a prompt: the pictures of the jobs that were asked for with it.
///
/// # Errors
/// When the database does not answer.
pub async fn results(db: &mut SqliteConnection, id: SavedPromptId) -> Result<PromptResults> {
    let of_prompt = "FROM content JOIN jobs ON content.job_id = jobs.id
        WHERE json_extract(jobs.input, '$.prompt_id') = ?1 AND content.deleted_at IS NULL";
    let counts = format!("SELECT count(*), coalesce(sum(content.approval_status = 'approved'), 0) {of_prompt}");
    let (times_used, approved_count) =
        sqlx::query_as::<_, (i64, i64)>(sqlx::AssertSqlSafe(counts)).bind(id).fetch_one(&mut *db).await?;
    let latest =
        format!("SELECT content.id {of_prompt} ORDER BY content.created_at DESC, content.id DESC LIMIT {LATEST}");
    let latest = sqlx::query_scalar(sqlx::AssertSqlSafe(latest)).bind(id).fetch_all(db).await?;
    Ok(PromptResults { times_used, approved_count, latest })
}

/// The last prompts that pictures of a character were asked for with, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn lately_used(db: &mut SqliteConnection, character: CharacterId, limit: u32) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT json_extract(input, '$.prompt') AS asked FROM jobs
         WHERE character_id = ?1 AND coalesce(json_extract(input, '$.prompt'), '') <> ''
         GROUP BY asked ORDER BY max(created_at) DESC LIMIT ?2",
    )
    .bind(character)
    .bind(limit)
    .fetch_all(db)
    .await?)
}
