//! Starting with the system: a setting of the library, brought to the system's own list.

use tauri::{AppHandle, Manager};
use tauri_plugin_autostart::ManagerExt;
use troupe_studio::Studio;

use crate::options::Options;

/// Enters the program in the system's list, or takes it out, when the list differs from what is wanted.
pub(crate) fn follow(app: &AppHandle, studio: &Studio, wanted: bool) {
    // The system starts the program without flags: on the usual library. Another one, or a rehearsal, has no say.
    if studio.rehearsal().is_some() || app.state::<Options>().library.is_some() {
        return;
    }
    let autostart = app.autolaunch();
    let result = match autostart.is_enabled() {
        Ok(enabled) if enabled == wanted => return,
        _ if wanted => autostart.enable(),
        _ => autostart.disable(),
    };
    if let Err(error) = result {
        tracing::warn!(%error, wanted, "starting with the system could not be changed");
    }
}
