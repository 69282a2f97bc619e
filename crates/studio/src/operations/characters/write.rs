//! Texts in a character's voice: captions, bios, stories, comments, prompts.

use super::find;
use crate::{
    Error, Result, Studio,
    text::{
        ask::WrittenBy,
        captions::{self, CaptionWish, HashtagSource},
        pieces::{self, Piece, PieceWish},
        room::Room,
        scenes,
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::CharacterId;
use troupe_platforms::PlatformName;

/// The kinds of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum TextType {
    /// A caption of a post.
    #[default]
    Caption,
    /// A few words for a profile.
    Bio,
    /// A short story to tell over several pictures.
    Story,
    /// A comment under a post, for the creator to send.
    Comment,
    /// A prompt for a picture.
    Prompt,
}

/// Writes a text in a character's voice.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GenerateContent {
    character_id: CharacterId,
    /// The kind of text.
    #[serde(default)]
    content_type: TextType,
    /// What it is about, such as "Instagram post about a morning routine".
    #[serde(default)]
    #[schemars(length(max = 5000))]
    context: String,
    /// Another tone than the character's.
    #[schemars(length(max = 200))]
    tone: Option<String>,
    /// The longest text, in letters.
    #[schemars(range(min = 10, max = 20000))]
    max_length: Option<u32>,
    /// For a caption: the platform whose limit holds.
    platform: Option<PlatformName>,
    /// The language, such as `German`; else the one that the character's own words are in.
    #[schemars(length(max = 60))]
    language: Option<String>,
    /// The same seed gives the same words, where the engine can.
    seed: Option<u64>,
    /// The model; else the engine's chosen one.
    model: Option<String>,
}

/// A text in a character's voice.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct GeneratedContent {
    content_type: TextType,
    /// The words.
    text: String,
    /// Hashtags of a caption, without their sign.
    hashtags: Vec<String>,
    #[serde(flatten)]
    by: WrittenBy,
}

pub(super) async fn write(studio: &Studio, input: GenerateContent) -> Result<GeneratedContent> {
    if input.max_length.is_some_and(|most| most < 10) {
        return Err(Error::field("max_length", "must be at least 10"));
    }
    let mut read = studio.library().read().await?;
    let character = find(&mut read, input.character_id).await?;
    drop(read);
    let (text, hashtags, by) = match piece(input.content_type) {
        Some(piece) => {
            let wish = PieceWish {
                context: input.context,
                tone: input.tone,
                max_length: input.max_length,
                language: input.language,
                seed: input.seed,
                model: input.model,
            };
            let (text, by) = pieces::write(studio, &character, piece, wish).await?;
            (text, Vec::new(), by)
        }
        None if input.content_type == TextType::Prompt => {
            let (scenes, by) = scenes::write(studio, &character, &input.context, 1, input.seed, input.model).await?;
            (scenes.into_iter().next().map(|scene| scene.prompt).unwrap_or_default(), Vec::new(), by)
        }
        None => {
            let wish = CaptionWish {
                room: Room::on(studio, input.platform, Some(&character), input.max_length)?,
                character: Some(&character),
                shown: None,
                about: input.context,
                context: String::new(),
                narrative: None,
                tone: input.tone,
                language: input.language,
                count: 1,
                avoid: Vec::new(),
                hashtags: HashtagSource::Auto,
                seed: input.seed,
                model: input.model,
            };
            let (captions, by) = captions::write(studio, wish).await?;
            let caption = captions.into_iter().next();
            caption.map_or_else(|| (String::new(), Vec::new(), by.clone()), |one| (one.text, one.hashtags, by.clone()))
        }
    };
    Ok(GeneratedContent { content_type: input.content_type, text, hashtags, by })
}

fn piece(content_type: TextType) -> Option<Piece> {
    match content_type {
        TextType::Bio => Some(Piece::Bio),
        TextType::Story => Some(Piece::Story),
        TextType::Comment => Some(Piece::Comment),
        TextType::Caption | TextType::Prompt => None,
    }
}
