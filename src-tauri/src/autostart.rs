//! Starting with the system: a setting of the library, brought to the system's own list.

use serde_json::{Value, json};
use tauri::{AppHandle, Manager};
use tauri_plugin_autostart::ManagerExt;
use troupe_studio::Studio;

use crate::options::Options;

/// The setting in the answer of `settings.get`.
const SETTING: &str = "/settings/start_with_system";

/// Enters the program in the system's list, or takes it out, when the setting and the list differ.
pub(crate) async fn follow_setting(app: &AppHandle, studio: &Studio) {
    // The system starts the program without flags: on the usual library. Another one, or a rehearsal, has no say.
    if studio.rehearsal().is_some() || app.state::<Options>().library.is_some() {
        return;
    }
    let Ok(settings) = studio.run("settings.get", json!({})).await else { return };
    let Some(wanted) = settings.pointer(SETTING).and_then(Value::as_bool) else { return };
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
