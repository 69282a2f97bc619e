//! Our own recipe: the PNG text `troupe`, JSON with a version.

use serde_json::{Map, Value, json};

use super::{Lora, Recipe, RecipeSource, json};

/// The PNG keyword.
pub(crate) const KEYWORD: &str = "troupe";

/// Grows when the meaning of a field changes; new fields alone do not change it.
const VERSION: u64 = 1;

/// The text for the file.
pub(crate) fn write(recipe: &Recipe) -> String {
    // A recipe is texts, numbers and JSON values: writing it cannot fail, and an empty one would only say less.
    let recipe = serde_json::to_value(recipe).unwrap_or_default();
    json!({ "version": VERSION, "recipe": recipe }).to_string()
}

/// Reads field by field, so that one that does not fit loses itself alone.
pub(super) fn read(text: &str) -> Option<Recipe> {
    let mut written = json::parse_object(text)?;
    let version = written.get("version").and_then(Value::as_u64);
    let Some(Value::Object(mut fields)) = written.remove("recipe") else {
        return None;
    };
    let mut recipe = Recipe::from_source(RecipeSource::Troupe);
    if let Some(source) = fields.remove("source").and_then(|source| serde_json::from_value(source).ok()) {
        recipe.source = source;
    }
    if let Some(Value::Array(notes)) = fields.remove("notes") {
        recipe.notes = notes.iter().filter_map(json::text).collect();
    }
    let mut take = Take { fields: &mut fields, notes: &mut recipe.notes };
    recipe.prompt = take.one("prompt", string);
    recipe.negative_prompt = take.one("negative_prompt", string);
    recipe.seed = take.one("seed", Value::as_u64);
    recipe.seed_text = take.one("seed_text", string);
    recipe.steps = take.one("steps", json::whole);
    recipe.cfg_scale = take.one("cfg_scale", json::number);
    recipe.sampler = take.one("sampler", string);
    recipe.scheduler = take.one("scheduler", string);
    recipe.denoise = take.one("denoise", json::number);
    recipe.model = take.one("model", string);
    recipe.model_hash = take.one("model_hash", string);
    recipe.width = take.one("width", json::whole);
    recipe.height = take.one("height", json::whole);
    recipe.loras = take.one("loras", loras).unwrap_or_default();
    recipe.extra = take.one("extra", |value| value.as_object().cloned()).unwrap_or_default();
    // Fields of a later version are kept.
    recipe.extra.extend(std::mem::take(&mut fields));
    if version.is_none_or(|version| version > VERSION) {
        recipe.notes.push("The recipe was written by a newer version; some of it may mean something else.".to_owned());
    }
    Some(recipe)
}

struct Take<'a> {
    fields: &'a mut Map<String, Value>,
    notes: &'a mut Vec<String>,
}

impl Take<'_> {
    fn one<T>(&mut self, key: &str, read: fn(&Value) -> Option<T>) -> Option<T> {
        let value = self.fields.remove(key).filter(|value| !value.is_null())?;
        let read = read(&value);
        if read.is_none() {
            self.notes.push(format!("The recipe's field \"{key}\" could not be read."));
        }
        read
    }
}

fn string(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn loras(value: &Value) -> Option<Vec<Lora>> {
    value.as_array()?.iter().map(|lora| serde_json::from_value(lora.clone()).ok()).collect()
}
