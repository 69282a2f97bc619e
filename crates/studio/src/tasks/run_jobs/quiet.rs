//! Long jobs wait for their hours, where the creator wants that: by day the graphics card is for other things.

use crate::{Caller, Result, Studio, generation::mean_seconds};
use chrono::Local;
use troupe_library::{
    JobId, LibraryError,
    tables::{jobs, runs},
};

/// Why such a job waits.
const HELD_QUIET_HOURS: &str = "quiet_hours";
/// A job that will take longer is long.
const LONG_S: f64 = 600.0;

/// The jobs that wait for their hours now; their rows say so.
pub(super) async fn waiting(studio: &Studio) -> Result<Vec<JobId>> {
    let Some(hours) = studio.settings().await?.generation.long_jobs_only_in else { return Ok(Vec::new()) };
    if hours.contains(studio.now().with_timezone(&Local).time()) {
        return Ok(Vec::new());
    }
    let mut read = studio.library().read().await?;
    let mut long = Vec::new();
    let mut unmarked = Vec::new();
    for job in jobs::open(&mut read).await? {
        // One that has begun is finished.
        if job.state != jobs::State::Queued || job.success_count + job.failure_count > 0 {
            continue;
        }
        let run_rows = runs::of_job(&mut read, job.id).await?;
        if is_long(mean_seconds(&mut read, &run_rows).await?, job.total) {
            if job.held_reason.as_deref() != Some(HELD_QUIET_HOURS) {
                unmarked.push(job.id);
            }
            long.push(job.id);
        }
    }
    drop(read);
    if !unmarked.is_empty() {
        let mut write = studio.library().write().await?;
        for id in unmarked {
            jobs::set_held(&mut write, id, Some(HELD_QUIET_HOURS)).await?;
        }
        write.commit().await.map_err(LibraryError::from)?;
        studio.events().changed(&["jobs"], Caller::Task);
    }
    Ok(long)
}

/// Whether so many pictures take long. What was never made before is not known to.
#[allow(clippy::cast_precision_loss)]
fn is_long(mean_s: Option<f64>, pictures: i64) -> bool {
    mean_s.is_some_and(|mean_s| mean_s * pictures as f64 > LONG_S)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_more_than_ten_minutes_is_long() {
        for (mean_s, pictures, long) in [(Some(10.0), 60, false), (Some(10.0), 61, true), (None, 500, false)] {
            assert_eq!(is_long(mean_s, pictures), long, "{mean_s:?} {pictures}");
        }
    }
}
