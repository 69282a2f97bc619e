//! Sending: now, again, with the creator's word; and taking a cancel back.

use super::view::{Post, current, views};
use crate::{
    Error, Result, Studio,
    operations::content::keep_decision,
    publishing::{self, draft::find, guards},
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::time::Duration;
use troupe_library::{
    LibraryError, PostId,
    tables::{
        content::{self, ApprovalStatus},
        post_media,
        posts::{self, PostRow, PostStatus},
    },
};

/// The longest that a call waits for posts, in seconds.
const LONGEST_WAIT: u32 = 300;
/// How often a waiting call looks, beside the events.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Publishes a post now, whatever its time.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PublishPost {
    post_id: PostId,
    /// Wait this many seconds until it is up, at most 300.
    wait: Option<u32>,
}

pub(super) async fn publish(studio: &Studio, input: PublishPost) -> Result<Post> {
    let wait = checked_wait(input.wait)?;
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let post = find(&mut write, input.post_id).await?;
    match post.status {
        PostStatus::Draft | PostStatus::Scheduled | PostStatus::Failed | PostStatus::Cancelled => {
            guards::may_publish_now(&mut write, &post, now).await?;
            posts::change(&mut write, post.id, now, |post| {
                begin_again(post, now);
                post.due_at = Some(now);
                (post.wall_time, post.at_platform, post.slot_id) = (None, false, None);
            })
            .await?;
        }
        PostStatus::Publishing => {
            posts::change(&mut write, post.id, now, |post| post.next_attempt_at = Some(now)).await?;
        }
        PostStatus::Published => return Err(already_up(&post)),
        PostStatus::NeedsAttention => return Err(unresolved()),
    }
    write.commit().await.map_err(LibraryError::from)?;
    publishing::nudge(studio);
    answer(studio, input.post_id, wait).await
}

/// Sends a failed post again, or takes a waiting one up at once. What was prepared and is still there is used.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RetryPost {
    post_id: PostId,
    /// Wait this many seconds until it is up, at most 300.
    wait: Option<u32>,
}

pub(super) async fn retry(studio: &Studio, input: RetryPost) -> Result<Post> {
    let wait = checked_wait(input.wait)?;
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let post = find(&mut write, input.post_id).await?;
    match post.status {
        PostStatus::Failed => {
            guards::may_publish_now(&mut write, &post, now).await?;
            posts::change(&mut write, post.id, now, |post| begin_again(post, now)).await?;
        }
        PostStatus::Publishing => {
            posts::change(&mut write, post.id, now, |post| post.next_attempt_at = Some(now)).await?;
        }
        PostStatus::Scheduled if post.waiting_reason.is_some() => {
            posts::change(&mut write, post.id, now, |post| post.next_attempt_at = Some(now)).await?;
        }
        PostStatus::Published => return Err(already_up(&post)),
        PostStatus::NeedsAttention => return Err(unresolved()),
        PostStatus::Draft | PostStatus::Scheduled | PostStatus::Cancelled => {
            return Err(Error::conflict("This post has not failed. Publish it, or give it a time."));
        }
    }
    write.commit().await.map_err(LibraryError::from)?;
    publishing::nudge(studio);
    answer(studio, input.post_id, wait).await
}

/// The creator's word that a planned post may go out. It approves those of its pictures that were not decided on yet.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ApprovePost {
    post_id: PostId,
}

pub(super) async fn approve(studio: &Studio, input: ApprovePost) -> Result<Post> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let post = find(&mut write, input.post_id).await?;
    if post.status != PostStatus::Scheduled {
        return Err(Error::conflict(match post.status {
            PostStatus::Draft => "This post has no time yet. Give it one, or publish it.",
            PostStatus::Cancelled => "This post was cancelled. Restore it first.",
            _ => "This post is past its approval.",
        }));
    }
    posts::change(&mut write, post.id, now, |post| {
        post.approved_at = post.approved_at.or(Some(now));
        post.waiting_reason = None;
        post.next_attempt_at = post.next_attempt_at.or(post.due_at);
    })
    .await?;
    let mut undecided = Vec::new();
    for media in post_media::list(&mut write, post.id).await? {
        let item = content::get(&mut write, media.content_id).await?;
        undecided.extend(item.filter(|item| item.approval_status == ApprovalStatus::Pending).map(|item| item.id));
    }
    keep_decision(&mut write, &undecided, ApprovalStatus::Approved, None, now).await?;
    write.commit().await.map_err(LibraryError::from)?;
    publishing::nudge(studio);
    current(studio, input.post_id).await
}

