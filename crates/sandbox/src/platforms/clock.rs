//! The time that the stand-in platforms live in: the system's, one that runs ahead of it, or one that stands still until
//! it is moved.

use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::world::Record;
use crate::comfyui::lock;

/// The one clock. Token lives, rate windows, processing times and daily limits ask it.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    setting: Mutex<ClockSetting>,
}

impl Clock {
    pub(crate) fn now(&self) -> DateTime<Utc> {
        let setting = self.setting();
        // Orders are checked against the calendar's end, so the sum is one that it knows.
        let ahead = || Utc::now().checked_add_signed(TimeDelta::milliseconds(setting.ahead_ms));
        setting.now.or_else(ahead).unwrap_or_else(Utc::now)
    }

    pub(crate) fn setting(&self) -> ClockSetting {
        *lock(&self.setting)
    }

    pub(crate) fn set(&self, setting: ClockSetting) {
        *lock(&self.setting) = setting;
    }
}

/// What the clock was set to, kept in the journal so that a restart does not jump back to the system's time. The default
/// follows the system.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct ClockSetting {
    /// The moment at which it stands still.
    pub(crate) now: Option<DateTime<Utc>>,
    /// How far it runs ahead of the system's, in milliseconds; nothing where it stands still.
    #[serde(default)]
    pub(crate) ahead_ms: i64,
}

impl Record for ClockSetting {
    const KIND: &'static str = "clock";
}
