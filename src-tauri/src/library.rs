//! The library behind the window: opened after the window is there, handed to whoever asks, closed at the end.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{Mutex, watch};
use troupe_sandbox::{Sandbox, SandboxConfig};
use troupe_studio::{Code, Error, OpenOptions, Rehearsal, Studio, places};

use crate::options::Options;

/// How long an end waits for the running tasks; what is committed is safe whether they finish or not.
const CLOSE_LIMIT: Duration = Duration::from_secs(5);

/// Which library is wanted.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// The folder, instead of the usual one.
    pub(crate) folder: Option<PathBuf>,
    /// A rehearsal on the sandbox.
    pub(crate) rehearsal: bool,
}

impl From<&Options> for Choice {
    fn from(options: &Options) -> Self {
        Self { folder: options.library.clone(), rehearsal: options.sandbox }
    }
}

/// How far the library is.
#[derive(Debug, Clone)]
pub(crate) enum State {
    Opening,
    Open(Studio),
    /// `{ code, message, details }` of why not.
    Failed(Value),
}

/// The library, in whatever state it is.
#[derive(Debug)]
pub(crate) struct Library {
    state: watch::Sender<State>,
    /// Held while one library is exchanged for another. The sandbox ends when it is dropped.
    sandbox: Mutex<Option<Sandbox>>,
}

impl Library {
    pub(crate) fn new() -> Self {
        Self { state: watch::Sender::new(State::Opening), sandbox: Mutex::new(None) }
    }

    /// The studio, as soon as it is open.
    ///
    /// # Errors
    /// `{ code, message, details }` when the library could not be opened.
    pub(crate) async fn studio(&self) -> Result<Studio, Value> {
        settled(&mut self.exchanges()).await
    }

    /// Tells of the next exchange of the library.
    pub(crate) fn exchanges(&self) -> watch::Receiver<State> {
        self.state.subscribe()
    }

    /// Opens the chosen library in place of the one that is open, and starts its tasks.
    ///
    /// # Errors
    /// `{ code, message, details }` when it could not be opened; operations answer the same from then on.
    pub(crate) async fn open(&self, choice: &Choice) -> Result<(), Value> {
        let mut sandbox = self.sandbox.lock().await;
        self.close_open_one().await;
        *sandbox = None;
        match open(choice).await {
            Ok((studio, started)) => {
                *sandbox = started;
                studio.start_tasks();
                self.state.send_replace(State::Open(studio));
                Ok(())
            }
            Err(error) => {
                tracing::error!(code = error.code.as_str(), cause = ?std::error::Error::source(&error), "{error}");
                let error = error.to_json();
                self.state.send_replace(State::Failed(error.clone()));
                Err(error)
            }
        }
    }

    /// Ends the tasks and closes the library.
    pub(crate) async fn close(&self) {
        let mut sandbox = self.sandbox.lock().await;
        self.close_open_one().await;
        *sandbox = None;
    }

    async fn close_open_one(&self) {
        let before = self.state.send_replace(State::Opening);
        if let State::Open(studio) = before
            && tokio::time::timeout(CLOSE_LIMIT, studio.close()).await.is_err()
        {
            tracing::warn!("the tasks took too long to end; the next start goes on where they were");
        }
    }
}

/// The studio that `exchanges` tells of next, once it is open; what it tells of is then seen.
///
/// # Errors
/// `{ code, message, details }` when it could not be opened.
pub(crate) async fn settled(exchanges: &mut watch::Receiver<State>) -> Result<Studio, Value> {
    match exchanges.wait_for(|state| !matches!(state, State::Opening)).await.as_deref() {
        Ok(State::Open(studio)) => Ok(studio.clone()),
        Ok(State::Failed(error)) => Err(error.clone()),
        Ok(State::Opening) | Err(_) => Err(Error::new(Code::ServiceUnavailable, "Troupe is closing.").to_json()),
    }
}

async fn open(choice: &Choice) -> Result<(Studio, Option<Sandbox>), Error> {
    let usual = if choice.rehearsal { places::rehearsal() } else { places::library() };
    let folder = choice.folder.clone().or(usual).ok_or_else(|| {
        Error::new(
            Code::StorageError,
            "This account has no home folder to keep the library in. Start Troupe with --library and a folder.",
        )
    })?;
    let mut options = OpenOptions::new(&folder);
    let mut sandbox = None;
    if choice.rehearsal {
        let started = Sandbox::start(SandboxConfig::new(folder.join("sandbox"))).map_err(|error| {
            Error::new(Code::StorageError, format!("The rehearsal could not start: {error}.")).because(error)
        })?;
        options.rehearsal = Some(Rehearsal { comfyui: started.url() });
        sandbox = Some(started);
    }
    Ok((Studio::open(options).await?, sandbox))
}
