//! One field of an input: its kind, its words, its bounds, and how it is read from plain text, as it
//! comes in a query string or behind a flag.

use super::Schemas;
use serde_json::{Map, Number, Value};

/// How deep objects within objects are followed; deeper ones are read as JSON.
const DEEPEST: usize = 4;

/// A field of an input.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Further spellings that the operation takes.
    pub aliases: Vec<String>,
    /// Whether the input does not hold without it.
    pub is_required: bool,
    /// Whether `null` may stand for it.
    pub is_nullable: bool,
    /// What it is for.
    pub description: String,
    /// What it holds.
    pub kind: Kind,
    /// Its own schema, with the reference followed: bounds and default.
    pub schema: Value,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Any text.
    Text,
    /// One of these words.
    Choice(Vec<String>),
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// Several of one kind.
    List(Box<Kind>),
    /// Fields within the field.
    Object(Vec<Field>),
    /// Anything else: read as JSON, or as text where it is none.
    Other,
}

/// The fields of an object's schema.
pub(super) fn fields(schemas: &Schemas, schema: &Value, depth: usize) -> Vec<Field> {
    let schema = schemas.resolve(schema);
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let empty = Map::new();
    let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    properties
        .iter()
        .map(|(name, own)| {
            let (kind, is_nullable, target) = kind(schemas, own, depth);
            let mut merged = target.clone();
            if let (Value::Object(merged), Value::Object(own)) = (&mut merged, own) {
                // What stands beside a reference (its default, its own words) goes before what it refers to.
                merged.extend(
                    own.iter().filter(|(key, _)| *key != "$ref").map(|(key, value)| (key.clone(), value.clone())),
                );
            }
            Field {
                name: name.clone(),
                aliases: aliases(&merged),
                is_required: required.contains(&name.as_str()),
                is_nullable,
                description: merged.get("description").and_then(Value::as_str).unwrap_or_default().to_owned(),
                kind,
                schema: merged,
            }
        })
        .collect()
}

/// The further spellings, which the schema carries as `x-aliases` beside serde's `alias`.
fn aliases(schema: &Value) -> Vec<String> {
    let listed = schema.get("x-aliases").and_then(Value::as_array).into_iter().flatten();
    listed.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The kind that a schema asks for, whether it takes `null`, and the schema that says so.
fn kind<'a>(schemas: &'a Schemas, schema: &'a Value, depth: usize) -> (Kind, bool, &'a Value) {
    let schema = schemas.resolve(schema);
    if let Some(parts) = ["anyOf", "oneOf", "allOf"].iter().find_map(|key| schema.get(key)).and_then(Value::as_array) {
        let is_null = |part: &&Value| part.get("type").and_then(Value::as_str) == Some("null");
        let nullable = parts.iter().any(|part| is_null(&part));
        let rest: Vec<&Value> = parts.iter().filter(|part| !is_null(part)).collect();
        let words: Option<Vec<String>> = rest
            .iter()
            .map(|part| words(schemas.resolve(part)))
            .collect::<Option<Vec<_>>>()
            .map(|lists| lists.concat());
        return match (rest.as_slice(), words) {
            (_, Some(words)) if !words.is_empty() => (Kind::Choice(words), nullable, schema),
            ([only], _) => {
                let (kind, inner, target) = kind(schemas, only, depth);
                (kind, nullable || inner, target)
            }
            // A text is the short form of the object beside it, and flags are made of the object's fields.
            ([text, object], _) if kind(schemas, text, depth).0 == Kind::Text => match kind(schemas, object, depth) {
                (object @ Kind::Object(_), inner, target) => (object, nullable || inner, target),
                _ => (Kind::Other, nullable, schema),
            },
            _ => (Kind::Other, nullable, schema),
        };
    }
    if let Some(words) = words(schema) {
        return (Kind::Choice(words), false, schema);
    }
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let nullable = types.contains(&"null");
    let kind = match types.iter().filter(|name| **name != "null").copied().collect::<Vec<_>>().as_slice() {
        ["string"] => Kind::Text,
        ["integer"] => Kind::Integer,
        ["number"] => Kind::Number,
        ["boolean"] => Kind::Boolean,
        ["array"] => {
            let items = schema.get("items").map_or(Kind::Other, |items| self::kind(schemas, items, depth + 1).0);
            Kind::List(Box::new(items))
        }
        ["object"] if schema.get("properties").is_some() && depth < DEEPEST => {
            Kind::Object(fields(schemas, schema, depth + 1))
        }
        _ => Kind::Other,
    };
    (kind, nullable, schema)
}

/// The words of a schema that allows only certain ones.
fn words(schema: &Value) -> Option<Vec<String>> {
    if let Some(word) = schema.get("const").and_then(Value::as_str) {
        return Some(vec![word.to_owned()]);
    }
    let listed = schema.get("enum")?.as_array()?;
    listed.iter().filter(|value| !value.is_null()).map(|value| value.as_str().map(str::to_owned)).collect()
}

impl Field {
    /// Whether it is called so.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.iter().any(|alias| alias == name)
    }
}

