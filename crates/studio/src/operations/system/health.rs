//! How the program is: a short answer for a watcher, a long one for Monitoring.

use crate::{
    Result, Studio,
    accounts::{AccountFix, health, words},
    comfyui::ServerState,
    operations::accounts::view::PlatformAccount,
    operations::queue,
    secrets::KeychainState,
    settings::Settings,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use troupe_library::tables::{
    accounts::{self, AccountFilter, AccountRow, AccountState},
    content, jobs,
};

/// Whether the program is healthy, with the state of each part.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetHealth {}

/// The program's health.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Health {
    /// `healthy`; `degraded` when something that is set up does not work; `down` without a library.
    status: HealthStatus,
    version: String,
    services: Vec<ServiceHealth>,
    uptime_seconds: i64,
}

/// How well the program works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum HealthStatus {
    /// All that is set up works.
    Healthy,
    /// Something that is set up does not work.
    Degraded,
    /// The library can't be used.
    Down,
}

/// One part of the program.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct ServiceHealth {
    /// `database`, `comfyui`, `keychain` or `accounts`.
    name: String,
    /// `running`, `off`, `not_set_up` …
    state: String,
    /// What that means and what to do.
    message: String,
    /// Whether it counts against the health.
    is_fault: bool,
}

async fn services(studio: &Studio) -> Result<Vec<ServiceHealth>> {
    let part = |name: &str, state: &str, message: &str, is_fault| ServiceHealth {
        name: name.into(),
        state: state.into(),
        message: message.into(),
        is_fault,
    };
    let mut found = Vec::new();
    if let Some(reason) = studio.safe_mode() {
        found.push(part("database", "damaged", reason, true));
        return Ok(found);
    }
    found.push(match studio.library().read().await {
        Ok(_) => part("database", "running", "The library answers.", false),
        Err(error) => part("database", "failing", &error.to_string(), true),
    });
    found.push(match studio.comfyui().current().await? {
        None => part("comfyui", "not_set_up", "No ComfyUI is named yet. Add its address in Settings.", false),
        Some(server) => {
            let _ = server.refresh_if_unknown().await;
            let report = server.report();
            part("comfyui", report.state.as_str(), &report.message, report.state != ServerState::Running)
        }
    });
    let keychain = studio.secrets().state();
    let state = serde_json::to_value(keychain).ok().and_then(|state| state.as_str().map(str::to_owned));
    let is_fault = matches!(keychain, KeychainState::Locked | KeychainState::Failing);
    found.push(part("keychain", &state.unwrap_or_default(), keychain.words(), is_fault));
    let accounts = connected_accounts(studio).await?;
    let need_owner: Vec<_> =
        accounts.iter().filter(|row| health(studio, row).fix == Some(AccountFix::Reconnect)).map(words).collect();
    found.push(match (accounts.is_empty(), need_owner.as_slice()) {
        (true, _) => part("accounts", "not_set_up", "No account is connected yet. Connect one in Settings.", false),
        (false, []) => part("accounts", "running", "Every account's sign-in holds.", false),
        (false, some) => {
            let message = format!("To be connected again: {}.", some.join(", "));
            part("accounts", "needs_owner", &message, true)
        }
    });
    Ok(found)
}

/// The accounts that the creator wants to work.
async fn connected_accounts(studio: &Studio) -> Result<Vec<AccountRow>> {
    let mut read = studio.library().read().await?;
    let all = accounts::list(&mut read, &AccountFilter::default()).await?;
    Ok(all.into_iter().filter(|row| row.state != AccountState::Disconnected).collect())
}

pub(super) async fn get_health(studio: &Studio, _: GetHealth) -> Result<Health> {
    let services = services(studio).await?;
    let status = if services.iter().any(|part| part.name == "database" && part.is_fault) {
        HealthStatus::Down
    } else if services.iter().any(|part| part.is_fault) {
        HealthStatus::Degraded
    } else {
        HealthStatus::Healthy
    };
    Ok(Health {
        status,
        version: env!("CARGO_PKG_VERSION").into(),
        services,
        uptime_seconds: (studio.now() - studio.started_at()).num_seconds(),
    })
}

/// What Monitoring shows: every service, how long the queue is, the configuration in force. There are
/// no secrets in it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetStatus {}

/// The program's state.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Status {
    services: Vec<ServiceHealth>,
    /// The ComfyUI in use: state, version, devices, memory.
    comfyui: Option<Value>,
    /// Jobs in the queue.
    queue_depth: usize,
    /// Pictures that are still to be made.
    pictures_left: i64,
    is_queue_paused: bool,
    /// Pictures that wait for the creator's decision.
    pending_count: i64,
    /// Every account that is not disconnected, and how it is.
    accounts: Vec<PlatformAccount>,
    started_at: DateTime<Utc>,
    uptime_seconds: i64,
    is_rehearsal: bool,
    settings: Settings,
}

pub(super) async fn status(studio: &Studio, _: GetStatus) -> Result<Status> {
    let comfyui = match studio.comfyui().current().await? {
        None => None,
        Some(server) => {
            let _ = server.look().await;
            serde_json::to_value(server.report()).ok()
        }
    };
    let services = services(studio).await?;
    let mut read = studio.library().read().await?;
    let open = jobs::open(&mut read).await?;
    let pending_count = content::pending_count(&mut read).await?;
    drop(read);
    let rows = connected_accounts(studio).await?;
    let mut read = studio.library().read().await?;
    let accounts = PlatformAccount::load_all(studio, &mut read, rows).await?;
    drop(read);
    Ok(Status {
        services,
        comfyui,
        queue_depth: open.len(),
        pictures_left: open.iter().map(|job| job.total - job.success_count - job.failure_count).sum(),
        is_queue_paused: queue::is_paused(studio).await?,
        pending_count,
        accounts,
        started_at: studio.started_at(),
        uptime_seconds: (studio.now() - studio.started_at()).num_seconds(),
        is_rehearsal: studio.rehearsal().is_some(),
        settings: studio.settings().await?,
    })
}
