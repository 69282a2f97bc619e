//! Services: ComfyUI, Ollama and what else the creator names; looking at them, starting, stopping, naming them.

use crate::{
    Caller, Code,
    Effect::{Destroy, Read, Write},
    Error, Operation, Patch, Result, Studio,
    registry::operation,
    services::{
        ServiceState, StartedBy, Watched,
        find::{self, FoundProgram},
        settings::{self, COMFYUI, ServiceSettings, WhenProgramEnds},
    },
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Duration};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("services.list", list, Read, &["services"]).route("GET /services"),
        operation("services.get", get, Read, &["services"]).route("GET /services/{service_name}"),
        operation("services.update", update, Write, &["services"]).route("PUT /services/{service_name}"),
        operation("services.delete", delete, Destroy, &["services"]).route("DELETE /services/{service_name}"),
        operation("services.start", start, Write, &["services", "servers"])
            .route("POST /services/{service_name}/start")
            .route_with("POST /images/comfyui/start", &[("service_name", COMFYUI)]),
        operation("services.stop", stop, Write, &["services", "servers"]).route("POST /services/{service_name}/stop"),
        operation("services.restart", restart, Write, &["services", "servers"])
            .route("POST /services/{service_name}/restart"),
        operation("comfyui.start", start_comfyui, Write, &["services", "servers"]).route("POST /comfyui/start"),
    ]
}

/// How many lines of the output a list carries, and a single service.
const TAIL_OF_MANY: usize = 5;
const TAIL_OF_ONE: usize = 200;

/// A program that Troupe works with, how it is, and how it is started.
#[derive(Debug, Serialize, JsonSchema)]
struct ServiceView {
    /// Its name, such as `comfyui`.
    name: String,
    /// Its name on the screen.
    title: String,
    /// How it is.
    state: ServiceState,
    /// What that means and what to do.
    message: String,
    /// Who started it, while it runs.
    started_by: Option<StartedBy>,
    /// Its version, as far as it says.
    version: Option<String>,
    /// Where it answers.
    address: Option<String>,
    /// How long its last answer took, in milliseconds.
    answer_ms: Option<u64>,
    /// When it was last looked at.
    looked_at: Option<DateTime<Utc>>,
    /// The number of its process, when Troupe started it.
    process_id: Option<u32>,
    /// Since when it runs, when Troupe started it.
    started_at: Option<DateTime<Utc>>,
    /// How often it died since it last started well.
    deaths: u32,
    /// When it is started again by itself.
    starts_again_at: Option<DateTime<Utc>>,
    /// Whether it can be started from here.
    can_start: bool,
    /// Whether it can be stopped from here.
    can_stop: bool,
    /// Whether it can be forgotten.
    can_delete: bool,
    /// Its last lines, oldest first.
    log_tail: Vec<String>,
    /// How it is started.
    settings: ServiceSettings,
}

impl ServiceView {
    async fn of(studio: &Studio, watched: &Watched, settings: ServiceSettings, tail: usize) -> Self {
        let known = watched.known();
        let is_up = !matches!(known.state, ServiceState::Off | ServiceState::Failed | ServiceState::Waiting);
        Self {
            title: settings::title(&watched.name, &settings),
            state: known.state,
            message: known.message,
            started_by: known.started_by,
            version: known.version,
            address: crate::services::address(studio, &watched.name, &settings).await,
            answer_ms: known.answer_ms,
            looked_at: known.looked_at,
            process_id: known.process_id,
            started_at: known.started_at,
            deaths: known.deaths,
            starts_again_at: known.starts_again_at,
            can_start: settings.command.is_some() && !is_up,
            can_stop: watched.is_supervised(),
            can_delete: !settings::is_known(&watched.name),
            log_tail: watched.tail(tail),
            name: watched.name.clone(),
            settings,
        }
    }
}

/// The service of that name, looked at now.
async fn find_service(studio: &Studio, name: &str) -> Result<(Arc<Watched>, ServiceSettings)> {
    let settings = studio.service_settings().await?.remove(name).ok_or_else(|| Error::not_found("service", name))?;
    let watched = studio.services().get(studio, name);
    crate::services::look(studio, &watched, &settings).await;
    Ok((watched, settings))
}

/// Every service: ComfyUI, Ollama and what else was named, each with its state and its last lines.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListServices {
    /// Look at each now, in place of what was last seen.
    #[serde(default)]
    refresh: bool,
}

/// The services.
#[derive(Debug, Serialize, JsonSchema)]
struct ServiceList {
    services: Vec<ServiceView>,
    total: usize,
}

