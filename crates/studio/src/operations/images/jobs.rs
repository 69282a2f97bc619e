//! Looking at jobs: one, many, the batch queue, the pictures of one as files.

use crate::{
    Code, Error, File, Page, Result, Studio,
    generation::{ImageJob, load_job, load_jobs},
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use troupe_library::{
    CharacterId, ContentId, JobId, RunId,
    tables::jobs::{self, State},
};

/// One generation job: its state, progress, previews, place in the queue, when it will be done, its
/// pictures or its error.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetImageJob {
    /// The job.
    job_id: JobId,
}

pub(super) async fn job(studio: &Studio, input: GetImageJob) -> Result<ImageJob> {
    load_job(studio, input.job_id).await
}

/// The generation jobs that were not cleared, newest first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListImageJobs {
    /// Only jobs in this state.
    status: Option<State>,
    /// Only jobs of this character.
    character_id: Option<CharacterId>,
    /// At most this many, 1 to 200 (20).
    limit: Option<u32>,
    /// After this many.
    offset: Option<u32>,
}

/// A page of generation jobs.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ImageJobList {
    jobs: Vec<ImageJob>,
    total: i64,
    limit: u32,
    offset: u32,
}

pub(super) async fn list(studio: &Studio, input: ListImageJobs) -> Result<ImageJobList> {
    let page = Page::of(input.limit, input.offset, 20)?;
    let filter = jobs::Filter { state: input.status, character_id: input.character_id, batch_id: None };
    let mut read = studio.library().read().await?;
    let (rows, total) = jobs::list(&mut read, &filter, page.limit, page.offset).await?;
    drop(read);
    Ok(ImageJobList { jobs: load_jobs(studio, rows).await?, total, limit: page.limit, offset: page.offset })
}

/// The batches that wait or are being made, in the order in which they go, with counts by state.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetBatchQueue {}

/// The batch queue.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct BatchQueue {
    /// Jobs that wait in the queue.
    queued: i64,
    /// Jobs that were handed to ComfyUI or are being made.
    running: i64,
    /// Pictures that are still to be made.
    pictures_left: i64,
    /// The jobs in their order.
    jobs: Vec<ImageJob>,
}

pub(super) async fn batch_queue(studio: &Studio, _: GetBatchQueue) -> Result<BatchQueue> {
    let mut read = studio.library().read().await?;
    let open = jobs::open(&mut read).await?;
    drop(read);
    let queued = open.iter().filter(|job| job.state == State::Queued).count();
    Ok(BatchQueue {
        queued: i64::try_from(queued).map_err(Error::internal)?,
        running: i64::try_from(open.len() - queued).map_err(Error::internal)?,
        pictures_left: open.iter().map(|job| job.total - job.success_count - job.failure_count).sum(),
        jobs: load_jobs(studio, open).await?,
    })
}

/// Where a generation stands and what it made.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetGeneration {
    /// The generation, which is a job.
    #[serde(alias = "job_id")]
    #[schemars(extend("x-aliases" = ["job_id"]))]
    generation_id: JobId,
}

/// A generation of content.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Generation {
    /// The job's id.
    id: JobId,
    status: State,
    character_id: Option<CharacterId>,
    /// `image`: the kind that this program makes so far.
    content_type: String,
    /// What the creator typed.
    prompt: String,
    generated_content_ids: Vec<ContentId>,
    success_count: i64,
    failure_count: i64,
    started_at: Option<DateTime<Utc>>,
    completed_at: Option<DateTime<Utc>>,
    duration_seconds: Option<f64>,
    error_message: Option<String>,
}

pub(super) async fn generation(studio: &Studio, input: GetGeneration) -> Result<Generation> {
    let job = load_job(studio, input.generation_id).await?;
    let duration_seconds = job.started_at.map(|started| {
        let end = job.finished_at.unwrap_or_else(|| studio.now());
        (end - started).as_seconds_f64()
    });
    let error_message = job.error.as_ref().and_then(|error| error["message"].as_str()).map(str::to_owned);
    let mut read = studio.library().read().await?;
    let row = jobs::get(&mut read, input.generation_id).await?;
    let prompt = row.and_then(|row| row.input["prompt"].as_str().map(str::to_owned)).unwrap_or_default();
    Ok(Generation {
        id: job.job_id,
        status: job.status,
        character_id: job.character_id,
        content_type: "image".into(),
        prompt,
        generated_content_ids: job.content_ids,
        success_count: job.success_count,
        failure_count: job.failure_count,
        started_at: job.started_at,
        completed_at: job.finished_at,
        duration_seconds,
        error_message,
    })
}

/// The picture of a job as a file; a job with several pictures is a ZIP, unless `number` chooses one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DownloadImages {
    /// The job.
    job_id: JobId,
    /// Which of its pictures, from 1.
    number: Option<i64>,
}

pub(super) async fn download(studio: &Studio, input: DownloadImages) -> Result<File> {
    let job = load_job(studio, input.job_id).await?;
    let chosen: Vec<ContentId> = match input.number {
        None => job.content_ids,
        Some(number) => job.runs.iter().filter(|run| run.number == number).filter_map(|run| run.content_id).collect(),
    };
    let answer = match chosen.as_slice() {
        [] => {
            return Err(Error::new(
                Code::NotFound,
                "This job has no picture to download (yet). Look at its state for the reason.",
            )
            .with("kind", json!("content")));
        }
        [one] => studio.run("content.download", json!({ "content_id": one })).await?,
        many => studio.run("content.batch_download", json!({ "content_ids": many })).await?,
    };
    serde_json::from_value(answer).map_err(Error::internal)
}

/// The newest preview frame of a picture that is being made, as a file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetRunPreview {
    /// The run.
    run_id: RunId,
}

pub(super) async fn run_preview(studio: &Studio, input: GetRunPreview) -> Result<File> {
    let Some(preview) = studio.media_files().preview(input.run_id) else {
        return Err(Error::new(Code::NotFound, "There is no preview: this picture is not being made at the moment.")
            .with("kind", Value::from("preview")));
    };
    let extension = preview.mime_type.rsplit('/').next().unwrap_or("jpeg").to_owned();
    Ok(File {
        kind: "preview".into(),
        id: input.run_id.to_string(),
        variant: "full".into(),
        name: format!("preview.{extension}"),
        size_bytes: u64::try_from(preview.bytes.len()).ok(),
        mime_type: preview.mime_type,
    })
}
