//! Models that are fetched from the network, and what is known of the origin of those that were.

use crate::{ModelInstallId, Result};
use chrono::{DateTime, Utc};
use sqlx::{FromRow, SqliteConnection};

/// How far a model's way onto this computer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type, serde::Serialize, schemars::JsonSchema)]
#[sqlx(rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum InstallState {
    /// It waits its turn.
    Queued,
    /// It is being fetched.
    Running,
    /// It lies in its folder.
    Done,
    /// It could not be fetched, or was not what it should be.
    Failed,
    /// The creator called it off.
    Cancelled,
}

/// Where a model is fetched from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type, serde::Serialize, schemars::JsonSchema)]
#[sqlx(rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ModelSource {
    /// Hugging Face.
    HuggingFace,
    /// Civitai.
    Civitai,
    /// Another address.
    Url,
}

/// One file.
#[derive(Debug, Clone, FromRow)]
pub struct ModelInstallRow {
    /// Its id.
    pub id: ModelInstallId,
    /// Where it is fetched from, without keys.
    pub url: String,
    /// Whose address that is.
    pub source: ModelSource,
    /// The page that describes it.
    pub page_url: Option<String>,
    /// Its name on that page.
    pub title: String,
    /// The licence, as the page says it.
    pub licence: Option<String>,
    /// The family, as the page says it.
    pub base_model: Option<String>,
    /// Words that wake what it learned.
    #[sqlx(json)]
    pub trigger_words: Vec<String>,
    /// A picture made with it.
    pub preview_url: Option<String>,
    /// ComfyUI's name of the folder, such as `loras`.
    pub folder: String,
    /// The file's name within the folder, with `/` between parts.
    pub name: String,
    /// The whole path on this computer.
    pub path: String,
    /// Its size as the host said it.
    pub size_bytes: Option<i64>,
    /// Its SHA-256 as the page said it, or, once it is done, as it was read.
    pub sha256: Option<String>,
    /// How much is there.
    pub done_bytes: i64,
    /// How far it is.
    pub state: InstallState,
    /// Why it failed.
    pub error: Option<String>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it was done, failed or called off.
    pub finished_at: Option<DateTime<Utc>>,
}

/// The newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection, limit: i64) -> Result<Vec<ModelInstallRow>> {
    Ok(sqlx::query_as("SELECT * FROM model_installs ORDER BY id DESC LIMIT ?1").bind(limit).fetch_all(db).await?)
}

/// One of them.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: ModelInstallId) -> Result<Option<ModelInstallRow>> {
    Ok(sqlx::query_as("SELECT * FROM model_installs WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// Those that are not at their end, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn open(db: &mut SqliteConnection) -> Result<Vec<ModelInstallRow>> {
    Ok(sqlx::query_as("SELECT * FROM model_installs WHERE state IN ('queued', 'running') ORDER BY id")
        .fetch_all(db)
        .await?)
}

/// What is known of the origin of a model that was fetched.
///
/// # Errors
/// When the database does not answer.
pub async fn origin_of(db: &mut SqliteConnection, folder: &str, name: &str) -> Result<Option<ModelInstallRow>> {
    Ok(sqlx::query_as(
        "SELECT * FROM model_installs WHERE state = 'done' AND folder = ?1 AND name = ?2 ORDER BY id DESC LIMIT 1",
    )
    .bind(folder)
    .bind(name)
    .fetch_optional(db)
    .await?)
}

/// Writes a new one.
///
/// # Errors
/// When the same file is on its way already, or the database does not answer.
pub async fn insert(db: &mut SqliteConnection, row: &ModelInstallRow) -> Result<()> {
    sqlx::query(
        "INSERT INTO model_installs (id, url, source, page_url, title, licence, base_model, trigger_words, preview_url,
             folder, name, path, size_bytes, sha256, done_bytes, state, error, created_at, finished_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    )
    .bind(row.id)
    .bind(&row.url)
    .bind(row.source)
    .bind(&row.page_url)
    .bind(&row.title)
    .bind(&row.licence)
    .bind(&row.base_model)
    .bind(serde_json::to_string(&row.trigger_words).unwrap_or_default())
    .bind(&row.preview_url)
    .bind(&row.folder)
    .bind(&row.name)
    .bind(&row.path)
    .bind(row.size_bytes)
    .bind(&row.sha256)
    .bind(row.done_bytes)
    .bind(row.state)
    .bind(&row.error)
    .bind(row.created_at)
    .bind(row.finished_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Writes how far an open one is. Answers whether it was open: one that was called off stays so.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(db: &mut SqliteConnection, row: &ModelInstallRow) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE model_installs SET size_bytes = ?2, sha256 = ?3, done_bytes = ?4, state = ?5, error = ?6,
             finished_at = ?7
         WHERE id = ?1 AND state IN ('queued', 'running')",
    )
    .bind(row.id)
    .bind(row.size_bytes)
    .bind(&row.sha256)
    .bind(row.done_bytes)
    .bind(row.state)
    .bind(&row.error)
    .bind(row.finished_at)
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Puts one that failed or was called off back into the queue. Answers whether it was such a one.
///
/// # Errors
/// When the same file is on its way already, or the database does not answer.
pub async fn again(db: &mut SqliteConnection, id: ModelInstallId) -> Result<bool> {
    let again = sqlx::query(
        "UPDATE model_installs SET state = 'queued', error = NULL, finished_at = NULL
         WHERE id = ?1 AND state IN ('failed', 'cancelled')",
    )
    .bind(id)
    .execute(db)
    .await?;
    Ok(again.rows_affected() > 0)
}
