//! `/ws`: one socket of a client.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::response::Response;
use futures::StreamExt;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::sockets::Socket;
use super::super::{Server, frames};
use super::Shared;

pub(crate) async fn connect(
    State(server): Shared,
    Query(query): Query<HashMap<String, String>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let given = query.get("clientId").filter(|id| !id.is_empty()).cloned();
    let sid = given.unwrap_or_else(|| Uuid::new_v4().simple().to_string());
    upgrade.on_upgrade(move |socket| serve(server, sid, socket))
}

async fn serve(server: Arc<Server>, sid: String, socket: WebSocket) {
    let (sink, mut incoming) = socket.split();
    let socket = Socket::new(sink);
    socket.send(frames::status(server.queue.remaining(), Some(&sid))).await;
    if let Some(node) = server.queue.running_node_of(&sid) {
        // A client that comes back in the middle is told the node, without the prompt.
        socket.send(frames::text("executing", json!({"node": node}))).await;
    }
    server.sockets.register(&sid, socket.clone());
    let mut first = true;
    loop {
        let message = tokio::select! {
            message = incoming.next() => message,
            () = socket.broken.cancelled() => break,
        };
        match message {
            Some(Ok(Message::Text(text))) => {
                if std::mem::take(&mut first) {
                    greet(&socket, &text).await;
                }
            }
            Some(Ok(Message::Close(_)) | Err(_)) | None => break,
            Some(Ok(_)) => {}
        }
    }
    server.sockets.unregister(&sid);
}

/// Feature flags count only as the first text of a client.
async fn greet(socket: &Socket, text: &str) {
    let Ok(frame) = serde_json::from_str::<Value>(text) else { return };
    if frame.get("type").and_then(Value::as_str) != Some("feature_flags") {
        return;
    }
    let supports = frame.pointer("/data/supports_preview_metadata").and_then(Value::as_bool) == Some(true);
    socket.set_supports_metadata(supports);
    socket.send(frames::text("feature_flags", frames::features())).await;
}
