//! The time that the stand-in platforms live in: the system's, or one that stands still until it is moved.

use std::sync::Mutex;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::world::Record;
use crate::comfyui::lock;

/// The one clock. Token lives, rate windows, processing times and daily limits ask it.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    /// A moment that stands still; `None` follows the system.
    set: Mutex<Option<DateTime<Utc>>>,
}

impl Clock {
    pub(crate) fn now(&self) -> DateTime<Utc> {
        lock(&self.set).unwrap_or_else(Utc::now)
    }

    pub(crate) fn is_set(&self) -> bool {
        lock(&self.set).is_some()
    }

    /// Stands at a moment, or follows the system again.
    pub(crate) fn set(&self, moment: Option<DateTime<Utc>>) {
        *lock(&self.set) = moment;
    }
}

/// What the clock was set to, kept in the journal so that a restart does not jump back to the system's time.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ClockSetting {
    pub(crate) now: Option<DateTime<Utc>>,
}

impl Record for ClockSetting {
    const KIND: &'static str = "clock";
}
