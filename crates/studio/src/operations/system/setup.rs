//! What the first start looks for: ComfyUI and text engines on this computer, room on the disk, the
//! keychain.

use crate::{Result, Studio, disk, secrets::KeychainState};
use futures::future::join_all;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::Duration;
use troupe_library::tables::servers;
use troupe_net::{Client, ClientOptions, Request};

/// Where ComfyUI listens: by itself, and as the desktop program.
const COMFYUI_PORTS: [u16; 2] = [8188, 8000];
/// Where text engines listen, and the route that lists their models.
const TEXT_ENGINES: [(&str, u16, &str); 2] = [("Ollama", 11434, "/api/tags"), ("LM Studio", 1234, "/v1/models")];
/// How long the first start waits for an answer: a program on this computer answers at once.
const LOOK: Duration = Duration::from_secs(2);

/// Looks around on this computer for what Troupe can work with.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DetectSetup {}

/// What was found.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Setup {
    /// ComfyUI servers that answer on this computer.
    comfyui: Vec<FoundComfyui>,
    /// Text engines that answer on this computer.
    text_engines: Vec<FoundTextEngine>,
    /// How the keychain is.
    keychain: KeychainState,
    /// What that means and what to do.
    keychain_message: String,
    /// Where the library lies, in words for the screen.
    library_folder: String,
    /// Room on its disk; `null` when the system does not say.
    free_bytes: Option<u64>,
    /// Whether a server is named already.
    has_server: bool,
    /// Whether the welcome was gone through.
    is_set_up: bool,
}

/// A ComfyUI that answers.
#[derive(Debug, Serialize, JsonSchema)]
struct FoundComfyui {
    address: String,
    version: Option<String>,
    /// Its main device.
    device: Option<String>,
    memory_total_bytes: Option<u64>,
    /// Whether it is among the servers already.
    is_named: bool,
}

/// A text engine that answers.
#[derive(Debug, Serialize, JsonSchema)]
struct FoundTextEngine {
    name: String,
    address: String,
    /// How many models it has.
    models: usize,
}

pub(super) async fn detect(studio: &Studio, _: DetectSetup) -> Result<Setup> {
    let mut read = studio.library().read().await?;
    let named = servers::list(&mut read).await?;
    drop(read);
    let is_named = |address: &str| {
        let port = address.rsplit(':').next().unwrap_or_default();
        named.iter().any(|server| server.address == address || server.address.ends_with(&format!("localhost:{port}")))
    };
    let comfyui = join_all(COMFYUI_PORTS.map(|port| find_comfyui(studio, port))).await;
    let text_engines = join_all(TEXT_ENGINES.map(|(name, port, route)| find_text_engine(name, port, route))).await;
    let keychain = studio.secrets().look().await;
    Ok(Setup {
        comfyui: comfyui
            .into_iter()
            .flatten()
            .map(|found| FoundComfyui { is_named: is_named(&found.address), ..found })
            .collect(),
        text_engines: text_engines.into_iter().flatten().collect(),
        keychain,
        keychain_message: keychain.words().into(),
        library_folder: crate::places::shown(studio.library().root()),
        free_bytes: disk::free_bytes(studio.library().root()).await,
        has_server: !named.is_empty() || studio.rehearsal().is_some(),
        is_set_up: studio.settings().await?.program.is_set_up,
    })
}

async fn find_comfyui(studio: &Studio, port: u16) -> Option<FoundComfyui> {
    let address = format!("http://127.0.0.1:{port}");
    let stats = tokio::time::timeout(LOOK, studio.comfyui().probe(&address)).await.ok()?.ok()?;
    let device = stats.devices.first();
    Some(FoundComfyui {
        version: stats.system.comfyui_version.clone(),
        device: device.map(|device| device.name.clone()),
        memory_total_bytes: device.map(|device| device.vram_total_bytes),
        is_named: false,
        address,
    })
}

async fn find_text_engine(name: &str, port: u16, route: &'static str) -> Option<FoundTextEngine> {
    let address = format!("http://127.0.0.1:{port}");
    let url: url::Url = format!("{address}{route}").parse().ok()?;
    let client =
        Client::open(ClientOptions { total_time: LOOK, ..ClientOptions::default() }.allowing_url(&url)).ok()?;
    let answer: Value = client.get_json(Request::get(url, route)).await.ok()?;
    let models = answer.get("models").or_else(|| answer.get("data"))?.as_array()?.len();
    Some(FoundTextEngine { name: name.into(), address, models })
}
