//! Captions: asked for in the character's voice for one platform, checked (length, language, guards, not said lately),
//! asked for once more where they fail, and made to fit where they still do.

use super::{
    ask::{Wish, WrittenBy, ask_json},
    guard, language,
    room::Room,
    shown::Shown,
    voice,
};
use crate::{Code, Error, Result, Studio, planning::strategy::Strategy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use troupe_library::tables::characters::CharacterRow;

/// The most variants of one call.
pub(crate) const MOST_VARIANTS: u32 = 10;

/// Where the hashtags of a caption come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HashtagSource {
    /// The character's plan, where it has hashtags; else the engine's.
    #[default]
    Auto,
    /// The character's plan: the engine chooses those that fit.
    Plan,
    /// The engine's own.
    Engine,
    /// No hashtags.
    None,
}

/// What a caption is wanted for.
#[derive(Debug)]
pub(crate) struct CaptionWish<'a> {
    pub(crate) character: Option<&'a CharacterRow>,
    pub(crate) room: Room,
    /// The picture, where there is one to look at.
    pub(crate) shown: Option<Shown>,
    /// What it is about, in words.
    pub(crate) about: String,
    /// Further words of the creator's, such as "for the morning".
    pub(crate) context: String,
    /// The story of the moment, in place of the character's.
    pub(crate) narrative: Option<String>,
    /// Another tone than the character's.
    pub(crate) tone: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) count: u32,
    /// What it must not say again, besides what was posted and planned lately.
    pub(crate) avoid: Vec<String>,
    pub(crate) hashtags: HashtagSource,
    pub(crate) seed: Option<u64>,
    pub(crate) model: Option<String>,
}

/// One caption.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Caption {
    /// The words, without hashtags and disclosure line.
    pub(crate) text: String,
    /// Hashtags without their sign.
    pub(crate) hashtags: Vec<String>,
    /// All of it as it would be sent.
    pub(crate) whole: String,
    /// The length of `whole`, as the platform counts.
    pub(crate) length: usize,
    /// The most that the platform takes; `null` without a platform or a limit.
    pub(crate) limit: Option<usize>,
    /// Whether it was too long and was cut at a sentence or a word.
    pub(crate) was_shortened: bool,
}

/// Writes captions.
///
/// # Errors
/// When what is asked is refused, no engine could write, or nothing that it wrote can be shown.
pub(crate) async fn write(studio: &Studio, wish: CaptionWish<'_>) -> Result<(Vec<Caption>, WrittenBy)> {
    for (field, text) in [("prompt", &wish.about), ("context", &wish.context)] {
        guard::check(field, text)?;
    }
    let mut read = studio.library().read().await?;
    let strategy = match wish.character {
        Some(row) => Strategy::of(&mut read, row.id).await?,
        None => Strategy::default(),
    };
    drop(read);
    let mut lately = match wish.character {
        Some(row) => voice::lately(studio, row.id).await?,
        None => Vec::new(),
    };
    lately.extend(wish.avoid.iter().map(|said| voice::one_line(said, voice::LATELY_LETTERS)));
    let spoken = wish.language.clone().unwrap_or_else(|| wish.character.map_or("English", voice::language).to_owned());
    let hashtags = source(wish.hashtags, &strategy);
    let text = instructions(&wish, &strategy, hashtags, &lately, &spoken);
    let ask = Wish {
        system: wish.character.map(voice::of).unwrap_or_default(),
        text,
        shown: wish.shown.clone(),
        model: wish.model.clone(),
        temperature: wish.character.map(|row| row.personality.temperature),
        max_tokens: None,
        seed: wish.seed,
    };
    let check = |value: &Value| fault(&wish.room, &read_answer(value), &lately, &spoken);
    let answer = ask_json(studio, &ask, &schema(&wish), check).await?;
    let captions = usable(&wish, &strategy, hashtags, read_answer(&answer.value), &lately, &spoken);
    if captions.is_empty() {
        return Err(Error::new(
            Code::UpstreamError,
            format!(
                "{} wrote nothing that can be used, twice: it was in another language than {spoken}, said again what was posted lately, or broke the rule that everybody is an adult. Try again, or choose a larger model.",
                answer.by.model
            ),
        ));
    }
    Ok((captions, answer.by))
}

