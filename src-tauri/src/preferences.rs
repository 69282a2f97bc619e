//! The settings that the program itself follows: closing, notifications, starting with the system, and the interface
//! for other programs. They hold as soon as they are changed.

use std::sync::{PoisonError, RwLock};

use tauri::{AppHandle, Manager};
use troupe_studio::{NotificationSettings, Settings, Studio};

use crate::autostart;
use crate::library::Library;

/// The settings as they were last read; the defaults until a library is open.
#[derive(Debug, Default)]
pub(crate) struct Preferences(RwLock<Settings>);

impl Preferences {
    /// Whether closing the window leaves the program at work in the tray.
    pub(crate) fn close_keeps_running(&self) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).program.close_keeps_running
    }

    /// What the system's notifications tell.
    pub(crate) fn notifications(&self) -> NotificationSettings {
        self.0.read().unwrap_or_else(PoisonError::into_inner).notifications.clone()
    }
}

/// Reads the settings again and does as they say.
pub(crate) async fn follow(app: &AppHandle, studio: &Studio) {
    let settings = match studio.settings().await {
        Ok(settings) => settings,
        Err(error) => {
            tracing::warn!(%error, "the settings could not be read; those before still hold");
            return;
        }
    };
    autostart::follow(app, studio, settings.program.start_with_system);
    app.state::<Library>().follow_interface(&settings.interface).await;
    *app.state::<Preferences>().0.write().unwrap_or_else(PoisonError::into_inner) = settings;
}
