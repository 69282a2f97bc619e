//! The driver: takes one due post as far as it goes now. It may be called again at any time and after any break: the
//! rows say what was done, what surely was not, and what must be looked for.

use super::{
    draft::WholePost,
    finish::{self, Failure},
    ledger,
    look_first::{self, Looked},
    run::{Flow, Run},
    wait::{self, LOOK_AGAIN},
};
use crate::{
    Error, Result, Studio,
    planning::{hold, minute::Minutes, pause, restored},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use std::{
    collections::HashSet,
    sync::{LazyLock, Mutex, PoisonError},
};
use troupe_library::{
    PostId,
    tables::{
        post_steps,
        posts::{self, PostStatus},
        schedule,
    },
};
use troupe_platforms::Facts;

/// How far a post came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is up and was read back.
    Published,
    /// It goes on then.
    Waits {
        /// When.
        until: DateTime<Utc>,
    },
    /// The creator has to look.
    NeedsAttention,
    /// It was refused for good.
    Failed,
    /// There is nothing to do: it is a draft, not approved, final, or under way already.
    Idle,
}

/// Takes a post as far as it goes now.
///
/// # Errors
/// When the library does not answer; the post is then as its rows say, and may be taken up again.
pub(crate) async fn publish(studio: &Studio, id: PostId) -> Result<Outcome> {
    let Some(_only_one) = UnderWay::begin(id) else { return Ok(Outcome::Idle) };
    loop {
        let mut whole = WholePost::load(studio, id).await?;
        let now = studio.now();
        let post = &whole.post;
        match post.status {
            PostStatus::Scheduled if post.approved_at.is_some() => {}
            PostStatus::Publishing => {}
            _ => return Ok(Outcome::Idle),
        }
        if let Some(until) = post.next_attempt_at.filter(|until| *until > now) {
            return Ok(Outcome::Waits { until });
        }
        let platform = match whole.platform(studio) {
            Ok(platform) => platform,
            Err(error) => return finish::failed(studio, &whole, None, Failure::of(&error)).await,
        };
        if let Some(sent) = restored::maybe_sent(studio, id).await? {
            match look_first::look(studio, &whole, platform.as_ref(), sent).await? {
                Looked::Up => continue,
                Looked::End(outcome) => return Ok(outcome),
            }
        }
        if post.status == PostStatus::Scheduled
            && let Some(outcome) = begin(studio, &mut whole, platform.name().slug()).await?
        {
            return Ok(outcome);
        }
        if let Some(outcome) = wait::ask_when_held(studio, &whole).await? {
            return Ok(outcome);
        }
        if let Some(until) = keep_here(studio, &mut whole, platform.facts()).await? {
            return Ok(Outcome::Waits { until });
        }
        let mut run = match Run::open(studio, whole, platform).await? {
            Ok(run) => run,
            Err(outcome) => return Ok(outcome),
        };
        match run.go().await? {
            Flow::On | Flow::Anew => {}
            Flow::End(outcome) => return Ok(outcome),
        }
    }
}

/// Marks the post as on its way, unless its character, its account or a limit holds it back: then how it ends for now.
/// One write, so that two posts can't both take the last place of a minute.
async fn begin(studio: &Studio, whole: &mut WholePost, platform: &str) -> Result<Option<Outcome>> {
    let now = studio.now();
    let id = whole.post.id;
    let mut write = studio.library().write().await?;
    let due = schedule::one(&mut write, id).await?;
    let Some(due) = due.filter(|due| due.status == PostStatus::Scheduled && due.approved_at.is_some()) else {
        return Ok(Some(Outcome::Idle));
    };
    let everything = pause::everything(&mut write, now).await?;
    let held = match hold::stopped(&due, everything.as_ref(), now) {
        Some(hold) => Some(hold),
        None => Minutes::read(&mut write, now, Some(id)).await?.hold(&due, now),
    };
    if let Some(hold) = held {
        schedule::wait(&mut write, id, &hold.reason, hold.until, now).await?;
        ledger::commit(write, platform, "a wait").await?;
        studio.events().changed(&["posts"], studio.caller());
        return Ok(Some(Outcome::Waits { until: hold.until.unwrap_or(now + LOOK_AGAIN) }));
    }
    let row = posts::change(&mut write, id, now, |post| {
        post.status = PostStatus::Publishing;
        post.publishing_since = Some(now);
        post.attempts = post.attempts.max(1);
        post.next_attempt_at = Some(now);
        (post.waiting_reason, post.error, post.attention) = (None, None, None);
    })
    .await?;
    ledger::commit(write, platform, "the beginning").await?;
    whole.post = row.ok_or_else(|| Error::not_found("post", id))?;
    studio.events().changed(&["posts"], studio.caller());
    Ok(None)
}

/// A post that its platform should publish by itself, and whose time is too near for that by now, goes out from here at
/// its time. Answers when, if that is ahead.
async fn keep_here(studio: &Studio, whole: &mut WholePost, facts: &Facts) -> Result<Option<DateTime<Utc>>> {
    let now = studio.now();
    let (Some(rule), Some(due_at), true) = (facts.capabilities.schedule, whole.post.due_at, whole.post.at_platform)
    else {
        return Ok(None);
    };
    if due_at >= now + TimeDelta::minutes(rule.min_minutes.into()) {
        return Ok(None);
    }
    let mut write = studio.library().write().await?;
    if !post_steps::list(&mut write, whole.post.id).await?.is_empty() {
        return Ok(None);
    }
    let row = posts::change(&mut write, whole.post.id, now, |post| {
        post.at_platform = false;
        post.next_attempt_at = Some(due_at.max(now));
    })
    .await?;
    ledger::commit(write, &whole.post.platform, "its own time").await?;
    whole.post = row.ok_or_else(|| Error::not_found("post", whole.post.id))?;
    Ok((due_at > now).then_some(due_at))
}

/// What an event of a published post carries.
pub(crate) fn told(id: &PostId, platform: &str, url: Option<&str>) -> Value {
    json!({ "post_id": id, "platform": platform, "platform_post_url": url })
}

/// Which posts are under way in this program, so that none is driven twice at once.
struct UnderWay(PostId);

static UNDER_WAY: LazyLock<Mutex<HashSet<PostId>>> = LazyLock::new(Mutex::default);

impl UnderWay {
    fn begin(id: PostId) -> Option<Self> {
        UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner).insert(id).then_some(Self(id))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}
