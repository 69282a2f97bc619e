//! Tasks: long work that reads what should be from the library and makes it so. Each is an
//! idempotent function with no input, woken by the clock or by a nudge; a restart needs no special
//! path.

mod clean_prepared;
mod clean_uploads;
pub(crate) mod copy_database;
pub(crate) mod empty_trash;
mod old_files;
mod publish_due;
pub(crate) mod resume_characters;
mod run_jobs;

use crate::Studio;
use chrono::{DateTime, Utc};
use std::{
    collections::HashMap,
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::sync::{Notify, watch};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// The running tasks.
#[derive(Debug)]
pub(crate) struct Tasks {
    tracker: TaskTracker,
    stop: CancellationToken,
    nudges: Mutex<HashMap<&'static str, Arc<Notify>>>,
    seen: watch::Sender<HashMap<&'static str, Seen>>,
}

/// What a task that lives by the clock saw at its last look.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    /// When, in real time, it began to look.
    pub(crate) began: Instant,
    /// When something is due next, as far as it knows.
    pub(crate) next_at: Option<DateTime<Utc>>,
    /// Whether something that it began is still at work.
    pub(crate) is_busy: bool,
}

impl Tasks {
    pub(crate) fn new() -> Self {
        Self {
            tracker: TaskTracker::new(),
            stop: CancellationToken::new(),
            nudges: Mutex::default(),
            seen: watch::Sender::default(),
        }
    }

    /// Runs a task until it ends or the studio closes.
    pub(crate) fn spawn(&self, name: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        self.tracker.spawn(async move {
            if stop.run_until_cancelled(task).await.is_some() {
                tracing::debug!(service = "tasks", task = name, "ended");
            }
        });
    }

    /// What wakes the task of that name.
    pub(crate) fn nudged(&self, name: &'static str) -> Arc<Notify> {
        self.nudges.lock().unwrap_or_else(PoisonError::into_inner).entry(name).or_default().clone()
    }

    /// Wakes a task.
    pub(crate) fn nudge(&self, name: &'static str) {
        self.nudged(name).notify_one();
    }

    /// A task that lives by the clock tells what it saw.
    pub(crate) fn saw(&self, name: &'static str, seen: Seen) {
        self.seen.send_modify(|all| {
            all.insert(name, seen);
        });
    }

    /// Waits until each of these has looked since that moment in real time and nothing of theirs is at work; answers
    /// when something is due next after `now`. What one of them waits for although it was due before says nothing of
    /// the others.
    pub(crate) async fn all_saw(
        &self,
        names: &[&'static str],
        since: Instant,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let mut reader = self.seen.subscribe();
        let is_there = |seen: &&Seen| seen.began >= since && !seen.is_busy;
        let all = reader.wait_for(|all| names.iter().all(|name| all.get(name).filter(is_there).is_some())).await;
        // The sender lives as long as this does.
        let all = all.ok()?;
        names.iter().filter_map(|name| all.get(name)?.next_at).filter(|at| *at > now).min()
    }

    /// Ends all tasks and waits for them.
    pub(crate) async fn stop(&self) {
        self.stop.cancel();
        self.tracker.close();
        self.tracker.wait().await;
    }
}

/// The task that works off the queue.
pub(crate) const RUN_JOBS: &str = "run_jobs";

/// The task that has captions written for the firings of rules.
pub(crate) const WRITE_CAPTIONS: &str = "write_captions";

/// The task that sends what is due.
pub(crate) const PUBLISH_DUE: &str = "publish_due";

/// The first moments of a start belong to the window: what reads every file and the whole database waits so long.
const LEFT_TO_THE_WINDOW: Duration = Duration::from_secs(3);

/// Starts every task.
pub(crate) fn start(studio: &Studio) {
    studio.tasks().spawn("copy_database", copy_database::run(studio.clone()));
    studio.tasks().spawn(PUBLISH_DUE, publish_due::run(studio.clone(), publish_due::publish));
    studio.tasks().spawn(WRITE_CAPTIONS, crate::planning::written::write_captions(studio.clone()));
    studio.tasks().spawn(RUN_JOBS, run_jobs::run_jobs(studio.clone()));
    studio.tasks().spawn(crate::accounts::KEEP_ACCOUNTS, crate::accounts::keep_accounts(studio.clone()));
    studio.tasks().spawn("watch_services", crate::services::watch(studio.clone()));
    studio.tasks().spawn(crate::models::INSTALL_MODELS, crate::models::install_models(studio.clone()));
    studio.tasks().spawn("hash_models", crate::models::hash_models(studio.clone()));
    studio.tasks().spawn("answer_agents", crate::agents::decide::answer_agents(studio.clone()));
    studio.tasks().spawn("measure", crate::measure::measure(studio.clone()));
    let checked = studio.clone();
    studio.tasks().spawn("check_library", async move {
        tokio::time::sleep(LEFT_TO_THE_WINDOW).await;
        crate::media_files::check::check_library(checked).await;
    });
    studio.tasks().spawn("empty_trash", empty_trash::empty_trash(studio.clone()));
    studio.tasks().spawn("clean_uploads", clean_uploads::run(studio.clone()));
    studio.tasks().spawn("clean_prepared", clean_prepared::run(studio.clone()));
    studio.tasks().spawn(resume_characters::NAME, resume_characters::run(studio.clone()));
}
