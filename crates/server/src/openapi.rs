//! The OpenAPI 3.1 document, from the registry and its schemas.

use crate::{
    links::MARK,
    schema::{Field, Schemas, reference},
};
use serde_json::{Map, Value, json};
use troupe_studio::{Code, Effect, Method, Operation, Operations, Route};

/// Where the paths stand below.
const SERVER: &str = "/api/v1";

/// The document. It is the same for the same registry, so that it can be committed and compared.
#[must_use]
pub fn document(operations: &Operations, schemas: &Schemas) -> Value {
    let mut paths = Map::new();
    for operation in operations.iter() {
        for (number, route) in operation.routes.iter().enumerate() {
            let item = paths.entry(route.path.to_owned()).or_insert_with(|| json!({}));
            if let Value::Object(item) = item {
                item.insert(route.method.as_str().to_ascii_lowercase(), entry(operation, number, route, schemas));
            }
        }
    }
    paths.sort_keys();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Troupe",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "A company of AI characters on your own computer",
            "description": "Everything that the window can do, for programs on this computer. Each operation has one name on every interface; its further routes carry the name with a number behind it. Files come in through `POST /uploads` (multipart, field `file`, at most 100 MB, kept 24 hours). `GET /events` and `GET /ws/updates` carry what changes.",
            "license": { "name": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": SERVER, "description": "This computer" }],
        "security": [{ "token": [] }, { "session": [] }],
        "tags": tags(operations),
        "paths": paths,
        "components": {
            "schemas": definitions(schemas),
            "responses": { "Error": error_response() },
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "The token of Settings, for programs." },
                "session": { "type": "apiKey", "in": "cookie", "name": "troupe_session_PORT", "description": "The session of the served pages; the name ends with the port." },
            },
        },
    })
}

fn tags(operations: &Operations) -> Vec<Value> {
    let mut groups: Vec<&str> = operations.iter().map(|operation| group(operation.name)).collect();
    groups.sort_unstable();
    groups.dedup();
    groups.into_iter().map(|name| json!({ "name": name })).collect()
}

fn group(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// The shared definitions; those of rows with files also carry the addresses that REST adds.
fn definitions(schemas: &Schemas) -> Map<String, Value> {
    let mut definitions = schemas.definitions().clone();
    for definition in definitions.values_mut() {
        if definition.get(MARK).is_none() {
            continue;
        }
        if let Some(properties) = definition.get_mut("properties").and_then(Value::as_object_mut) {
            let address = |words: &str| json!({ "type": "string", "format": "uri-reference", "description": words });
            properties.insert("file_url".to_owned(), address("Where its file is read."));
            properties.insert("thumbnail_url".to_owned(), address("Where a small picture of it is read."));
        }
    }
    definitions.insert("ErrorAnswer".to_owned(), error_schema());
    definitions.sort_keys();
    definitions
}

fn entry(operation: &Operation, number: usize, route: &Route, schemas: &Schemas) -> Value {
    let words = schemas.description(operation.name);
    let fields = schemas.fields(operation.name);
    let mut entry = json!({
        "operationId": if number == 0 { operation.name.to_owned() } else { format!("{}--{}", operation.name, number + 1) },
        "tags": [group(operation.name)],
        "summary": first_sentence(words),
        "description": words,
        "parameters": parameters(operation, route, &fields),
        "responses": { "200": answer(operation, schemas), "default": { "$ref": "#/components/responses/Error" } },
        "x-effect": operation.effect,
        "x-rate-class": operation.rate_class,
    });
    if let Value::Object(entry) = &mut entry {
        if route.method != Method::Get {
            entry.insert("requestBody".to_owned(), request_body(operation, route, &fields, schemas));
        }
        if ["/", "/health", "/system/health"].contains(&route.path) {
            entry.insert("security".to_owned(), json!([]));
        }
    }
    entry
}

/// The summary of a list: up to the first full stop.
fn first_sentence(words: &str) -> String {
    let line = words.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    let end = line.find(". ").unwrap_or(line.len());
    line.get(..end).unwrap_or(&line).trim_end_matches('.').to_owned()
}

fn in_path(route: &Route, name: &str) -> bool {
    route.path.split('/').any(|segment| segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) == Some(name))
}

fn is_fixed(route: &Route, name: &str) -> bool {
    route.constants.iter().any(|(fixed, _)| *fixed == name)
}

fn parameters(operation: &Operation, route: &Route, fields: &[Field]) -> Vec<Value> {
    let mut parameters = Vec::new();
    for segment in route.path.split('/') {
        let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else { continue };
        let field = fields.iter().find(|field| field.name == name);
        parameters.push(json!({
            "name": name,
            "in": "path",
            "required": true,
            "description": field.map(|field| field.description.as_str()).unwrap_or_default(),
            "schema": field.map_or_else(|| json!({ "type": "string" }), |field| without_words(&field.schema)),
        }));
    }
    if matches!(route.method, Method::Get | Method::Delete) {
        for field in fields.iter().filter(|field| !in_path(route, &field.name) && !is_fixed(route, &field.name)) {
            parameters.push(json!({
                "name": field.name,
                "in": "query",
                // What a DELETE needs may come in its body instead.
                "required": field.is_required && route.method == Method::Get,
                "description": field.description,
                "schema": without_words(&field.schema),
                "style": "form",
                "explode": false,
            }));
        }
    }
    if operation.effect != Effect::Read {
        parameters.push(json!({
            "name": "Idempotency-Key",
            "in": "header",
            "required": false,
            "description": "A word of your own. Within 24 hours the same input under the same word is answered again and not done again; another input is refused.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 200 },
        }));
    }
    parameters
}

