//! One model: what its file says, where it came from, where it is used; and deleting it.

use super::list::{Model, add_hashes};
use crate::{
    Caller, Code, Error, Result, Studio,
    models::{IndexedModel, places},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use troupe_comfyui::guess_base_model;
use troupe_library::{
    CharacterId, LibraryError, StyleId,
    tables::{
        model_installs::{self, ModelSource},
        model_uses,
    },
};

/// So many of the words of a training are named, the most frequent ones.
const MOST_TAGS: usize = 12;

/// One model, with what its file says of itself, where it came from and where it is used.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetModel {
    /// The model's id, as the list tells it.
    model_id: String,
}

/// A model in full.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ModelDetail {
    #[serde(flatten)]
    model: Model,
    /// What the file says of itself (safetensors metadata), when it says anything.
    metadata: Option<Value>,
    /// How the family was told: `metadata` or `file_name`.
    base_model_from: Option<Value>,
    /// Words that wake what it learned: as its page says, else as its file does.
    trigger_words: Vec<String>,
    /// A picture made with it, on the host that it came from.
    preview_url: Option<String>,
    /// Where it was fetched from, when that was done here.
    origin: Option<ModelOrigin>,
    /// How many pictures in the library were made with it.
    picture_count: i64,
    /// The characters and styles that name it.
    used_by: Vec<ModelUse>,
}

/// Where a model was fetched from.
#[derive(Debug, Serialize, JsonSchema)]
struct ModelOrigin {
    source: ModelSource,
    title: String,
    page_url: Option<String>,
    licence: Option<String>,
    /// The family, in the page's words.
    base_model: Option<String>,
}

/// A character, or a style of one, that names a model.
#[derive(Debug, Serialize, JsonSchema)]
struct ModelUse {
    character_id: CharacterId,
    character_name: String,
    style_id: Option<StyleId>,
    style_name: Option<String>,
}

pub(super) async fn get(studio: &Studio, input: GetModel) -> Result<ModelDetail> {
    let index = studio.models().index(studio, false).await?;
    let indexed = index.get(&input.model_id).ok_or_else(|| Error::not_found("model", &input.model_id))?;
    let mut models = [Model::of(indexed)];
    add_hashes(studio, &mut models, &[indexed]).await?;
    let [mut model] = models;
    let metadata = if indexed.is_file() { metadata_of(studio, indexed).await? } else { None };
    let guess = guess_base_model(metadata.as_ref(), &model.name);
    if let Some(guess) = guess {
        model.base_model = Some(json!(guess.base_model));
    }
    let mut read = studio.library().read().await?;
    let origin = model_installs::origin_of(&mut read, &model.kind, &model.name).await?;
    let picture_count = model_uses::pictures(&mut read, &model.name).await?;
    let used_by = model_uses::named_by(&mut read, &model.name).await?;
    drop(read);
    let said = origin.as_ref().map(|origin| origin.trigger_words.clone()).filter(|words| !words.is_empty());
    Ok(ModelDetail {
        trigger_words: said.unwrap_or_else(|| metadata.as_ref().map(words_of).unwrap_or_default()),
        preview_url: origin.as_ref().and_then(|origin| origin.preview_url.clone()),
        origin: origin.map(|origin| ModelOrigin {
            source: origin.source,
            title: origin.title,
            page_url: origin.page_url,
            licence: origin.licence,
            base_model: origin.base_model,
        }),
        model,
        metadata: metadata.map(Value::Object),
        base_model_from: guess.map(|guess| json!(guess.evidence)),
        picture_count,
        used_by: used_by
            .into_iter()
            .map(|used| ModelUse {
                character_id: used.character_id,
                character_name: used.character_name,
                style_id: used.style_id,
                style_name: used.style_name,
            })
            .collect(),
    })
}

async fn metadata_of(studio: &Studio, model: &IndexedModel) -> Result<Option<Map<String, Value>>> {
    let server = studio.comfyui().current().await?.ok_or_else(crate::operations::images::no_server)?;
    match server.client().model_metadata(&model.kind, &model.name).await {
        Ok(metadata) => Ok(metadata),
        // A file without metadata, or of a kind that has none, is no fault.
        Err(error) => match Error::from(error) {
            error if error.code == Code::ServiceUnavailable => Err(error),
            _ => Ok(None),
        },
    }
}

/// Words that wake what a LoRA learned, as its trainer wrote them down.
fn words_of(metadata: &Map<String, Value>) -> Vec<String> {
    let text = |name: &str| metadata.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    if let Some(phrase) = text("modelspec.trigger_phrase").or_else(|| text("ss_trigger_words")) {
        return phrase.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect();
    }
    // Each training folder with its tags and how often each stood there.
    let folders: Map<String, Value> =
        text("ss_tag_frequency").and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let mut tags: Vec<(String, u64)> = folders
        .values()
        .filter_map(Value::as_object)
        .flatten()
        .filter_map(|(tag, count)| Some((tag.trim().to_owned(), count.as_u64()?)))
        .collect();
    tags.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    tags.dedup_by(|a, b| a.0 == b.0);
    tags.into_iter().take(MOST_TAGS).map(|(tag, _)| tag).collect()
}

/// Deletes a model's file from this computer. It does not come back; a character or style that names it has to choose
/// another one then.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeleteModel {
    /// The model's id, as the list tells it.
    model_id: String,
}

/// What was deleted.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DeletedModel {
    model_id: String,
    /// What that made free.
    freed_bytes: u64,
}

pub(super) async fn delete(studio: &Studio, input: DeleteModel) -> Result<DeletedModel> {
    if !matches!(studio.caller(), Caller::Window | Caller::Cli) {
        return Err(Error::new(
            Code::Forbidden,
            "Model files are deleted in the window or with the command line only: they may be used by other programs too.",
        ));
    }
    let index = studio.models().index(studio, false).await?;
    let not_found = || Error::not_found("model", &input.model_id);
    let model = index.get(&input.model_id).filter(|model| model.is_file()).ok_or_else(not_found)?;
    let path = model
        .path(&places(studio).await?)
        .ok_or_else(|| Error::conflict("ComfyUI has not said yet where this file lies. Try again in a moment."))?;
    let size = tokio::fs::metadata(&path).await.map(|facts| facts.len());
    let gone = |error| Error::from(LibraryError::file("the model's file could not be deleted", error));
    tokio::fs::remove_file(&path).await.map_err(gone)?;
    studio.models().index(studio, true).await?;
    Ok(DeletedModel { freed_bytes: size.unwrap_or_default(), model_id: input.model_id })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trigger_words_are_those_that_the_trainer_wrote_down() {
        for (metadata, words) in [
            (json!({}), &[][..]),
            (json!({ "modelspec.trigger_phrase": "mira, red coat " }), &["mira", "red coat"]),
            (json!({ "ss_tag_frequency": r#"{"10_a":{"b":2,"mira":9},"5_c":{"coat":4}}"# }), &["mira", "coat", "b"]),
            (json!({ "ss_tag_frequency": "broken" }), &[]),
        ] {
            assert_eq!(metadata.as_object().map(words_of).unwrap_or_default(), words, "{metadata}");
        }
    }
}
