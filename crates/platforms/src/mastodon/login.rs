//! Logging in: an app that registers itself at the server and a yes in the browser, or a pasted token.

use super::{Mastodon, host, server};
use crate::{
    App, Connected, Credentials, Error, Platform, RefusalKind, Result, Session, Tokens, Web, oauth::Authorization,
};
use serde_json::json;
use troupe_net::{Request, Secret};
use url::Url;

/// What is asked for, and no more. `read:accounts` instead of the narrower `profile`, which servers before 4.3 lack.
const SCOPES: &str =
    "read:accounts read:search read:statuses write:favourites write:follows write:media write:statuses";

fn server_of(credentials: &Credentials) -> Result<String> {
    let typed = credentials.get("host").ok_or_else(|| Error::Input {
        field: "host",
        why: "The server is needed, as in mastodon.social.".to_owned(),
    })?;
    // Somebody may paste the whole handle.
    let typed = typed.expose().trim();
    let typed = typed.strip_prefix('@').and_then(|handle| handle.split_once('@')).map_or(typed, |(_, host)| host);
    Web::typed_host("host", typed)
}

/// Connects with a token that was made in the server's settings.
pub(super) async fn paste(mastodon: &Mastodon, credentials: &Credentials) -> Result<Connected> {
    let host = server_of(credentials)?;
    let token = credentials.get("access_token").ok_or_else(|| Error::Input {
        field: "access_token",
        why: "The access token is needed. It stands on the page of the application that you made at the server."
            .to_owned(),
    })?;
    opened(mastodon, &host, Secret::new(token.expose().trim()), None).await
}

async fn opened(mastodon: &Mastodon, host: &str, token: Secret, app: Option<App>) -> Result<Connected> {
    let account = server::account(mastodon, host, &token).await?;
    let tokens = Tokens { access: token, refresh: None, expires_at: None, refresh_expires_at: None };
    Ok(Connected { account, tokens, app })
}

/// Registers an app for this one redirect and makes the address to open.
pub(super) async fn begin(
    mastodon: &Mastodon,
    login: &str,
    credentials: &Credentials,
    redirect: &Url,
) -> Result<Authorization> {
    const PATH: &str = "/api/v1/apps";
    let host = server_of(credentials)?;
    let body = json!({"client_name": "Troupe", "redirect_uris": redirect.as_str(), "scopes": SCOPES});
    let reply = mastodon.api.ask(Request::post(mastodon.api.url(&host, PATH)?, PATH).json(&body)?).await?;
    let app =
        App { client_id: reply.need("/client_id")?, client_secret: Some(Secret::new(reply.need("/client_secret")?)) };
    let page = mastodon.api.url(&host, "/oauth/authorize")?;
    Ok(Authorization { host: Some(host), ..Authorization::begin(login, page, app, redirect, SCOPES) })
}

/// Ends the login: the code becomes a token, which has no end by time.
pub(super) async fn end(mastodon: &Mastodon, login: &Authorization, code: &str) -> Result<Connected> {
    const PATH: &str = "/oauth/token";
    let host = login
        .host
        .as_deref()
        .ok_or_else(|| mastodon.unsupported("end a sign-in that names no server", "Begin the sign-in again."))?;
    let secret = login.app.client_secret.clone().unwrap_or_else(|| Secret::new(""));
    let code = Secret::new(code);
    let mut form = login.code_form(&code).to_vec();
    form.push(("client_secret", secret.expose()));
    let request = Request::post(mastodon.api.url(host, PATH)?, PATH)
        .form(&form)
        .hides(&secret)
        .hides(&code)
        .hides(&login.verifier);
    let token = mastodon.api.ask(request).await?.need("/access_token")?;
    opened(mastodon, host, Secret::new(token), Some(login.app.clone())).await
}

/// Takes the token back. A pasted one belongs to an application of the creator's, so that it ends there.
pub(super) async fn revoke(mastodon: &Mastodon, session: &Session) -> Result<bool> {
    const PATH: &str = "/oauth/revoke";
    let Some(App { client_id, client_secret: Some(secret) }) = &session.app else { return Ok(false) };
    let token = &session.tokens.access;
    let request = Request::post(mastodon.api.url(host(session), PATH)?, PATH)
        .form(&[("client_id", client_id), ("client_secret", secret.expose()), ("token", token.expose())])
        .hides(secret)
        .hides(token);
    match mastodon.api.ask(request).await {
        Err(error) if error.kind() != Some(RefusalKind::TokenRevoked) => Err(error),
        _ => Ok(true),
    }
}