impl Kind {
    /// Reads the texts of one field: a list takes several, or one with commas; everything else takes one.
    ///
    /// # Errors
    /// What is wrong, as it reads behind the field's name.
    pub fn read_all(&self, texts: &[String]) -> Result<Value, String> {
        match (self, texts) {
            (Self::List(items), [one]) if one.trim_start().starts_with('[') => {
                let values: Vec<Value> = serde_json::from_str(one).map_err(|_| "is no list in JSON".to_owned())?;
                // Numbers in quotes are read as if they had come without.
                values
                    .into_iter()
                    .map(|value| match value {
                        Value::String(text) => items.read(&text),
                        other => Ok(other),
                    })
                    .collect::<Result<_, _>>()
                    .map(Value::Array)
            }
            (Self::List(items), texts) => texts
                .iter()
                .flat_map(|text| {
                    if matches!(**items, Self::Object(_) | Self::Other) {
                        vec![text.as_str()]
                    } else {
                        text.split(',').collect()
                    }
                })
                .map(str::trim)
                .filter(|text| !text.is_empty())
                .map(|text| items.read(text))
                .collect::<Result<_, _>>()
                .map(Value::Array),
            (_, [first, rest @ ..]) => {
                if rest.iter().any(|other| other != first) {
                    return Err("is given twice with different values".to_owned());
                }
                self.read(first)
            }
            (_, []) => Ok(Value::Null),
        }
    }

    /// Reads one text.
    ///
    /// # Errors
    /// What is wrong, as it reads behind the field's name.
    pub fn read(&self, text: &str) -> Result<Value, String> {
        match self {
            // Whether a word is one of those allowed is the operation's to say: it may know further spellings.
            Self::Text | Self::Choice(_) => Ok(Value::String(text.to_owned())),
            Self::Integer => whole(text).ok_or_else(|| "must be a whole number".to_owned()),
            Self::Number => text
                .trim()
                .parse::<f64>()
                .ok()
                .and_then(Number::from_f64)
                .map(Value::Number)
                .ok_or_else(|| "must be a number".to_owned()),
            Self::Boolean => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "1" | "yes" => Ok(Value::Bool(true)),
                "false" | "0" | "no" => Ok(Value::Bool(false)),
                _ => Err("must be true or false".to_owned()),
            },
            Self::List(_) => self.read_all(&[text.to_owned()]),
            Self::Object(_) => match serde_json::from_str(text) {
                Ok(value @ Value::Object(_)) => Ok(value),
                _ => Err("must be an object in JSON".to_owned()),
            },
            Self::Other => Ok(serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))),
        }
    }
}

fn whole(text: &str) -> Option<Value> {
    let text = text.trim();
    let number = text.parse::<i64>().map(Number::from).or_else(|_| text.parse::<u64>().map(Number::from));
    number.ok().map(Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn text_is_read_by_the_kind_of_its_field() {
        let list = |kind: Kind| Kind::List(Box::new(kind));
        let choice = Kind::Choice(vec!["active".into(), "paused".into()]);
        for (kind, texts, expected) in [
            (Kind::Integer, vec!["24"], Ok(json!(24))),
            (Kind::Integer, vec!["-1"], Ok(json!(-1))),
            (Kind::Integer, vec!["9007199254740991"], Ok(json!(9_007_199_254_740_991_i64))),
            (Kind::Integer, vec!["2.5"], Err("must be a whole number")),
            (Kind::Number, vec!["0.5"], Ok(json!(0.5))),
            (Kind::Number, vec!["NaN"], Err("must be a number")),
            (Kind::Boolean, vec!["true"], Ok(json!(true))),
            (Kind::Boolean, vec!["maybe"], Err("must be true or false")),
            (Kind::Text, vec!["007"], Ok(json!("007"))),
            (Kind::Text, vec!["a", "a"], Ok(json!("a"))),
            (Kind::Text, vec!["a", "b"], Err("is given twice with different values")),
            (choice, vec!["paused"], Ok(json!("paused"))),
            (list(Kind::Text), vec!["a,b", "c"], Ok(json!(["a", "b", "c"]))),
            (list(Kind::Text), vec![r#"["a,b"]"#], Ok(json!(["a,b"]))),
            (list(Kind::Integer), vec!["1, 2"], Ok(json!([1, 2]))),
            (list(Kind::Integer), vec!["1,x"], Err("must be a whole number")),
            (
                list(Kind::Object(vec![])),
                vec![r#"{"name":"a","strength":0.5}"#],
                Ok(json!([{ "name": "a", "strength": 0.5 }])),
            ),
            (Kind::Object(vec![]), vec!["x"], Err("must be an object in JSON")),
            (Kind::Other, vec!["5"], Ok(json!(5))),
            (Kind::Other, vec!["front"], Ok(json!("front"))),
        ] {
            let texts: Vec<String> = texts.into_iter().map(str::to_owned).collect();
            assert_eq!(kind.read_all(&texts), expected.map_err(str::to_owned), "{kind:?} {texts:?}");
        }
    }
}
