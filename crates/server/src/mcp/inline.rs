//! Schemas as clients of agents like them: nothing referred to elsewhere, optional fields plain, words of a choice in
//! one list, and none of the marks that only our own programs read.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use troupe_studio::{Effect, Operation};

/// Formats that clients know; numbers' own (`uint32`, `double`) only make them warn.
const KNOWN_FORMATS: &[&str] = &["uuid", "date-time", "date", "time", "uri", "email"];

/// The input of an operation, and its description.
pub(super) fn input(operation: &Operation) -> (Map<String, Value>, String) {
    let settings = SchemaSettings::draft2020_12().for_deserialize().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut schema = (operation.input_schema)(&mut settings.into_generator()).to_value();
    let description = schema.get("description").and_then(Value::as_str).unwrap_or_default().to_owned();
    tidy(&mut schema);
    let mut fields = match schema {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    fields.remove("description");
    fields.remove("title");
    fields.insert("type".to_owned(), json!("object"));
    let properties = fields.entry("properties").or_insert_with(|| json!({}));
    if let Some(properties) = properties.as_object_mut()
        && operation.effect != Effect::Read
    {
        let words = "A word of your own: the same input under the same word within 24 hours is done once.";
        properties.insert("idempotency_key".to_owned(), json!({ "type": "string", "description": words }));
    }
    (fields, description)
}

fn tidy(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Object(fields) => {
            fields.values_mut().for_each(tidy);
            fields.retain(|key, _| !key.starts_with("x-") && key != "writeOnly" && key != "$schema");
            if fields.get("format").and_then(Value::as_str).is_some_and(|format| !KNOWN_FORMATS.contains(&format)) {
                fields.remove("format");
            }
            merge_choice(fields);
            merge_only(fields);
        }
        _ => {}
    }
}

/// A list of single words, each with its own description, becomes one `enum`.
fn merge_choice(fields: &mut Map<String, Value>) {
    let Some(parts) = fields.get("oneOf").and_then(Value::as_array) else { return };
    let words: Option<Vec<Value>> = parts
        .iter()
        .map(|part| match (part.get("const"), part.get("enum")) {
            (Some(word), _) => Some(vec![word.clone()]),
            (None, Some(Value::Array(words))) => Some(words.clone()),
            _ => None,
        })
        .collect::<Option<Vec<_>>>()
        .map(|lists| lists.concat());
    let Some(words) = words else { return };
    let told: Vec<String> = parts
        .iter()
        .filter_map(|part| Some(format!("{}: {}", part.get("const")?.as_str()?, part.get("description")?.as_str()?)))
        .collect();
    fields.remove("oneOf");
    fields.insert("type".to_owned(), json!("string"));
    fields.insert("enum".to_owned(), Value::Array(words));
    if !told.is_empty() {
        let own = fields.get("description").and_then(Value::as_str).unwrap_or_default();
        let words = format!("{own} {}", told.join(" ")).trim().replace('\n', " ");
        fields.insert("description".to_owned(), Value::String(words));
    }
}

/// What is one of a single thing, or that thing and nothing, is that thing: a field that may be left out need not be
/// `null`. Where `null` clears a field, its words say so, and it is taken.
fn merge_only(fields: &mut Map<String, Value>) {
    for key in ["anyOf", "allOf", "oneOf"] {
        let Some(parts) = fields.get(key).and_then(Value::as_array) else { continue };
        let is_null = |part: &&Value| part.get("type").and_then(Value::as_str) == Some("null");
        let has_null = parts.iter().any(|part| is_null(&part));
        let rest: Vec<Value> = parts.iter().filter(|part| !is_null(part)).cloned().collect();
        match rest.as_slice() {
            [Value::Object(only)] => {
                fields.remove(key);
                for (name, value) in only {
                    // The field's own words go before those of its type.
                    fields.entry(name.clone()).or_insert_with(|| value.clone());
                }
            }
            _ if has_null => {
                fields.insert(key.to_owned(), Value::Array(rest));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use troupe_studio::Operations;

    #[test]
    fn no_schema_refers_elsewhere_or_carries_our_own_marks() {
        for operation in Operations::all().iter() {
            let (schema, description) = input(operation);
            let text = serde_json::to_string(&schema).unwrap();
            for key in ["\"$ref\"", "\"$defs\"", "\"x-", "\"writeOnly\"", "\"$schema\""] {
                assert!(!text.contains(key), "{}: {key} {text}", operation.name);
            }
            assert_eq!(schema["type"], "object", "{}", operation.name);
            assert!(!description.is_empty(), "{}", operation.name);
        }
    }

    #[test]
    fn a_choice_is_one_list_and_an_optional_field_is_plain() {
        let mut schema = json!({
            "properties": {
                "status": { "description": "How far.", "anyOf": [
                    { "oneOf": [
                        { "const": "active", "description": "It works.", "type": "string" },
                        { "const": "paused", "description": "It rests.", "type": "string" },
                    ] },
                    { "type": "null" },
                ] },
                "limit": { "type": ["integer", "null"], "format": "uint32", "minimum": 0 },
            },
        });
        tidy(&mut schema);
        assert_eq!(
            schema["properties"]["status"],
            json!({ "description": "How far.", "type": "string", "enum": ["active", "paused"] })
        );
        assert_eq!(schema["properties"]["limit"], json!({ "type": ["integer", "null"], "minimum": 0 }));
    }
}
