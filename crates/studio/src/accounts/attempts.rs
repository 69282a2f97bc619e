//! Logins under way: begun by a person, ended by the browser, a choice, a cancel or their time. They live in memory
//! only, and with them what was pasted.

use super::{connect, platform};
use crate::{Code, Error, Result, Studio, secrets::Kept};
use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio_util::sync::{CancellationToken, DropGuard};
use troupe_library::{AccountId, AttemptId, CharacterId, tables::accounts as rows};
use troupe_platforms::{
    Connected, Credentials, Error as PlatformError, LoginKind, LoginWay, Platform, PlatformName,
    oauth::{Authorization, Listener},
};

/// How long a login may take.
const LIFE: TimeDelta = TimeDelta::minutes(10);
/// How long an ended one can still be asked for.
const KEPT: TimeDelta = TimeDelta::hours(1);

/// How far a login is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AttemptState {
    /// It waits for the creator in the browser.
    Waiting,
    /// It opens several accounts: the creator chooses.
    Choose,
    /// The accounts are connected.
    Connected,
    /// Nothing was connected; the message says why.
    Failed,
    /// The creator cancelled it.
    Cancelled,
    /// Its ten minutes are over.
    Expired,
}

/// A login that was begun.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    pub(crate) id: AttemptId,
    pub(crate) platform: PlatformName,
    pub(crate) login: String,
    /// Whose the accounts become.
    character_id: Option<CharacterId>,
    /// The account that is connected again, and no other.
    account_id: Option<AccountId>,
    /// The page to open in the browser.
    pub(crate) authorize_url: Option<String>,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) state: AttemptState,
    /// What that means and what to do.
    pub(crate) message: String,
    /// What it opens, while the creator chooses.
    pub(crate) choices: Vec<Connected>,
    /// What was connected.
    pub(crate) accounts: Vec<AccountId>,
    /// Where the tokens lie.
    pub(crate) kept: Option<Kept>,
    /// Ends the wait for the browser.
    stop: CancellationToken,
    /// Says that the wait has ended and its port is free.
    closed: CancellationToken,
}

/// The logins under way and those that ended lately.
#[derive(Debug, Default)]
pub(super) struct Attempts {
    all: Mutex<HashMap<AttemptId, Attempt>>,
}

impl Attempts {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<AttemptId, Attempt>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the logins whose time is over, and forgets those that ended long ago.
    pub(super) fn expire(&self, now: DateTime<Utc>) {
        let mut all = self.lock();
        for attempt in all.values_mut() {
            if attempt.expires_at <= now {
                end(attempt, AttemptState::Expired, "The sign-in took longer than ten minutes. Begin it again.");
            }
        }
        all.retain(|_, attempt| attempt.expires_at + KEPT > now);
    }

    fn get(&self, id: AttemptId) -> Option<Attempt> {
        self.lock().get(&id).cloned()
    }

    fn change(&self, id: AttemptId, change: impl FnOnce(&mut Attempt)) {
        if let Some(attempt) = self.lock().get_mut(&id) {
            change(attempt);
        }
    }
}

/// Ends a login that is still open; tokens that wait for a choice are dropped.
fn end(attempt: &mut Attempt, state: AttemptState, message: &str) {
    if matches!(attempt.state, AttemptState::Waiting | AttemptState::Choose) {
        attempt.state = state;
        message.clone_into(&mut attempt.message);
        attempt.choices.clear();
        attempt.authorize_url = None;
        attempt.stop.cancel();
    }
}

/// What a login is begun with.
#[derive(Debug)]
pub(crate) struct LoginRequest {
    pub(crate) platform: PlatformName,
    pub(crate) login: &'static LoginWay,
    pub(crate) credentials: Credentials,
    pub(crate) character_id: Option<CharacterId>,
    pub(crate) account_id: Option<AccountId>,
}

