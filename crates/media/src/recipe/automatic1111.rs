//! The text that AUTOMATIC1111's web UI writes under `parameters`, and its many imitators:
//!
//! ```text
//! the prompt, over any number of lines
//! Negative prompt: the negative one, likewise
//! Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 1, Size: 512x768, Model: name
//! ```

use serde_json::Value;

use super::{Lora, MAX_LORAS, Recipe, RecipeSource, json};

const NEGATIVE: &str = "Negative prompt:";

/// Reads the text; `None` where it is JSON, which other programs put under the same keyword.
pub(super) fn read(text: &str) -> Option<Recipe> {
    let text = text.trim();
    if text.is_empty() || (text.starts_with('{') && json::parse(text).is_some()) {
        return None;
    }
    let mut recipe = Recipe::from_source(RecipeSource::Automatic1111);
    let lines: Vec<&str> = text.lines().collect();
    // The settings are the last line that starts with steps; a template's or hashes' line may follow it.
    let settings_at = lines.iter().rposition(|line| line.trim_start().starts_with("Steps: "));
    let prompts = lines.get(..settings_at.unwrap_or(lines.len())).unwrap_or_default();
    let negative_at = prompts.iter().position(|line| line.starts_with(NEGATIVE));
    let (positive, negative) = prompts.split_at(negative_at.unwrap_or(prompts.len()));
    recipe.prompt = said(&positive.join("\n"));
    recipe.negative_prompt = negative.join("\n").strip_prefix(NEGATIVE).and_then(said);
    match settings_at {
        Some(at) => {
            for (key, value) in settings(&lines.get(at..).unwrap_or_default().join(", ")) {
                take(&mut recipe, &key, value);
            }
        }
        None => recipe.notes.push("The text has no line of settings, so only the prompt was read.".to_owned()),
    }
    add_tagged_loras(&mut recipe);
    Some(recipe)
}

fn said(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Splits `Key: value, Key: "quoted, value", …`. Values that hold a comma or colon are quoted as JSON texts.
fn settings(line: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for part in split_outside_quotes(line) {
        match part.split_once(':') {
            Some((key, value)) if !key.contains('"') => {
                found.push((key.trim().to_owned(), unquoted(value.trim())));
            }
            // A comma inside an unquoted value, as in `Model: a, b`, belongs to the value before.
            _ => {
                if let Some((_, value)) = found.last_mut() {
                    value.push_str(", ");
                    value.push_str(part.trim());
                }
            }
        }
    }
    found.retain(|(_, value)| !value.is_empty());
    found
}

fn split_outside_quotes(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut quoted, mut escaped) = (0, false, false);
    for (at, letter) in line.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ',' if !quoted => {
                parts.extend(line.get(from..at));
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(line.get(from..));
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn unquoted(value: &str) -> String {
    if value.starts_with('"') {
        serde_json::from_str(value).unwrap_or_else(|_| value.trim_matches('"').to_owned())
    } else {
        value.to_owned()
    }
}

fn take(recipe: &mut Recipe, key: &str, value: String) {
    let number = || value.parse::<f64>().ok().filter(|number| number.is_finite());
    let understood = match key {
        "Steps" => value.parse().map(|steps| recipe.steps = Some(steps)).is_ok(),
        "CFG scale" => number().map(|scale| recipe.cfg_scale = Some(scale)).is_some(),
        "Denoising strength" => number().map(|strength| recipe.denoise = Some(strength)).is_some(),
        "Size" => match value.split_once(['x', '×']).map(|(width, height)| (width.parse(), height.parse())) {
            Some((Ok(width), Ok(height))) => {
                (recipe.width, recipe.height) = (Some(width), Some(height));
                true
            }
            _ => false,
        },
        "Seed" => {
            let is_number = value.parse::<i128>().is_ok();
            if is_number {
                recipe.set_seed(value.clone());
            }
            is_number
        }
        "Sampler" => {
            recipe.sampler = Some(value.clone());
            true
        }
        "Schedule type" => {
            recipe.scheduler = Some(value.clone());
            true
        }
        "Model" => {
            recipe.model = Some(value.clone());
            true
        }
        "Model hash" => {
            recipe.model_hash = Some(value.clone());
            true
        }
        "Lora hashes" => {
            for (name, hash) in value.split(',').filter_map(|pair| pair.split_once(':')) {
                let Some(lora) = lora_named(recipe, name.trim()) else { break };
                lora.hash = Some(hash.trim().to_owned());
            }
            true
        }
        _ => {
            let structure = json::parse(&value).filter(|value| value.is_object() || value.is_array());
            recipe.extra.insert(key.to_owned(), structure.unwrap_or_else(|| Value::from(value.clone())));
            true
        }
    };
    if !understood {
        recipe.notes.push(format!("\"{key}\" says \"{value}\", which could not be read."));
    }
}

/// LoRAs stand in the prompt as `<lora:name:strength>`, or with a second strength for the text encoder.
fn add_tagged_loras(recipe: &mut Recipe) {
    let prompt = recipe.prompt.clone().unwrap_or_default();
    for tag in prompt.split("<lora:").skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag) {
        let mut parts = tag.split(':');
        let Some(name) = parts.next().map(str::trim).filter(|name| !name.is_empty()) else {
            continue;
        };
        let mut strength =
            || parts.next().and_then(|part| part.trim().parse().ok()).filter(|number: &f64| number.is_finite());
        let (model, clip) = (strength(), strength());
        let Some(lora) = lora_named(recipe, name) else { break };
        (lora.strength, lora.strength_clip) = (model, clip);
    }
}

/// The LoRA of that name, added if it is new; `None` beyond what any picture uses.
fn lora_named<'a>(recipe: &'a mut Recipe, name: &str) -> Option<&'a mut Lora> {
    let at = recipe.loras.iter().position(|lora| lora.name == name).unwrap_or(recipe.loras.len());
    if at == recipe.loras.len() && at < MAX_LORAS {
        recipe.loras.push(Lora { name: name.to_owned(), ..Lora::default() });
    }
    recipe.loras.get_mut(at)
}
