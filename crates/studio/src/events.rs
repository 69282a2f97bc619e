//! Events: what every interface hears of. [`Events::send`] is the one way out, called after the
//! commit; `changed` and progress are merged to five a second, and every event has a number.

use crate::{Caller, Clock};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::{Notify, broadcast};

/// How often merged events are sent: five times a second, as the contract says.
const MERGE: Duration = Duration::from_millis(200);
/// How many events a slow reader may be behind before it gets `resync`.
const KEPT: usize = 512;

/// The kinds of events of the contract that this program sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Rows behind these tags changed: `{ tags, by }`, and `agent_id` where an agent did it.
    Changed,
    /// A new item is in the library: `{ content_id, job_id, character_id }`.
    ContentGenerated,
    /// A run moved on: `{ job_id, run_id, step, steps, node }`; or words are being written:
    /// `{ stream_id, text }` with all of them so far.
    GenerationProgress,
    /// A new preview frame is there: `{ job_id, run_id, number }`.
    GenerationPreview,
    /// A job is done: `{ job_id, success_count, failure_count }`.
    GenerationCompleted,
    /// A job failed: `{ job_id, error }`.
    GenerationFailed,
    /// A post needs the creator: `{ post_id, known }`, what is known in sentences.
    PostNeedsAttention,
    /// The plan changed by itself: `{ missed }` says what became of posts whose time was missed.
    ScheduleChanged,
    /// Posts wait for the creator's word, or were moved on without it:
    /// `{ group_id, post_ids, character_id, until, has_moved, message }`. Or an agent asks for what it may not do alone:
    /// `{ approval_id, agent_id, agent, operation, message, until }`.
    ApprovalAsked,
    /// A service such as ComfyUI came or went: `{ service, state }`.
    ServiceChanged,
    /// An account was connected, or again: `{ account_id, platform, character_id }`.
    AccountConnected,
    /// An account was disconnected: `{ account_id, platform, character_id }`.
    AccountDisconnected,
    /// A like, comment, repost or follow was done: `{ action_id, account_id, action_type }`.
    EngagementActionCompleted,
    /// A post is up and was read back: `{ post_id, platform, platform_post_url }`.
    PostPublished,
    /// A post was refused for good: `{ post_id, platform, error }`.
    PostFailed,
    /// An error was met in the background: `{ error_id, code, message }`.
    ErrorOccurred,
    /// The reader missed some: read everything anew.
    Resync,
}

/// One message of the streams.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Event {
    /// The kind.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// What happened, by kind.
    pub data: Value,
    /// When it was sent.
    pub timestamp: DateTime<Utc>,
    /// Counts up by one.
    pub sequence: u64,
}

/// The sender. Clones share it.
#[derive(Debug, Clone)]
pub struct Events {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    sender: broadcast::Sender<Event>,
    sequence: AtomicU64,
    clock: Clock,
    pending: Mutex<Pending>,
    wake: Notify,
}

#[derive(Debug, Default)]
struct Pending {
    tags: BTreeMap<Caller, BTreeSet<&'static str>>,
    /// The latest of each run's progress and preview.
    latest: BTreeMap<(String, Kind), Value>,
}

impl Events {
    /// A sender whose merged events go out by [`Events::flush_forever`].
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        let (sender, _) = broadcast::channel(KEPT);
        Self {
            inner: Arc::new(Inner {
                sender,
                sequence: AtomicU64::new(0),
                clock,
                pending: Mutex::default(),
                wake: Notify::new(),
            }),
        }
    }

    /// Says that the rows behind `tags` changed. Call it after the commit.
    pub fn changed(&self, tags: &[&'static str], by: Caller) {
        if tags.is_empty() {
            return;
        }
        self.pending().tags.entry(by).or_default().extend(tags);
        self.inner.wake.notify_one();
    }

    /// Sends progress of a run; only the latest within 200 ms goes out.
    pub fn progress(&self, kind: Kind, of: impl ToString, data: Value) {
        self.pending().latest.insert((of.to_string(), kind), data);
        self.inner.wake.notify_one();
    }

    /// Sends an event at once, after what was merged before it.
    pub fn send(&self, kind: Kind, data: Value) {
        self.flush();
        self.emit(kind, data);
    }

    /// A new reader, from now on.
    #[must_use]
    pub fn subscribe(&self) -> EventStream {
        EventStream { receiver: self.inner.sender.subscribe(), events: self.clone() }
    }

    /// Sends merged events five times a second, until it is dropped.
    pub async fn flush_forever(self) {
        loop {
            self.inner.wake.notified().await;
            self.flush();
            tokio::time::sleep(MERGE).await;
        }
    }

    fn flush(&self) {
        let Pending { tags, latest } = std::mem::take(&mut *self.pending());
        for (by, tags) in tags {
            let mut data = json!({ "tags": tags, "by": by });
            if let Caller::Agent(id) = by {
                data["agent_id"] = json!(id);
            }
            self.emit(Kind::Changed, data);
        }
        for ((_, kind), data) in latest {
            self.emit(kind, data);
        }
    }

    fn emit(&self, kind: Kind, data: Value) {
        let sequence = self.inner.sequence.fetch_add(1, Ordering::SeqCst) + 1;
        // No reader is no fault.
        let _ = self.inner.sender.send(Event { kind, data, timestamp: self.inner.clock.now(), sequence });
    }

    fn pending(&self) -> std::sync::MutexGuard<'_, Pending> {
        self.inner.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A reader of events.
#[derive(Debug)]
pub struct EventStream {
    receiver: broadcast::Receiver<Event>,
    events: Events,
}

impl EventStream {
    /// The next event; `resync` when this reader missed some; `None` once the studio is gone.
    pub async fn next(&mut self) -> Option<Event> {
        match self.receiver.recv().await {
            Ok(event) => Some(event),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Event {
                kind: Kind::Resync,
                data: json!({}),
                timestamp: self.events.inner.clock.now(),
                sequence: self.events.inner.sequence.load(Ordering::SeqCst),
            }),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn changes_within_a_moment_are_one_event() {
        let events = Events::new(Clock::system());
        let mut reader = events.subscribe();
        events.changed(&["content"], Caller::Window);
        events.changed(&["content", "jobs"], Caller::Window);
        events.send(Kind::GenerationCompleted, json!({}));
        let first = reader.next().await.map(|event| (event.kind, event.data, event.sequence));
        assert_eq!(first, Some((Kind::Changed, json!({ "tags": ["content", "jobs"], "by": "window" }), 1)));
        let second = reader.next().await.map(|event| (event.kind, event.sequence));
        assert_eq!(second, Some((Kind::GenerationCompleted, 2)));
    }

    #[tokio::test]
    async fn a_reader_that_missed_some_is_told() {
        let events = Events::new(Clock::system());
        let mut reader = events.subscribe();
        for _ in 0..=KEPT {
            events.send(Kind::ServiceChanged, json!({}));
        }
        assert_eq!(reader.next().await.map(|event| event.kind), Some(Kind::Resync));
        assert_eq!(reader.next().await.map(|event| event.sequence), Some(2));
    }
}
