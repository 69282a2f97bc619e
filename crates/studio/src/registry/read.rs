//! Reading an input: an error names the field and says in plain words what would be right, which serde's
//! own message does not.

use crate::{Error, Result};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads an input; nothing at all is an input without fields.
///
/// # Errors
/// `validation_error` with the field's path.
pub(super) fn read_input<I: DeserializeOwned>(input: Value) -> Result<I> {
    let input = match input {
        Value::Null => Value::Object(Default::default()),
        Value::Object(fields) => Value::Object(fields),
        // A list would be taken for the fields in their order.
        _ => return Err(Error::field("input", "must be an object of fields")),
    };
    serde_path_to_error::deserialize(input).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner().to_string();
        // These are reported at the parent: the message holds the field's name.
        let is_of_parent =
            ["unknown field", "missing field", "duplicate field"].iter().any(|kind| inner.starts_with(kind));
        let named = inner.split('`').nth(1).filter(|_| is_of_parent);
        let field = match (path.as_str(), named) {
            (".", Some(name)) => name.to_owned(),
            (parent, Some(name)) if !parent.ends_with(name) => format!("{parent}.{name}"),
            (".", None) => "input".to_owned(),
            (path, _) => path.to_owned(),
        };
        Error::field(field, words(&inner))
    })
}

/// What serde says, as a sentence that follows the field's name.
fn words(inner: &str) -> String {
    let (fault, expected) = inner.split_once(", expected ").unwrap_or((inner, ""));
    let list = || expected.trim_start_matches("one of ").replace('`', "");
    match fault {
        fault if fault.starts_with("missing field") => "is needed".to_owned(),
        fault if fault.starts_with("duplicate field") => "is given twice, by two spellings".to_owned(),
        fault if fault.starts_with("unknown field") && expected.is_empty() => "is not known here".to_owned(),
        fault if fault.starts_with("unknown field") => format!("is not known here; known are {}", list()),
        fault if fault.starts_with("unknown variant") => format!("must be one of: {}", list().replace(" or ", ", ")),
        fault if fault.starts_with("UUID parsing failed") => {
            "is no id; ids look like 01890a5d-ac96-774b-bcce-b302099a8057".to_owned()
        }
        fault if fault.starts_with("invalid type") || fault.starts_with("invalid value") => must_be(expected),
        // What chrono says of a text that is no time.
        "input contains invalid characters" | "premature end of input" | "input is out of range" | "trailing input" => {
            "is no time; times look like 2026-11-20T19:00:00Z".to_owned()
        }
        _ => inner.to_owned(),
    }
}

fn must_be(expected: &str) -> String {
    let what = match expected {
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" | "u64" | "usize" => "a whole number, 0 or more",
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        text if text.contains("string") => "text",
        text if text.starts_with("struct") || text.contains("map") => "an object of fields",
        other => other,
    };
    format!("must be {what}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde::Deserialize;
    use serde_json::json;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Input {
        #[serde(alias = "title")]
        name: String,
        #[serde(default)]
        inner: Option<Inner>,
        #[serde(default)]
        count: u32,
        #[serde(default)]
        is_default: bool,
        #[serde(default)]
        tags: Vec<String>,
        id: Option<uuid::Uuid>,
        at: Option<chrono::DateTime<chrono::Utc>>,
        state: Option<State>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Inner {
        humor: f64,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum State {
        Active,
        Paused,
        Gone,
    }

    #[test]
    fn an_error_names_the_field_and_says_what_would_be_right() {
        for (input, field, words) in [
            (json!({}), "name", "is needed"),
            (json!({ "name": 3 }), "name", "must be text"),
            (json!({ "name": null }), "name", "must be text"),
            (json!({ "name": "a", "title": "b" }), "name", "is given twice, by two spellings"),
            (json!({ "name": "a", "inner": { "humor": "x" } }), "inner.humor", "must be a number"),
            (json!({ "name": "a", "inner": { "humour": 1 } }), "inner.humour", "is not known here; known are humor"),
            (json!({ "name": "a", "inner": 3 }), "inner", "must be an object of fields"),
            (json!({ "name": "a", "count": -1 }), "count", "must be a whole number, 0 or more"),
            (json!({ "name": "a", "count": "x" }), "count", "must be a whole number, 0 or more"),
            (json!({ "name": "a", "is_default": 1 }), "is_default", "must be true or false"),
            (json!({ "name": "a", "tags": "x" }), "tags", "must be a list"),
            (json!({ "name": "a", "tags": ["x", 1] }), "tags[1]", "must be text"),
            (json!({ "name": "a", "id": "x" }), "id", "is no id; ids look like 01890a5d-ac96-774b-bcce-b302099a8057"),
            (json!({ "name": "a", "at": "noon" }), "at", "is no time; times look like 2026-11-20T19:00:00Z"),
            (json!({ "name": "a", "state": "lost" }), "state", "must be one of: active, paused, gone"),
            (json!(["a"]), "input", "must be an object of fields"),
        ] {
            let error = read_input::<Input>(input.clone()).unwrap_err();
            let found = &error.details["fields"][0];
            assert_eq!((&found["field"], &found["message"]), (&json!(field), &json!(words)), "{input}");
        }
    }

    #[test]
    fn an_unknown_field_is_refused_with_the_known_ones() {
        let error = read_input::<Input>(json!({ "name": "a", "extra": 1 })).unwrap_err();
        assert!(error.message.starts_with("extra: is not known here; known are name, "), "{error}");
    }
}
