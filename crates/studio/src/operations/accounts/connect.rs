//! Connecting accounts: with what was pasted at once, in the browser by and by.

use super::view::PlatformAccount;
use crate::{
    Caller, Code, Error, Result, Secret, Studio,
    accounts::{self, Attempt, AttemptState, LoginRequest, WaitingPosts, waiting_posts},
    operations::characters,
    secrets::Kept,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use troupe_library::{AccountId, AttemptId, CharacterId};
use troupe_platforms::{Credentials, Facts, LoginKind, LoginWay, PlatformName};

/// The longest pasted value: an entry of Windows' keychain holds 2,560 bytes.
const LONGEST_VALUE: usize = 2_500;

/// Connects an account, or connects it again. A login in the browser answers at once with the page to open and an
/// attempt to ask for (`accounts.attempt`); what was pasted is tried at once. What opens the account goes to the
/// system's keychain and nowhere else. Passwords of platforms and browser sessions are refused.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConnectAccount {
    /// The platform.
    platform: PlatformName,
    /// Whose the account is.
    #[serde(default)]
    character_id: Option<CharacterId>,
    /// Connects this account again, and no other.
    #[serde(default)]
    account_id: Option<AccountId>,
    /// How, and with what.
    #[serde(default)]
    auth_data: AuthData,
}

/// How an account is connected, and with what.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct AuthData {
    /// The kind of login; absent where the platform has one alone or `login` names it.
    auth_type: Option<AuthType>,
    /// Which of the platform's logins, by its slug in `platforms.list`.
    login: Option<String>,
    /// What the login asks for, by the names in `platforms.list`.
    #[schemars(with = "BTreeMap<String, String>", extend("writeOnly" = true))]
    fields: BTreeMap<String, Secret>,
    /// The account's name, for the one field of the login that asks for it.
    username: Option<String>,
    /// The key, the token or the app password, for the one field of the login that is secret. Never the password of
    /// the platform itself.
    #[schemars(with = "Option<String>", extend("writeOnly" = true))]
    password: Option<Secret>,
}

/// The kinds of login, and those that are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum AuthType {
    /// In the system's browser.
    Oauth,
    /// A pasted key or token.
    ApiKey,
    /// The same.
    Token,
    /// A password made for this program alone.
    AppPassword,
    /// Nothing is connected; the creator posts.
    HandOff,
    /// Refused: a stored browser session acts as the person, which the platforms forbid.
    BrowserSession,
    /// Refused: the password of the platform itself.
    Password,
}

/// A login: begun, waiting, or over.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Login {
    /// What to ask `accounts.attempt` for.
    attempt_id: AttemptId,
    platform: PlatformName,
    /// The login's slug.
    login: String,
    /// How far it is.
    state: AttemptState,
    /// What that means and what to do.
    message: String,
    /// The page to open in the browser; null once it is over, and where nothing is to be opened.
    authorize_url: Option<String>,
    /// When it ends by itself.
    expires_at: DateTime<Utc>,
    /// The accounts to choose from (`accounts.choose`), where the login opens several.
    choices: Vec<AccountChoice>,
    /// What was connected.
    accounts: Vec<ConnectedAccount>,
    /// The first of them.
    account_id: Option<AccountId>,
    /// The first one's name.
    account_username: Option<String>,
    /// The first one's state.
    connection_status: Option<crate::accounts::ConnectionStatus>,
    /// Where what opens them lies: `this_run` is lost when the program ends.
    kept: Option<Kept>,
}

/// An account that a login opens.
#[derive(Debug, Serialize, JsonSchema)]
struct AccountChoice {
    /// The platform's id of it.
    external_id: String,
    account_username: String,
    display_name: String,
    account_url: Option<String>,
    follower_count: Option<u64>,
    /// Whether it is connected already; choosing it renews its login.
    is_connected: bool,
}

