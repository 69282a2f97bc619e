//! The library behind the window: opened after the window is there, handed to whoever asks, closed at the end.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{Mutex, watch};
use troupe_sandbox::{Sandbox, SandboxConfig};
use troupe_server::Server;
use troupe_studio::{Code, Error, InterfaceSettings, OpenOptions, Rehearsal, Studio, places};

use crate::interface::{self, Interface};
use crate::options::Options;
use crate::owner;

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
    /// Held while one library is exchanged for another.
    around: Mutex<Around>,
}

/// What stands around an open library.
#[derive(Debug, Default)]
struct Around {
    /// The private channel, by which the command line reaches the owner of the library.
    channel: Option<Server>,
    /// The interface for other programs, where the settings switch it on.
    interface: Option<Interface>,
    /// The stand-in of a rehearsal; it ends when it is dropped.
    sandbox: Option<Sandbox>,
}

impl Library {
    pub(crate) fn new() -> Self {
        Self { state: watch::Sender::new(State::Opening), around: Mutex::default() }
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
        let mut around = self.around.lock().await;
        self.close_open_one(&mut around).await;
        match open(choice).await {
            Ok((studio, started)) => {
                *around = started;
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

    /// Brings the interface for other programs to what the settings of the open library say.
    pub(crate) async fn follow_interface(&self, settings: &InterfaceSettings) {
        let mut around = self.around.lock().await;
        let state = self.state.borrow().clone();
        if let State::Open(studio) = state {
            around.interface = interface::follow(&studio, settings, around.interface.take()).await;
        }
    }

    /// Ends the tasks and closes the library.
    pub(crate) async fn close(&self) {
        let mut around = self.around.lock().await;
        self.close_open_one(&mut around).await;
    }

    async fn close_open_one(&self, around: &mut Around) {
        let before = self.state.send_replace(State::Opening);
        if let Some(channel) = around.channel.take() {
            channel.close().await;
        }
        if let Some(interface) = around.interface.take() {
            interface.close().await;
        }
        if let State::Open(studio) = before
            && tokio::time::timeout(CLOSE_LIMIT, studio.close()).await.is_err()
        {
            tracing::warn!("the tasks took too long to end; the next start goes on where they were");
        }
        around.sandbox = None;
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

impl Choice {
    /// The library's folder.
    ///
    /// # Errors
    /// When none was named and this account has no home.
    pub(crate) fn place(&self) -> Result<PathBuf, Error> {
        let usual = || if self.rehearsal { places::rehearsal() } else { places::library() };
        self.folder.clone().or_else(usual).ok_or_else(|| {
            Error::new(
                Code::StorageError,
                "This account has no home folder to keep the library in. Start Troupe with --library and a folder.",
            )
        })
    }
}

async fn open(choice: &Choice) -> Result<(Studio, Around), Error> {
    let folder = choice.place()?;
    let mut options = OpenOptions::new(&folder);
    let mut around = Around::default();
    if choice.rehearsal {
        let sandbox = Sandbox::start(SandboxConfig::new(folder.join("sandbox"))).map_err(|error| {
            Error::new(Code::StorageError, format!("The rehearsal could not start: {error}.")).because(error)
        })?;
        options.rehearsal =
            Some(Rehearsal { comfyui: sandbox.url(), platforms: sandbox.platforms_url(), text: sandbox.ollama_url() });
        around.sandbox = Some(sandbox);
    }
    let studio = Studio::open(options).await.map_err(|error| name_owner(error, &folder))?;
    match Server::private(&studio, &folder, None).await {
        Ok(channel) => around.channel = Some(channel),
        // The window works without; only the command line has to wait until it is closed.
        Err(error) => tracing::warn!(%error, "the command line cannot reach this window"),
    }
    Ok((studio, around))
}

/// Says whether the owner of a library that is in use could be stopped from here: `details.can_take_over`.
fn name_owner(error: Error, folder: &Path) -> Error {
    let found = error.code == Code::Conflict && owner::find(folder).is_some();
    if found { error.with("can_take_over", Value::Bool(true)) } else { error }
}
