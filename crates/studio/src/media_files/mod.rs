//! The files of the library: pictures as they are born, their thumbnails, ZIPs, and whether rows and
//! files agree.
//!
//! A picture is a file first (written aside, synced, renamed, its folder synced), then a row, then an
//! event. Whatever a kill leaves between them is found again by [`check`].

pub(crate) mod check;
mod import;
mod picture;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
mod thumbnails;
pub(crate) mod zip;

pub(crate) use import::import_in_place;
pub use picture::{Birth, NewPicture};
pub(crate) use picture::{add_picture, adopt, base_row, loras, make_folder, slug};
pub(crate) use thumbnails::{THUMBNAIL_EDGES_PX, remove_thumbnails, thumbnail};

use crate::{Code, Error, Result, Studio};
use serde_json::json;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::Semaphore;
use troupe_library::RunId;
use troupe_media::MediaError;

/// The most pictures decoded at once, whatever the machine: each may take half a gigabyte.
const MOST_WORKERS: usize = 4;

/// What the studio keeps of files while it runs.
#[derive(Debug)]
pub(crate) struct MediaFiles {
    workers: Arc<Semaphore>,
    /// Held from the look for an output's row until that row is written, so that two who bring the
    /// same output make one file and one row.
    births: tokio::sync::Mutex<()>,
    previews: Mutex<HashMap<RunId, Preview>>,
    pub(crate) zips: zip::Selections,
}

/// The newest frame of a run that is under way.
#[derive(Debug, Clone)]
pub(crate) struct Preview {
    /// Counts the run's frames.
    pub(crate) number: u64,
    /// `image/jpeg` or `image/png`.
    pub(crate) mime_type: String,
    /// The picture.
    pub(crate) bytes: Arc<Vec<u8>>,
}

impl MediaFiles {
    pub(crate) fn new() -> Self {
        // One core stays free for everything that answers the creator.
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            workers: Arc::new(Semaphore::new(cores.saturating_sub(1).clamp(1, MOST_WORKERS))),
            births: tokio::sync::Mutex::default(),
            previews: Mutex::default(),
            zips: zip::Selections::default(),
        }
    }

    /// Keeps the newest frame of a run; it is read as the file `preview` of the run's id.
    pub(crate) fn set_preview(&self, run_id: RunId, preview: Preview) {
        self.previews.lock().unwrap_or_else(PoisonError::into_inner).insert(run_id, preview);
    }

    /// Forgets the frames of a run that has ended.
    pub(crate) fn clear_preview(&self, run_id: RunId) {
        self.previews.lock().unwrap_or_else(PoisonError::into_inner).remove(&run_id);
    }

    /// The newest frame of a run.
    pub(crate) fn preview(&self, run_id: RunId) -> Option<Preview> {
        self.previews.lock().unwrap_or_else(PoisonError::into_inner).get(&run_id).cloned()
    }
}

/// Does work that decodes, encodes or waits for the disk on a thread of its own, a bounded number at once.
pub(crate) async fn on_worker<T: Send + 'static>(
    studio: &Studio,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let permit = studio.media_files().workers.clone().acquire_owned().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(move || {
        let _permit = permit;
        work()
    })
    .await
    .map_err(Error::internal)
}

impl From<MediaError> for Error {
    fn from(error: MediaError) -> Self {
        let code = match &error {
            MediaError::TooManyBytes { .. } => Code::PayloadTooLarge,
            // Places on the disk stay in the log.
            MediaError::NotFound { .. } => {
                return Self::new(
                    Code::NotFound,
                    "The file is not there. It may have been moved, renamed or deleted, or its disk is not connected.",
                )
                .with("kind", json!("file"))
                .because(error);
            }
            MediaError::DiskFull { .. }
            | MediaError::ReadOnly { .. }
            | MediaError::NotAllowed { .. }
            | MediaError::AlreadyExists { .. }
            | MediaError::Io { .. } => Code::StorageError,
            MediaError::Encode { .. } | MediaError::NotPng { .. } => Code::InternalError,
            _ => return Self::field("file", error.to_string()).because(error),
        };
        Self::new(code, error.to_string()).because(error)
    }
}
