//! InvokeAI's `invokeai_metadata` (version 3 and later).

use serde_json::{Map, Value};

use super::{Lora, Recipe, RecipeSource, json};

/// Reads the metadata object.
pub(super) fn read(text: &str) -> Option<Recipe> {
    let mut fields = json::parse_object(text)?;
    let mut recipe = Recipe::from_source(RecipeSource::InvokeAi);
    recipe.prompt = fields.remove("positive_prompt").as_ref().and_then(json::text);
    recipe.negative_prompt = fields.remove("negative_prompt").as_ref().and_then(json::text);
    if let Some(seed) = fields.remove("seed").as_ref().and_then(json::seed) {
        recipe.set_seed(seed);
    }
    recipe.steps = fields.remove("steps").as_ref().and_then(json::whole);
    recipe.cfg_scale = fields.remove("cfg_scale").as_ref().and_then(json::number);
    // InvokeAI names sampler and schedule together: `dpmpp_2m_k`.
    recipe.sampler = fields.remove("scheduler").as_ref().and_then(json::text);
    recipe.width = fields.remove("width").as_ref().and_then(json::whole);
    recipe.height = fields.remove("height").as_ref().and_then(json::whole);
    recipe.denoise = fields.remove("strength").as_ref().and_then(json::number);
    if let Some(model) = fields.remove("model") {
        recipe.model = name(&model);
        recipe.model_hash = model.get("hash").and_then(json::text);
    }
    if let Some(Value::Array(loras)) = fields.remove("loras") {
        recipe.loras = loras.iter().filter_map(lora).collect();
    }
    recipe.extra = fields.into_iter().filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>();
    Some(recipe)
}

/// A model's name: `name` since version 4, `model_name` in version 3, or the bare text.
fn name(model: &Value) -> Option<String> {
    model.get("name").or_else(|| model.get("model_name")).and_then(json::text).or_else(|| json::text(model))
}

fn lora(value: &Value) -> Option<Lora> {
    let model = value.get("model").or_else(|| value.get("lora"))?;
    Some(Lora {
        name: name(model)?,
        strength: value.get("weight").and_then(json::number),
        strength_clip: None,
        hash: model.get("hash").and_then(json::text),
    })
}
