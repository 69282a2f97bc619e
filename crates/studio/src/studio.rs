//! The studio: a cheap clone over all that operations and tasks work with.

use crate::{
    Clock, Error, Events, Operations, Result,
    accounts::Accounts,
    backup::Backups,
    comfyui::Comfyui,
    first_start,
    live::Live,
    measure::latency::Latencies,
    media_files::MediaFiles,
    models::Models,
    planning::{awake::Awake, wake::Wake},
    rehearsal,
    secrets::Secrets,
    services::Services,
    tasks::Tasks,
    text::engines::TextEngines,
};
use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};
use troupe_library::{AgentId, Library, LibraryError};
use troupe_net::ClientOptions;
use troupe_platforms::{Hosts, Platforms};

/// Who is calling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Caller {
    /// The window, or the same UI in a browser.
    Window,
    /// A program with the REST token.
    Rest,
    /// The command line.
    Cli,
    /// An agent, this one.
    Agent(AgentId),
    /// A task of the studio itself.
    Task,
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Window => "window",
            Self::Rest => "rest",
            Self::Cli => "cli",
            Self::Agent(_) => "agent",
            Self::Task => "task",
        })
    }
}

/// As the contract spells it; which agent it is stands beside it.
impl Serialize for Caller {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How to open a studio.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// The library's folder; made when it is not there.
    pub library: PathBuf,
    /// The source of time. A rehearsal on the system's gets one that can be moved.
    pub clock: Clock,
    /// A rehearsal: the address of the stand-in ComfyUI, given at start and never stored.
    pub rehearsal: Option<Rehearsal>,
    /// Addresses that count as public though they are not, for tests: `127.0.0.1:4000`.
    pub allowed_addresses: Vec<std::net::SocketAddr>,
}

/// The addresses of the stand-ins, which take their orders below that of ComfyUI.
#[derive(Debug, Clone)]
pub struct Rehearsal {
    /// The stand-in ComfyUI, such as `http://127.0.0.1:43123`.
    pub comfyui: String,
    /// The stand-in platforms, such as `http://127.0.0.1:43123/platforms`.
    pub platforms: String,
    /// The stand-in text engine, an Ollama, such as `http://127.0.0.1:43123/ollama`.
    pub text: String,
}

impl Rehearsal {
    /// The stand-in hosts of models, below it each host.
    pub(crate) fn downloads(&self) -> String {
        format!("{}/downloads", self.comfyui.trim_end_matches('/'))
    }
}

impl OpenOptions {
    /// The library in this folder, on the system's time.
    #[must_use]
    pub fn new(library: impl Into<PathBuf>) -> Self {
        Self { library: library.into(), clock: Clock::system(), rehearsal: None, allowed_addresses: Vec::new() }
    }
}

/// All that operations and tasks work with, and who is calling.
#[derive(Debug, Clone)]
pub struct Studio {
    inner: Arc<Inner>,
    caller: Caller,
    /// The creator said yes to this very call of an agent.
    is_approved: bool,
}

#[derive(Debug)]
struct Inner {
    library: Library,
    /// The folder that was asked for; in safe mode the library lies elsewhere.
    root: PathBuf,
    clock: Clock,
    /// Held by whoever moves a rehearsal's clock.
    moving_clock: tokio::sync::Mutex<()>,
    events: Events,
    operations: Operations,
    tasks: Tasks,
    media_files: MediaFiles,
    comfyui: Comfyui,
    live: Live,
    awake: Awake,
    wake: Wake,
    platforms: Platforms,
    accounts: Accounts,
    secrets: Secrets,
    text_engines: TextEngines,
    services: Services,
    models: Models,
    latencies: Latencies,
    backups: Backups,
    rehearsal: Option<Rehearsal>,
    allowed_addresses: Vec<std::net::SocketAddr>,
    safe_mode: Option<String>,
    started_at: DateTime<Utc>,
}

