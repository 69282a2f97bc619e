//! Checking JSON against a schema, as far as questions to engines use it: `type`, `properties`, `required`,
//! `additionalProperties: false`, `items`, `minItems`, `maxItems`, `minLength`, `maxLength`, `enum`.

use serde_json::{Map, Value};

/// The first thing that does not fit, in words that an engine can act on; `None` when all fits.
pub(crate) fn fault(schema: &Value, value: &Value) -> Option<String> {
    at("the answer", schema, value)
}

fn at(place: &str, schema: &Value, value: &Value) -> Option<String> {
    if let Some(kind) = schema.get("type").and_then(Value::as_str)
        && !is_of(kind, value)
    {
        return Some(format!("{place} must be of the type {kind}"));
    }
    if let Some(choices) = schema.get("enum").and_then(Value::as_array)
        && !choices.contains(value)
    {
        return Some(format!("{place} must be one of {}", Value::from(choices.clone())));
    }
    match value {
        Value::Object(fields) => of_object(place, schema, fields),
        Value::Array(items) => of_array(place, schema, items),
        Value::String(text) => of_text(place, schema, text),
        _ => None,
    }
}

fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => true,
    }
}

fn of_object(place: &str, schema: &Value, fields: &Map<String, Value>) -> Option<String> {
    let properties = schema.get("properties").and_then(Value::as_object);
    let mut required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    if let Some(name) = required.find(|name| !fields.contains_key(*name)) {
        return Some(format!("{place} lacks {name:?}"));
    }
    let is_closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
    fields.iter().find_map(|(name, value)| match properties.and_then(|all| all.get(name)) {
        Some(schema) => at(&format!("{name:?} of {place}"), schema, value),
        None if is_closed => Some(format!("{place} must not have {name:?}")),
        None => None,
    })
}

fn of_array(place: &str, schema: &Value, items: &[Value]) -> Option<String> {
    let limit = |name: &str| schema.get(name).and_then(Value::as_u64).and_then(|limit| usize::try_from(limit).ok());
    if let Some(least) = limit("minItems").filter(|least| items.len() < *least) {
        return Some(format!("{place} has {} entries and needs at least {least}", items.len()));
    }
    if let Some(most) = limit("maxItems").filter(|most| items.len() > *most) {
        return Some(format!("{place} has {} entries and takes at most {most}", items.len()));
    }
    let schema = schema.get("items")?;
    items.iter().enumerate().find_map(|(number, item)| at(&format!("entry {} of {place}", number + 1), schema, item))
}

fn of_text(place: &str, schema: &Value, text: &str) -> Option<String> {
    let limit = |name: &str| schema.get(name).and_then(Value::as_u64).and_then(|limit| usize::try_from(limit).ok());
    let length = text.trim().chars().count();
    if limit("minLength").is_some_and(|least| length < least) {
        return Some(format!("{place} must not be empty"));
    }
    let most = limit("maxLength").filter(|most| length > *most)?;
    Some(format!("{place} has {length} letters and takes at most {most}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_does_not_fit_is_named() {
        let schema = json!({
            "type": "object", "required": ["captions", "mood"], "additionalProperties": false,
            "properties": {
                "captions": { "type": "array", "minItems": 1, "maxItems": 2,
                    "items": { "type": "string", "minLength": 1, "maxLength": 5 } },
                "mood": { "type": "string", "enum": ["calm", "loud"] },
                "count": { "type": "integer" },
            },
        });
        for (value, expected) in [
            (json!({ "captions": ["sea"], "mood": "calm", "count": 2 }), None),
            (json!(["sea"]), Some("the answer must be of the type object")),
            (json!({ "captions": ["sea"] }), Some("the answer lacks \"mood\"")),
            (
                json!({ "captions": [], "mood": "calm" }),
                Some("\"captions\" of the answer has 0 entries and needs at least 1"),
            ),
            (
                json!({ "captions": ["a", "b", "c"], "mood": "calm" }),
                Some("\"captions\" of the answer has 3 entries and takes at most 2"),
            ),
            (
                json!({ "captions": ["a", " "], "mood": "calm" }),
                Some("entry 2 of \"captions\" of the answer must not be empty"),
            ),
            (
                json!({ "captions": ["längst"], "mood": "calm" }),
                Some("entry 1 of \"captions\" of the answer has 6 letters and takes at most 5"),
            ),
            (
                json!({ "captions": ["a"], "mood": "odd" }),
                Some("\"mood\" of the answer must be one of [\"calm\",\"loud\"]"),
            ),
            (
                json!({ "captions": ["a"], "mood": "calm", "count": 1.5 }),
                Some("\"count\" of the answer must be of the type integer"),
            ),
            (json!({ "captions": ["a"], "mood": "calm", "x": 1 }), Some("the answer must not have \"x\"")),
        ] {
            assert_eq!(fault(&schema, &value).as_deref(), expected, "{value}");
        }
    }
}
