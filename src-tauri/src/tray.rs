//! The tray icon and its menu: the state of the queue, pause and resume, open, quit.

use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Wry, include_image};

use crate::window;

const ID: &str = "troupe";

/// macOS tints a black template to suit its menu bar; elsewhere the two teals stand on dark and light alike.
#[cfg(target_os = "macos")]
const AT_WORK: Image<'_> = include_image!("icons/tray-template.png");
#[cfg(target_os = "macos")]
const PAUSED: Image<'_> = include_image!("icons/tray-template-paused.png");
#[cfg(not(target_os = "macos"))]
const AT_WORK: Image<'_> = include_image!("icons/tray.png");
#[cfg(not(target_os = "macos"))]
const PAUSED: Image<'_> = include_image!("icons/tray-paused.png");

/// The parts of the menu that change.
pub(crate) struct Tray {
    queue: MenuItem<Wry>,
    pause: MenuItem<Wry>,
}

pub(crate) fn create(app: &AppHandle) -> tauri::Result<Tray> {
    let open = MenuItem::with_id(app, "open", "Open Troupe", true, None::<&str>)?;
    let queue = MenuItem::with_id(app, "queue", "Nothing in the queue", false, None::<&str>)?;
    let pause = MenuItem::with_id(app, "pause", "Pause queue", true, None::<&str>)?;
    let quit = MenuItem::with_id(app, "quit", "Quit", true, None::<&str>)?;
    let menu = Menu::with_items(
        app,
        &[
            &queue,
            &PredefinedMenuItem::separator(app)?,
            &pause,
            &PredefinedMenuItem::separator(app)?,
            &open,
            &quit,
        ],
    )?;
    TrayIconBuilder::with_id(ID)
        .icon(AT_WORK)
        .icon_as_template(cfg!(target_os = "macos"))
        .tooltip("Troupe")
        .menu(&menu)
        .show_menu_on_left_click(cfg!(target_os = "macos"))
        .on_menu_event(|app, event| match event.id().as_ref() {
            "open" => window::raise(app),
            "quit" => app.exit(0),
            _ => {}
        })
        .on_tray_icon_event(|tray, event| {
            if let TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. } = event {
                window::raise(tray.app_handle());
            }
        })
        .build(app)?;
    Ok(Tray { queue, pause })
}