/// The services as they were last seen, for the bundle of a report.
pub(super) async fn list_now(studio: &Studio) -> Result<impl Serialize> {
    list(studio, ListServices { refresh: false }).await
}

async fn list(studio: &Studio, input: ListServices) -> Result<ServiceList> {
    let looks = studio.service_settings().await?.into_iter().map(|(name, settings)| async move {
        let watched = studio.services().get(studio, &name);
        if input.refresh || watched.known().looked_at.is_none() {
            crate::services::look(studio, &watched, &settings).await;
        }
        ServiceView::of(studio, &watched, settings, TAIL_OF_MANY).await
    });
    let services = futures::future::join_all(looks).await;
    Ok(ServiceList { total: services.len(), services })
}

/// One service, looked at now, with its last 200 lines.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ServiceLook {
    /// Its name, such as `comfyui` or `ollama`.
    service_name: String,
}

/// A service in full.
#[derive(Debug, Serialize, JsonSchema)]
struct ServiceDetail {
    #[serde(flatten)]
    service: ServiceView,
    /// Ways to start it that were found on this computer.
    found: Vec<FoundProgram>,
}

async fn get(studio: &Studio, input: ServiceLook) -> Result<ServiceDetail> {
    let (watched, settings) = find_service(studio, &input.service_name).await?;
    let name = input.service_name;
    let found = tokio::task::spawn_blocking(move || find::find(&name)).await.map_err(Error::internal)?;
    Ok(ServiceDetail { service: ServiceView::of(studio, &watched, settings, TAIL_OF_ONE).await, found })
}

/// Says how a service is started, and when it ends; a name that is new names a new service. What runs goes on as it
/// was started. Only the window and the command line may: what is named here runs as a program.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ServiceChange {
    /// Its name: small letters, digits, `-` and `_`, at most 40.
    service_name: String,
    /// The name on the screen.
    #[serde(default)]
    title: Patch<String>,
    /// The program: a whole path, a path within the folder, or a name that the system finds.
    #[serde(default)]
    command: Patch<String>,
    /// Its arguments; the whole list is replaced.
    #[serde(default)]
    arguments: Patch<Vec<String>>,
    /// The folder that it works in.
    #[serde(default)]
    folder: Patch<String>,
    /// Where it answers.
    #[serde(default)]
    address: Patch<String>,
    /// Start it with Troupe.
    #[serde(default)]
    start_with_program: Patch<bool>,
    /// Start it again when it dies.
    #[serde(default)]
    restart: Patch<bool>,
    /// What happens to it when Troupe ends.
    #[serde(default)]
    when_program_ends: Patch<WhenProgramEnds>,
    /// Seconds that it has to end by itself once asked.
    #[serde(default)]
    stop_within_seconds: Patch<u32>,
}

async fn update(studio: &Studio, input: ServiceChange) -> Result<ServiceView> {
    refuse_from_outside(studio, "changed")?;
    let name = input.service_name;
    let is_slug = !name.is_empty()
        && name.len() <= 40
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte));
    if !is_slug {
        return Err(Error::field("service_name", "is made of small letters, digits, - and _, at most 40"));
    }
    let mut settings = studio.service_settings().await?.remove(&name).unwrap_or_default();
    input.title.apply_option(&mut settings.title);
    input.command.apply_option(&mut settings.command);
    input.arguments.apply(&mut settings.arguments);
    input.folder.apply_option(&mut settings.folder);
    input.address.apply_option(&mut settings.address);
    input.start_with_program.apply_required("start_with_program", &mut settings.start_with_program)?;
    input.restart.apply_required("restart", &mut settings.restart)?;
    input.when_program_ends.apply_required("when_program_ends", &mut settings.when_program_ends)?;
    input.stop_within_seconds.apply_required("stop_within_seconds", &mut settings.stop_within_seconds)?;
    settings.check()?;
    if !settings::is_known(&name) && settings.command.is_none() {
        return Err(Error::field("command", "name the program that is to be started"));
    }
    studio.keep_service(&name, Some(settings.clone())).await?;
    let watched = studio.services().get(studio, &name);
    Ok(ServiceView::of(studio, &watched, settings, TAIL_OF_MANY).await)
}

/// Forgets a service that was named. It has to be stopped first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ServiceRemoval {
    /// Its name.
    service_name: String,
}

/// What was forgotten.
#[derive(Debug, Serialize, JsonSchema)]
struct ServiceRemoved {
    service_name: String,
}

