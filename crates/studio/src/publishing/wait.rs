//! A post that goes on later: laid aside with the reason, also while its account can't be opened.

use super::{
    draft::WholePost,
    finish::{self, Failure},
    guards, ledger,
    publish::Outcome,
};
use crate::{
    Code, Error, Result, Studio,
    planning::{hold, pause},
};
use chrono::{DateTime, TimeDelta, Utc};
use troupe_library::{
    SqliteConnection,
    tables::{
        post_steps::{self, PostStepRow},
        posts,
        schedule::{self, DuePost},
    },
};

/// How long a post waits for something that has no end by time, before it is looked at again. Whoever ends it, such as
/// the one who connects an account again, also nudges.
pub(super) const LOOK_AGAIN: TimeDelta = TimeDelta::minutes(15);

/// After this time the creator is asked about a post of which it is not known what became of it.
pub(super) const ASK_AFTER: TimeDelta = TimeDelta::hours(24);

/// The step since which it is not known what became of a post, once that is too long ago to wait on in silence.
fn unsettled(steps: &[PostStepRow], due_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<&PostStepRow> {
    let step = steps.iter().rev().find(|row| ledger::may_be_up(row))?;
    // What its platform publishes by itself can be looked for from its planned time on.
    let since = [step.intent_at, step.outcome_at, due_at].into_iter().flatten().max()?;
    (now - since > ASK_AFTER).then_some(step)
}

/// Whether a post may be up and nobody could look for too long: then it is asked about, whatever holds it.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn is_unsettled(db: &mut SqliteConnection, post: &DuePost, now: DateTime<Utc>) -> Result<bool> {
    Ok(unsettled(&post_steps::list(db, post.id).await?, post.due_at, now).is_some())
}

/// Asks about a post on its way that may be up and has been held for too long.
pub(super) async fn ask_when_held(studio: &Studio, whole: &WholePost) -> Result<Option<Outcome>> {
    let now = studio.now();
    let mut read = studio.library().read().await?;
    let Some(due) = schedule::one(&mut read, whole.post.id).await? else { return Ok(None) };
    let everything = pause::everything(&mut read, now).await?;
    let Some(hold) = hold::stopped(&due, everything.as_ref(), now) else { return Ok(None) };
    let steps = post_steps::list(&mut read, whole.post.id).await?;
    drop(read);
    match unsettled(&steps, whole.post.due_at, now) {
        Some(step) => finish::ask_unsettled(studio, whole, step, &hold.reason).await.map(Some),
        None => Ok(None),
    }
}

/// An account that can't be opened: its posts wait for a while, then they failed. One that may be up already waits for
/// longer, then it is asked about.
pub(super) async fn closed(studio: &Studio, whole: &WholePost, error: Error) -> Result<Outcome> {
    let now = studio.now();
    let post = &whole.post;
    let mut read = studio.library().read().await?;
    let steps = post_steps::list(&mut read, post.id).await?;
    drop(read);
    let was_sent = steps.iter().any(ledger::may_be_up);
    if error.code == Code::InternalError {
        return Err(error);
    }
    if let Some(step) = unsettled(&steps, post.due_at, now) {
        return finish::ask_unsettled(studio, whole, step, &error.message).await;
    }
    if !was_sent && now > guards::latest(post) {
        return finish::failed(studio, whole, None, Failure::of(&error)).await;
    }
    until(studio, whole, now + LOOK_AGAIN, &error.message).await
}

/// Lays a post aside until then.
pub(super) async fn until(studio: &Studio, whole: &WholePost, until: DateTime<Utc>, reason: &str) -> Result<Outcome> {
    let mut write = studio.library().write().await?;
    posts::change(&mut write, whole.post.id, studio.now(), |post| {
        post.next_attempt_at = Some(until);
        post.waiting_reason = Some(reason.to_owned());
    })
    .await?;
    ledger::commit(write, &whole.post.platform, "a wait").await?;
    studio.events().changed(&["posts"], studio.caller());
    Ok(Outcome::Waits { until })
}
