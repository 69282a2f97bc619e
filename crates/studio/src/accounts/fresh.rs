//! An open account for who needs one: its tokens are renewed at half of their life, by one at a time, and the new
//! refresh token is stored before it is used.

use super::{
    connect, find, platform_of,
    refused::{Consequence, no_longer_taken},
    session, words,
};
use crate::{Code, Error, Result, Studio};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use troupe_library::{
    AccountId, LibraryError,
    tables::accounts::{self, AccountRow, AccountState},
};
use troupe_platforms::{Error as PlatformError, RefusalKind, Session};

/// How long a renewal that was not answered is left alone while the token still holds.
const TRY_AGAIN: TimeDelta = TimeDelta::minutes(10);
/// A token that ends within this time does not count as one that still holds.
const MARGIN: TimeDelta = TimeDelta::minutes(1);

/// When the token of an account is renewed: at half of its life. `None` where it has no end.
pub(super) fn renews_at(row: &AccountRow) -> Option<DateTime<Utc>> {
    let ends = row.token_expires_at?;
    let began = row.token_obtained_at.filter(|began| *began < ends).unwrap_or(ends);
    Some(began + (ends - began) / 2)
}

/// An account and its session, renewed when that is due. Whoever publishes or asks a platform begins here.
///
/// # Errors
/// `unauthorized` with `details.reconnect` when the account must be connected again; `conflict` when it is
/// disconnected or the keychain is locked; the platform's own when its token ended and can't be renewed at the moment.
pub(crate) async fn fresh_session(studio: &Studio, id: AccountId) -> Result<(AccountRow, Session)> {
    let mut read = studio.library().read().await?;
    let row = find(&mut read, id).await?;
    drop(read);
    match row.state {
        AccountState::Connected | AccountState::Restricted => open(studio, id).await,
        AccountState::Expired | AccountState::Revoked | AccountState::Disconnected => Err(closed(&row)),
    }
}

/// The same for an account in any state: a test tries it although it was refused before.
///
/// # Errors
/// As [`fresh_session`].
pub(crate) async fn open(studio: &Studio, id: AccountId) -> Result<(AccountRow, Session)> {
    let lock = studio.accounts().lock(id);
    let _one_at_a_time = lock.lock().await;
    let mut read = studio.library().read().await?;
    let row = find(&mut read, id).await?;
    drop(read);
    if row.state == AccountState::Disconnected {
        return Err(closed(&row));
    }
    let session = match session::session(studio, &row).await {
        Err(error) if error.code == Code::Unauthorized && session::is_lost(studio, &row) => {
            let why = error.message.to_string();
            let row = if row.state == AccountState::Expired {
                row
            } else {
                no_longer_taken(studio, &row, AccountState::Expired, why).await?
            };
            return Err(closed(&row));
        }
        opened => opened?,
    };
    let now = studio.now();
    if renews_at(&row).is_none_or(|at| at > now) {
        return Ok((row, session));
    }
    let holds = row.token_expires_at.is_none_or(|ends| ends > now + MARGIN);
    let tried = studio.accounts().tried().get(&id).copied();
    if holds && tried.is_some_and(|tried| tried + TRY_AGAIN > now) {
        return Ok((row, session));
    }
    renew(studio, row, session, holds).await
}

/// Asks for new tokens. A renewal that is not answered is no fault while the old token still holds.
async fn renew(studio: &Studio, row: AccountRow, old: Session, holds: bool) -> Result<(AccountRow, Session)> {
    let now = studio.now();
    let platform = platform_of(studio, &row)?;
    match platform.refresh(&old, now).await {
        Ok(Some(mut tokens)) => {
            if tokens.refresh.is_none() {
                tokens.refresh.clone_from(&old.tokens.refresh);
                tokens.refresh_expires_at = tokens.refresh_expires_at.or(old.tokens.refresh_expires_at);
            }
            // A break after this line finds the new refresh token; the row still says that a renewal is due.
            let kept = session::keep_tokens(studio, row.id, &tokens, None).await?;
            let row = change(studio, row.id, |row| {
                row.state = if row.state == AccountState::Restricted { row.state } else { AccountState::Connected };
                row.state_reason.take_if(|_| row.state == AccountState::Connected);
                row.token_obtained_at = Some(now);
                row.refreshed_at = Some(now);
                row.test_error = None;
                connect::lay_times(row, &tokens);
                session::note_place(row, Some(kept));
            })
            .await?;
            studio.accounts().tried().remove(&row.id);
            studio.events().changed(&["accounts"], studio.caller());
            Ok((row, Session { tokens, ..old }))
        }
        // These never need it: when they end, the account is connected again.
        Ok(None) if holds => {
            studio.accounts().tried().insert(row.id, now);
            Ok((row, old))
        }
        Ok(None) => {
            let why = format!("The sign-in of {} ended. Connect it again; its posts wait.", words(&row));
            Err(closed(&no_longer_taken(studio, &row, AccountState::Expired, why).await?))
        }
        Err(error) => not_renewed(studio, row, old, holds, error).await,
    }
}

