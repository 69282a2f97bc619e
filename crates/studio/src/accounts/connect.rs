//! Writing down what a login opened, and taking it away again.

use super::{find, platform_of, session, words};
use crate::{Error, Kind, Result, Studio, operations::characters, secrets::Kept};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use troupe_library::{
    AccountId, CharacterId, LibraryError,
    tables::accounts::{self, AccountRow, AccountState},
};
use troupe_platforms::{Account, Connected, Credentials, LoginWay, PlatformName, Tokens};

/// Keeps the tokens of an account and writes its row: a new one, or the one that is there, with all that was set.
/// Answers where the tokens lie; `None` where there are none.
///
/// # Errors
/// `conflict` when it is connected for another character, or the keychain is locked.
pub(super) async fn keep(
    studio: &Studio,
    platform: PlatformName,
    login: &str,
    character_id: Option<CharacterId>,
    connected: Connected,
) -> Result<(AccountRow, Option<Kept>)> {
    let now = studio.now();
    let Connected { account, tokens, app } = connected;
    let mut read = studio.library().read().await?;
    let known = accounts::by_external_id(&mut read, platform.slug(), &account.external_id).await?;
    let character = match character_id {
        Some(id) => Some(characters::find(&mut read, id).await?),
        None => None,
    };
    if let Some(row) = &known
        && let (Some(owner), Some(character)) = (row.character_id, &character)
        && owner != character.id
        && row.state != AccountState::Disconnected
    {
        let owner = troupe_library::tables::characters::get(&mut read, owner).await?;
        let name = owner.map_or_else(|| "another character".to_owned(), |owner| owner.name);
        let message = format!(
            "{} is {name}'s account. Move it to {} in the account's settings, or disconnect it first.",
            words(row),
            character.name
        );
        return Err(Error::conflict(message).with("account_id", json!(row.id)));
    }
    drop(read);
    let mut row =
        known.clone().unwrap_or_else(|| AccountRow::new(platform.slug(), &account.external_id, &account.handle, now));
    login.clone_into(&mut row.login);
    if let Some(character) = character {
        row.character_id = Some(character.id);
        if known.is_none() {
            row.timezone = character.timezone;
        }
    }
    row.state = AccountState::Connected;
    row.state_reason = None;
    row.client_id = app.as_ref().map(|app| app.client_id.clone());
    row.test_error = None;
    row.tested_at = Some(now);
    row.token_obtained_at = Some(now);
    row.refreshed_at = None;
    lay_account(&mut row, account, now);
    lay_times(&mut row, &tokens);

    let lock = studio.accounts().lock(row.id);
    let _one_at_a_time = lock.lock().await;
    let has_tokens = !tokens.access.is_empty();
    let kept = if has_tokens { Some(session::keep_tokens(studio, row.id, &tokens, app.as_ref()).await?) } else { None };
    session::note_place(&mut row, kept);
    let written = write(studio, &row, now).await;
    if written.is_err() && known.is_none() {
        // Nobody would know of these secrets any more.
        session::forget(studio, row.id).await?;
    }
    let row = written?;
    studio.accounts().tried().remove(&row.id);
    let data = json!({ "account_id": row.id, "platform": row.platform, "character_id": row.character_id });
    studio.events().send(Kind::AccountConnected, data);
    studio.tasks().nudge(super::KEEP_ACCOUNTS);
    Ok((row, kept))
}

