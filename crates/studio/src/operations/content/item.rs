//! An item as the interfaces see it: a row of the grid, and the whole of it.

use crate::{Error, File, Result, Studio, open_file::FULL};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use troupe_library::{
    CharacterId, ContentId, JobId, Lora, RunId,
    tables::{
        content::{self, ApprovalStatus, ContentRow, ContentSource, ContentType, Rating, list::ListedContent},
        content_tags,
        jobs::{self, State},
    },
};

/// The size of a preview when none is asked for: the longer edge in pixels.
const PREVIEW_EDGE_PX: u32 = 640;

/// One item of the library.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(extend("x-file-kind" = "content"))]
pub(crate) struct ContentItem {
    /// The item's id.
    pub(crate) id: ContentId,
    /// The character that it shows.
    pub(crate) character_id: Option<CharacterId>,
    /// The character's name.
    pub(crate) character_name: Option<String>,
    /// The job that made it.
    pub(crate) job_id: Option<JobId>,
    /// The run that made it.
    pub(crate) run_id: Option<RunId>,
    /// The item that it was derived from.
    pub(crate) parent_id: Option<ContentId>,
    /// What it is.
    pub(crate) content_type: ContentType,
    /// What it is meant for: `post`, `story`, `reel` and the like.
    pub(crate) content_category: String,
    /// Where it comes from.
    pub(crate) source: ContentSource,
    /// Its file's name, unique in the library.
    pub(crate) filename: String,
    /// Its media type.
    pub(crate) mime_type: String,
    /// Width in pixels.
    pub(crate) width: Option<i64>,
    /// Height in pixels.
    pub(crate) height: Option<i64>,
    /// Size of the file in bytes.
    pub(crate) file_size: i64,
    /// The positive prompt.
    pub(crate) prompt: String,
    /// The negative prompt.
    pub(crate) negative_prompt: String,
    /// The workflow's slug.
    pub(crate) workflow_id: Option<String>,
    /// The checkpoint.
    pub(crate) model: Option<String>,
    /// The seed, 0 to 2^53 − 1.
    pub(crate) seed: Option<i64>,
    /// 0 to 1; null is not measured.
    pub(crate) quality_score: Option<f64>,
    /// Likeness to the character's references, 0 to 1; null is not measured.
    pub(crate) identity_score: Option<f64>,
    /// The creator's words on it.
    pub(crate) description: String,
    /// How much it shows; unknown counts as not allowed where that matters.
    pub(crate) rating: Rating,
    /// Whether it is rated explicit.
    pub(crate) is_nsfw: bool,
    /// The folder that it is in: a label, never a place on the disk.
    pub(crate) folder_path: String,
    /// What the creator decided.
    pub(crate) approval_status: ApprovalStatus,
    /// Why it was rejected.
    pub(crate) rejected_reason: Option<String>,
    /// When the creator decided.
    pub(crate) decided_at: Option<DateTime<Utc>>,
    /// Whether a model made it; rehearsal pictures are drawn.
    pub(crate) is_ai_made: bool,
    /// In how many posts it went out.
    pub(crate) times_used: i64,
    /// The tags, in order.
    pub(crate) tags: Vec<String>,
    /// When it was made.
    pub(crate) created_at: DateTime<Utc>,
    /// When its row last changed.
    pub(crate) updated_at: DateTime<Utc>,
    /// When it went to the trash; null when it is not there.
    pub(crate) deleted_at: Option<DateTime<Utc>>,
}

impl From<ListedContent> for ContentItem {
    fn from(listed: ListedContent) -> Self {
        Self::new(listed.content, listed.character_name, listed.tags)
    }
}

impl ContentItem {
    pub(crate) fn new(row: ContentRow, character_name: Option<String>, tags: Vec<String>) -> Self {
        Self {
            id: row.id,
            character_id: row.character_id,
            character_name,
            job_id: row.job_id,
            run_id: row.run_id,
            parent_id: row.parent_id,
            content_type: row.content_type,
            content_category: row.category,
            source: row.source,
            filename: row.file_name,
            mime_type: row.mime_type,
            width: row.width,
            height: row.height,
            file_size: row.size_bytes,
            prompt: row.prompt,
            negative_prompt: row.negative_prompt,
            workflow_id: row.workflow_id,
            model: row.model,
            seed: row.seed,
            quality_score: row.quality_score,
            identity_score: row.identity_score,
            description: row.description,
            is_nsfw: row.rating == Rating::Nsfw,
            rating: row.rating,
            folder_path: row.folder,
            approval_status: row.approval_status,
            rejected_reason: row.rejected_reason,
            decided_at: row.decided_at,
            is_ai_made: row.is_ai_made,
            times_used: row.times_used,
            tags,
            created_at: row.created_at,
            updated_at: row.updated_at,
            deleted_at: row.deleted_at,
        }
    }
}

