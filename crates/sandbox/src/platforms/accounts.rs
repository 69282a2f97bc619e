//! Accounts, apps and tokens: who may do what at a stand-in, and until when.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::call::Call;
use super::faults::FaultKind;
use super::secret;
use super::world::{Change, Record, View, World};
use super::{PLATFORMS, Platform};

/// An account that posts are made as.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Account {
    /// The platform's id of it; also the record's id.
    pub(crate) id: String,
    /// Its name without `@`.
    pub(crate) handle: String,
    /// What `POST /sandbox/accounts` was given: a platform reads from it how the account behaves.
    pub(crate) options: Map<String, Value>,
    pub(crate) created_at: DateTime<Utc>,
}

impl Record for Account {
    const KIND: &'static str = "account";
}

impl Account {
    /// A number among the options.
    pub(crate) fn number(&self, option: &str) -> Option<i64> {
        self.options.get(option)?.as_i64()
    }

    /// A truth value among the options; absent is false.
    pub(crate) fn is(&self, option: &str) -> bool {
        self.options.get(option).and_then(Value::as_bool).unwrap_or(false)
    }

    /// A text among the options.
    pub(crate) fn text(&self, option: &str) -> Option<&str> {
        self.options.get(option)?.as_str()
    }
}

/// An app that a person registered at a platform, or that registered itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct App {
    /// Its client id; also the record's id.
    pub(crate) id: String,
    pub(crate) name: String,
    /// The SHA-256 of its secret; `None` for a public client.
    pub(crate) secret: Option<String>,
    pub(crate) redirects: Vec<String>,
    pub(crate) scopes: Vec<String>,
}

impl Record for App {
    const KIND: &'static str = "app";
}

/// What a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TokenKind {
    Access,
    Refresh,
    /// A password made for apps; it opens sessions.
    AppPassword,
}

/// A token. Its record's id is the SHA-256 of what the client holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    /// The account's id.
    pub(crate) account: String,
    /// The app's client id, where an app asked for it.
    pub(crate) app: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) issued_at: DateTime<Utc>,
    /// `None` lives until it is revoked.
    pub(crate) expires_at: Option<DateTime<Utc>>,
    pub(crate) is_revoked: bool,
    /// Tokens of one login: they are revoked together.
    pub(crate) session: String,
}

impl Record for Token {
    const KIND: &'static str = "token";
}

/// Why a token opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenProblem {
    /// The call shows none.
    Missing,
    /// Nobody issued it, or not for this.
    Unknown,
    Expired,
    Revoked,
}

/// A token about to be issued.
#[derive(Debug, Clone)]
pub(crate) struct NewToken<'a> {
    pub(crate) kind: TokenKind,
    pub(crate) account: &'a str,
    pub(crate) app: Option<&'a str>,
    pub(crate) scopes: &'a [String],
    /// Seconds; `None` lives until it is revoked.
    pub(crate) life: Option<i64>,
    pub(crate) session: &'a str,
}

/// Issues a token whose text is `plain` (a platform's own form of it).
pub(crate) fn issue(change: &mut Change, plain: &str, new: &NewToken) {
    let token = Token {
        kind: new.kind,
        account: new.account.to_owned(),
        app: new.app.map(str::to_owned),
        scopes: new.scopes.to_vec(),
        issued_at: change.now,
        expires_at: new.life.map(|seconds| change.now + TimeDelta::seconds(seconds)),
        is_revoked: false,
        session: new.session.to_owned(),
    };
    change.put(secret::sha256_hex(plain.as_bytes()), &token);
}

/// The token that a client shows, when it is good.
pub(crate) fn token(view: &View, plain: Option<&str>, kind: TokenKind) -> Result<Token, TokenProblem> {
    let plain = plain.filter(|plain| !plain.is_empty()).ok_or(TokenProblem::Missing)?;
    let token = view.get::<Token>(&secret::sha256_hex(plain.as_bytes())).filter(|token| token.kind == kind);
    let token = token.ok_or(TokenProblem::Unknown)?;
    if token.is_revoked {
        return Err(TokenProblem::Revoked);
    }
    match token.expires_at {
        Some(end) if end <= view.now => Err(TokenProblem::Expired),
        _ => Ok(token),
    }
}

/// Revokes all tokens of one login.
pub(crate) fn revoke_session(change: &mut Change, session: &str) {
    let meant = change.all::<Token>().filter(|(_, token)| token.session == session && !token.is_revoked);
    let meant: Vec<_> = meant.map(|(id, token)| (id.to_owned(), token)).collect();
    for (id, token) in meant {
        change.put(id, &Token { is_revoked: true, ..token });
    }
}

/// Lets an armed expiry or revocation come true for the token that a call shows, before the call is answered. The
/// platform then refuses it in its own words, and a refresh works as it should.
pub(crate) fn strike_token(world: &World, platform: &'static str, call: &Call, plain: &str) {
    let id = secret::sha256_hex(plain.as_bytes());
    let struck = world.change(platform, "fault", |change| {
        match change.get::<Token>(&id) {
            Some(token) if call.strikes(FaultKind::TokenExpired) => {
                change.put(id.as_str(), &Token { expires_at: Some(change.now), ..token });
            }
            Some(token) if call.strikes(FaultKind::TokenRevoked) => revoke_session(change, &token.session),
            _ => {}
        }
        Ok(())
    });
    if struck.is_err() {
        tracing::error!("a fault of a token could not be written");
    }
}

