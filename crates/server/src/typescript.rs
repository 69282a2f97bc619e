//! The typed client of the UI: interfaces of inputs and answers, the map from an operation's name to
//! both, and the rules by which a form can check before it sends.

use crate::schema::{Field, Kind, Schemas, reference};
use serde_json::{Map, Value, json};
use std::fmt::Write;
use troupe_studio::Operations;

const HEAD: &str = r#"// Generated from the operations registry. Do not edit; renew with `cargo xtask fix`.

/** What every list answers with beside its rows. */
export interface Page {
  total: number;
  limit: number;
  offset: number;
}

/** Rules of one input field, as the program checks them. */
export interface FieldRules {
  required?: boolean;
  minimum?: number;
  maximum?: number;
  min_length?: number;
  max_length?: number;
  pattern?: string;
  /** The only words that are taken. */
  choices?: readonly string[];
}

export interface OperationMeta {
  effect: "read" | "write" | "destroy" | "publish";
  /** What the operation shows (read) or changes. */
  tags: readonly string[];
  /** By field name, dotted where fields nest. */
  rules?: Readonly<Record<string, FieldRules>>;
}
"#;

/// The whole file `ui/src/api/operations.ts`.
#[must_use]
pub fn client(operations: &Operations, schemas: &Schemas) -> String {
    let mut text = String::from(HEAD);
    for (name, definition) in schemas.definitions() {
        text.push('\n');
        declare(&mut text, name, definition);
    }
    text.push_str(
        "\n/** Every operation by name, with what it takes and what it answers. */\nexport interface Operations {\n",
    );
    for operation in operations.iter() {
        let input = type_of(schemas.input(operation.name), 1);
        let output = type_of(schemas.output(operation.name), 1);
        comment(&mut text, schemas.description(operation.name), 1);
        let _ = writeln!(text, "  \"{}\": {{ input: {input}; output: {output} }};", operation.name);
    }
    text.push_str("}\n\nexport type OperationName = keyof Operations;\n\n");
    text.push_str("export const operationMeta: Readonly<Record<OperationName, OperationMeta>> = {\n");
    for operation in operations.iter() {
        let mut meta = Map::new();
        meta.insert("effect".to_owned(), json!(operation.effect));
        meta.insert("tags".to_owned(), json!(operation.tags));
        let mut rules = Map::new();
        collect_rules(&mut rules, "", &schemas.fields(operation.name));
        if !rules.is_empty() {
            meta.insert("rules".to_owned(), Value::Object(rules));
        }
        let _ = writeln!(text, "  \"{}\": {},", operation.name, literal(&Value::Object(meta), 1));
    }
    text.push_str("};\n");
    text
}

fn declare(text: &mut String, name: &str, definition: &Value) {
    comment(text, definition.get("description").and_then(Value::as_str).unwrap_or_default(), 0);
    match definition.get("properties").and_then(Value::as_object) {
        Some(properties) if !properties.is_empty() && definition.get("oneOf").is_none() => {
            let _ = writeln!(text, "export interface {name} {}", members(definition, properties, 0));
        }
        _ => {
            let _ = writeln!(text, "export type {name} = {};", type_of(definition, 0));
        }
    }
}

fn comment(text: &mut String, words: &str, depth: usize) {
    let words = words.trim().replace("*/", "*\u{200b}/");
    if words.is_empty() {
        return;
    }
    let indent = "  ".repeat(depth);
    let lines: Vec<&str> = words.lines().collect();
    match lines.as_slice() {
        [line] => {
            let _ = writeln!(text, "{indent}/** {line} */");
        }
        lines => {
            let _ = writeln!(text, "{indent}/**");
            for line in lines {
                let _ = writeln!(text, "{}", format!("{indent} * {line}").trim_end());
            }
            let _ = writeln!(text, "{indent} */");
        }
    }
}

/// `{ … }` with one member a line.
fn members(schema: &Value, properties: &Map<String, Value>, depth: usize) -> String {
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let mut text = String::from("{\n");
    for (name, property) in properties {
        comment(&mut text, property.get("description").and_then(Value::as_str).unwrap_or_default(), depth + 1);
        let mark = if required.contains(&name.as_str()) { "" } else { "?" };
        let _ = writeln!(text, "{}{}{mark}: {};", "  ".repeat(depth + 1), key(name), type_of(property, depth + 1));
    }
    let _ = write!(text, "{}}}", "  ".repeat(depth));
    text
}

fn key(name: &str) -> String {
    let is_plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_plain { name.to_owned() } else { json!(name).to_string() }
}

/// The TypeScript type of a schema.
fn type_of(schema: &Value, depth: usize) -> String {
    if let Some(name) = reference(schema) {
        return name.to_owned();
    }
    if let Some(value) = schema.get("const") {
        return value.to_string();
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return union(values.iter().map(Value::to_string).collect());
    }
    for (key, joined) in [("anyOf", " | "), ("oneOf", " | "), ("allOf", " & ")] {
        if let Some(parts) = schema.get(key).and_then(Value::as_array) {
            let parts: Vec<String> = parts.iter().map(|part| type_of(part, depth)).collect();
            return if joined == " | " { union(parts) } else { parts.join(joined) };
        }
    }
    match schema.get("type") {
        Some(Value::String(name)) => plain(name, schema, depth),
        Some(Value::Array(names)) => {
            union(names.iter().filter_map(Value::as_str).map(|name| plain(name, schema, depth)).collect())
        }
        _ => "unknown".to_owned(),
    }
}

fn union(mut parts: Vec<String>) -> String {
    let mut seen = Vec::new();
    parts.retain(|part| {
        let is_new = !seen.contains(part);
        seen.push(part.clone());
        is_new
    });
    parts.join(" | ")
}

