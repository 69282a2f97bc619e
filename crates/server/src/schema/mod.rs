//! What the operations' schemas say: one set of shared definitions, and each input as a list of
//! fields. Query strings, command line flags, the OpenAPI document and the TypeScript client are all
//! read from here.

mod field;

pub use field::{Field, Kind};

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashMap};
use troupe_studio::Operations;

/// Where references point to; the place that OpenAPI gives shared definitions.
const REFERENCE: &str = "#/components/schemas/";

/// The schemas of all operations over one set of definitions.
///
/// A type that is both sent and answered may differ between the two (a field with a default may be
/// left out when sent, but is always answered). Where it does, the definition that is sent carries
/// the suffix `Input`.
#[derive(Debug)]
pub struct Schemas {
    definitions: Map<String, Value>,
    inputs: HashMap<&'static str, Value>,
    outputs: HashMap<&'static str, Value>,
}

impl Schemas {
    /// Reads the schemas of all operations.
    #[must_use]
    pub fn of(operations: &Operations) -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        });
        let mut sent = settings.clone().for_deserialize().into_generator();
        let mut answered = settings.for_serialize().into_generator();
        let mut inputs = HashMap::new();
        let mut outputs = HashMap::new();
        for operation in operations.iter() {
            inputs.insert(operation.name, (operation.input_schema)(&mut sent).to_value());
            outputs.insert(operation.name, (operation.output_schema)(&mut answered).to_value());
        }
        let sent = sent.take_definitions(true);
        let mut definitions = answered.take_definitions(true);

        let differing = differing(&sent, &definitions);
        for (name, mut definition) in sent {
            rename(&mut definition, &differing);
            let name = if differing.contains(&name) { format!("{name}Input") } else { name };
            definitions.insert(name, definition);
        }
        for input in inputs.values_mut() {
            rename(input, &differing);
        }
        definitions.sort_keys();
        Self { definitions, inputs, outputs }
    }

    /// The shared definitions by name, in alphabetical order.
    #[must_use]
    pub fn definitions(&self) -> &Map<String, Value> {
        &self.definitions
    }

    /// The schema of an operation's input: mostly a reference.
    #[must_use]
    pub fn input(&self, operation: &str) -> &Value {
        self.inputs.get(operation).unwrap_or(&Value::Null)
    }

    /// The schema of an operation's answer: mostly a reference.
    #[must_use]
    pub fn output(&self, operation: &str) -> &Value {
        self.outputs.get(operation).unwrap_or(&Value::Null)
    }

    /// A schema with its reference followed.
    #[must_use]
    pub fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        self.followed(schema).last().unwrap_or(schema)
    }

    /// A schema and what its references lead to, one after the other.
    fn followed<'a>(&'a self, schema: &'a Value) -> impl Iterator<Item = &'a Value> {
        let next = |schema: &&Value| reference(schema).and_then(|name| self.definitions.get(name));
        // A reference to a reference is rare, one to itself impossible; the bound is for safety.
        std::iter::successors(Some(schema), next).take(8)
    }

    /// What an operation does, in the words of its input's doc comment. An input like another one has words of its own
    /// beside its reference.
    #[must_use]
    pub fn description(&self, operation: &str) -> &str {
        let mut schemas = self.followed(self.input(operation));
        schemas.find_map(|schema| schema.get("description")?.as_str()).unwrap_or_default()
    }

    /// The fields of an operation's input.
    #[must_use]
    pub fn fields(&self, operation: &str) -> Vec<Field> {
        field::fields(self, self.input(operation), 0)
    }
}

/// The definition's name that a schema refers to.
#[must_use]
pub fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix(REFERENCE))
}

/// The names that mean one thing when sent and another when answered.
fn differing(sent: &Map<String, Value>, answered: &Map<String, Value>) -> BTreeSet<String> {
    let both = |name: &&String| answered.contains_key(*name);
    let mut found: BTreeSet<String> =
        sent.keys().filter(both).filter(|name| sent.get(*name) != answered.get(*name)).cloned().collect();
    // What refers to a differing definition differs too, though its own text is the same.
    loop {
        let more: Vec<String> = sent
            .iter()
            .filter(|(name, definition)| both(name) && !found.contains(*name) && refers(definition, &found))
            .map(|(name, _)| name.clone())
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

fn refers(schema: &Value, names: &BTreeSet<String>) -> bool {
    match schema {
        Value::Object(fields) => {
            reference(schema).is_some_and(|name| names.contains(name))
                || fields.values().any(|value| refers(value, names))
        }
        Value::Array(items) => items.iter().any(|item| refers(item, names)),
        _ => false,
    }
}

fn rename(schema: &mut Value, names: &BTreeSet<String>) {
    let renamed = reference(schema).filter(|name| names.contains(*name)).map(|name| format!("{REFERENCE}{name}Input"));
    match schema {
        Value::Object(fields) => {
            if let Some(path) = renamed {
                fields.insert("$ref".to_owned(), Value::String(path));
            }
            for value in fields.values_mut() {
                rename(value, names);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, names)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn a_definition_that_differs_takes_those_that_refer_to_it_along() {
        let sent = json!({
            "Face": { "required": [] },
            "Character": { "properties": { "face": { "$ref": "#/components/schemas/Face" } } },
            "Page": { "type": "object" },
        });
        let mut answered = sent.clone();
        answered["Face"] = json!({ "required": ["age"] });
        let names = differing(sent.as_object().unwrap(), answered.as_object().unwrap());
        assert_eq!(names.iter().map(String::as_str).collect::<Vec<_>>(), ["Character", "Face"]);

        let mut character = sent["Character"].clone();
        rename(&mut character, &names);
        assert_eq!(character["properties"]["face"]["$ref"], "#/components/schemas/FaceInput");
    }

    #[test]
    fn every_reference_of_the_product_leads_somewhere() {
        let operations = Operations::all();
        let schemas = Schemas::of(&operations);
        fn walk(schema: &Value, schemas: &Schemas) {
            if let Some(name) = reference(schema) {
                assert!(schemas.definitions().contains_key(name), "{name} is not defined");
            }
            match schema {
                Value::Object(fields) => fields.values().for_each(|value| walk(value, schemas)),
                Value::Array(items) => items.iter().for_each(|item| walk(item, schemas)),
                _ => {}
            }
        }
        for operation in operations.iter() {
            walk(schemas.input(operation.name), &schemas);
            walk(schemas.output(operation.name), &schemas);
        }
        schemas.definitions().values().for_each(|definition| walk(definition, &schemas));
    }

    #[test]
    fn an_input_like_another_one_says_what_its_own_operation_does() {
        let operations = Operations::all();
        let schemas = Schemas::of(&operations);
        for (own, like) in [
            ("images.compose", "images.generate"),
            ("posts.preflight", "posts.create"),
            ("scheduling.post", "posts.create"),
        ] {
            assert!(operations.iter().any(|operation| operation.name == own), "{own}");
            assert_ne!(schemas.description(own), schemas.description(like), "{own}");
        }
    }

    #[test]
    fn every_operation_says_what_it_does() {
        let operations = Operations::all();
        let schemas = Schemas::of(&operations);
        for operation in operations.iter() {
            assert!(
                !schemas.description(operation.name).is_empty(),
                "the input of {} has no doc comment",
                operation.name
            );
        }
    }
}
