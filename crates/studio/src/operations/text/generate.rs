//! Plain words from the first text engine that can write.

use crate::{
    Error, Kind, Result, Studio,
    checks::LONGEST_PROMPT,
    operations::characters,
    text::{
        ask::{Wish, WrittenBy, ask_text},
        guard, shown, voice,
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use troupe_library::{CharacterId, ContentId};

/// The most tokens that may be asked for.
const MOST_TOKENS: u32 = 32_000;

/// Writes words with the first text engine that can, in a character's voice where one is named. Over REST the answer
/// streams when it is asked for with `Accept: text/event-stream`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GenerateText {
    /// What to write.
    #[schemars(length(min = 1, max = 20000))]
    prompt: String,
    /// The model; else the engine's chosen one.
    model: Option<String>,
    /// Whose voice.
    character_id: Option<CharacterId>,
    /// An item of the library that it is about.
    content_id: Option<ContentId>,
    /// The most tokens, 1 to 32,000; absent: the engine's own limit.
    #[schemars(range(min = 1, max = 32000))]
    max_tokens: Option<u32>,
    /// How freely it writes, 0 to 2; else the character's, else the engine's.
    #[schemars(range(min = 0, max = 2))]
    temperature: Option<f64>,
    /// The same seed gives the same words, where the engine can.
    seed: Option<u64>,
    /// A word of yours: while it is written, events `generation_progress` carry it and the text so far.
    #[schemars(length(max = 100))]
    stream_id: Option<String>,
}

/// What was written.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct GeneratedText {
    text: String,
    /// Whether it was cut off at the limit of tokens.
    was_cut: bool,
    #[serde(flatten)]
    by: WrittenBy,
}

pub(super) async fn generate(studio: &Studio, input: GenerateText) -> Result<GeneratedText> {
    let prompt = input.prompt.trim();
    if prompt.is_empty() || prompt.chars().count() > LONGEST_PROMPT {
        return Err(Error::field("prompt", format!("must have 1 to {LONGEST_PROMPT} letters")));
    }
    guard::check("prompt", prompt)?;
    if input.max_tokens.is_some_and(|most| !(1..=MOST_TOKENS).contains(&most)) {
        return Err(Error::field("max_tokens", format!("must be from 1 to {MOST_TOKENS}")));
    }
    if input.temperature.is_some_and(|temperature| !(0.0..=2.0).contains(&temperature)) {
        return Err(Error::field("temperature", "must be from 0 to 2"));
    }
    let character = match input.character_id {
        Some(id) => {
            let mut read = studio.library().read().await?;
            Some(characters::find(&mut read, id).await?)
        }
        None => None,
    };
    let shown = match input.content_id {
        Some(id) => shown::of_content(studio, &shown::find(studio, id).await?).await?.0,
        None => None,
    };
    let wish = Wish {
        system: character.as_ref().map(voice::of).unwrap_or_default(),
        text: prompt.to_owned(),
        shown,
        model: input.model,
        temperature: input.temperature.or(character.as_ref().map(|row| row.personality.temperature)),
        max_tokens: input.max_tokens,
        seed: input.seed,
    };
    let mut so_far = String::new();
    let mut tell = |piece: &str| {
        if let Some(id) = &input.stream_id {
            so_far.push_str(piece);
            let data = json!({ "stream_id": id, "text": so_far });
            studio.events().progress(Kind::GenerationProgress, id, data);
        }
    };
    let (text, by, was_cut) = ask_text(studio, &wish, &mut tell).await?;
    if !guard::is_fine(&text) {
        return Err(Error::new(
            crate::Code::UpstreamError,
            format!(
                "{} wrote something that makes a person look under age; it is not shown. Say it in other words.",
                by.model
            ),
        ));
    }
    Ok(GeneratedText { text, was_cut, by })
}
