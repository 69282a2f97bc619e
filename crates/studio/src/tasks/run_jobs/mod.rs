//! The task `run_jobs`: keeps ComfyUI just full enough that its GPU never waits, and everything else,
//! ordered, in our own queue.
//!
//! The row comes first: a run is written as submitted before it is sent, under an id of ours. After a
//! break of either side the rows say what has to be asked about. Each run that is out is followed by a
//! small task of its own ([`follow`]), which fetches the pictures while the next run works.

mod finish;
mod follow;
mod quiet;
mod submit;

use crate::{Caller, Error, Result, Studio, comfyui::Server, graphics_memory, operations::queue};
use std::{collections::HashSet, sync::Arc, time::Duration};
use tokio::task::JoinSet;
use troupe_comfyui::{Connection, ConnectionOptions};
use troupe_library::{
    JobId, LibraryError, RunId,
    tables::{
        jobs,
        runs::{self, RunRow},
    },
};

/// How many prompts ComfyUI has at once: the one being made and the next, so that its GPU never waits.
/// A deeper queue there brings nothing and could not be reordered.
const OUT_AT_ONCE: usize = 2;
/// How often the task looks by itself, when nobody nudges it: for a server that came back.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Why all waiting jobs wait: words that the screen shows.
pub(crate) const HELD_NO_SERVER: &str = "no_server";
pub(crate) const HELD_SERVER_OFF: &str = "server_off";
pub(crate) const HELD_PAUSED: &str = "paused";

/// Works off the queue until the studio closes.
pub(crate) async fn run_jobs(studio: Studio) {
    let nudged = studio.tasks().nudged(super::RUN_JOBS);
    let mut worker = Worker { studio, link: None, out: HashSet::new(), following: JoinSet::new() };
    loop {
        if let Err(error) = worker.look().await {
            tracing::error!(service = "queue", code = error.code.as_str(), cause = ?error, "the queue could not go on; it tries again");
        }
        tokio::select! {
            () = nudged.notified() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            Some(ended) = worker.following.join_next() => worker.note_end(ended),
        }
    }
}

struct Worker {
    studio: Studio,
    /// The server in use and the connection to it.
    link: Option<(Arc<Server>, Arc<Connection>)>,
    /// Runs that are followed.
    out: HashSet<RunId>,
    following: JoinSet<RunId>,
}

impl Worker {
    /// Makes what should be so: every run that was sent is followed, and ComfyUI has enough to do.
    async fn look(&mut self) -> Result<()> {
        let Some(server) = self.studio.comfyui().current().await? else {
            return hold(&self.studio, HELD_NO_SERVER).await;
        };
        let connection = self.connection(&server);
        self.follow_what_was_sent(&server, &connection).await?;
        let quiet = quiet::waiting(&self.studio).await?;
        loop {
            let mut read = self.studio.library().read().await?;
            let next = runs::next(&mut read, &quiet).await?;
            drop(read);
            let Some(run) = next else { return Ok(()) };
            if queue::is_paused(&self.studio).await? {
                return hold(&self.studio, HELD_PAUSED).await;
            }
            if self.out.len() >= OUT_AT_ONCE {
                return release(&self.studio, &quiet).await;
            }
            // Where nothing is out, a short look tells an absent server without taking the run up.
            if self.out.is_empty() {
                if server.look().await.is_err() {
                    return hold(&self.studio, HELD_SERVER_OFF).await;
                }
                graphics_memory::for_pictures(&self.studio, &server).await;
            }
            release(&self.studio, &quiet).await?;
            match submit::submit(&self.studio, &server, &connection, &run).await? {
                submit::Submitted::Out(watch) => self.follow(&server, run, *watch),
                submit::Submitted::Ended => {}
                submit::Submitted::NotNow => return hold(&self.studio, HELD_SERVER_OFF).await,
            }
        }
    }

    /// The connection to the server in use; a new one when another server is used now.
    fn connection(&mut self, server: &Arc<Server>) -> Arc<Connection> {
        match &self.link {
            Some((linked, connection)) if Arc::ptr_eq(linked, server) => connection.clone(),
            _ => {
                let connection = Arc::new(Connection::open(server.client().clone(), ConnectionOptions::default()));
                self.link = Some((server.clone(), connection.clone()));
                connection
            }
        }
    }

