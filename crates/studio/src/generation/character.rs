//! A character's part in a picture: its words, its style, its model, and whether pictures of it may be
//! made at all.

use super::{GenerationParameters, RecipeCharacter, plan::FaceConsistency};
use crate::{
    Error, Result, Studio, origins,
    prompt::{CharacterWords, StyleWords},
};
use troupe_library::{
    CharacterId, StyleId,
    tables::{
        characters::{self, Appearance},
        styles,
    },
};

/// What a character brings to a picture.
#[derive(Debug)]
pub(crate) struct CharacterPart {
    pub(crate) recipe: RecipeCharacter,
    pub(crate) style_id: Option<StyleId>,
    pub(crate) style_words: Option<StyleWords>,
    pub(crate) style_parameters: GenerationParameters,
    appearance: Appearance,
    /// Who is in the picture, for a character whose prompts begin with nothing of their own: without a
    /// person in the words a model makes a picture without one.
    subject: String,
}

impl CharacterPart {
    /// The character's words; without its LoRAs where the request, or else the character, keeps the face
    /// by words alone.
    pub(crate) fn words(&self, asked: Option<FaceConsistency>) -> CharacterWords {
        let look = &self.appearance;
        let with_loras = match asked {
            Some(method) => method == FaceConsistency::Lora,
            None => look.face_consistency_method.as_deref() != Some("none"),
        };
        CharacterWords {
            prompt_prefix: match look.prompt_prefix.trim() {
                "" => self.subject.clone(),
                _ => look.prompt_prefix.clone(),
            },
            hair_color: look.hair_color.clone(),
            eye_color: look.eye_color.clone(),
            style_keywords: look.style_keywords.clone(),
            style_preferences: look.style_preferences.clone(),
            negative_prompt: look.negative_prompt.clone(),
            base_model: look.base_model.clone(),
            loras: if with_loras { look.loras.clone() } else { Vec::new() },
        }
    }
}

/// Loads a character for a picture of it.
///
/// # Errors
/// When there is no such character or style, when its consent no longer holds, or when a real
/// person's likeness was to be made not safe for work.
pub(crate) async fn character_part(
    studio: &Studio,
    id: CharacterId,
    style_id: Option<StyleId>,
    with_default_style: bool,
    is_nsfw: bool,
) -> Result<CharacterPart> {
    let mut read = studio.library().read().await?;
    let character = characters::get(&mut read, id)
        .await?
        .filter(|character| character.deleted_at.is_none())
        .ok_or_else(|| Error::not_found("character", id))?;
    origins::check_character(&mut read, &character, is_nsfw, studio.now()).await?;
    let style = match style_id {
        Some(style_id) => {
            Some(styles::get(&mut read, id, style_id).await?.ok_or_else(|| Error::not_found("style", style_id))?)
        }
        None if with_default_style => styles::default_of(&mut read, id).await?,
        None => None,
    };
    drop(read);
    let style_parameters =
        style.as_ref().and_then(|style| serde_json::from_value(style.settings.clone()).ok()).unwrap_or_default();
    Ok(CharacterPart {
        subject: format!("{}, a {}-year-old person", character.name.trim(), character.age),
        recipe: RecipeCharacter {
            id,
            name: character.name,
            appearance: serde_json::to_value(&character.appearance).map_err(Error::internal)?,
        },
        style_id: style.as_ref().map(|style| style.id),
        style_words: style.map(|style| StyleWords {
            prompt_prefix: style.prompt_prefix,
            prompt_suffix: style.prompt_suffix,
            negative_prompt: style.negative_prompt,
            model: style.model,
            loras: style.loras,
        }),
        style_parameters,
        appearance: character.appearance,
    })
}
