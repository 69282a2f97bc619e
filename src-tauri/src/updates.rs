//! What the studio tells, brought to the page, the tray icon and the notifications.

use serde_json::{Value, json};
use tauri::{AppHandle, Emitter, Manager};
use troupe_studio::{Event, Kind, Studio};

use crate::library::{Library, settled};
use crate::{autostart, notifications, tray, window};

/// The window event that carries the messages of the stream.
pub(crate) const CHANNEL: &str = "updates";

/// Brings everything on until the program ends; goes over to the next library when it is exchanged.
pub(crate) async fn forward(app: AppHandle) {
    let mut exchanges = app.state::<Library>().exchanges();
    loop {
        if let Ok(studio) = settled(&mut exchanges).await {
            let mut stream = studio.events().subscribe();
            // The page may show what belongs to another library, or to none.
            studio.events().send(Kind::Resync, json!({}));
            look(&app, &studio, &[]).await;
            loop {
                let event = tokio::select! {
                    event = stream.next() => event,
                    _ = exchanges.changed() => None,
                };
                let Some(event) = event else { break };
                if let Err(error) = app.emit_to(window::MAIN, CHANNEL, &event) {
                    tracing::warn!(%error, "an event did not reach the page");
                }
                notifications::hear(&app, &event);
                look(&app, &studio, &tags(&event)).await;
            }
        } else if exchanges.changed().await.is_err() {
            return;
        }
    }
}

/// Looks again at what the tray and the start with the system show of the studio; no tags: at everything.
async fn look(app: &AppHandle, studio: &Studio, tags: &[&str]) {
    let concerns = |names: &[&str]| tags.is_empty() || names.iter().any(|name| tags.contains(name));
    if concerns(&["jobs", "queue"]) {
        if tray::look(app, studio).await {
            notifications::queue_ran_empty(app);
        }
    }
    if concerns(&["settings"]) {
        autostart::follow_setting(app, studio).await;
    }
}

/// What an event may have changed.
fn tags(event: &Event) -> Vec<&str> {
    match event.kind {
        Kind::Changed => {
            let tags = event.data.get("tags").and_then(Value::as_array);
            tags.into_iter().flatten().filter_map(Value::as_str).collect()
        }
        Kind::GenerationCompleted | Kind::GenerationFailed => vec!["jobs"],
        Kind::Resync => Vec::new(),
        _ => vec!["nothing"],
    }
}
