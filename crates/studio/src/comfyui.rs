//! The ComfyUI servers as the studio knows them: one client each, what each has, how each is.

use crate::{Code, Error, Events, Kind, Result};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use troupe_comfyui::{Client, ClientOptions, Discovery, PromptId, SystemStats};
use troupe_library::{
    Library, ServerId,
    tables::{runs::RunRow, servers},
};

/// How long a probe of an address may take: a creator waits in front of it.
const PROBE: Duration = Duration::from_secs(6);

/// How a server is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ServerState {
    /// Nobody asked it yet.
    Unknown,
    /// It answers.
    Running,
    /// It does not answer.
    Off,
    /// Something answers there that is no ComfyUI, or the address can't be used.
    Unusable,
}

impl ServerState {
    /// The state as the contract spells it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Running => "running",
            Self::Off => "off",
            Self::Unusable => "unusable",
        }
    }
}

/// What is known of a server.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct ServerReport {
    /// How it is.
    pub(crate) state: ServerState,
    /// What that means and what to do.
    pub(crate) message: String,
    /// ComfyUI's version.
    pub(crate) version: Option<String>,
    /// Its devices, the main one first.
    pub(crate) devices: Vec<DeviceReport>,
    /// The computer's memory in bytes.
    pub(crate) ram_total_bytes: Option<u64>,
    /// The computer's free memory in bytes.
    pub(crate) ram_free_bytes: Option<u64>,
    /// How many checkpoints it has.
    pub(crate) checkpoints: Option<usize>,
    /// How many LoRAs it has.
    pub(crate) loras: Option<usize>,
}

/// A device that computes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct DeviceReport {
    /// Its name.
    pub(crate) name: String,
    /// `cuda`, `mps`, `cpu` …
    pub(crate) kind: String,
    /// Its memory in bytes.
    pub(crate) memory_total_bytes: u64,
    /// Its free memory in bytes.
    pub(crate) memory_free_bytes: u64,
}

impl ServerReport {
    /// A report of a server that can't be used at all.
    pub(crate) fn unusable(message: String) -> Self {
        Self::of(ServerState::Unusable, message)
    }

    fn of(state: ServerState, message: String) -> Self {
        Self {
            state,
            message,
            version: None,
            devices: Vec::new(),
            ram_total_bytes: None,
            ram_free_bytes: None,
            checkpoints: None,
            loras: None,
        }
    }
}

/// All servers that were used since the start.
#[derive(Debug)]
pub(crate) struct Comfyui {
    library: Library,
    events: Events,
    /// The stand-in of a rehearsal.
    stand_in: Option<Arc<Server>>,
    servers: Mutex<HashMap<ServerId, Arc<Server>>>,
}

impl Comfyui {
    pub(crate) fn new(library: Library, events: Events, stand_in: Option<&str>) -> Result<Self> {
        let stand_in = stand_in.map(|address| Server::new(None, address, events.clone())).transpose()?.map(Arc::new);
        Ok(Self { library, events, stand_in, servers: Mutex::default() })
    }

    /// The stand-in, when this is a rehearsal.
    pub(crate) fn stand_in(&self) -> Option<Arc<Server>> {
        self.stand_in.clone()
    }

    /// The server where pictures are made; `None` when no one is named or in use.
    pub(crate) async fn current(&self) -> Result<Option<Arc<Server>>> {
        if let Some(server) = self.stand_in() {
            return Ok(Some(server));
        }
        let mut read = self.library.read().await?;
        let Some(row) = servers::default(&mut read).await? else { return Ok(None) };
        drop(read);
        self.server(row.id, &row.address).map(Some)
    }

    /// The server of a row: its client and what is known of it.
    pub(crate) fn server(&self, id: ServerId, address: &str) -> Result<Arc<Server>> {
        let mut known = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = known.get(&id).filter(|server| server.address == address) {
            return Ok(server.clone());
        }
        let server = Arc::new(Server::new(Some(id), address, self.events.clone())?);
        known.insert(id, server.clone());
        Ok(server)
    }

    /// Forgets what is known of a server whose row changed or went.
    pub(crate) fn forget(&self, id: ServerId) {
        self.servers.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }

    /// Asks an address that is not a server yet whether a ComfyUI answers there.
    pub(crate) async fn probe(&self, address: &str) -> Result<SystemStats> {
        let client = client(address)?;
        match tokio::time::timeout(PROBE, client.system_stats()).await {
            Ok(answer) => Ok(answer?),
            Err(_) => Err(Error::new(
                Code::ServiceUnavailable,
                format!(
                    "{address} did not answer within {} seconds. Check that ComfyUI is running there.",
                    PROBE.as_secs()
                ),
            )),
        }
    }

    /// Stops runs at the server that has them, in the background: the rows already say cancelled.
    pub(crate) fn stop_runs(&self, runs: impl Iterator<Item = RunRow>) {
        for run in runs {
            let server = match run.server_id {
                None => self.stand_in(),
                Some(id) => self.servers.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned(),
            };
            if let Some(server) = server {
                tokio::spawn(async move {
                    if let Err(error) = server.client.cancel(PromptId::from(run.prompt_id.0)).await {
                        tracing::warn!(service = "comfyui", run = %run.id, %error, "could not stop a cancelled run");
                    }
                });
            }
        }
    }
}

/// One ComfyUI.
#[derive(Debug)]
pub(crate) struct Server {
    id: Option<ServerId>,
    address: String,
    client: Client,
    events: Events,
    known: Mutex<Known>,
    /// Only one reads anew at a time; the others wait and take what it found.
    refreshing: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Known {
    report: ServerReport,
    discovery: Option<Arc<Discovery>>,
}

impl Server {
    fn new(id: Option<ServerId>, address: &str, events: Events) -> Result<Self> {
        Ok(Self {
            id,
            address: address.to_owned(),
            client: client(address)?,
            events,
            known: Mutex::new(Known {
                report: ServerReport::of(ServerState::Unknown, "Not asked yet.".into()),
                discovery: None,
            }),
            refreshing: tokio::sync::Mutex::default(),
        })
    }