async fn delete(studio: &Studio, input: ServiceRemoval) -> Result<ServiceRemoved> {
    refuse_from_outside(studio, "forgotten")?;
    let name = input.service_name;
    if settings::is_known(&name) {
        return Err(Error::conflict("ComfyUI and Ollama are always among the services. Clear the command instead."));
    }
    let settings = studio.service_settings().await?.remove(&name).ok_or_else(|| Error::not_found("service", &name))?;
    if studio.services().get(studio, &name).is_supervised() {
        let title = settings::title(&name, &settings);
        return Err(Error::conflict(format!("{title} still runs. Stop it first.")));
    }
    studio.keep_service(&name, None).await?;
    studio.services().forget(&name);
    Ok(ServiceRemoved { service_name: name })
}

/// Starts a service. One that runs already is left as it is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ServiceStart {
    /// Its name, such as `comfyui`.
    service_name: String,
    /// Seconds to wait for it to run or to be off again, at most 300 (0).
    #[serde(default)]
    #[schemars(range(max = 300))]
    wait: u32,
}

async fn start(studio: &Studio, input: ServiceStart) -> Result<ServiceView> {
    let (watched, settings) = find_service(studio, &input.service_name).await?;
    watched.start(studio, &settings)?;
    settle(studio, &watched, &settings, input.wait).await;
    Ok(ServiceView::of(studio, &watched, settings, TAIL_OF_ONE).await)
}

/// Starts ComfyUI. One that runs already is left as it is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StartComfyui {
    /// Seconds to wait for it to run or to be off again, at most 300 (0).
    #[serde(default)]
    #[schemars(range(max = 300))]
    wait: u32,
}

async fn start_comfyui(studio: &Studio, input: StartComfyui) -> Result<ServiceView> {
    start(studio, ServiceStart { service_name: COMFYUI.into(), wait: input.wait }).await
}

/// Stops a service that Troupe started, and waits for its end: it is asked, and ended by force when it does not listen.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ServiceStop {
    /// Its name, such as `comfyui`.
    service_name: String,
}

async fn stop(studio: &Studio, input: ServiceStop) -> Result<ServiceView> {
    let (watched, settings) = find_service(studio, &input.service_name).await?;
    refuse_foreign(&watched, &settings)?;
    watched.stop().await;
    Ok(ServiceView::of(studio, &watched, settings, TAIL_OF_ONE).await)
}

/// Stops a service that Troupe started, and starts it again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ServiceRestart {
    /// Its name, such as `comfyui`.
    service_name: String,
    /// Seconds to wait for it to run or to be off again, at most 300 (0).
    #[serde(default)]
    #[schemars(range(max = 300))]
    wait: u32,
}

async fn restart(studio: &Studio, input: ServiceRestart) -> Result<ServiceView> {
    let (watched, settings) = find_service(studio, &input.service_name).await?;
    refuse_foreign(&watched, &settings)?;
    watched.stop().await;
    watched.start(studio, &settings)?;
    settle(studio, &watched, &settings, input.wait).await;
    Ok(ServiceView::of(studio, &watched, settings, TAIL_OF_ONE).await)
}

/// Waits until a service that was started runs, or is known not to.
async fn settle(studio: &Studio, watched: &Watched, settings: &ServiceSettings, wait_s: u32) {
    /// How often a service that is starting is asked whether it answers.
    const ASK_EVERY: Duration = Duration::from_millis(200);
    let waited = async {
        while watched.known().state == ServiceState::Starting {
            crate::services::look(studio, watched, settings).await;
            watched.settled(ASK_EVERY).await;
        }
    };
    let _ = tokio::time::timeout(Duration::from_secs(wait_s.min(300).into()), waited).await;
}

/// Refuses to touch a process that somebody else started.
fn refuse_foreign(watched: &Watched, settings: &ServiceSettings) -> Result<()> {
    if watched.known().started_by != Some(StartedBy::Other) {
        return Ok(());
    }
    let title = settings::title(&watched.name, settings);
    Err(Error::conflict(format!(
        "Troupe did not start this {title}, so it does not stop it. End it where it was started."
    )))
}

/// What names a program to run is for who sits at this computer.
fn refuse_from_outside(studio: &Studio, done: &str) -> Result<()> {
    match studio.caller() {
        Caller::Rest | Caller::Agent(_) => Err(Error::new(
            Code::Forbidden,
            format!("How a service is started can't be {done} by another program. Do it in the window."),
        )),
        Caller::Window | Caller::Cli | Caller::Task => Ok(()),
    }
}
