//! Moving a planned post, and taking it out of the plan; both can be undone.

use super::ScheduledPost;
use crate::{
    Error, Patch, Result, Studio,
    operations::slots::find_account,
    planning::{missed::place, slots, time},
    tasks,
};
use chrono::NaiveDateTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    LibraryError, PostId, SlotId, SqliteConnection,
    tables::posts::{self, PostRow, PostStatus, WhenMissed},
};

/// The longest that a post may go out late, in minutes: four weeks.
const LONGEST_LATE: i64 = 28 * 24 * 60;

/// Moves a planned post to another time, as by dragging it in the calendar, or changes what happens when its time is
/// missed. The answer tells what it replaced, so that sending that again undoes it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UpdateScheduled {
    #[serde(alias = "scheduled_post_id")]
    #[schemars(extend("x-aliases" = ["scheduled_post_id"]))]
    post_id: PostId,
    /// The new time: wall-clock time in `timezone` (`2026-11-20T19:00`), or an instant with its offset.
    #[serde(default)]
    scheduled_at: Option<String>,
    /// The IANA zone; else the one that it has.
    #[serde(default)]
    timezone: Option<String>,
    /// Takes the account's next free slot in place of a time.
    #[serde(default)]
    next_slot: bool,
    /// Moves the posts that were made with it too, where they stand at the same time.
    #[serde(default)]
    with_group: bool,
    /// The words; other fields of a post are changed with `posts.update`.
    #[serde(default)]
    caption: Option<String>,
    /// What happens when its time is missed.
    #[serde(default)]
    when_missed: Option<WhenMissed>,
    /// How late it may still go out, 0 to 40,320 minutes.
    #[serde(default)]
    #[schemars(range(min = 0, max = 40_320))]
    late_minutes: Option<i64>,
    /// The slot that it fills; `null` takes it out of its slot and leaves its time.
    #[serde(default)]
    slot_id: Patch<SlotId>,
}

/// Where a post stood: the fields of `scheduling.update` that put it back.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PreviousPlan {
    post_id: PostId,
    scheduled_at: Option<NaiveDateTime>,
    timezone: Option<String>,
    caption: String,
    when_missed: WhenMissed,
    late_minutes: i64,
    slot_id: Option<SlotId>,
}

/// The posts as they stand now, and as they stood.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MovedPosts {
    /// The post that was named.
    post: ScheduledPost,
    /// Those that moved with it.
    others: Vec<ScheduledPost>,
    /// Where each of them stood.
    previous: Vec<PreviousPlan>,
}

pub(super) async fn update(studio: &Studio, input: UpdateScheduled) -> Result<MovedPosts> {
    let now = studio.now();
    if input.late_minutes.is_some_and(|minutes| !(0..=LONGEST_LATE).contains(&minutes)) {
        return Err(Error::field("late_minutes", format!("must be from 0 to {LONGEST_LATE}")));
    }
    if input.next_slot && input.scheduled_at.is_some() {
        return Err(Error::field("next_slot", "give either a time or the next slot"));
    }
    let mut write = studio.library().write().await?;
    let named = open_post(&mut write, input.post_id).await?;
    let mut rows = vec![named.clone()];
    if input.with_group {
        let filter = posts::PostFilter { group_id: Some(named.group_id), ..posts::PostFilter::default() };
        let others = posts::list(&mut write, &filter).await?;
        let is_with = |row: &PostRow| row.id != named.id && is_open(row.status) && row.due_at == named.due_at;
        rows.extend(others.into_iter().filter(is_with));
    }
    let mut previous = Vec::with_capacity(rows.len());
    let mut moved = Vec::with_capacity(rows.len());
    for mut row in rows {
        previous.push(PreviousPlan {
            post_id: row.id,
            scheduled_at: row.wall_time,
            timezone: row.timezone.clone(),
            caption: row.caption.clone(),
            when_missed: row.when_missed,
            late_minutes: row.late_minutes,
            slot_id: row.slot_id,
        });
        lay(&mut write, &mut row, &input, now).await?;
        row.updated_at = now;
        posts::save(&mut write, &row).await?;
        moved.push(row);
    }
    let mut views = ScheduledPost::load(&mut write, moved, now).await?.into_iter();
    let post = views.next().ok_or_else(|| Error::not_found("post", input.post_id))?;
    let others = views.collect();
    write.commit().await.map_err(LibraryError::from)?;
    studio.tasks().nudge(tasks::PUBLISH_DUE);
    Ok(MovedPosts { post, others, previous })
}

