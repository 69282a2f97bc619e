//! What a platform's refusal means for the account: it waits, it must be connected again, or it pauses until its
//! owner acted. Spam and restriction reach every account of the same app, so those are named.

use super::{fresh, words};
use crate::{Result, Studio};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use troupe_library::tables::accounts::{self, AccountRow, AccountState};
use troupe_platforms::{Refusal, RefusalKind};

/// How long an account waits when the platform says "too many calls" and names no time.
const RATE_WAIT: TimeDelta = TimeDelta::minutes(15);
/// How long until an account that used up its day is asked for again, where the platform names no time: days end at
/// different hours, so the next look comes before a whole day.
const DAY_WAIT: TimeDelta = TimeDelta::hours(1);

/// What a refusal means for the posts of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Consequence {
    /// Nothing for the account: it is about this post alone.
    ThisPost,
    /// The token is renewed with the next call: go on at once.
    Renewed,
    /// All its posts wait until then.
    Held {
        /// When they go on.
        until: DateTime<Utc>,
    },
    /// All its posts wait until its owner acted: it must be connected again, or it was paused.
    Stopped {
        /// What happened and what to do.
        words: String,
    },
}

/// Notes what a refusal means for an account, and says what it means for its posts.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn refused(studio: &Studio, row: &AccountRow, refusal: &Refusal) -> Result<Consequence> {
    let now = studio.now();
    let wait = |default| refusal.retry_after.and_then(|wait| TimeDelta::from_std(wait).ok()).unwrap_or(default);
    match refusal.kind {
        RefusalKind::RateLimited => hold(studio, row, now + wait(RATE_WAIT), refusal).await,
        RefusalKind::DailyLimit => hold(studio, row, now + wait(DAY_WAIT), refusal).await,
        RefusalKind::TokenExpired => expired(studio, row, refusal).await,
        RefusalKind::TokenRevoked => {
            let row = no_longer_taken(studio, row, AccountState::Revoked, refusal.words.clone()).await?;
            Ok(Consequence::Stopped { words: row.state_reason.unwrap_or_default() })
        }
        RefusalKind::Spam | RefusalKind::Restricted | RefusalKind::Unpaid => pause(studio, row, refusal).await,
        _ => Ok(Consequence::ThisPost),
    }
}

async fn hold(studio: &Studio, row: &AccountRow, until: DateTime<Utc>, refusal: &Refusal) -> Result<Consequence> {
    let row = fresh::change(studio, row.id, |row| {
        // A longer wait that stands already is kept.
        let until = row.held_until.filter(|stands| *stands > until).unwrap_or(until);
        row.held_until = Some(until);
        row.held_reason = Some(refusal.words.clone());
    })
    .await?;
    studio.events().changed(&["accounts"], studio.caller());
    Ok(Consequence::Held { until: row.held_until.unwrap_or(until) })
}

/// The platform says that the token ended. One that can be renewed is renewed with the next call; one that was
/// renewed a moment ago, or never can be, means that the account is connected again. A token as the login gave it was
/// never renewed, however young it is.
async fn expired(studio: &Studio, row: &AccountRow, refusal: &Refusal) -> Result<Consequence> {
    let now = studio.now();
    let has_end = row.token_expires_at.is_some();
    let has_ended = row.token_expires_at.is_some_and(|ends| ends <= now);
    let was_just_renewed = row.refreshed_at.is_some_and(|at| now - at < TimeDelta::minutes(1));
    if has_end && !has_ended && !was_just_renewed {
        fresh::change(studio, row.id, |row| row.token_expires_at = Some(now)).await?;
        return Ok(Consequence::Renewed);
    }
    let row = no_longer_taken(studio, row, AccountState::Expired, refusal.words.clone()).await?;
    Ok(Consequence::Stopped { words: row.state_reason.unwrap_or_default() })
}

/// Notes that the account must be connected again.
pub(super) async fn no_longer_taken(
    studio: &Studio,
    row: &AccountRow,
    state: AccountState,
    why: String,
) -> Result<AccountRow> {
    tracing::warn!(service = "accounts", platform = %row.platform, account = %row.handle, "must be connected again: {why}");
    let row = fresh::change(studio, row.id, |row| {
        if row.state != AccountState::Disconnected {
            row.state = state;
            row.state_reason = Some(why);
        }
    })
    .await?;
    say(studio, &row, row.state_reason.as_deref().unwrap_or_default());
    Ok(row)
}

async fn pause(studio: &Studio, row: &AccountRow, refusal: &Refusal) -> Result<Consequence> {
    let others = same_app(studio, row).await?;
    let mut reason = refusal.words.clone();
    if !others.is_empty() {
        let names: Vec<_> = others.iter().map(words).collect();
        reason = format!("{reason} The same app also serves {}: look at them too.", names.join(", "));
    }
    let row = fresh::change(studio, row.id, |row| {
        row.is_paused = true;
        row.paused_until = None;
        row.paused_reason = Some(reason.clone());
        if refusal.kind == RefusalKind::Restricted {
            row.state = AccountState::Restricted;
            row.state_reason = Some(refusal.words.clone());
        }
    })
    .await?;
    tracing::warn!(service = "accounts", platform = %row.platform, account = %row.handle, "paused: {reason}");
    say(studio, &row, &reason);
    Ok(Consequence::Stopped { words: reason })
}

/// The other accounts whose tokens belong to the same app.
pub(crate) async fn same_app(studio: &Studio, row: &AccountRow) -> Result<Vec<AccountRow>> {
    let Some(client_id) = &row.client_id else { return Ok(Vec::new()) };
    let mut read = studio.library().read().await?;
    let of_app = accounts::of_app(&mut read, &row.platform, client_id).await?;
    Ok(of_app.into_iter().filter(|other| other.id != row.id && other.state != AccountState::Disconnected).collect())
}

/// Tells every window that an account needs its owner.
fn say(studio: &Studio, row: &AccountRow, message: &str) {
    let code = if row.is_paused { "forbidden" } else { "unauthorized" };
    let data = json!({ "code": code, "message": message, "account_id": row.id });
    studio.events().changed(&["accounts"], studio.caller());
    studio.events().send(crate::Kind::ErrorOccurred, data);
}
