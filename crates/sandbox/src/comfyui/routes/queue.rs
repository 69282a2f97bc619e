//! Looking at the queue, the history and the jobs, and changing them.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::jobs::{self, STATES};
use super::super::journal::JournalEvent;
use super::super::queue::Item;
use super::super::{Server, lock};
use super::{Shared, empty, json, json_with, trouble};

pub(crate) async fn prompt(State(server): Shared) -> Response {
    json(&json!({"exec_info": {"queue_remaining": server.queue.remaining()}}))
}

pub(crate) async fn queue(State(server): Shared) -> Response {
    let (running, pending) = server.queue.current();
    let shown = |items: Vec<std::sync::Arc<Item>>| items.iter().map(|item| item.to_json()).collect::<Vec<_>>();
    json(&json!({"queue_running": shown(running), "queue_pending": shown(pending)}))
}

/// Reads a JSON object; a list or nonsense is not foreseen by the real server.
fn object(body: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(body).ok()
}

fn ids(request: &Map<String, Value>) -> Vec<&str> {
    request.get("delete").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

fn says_clear(request: &Map<String, Value>) -> bool {
    request.get("clear").and_then(Value::as_bool) == Some(true)
}

/// Takes one waiting job out; no entry in the history is left of it.
fn delete_pending(server: &Server, prompt_id: &str) -> bool {
    let found = server.queue.delete(prompt_id);
    if found {
        server.journal.write(JournalEvent::Cancelled, prompt_id);
        server.send_status();
    }
    found
}

/// `{"delete": [id]}` takes one job of each id out; `{"clear": true}` all that wait. 200 whatever was found.
pub(crate) async fn change_queue(State(server): Shared, body: bytes::Bytes) -> Response {
    let Some(request) = object(&body) else { return trouble() };
    if says_clear(&request) {
        let (_, pending) = server.queue.current();
        server.queue.clear();
        for item in pending {
            server.journal.write(JournalEvent::Cancelled, &item.prompt_id);
        }
        server.send_status();
    }
    for id in ids(&request) {
        delete_pending(&server, id);
    }
    empty(StatusCode::OK)
}

/// With a `prompt_id` only that job is interrupted; with an empty body, whichever runs.
pub(crate) async fn interrupt(State(server): Shared, body: bytes::Bytes) -> Response {
    let request = match serde_json::from_slice(&body) {
        Ok(Value::Object(request)) => request,
        Ok(_) => return trouble(),
        Err(_) => Map::new(),
    };
    server.queue.interrupt(request.get("prompt_id").and_then(Value::as_str));
    empty(StatusCode::OK)
}

/// Frees memory: the next run finds nothing cached.
pub(crate) async fn free(State(server): Shared, body: bytes::Bytes) -> Response {
    let Some(request) = object(&body) else { return trouble() };
    if ["unload_models", "free_memory"].iter().any(|name| request.get(*name).and_then(Value::as_bool) == Some(true)) {
        lock(&server.cache).clear();
    }
    empty(StatusCode::OK)
}

pub(crate) async fn history(State(server): Shared, Query(query): Query<HashMap<String, String>>) -> Response {
    let number = |name: &str| query.get(name).and_then(|text| text.parse::<usize>().ok());
    let entries = server.queue.history(number("max_items"), number("offset"));
    let shown = entries.iter().map(|entry| (entry.item.prompt_id.clone(), entry.to_json()));
    json(&Value::Object(shown.collect()))
}

/// `{}` with 200 for an id that is unknown, waits or runs.
pub(crate) async fn history_of(State(server): Shared, Path(prompt_id): Path<String>) -> Response {
    let mut shown = Map::new();
    if let Some(entry) = server.queue.history_of(&prompt_id) {
        shown.insert(prompt_id, entry.to_json());
    }
    json(&shown.into())
}

pub(crate) async fn change_history(State(server): Shared, body: bytes::Bytes) -> Response {
    let Some(request) = object(&body) else { return trouble() };
    if says_clear(&request) {
        server.queue.clear_history();
    }
    for id in ids(&request) {
        server.queue.delete_history(id);
    }
    empty(StatusCode::OK)
}

fn wrong(message: impl Into<String>) -> Response {
    json_with(StatusCode::BAD_REQUEST, &json!({"error": message.into()}))
}

pub(crate) async fn jobs(State(server): Shared, Query(query): Query<HashMap<String, String>>) -> Response {
    let states: Vec<String> = match query.get("status") {
        Some(states) => {
            states.split(',').map(|state| state.trim().to_lowercase()).filter(|state| !state.is_empty()).collect()
        }
        None => Vec::new(),
    };
    let unknown: Vec<&str> = states.iter().map(String::as_str).filter(|state| !STATES.contains(state)).collect();
    if !unknown.is_empty() {
        let (unknown, known) = (unknown.join(", "), STATES.join(", "));
        return wrong(format!("Invalid status value(s): {unknown}. Valid values: {known}"));
    }
    let by_duration = match query.get("sort_by").map(String::as_str) {
        None | Some("created_at") => false,
        Some("execution_duration") => true,
        Some(_) => return wrong("sort_by must be one of: created_at, execution_duration"),
    };
    let ascending = match query.get("sort_order").map(String::as_str) {
        None | Some("desc") => false,
        Some("asc") => true,
        Some(_) => return wrong("sort_order must be one of: asc, desc"),
    };
    let number = |name: &str| match query.get(name) {
        None => Ok(None),
        Some(text) => text.parse::<usize>().map(Some).map_err(|_| format!("{name} must be a non-negative integer")),
    };
    let (offset, limit) = match (number("offset"), number("limit")) {
        (Ok(offset), Ok(limit)) => (offset.unwrap_or(0), limit),
        (Err(words), _) | (_, Err(words)) => return wrong(words),
    };
    json(&jobs::page(&server.queue, &jobs::Query { states, by_duration, ascending, offset, limit }))
}

pub(crate) async fn job(State(server): Shared, Path(id): Path<String>) -> Response {
    match jobs::one(&server.queue, &id) {
        Some(job) => json(&job),
        None => json_with(StatusCode::NOT_FOUND, &json!({"error": "Job not found"})),
    }
}

/// Takes a job out of the line or interrupts it, whichever it needs.
fn cancel(server: &Server, id: &str) -> bool {
    // The running one first: a twin that waits is left to run.
    server.queue.interrupt(Some(id)) || delete_pending(server, id)
}

pub(crate) async fn cancel_job(State(server): Shared, Path(id): Path<String>) -> Response {
    json(&json!({"cancelled": cancel(&server, &id)}))
}

/// `{"job_ids": [uuid]}`: all are checked before one is cancelled.
pub(crate) async fn cancel_jobs(State(server): Shared, body: bytes::Bytes) -> Response {
    let Some(request) = object(&body) else { return wrong("request body must be a JSON object") };
    let Some(ids) = request.get("job_ids").and_then(Value::as_array) else { return wrong("job_ids must be a list") };
    let valid = |id: &&Value| id.as_str().is_some_and(|id| Uuid::parse_str(id).is_ok());
    let invalid: Vec<&Value> = ids.iter().filter(|id| !valid(id)).collect();
    if !invalid.is_empty() {
        let answer = json!({"error": "job_ids contains invalid id(s)", "invalid_ids": invalid});
        return json_with(StatusCode::BAD_REQUEST, &answer);
    }
    let cancelled = ids.iter().filter_map(Value::as_str).filter(|id| cancel(&server, id)).count();
    json(&json!({"cancelled": cancelled > 0}))
}
