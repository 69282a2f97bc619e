//! One process of a service: started in a group of its own, known again after a restart, ended with all that it
//! started.

use super::settings::ServiceSettings;
use std::{fs::File, io, process::Stdio, time::Duration};
use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};
use tokio::process::{Child, Command};
use troupe_library::tables::service_runs::ServiceRunRow;

/// How often a process that is no child of ours is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// A running process.
#[derive(Debug)]
pub(super) struct Process {
    /// Its number.
    pub(super) id: u32,
    /// When it began as the system tells it, in seconds since 1970.
    pub(super) began_s: u64,
    /// `None` for one that an earlier run of the program started.
    child: Option<Child>,
}

/// How a process came to its end when it was asked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// By itself.
    Asked,
    /// It did not listen.
    Forced,
}

impl Process {
    /// Starts a service's program with its output going to `output`.
    pub(super) fn start(settings: &ServiceSettings, output: &File) -> io::Result<Self> {
        let program = settings.program().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        let mut command = Command::new(program);
        command.args(&settings.arguments).stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output.try_clone()?);
        // Python keeps its lines back when nobody watches, and a log that comes minutes late explains nothing.
        command.env("PYTHONUNBUFFERED", "1");
        if let Some(folder) = &settings.folder {
            command.current_dir(folder);
        }
        // A group of its own: an interrupt at the terminal is for the program alone, and all that the service starts
        // can be ended with it.
        #[cfg(unix)]
        command.process_group(0);
        let child = command.spawn()?;
        let id = child.id().ok_or_else(|| io::Error::other("it ended at once"))?;
        Ok(Self { id, began_s: began_s(id).unwrap_or_default(), child: Some(child) })
    }

    /// The process that a row tells of, if it still runs.
    pub(super) fn again(row: &ServiceRunRow) -> Option<Self> {
        let id = u32::try_from(row.process_id).ok()?;
        let began = began_s(id)?;
        // The system reckons the moment from its own start, and may be off by a second from one time to the next.
        (began.abs_diff(u64::try_from(row.process_began_s).ok()?) <= 2).then_some(Self {
            id,
            began_s: began,
            child: None,
        })
    }

    /// Waits for its end; what it said on leaving, in words.
    pub(super) async fn ended(&mut self) -> String {
        match &mut self.child {
            Some(child) => match child.wait().await {
                Ok(status) => status.code().map_or_else(
                    || "It was ended from outside.".to_owned(),
                    |code| format!("It ended by itself with code {code}."),
                ),
                Err(error) => format!("Its end could not be read: {error}."),
            },
            None => {
                while began_s(self.id) == Some(self.began_s) {
                    tokio::time::sleep(LOOK_EVERY).await;
                }
                "It ended.".to_owned()
            }
        }
    }

    /// Asks it to end, waits, and ends it by force when it does not listen.
    pub(super) async fn end(&mut self, within: Duration) -> End {
        ask_to_end(self.id);
        let end = match tokio::time::timeout(within, self.ended()).await {
            Ok(_) => End::Asked,
            Err(_) => End::Forced,
        };
        // Also after a good end: what it started may have stayed behind.
        end_by_force(self.id);
        if end == End::Forced {
            self.ended().await;
        }
        end
    }
}

/// When the process of that number began; `None` when there is none.
fn began_s(id: u32) -> Option<u64> {
    let mut system = System::new().ok()?;
    let pid = Pid::from_u32(id);
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[pid]), true, ProcessRefreshKind::nothing());
    let process = system.process(pid)?;
    // One that has ended and was not yet asked for by whoever started it.
    (process.status() != sysinfo::ProcessStatus::Zombie).then(|| process.start_time())
}

#[cfg(unix)]
fn ask_to_end(id: u32) {
    signal_group(id, rustix::process::Signal::TERM);
}

#[cfg(unix)]
pub(super) fn end_by_force(id: u32) {
    signal_group(id, rustix::process::Signal::KILL);
}

/// Sends a signal to the group that a service's process leads.
#[cfg(unix)]
fn signal_group(id: u32, signal: rustix::process::Signal) {
    let group = i32::try_from(id).ok().and_then(rustix::process::Pid::from_raw);
    if let Some(group) = group {
        // A group that is gone is what was wanted.
        let _ = rustix::process::kill_process_group(group, signal);
    }
}

/// Windows has no way to ask a program without a window.
#[cfg(not(unix))]
fn ask_to_end(id: u32) {
    end_by_force(id);
}

/// Ends a process and all that descend from it.
#[cfg(not(unix))]
pub(super) fn end_by_force(id: u32) {
    let Ok(mut system) = System::new() else { return };
    system.refresh_processes(ProcessesToUpdate::All, true);
    let mut ids = vec![Pid::from_u32(id)];
    let mut at = 0;
    while let Some(parent) = ids.get(at).copied() {
        ids.extend(
            system.processes().values().filter(|process| process.parent() == Some(parent)).map(sysinfo::Process::pid),
        );
        at += 1;
    }
    for process in ids.iter().filter_map(|id| system.process(*id)) {
        process.kill();
    }
}