    /// After a start, a break or a change of servers: whatever the rows say was sent is asked about.
    async fn follow_what_was_sent(&mut self, server: &Arc<Server>, connection: &Arc<Connection>) -> Result<()> {
        let mut read = self.studio.library().read().await?;
        let sent = runs::sent(&mut read).await?;
        drop(read);
        for run in sent {
            if self.out.contains(&run.id) {
                continue;
            }
            if run.server_id == server.id() {
                let graph = submit::graph(&self.studio, &run);
                // A run whose workflow is gone is followed all the same: the server has its graph.
                let watch =
                    connection.watch(run.prompt_id.0.into(), &graph.unwrap_or_default()).polling_every(FIRST_ASK);
                self.follow(server, run, watch);
            } else {
                self.elsewhere(run).await?;
            }
        }
        Ok(())
    }

    /// A run that was sent to a server which is not in use any more goes back into the queue, and is
    /// taken from that one, so that it is not made twice.
    async fn elsewhere(&self, run: RunRow) -> Result<()> {
        self.studio.comfyui().stop_runs(std::iter::once(run.clone()));
        let mut write = self.studio.library().write().await?;
        runs::put_back(&mut write, run.id).await?;
        jobs::settle(&mut write, run.job_id, self.studio.now()).await?;
        write.commit().await.map_err(LibraryError::from)?;
        Ok(())
    }

    fn follow(&mut self, server: &Arc<Server>, run: RunRow, watch: troupe_comfyui::Watch) {
        self.out.insert(run.id);
        self.following.spawn(follow::follow(self.studio.clone(), server.clone(), run, watch));
    }

    fn note_end(&mut self, ended: std::result::Result<RunId, tokio::task::JoinError>) {
        match ended {
            Ok(id) => {
                self.out.remove(&id);
            }
            Err(error) => {
                // Which one it was is not told: the rows say which were sent, and the next look follows those anew.
                tracing::error!(service = "queue", %error, "following a run broke off; it is taken up again");
                self.out.clear();
                self.following.abort_all();
            }
        }
    }
}

/// How soon a run that was sent before is asked about: at once, then as often as this.
const FIRST_ASK: Duration = Duration::from_millis(500);

/// Says on every waiting job why it waits.
async fn hold(studio: &Studio, reason: &str) -> Result<()> {
    set_held(studio, Some(reason), &[]).await
}

/// Takes the reasons away again, but from those that wait for their hours.
async fn release(studio: &Studio, quiet: &[JobId]) -> Result<()> {
    set_held(studio, None, quiet).await
}

async fn set_held(studio: &Studio, reason: Option<&str>, except: &[JobId]) -> Result<()> {
    let mut read = studio.library().read().await?;
    let open = jobs::open(&mut read).await?;
    drop(read);
    let others: Vec<_> = open
        .into_iter()
        .filter(|job| job.state == jobs::State::Queued && job.held_reason.as_deref() != reason)
        .filter(|job| !except.contains(&job.id))
        .collect();
    if others.is_empty() {
        return Ok(());
    }
    let mut write = studio.library().write().await?;
    for job in others {
        jobs::set_held(&mut write, job.id, reason).await?;
    }
    write.commit().await.map_err(LibraryError::from)?;
    studio.events().changed(&["jobs"], Caller::Task);
    Ok(())
}

/// Settles a run's job after its row changed, and tells everybody.
async fn settle(studio: &Studio, mut write: troupe_library::Write, job_id: troupe_library::JobId) -> Result<()> {
    let job = jobs::settle(&mut write, job_id, studio.now()).await?;
    write.commit().await.map_err(LibraryError::from)?;
    studio.events().changed(&["jobs"], Caller::Task);
    let Some(job) = job else { return Err(Error::not_found("job", job_id)) };
    if job.state.is_final() {
        use crate::Kind;
        use serde_json::json;
        let data = json!({
            "job_id": job.id, "title": job.title, "character_id": job.character_id,
            "success_count": job.success_count, "failure_count": job.failure_count, "error": job.error,
        });
        let (made, failed) = (job.success_count, job.failure_count);
        let end = ended(job.state);
        tracing::info!(service = "queue", job = %job.id, title = job.title, "a job {end}: {made} made, {failed} failed");
        match job.state {
            jobs::State::Done => studio.events().send(Kind::GenerationCompleted, data),
            jobs::State::Failed => studio.events().send(Kind::GenerationFailed, data),
            _ => {}
        }
    }
    Ok(())
}

/// How a job ended, for the log.
fn ended(state: jobs::State) -> &'static str {
    match state {
        jobs::State::Done => "is done",
        jobs::State::Failed => "failed",
        _ => "was cancelled",
    }
}
