//! The stand-in Gemini: server-sent events, blocks with status 200, a list that names a model that is gone.
//! Source: Google's reference of the Gemini API, read 2026-08.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use serde_json::{Value, json};

use super::asked::Asked;
use super::faults::TextFaultKind;
use super::{Engine, TextWorld, pieces, tokens};

/// The model that writes.
const WRITER: &str = "gemini-rehearsal-flash";
/// The model that is still listed, and gone.
const GONE: &str = "gemini-rehearsal-retired";

type Shared = State<Arc<TextWorld>>;

pub(super) fn router(world: Arc<TextWorld>) -> Router {
    Router::new().route("/models", get(models)).route("/models/{call}", post(generate)).with_state(world)
}

fn error(code: u16, status: &str, message: &str, details: Value) -> Response {
    let http = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = json!({ "error": { "code": code, "message": message, "status": status, "details": details } });
    (http, Json(body)).into_response()
}

fn bad_key() -> Response {
    let details = json!([{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID" }]);
    error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", details)
}

/// Every key is taken that does not begin with `bad`.
fn check_key(headers: &HeaderMap) -> Result<(), Box<Response>> {
    match headers.get("x-goog-api-key").and_then(|key| key.to_str().ok()) {
        None | Some("") => Err(Box::new(error(
            403,
            "PERMISSION_DENIED",
            "Method doesn't allow unregistered callers. Please use API Key or other form of API consumer identity.",
            json!([]),
        ))),
        Some(key) if key.starts_with("bad") => Err(Box::new(bad_key())),
        Some(_) => Ok(()),
    }
}

async fn models(State(world): Shared, headers: HeaderMap) -> Response {
    if let Err(response) = world.struck_at_look(Engine::Gemini).await {
        return *response;
    }
    if let Err(response) = check_key(&headers) {
        return *response;
    }
    let writes = |name: &str| {
        json!({
            "name": format!("models/{name}"), "displayName": name, "inputTokenLimit": 1_048_576,
            "outputTokenLimit": 65_536, "supportedGenerationMethods": ["generateContent", "countTokens"],
        })
    };
    let embeds = json!({ "name": "models/rehearsal-embedding", "supportedGenerationMethods": ["embedContent"] });
    Json(json!({ "models": [writes(WRITER), writes(GONE), embeds] })).into_response()
}

fn text_of(parts: Option<&Value>) -> String {
    let parts = parts.and_then(Value::as_array).into_iter().flatten();
    parts.filter_map(|part| part.get("text")?.as_str()).collect::<Vec<_>>().join("\n")
}

fn read(model: &str, body: &Value) -> Asked {
    let mut asked = Asked { engine: Engine::Gemini.name(), model: model.to_owned(), ..Asked::default() };
    let config = body.get("generationConfig").cloned().unwrap_or_default();
    let system = body.get("system_instruction").or_else(|| body.get("systemInstruction"));
    asked.system = text_of(system.and_then(|system| system.get("parts")));
    asked.schema = config.get("responseJsonSchema").or_else(|| config.get("responseSchema")).cloned();
    asked.seed = config.get("seed").and_then(Value::as_u64).unwrap_or_default();
    asked.temperature = config.get("temperature").and_then(Value::as_f64);
    asked.max_tokens = config.get("maxOutputTokens").and_then(Value::as_u64);
    for turn in body.get("contents").and_then(Value::as_array).into_iter().flatten() {
        if turn.get("role").and_then(Value::as_str) != Some("model") {
            let parts = turn.get("parts").and_then(Value::as_array).cloned().unwrap_or_default();
            let data = |part: &Value| {
                let inline = part.get("inline_data").or_else(|| part.get("inlineData"))?;
                Some(inline.get("data")?.as_str()?.to_owned())
            };
            asked.add_turn(&text_of(turn.get("parts")), parts.iter().filter_map(data));
        }
    }
    asked
}

async fn generate(State(world): Shared, Path(call): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let fault = match world.struck(Engine::Gemini).await {
        Ok(fault) => fault,
        Err(response) => return *response,
    };
    if let Err(response) = check_key(&headers) {
        return *response;
    }
    let Ok(body) = serde_json::from_slice::<Value>(&body) else {
        return error(400, "INVALID_ARGUMENT", "Invalid JSON payload received.", json!([]));
    };
    let Some((model, "streamGenerateContent")) = call.split_once(':') else {
        return error(404, "NOT_FOUND", "The stand-in answers to streamGenerateContent alone.", json!([]));
    };
    let kind = fault.as_ref().map(|fault| fault.fault);
    if model != WRITER || kind == Some(TextFaultKind::NoModel) {
        let words =
            format!("models/{model} is not found for API version v1beta, or is not supported for generateContent.");
        return error(404, "NOT_FOUND", &words, json!([]));
    }
    match kind {
        Some(TextFaultKind::Busy) => {
            let details = json!([{ "@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "37s" }]);
            return error(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.", details);
        }
        Some(TextFaultKind::KeyRefused) => return bad_key(),
        Some(TextFaultKind::OutOfMemory | TextFaultKind::ErrorInStream) => {
            return error(503, "UNAVAILABLE", "The model is overloaded. Please try again later.", json!([]));
        }
        _ => {}
    }
    let asked = read(model, &body);
    let usage = |written: usize| {
        let read = asked.tokens();
        json!({ "promptTokenCount": read, "candidatesTokenCount": written, "totalTokenCount": read + written })
    };
    if kind == Some(TextFaultKind::BlockedQuestion) {
        let piece = json!({ "promptFeedback": { "blockReason": "PROHIBITED_CONTENT" }, "usageMetadata": usage(0) });
        return pieces::stream("text/event-stream", vec![event(&piece)], None, world.pace);
    }
    let text = world.write(&asked, fault.as_ref());
    let mut parts = if kind == Some(TextFaultKind::BlockedAnswer) { Vec::new() } else { pieces::split(&text) };
    if kind == Some(TextFaultKind::OutOfLength) {
        parts.truncate(parts.len() / 2);
    }
    let part = |text: &str| json!({ "candidates": [{ "content": { "role": "model", "parts": [{ "text": text }] }, "index": 0 }] });
    let mut events: Vec<String> = parts.iter().map(|text| event(&part(text))).collect();
    let reason = match kind {
        Some(TextFaultKind::BlockedAnswer) => "SAFETY",
        Some(TextFaultKind::OutOfLength) => "MAX_TOKENS",
        _ => "STOP",
    };
    let end = json!({ "candidates": [{ "finishReason": reason, "index": 0 }], "usageMetadata": usage(tokens(&text)) });
    events.push(event(&end));
    pieces::stream("text/event-stream", events, kind, world.pace)
}

fn event(data: &Value) -> String {
    format!("data: {data}\r\n\r\n")
}
