//! When a post goes out: the creator's wish, and what follows from it for an account.

use crate::{
    Error, Result, Studio,
    planning::{slots, time},
};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use troupe_library::{SlotId, SqliteConnection, tables::accounts::AccountRow};
use troupe_platforms::PlatformName;

/// How far back a planned time may lie: what was composed a moment too late still goes out.
const GRACE: TimeDelta = TimeDelta::minutes(5);

/// When a post goes out.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum When {
    /// Not yet planned.
    #[default]
    Draft,
    /// At once.
    Now,
    /// At a wall-clock time.
    At {
        /// The time.
        wall_time: NaiveDateTime,
        /// Its IANA zone; without it the account's.
        timezone: Option<String>,
        /// Whether the platform itself publishes it then.
        at_platform: bool,
    },
    /// In each account's next free slot.
    NextSlot,
}

/// When a post is planned for, in every shape that the row holds.
#[derive(Debug, Default)]
pub(crate) struct Planned {
    pub(crate) wall_time: Option<NaiveDateTime>,
    pub(crate) timezone: Option<String>,
    pub(crate) due_at: Option<DateTime<Utc>>,
    pub(crate) at_platform: bool,
    pub(crate) slot_id: Option<SlotId>,
    pub(crate) next_attempt_at: Option<DateTime<Utc>>,
}

/// Reads a wish for a time as this account has it.
///
/// # Errors
/// When the time has passed, or the account has no slot.
pub(crate) async fn planned(
    studio: &Studio,
    db: &mut SqliteConnection,
    when: &When,
    account: &AccountRow,
    post_type: &str,
    now: DateTime<Utc>,
) -> Result<Planned> {
    match when {
        When::Draft => Ok(Planned::default()),
        When::Now => Ok(Planned {
            timezone: Some(account.timezone.clone()),
            due_at: Some(now),
            next_attempt_at: Some(now),
            ..Planned::default()
        }),
        When::At { wall_time, timezone, at_platform } => {
            let zone = timezone.clone().unwrap_or_else(|| account.timezone.clone());
            let due_at = time::due_at(*wall_time, time::zone("timezone", &zone)?);
            if due_at < now - GRACE {
                return Err(Error::field("scheduled_at", "has passed; choose a time ahead, or publish now"));
            }
            let handed_over = if *at_platform { handed_over(studio, account, due_at, now)? } else { None };
            Ok(Planned {
                wall_time: Some(*wall_time),
                timezone: Some(zone),
                due_at: Some(due_at),
                at_platform: handed_over.is_some(),
                slot_id: None,
                next_attempt_at: handed_over.or(Some(due_at)),
            })
        }
        When::NextSlot => {
            let found = slots::next(db, account, now, Some(post_type)).await?;
            let found = match found {
                Some(found) => Some(found),
                None => slots::next(db, account, now, None).await?,
            };
            let found = found.ok_or_else(|| {
                let message =
                    format!("{} has no free slot in the next weeks; add one, or choose a time", account.handle);
                Error::field("next_slot", message)
            })?;
            Ok(Planned {
                wall_time: Some(found.wall_time),
                timezone: Some(found.timezone),
                due_at: Some(found.scheduled_at),
                at_platform: false,
                slot_id: Some(found.slot_id),
                next_attempt_at: Some(found.scheduled_at),
            })
        }
    }
}

/// When a post is handed to a platform that publishes it by itself; `None` where the time is too near for that, so that
/// it goes out from here.
///
/// # Errors
/// When the platform has no such call.
fn handed_over(
    studio: &Studio,
    account: &AccountRow,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let name: PlatformName = account.platform.parse().map_err(Error::internal)?;
    let rule = studio.platforms().get(name).and_then(|platform| platform.facts().capabilities.schedule);
    let rule = rule.ok_or_else(|| {
        let message = format!("{} publishes nothing by itself at a time; leave it to Troupe", name.words());
        Error::field("at_platform", message)
    })?;
    let is_too_near = due_at < now + TimeDelta::minutes(rule.min_minutes.into());
    Ok((!is_too_near).then(|| now.max(due_at - TimeDelta::days(rule.max_days.into()))))
}