/// Begins a login: with pasted credentials it is done at once, in the browser it goes on by itself.
///
/// # Errors
/// When the platform does not take what was given; nothing of it is kept then.
pub(crate) async fn begin(studio: &Studio, request: LoginRequest) -> Result<Attempt> {
    let now = studio.now();
    studio.accounts().attempts.expire(now);
    let platform = platform(studio, request.platform)?;
    let mut attempt = Attempt {
        id: AttemptId::new(),
        platform: request.platform,
        login: request.login.slug.clone(),
        character_id: request.character_id,
        account_id: request.account_id,
        authorize_url: None,
        expires_at: now + LIFE,
        state: AttemptState::Waiting,
        message: "Sign in on the page that opens in your browser, then come back.".to_owned(),
        choices: Vec::new(),
        accounts: Vec::new(),
        kept: None,
        stop: CancellationToken::new(),
        closed: CancellationToken::new(),
    };
    if request.login.kind == LoginKind::Oauth {
        replace_earlier(studio, &attempt).await;
        let path = Some(request.login.redirect_path.as_str()).filter(|path| !path.is_empty()).unwrap_or("/callback");
        let listener = Listener::open(request.login.redirect_port, path).await?;
        let authorization = platform
            .authorize(&request.login.slug, &request.credentials, listener.redirect())
            .await
            .map_err(|error| connect::without_secrets(error.into(), request.login, &request.credentials))?;
        attempt.authorize_url = Some(authorization.url.to_string());
        studio.accounts().attempts.lock().insert(attempt.id, attempt.clone());
        let guard = attempt.closed.clone().drop_guard();
        let wait = wait(studio.clone(), attempt.clone(), platform, listener, authorization, guard);
        studio.tasks().spawn("login", wait);
        return Ok(attempt);
    }
    let connected = platform
        .connect(&request.login.slug, &request.credentials, now)
        .await
        .map_err(|error| connect::without_secrets(error.into(), request.login, &request.credentials))?;
    studio.accounts().attempts.lock().insert(attempt.id, attempt.clone());
    settle(studio, attempt.id, connected).await?;
    get(studio, attempt.id)
}

/// A login that is begun anew takes the place of the one before it: both would wait at the same port.
async fn replace_earlier(studio: &Studio, attempt: &Attempt) {
    let mut closing = Vec::new();
    for earlier in studio.accounts().attempts.lock().values_mut() {
        let is_same = earlier.platform == attempt.platform && earlier.login == attempt.login;
        if is_same && earlier.state == AttemptState::Waiting {
            end(earlier, AttemptState::Cancelled, "The sign-in was begun anew.");
            closing.push(earlier.closed.clone());
        }
    }
    for closed in closing {
        closed.cancelled().await;
    }
}

/// Waits for the browser and ends the login with what it brings.
async fn wait(
    studio: Studio,
    attempt: Attempt,
    platform: Arc<dyn Platform>,
    listener: Listener,
    authorization: Authorization,
    _closed: DropGuard,
) {
    let life = Duration::from_secs(LIFE.num_seconds().unsigned_abs());
    let answer = tokio::select! {
        answer = listener.wait(&authorization.state) => answer,
        // Who cancelled it has said so.
        () = attempt.stop.cancelled() => return,
        () = tokio::time::sleep(life) => {
            studio.accounts().attempts.change(attempt.id, |attempt| {
                end(attempt, AttemptState::Expired, "The sign-in took longer than ten minutes. Begin it again.");
            });
            return studio.events().changed(&["accounts"], studio.caller());
        }
    };
    studio.accounts().attempts.expire(studio.now());
    if attempt.stop.is_cancelled() {
        return;
    }
    let result = match answer {
        Ok(code) => platform.exchange(&authorization, &code, studio.now()).await,
        Err(error) => Err(error),
    };
    let result = match result.map_err(in_words) {
        Ok(connected) => {
            // The app that began the login is theirs, unless the platform named another on the way.
            let with_app = connected.into_iter().map(|mut one| {
                one.app = one.app.or_else(|| Some(authorization.app.clone()));
                one
            });
            settle(&studio, attempt.id, with_app.collect()).await
        }
        Err(error) => Err(error),
    };
    if let Err(error) = result {
        tracing::warn!(service = "accounts", platform = %attempt.platform, "a login failed: {}", error.message);
        studio.accounts().attempts.change(attempt.id, |attempt| end(attempt, AttemptState::Failed, &error.message));
    }
    studio.events().changed(&["accounts"], studio.caller());
}

/// What went wrong in the browser: no field of ours was filled in there, so that its words stand alone.
fn in_words(error: PlatformError) -> Error {
    match error {
        PlatformError::Input { why, .. } => Error::new(Code::ValidationError, why),
        error => error.into(),
    }
}

