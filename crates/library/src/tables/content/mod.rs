//! Content: pictures, clips, sounds and texts of the library, one row an item.
//!
//! The row, its birth and its changes are here; [`list`] finds many, [`facets`] counts them, [`files`]
//! compares rows with what lies on the disk.

pub mod batch;
pub mod births;
pub mod facets;
pub mod files;
pub mod filter;
pub mod list;
pub mod stats;

pub use stats::{KindTotals, Totals, by_kind, pending_count, totals};

use crate::{CharacterId, ContentId, JobId, Lora, Result, RunId};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{FromRow, SqliteConnection};

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum ContentType {
    /// A picture.
    Image,
    /// A clip.
    Video,
    /// A sound.
    Audio,
    /// A text.
    Text,
}

/// Where an item comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum ContentSource {
    /// Made from a prompt.
    Generated,
    /// Brought in from outside.
    Imported,
    /// Made from another item, such as an upscale.
    Derived,
}

/// What the creator decided about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum ApprovalStatus {
    /// Nothing yet.
    #[default]
    Pending,
    /// Good to be used.
    Approved,
    /// Not to be used.
    Rejected,
}

/// How much an item shows. Unknown counts as not allowed where a rating matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum Rating {
    /// Nobody said.
    #[default]
    Unknown,
    /// For everybody.
    Safe,
    /// Suggestive, not explicit.
    Suggestive,
    /// Explicit.
    Nsfw,
}

/// One item.
#[derive(Debug, Clone, FromRow)]
pub struct ContentRow {
    /// The item's id.
    pub id: ContentId,
    /// The character that it shows or speaks for.
    pub character_id: Option<CharacterId>,
    /// The job that made it.
    pub job_id: Option<JobId>,
    /// The run that made it.
    pub run_id: Option<RunId>,
    /// Which of the run's outputs it is, from 1.
    pub output_number: Option<i64>,
    /// The item that it was derived from.
    pub parent_id: Option<ContentId>,
    /// What it is.
    pub content_type: ContentType,
    /// What it is meant for: `post`, `story`, `reel` and the like.
    pub category: String,
    /// Where it comes from.
    pub source: ContentSource,
    /// Its file, relative to the media folder, with forward slashes.
    pub file: String,
    /// The last part of `file`, unique in the library.
    pub file_name: String,
    /// Its media type.
    pub mime_type: String,
    /// Width in pixels, upright.
    pub width: Option<i64>,
    /// Height in pixels, upright.
    pub height: Option<i64>,
    /// Size of the file.
    pub size_bytes: i64,
    /// BLAKE3 of the file, as hex.
    pub blake3: String,
    /// The positive prompt.
    pub prompt: String,
    /// The negative prompt.
    pub negative_prompt: String,
    /// The workflow's slug.
    pub workflow_id: Option<String>,
    /// The checkpoint.
    pub model: Option<String>,
    /// The seed, where it is one of ours (0 to 2^53 − 1).
    pub seed: Option<i64>,
    /// The whole recipe, as the media crate writes it.
    #[sqlx(json)]
    pub recipe: Value,
    /// 0 to 1; `None` is not measured.
    pub quality_score: Option<f64>,
    /// Likeness to the character's references, 0 to 1; `None` is not measured.
    pub identity_score: Option<f64>,
    /// The creator's words on it.
    pub description: String,
    /// How much it shows.
    pub rating: Rating,
    /// The folder that the creator put it in: a label, never a place on the disk.
    pub folder: String,
    /// What the creator decided.
    pub approval_status: ApprovalStatus,
    /// Why it was rejected.
    pub rejected_reason: Option<String>,
    /// When the creator decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// Whether a model made it.
    pub is_ai_made: bool,
    /// In how many posts it went out.
    pub times_used: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When its row last changed.
    pub updated_at: DateTime<Utc>,
    /// When it went to the trash.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// Writes a new item with its LoRAs. A second output of the same run and number, a second file and a
/// second file name are refused by their constraints.
///
/// # Errors
/// When a constraint refuses the row or the database does not answer.
pub async fn insert(db: &mut SqliteConnection, row: &ContentRow, loras: &[Lora]) -> Result<()> {
    sqlx::query(
        "INSERT INTO content (id, character_id, job_id, run_id, output_number, parent_id, content_type, category,
             source, file, file_name, mime_type, width, height, size_bytes, blake3, prompt, negative_prompt,
             workflow_id, model, seed, recipe, quality_score, identity_score, description, rating, folder,
             approval_status, rejected_reason, decided_at, is_ai_made, times_used, created_at, updated_at, deleted_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21,
             ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35)",
    )
    .bind(row.id)
    .bind(row.character_id)
    .bind(row.job_id)
    .bind(row.run_id)
    .bind(row.output_number)
    .bind(row.parent_id)
    .bind(row.content_type)
    .bind(&row.category)
    .bind(row.source)
    .bind(&row.file)
    .bind(&row.file_name)
    .bind(&row.mime_type)
    .bind(row.width)
    .bind(row.height)
    .bind(row.size_bytes)
    .bind(&row.blake3)
    .bind(&row.prompt)
    .bind(&row.negative_prompt)
    .bind(&row.workflow_id)
    .bind(&row.model)
    .bind(row.seed)
    .bind(row.recipe.to_string())
    .bind(row.quality_score)
    .bind(row.identity_score)
    .bind(&row.description)
    .bind(row.rating)
    .bind(&row.folder)
    .bind(row.approval_status)
    .bind(&row.rejected_reason)
    .bind(row.decided_at)
    .bind(row.is_ai_made)
    .bind(row.times_used)
    .bind(row.created_at)
    .bind(row.updated_at)
    .bind(row.deleted_at)
    .execute(&mut *db)
    .await?;
    for lora in loras {
        // A recipe may name a LoRA twice; the first one counts.
        sqlx::query(
            "INSERT INTO content_loras (content_row, name, strength)
             SELECT row_number, ?2, ?3 FROM content WHERE id = ?1 ON CONFLICT DO NOTHING",
        )
        .bind(row.id)
        .bind(&lora.name)
        .bind(lora.strength)
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// One item, in the trash or not.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: ContentId) -> Result<Option<ContentRow>> {
    Ok(sqlx::query_as("SELECT * FROM content WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// The item that is this output of this run.
///
/// # Errors
/// When the database does not answer.
pub async fn get_output(db: &mut SqliteConnection, run_id: RunId, number: i64) -> Result<Option<ContentRow>> {
    Ok(sqlx::query_as("SELECT * FROM content WHERE run_id = ?1 AND output_number = ?2")
        .bind(run_id)
        .bind(number)
        .fetch_optional(db)
        .await?)
}

/// The item whose file has this name, in the trash or not.
///
/// # Errors
/// When the database does not answer.
pub async fn get_by_file_name(db: &mut SqliteConnection, file_name: &str) -> Result<Option<ContentRow>> {
    Ok(sqlx::query_as("SELECT * FROM content WHERE file_name = ?1").bind(file_name).fetch_optional(db).await?)
}

/// The items that were derived from this one and are not in the trash, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn children(db: &mut SqliteConnection, id: ContentId) -> Result<Vec<ContentRow>> {
    Ok(sqlx::query_as("SELECT * FROM content WHERE parent_id = ?1 AND deleted_at IS NULL ORDER BY created_at, id")
        .bind(id)
        .fetch_all(db)
        .await?)
}

/// The LoRAs of an item, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn loras(db: &mut SqliteConnection, id: ContentId) -> Result<Vec<Lora>> {
    let rows: Vec<(String, f64)> = sqlx::query_as(
        "SELECT content_loras.name, strength FROM content_loras JOIN content ON row_number = content_row
             WHERE id = ?1 ORDER BY content_loras.name",
    )
    .bind(id)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|(name, strength)| Lora { name, strength }).collect())
}

