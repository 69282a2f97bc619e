//! Resumes characters whose pause is over.

use crate::{Result, Studio, tasks::Seen};
use chrono::{DateTime, Utc};
use std::time::{Duration, Instant};
use troupe_library::{LibraryError, tables::characters};

/// The name under which it is nudged when a pause was set.
pub(crate) const NAME: &str = "resume_characters";

/// It looks at the clock this often, since a computer that slept or whose clock was set has another time.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Resumes what is due, then waits for the next pause's end or a nudge.
pub(super) async fn run(studio: Studio) {
    let nudged = studio.tasks().nudged(NAME);
    loop {
        let began = Instant::now();
        let next = match resume_due(&studio).await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(service = "tasks", task = NAME, "paused characters could not be resumed: {error}");
                None
            }
        };
        studio.tasks().saw(NAME, Seen { began, next_at: next, is_busy: false });
        let wait = next.and_then(|at| (at - studio.now()).to_std().ok()).unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT);
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = nudged.notified() => {}
        }
    }
}

/// Resumes what is due; answers when the next pause is over.
pub(crate) async fn resume_due(studio: &Studio) -> Result<Option<DateTime<Utc>>> {
    let mut write = studio.library().write().await?;
    let resumed = characters::resume_due(&mut write, studio.now()).await?;
    let next = characters::next_resume(&mut write).await?;
    write.commit().await.map_err(LibraryError::from)?;
    if !resumed.is_empty() {
        studio.events().changed(&["characters"], studio.caller());
    }
    Ok(next)
}
