//! Runs: one ComfyUI prompt each, under an id that is written here before it is sent.

use crate::{ContentId, JobId, PromptId, Result, RunId, ServerId, tables::jobs::State};
use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{FromRow, SqliteConnection};

/// One run.
#[derive(Debug, Clone, FromRow)]
pub struct RunRow {
    /// The run's id.
    pub id: RunId,
    /// The id under which it is sent.
    pub prompt_id: PromptId,
    /// The job that it belongs to.
    pub job_id: JobId,
    /// Its number within the job, from 1.
    pub number: i64,
    /// Where it was sent.
    pub server_id: Option<ServerId>,
    /// Where it stands.
    pub state: State,
    /// How often it was sent.
    pub attempt: i64,
    /// Its seed, 0 to 2^53 − 1.
    pub seed: i64,
    /// The whole recipe as plain data: what the graph is built from.
    #[sqlx(json)]
    pub recipe: Value,
    /// What went wrong: `{ code, message, details }`.
    #[sqlx(json(nullable))]
    pub error: Option<Value>,
    /// When it was last sent.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When it began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

/// Writes a new run.
///
/// # Errors
/// When the database does not answer.
pub async fn insert(
    db: &mut SqliteConnection,
    id: RunId,
    job_id: JobId,
    number: i64,
    seed: i64,
    recipe: &Value,
) -> Result<()> {
    sqlx::query("INSERT INTO runs (id, prompt_id, job_id, number, state, seed, recipe) VALUES (?1, ?6, ?2, ?3, 'queued', ?4, ?5)")
        .bind(id)
        .bind(job_id)
        .bind(number)
        .bind(seed)
        .bind(recipe.to_string())
        .bind(PromptId(id.0))
        .execute(db)
        .await?;
    Ok(())
}

/// One run.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: RunId) -> Result<Option<RunRow>> {
    Ok(sqlx::query_as("SELECT * FROM runs WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// The runs of a job, in order.
///
/// # Errors
/// When the database does not answer.
pub async fn of_job(db: &mut SqliteConnection, job_id: JobId) -> Result<Vec<RunRow>> {
    Ok(sqlx::query_as("SELECT * FROM runs WHERE job_id = ?1 ORDER BY number").bind(job_id).fetch_all(db).await?)
}

/// The first picture of each run of a job.
///
/// # Errors
/// When the database does not answer.
pub async fn content_of_job(db: &mut SqliteConnection, job_id: JobId) -> Result<Vec<(RunId, ContentId)>> {
    Ok(sqlx::query_as(
        "SELECT run_id, id FROM content WHERE job_id = ?1 AND run_id IS NOT NULL AND deleted_at IS NULL ORDER BY id",
    )
    .bind(job_id)
    .fetch_all(db)
    .await?)
}

/// Runs that were sent and have not ended: what a start or a broken connection has to ask about.
///
/// # Errors
/// When the database does not answer.
pub async fn sent(db: &mut SqliteConnection) -> Result<Vec<RunRow>> {
    Ok(sqlx::query_as("SELECT * FROM runs WHERE state IN ('submitted', 'running') ORDER BY submitted_at")
        .fetch_all(db)
        .await?)
}

/// The run that goes next, by its job's place in the queue; jobs of `but` are passed over.
///
/// # Errors
/// When the database does not answer.
pub async fn next(db: &mut SqliteConnection, but: &[JobId]) -> Result<Option<RunRow>> {
    let but = serde_json::to_string(but).unwrap_or_default();
    Ok(sqlx::query_as(
        "SELECT runs.* FROM jobs CROSS JOIN runs ON runs.job_id = jobs.id
         WHERE jobs.state IN ('queued', 'submitted', 'running') AND runs.state = 'queued'
             AND jobs.id NOT IN (SELECT value FROM json_each(?1))
         ORDER BY jobs.position, runs.number LIMIT 1",
    )
    .bind(but)
    .fetch_optional(db)
    .await?)
}

/// Notes, before it happens, that the run is being sent.
///
/// # Errors
/// When the database does not answer.
pub async fn submit(
    db: &mut SqliteConnection,
    id: RunId,
    server_id: Option<ServerId>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE runs SET state = 'submitted', server_id = ?2, attempt = attempt + 1, submitted_at = ?3, error = NULL
         WHERE id = ?1 AND state = 'queued'",
    )
    .bind(id)
    .bind(server_id)
    .bind(now)
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// The server began with it. Answers whether that is new.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(db: &mut SqliteConnection, id: RunId, now: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query("UPDATE runs SET state = 'running', started_at = ?2 WHERE id = ?1 AND state = 'submitted'")
        .bind(id)
        .bind(now)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Puts a sent run back in the queue: the server lost it, or never got it.
///
/// # Errors
/// When the database does not answer.
pub async fn put_back(db: &mut SqliteConnection, id: RunId) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE runs SET state = 'queued', started_at = NULL, submitted_at = NULL
         WHERE id = ?1 AND state IN ('submitted', 'running')",
    )
    .bind(id)
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Puts a sent run back in the queue with another recipe, under a new prompt id.
///
/// # Errors
/// When the database does not answer.
pub async fn go_again(db: &mut SqliteConnection, id: RunId, recipe: &Value) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE runs SET state = 'queued', started_at = NULL, submitted_at = NULL, recipe = ?2, prompt_id = ?3
         WHERE id = ?1 AND state IN ('submitted', 'running')",
    )
    .bind(id)
    .bind(recipe.to_string())
    .bind(PromptId::new())
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Ends a run that has not ended. Answers whether this call ended it.
///
/// # Errors
/// When the database does not answer.
pub async fn end(
    db: &mut SqliteConnection,
    id: RunId,
    state: State,
    error: Option<&Value>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE runs SET state = ?2, error = ?3, finished_at = ?4
         WHERE id = ?1 AND state IN ('queued', 'submitted', 'running')",
    )
    .bind(id)
    .bind(state)
    .bind(error.map(Value::to_string))
    .bind(now)
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Cancels the runs of a job: all that are open, or only those that wait in our queue.
///
/// # Errors
/// When the database does not answer.
pub async fn cancel(db: &mut SqliteConnection, job_id: JobId, only_waiting: bool, now: DateTime<Utc>) -> Result<u64> {
    let done = sqlx::query(
        "UPDATE runs SET state = 'cancelled', finished_at = ?3 WHERE job_id = ?1
         AND (state = 'queued' OR (NOT ?2 AND state IN ('submitted', 'running')))",
    )
    .bind(job_id)
    .bind(only_waiting)
    .bind(now)
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// How long a picture of this model and size took lately, in seconds: the mean of the last 20 among
/// the last 500 pictures, so that the question stays quick in a library of any size.
///
/// # Errors
/// When the database does not answer.
pub async fn mean_seconds(db: &mut SqliteConnection, model: &str, width: i64, height: i64) -> Result<Option<f64>> {
    Ok(sqlx::query_scalar(
        "SELECT avg((julianday(finished_at) - julianday(started_at)) * 86400.0) FROM (
             SELECT started_at, finished_at FROM (
                 SELECT started_at, finished_at, recipe FROM runs WHERE state = 'done'
                 ORDER BY finished_at DESC LIMIT 500)
             WHERE started_at IS NOT NULL AND recipe ->> 'model' = ?1
               AND recipe ->> 'width' = ?2 AND recipe ->> 'height' = ?3
             LIMIT 20)",
    )
    .bind(model)
    .bind(width)
    .bind(height)
    .fetch_one(db)
    .await?)
}

/// One line of the statistics: a model, a size, how many pictures and their mean time.
#[derive(Debug, Clone, FromRow)]
pub struct RunStats {
    /// The model, empty where the recipe names none.
    pub model: String,
    /// Width in pixels.
    pub width: i64,
    /// Height in pixels.
    pub height: i64,
    /// How many runs are done.
    pub done: i64,
    /// How many failed.
    pub failed: i64,
    /// Mean seconds of those that are done.
    pub mean_seconds: Option<f64>,
}

/// Counts and times by model and size over the last 5,000 pictures, the most used first.
///
/// # Errors
/// When the database does not answer.
pub async fn stats(db: &mut SqliteConnection, limit: u32) -> Result<Vec<RunStats>> {
    Ok(sqlx::query_as(
        "SELECT coalesce(recipe ->> 'model', '') AS model, coalesce(recipe ->> 'width', 0) AS width,
                coalesce(recipe ->> 'height', 0) AS height,
                count(*) FILTER (WHERE state = 'done') AS done, count(*) FILTER (WHERE state = 'failed') AS failed,
                avg(CASE WHEN state = 'done' THEN (julianday(finished_at) - julianday(started_at)) * 86400.0 END) AS mean_seconds
         FROM (SELECT * FROM runs WHERE state IN ('done', 'failed') ORDER BY finished_at DESC LIMIT 5000)
         GROUP BY 1, 2, 3 ORDER BY done DESC LIMIT ?1",
    )
    .bind(limit)
    .fetch_all(db)
    .await?)
}
