//! The stand-in ComfyUI: its state, its queue, its nodes, and the routes over them.

pub mod faults;
pub mod journal;

pub(crate) mod execute;
pub(crate) mod routes;

mod cache;
mod evaluate;
mod files;
mod frames;
mod graph;
mod images;
mod jobs;
mod models;
mod nodes;
mod png;
mod queue;
mod sockets;
mod validate;
mod value;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::{SandboxConfig, SandboxError};

/// The version that the stand-in says it is: the one that its answers were recorded from.
pub const COMFYUI_VERSION: &str = "0.33.0";

/// Everything that one stand-in server holds.
pub(crate) struct Server {
    pub(crate) config: SandboxConfig,
    pub(crate) address: SocketAddr,
    pub(crate) folders: files::Folders,
    pub(crate) queue: queue::Queue,
    pub(crate) sockets: sockets::Sockets,
    pub(crate) faults: faults::Faults,
    pub(crate) journal: journal::Journal,
    pub(crate) cache: Mutex<cache::NodeCache>,
}

impl Server {
    /// Makes the folders and opens the journal. Called on the sandbox's runtime, because frames are sent from a task.
    pub(crate) fn open(config: SandboxConfig, address: SocketAddr) -> Result<Arc<Self>, SandboxError> {
        let folders = files::Folders::open(&config.folder)?;
        let journal = journal::Journal::open(&config.folder.join("journal.jsonl"))?;
        Ok(Arc::new(Self {
            config,
            address,
            folders,
            queue: queue::Queue::default(),
            sockets: sockets::Sockets::start(),
            faults: faults::Faults::default(),
            journal,
            cache: Mutex::default(),
        }))
    }

    /// Tells every socket how many jobs wait or run.
    pub(crate) fn send_status(&self) {
        self.sockets.send(sockets::To::Everyone, frames::status(self.queue.remaining(), None));
    }

    /// What a restart does, without the process: queue, history, counter, node cache and temp are gone, sockets break.
    pub(crate) fn forget(&self) {
        self.queue.forget();
        lock(&self.cache).clear();
        self.sockets.drop_all();
        self.folders.wipe_temp();
    }
}

/// Milliseconds since 1970, as ComfyUI stamps its messages.
pub(crate) fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Locks a mutex; a panic of an earlier holder is no reason to stop answering.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
