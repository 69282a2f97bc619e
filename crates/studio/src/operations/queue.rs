//! The queue: what is being made, what waits and why, pausing, and the order.

use crate::{
    Effect::{Read, Write},
    Error, Operation, Result, Studio,
    generation::{ImageJob, load_job, load_jobs},
    registry::operation,
    tasks,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    JobId, LibraryError,
    tables::{
        jobs::{self, Place, State},
        settings,
    },
};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("queue.get", get, Read, &["jobs"]).route("GET /queue"),
        operation("queue.pause", pause, Write, &["jobs"]).route("POST /queue/pause"),
        operation("queue.resume", resume, Write, &["jobs"]).route("POST /queue/resume"),
        operation("queue.move", move_job, Write, &["jobs"]).route("POST /queue/{job_id}/move"),
    ]
}

/// The setting that says whether the queue is paused.
pub(crate) const PAUSED: &str = "queue.paused";

/// Whether the creator paused the queue.
pub(crate) async fn is_paused(studio: &Studio) -> Result<bool> {
    let mut read = studio.library().read().await?;
    Ok(settings::get(&mut read, PAUSED).await?.as_deref() == Some("true"))
}

/// What is being made, what waits, what is held and why, in order, with times.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetQueue {}

/// The queue.
#[derive(Debug, Serialize, JsonSchema)]
struct Queue {
    /// Nothing new starts while it is paused.
    is_paused: bool,
    /// Jobs that ComfyUI has.
    running: Vec<ImageJob>,
    /// Jobs that wait, in the order in which they go; each says what holds it.
    waiting: Vec<ImageJob>,
    /// Pictures that are still to be made.
    pictures_left: i64,
    /// When all of it will probably be done, once enough is known to say so.
    estimated_completion: Option<DateTime<Utc>>,
}

async fn get(studio: &Studio, _: GetQueue) -> Result<Queue> {
    let mut read = studio.library().read().await?;
    let open = jobs::open(&mut read).await?;
    drop(read);
    let pictures_left = open.iter().map(|job| job.total - job.success_count - job.failure_count).sum();
    let (waiting, running): (Vec<_>, Vec<_>) =
        load_jobs(studio, open).await?.into_iter().partition(|job| job.status == State::Queued);
    let estimated_completion =
        if waiting.is_empty() { running.iter().filter_map(|job| job.estimated_completion).max() } else { None };
    Ok(Queue { is_paused: is_paused(studio).await?, running, waiting, pictures_left, estimated_completion })
}

/// Pauses the queue: nothing new starts, the picture that is being made is finished.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PauseQueue {}

/// Whether the queue is paused.
#[derive(Debug, Serialize, JsonSchema)]
struct QueueState {
    is_paused: bool,
}

async fn pause(studio: &Studio, _: PauseQueue) -> Result<QueueState> {
    set_paused(studio, true).await
}

/// Lets the queue go on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ResumeQueue {}

async fn resume(studio: &Studio, _: ResumeQueue) -> Result<QueueState> {
    set_paused(studio, false).await
}

async fn set_paused(studio: &Studio, is_paused: bool) -> Result<QueueState> {
    let mut write = studio.library().write().await?;
    settings::set(&mut write, PAUSED, if is_paused { "true" } else { "false" }, studio.now()).await?;
    write.commit().await.map_err(LibraryError::from)?;
    studio.tasks().nudge(tasks::RUN_JOBS);
    Ok(QueueState { is_paused })
}

/// Moves a waiting job: to the front, to the end, or before another.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MoveJob {
    /// The job that moves.
    job_id: JobId,
    /// Where to; not needed when `before` is given.
    to: Option<QueuePlace>,
    /// Right before this job.
    before: Option<JobId>,
}

/// An end of the queue.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum QueuePlace {
    /// Before all others.
    #[serde(alias = "first")]
    #[schemars(extend("x-aliases" = ["first"]))]
    Front,
    /// After all others.
    #[serde(alias = "last")]
    #[schemars(extend("x-aliases" = ["last"]))]
    End,
}

async fn move_job(studio: &Studio, input: MoveJob) -> Result<ImageJob> {
    let place = match (input.to, input.before) {
        (Some(QueuePlace::Front), None) => Place::Front,
        (Some(QueuePlace::End), None) => Place::End,
        (None, Some(id)) => Place::Before(id),
        _ => return Err(Error::field("to", "say either `to` (front or end) or `before` (a job)")),
    };
    let mut write = studio.library().write().await?;
    let job = jobs::get(&mut write, input.job_id).await?.ok_or_else(|| Error::not_found("job", input.job_id))?;
    if job.state.is_final() {
        return Err(Error::conflict("This job has ended, so it has no place in the queue any more."));
    }
    if input.before != Some(job.id) {
        let position = jobs::position(&mut write, place).await?.ok_or_else(|| {
            Error::conflict("The job to stand before is no longer in the queue. Refresh and try again.")
        })?;
        jobs::set_position(&mut write, job.id, position).await?;
    }
    write.commit().await.map_err(LibraryError::from)?;
    load_job(studio, job.id).await
}
