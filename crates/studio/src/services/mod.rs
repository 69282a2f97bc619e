//! Services: ComfyUI, Ollama and what else the creator names; found, started, watched, ended.
//!
//! A service that Troupe starts has one supervisor (`supervise.rs`), which holds its process, starts it again when it
//! dies and ends it when asked. A process that somebody else started is looked at and never touched.

pub(crate) mod find;
mod output;
mod process;
mod restarts;
pub(crate) mod settings;
mod supervise;
#[cfg(all(test, unix))]
mod tests;
mod watch;

use crate::{Error, Kind, Result, Studio};
use chrono::{DateTime, Utc};
use output::Output;
use process::Process;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use settings::{ServiceSettings, WhenProgramEnds, title};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::watch as seen;
use tokio_util::sync::CancellationToken;
use troupe_library::tables::service_runs;
pub(crate) use watch::{address, look, watch};

/// How a service is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ServiceState {
    /// It does not run.
    #[default]
    Off,
    /// Its process runs and it does not answer yet.
    Starting,
    /// It answers; or, where it has no address, its process runs.
    Running,
    /// It was asked to end.
    Stopping,
    /// It died and is started again in a while.
    Waiting,
    /// It died too often, or could not be started.
    Failed,
}

/// Who started a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StartedBy {
    /// Troupe, so that it may be stopped here.
    Troupe,
    /// Somebody else: it is never stopped from here.
    Other,
}

/// What is known of a service.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    pub(crate) state: ServiceState,
    pub(crate) message: String,
    pub(crate) started_by: Option<StartedBy>,
    pub(crate) process_id: Option<u32>,
    pub(crate) started_at: Option<DateTime<Utc>>,
    /// Deaths since it last started well.
    pub(crate) deaths: u32,
    pub(crate) starts_again_at: Option<DateTime<Utc>>,
    pub(crate) version: Option<String>,
    /// How long its last answer took.
    pub(crate) answer_ms: Option<u64>,
    pub(crate) looked_at: Option<DateTime<Utc>>,
}

/// One service.
#[derive(Debug)]
pub(crate) struct Watched {
    pub(crate) name: String,
    known: Mutex<Known>,
    output: Output,
    supervisor: Mutex<Option<Supervisor>>,
    /// Changes with each state, for whoever waits for one.
    changes: seen::Sender<ServiceState>,
}

/// The one who holds a service's process.
#[derive(Debug)]
struct Supervisor {
    /// Asks it to end the process.
    stop: CancellationToken,
    /// Tells that it has ended.
    ended: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

/// All services that were looked at since the start.
#[derive(Debug, Default)]
pub(crate) struct Services {
    all: Mutex<HashMap<String, Arc<Watched>>>,
    /// Whether the program stays to watch what it starts.
    is_watching: std::sync::atomic::AtomicBool,
}

impl Services {
    /// The service of that name.
    pub(crate) fn get(&self, studio: &Studio, name: &str) -> Arc<Watched> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(name.to_owned()).or_insert_with(|| Arc::new(Watched::new(studio, name))).clone()
    }

    /// Forgets what is known of a service.
    pub(crate) fn forget(&self, name: &str) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }

    /// Takes up the processes that an earlier run of the program left, and starts what starts with the program.
    pub(crate) async fn begin(&self, studio: &Studio) -> Result<()> {
        self.is_watching.store(true, std::sync::atomic::Ordering::Relaxed);
        let settings = studio.service_settings().await?;
        let mut read = studio.library().read().await?;
        let rows = service_runs::list(&mut read).await?;
        drop(read);
        for row in rows {
            match (Process::again(&row), settings.get(&row.name)) {
                (Some(process), Some(own)) => {
                    tracing::info!(service = row.name, process = process.id, "still runs from before");
                    let watched = self.get(studio, &row.name);
                    watched.output.open_again();
                    watched.supervise(studio, own.clone(), Some((process, row.started_at)));
                }
                _ => supervise::forget_run(studio, &row.name).await,
            }
        }
        for (name, own) in settings.iter().filter(|(_, own)| own.start_with_program) {
            let watched = self.get(studio, name);
            watch::look(studio, &watched, own).await;
            if let Err(error) = watched.start(studio, own) {
                tracing::warn!(service = name, %error, "could not be started with the program");
            }
        }
        Ok(())
    }

    /// Ends what is to end with the program; the others are left running.
    pub(crate) async fn end(&self, studio: &Studio) {
        let settings = studio.service_settings().await.unwrap_or_default();
        let all: Vec<_> = self.all.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect();
        let ending = all.into_iter().map(|watched| {
            let leave =
                settings.get(&watched.name).is_some_and(|own| own.when_program_ends == WhenProgramEnds::LeaveRunning);
            async move {
                match leave {
                    true => watched.let_go(),
                    false => watched.stop().await,
                }
            }
        });
        futures::future::join_all(ending).await;
    }

    fn is_watching(&self) -> bool {
        self.is_watching.load(std::sync::atomic::Ordering::Relaxed)
    }
}