async fn not_renewed(
    studio: &Studio,
    row: AccountRow,
    old: Session,
    holds: bool,
    error: PlatformError,
) -> Result<(AccountRow, Session)> {
    let now = studio.now();
    studio.accounts().tried().insert(row.id, now);
    let state = match error.kind() {
        Some(RefusalKind::TokenRevoked) => Some(AccountState::Revoked),
        Some(RefusalKind::TokenExpired) => Some(AccountState::Expired),
        _ => None,
    };
    if let Some(state) = state
        && !holds
    {
        let why = format!(
            "{} no longer takes what renews the sign-in of {}. Connect it again; its posts wait.",
            platform_of(studio, &row)?.name().words(),
            row.handle
        );
        return Err(closed(&no_longer_taken(studio, &row, state, why).await?).because(error));
    }
    let words = format!("The sign-in could not be renewed: {error}");
    tracing::warn!(service = "accounts", platform = %row.platform, "{words}");
    let row = change(studio, row.id, |row| row.test_error = Some(words)).await?;
    studio.events().changed(&["accounts"], studio.caller());
    if holds { Ok((row, old)) } else { Err(error.into()) }
}

/// Reads an account's name, followers and limits from its platform, and notes that its token is taken.
///
/// # Errors
/// As [`open`], and the platform's own; what they mean for the account is noted.
pub(crate) async fn sync(studio: &Studio, id: AccountId) -> Result<AccountRow> {
    let (mut row, session) = open(studio, id).await?;
    let now = studio.now();
    let mut answer = platform_of(studio, &row)?.account(&session).await;
    if let Err(error) = &answer
        && let Some(refusal) = error.refusal()
        && super::refused(studio, &row, refusal).await? == Consequence::Renewed
    {
        // The platform ended the token before its time: once more with a new one.
        let (renewed, session) = open(studio, id).await?;
        row = renewed;
        answer = platform_of(studio, &row)?.account(&session).await;
        if let Some(refusal) = answer.as_ref().err().and_then(PlatformError::refusal) {
            super::refused(studio, &row, refusal).await?;
        }
    }
    match answer {
        Ok(account) => {
            let row = change(studio, id, |row| {
                connect::lay_account(row, account, now);
                if matches!(row.state, AccountState::Expired | AccountState::Revoked) {
                    row.state = AccountState::Connected;
                    row.state_reason = None;
                }
                row.tested_at = Some(now);
                row.test_error = None;
            })
            .await?;
            studio.accounts().tried().remove(&id);
            Ok(row)
        }
        Err(error) => {
            studio.accounts().tried().insert(id, now);
            let words = error.to_string();
            change(studio, id, |row| {
                row.tested_at = Some(now);
                row.test_error = Some(words);
            })
            .await?;
            Err(error.into())
        }
    }
}

/// Changes an account's row in one transaction.
pub(super) async fn change(
    studio: &Studio,
    id: AccountId,
    change: impl FnOnce(&mut AccountRow) + Send,
) -> Result<AccountRow> {
    let mut write = studio.library().write().await?;
    let row =
        accounts::change(&mut write, id, studio.now(), change).await?.ok_or_else(|| Error::not_found("account", id))?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(row)
}

/// The error for an account that can't be used until it is connected again.
fn closed(row: &AccountRow) -> Error {
    let (code, message) = match row.state {
        AccountState::Disconnected => {
            (Code::Conflict, format!("{} is disconnected. Connect it again first.", words(row)))
        }
        _ => {
            let words = format!("{} must be connected again; its posts wait.", words(row));
            (Code::Unauthorized, row.state_reason.clone().unwrap_or(words))
        }
    };
    Error::new(code, message).with("account_id", json!(row.id)).with("reconnect", json!(true))
}
