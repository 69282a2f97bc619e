//! Who may come in: `Host` and `Origin` are checked first, then the token, the session's cookie, or
//! the private channel's token.

use crate::{Token, sessions::Sessions};
use axum::http::{HeaderMap, HeaderName, header, request::Parts};
use chrono::{DateTime, Utc};
use std::sync::{Arc, PoisonError, RwLock};
use troupe_studio::{Caller, Code, Error, Result};

/// On the private channel: `window`, `cli` or `agent`.
pub(crate) const CALLER: HeaderName = HeaderName::from_static("x-troupe-caller");
/// On the private channel beside the caller `agent`: which one, by its id.
pub(crate) const AGENT: HeaderName = HeaderName::from_static("x-troupe-agent");
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The token for programs, which settings can change; empty while their interface is switched off.
/// Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct PublicToken(Arc<RwLock<Option<Token>>>);

impl PublicToken {
    pub(crate) fn set(&self, token: Option<Token>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = token;
    }

    fn is(&self, shown: &str) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).as_ref().is_some_and(|token| token.is(shown))
    }

    fn is_off(&self) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).is_none()
    }
}

/// Which door a listener stands behind.
#[derive(Debug)]
pub(crate) enum Door {
    /// Programs with the token, browsers with a session.
    Public { token: PublicToken, sessions: Sessions },
    /// Processes of ours that could read the token beside the library's lock.
    Private {
        token: Token,
        /// Where browsers are let in, if they are.
        pages: Option<Pages>,
    },
}

/// The served pages: their address, and who was let in.
#[derive(Debug, Clone)]
pub(crate) struct Pages {
    pub(crate) url: String,
    pub(crate) sessions: Sessions,
}

impl Pages {
    /// An address that lets one browser in within the hour.
    pub(crate) fn address(&self, now: DateTime<Utc>) -> String {
        format!("{}/#code={}", self.url, self.sessions.new_code(now).reveal())
    }
}

/// How a request was let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Nobody known; only what is open answers.
    Nobody,
    /// A program with the public token.
    Token,
    /// The served UI.
    Session,
    /// A process of ours.
    Private(Caller),
}

impl Access {
    /// Who the operations are told is calling.
    pub(crate) fn caller(self) -> Caller {
        match self {
            Self::Nobody | Self::Token => Caller::Rest,
            Self::Session => Caller::Window,
            Self::Private(caller) => caller,
        }
    }
}

/// The name of the session's cookie. Cookies are shared by all ports of a host, so the port is in the name.
pub(crate) fn cookie_name(port: u16) -> String {
    format!("troupe_session_{port}")
}

/// Lets a request in, or says why not.
///
/// # Errors
/// `forbidden` for a foreign `Host` or `Origin`; `unauthorized` where the path is not open and no
/// token or session was shown.
pub(crate) fn admit(door: &Door, port: u16, request: &Parts) -> Result<Access> {
    let host = own_host(&request.headers, port)?;
    let origin = own_origin(&request.headers, host)?;
    let bearer = bearer(&request.headers);
    let access = match door {
        Door::Private { token, .. } => {
            if origin || !bearer.is_some_and(|shown| token.is(shown)) {
                return Err(Error::new(Code::Unauthorized, "This channel is for Troupe's own processes."));
            }
            Access::Private(private_caller(&request.headers)?)
        }
        Door::Public { token, sessions } => {
            if bearer.is_some_and(|shown| token.is(shown)) {
                Access::Token
            } else if (origin || is_same_origin(&request.headers))
                && cookie(&request.headers, &cookie_name(port)).is_some_and(|session| sessions.know(session))
            {
                Access::Session
            } else {
                Access::Nobody
            }
        }
    };
    if access == Access::Nobody && !is_open(request.uri.path()) {
        return Err(refusal(door, bearer.is_some()));
    }
    Ok(access)
}

fn refusal(door: &Door, showed_token: bool) -> Error {
    let words = match door {
        Door::Public { token, .. } if showed_token && token.is_off() => {
            "The interface for other programs is switched off, or has no token yet. Turn it on in Settings."
        }
        _ if showed_token => "This token is not the one of this library. Copy it anew from Settings.",
        _ => {
            "Nobody was let in here. A program sends the token of Settings as `Authorization: Bearer …`; a browser opens the address that Troupe prints at its start."
        }
    };
    Error::new(Code::Unauthorized, words)
}

/// The paths that answer without a token: the UI's own files, the documentation, what the program is
/// and how it is, and the door where a code is traded.
fn is_open(path: &str) -> bool {
    let path = path.strip_suffix('/').unwrap_or(path);
    let below = path.strip_prefix("/api/v1").or_else(|| path.strip_prefix("/api"));
    match below {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => {
            matches!(rest, "" | "/health" | "/system/health" | "/session")
        }
        _ => !matches!(path, "/events" | "/ws/updates"),
    }
}

/// The `Host`, if it is ours: a foreign name that leads to this computer must not reach the library.
fn own_host(headers: &HeaderMap, port: u16) -> Result<&str> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.strip_suffix(&format!(":{port}"));
    match name {
        Some("127.0.0.1" | "localhost" | "[::1]") => Ok(host),
        _ => Err(Error::new(
            Code::Forbidden,
            "This address is not Troupe's own. Call it as 127.0.0.1 or localhost, with its port.",
        )),
    }
}

/// Whether an `Origin` came and is ours.
fn own_origin(headers: &HeaderMap, host: &str) -> Result<bool> {
    match headers.get(header::ORIGIN) {
        None => Ok(false),
        Some(origin) if origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://")) == Some(host) => {
            Ok(true)
        }
        Some(_) => Err(Error::new(Code::Forbidden, "A page of another address may not call Troupe.")),
    }
}

