//! What a picture shows: alt text for those who do not see it, a description and tags for the library.

use super::{
    ask::{Wish, WrittenBy, ask_json},
    guard,
    shown::Shown,
    voice,
};
use crate::{Code, Error, Result, Studio};
use serde_json::{Value, json};
use troupe_library::tables::characters::CharacterRow;

/// The longest alt text, in letters: what screen readers read in one go, and what every platform takes.
pub(crate) const LONGEST_ALT_TEXT: usize = 400;
/// The most tags, and the longest of them, in letters.
const MOST_TAGS: usize = 12;
const LONGEST_TAG: usize = 40;

/// What a picture shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Description {
    pub(crate) alt_text: String,
    pub(crate) description: String,
    pub(crate) tags: Vec<String>,
}

/// Describes a picture: by looking at it where an engine can, else by its words.
///
/// # Errors
/// `unsupported` when there is nothing to go by; when no engine could write.
pub(crate) async fn write(
    studio: &Studio,
    character: Option<&CharacterRow>,
    shown: Option<Shown>,
    words: &str,
    model: Option<String>,
) -> Result<(Description, WrittenBy)> {
    if words.trim().is_empty() && shown.is_none() {
        return Err(Error::new(Code::Unsupported, "This item has no picture and no words to describe it by."));
    }
    let has_words = !words.trim().is_empty();
    let mut lines = vec![
        "Task: description".to_owned(),
        "Describe the picture for somebody who does not see it. The alt text says plainly what is to be seen, without \u{201c}picture of\u{201d}; the description adds mood, place and light; the tags are single lower-case words. Say nothing that is not there.".to_owned(),
        format!("At most: {LONGEST_ALT_TEXT} characters"),
    ];
    if let Some(row) = character {
        lines.push(format!("The person is a fictional adult. Name: {}", row.name));
        lines.push(format!("Name: {}", row.name));
    }
    if shown.is_none() {
        lines.push(format!("Picture: {}", voice::one_line(words, 1_000)));
    }
    lines.push(guard::RULE.to_owned());
    let schema = json!({
        "type": "object", "required": ["alt_text", "description", "tags"], "additionalProperties": false,
        "properties": {
            "alt_text": { "type": "string", "minLength": 1, "maxLength": LONGEST_ALT_TEXT },
            "description": { "type": "string", "minLength": 1, "maxLength": 1000 },
            "tags": { "type": "array", "minItems": 1, "maxItems": MOST_TAGS, "items": { "type": "string", "minLength": 1, "maxLength": LONGEST_TAG } },
        },
    });
    // What is seen is told, not made up: little freedom.
    let ask = Wish { text: lines.join("\n"), shown, model, temperature: Some(0.2), ..Wish::default() };
    let answer = ask_json(studio, &ask, &schema, |_| None).await?;
    if !answer.by.saw_picture && !has_words {
        return Err(Error::new(
            Code::Unsupported,
            "No text engine here can look at pictures, and this one has no words of its own. Choose a model that sees in Settings under Engines.",
        ));
    }
    Ok((read(&answer.value), answer.by))
}

fn read(value: &Value) -> Description {
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let mut tags: Vec<String> = Vec::new();
    for tag in value.get("tags").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        let tag = tag.trim().trim_start_matches('#').to_lowercase();
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    Description { alt_text: text("alt_text"), description: text("description"), tags }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_single_words_once_each() {
        let value = json!({ "alt_text": " A sea. ", "description": "Calm.", "tags": ["#Sea", "sea", " ", "Harbour"] });
        let read = read(&value);
        assert_eq!((read.alt_text.as_str(), read.tags), ("A sea.", vec!["sea".to_owned(), "harbour".to_owned()]));
    }
}