fn without_words(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Value::Object(fields) = &mut schema {
        fields.remove("description");
    }
    schema
}

/// The input without what the path carries and the route fixes.
fn request_body(operation: &Operation, route: &Route, fields: &[Field], schemas: &Schemas) -> Value {
    let own = schemas.input(operation.name);
    let carried = |name: &str| in_path(route, name) || is_fixed(route, name);
    let mut schema = own.clone();
    if fields.iter().any(|field| carried(&field.name)) {
        schema = schemas.resolve(own).clone();
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.retain(|name, _| !carried(name));
        }
        if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
            required.retain(|name| !name.as_str().is_some_and(carried));
        }
    }
    let needed = fields.iter().any(|field| field.is_required && !carried(&field.name));
    json!({ "required": needed && route.method != Method::Delete, "content": { "application/json": { "schema": schema } } })
}

fn answer(operation: &Operation, schemas: &Schemas) -> Value {
    if operation.answers_file {
        return json!({
            "description": "The file; ranges can be asked for.",
            "content": { "*/*": { "schema": { "type": "string", "format": "binary" } } },
        });
    }
    let data = schemas.output(operation.name);
    let mut content = json!({
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["success", "data", "timestamp"],
                "properties": {
                    "success": { "const": true },
                    "data": data,
                    "message": { "type": "string" },
                    "timestamp": { "type": "string", "format": "date-time" },
                },
            },
        },
    });
    if operation.streams_job
        && let Value::Object(content) = &mut content
    {
        content.insert("text/event-stream".to_owned(), json!({ "schema": { "type": "string", "description": "The job's events: accepted, progress, preview, content, complete, error." } }));
    }
    if operation.streams_text
        && let Value::Object(content) = &mut content
    {
        content.insert("text/event-stream".to_owned(), json!({ "schema": { "type": "string", "description": "The words while they are written: progress, then complete or error." } }));
    }
    let words = reference(data)
        .and_then(|name| schemas.definitions().get(name)?.get("description")?.as_str())
        .map_or_else(|| "The answer.".to_owned(), first_sentence);
    json!({ "description": words, "content": content })
}

fn error_response() -> Value {
    json!({
        "description": "What went wrong and what to do.",
        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/ErrorAnswer" } } },
    })
}

fn error_schema() -> Value {
    let codes = [
        Code::ValidationError,
        Code::Unauthorized,
        Code::Forbidden,
        Code::NotFound,
        Code::Conflict,
        Code::ApprovalRequired,
        Code::PayloadTooLarge,
        Code::Unsupported,
        Code::PlatformUnsupported,
        Code::LimitReached,
        Code::RateLimitExceeded,
        Code::UpstreamError,
        Code::ServiceUnavailable,
        Code::StorageError,
        Code::InternalError,
    ];
    json!({
        "type": "object",
        "required": ["success", "error", "timestamp"],
        "properties": {
            "success": { "const": false },
            "error": {
                "type": "object",
                "required": ["code", "message", "details"],
                "properties": {
                    "code": { "type": "string", "enum": codes.map(Code::as_str) },
                    "message": { "type": "string", "description": "What happened and what to do, in plain words." },
                    "details": { "type": "object", "description": "The fields of a validation error, the kind of what was not found, or a raw reply without secrets." },
                },
            },
            "timestamp": { "type": "string", "format": "date-time" },
        },
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_operation_stands_in_the_document_under_its_name() {
        let operations = Operations::all();
        let document = document(&operations, &Schemas::of(&operations));
        let mut seen = HashSet::new();
        for item in document["paths"].as_object().unwrap().values() {
            for entry in item.as_object().unwrap().values() {
                assert!(seen.insert(entry["operationId"].as_str().unwrap().to_owned()), "{entry}");
                assert!(!entry["summary"].as_str().unwrap().is_empty());
            }
        }
        let routes: usize = operations.iter().map(|operation| operation.routes.len()).sum();
        assert_eq!(seen.len(), routes, "two operations share a route");
        assert!(operations.iter().all(|operation| seen.contains(operation.name)), "an operation has no route");
    }

    #[test]
    fn a_summary_is_the_first_sentence() {
        for (words, expected) in [
            ("Makes a picture. It takes long.", "Makes a picture"),
            ("Makes a\npicture.", "Makes a picture"),
            ("At most 2.5 MB", "At most 2.5 MB"),
            ("", ""),
        ] {
            assert_eq!(first_sentence(words), expected);
        }
    }
}
