//! System notifications, only while nobody sees the window: what was made is told once, when the queue has run empty;
//! what became of posts a few seconds later, so that those that go out together are told together.

mod posts;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tauri::{AppHandle, Manager};
use tauri_plugin_notification::NotificationExt;
use troupe_studio::{Event, Kind};

use crate::library::Library;
use crate::preferences::Preferences;
use crate::window;
use posts::PostNews;

/// How long news of posts is gathered before it is told.
const GATHERED: Duration = Duration::from_secs(10);

/// What happened since the last notification.
#[derive(Debug, Default)]
pub(crate) struct Away(Mutex<Untold>);

#[derive(Debug, Default)]
struct Untold {
    pictures: Counts,
    posts: PostNews,
}

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

/// A click on a notification shows the window, where the system tells of it.
pub(crate) fn open_window_when_clicked(app: &AppHandle) {
    let clicked = app.clone();
    if let Err(error) = app.notification().on_action(move |_| window::raise(&clicked)) {
        tracing::warn!(%error, "a click on a notification will not show the window");
    }
}

/// Keeps what an event tells for the next notification.
pub(crate) fn hear(app: &AppHandle, event: &Event) {
    let is_seen = window::is_seen(app);
    let mut untold = untold(app);
    if is_seen {
        *untold = Untold::default();
        return;
    }
    untold.pictures.hear(event);
    let was_empty = untold.posts.is_empty();
    untold.posts.hear(event);
    if was_empty && !untold.posts.is_empty() {
        tauri::async_runtime::spawn(tell_of_posts(app.clone()));
    }
}

/// The queue has run empty: tells what was made while nobody looked.
pub(crate) fn queue_ran_empty(app: &AppHandle) {
    let counts = std::mem::take(&mut untold(app).pictures);
    if let Some((title, text)) = counts.words()
        && app.state::<Preferences>().notifications().generation_done
    {
        tell(app, &title, &text);
    }
}

/// Tells what became of posts, all that comes within a few seconds at once.
async fn tell_of_posts(app: AppHandle) {
    tokio::time::sleep(GATHERED).await;
    let news = std::mem::take(&mut untold(&app).posts);
    // Whoever has come back meanwhile sees it in the window; a library that was closed has nothing to tell.
    if news.is_empty() || window::is_seen(&app) {
        return;
    }
    let Ok(studio) = app.state::<Library>().studio().await else { return };
    let wanted = app.state::<Preferences>().notifications();
    if wanted.published
        && let Some((title, text)) = posts::published(&news.look_at_published(&studio).await, &chrono::Local)
    {
        tell(&app, &title, &text);
    }
    if wanted.needs_attention
        && let Some((title, text)) = posts::needs(&news.look_at_needs(&studio).await)
    {
        tell(&app, &title, &text);
    }
}

fn untold(app: &AppHandle) -> std::sync::MutexGuard<'_, Untold> {
    app.state::<Away>().inner().0.lock().unwrap_or_else(PoisonError::into_inner)
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
