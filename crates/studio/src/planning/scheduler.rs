//! The scheduler: one look at what is due, and everything that follows from it. The task `publish_due` calls [`tick`]
//! when the earliest thing is due or something changed; a test with a fixed clock calls it by hand.
//!
//! [`tick`]: Scheduler::tick

use super::{alarms, approvals, in_flight::InFlight, missed, restored, rules, take_up, time};
use crate::{Error, Result, Studio};
use chrono::{DateTime, TimeDelta, Utc};
use futures::{FutureExt, future::BoxFuture};
use std::{
    collections::HashSet,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::Notify;
use troupe_library::{LibraryError, PostId, tables::schedule};

/// Takes one due post as far as it goes now; it may be called again at any time.
pub(crate) type Publish = fn(Studio, PostId) -> BoxFuture<'static, Result<()>>;

/// When a post whose publishing met a fault of ours is tried again.
const AFTER_A_FAULT: TimeDelta = TimeDelta::minutes(1);

/// What one look did, and when to look again.
#[derive(Debug, Default)]
pub(crate) struct Look {
    /// The posts that were taken up.
    pub(crate) taken: Vec<PostId>,
    /// The earliest thing that is due next.
    pub(crate) next_at: Option<DateTime<Utc>>,
    /// The next planned post.
    pub(crate) next_post_at: Option<DateTime<Utc>>,
    /// Whether posts are on their way.
    pub(crate) is_busy: bool,
}

/// What the scheduler remembers between two looks; all else is in the library.
#[derive(Debug)]
pub(crate) struct Scheduler {
    pub(super) studio: Studio,
    publish: Publish,
    in_flight: Arc<Mutex<InFlight>>,
    /// Wakes whoever waits for a post to be let go.
    let_go: Arc<Notify>,
    /// Posts that were seen at their time: what holds them since is not a missed run.
    pub(super) seen_on_time: HashSet<PostId>,
    /// Posts that stand still and were told of.
    pub(super) alarmed: HashSet<PostId>,
    has_begun: bool,
}

impl Scheduler {
    /// A scheduler that publishes with that function.
    pub(crate) fn new(studio: Studio, publish: Publish) -> Self {
        Self {
            studio,
            publish,
            in_flight: Arc::default(),
            let_go: Arc::default(),
            seen_on_time: HashSet::new(),
            alarmed: HashSet::new(),
            has_begun: false,
        }
    }

    /// What wakes when a post was let go.
    pub(crate) fn let_go(&self) -> Arc<Notify> {
        self.let_go.clone()
    }

    pub(super) fn in_flight(&self) -> MutexGuard<'_, InFlight> {
        self.in_flight.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at everything once: rules that fire, approvals that run out, posts that are due, posts that stand still.
    ///
    /// # Errors
    /// When the database does not answer; calling again goes on.
    pub(crate) async fn tick(&mut self) -> Result<Look> {
        if !self.has_begun {
            time::follow_zone_data(&self.studio).await?;
            restored::list_posts(&self.studio).await?;
            self.has_begun = true;
        }
        let now = self.studio.now();
        self.resume_accounts(now).await?;
        let rules_at = rules::fire_due(&self.studio).await?;
        let approvals_at = approvals::look(&self.studio).await?;
        let (taken, outcomes) = take_up::take_up(self, now).await?;
        for id in &taken {
            self.start(*id);
        }
        missed::tell(&self.studio, &outcomes, now).await?;
        alarms::look(self, now).await?;
        let mut read = self.studio.library().read().await?;
        let next_post_at = schedule::next_take_up(&mut read, now).await?;
        drop(read);
        let next_at = self.next_at(now, [next_post_at, rules_at, approvals_at]).await?;
        let is_busy = self.in_flight().count() > 0;
        Ok(Look { taken, next_at, next_post_at, is_busy })
    }

    async fn resume_accounts(&self, now: DateTime<Utc>) -> Result<()> {
        let mut read = self.studio.library().read().await?;
        let is_due = schedule::has_ended_pause(&mut read, now).await?;
        drop(read);
        if !is_due {
            return Ok(());
        }
        let mut write = self.studio.library().write().await?;
        schedule::resume_accounts(&mut write, now).await?;
        write.commit().await.map_err(LibraryError::from)?;
        self.studio.events().changed(&["accounts"], self.studio.caller());
        Ok(())
    }

    /// Publishes a post beside everything else; whatever becomes of it, its account is free again afterwards.
    fn start(&self, id: PostId) {
        let (studio, in_flight, let_go) = (self.studio.clone(), self.in_flight.clone(), self.let_go.clone());
        let work = AssertUnwindSafe((self.publish)(studio.clone(), id)).catch_unwind();
        studio.clone().tasks().spawn("publish_post", async move {
            let result = work.await.unwrap_or_else(|_| Err(Error::internal("publishing a post panicked")));
            if let Err(error) = result {
                note_fault(&studio, id, &error).await;
            }
            in_flight.lock().unwrap_or_else(PoisonError::into_inner).let_go(id, studio.now());
            let_go.notify_one();
        });
    }

    async fn next_at(
        &self,
        now: DateTime<Utc>,
        others: impl IntoIterator<Item = Option<DateTime<Utc>>>,
    ) -> Result<Option<DateTime<Utc>>> {
        let mut read = self.studio.library().read().await?;
        let mut times = vec![schedule::next_release(&mut read, now).await?];
        times.push(super::pause::everything(&mut read, now).await?.and_then(|pause| pause.until));
        let flight = self.in_flight();
        times.push(flight.oldest().map(|at| at + alarms::STANDS_STILL + TimeDelta::seconds(1)));
        times.push(flight.breath_until(now));
        times.extend(others);
        Ok(times.into_iter().flatten().filter(|at| *at > now).min())
    }

    /// Waits until nothing is on its way any more.
    #[cfg(test)]
    pub(crate) async fn settle(&self) {
        while self.in_flight().count() > 0 {
            self.let_go.notified().await;
        }
    }
}

/// A fault of ours while publishing: the post says so and is tried again in a while.
async fn note_fault(studio: &Studio, id: PostId, error: &Error) {
    let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    tracing::error!(service = "planning", post = %id, cause, "a due post could not be taken on: {error}");
    let now = studio.now();
    let noted = async {
        let mut write = studio.library().write().await?;
        let reason = format!("It could not be taken on: {error} It is tried again in a minute.");
        schedule::wait(&mut write, id, &reason, Some(now + AFTER_A_FAULT), now).await?;
        write.commit().await.map_err(LibraryError::from)
    };
    if let Err(error) = noted.await {
        tracing::error!(service = "planning", post = %id, "and that could not be written: {error}");
    }
    studio.events().changed(&["posts", "schedule"], studio.caller());
}
