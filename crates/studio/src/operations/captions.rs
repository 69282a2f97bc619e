//! Captions in a character's voice, for one platform.

use crate::{
    Effect::Write,
    Error, Operation, RateClass, Result, Studio,
    operations::characters,
    registry::operation,
    text::{
        ask::WrittenBy,
        captions::{self, Caption, CaptionWish, HashtagSource, MOST_VARIANTS},
        room::Room,
        shown,
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{CharacterId, ContentId};
use troupe_platforms::PlatformName;

/// How many captions are written when nobody says.
const USUAL_COUNT: u32 = 3;
/// The most captions that a new one is held against, besides those of posts.
const MOST_AVOIDED: usize = 50;

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("captions.generate", generate, Write, &["text_usage"])
            .route("POST /content/caption")
            .route("POST /generate-caption")
            .rate(RateClass::Text),
    ]
}

/// Writes captions for a picture or a prompt, in the character's voice and within the platform's limit as the platform
/// counts. What was posted lately is not said again.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GenerateCaption {
    /// An item of the library; its character speaks when none is named.
    pub(crate) content_id: Option<ContentId>,
    /// The address of a picture; private addresses are refused.
    #[schemars(length(max = 2000))]
    pub(crate) image_url: Option<String>,
    /// What the picture shows, in words: a prompt will do.
    #[schemars(length(max = 20000))]
    pub(crate) prompt: Option<String>,
    /// Whose voice.
    pub(crate) character_id: Option<CharacterId>,
    /// The story of the moment; else the character's own.
    #[schemars(length(max = 20000))]
    pub(crate) narrative: Option<String>,
    /// Further words, such as "for the morning" or "say that it rained".
    #[schemars(length(max = 5000))]
    pub(crate) context: Option<String>,
    /// The platform: its limit and its habits.
    pub(crate) platform: Option<PlatformName>,
    /// Another tone than the character's.
    #[schemars(length(max = 200))]
    pub(crate) tone: Option<String>,
    /// The language, such as `German`; else the one that the character's own words are in.
    #[schemars(length(max = 60))]
    pub(crate) language: Option<String>,
    /// The longest caption, within the platform's limit.
    #[schemars(range(min = 10, max = 20000))]
    pub(crate) max_length: Option<u32>,
    /// How many to choose from, 1 to 10 (3).
    #[schemars(range(min = 1, max = 10))]
    pub(crate) count: Option<u32>,
    /// Captions that it must not say again, besides what was posted and planned lately; at most 50.
    #[serde(default)]
    #[schemars(length(max = 50))]
    pub(crate) avoid: Vec<String>,
    /// Where the hashtags come from.
    #[serde(default)]
    pub(crate) hashtags: HashtagSource,
    /// The same seed gives the same words, where the engine can.
    pub(crate) seed: Option<u64>,
    /// The model; else the engine's chosen one.
    pub(crate) model: Option<String>,
}

/// Captions to choose from.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct GeneratedCaptions {
    /// The first of them, without hashtags and disclosure line.
    caption: String,
    /// All of them.
    pub(crate) captions: Vec<Caption>,
    #[serde(flatten)]
    by: WrittenBy,
}

pub(crate) async fn generate(studio: &Studio, input: GenerateCaption) -> Result<GeneratedCaptions> {
    let count = input.count.unwrap_or(USUAL_COUNT);
    if !(1..=MOST_VARIANTS).contains(&count) {
        return Err(Error::field("count", format!("must be from 1 to {MOST_VARIANTS}")));
    }
    if input.avoid.len() > MOST_AVOIDED {
        return Err(Error::field("avoid", format!("must be at most {MOST_AVOIDED}")));
    }
    if input.max_length.is_some_and(|most| most < 10) {
        return Err(Error::field("max_length", "must be at least 10"));
    }
    let (mut shown, mut about) = (None, input.prompt.clone().unwrap_or_default());
    let mut speaker = input.character_id;
    match (input.content_id, input.image_url) {
        (Some(_), Some(_)) => return Err(Error::field("image_url", "give content_id or image_url, one of the two")),
        (Some(id), None) => {
            let row = shown::find(studio, id).await?;
            speaker = speaker.or(row.character_id);
            let (picture, words) = shown::of_content(studio, &row).await?;
            shown = picture;
            if about.trim().is_empty() {
                about = words;
            }
        }
        (None, Some(url)) => shown = Some(shown::of_url(studio, url).await?),
        (None, None) if about.trim().is_empty() && input.context.is_none() => {
            return Err(Error::field("prompt", "say what the caption is for: content_id, image_url or prompt"));
        }
        (None, None) => {}
    }
    if let Some(shown) = &mut shown {
        shown.words.clone_from(&about);
    }
    let character = match speaker {
        Some(id) => {
            let mut read = studio.library().read().await?;
            Some(characters::find(&mut read, id).await?)
        }
        None => None,
    };
    let wish = CaptionWish {
        room: Room::on(studio, input.platform, character.as_ref(), input.max_length)?,
        character: character.as_ref(),
        shown,
        about,
        context: input.context.unwrap_or_default(),
        narrative: input.narrative,
        tone: input.tone,
        language: input.language,
        count,
        avoid: input.avoid,
        hashtags: input.hashtags,
        seed: input.seed,
        model: input.model,
    };
    let (captions, by) = captions::write(studio, wish).await?;
    let caption = captions.first().map(|caption| caption.text.clone()).unwrap_or_default();
    Ok(GeneratedCaptions { caption, captions, by })
}
