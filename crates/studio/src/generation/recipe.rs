//! The whole recipe of one picture as plain data: what a run is built from, what lies in the row of
//! the picture and in its file, and what makes it again.

use crate::prompt::PromptPart;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use troupe_library::{CharacterId, ContentId, Lora, StyleId, TemplateId};

/// The largest seed of ours: 2^53 − 1, so that it survives every JSON reader.
pub(crate) const LARGEST_SEED: u64 = (1 << 53) - 1;

/// The shape number of [`GenerationRecipe`]; it grows when a field changes its meaning.
pub(crate) const RECIPE_VERSION: u32 = 1;

/// The character as it was when the picture was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecipeCharacter {
    /// Its id.
    pub id: CharacterId,
    /// Its name.
    pub name: String,
    /// Its appearance, as the row held it.
    pub appearance: Value,
}

/// Everything that decides how one picture looks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GenerationRecipe {
    /// The shape number of this recipe.
    pub version: u32,
    /// The workflow that it is made with.
    pub workflow_id: String,
    /// What the creator typed.
    #[serde(default)]
    pub asked: String,
    /// The prompt as it is sent.
    #[serde(default)]
    pub prompt: String,
    /// The negative prompt as it is sent.
    #[serde(default)]
    pub negative_prompt: String,
    /// Where the words of the prompt came from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PromptPart>,
    /// Checkpoint, as ComfyUI lists it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// LoRAs in the order in which they are applied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loras: Vec<Lora>,
    /// Width in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Height in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// Sampling steps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<u32>,
    /// How closely the prompt is followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cfg_scale: Option<f64>,
    /// Sampler.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sampler_name: Option<String>,
    /// Noise schedule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduler: Option<String>,
    /// Seed, 0 to 2^53 − 1.
    pub seed: u64,
    /// The picture that this one is made from, for an upscale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_content_id: Option<ContentId>,
    /// Further values of the workflow's inputs, by the manifest's names.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub values: Map<String, Value>,
    /// A raw graph, when there is no workflow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub graph: Option<Value>,
    /// The character as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub character: Option<RecipeCharacter>,
    /// The character's style.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style_id: Option<StyleId>,
    /// The prompt frame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_id: Option<TemplateId>,
    /// What the picture is for: `post`, `story` …
    #[serde(default = "post")]
    pub category: String,
    /// Whether the creator asked for a picture that is not safe for work.
    #[serde(default)]
    pub is_nsfw: bool,
    /// What was made smaller than asked, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

fn post() -> String {
    "post".into()
}

impl GenerationRecipe {
    /// An empty recipe for a workflow; the caller fills in what it knows.
    pub(crate) fn of_workflow(workflow_id: impl Into<String>, seed: u64) -> Self {
        Self {
            version: RECIPE_VERSION,
            workflow_id: workflow_id.into(),
            asked: String::new(),
            prompt: String::new(),
            negative_prompt: String::new(),
            parts: Vec::new(),
            model: None,
            loras: Vec::new(),
            width: None,
            height: None,
            steps: None,
            cfg_scale: None,
            sampler_name: None,
            scheduler: None,
            seed,
            source_content_id: None,
            values: Map::new(),
            graph: None,
            character: None,
            style_id: None,
            template_id: None,
            category: post(),
            is_nsfw: false,
            notes: Vec::new(),
        }
    }

    /// The same recipe at three quarters of its size, for a GPU whose memory ran out; `None` once a
    /// side would fall below 384 pixels, where checkpoints no longer draw well.
    pub(crate) fn smaller(&self) -> Option<Self> {
        let (width, height) = (self.width?, self.height?);
        // Latents are an eighth of the picture: sides stay multiples of 8.
        let shrink = |side: u32| side * 3 / 4 / 8 * 8;
        let (small_width, small_height) = (shrink(width), shrink(height));
        if small_width.min(small_height) < 384 {
            return None;
        }
        let mut recipe = self.clone();
        recipe.width = Some(small_width);
        recipe.height = Some(small_height);
        recipe.notes.push(format!(
            "Made at {small_width} × {small_height} instead of {width} × {height}: the GPU's memory ran out."
        ));
        Some(recipe)
    }
}

/// A random seed of ours. The id generator's random half is enough: a seed needs no secrecy.
pub(crate) fn random_seed() -> u64 {
    let (_, low) = uuid::Uuid::new_v4().as_u64_pair();
    low & LARGEST_SEED
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn smaller_goes_down_by_quarters_and_stops() {
        let mut recipe = GenerationRecipe::of_workflow("w", 1);
        recipe.width = Some(1024);
        recipe.height = Some(1280);
        let sizes: Vec<_> = std::iter::successors(Some(recipe), GenerationRecipe::smaller)
            .map(|recipe| (recipe.width.unwrap(), recipe.height.unwrap()))
            .collect();
        assert_eq!(sizes, [(1024, 1280), (768, 960), (576, 720), (432, 536)]);
    }

    #[test]
    fn seeds_stay_within_what_json_keeps() {
        assert!((0..1000).all(|_| random_seed() <= LARGEST_SEED));
    }
}