/// The name of a character, deleted or not: folders and answers bear it.
///
/// # Errors
/// When the database does not answer.
pub async fn character_name(db: &mut SqliteConnection, id: CharacterId) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("SELECT name FROM characters WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// Writes what a creator may change of an item: description, rating, folder, quality, decision.
///
/// # Errors
/// When a constraint refuses the row or the database does not answer.
pub async fn update(db: &mut SqliteConnection, row: &ContentRow) -> Result<()> {
    sqlx::query(
        "UPDATE content SET description = ?2, rating = ?3, folder = ?4, quality_score = ?5, approval_status = ?6,
             rejected_reason = ?7, decided_at = ?8, updated_at = ?9
         WHERE id = ?1",
    )
    .bind(row.id)
    .bind(&row.description)
    .bind(row.rating)
    .bind(&row.folder)
    .bind(row.quality_score)
    .bind(row.approval_status)
    .bind(&row.rejected_reason)
    .bind(row.decided_at)
    .bind(row.updated_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Counts that an item went out in one more post.
///
/// # Errors
/// When the database does not answer.
pub async fn count_use(db: &mut SqliteConnection, id: ContentId) -> Result<()> {
    sqlx::query("UPDATE content SET times_used = times_used + 1 WHERE id = ?1").bind(id).execute(db).await?;
    Ok(())
}

/// Forgets an item for good; its file is the caller's to remove, before.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(db: &mut SqliteConnection, id: ContentId) -> Result<bool> {
    let done = sqlx::query("DELETE FROM content WHERE id = ?1").bind(id).execute(db).await?;
    Ok(done.rows_affected() > 0)
}

/// A page of the trash, what was deleted last first, and how much lies there.
///
/// # Errors
/// When the database does not answer.
pub async fn trash(db: &mut SqliteConnection, limit: i64, offset: i64) -> Result<(Vec<ContentRow>, i64)> {
    let rows = sqlx::query_as(
        "SELECT * FROM content WHERE deleted_at IS NOT NULL ORDER BY deleted_at DESC, id DESC LIMIT ?1 OFFSET ?2",
    )
    .bind(limit)
    .bind(offset)
    .fetch_all(&mut *db)
    .await?;
    let total = sqlx::query_scalar("SELECT count(*) FROM content WHERE deleted_at IS NOT NULL").fetch_one(db).await?;
    Ok((rows, total))
}

/// Everything in the trash that was deleted at or before a moment: ids, files, sizes in bytes.
///
/// # Errors
/// When the database does not answer.
pub async fn trash_before(db: &mut SqliteConnection, before: DateTime<Utc>) -> Result<Vec<(ContentId, String, i64)>> {
    Ok(sqlx::query_as("SELECT id, file, size_bytes FROM content WHERE deleted_at IS NOT NULL AND deleted_at <= ?1")
        .bind(before)
        .fetch_all(db)
        .await?)
}
