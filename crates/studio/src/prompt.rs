//! How the words of a picture come together: the character's, the style's, the template's and the
//! creator's, laid one after another in a stated order, so that the creator sees what will be sent.
//!
//! The prompt, each part only where it says something, joined by commas:
//!
//! 1. the style's prefix
//! 2. the template's words before `{prompt}`
//! 3. the character's prefix; where it has none, its name and age
//! 4. the character's hair and eyes
//! 5. the character's style words (keywords, then preferences)
//! 6. the creator's prompt
//! 7. the template's words after `{prompt}`
//! 8. the style's suffix
//!
//! The negative prompt: the creator's words, then the style's, the template's, the character's; a word
//! that was already said is not said again. LoRAs: the character's, then the style's, then the
//! request's; the same name again changes the strength, and the strength 0 takes it away. The model: the
//! request's, else the style's, else the character's, else the server's.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use troupe_library::Lora;

/// Where a template takes the other words.
pub(crate) const SLOT: &str = "{prompt}";

/// What a character brings.
#[derive(Debug, Clone, Default)]
pub(crate) struct CharacterWords {
    pub(crate) prompt_prefix: String,
    pub(crate) hair_color: String,
    pub(crate) eye_color: String,
    pub(crate) style_keywords: Vec<String>,
    pub(crate) style_preferences: Vec<String>,
    pub(crate) negative_prompt: String,
    pub(crate) base_model: Option<String>,
    pub(crate) loras: Vec<Lora>,
}

/// What a style brings.
#[derive(Debug, Clone, Default)]
pub(crate) struct StyleWords {
    pub(crate) prompt_prefix: String,
    pub(crate) prompt_suffix: String,
    pub(crate) negative_prompt: String,
    pub(crate) model: Option<String>,
    pub(crate) loras: Vec<Lora>,
}

/// What a template brings.
#[derive(Debug, Clone, Default)]
pub(crate) struct TemplateWords {
    /// With `{prompt}` where the other words go; without it they go to its end.
    pub(crate) prompt_template: String,
    pub(crate) negative_prompt: String,
}

/// All that a picture's words come from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inputs {
    pub(crate) prompt: String,
    pub(crate) negative_prompt: String,
    pub(crate) model: Option<String>,
    pub(crate) loras: Vec<Lora>,
    pub(crate) character: Option<CharacterWords>,
    pub(crate) style: Option<StyleWords>,
    pub(crate) template: Option<TemplateWords>,
    /// The server's, when nobody names one.
    pub(crate) default_model: Option<String>,
}

/// Where some words, a LoRA or a model come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WordsFrom {
    /// The style's words before.
    StylePrefix,
    /// The template's words before its slot.
    TemplateBefore,
    /// The character's words before.
    CharacterPrefix,
    /// The character's hair and eyes.
    CharacterLook,
    /// The character's style words.
    CharacterStyle,
    /// The creator's own words.
    Prompt,
    /// The template's words after its slot.
    TemplateAfter,
    /// The style's words after.
    StyleSuffix,
    /// The creator's own negative words.
    NegativePrompt,
    /// The style's negative words.
    StyleNegative,
    /// The template's negative words.
    TemplateNegative,
    /// The character's negative words.
    CharacterNegative,
}

/// Some words and where they come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PromptPart {
    /// Where they come from.
    pub from: WordsFrom,
    /// The words.
    pub text: String,
}

/// Who named the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModelFrom {
    /// This request.
    Request,
    /// The style.
    Style,
    /// The character.
    Character,
    /// The server's default.
    Server,
}

/// What will be sent, with the parts that it is made of, in their order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComposedPrompt {
    /// The whole prompt.
    pub prompt: String,
    /// The whole negative prompt.
    pub negative_prompt: String,
    /// The checkpoint; null when nobody named one.
    pub model: Option<String>,
    /// Who named the checkpoint.
    pub model_from: Option<ModelFrom>,
    /// The LoRAs, in the order in which they are applied.
    pub loras: Vec<Lora>,
    /// The parts of the prompt, in their order.
    pub parts: Vec<PromptPart>,
    /// The parts of the negative prompt, in their order.
    pub negative_parts: Vec<PromptPart>,
}

/// Lays the words together, as this file's head says.
pub(crate) fn compose(inputs: &Inputs) -> ComposedPrompt {
    let (model, model_from) = choose_model(inputs);
    let (prompt, parts) = compose_prompt(inputs);
    let negative_parts = compose_negative(inputs);
    ComposedPrompt {
        prompt,
        negative_prompt: join(negative_parts.iter().map(|part| part.text.as_str())),
        model,
        model_from,
        loras: merge_loras(inputs),
        parts,
        negative_parts,
    }
}

