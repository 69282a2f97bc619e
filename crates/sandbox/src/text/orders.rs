//! The orders that only the sandbox takes for its text engines, under `/sandbox`: faults, and what was asked.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use bytes::Bytes;
use serde_json::json;

use super::TextWorld;
use super::faults::TextFault;
use crate::comfyui::lock;

/// Each order with what it does, for `GET /sandbox`.
pub(crate) const ORDERS: &[(&str, &str)] = &[
    ("GET /sandbox/text_faults", "the armed faults of the text engines"),
    ("POST /sandbox/text_faults", "arm one: {\"engine\": name or *, \"fault\", \"times\": 1, …}"),
    ("DELETE /sandbox/text_faults", "disarm all; hanging answers close"),
    ("GET /sandbox/text_questions", "what the text engines were asked, the latest last"),
];

pub(super) fn router(world: Arc<TextWorld>) -> Router {
    Router::new()
        .route("/sandbox/text_faults", get(faults).post(arm).delete(disarm))
        .route("/sandbox/text_questions", get(questions))
        .with_state(world)
}

type Shared = State<Arc<TextWorld>>;

async fn faults(State(world): Shared) -> Response {
    Json(world.faults.list()).into_response()
}

async fn arm(State(world): Shared, body: Bytes) -> Response {
    let order = serde_json::from_slice::<TextFault>(&body).map_err(|error| error.to_string());
    match order.and_then(|fault| fault.check().map(|()| fault)) {
        Ok(fault) => {
            world.faults.arm(fault.clone());
            Json(fault).into_response()
        }
        Err(words) => (StatusCode::BAD_REQUEST, Json(json!({ "error": words }))).into_response(),
    }
}

async fn disarm(State(world): Shared) -> Response {
    world.faults.clear();
    Json(json!([])).into_response()
}

async fn questions(State(world): Shared) -> Response {
    Json(lock(&world.asked).iter().cloned().collect::<Vec<_>>()).into_response()
}
