//! How an account is, in words: what the health board shows and the one button that mends it.

use super::{fresh::renews_at, session::is_hand_off};
use crate::Studio;
use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use troupe_library::tables::accounts::{AccountRow, AccountState};

/// A login that can't renew itself is called expiring this long before its end.
const EXPIRING: TimeDelta = TimeDelta::days(7);
/// Tokens that live shorter than this are renewed all the time; their end is no news.
const SHORT: TimeDelta = TimeDelta::days(2);

/// How an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConnectionStatus {
    /// It works.
    Connected,
    /// Its login ends soon and was not renewed.
    Expiring,
    /// Its login ended: connect it again.
    Expired,
    /// The platform no longer takes its login: connect it again.
    Revoked,
    /// The platform blocked or restricted it.
    Restricted,
    /// The creator disconnected it.
    Disconnected,
}

/// The button that mends an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AccountFix {
    /// Connect it again.
    Reconnect,
    /// Test it now, which renews its login too.
    Test,
    /// Look at the platform, then let it go on.
    Resume,
}

/// How an account is, and what to do.
#[derive(Debug, Clone)]
pub(crate) struct Health {
    pub(crate) status: ConnectionStatus,
    /// One sentence or two.
    pub(crate) message: String,
    pub(crate) fix: Option<AccountFix>,
    /// Until when its login holds if nothing is done; `None`: it has no end by time.
    pub(crate) ends_at: Option<DateTime<Utc>>,
    /// When its login is renewed by itself.
    pub(crate) renews_at: Option<DateTime<Utc>>,
}

/// How the account is at this moment.
pub(crate) fn health(studio: &Studio, row: &AccountRow) -> Health {
    let mut health = of_login(row, studio.now());
    if row.state == AccountState::Connected && is_hand_off(studio, row) {
        "You post by hand; there is no sign-in that could end.".clone_into(&mut health.message);
    }
    if row.is_paused && row.state != AccountState::Disconnected {
        health.message = paused(row);
        health.fix = health.fix.or(Some(AccountFix::Resume));
    }
    health
}

fn paused(row: &AccountRow) -> String {
    let until = row.paused_until.map(|until| format!(" until {}", until.format("%-d %B, %H:%M UTC")));
    let reason = row.paused_reason.as_ref().map(|reason| format!(" {reason}"));
    format!("Paused{}: nothing is sent.{}", until.unwrap_or_default(), reason.unwrap_or_default())
}

fn of_login(row: &AccountRow, now: DateTime<Utc>) -> Health {
    let life = row.token_obtained_at.zip(row.token_expires_at).map(|(began, ends)| ends - began);
    let is_short = life.is_some_and(|life| life < SHORT);
    // What renews a short token decides; a long one is its own.
    let ends_at = row.refresh_expires_at.or(row.token_expires_at.filter(|_| !is_short));
    let renews_at = renews_at(row).filter(|_| row.state == AccountState::Connected);
    let say = |status, message: String, fix| Health { status, message, fix, ends_at, renews_at };
    let reason = |otherwise: &str| row.state_reason.clone().unwrap_or_else(|| otherwise.to_owned());
    let reconnect = Some(AccountFix::Reconnect);
    match row.state {
        AccountState::Disconnected => say(
            ConnectionStatus::Disconnected,
            "Disconnected: what opened it was deleted. Its posts stay.".to_owned(),
            reconnect,
        ),
        AccountState::Expired => {
            say(ConnectionStatus::Expired, reason("Its sign-in ended. Connect it again; its posts wait."), reconnect)
        }
        AccountState::Revoked => say(
            ConnectionStatus::Revoked,
            reason("The platform no longer takes its sign-in. Connect it again; its posts wait."),
            reconnect,
        ),
        AccountState::Restricted => say(
            ConnectionStatus::Restricted,
            reason("The platform restricted it. See there what it asks for."),
            Some(AccountFix::Resume),
        ),
        AccountState::Connected => {
            let left = ends_at.map(|ends| ends - now);
            let soon = left.filter(|left| *left < EXPIRING.min(life.filter(|_| !is_short).unwrap_or(EXPIRING) / 4));
            match (soon, &row.test_error) {
                (Some(left), error) if left <= TimeDelta::zero() => say(
                    ConnectionStatus::Expired,
                    error.clone().unwrap_or_else(|| "Its sign-in ended. Connect it again; its posts wait.".to_owned()),
                    reconnect,
                ),
                (Some(left), error) => {
                    let why = error.as_ref().map(|error| format!(" {error}")).unwrap_or_default();
                    let message = format!("Its sign-in ends in {} and was not renewed.{why}", span(left));
                    say(ConnectionStatus::Expiring, message, Some(AccountFix::Test))
                }
                (None, Some(error)) => say(ConnectionStatus::Connected, error.clone(), Some(AccountFix::Test)),
                (None, None) => say(ConnectionStatus::Connected, renewal(row, renews_at, is_short), None),
            }
        }
    }
}

fn renewal(row: &AccountRow, renews_at: Option<DateTime<Utc>>, is_short: bool) -> String {
    match (renews_at, row.refresh_expires_at) {
        (None, _) => "Connected; its sign-in has no end by time.".to_owned(),
        (Some(_), None) if is_short => "Connected; its sign-in renews by itself.".to_owned(),
        (Some(_), Some(ends)) if is_short => format!(
            "Connected; its sign-in renews by itself, as long as Troupe runs now and then until {}.",
            ends.format("%-d %B %Y")
        ),
        (Some(at), _) => format!("Connected; its sign-in is renewed on {}.", at.format("%-d %B %Y")),
    }
}

/// A span in the words of the health board: days, else hours, else minutes.
fn span(left: TimeDelta) -> String {
    let words = |count: i64, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
    match (left.num_days(), left.num_hours()) {
        (0, 0) => words(left.num_minutes().max(1), "minute"),
        (0, hours) => words(hours, "hour"),
        (days, _) => words(days, "day"),
    }
}
