//! From a request to recipes: the character's, the style's, the template's and the preset's part laid
//! together with the creator's, every open parameter decided, everything checked before a row is
//! written.

use super::{
    GenerationParameters, GenerationRecipe, LARGEST_SEED,
    character::{CharacterPart, character_part},
    draws::Draws,
    random_seed,
};
use crate::{
    Code, Error, Result, Studio, prompt,
    prompt::{ComposedPrompt, TemplateWords},
    word_rules, workflows,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use troupe_comfyui::{BaseModel, Missing, Workflow, guess_base_model};
use troupe_library::{
    CharacterId, FormatId, Lora, PresetId, SavedPromptId, StyleId, TemplateId,
    tables::{formats, presets, templates},
};

/// The most pictures of one press of the button.
pub(crate) const MOST_PICTURES: u32 = 500;
/// The longest prompt, in bytes. Text encoders read some hundred words; the rest would be lost anyway.
const LONGEST_PROMPT: usize = 20_000;

/// How a character's face is kept the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FaceConsistency {
    /// By the words of the prompt alone.
    None,
    /// By the character's LoRA.
    Lora,
}

/// Makes pictures from a prompt. A character adds its words (its name and age, where it has none of its own), its style, its model and its LoRAs; the
/// answer is the job, at once, or with `wait` the finished job.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GenerateImage {
    /// What the picture shows. Wildcards (`__colour__`) and choices (`{warm|cold}`) are drawn anew for each picture.
    #[serde(default)]
    #[schemars(length(max = 20000))]
    pub(crate) prompt: String,
    /// What it must not show.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = 20000))]
    pub(crate) negative_prompt: String,
    /// The prompt of the book that this one is; its pictures are shown there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) prompt_id: Option<SavedPromptId>,
    /// The character in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) character_id: Option<CharacterId>,
    /// A style of the character's; else its default style.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) style_id: Option<StyleId>,
    /// Leave the character's default style out.
    #[serde(default)]
    pub(crate) without_style: bool,
    /// A prompt frame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) template_id: Option<TemplateId>,
    /// Named generation parameters, for what the request leaves open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) preset_id: Option<PresetId>,
    /// A named size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) format_id: Option<FormatId>,
    /// Width in pixels, 64 to 4096.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 64, max = 4096))]
    pub(crate) width: Option<u32>,
    /// Height in pixels, 64 to 4096.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 64, max = 4096))]
    pub(crate) height: Option<u32>,
    /// Sampling steps, 1 to 150.
    #[serde(default, skip_serializing_if = "Option::is_none", alias = "num_inference_steps")]
    #[schemars(extend("x-aliases" = ["num_inference_steps"]))]
    #[schemars(range(min = 1, max = 150))]
    pub(crate) steps: Option<u32>,
    /// How closely the prompt is followed, 0 to 30.
    #[serde(default, skip_serializing_if = "Option::is_none", alias = "guidance_scale")]
    #[schemars(extend("x-aliases" = ["guidance_scale"]))]
    #[schemars(range(min = 0, max = 30))]
    pub(crate) cfg_scale: Option<f64>,
    /// Sampler, as ComfyUI lists it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sampler_name: Option<String>,
    /// Noise schedule, as ComfyUI lists it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) scheduler: Option<String>,
    /// Seed of the first picture, 0 to 2^53 − 1; the next ones count up. Absent or -1: random for each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) seed: Option<i64>,
    /// How many pictures, 1 to 500 (1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 500))]
    pub(crate) count: Option<u32>,
    /// Checkpoint, as ComfyUI lists it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) model: Option<String>,
    /// LoRAs beside the character's and the style's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) loras: Vec<Lora>,
    /// The workflow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) workflow_id: Option<String>,
    /// How the character's face is kept the same; else as the character says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) face_consistency_method: Option<FaceConsistency>,
    /// What the pictures are for: `post` (the default), `story`, `reel` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) category: Option<String>,
    /// Whether the pictures are not safe for work.
    #[serde(default)]
    pub(crate) is_nsfw: bool,
    /// Wait this many seconds for the pictures, at most 300.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) wait: Option<u32>,
}

/// What a request comes to.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) composed: ComposedPrompt,
    pub(crate) recipes: Vec<GenerationRecipe>,
    /// What the server lacks; `None` when it could not be asked.
    pub(crate) missing: Option<Missing>,
    pub(crate) character_name: Option<String>,
}

