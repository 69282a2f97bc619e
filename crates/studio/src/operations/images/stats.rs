//! Figures of generation: how many, how well, how fast.

use crate::{Error, Result, Studio, generation::load_job};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    ContentId, JobId,
    tables::{
        jobs::{self, State},
        runs,
    },
};

/// Counts, success rate and time per picture by model and size.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetImageStats {}

/// Figures of generation.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ImageStats {
    /// Jobs by state.
    jobs: Vec<StateCount>,
    /// Pictures made.
    made: i64,
    /// Pictures that failed.
    failed: i64,
    /// Made of all that ended, 0 to 1; `null` before the first.
    success_rate: Option<f64>,
    /// The most used models and sizes.
    by_model: Vec<ModelStats>,
}

/// How many jobs are in a state.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct StateCount {
    state: State,
    count: i64,
}

/// Figures of one model at one size.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ModelStats {
    model: String,
    width: i64,
    height: i64,
    made: i64,
    failed: i64,
    /// Mean seconds of a picture, from when ComfyUI began with it.
    mean_seconds: Option<f64>,
}

pub(super) async fn stats(studio: &Studio, _: GetImageStats) -> Result<ImageStats> {
    let mut read = studio.library().read().await?;
    let by_model: Vec<ModelStats> = runs::stats(&mut read, 50)
        .await?
        .into_iter()
        .map(|row| ModelStats {
            model: row.model,
            width: row.width,
            height: row.height,
            made: row.done,
            failed: row.failed,
            mean_seconds: row.mean_seconds,
        })
        .collect();
    let (made, failed) = by_model.iter().fold((0, 0), |(made, failed), row| (made + row.made, failed + row.failed));
    #[allow(clippy::cast_precision_loss)] // Counts of pictures stay far below 2^52.
    let success_rate = (made + failed > 0).then(|| made as f64 / (made + failed) as f64);
    let jobs = jobs::counts(&mut read).await?.into_iter().map(|(state, count)| StateCount { state, count }).collect();
    Ok(ImageStats { jobs, made, failed, success_rate, by_model })
}

/// What a batch came to: how many were made, what failed and why, how long it took.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetBatchSummary {
    /// The batch, which is a job.
    job_id: JobId,
}

/// A batch in figures.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct BatchSummary {
    job_id: JobId,
    status: State,
    total: i64,
    success_count: i64,
    failure_count: i64,
    cancelled_count: i64,
    duration_seconds: Option<f64>,
    content_ids: Vec<ContentId>,
    failures: Vec<BatchFailure>,
    /// What was made smaller than asked, and why.
    notes: Vec<String>,
}

/// A picture of a batch that failed.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct BatchFailure {
    number: i64,
    seed: i64,
    message: String,
}

pub(super) async fn batch_summary(studio: &Studio, input: GetBatchSummary) -> Result<BatchSummary> {
    let job = load_job(studio, input.job_id).await?;
    let cancelled = job.runs.iter().filter(|run| run.status == State::Cancelled).count();
    Ok(BatchSummary {
        job_id: job.job_id,
        status: job.status,
        total: job.total,
        success_count: job.success_count,
        failure_count: job.failure_count,
        cancelled_count: i64::try_from(cancelled).map_err(Error::internal)?,
        duration_seconds: job.started_at.zip(job.finished_at).map(|(start, end)| (end - start).as_seconds_f64()),
        content_ids: job.content_ids,
        failures: job
            .runs
            .iter()
            .filter_map(|run| {
                let message = run.error.as_ref()?["message"].as_str()?.to_owned();
                Some(BatchFailure { number: run.number, seed: run.seed, message })
            })
            .collect(),
        notes: job.runs.into_iter().flat_map(|run| run.notes).collect(),
    })
}
