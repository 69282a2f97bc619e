//! The stand-in Ollama: JSON lines, models that lie in memory, errors in the middle of an answer.
//! Source: Ollama's API documentation and server, read 2026-08-21.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use serde_json::{Value, json};

use super::asked::Asked;
use super::faults::TextFaultKind;
use super::{Engine, TextWorld, pieces, tokens};
use crate::comfyui::lock;

/// The version that the stand-in says it is.
const VERSION: &str = "0.32.1";

/// Name, parameters, size in bytes, whether it looks at pictures, the computer that it runs on.
const MODELS: [(&str, &str, u64, bool, Option<&str>); 3] = [
    ("rehearsal-writer:8b", "8.2B", 5_225_388_164, false, None),
    ("rehearsal-eye:4b", "4.3B", 3_338_801_804, true, None),
    ("rehearsal-large:cloud", "480B", 384, false, Some("https://ollama.com:443")),
];

type Shared = State<Arc<TextWorld>>;

pub(super) fn router(world: Arc<TextWorld>) -> Router {
    Router::new()
        .route("/", get(|| async { "Ollama is running" }))
        .route("/api/version", get(version))
        .route("/api/tags", get(tags))
        .route("/api/ps", get(ps))
        .route("/api/show", post(show))
        .route("/api/chat", post(chat))
        .route("/api/generate", post(generate))
        .with_state(world)
}

fn error(status: u16, words: impl Into<String>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(json!({ "error": words.into() }))).into_response()
}

fn not_found(model: &str) -> Response {
    error(404, format!("model '{model}' not found"))
}

async fn version(State(world): Shared) -> Response {
    match world.struck_at_look(Engine::Ollama).await {
        Err(response) => *response,
        Ok(()) => Json(json!({ "version": VERSION })).into_response(),
    }
}

fn entry((name, parameters, size, _, remote): &(&str, &str, u64, bool, Option<&str>)) -> Value {
    let mut entry = json!({
        "name": name, "model": name, "modified_at": "2026-08-20T10:00:00Z", "size": size,
        "digest": format!("{:064x}", size.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
        "details": { "format": "gguf", "family": "rehearsal", "parameter_size": parameters, "quantization_level": "Q4_K_M" },
    });
    if let Some(host) = remote {
        entry["remote_host"] = json!(host);
    }
    entry
}

async fn tags(State(world): Shared) -> Response {
    match world.struck_at_look(Engine::Ollama).await {
        Err(response) => *response,
        Ok(()) => Json(json!({ "models": MODELS.iter().map(entry).collect::<Vec<_>>() })).into_response(),
    }
}

async fn ps(State(world): Shared) -> Response {
    let loaded = lock(&world.loaded).clone();
    let models: Vec<Value> = MODELS.iter().filter(|model| loaded.contains(model.0)).map(entry).collect();
    Json(json!({ "models": models })).into_response()
}

async fn show(body: Bytes) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let name = body.get("model").and_then(Value::as_str).unwrap_or_default();
    let Some((_, _, _, sees, _)) = MODELS.iter().find(|model| model.0 == name) else { return not_found(name) };
    let capabilities = if *sees { json!(["completion", "vision"]) } else { json!(["completion", "tools"]) };
    Json(json!({
        "capabilities": capabilities,
        "model_info": { "general.architecture": "rehearsal", "rehearsal.context_length": 40_960 },
    }))
    .into_response()
}

/// An empty prompt loads a model, or with `keep_alive` 0 takes it out of memory.
async fn generate(State(world): Shared, body: Bytes) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let name = body.get("model").and_then(Value::as_str).unwrap_or_default();
    if !MODELS.iter().any(|model| model.0 == name) {
        return not_found(name);
    }
    if body.get("prompt").and_then(Value::as_str).is_some_and(|prompt| !prompt.is_empty()) {
        return error(400, "the stand-in writes by /api/chat alone");
    }
    let leaves = body.get("keep_alive").is_some_and(|keep| *keep == json!(0) || *keep == json!("0"));
    let mut loaded = lock(&world.loaded);
    if leaves {
        loaded.remove(name);
    } else {
        loaded.insert(name.to_owned());
    }
    let reason = if leaves { "unload" } else { "load" };
    Json(json!({ "model": name, "response": "", "done": true, "done_reason": reason })).into_response()
}

