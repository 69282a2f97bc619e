//! The desktop program: a window, a tray icon and a media scheme around the studio. Thin: what the product can do
//! stands in `troupe-studio`.

#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod autostart;
mod commands;
mod interface;
mod library;
mod media_scheme;
mod notifications;
mod options;
mod owner;
mod preferences;
mod tray;
mod updates;
mod window;

use clap::Parser;
use tauri::{AppHandle, Manager, RunEvent};
use tauri_plugin_autostart::MacosLauncher;
use troupe_studio::log;

use library::{Choice, Library};
use notifications::Away;
use options::Options;
use preferences::Preferences;
use tray::Tray;

fn main() {
    let options = Options::parse();
    if let Ok(library) = Choice::from(&options).place() {
        log::install(&library.join("logs"), true);
    }
    let hidden = options.hidden;
    let mut context = tauri::generate_context!();
    context.config_mut().identifier = options.identifier(&context.config().identifier);
    let result = tauri::Builder::default()
        // First of all plugins, so that a second start ends before it has done anything.
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _folder| {
            if Options::asks_for_window(&arguments) {
                window::raise(app);
            }
        }))
        .plugin(window::remember_state())
        .plugin(tauri_plugin_autostart::init(MacosLauncher::LaunchAgent, Some(vec!["--hidden"])))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::init())
        .register_asynchronous_uri_scheme_protocol(media_scheme::NAME, media_scheme::answer)
        .manage(options)
        .manage(Library::new())
        .manage(Away::default())
        .manage(Preferences::default())
        .manage(Tray::default())
        .invoke_handler(tauri::generate_handler![
            commands::open_again,
            commands::rehearse,
            commands::reveal,
            commands::run,
            commands::save,
            commands::take_over
        ])
        .on_window_event(window::keep_running_when_closed)
        .setup(move |app| {
            // The window first: the library opens while the page loads, and the tray icon follows the page. Started
            // hidden, the icon is all that there is to see.
            window::create(app, hidden)?;
            if hidden {
                tray::create(app.handle());
            }
            notifications::open_window_when_clicked(app.handle());
            tauri::async_runtime::spawn(open_library(app.handle().clone()));
            tauri::async_runtime::spawn(updates::forward(app.handle().clone()));
            tauri::async_runtime::spawn(end_when_told(app.handle().clone()));
            Ok(())
        })
        .build(context);
    match result {
        Ok(app) => app.run(|app, event| {
            if let RunEvent::Exit = event {
                tauri::async_runtime::block_on(app.state::<Library>().close());
            }
        }),
        Err(error) => {
            eprintln!("Troupe could not start: {error}");
            std::process::exit(1);
        }
    }
}

async fn open_library(app: AppHandle) {
    let choice = Choice::from(&*app.state::<Options>());
    // Every operation answers why it could not be opened; the window shows it.
    let _ = app.state::<Library>().open(&choice).await;
}

/// A request to end, such as at the end of the session, closes the library as Quit does.
#[cfg(unix)]
async fn end_when_told(app: AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    app.exit(0);
}

#[cfg(not(unix))]
async fn end_when_told(_app: AppHandle) {}