/// Takes a cancel or a deletion back, while the post's time is ahead.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RestorePost {
    post_id: PostId,
}

pub(super) async fn restore(studio: &Studio, input: RestorePost) -> Result<Post> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let post = posts::get(&mut write, input.post_id).await?;
    let post = post.ok_or_else(|| Error::not_found("post", input.post_id))?;
    let was_cancelled = post.status == PostStatus::Cancelled;
    if post.deleted_at.is_none() && !was_cancelled {
        return Err(Error::conflict("This post was neither cancelled nor deleted."));
    }
    let back = if was_cancelled { post.restores_to.unwrap_or(PostStatus::Draft) } else { post.status };
    if back == PostStatus::Scheduled && post.due_at.is_none_or(|due| due <= now) {
        return Err(Error::conflict(
            "The time of this post has passed. Post its picture anew, or give it another time.",
        ));
    }
    posts::change(&mut write, post.id, now, |post| {
        post.deleted_at = None;
        post.status = back;
        post.restores_to = None;
        post.next_attempt_at = post.due_at.filter(|_| back == PostStatus::Scheduled);
    })
    .await?;
    write.commit().await.map_err(LibraryError::from)?;
    publishing::nudge(studio);
    current(studio, input.post_id).await
}

/// Lays a post ready for a new try, at once.
pub(super) fn begin_again(post: &mut PostRow, now: chrono::DateTime<chrono::Utc>) {
    if matches!(post.status, PostStatus::Failed | PostStatus::NeedsAttention) {
        post.attempts += 1;
    }
    post.status = PostStatus::Scheduled;
    post.approved_at = Some(now);
    post.next_attempt_at = Some(now);
    (post.waiting_reason, post.error, post.attention, post.restores_to) = (None, None, None, None);
}

fn already_up(post: &PostRow) -> Error {
    let at = post.platform_post_url.clone().unwrap_or_else(|| post.platform.clone());
    Error::conflict(format!("This post is up already: {at}."))
}

fn unresolved() -> Error {
    Error::conflict("Say first whether this post is up: that could not be found out from here.")
}

/// The seconds to wait, checked.
pub(super) fn checked_wait(wait: Option<u32>) -> Result<u32> {
    let wait = wait.unwrap_or(0);
    if wait > LONGEST_WAIT {
        return Err(Error::field("wait", format!("must be {LONGEST_WAIT} seconds at most")));
    }
    Ok(wait)
}

async fn answer(studio: &Studio, id: PostId, wait: u32) -> Result<Post> {
    let posts = waited(studio, &[id], wait).await?;
    posts.into_iter().next().ok_or_else(|| Error::not_found("post", id))
}

/// The posts once they are final, or as they are after so many seconds.
pub(super) async fn waited(studio: &Studio, ids: &[PostId], wait: u32) -> Result<Vec<Post>> {
    let until = tokio::time::Instant::now() + Duration::from_secs(wait.into());
    loop {
        let mut read = studio.library().read().await?;
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            rows.push(find(&mut read, *id).await?);
        }
        let is_open = rows.iter().any(|row| {
            let is_sent = row.status == PostStatus::Scheduled && row.approved_at.is_some();
            let waits =
                row.next_attempt_at.is_some_and(|at| at > studio.now() + chrono::TimeDelta::seconds(wait.into()));
            (is_sent || row.status == PostStatus::Publishing) && !waits
        });
        if !is_open || tokio::time::Instant::now() >= until {
            return views(&mut read, rows).await;
        }
        drop(read);
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
