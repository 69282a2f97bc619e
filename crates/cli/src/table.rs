//! An answer for a reader: lists as tables, everything else as names and values.

use serde_json::{Map, Value};
use std::fmt::Write;

/// The widest cell, in characters.
const WIDEST: usize = 48;
/// More columns than this do not fit a terminal.
const MOST_COLUMNS: usize = 7;
/// What a reader looks for first.
const FIRST: &[&str] =
    &["id", "job_id", "name", "title", "state", "status", "approval_status", "character_id", "age", "total", "prompt"];

/// The answer as text.
pub(crate) fn text(answer: &Value) -> String {
    let mut text = String::new();
    match answer {
        Value::Object(fields) => object(&mut text, fields, ""),
        Value::Array(items) => list(&mut text, items),
        Value::Null => text.push_str("done\n"),
        other => {
            let _ = writeln!(text, "{}", cell(other));
        }
    }
    text
}

fn object(text: &mut String, fields: &Map<String, Value>, indent: &str) {
    let is_table = |value: &Value| value.as_array().is_some_and(|items| items.iter().any(Value::is_object));
    let width = fields
        .iter()
        .filter(|(_, value)| !is_table(value))
        .map(|(name, _)| name.chars().count())
        .max()
        .unwrap_or_default();
    for (name, value) in fields.iter().filter(|(_, value)| !is_table(value)) {
        match value {
            Value::Object(inner) if !inner.is_empty() => {
                let _ = writeln!(text, "{indent}{name}");
                object(text, inner, &format!("{indent}  "));
            }
            Value::Null => {}
            value => {
                let _ = writeln!(text, "{indent}{name:width$}  {}", cell(value));
            }
        }
    }
    for (name, value) in fields.iter().filter(|(_, value)| is_table(value)) {
        let _ = writeln!(text, "{indent}{name}");
        list(text, value.as_array().map(Vec::as_slice).unwrap_or_default());
    }
}

fn list(text: &mut String, items: &[Value]) {
    let rows: Vec<&Map<String, Value>> = items.iter().filter_map(Value::as_object).collect();
    if rows.len() < items.len() || rows.is_empty() {
        for item in items {
            let _ = writeln!(text, "  {}", cell(item));
        }
        return;
    }
    let columns = columns(&rows);
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| columns.iter().map(|name| shortened(&row.get(*name).map(cell).unwrap_or_default())).collect())
        .collect();
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(at, name)| {
            cells
                .iter()
                .filter_map(|row| row.get(at))
                .map(|cell| cell.chars().count())
                .chain([name.len()])
                .max()
                .unwrap_or_default()
        })
        .collect();
    let mut line = |cells: &mut dyn Iterator<Item = &str>| {
        let parts: Vec<String> = cells.zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        let _ = writeln!(text, "  {}", parts.join("  ").trim_end());
    };
    line(&mut columns.iter().copied());
    for row in &cells {
        line(&mut row.iter().map(String::as_str));
    }
}

/// The columns of a table: what is looked for first, then what is plain, as far as there is room.
fn columns<'a>(rows: &[&'a Map<String, Value>]) -> Vec<&'a str> {
    let is_plain = |name: &str| {
        rows.iter()
            .any(|row| row.get(name).is_some_and(|value| !value.is_null() && !value.is_object() && !value.is_array()))
    };
    let mut names: Vec<&str> = Vec::new();
    for name in rows.iter().flat_map(|row| row.keys()) {
        if !names.contains(&name.as_str()) && is_plain(name) {
            names.push(name);
        }
    }
    names.sort_by_key(|name| FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()));
    names.truncate(MOST_COLUMNS);
    names
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.replace(['\n', '\r', '\t'], " "),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= WIDEST {
        return text.to_owned();
    }
    text.chars().take(WIDEST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_list_is_a_table() {
        let answer = json!({
            "characters": [
                { "age": 24, "name": "Ada", "id": "1", "interests": ["tea"], "bio": null },
                { "age": 31, "name": "Grace", "id": "22", "interests": [], "bio": null },
            ],
            "total": 2,
        });
        assert_eq!(text(&answer), "total  2\ncharacters\n  id  name   age\n  1   Ada    24\n  22  Grace  31\n");
    }

    #[test]
    fn an_object_is_names_and_values() {
        let answer =
            json!({ "name": "Ada", "personality": { "humor": 0.5 }, "interests": ["tea", "chess"], "bio": null });
        assert_eq!(text(&answer), "name         Ada\npersonality\n  humor  0.5\ninterests    tea, chess\n");
    }

    #[test]
    fn long_text_is_cut_between_characters() {
        let long = "ä".repeat(200);
        assert!(text(&json!([{ "prompt": long }])).lines().all(|line| line.chars().count() <= WIDEST + 2));
    }
}
