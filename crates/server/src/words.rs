//! Words while they are written, as server-sent events, for an operation that was asked with
//! `Accept: text/event-stream`: `progress` with all words so far, at last `complete` with the answer, or `error`. Who
//! closes the stream ends the writing.

use crate::events::KEEP_ALIVE;
use axum::response::{
    IntoResponse, Response,
    sse::{self, KeepAlive, Sse},
};
use futures::{StreamExt, future::BoxFuture, stream};
use serde_json::{Value, json};
use std::{
    convert::Infallible,
    sync::atomic::{AtomicU64, Ordering},
};
use tokio_util::sync::CancellationToken;
use troupe_studio::{Error, EventStream, Kind, Studio};

/// Runs `operation` and streams what it writes. An answer that was refused before a word was written is an `error` too.
pub(crate) fn stream(studio: Studio, operation: &str, mut input: Value, stop: CancellationToken) -> Response {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let events = studio.events().subscribe();
    let own = format!("rest-{}", COUNT.fetch_add(1, Ordering::Relaxed));
    let stream_id = match input.as_object_mut() {
        Some(fields) => fields.entry("stream_id").or_insert(Value::String(own)).clone(),
        None => Value::Null,
    };
    let operation = operation.to_owned();
    let answer = Box::pin(async move { studio.run(&operation, input).await });
    let writing = Writing { answer: Some(answer), events, stream_id };
    let messages = stream::unfold(writing, |mut writing| async {
        let (name, data) = writing.next().await?;
        Some((Ok::<_, Infallible>(sse::Event::default().event(name).data(data.to_string())), writing))
    });
    let messages = messages.take_until(stop.cancelled_owned());
    Sse::new(messages).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

struct Writing {
    /// The call, until it is over.
    answer: Option<BoxFuture<'static, Result<Value, Error>>>,
    events: EventStream,
    stream_id: Value,
}

impl Writing {
    /// The next message; none after the end.
    async fn next(&mut self) -> Option<(&'static str, Value)> {
        loop {
            let answer = self.answer.as_mut()?;
            tokio::select! {
                result = answer => {
                    self.answer = None;
                    return Some(match result {
                        Ok(answer) => ("complete", answer),
                        Err(error) => ("error", json!({ "error": error.to_json() })),
                    });
                }
                event = self.events.next() => {
                    let event = event?;
                    if event.kind == Kind::GenerationProgress && event.data.get("stream_id") == Some(&self.stream_id) {
                        return Some(("progress", event.data));
                    }
                }
            }
        }
    }
}
