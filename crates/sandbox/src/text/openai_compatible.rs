//! The stand-in server with OpenAI's chat interface, as llama.cpp's and LM Studio answer.
//! Source: the README of llama.cpp's server and LM Studio's documentation, read 2026-08.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use serde_json::{Value, json};

use super::asked::Asked;
use super::faults::TextFaultKind;
use super::{Engine, TextWorld, pieces, tokens};

/// Its one model; it looks at pictures.
const MODEL: &str = "rehearsal-chat";

type Shared = State<Arc<TextWorld>>;

pub(super) fn router(world: Arc<TextWorld>) -> Router {
    Router::new().route("/models", get(models)).route("/chat/completions", post(chat)).with_state(world)
}

fn error(status: u16, kind: &str, message: &str) -> Response {
    let http = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (http, Json(json!({ "error": { "code": status, "message": message, "type": kind } }))).into_response()
}

/// Every key is taken, and none is needed; one that begins with `bad` is refused.
fn check_key(headers: &HeaderMap) -> Result<(), Box<Response>> {
    let key = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if key.starts_with("Bearer bad") {
        Err(Box::new(error(401, "authentication_error", "Invalid API Key")))
    } else {
        Ok(())
    }
}

async fn models(State(world): Shared, headers: HeaderMap) -> Response {
    if let Err(response) = world.struck_at_look(Engine::OpenaiCompatible).await {
        return *response;
    }
    if let Err(response) = check_key(&headers) {
        return *response;
    }
    let model =
        json!({ "id": MODEL, "object": "model", "owned_by": "sandbox", "capabilities": ["completion", "multimodal"] });
    Json(json!({ "object": "list", "data": [model] })).into_response()
}

fn read(body: &Value) -> Asked {
    let mut asked = Asked { engine: Engine::OpenaiCompatible.name(), ..Asked::default() };
    asked.model = body.get("model").and_then(Value::as_str).unwrap_or_default().to_owned();
    asked.schema = body.pointer("/response_format/json_schema/schema").cloned();
    asked.seed = body.get("seed").and_then(Value::as_u64).unwrap_or_default();
    asked.temperature = body.get("temperature").and_then(Value::as_f64);
    asked.max_tokens = body.get("max_tokens").and_then(Value::as_u64);
    for message in body.get("messages").and_then(Value::as_array).into_iter().flatten() {
        let content = message.get("content").cloned().unwrap_or_default();
        let parts = content.as_array().cloned().unwrap_or_default();
        let text = content.as_str().map(str::to_owned).unwrap_or_else(|| {
            parts.iter().filter_map(|part| part.get("text")?.as_str()).collect::<Vec<_>>().join("\n")
        });
        match message.get("role").and_then(Value::as_str) {
            Some("system") => asked.system = text,
            Some("user") => {
                let pictures = parts.iter().filter_map(|part| {
                    let url = part.pointer("/image_url/url")?.as_str()?;
                    Some(url.split_once(";base64,")?.1.to_owned())
                });
                asked.add_turn(&text, pictures);
            }
            _ => {}
        }
    }
    asked
}

async fn chat(State(world): Shared, headers: HeaderMap, body: Bytes) -> Response {
    let fault = match world.struck(Engine::OpenaiCompatible).await {
        Ok(fault) => fault,
        Err(response) => return *response,
    };
    if let Err(response) = check_key(&headers) {
        return *response;
    }
    let Ok(body) = serde_json::from_slice::<Value>(&body) else {
        return error(400, "invalid_request_error", "The body is no JSON.");
    };
    let kind = fault.as_ref().map(|fault| fault.fault);
    let asked = read(&body);
    match kind {
        // llama.cpp's words while it starts.
        Some(TextFaultKind::Busy) => return error(503, "unavailable_error", "Loading model"),
        Some(TextFaultKind::KeyRefused) => return error(401, "authentication_error", "Invalid API Key"),
        Some(TextFaultKind::OutOfMemory) => return error(500, "server_error", "CUDA error: out of memory"),
        _ => {}
    }
    if asked.model != MODEL || kind == Some(TextFaultKind::NoModel) {
        // LM Studio's form: the error is a text.
        let words = format!("model {:?} not found", asked.model);
        return (StatusCode::NOT_FOUND, Json(json!({ "error": words }))).into_response();
    }
    let text = world.write(&asked, fault.as_ref());
    let mut parts = pieces::split(&text);
    if kind == Some(TextFaultKind::OutOfLength) {
        parts.truncate(parts.len() / 2);
    }
    let chunk = |delta: Value, reason: Option<&str>| {
        json!({ "object": "chat.completion.chunk", "model": MODEL,
            "choices": [{ "index": 0, "delta": delta, "finish_reason": reason }] })
    };
    let blocked = matches!(kind, Some(TextFaultKind::BlockedQuestion | TextFaultKind::BlockedAnswer));
    let mut events = vec![event(&chunk(json!({ "role": "assistant", "content": null }), None))];
    if !blocked {
        events.extend(parts.iter().map(|part| event(&chunk(json!({ "content": part }), None))));
    }
    if kind == Some(TextFaultKind::ErrorInStream) {
        events.truncate(events.len() / 2);
        events.push(event(&json!({ "error": { "code": 500, "message": "the slot failed", "type": "server_error" } })));
        return pieces::stream("text/event-stream", events, None, world.pace);
    }
    let reason = match kind {
        Some(TextFaultKind::OutOfLength) => "length",
        _ if blocked => "content_filter",
        _ => "stop",
    };
    events.push(event(&chunk(json!({}), Some(reason))));
    let usage = json!({ "prompt_tokens": asked.tokens(), "completion_tokens": tokens(&text) });
    events.push(event(&json!({ "object": "chat.completion.chunk", "choices": [], "usage": usage })));
    events.push("data: [DONE]\n\n".to_owned());
    pieces::stream("text/event-stream", events, kind, world.pace)
}

fn event(data: &Value) -> String {
    format!("data: {data}\n\n")
}
