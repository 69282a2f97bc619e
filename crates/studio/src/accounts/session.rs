//! The tokens of an account in the keychain, one entry a token, and the session that is opened with them.

use super::{platform_of, upload_place, words};
use crate::{
    Code, Error, Result, Secret, Studio,
    secrets::{Kept, KeychainState},
};
use serde_json::json;
use troupe_library::{AccountId, PostStepId, tables::accounts::AccountRow};
use troupe_platforms::{Account, App, LoginKind, Session, Tokens};

/// The keychain's names for what opens an account.
const PARTS: [&str; 5] = ["access", "refresh", "app_secret", "bucket_access_key", "bucket_secret_key"];

/// The word in an account's details for tokens that are held for one run.
const HELD: &str = "held_for_this_run";

/// The keychain's name for one thing that opens an account.
pub(super) fn entry(account: AccountId, part: &str) -> String {
    format!("account/{account}/{part}")
}

/// Keeps the tokens of an account. The refresh token is stored first: once it is used, the old one is dead, and a
/// break between the two writes must not lose the new one.
///
/// # Errors
/// When the keychain is locked; then nothing of the old tokens is lost.
pub(crate) async fn keep_tokens(
    studio: &Studio,
    account: AccountId,
    tokens: &Tokens,
    app: Option<&App>,
) -> Result<Kept> {
    let secrets = studio.secrets();
    let mut kept = Kept::Keychain;
    if let Some(refresh) = &tokens.refresh {
        kept = secrets.set(&entry(account, "refresh"), refresh.clone()).await?;
    }
    if let Some(secret) = app.and_then(|app| app.client_secret.as_ref()) {
        secrets.set(&entry(account, "app_secret"), secret.clone()).await?;
    }
    let access = secrets.set(&entry(account, "access"), tokens.access.clone()).await?;
    Ok(if kept == Kept::ThisRun { kept } else { access })
}

/// Opens an account with what the keychain holds.
///
/// # Errors
/// `unauthorized` with `details.account_id` when nothing is there: it must be connected again. `conflict` when the
/// keychain is locked.
pub(crate) async fn session(studio: &Studio, row: &AccountRow) -> Result<Session> {
    let secrets = studio.secrets();
    let access = match secrets.get(&entry(row.id, "access")).await? {
        Some(access) => access,
        None if is_hand_off(studio, row) => Secret::new(""),
        None => return Err(missing(row)),
    };
    let refresh = secrets.get(&entry(row.id, "refresh")).await?;
    let app = match &row.client_id {
        Some(client_id) => {
            Some(App { client_id: client_id.clone(), client_secret: secrets.get(&entry(row.id, "app_secret")).await? })
        }
        None => None,
    };
    let account = Account {
        external_id: row.external_id.clone(),
        handle: row.handle.clone(),
        display_name: row.display_name.clone(),
        url: row.url.clone(),
        follower_count: row.follower_count.and_then(|count| u64::try_from(count).ok()),
        posts_left: row.posts_left.and_then(|count| u64::try_from(count).ok()),
        details: row.details.as_object().cloned().unwrap_or_default(),
    };
    let tokens =
        Tokens { access, refresh, expires_at: row.token_expires_at, refresh_expires_at: row.refresh_expires_at };
    let upload = upload_place::access(studio, row).await?;
    Ok(Session { account, tokens, app, upload })
}

/// Whether the account's sign-in is in this computer's keychain, or none is needed.
pub(crate) async fn has_login(studio: &Studio, row: &AccountRow) -> Result<bool> {
    Ok(is_hand_off(studio, row) || studio.secrets().get(&entry(row.id, "access")).await?.is_some())
}

/// Whether nothing is logged in to: the creator posts by hand.
pub(crate) fn is_hand_off(studio: &Studio, row: &AccountRow) -> bool {
    platform_of(studio, row).is_ok_and(|platform| {
        platform.facts().logins.iter().any(|login| login.slug == row.login && login.kind == LoginKind::HandOff)
    })
}

/// Notes in the account's details whether its tokens are held for this run only.
pub(super) fn note_place(row: &mut AccountRow, kept: Option<Kept>) {
    if let Some(details) = row.details.as_object_mut() {
        match kept {
            Some(Kept::ThisRun) => _ = details.insert(HELD.to_owned(), json!(true)),
            _ => _ = details.remove(HELD),
        }
    }
}

/// Whether tokens that were not found are surely gone: they were held for a run that is over, or the keychain works and
/// has none. A keychain that is not there yet, as after signing in, says nothing.
pub(super) fn is_lost(studio: &Studio, row: &AccountRow) -> bool {
    row.details[HELD] == true || studio.secrets().state() == KeychainState::Ready
}

/// Where the tokens of an account lie: held for this run where no keychain took them.
pub(crate) fn place(studio: &Studio, row: &AccountRow) -> Kept {
    let held = studio.secrets().held_names().contains(&entry(row.id, "access"));
    if held { Kept::ThisRun } else { Kept::Keychain }
}

fn missing(row: &AccountRow) -> Error {
    let message =
        format!("The sign-in of {} is gone from this computer. Connect the account again; its posts wait.", words(row));
    Error::new(Code::Unauthorized, message).with("account_id", json!(row.id)).with("reconnect", json!(true))
}

/// Takes everything that opens an account out of the keychain.
///
/// # Errors
/// When the keychain is locked.
pub(crate) async fn forget(studio: &Studio, account: AccountId) -> Result<()> {
    for part in PARTS {
        studio.secrets().delete(&entry(account, part)).await?;
    }
    Ok(())
}

/// Keeps the secret of a step, a resumable upload's address: whoever has it can upload.
///
/// # Errors
/// When the keychain is locked.
pub(crate) async fn keep_step_secret(studio: &Studio, step: PostStepId, secret: Option<Secret>) -> Result<()> {
    let name = format!("post_step/{step}");
    match secret {
        Some(secret) => studio.secrets().set(&name, secret).await.map(drop),
        None => studio.secrets().delete(&name).await,
    }
}

/// The secret of a step, if it has one.
///
/// # Errors
/// When the keychain is locked.
pub(crate) async fn step_secret(studio: &Studio, step: PostStepId) -> Result<Option<Secret>> {
    studio.secrets().get(&format!("post_step/{step}")).await
}
