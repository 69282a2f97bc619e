//! The task that keeps accounts: it renews logins at half of their life, tests each account once a day with one
//! harmless call, and ends pauses and waits whose time is over.

use super::fresh;
use crate::{Code, Result, Studio, engagement, tasks::Seen};
use chrono::{DateTime, TimeDelta, Utc};
use std::time::{Duration, Instant};
use troupe_library::tables::accounts::{self, AccountFilter, AccountRow, AccountState};

/// The name under which it is nudged.
pub(crate) const KEEP_ACCOUNTS: &str = "keep_accounts";

/// How often an account is tested.
const TEST_EVERY: TimeDelta = TimeDelta::days(1);
/// How long after a try that was not answered the next one comes.
const TRY_AGAIN: TimeDelta = TimeDelta::minutes(10);
/// It looks at the clock this often, since a computer that slept or whose clock was set has another time.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Does what is due, then waits for the next thing or a nudge.
pub(crate) async fn keep_accounts(studio: Studio) {
    let nudged = studio.tasks().nudged(KEEP_ACCOUNTS);
    loop {
        let began = Instant::now();
        let next = match tick(&studio).await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(service = "tasks", task = KEEP_ACCOUNTS, "accounts could not be looked after: {error}");
                None
            }
        };
        studio.tasks().saw(KEEP_ACCOUNTS, Seen { began, next_at: next, is_busy: false });
        let wait = next.and_then(|at| (at - studio.now()).to_std().ok()).unwrap_or(LONGEST_WAIT);
        tokio::select! {
            () = tokio::time::sleep(wait.clamp(Duration::from_secs(1), LONGEST_WAIT)) => {}
            () = nudged.notified() => {}
        }
    }
}

/// Does what is due now; answers when the next thing is. One account that does not answer holds up no other.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn tick(studio: &Studio) -> Result<Option<DateTime<Utc>>> {
    studio.accounts().attempts.expire(studio.now());
    engagement::give_up_lost(studio).await?;
    let mut read = studio.library().read().await?;
    let all = accounts::list(&mut read, &AccountFilter::default()).await?;
    drop(read);
    let kept = all.into_iter().filter(|row| row.state != AccountState::Disconnected);
    let next = futures::future::join_all(kept.map(|row| keep(studio, row))).await;
    Ok(next.into_iter().flatten().min())
}

/// Looks after one account; answers when it is due again.
async fn keep(studio: &Studio, row: AccountRow) -> Option<DateTime<Utc>> {
    let now = studio.now();
    let row = match end_waits(studio, row).await {
        Ok(row) => row,
        Err(error) => {
            tracing::warn!(service = "accounts", "an account's pause could not be ended: {error}");
            return Some(now + TRY_AGAIN);
        }
    };
    let waits = [row.paused_until.filter(|_| row.is_paused), row.held_until].into_iter().flatten().min();
    if !matches!(row.state, AccountState::Connected | AccountState::Restricted) {
        return waits;
    }
    let tried = studio.accounts().tried().get(&row.id).copied();
    let not_before = tried.map(|tried| tried + TRY_AGAIN);
    let is_due = |at: DateTime<Utc>| at <= now && not_before.is_none_or(|not_before| not_before <= now);
    let test_at = row.tested_at.map_or(now, |tested| tested + TEST_EVERY);
    let result = if is_due(test_at) {
        // A test opens the account, which renews its login where that is due.
        fresh::sync(studio, row.id).await
    } else if fresh::renews_at(&row).is_some_and(is_due) {
        fresh::open(studio, row.id).await.map(|(row, _)| row)
    } else {
        Ok(row.clone())
    };
    let row = match result {
        Ok(row) => row,
        Err(error) => {
            note(studio, &row, &error).await;
            return waits.into_iter().chain([now + TRY_AGAIN]).min();
        }
    };
    let test_at = row.tested_at.map_or(now, |tested| tested + TEST_EVERY);
    let due = [Some(test_at), fresh::renews_at(&row), waits].into_iter().flatten().min();
    // What was due and stays so was not answered: it is tried again after a while.
    due.map(|due| if due <= now { now + TRY_AGAIN } else { due })
}

/// Notes why an account could not be looked after, once; what it means for the account was noted where it was met.
async fn note(studio: &Studio, row: &AccountRow, error: &crate::Error) {
    studio.accounts().tried().insert(row.id, studio.now());
    tracing::warn!(service = "accounts", platform = %row.platform, account = %row.handle, "not kept: {}", error.message);
    // A locked keychain is said by the keychain; nothing is known of the account then.
    if error.code == Code::Conflict {
        return;
    }
    let words = error.message.to_string();
    if let Err(error) = fresh::change(studio, row.id, |row| row.test_error = Some(words)).await {
        tracing::warn!(service = "accounts", "the fault of an account could not be noted: {error}");
    }
    studio.events().changed(&["accounts"], studio.caller());
}

/// Ends a pause and a wait whose time is over.
async fn end_waits(studio: &Studio, row: AccountRow) -> Result<AccountRow> {
    let now = studio.now();
    let is_over = |until: Option<DateTime<Utc>>| until.is_some_and(|until| until <= now);
    if !is_over(row.paused_until) && !is_over(row.held_until) {
        return Ok(row);
    }
    let row = fresh::change(studio, row.id, |row| {
        if is_over(row.paused_until) {
            row.is_paused = false;
            row.paused_until = None;
            row.paused_reason = None;
        }
        if is_over(row.held_until) {
            row.held_until = None;
            row.held_reason = None;
        }
    })
    .await?;
    studio.events().changed(&["accounts"], studio.caller());
    Ok(row)
}
