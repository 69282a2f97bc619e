//! Connecting to YouTube: Google's login for desktop programs (loopback with any port, PKCE), and the renewal of
//! tokens. The refresh token stays the same.

use super::{HOST, YouTube};
use crate::{
    Account, App, Connected, Credentials, Error, Result, Session, Tokens,
    oauth::{Authorization, app_of},
    reply::{No, Reply, count, refuse, text},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, json};
use troupe_net::{Request, Secret};
use url::Url;

/// Where tokens are given and taken back.
const TOKEN_HOST: &str = "oauth2.googleapis.com";
/// The right without which nothing can be published.
const UPLOAD: &str = "https://www.googleapis.com/auth/youtube.upload";
/// All rights that are asked for; the last is for comments and deleting.
const SCOPES: &str = "https://www.googleapis.com/auth/youtube.upload https://www.googleapis.com/auth/youtube.readonly https://www.googleapis.com/auth/youtube.force-ssl";
/// How long an access token lives when Google does not say.
const ACCESS_SECONDS: i64 = 3600;

impl YouTube {
    pub(super) fn begin_login(&self, login: &str, credentials: &Credentials, redirect: &Url) -> Result<Authorization> {
        let page = self.api.url("accounts.google.com", "/o/oauth2/v2/auth")?;
        let mut begun = Authorization::begin(login, page, app_of(credentials)?, redirect, SCOPES);
        // Both are needed, or a second login of the same account brings no refresh token.
        begun.url.query_pairs_mut().append_pair("access_type", "offline").append_pair("prompt", "consent");
        Ok(begun)
    }

    pub(super) async fn end_login(
        &self,
        login: &Authorization,
        code: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<Connected>> {
        let code = Secret::new(code);
        let request = self.token_call(&login.app, &login.code_form(&code))?.hides(&code).hides(&login.verifier);
        let reply = self.api.ask(request).await?;
        let scopes = reply.text("/scope").unwrap_or_default();
        if !scopes.is_empty() && !scopes.split(' ').any(|scope| scope == UPLOAD) {
            return Err(Error::Input {
                field: "code",
                why: "The box that lets Troupe upload to YouTube was not ticked on Google's page. Sign in again and leave every box ticked.".to_owned(),
            });
        }
        let tokens = read_tokens(&reply, None, now)?;
        let session =
            Session { account: Account::default(), tokens: tokens.clone(), app: Some(login.app.clone()), upload: None };
        let account = self.channel(&session).await?;
        Ok(vec![Connected { account, tokens, app: Some(login.app.clone()) }])
    }

    pub(super) async fn new_tokens(&self, session: &Session, now: DateTime<Utc>) -> Result<Option<Tokens>> {
        let (Some(refresh), Some(app)) = (&session.tokens.refresh, &session.app) else { return Ok(None) };
        let pairs = [
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh.expose()),
            ("client_id", app.client_id.as_str()),
        ];
        let reply = self.api.ask(self.token_call(app, &pairs)?.hides(refresh)).await?;
        read_tokens(&reply, Some(&session.tokens), now).map(Some)
    }

    pub(super) async fn give_back(&self, session: &Session) -> Result<bool> {
        // Taking back the refresh token takes all of the login back.
        let token = session.tokens.refresh.as_ref().unwrap_or(&session.tokens.access);
        let request = Request::post(self.api.url(TOKEN_HOST, "/revoke")?, "/revoke").form(&[("token", token.expose())]);
        self.api.ask(request.hides(token)).await?;
        Ok(true)
    }

    fn token_call(&self, app: &App, pairs: &[(&str, &str)]) -> Result<Request> {
        let mut pairs = pairs.to_vec();
        if let Some(secret) = &app.client_secret {
            pairs.push(("client_secret", secret.expose()));
        }
        let request = Request::post(self.api.url(TOKEN_HOST, "/token")?, "/token").form(&pairs);
        Ok(app.client_secret.iter().fold(request, |request, secret| request.hides(secret)))
    }

    /// The channel of the account that the session opens.
    pub(super) async fn channel(&self, session: &Session) -> Result<Account> {
        let url = self.api.url(HOST, "/youtube/v3/channels?part=snippet,statistics,contentDetails,status&mine=true")?;
        let request = Request::get(url, "/youtube/v3/channels").bearer(&session.tokens.access)?;
        let reply = self.api.ask(request).await?;
        let Some(channel) = reply.list("/items").first() else {
            let no = No { code: "youtubeSignupRequired".to_owned(), ..No::default() };
            return Err(refuse(self.api.facts, reply.status, no, reply.body.to_string()));
        };
        let id = text(channel, "/id").ok_or_else(|| reply.unreadable("/items/0/id is missing"))?;
        let title = text(channel, "/snippet/title").unwrap_or_default();
        let handle = text(channel, "/snippet/customUrl").map(|handle| handle.trim_start_matches('@').to_owned());
        let handle = handle.filter(|handle| !handle.is_empty());
        let details = Map::from_iter([
            ("uploads_playlist".to_owned(), json!(text(channel, "/contentDetails/relatedPlaylists/uploads"))),
            ("long_uploads".to_owned(), json!(text(channel, "/status/longUploadsStatus"))),
        ]);
        Ok(Account {
            url: Some(match &handle {
                Some(handle) => format!("https://www.youtube.com/@{handle}"),
                None => format!("https://www.youtube.com/channel/{id}"),
            }),
            handle: handle.unwrap_or_else(|| id.clone()),
            external_id: id,
            display_name: title,
            follower_count: count(channel, "/statistics/subscriberCount"),
            posts_left: None,
            details,
        })
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
        // Google names it where the login ends by time, as it does while the project is in testing.
        refresh_expires_at: match seconds("/refresh_token_expires_in") {
            Some(seconds) => after(seconds),
            None => old.and_then(|old| old.refresh_expires_at),
        },
    })
}
