//! Larger pictures from pictures, with an upscale model of ComfyUI's.

use crate::{
    Code, Error, Result, Studio,
    generation::{GenerationRecipe, ImageJob, NewJob, enqueue, for_recipe, random_seed, refuse_missing, wait_for_job},
    workflows,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use troupe_library::{
    ContentId,
    tables::{
        content::{self, ContentType},
        jobs::JobKind,
    },
};

/// The most pictures of one press of the button.
const MOST: usize = 200;

/// Makes larger pictures from pictures of the library: each becomes a new item that knows where it
/// comes from.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UpscaleImages {
    /// One picture.
    content_id: Option<ContentId>,
    /// Several pictures, up to 200.
    #[serde(default)]
    content_ids: Vec<ContentId>,
    /// The upscale model, as ComfyUI lists it; else the first that it has.
    model: Option<String>,
    /// How many times as wide and high, above 1 and up to 4 (2).
    #[schemars(range(min = 1, max = 4))]
    factor: Option<f64>,
    /// Wait this many seconds for the pictures, at most 300.
    wait: Option<u32>,
}

pub(super) async fn upscale(studio: &Studio, input: UpscaleImages) -> Result<ImageJob> {
    let factor = input.factor.unwrap_or(2.0);
    if !(factor > 1.0 && factor <= 4.0) {
        return Err(Error::field("factor", "must be above 1 and at most 4"));
    }
    let ids: Vec<ContentId> = input.content_id.into_iter().chain(input.content_ids).collect();
    if ids.is_empty() || ids.len() > MOST {
        return Err(Error::field("content_ids", format!("name 1 to {MOST} pictures")));
    }
    let model = match input.model {
        Some(model) => model,
        None => first_model(studio).await?,
    };
    let workflow = workflows::get(studio, workflows::UPSCALE)?;
    let mut read = studio.library().read().await?;
    let mut recipes = Vec::with_capacity(ids.len());
    let mut character_id = None;
    for id in &ids {
        let row = content::get(&mut read, *id).await?.ok_or_else(|| Error::not_found("content", id))?;
        if row.content_type != ContentType::Image {
            return Err(Error::field(
                "content_ids",
                "holds something that is not a picture; only pictures can be made larger",
            ));
        }
        character_id = character_id.or(row.character_id);
        let mut recipe = GenerationRecipe::of_workflow(workflow.id().as_str(), random_seed());
        recipe.prompt.clone_from(&row.prompt);
        recipe.negative_prompt.clone_from(&row.negative_prompt);
        recipe.category.clone_from(&row.category);
        recipe.source_content_id = Some(row.id);
        // The character as it was when the first picture was made.
        recipe.character = row
            .recipe
            .pointer("/extra/generation/character")
            .and_then(|character| serde_json::from_value(character.clone()).ok());
        recipe.values.insert("upscale_model".into(), json!(model));
        recipe.values.insert("width".into(), json!(scaled(row.width, factor)));
        recipe.values.insert("height".into(), json!(scaled(row.height, factor)));
        recipe.values.retain(|name, _| workflow.input(name).is_some());
        if workflow.input("factor").is_some() {
            recipe.values.insert("factor".into(), json!(factor));
        }
        recipes.push(recipe);
    }
    drop(read);
    refuse_missing(for_recipe(studio, &recipes).await?.as_ref())?;
    let title = match ids.len() {
        1 => "Make larger".to_owned(),
        count => format!("Make {count} pictures larger"),
    };
    let new = NewJob {
        kind: JobKind::Upscale,
        batch_id: None,
        character_id,
        title,
        input: json!({ "content_ids": ids, "model": model, "factor": factor }),
        retry_of: None,
        recipes,
    };
    let id = enqueue(studio, new).await?;
    wait_for_job(studio, id, input.wait).await
}

async fn first_model(studio: &Studio) -> Result<String> {
    let none = || {
        Error::new(
            Code::Unsupported,
            "ComfyUI has no upscale model. Put one into its folder models/upscale_models, then press Refresh models.",
        )
    };
    let server = studio.comfyui().current().await?.ok_or_else(super::no_server)?;
    server.discovery().await?.models("upscale_models").first().cloned().ok_or_else(none)
}

/// A side at a factor, in whole pixels.
fn scaled(side: Option<i64>, factor: f64) -> i64 {
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // Sides stay below 2^20.
    let side = (side.unwrap_or(0) as f64 * factor).round() as i64;
    side
}
