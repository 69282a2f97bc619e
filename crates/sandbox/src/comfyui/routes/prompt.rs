//! `POST /prompt`: takes a graph into the queue, or says what is wrong with it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Number, Value, json};
use uuid::Uuid;

use super::super::journal::JournalEvent;
use super::super::now_ms;
use super::super::queue::Item;
use super::super::validate::{self, Invalid};
use super::{Shared, json, json_with, trouble};

pub(crate) async fn post(State(server): Shared, body: bytes::Bytes) -> Response {
    let Ok(Value::Object(mut request)) = serde_json::from_slice::<Value>(&body) else { return trouble() };
    let number = match request.get("number") {
        // `float()` of the server: a whole number comes back as 50.0.
        Some(number) => match number.as_f64().and_then(Number::from_f64) {
            Some(number) => Some(number),
            None => return trouble(),
        },
        None => None,
    };
    let Some(graph) = request.remove("prompt") else {
        let error = validate::error("no_prompt", "No prompt provided", "No prompt provided", json!({}));
        return refuse(&Invalid { error, node_errors: Map::new() });
    };
    let Value::Object(graph) = graph else { return trouble() };
    let Ok(prompt_id) = prompt_id(request.get("prompt_id")) else {
        let details = "prompt_id must be a UUID string in canonical lowercase hyphenated form; omit it to let the server generate one";
        let error = validate::error("invalid_prompt_id", "prompt_id must be a valid UUID", details, json!({}));
        return refuse(&Invalid { error, node_errors: Map::new() });
    };
    let targets: Option<Vec<String>> = match request.get("partial_execution_targets") {
        None | Some(Value::Null) => None,
        Some(targets) => match serde_json::from_value(targets.clone()) {
            Ok(targets) => Some(targets),
            Err(_) => return trouble(),
        },
    };
    let number =
        number.unwrap_or_else(|| server.queue.next_number(request.get("front").and_then(Value::as_bool) == Some(true)));
    let valid = match validate::validate(&server, graph, targets.as_deref()) {
        Ok(valid) => valid,
        Err(invalid) => return refuse(&invalid),
    };
    let mut extra_data = match request.remove("extra_data") {
        Some(Value::Object(extra_data)) => extra_data,
        _ => Map::new(),
    };
    if let Some(client_id) = request.remove("client_id") {
        extra_data.insert("client_id".into(), client_id);
    }
    extra_data.insert("create_time".into(), now_ms().into());
    let answer = json!({"prompt_id": prompt_id, "number": number, "node_errors": valid.node_errors});
    // The journal comes first: what is queued is in it, whatever becomes of the answer.
    server.journal.write(JournalEvent::Accepted, &prompt_id);
    server.queue.put(Item { number, prompt_id, graph: valid.graph, extra_data, outputs: valid.outputs });
    server.send_status();
    json(&answer)
}

/// A given id must be a UUID written the one canonical way; without one the server makes it.
fn prompt_id(given: Option<&Value>) -> Result<String, ()> {
    let Some(given) = given.filter(|given| !given.is_null()) else { return Ok(Uuid::new_v4().to_string()) };
    let given = given.as_str().ok_or(())?;
    let canonical = Uuid::parse_str(given).map_err(|_| ())?.to_string();
    if canonical == given { Ok(canonical) } else { Err(()) }
}

fn refuse(invalid: &Invalid) -> Response {
    json_with(StatusCode::BAD_REQUEST, &json!({"error": invalid.error, "node_errors": invalid.node_errors}))
}
