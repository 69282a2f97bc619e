//! OAuth 2.0 with PKCE (RFC 7636) in the system's browser and a loopback redirect (RFC 8252): one listener an attempt,
//! on 127.0.0.1 alone, for one answer with the right state.

use crate::{App, Credentials, Error, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::RngExt;
use sha2::{Digest, Sha256};
use std::{net::Ipv4Addr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use troupe_net::Secret;
use url::Url;

/// The most bytes of a request to the listener that are read: a redirect is one short line.
const MAX_REQUEST_BYTES: usize = 16 * 1024;
/// How long a browser may take to send its request.
const REQUEST_TIME: Duration = Duration::from_secs(5);

/// A random text of 32 bytes, fit for a state or a verifier.
#[must_use]
pub fn random_word() -> Secret {
    let bytes: [u8; 32] = rand::rng().random();
    Secret::new(URL_SAFE_NO_PAD.encode(bytes))
}

/// The challenge to a verifier, method S256.
#[must_use]
pub fn challenge(verifier: &Secret) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose().as_bytes()))
}

/// A login that was begun.
#[derive(Debug, Clone)]
pub struct Authorization {
    /// The login's slug.
    pub login: String,
    /// The address to open in the browser.
    pub url: Url,
    /// Where the browser comes back to.
    pub redirect: Url,
    /// What must come back with it.
    pub state: Secret,
    /// The PKCE verifier.
    pub verifier: Secret,
    /// The app.
    pub app: App,
    /// The server's host, where a platform has many.
    pub host: Option<String>,
}

impl Authorization {
    /// Begins a login at the platform's page `url`, which is asked for the rights `scopes`.
    #[must_use]
    pub(crate) fn begin(login: &str, url: Url, app: App, redirect: &Url, scopes: &str) -> Self {
        let mut begun = Self::open(login, url, app, redirect, scopes);
        begun.url.query_pairs_mut().extend_pairs([
            ("client_id", begun.app.client_id.as_str()),
            ("code_challenge", challenge(&begun.verifier).as_str()),
            ("code_challenge_method", "S256"),
        ]);
        begun
    }

    /// The same without the app's name and the challenge, for platforms that have their own form of them.
    #[must_use]
    pub(crate) fn open(login: &str, mut url: Url, app: App, redirect: &Url, scopes: &str) -> Self {
        let (state, verifier) = (random_word(), random_word());
        url.query_pairs_mut().extend_pairs([
            ("response_type", "code"),
            ("redirect_uri", redirect.as_str()),
            ("scope", scopes),
            ("state", state.expose()),
        ]);
        Self { login: login.to_owned(), url, redirect: redirect.clone(), state, verifier, app, host: None }
    }

    /// The form that makes tokens of the code that came back.
    #[must_use]
    pub(crate) fn code_form<'a>(&'a self, code: &'a Secret) -> [(&'static str, &'a str); 5] {
        [
            ("grant_type", "authorization_code"),
            ("code", code.expose()),
            ("redirect_uri", self.redirect.as_str()),
            ("client_id", self.app.client_id.as_str()),
            ("code_verifier", self.verifier.expose()),
        ]
    }
}

/// The app with which a login in the browser is begun.
///
/// # Errors
/// [`Error::Input`] when its id was not filled in.
pub(crate) fn app_of(credentials: &Credentials) -> Result<App> {
    let client_id = credentials.get("client_id").ok_or_else(|| Error::Input {
        field: "client_id",
        why: "The app's client id is needed. It stands in the app's settings at the platform.".to_owned(),
    })?;
    Ok(App {
        client_id: client_id.expose().trim().to_owned(),
        client_secret: credentials.get("client_secret").cloned(),
    })
}

/// Waits for the browser on 127.0.0.1.
#[derive(Debug)]
pub struct Listener {
    inner: TcpListener,
    redirect: Url,
}

impl Listener {
    /// Takes the port (0 lets the system choose) for redirects to `path`.
    ///
    /// # Errors
    /// [`Error::Input`] when the port is taken, with what to do.
    pub async fn open(port: u16, path: &str) -> Result<Self> {
        let taken = |error: std::io::Error| Error::Input {
            field: "redirect_port",
            why: format!(
                "The port {port} of this computer, to which the platform sends the browser back, can't be used ({error}). Close the program that uses it, then try again."
            ),
        };
        let inner = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(taken)?;
        let port = inner.local_addr().map_err(taken)?.port();
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        let redirect = format!("http://127.0.0.1:{port}{path}").parse().map_err(troupe_net::Error::address)?;
        Ok(Self { inner, redirect })
    }

    /// The address to which the browser comes back.
    #[must_use]
    pub fn redirect(&self) -> &Url {
        &self.redirect
    }