impl Studio {
    /// Opens the library and everything around it. Tasks begin with [`Studio::start_tasks`].
    ///
    /// # Errors
    /// When the library can't be opened; see [`Library::open`].
    pub async fn open(mut options: OpenOptions) -> Result<Self> {
        let (library, safe_mode) = open_library(&options.library).await?;
        if let Some(rehearsal) = &options.rehearsal {
            options.clock = rehearsal::clock(rehearsal, options.clock).await;
        }
        let events = Events::new(options.clock.clone());
        let started_at = options.clock.now();
        let stand_in = options.rehearsal.as_ref().map(|rehearsal| rehearsal.comfyui.as_str());
        let comfyui = Comfyui::new(library.clone(), events.clone(), stand_in)?;
        let platforms = open_platforms(&options)?;
        let now = options.clock.now();
        let secrets = Secrets::new(first_start::prepare(&library, options.rehearsal.is_some(), now).await?);
        let text_engines = TextEngines::new(options.rehearsal.as_ref().map(|rehearsal| rehearsal.text.clone()));
        Ok(Self {
            inner: Arc::new(Inner {
                library,
                root: options.library,
                clock: options.clock,
                moving_clock: tokio::sync::Mutex::default(),
                events,
                operations: Operations::all(),
                tasks: Tasks::new(),
                media_files: MediaFiles::new(),
                comfyui,
                live: Live::default(),
                awake: Awake::default(),
                wake: Wake::default(),
                platforms,
                accounts: Accounts::default(),
                secrets,
                text_engines,
                services: Services::default(),
                models: Models::default(),
                latencies: Latencies::default(),
                backups: Backups::default(),
                rehearsal: options.rehearsal,
                allowed_addresses: options.allowed_addresses,
                safe_mode,
                started_at,
            }),
            caller: Caller::Window,
            is_approved: false,
        })
    }

    /// Starts the tasks: the queue, thumbnails, copies, and what else works without being asked.
    pub fn start_tasks(&self) {
        if self.safe_mode().is_some() {
            return;
        }
        let events = self.inner.events.clone();
        self.inner.tasks.spawn("flush_events", events.flush_forever());
        crate::tasks::start(&self.as_caller(Caller::Task));
    }

    /// Ends the tasks and closes the library; what is committed is on the disk.
    pub async fn close(&self) {
        self.inner.tasks.stop().await;
        self.inner.services.end(self).await;
        self.inner.awake.let_go();
        self.inner.wake.let_go();
        self.inner.library.close().await;
    }

    /// The same studio for another caller.
    #[must_use]
    pub fn as_caller(&self, caller: Caller) -> Self {
        Self { inner: self.inner.clone(), caller, is_approved: false }
    }

    /// The same studio for a call of an agent that the creator said yes to.
    pub(crate) fn approved(&self) -> Self {
        Self { is_approved: true, ..self.clone() }
    }

    /// Whether the creator said yes to this very call of an agent.
    pub(crate) fn is_approved(&self) -> bool {
        self.is_approved
    }

    /// Whether this call may cost money: an agent's only with the creator's word.
    pub(crate) fn may_spend(&self) -> bool {
        self.is_approved || !matches!(self.caller, Caller::Agent(_))
    }

    /// Runs an operation by name; see [`Operations::run`].
    ///
    /// # Errors
    /// The operation's own.
    pub async fn run(&self, name: &str, input: Value) -> Result<Value> {
        self.inner.operations.run(self, name, input).await
    }

    /// Who is calling.
    #[must_use]
    pub fn caller(&self) -> Caller {
        self.caller
    }

