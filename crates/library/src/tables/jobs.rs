//! Jobs: one press of a button each. A job's state follows from its runs and is written in the
//! same transaction as theirs, by [`settle`].

use crate::{BatchId, CharacterId, JobId, Result};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{FromRow, SqliteConnection};

/// Where a job or a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum State {
    /// Waits in our queue.
    Queued,
    /// Was handed to ComfyUI and has not begun.
    Submitted,
    /// Is being made.
    Running,
    /// Is made.
    Done,
    /// Failed.
    Failed,
    /// Was cancelled.
    Cancelled,
}

impl State {
    /// Whether nothing will happen any more.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// What a job makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum JobKind {
    /// Pictures from a prompt.
    Image,
    /// Larger pictures from pictures.
    Upscale,
    /// A workflow with values of the creator's.
    Workflow,
    /// A raw graph.
    Graph,
}

/// One job.
#[derive(Debug, Clone, FromRow)]
pub struct JobRow {
    /// The job's id.
    pub id: JobId,
    /// What it makes.
    pub kind: JobKind,
    /// Jobs that one batch sheet made together.
    pub batch_id: Option<BatchId>,
    /// The character whose pictures these are.
    pub character_id: Option<CharacterId>,
    /// A few words to know it by.
    pub title: String,
    /// What was asked for.
    #[sqlx(json)]
    pub input: Value,
    /// Where it stands.
    pub state: State,
    /// Why it waits although it is its turn.
    pub held_reason: Option<String>,
    /// Its place: smaller goes first.
    pub position: f64,
    /// How many runs it has.
    pub total: i64,
    /// How many of them are done.
    pub success_count: i64,
    /// How many of them failed.
    pub failure_count: i64,
    /// What went wrong, when it failed: `{ code, message, details }`.
    #[sqlx(json(nullable))]
    pub error: Option<Value>,
    /// The job that this one makes again.
    pub retry_of: Option<JobId>,
    /// When the button was pressed.
    pub created_at: DateTime<Utc>,
    /// When its first run began.
    pub started_at: Option<DateTime<Utc>>,
    /// When its last run ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// When the creator cleared it from the list.
    pub cleared_at: Option<DateTime<Utc>>,
}

/// Writes a new job at the end of the queue.
///
/// # Errors
/// When the database does not answer.
pub async fn insert(db: &mut SqliteConnection, row: &JobRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO jobs (id, kind, batch_id, character_id, title, input, state, position, total, retry_of, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )
    .bind(row.id)
    .bind(row.kind)
    .bind(row.batch_id)
    .bind(row.character_id)
    .bind(&row.title)
    .bind(row.input.to_string())
    .bind(row.state)
    .bind(row.position)
    .bind(row.total)
    .bind(row.retry_of)
    .bind(row.created_at)
    .execute(db)
    .await?;
    Ok(())
}

/// One job.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: JobId) -> Result<Option<JobRow>> {
    Ok(sqlx::query_as("SELECT * FROM jobs WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// What to list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// Only in this state.
    pub state: Option<State>,
    /// Only of this character.
    pub character_id: Option<CharacterId>,
    /// Only of this batch.
    pub batch_id: Option<BatchId>,
}

/// Jobs that were not cleared, newest first, and how many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection, filter: &Filter, limit: u32, offset: u32) -> Result<(Vec<JobRow>, i64)> {
    const WHERE: &str = "cleared_at IS NULL AND (?1 IS NULL OR state = ?1)
        AND (?2 IS NULL OR character_id = ?2) AND (?3 IS NULL OR batch_id = ?3)";
    let rows = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT * FROM jobs WHERE {WHERE} ORDER BY created_at DESC, id DESC LIMIT ?4 OFFSET ?5"
    )))
    .bind(filter.state)
    .bind(filter.character_id)
    .bind(filter.batch_id)
    .bind(limit)
    .bind(offset)
    .fetch_all(&mut *db)
    .await?;
    let total = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM jobs WHERE {WHERE}")))
        .bind(filter.state)
        .bind(filter.character_id)
        .bind(filter.batch_id)
        .fetch_one(db)
        .await?;
    Ok((rows, total))
}

/// Jobs that are not final, in the order in which they go.
///
/// # Errors
/// When the database does not answer.
pub async fn open(db: &mut SqliteConnection) -> Result<Vec<JobRow>> {
    Ok(sqlx::query_as("SELECT * FROM jobs WHERE state IN ('queued', 'submitted', 'running') ORDER BY position")
        .fetch_all(db)
        .await?)
}

/// A place in the queue.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// Before all others.
    Front,
    /// After all others.
    End,
    /// Right before this one.
    Before(JobId),
}