    /// Waits for the browser with the right state, and answers the code. A request with another state or path is
    /// refused and changes nothing: the right one may still come.
    ///
    /// # Errors
    /// [`Error::Input`] when the creator or the platform said no.
    pub async fn wait(self, state: &Secret) -> Result<String> {
        loop {
            let Ok((mut stream, _)) = self.inner.accept().await else { continue };
            let Some(asked) = read_address(&mut stream, &self.redirect).await else {
                continue;
            };
            match judge(&asked, &self.redirect, state) {
                Answer::Code(code) => {
                    say(&mut stream, "200 OK", "Connected. You can close this page and go back to Troupe.").await;
                    return Ok(code);
                }
                Answer::Refused(why) => {
                    say(&mut stream, "200 OK", "Nothing was connected. You can close this page.").await;
                    return Err(Error::Input { field: "code", why });
                }
                Answer::Foreign => {
                    say(&mut stream, "400 Bad Request", "This page does not belong to a sign-in that Troupe began.")
                        .await;
                }
            }
        }
    }
}

/// What a request to the listener is.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Code(String),
    Refused(String),
    Foreign,
}

fn judge(asked: &Url, redirect: &Url, state: &Secret) -> Answer {
    let field = |name: &str| asked.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    if asked.path() != redirect.path() || field("state").as_deref() != Some(state.expose()) {
        return Answer::Foreign;
    }
    if let Some(error) = field("error") {
        let words = field("error_description").unwrap_or_default();
        return Answer::Refused(match error.as_str() {
            "access_denied" => "The sign-in was declined, so nothing was connected.".to_owned(),
            _ => format!("The platform ended the sign-in ({error}). {words}").trim_end().to_owned(),
        });
    }
    match field("code") {
        Some(code) if !code.is_empty() => Answer::Code(code),
        _ => Answer::Refused("The platform sent no code. Try the sign-in again.".to_owned()),
    }
}

/// The address in the request's first line; nothing when it is not a short `GET`.
async fn read_address(stream: &mut TcpStream, redirect: &Url) -> Option<Url> {
    let mut bytes = Vec::new();
    let read = async {
        let mut part = [0; 2048];
        while bytes.len() < MAX_REQUEST_BYTES && !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
            match stream.read(&mut part).await {
                Ok(0) | Err(_) => break,
                Ok(count) => bytes.extend_from_slice(&part[..count]),
            }
        }
    };
    tokio::time::timeout(REQUEST_TIME, read).await.ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let mut words = text.lines().next()?.split(' ');
    (words.next() == Some("GET")).then_some(())?;
    redirect.join(words.next()?).ok()
}

/// A calm page for the browser's tab.
async fn say(stream: &mut TcpStream, status: &str, words: &str) {
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Troupe</title><meta name=\"color-scheme\" content=\"light dark\"><body style=\"font:16px/1.5 system-ui;max-width:32rem;margin:20vh auto;padding:0 1.5rem\"><h1 style=\"font-size:1.25rem\">Troupe</h1><p>{words}</p>"
    );
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\ncache-control: no-store\r\nreferrer-policy: no-referrer\r\nconnection: close\r\n\r\n",
        page.len()
    );
    // The browser may have gone; what counts was read.
    let _ = stream.write_all(head.as_bytes()).await;
    let _ = stream.write_all(page.as_bytes()).await;
    let _ = stream.shutdown().await;
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_challenge_is_the_one_of_the_standard() {
        // The example of RFC 7636, appendix B.
        let verifier = Secret::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn only_the_right_state_on_the_right_path_is_heard() {
        let redirect: Url = "http://127.0.0.1:4000/callback".parse().unwrap();
        let state = Secret::new("right");
        for (asked, expected) in [
            ("/callback?code=a&state=right", Answer::Code("a".into())),
            ("/callback?code=a&state=wrong", Answer::Foreign),
            ("/callback?code=a", Answer::Foreign),
            ("/other?code=a&state=right", Answer::Foreign),
            ("/callback?state=right", Answer::Refused("The platform sent no code. Try the sign-in again.".into())),
            (
                "/callback?error=access_denied&state=right",
                Answer::Refused("The sign-in was declined, so nothing was connected.".into()),
            ),
        ] {
            assert_eq!(judge(&redirect.join(asked).unwrap(), &redirect, &state), expected, "{asked}");
        }
    }

    #[tokio::test]
    async fn a_foreign_request_does_not_end_the_wait() {
        let listener = Listener::open(0, "/callback").await.unwrap();
        let redirect = listener.redirect().clone();
        let state = random_word();
        let right = state.clone();
        let waiting = tokio::spawn(async move { listener.wait(&right).await });
        let ask = |path: String| {
            let address = format!("127.0.0.1:{}", redirect.port().unwrap());
            async move {
                let mut stream = TcpStream::connect(address).await.unwrap();
                stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes()).await.unwrap();
                let mut text = String::new();
                stream.read_to_string(&mut text).await.unwrap();
                text
            }
        };
        assert!(ask("/callback?code=stolen&state=guess".to_owned()).await.starts_with("HTTP/1.1 400"));
        assert!(ask(format!("/callback?code=mine&state={}", state.expose())).await.starts_with("HTTP/1.1 200"));
        assert_eq!(waiting.await.unwrap().unwrap(), "mine");
    }
}
