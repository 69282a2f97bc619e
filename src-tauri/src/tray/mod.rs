//! The tray icon and its menu: the next post, what needs the creator, the queue, pause and resume, open, quit.

mod icon;
mod lines;

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use chrono::{Local, Utc};
use serde_json::json;
use tauri::menu::{IsMenuItem, Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry};
use troupe_studio::Studio;

use crate::library::Library;
use crate::{notifications, window};
use icon::Icon;
use lines::{Lines, Posting, Queue};

/// How long the icon waits after the page has loaded: making it keeps the main thread busy, which the page needs for
/// what its first screen shows.
const LEFT_TO_THE_PAGE: Duration = Duration::from_secs(1);

/// The tray, and what is known of what it shows.
#[derive(Default)]
pub(crate) struct Tray {
    /// Empty until it is asked for; then the icon and its menu, or nothing where this system has none.
    parts: OnceLock<Option<Parts>>,
    /// Held for a moment only, and never while waiting for the main thread.
    known: Mutex<(Queue, Posting)>,
}

/// The icon and what changes of its menu. Touched on the main thread alone.
struct Parts {
    icon: TrayIcon,
    menu: Menu<Wry>,
    /// The lines that come and go, from top to bottom.
    changing: [MenuItem<Wry>; 3],
    /// Stands below those lines, while there is one.
    separator: PredefinedMenuItem<Wry>,
    pause_all: MenuItem<Wry>,
    pause_queue: MenuItem<Wry>,
    quit: MenuItem<Wry>,
    shown: Mutex<Lines>,
}

/// Makes the icon, if it is not there yet, or goes on without: a tray is no reason for the window not to open.
/// Only on the main thread.
pub(crate) fn create(app: &AppHandle) {
    app.state::<Tray>().parts.get_or_init(|| {
        // On Linux the binding panics where the library that draws tray icons is not installed.
        let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| Parts::create(app)));
        let why = match made {
            Ok(Ok(parts)) => return Some(parts),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "the system's library for tray icons (libayatana-appindicator3) is missing".to_owned(),
        };
        tracing::warn!(why, "there is no tray icon; closing the window ends the program");
        None
    });
    show(app);
}

/// Makes the icon once the page, which has just loaded, has had its first moments.
pub(crate) fn create_soon(app: AppHandle) {
    if app.state::<Tray>().parts.get().is_some() {
        return;
    }
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(LEFT_TO_THE_PAGE).await;
        on_main_thread(&app, create);
    });
}

/// Whether there is an icon by which a hidden window can be brought back; makes it if nobody has asked before.
/// Only on the main thread.
pub(crate) fn is_there(app: &AppHandle) -> bool {
    create(app);
    app.state::<Tray>().parts.get().is_some_and(Option::is_some)
}

/// Looks at the queue and shows how it stands; answers whether it has just run empty.
pub(crate) async fn look_at_queue(app: &AppHandle, studio: &Studio) -> bool {
    // The library may be closing; the next look tells.
    let Ok(answer) = studio.run("queue.get", json!({})).await else { return false };
    let queue = Queue::read(&answer);
    let ran_empty = {
        let tray = app.state::<Tray>();
        let mut known = tray.known.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut known.0, queue);
        known.0.is_empty() && !before.is_empty()
    };
    on_main_thread(app, show);
    ran_empty
}

/// Looks at what is planned and what needs the creator, and shows it.
pub(crate) async fn look_at_posting(app: &AppHandle, studio: &Studio) {
    let Ok(answer) = studio.run("scheduler.status", json!({})).await else { return };
    match serde_json::from_value(answer) {
        Ok(posting) => {
            app.state::<Tray>().known.lock().unwrap_or_else(PoisonError::into_inner).1 = posting;
            on_main_thread(app, show);
        }
        Err(error) => tracing::warn!(%error, "the tray could not read how posting stands"),
    }
}

fn on_main_thread(app: &AppHandle, what: fn(&AppHandle)) {
    let on_it = app.clone();
    if let Err(error) = app.run_on_main_thread(move || what(&on_it)) {
        tracing::warn!(%error, "the tray icon could not be reached");
    }
}

/// Brings the menu and the icon to what is known. Only on the main thread.
fn show(app: &AppHandle) {
    let tray = app.state::<Tray>();
    let Some(Some(parts)) = tray.parts.get() else { return };
    let (queue, posting) = tray.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Err(error) = parts.show(Lines::of(&queue, &posting, Utc::now(), &Local)) {
        tracing::warn!(%error, "the tray icon could not be changed");
    }
}

