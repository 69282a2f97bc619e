//! From recipes to rows: one job, one run a recipe, all in one transaction, then a nudge.

use super::GenerationRecipe;
use crate::{Error, Result, Studio, tasks};
use serde_json::Value;
use troupe_library::{
    BatchId, CharacterId, JobId, LibraryError, RunId,
    tables::{
        jobs::{self, JobKind, JobRow, Place, State},
        runs,
    },
};

/// What a button asks for.
#[derive(Debug)]
pub(crate) struct NewJob {
    pub(crate) kind: JobKind,
    pub(crate) batch_id: Option<BatchId>,
    pub(crate) character_id: Option<CharacterId>,
    pub(crate) title: String,
    pub(crate) input: Value,
    pub(crate) retry_of: Option<JobId>,
    pub(crate) recipes: Vec<GenerationRecipe>,
}

/// Writes the job and its runs at the end of the queue. Once this answers, the job survives.
pub(crate) async fn enqueue(studio: &Studio, job: NewJob) -> Result<JobId> {
    let id = JobId::new();
    let mut write = studio.library().write().await?;
    let position = jobs::position(&mut write, Place::End).await?.unwrap_or(0.0);
    let total = i64::try_from(job.recipes.len()).map_err(Error::internal)?;
    jobs::insert(
        &mut write,
        &JobRow {
            id,
            kind: job.kind,
            batch_id: job.batch_id,
            character_id: job.character_id,
            title: title(&job.title),
            input: job.input,
            state: State::Queued,
            held_reason: None,
            position,
            total,
            success_count: 0,
            failure_count: 0,
            error: None,
            retry_of: job.retry_of,
            created_at: studio.now(),
            started_at: None,
            finished_at: None,
            cleared_at: None,
        },
    )
    .await?;
    for (recipe, number) in job.recipes.iter().zip(1..) {
        let seed = i64::try_from(recipe.seed).map_err(Error::internal)?;
        let recipe = serde_json::to_value(recipe).map_err(Error::internal)?;
        runs::insert(&mut write, RunId::new(), id, number, seed, &recipe).await?;
    }
    write.commit().await.map_err(LibraryError::from)?;
    studio.tasks().nudge(tasks::RUN_JOBS);
    Ok(id)
}

/// A job's title is its first words: long prompts are cut at a word.
fn title(text: &str) -> String {
    const LONGEST: usize = 80;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= LONGEST {
        return text;
    }
    let cut: String = text.chars().take(LONGEST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut.get(..end).unwrap_or(&cut).trim_end_matches([',', '.', ';']))
}
