//! Sends what is due: one timer that sleeps until the earliest due thing, or until something changed. The clock on the
//! wall is asked again at least every half minute, since a computer may sleep and a clock may be set.

use crate::{
    Caller, Kind, Result, Studio,
    planning::{
        awake,
        scheduler::{Publish, Scheduler},
        wake,
    },
    publishing,
    tasks::{PUBLISH_DUE, Seen},
};
use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use std::time::{Duration, Instant};
use troupe_library::PostId;

/// The longest that it sleeps without a look at the clock. A look at the clock alone asks nothing of the library.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);
/// So much more than it wanted to sleep: the computer slept, or its clock was set.
const JUMP: TimeDelta = TimeDelta::seconds(5);
/// It looks at the library this often though nothing is known to be due.
const LOOK_ANYWAY: TimeDelta = TimeDelta::minutes(15);
/// What ends within this time is seen in one look.
const GATHER: Duration = Duration::from_millis(50);
/// When it looks again after the library did not answer.
const AFTER_A_FAULT: TimeDelta = TimeDelta::seconds(10);

/// What another than a task changes under one of these makes it look.
const TAGS: [&str; 7] = ["posts", "accounts", "slots", "rules", "characters", "content", "settings"];

/// Takes one due post as far as it goes now.
pub(super) fn publish(studio: Studio, id: PostId) -> BoxFuture<'static, Result<()>> {
    Box::pin(async move { publishing::publish::publish(&studio, id).await.map(drop) })
}

/// Looks, sleeps, looks again.
pub(super) async fn run(studio: Studio, publish: Publish) {
    let nudged = studio.tasks().nudged(PUBLISH_DUE);
    let mut events = studio.events().subscribe();
    let mut scheduler = Scheduler::new(studio.clone(), publish);
    let let_go = scheduler.let_go();
    loop {
        let mut next = look(&studio, &mut scheduler).await;
        loop {
            let asleep_at = studio.now();
            let wait = (next - asleep_at).to_std().unwrap_or(Duration::ZERO).min(LONGEST_SLEEP);
            let is_changed = tokio::select! {
                () = tokio::time::sleep(wait) => false,
                () = nudged.notified() => true,
                () = let_go.notified() => true,
                () = changed(&mut events) => true,
            };
            let now = studio.now();
            let slept = now - asleep_at;
            let has_jumped = slept < TimeDelta::zero() || slept > TimeDelta::from_std(wait).unwrap_or(JUMP) + JUMP;
            if is_changed {
                tokio::time::sleep(GATHER).await;
                break;
            }
            if has_jumped {
                tracing::info!(
                    service = "planning",
                    seconds = slept.num_seconds(),
                    "this computer slept, or its clock was set"
                );
                break;
            }
            // Only moments are moved here, so that a clock that was set back a little is noticed.
            next = next.min(now + LOOK_ANYWAY);
            if now >= next {
                break;
            }
        }
    }
}

/// Looks once; answers when to look again.
async fn look(studio: &Studio, scheduler: &mut Scheduler) -> DateTime<Utc> {
    let (anyway, began) = (studio.now() + LOOK_ANYWAY, Instant::now());
    match scheduler.tick().await {
        Ok(look) => {
            tracing::debug!(service = "planning", taken = look.taken.len(), next_at = ?look.next_at, "looked");
            studio.tasks().saw(PUBLISH_DUE, Seen { began, next_at: look.next_at, is_busy: look.is_busy });
            wake::follow(studio, look.next_post_at).await;
            let reach = awake::follow(studio, look.next_post_at, look.is_busy).await;
            [look.next_at, reach].into_iter().flatten().fold(anyway, DateTime::min)
        }
        Err(error) => {
            let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            tracing::error!(service = "planning", cause, "the schedule could not be read: {error}");
            studio.now() + AFTER_A_FAULT
        }
    }
}

/// Returns when somebody changed what the schedule rests on.
async fn changed(events: &mut crate::EventStream) {
    while let Some(event) = events.next().await {
        let is_own = event.data["by"] == serde_json::json!(Caller::Task);
        let is_ours = event.data["tags"]
            .as_array()
            .is_some_and(|tags| tags.iter().any(|tag| tag.as_str().is_some_and(|tag| TAGS.contains(&tag))));
        match event.kind {
            Kind::Changed if is_ours && !is_own => return,
            // A picture that a rule waits for may be there.
            Kind::GenerationCompleted | Kind::GenerationFailed | Kind::Resync => return,
            _ => {}
        }
    }
    std::future::pending().await
}
