//! Posts whose time was missed, as when the computer slept: late, the next slot, ask, or left out, as each says; and
//! the summary afterwards.

use super::{alarms, hold, slots, time};
use crate::{Error, Kind, Result, Studio, publishing::attention::Attention};
use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use troupe_library::{
    PostId, SqliteConnection,
    tables::{
        accounts,
        posts::{self, PostRow, PostStatus, WhenMissed},
        schedule::DuePost,
        settings,
    },
};

/// Holds the last summary.
const SUMMARY: &str = "planning.missed";

/// What became of posts whose time was missed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Outcomes {
    /// They go out late.
    pub(crate) went_late: Vec<PostId>,
    /// They took the next slot.
    pub(crate) moved: Vec<PostId>,
    /// They ask.
    pub(crate) asked: Vec<(PostId, String)>,
    /// They were left out.
    pub(crate) skipped: Vec<PostId>,
}

impl Outcomes {
    fn is_empty(&self) -> bool {
        self.went_late.is_empty() && self.moved.is_empty() && self.asked.is_empty() && self.skipped.is_empty()
    }
}

/// What happened after a time at which the scheduler could not look.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub(crate) struct MissedSummary {
    /// When that was found.
    pub(crate) at: DateTime<Utc>,
    /// In a sentence: `While this computer slept, or Troupe was closed or paused: 2 go out late, 1 asks.`
    pub(crate) message: String,
    pub(crate) went_late: Vec<PostId>,
    pub(crate) moved: Vec<PostId>,
    pub(crate) asked: Vec<PostId>,
    pub(crate) skipped: Vec<PostId>,
}

/// Whether a missed post may simply go out late.
pub(super) fn may_go_late(post: &DuePost, now: DateTime<Utc>) -> bool {
    let due = post.due_at.unwrap_or(post.next_attempt_at);
    post.when_missed == WhenMissed::Late && now - due <= TimeDelta::minutes(post.late_minutes)
}

/// Does with a missed post what it says.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn settle(
    db: &mut SqliteConnection,
    post: &DuePost,
    now: DateTime<Utc>,
    outcomes: &mut Outcomes,
) -> Result<()> {
    let zone = hold::zone_of(post);
    let when = post.due_at.map(|due| time::words(due, zone)).unwrap_or_default();
    match post.when_missed {
        WhenMissed::NextSlot => {
            if take_next_slot(db, post, now).await? {
                outcomes.moved.push(post.id);
                return Ok(());
            }
            let known = format!("Its time, {when}, was missed, and {} has no free slot to take.", post.handle);
            ask(db, post, known, now, outcomes).await
        }
        WhenMissed::Skip => {
            let error = json!({ "code": "missed", "message": format!("Its time, {when}, was missed, so it was left out, as it says.") });
            posts::change(db, post.id, now, |row| {
                row.restores_to = Some(row.status);
                row.status = PostStatus::Cancelled;
                row.error = Some(error);
                row.waiting_reason = None;
            })
            .await?;
            outcomes.skipped.push(post.id);
            Ok(())
        }
        WhenMissed::Late => {
            let known =
                format!("Its time, {when}, is more than {} minutes ago, so it did not go out late.", post.late_minutes);
            ask(db, post, known, now, outcomes).await
        }
        WhenMissed::Ask => {
            let known = format!("Its time, {when}, was missed: this computer slept, or Troupe was closed.");
            ask(db, post, known, now, outcomes).await
        }
    }
}

async fn ask(
    db: &mut SqliteConnection,
    post: &DuePost,
    known: String,
    now: DateTime<Utc>,
    outcomes: &mut Outcomes,
) -> Result<()> {
    let attention = serde_json::to_value(Attention::missed(known.clone(), now)).map_err(Error::internal)?;
    outcomes.asked.push((post.id, known));
    posts::change(db, post.id, now, |row| {
        row.status = PostStatus::NeedsAttention;
        row.attention = Some(attention);
        row.waiting_reason = None;
    })
    .await?;
    Ok(())
}

/// Puts a post into its account's next free slot; `false` when there is none.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn take_next_slot(db: &mut SqliteConnection, post: &DuePost, now: DateTime<Utc>) -> Result<bool> {
    let Some(account) = accounts::get(db, post.account_id).await? else { return Ok(false) };
    let Some(row) = posts::get(db, post.id).await? else { return Ok(false) };
    let Some(slot) = slots::next(db, &account, now, Some(&row.post_type)).await? else { return Ok(false) };
    posts::change(db, post.id, now, |row| {
        place(row, slot.wall_time, &slot.timezone, Some(slot.slot_id), slot.scheduled_at);
    })
    .await?;
    Ok(true)
}

/// Gives a post another time; what held it at the old one is forgotten.
pub(crate) fn place(
    row: &mut PostRow,
    wall_time: chrono::NaiveDateTime,
    zone: &str,
    slot_id: Option<troupe_library::SlotId>,
    due: DateTime<Utc>,
) {
    row.wall_time = Some(wall_time);
    row.timezone = Some(zone.to_owned());
    row.slot_id = slot_id;
    row.due_at = Some(due);
    if row.status == PostStatus::Scheduled {
        row.next_attempt_at = Some(due);
    }
    row.waiting_reason = None;
}

/// Keeps the summary, and tells of it.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn tell(studio: &Studio, outcomes: &Outcomes, now: DateTime<Utc>) -> Result<()> {
    if outcomes.is_empty() {
        return Ok(());
    }
    let mut write = studio.library().write().await?;
    // What was not put away yet is told together.
    let mut summary = summary(&mut write).await?.unwrap_or_default();
    summary.at = now;
    summary.went_late.extend(&outcomes.went_late);
    summary.moved.extend(&outcomes.moved);
    summary.asked.extend(outcomes.asked.iter().map(|(id, _)| *id));
    summary.skipped.extend(&outcomes.skipped);
    summary.message = words(&summary);
    let text = serde_json::to_string(&Some(&summary)).map_err(Error::internal)?;
    settings::set(&mut write, SUMMARY, &text, now).await?;
    write.commit().await.map_err(troupe_library::LibraryError::from)?;
    for (id, words) in &outcomes.asked {
        studio.events().send(Kind::PostNeedsAttention, json!({ "post_id": id, "known": [words] }));
    }
    studio.events().send(Kind::ScheduleChanged, json!({ "missed": &summary }));
    if !outcomes.asked.is_empty() {
        alarms::tell(studio, summary.message);
    }
    Ok(())
}

fn words(summary: &MissedSummary) -> String {
    let counts = [
        (summary.went_late.len(), "goes out late", "go out late"),
        (summary.moved.len(), "took the next slot", "took the next slot"),
        (summary.asked.len(), "asks", "ask"),
        (summary.skipped.len(), "was left out", "were left out"),
    ];
    let told = counts.iter().filter(|(count, ..)| *count > 0);
    let parts: Vec<_> =
        told.map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many })).collect();
    format!("While this computer slept, or Troupe was closed or paused: {}.", parts.join(", "))
}

/// The last summary that was not put away.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn summary(db: &mut SqliteConnection) -> Result<Option<MissedSummary>> {
    let kept = settings::get(db, SUMMARY).await?;
    // A summary of an older program is not worth an error.
    Ok(kept.and_then(|text| serde_json::from_str::<Option<MissedSummary>>(&text).ok()).flatten())
}

/// Puts the summary away.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn put_away(db: &mut SqliteConnection, now: DateTime<Utc>) -> Result<()> {
    Ok(settings::set(db, SUMMARY, &Value::Null.to_string(), now).await?)
}
