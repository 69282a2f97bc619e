//! A platform's own fields of a post: who may see it, who may reply, its tags. They are data like the limits, so that
//! the window shows them and preflight checks them without knowing the platform.

use crate::{Draft, Facts, Finding, PostType, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One of its choices.
    Choice,
    /// Words.
    Text,
    /// Several words.
    List,
    /// Yes or no.
    Switch,
    /// A whole number.
    Number,
}

/// One choice of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldChoice {
    /// The platform's word.
    pub value: String,
    /// Its name on the screen.
    pub label: String,
}

/// One of a platform's own fields of a post. Every one may be left out.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PostField {
    /// Its word in `fields`.
    pub name: String,
    /// Its name on the screen.
    pub label: String,
    /// What it does, and what holds when it is left out.
    #[serde(default)]
    pub help: String,
    /// What it holds.
    pub kind: FieldKind,
    /// The choices of a choice.
    #[serde(default)]
    pub choices: Vec<FieldChoice>,
    /// The most characters of words, entries of a list, or the largest number.
    #[serde(default)]
    pub max: Option<u32>,
    /// The forms of a post that have it; empty is all.
    #[serde(default)]
    pub post_types: Vec<PostType>,
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub from: Source,
}

impl PostField {
    /// What is wrong with a value, as the end of a sentence.
    fn wrong(&self, value: &Value) -> Option<String> {
        let max = self.max.map_or(u64::MAX, u64::from);
        let is_over = |count: usize| count as u64 > max;
        match (self.kind, value) {
            (FieldKind::Choice, Value::String(word)) if self.choices.iter().any(|choice| choice.value == *word) => None,
            (FieldKind::Choice, _) => {
                let choices: Vec<&str> = self.choices.iter().map(|choice| choice.value.as_str()).collect();
                Some(format!("is one of {}, or left out", choices.join(", ")))
            }
            (FieldKind::Text, Value::String(words)) if is_over(words.chars().count()) => {
                Some(format!("has at most {max} characters"))
            }
            (FieldKind::List, Value::Array(all)) if is_over(all.len()) => Some(format!("has at most {max} entries")),
            (FieldKind::List, Value::Array(all)) if all.iter().all(Value::is_string) => None,
            (FieldKind::Text | FieldKind::List, Value::String(_)) | (FieldKind::Switch, Value::Bool(_)) => None,
            (FieldKind::Number, number) => {
                let count = number.as_u64().or_else(|| number.as_str()?.parse().ok());
                match count {
                    Some(count) if count <= max => None,
                    Some(_) => Some(format!("is at most {max}")),
                    None => Some("is a whole number".to_owned()),
                }
            }
            (FieldKind::Text, _) => Some("is words".to_owned()),
            (FieldKind::List, _) => Some("is a list of words".to_owned()),
            (FieldKind::Switch, _) => Some("is true or false".to_owned()),
        }
    }
}

/// What of a draft's fields the platform would not take. Fields of other platforms are passed over: posts that are made
/// together share them.
pub(crate) fn check(facts: &Facts, draft: &Draft) -> impl Iterator<Item = Finding> {
    let meant =
        facts.fields.iter().filter(|field| field.post_types.is_empty() || field.post_types.contains(&draft.post_type));
    meant.filter_map(|field| {
        let value = draft.fields.get(&field.name).filter(|value| !value.is_null())?;
        let wrong = field.wrong(value)?;
        let message = format!("{}: {} {wrong}.", facts.platform.words(), field.label);
        Some(Finding::blocks(&field.name, format!("fields.{}", field.name), message))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_is_taken_only_where_it_fits_the_field() {
        let field = |kind: &str| -> PostField {
            serde_json::from_value(json!({"name": "a", "label": "A", "kind": kind, "max": 3,
                "choices": [{"value": "one", "label": "One"}], "source": "s", "checked": "2026-11-20", "mark": "code"}))
            .unwrap()
        };
        for (kind, fits, does_not) in [
            ("choice", vec![json!("one")], vec![json!("two"), json!(1)]),
            ("text", vec![json!(""), json!("äöü")], vec![json!("four"), json!(true)]),
            (
                "list",
                vec![json!([]), json!(["a", "b", "c"]), json!("a")],
                vec![json!(["a", "b", "c", "d"]), json!([1])],
            ),
            ("switch", vec![json!(true), json!(false)], vec![json!("yes"), json!(1)]),
            ("number", vec![json!(3), json!("2")], vec![json!(4), json!(-1), json!("x")]),
        ] {
            for value in fits {
                assert_eq!(field(kind).wrong(&value), None, "{kind} {value}");
            }
            for value in does_not {
                assert!(field(kind).wrong(&value).is_some(), "{kind} {value}");
            }
        }
    }
}