/// The position number of a place; `None` when the job to stand before is not in the queue.
///
/// # Errors
/// When the database does not answer.
pub async fn position(db: &mut SqliteConnection, place: Place) -> Result<Option<f64>> {
    const OPEN: &str = "state IN ('queued', 'submitted', 'running')";
    Ok(match place {
        Place::Front => {
            let first: Option<f64> =
                sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT min(position) FROM jobs WHERE {OPEN}")))
                    .fetch_one(db)
                    .await?;
            Some(first.unwrap_or(1.0) - 1.0)
        }
        Place::End => {
            let last: Option<f64> =
                sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT max(position) FROM jobs WHERE {OPEN}")))
                    .fetch_one(db)
                    .await?;
            Some(last.unwrap_or(0.0) + 1.0)
        }
        Place::Before(id) => {
            let place: Option<(f64, Option<f64>)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
                "SELECT position, (SELECT max(position) FROM jobs AS earlier WHERE {OPEN} AND earlier.position < jobs.position)
                 FROM jobs WHERE id = ?1 AND {OPEN}"
            )))
            .bind(id)
            .fetch_optional(db)
            .await?;
            place.map(|(at, earlier)| earlier.map_or(at - 1.0, |earlier| f64::midpoint(earlier, at)))
        }
    })
}

/// Puts a waiting job at a position.
///
/// # Errors
/// When the database does not answer.
pub async fn set_position(db: &mut SqliteConnection, id: JobId, position: f64) -> Result<()> {
    sqlx::query("UPDATE jobs SET position = ?2 WHERE id = ?1").bind(id).bind(position).execute(db).await?;
    Ok(())
}

/// Says why a waiting job waits, or that nothing holds it any more. Answers whether that is new.
///
/// # Errors
/// When the database does not answer.
pub async fn set_held(db: &mut SqliteConnection, id: JobId, reason: Option<&str>) -> Result<bool> {
    let done = sqlx::query("UPDATE jobs SET held_reason = ?2 WHERE id = ?1 AND held_reason IS NOT ?2")
        .bind(id)
        .bind(reason)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Lets the job's state follow from its runs: done if any is done and none is open, failed if all
/// others failed, cancelled if nothing else is left. Answers the job as it is now.
///
/// # Errors
/// When the database does not answer.
pub async fn settle(db: &mut SqliteConnection, id: JobId, now: DateTime<Utc>) -> Result<Option<JobRow>> {
    sqlx::query(
        "WITH counted AS (
             SELECT count(*) FILTER (WHERE state = 'queued') AS queued,
                    count(*) FILTER (WHERE state = 'submitted') AS submitted,
                    count(*) FILTER (WHERE state = 'running') AS running,
                    count(*) FILTER (WHERE state = 'done') AS done,
                    count(*) FILTER (WHERE state = 'failed') AS failed,
                    min(started_at) AS started
             FROM runs WHERE job_id = ?1
         )
         UPDATE jobs SET
             state = CASE
                 WHEN running > 0 OR (queued + submitted > 0 AND done + failed > 0) THEN 'running'
                 WHEN submitted > 0 THEN 'submitted'
                 WHEN queued > 0 THEN 'queued'
                 WHEN done > 0 THEN 'done'
                 WHEN failed > 0 THEN 'failed'
                 ELSE 'cancelled' END,
             success_count = done,
             failure_count = failed,
             started_at = coalesce(jobs.started_at, counted.started),
             finished_at = CASE WHEN running + submitted + queued > 0 THEN NULL ELSE coalesce(finished_at, ?2) END,
             held_reason = CASE WHEN queued > 0 THEN held_reason END,
             error = CASE WHEN failed > 0
                 THEN (SELECT error FROM runs WHERE job_id = ?1 AND state = 'failed' ORDER BY number DESC LIMIT 1) END
         FROM counted WHERE jobs.id = ?1",
    )
    .bind(id)
    .bind(now)
    .execute(&mut *db)
    .await?;
    get(db, id).await
}

/// Clears final jobs from the list; their pictures stay. Answers how many.
///
/// # Errors
/// When the database does not answer.
pub async fn clear_finished(db: &mut SqliteConnection, now: DateTime<Utc>) -> Result<u64> {
    let done = sqlx::query(
        "UPDATE jobs SET cleared_at = ?1 WHERE cleared_at IS NULL AND state IN ('done', 'failed', 'cancelled')",
    )
    .bind(now)
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Clears one job from the list.
///
/// # Errors
/// When the database does not answer.
pub async fn clear(db: &mut SqliteConnection, id: JobId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query("UPDATE jobs SET cleared_at = ?2 WHERE id = ?1").bind(id).bind(now).execute(db).await?;
    Ok(())
}

/// How many jobs are in each state.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(db: &mut SqliteConnection) -> Result<Vec<(State, i64)>> {
    Ok(sqlx::query_as("SELECT state, count(*) FROM jobs GROUP BY state").fetch_all(db).await?)
}