fn plain(name: &str, schema: &Value, depth: usize) -> String {
    match name {
        "string" => "string".to_owned(),
        "integer" | "number" => "number".to_owned(),
        "boolean" => "boolean".to_owned(),
        "null" => "null".to_owned(),
        "array" => array(schema, depth),
        "object" => object(schema, depth),
        _ => "unknown".to_owned(),
    }
}

fn array(schema: &Value, depth: usize) -> String {
    if let Some(items) = schema.get("prefixItems").and_then(Value::as_array) {
        let items: Vec<String> = items.iter().map(|item| type_of(item, depth)).collect();
        return format!("[{}]", items.join(", "));
    }
    let items = schema.get("items").map_or_else(|| "unknown".to_owned(), |items| type_of(items, depth));
    if items.contains([' ', '|', '&']) && !items.starts_with('{') {
        format!("({items})[]")
    } else {
        format!("{items}[]")
    }
}

fn object(schema: &Value, depth: usize) -> String {
    match (schema.get("properties").and_then(Value::as_object), schema.get("additionalProperties")) {
        (Some(properties), _) if !properties.is_empty() => members(schema, properties, depth),
        (_, Some(Value::Bool(false))) => "Record<string, never>".to_owned(),
        (_, Some(inner @ Value::Object(_))) => format!("Record<string, {}>", type_of(inner, depth)),
        _ => "Record<string, unknown>".to_owned(),
    }
}

fn collect_rules(rules: &mut Map<String, Value>, prefix: &str, fields: &[Field]) {
    for field in fields {
        let name = format!("{prefix}{}", field.name);
        let mut own = Map::new();
        if field.is_required {
            own.insert("required".to_owned(), json!(true));
        }
        let is_number = matches!(field.kind, Kind::Integer | Kind::Number);
        for (schema_name, rule, applies) in [
            ("minimum", "minimum", is_number),
            ("maximum", "maximum", is_number),
            ("minLength", "min_length", true),
            ("maxLength", "max_length", true),
            ("pattern", "pattern", true),
        ] {
            // A type's own smallest value (0 of an unsigned one) is a rule as well.
            if let Some(value) = field.schema.get(schema_name).filter(|_| applies) {
                own.insert(rule.to_owned(), value.clone());
            }
        }
        if let Kind::Choice(words) = &field.kind {
            own.insert("choices".to_owned(), json!(words));
        }
        if !own.is_empty() {
            rules.insert(name.clone(), Value::Object(own));
        }
        if let Kind::Object(inner) = &field.kind {
            collect_rules(rules, &format!("{name}."), inner);
        }
    }
}

/// A value as TypeScript writes it, on one line where it is short.
fn literal(value: &Value, depth: usize) -> String {
    match value {
        Value::Object(fields) => {
            let parts: Vec<String> =
                fields.iter().map(|(name, value)| format!("{}: {}", key(name), literal(value, depth + 1))).collect();
            let short = format!("{{ {} }}", parts.join(", "));
            if short.len() <= 100 && !short.contains('\n') {
                return short;
            }
            let indent = "  ".repeat(depth);
            format!("{{\n{indent}  {},\n{indent}}}", parts.join(&format!(",\n{indent}  ")))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(|item| literal(item, depth)).collect::<Vec<_>>().join(", "))
        }
        // 0.0 and 0 are one number there.
        Value::Number(number) if number.is_f64() => {
            number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string())
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_becomes_a_type() {
        for (schema, expected) in [
            (json!({ "type": "string", "format": "uuid" }), "string"),
            (json!({ "type": ["integer", "null"] }), "number | null"),
            (json!({ "$ref": "#/components/schemas/Character" }), "Character"),
            (
                json!({ "anyOf": [{ "$ref": "#/components/schemas/Character" }, { "type": "null" }] }),
                "Character | null",
            ),
            (json!({ "oneOf": [{ "const": "active" }, { "const": "paused" }] }), "\"active\" | \"paused\""),
            (json!({ "type": "array", "items": { "type": ["string", "null"] } }), "(string | null)[]"),
            (json!({ "type": "array", "items": { "$ref": "#/components/schemas/Lora" } }), "Lora[]"),
            (json!({ "type": "object", "additionalProperties": { "type": "integer" } }), "Record<string, number>"),
            (json!({ "type": "object", "additionalProperties": false }), "Record<string, never>"),
            (json!({ "type": "object" }), "Record<string, unknown>"),
            (
                json!({ "type": "array", "prefixItems": [{ "type": "string" }, { "type": "number" }] }),
                "[string, number]",
            ),
            (json!(true), "unknown"),
        ] {
            assert_eq!(type_of(&schema, 0), expected, "{schema}");
        }
    }

    #[test]
    fn a_form_gets_the_rules_of_nested_fields() {
        let field = |name: &str, kind, schema| Field {
            name: name.into(),
            is_required: name == "name",
            aliases: Vec::new(),
            is_nullable: false,
            description: String::new(),
            kind,
            schema,
        };
        let humor = field("humor", Kind::Number, json!({ "minimum": 0.0, "maximum": 1.0 }));
        let fields = [
            field("name", Kind::Text, json!({ "maxLength": 100 })),
            field("bio", Kind::Text, json!({})),
            field("personality", Kind::Object(vec![humor]), json!({})),
        ];
        let mut rules = Map::new();
        collect_rules(&mut rules, "", &fields);
        assert_eq!(
            literal(&Value::Object(rules), 0),
            "{ name: { required: true, max_length: 100 }, \"personality.humor\": { minimum: 0, maximum: 1 } }"
        );
    }
}