/// A caption as the engine gave it.
type Raw = (String, Vec<String>);

fn source(wanted: HashtagSource, strategy: &Strategy) -> HashtagSource {
    match wanted {
        HashtagSource::Auto | HashtagSource::Plan if !strategy.hashtags.is_empty() => HashtagSource::Plan,
        HashtagSource::Plan => HashtagSource::None,
        HashtagSource::Auto => HashtagSource::Engine,
        other => other,
    }
}

fn instructions(
    wish: &CaptionWish<'_>,
    strategy: &Strategy,
    hashtags: HashtagSource,
    lately: &[String],
    spoken: &str,
) -> String {
    let mut lines = vec![
        "Task: captions".to_owned(),
        format!("Write {} different captions for one post. Each stands alone and begins in another way.", wish.count),
    ];
    let mut line = |name: &str, text: &str| {
        if !text.trim().is_empty() {
            lines.push(format!("{name}: {}", voice::one_line(text, 2_000)));
        }
    };
    line("Platform", wish.room.platform.map_or("", |name| name.words()));
    line("At most", &format!("{} characters", wish.room.most));
    line("Language", spoken);
    line("Tone", wish.tone.as_deref().unwrap_or_default());
    line("Story of the moment", wish.narrative.as_deref().unwrap_or_default());
    line("What the creator wants to reach", &strategy.goal);
    line("Moment", &wish.context);
    match hashtags {
        HashtagSource::Plan => line("Hashtags to choose from", &strategy.hashtags.join(", ")),
        HashtagSource::None => line("Hashtags", "none"),
        HashtagSource::Auto | HashtagSource::Engine => {
            line("Hashtags", &format!("up to {} that fit", wish.room.hashtags))
        }
    }
    // The picture's own words are added where it is shown.
    if wish.shown.is_none() {
        line("Picture", &wish.about);
    }
    lines.push(format!("{} No quotation marks around it, no hashtags within the text.", guard::RULE));
    lines.join("\n") + &voice::bullets("Posted lately, not to be said again", lately)
}

fn schema(wish: &CaptionWish<'_>) -> Value {
    json!({
        "type": "object", "required": ["captions"], "additionalProperties": false,
        "properties": { "captions": {
            "type": "array", "minItems": wish.count, "maxItems": wish.count,
            "items": {
                "type": "object", "required": ["text", "hashtags"], "additionalProperties": false,
                "properties": {
                    "text": { "type": "string", "minLength": 1 },
                    "hashtags": { "type": "array", "maxItems": wish.room.hashtags.max(1), "items": { "type": "string" } },
                },
            },
        } },
    })
}

fn read_answer(value: &Value) -> Vec<Raw> {
    let captions = value.get("captions").and_then(Value::as_array).into_iter().flatten();
    captions
        .filter_map(|caption| {
            let text = caption.get("text")?.as_str()?;
            let text = text.trim().trim_matches(['"', '\u{201c}', '\u{201d}']).trim().to_owned();
            let tags = caption.get("hashtags").and_then(Value::as_array).into_iter().flatten();
            let mut hashtags: Vec<String> = Vec::new();
            for tag in tags.filter_map(Value::as_str).map(tidy_hashtag).filter(|tag| !tag.is_empty()) {
                if !hashtags.contains(&tag) {
                    hashtags.push(tag);
                }
            }
            Some((text, hashtags))
        })
        .collect()
}

