//! Models: what ComfyUI has to make pictures with.

use crate::{Code, Effect::Read, Error, Operation, Page, Result, Studio, registry::operation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use troupe_comfyui::{Discovery, guess_base_model};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("models.list", list, Read, &["models"]).route("GET /models"),
        operation("models.get", get, Read, &["models"]).route("GET /models/{model_id}"),
    ]
}

/// The folders that are no models of ComfyUI's but choices of its sampler.
const SAMPLERS: &str = "samplers";
const SCHEDULERS: &str = "schedulers";

/// A model file, or a choice of the sampler.
#[derive(Debug, Serialize, JsonSchema)]
struct Model {
    /// Its id: type and name.
    id: String,
    /// Its name, as ComfyUI lists it.
    name: String,
    /// `checkpoints`, `loras`, `vae`, `upscale_models` …; `samplers` and `schedulers` for the sampler's choices.
    #[serde(rename = "type")]
    kind: String,
    /// The family that it belongs to, as far as its name tells: `sd15`, `sdxl` …
    base_model: Option<Value>,
}

fn model(kind: &str, name: &str) -> Model {
    let guess = matches!(kind, "checkpoints" | "loras" | "diffusion_models" | "controlnet")
        .then(|| guess_base_model(None, name))
        .flatten();
    // A slash would end the id in an address.
    Model {
        id: format!("{kind}:{}", name.replace(['/', '\\'], "|")),
        name: name.to_owned(),
        kind: kind.to_owned(),
        base_model: guess.map(|guess| json!(guess.base_model)),
    }
}

/// The checkpoints, LoRAs, VAEs, text encoders, upscalers, control nets, samplers and schedulers that
/// ComfyUI has.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListModels {
    /// Only of this type, such as `checkpoints` or `loras`.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// Only those whose name holds this.
    search: Option<String>,
    /// Ask ComfyUI anew, for models that were added since.
    #[serde(default)]
    refresh: bool,
    /// `all` is the only choice, and the default.
    show: Option<String>,
    /// At most this many, 1 to 200 (200).
    limit: Option<u32>,
    /// After this many.
    offset: Option<u32>,
}

/// A page of models.
#[derive(Debug, Serialize, JsonSchema)]
struct ModelList {
    models: Vec<Model>,
    total: usize,
    limit: u32,
    offset: u32,
}

async fn found(studio: &Studio, refresh: bool) -> Result<std::sync::Arc<Discovery>> {
    let server = studio.comfyui().current().await?.ok_or_else(super::images::no_server)?;
    if refresh { server.refresh().await } else { server.discovery().await }
}

fn all(discovery: &Discovery) -> Vec<Model> {
    let files = discovery.models.iter().flat_map(|(kind, names)| names.iter().map(|name| model(kind, name)));
    let samplers = discovery.samplers().into_iter().map(|name| model(SAMPLERS, name));
    let schedulers = discovery.schedulers().into_iter().map(|name| model(SCHEDULERS, name));
    files.chain(samplers).chain(schedulers).collect()
}

async fn list(studio: &Studio, input: ListModels) -> Result<ModelList> {
    let page = Page::of(input.limit, input.offset, 200)?;
    if input.show.as_deref().is_some_and(|show| show != "all") {
        return Err(Error::field("show", "is `all`, or left out"));
    }
    let discovery = found(studio, input.refresh).await?;
    let wanted = input.search.unwrap_or_default().to_lowercase();
    let mut models = all(&discovery);
    models.retain(|model| {
        input.kind.as_deref().is_none_or(|kind| kind == model.kind) && model.name.to_lowercase().contains(&wanted)
    });
    let total = models.len();
    Ok(ModelList { models: page.cut(models).collect(), total, limit: page.limit, offset: page.offset })
}

/// One model, with what its file says of itself.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetModel {
    /// The model's id, as the list tells it.
    model_id: String,
}

/// A model in full.
#[derive(Debug, Serialize, JsonSchema)]
struct ModelDetail {
    #[serde(flatten)]
    model: Model,
    /// What the file says of itself (safetensors metadata), when it says anything.
    metadata: Option<Value>,
    /// How the family was told: `metadata` or `file_name`.
    base_model_from: Option<Value>,
}

async fn get(studio: &Studio, input: GetModel) -> Result<ModelDetail> {
    let discovery = found(studio, false).await?;
    let mut model = all(&discovery)
        .into_iter()
        .find(|model| model.id == input.model_id)
        .ok_or_else(|| Error::not_found("model", &input.model_id))?;
    let metadata = if matches!(model.kind.as_str(), SAMPLERS | SCHEDULERS) {
        None
    } else {
        let server = studio.comfyui().current().await?.ok_or_else(super::images::no_server)?;
        match server.client().model_metadata(&model.kind, &model.name).await {
            Ok(metadata) => metadata,
            // A file without metadata, or of a kind that has none, is no fault.
            Err(error) => match Error::from(error) {
                error if error.code == Code::ServiceUnavailable => return Err(error),
                _ => None,
            },
        }
    };
    let guess = guess_base_model(metadata.as_ref(), &model.name);
    if let Some(guess) = guess {
        model.base_model = Some(json!(guess.base_model));
    }
    Ok(ModelDetail {
        model,
        metadata: metadata.map(Value::Object),
        base_model_from: guess.map(|guess| json!(guess.evidence)),
    })
}
