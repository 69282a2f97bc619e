//! The scheduler: how it stands, pausing and resuming it, and trying its alarms.

mod status;

#[cfg(test)]
mod tests;

use crate::{
    Code,
    Effect::{Read, Write},
    Error, Operation, Result, Studio,
    operations::{automation::execute, slots::find_account},
    planning::{
        alarms, missed,
        pause::{self, Pause},
    },
    registry::operation,
    tasks,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{AccountId, LibraryError, tables::accounts};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation(
            "scheduler.status",
            status::status,
            Read,
            &["schedule", "posts", "rules", "accounts", "characters", "approvals"],
        )
        .route("GET /scheduler"),
        operation("scheduler.run_now", execute::run_now, Write, &["rules", "posts", "jobs", "schedule"])
            .route("POST /scheduler/run"),
        operation("scheduler.pause", pause, Write, &["schedule", "accounts"]).route("POST /scheduler/pause"),
        operation("scheduler.resume", resume, Write, &["schedule", "accounts"]).route("POST /scheduler/resume"),
        operation("scheduler.dismiss", dismiss, Write, &["schedule"]).route("POST /scheduler/dismiss"),
        operation("scheduler.test_alarm", test_alarm, Write, &["schedule"]).route("POST /scheduler/test-alarm"),
    ]
}

/// Pauses everything at once, or one account: nothing is sent and no rule fires until it is resumed, or until the
/// moment that is given. Nothing is lost.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PauseScheduler {
    /// Until when, RFC 3339; absent pauses it until it is resumed.
    #[serde(default)]
    until: Option<DateTime<Utc>>,
    /// Why, for yourself.
    #[serde(default)]
    reason: Option<String>,
    /// Only this account.
    #[serde(default, alias = "platform_account_id")]
    #[schemars(extend("x-aliases" = ["platform_account_id"]))]
    account_id: Option<AccountId>,
}

/// Whether it is paused.
#[derive(Debug, Serialize, JsonSchema)]
struct SchedulerState {
    /// Everything, or the account that was named.
    is_paused: bool,
    pause: Option<Pause>,
    /// What it was before; pausing or resuming with that undoes it.
    previous: Option<Pause>,
}

async fn pause(studio: &Studio, input: PauseScheduler) -> Result<SchedulerState> {
    let now = studio.now();
    let until = pause::checked_until(input.until, now)?;
    let reason = input.reason.map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    set(studio, input.account_id, Some(Pause { since: now, until, reason })).await
}

/// Lets everything, or one account, go on. What was missed meanwhile does what each post says: late, the next slot,
/// ask, or left out.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ResumeScheduler {
    /// Only this account.
    #[serde(default, alias = "platform_account_id")]
    #[schemars(extend("x-aliases" = ["platform_account_id"]))]
    account_id: Option<AccountId>,
}

async fn resume(studio: &Studio, input: ResumeScheduler) -> Result<SchedulerState> {
    set(studio, input.account_id, None).await
}

async fn set(studio: &Studio, account_id: Option<AccountId>, new: Option<Pause>) -> Result<SchedulerState> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let previous = match account_id {
        None => {
            let previous = pause::everything(&mut write, now).await?;
            pause::set_everything(&mut write, new.as_ref(), now).await?;
            previous
        }
        Some(id) => {
            let before = find_account(&mut write, id).await?;
            accounts::change(&mut write, id, now, |row| {
                row.is_paused = new.is_some();
                row.paused_reason = new.as_ref().and_then(|pause| pause.reason.clone());
                row.paused_until = new.as_ref().and_then(|pause| pause.until);
            })
            .await?;
            before.is_paused.then_some(Pause {
                since: before.updated_at,
                until: before.paused_until,
                reason: before.paused_reason,
            })
        }
    };
    write.commit().await.map_err(LibraryError::from)?;
    studio.tasks().nudge(tasks::PUBLISH_DUE);
    Ok(SchedulerState { is_paused: new.is_some(), pause: new, previous })
}

/// Puts the summary away that tells what was missed.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DismissSummary {}

/// Nothing is left to tell.
#[derive(Debug, Serialize, JsonSchema)]
struct Dismissed {
    dismissed: bool,
}

async fn dismiss(studio: &Studio, _: DismissSummary) -> Result<Dismissed> {
    let mut write = studio.library().write().await?;
    let dismissed = missed::summary(&mut write).await?.is_some();
    missed::put_away(&mut write, studio.now()).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(Dismissed { dismissed })
}

/// Sends a test alarm to the Telegram chat and the ntfy topic that the settings name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TestAlarm {}

/// How many ways took it.
#[derive(Debug, Serialize, JsonSchema)]
struct AlarmSent {
    sent: usize,
}

async fn test_alarm(studio: &Studio, _: TestAlarm) -> Result<AlarmSent> {
    let sent = alarms::send(studio, "Troupe: this is a test. Alarms reach you here.").await?;
    if sent == 0 {
        let message =
            "No way to your phone is named yet. Name a Telegram chat or an ntfy topic under Settings, Scheduling.";
        return Err(Error::new(Code::Conflict, message));
    }
    Ok(AlarmSent { sent })
}