/// A hashtag as platforms take it: letters, digits and underscores, without its sign.
fn tidy_hashtag(tag: &str) -> String {
    tag.chars().filter(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// What the engine is told to mend, of all its captions at once.
fn fault(room: &Room, captions: &[Raw], lately: &[String], spoken: &str) -> Option<String> {
    captions.iter().enumerate().find_map(|(number, (text, _))| {
        let nth = format!("caption {}", number + 1);
        let length = room.counting.count(text);
        if length > room.most {
            return Some(format!("{nth} has {length} characters and must have at most {}", room.most));
        }
        if language::is_other(text, spoken) {
            return Some(format!("{nth} is not in {spoken}"));
        }
        if !guard::is_fine(text) {
            return Some(format!("{nth} breaks this rule: {}", guard::RULE));
        }
        is_repeat(text, lately).then(|| format!("{nth} says again what was posted lately"))
    })
}

/// Whether the same letters stood in a late post: as a whole, or as its beginning.
fn is_repeat(text: &str, lately: &[String]) -> bool {
    let plain = |text: &str| {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let text = plain(text);
    lately.iter().map(|said| plain(said)).any(|said| said.len() > 12 && text.starts_with(&said))
}

/// The captions that can be shown, each made to fit, none twice.
fn usable(
    wish: &CaptionWish<'_>,
    strategy: &Strategy,
    source: HashtagSource,
    captions: Vec<Raw>,
    lately: &[String],
    spoken: &str,
) -> Vec<Caption> {
    let mut usable: Vec<Caption> = Vec::new();
    for (text, written) in captions {
        let is_usable = guard::is_fine(&text) && !language::is_other(&text, spoken) && !is_repeat(&text, lately);
        if !is_usable || troupe_llm::is_refusal(&text) {
            continue;
        }
        let mut hashtags = match source {
            HashtagSource::None => Vec::new(),
            HashtagSource::Plan => of_plan(&strategy.hashtags, &written, wish.room.hashtags),
            HashtagSource::Auto | HashtagSource::Engine => {
                written.into_iter().filter(|tag| guard::is_fine(tag)).collect()
            }
        };
        let fitted = wish.room.fit(&text, &mut hashtags);
        if fitted.is_empty() || usable.iter().any(|one| one.text == fitted) {
            continue;
        }
        usable.push(Caption {
            whole: wish.room.whole(&fitted, &hashtags),
            length: wish.room.length(&fitted, &hashtags),
            limit: wish.room.limit,
            was_shortened: fitted != text,
            text: fitted,
            hashtags,
        });
    }
    usable
}

/// Those of the plan that the engine chose; where it chose none of them, the first ones.
fn of_plan(plan: &[String], chosen: &[String], most: usize) -> Vec<String> {
    let is_chosen = |tag: &&String| chosen.iter().any(|one| one.to_lowercase() == tidy_hashtag(tag).to_lowercase());
    let picked: Vec<String> = plan.iter().filter(is_chosen).take(most).cloned().collect();
    if picked.is_empty() { plan.iter().take(most).cloned().collect() } else { picked }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_and_tidied() {
        let answer = json!({ "captions": [{ "text": " \u{201c}Dusk.\u{201d} ", "hashtags": ["#sea", "sea", "salt & sun", "#"] }] });
        assert_eq!(read_answer(&answer), [("Dusk.".to_owned(), vec!["sea".to_owned(), "saltsun".to_owned()])]);
        assert_eq!(read_answer(&json!({})), []);
    }

    #[test]
    fn what_was_posted_lately_is_known_again() {
        let lately = ["Slate day. Nothing to prove".to_owned(), "Hi!".to_owned()];
        assert!(is_repeat("Slate day — nothing to prove, nothing in the kiln.", &lately));
        assert!(!is_repeat("Hi! What a day.", &lately), "too short to tell");
        assert!(!is_repeat("Another day.", &lately));
    }

    #[test]
    fn hashtags_of_the_plan_are_chosen_and_never_invented() {
        let plan = ["kiln".to_owned(), "Lisbon walls".to_owned(), "clay".to_owned()];
        assert_eq!(of_plan(&plan, &["lisbonwalls".into(), "sea".into()], 5), ["Lisbon walls"]);
        assert_eq!(of_plan(&plan, &["sea".into()], 2), ["kiln", "Lisbon walls"]);
    }
}
