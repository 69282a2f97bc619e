//! Asking for pictures: with or without a character, one request or a whole sheet; and what would be
//! sent, before it is.

use crate::{
    Code, Error, Result, Studio,
    generation::{GenerateImage, ImageJob, NewJob, enqueue, missing_json, plan, refuse_missing, wait_for_job},
    prompt::ComposedPrompt,
};
use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use troupe_library::{
    BatchId, CharacterId, JobId, Lora, StyleId,
    tables::{
        jobs::{JobKind, State},
        runs,
    },
};

/// The most cells of a batch sheet.
const MOST_CELLS: usize = 400;

pub(crate) async fn generate(studio: &Studio, input: GenerateImage) -> Result<ImageJob> {
    let wait = input.wait;
    let id = enqueue_images(studio, input, None).await?;
    wait_for_job(studio, id, wait).await
}

async fn enqueue_images(studio: &Studio, mut input: GenerateImage, batch_id: Option<BatchId>) -> Result<JobId> {
    let plan = plan(studio, &input).await?;
    refuse_missing(plan.missing.as_ref())?;
    input.wait = None;
    let title = match &plan.character_name {
        Some(name) if input.prompt.trim().is_empty() => name.clone(),
        Some(name) => format!("{name}: {}", input.prompt.trim()),
        None => input.prompt.trim().to_owned(),
    };
    let new = NewJob {
        kind: JobKind::Image,
        batch_id,
        character_id: input.character_id,
        title,
        input: serde_json::to_value(&input).map_err(Error::internal)?,
        retry_of: None,
        recipes: plan.recipes,
    };
    enqueue(studio, new).await
}

/// Shows what a request for pictures would send: the words with where each came from, the model, the
/// LoRAs, every parameter, what the server lacks, and how long it will probably take.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(super) struct ComposeImage(GenerateImage);

/// What would be sent.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ComposedImage {
    /// The words, the model and the LoRAs, and where each came from.
    composed: ComposedPrompt,
    workflow_id: String,
    width: Option<u32>,
    height: Option<u32>,
    steps: Option<u32>,
    cfg_scale: Option<f64>,
    sampler_name: Option<String>,
    scheduler: Option<String>,
    /// How many pictures.
    count: usize,
    /// Whether a ComfyUI could be asked what it has.
    is_checked: bool,
    /// Models, nodes and choices that ComfyUI lacks; empty lists when nothing is missing.
    missing: Value,
    /// Seconds for all of them, once pictures of this model and size were made before.
    estimated_seconds: Option<f64>,
}

pub(super) async fn compose(studio: &Studio, input: ComposeImage) -> Result<ComposedImage> {
    let plan = plan(studio, &input.0).await?;
    let recipe = plan.recipes.first().ok_or_else(|| Error::field("count", "must be at least 1"))?;
    let mut read = studio.library().read().await?;
    let (width, height) = (recipe.width.unwrap_or(0).into(), recipe.height.unwrap_or(0).into());
    let mean = runs::mean_seconds(&mut read, recipe.model.as_deref().unwrap_or_default(), width, height).await?;
    #[allow(clippy::cast_precision_loss)] // At most some hundred pictures.
    let estimated_seconds = mean.map(|seconds| seconds * plan.recipes.len() as f64);
    Ok(ComposedImage {
        workflow_id: recipe.workflow_id.clone(),
        width: recipe.width,
        height: recipe.height,
        steps: recipe.steps,
        cfg_scale: recipe.cfg_scale,
        sampler_name: recipe.sampler_name.clone(),
        scheduler: recipe.scheduler.clone(),
        count: plan.recipes.len(),
        is_checked: plan.missing.is_some(),
        missing: missing_json(&plan.missing.unwrap_or_default()),
        estimated_seconds,
        composed: plan.composed,
    })
}

/// Makes a whole sheet of pictures: each entry is a job of its own. All are checked before the first is
/// queued, so that a sheet is queued whole or not at all.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GenerateImageBatch {
    /// The requests, 1 to 400.
    #[schemars(length(min = 1, max = 400))]
    items: Vec<GenerateImage>,
}

/// The jobs of a sheet.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ImageBatch {
    batch_id: BatchId,
    job_ids: Vec<JobId>,
    /// How many pictures they make.
    total: u32,
}

pub(super) async fn generate_batch(studio: &Studio, input: GenerateImageBatch) -> Result<ImageBatch> {
    if input.items.is_empty() || input.items.len() > MOST_CELLS {
        return Err(Error::field("items", format!("must be 1 to {MOST_CELLS} requests")));
    }
    for (at, item) in input.items.iter().enumerate() {
        let checked = async { refuse_missing(plan(studio, item).await?.missing.as_ref()) }.await;
        checked.map_err(|error| error.with("item", json!(at)))?;
    }
    let batch_id = BatchId::new();
    let total = input.items.iter().map(|item| item.count.unwrap_or(1)).sum();
    let mut job_ids = Vec::with_capacity(input.items.len());
    for item in input.items {
        job_ids.push(enqueue_images(studio, item, Some(batch_id)).await?);
    }
    Ok(ImageBatch { batch_id, job_ids, total })
}

