//! The tray icon and its menu: the state of the queue, pause and resume, open, quit.

use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};
use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry, include_image};
use troupe_studio::Studio;

use crate::library::Library;
use crate::{notifications, window};

/// macOS tints a black template to suit its menu bar; elsewhere the two teals stand on dark and light alike.
#[cfg(target_os = "macos")]
const AT_WORK: Image<'_> = include_image!("icons/tray-template.png");
#[cfg(target_os = "macos")]
const PAUSED: Image<'_> = include_image!("icons/tray-template-paused.png");
#[cfg(not(target_os = "macos"))]
const AT_WORK: Image<'_> = include_image!("icons/tray.png");
#[cfg(not(target_os = "macos"))]
const PAUSED: Image<'_> = include_image!("icons/tray-paused.png");

/// The parts of the tray that change.
pub(crate) struct Tray {
    icon: TrayIcon,
    queue: MenuItem<Wry>,
    pause: MenuItem<Wry>,
    shown: Mutex<Queue>,
}

/// What the tray says of the queue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Queue {
    is_paused: bool,
    /// Pictures of the jobs under way, and how many of them have been made or have failed.
    total: u64,
    settled: u64,
    /// Jobs that wait.
    waiting: u64,
}

impl Queue {
    /// Reads the answer of `queue.get`.
    fn read(answer: &Value) -> Self {
        let jobs = |name: &str| answer.get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let sum = |name: &str| jobs("running").iter().filter_map(|job| job.get(name)?.as_u64()).sum::<u64>();
        Self {
            is_paused: answer.get("is_paused").and_then(Value::as_bool).unwrap_or(false),
            total: sum("total"),
            settled: sum("success_count") + sum("failure_count"),
            waiting: jobs("waiting").len() as u64,
        }
    }

    fn is_empty(&self) -> bool {
        self.total == 0 && self.waiting == 0
    }

    /// The line in the menu, and the words over the icon.
    fn words(&self) -> String {
        let mut words = Vec::new();
        if self.total > 0 {
            words.push(format!("making {} of {}", (self.settled + 1).min(self.total), self.total));
        }
        if self.waiting > 0 {
            words.push(format!("{} waiting", self.waiting));
        }
        if words.is_empty() {
            words.push("nothing in the queue".to_owned());
        }
        let words = words.join(", ");
        if self.is_paused { format!("Queue paused: {words}") } else { upper_first(&words) }
    }
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// Makes the icon, or goes on without: a tray is no reason for the window not to open.
pub(crate) fn create(app: &AppHandle) {
    // On Linux the binding panics where the library that draws tray icons is not installed.
    let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| try_create(app)));
    let why = match made {
        Ok(Ok(tray)) => {
            app.manage(tray);
            return;
        }
        Ok(Err(error)) => error.to_string(),
        Err(_) => "the system's library for tray icons (libayatana-appindicator3) is missing".to_owned(),
    };
    tracing::warn!(why, "there is no tray icon; closing the window ends the program");
}

/// Whether there is an icon by which a hidden window can be brought back.
pub(crate) fn is_there(app: &AppHandle) -> bool {
    app.try_state::<Tray>().is_some()
}

fn try_create(app: &AppHandle) -> tauri::Result<Tray> {
    let shown = Queue::default();
    let queue = MenuItem::with_id(app, "queue", shown.words(), false, None::<&str>)?;
    let pause = MenuItem::with_id(app, "pause", "Pause queue", true, None::<&str>)?;
    let open = MenuItem::with_id(app, "open", "Open Troupe", true, None::<&str>)?;
    let quit = MenuItem::with_id(app, "quit", "Quit", true, None::<&str>)?;
    let line = || PredefinedMenuItem::separator(app);
    let menu = Menu::with_items(app, &[&queue, &pause, &line()?, &open, &quit])?;
    let icon = TrayIconBuilder::with_id("troupe")
        .icon(AT_WORK)
        .icon_as_template(cfg!(target_os = "macos"))
        .tooltip("Troupe")
        .menu(&menu)
        .show_menu_on_left_click(cfg!(target_os = "macos"))
        .on_menu_event(|app, event| match event.id().as_ref() {
            "open" => window::raise(app),
            "pause" => pause_or_resume(app),
            "quit" => app.exit(0),
            _ => {}
        })
        .on_tray_icon_event(|tray, event| {
            if let TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. } = event {
                window::raise(tray.app_handle());
            }
        })
        .build(app)?;
    Ok(Tray { icon, queue, pause, shown: Mutex::new(shown) })
}

/// Looks at the queue and shows how it stands; answers whether it has just run empty.
pub(crate) async fn look(app: &AppHandle, studio: &Studio) -> bool {
    let queue = match studio.run("queue.get", json!({})).await {
        Ok(answer) => Queue::read(&answer),
        // The library may be closing; the next look tells.
        Err(_) => return false,
    };
    let Some(tray) = app.try_state::<Tray>() else { return false };
    let before = std::mem::replace(&mut *tray.shown.lock().unwrap_or_else(PoisonError::into_inner), queue.clone());
    if queue != before
        && let Err(error) = tray.show(&queue)
    {
        tracing::warn!(%error, "the tray icon could not be changed");
    }
    queue.is_empty() && !before.is_empty()
}

impl Tray {
    fn show(&self, queue: &Queue) -> tauri::Result<()> {
        let words = queue.words();
        self.queue.set_text(&words)?;
        self.pause.set_text(if queue.is_paused { "Resume queue" } else { "Pause queue" })?;
        self.icon.set_tooltip(Some(format!("Troupe. {words}")))?;
        self.icon.set_icon(Some(if queue.is_paused { PAUSED } else { AT_WORK }))?;
        self.icon.set_icon_as_template(cfg!(target_os = "macos"))
    }
}

fn pause_or_resume(app: &AppHandle) {
    let is_paused = app.state::<Tray>().shown.lock().unwrap_or_else(PoisonError::into_inner).is_paused;
    let operation = if is_paused { "queue.resume" } else { "queue.pause" };
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let result = match app.state::<Library>().studio().await {
            Ok(studio) => studio.run(operation, json!({})).await.map_err(|error| error.to_json()),
            Err(error) => Err(error),
        };
        if let Err(error) = result {
            notifications::tell(&app, "The queue stays as it is", error["message"].as_str().unwrap_or_default());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_the_queue_stands() {
        let job = |total: u64, made: u64| json!({ "total": total, "success_count": made, "failure_count": 0 });
        for (answer, words) in [
            (json!({}), "Nothing in the queue"),
            (json!({ "running": [job(8, 4)], "waiting": [] }), "Making 5 of 8"),
            (json!({ "running": [job(8, 4), job(2, 0)], "waiting": [job(1, 0)] }), "Making 5 of 10, 1 waiting"),
            (json!({ "running": [job(8, 8)], "waiting": [] }), "Making 8 of 8"),
            (json!({ "running": [], "waiting": [job(1, 0)], "is_paused": true }), "Queue paused: 1 waiting"),
            (json!({ "is_paused": true }), "Queue paused: nothing in the queue"),
        ] {
            assert_eq!(Queue::read(&answer).words(), words, "{answer}");
        }
    }
}
