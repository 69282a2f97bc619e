//! The rows of a characters.json list: what is known is taken, what is not is named.

use super::PortableStyle;
use crate::{Error, Result, operations::characters::create::CreateCharacter};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The fields of a new character.
const CHARACTER: &[&str] = &[
    "name",
    "bio",
    "age",
    "location",
    "timezone",
    "interests",
    "profile_image",
    "profile_image_url",
    "personality",
    "appearance",
    "narrative",
    "platforms",
    "disclosure",
    "origin",
    "consent_id",
];
const PERSONALITY: &[&str] = &[
    "extroversion",
    "creativity",
    "humor",
    "professionalism",
    "authenticity",
    "communication_style",
    "preferred_topics",
    "content_tone",
    "temperature",
    "llm_prompt",
];
const APPEARANCE: &[&str] = &[
    "hair_color",
    "eye_color",
    "style_keywords",
    "style_preferences",
    "face_reference",
    "face_reference_image_url",
    "face_reference_image",
    "face_consistency_method",
    "base_model",
    "loras",
    "prompt_prefix",
    "negative_prompt",
];
const DISCLOSURE: &[&str] = &["enabled", "line", "overlay"];
/// What a list may say that is this library's own to decide, so that nobody needs to hear of it.
const OURS: &[&str] = &["id", "status", "created_at", "updated_at", "styles"];

/// A row of a list, read.
pub(super) struct Row {
    pub(super) input: CreateCharacter,
    pub(super) styles: Vec<PortableStyle>,
    /// Fields that were not known and left out.
    pub(super) left_out: Vec<String>,
}

/// Reads a row; `at` stands before the fields' names.
///
/// # Errors
/// `validation_error` that names the field.
pub(super) fn read(row: Value, at: &str) -> Result<Row> {
    let Value::Object(row) = row else {
        return Err(Error::field(
            at.trim_end_matches('.'),
            "is no character: a row is an object with a name and an age",
        ));
    };
    let mut left_out = Vec::new();
    let styles = match row.get("styles") {
        None | Some(Value::Null) => Vec::new(),
        Some(styles) => typed(styles.clone(), &format!("{at}styles"))?,
    };
    let mut character = keep(row, CHARACTER, "", &mut left_out);
    for (name, known) in [("personality", PERSONALITY), ("appearance", APPEARANCE), ("disclosure", DISCLOSURE)] {
        match character.remove(name) {
            Some(Value::Object(fields)) => {
                let kept = keep(fields, known, &format!("{name}."), &mut left_out);
                character.insert(name.to_owned(), Value::Object(kept));
            }
            None | Some(Value::Null) => {}
            Some(other) => drop(character.insert(name.to_owned(), other)),
        }
    }
    // `null` in a list says no more than that nothing was set.
    character.retain(|_, value| !value.is_null());
    Ok(Row { input: typed(Value::Object(character), at.trim_end_matches('.'))?, styles, left_out })
}

fn keep(fields: Map<String, Value>, known: &[&str], at: &str, left_out: &mut Vec<String>) -> Map<String, Value> {
    let (kept, others): (Map<_, _>, Map<_, _>) =
        fields.into_iter().partition(|(name, _)| known.contains(&name.as_str()));
    left_out.extend(
        others.keys().filter(|name| !at.is_empty() || !OURS.contains(&name.as_str())).map(|name| format!("{at}{name}")),
    );
    kept
}

/// Reads a value; an error names the field below `at`.
fn typed<T: DeserializeOwned>(value: Value, at: &str) -> Result<T> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let message = error.into_inner().to_string();
        let named = message.split('`').nth(1).filter(|_| message.starts_with("missing field"));
        match (path.as_str(), named) {
            (".", Some(name)) => Error::field(format!("{at}.{name}"), "is needed"),
            (".", None) => Error::field(at, message),
            (path, Some(name)) => Error::field(format!("{at}.{path}.{name}"), "is needed"),
            (path, None) => Error::field(format!("{at}.{path}"), message),
        }
    })
}
