//! The desktop program: a window, a tray icon and a media scheme around the studio. Thin: what the product can do
//! stands in `troupe-studio`.

#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod options;
mod tray;
mod window;

use clap::Parser;
use options::Options;
use tauri::RunEvent;

fn main() {
    let options = Options::parse();
    let result = tauri::Builder::default()
        // First of all plugins, so that a second start ends before it has done anything.
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _folder| {
            if Options::asks_for_window(&arguments) {
                window::raise(app);
            }
        }))
        .plugin(window::remember_state())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::init())
        .on_window_event(window::keep_running_when_closed)
        .setup(move |app| {
            window::create(app, options.hidden)?;
            tray::create(app.handle())?;
            Ok(())
        })
        .build(tauri::generate_context!());
    match result {
        Ok(app) => app.run(|_app, event| if let RunEvent::Exit = event {}),
        Err(error) => {
            eprintln!("Troupe could not start: {error}");
            std::process::exit(1);
        }
    }
}
