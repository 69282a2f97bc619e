//! Free slots: the coming times of an account's weekly slots that no post takes yet.

use super::time;
use crate::Result;
use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use troupe_library::{
    AccountId, SlotId, SqliteConnection,
    tables::{
        accounts::AccountRow,
        schedule::{self, TakenTime},
        slots::{self, SlotRow},
    },
};

/// How far ahead a free slot is looked for.
const DAYS_AHEAD: i64 = 90;

/// A coming time of a slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct FreeSlot {
    /// The weekly slot.
    pub(crate) slot_id: SlotId,
    pub(crate) account_id: AccountId,
    /// What the account's clocks show then.
    pub(crate) wall_time: NaiveDateTime,
    /// The account's IANA zone.
    pub(crate) timezone: String,
    /// The instant.
    pub(crate) scheduled_at: DateTime<Utc>,
    /// What is posted then.
    pub(crate) post_type: String,
}

/// The next free slot of an account after `after`, for posts of that form or of any; `None` when it has no slots, or
/// none is free within 90 days.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn next(
    db: &mut SqliteConnection,
    account: &AccountRow,
    after: DateTime<Utc>,
    post_type: Option<&str>,
) -> Result<Option<FreeSlot>> {
    let until = after + TimeDelta::days(DAYS_AHEAD);
    Ok(free(db, account, after, until, post_type, 1).await?.into_iter().next())
}

/// The free slots of an account after `after`, before `until`, at most `count`, the earliest first.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn free(
    db: &mut SqliteConnection,
    account: &AccountRow,
    after: DateTime<Utc>,
    until: DateTime<Utc>,
    post_type: Option<&str>,
    count: usize,
) -> Result<Vec<FreeSlot>> {
    let weekly: Vec<SlotRow> = slots::list(db, Some(account.id))
        .await?
        .into_iter()
        .filter(|slot| slot.is_enabled && post_type.is_none_or(|wanted| slot.post_type == wanted))
        .collect();
    if weekly.is_empty() {
        return Ok(Vec::new());
    }
    let day = TimeDelta::days(1);
    let taken = schedule::taken_times(db, Some(account.id), after - day, until + day).await?;
    let mut found = coming(account, &weekly, after, until);
    found.retain(|slot| !is_taken(slot, &taken));
    found.truncate(count);
    Ok(found)
}

/// Every time of these slots after `after`, before `until`, the earliest first.
pub(crate) fn coming(
    account: &AccountRow,
    weekly: &[SlotRow],
    after: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Vec<FreeSlot> {
    let zone = time::zone_of(&account.timezone);
    let mut found = Vec::new();
    let mut date = time::wall_time(after, zone).date() - TimeDelta::days(1);
    let last = time::wall_time(until, zone).date() + TimeDelta::days(1);
    while date <= last {
        for slot in weekly.iter().filter(|slot| slot.weekday == i64::from(date.weekday().number_from_monday())) {
            let Ok(time_of_day) = time::time_of_day("time", &slot.time) else { continue };
            let wall_time = date.and_time(time_of_day);
            let scheduled_at = time::due_at(wall_time, zone);
            if scheduled_at > after && scheduled_at < until {
                found.push(FreeSlot {
                    slot_id: slot.id,
                    account_id: account.id,
                    wall_time,
                    timezone: account.timezone.clone(),
                    scheduled_at,
                    post_type: slot.post_type.clone(),
                });
            }
        }
        date += TimeDelta::days(1);
    }
    found.sort_by_key(|slot| slot.scheduled_at);
    found
}

/// Whether a post stands at that very time, or fills the slot on that day at another hour, as after a clock change.
fn is_taken(slot: &FreeSlot, taken: &[TakenTime]) -> bool {
    taken.iter().any(|post| {
        let apart = (post.due_at - slot.scheduled_at).abs();
        apart < TimeDelta::minutes(1) || (post.slot_id == Some(slot.slot_id) && apart < TimeDelta::hours(3))
    })
}
