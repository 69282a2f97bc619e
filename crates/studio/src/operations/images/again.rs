//! Making again: a job by its own recipes, or a picture by the recipe that it carries.

use crate::{
    Code, Error, Result, Studio,
    generation::{GenerationRecipe, ImageJob, NewJob, enqueue, for_recipe, random_seed, refuse_missing, wait_for_job},
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use troupe_library::{
    ContentId, JobId,
    tables::{
        content,
        jobs::{self, JobKind, State},
        runs,
    },
};

/// Which seed a picture that is made again gets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SeedChoice {
    /// The same: the same picture, where the models are the same.
    #[default]
    Same,
    /// Another: a variation.
    New,
}

/// Makes a job again by its own recipes: with the same seeds, or with new ones.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RetryImageJob {
    /// The job.
    job_id: JobId,
    /// Which seeds.
    #[serde(default)]
    seed: SeedChoice,
    /// Only what failed or was cancelled.
    #[serde(default)]
    only_failed: bool,
    /// Wait this many seconds for the pictures, at most 300.
    wait: Option<u32>,
}

pub(super) async fn retry(studio: &Studio, input: RetryImageJob) -> Result<ImageJob> {
    let mut read = studio.library().read().await?;
    let job = jobs::get(&mut read, input.job_id).await?.ok_or_else(|| Error::not_found("job", input.job_id))?;
    let old = runs::of_job(&mut read, job.id).await?;
    drop(read);
    let mut recipes = Vec::with_capacity(old.len());
    for run in old {
        if input.only_failed && !matches!(run.state, State::Failed | State::Cancelled) {
            continue;
        }
        let recipe: GenerationRecipe = serde_json::from_value(run.recipe).map_err(unreadable)?;
        recipes.push(with_seed(recipe, input.seed));
    }
    if recipes.is_empty() {
        return Err(Error::conflict("Nothing of this job failed, so there is nothing to make again."));
    }
    refuse_missing(for_recipe(studio, &recipes).await?.as_ref())?;
    let new = NewJob {
        kind: job.kind,
        batch_id: None,
        character_id: job.character_id,
        title: job.title,
        input: job.input,
        retry_of: Some(job.id),
        recipes,
    };
    let id = enqueue(studio, new).await?;
    wait_for_job(studio, id, input.wait).await
}

/// Makes a picture again from the recipe that it carries: the same one, or with a new seed a variation
/// of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeAgain {
    /// The picture.
    content_id: ContentId,
    /// Which seed.
    #[serde(default)]
    seed: SeedChoice,
    /// How many, 1 to 100 (1); more than one only with new seeds.
    #[schemars(range(min = 1, max = 100))]
    count: Option<u32>,
    /// Wait this many seconds for the pictures, at most 300.
    wait: Option<u32>,
}

pub(super) async fn again(studio: &Studio, input: MakeAgain) -> Result<ImageJob> {
    let count = input.count.unwrap_or(1);
    if !(1..=100).contains(&count) {
        return Err(Error::field("count", "must be from 1 to 100"));
    }
    if count > 1 && input.seed == SeedChoice::Same {
        return Err(Error::field("count", "must be 1 with the same seed: the others would be the same picture"));
    }
    let mut read = studio.library().read().await?;
    let row = content::get(&mut read, input.content_id)
        .await?
        .ok_or_else(|| Error::not_found("content", input.content_id))?;
    drop(read);
    let whole = row.recipe.get("extra").and_then(|extra| extra.get("generation")).cloned().ok_or_else(|| {
        Error::new(
            Code::Unsupported,
            "This picture does not carry a whole recipe of Troupe, so it can't be made again as it was. Use its prompt in the Studio instead.",
        )
    })?;
    let recipe: GenerationRecipe = serde_json::from_value(whole).map_err(unreadable)?;
    let recipes: Vec<_> = (0..count).map(|_| with_seed(recipe.clone(), input.seed)).collect();
    refuse_missing(for_recipe(studio, &recipes).await?.as_ref())?;
    let new = NewJob {
        kind: if recipe.source_content_id.is_some() { JobKind::Upscale } else { JobKind::Image },
        batch_id: None,
        character_id: row.character_id,
        title: format!("Again: {}", if recipe.asked.is_empty() { &recipe.prompt } else { &recipe.asked }),
        input: json!({ "content_id": row.id, "prompt": recipe.asked }),
        retry_of: row.job_id,
        recipes,
    };
    let id = enqueue(studio, new).await?;
    wait_for_job(studio, id, input.wait).await
}

fn with_seed(mut recipe: GenerationRecipe, seed: SeedChoice) -> GenerationRecipe {
    if seed == SeedChoice::New {
        recipe.seed = random_seed();
    }
    recipe
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::new(Code::Unsupported, "This recipe can't be read; it may come from a newer Troupe. Update to use it.")
        .because(error)
}