/// Makes pictures of a character: its words, its style, its model and its LoRAs are added to the
/// prompt.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GenerateCharacterImage {
    /// The character.
    character_id: CharacterId,
    /// What the picture shows.
    #[serde(default)]
    prompt: String,
    /// A style of the character's; else its default style.
    style_id: Option<StyleId>,
    /// What it must not show.
    #[serde(default)]
    negative_prompt: String,
    /// Width in pixels, 64 to 4096.
    width: Option<u32>,
    /// Height in pixels, 64 to 4096.
    height: Option<u32>,
    /// Sampling steps, 1 to 150.
    steps: Option<u32>,
    /// How closely the prompt is followed, 0 to 30.
    cfg_scale: Option<f64>,
    /// Seed of the first picture; absent or -1: random for each.
    seed: Option<i64>,
    /// How many pictures, 1 to 500 (1).
    count: Option<u32>,
    /// Wait this many seconds for the pictures, at most 300.
    wait: Option<u32>,
}

pub(super) async fn for_character(studio: &Studio, input: GenerateCharacterImage) -> Result<ImageJob> {
    let input = GenerateImage {
        prompt: input.prompt,
        negative_prompt: input.negative_prompt,
        character_id: Some(input.character_id),
        style_id: input.style_id,
        width: input.width,
        height: input.height,
        steps: input.steps,
        cfg_scale: input.cfg_scale,
        seed: input.seed,
        count: input.count,
        wait: input.wait,
        ..GenerateImage::default()
    };
    generate(studio, input).await
}

/// What `content.generate` can make so far.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum GeneratedType {
    /// Pictures.
    Image,
}

/// The parameters of `content.generate`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ContentSettings {
    /// Sampling steps, 1 to 150.
    #[serde(alias = "num_inference_steps")]
    #[schemars(extend("x-aliases" = ["num_inference_steps"]))]
    steps: Option<u32>,
    /// How closely the prompt is followed, 0 to 30.
    #[serde(alias = "guidance_scale")]
    #[schemars(extend("x-aliases" = ["guidance_scale"]))]
    cfg_scale: Option<f64>,
    /// Width in pixels, 64 to 4096.
    width: Option<u32>,
    /// Height in pixels, 64 to 4096.
    height: Option<u32>,
    /// Seed of the first picture; absent or -1: random for each.
    seed: Option<i64>,
    /// How many, 1 to 500 (1).
    count: Option<u32>,
    /// Checkpoint, as ComfyUI lists it.
    model: Option<String>,
    /// Sampler, as ComfyUI lists it.
    sampler_name: Option<String>,
    /// Noise schedule, as ComfyUI lists it.
    scheduler: Option<String>,
    /// LoRAs beside the character's and the style's.
    #[serde(default)]
    loras: Vec<Lora>,
}

/// Makes content of a kind: pictures so far.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GenerateContent {
    /// The kind.
    #[serde(rename = "content_type", alias = "type")]
    #[schemars(extend("x-aliases" = ["type"]))]
    _content_type: GeneratedType,
    /// The character in it.
    character_id: Option<CharacterId>,
    /// What it shows.
    #[serde(default)]
    prompt: String,
    /// What it must not show.
    #[serde(default)]
    negative_prompt: String,
    /// The parameters.
    #[serde(default)]
    settings: ContentSettings,
    /// What it is for: `post` (the default), `story`, `reel` …
    category: Option<String>,
    /// Whether it is not safe for work.
    #[serde(default)]
    is_nsfw: bool,
    /// Wait this many seconds for it, at most 300.
    wait: Option<u32>,
}

/// A generation that was started.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct StartedGeneration {
    /// The job's id.
    generation_id: JobId,
    status: State,
    estimated_completion: Option<DateTime<Utc>>,
    /// The job as it is now.
    job: ImageJob,
}

pub(super) async fn content(studio: &Studio, input: GenerateContent) -> Result<StartedGeneration> {
    let request = GenerateImage {
        prompt: input.prompt,
        negative_prompt: input.negative_prompt,
        character_id: input.character_id,
        width: input.settings.width,
        height: input.settings.height,
        steps: input.settings.steps,
        cfg_scale: input.settings.cfg_scale,
        sampler_name: input.settings.sampler_name,
        scheduler: input.settings.scheduler,
        seed: input.settings.seed,
        count: input.settings.count,
        model: input.settings.model,
        loras: input.settings.loras,
        category: input.category,
        is_nsfw: input.is_nsfw,
        wait: input.wait,
        ..GenerateImage::default()
    };
    let composed = compose(studio, ComposeImage(request.clone())).await?;
    let job = generate(studio, request).await?;
    let estimated_completion = job.estimated_completion.or_else(|| {
        let seconds = composed.estimated_seconds.filter(|_| job.queue_position == Some(0))?;
        #[allow(clippy::cast_possible_truncation)] // Hours of work in milliseconds fit by far.
        TimeDelta::try_milliseconds((seconds * 1000.0) as i64).map(|left| studio.now() + left)
    });
    if job.status == State::Failed && job.success_count == 0 {
        return Err(failed(&job));
    }
    Ok(StartedGeneration { generation_id: job.job_id, status: job.status, estimated_completion, job })
}

/// A job that was waited for and failed is an error of its own cause.
fn failed(job: &ImageJob) -> Error {
    let message = job.error.as_ref().and_then(|error| error["message"].as_str()).unwrap_or("The job failed.");
    Error::new(Code::UpstreamError, message.to_owned()).with("job_id", json!(job.job_id))
}
