//! The one window: where it was, when it shows, and that closing it only hides it.

use tauri::plugin::TauriPlugin;
use tauri::utils::config::Color;
use tauri::webview::PageLoadEvent;
use tauri::{App, AppHandle, Manager, Theme, WebviewWindowBuilder, Window, WindowEvent, Wry};
use tauri_plugin_window_state::{AppHandleExt, StateFlags};

use crate::preferences::Preferences;
use crate::tray;

/// The window's label in `tauri.conf.json` and in the capabilities.
pub(crate) const MAIN: &str = "main";

/// The grounds of `ui/src/styles/tokens.css` (`--bg-window`), so that the first frame does not flash.
const DARK_GROUND: Color = Color(0x13, 0x13, 0x14, 0xff);
const LIGHT_GROUND: Color = Color(0xfc, 0xfc, 0xfb, 0xff);

/// Size, place and maximised are kept from one start to the next; whether it shows is decided at each start.
fn remembered() -> StateFlags {
    StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN
}

pub(crate) fn remember_state() -> TauriPlugin<Wry> {
    tauri_plugin_window_state::Builder::new().with_state_flags(remembered()).build()
}

/// Makes the window of `tauri.conf.json`. It shows as soon as its page begins to load, or not at all with `hidden`; the
/// tray icon comes once the page is there.
pub(crate) fn create(app: &App, hidden: bool) -> tauri::Result<()> {
    let configured = app.config().app.windows.iter().find(|window| window.label == MAIN);
    let Some(configured) = configured else { return Err(tauri::Error::WindowNotFound) };
    let window = WebviewWindowBuilder::from_config(app.handle(), configured)?
        .on_page_load(move |window, load| match load.event() {
            PageLoadEvent::Started if !hidden => report(window.show()),
            PageLoadEvent::Started => {}
            PageLoadEvent::Finished => tray::create_soon(window.app_handle().clone()),
        })
        .build()?;
    #[cfg(target_os = "linux")]
    window.with_webview(|webview| leave_the_graphics_card(&webview.inner()))?;
    let ground = if window.theme()? == Theme::Light { LIGHT_GROUND } else { DARK_GROUND };
    window.set_background_color(Some(ground))
}

/// The card belongs to the pictures: WebKit draws this window on the processor. That saves the card's memory and over a
/// hundred megabytes of the computer's own, and spares the blank windows that WebKitGTK has with some drivers.
#[cfg(target_os = "linux")]
fn leave_the_graphics_card(webview: &webkit2gtk::WebView) {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};
    if let Some(settings) = WebViewExt::settings(webview) {
        settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
    }
}

/// Shows the window in front of all others, wherever it was.
pub(crate) fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        report(window.unminimize());
        report(window.show());
        report(window.set_focus());
    }
}

/// Shows the window at one of its screens, such as `/scheduling`.
pub(crate) fn raise_at(app: &AppHandle, screen: &'static str) {
    raise(app);
    if let Some(window) = app.get_webview_window(MAIN) {
        report(window.eval(format!("window.location.hash = '{screen}'")));
    }
}

/// Whether a person can see the window now.
pub(crate) fn is_seen(app: &AppHandle) -> bool {
    app.get_webview_window(MAIN)
        .is_some_and(|window| window.is_visible().unwrap_or(false) && !window.is_minimized().unwrap_or(false))
}

/// Closing hides: the queue goes on, and the tray icon or a second start brings the window back. Where the creator
/// wants it, or there is no tray icon, closing ends the program instead.
pub(crate) fn keep_running_when_closed(window: &Window, event: &WindowEvent) {
    if let WindowEvent::CloseRequested { api, .. } = event {
        let app = window.app_handle();
        if !app.state::<Preferences>().close_keeps_running() || !tray::is_there(app) {
            return;
        }
        api.prevent_close();
        report(window.app_handle().save_window_state(remembered()));
        report(window.hide());
    }
}

/// A window that does not obey is no reason to stop; the log keeps it.
fn report<E: std::fmt::Display>(result: Result<(), E>) {
    if let Err(error) = result {
        tracing::warn!(%error, "the window did not do what it was told");
    }
}