fn compose_prompt(inputs: &Inputs) -> (String, Vec<PromptPart>) {
    let mut parts = Vec::new();
    let mut add = |from, text: &str| {
        let text = tidy(text).to_owned();
        if !text.is_empty() {
            parts.push(PromptPart { from, text: text.clone() });
        }
        text
    };
    let style = inputs.style.clone().unwrap_or_default();
    let template = inputs.template.as_ref().map_or(SLOT, |template| &template.prompt_template);
    let (before, after) = template.split_once(SLOT).unwrap_or((template, ""));
    // A template with nothing around its slot, and one without a slot, are joined by a comma like the rest.
    let has_slot = template.contains(SLOT);

    let style_prefix = add(WordsFrom::StylePrefix, &style.prompt_prefix);
    add(WordsFrom::TemplateBefore, before);
    let mut inner = Vec::new();
    if let Some(character) = &inputs.character {
        inner.push(add(WordsFrom::CharacterPrefix, &character.prompt_prefix));
        let hair = with_noun(&character.hair_color, &["hair"]);
        let eyes = with_noun(&character.eye_color, &["eyes", "eye", "eyed"]);
        inner.push(add(WordsFrom::CharacterLook, &join([hair.as_str(), &eyes])));
        let words = character.style_keywords.iter().chain(&character.style_preferences).map(String::as_str);
        inner.push(add(WordsFrom::CharacterStyle, &join(without_repeats(words, &mut HashSet::new()))));
    }
    inner.push(add(WordsFrom::Prompt, &inputs.prompt));
    let inner = join(inner.iter().map(String::as_str));
    add(WordsFrom::TemplateAfter, &after.replace(SLOT, &inner));
    let framed = if has_slot { template.replace(SLOT, &inner) } else { join([before, inner.as_str()]) };
    let style_suffix = add(WordsFrom::StyleSuffix, &style.prompt_suffix);
    (join([style_prefix.as_str(), &framed, &style_suffix]), parts)
}

fn compose_negative(inputs: &Inputs) -> Vec<PromptPart> {
    let style = inputs.style.as_ref().map_or("", |style| &style.negative_prompt);
    let template = inputs.template.as_ref().map_or("", |template| &template.negative_prompt);
    let character = inputs.character.as_ref().map_or("", |character| &character.negative_prompt);
    let mut said = HashSet::new();
    [
        (WordsFrom::NegativePrompt, inputs.negative_prompt.as_str()),
        (WordsFrom::StyleNegative, style),
        (WordsFrom::TemplateNegative, template),
        (WordsFrom::CharacterNegative, character),
    ]
    .into_iter()
    .filter_map(|(from, text)| {
        let text = join(without_repeats(split_words(text).into_iter(), &mut said));
        (!text.is_empty()).then_some(PromptPart { from, text })
    })
    .collect()
}

fn merge_loras(inputs: &Inputs) -> Vec<Lora> {
    let character = inputs.character.iter().flat_map(|character| &character.loras);
    let style = inputs.style.iter().flat_map(|style| &style.loras);
    let mut merged: Vec<Lora> = Vec::new();
    for lora in character.chain(style).chain(&inputs.loras) {
        match merged.iter_mut().find(|known| known.name == lora.name) {
            Some(known) => known.strength = lora.strength,
            None => merged.push(lora.clone()),
        }
    }
    merged.retain(|lora| lora.strength != 0.0);
    merged
}

fn choose_model(inputs: &Inputs) -> (Option<String>, Option<ModelFrom>) {
    [
        (inputs.model.as_ref(), ModelFrom::Request),
        (inputs.style.as_ref().and_then(|style| style.model.as_ref()), ModelFrom::Style),
        (inputs.character.as_ref().and_then(|character| character.base_model.as_ref()), ModelFrom::Character),
        (inputs.default_model.as_ref(), ModelFrom::Server),
    ]
    .into_iter()
    .find_map(|(model, from)| model.filter(|model| !model.trim().is_empty()).map(|model| (model.clone(), from)))
    .map_or((None, None), |(model, from)| (Some(model), Some(from)))
}

/// Without the space and the commas at its ends.
fn tidy(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || letter == ',')
}

fn join<'a>(pieces: impl IntoIterator<Item = &'a str>) -> String {
    pieces.into_iter().map(tidy).filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(", ")
}

/// "red" becomes "red hair"; "long red hair" says it already.
fn with_noun(words: &str, nouns: &[&str]) -> String {
    let words = tidy(words);
    let says_it = words
        .split(|letter: char| !letter.is_alphanumeric())
        .any(|word| nouns.iter().any(|noun| word.eq_ignore_ascii_case(noun)));
    match nouns.first() {
        Some(noun) if !words.is_empty() && !says_it => format!("{words} {noun}"),
        _ => words.to_owned(),
    }
}

/// Splits at commas outside of brackets, so that `(blurry, dark:1.2)` stays one.
fn split_words(text: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    text.split(|letter: char| {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        letter == ',' && depth <= 0
    })
    .collect()
}

