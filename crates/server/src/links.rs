//! Rows carry ids, never paths; for REST each row of a picture also gets `file_url` and
//! `thumbnail_url`. Which rows those are, the answer's schema says: their type carries the mark
//! `x-file-kind` with the kind of file that its `id` names (`content`, `reference`).

use crate::schema::{Schemas, reference};
use serde_json::{Value, json};

/// The mark of a type whose rows have a file.
pub(crate) const MARK: &str = "x-file-kind";
/// The longer edge of the thumbnail that a row links to, in pixels.
const THUMBNAIL: &str = "320";

/// Where in an operation's answer rows with files are.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Links {
    places: Vec<Place>,
}

#[derive(Debug, Clone, PartialEq)]
struct Place {
    steps: Vec<Step>,
    kind: String,
}

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Field(String),
    EachItem,
}

impl Links {
    /// Finds the places in an operation's answer.
    pub(crate) fn of(schemas: &Schemas, operation: &str) -> Self {
        let mut links = Self::default();
        links.search(schemas, schemas.output(operation), &mut Vec::new(), &mut Vec::new());
        links
    }

    fn search<'a>(
        &mut self,
        schemas: &'a Schemas,
        schema: &'a Value,
        steps: &mut Vec<Step>,
        within: &mut Vec<&'a str>,
    ) {
        let name = reference(schema);
        // A type within itself would never end; its inner rows get no links.
        if name.is_some_and(|name| within.contains(&name)) {
            return;
        }
        within.extend(name);
        let target = schemas.resolve(schema);
        if let Some(kind) = target.get(MARK).and_then(Value::as_str) {
            self.places.push(Place { steps: steps.clone(), kind: kind.to_owned() });
        }
        for part in ["anyOf", "oneOf", "allOf"].iter().filter_map(|key| target.get(key)?.as_array()).flatten() {
            self.search(schemas, part, steps, within);
        }
        if let Some(items) = target.get("items") {
            steps.push(Step::EachItem);
            self.search(schemas, items, steps, within);
            steps.pop();
        }
        for (field, inner) in target.get("properties").and_then(Value::as_object).into_iter().flatten() {
            steps.push(Step::Field(field.clone()));
            self.search(schemas, inner, steps, within);
            steps.pop();
        }
        if name.is_some() {
            within.pop();
        }
    }

    /// Adds the addresses to an answer.
    pub(crate) fn add(&self, answer: &mut Value) {
        for place in &self.places {
            add(answer, &place.steps, &place.kind);
        }
    }
}

impl Links {
    /// The rows with files in an answer: kind and id, in their order.
    pub(crate) fn rows(&self, answer: &Value) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for place in &self.places {
            rows(answer, &place.steps, &place.kind, &mut found);
        }
        found
    }
}

fn rows(value: &Value, steps: &[Step], kind: &str, found: &mut Vec<(String, String)>) {
    match (steps, value) {
        ([Step::EachItem, rest @ ..], Value::Array(items)) => {
            items.iter().for_each(|item| rows(item, rest, kind, found));
        }
        ([Step::Field(name), rest @ ..], Value::Object(fields)) => {
            if let Some(inner) = fields.get(name) {
                rows(inner, rest, kind, found);
            }
        }
        ([], Value::Object(fields)) => {
            found.extend(fields.get("id").and_then(Value::as_str).map(|id| (kind.to_owned(), id.to_owned())));
        }
        _ => {}
    }
}

fn add(value: &mut Value, steps: &[Step], kind: &str) {
    match (steps, value) {
        ([Step::EachItem, rest @ ..], Value::Array(items)) => items.iter_mut().for_each(|item| add(item, rest, kind)),
        ([Step::Field(name), rest @ ..], Value::Object(fields)) => {
            if let Some(inner) = fields.get_mut(name) {
                add(inner, rest, kind);
            }
        }
        ([], Value::Object(fields)) => {
            if let Some(id) = fields.get("id").and_then(Value::as_str).map(str::to_owned) {
                let address = |size| json!(format!("/api/v1/files/{kind}/{id}/{size}"));
                fields.insert("file_url".to_owned(), address("full"));
                fields.insert("thumbnail_url".to_owned(), address(THUMBNAIL));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_gets_the_addresses_of_its_file() {
        let place = |steps: Vec<Step>| Place { steps, kind: "content".into() };
        let field = |name: &str| Step::Field(name.into());
        let links = Links { places: vec![place(vec![field("items"), Step::EachItem]), place(vec![field("best")])] };
        let mut answer = json!({ "items": [{ "id": "a" }, { "id": "b" }], "best": null, "total": 2 });
        links.add(&mut answer);
        assert_eq!(answer["items"][1]["file_url"], "/api/v1/files/content/b/full");
        assert_eq!(answer["items"][0]["thumbnail_url"], "/api/v1/files/content/a/320");
        assert_eq!(answer["best"], Value::Null);
    }
}
