//! The account: its session, its renewal, what is known of it.

use super::{Bluesky, SERVER, detail, did, secret};
use crate::{
    Account, Connected, Credentials, Error, RefusalKind, Result, Session, Tokens, Web,
    reply::{No, Reply, ended, list, refuse, text},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};
use troupe_net::{Request, Secret};

/// How long tokens live when they do not say it: PDS, read 2026-08-20.
const ACCESS_LIFE: TimeDelta = TimeDelta::minutes(120);
const REFRESH_LIFE: TimeDelta = TimeDelta::days(90);

/// Opens a session with an app password.
pub(super) async fn connect(bluesky: &Bluesky, credentials: &Credentials, now: DateTime<Utc>) -> Result<Connected> {
    let host = match credentials.get("host") {
        Some(typed) => Web::typed_host("host", typed.expose())?,
        None => SERVER.to_owned(),
    };
    let handle = credentials.get("handle").map(|typed| identifier(typed.expose(), &host)).unwrap_or_default();
    if handle.is_empty() {
        let why = "The account's handle is needed, as in name.bsky.social.".to_owned();
        return Err(Error::Input { field: "handle", why });
    }
    let password = credentials.get("app_password").ok_or_else(|| Error::Input {
        field: "app_password",
        why: "An app password is needed. Make one in Bluesky's settings and paste it.".to_owned(),
    })?;
    let password = Secret::new(password.expose().trim());
    if !is_app_password(password.expose()) {
        let why = "This is no app password: those are four groups of four characters with dashes between. Make one in Bluesky's settings; the account's own password is never asked.";
        return Err(Error::Input { field: "app_password", why: why.to_owned() });
    }
    const PATH: &str = "/xrpc/com.atproto.server.createSession";
    let body = json!({"identifier": handle, "password": password.expose()});
    let request = Request::post(bluesky.api.url(&host, PATH)?, PATH).json(&body)?.hides(&password);
    let reply = bluesky.api.ask(request).await?;
    let tokens = tokens_of(&reply, now)?;
    is_open(bluesky, &reply)?;
    let mut details = Map::new();
    details.insert("pds".to_owned(), json!(pds(bluesky, &reply).unwrap_or_else(|| host.clone())));
    details.insert("host".to_owned(), json!(host));
    let account = Account {
        external_id: reply.need("/did")?,
        handle: reply.text("/handle").unwrap_or(handle),
        display_name: String::new(),
        url: None,
        follower_count: None,
        posts_left: None,
        details,
    };
    let session = Session { account, tokens, app: None, upload: None };
    let account = self::account(bluesky, &session).await?;
    Ok(Connected { account, tokens: session.tokens, app: None })
}

/// The handle as the server wants it: without an at sign, and without the unseen characters that come along when a
/// handle is copied from a page.
fn identifier(typed: &str, host: &str) -> String {
    let seen = |letter: &char| letter.is_ascii_graphic() || letter.is_alphanumeric();
    let handle: String = typed.chars().filter(seen).collect();
    let handle = handle.trim_start_matches('@').trim_end_matches('.').to_owned();
    let is_bare = !handle.is_empty() && !handle.contains('.') && !handle.starts_with("did:");
    if is_bare { format!("{handle}.{host}") } else { handle }
}