    /// The row's id; `None` for the stand-in of a rehearsal.
    pub(crate) fn id(&self) -> Option<ServerId> {
        self.id
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// What is known of it.
    pub(crate) fn report(&self) -> ServerReport {
        self.known().report.clone()
    }

    /// What it has, as last read; read now when it never was.
    pub(crate) async fn discovery(&self) -> Result<Arc<Discovery>> {
        if let Some(discovery) = self.known().discovery.clone() {
            return Ok(discovery);
        }
        self.refresh().await
    }

    /// Looks once at a server that nobody asked yet.
    pub(crate) async fn refresh_if_unknown(&self) -> Result<()> {
        if self.known().report.state == ServerState::Unknown {
            self.refresh().await?;
        }
        Ok(())
    }

    /// Reads anew how it is and what it has.
    pub(crate) async fn refresh(&self) -> Result<Arc<Discovery>> {
        let _only_one = self.refreshing.lock().await;
        let found = async {
            let stats = self.client.system_stats().await?;
            let discovery = Discovery::read(&self.client).await?;
            Ok::<_, troupe_comfyui::Error>((stats, Arc::new(discovery)))
        }
        .await;
        match found {
            Ok((stats, discovery)) => {
                self.keep(report_of(&stats, Some(&discovery)), Some(discovery.clone()));
                Ok(discovery)
            }
            Err(error) => {
                let error = Error::from(error);
                self.failed(&error);
                Err(error)
            }
        }
    }

    /// Looks whether it answers and how much memory is free, without reading what it has.
    pub(crate) async fn look(&self) -> Result<SystemStats> {
        match self.client.system_stats().await {
            Ok(stats) => {
                let discovery = self.known().discovery.clone();
                self.keep(report_of(&stats, discovery.as_deref()), discovery);
                Ok(stats)
            }
            Err(error) => {
                let error = Error::from(error);
                self.failed(&error);
                Err(error)
            }
        }
    }

    /// Notes that it did not answer.
    pub(crate) fn failed(&self, error: &Error) {
        let state = if error.code == Code::ServiceUnavailable { ServerState::Off } else { ServerState::Unusable };
        // A server that was away may come back with other nodes and models.
        self.keep(ServerReport::of(state, error.message.to_string()), None);
    }

    fn keep(&self, report: ServerReport, discovery: Option<Arc<Discovery>>) {
        let mut known = self.known();
        let changed = known.report.state != report.state;
        let state = report.state;
        *known = Known { report, discovery };
        drop(known);
        if changed {
            self.events
                .send(Kind::ServiceChanged, json!({ "service": "comfyui", "state": state, "server_id": self.id }));
            self.events.changed(&["servers", "models"], crate::Caller::Task);
        }
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn client(address: &str) -> Result<Client> {
    Ok(Client::new(Client::parse_address(address)?, ClientOptions::default())?)
}

fn report_of(stats: &SystemStats, discovery: Option<&Discovery>) -> ServerReport {
    let devices: Vec<DeviceReport> = stats
        .devices
        .iter()
        .map(|device| DeviceReport {
            name: device.name.clone(),
            kind: device.kind.clone(),
            memory_total_bytes: device.vram_total_bytes,
            memory_free_bytes: device.vram_free_bytes,
        })
        .collect();
    ServerReport {
        state: ServerState::Running,
        message: "ComfyUI answers.".into(),
        version: stats.system.comfyui_version.clone(),
        devices,
        ram_total_bytes: Some(stats.system.ram_total_bytes),
        ram_free_bytes: Some(stats.system.ram_free_bytes),
        checkpoints: discovery.map(|discovery| discovery.models("checkpoints").len()),
        loras: discovery.map(|discovery| discovery.models("loras").len()),
    }
}

impl From<troupe_net::Error> for Error {
    fn from(error: troupe_net::Error) -> Self {
        use troupe_net::Error as Net;
        let code = match &error {
            Net::Unreachable { .. } | Net::TimedOut { .. } | Net::NameNotFound { .. } => Code::ServiceUnavailable,
            Net::TooLarge { .. } => Code::PayloadTooLarge,
            Net::BadAddress { .. } | Net::PrivateAddress { .. } => Code::ValidationError,
            _ => Code::UpstreamError,
        };
        Self::new(code, crate::error::sentence(&error.to_string())).because(error)
    }
}

impl From<troupe_comfyui::Error> for Error {
    fn from(error: troupe_comfyui::Error) -> Self {
        use troupe_comfyui::Error as Comfy;
        let code = match error {
            Comfy::Net(error) => return error.into(),
            Comfy::Address { .. } | Comfy::Value { .. } | Comfy::Graph { .. } | Comfy::NoSuchNode { .. } => {
                Code::ValidationError
            }
            Comfy::NotConnected { .. } => Code::ServiceUnavailable,
            Comfy::UploadTooLarge { .. } => Code::PayloadTooLarge,
            Comfy::Workflow { .. } => Code::Unsupported,
            Comfy::File { .. } => Code::StorageError,
            _ => Code::UpstreamError,
        };
        let details = match &error {
            Comfy::Rejected(rejection) => json!({ "comfyui": format!("{rejection:?}") }),
            Comfy::Value { input, why } => json!({ "fields": [{ "field": input, "message": why }] }),
            _ => json!({}),
        };
        let mut known = Self::new(code, crate::error::sentence(&error.to_string())).because(error);
        known.details = details;
        known
    }
}