/// An item with its recipe and its relations.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(extend("x-file-kind" = "content"))]
pub(super) struct ContentDetails {
    /// The item.
    #[serde(flatten)]
    item: ContentItem,
    /// The whole recipe: model, steps, cfg_scale, sampler, scheduler, seed, size, LoRAs and what else was written.
    generation_settings: Value,
    /// The LoRAs that it was made with.
    loras: Vec<Lora>,
    /// BLAKE3 of the file, as hex.
    blake3: String,
    /// Whether the file is missing from the media folder.
    is_file_missing: bool,
    /// The item that it was derived from.
    parent: Option<RelatedContent>,
    /// The items that were derived from it.
    children: Vec<RelatedContent>,
    /// The job that made it.
    job: Option<ContentJob>,
}

/// An item that another one is derived from, or is derived from it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(extend("x-file-kind" = "content"))]
struct RelatedContent {
    /// The item's id.
    id: ContentId,
    /// Its file's name.
    filename: String,
    /// Width in pixels.
    width: Option<i64>,
    /// Height in pixels.
    height: Option<i64>,
    /// The workflow that made it.
    workflow_id: Option<String>,
    /// What the creator decided.
    approval_status: ApprovalStatus,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it went to the trash; null when it is not there.
    deleted_at: Option<DateTime<Utc>>,
}

impl From<ContentRow> for RelatedContent {
    fn from(row: ContentRow) -> Self {
        Self {
            id: row.id,
            filename: row.file_name,
            width: row.width,
            height: row.height,
            workflow_id: row.workflow_id,
            approval_status: row.approval_status,
            created_at: row.created_at,
            deleted_at: row.deleted_at,
        }
    }
}

/// The job behind an item.
#[derive(Debug, Serialize, JsonSchema)]
struct ContentJob {
    /// The job's id.
    id: JobId,
    /// A few words to know it by.
    title: String,
    /// Where it stands.
    state: State,
    /// When its button was pressed.
    created_at: DateTime<Utc>,
}

/// One item with its recipe, its lineage, its tags and the facts of its file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetContent {
    /// The item, in the trash or not.
    content_id: ContentId,
}

pub(super) async fn get(studio: &Studio, input: GetContent) -> Result<ContentDetails> {
    details(studio, input.content_id).await
}

/// The whole of an item, in the trash or not.
pub(super) async fn details(studio: &Studio, id: ContentId) -> Result<ContentDetails> {
    let mut read = studio.library().read().await?;
    let mut row = content::get(&mut read, id).await?.ok_or_else(|| Error::not_found("content", id))?;
    let character_name = match row.character_id {
        Some(id) => content::character_name(&mut read, id).await?,
        None => None,
    };
    let tags = content_tags::of(&mut read, id).await?;
    let loras = content::loras(&mut read, id).await?;
    let parent = match row.parent_id {
        Some(id) => content::get(&mut read, id).await?.map(RelatedContent::from),
        None => None,
    };
    let children = content::children(&mut read, id).await?.into_iter().map(RelatedContent::from).collect();
    let job = match row.job_id {
        Some(id) => jobs::get(&mut read, id).await?.map(|job| ContentJob {
            id: job.id,
            title: job.title,
            state: job.state,
            created_at: job.created_at,
        }),
        None => None,
    };
    drop(read);
    let is_file_missing = !tokio::fs::try_exists(studio.library().media_dir().join(&row.file)).await.unwrap_or(true);
    Ok(ContentDetails {
        generation_settings: std::mem::take(&mut row.recipe),
        loras,
        blake3: row.blake3.clone(),
        is_file_missing,
        parent,
        children,
        job,
        item: ContentItem::new(row, character_name, tags),
    })
}

/// The item's picture, made smaller: the file is kept, so that the next time is quick.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PreviewContent {
    /// The item.
    content_id: ContentId,
    /// The longer edge in pixels, 640 when left out. It is rounded up to 160, 320, 640, 1280 or 2048; above that, and
    /// for smaller pictures, the file itself is answered.
    size: Option<u32>,
}

pub(super) async fn preview(studio: &Studio, input: PreviewContent) -> Result<File> {
    let row = found(studio, input.content_id).await?;
    let size = input.size.unwrap_or(PREVIEW_EDGE_PX);
    if size == 0 {
        return Err(Error::field("size", "must be at least 1"));
    }
    if !row.mime_type.starts_with("image/") {
        return Ok(full_file(&row));
    }
    Ok(File {
        kind: "content".to_owned(),
        id: row.id.to_string(),
        variant: size.to_string(),
        name: row.file_name,
        mime_type: "image/jpeg".to_owned(),
        size_bytes: None,
    })
}

/// The item's file as it is, with its recipe and its AI mark.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DownloadContent {
    /// The item.
    content_id: ContentId,
}

pub(super) async fn download(studio: &Studio, input: DownloadContent) -> Result<File> {
    Ok(full_file(&found(studio, input.content_id).await?))
}

async fn found(studio: &Studio, id: ContentId) -> Result<ContentRow> {
    let mut read = studio.library().read().await?;
    content::get(&mut read, id).await?.ok_or_else(|| Error::not_found("content", id))
}

fn full_file(row: &ContentRow) -> File {
    File {
        kind: "content".to_owned(),
        id: row.id.to_string(),
        variant: FULL.to_owned(),
        name: row.file_name.clone(),
        mime_type: row.mime_type.clone(),
        size_bytes: u64::try_from(row.size_bytes).ok(),
    }
}