async fn write(studio: &Studio, row: &AccountRow, now: DateTime<Utc>) -> Result<AccountRow> {
    let mut write = studio.library().write().await?;
    let mut row = row.clone();
    row.updated_at = now;
    accounts::save(&mut write, &row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(row)
}

/// Lays over a row what the platform says of the account now. What the creator set besides stays.
pub(super) fn lay_account(row: &mut AccountRow, account: Account, now: DateTime<Utc>) {
    row.handle = account.handle;
    row.display_name = account.display_name;
    row.url = account.url;
    row.follower_count = account.follower_count.and_then(|count| i64::try_from(count).ok());
    row.posts_left = account.posts_left.and_then(|count| i64::try_from(count).ok());
    let mut details = row.details.as_object().cloned().unwrap_or_default();
    details.extend(account.details);
    row.details = Value::Object(details);
    row.synced_at = Some(now);
}

/// Lays the ends of new tokens over a row.
pub(super) fn lay_times(row: &mut AccountRow, tokens: &Tokens) {
    row.token_expires_at = tokens.expires_at;
    row.refresh_expires_at = tokens.refresh_expires_at;
}

/// What is said of where the tokens of a new account lie.
pub(super) fn words_of(studio: &Studio, kept: Option<Kept>) -> String {
    match kept {
        None => "Connected. Nothing is kept, because nothing is signed in to.".to_owned(),
        Some(Kept::Keychain) => "Connected. What opens it lies in the system's keychain.".to_owned(),
        Some(Kept::ThisRun) => format!(
            "Connected, but held for this run only: connect it again after Troupe was closed. {}",
            studio.secrets().state().words()
        ),
    }
}

/// Disconnects an account: its tokens are taken back at the platform where it has such a call, and deleted here in
/// any case. Answers the account and whether the platform took them back; `None` where that is not known.
///
/// # Errors
/// When the keychain is locked: then nothing was deleted.
pub(crate) async fn disconnect(studio: &Studio, id: AccountId) -> Result<(AccountRow, Option<bool>)> {
    let mut read = studio.library().read().await?;
    let row = find(&mut read, id).await?;
    drop(read);
    let lock = studio.accounts().lock(id);
    let _one_at_a_time = lock.lock().await;
    let revoked = revoke(studio, &row).await;
    session::forget(studio, id).await?;
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let changed = accounts::change(&mut write, id, now, |row| {
        row.state = AccountState::Disconnected;
        row.state_reason = None;
        row.token_obtained_at = None;
        row.token_expires_at = None;
        row.refresh_expires_at = None;
        row.test_error = None;
        row.held_until = None;
        row.held_reason = None;
    });
    let row = changed.await?.ok_or_else(|| Error::not_found("account", id))?;
    write.commit().await.map_err(LibraryError::from)?;
    let data = json!({ "account_id": row.id, "platform": row.platform, "character_id": row.character_id });
    studio.events().send(Kind::AccountDisconnected, data);
    Ok((row, revoked))
}

/// Takes the tokens back at the platform. That it does not answer is no reason to keep them here.
async fn revoke(studio: &Studio, row: &AccountRow) -> Option<bool> {
    let platform = platform_of(studio, row).ok()?;
    let session = session::session(studio, row).await.ok()?;
    match platform.revoke(&session).await {
        Ok(revoked) => Some(revoked),
        Err(error) => {
            tracing::warn!(service = "accounts", platform = %row.platform, "a token could not be taken back: {error}");
            None
        }
    }
}

/// An error without what was pasted, wherever a platform repeated it.
pub(super) fn without_secrets(error: Error, login: &LoginWay, credentials: &Credentials) -> Error {
    let secret_fields = login.fields.iter().filter(|field| field.is_secret);
    let secrets: Vec<_> = secret_fields.filter_map(|field| credentials.get(&field.name)).collect();
    let clean = |text: &str| secrets.iter().fold(text.to_owned(), |text, secret| secret.redact(&text));
    let mut ours = Error::new(error.code, clean(&error.message));
    let details = serde_json::from_str(&clean(&error.details.to_string())).unwrap_or_else(|_| json!({}));
    ours.details = at_field(details);
    let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    if cause.is_empty() || clean(&cause) == error.message { ours } else { ours.because(clean(&cause)) }
}

/// The platform names its field; the input has it below `auth_data.fields`.
fn at_field(mut details: Value) -> Value {
    for fault in details["fields"].as_array_mut().into_iter().flatten() {
        if let Some(name) = fault["field"].as_str().map(str::to_owned) {
            fault["field"] = json!(format!("auth_data.fields.{name}"));
        }
    }
    details
}
