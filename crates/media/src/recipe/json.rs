//! Reading JSON that other programs wrote: numbers as text, text as numbers, Python's NaN.

use serde_json::{Map, Value};

/// Parses JSON; Python's bare `NaN` and `Infinity`, which ComfyUI writes into its graphs, count as null.
pub(super) fn parse(text: &str) -> Option<Value> {
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\0' || letter == '\u{feff}');
    serde_json::from_str(text).ok().or_else(|| serde_json::from_str(&without_bare_words(text)).ok())
}

/// Parses an object.
pub(super) fn parse_object(text: &str) -> Option<Map<String, Value>> {
    match parse(text)? {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// Replaces the bare words outside of strings.
fn without_bare_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut in_string = false;
    while let Some(letter) = rest.chars().next() {
        if !in_string && let Some(word) = ["NaN", "-Infinity", "Infinity"].iter().find(|word| rest.starts_with(**word))
        {
            out.push_str("null");
            rest = rest.get(word.len()..).unwrap_or_default();
            continue;
        }
        let mut taken = letter.len_utf8();
        match letter {
            '"' => in_string = !in_string,
            // The escaped letter is taken along, so that an escaped quote does not end the string.
            '\\' if in_string => taken += rest.chars().nth(1).map_or(0, char::len_utf8),
            _ => {}
        }
        out.push_str(rest.get(..taken).unwrap_or_default());
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

/// A text that says something, from a string or a number.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A finite number, also from text.
pub(super) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
    .filter(|number: &f64| number.is_finite())
}

/// A whole number from 0 to 2^32 − 1, also from text or from `20.0`.
pub(super) fn whole(value: &Value) -> Option<u32> {
    let number = number(value)?;
    // The comparison makes sure that nothing is cut off.
    let whole = number as u32;
    (f64::from(whole) == number).then_some(whole)
}

/// A seed as it was written.
pub(super) fn seed(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) if text.trim().parse::<i128>().is_ok() => Some(text.trim().to_owned()),
        _ => None,
    }
}
