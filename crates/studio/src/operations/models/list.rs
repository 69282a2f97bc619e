//! The list of models: a page of the index, with what is known of each on it.

use crate::{
    Error, Page, Result, Studio,
    models::{IndexedModel, Place, places},
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use troupe_comfyui::guess_base_model;
use troupe_library::tables::model_hashes;

/// A model file, or a choice of the sampler.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Model {
    /// Its id: type and name.
    pub(super) id: String,
    /// Its name, as ComfyUI lists it.
    pub(super) name: String,
    /// `checkpoints`, `loras`, `vae`, `upscale_models` …; `samplers` and `schedulers` for the sampler's choices.
    #[serde(rename = "type")]
    pub(super) kind: String,
    /// The family that it belongs to, as far as its name tells: `sd15`, `sdxl` …
    pub(super) base_model: Option<Value>,
    /// Its size; `null` until it was read, and for what is no file.
    pub(super) size_bytes: Option<u64>,
    /// When the file was last changed.
    pub(super) modified_at: Option<DateTime<Utc>>,
    /// Its SHA-256; it is read late, in the background, where the file lies on this computer.
    pub(super) sha256: Option<String>,
}

impl Model {
    pub(super) fn of(model: &IndexedModel) -> Self {
        let guess = matches!(&*model.kind, "checkpoints" | "loras" | "diffusion_models" | "controlnet")
            .then(|| guess_base_model(None, &model.name))
            .flatten();
        Self {
            id: model.id(),
            name: model.name.to_string(),
            kind: model.kind.to_string(),
            base_model: guess.map(|guess| json!(guess.base_model)),
            size_bytes: model.file.map(|file| file.size_bytes),
            modified_at: model.file.and_then(|file| moment(file.modified_s)),
            sha256: None,
        }
    }
}

/// A moment given in seconds since 1970 with a fraction.
#[allow(clippy::cast_possible_truncation)]
fn moment(seconds: f64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis((seconds * 1000.0) as i64)
}

/// Adds the hashes that were read, of files that are as they were then.
pub(super) async fn add_hashes(studio: &Studio, models: &mut [Model], indexed: &[&IndexedModel]) -> Result<()> {
    // A ComfyUI on another computer, or an old one, has no files here to be read.
    let Ok(places) = places(studio).await else { return Ok(()) };
    let paths: Vec<Option<String>> = indexed.iter().map(|model| path_of(model, &places)).collect();
    let mut read = studio.library().read().await?;
    let wanted: Vec<String> = paths.iter().flatten().cloned().collect();
    let hashes: HashMap<String, _> =
        model_hashes::of(&mut read, &wanted).await?.into_iter().map(|row| (row.path.clone(), row)).collect();
    for ((model, indexed), path) in models.iter_mut().zip(indexed).zip(&paths) {
        let Some(row) = path.as_ref().and_then(|path| hashes.get(path)) else { continue };
        let is_same = indexed.file.is_some_and(|file| u64::try_from(row.size_bytes).ok() == Some(file.size_bytes));
        model.sha256 = is_same.then(|| row.sha256.clone());
    }
    Ok(())
}

fn path_of(model: &IndexedModel, places: &BTreeMap<String, Place>) -> Option<String> {
    model.path(places)?.to_str().map(str::to_owned)
}

/// The checkpoints, LoRAs, VAEs, text encoders, upscalers, control nets, samplers and schedulers that
/// ComfyUI has.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListModels {
    /// Only of this type, such as `checkpoints` or `loras`.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// Only those whose name holds this.
    search: Option<String>,
    /// Ask ComfyUI anew, for models that were added since.
    #[serde(default)]
    refresh: bool,
    /// `all`, which is the default, or `files`: without the sampler's choices.
    show: Option<String>,
    /// At most this many, 1 to 200 (200).
    limit: Option<u32>,
    /// After this many.
    offset: Option<u32>,
}

/// A page of models.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ModelList {
    models: Vec<Model>,
    total: usize,
    limit: u32,
    offset: u32,
    /// How many there are of each type, whatever is searched for.
    types: BTreeMap<String, usize>,
    /// Whether sizes and times were read; they follow the names after a moment.
    has_sizes: bool,
}

pub(super) async fn list(studio: &Studio, input: ListModels) -> Result<ModelList> {
    let page = Page::of(input.limit, input.offset, 200)?;
    let files_only = match input.show.as_deref() {
        None | Some("all") => false,
        Some("files") => true,
        Some(_) => return Err(Error::field("show", "is `all` or `files`, or left out")),
    };
    let index = studio.models().index(studio, input.refresh).await?;
    let mut types = BTreeMap::new();
    for model in index.iter().filter(|model| !files_only || model.is_file()) {
        *types.entry(model.kind.to_string()).or_default() += 1;
    }
    let mut found = index.search(input.kind.as_deref(), input.search.as_deref().unwrap_or_default());
    found.retain(|model| !files_only || model.is_file());
    let total = found.len();
    let shown: Vec<_> = page.cut(found).collect();
    let mut models: Vec<_> = shown.iter().map(|model| Model::of(model)).collect();
    if shown.iter().any(|model| model.file.is_some()) {
        add_hashes(studio, &mut models, &shown).await?;
    }
    Ok(ModelList { models, total, limit: page.limit, offset: page.offset, types, has_sizes: index.has_files })
}
