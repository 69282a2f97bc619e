//! A job as the interfaces see it: its row, its runs, its place in the queue, the live progress.

use crate::{Error, Result, Studio};
use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use std::{collections::HashMap, time::Duration};
use troupe_library::{
    BatchId, CharacterId, ContentId, JobId, RunId,
    tables::{
        jobs::{self, JobKind, JobRow, State},
        runs::{self, RunRow},
    },
};

/// A generation job.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct ImageJob {
    /// The job's id.
    pub(crate) job_id: JobId,
    /// The same id, as `content.generation` names it.
    pub(crate) generation_id: JobId,
    /// What it makes.
    pub(crate) kind: JobKind,
    /// Where it stands.
    pub(crate) status: State,
    /// Why it waits although it is its turn.
    pub(crate) held_reason: Option<String>,
    /// A few words to know it by.
    pub(crate) title: String,
    /// The batch sheet that it belongs to.
    pub(crate) batch_id: Option<BatchId>,
    /// The character whose pictures these are.
    pub(crate) character_id: Option<CharacterId>,
    /// The job that this one makes again.
    pub(crate) retry_of: Option<JobId>,
    /// How many pictures were asked for.
    pub(crate) total: i64,
    /// How many are made.
    pub(crate) success_count: i64,
    /// How many failed.
    pub(crate) failure_count: i64,
    /// From 0 to 1, over all pictures.
    pub(crate) progress: f64,
    /// How many jobs go before it; `null` once it is final.
    pub(crate) queue_position: Option<i64>,
    /// When it will probably be done, once enough is known to say so.
    pub(crate) estimated_completion: Option<DateTime<Utc>>,
    /// When the button was pressed.
    pub(crate) created_at: DateTime<Utc>,
    /// When its first picture was begun.
    pub(crate) started_at: Option<DateTime<Utc>>,
    /// When its last picture ended.
    pub(crate) finished_at: Option<DateTime<Utc>>,
    /// What went wrong, when it failed: code, message, details.
    pub(crate) error: Option<Value>,
    /// Its pictures, one run each.
    pub(crate) runs: Vec<JobRun>,
    /// What is in the library of it, newest last.
    pub(crate) content_ids: Vec<ContentId>,
}

/// One picture of a job.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct JobRun {
    /// The run's id.
    pub(crate) run_id: RunId,
    /// Its number within the job, from 1.
    pub(crate) number: i64,
    /// Where it stands.
    pub(crate) status: State,
    /// Its seed.
    pub(crate) seed: i64,
    /// Width in pixels, where the recipe says it.
    pub(crate) width: Option<i64>,
    /// Height in pixels, where the recipe says it.
    pub(crate) height: Option<i64>,
    /// From 0 to 1.
    pub(crate) progress: f64,
    /// The sampling step that it is at.
    pub(crate) step: Option<u32>,
    /// How many sampling steps there are.
    pub(crate) steps: Option<u32>,
    /// The number of its newest preview frame; read it as a file of kind `preview`.
    pub(crate) preview: Option<u64>,
    /// The picture, once it is in the library.
    pub(crate) content_id: Option<ContentId>,
    /// What went wrong.
    pub(crate) error: Option<Value>,
    /// What was made smaller than asked, and why.
    pub(crate) notes: Vec<String>,
}

/// Reads a job with all that belongs to it.
pub(crate) async fn load_job(studio: &Studio, id: JobId) -> Result<ImageJob> {
    let mut read = studio.library().read().await?;
    let row = jobs::get(&mut read, id).await?.ok_or_else(|| Error::not_found("job", id))?;
    drop(read);
    let mut loaded = load_jobs(studio, vec![row]).await?;
    loaded.pop().ok_or_else(|| Error::not_found("job", id))
}

/// Reads what belongs to each of some jobs; the queue's order is read once for all.
pub(crate) async fn load_jobs(studio: &Studio, rows: Vec<JobRow>) -> Result<Vec<ImageJob>> {
    let mut read = studio.library().read().await?;
    let open = if rows.iter().all(|row| row.state.is_final()) { Vec::new() } else { jobs::open(&mut read).await? };
    let mut loaded = Vec::with_capacity(rows.len());
    for row in rows {
        let run_rows = runs::of_job(&mut read, row.id).await?;
        let pictures = runs::content_of_job(&mut read, row.id).await?;
        let ahead = (!row.state.is_final()).then(|| ahead_of(&open, row.id));
        // Only what is being made has an estimate.
        let per_picture = if row.state == State::Running { mean_seconds(&mut read, &run_rows).await? } else { None };
        loaded.push(view(studio, row, run_rows, &pictures, ahead, per_picture));
    }
    Ok(loaded)
}