async fn lay(
    db: &mut SqliteConnection,
    row: &mut PostRow,
    input: &UpdateScheduled,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<()> {
    let account = find_account(db, row.account_id).await?;
    let name = input.timezone.clone().or_else(|| row.timezone.clone()).unwrap_or_else(|| account.timezone.clone());
    let zone = time::zone("timezone", &name)?;
    let wall_time = match &input.scheduled_at {
        Some(text) => Some(time::read("scheduled_at", text, zone)?),
        None => row.wall_time.filter(|_| input.timezone.is_some()),
    };
    if let Some(wall_time) = wall_time {
        let due = time::due_at(wall_time, zone);
        if due + time::GRACE < now {
            let words = time::words(due, zone);
            return Err(Error::field(
                "scheduled_at",
                format!("{words} in {} has passed; choose a time to come", zone.name()),
            ));
        }
        place(row, wall_time, zone.name(), None, due);
    }
    if input.next_slot {
        let slot = slots::next(db, &account, now, Some(&row.post_type)).await?.ok_or_else(|| {
            let message =
                format!("{} has no free slot within 90 days for this; add one, or give a time", account.handle);
            Error::field("next_slot", message)
        })?;
        place(row, slot.wall_time, &slot.timezone, Some(slot.slot_id), slot.scheduled_at);
    }
    input.slot_id.clone().apply_option(&mut row.slot_id);
    if let Some(caption) = &input.caption {
        row.caption.clone_from(caption);
    }
    row.when_missed = input.when_missed.unwrap_or(row.when_missed);
    row.late_minutes = input.late_minutes.unwrap_or(row.late_minutes);
    Ok(())
}

/// Takes a planned post out of the plan. `posts.restore` puts it back while its time is ahead.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CancelScheduled {
    #[serde(alias = "scheduled_post_id")]
    #[schemars(extend("x-aliases" = ["scheduled_post_id"]))]
    post_id: PostId,
}

pub(super) async fn cancel(studio: &Studio, input: CancelScheduled) -> Result<ScheduledPost> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let mut row = open_post(&mut write, input.post_id).await?;
    row.restores_to = Some(row.status);
    row.status = PostStatus::Cancelled;
    row.waiting_reason = None;
    row.updated_at = now;
    posts::save(&mut write, &row).await?;
    let post = ScheduledPost::load_one(&mut write, row, now).await?;
    write.commit().await.map_err(LibraryError::from)?;
    studio.tasks().nudge(tasks::PUBLISH_DUE);
    Ok(post)
}

fn is_open(status: PostStatus) -> bool {
    matches!(status, PostStatus::Draft | PostStatus::Scheduled)
}

/// A post that has not begun to go out.
async fn open_post(db: &mut SqliteConnection, id: PostId) -> Result<PostRow> {
    let row = posts::get(db, id).await?.filter(|row| row.deleted_at.is_none());
    let row = row.ok_or_else(|| Error::not_found("post", id))?;
    if is_open(row.status) {
        return Ok(row);
    }
    let words = match row.status {
        PostStatus::Publishing => "This post is on its way already.",
        PostStatus::Published => "This post is up already.",
        PostStatus::Cancelled => "This post is out of the plan. Restore it first.",
        _ => "This post needs a look first: see what happened to it, then send it again.",
    };
    Err(Error::conflict(words))
}
