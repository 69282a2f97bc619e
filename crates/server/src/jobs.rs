//! A job's events as server-sent events, for an operation that was asked with
//! `Accept: text/event-stream`: `accepted`, then `progress`, `preview` and `content`, at last
//! `complete` or `error`.

use crate::events::KEEP_ALIVE;
use axum::response::{
    IntoResponse, Response,
    sse::{self, KeepAlive, Sse},
};
use futures::{StreamExt, stream};
use serde_json::{Value, json};
use std::{collections::VecDeque, convert::Infallible};
use tokio_util::sync::CancellationToken;
use troupe_studio::{EventStream, Kind, Studio};

/// Streams the events of the job that `answer` names.
pub(crate) fn stream(studio: Studio, events: EventStream, answer: Value, stop: CancellationToken) -> Response {
    let job_id =
        answer.get("job_id").or_else(|| answer.get("id")).and_then(Value::as_str).unwrap_or_default().to_owned();
    let accepted = VecDeque::from([("accepted", answer)]);
    let follow = Follow { studio, events, job_id, waiting: accepted, is_over: false };
    let messages = stream::unfold(follow, |mut follow| async {
        let (name, data) = follow.next().await?;
        Some((Ok::<_, Infallible>(sse::Event::default().event(name).data(data.to_string())), follow))
    });
    let messages = messages.take_until(stop.cancelled_owned());
    Sse::new(messages).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

struct Follow {
    studio: Studio,
    events: EventStream,
    job_id: String,
    waiting: VecDeque<(&'static str, Value)>,
    is_over: bool,
}

impl Follow {
    /// The next message; none after the job's end.
    async fn next(&mut self) -> Option<(&'static str, Value)> {
        loop {
            if let Some(message) = self.waiting.pop_front() {
                // A job that was answered at once (a repeated call, say) may have ended before we listened.
                if message.0 == "accepted" {
                    self.look_at_the_job().await;
                }
                return Some(message);
            }
            if self.is_over {
                return None;
            }
            let event = self.events.next().await?;
            let is_ours = event.data.get("job_id").and_then(Value::as_str) == Some(&self.job_id);
            let name = match event.kind {
                Kind::Resync => {
                    self.look_at_the_job().await;
                    continue;
                }
                // A job that was cancelled sends no end of its own; the rows behind this tag changed.
                Kind::Changed => {
                    let is_about_jobs =
                        event.data["tags"].as_array().is_some_and(|tags| tags.iter().any(|tag| tag == "jobs"));
                    if is_about_jobs {
                        self.look_at_the_job().await;
                    }
                    continue;
                }
                _ if !is_ours => continue,
                Kind::GenerationProgress => "progress",
                Kind::GenerationPreview => "preview",
                Kind::ContentGenerated => "content",
                Kind::GenerationCompleted => "complete",
                Kind::GenerationFailed => "error",
                _ => continue,
            };
            self.is_over = matches!(name, "complete" | "error");
            return Some((name, event.data));
        }
    }

    /// Ends the stream if the job's row says that it is over.
    async fn look_at_the_job(&mut self) {
        let Ok(job) = self.studio.run("images.job", json!({ "job_id": self.job_id })).await else { return };
        let state = job.get("status").or_else(|| job.get("state")).and_then(Value::as_str);
        let name = match state {
            Some("done") => "complete",
            Some("failed" | "cancelled") => "error",
            _ => return,
        };
        self.waiting.push_back((name, job));
        self.is_over = true;
    }
}