/// A connected account.
#[derive(Debug, Serialize, JsonSchema)]
struct ConnectedAccount {
    account: PlatformAccount,
    /// Its posts that failed or wait because it could not be used: ask once what becomes of them.
    posts: WaitingPosts,
}

pub(super) async fn connect(studio: &Studio, input: ConnectAccount) -> Result<Login> {
    refuse_agents(studio)?;
    let facts = accounts::platform(studio, input.platform)?.facts();
    let login = login_of(facts, &input.auth_data)?;
    let credentials = credentials(login, input.auth_data)?;
    let mut read = studio.library().read().await?;
    if let Some(id) = input.character_id {
        characters::find(&mut read, id).await?;
    }
    if let Some(id) = input.account_id {
        let row = accounts::find(&mut read, id).await?;
        if row.platform != input.platform.slug() {
            let message = format!("This account is {}, not at {}.", accounts::words(&row), facts.platform.words());
            return Err(Error::field("account_id", message));
        }
    }
    drop(read);
    let request = LoginRequest {
        platform: input.platform,
        login,
        credentials,
        character_id: input.character_id,
        account_id: input.account_id,
    };
    describe(studio, accounts::begin(studio, request).await?).await
}

/// Logins are the creator's own.
fn refuse_agents(studio: &Studio) -> Result<()> {
    if matches!(studio.caller(), Caller::Agent(_) | Caller::Task) {
        return Err(Error::new(Code::Forbidden, "Accounts are connected by the creator alone, in the window."));
    }
    Ok(())
}