    /// The present moment of this studio's clock.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.inner.clock.now()
    }

    /// When this studio was opened.
    #[must_use]
    pub fn started_at(&self) -> DateTime<Utc> {
        self.inner.started_at
    }

    /// The operations.
    #[must_use]
    pub fn operations(&self) -> &Operations {
        &self.inner.operations
    }

    /// The events.
    #[must_use]
    pub fn events(&self) -> &Events {
        &self.inner.events
    }

    /// The stand-ins, when this is a rehearsal.
    #[must_use]
    pub fn rehearsal(&self) -> Option<&Rehearsal> {
        self.inner.rehearsal.as_ref()
    }

    /// Why the library could not be opened, when the studio runs without it.
    #[must_use]
    pub fn safe_mode(&self) -> Option<&str> {
        self.inner.safe_mode.as_deref()
    }

    /// Addresses that count as public though they are not.
    pub(crate) fn allowed_addresses(&self) -> &[std::net::SocketAddr] {
        &self.inner.allowed_addresses
    }

    /// The library's folder, also when the library in it could not be opened.
    #[must_use]
    pub fn library_root(&self) -> &Path {
        &self.inner.root
    }

    /// The token of the interface for other programs: the secret `interface`, once the creator set one.
    ///
    /// # Errors
    /// When the keychain is locked.
    pub async fn interface_token(&self) -> Result<Option<crate::Secret>> {
        self.inner.secrets.get("interface").await
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    pub(crate) fn moving_clock(&self) -> &tokio::sync::Mutex<()> {
        &self.inner.moving_clock
    }

    pub(crate) fn secrets(&self) -> &Secrets {
        &self.inner.secrets
    }

    pub(crate) fn services(&self) -> &Services {
        &self.inner.services
    }

    pub(crate) fn models(&self) -> &Models {
        &self.inner.models
    }

    pub(crate) fn latencies(&self) -> &Latencies {
        &self.inner.latencies
    }

    pub(crate) fn backups(&self) -> &Backups {
        &self.inner.backups
    }

    pub(crate) fn library(&self) -> &Library {
        &self.inner.library
    }

    pub(crate) fn tasks(&self) -> &Tasks {
        &self.inner.tasks
    }

    pub(crate) fn comfyui(&self) -> &Comfyui {
        &self.inner.comfyui
    }

    pub(crate) fn platforms(&self) -> &Platforms {
        &self.inner.platforms
    }

    pub(crate) fn accounts(&self) -> &Accounts {
        &self.inner.accounts
    }

    pub(crate) fn text_engines(&self) -> &TextEngines {
        &self.inner.text_engines
    }

    pub(crate) fn live(&self) -> &Live {
        &self.inner.live
    }

    pub(crate) fn awake(&self) -> &Awake {
        &self.inner.awake
    }

    /// The timer that wakes this computer.
    pub(crate) fn wake(&self) -> &Wake {
        &self.inner.wake
    }

    pub(crate) fn media_files(&self) -> &MediaFiles {
        &self.inner.media_files
    }
}

/// The platforms: their real hosts, or the stand-ins of a rehearsal.
fn open_platforms(options: &OpenOptions) -> Result<Platforms> {
    let stand_ins = options.rehearsal.as_ref().map(|rehearsal| rehearsal.platforms.parse());
    let hosts = Hosts { rehearsal: stand_ins.transpose().map_err(Error::internal)? };
    Platforms::open(hosts, ClientOptions::default()).map_err(Error::from)
}

/// Opens the library; a damaged one is left alone, and an empty one in a temporary folder stands in
/// for it, so that the program can say what happened and offer the way back.
async fn open_library(root: &Path) -> Result<(Library, Option<String>)> {
    match Library::open(root).await {
        Ok(library) => Ok((library, None)),
        Err(LibraryError::Damaged(reason)) => {
            tracing::error!(service = "library", reason, "the database is damaged; safe mode");
            let stand_in = std::env::temp_dir().join(format!("troupe-safe-mode-{}", uuid::Uuid::now_v7()));
            let library = Library::open(&stand_in).await?;
            Ok((library, Some(format!("its database is damaged ({reason})."))))
        }
        Err(error) => Err(Error::from(error)),
    }
}
