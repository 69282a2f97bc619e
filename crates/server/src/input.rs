//! One input out of a request: the path's fields, then the route's constants, then query and body.

use crate::schema::{Field, Kind};
use serde_json::{Map, Value};
use troupe_studio::{Error, FieldError, Result};

/// Lays the parts into one input.
///
/// # Errors
/// `validation_error` where the same field is given twice with different values, or a text in path
/// or query is not what its field holds. Unknown fields are refused by the operation.
pub(crate) fn lay(
    fields: &[Field],
    path: &[(&str, &str)],
    constants: &[(&str, &str)],
    query: Vec<(String, String)>,
    body: Option<Map<String, Value>>,
) -> Result<Value> {
    let mut input = Map::new();
    let mut faults = Vec::new();
    for (name, text) in path.iter().chain(constants) {
        put(&mut input, &mut faults, name, kind(fields, name).read(text));
    }
    for (name, texts) in grouped(query) {
        put(&mut input, &mut faults, &name, kind(fields, &name).read_all(&texts));
    }
    for (name, value) in body.unwrap_or_default() {
        put(&mut input, &mut faults, &name, Ok(value));
    }
    if faults.is_empty() { Ok(Value::Object(input)) } else { Err(Error::fields(faults)) }
}

fn put(
    input: &mut Map<String, Value>,
    faults: &mut Vec<FieldError>,
    name: &str,
    value: std::result::Result<Value, String>,
) {
    let fault = match value {
        Ok(value) => match input.get(name) {
            Some(present) if *present != value => "is given twice with different values".to_owned(),
            Some(_) => return,
            None => {
                input.insert(name.to_owned(), value);
                return;
            }
        },
        Err(fault) => fault,
    };
    faults.push(FieldError { field: name.to_owned(), message: fault });
}

/// The text of an unknown name goes on as it is; the operation refuses it.
fn kind<'a>(fields: &'a [Field], name: &str) -> &'a Kind {
    fields.iter().find(|field| field.is_called(name)).map_or(&Kind::Text, |field| &field.kind)
}

fn grouped(query: Vec<(String, String)>) -> Vec<(String, Vec<String>)> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for (name, text) in query {
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, texts)) => texts.push(text),
            None => groups.push((name, vec![text])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn field(name: &str, kind: Kind) -> Field {
        Field {
            name: name.into(),
            is_required: false,
            aliases: if name == "tags" { vec!["labels".into()] } else { Vec::new() },
            is_nullable: false,
            description: String::new(),
            kind,
            schema: Value::Null,
        }
    }

    #[test]
    fn path_constants_query_and_body_are_one_input() {
        let fields = [
            field("id", Kind::Text),
            field("limit", Kind::Integer),
            field("is_default", Kind::Boolean),
            field("tags", Kind::List(Box::new(Kind::Text))),
        ];
        let id = [("id", "7")];
        let no_id: [(&str, &str); 0] = [];
        for (path, constants, query, body, expected) in [
            (
                &id[..],
                &[][..],
                vec![("limit", "20"), ("tags", "a,b"), ("tags", "c")],
                json!({}),
                Ok(json!({ "id": "7", "limit": 20, "tags": ["a", "b", "c"] })),
            ),
            (
                &id,
                &[("platform", "x")],
                vec![],
                json!({ "is_default": true }),
                Ok(json!({ "id": "7", "platform": "x", "is_default": true })),
            ),
            (&id, &[], vec![], json!({ "id": "7" }), Ok(json!({ "id": "7" }))),
            (&id, &[], vec![], json!({ "id": "8" }), Err(vec!["id"])),
            (&id, &[("platform", "x")], vec![], json!({ "platform": "y" }), Err(vec!["platform"])),
            (&no_id, &[], vec![("limit", "20")], json!({ "limit": 20 }), Ok(json!({ "limit": 20 }))),
            (&no_id, &[], vec![("limit", "20"), ("limit", "30")], json!({}), Err(vec!["limit"])),
            (&no_id, &[], vec![("limit", "a"), ("is_default", "b")], json!({}), Err(vec!["limit", "is_default"])),
            (&no_id, &[], vec![("labels", "a,b")], json!({}), Ok(json!({ "labels": ["a", "b"] }))),
            (&no_id, &[], vec![("type", "image")], json!({}), Ok(json!({ "type": "image" }))),
        ] {
            let query = query.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
            let found =
                lay(&fields, path, constants, query, Some(body.as_object().unwrap().clone())).map_err(|error| {
                    let fields = error.details["fields"].as_array().unwrap();
                    fields.iter().map(|field| field["field"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
                });
            assert_eq!(found, expected.map_err(|names: Vec<&str>| names.into_iter().map(str::to_owned).collect()));
        }
    }
}