/// Whether it has the form of an app password: `xxxx-xxxx-xxxx-xxxx`.
fn is_app_password(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.len() == 4
        && groups.iter().all(|group| group.len() == 4 && group.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// The server that keeps the records, as the account's DID document names it.
fn pds(bluesky: &Bluesky, reply: &Reply) -> Option<String> {
    let service = list(&reply.body, "/didDoc/service")
        .iter()
        .find(|service| text(service, "/id").is_some_and(|id| id.ends_with("#atproto_pds")))?;
    bluesky.api.web.host_of(&text(service, "/serviceEndpoint")?)
}

/// An account that is closed for a while answers too, and says why.
fn is_open(bluesky: &Bluesky, reply: &Reply) -> Result<()> {
    if reply.body.pointer("/active").and_then(Value::as_bool) != Some(false) {
        return Ok(());
    }
    let code = match reply.text("/status").as_deref() {
        Some("deactivated") => "AccountDeactivated",
        Some("suspended") => "AccountSuspended",
        _ => "AccountTakedown",
    };
    let no = No { code: code.to_owned(), ..No::default() };
    Err(refuse(bluesky.api.facts, reply.status, no, String::new()))
}

fn tokens_of(reply: &Reply, now: DateTime<Utc>) -> Result<Tokens> {
    let access = secret(reply, "/accessJwt")?;
    let refresh = secret(reply, "/refreshJwt")?;
    Ok(Tokens {
        expires_at: Some(end_of(&access).unwrap_or(now + ACCESS_LIFE)),
        refresh_expires_at: Some(end_of(&refresh).unwrap_or(now + REFRESH_LIFE)),
        access,
        refresh: Some(refresh),
    })
}

/// When a token ends, as it says itself (RFC 7519, `exp`).
fn end_of(token: &Secret) -> Option<DateTime<Utc>> {
    let body = URL_SAFE_NO_PAD.decode(token.expose().split('.').nth(1)?).ok()?;
    let body: Value = serde_json::from_slice(&body).ok()?;
    DateTime::from_timestamp(body.get("exp")?.as_i64()?, 0)
}

/// New tokens; the old refresh token is dead from then on.
pub(super) async fn refresh(bluesky: &Bluesky, session: &Session, now: DateTime<Utc>) -> Result<Tokens> {
    const PATH: &str = "/xrpc/com.atproto.server.refreshSession";
    let Some(token) = &session.tokens.refresh else {
        let no = No { code: "InvalidToken".to_owned(), ..No::default() };
        return Err(refuse(bluesky.api.facts, 401, no, String::new()));
    };
    let request = Request::post(bluesky.api.url(login_host(session), PATH)?, PATH).bearer(token)?;
    let reply = bluesky.api.ask(request).await.map_err(ended)?;
    is_open(bluesky, &reply)?;
    tokens_of(&reply, now)
}

/// Ends the session. One that has ended already is as good.
pub(super) async fn revoke(bluesky: &Bluesky, session: &Session) -> Result<()> {
    const PATH: &str = "/xrpc/com.atproto.server.deleteSession";
    let Some(token) = &session.tokens.refresh else { return Ok(()) };
    let request = Request::post(bluesky.api.url(login_host(session), PATH)?, PATH).bearer(token)?;
    match bluesky.api.ask(request).await {
        Err(error) if !matches!(error.kind(), Some(RefusalKind::TokenExpired | RefusalKind::TokenRevoked)) => {
            Err(error)
        }
        _ => Ok(()),
    }
}

/// Where the session was opened, which is where it is renewed.
fn login_host(session: &Session) -> &str {
    detail(session, "host").unwrap_or(SERVER)
}

/// The account's session, which tells whether its token is good, and its profile.
pub(super) async fn account(bluesky: &Bluesky, session: &Session) -> Result<Account> {
    let opened = bluesky.get(session, "/xrpc/com.atproto.server.getSession", &[]).await?;
    is_open(bluesky, &opened)?;
    let reply = bluesky.get(session, "/xrpc/app.bsky.actor.getProfile", &[("actor", did(session))]).await?;
    let handle = reply.text("/handle").unwrap_or_else(|| session.account.handle.clone());
    let is_bot = reply.list("/labels").iter().any(|label| text(label, "/val").as_deref() == Some("bot"));
    let mut details = session.account.details.clone();
    details.insert("is_bot".to_owned(), json!(is_bot));
    if let Some(is_confirmed) = opened.body.get("emailConfirmed").and_then(Value::as_bool) {
        details.insert("is_email_confirmed".to_owned(), json!(is_confirmed));
    }
    Ok(Account {
        external_id: did(session).to_owned(),
        url: Some(format!("https://bsky.app/profile/{handle}")),
        display_name: reply.text("/displayName").filter(|name| !name.is_empty()).unwrap_or_else(|| handle.clone()),
        handle,
        follower_count: reply.count("/followersCount"),
        posts_left: None,
        details,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_taken_however_it_was_copied() {
        for (typed, expected) in [
            ("ada.bsky.social", "ada.bsky.social"),
            (" @ada ", "ada.bsky.social"),
            // Bluesky's pages put direction marks around a handle.
            ("\u{202a}@ada.example.org\u{202c}", "ada.example.org"),
            ("did:plc:abc", "did:plc:abc"),
            ("  ", ""),
        ] {
            assert_eq!(identifier(typed, SERVER), expected, "{typed:?}");
        }
    }

    #[test]
    fn only_an_app_password_is_taken() {
        assert!(is_app_password("abcd-efgh-ijkl-2345"));
        for other in ["hunter2", "abcd-efgh-ijkl", "abcd-efgh-ijkl-mnopq", "a cd-efgh-ijkl-mnop"] {
            assert!(!is_app_password(other), "{other}");
        }
    }

    #[test]
    fn a_token_says_itself_when_it_ends() {
        let body = URL_SAFE_NO_PAD.encode(r#"{"exp":1800000000}"#);
        assert_eq!(end_of(&Secret::new(format!("head.{body}.sign"))), DateTime::from_timestamp(1_800_000_000, 0));
        assert_eq!(end_of(&Secret::new("no token")), None);
    }
}
