//! The orders that only the sandbox takes: faults, the journal, forgetting. Loopback, as everything here.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::super::faults::{ArmedFault, parse_order};
use super::{Shared, json, json_with};
use crate::{downloads, platforms, text};

/// `GET /sandbox`: what can be ordered.
pub(crate) async fn routes(State(server): Shared) -> Response {
    let mut routes = json!({
        "GET /sandbox/faults": "the armed faults of ComfyUI",
        "POST /sandbox/faults": "arm one: {\"kind\": …, \"times\": 1}",
        "DELETE /sandbox/faults": "disarm all; hanging answers close",
        "GET /sandbox/journal": "which prompts were accepted, started and finished, and how often",
        "POST /sandbox/drop-sockets": "break every WebSocket without a close frame",
        "POST /sandbox/forget": "lose queue, history, counter and temp, as a restart does",
    });
    let orders = platforms::orders::ORDERS.iter().chain(text::orders::ORDERS).chain(downloads::ORDERS);
    for (order, what) in orders {
        routes[*order] = (*what).into();
    }
    json(&json!({
        "sandbox": true,
        "folder": server.folders.base(),
        "routes": routes,
        "faults": {
            "fail_run": "node?, exception_type?, exception_message",
            "out_of_memory": "node?",
            "hang_run": "node?",
            "lose_files": "",
            "no_outputs": "",
            "disk_full": "",
            "lose_reply": "path? (POST /prompt)",
            "cut": "path",
            "hang_answer": "path",
            "slow": "path, delay_ms",
            "html": "path",
            "status": "path, status, body?",
            "missing_model": "name (until disarmed)",
            "missing_node": "class_type (until disarmed)",
        },
    }))
}

pub(crate) async fn faults(State(server): Shared) -> Response {
    json(&json!(server.faults.list()))
}

pub(crate) async fn arm(State(server): Shared, body: bytes::Bytes) -> Response {
    let order = serde_json::from_slice(&body).map_err(|error| error.to_string()).and_then(parse_order);
    match order {
        Ok((fault, times)) => {
            let armed = ArmedFault::new(fault, times);
            server.faults.arm(armed.clone());
            json(&json!(armed))
        }
        Err(error) => json_with(StatusCode::BAD_REQUEST, &json!({"error": error})),
    }
}

pub(crate) async fn disarm(State(server): Shared) -> Response {
    server.faults.clear();
    json(&json!([]))
}

pub(crate) async fn journal(State(server): Shared) -> Response {
    json(&json!({"lines": server.journal.lines(), "prompts": server.journal.counts()}))
}

pub(crate) async fn drop_sockets(State(server): Shared) -> Response {
    server.sockets.drop_all();
    json(&json!({}))
}

pub(crate) async fn forget(State(server): Shared) -> Response {
    server.forget();
    json(&json!({}))
}
