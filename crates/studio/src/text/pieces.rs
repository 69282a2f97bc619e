//! Bios, stories and comments of a character.

use super::{
    ask::{Wish, WrittenBy, ask_json},
    guard, language, voice,
};
use crate::{Code, Error, Result, Studio};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use troupe_library::tables::characters::CharacterRow;

/// The kinds of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Piece {
    /// A few words for a profile.
    Bio,
    /// A short story to tell over several pictures.
    Story,
    /// A comment under a post, for the creator to send.
    Comment,
}

impl Piece {
    fn task(self) -> (&'static str, &'static str) {
        match self {
            Self::Bio => ("bio", "Write a bio for the character's profile, in the first person or without a person."),
            Self::Story => {
                ("story", "Write a short story of the character's day, in the first person, with a turn in it.")
            }
            Self::Comment => {
                ("comment", "Write one friendly comment, as the character would leave it. No question back.")
            }
        }
    }

    /// How long it is where nobody says, in letters.
    fn usual_most(self) -> usize {
        match self {
            Self::Bio => 150,
            Self::Story => 900,
            Self::Comment => 180,
        }
    }
}

/// What a text is wanted for.
#[derive(Debug, Clone, Default)]
pub(crate) struct PieceWish {
    pub(crate) context: String,
    pub(crate) tone: Option<String>,
    pub(crate) max_length: Option<u32>,
    pub(crate) language: Option<String>,
    pub(crate) seed: Option<u64>,
    pub(crate) model: Option<String>,
}

/// Writes one.
///
/// # Errors
/// When what is asked is refused, no engine could write, or what it wrote can't be shown.
pub(crate) async fn write(
    studio: &Studio,
    character: &CharacterRow,
    piece: Piece,
    wish: PieceWish,
) -> Result<(String, WrittenBy)> {
    guard::check("context", &wish.context)?;
    let most = wish.max_length.and_then(|most| usize::try_from(most).ok()).unwrap_or_else(|| piece.usual_most());
    let spoken = wish.language.clone().unwrap_or_else(|| voice::language(character).to_owned());
    let (name, what) = piece.task();
    let mut lines = vec![format!("Task: {name}"), what.to_owned(), format!("At most: {most} characters")];
    lines.push(format!("Language: {spoken}"));
    for (name, text) in [("Tone", wish.tone.as_deref().unwrap_or_default()), ("About", wish.context.as_str())] {
        if !text.trim().is_empty() {
            lines.push(format!("{name}: {}", voice::one_line(text, 2_000)));
        }
    }
    lines.push(guard::RULE.to_owned());
    let lately = if piece == Piece::Story { voice::lately(studio, character.id).await? } else { Vec::new() };
    let ask = Wish {
        system: voice::of(character),
        text: lines.join("\n") + &voice::bullets("Posted lately", &lately),
        model: wish.model,
        temperature: Some(character.personality.temperature),
        seed: wish.seed,
        ..Wish::default()
    };
    let schema = json!({
        "type": "object", "required": ["text"], "additionalProperties": false,
        "properties": { "text": { "type": "string", "minLength": 1 } },
    });
    let text_of = |value: &Value| value.get("text").and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let answer = ask_json(studio, &ask, &schema, |value| {
        let text = text_of(value);
        let length = text.chars().count();
        if length > most {
            return Some(format!("it has {length} characters and must have at most {most}"));
        }
        if language::is_other(&text, &spoken) {
            return Some(format!("it is not in {spoken}"));
        }
        (!guard::is_fine(&text)).then(|| format!("it breaks this rule: {}", guard::RULE))
    });
    let answer = answer.await?;
    let text = text_of(&answer.value);
    if !guard::is_fine(&text) || language::is_other(&text, &spoken) {
        let words =
            format!("{} wrote nothing that can be used, twice. Try again, or choose a larger model.", answer.by.model);
        return Err(Error::new(Code::UpstreamError, words));
    }
    Ok((super::room::within(troupe_platforms::Counting::Graphemes, &text, most), answer.by))
}
