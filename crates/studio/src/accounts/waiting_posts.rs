//! What waited or failed while an account could not be used, and the one question after it was connected again: send
//! them now, in the next slots, or drop them.

use super::{find, words};
use crate::{
    Error, Result, Studio,
    planning::slots::{self, FreeSlot},
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use troupe_library::{
    AccountId, LibraryError, PostId, SqliteConnection,
    tables::{
        accounts::AccountState,
        posts::{self, PostFilter, PostRow, PostStatus},
    },
};

/// Posts that an account could not send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct WaitingPosts {
    /// Those that failed because the account could not be used.
    pub(crate) failed: usize,
    /// Those whose time has passed and that still wait, or were begun and can't go on.
    pub(crate) waiting: usize,
}

/// How many posts of an account failed because of it, and how many wait although they are due.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn count(db: &mut SqliteConnection, studio: &Studio, account: AccountId) -> Result<WaitingPosts> {
    let stuck = stuck(db, studio, account).await?;
    let failed = stuck.iter().filter(|post| post.status == PostStatus::Failed).count();
    Ok(WaitingPosts { failed, waiting: stuck.len() - failed })
}

/// The posts that the question is about, by their planned time.
async fn stuck(db: &mut SqliteConnection, studio: &Studio, account: AccountId) -> Result<Vec<PostRow>> {
    let filter = PostFilter {
        account_id: Some(account),
        statuses: vec![PostStatus::Failed, PostStatus::Scheduled, PostStatus::Publishing],
        by_time: true,
        ..PostFilter::default()
    };
    let now = studio.now();
    let all = posts::list(db, &filter).await?;
    Ok(all
        .into_iter()
        .filter(|post| match post.status {
            PostStatus::Failed => post.error.as_ref().is_some_and(is_of_account),
            PostStatus::Publishing => post.waiting_reason.is_some(),
            _ => post.approved_at.is_some() && post.due_at.is_some_and(|due| due <= now),
        })
        .collect())
}

/// Whether a post failed because its account could not be used; a refused file or text is the post's own fault.
fn is_of_account(error: &Value) -> bool {
    let refusal = error["details"]["refusal"].as_str().unwrap_or_default();
    error["code"] == "unauthorized"
        || error["fix"]["kind"] == "reconnect"
        || ["token_expired", "token_revoked", "spam", "restricted", "unpaid"].contains(&refusal)
}

/// What becomes of the posts that failed or wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ResumeChoice {
    /// Send them now, one after the other.
    Now,
    /// Plan them into the account's next free slots.
    NextSlot,
    /// Take them out of the plan.
    Drop,
}

/// What became of the posts.
#[derive(Debug, Default)]
pub(crate) struct Resumed {
    pub(crate) posts: Vec<PostId>,
    /// How many of them were begun already: those go on, whatever is chosen.
    pub(crate) begun: usize,
    /// Those for which the account has no free slot; they stay as they are.
    pub(crate) without_slot: usize,
}

/// Does with the posts that failed or wait what the creator chose, in one transaction.
///
/// # Errors
/// `conflict` when the account can't be used yet.
pub(crate) async fn resume(studio: &Studio, account: AccountId, choice: ResumeChoice) -> Result<Resumed> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let row = find(&mut write, account).await?;
    let can_send = matches!(row.state, AccountState::Connected) && !row.is_paused;
    if !can_send && choice != ResumeChoice::Drop {
        let message = format!("{} can't be used yet: connect it again, or let it go on, first.", words(&row));
        return Err(Error::conflict(message));
    }
    let mut resumed = Resumed::default();
    let mut after = now;
    for post in stuck(&mut write, studio, account).await? {
        if post.status == PostStatus::Publishing {
            // What was begun goes on where it stood, whatever is chosen: some of it may be up.
            posts::change(&mut write, post.id, now, |post| post.next_attempt_at = Some(now)).await?;
            resumed.begun += 1;
            resumed.posts.push(post.id);
            continue;
        }
        let slot = match choice {
            ResumeChoice::NextSlot => {
                let Some(slot) = slots::next(&mut write, &row, after, Some(&post.post_type)).await? else {
                    resumed.without_slot += 1;
                    continue;
                };
                after = slot.scheduled_at;
                Some(slot)
            }
            _ => None,
        };
        posts::change(&mut write, post.id, now, |post| lay(post, choice, slot, now)).await?;
        resumed.posts.push(post.id);
    }
    write.commit().await.map_err(LibraryError::from)?;
    crate::publishing::nudge(studio);
    Ok(resumed)
}

fn lay(post: &mut PostRow, choice: ResumeChoice, slot: Option<FreeSlot>, now: DateTime<Utc>) {
    if choice == ResumeChoice::Drop {
        post.restores_to = Some(post.status);
        post.status = PostStatus::Cancelled;
        post.next_attempt_at = None;
        return;
    }
    if post.status == PostStatus::Failed {
        // What was prepared for the failed try may be gone: it is prepared anew.
        post.attempts += 1;
    }
    post.status = PostStatus::Scheduled;
    post.approved_at = Some(now);
    (post.waiting_reason, post.error, post.attention, post.restores_to) = (None, None, None, None);
    match slot {
        Some(slot) => {
            post.due_at = Some(slot.scheduled_at);
            post.wall_time = Some(slot.wall_time);
            post.timezone = Some(slot.timezone);
            post.slot_id = Some(slot.slot_id);
        }
        None => {
            post.due_at = Some(now);
            (post.wall_time, post.slot_id) = (None, None);
        }
    }
    post.at_platform = false;
    post.next_attempt_at = post.due_at;
}
