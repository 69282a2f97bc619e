//! Filling a schema: each field by its name, each list as long as it may be, each text within its limit.

use serde_json::{Map, Value};

use super::super::faults::TextFaultKind;
use super::brief::Brief;
use super::{caption, other, scene, spoil, within};

/// How long a list becomes when the schema does not say.
const USUAL_LENGTH: u64 = 3;

/// JSON that fits the schema, with the texts spoiled as the fault wants them.
pub(super) fn fill(brief: &Brief, schema: &Value, fault: Option<TextFaultKind>) -> Value {
    value(brief, schema, "", 0, fault)
}

fn value(brief: &Brief, schema: &Value, name: &str, number: usize, fault: Option<TextFaultKind>) -> Value {
    if let Some(choice) =
        schema.get("enum").and_then(Value::as_array).and_then(|all| all.get(number % all.len().max(1)))
    {
        return choice.clone();
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("object") => {
            let properties = schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
            let filled =
                properties.iter().map(|(name, schema)| (name.clone(), value(brief, schema, name, number, fault)));
            Value::Object(filled.collect::<Map<_, _>>())
        }
        Some("array") => {
            let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or_default();
            let most = schema.get("maxItems").and_then(Value::as_u64).unwrap_or(USUAL_LENGTH.max(least));
            let length = if least == most { least } else { USUAL_LENGTH.clamp(least, most) };
            let items = schema.get("items").cloned().unwrap_or_default();
            let one = |item: usize| value(brief, &items, name, number * 3 + item, fault);
            (0..usize::try_from(length).unwrap_or_default()).map(one).collect()
        }
        Some("integer") => Value::from(number),
        Some("number") => Value::from(0.5),
        Some("boolean") => Value::from(true),
        _ => Value::from(text(brief, schema, name, number, fault)),
    }
}

fn text(brief: &Brief, schema: &Value, name: &str, number: usize, fault: Option<TextFaultKind>) -> String {
    let most = schema.get("maxLength").and_then(Value::as_u64).and_then(|most| usize::try_from(most).ok());
    let text = match name {
        "hashtags" | "tags" => return other::tag(brief, number),
        "alt_text" => other::alt_text(brief),
        "description" => other::description(brief),
        "bio" => other::bio(brief),
        "title" => scene::title(brief, number),
        "prompt" | "prompts" => scene::prompt(brief, number),
        "caption" | "captions" => caption::caption(brief, number),
        _ => other::free(brief, number),
    };
    match fault {
        Some(TextFaultKind::OtherLanguage) => spoil::OTHER_LANGUAGE.to_owned(),
        Some(TextFaultKind::OverLimit) => spoil::too_long(&text),
        _ => most.map_or(text.clone(), |most| within(&text, most)),
    }
}
