//! The one source of time, so that a test and a rehearsal can set it.

use chrono::{DateTime, TimeDelta, Utc};
use std::sync::{Arc, Mutex, PoisonError};

/// Where the present moment comes from. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// How a clock that can be moved goes; `None` is the system's, which nobody moves from here.
    going: Option<Arc<Mutex<Going>>>,
}

/// How a clock that can be moved goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Going {
    /// It stands at a moment until it is moved.
    Still(DateTime<Utc>),
    /// It goes as the system's does, so much ahead of it.
    Ahead(TimeDelta),
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
        Self { going: Some(Arc::new(Mutex::new(Going::Still(moment)))) }
    }

    /// A clock of a rehearsal: it follows the system until it is moved. One that can be moved already stays as it is.
    pub(crate) fn of_rehearsal(self) -> Self {
        Self { going: self.going.or_else(|| Some(Arc::new(Mutex::new(Going::Ahead(TimeDelta::zero()))))) }
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match self.going() {
            None => Utc::now(),
            Some(Going::Still(moment)) => moment,
            Some(Going::Ahead(by)) => Utc::now() + by,
        }
    }

    /// Moves a clock on; the system's is left alone.
    pub fn advance(&self, by: TimeDelta) {
        if let Some(going) = &self.going {
            match &mut *going.lock().unwrap_or_else(PoisonError::into_inner) {
                Going::Still(moment) => *moment += by,
                Going::Ahead(ahead) => *ahead += by,
            }
        }
    }

    /// How it goes; `None` for the system's.
    pub(crate) fn going(&self) -> Option<Going> {
        self.going.as_ref().map(|going| *going.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets it go so from now on; the system's is left alone.
    pub(crate) fn set(&self, to: Going) {
        if let Some(going) = &self.going {
            *going.lock().unwrap_or_else(PoisonError::into_inner) = to;
        }
    }
}
