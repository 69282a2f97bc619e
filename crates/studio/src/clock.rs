//! The one source of time, so that a test and a rehearsal can set it.

use chrono::{DateTime, TimeDelta, Utc};
use std::sync::{Arc, Mutex, PoisonError};

/// Where the present moment comes from. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// A moment that stands still until it is moved; `None` follows the system.
    fixed: Option<Arc<Mutex<DateTime<Utc>>>>,
}

impl Clock {
    /// The system's time.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands at `moment` until [`Clock::advance`].
    #[must_use]
    pub fn fixed(moment: DateTime<Utc>) -> Self {
        Self { fixed: Some(Arc::new(Mutex::new(moment))) }
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.fixed {
            None => Utc::now(),
            Some(moment) => *moment.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Moves a fixed clock on; the system's clock is left alone.
    pub fn advance(&self, by: TimeDelta) {
        if let Some(moment) = &self.fixed {
            *moment.lock().unwrap_or_else(PoisonError::into_inner) += by;
        }
    }
}