/// Lays a request together and checks it. What the server lacks is data here; [`refuse_missing`] makes
/// it an error.
pub(crate) async fn plan(studio: &Studio, input: &GenerateImage) -> Result<Plan> {
    check(input)?;
    let character = match input.character_id {
        Some(id) => Some(character_part(studio, id, input.style_id, !input.without_style, input.is_nsfw).await?),
        None if input.style_id.is_some() => {
            return Err(Error::field("style_id", "is a character's style: say which character with character_id"));
        }
        None => None,
    };
    let mut read = studio.library().read().await?;
    let template = match input.template_id {
        Some(id) => Some(templates::get(&mut read, id).await?.ok_or_else(|| Error::not_found("template", id))?),
        None => None,
    };
    let preset = match input.preset_id {
        Some(id) => {
            let row = presets::get(&mut read, id).await?.ok_or_else(|| Error::not_found("preset", id))?;
            serde_json::from_value(row.value).unwrap_or_default()
        }
        None => GenerationParameters::default(),
    };
    let format = match input.format_id {
        Some(id) => Some(formats::get(&mut read, id).await?.ok_or_else(|| Error::not_found("format", id))?),
        None => None,
    };
    drop(read);
    let default_model = studio.settings().await?.generation.default_model;

    // The request's own, then the format's size, then the preset's, then the style's.
    let size = GenerationParameters {
        width: format.as_ref().and_then(|format| u32::try_from(format.width).ok()),
        height: format.as_ref().and_then(|format| u32::try_from(format.height).ok()),
        ..GenerationParameters::default()
    };
    let style_parameters = character.as_ref().map(|found| found.style_parameters.clone()).unwrap_or_default();
    let asked = input.parameters().or(&size).or(&preset).or(&style_parameters);
    asked.check("")?;

    let workflow_id = asked.workflow_id.clone().unwrap_or_else(|| workflows::TEXT_TO_IMAGE.to_owned());
    let workflow = workflows::get(studio, &workflow_id)?;
    let discovery = match studio.comfyui().current().await? {
        Some(server) => server.discovery().await.ok(),
        None => None,
    };
    let server_model = default_model
        .or_else(|| discovery.as_ref().and_then(|discovery| discovery.models("checkpoints").first().cloned()));
    let draws = Draws::of(studio, &input.prompt).await?;
    let first_seed = asked.seed.and_then(|seed| u64::try_from(seed).ok()).unwrap_or_else(random_seed);
    let mut inputs = prompt::Inputs {
        prompt: draws.draw(first_seed)?,
        negative_prompt: [input.negative_prompt.as_str(), preset.negative_prompt.as_deref().unwrap_or_default()]
            .iter()
            .filter(|words| !words.trim().is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join(", "),
        model: asked.model.clone(),
        loras: asked.loras.clone(),
        character: character.as_ref().map(|found| found.words(input.face_consistency_method)),
        style: character.as_ref().and_then(|found| found.style_words.clone()),
        template: template
            .map(|row| TemplateWords { prompt_template: row.prompt_template, negative_prompt: row.negative_prompt }),
        default_model: server_model,
    };
    let composed = prompt::compose(&inputs);
    if composed.prompt.trim().is_empty() {
        return Err(Error::field("prompt", "say what the picture shows"));
    }
    word_rules::check("prompt", &composed.prompt)?;

    let mut recipes = recipes(input, &asked, first_seed, &composed, &workflow, character.as_ref());
    draws.lay_into(&mut recipes, &mut inputs)?;
    let missing = match (&discovery, recipes.first()) {
        (Some(discovery), Some(recipe)) => Some(discovery.missing(&workflow, &workflows::values(recipe, &workflow))?),
        _ => None,
    };
    if discovery.is_some()
        && recipes.first().is_some_and(|recipe| recipe.model.is_none())
        && workflow.input("model").is_some()
    {
        return Err(Error::new(
            Code::Unsupported,
            "ComfyUI has no checkpoint to make pictures with. Put one into its folder models/checkpoints, then press Refresh models.",
        ));
    }
    Ok(Plan { composed, recipes, missing, character_name: character.map(|found| found.recipe.name) })
}

impl GenerateImage {
    fn parameters(&self) -> GenerationParameters {
        GenerationParameters {
            workflow_id: self.workflow_id.clone(),
            model: self.model.clone(),
            loras: self.loras.clone(),
            negative_prompt: None,
            width: self.width,
            height: self.height,
            steps: self.steps,
            cfg_scale: self.cfg_scale,
            sampler_name: self.sampler_name.clone(),
            scheduler: self.scheduler.clone(),
            seed: self.seed,
        }
    }
}

fn check(input: &GenerateImage) -> Result<()> {
    for (field, text) in [("prompt", &input.prompt), ("negative_prompt", &input.negative_prompt)] {
        if text.len() > LONGEST_PROMPT {
            return Err(Error::field(
                field,
                format!("has {} bytes; at most {LONGEST_PROMPT} are taken, and models read far less", text.len()),
            ));
        }
        if text.contains('\0') {
            return Err(Error::field(field, "holds a NUL character, which no model reads; take it out"));
        }
    }
    if input.count.is_some_and(|count| !(1..=MOST_PICTURES).contains(&count)) {
        return Err(Error::field("count", format!("must be from 1 to {MOST_PICTURES}")));
    }
    if input.wait.is_some_and(|wait| wait > 300) {
        return Err(Error::field("wait", "must be at most 300 seconds"));
    }
    Ok(())
}

fn recipes(
    input: &GenerateImage,
    asked: &GenerationParameters,
    first_seed: u64,
    composed: &ComposedPrompt,
    workflow: &Workflow,
    character: Option<&CharacterPart>,
) -> Vec<GenerationRecipe> {
    let default = |name: &str| workflow.input(name).and_then(|input| input.default.clone());
    let integer =
        |name: &str| default(name).and_then(|value| value.as_u64()).and_then(|value| u32::try_from(value).ok());
    let text = |name: &str| default(name).and_then(|value| value.as_str().map(str::to_owned));
    let side = composed.model.as_deref().map_or(512, native_side_px);
    let mut base = GenerationRecipe::of_workflow(workflow.id().as_str(), 0);
    base.asked.clone_from(&input.prompt);
    base.prompt.clone_from(&composed.prompt);
    base.negative_prompt.clone_from(&composed.negative_prompt);
    base.parts.clone_from(&composed.parts);
    base.model.clone_from(&composed.model);
    base.loras.clone_from(&composed.loras);
    base.width = asked.width.or_else(|| workflow.input("width").map(|_| side));
    base.height = asked.height.or_else(|| workflow.input("height").map(|_| side));
    base.steps = asked.steps.or_else(|| integer("steps"));
    base.cfg_scale = asked.cfg_scale.or_else(|| default("cfg_scale").and_then(|value| value.as_f64()));
    base.sampler_name = asked.sampler_name.clone().or_else(|| text("sampler_name"));
    base.scheduler = asked.scheduler.clone().or_else(|| text("scheduler"));
    base.character = character.map(|part| part.recipe.clone());
    base.style_id = character.and_then(|part| part.style_id);
    base.template_id = input.template_id;
    base.is_nsfw = input.is_nsfw;
    if let Some(category) = &input.category {
        base.category.clone_from(category);
    }
    let counts_up = asked.seed.is_some_and(|seed| seed >= 0);
    (0..u64::from(input.count.unwrap_or(1)))
        .map(|number| {
            let mut recipe = base.clone();
            // Seeds count up and stay within what JSON keeps.
            recipe.seed = match number {
                number if counts_up => (first_seed + number) & LARGEST_SEED,
                0 => first_seed,
                _ => random_seed(),
            };
            recipe
        })
        .collect()
}

/// The side in pixels that a family of checkpoints was trained at: 512 for Stable Diffusion 1.5
/// (arXiv:2112.10752), 1024 for SDXL (arXiv:2307.01952) and later ones.
fn native_side_px(model: &str) -> u32 {
    match guess_base_model(None, model).map(|guess| guess.base_model) {
        None | Some(BaseModel::Sd15) => 512,
        Some(BaseModel::Sd2) => 768,
        Some(_) => 1024,
    }
}

/// What the server lacks for recipes that are there already: the first stands for all, since they
/// differ in their seeds alone. `None` when the server could not be asked.
pub(crate) async fn for_recipe(studio: &Studio, recipes: &[GenerationRecipe]) -> Result<Option<Missing>> {
    let Some(recipe) = recipes.first().filter(|recipe| recipe.graph.is_none()) else { return Ok(None) };
    let workflow = workflows::get(studio, &recipe.workflow_id)?;
    let Some(server) = studio.comfyui().current().await? else { return Ok(None) };
    match server.discovery().await {
        Ok(discovery) => Ok(Some(discovery.missing(&workflow, &workflows::values(recipe, &workflow))?)),
        Err(_) => Ok(None),
    }
}

/// Refuses a request whose models or nodes the server lacks, naming each. Nothing is substituted.
pub(crate) fn refuse_missing(missing: Option<&Missing>) -> Result<()> {
    let Some(missing) = missing.filter(|missing| !missing.is_empty()) else { return Ok(()) };
    let mut named: Vec<String> = Vec::new();
    named.extend(
        missing.models.iter().map(|model| format!("the model {} (folder models/{})", model.name, model.folder)),
    );
    named.extend(missing.nodes.iter().map(|node| format!("the node {}", node.class_type)));
    named.extend(missing.options.iter().map(|option| format!("{} for {}", option.value, option.input)));
    Err(Error::new(
        Code::Unsupported,
        format!(
            "ComfyUI does not have what this needs: {}. Install it there and press Refresh models, or choose another.",
            named.join(", ")
        ),
    )
    .with("missing", missing_json(missing)))
}

/// What is missing, as data for the interfaces.
pub(crate) fn missing_json(missing: &Missing) -> Value {
    json!(missing)
}
