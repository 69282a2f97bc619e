//! Following one run that is out: progress and previews to the window, the end to [`finish`].

use super::finish;
use crate::{Code, Error, Kind, Result, Studio, comfyui::Server, live::LiveRun, media_files::Preview};
use serde_json::json;
use std::{sync::Arc, time::Duration};
use troupe_comfyui::{Progress, RunOutcome, Update, Watch};
use troupe_library::{
    LibraryError, RunId,
    tables::{jobs::State, runs, runs::RunRow},
};

/// How long to wait before a part that failed for a passing reason (a full disk, a busy database) is
/// tried again.
const TRY_AGAIN: Duration = Duration::from_secs(3);

/// Follows a run to its end, whatever it is, and answers its id.
pub(super) async fn follow(studio: Studio, server: Arc<Server>, run: RunRow, mut watch: Watch) -> RunId {
    let mut frames = 0;
    let outcome = loop {
        match watch.next().await {
            Ok(Update::Ended(outcome)) => break outcome,
            Ok(update) => {
                if let Err(error) = note(&studio, &server, &run, update, &mut frames).await {
                    tracing::warn!(service = "queue", run = %run.id, %error, "news of a run could not be kept");
                }
            }
            Err(error) => {
                // The server answered something unusable; asking goes on.
                tracing::warn!(service = "comfyui", run = %run.id, %error, "ComfyUI's answer was not understood");
                tokio::time::sleep(TRY_AGAIN).await;
            }
        }
        if is_over(&studio, run.id).await {
            break RunOutcome::Cancelled { outputs_before: Default::default() };
        }
    };
    // What is made must not be lost to a full disk or a busy moment: the row stays as it is until it is safe.
    let mut attempts = 0;
    while let Err(error) = finish::finish(&studio, &server, &run, &outcome).await {
        let passes = matches!(error.code, Code::StorageError | Code::ServiceUnavailable | Code::UpstreamError);
        attempts += 1;
        if !passes || attempts >= finish::MOST_ATTEMPTS {
            if let Err(error) = finish::fail(&studio, &run, &error).await {
                tracing::error!(service = "queue", run = %run.id, %error, "a run's end could not be written");
            }
            break;
        }
        finish::tell_stuck(&studio, &error).await;
        tokio::time::sleep(TRY_AGAIN * attempts).await;
    }
    studio.live().forget(run.id);
    studio.media_files().clear_preview(run.id);
    run.id
}

/// Whether the row says that nothing more is to come, as after a cancel.
async fn is_over(studio: &Studio, id: RunId) -> bool {
    let row = async {
        let mut read = studio.library().read().await?;
        Ok::<_, Error>(runs::get(&mut read, id).await?)
    };
    matches!(row.await, Ok(Some(row)) if row.state.is_final())
}

async fn note(studio: &Studio, server: &Server, run: &RunRow, update: Update, frames: &mut u64) -> Result<()> {
    match update {
        Update::Started => begin(studio, run).await,
        Update::Progress(progress) => {
            tell_progress(studio, run, &progress);
            Ok(())
        }
        Update::Preview { media_type, bytes, .. } => {
            *frames += 1;
            let preview = Preview { number: *frames, mime_type: media_type, bytes: Arc::new(bytes.to_vec()) };
            studio.media_files().set_preview(run.id, preview);
            let data = json!({ "job_id": run.job_id, "run_id": run.id, "number": *frames });
            studio.events().progress(Kind::GenerationPreview, run.id, data);
            Ok(())
        }
        Update::Away => {
            server.failed(&Error::new(Code::ServiceUnavailable, "ComfyUI does not answer at the moment."));
            Ok(())
        }
        Update::Waiting | Update::Output { .. } | Update::Ended(_) => Ok(()),
    }
}

async fn begin(studio: &Studio, run: &RunRow) -> Result<()> {
    let mut write = studio.library().write().await?;
    if runs::begin(&mut write, run.id, studio.now()).await? {
        super::settle(studio, write, run.job_id).await?;
    } else {
        write.rollback().await.map_err(LibraryError::from)?;
    }
    Ok(())
}

fn tell_progress(studio: &Studio, run: &RunRow, progress: &Progress) {
    // Nodes without steps count as one step of one; those are no steps for a person.
    let count = |number: f64| (progress.max > 1.0).then_some(number).and_then(whole);
    let live = LiveRun { fraction: progress.fraction, step: count(progress.value), steps: count(progress.max) };
    let data = json!({
        "job_id": run.job_id, "run_id": run.id, "fraction": live.fraction, "step": live.step, "steps": live.steps,
        "state": State::Running,
    });
    studio.live().set(run.id, live);
    studio.events().progress(Kind::GenerationProgress, run.id, data);
}

/// A step count as a number; ComfyUI sends them as floats.
fn whole(number: f64) -> Option<u32> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Checked just before.
    (number >= 0.0 && number <= f64::from(u32::MAX)).then_some(number as u32)
}
