//! Cancelling: what waits leaves the queue, what is out is stopped at ComfyUI.

use crate::{
    Error, Result, Studio,
    generation::{ImageJob, load_job},
    tasks,
};
use schemars::JsonSchema;
use serde::Deserialize;
use troupe_library::{
    JobId, LibraryError,
    tables::{jobs, runs},
};

/// Cancels a job: all of it, or with `after_current` only what has not begun. A job that has ended
/// stays as it is, so that it can be called again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CancelImageJob {
    /// The job.
    job_id: JobId,
    /// Finish the picture that is being made, then stop.
    #[serde(default)]
    after_current: bool,
}

pub(super) async fn cancel(studio: &Studio, input: CancelImageJob) -> Result<ImageJob> {
    let mut write = studio.library().write().await?;
    let job = jobs::get(&mut write, input.job_id).await?.ok_or_else(|| Error::not_found("job", input.job_id))?;
    if !job.state.is_final() {
        let out: Vec<_> = runs::of_job(&mut write, job.id).await?;
        runs::cancel(&mut write, job.id, input.after_current, studio.now()).await?;
        jobs::settle(&mut write, job.id, studio.now()).await?;
        write.commit().await.map_err(LibraryError::from)?;
        if !input.after_current {
            // The task stops them at ComfyUI; the rows already say cancelled, so that no late answer counts.
            studio
                .comfyui()
                .stop_runs(out.into_iter().filter(|run| run.submitted_at.is_some() && !run.state.is_final()));
        }
        studio.tasks().nudge(tasks::RUN_JOBS);
    } else {
        drop(write);
    }
    load_job(studio, input.job_id).await
}
