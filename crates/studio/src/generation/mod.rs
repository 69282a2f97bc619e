//! Making pictures: from what the creator asked for to rows in the queue. The task `run_jobs` takes
//! them from there.

mod character;
mod draws;
mod enqueue;
mod job_view;
mod parameters;
mod plan;
mod recipe;

pub(crate) use character::character_part;
pub(crate) use enqueue::{NewJob, enqueue};
pub(crate) use job_view::{ImageJob, load_job, load_jobs, mean_seconds, wait_for_job};
pub use parameters::GenerationParameters;
pub(crate) use parameters::SIDE_PX;
pub(crate) use plan::{GenerateImage, for_recipe, missing_json, plan, refuse_missing};
pub use recipe::{GenerationRecipe, RecipeCharacter};
pub(crate) use recipe::{LARGEST_SEED, random_seed};