fn ahead_of(open: &[JobRow], id: JobId) -> i64 {
    open.iter().take_while(|job| job.id != id).count().try_into().unwrap_or(i64::MAX)
}

/// How long a picture of a job took so far on average, by its model and size.
pub(crate) async fn mean_seconds(read: &mut troupe_library::Read, run_rows: &[RunRow]) -> Result<Option<f64>> {
    let Some(recipe) = run_rows.first().map(|run| &run.recipe) else { return Ok(None) };
    let model = recipe["model"].as_str().unwrap_or_default();
    let (width, height) = (recipe["width"].as_i64().unwrap_or(0), recipe["height"].as_i64().unwrap_or(0));
    Ok(runs::mean_seconds(read, model, width, height).await?)
}

fn view(
    studio: &Studio,
    row: JobRow,
    run_rows: Vec<RunRow>,
    pictures: &[(RunId, ContentId)],
    ahead: Option<i64>,
    per_picture: Option<f64>,
) -> ImageJob {
    let mut by_run: HashMap<RunId, ContentId> = HashMap::new();
    for (run_id, content_id) in pictures {
        by_run.entry(*run_id).or_insert(*content_id);
    }
    let runs: Vec<JobRun> = run_rows.into_iter().map(|run| run_view(studio, run, &by_run)).collect();
    let progress = if runs.is_empty() { 0.0 } else { runs.iter().map(|run| run.progress).sum::<f64>() / count(&runs) };
    let left = runs.iter().filter(|run| !run.status.is_final()).map(|run| 1.0 - run.progress).sum::<f64>();
    // Only a job that is being made has an honest estimate: what waits before others waits for them too.
    let estimated_completion = match (row.state, per_picture) {
        (State::Running, Some(seconds)) => {
            // A picture's time in milliseconds stays far below what an i64 holds.
            #[allow(clippy::cast_possible_truncation)]
            let left_ms = (seconds * left * 1000.0) as i64;
            Some(studio.now() + TimeDelta::milliseconds(left_ms))
        }
        _ => None,
    };
    ImageJob {
        job_id: row.id,
        generation_id: row.id,
        kind: row.kind,
        status: row.state,
        held_reason: row.held_reason,
        title: row.title,
        batch_id: row.batch_id,
        character_id: row.character_id,
        retry_of: row.retry_of,
        total: row.total,
        success_count: row.success_count,
        failure_count: row.failure_count,
        progress,
        queue_position: ahead,
        estimated_completion,
        created_at: row.created_at,
        started_at: row.started_at,
        finished_at: row.finished_at,
        error: row.error,
        content_ids: pictures.iter().map(|(_, content_id)| *content_id).collect(),
        runs,
    }
}

fn run_view(studio: &Studio, run: RunRow, by_run: &HashMap<RunId, ContentId>) -> JobRun {
    let live = studio.live().get(run.id);
    let progress = match run.state {
        State::Done | State::Failed | State::Cancelled => 1.0,
        _ => live.as_ref().map_or(0.0, |live| live.fraction),
    };
    let notes = run.recipe["notes"]
        .as_array()
        .map(|notes| notes.iter().filter_map(|note| note.as_str().map(str::to_owned)).collect())
        .unwrap_or_default();
    JobRun {
        run_id: run.id,
        number: run.number,
        status: run.state,
        seed: run.seed,
        width: run.recipe["width"].as_i64(),
        height: run.recipe["height"].as_i64(),
        progress,
        step: live.as_ref().and_then(|live| live.step),
        steps: live.as_ref().and_then(|live| live.steps),
        preview: studio.media_files().preview(run.id).map(|preview| preview.number),
        content_id: by_run.get(&run.id).copied(),
        error: run.error,
        notes,
    }
}

#[allow(clippy::cast_precision_loss)] // A job has at most some thousand runs.
fn count(runs: &[JobRun]) -> f64 {
    runs.len() as f64
}

/// Waits until the job is final, or the seconds are over; answers it as it then is.
pub(crate) async fn wait_for_job(studio: &Studio, id: JobId, wait_seconds: Option<u32>) -> Result<ImageJob> {
    let Some(seconds) = wait_seconds.filter(|seconds| *seconds > 0) else {
        return load_job(studio, id).await;
    };
    if seconds > 300 {
        return Err(Error::field("wait", "must be at most 300 seconds"));
    }
    let mut events = studio.events().subscribe();
    let deadline = tokio::time::sleep(Duration::from_secs(seconds.into()));
    tokio::pin!(deadline);
    loop {
        let job = load_job(studio, id).await?;
        if job.status.is_final() {
            return Ok(job);
        }
        tokio::select! {
            () = &mut deadline => return Ok(job),
            event = events.next() => if event.is_none() { return Ok(job) },
        }
    }
}
