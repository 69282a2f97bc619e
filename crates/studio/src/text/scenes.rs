//! New prompts for a character's pictures: from its story, its topics and what it posted and was drawn as lately, none
//! of them again.

use super::{
    ask::{Wish, WrittenBy, ask_json},
    guard, voice,
};
use crate::{Code, Error, Result, Studio};
use serde_json::{Value, json};
use std::collections::HashSet;
use troupe_library::tables::{
    characters::CharacterRow,
    prompts::{self, PromptFilter},
};

/// The most prompts of one call.
pub(crate) const MOST: u32 = 20;
/// How many of the last prompts are told to the engine.
const LATELY: u32 = 30;
/// How much of each, in letters.
const LATELY_LETTERS: usize = 300;
/// How large a share of its words two prompts may have in common, 0 to 1.
const ALIKE: f64 = 0.75;

/// A prompt as an engine wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scene {
    pub(crate) title: String,
    pub(crate) prompt: String,
}

/// Writes new prompts.
///
/// # Errors
/// When what is asked is refused, no engine could write, or nothing that it wrote is new.
pub(crate) async fn write(
    studio: &Studio,
    character: &CharacterRow,
    context: &str,
    count: u32,
    seed: Option<u64>,
    model: Option<String>,
) -> Result<(Vec<Scene>, WrittenBy)> {
    guard::check("context", context)?;
    let known = known(studio, character).await?;
    let mut lines = vec![
        "Task: prompts".to_owned(),
        format!(
            "Write {count} prompts for a picture generator. Each is one scene of the character's life in plain English, 15 to 40 words: what it does, where, clothes, light, framing. Leave out its face, hair, name and age; they are added. Each in another place."
        ),
    ];
    if !context.trim().is_empty() {
        lines.push(format!("About: {}", voice::one_line(context, 2_000)));
    }
    lines.push(guard::RULE.to_owned());
    let told: Vec<String> =
        known.iter().take(LATELY as usize).map(|prompt| voice::one_line(prompt, LATELY_LETTERS)).collect();
    let posted = voice::lately(studio, character.id).await?;
    let ask = Wish {
        system: voice::of(character),
        text: lines.join("\n")
            + &voice::bullets("Used lately, nothing like these again", &told)
            + &voice::bullets("Posted lately", &posted),
        model,
        temperature: Some(character.personality.temperature),
        seed,
        ..Wish::default()
    };
    let schema = json!({
        "type": "object", "required": ["prompts"], "additionalProperties": false,
        "properties": { "prompts": {
            "type": "array", "minItems": count, "maxItems": count,
            "items": {
                "type": "object", "required": ["title", "prompt"], "additionalProperties": false,
                "properties": {
                    "title": { "type": "string", "minLength": 1, "maxLength": 60 },
                    "prompt": { "type": "string", "minLength": 10, "maxLength": 1000 },
                },
            },
        } },
    });
    let answer = ask_json(studio, &ask, &schema, |value| {
        let scenes = read(value);
        let fresh = fresh(&scenes, &known);
        (fresh.len() < scenes.len())
            .then(|| "some of the prompts repeat one that was used lately, or each other".to_owned())
    });
    let answer = answer.await?;
    let scenes = fresh(&read(&answer.value), &known);
    if scenes.is_empty() {
        let words = format!("{} wrote nothing new. Try again, or say what it should be about.", answer.by.model);
        return Err(Error::new(Code::UpstreamError, words));
    }
    Ok((scenes, answer.by))
}

/// What was used for the character: the prompts of the book and those that pictures were asked for with.
async fn known(studio: &Studio, character: &CharacterRow) -> Result<Vec<String>> {
    let mut read = studio.library().read().await?;
    let filter = PromptFilter { character_id: Some(character.id), ..PromptFilter::default() };
    let book = prompts::list(&mut read, &filter, LATELY, 0).await?;
    let mut known: Vec<String> = book.into_iter().map(|row| row.prompt).collect();
    known.extend(prompts::lately_used(&mut read, character.id, LATELY).await?);
    Ok(known)
}

fn read(value: &Value) -> Vec<Scene> {
    let all = value.get("prompts").and_then(Value::as_array).into_iter().flatten();
    all.filter_map(|one| {
        let text = |name: &str| Some(voice::one_line(one.get(name)?.as_str()?, 1_000));
        Some(Scene { title: text("title")?, prompt: text("prompt")? })
    })
    .collect()
}

/// Those that may be shown and are like none that was used, nor like each other.
fn fresh(scenes: &[Scene], known: &[String]) -> Vec<Scene> {
    let mut fresh: Vec<Scene> = Vec::new();
    for scene in scenes {
        let is_known = known.iter().any(|one| is_alike(&scene.prompt, one));
        let is_said = fresh.iter().any(|one| is_alike(&scene.prompt, &one.prompt));
        if !is_known && !is_said && guard::is_fine(&scene.prompt) {
            fresh.push(scene.clone());
        }
    }
    fresh
}

/// Whether two prompts share so many of their words that they would give the same picture.
fn is_alike(one: &str, other: &str) -> bool {
    let words = |text: &str| -> HashSet<String> {
        text.split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| word.chars().count() > 2)
            .map(str::to_lowercase)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let shared = one.intersection(&other).count();
    let most = one.len().min(other.len()).max(1);
    #[allow(clippy::cast_precision_loss)] // Some dozen words.
    let share = shared as f64 / most as f64;
    // Two short prompts share words by chance.
    share >= ALIKE && (most >= 4 || one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prompt_that_is_like_a_known_one_is_not_new() {
        for (one, other, alike) in [
            (
                "Reading in an empty museum, wool jumper, soft window light",
                "reading in an empty museum, soft window light, wool jumper, 35 mm",
                true,
            ),
            (
                "Reading in an empty museum, wool jumper, blue hour",
                "Cooking in a mountain hut, wool jumper, blue hour, low angle",
                false,
            ),
            ("portrait", "portrait", true),
            ("portrait at dusk", "portrait at dawn", false),
        ] {
            assert_eq!(is_alike(one, other), alike, "{one:?} {other:?}");
        }
        let scene = |prompt: &str| Scene { title: "t".into(), prompt: prompt.into() };
        let scenes =
            [scene("a schoolgirl in a library, window light"), scene("Baking bread at night, apron, warm lamp")];
        assert_eq!(fresh(&scenes, &[]), [scene("Baking bread at night, apron, warm lamp")]);
    }
}