fn read(body: &Value) -> Asked {
    let mut asked = Asked { engine: Engine::Ollama.name(), ..Asked::default() };
    let options = body.get("options").cloned().unwrap_or_default();
    asked.model = body.get("model").and_then(Value::as_str).unwrap_or_default().to_owned();
    asked.schema = body.get("format").filter(|format| format.is_object()).cloned();
    asked.seed = options.get("seed").and_then(Value::as_u64).unwrap_or_default();
    asked.temperature = options.get("temperature").and_then(Value::as_f64);
    asked.max_tokens = options.get("num_predict").and_then(Value::as_u64);
    for message in body.get("messages").and_then(Value::as_array).into_iter().flatten() {
        let text = message.get("content").and_then(Value::as_str).unwrap_or_default();
        match message.get("role").and_then(Value::as_str) {
            Some("system") => text.clone_into(&mut asked.system),
            Some("user") => {
                let images = message.get("images").and_then(Value::as_array).cloned().unwrap_or_default();
                asked.add_turn(text, images.iter().filter_map(|image| Some(image.as_str()?.to_owned())));
            }
            _ => {}
        }
    }
    asked
}

async fn chat(State(world): Shared, body: Bytes) -> Response {
    let body: Value = match serde_json::from_slice(&body) {
        Ok(body) => body,
        Err(wrong) => return error(400, wrong.to_string()),
    };
    let fault = match world.struck(Engine::Ollama).await {
        Ok(fault) => fault,
        Err(response) => return *response,
    };
    let asked = read(&body);
    let Some((name, _, _, sees, _)) = MODELS.iter().find(|model| model.0 == asked.model) else {
        return not_found(&asked.model);
    };
    if asked.pictures > 0 && !sees {
        return error(500, "this model is missing data required for image input");
    }
    let kind = fault.as_ref().map(|fault| fault.fault);
    match kind {
        Some(TextFaultKind::Busy) => {
            return error(503, "server busy, please try again. maximum pending requests exceeded");
        }
        Some(TextFaultKind::KeyRefused) => return error(401, "unauthorized"),
        Some(TextFaultKind::NoModel) => return not_found(name),
        Some(TextFaultKind::OutOfMemory) => {
            return error(500, "model requires more system memory (9.5 GiB) than is available (2.1 GiB)");
        }
        _ => {}
    }
    lock(&world.loaded).insert(asked.model.clone());
    let text = world.write(&asked, fault.as_ref());
    let line =
        |content: &str| json!({ "model": name, "message": { "role": "assistant", "content": content }, "done": false });
    let mut parts = pieces::split(&text);
    if kind == Some(TextFaultKind::OutOfLength) {
        parts.truncate(parts.len() / 2);
    }
    let mut lines: Vec<String> = parts.iter().map(|part| line(part).to_string() + "\n").collect();
    if kind == Some(TextFaultKind::ErrorInStream) {
        lines.truncate(lines.len() / 2);
        lines.push(
            json!({ "error": "an error was encountered while running the model: CUDA error: out of memory" })
                .to_string()
                + "\n",
        );
        return pieces::stream("application/x-ndjson", lines, None, world.pace);
    }
    let reason = if kind == Some(TextFaultKind::OutOfLength) { "length" } else { "stop" };
    let end = json!({
        "model": name, "message": { "role": "assistant", "content": "" }, "done": true, "done_reason": reason,
        "total_duration": 900_000_000_u64, "prompt_eval_count": asked.tokens(), "eval_count": tokens(&text),
    });
    lines.push(end.to_string() + "\n");
    pieces::stream("application/x-ndjson", lines, kind, world.pace)
}