impl Watched {
    fn new(studio: &Studio, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            known: Mutex::default(),
            output: Output::new(&studio.library().logs_dir(), name),
            supervisor: Mutex::default(),
            changes: seen::Sender::new(ServiceState::Off),
        }
    }

    /// What is known of it.
    pub(crate) fn known(&self) -> Known {
        self.lock().clone()
    }

    /// Its last lines, oldest first.
    pub(crate) fn tail(&self, count: usize) -> Vec<String> {
        self.output.tail(count)
    }

    /// Starts it. One that runs already is left as it is.
    pub(crate) fn start(self: &Arc<Self>, studio: &Studio, settings: &ServiceSettings) -> Result<()> {
        let name = title(&self.name, settings);
        let known = self.known();
        if self.is_supervised() && known.state != ServiceState::Waiting || known.started_by == Some(StartedBy::Other) {
            return Ok(());
        }
        if settings.command.is_none() {
            return Err(Error::conflict(format!(
                "Troupe does not know how {name} is started. Name its command under Monitoring, or start it yourself."
            ))
            .with("found", json!(find::find(&self.name))));
        }
        if settings.program().is_none() {
            return Err(Error::conflict(format!(
                "The program that starts {name} is not there any more. Correct its command under Monitoring."
            )));
        }
        if !studio.services().is_watching() {
            return Err(Error::conflict(format!(
                "Nothing would stay to watch {name}. Open the window, or run troupe-cli serve, and start it there."
            )));
        }
        // One that waits for its next try is tried now.
        self.let_go();
        self.output.clear();
        self.supervise(studio, settings.clone(), None);
        Ok(())
    }

    /// Ends it if Troupe started it, and waits for the end.
    pub(crate) async fn stop(&self) {
        let ended = {
            let supervisor = self.supervisor.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(supervisor) = &*supervisor else { return };
            supervisor.stop.cancel();
            supervisor.ended.clone()
        };
        // It stays the supervisor until then: nobody takes the process for somebody else's meanwhile.
        ended.cancelled().await;
    }

    /// Ends the supervisor alone and leaves the process as it is.
    fn let_go(&self) {
        let supervisor = self.supervisor.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(supervisor) = supervisor {
            supervisor.task.abort();
        }
    }

    /// Waits until it runs, or is known not to.
    pub(crate) async fn settled(&self, within: Duration) {
        let mut changes = self.changes.subscribe();
        let is_settled = |state: &ServiceState| !matches!(state, ServiceState::Starting | ServiceState::Stopping);
        let _ = tokio::time::timeout(within, changes.wait_for(is_settled)).await;
    }

    /// Whether a supervisor holds it.
    pub(crate) fn is_supervised(&self) -> bool {
        let supervisor = self.supervisor.lock().unwrap_or_else(PoisonError::into_inner);
        supervisor.as_ref().is_some_and(|supervisor| !supervisor.task.is_finished())
    }

    fn supervise(
        self: &Arc<Self>,
        studio: &Studio,
        settings: ServiceSettings,
        running: Option<(Process, DateTime<Utc>)>,
    ) {
        let stop = CancellationToken::new();
        // The state is right before the task has begun: whoever asked for the start sees it.
        self.note(studio, |known| {
            *known = Known {
                state: ServiceState::Starting,
                message: "It is being started.".into(),
                started_by: Some(StartedBy::Troupe),
                process_id: running.as_ref().map(|(process, _)| process.id),
                started_at: running.as_ref().map(|(_, started_at)| *started_at),
                ..Known::default()
            };
        });
        let ended = CancellationToken::new();
        let (tells, supervising) = (
            ended.clone().drop_guard(),
            supervise::supervise(studio.clone(), self.clone(), settings, running, stop.clone()),
        );
        let task = tokio::spawn(async move {
            let _tells = tells;
            supervising.await;
        });
        let supervisor = Supervisor { stop, ended, task };
        *self.supervisor.lock().unwrap_or_else(PoisonError::into_inner) = Some(supervisor);
    }

    /// Changes what is known, and tells of it when the state is another.
    fn note(&self, studio: &Studio, change: impl FnOnce(&mut Known)) {
        let mut known = self.lock();
        let before = known.state;
        change(&mut known);
        let (state, message) = (known.state, known.message.clone());
        drop(known);
        if before != state {
            self.changes.send_replace(state);
            tracing::info!(service = self.name, ?state, "{message}");
            studio.events().send(Kind::ServiceChanged, json!({ "service": self.name, "state": state }));
            studio.events().changed(&["services"], crate::Caller::Task);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
