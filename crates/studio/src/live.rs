//! How far runs are while they are made. It lives in memory alone: after a restart it fills again with
//! the next frames. Their preview frames lie with the media files.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};
use troupe_library::RunId;

/// The live state of one run.
#[derive(Debug, Clone, Default)]
pub(crate) struct LiveRun {
    /// From 0 to 1.
    pub(crate) fraction: f64,
    /// The sampling step that it is at.
    pub(crate) step: Option<u32>,
    /// How many sampling steps there are.
    pub(crate) steps: Option<u32>,
}

/// The live states of all runs that are out.
#[derive(Debug, Default)]
pub(crate) struct Live {
    runs: Mutex<HashMap<RunId, LiveRun>>,
}

impl Live {
    /// How far a run is.
    pub(crate) fn get(&self, id: RunId) -> Option<LiveRun> {
        self.lock().get(&id).cloned()
    }

    /// Notes how far a run is.
    pub(crate) fn set(&self, id: RunId, live: LiveRun) {
        self.lock().insert(id, live);
    }

    /// Forgets a run that has ended.
    pub(crate) fn forget(&self, id: RunId) {
        self.lock().remove(&id);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<RunId, LiveRun>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
