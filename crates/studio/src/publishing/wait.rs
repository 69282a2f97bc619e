//! A post that goes on later: laid aside with the reason, also while its account can't be opened.

use super::{
    draft::WholePost,
    finish::{self, Failure},
    guards, ledger,
    publish::Outcome,
};
use crate::{Code, Error, Result, Studio};
use chrono::{DateTime, TimeDelta, Utc};
use troupe_library::tables::{post_steps, posts};

/// How long a post waits for something that has no end by time, before it is looked at again. Whoever ends it, such as
/// the one who connects an account again, also nudges.
pub(super) const LOOK_AGAIN: TimeDelta = TimeDelta::minutes(15);

/// An account that can't be opened: its posts wait for a while, then they failed. One that may be up already waits on.
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