/// Which of the platform's logins is meant.
fn login_of(facts: &'static Facts, data: &AuthData) -> Result<&'static LoginWay> {
    let platform = facts.platform.words();
    let known = || facts.logins.iter().map(|login| login.slug.as_str()).collect::<Vec<_>>().join(", ");
    let kind = match data.auth_type {
        Some(AuthType::BrowserSession) => return Err(refused(platform, "browser session", &known())),
        Some(AuthType::Password) => return Err(refused(platform, "password", &known())),
        Some(AuthType::Oauth) => Some(LoginKind::Oauth),
        Some(AuthType::ApiKey | AuthType::Token) => Some(LoginKind::Token),
        Some(AuthType::AppPassword) => Some(LoginKind::AppPassword),
        Some(AuthType::HandOff) => Some(LoginKind::HandOff),
        None => None,
    };
    if kind.is_none() && data.login.is_none() && data.password.is_some() {
        return Err(refused(platform, "password", &known()));
    }
    if let Some(slug) = &data.login {
        let login = facts.logins.iter().find(|login| login.slug == *slug);
        return login.filter(|login| kind.is_none_or(|kind| login.kind == kind)).ok_or_else(|| {
            Error::field("auth_data.login", format!("is no such sign-in of {platform}; there are {}", known()))
        });
    }
    let mut fitting = facts.logins.iter().filter(|login| kind.is_none_or(|kind| login.kind == kind));
    match (fitting.next(), fitting.next()) {
        (Some(login), None) => Ok(login),
        (None, _) => Err(Error::field(
            "auth_data.auth_type",
            format!("{platform} has no such sign-in; choose one by its name in auth_data.login: {}", known()),
        )),
        (Some(_), Some(_)) => {
            Err(Error::field("auth_data.login", format!("say which sign-in of {platform} is meant: {}", known())))
        }
    }
}

/// Why a platform's password or a browser session is not taken.
fn refused(platform: &str, what: &str, known: &str) -> Error {
    let message = format!(
        "Troupe takes no {what} for {platform}: with it a program acts as you without the platform's leave, accounts are closed for it, and whoever finds it has everything. Connect it by one of the official ways: {known}. Nothing was kept."
    );
    Error::new(Code::Forbidden, message).with("logins", json!(known.split(", ").collect::<Vec<_>>()))
}

/// What was pasted, by the login's own fields.
fn credentials(login: &LoginWay, data: AuthData) -> Result<Credentials> {
    let mut fields = data.fields;
    let only = |is_secret: bool| {
        let mut found = login.fields.iter().filter(|field| field.is_secret == is_secret && !field.is_optional);
        found.next().filter(|_| found.next().is_none())
    };
    if let (Some(username), Some(field)) = (data.username, only(false)) {
        fields.entry(field.name.clone()).or_insert(Secret::new(username));
    }
    if let (Some(password), Some(field)) = (data.password, only(true)) {
        fields.entry(field.name.clone()).or_insert(password);
    }
    let mut checks = crate::checks::Checks::at("auth_data.fields.");
    for (name, value) in &fields {
        if !login.fields.iter().any(|field| field.name == *name) {
            let known: Vec<_> = login.fields.iter().map(|field| field.name.as_str()).collect();
            let what = if known.is_empty() { "this sign-in asks for nothing".to_owned() } else { known.join(", ") };
            checks.fault(name, format!("is not known here; known are {what}"));
        } else if value.expose().len() > LONGEST_VALUE {
            checks.fault(name, format!("must be at most {LONGEST_VALUE} bytes; keychains hold no more"));
        }
    }
    for field in login.fields.iter().filter(|field| !field.is_optional) {
        if fields.get(&field.name).is_none_or(|value| value.expose().trim().is_empty()) {
            checks.fault(&field.name, format!("is needed: {}", field.label));
        }
    }
    checks.done()?;
    Ok(Credentials { fields })
}

/// A login as it is answered.
async fn describe(studio: &Studio, attempt: Attempt) -> Result<Login> {
    let known = accounts::known(studio, &attempt).await?;
    let choices = attempt.choices.into_iter().map(|one| AccountChoice {
        is_connected: known.contains(&one.account.external_id),
        external_id: one.account.external_id,
        account_username: one.account.handle,
        display_name: one.account.display_name,
        account_url: one.account.url,
        follower_count: one.account.follower_count,
    });
    let choices = choices.collect();
    let mut read = studio.library().read().await?;
    let mut connected = Vec::new();
    for id in attempt.accounts {
        let row = accounts::find(&mut read, id).await?;
        let posts = waiting_posts::count(&mut read, studio, id).await?;
        connected.push(ConnectedAccount { account: PlatformAccount::load(studio, &mut read, row).await?, posts });
    }
    let first = connected.first().map(|one| &one.account);
    Ok(Login {
        attempt_id: attempt.id,
        platform: attempt.platform,
        login: attempt.login,
        state: attempt.state,
        message: attempt.message,
        authorize_url: attempt.authorize_url,
        expires_at: attempt.expires_at,
        choices,
        account_id: first.map(|account| account.id),
        account_username: first.map(|account| account.account_username.clone()),
        connection_status: first.map(|account| account.connection_status),
        accounts: connected,
        kept: attempt.kept,
    })
}

/// How far a login is that was begun: ask until it no longer waits.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetAttempt {
    /// The login.
    attempt_id: AttemptId,
}

pub(super) async fn attempt(studio: &Studio, input: GetAttempt) -> Result<Login> {
    describe(studio, accounts::find_attempt(studio, input.attempt_id)?).await
}

/// Connects the chosen accounts of a login that opens several.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChooseAccounts {
    /// The login.
    attempt_id: AttemptId,
    /// The platform's ids of the accounts to connect, out of `choices`.
    external_ids: Vec<String>,
}

pub(super) async fn choose(studio: &Studio, input: ChooseAccounts) -> Result<Login> {
    refuse_agents(studio)?;
    describe(studio, accounts::choose(studio, input.attempt_id, &input.external_ids).await?).await
}

/// Ends a login that waits for the browser or for a choice; nothing is kept of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CancelAttempt {
    /// The login.
    attempt_id: AttemptId,
}

pub(super) async fn cancel(studio: &Studio, input: CancelAttempt) -> Result<Login> {
    describe(studio, accounts::cancel(studio, input.attempt_id)?).await
}