/// The account with this handle, written with or without `@`, in any case.
pub(crate) fn by_handle(view: &View, handle: &str) -> Option<Account> {
    let handle = handle.trim_start_matches('@');
    view.all::<Account>().map(|(_, account)| account).find(|account| account.handle.eq_ignore_ascii_case(handle))
}

/// Makes an account, or gives an existing one other options.
pub(crate) fn put(change: &mut Change, id: String, handle: &str, options: &Map<String, Value>) -> Account {
    let handle = handle.trim_start_matches('@').to_owned();
    let created_at = change.get::<Account>(&id).map_or(change.now, |account| account.created_at);
    let account = Account { id: id.clone(), handle, options: options.clone(), created_at };
    change.put(id, &account);
    account
}

/// Makes an app that a person would have registered at the platform.
pub(crate) fn put_app(change: &mut Change, name: &str, redirects: &[String], secret: Option<&str>) -> App {
    let app = App {
        id: secret::random(),
        name: name.to_owned(),
        secret: secret.map(|plain| secret::sha256_hex(plain.as_bytes())),
        redirects: redirects.to_vec(),
        scopes: Vec::new(),
    };
    change.put(app.id.as_str(), &app);
    app
}

/// `POST /sandbox/accounts`: makes an account, or fresh credentials for one that is there, and says how to connect to it.
///
/// # Errors
/// 400 with a sentence on what of the order cannot be done.
pub(crate) fn open(world: &World, order: &Value) -> Result<Value, Answer> {
    let wrong = |words: String| Answer::json(400, &json!({"error": words}));
    let name = order["platform"].as_str().unwrap_or_default();
    let Some(platform) = PLATFORMS.iter().find(|platform| platform.name() == name) else {
        let names: Vec<_> = PLATFORMS.iter().map(|platform| platform.name()).collect();
        return Err(wrong(format!("There is no platform {name:?}. There are: {}.", names.join(", "))));
    };
    let handle = order["handle"].as_str().unwrap_or_default().trim_start_matches('@').trim();
    if handle.is_empty() || handle.contains(char::is_whitespace) {
        return Err(wrong("`handle` is the account's name, without spaces.".into()));
    }
    let options = match &order["options"] {
        Value::Null => Map::new(),
        Value::Object(options) => options.clone(),
        _ => return Err(wrong("`options` is an object.".into())),
    };
    let connect = world.change(platform.name(), "open_account", |change| {
        platform.open_account(world, change, handle, &options).map_err(wrong)
    })?;
    Ok(json!({"platform": platform.name(), "handle": handle, "connect": connect}))
}

/// What `POST /sandbox/tokens` does to an account's tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TokenEnd {
    /// The access tokens have lived long enough; a refresh works.
    Expire,
    /// All of them are worth nothing from now on, as when a person takes the permission back.
    Revoke,
}

/// `POST /sandbox/tokens`: ends the tokens of one account and says how many.
///
/// # Errors
/// 400 when there is no such platform or account.
pub(crate) fn end_tokens(world: &World, platform: &str, handle: &str, end: TokenEnd) -> Result<usize, Answer> {
    let wrong = |words: String| Answer::json(400, &json!({"error": words}));
    let stand_in = PLATFORMS.iter().find(|known| known.name() == platform);
    let stand_in = stand_in.ok_or_else(|| wrong(format!("There is no platform {platform:?}.")))?;
    world.change(stand_in.name(), "end_tokens", |change| {
        let account = by_handle(change, handle).or_else(|| change.get::<Account>(handle));
        let account = account.ok_or_else(|| wrong(format!("There is no account {handle:?} at {platform}.")))?;
        let owner = stand_in.token_owner(change, &account);
        let meant = change.all::<Token>().filter(|(_, token)| {
            let is_meant = end == TokenEnd::Revoke || token.kind == TokenKind::Access;
            token.account == owner && !token.is_revoked && is_meant
        });
        let meant: Vec<_> = meant.map(|(id, token)| (id.to_owned(), token)).collect();
        let count = meant.len();
        for (id, token) in meant {
            let ended = match end {
                TokenEnd::Expire => Token { expires_at: Some(change.now), ..token },
                TokenEnd::Revoke => Token { is_revoked: true, ..token },
            };
            change.put(id, &ended);
        }
        Ok(count)
    })
}

/// `GET /sandbox/accounts`: who is there. Credentials were told once and are not kept.
pub(crate) fn list(world: &World) -> Answer {
    let of = |platform: &&dyn Platform| {
        world.read(platform.name(), |view| {
            let shown = |account: Account| {
                json!({"platform": view.platform(), "id": account.id, "handle": account.handle,
                    "options": account.options, "created_at": account.created_at})
            };
            view.all::<Account>().map(|(_, account)| shown(account)).collect::<Vec<_>>()
        })
    };
    Answer::json(200, &PLATFORMS.iter().flat_map(of).collect::<Vec<_>>())
}