/// Connects what a login opens, or lets the creator choose.
async fn settle(studio: &Studio, id: AttemptId, mut connected: Vec<Connected>) -> Result<()> {
    let attempt = get(studio, id)?;
    if attempt.state != AttemptState::Waiting {
        // It was cancelled meanwhile: what came is not kept.
        return Ok(());
    }
    if let Some(account_id) = attempt.account_id {
        let mut read = studio.library().read().await?;
        let row = super::find(&mut read, account_id).await?;
        drop(read);
        let names: Vec<_> = connected.iter().map(|one| one.account.handle.clone()).collect();
        connected.retain(|one| one.account.external_id == row.external_id);
        if connected.is_empty() {
            let message = format!(
                "This sign-in opens {}, not {}. Sign in as {} at the platform, or connect the other account for itself.",
                if names.is_empty() { "no account".to_owned() } else { names.join(", ") },
                row.handle,
                row.handle
            );
            return Err(Error::new(Code::Conflict, message));
        }
    }
    match connected.len() {
        0 => Err(Error::new(
            Code::UpstreamError,
            "The sign-in holds, but it opens no account to post to. Look at the platform whether the page or channel belongs to you.",
        )),
        1 => finish(studio, &attempt, connected).await,
        _ => {
            studio.accounts().attempts.change(id, |attempt| {
                attempt.state = AttemptState::Choose;
                "This sign-in opens several accounts. Choose those to connect.".clone_into(&mut attempt.message);
                attempt.authorize_url = None;
                attempt.choices = connected;
            });
            Ok(())
        }
    }
}

/// Writes the accounts down and ends the login.
async fn finish(studio: &Studio, attempt: &Attempt, connected: Vec<Connected>) -> Result<()> {
    let mut accounts = Vec::new();
    let mut kept = None;
    for one in connected {
        let (row, place) = connect::keep(studio, attempt.platform, &attempt.login, attempt.character_id, one).await?;
        accounts.push(row.id);
        kept = if kept == Some(Kept::ThisRun) { kept } else { place };
    }
    studio.accounts().attempts.change(attempt.id, |attempt| {
        attempt.state = AttemptState::Connected;
        attempt.message = connect::words_of(studio, kept);
        attempt.authorize_url = None;
        attempt.choices.clear();
        attempt.accounts = accounts;
        attempt.kept = kept;
    });
    Ok(())
}

/// Connects the chosen accounts of a login that opens several.
///
/// # Errors
/// `conflict` when the login does not wait for a choice; `validation_error` for an account that it does not open.
pub(crate) async fn choose(studio: &Studio, id: AttemptId, external_ids: &[String]) -> Result<Attempt> {
    let attempt = find(studio, id)?;
    if attempt.state != AttemptState::Choose {
        return Err(Error::conflict(format!("This sign-in does not wait for a choice. {}", attempt.message)));
    }
    if let Some(stranger) =
        external_ids.iter().find(|id| !attempt.choices.iter().any(|one| one.account.external_id == **id))
    {
        return Err(Error::field(
            "external_ids",
            format!("{stranger:?} is none of the accounts that this sign-in opens"),
        ));
    }
    let chosen: Vec<_> =
        attempt.choices.iter().filter(|one| external_ids.contains(&one.account.external_id)).cloned().collect();
    if chosen.is_empty() {
        return Err(Error::field("external_ids", "choose at least one account"));
    }
    finish(studio, &attempt, chosen).await?;
    get(studio, id)
}

/// Ends a login that waits; one that is over stays as it is.
///
/// # Errors
/// `not_found`.
pub(crate) fn cancel(studio: &Studio, id: AttemptId) -> Result<Attempt> {
    find(studio, id)?;
    studio.accounts().attempts.change(id, |attempt| {
        end(attempt, AttemptState::Cancelled, "The sign-in was cancelled; nothing was connected.");
    });
    get(studio, id)
}

/// The login of that id as it is now.
///
/// # Errors
/// `not_found`; logins are forgotten when the program ends, and an hour after they ended.
pub(crate) fn find(studio: &Studio, id: AttemptId) -> Result<Attempt> {
    studio.accounts().attempts.expire(studio.now());
    get(studio, id)
}

fn get(studio: &Studio, id: AttemptId) -> Result<Attempt> {
    studio.accounts().attempts.get(id).ok_or_else(|| {
        let message = "This sign-in is no longer known: it ended, or Troupe was started anew. Begin it again.";
        Error::new(Code::NotFound, message).with("kind", serde_json::json!("login"))
    })
}

/// The accounts of a login that are connected already, by the platform's id.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn known(studio: &Studio, attempt: &Attempt) -> Result<Vec<String>> {
    let mut read = studio.library().read().await?;
    let filter = rows::AccountFilter {
        platform: Some(attempt.platform.slug().to_owned()),
        is_connected: Some(true),
        ..rows::AccountFilter::default()
    };
    Ok(rows::list(&mut read, &filter).await?.into_iter().map(|row| row.external_id).collect())
}
