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

/// How often the queue and the settings are looked at again, at most: reading them is more work than showing them.
const LOOK_INTERVAL: Duration = Duration::from_secs(1);

/// What an event may have changed of what the program itself shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    queue: bool,
    settings: bool,
}

impl Look {
    const NOTHING: Self = Self { queue: false, settings: false };
    const ALL: Self = Self { queue: true, settings: true };

    fn after(event: &Event) -> Self {
        match event.kind {
            Kind::Changed => {
                let tags = event.data.get("tags").and_then(Value::as_array);
                let has = |tag: &str| tags.is_some_and(|tags| tags.iter().any(|found| found == tag));
                Self { queue: has("jobs"), settings: has("settings") || has("secrets") }
            }
            Kind::GenerationCompleted | Kind::GenerationFailed => Self { queue: true, settings: false },
            Kind::Resync => Self::ALL,
            _ => Self::NOTHING,
        }
    }

    fn and(self, other: Self) -> Self {
        Self { queue: self.queue || other.queue, settings: self.settings || other.settings }
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
            _ = exchanges.changed() => return,
        }
    }
}

async fn look(app: &AppHandle, studio: &Studio, due: Look) {
    if due.queue && tray::look(app, studio).await {
        notifications::queue_ran_empty(app);
    }
    if due.settings {
        preferences::follow(app, studio).await;
    }
}
