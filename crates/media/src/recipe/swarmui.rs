//! SwarmUI's JSON: `{"sui_image_params": {…}, "sui_extra_data": {…}, "sui_models": […]}`.

use serde_json::Value;

use super::{Lora, MAX_LORAS, Recipe, RecipeSource, json};

/// Reads the object; `None` for JSON of another kind.
pub(super) fn read(text: &str) -> Option<Recipe> {
    let mut written = json::parse_object(text)?;
    let Some(Value::Object(mut fields)) = written.remove("sui_image_params") else {
        return None;
    };
    let mut recipe = Recipe::from_source(RecipeSource::SwarmUi);
    recipe.prompt = fields.remove("prompt").as_ref().and_then(json::text);
    recipe.negative_prompt = fields.remove("negativeprompt").as_ref().and_then(json::text);
    if let Some(seed) = fields.remove("seed").as_ref().and_then(json::seed) {
        recipe.set_seed(seed);
    }
    recipe.steps = fields.remove("steps").as_ref().and_then(json::whole);
    recipe.cfg_scale = fields.remove("cfgscale").as_ref().and_then(json::number);
    recipe.sampler = first_text(&mut fields, &["sampler", "comfyuisampler"]);
    recipe.scheduler = first_text(&mut fields, &["scheduler", "comfyuischeduler"]);
    recipe.denoise = fields.remove("initimagecreativity").as_ref().and_then(json::number);
    recipe.model = fields.remove("model").as_ref().and_then(json::text);
    recipe.width = fields.remove("width").as_ref().and_then(json::whole);
    recipe.height = fields.remove("height").as_ref().and_then(json::whole);
    let names = list(fields.remove("loras"));
    let weights = list(fields.remove("loraweights"));
    recipe.loras = names
        .iter()
        .enumerate()
        .take(MAX_LORAS)
        .filter_map(|(at, name)| {
            Some(Lora {
                name: json::text(name)?,
                strength: weights.get(at).and_then(json::number),
                strength_clip: None,
                hash: None,
            })
        })
        .collect();
    if let Some(Value::Array(models)) = written.get("sui_models") {
        let hash_of = |param: &str, name: Option<&str>| {
            models
                .iter()
                .filter(|model| model.get("param").and_then(Value::as_str) == Some(param))
                .find(|model| {
                    name.is_none_or(|name| {
                        model.get("name").and_then(Value::as_str).is_some_and(|file| stem(file) == stem(name))
                    })
                })
                .and_then(|model| model.get("hash").and_then(json::text))
        };
        recipe.model_hash = hash_of("model", None);
        for lora in &mut recipe.loras {
            lora.hash = hash_of("loras", Some(&lora.name));
        }
    }
    recipe.extra = fields;
    recipe.extra.extend(written);
    Some(recipe)
}

/// The parameter names one sampler twice, by the older and by the newer key.
fn first_text(fields: &mut serde_json::Map<String, Value>, keys: &[&str]) -> Option<String> {
    keys.iter().filter_map(|key| fields.remove(*key)).find_map(|value| json::text(&value))
}

/// Lists are written as JSON arrays, and as text with commas by older versions.
fn list(value: Option<Value>) -> Vec<Value> {
    match value {
        Some(Value::Array(items)) => items,
        Some(Value::String(text)) => text.split(',').map(|part| Value::from(part.trim())).collect(),
        _ => Vec::new(),
    }
}

/// The name without its model extension.
fn stem(name: &str) -> &str {
    name.strip_suffix(".safetensors").unwrap_or(name)
}
