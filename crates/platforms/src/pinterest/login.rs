//! Connecting to Pinterest: the code flow in the browser, with the app's id and secret shown as HTTP Basic. Refresh tokens
//! are continuous: each renewal brings one for a further 60 days.
//!
//! Source: Pinterest's API description 5.23.0 (2025-12-11), which knows no PKCE.

use super::{HOST, Pinterest};
use crate::{
    Account, App, Connected, Credentials, Error, RefusalKind, Result, Session, Tokens,
    oauth::{Authorization, app_of},
    reply::Reply,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, json};
use troupe_net::{Request, Secret};
use url::Url;

/// All rights that are asked for, with commas between them.
const SCOPES: &str = "boards:read,boards:write,pins:read,pins:write,user_accounts:read";
/// The right without which nothing can be published.
const WRITE: &str = "pins:write";
/// How long an access token lives when Pinterest does not say: 30 days.
const ACCESS_SECONDS: i64 = 30 * 86_400;

impl Pinterest {
    pub(super) fn begin_login(&self, login: &str, credentials: &Credentials, redirect: &Url) -> Result<Authorization> {
        let app = app_of(credentials)?;
        if app.client_secret.is_none() {
            return Err(Error::Input {
                field: "client_secret",
                why: "The app's secret key is needed. It stands beside the app id.".to_owned(),
            });
        }
        let page = self.api.url("www.pinterest.com", "/oauth/")?;
        let mut begun = Authorization::open(login, page, app, redirect, SCOPES);
        begun.url.query_pairs_mut().append_pair("client_id", &begun.app.client_id);
        Ok(begun)
    }

    pub(super) async fn end_login(
        &self,
        login: &Authorization,
        code: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<Connected>> {
        let code = Secret::new(code);
        let pairs = [
            ("grant_type", "authorization_code"),
            ("code", code.expose()),
            ("redirect_uri", login.redirect.as_str()),
            // Apps made before 2025-09-25 get the old kind of refresh token without it, which has been taken away.
            ("continuous_refresh", "true"),
        ];
        let reply = self.api.ask(self.token_call(&login.app, &pairs)?.hides(&code)).await.map_err(unknown_app)?;
        let scopes = reply.text("/scope").unwrap_or_default();
        if !scopes.is_empty() && !scopes.split([' ', ',']).any(|scope| scope == WRITE) {
            return Err(Error::Input {
                field: "code",
                why: "Making pins was not allowed on Pinterest's page. Sign in again and allow all of it.".to_owned(),
            });
        }
        let tokens = read_tokens(&reply, None, now)?;
        let details = Map::from_iter([("login".to_owned(), json!(login.login))]);
        let account = Account { details, ..Account::default() };
        let session = Session { account, tokens: tokens.clone(), app: Some(login.app.clone()), upload: None };
        let account = self.known_account(&session).await?;
        Ok(vec![Connected { account, tokens, app: Some(login.app.clone()) }])
    }

    pub(super) async fn new_tokens(&self, session: &Session, now: DateTime<Utc>) -> Result<Option<Tokens>> {
        let (Some(refresh), Some(app)) = (&session.tokens.refresh, &session.app) else { return Ok(None) };
        let pairs = [("grant_type", "refresh_token"), ("refresh_token", refresh.expose())];
        let reply = self.api.ask(self.token_call(app, &pairs)?.hides(refresh)).await.map_err(dead)?;
        read_tokens(&reply, Some(&session.tokens), now).map(Some)
    }

    fn token_call(&self, app: &App, pairs: &[(&str, &str)]) -> Result<Request> {
        let request = Request::post(self.api.url(HOST, "/v5/oauth/token")?, "/v5/oauth/token").form(pairs);
        let Some(secret) = &app.client_secret else { return Ok(request) };
        let both = STANDARD.encode(format!("{}:{}", app.client_id, secret.expose()));
        Ok(request.secret_header("authorization", &Secret::new(format!("Basic {both}")))?.hides(secret))
    }
}

/// A refused login: what was entered of the app is not right.
fn unknown_app(error: Error) -> Error {
    match error {
        Error::Refused(refusal) if refusal.status == Some(401) => Error::Input {
            field: "client_secret",
            why: "Pinterest does not know this app id with this secret key. Copy both anew from the app's page."
                .to_owned(),
        },
        error => error,
    }
}

/// A refused renewal: no new token will come of the old one.
fn dead(error: Error) -> Error {
    match error {
        Error::Refused(mut refusal) if matches!(refusal.status, Some(400 | 401)) => {
            refusal.kind = RefusalKind::TokenRevoked;
            refusal.words =
                "The sign-in ended and could not be renewed. Connect the account again; its posts wait.".to_owned();
            Error::Refused(refusal)
        }
        error => error,
    }
}

/// The tokens of an answer; of `old` stays what the answer does not name.
fn read_tokens(reply: &Reply, old: Option<&Tokens>, now: DateTime<Utc>) -> Result<Tokens> {
    let after = |seconds: i64| now.checked_add_signed(TimeDelta::seconds(seconds.min(1 << 31)));
    let seconds = |pointer: &str| reply.count(pointer).and_then(|seconds| i64::try_from(seconds).ok());
    Ok(Tokens {
        access: Secret::new(reply.need("/access_token")?),
        refresh: reply.text("/refresh_token").map(Secret::new).or_else(|| old.and_then(|old| old.refresh.clone())),
        expires_at: after(seconds("/expires_in").unwrap_or(ACCESS_SECONDS)),
        refresh_expires_at: match seconds("/refresh_token_expires_in") {
            Some(seconds) => after(seconds),
            None => old.and_then(|old| old.refresh_expires_at),
        },
    })
}
