//! What the studio tells, brought to the page, the tray icon and the notifications.

use std::time::Duration;

use serde_json::{Value, json};
use tauri::{AppHandle, Emitter, Manager};
use tokio::sync::watch;
use tokio::time::Instant;
use troupe_studio::{Event, Kind, Studio};

use crate::library::{Library, State, settled};
use crate::{notifications, preferences, tray, window};

/// The window event that carries the messages of the stream.
pub(crate) const CHANNEL: &str = "updates";

/// How often the same is looked at again, at most: reading it is more work than showing it.
const LOOK_INTERVAL: Duration = Duration::from_secs(1);

/// What is said of times grows stale by itself: the day turns, and a pause ends.
const STALE: Duration = Duration::from_secs(300);

/// What an event may have changed of what the program itself shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    queue: bool,
    posting: bool,
    settings: bool,
}

impl Look {
    const NOTHING: Self = Self { queue: false, posting: false, settings: false };
    const ALL: Self = Self { queue: true, posting: true, settings: true };

    fn after(event: &Event) -> Self {
        match event.kind {
            Kind::Changed => {
                let tags = event.data.get("tags").and_then(Value::as_array);
                let has = |tag: &str| tags.is_some_and(|tags| tags.iter().any(|found| found == tag));
                Self {
                    queue: has("jobs"),
                    posting: ["posts", "schedule", "accounts", "characters"].into_iter().any(has),
                    settings: has("settings") || has("secrets"),
                }
            }
            Kind::GenerationCompleted | Kind::GenerationFailed => Self { queue: true, ..Self::NOTHING },
            // Among the errors is the alarm of a post that stands still.
            Kind::ErrorOccurred | Kind::ScheduleChanged => Self { posting: true, ..Self::NOTHING },
            Kind::Resync => Self::ALL,
            _ => Self::NOTHING,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            queue: self.queue || other.queue,
            posting: self.posting || other.posting,
            settings: self.settings || other.settings,
        }
    }
}

/// Brings everything on until the program ends; goes over to the next library when it is exchanged.
pub(crate) async fn forward(app: AppHandle) {
    let mut exchanges = app.state::<Library>().exchanges();
    loop {
        if let Ok(studio) = settled(&mut exchanges).await {
            follow(&app, &studio, &mut exchanges).await;
        } else if exchanges.changed().await.is_err() {
            return;
        }
    }
}

/// Follows one studio until the library is exchanged.
async fn follow(app: &AppHandle, studio: &Studio, exchanges: &mut watch::Receiver<State>) {
    let mut stream = studio.events().subscribe();
    // The page may show what belongs to another library, or to none.
    studio.events().send(Kind::Resync, json!({}));
    let mut due = Look::NOTHING;
    let mut next_look = Instant::now();
    let mut stale_at = Instant::now() + STALE;
    loop {
        tokio::select! {
            event = stream.next() => {
                let Some(event) = event else { return };
                if let Err(error) = app.emit_to(window::MAIN, CHANNEL, &event) {
                    tracing::warn!(%error, "an event did not reach the page");
                }
                notifications::hear(app, &event);
                due = due.and(Look::after(&event));
            }
            () = tokio::time::sleep_until(next_look), if due != Look::NOTHING => {
                look(app, studio, std::mem::replace(&mut due, Look::NOTHING)).await;
                next_look = Instant::now() + LOOK_INTERVAL;
            }
            () = tokio::time::sleep_until(stale_at) => {
                due.posting = true;
                stale_at = Instant::now() + STALE;
            }
            _ = exchanges.changed() => return,
        }
    }
}

async fn look(app: &AppHandle, studio: &Studio, due: Look) {
    if due.queue && tray::look_at_queue(app, studio).await {
        notifications::queue_ran_empty(app);
    }
    if due.posting {
        tray::look_at_posting(app, studio).await;
    }
    if due.settings {
        preferences::follow(app, studio).await;
    }
}
