//! Connecting to TikTok: Login Kit for desktop programs, with a loopback redirect of any port and TikTok's own form of
//! PKCE, whose challenge is the hexadecimal SHA-256 of the verifier. Each renewal brings a new refresh token, and the old
//! one is dead.
//!
//! Source: TikTok for Developers, "Login Kit for Desktop" and "Manage user access tokens" (read 2026-11-05); the
//! challenge's form is that of six public clients.

use super::{HOST, TikTok};
use crate::{
    App, Connected, Credentials, Error, Result, Session, Tokens,
    oauth::{Authorization, app_of},
    reply::{Reply, ended},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, json};
use sha2::{Digest, Sha256};
use troupe_net::{Request, Secret};
use url::Url;

/// All rights that are asked for, with commas between them.
const SCOPES: &str = "user.info.basic,user.info.stats,video.publish,video.upload,video.list";
/// Without one of these nothing can be sent at all.
const SENDING: [&str; 2] = ["video.publish", "video.upload"];
/// How long an access token lives when TikTok does not say: the shorter of two figures on its pages.
const ACCESS_SECONDS: i64 = 7200;

/// The challenge to a verifier in TikTok's form.
fn challenge(verifier: &Secret) -> String {
    Sha256::digest(verifier.expose().as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl TikTok {
    pub(super) fn begin_login(&self, login: &str, credentials: &Credentials, redirect: &Url) -> Result<Authorization> {
        let app = app_of(credentials)?;
        if app.client_secret.is_none() {
            return Err(Error::Input {
                field: "client_secret",
                why: "The app's client secret is needed. It stands beside the client key.".to_owned(),
            });
        }
        let page = self.api.url("www.tiktok.com", "/v2/auth/authorize/")?;
        let mut begun = Authorization::open(login, page, app, redirect, SCOPES);
        begun.url.query_pairs_mut().extend_pairs([
            ("client_key", begun.app.client_id.as_str()),
            ("code_challenge", challenge(&begun.verifier).as_str()),
            ("code_challenge_method", "S256"),
        ]);
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
            ("code_verifier", login.verifier.expose()),
        ];
        let request = self.app_call(&login.app, "/v2/oauth/token/", &pairs)?.hides(&code).hides(&login.verifier);
        let reply = self.api.ask(request).await?;
        let scopes = reply.text("/scope").unwrap_or_default();
        if !scopes.is_empty() && !scopes.split(',').any(|scope| SENDING.contains(&scope.trim())) {
            return Err(Error::Input {
                field: "code",
                why: "Posting was not allowed on TikTok's page, or the app lacks the Content Posting API. Add it to the app, sign in again, and leave every switch on.".to_owned(),
            });
        }
        let tokens = read_tokens(&reply, None, now)?;
        let details = Map::from_iter([("login".to_owned(), json!(login.login))]);
        let account = crate::Account { details, ..crate::Account::default() };
        let session = Session { account, tokens: tokens.clone(), app: Some(login.app.clone()), upload: None };
        let account = self.known_account(&session).await?;
        Ok(vec![Connected { account, tokens, app: Some(login.app.clone()) }])
    }

    /// New tokens. The refresh token is sent once and never again.
    pub(super) async fn new_tokens(&self, session: &Session, now: DateTime<Utc>) -> Result<Option<Tokens>> {
        let (Some(refresh), Some(app)) = (&session.tokens.refresh, &session.app) else { return Ok(None) };
        let pairs = [("grant_type", "refresh_token"), ("refresh_token", refresh.expose())];
        let request = self.app_call(app, "/v2/oauth/token/", &pairs)?.hides(refresh);
        let reply = self.api.ask(request).await.map_err(ended)?;
        read_tokens(&reply, Some(&session.tokens), now).map(Some)
    }

    /// Takes the login back.
    pub(super) async fn give_back(&self, session: &Session) -> Result<bool> {
        let Some(app) = &session.app else { return Ok(false) };
        let token = &session.tokens.access;
        let request = self.app_call(app, "/v2/oauth/revoke/", &[("token", token.expose())])?.hides(token);
        self.api.ask(request).await?;
        Ok(true)
    }

    /// A call of the app itself, which shows its key and its secret.
    fn app_call(&self, app: &App, path: &'static str, pairs: &[(&str, &str)]) -> Result<Request> {
        let mut pairs = pairs.to_vec();
        pairs.push(("client_key", &app.client_id));
        if let Some(secret) = &app.client_secret {
            pairs.push(("client_secret", secret.expose()));
        }
        let request = Request::post(self.api.url(HOST, path)?, path).form(&pairs);
        Ok(app.client_secret.iter().fold(request, |request, secret| request.hides(secret)))
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
        refresh_expires_at: match seconds("/refresh_expires_in") {
            Some(seconds) => after(seconds),
            None => old.and_then(|old| old.refresh_expires_at),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_hexadecimal() {
        // The SHA-256 of "abc", as FIPS 180-2 has it.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(challenge(&Secret::new("abc")), expected);
    }
}
