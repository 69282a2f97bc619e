//! System notifications, only while nobody sees the window: what was made is told once, when the queue has run empty.

use std::sync::{Mutex, PoisonError};

use serde_json::Value;
use tauri::{AppHandle, Manager};
use tauri_plugin_notification::NotificationExt;
use troupe_studio::{Event, Kind};

use crate::preferences::Preferences;
use crate::window;

/// What was made and what failed since the last notification.
#[derive(Debug, Default)]
pub(crate) struct Away(Mutex<Counts>);

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Counts {
    made: u64,
    failed: u64,
}

impl Counts {
    fn hear(&mut self, event: &Event) {
        let number = |name: &str| event.data.get(name).and_then(Value::as_u64);
        match event.kind {
            Kind::GenerationCompleted => {
                self.made += number("success_count").unwrap_or(0);
                self.failed += number("failure_count").unwrap_or(0);
            }
            Kind::GenerationFailed => self.failed += number("failure_count").unwrap_or(1),
            _ => {}
        }
    }

    /// Title and text; nothing where nothing happened.
    fn words(self) -> Option<(String, String)> {
        let pictures = |count: u64| if count == 1 { "1 picture".to_owned() } else { format!("{count} pictures") };
        match (self.made, self.failed) {
            (0, 0) => None,
            (0, failed) => Some((
                format!("{} could not be made", pictures(failed)),
                "Open Troupe to see why and to try again.".to_owned(),
            )),
            (made, 0) => Some((format!("{} made", pictures(made)), "They wait for your look.".to_owned())),
            (made, failed) => Some((
                format!("{} made", pictures(made)),
                format!("{} could not be made. Open Troupe to see why.", pictures(failed)),
            )),
        }
    }
}

/// Counts what an event tells, for the next notification.
pub(crate) fn hear(app: &AppHandle, event: &Event) {
    let away = app.state::<Away>();
    let mut counts = away.0.lock().unwrap_or_else(PoisonError::into_inner);
    if window::is_seen(app) {
        *counts = Counts::default();
    } else {
        counts.hear(event);
    }
}

/// The queue has run empty: tells what was made while nobody looked.
pub(crate) fn queue_ran_empty(app: &AppHandle) {
    let counts = std::mem::take(&mut *app.state::<Away>().0.lock().unwrap_or_else(PoisonError::into_inner));
    if let Some((title, text)) = counts.words()
        && app.state::<Preferences>().tells_of_pictures()
    {
        tell(app, &title, &text);
    }
}

/// Shows one notification.
pub(crate) fn tell(app: &AppHandle, title: &str, text: &str) {
    if let Err(error) = app.notification().builder().title(title).body(text).show() {
        tracing::warn!(%error, "a notification could not be shown");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_is_told_in_one_sentence() {
        for (made, failed, title) in [
            (0, 0, None),
            (1, 0, Some("1 picture made")),
            (200, 14, Some("200 pictures made")),
            (0, 2, Some("2 pictures could not be made")),
        ] {
            let words = Counts { made, failed }.words();
            assert_eq!(words.as_ref().map(|(title, _)| title.as_str()), title, "{made} made, {failed} failed");
        }
    }
}
