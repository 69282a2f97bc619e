//! Taking jobs out of the list: one with its pictures, or all that have ended.

use crate::{Code, Error, Result, Studio, generation::load_job};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use troupe_library::{ContentId, JobId, LibraryError, tables::jobs};

/// Deletes a job and its pictures; the pictures go to the trash, from where they can be restored.
/// Without `confirm` it only says what would go.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeleteImageJob {
    /// The job.
    job_id: JobId,
    /// Say yes to what goes.
    #[serde(default)]
    confirm: bool,
}

/// What went.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DeletedImageJob {
    job_id: JobId,
    /// The pictures that now lie in the trash.
    trashed_content_ids: Vec<ContentId>,
}

pub(super) async fn delete(studio: &Studio, input: DeleteImageJob) -> Result<DeletedImageJob> {
    let job = load_job(studio, input.job_id).await?;
    if !job.status.is_final() {
        return Err(Error::conflict("This job is still in the queue. Cancel it first, then delete it."));
    }
    if !input.confirm {
        let message = match job.content_ids.len() {
            0 => "This job goes from the list; it has no pictures. Say confirm to do it.".to_owned(),
            1 => "This job and its picture go; the picture lies in the trash then. Say confirm to do it.".to_owned(),
            count => {
                format!(
                    "This job and its {count} pictures go; the pictures lie in the trash then. Say confirm to do it."
                )
            }
        };
        return Err(Error::new(Code::Conflict, message)
            .with("confirm", json!(true))
            .with("content_ids", json!(job.content_ids)));
    }
    if !job.content_ids.is_empty() {
        studio.run("content.batch_delete", json!({ "content_ids": job.content_ids })).await?;
    }
    let mut write = studio.library().write().await?;
    jobs::clear(&mut write, job.job_id, studio.now()).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(DeletedImageJob { job_id: job.job_id, trashed_content_ids: job.content_ids })
}

/// Clears the jobs that have ended from the list. What is in the library stays.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClearImageJobs {}

/// How many were cleared.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ClearedImageJobs {
    cleared: u64,
}

pub(super) async fn clear(studio: &Studio, _: ClearImageJobs) -> Result<ClearedImageJobs> {
    let mut write = studio.library().write().await?;
    let cleared = jobs::clear_finished(&mut write, studio.now()).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(ClearedImageJobs { cleared })
}
