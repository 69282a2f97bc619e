//! Connecting to X: the login in the browser, the four keys of an app, and the renewal of tokens. X renews the refresh
//! token with each use, and the old one is dead.

use super::{HOST, X, answer::Method, signature::KeyPair};
use crate::{
    Account, App, Connected, Credentials, Error, Result, Session, Tokens,
    oauth::{Authorization, app_of},
    reply::Reply,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, json};
use sha2::{Digest, Sha256};
use troupe_net::{Request, Secret};
use url::Url;

/// What the app asks for. `offline.access` brings the refresh token.
const SCOPES: &str = "tweet.read tweet.write users.read media.write offline.access";
/// How long an access token lives when X does not say (docs.x.com, read 2026-08-22): two hours.
const ACCESS_SECONDS: i64 = 7200;
/// The word in an account's details for the four keys.
const BY_KEYS: &str = "keys";

/// Whether the account was connected with the four keys of an app.
pub(super) fn is_by_keys(account: &Account) -> bool {
    account.details.get("login").is_some_and(|login| login == BY_KEYS)
}

impl X {
    pub(super) fn begin_login(&self, login: &str, credentials: &Credentials, redirect: &Url) -> Result<Authorization> {
        let page = self.api.url("x.com", "/i/oauth2/authorize")?;
        Ok(Authorization::begin(login, page, app_of(credentials)?, redirect, SCOPES))
    }

    pub(super) async fn end_login(
        &self,
        login: &Authorization,
        code: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<Connected>> {
        let code = Secret::new(code);
        let request = self.token_call(&login.app, &login.code_form(&code))?.hides(&code).hides(&login.verifier);
        let tokens = read_tokens(&self.api.ask(request).await?, None, now)?;
        let account = self.account_of(tokens.clone(), Some(login.app.clone()), false).await?;
        Ok(vec![Connected { account, tokens, app: Some(login.app.clone()) }])
    }

    /// New tokens; keys need none. The refresh token is sent once and never again.
    pub(super) async fn new_tokens(&self, session: &Session, now: DateTime<Utc>) -> Result<Option<Tokens>> {
        let (Some(refresh), Some(app)) = (&session.tokens.refresh, &session.app) else { return Ok(None) };
        let pairs = [
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh.expose()),
            ("client_id", app.client_id.as_str()),
        ];
        let request = self.token_call(app, &pairs)?.hides(refresh);
        read_tokens(&self.api.ask(request).await?, Some(refresh), now).map(Some)
    }

    /// Revokes both tokens. Keys are taken back in X's console only.
    pub(super) async fn give_back(&self, session: &Session) -> Result<bool> {
        let Some(app) = session.app.as_ref().filter(|_| !is_by_keys(&session.account)) else { return Ok(false) };
        let tokens = [session.tokens.refresh.as_ref(), Some(&session.tokens.access)];
        for token in tokens.into_iter().flatten() {
            let pairs = [("token", token.expose()), ("client_id", app.client_id.as_str())];
            self.api.ask(self.app_call(app, "/2/oauth2/revoke", &pairs)?.hides(token)).await?;
        }
        Ok(true)
    }

    fn token_call(&self, app: &App, pairs: &[(&str, &str)]) -> Result<Request> {
        self.app_call(app, "/2/oauth2/token", pairs)
    }

    /// A call of the app itself: a native app has no secret, a web app shows it.
    fn app_call(&self, app: &App, path: &'static str, pairs: &[(&str, &str)]) -> Result<Request> {
        let request = Request::post(self.api.url(HOST, path)?, path).form(pairs);
        let Some(secret) = &app.client_secret else { return Ok(request) };
        let both = STANDARD.encode(format!("{}:{}", app.client_id, secret.expose()));
        Ok(request.secret_header("authorization", &Secret::new(format!("Basic {both}")))?.hides(secret))
    }

    /// Connects with the four keys of an app. Key and secret of each pair are kept together as one secret; the app is
    /// known by a digest of its key.
    pub(super) async fn connect_keys(&self, credentials: &Credentials) -> Result<Vec<Connected>> {
        let need = |name: &'static str, words: &str| {
            credentials.get(name).map(|value| Secret::new(value.expose().trim())).ok_or_else(|| Error::Input {
                field: name,
                why: format!("The {words} is needed. It stands in the X developer console under Keys and tokens."),
            })
        };
        let app = KeyPair { key: need("api_key", "API key")?, secret: need("api_key_secret", "API key secret")? };
        let token = KeyPair {
            key: need("access_token", "access token")?,
            secret: need("access_token_secret", "access token secret")?,
        };
        let digest: String =
            Sha256::digest(app.key.expose()).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let app = App { client_id: format!("keys-{digest}"), client_secret: Some(app.joined()) };
        let tokens = Tokens { access: token.joined(), refresh: None, expires_at: None, refresh_expires_at: None };
        let account = self.account_of(tokens.clone(), Some(app.clone()), true).await?;
        Ok(vec![Connected { account, tokens, app: Some(app) }])
    }

    /// The account that fresh tokens open.
    async fn account_of(&self, tokens: Tokens, app: Option<App>, by_keys: bool) -> Result<Account> {
        let login = if by_keys { BY_KEYS } else { "oauth" };
        let details = Map::from_iter([("login".to_owned(), json!(login))]);
        let account = Account { details, ..Account::default() };
        self.me(&Session { account, tokens, app, upload: None }).await
    }

    /// What X says of the account that the session opens.
    pub(super) async fn me(&self, session: &Session) -> Result<Account> {
        let path = "/2/users/me?user.fields=name,username,protected,public_metrics,subscription_type";
        let me = self.ask(session, self.call(session, Method::Get, path, "/2/users/me")?).await?;
        let handle = me.need("/data/username")?;
        let mut details = session.account.details.clone();
        details.insert("subscription".to_owned(), json!(me.text("/data/subscription_type")));
        details.insert("protected".to_owned(), json!(me.body.pointer("/data/protected")));
        Ok(Account {
            external_id: me.need("/data/id")?,
            url: Some(format!("https://x.com/{handle}")),
            display_name: me.text("/data/name").unwrap_or_else(|| handle.clone()),
            handle,
            follower_count: me.count("/data/public_metrics/followers_count"),
            posts_left: None,
            details,
        })
    }
}

/// The tokens of an answer; `old` is the refresh token that stays when no new one came.
fn read_tokens(reply: &Reply, old: Option<&Secret>, now: DateTime<Utc>) -> Result<Tokens> {
    let seconds = reply.count("/expires_in").and_then(|seconds| i64::try_from(seconds).ok()).unwrap_or(ACCESS_SECONDS);
    Ok(Tokens {
        access: Secret::new(reply.need("/access_token")?),
        refresh: reply.text("/refresh_token").map(Secret::new).or_else(|| old.cloned()),
        expires_at: now.checked_add_signed(TimeDelta::seconds(seconds.min(1 << 31))),
        refresh_expires_at: None,
    })
}
