//! Posts that wait for the creator's word: a reminder two hours before their time, and at their time the next slot.
//! Nothing goes out without it.

use super::{hold, missed, time};
use crate::{Kind, Result, Studio};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use troupe_library::{
    GroupId, LibraryError, PostId,
    tables::{
        posts::{self, PostStatus},
        schedule::{self, DuePost},
    },
};

/// How long before its time the creator is reminded.
const REMIND_BEFORE: TimeDelta = TimeDelta::hours(2);

/// Reminds of what is due soon and moves what is due now; answers when to look again.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn look(studio: &Studio) -> Result<Option<DateTime<Utc>>> {
    let now = studio.now();
    let mut read = studio.library().read().await?;
    let soon = schedule::unapproved(&mut read, now + REMIND_BEFORE).await?;
    drop(read);
    let is_due = |post: &DuePost| post.due_at.is_some_and(|due| due <= now);
    if soon.iter().any(|post| is_due(post) || post.waiting_reason.is_none()) {
        let mut write = studio.library().write().await?;
        let soon = schedule::unapproved(&mut write, now + REMIND_BEFORE).await?;
        let (due, ahead): (Vec<_>, Vec<_>) = soon.into_iter().partition(is_due);
        let mut moved = HashSet::new();
        for post in &due {
            if !missed::take_next_slot(&mut write, post, now).await? {
                to_draft(&mut write, post, now).await?;
            }
            moved.insert(post.id);
        }
        let new: Vec<_> = ahead.into_iter().filter(|post| post.waiting_reason.is_none()).collect();
        for post in &new {
            let words = post.due_at.map(|due| time::short_words(due, now, hold::zone_of(post))).unwrap_or_default();
            let reason = format!("It waits for your approval until {words}; without it, it takes the next slot.");
            schedule::wait(&mut write, post.id, &reason, None, now).await?;
        }
        write.commit().await.map_err(LibraryError::from)?;
        tell(studio, &due, &new);
        studio.events().changed(&["posts", "schedule"], studio.caller());
    }
    let mut read = studio.library().read().await?;
    let reminder = schedule::next_reminder(&mut read).await?.map(|due| due - REMIND_BEFORE);
    let deadline = schedule::next_deadline(&mut read, now).await?;
    Ok([reminder, deadline].into_iter().flatten().min())
}

/// A post whose account has no slot to move to stays, without a time.
async fn to_draft(db: &mut troupe_library::SqliteConnection, post: &DuePost, now: DateTime<Utc>) -> Result<()> {
    posts::change(db, post.id, now, |row| {
        row.status = PostStatus::Draft;
        row.next_attempt_at = None;
        row.waiting_reason = None;
        row.slot_id = None;
    })
    .await?;
    Ok(())
}

/// One event a group: what waits, or what moved on.
fn tell(studio: &Studio, moved: &[DuePost], waiting: &[DuePost]) {
    for (posts, has_moved) in [(moved, true), (waiting, false)] {
        let mut groups: HashMap<GroupId, Vec<&DuePost>> = HashMap::new();
        for post in posts {
            groups.entry(post.group_id).or_default().push(post);
        }
        for (group_id, posts) in groups {
            let Some(first) = posts.first() else { continue };
            let ids: Vec<PostId> = posts.iter().map(|post| post.id).collect();
            let name = first.character_name.as_deref().unwrap_or(&first.handle);
            let when = first.due_at.map(|due| time::words(due, hold::zone_of(first))).unwrap_or_default();
            let message = if has_moved {
                format!("{name}: the post of {when} was not approved in time, so it moved on and was not sent.")
            } else {
                format!("{name}: the post of {when} waits for your approval until then.")
            };
            let data = json!({
                "group_id": group_id, "post_ids": ids, "character_id": first.character_id, "until": first.due_at,
                "has_moved": has_moved, "message": message,
            });
            studio.events().send(Kind::ApprovalAsked, data);
        }
    }
}
