//! The streams: the same messages over a WebSocket and as server-sent events.

use crate::{answer, app::App};
use axum::{
    body::Bytes,
    extract::{
        State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code, rejection::WebSocketUpgradeRejection},
    },
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{self, KeepAlive, Sse},
    },
};
use futures::{StreamExt, stream};
use serde_json::json;
use std::{convert::Infallible, sync::Arc, time::Duration};
use troupe_studio::{Code, Error, Event, Kind};

/// How often a quiet stream shows that it lives.
pub(crate) const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Readers send nothing but pongs; anything large is a fault.
const LARGEST_MESSAGE: usize = 64 * 1024;

/// `GET /ws/updates`.
pub(crate) async fn websocket(
    State(app): State<Arc<App>>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    match upgrade {
        Ok(upgrade) => upgrade.max_message_size(LARGEST_MESSAGE).on_upgrade(move |socket| forward(app, socket)),
        Err(rejection) => {
            let error = Error::new(
                Code::ValidationError,
                "This address answers WebSockets; GET /events carries the same messages without one.",
            )
            .because(rejection);
            answer::failure_with(StatusCode::UPGRADE_REQUIRED, &error, app.studio.now())
        }
    }
}

async fn forward(app: Arc<App>, mut socket: WebSocket) {
    let mut events = app.studio.events().subscribe();
    let mut pings = tokio::time::interval(KEEP_ALIVE);
    pings.tick().await;
    loop {
        let message = tokio::select! {
            event = events.next() => match event {
                Some(event) => Message::Text(text(&event).into()),
                None => break,
            },
            received = socket.recv() => match received {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => continue,
            },
            _ = pings.tick() => Message::Ping(Bytes::new()),
            () = app.stop.cancelled() => break,
        };
        if socket.send(message).await.is_err() {
            return;
        }
    }
    let goodbye = CloseFrame { code: close_code::AWAY, reason: "Troupe is closing".into() };
    // The reader may be gone already.
    let _ = socket.send(Message::Close(Some(goodbye))).await;
}

/// `GET /events`. A reader that comes back names the last event it saw and gets `resync`, since it may
/// have missed some.
pub(crate) async fn server_sent(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let events = app.studio.events().subscribe();
    let seen: Option<u64> = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let again =
        seen.map(|sequence| Event { kind: Kind::Resync, data: json!({}), timestamp: app.studio.now(), sequence });
    let following = stream::unfold(events, |mut events| async { events.next().await.map(|event| (event, events)) });
    let stop = app.stop.clone();
    let messages = stream::iter(again)
        .chain(following)
        .map(|event| Ok::<_, Infallible>(sse::Event::default().id(event.sequence.to_string()).data(text(&event))))
        .take_until(stop.cancelled_owned());
    Sse::new(messages).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

fn text(event: &Event) -> String {
    // Plain data always becomes JSON.
    serde_json::to_string(event).unwrap_or_default()
}
