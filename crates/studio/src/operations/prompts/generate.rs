//! New prompts for a character, written by a text engine.

use super::book::SavedPrompt;
use crate::{
    Error, Result, Studio,
    operations::characters,
    text::{
        ask::WrittenBy,
        scenes::{self, MOST},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    CharacterId, LibraryError, SavedPromptId,
    tables::prompts::{self, PromptRow, PromptSource},
};

/// How many prompts are written when nobody says.
const USUAL_COUNT: u32 = 5;

/// Writes new prompts for a character from its story, its topics and what it posted lately, and keeps them in the book.
/// None repeats what was used before.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GeneratePrompts {
    /// For whom.
    character_id: CharacterId,
    /// What they should be about, such as "a rainy week in autumn".
    #[serde(default)]
    #[schemars(length(max = 5000))]
    context: String,
    /// How many, 1 to 20 (5).
    #[schemars(range(min = 1, max = 20))]
    count: Option<u32>,
    /// The same seed gives the same words, where the engine can.
    seed: Option<u64>,
    /// The model; else the engine's chosen one.
    model: Option<String>,
}

/// The new prompts.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct GeneratedPrompts {
    prompts: Vec<SavedPrompt>,
    #[serde(flatten)]
    by: WrittenBy,
}

pub(super) async fn generate(studio: &Studio, input: GeneratePrompts) -> Result<GeneratedPrompts> {
    let count = input.count.unwrap_or(USUAL_COUNT);
    if !(1..=MOST).contains(&count) {
        return Err(Error::field("count", format!("must be from 1 to {MOST}")));
    }
    let mut read = studio.library().read().await?;
    let character = characters::find(&mut read, input.character_id).await?;
    drop(read);
    let (scenes, by) = scenes::write(studio, &character, &input.context, count, input.seed, input.model).await?;
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let mut kept = Vec::new();
    for scene in scenes {
        let row = PromptRow {
            id: SavedPromptId::new(),
            character_id: Some(character.id),
            title: scene.title,
            prompt: scene.prompt,
            negative_prompt: String::new(),
            source: PromptSource::Ai,
            is_favourite: false,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        };
        prompts::save(&mut write, &row).await?;
        kept.push(SavedPrompt::load(&mut write, row).await?);
    }
    write.commit().await.map_err(LibraryError::from)?;
    Ok(GeneratedPrompts { prompts: kept, by })
}
