//! One draw of a prompt: its wildcards, choices and variables filled in, and what a picture's prompt becomes of it.

use super::book;
use crate::{
    Error, Result, Studio,
    generation::{GenerateImage, LARGEST_SEED, plan},
    operations::characters,
    planning::{strategy::Strategy, template::Occasion},
    prompt::ComposedPrompt,
    text::{
        guard,
        wildcards::{self, Words},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{CharacterId, SavedPromptId, SqliteConnection, StyleId, TemplateId, tables::wildcards as table};

/// Fills in a prompt's wildcards, choices and variables: exactly what would be sent, with the character's, the style's
/// and the template's words around it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PreviewPrompt {
    /// The prompt; else one of the book.
    #[schemars(length(max = 20000))]
    prompt: Option<String>,
    /// A prompt of the book.
    prompt_id: Option<SavedPromptId>,
    /// The character in it; else the book's.
    character_id: Option<CharacterId>,
    /// A style of the character's.
    style_id: Option<StyleId>,
    /// A prompt frame around it.
    template_id: Option<TemplateId>,
    /// The same seed gives the same draw; absent draws anew.
    #[schemars(range(min = 0, max = 9007199254740991_i64))]
    seed: Option<u64>,
}

/// One draw.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PreviewedPrompt {
    /// The prompt with everything filled in.
    prompt: String,
    /// All words as they would be sent, and where each came from.
    composed: ComposedPrompt,
    /// The wildcards in it, with their words.
    wildcards: Vec<PromptWildcard>,
    /// How many prompts can come of it; `null` beyond a thousand million.
    combinations: Option<u64>,
    /// The seed of this draw.
    seed: u64,
}

/// A wildcard of a prompt.
#[derive(Debug, Serialize, JsonSchema)]
struct PromptWildcard {
    name: String,
    /// What it stands for; empty when it is not known yet.
    words: Vec<String>,
}

pub(super) async fn preview(studio: &Studio, input: PreviewPrompt) -> Result<PreviewedPrompt> {
    let mut read = studio.library().read().await?;
    let (text, owner) = match (input.prompt, input.prompt_id) {
        (Some(text), None) => (text, None),
        (None, Some(id)) => {
            let row = book::find(&mut read, id).await?;
            (row.prompt, row.character_id)
        }
        _ => return Err(Error::field("prompt", "give prompt or prompt_id, one of the two")),
    };
    guard::check("prompt", &text)?;
    let words = all_words(&mut read).await?;
    let character = match input.character_id.or(owner) {
        Some(id) => Some(characters::find(&mut read, id).await?),
        None => None,
    };
    let strategy = match &character {
        Some(row) => Strategy::of(&mut read, row.id).await?,
        None => Strategy::default(),
    };
    drop(read);
    let seed = input.seed.unwrap_or_else(wildcards::any_seed) & LARGEST_SEED;
    let occasion = character.as_ref().map(|character| Occasion {
        character,
        strategy: &strategy,
        at: studio.now(),
        zone: character.timezone.parse().unwrap_or(chrono_tz::Tz::UTC),
        turn: usize::try_from(seed).unwrap_or_default(),
        description: "",
        caption: None,
    });
    let drawn = wildcards::draw("prompt", &text, &words, seed, occasion.as_ref())?;
    let request = GenerateImage {
        prompt: drawn.clone(),
        character_id: character.as_ref().map(|row| row.id),
        style_id: input.style_id,
        template_id: input.template_id,
        ..GenerateImage::default()
    };
    let composed = plan(studio, &request).await?.composed;
    let named = wildcards::names(&text).into_iter();
    Ok(PreviewedPrompt {
        prompt: drawn,
        composed,
        wildcards: named
            .map(|name| PromptWildcard { name: name.to_owned(), words: words.get(name).cloned().unwrap_or_default() })
            .collect(),
        combinations: wildcards::combinations(&text, &words),
        seed,
    })
}

/// Every wildcard's words.
pub(super) async fn all_words(db: &mut SqliteConnection) -> Result<Words> {
    Ok(table::list(db).await?.into_iter().map(|row| (row.name, row.words)).collect())
}