fn without_repeats<'a>(words: impl Iterator<Item = &'a str>, said: &mut HashSet<String>) -> Vec<&'a str> {
    words.filter(|word| said.insert(tidy(word).to_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn lora(name: &str, strength: f64) -> Lora {
        Lora { name: name.into(), strength }
    }

    fn everything() -> Inputs {
        Inputs {
            prompt: "reading in a café, ".into(),
            negative_prompt: "blurry".into(),
            model: None,
            loras: vec![lora("film", 0.4), lora("glow", 0.0)],
            character: Some(CharacterWords {
                prompt_prefix: "photo of ada, woman, 27".into(),
                hair_color: "copper".into(),
                eye_color: "bright green eyes".into(),
                style_keywords: vec!["linen".into(), "calm".into()],
                style_preferences: vec!["Calm".into(), "sporty".into()],
                negative_prompt: "extra fingers, Blurry".into(),
                base_model: Some("sdxl.safetensors".into()),
                loras: vec![lora("ada", 0.9), lora("film", 1.0)],
            }),
            style: Some(StyleWords {
                prompt_prefix: "soft light".into(),
                prompt_suffix: "shot on film".into(),
                negative_prompt: "harsh flash, (noise, grain:1.2)".into(),
                model: None,
                loras: vec![lora("glow", 0.5)],
            }),
            template: Some(TemplateWords {
                prompt_template: "a magazine cover of {prompt} with a title".into(),
                negative_prompt: "watermark, blurry".into(),
            }),
            default_model: Some("default.safetensors".into()),
        }
    }

    #[test]
    fn the_words_stand_in_the_stated_order() {
        let composed = compose(&everything());
        assert_eq!(
            composed.prompt,
            "soft light, a magazine cover of photo of ada, woman, 27, copper hair, bright green eyes, \
             linen, calm, sporty, reading in a café with a title, shot on film"
        );
        let order: Vec<_> = composed.parts.iter().map(|part| part.from).collect();
        use WordsFrom::*;
        assert_eq!(
            order,
            [
                StylePrefix,
                TemplateBefore,
                CharacterPrefix,
                CharacterLook,
                CharacterStyle,
                Prompt,
                TemplateAfter,
                StyleSuffix
            ]
        );
        let mut rest = composed.prompt.as_str();
        for part in &composed.parts {
            let at = rest.find(&part.text).unwrap();
            rest = &rest[at + part.text.len()..];
        }
    }

    #[test]
    fn a_negative_word_is_said_once() {
        let composed = compose(&everything());
        assert_eq!(composed.negative_prompt, "blurry, harsh flash, (noise, grain:1.2), watermark, extra fingers");
    }

    #[test]
    fn the_later_lora_wins_and_zero_takes_it_away() {
        assert_eq!(compose(&everything()).loras, [lora("ada", 0.9), lora("film", 0.4)]);
    }

    #[test]
    fn the_nearest_model_wins() {
        let mut inputs = everything();
        let mut chosen = Vec::new();
        for _ in 0..4 {
            let composed = compose(&inputs);
            chosen.push((composed.model.unwrap_or_default(), composed.model_from));
            if let Some(style) = &mut inputs.style {
                match (inputs.model.is_some(), style.model.is_some()) {
                    (_, false) => style.model = Some("style".into()),
                    _ => inputs.model = Some("request".into()),
                }
            }
        }
        assert_eq!(
            chosen,
            [
                ("sdxl.safetensors".into(), Some(ModelFrom::Character)),
                ("style".into(), Some(ModelFrom::Style)),
                ("request".into(), Some(ModelFrom::Request)),
                ("request".into(), Some(ModelFrom::Request)),
            ]
        );
        inputs = Inputs { default_model: inputs.default_model, ..Inputs::default() };
        assert_eq!(compose(&inputs).model_from, Some(ModelFrom::Server));
        assert_eq!(compose(&Inputs::default()).model, None);
    }

    #[test]
    fn odd_templates_and_empty_parts_hold() {
        for (template, prompt, expected) in [
            ("{prompt}", "a cat", "a cat"),
            ("", "a cat", "a cat"),
            ("oil painting", "a cat", "oil painting, a cat"),
            ("oil painting of {prompt}", "", "oil painting of"),
            ("{prompt}, and again {prompt}", "a cat", "a cat, and again a cat"),
            ("{prompt}", "{prompt} {x}", "{prompt} {x}"),
            ("{prompt}", " ,, ", ""),
        ] {
            let inputs = Inputs {
                prompt: prompt.into(),
                template: Some(TemplateWords { prompt_template: template.into(), ..TemplateWords::default() }),
                ..Inputs::default()
            };
            assert_eq!(compose(&inputs).prompt, expected, "{template:?} with {prompt:?}");
        }
    }
}