impl Parts {
    fn create(app: &AppHandle) -> tauri::Result<Self> {
        let item = |id: &str, words: &str| MenuItem::with_id(app, id, words, true, None::<&str>);
        let line = || PredefinedMenuItem::separator(app);
        let (pause_all, pause_queue, quit) = (item("pause_all", "")?, item("pause_queue", "")?, item("quit", "")?);
        let (open, settings) = (item("open", "Open Troupe")?, item("settings", "Settings")?);
        let menu = Menu::with_items(app, &[&pause_all, &pause_queue, &line()?, &open, &settings, &line()?, &quit])?;
        let icon = TrayIconBuilder::with_id("troupe")
            .icon(Icon::default().picture())
            .icon_as_template(cfg!(target_os = "macos"))
            .menu(&menu)
            .show_menu_on_left_click(cfg!(target_os = "macos"))
            .on_menu_event(|app, event| chosen(app, event.id().as_ref()))
            .on_tray_icon_event(|tray, event| {
                if let TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. } =
                    event
                {
                    window::raise(tray.app_handle());
                }
            })
            .build(app)?;
        let changing = [item("next", "")?, item("needs_you", "")?, item("queue", "")?];
        let shown = Mutex::new(Lines::default());
        Ok(Self { icon, menu, changing, separator: line()?, pause_all, pause_queue, quit, shown })
    }

    fn show(&self, lines: Lines) -> tauri::Result<()> {
        let before = {
            let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *shown, lines.clone())
        };
        if lines == before {
            return Ok(());
        }
        let mut at = 0;
        let mut was_any = false;
        for ((item, words), was) in self.changing.iter().zip(lines.changing()).zip(before.changing()) {
            if let Some(words) = words {
                item.set_text(words)?;
            }
            self.keep(item, at, was.is_some(), words.is_some())?;
            at += usize::from(words.is_some());
            was_any |= was.is_some();
        }
        self.keep(&self.separator, at, was_any, at > 0)?;
        self.pause_all.set_text(lines.pause_all)?;
        self.pause_queue.set_text(lines.pause_queue)?;
        self.quit.set_text(lines.quit)?;
        self.icon.set_tooltip(Some(lines.tooltip()))?;
        if lines.icon != before.icon {
            self.icon.set_icon(Some(lines.icon.picture()))?;
            self.icon.set_icon_as_template(cfg!(target_os = "macos"))?;
        }
        Ok(())
    }

    /// Puts an item into the menu or takes it out, where that changes.
    fn keep(&self, item: &dyn IsMenuItem<Wry>, at: usize, was: bool, is: bool) -> tauri::Result<()> {
        match (was, is) {
            (false, true) => self.menu.insert(item, at),
            (true, false) => self.menu.remove(item),
            _ => Ok(()),
        }
    }
}

fn chosen(app: &AppHandle, item: &str) {
    let (queue, posting) = app.state::<Tray>().known.lock().unwrap_or_else(PoisonError::into_inner).clone();
    match item {
        "next" | "needs_you" => window::raise_at(app, "/scheduling"),
        "queue" => window::raise_at(app, "/studio"),
        "settings" => window::raise_at(app, "/settings"),
        "open" => window::raise(app),
        "pause_all" if posting.is_paused => {
            run(app, &["scheduler.resume", "queue.resume"], "Not everything was resumed");
        }
        "pause_all" => run(app, &["scheduler.pause", "queue.pause"], "Not everything was paused"),
        "pause_queue" if queue.is_paused => run(app, &["queue.resume"], "The queue stays as it is"),
        "pause_queue" => run(app, &["queue.pause"], "The queue stays as it is"),
        "quit" => app.exit(0),
        _ => {}
    }
}

/// Runs operations without input, one after the other, and says what did not go.
fn run(app: &AppHandle, operations: &'static [&'static str], failed: &'static str) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let result = async {
            let studio = app.state::<Library>().studio().await?;
            for operation in operations {
                studio.run(operation, json!({})).await.map_err(|error| error.to_json())?;
            }
            Ok::<_, serde_json::Value>(())
        };
        if let Err(error) = result.await {
            notifications::tell(&app, failed, error["message"].as_str().unwrap_or_default());
        }
    });
}