/// A picture or a stream that our own page asks for comes without `Origin`; the browser says so here.
fn is_same_origin(headers: &HeaderMap) -> bool {
    headers.get(FETCH_SITE).is_some_and(|site| site == "same-origin")
}

pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

fn private_caller(headers: &HeaderMap) -> Result<Caller> {
    match headers.get(CALLER).map(|caller| caller.as_bytes()) {
        None | Some(b"cli") => Ok(Caller::Cli),
        Some(b"window") => Ok(Caller::Window),
        Some(b"agent") => {
            let id = headers.get(AGENT).and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
            id.map(Caller::Agent)
                .ok_or_else(|| Error::field("X-Troupe-Agent", "must be the id of the agent that calls"))
        }
        Some(_) => Err(Error::field("X-Troupe-Caller", "must be window, cli or agent")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::http::Request;

    const PORT: u16 = 4000;

    fn parts(path: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn only_who_is_known_comes_in() {
        let token = Token::random();
        let sessions = Sessions::default();
        let now = Utc::now();
        let session = sessions.trade(sessions.new_code(now).reveal(), now).unwrap();
        let bearer = format!("Bearer {}", token.reveal());
        let cookie = format!("other=1; troupe_session_{PORT}={}", session.reveal());
        let public = PublicToken::default();
        public.set(Some(token));
        let door = Door::Public { token: public, sessions };
        let own = ("host", "127.0.0.1:4000");
        for (path, headers, expected) in [
            ("/api/v1/characters", vec![own, ("authorization", &*bearer)], Ok(Access::Token)),
            ("/api/v1/characters", vec![("host", "localhost:4000"), ("authorization", &bearer)], Ok(Access::Token)),
            ("/api/v1/characters", vec![("host", "[::1]:4000"), ("authorization", &bearer)], Ok(Access::Token)),
            ("/api/v1/characters", vec![own], Err(Code::Unauthorized)),
            ("/api/v1/characters", vec![own, ("authorization", "Bearer wrong")], Err(Code::Unauthorized)),
            ("/apiary", vec![own], Ok(Access::Nobody)),
            ("/events", vec![own], Err(Code::Unauthorized)),
            ("/ws/updates/", vec![own], Err(Code::Unauthorized)),
            ("/api/events", vec![own], Err(Code::Unauthorized)),
            ("/", vec![own], Ok(Access::Nobody)),
            ("/docs", vec![own], Ok(Access::Nobody)),
            // Agents show their own token there.
            ("/mcp", vec![own], Ok(Access::Nobody)),
            ("/openapi.json", vec![own], Ok(Access::Nobody)),
            ("/health", vec![own], Ok(Access::Nobody)),
            ("/api/v1/", vec![own], Ok(Access::Nobody)),
            ("/api/v1/health", vec![own], Ok(Access::Nobody)),
            ("/", vec![("host", "evil.example:4000")], Err(Code::Forbidden)),
            ("/", vec![("host", "127.0.0.1")], Err(Code::Forbidden)),
            ("/", vec![("host", "127.0.0.1:40001")], Err(Code::Forbidden)),
            ("/", vec![], Err(Code::Forbidden)),
            ("/", vec![own, ("origin", "http://evil.example")], Err(Code::Forbidden)),
            ("/", vec![own, ("origin", "null")], Err(Code::Forbidden)),
            (
                "/api/v1/characters",
                vec![own, ("origin", "http://localhost:4000"), ("authorization", &bearer)],
                Err(Code::Forbidden),
            ),
            (
                "/api/v1/characters",
                vec![own, ("origin", "http://127.0.0.1:4000"), ("cookie", &*cookie)],
                Ok(Access::Session),
            ),
            (
                "/api/v1/characters",
                vec![own, ("sec-fetch-site", "same-origin"), ("cookie", &cookie)],
                Ok(Access::Session),
            ),
            (
                "/api/v1/characters",
                vec![own, ("sec-fetch-site", "same-site"), ("cookie", &cookie)],
                Err(Code::Unauthorized),
            ),
            ("/api/v1/characters", vec![own, ("cookie", &cookie)], Err(Code::Unauthorized)),
        ] {
            let found = admit(&door, PORT, &parts(path, &headers)).map_err(|error| error.code);
            assert_eq!(found, expected, "{path} {headers:?}");
        }
    }

    #[test]
    fn the_private_channel_takes_its_own_token_only() {
        let agent_id = "01890a5d-ac96-774b-bcce-b302099a8057".to_owned();
        let agent = agent_id.parse().unwrap();
        let token = Token::random();
        let bearer = format!("Bearer {}", token.reveal());
        let door = Door::Private { token, pages: None };
        let own = ("host", "127.0.0.1:4000");
        for (headers, expected) in [
            (vec![own, ("authorization", &*bearer)], Ok(Access::Private(Caller::Cli))),
            (
                vec![own, ("authorization", &bearer), ("x-troupe-caller", "agent"), ("x-troupe-agent", &agent_id)],
                Ok(Access::Private(Caller::Agent(agent))),
            ),
            (vec![own, ("authorization", &bearer), ("x-troupe-caller", "agent")], Err(Code::ValidationError)),
            (vec![own, ("authorization", &bearer), ("x-troupe-caller", "task")], Err(Code::ValidationError)),
            (vec![own, ("authorization", &bearer), ("origin", "http://127.0.0.1:4000")], Err(Code::Unauthorized)),
            (vec![own], Err(Code::Unauthorized)),
        ] {
            let found = admit(&door, PORT, &parts("/", &headers)).map_err(|error| error.code);
            assert_eq!(found, expected, "{headers:?}");
        }
    }
}
