//! The supervisor of one service: it starts the process, reads its output, starts it again when it dies, ends it when
//! asked.

use super::{
    ServiceState, StartedBy, Watched,
    process::{End, Process},
    restarts::Restarts,
    settings::{ServiceSettings, title},
};
use crate::{Code, Error, Result, Studio};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;
use troupe_library::{
    LibraryError,
    tables::{
        errors::NewError,
        service_runs::{self, ServiceRunRow},
    },
};

/// How often the output is read.
const READ_EVERY: Duration = Duration::from_millis(250);
/// How many of its last lines an error carries.
const LINES_OF_AN_ERROR: usize = 12;

/// Keeps a service running until `stop`, beginning with a process that runs already, where there is one.
pub(super) async fn supervise(
    studio: Studio,
    watched: std::sync::Arc<Watched>,
    settings: ServiceSettings,
    mut running: Option<(Process, DateTime<Utc>)>,
    stop: CancellationToken,
) {
    let mut restarts = Restarts::default();
    let title = title(&watched.name, &settings);
    loop {
        let began = Instant::now();
        let (mut process, started_at) = match running.take() {
            Some(running) => running,
            None => match start(&studio, &watched, &settings).await {
                Ok(process) => (process, studio.now()),
                Err(error) => return failed(&studio, &watched, &title, error.message.into_owned()).await,
            },
        };
        watched.note(&studio, |known| {
            (known.state, known.message) = match settings.has_address(&watched.name) {
                true => (ServiceState::Starting, "Its program runs; it does not answer yet.".into()),
                false => (ServiceState::Running, "Its program runs.".into()),
            };
            known.started_by = Some(StartedBy::Troupe);
            known.process_id = Some(process.id);
            known.started_at = Some(started_at);
            known.starts_again_at = None;
        });
        let said = tokio::select! {
            () = stop.cancelled() => None,
            said = process.ended() => Some(said),
            never = read_output(&watched) => match never {},
        };
        let Some(said) = said else {
            return end(&studio, &watched, &settings, &mut process).await;
        };
        read_once(&watched);
        forget_run(&studio, &watched.name).await;
        let wait = if settings.restart { restarts.after(began.elapsed()) } else { None };
        let Some(wait) = wait else {
            let words = match restarts.in_a_row() {
                0 | 1 => said,
                times => format!("{said} It died {times} times in a row, so it is not started again by itself."),
            };
            return failed(&studio, &watched, &title, words).await;
        };
        let again_at = studio.now() + TimeDelta::from_std(wait).unwrap_or_default();
        tracing::warn!(service = watched.name, "{said} It is started again in {} s.", wait.as_secs());
        watched.note(&studio, |known| {
            known.state = ServiceState::Waiting;
            known.message = format!("{said} It is started again by itself.");
            known.process_id = None;
            known.deaths = restarts.in_a_row();
            known.starts_again_at = Some(again_at);
        });
        tokio::select! {
            () = stop.cancelled() => return off(&studio, &watched, "It was stopped."),
            () = tokio::time::sleep(wait) => {}
        }
    }
}

impl ServiceSettings {
    /// Whether there is an address to ask whether the service answers.
    fn has_address(&self, name: &str) -> bool {
        self.address.is_some() || super::settings::is_known(name)
    }
}

/// Starts the process and writes down which one it is.
async fn start(studio: &Studio, watched: &Watched, settings: &ServiceSettings) -> Result<Process> {
    let storage = |error: std::io::Error| LibraryError::file("the service's log could not be written", error);
    let output = watched.output.open().map_err(storage)?;
    let process = Process::start(settings, &output).map_err(|error| {
        let message = format!("It could not be started: {error}. Look at its command and its folder.");
        Error::new(Code::ServiceUnavailable, message).because(error)
    })?;
    let row = ServiceRunRow {
        name: watched.name.clone(),
        process_id: process.id.into(),
        process_began_s: i64::try_from(process.began_s).unwrap_or(i64::MAX),
        started_at: studio.now(),
    };
    let mut write = studio.library().write().await?;
    service_runs::save(&mut write, &row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(process)
}

/// Ends a process that was asked to stop.
async fn end(studio: &Studio, watched: &Watched, settings: &ServiceSettings, process: &mut Process) {
    watched.note(studio, |known| {
        known.state = ServiceState::Stopping;
        known.message = "It was asked to end.".into();
    });
    let within = Duration::from_secs(settings.stop_within_seconds.into());
    let end = process.end(within).await;
    read_once(watched);
    forget_run(studio, &watched.name).await;
    off(
        studio,
        watched,
        &match end {
            End::Asked => "It was stopped.".to_owned(),
            End::Forced => {
                format!("It did not end within {} s of being asked, so it was ended by force.", within.as_secs())
            }
        },
    );
}

fn off(studio: &Studio, watched: &Watched, message: &str) {
    watched.note(studio, |known| {
        *known = super::Known { state: ServiceState::Off, message: message.to_owned(), ..super::Known::default() };
    });
}

/// Says that a service is off for good, with its last lines.
async fn failed(studio: &Studio, watched: &Watched, title: &str, said: String) {
    let lines = watched.tail(LINES_OF_AN_ERROR);
    let last = lines.last().map(|line| format!(" Its last words: {line}")).unwrap_or_default();
    let error = NewError {
        code: Code::ServiceUnavailable.as_str().into(),
        message: format!("{title} does not run. {said}"),
        details: json!({ "service": watched.name, "lines": lines }),
        operation: Some("services.start".into()),
        input: None,
    };
    if let Err(error) = studio.note_error(&error).await {
        tracing::warn!(service = watched.name, %error, "its end could not be noted");
    }
    // Whoever sees that it failed finds the error in the list.
    watched.note(studio, |known| {
        *known = super::Known {
            state: ServiceState::Failed,
            message: format!("{said}{last}"),
            deaths: known.deaths,
            ..super::Known::default()
        };
    });
}

/// Forgets which process a service was: it has ended.
pub(super) async fn forget_run(studio: &Studio, name: &str) {
    let forgotten = async {
        let mut write = studio.library().write().await?;
        service_runs::delete(&mut write, name).await?;
        write.commit().await.map_err(LibraryError::from)
    };
    if let Err(error) = forgotten.await {
        // The next start finds no such process and forgets it then.
        tracing::warn!(service = name, %error, "its end could not be written down");
    }
}

/// Brings a service's lines into the log for as long as it runs.
async fn read_output(watched: &Watched) -> std::convert::Infallible {
    loop {
        tokio::time::sleep(READ_EVERY).await;
        read_once(watched);
    }
}

pub(super) fn read_once(watched: &Watched) {
    match watched.output.look() {
        Ok(look) => {
            for line in &look.lines {
                tracing::info!(service = watched.name, "{line}");
            }
            if look.left_out > 0 {
                tracing::info!(service = watched.name, "more lines came than are kept here; its own file has them");
            }
        }
        Err(error) => tracing::debug!(service = watched.name, %error, "its output could not be read"),
    }
}
