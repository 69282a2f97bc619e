//! The client: sends a request, follows redirects under the guard, hands back the answer.

use std::{
    path::Path,
    sync::{Arc, Once, OnceLock},
    time::{Duration, Instant},
};

use bytes::Bytes;
use reqwest::{Method, header::LOCATION, redirect::Policy};
use serde::{Serialize, de::DeserializeOwned};
use url::Url;

use crate::{
    AllowedAddress, Error, Request, Response, Result, Target, answers,
    guard::{Resolver, is_public, literal_ip},
    request::Payload,
};

/// How many redirects in a row are followed.
const MAX_REDIRECTS: usize = 5;

/// What a request takes at most where nothing is said: time given beyond it is time to send a body.
const USUAL_TIME: Duration = Duration::from_secs(60);

/// Limits and exceptions of a client. The times of a single request can be set on it.
#[derive(Debug, Clone)]
pub struct ClientOptions {
    /// Addresses that may be asked although they are private.
    pub allow: Vec<AllowedAddress>,
    /// The longest a connection may take to come about.
    pub connect_time: Duration,
    /// The longest silence while an answer is awaited or read.
    pub read_time: Duration,
    /// The longest a request may take as a whole, body included.
    pub total_time: Duration,
    /// The most bytes of an answer that are taken.
    pub body_limit_bytes: u64,
}

impl Default for ClientOptions {
    /// Nothing allowed; 10 s to connect, 30 s of silence, 60 s in all, 32 MiB.
    fn default() -> Self {
        Self {
            allow: Vec::new(),
            connect_time: Duration::from_secs(10),
            read_time: Duration::from_secs(30),
            total_time: USUAL_TIME,
            body_limit_bytes: 32 * 1024 * 1024,
        }
    }
}

impl ClientOptions {
    /// These options with one more address allowed.
    pub fn allowing(mut self, address: AllowedAddress) -> Self {
        self.allow.push(address);
        self
    }

    /// These options with the host and port of `url` allowed.
    pub fn allowing_url(mut self, url: &Url) -> Self {
        self.allow.extend(AllowedAddress::of(url));
        self
    }
}

/// The HTTP client. A cheap clone over shared connections. It sends no `Origin`, no `Referer` and no cookies, and uses
/// no proxy: a proxy would resolve names itself, past the guard.
#[derive(Debug, Clone)]
pub struct Client {
    /// For addresses that data brought.
    guarded: Arc<OnceLock<reqwest::Client>>,
    /// For addresses on the allow list; separate, so that no connection of the one kind serves the other.
    allowed: Arc<OnceLock<reqwest::Client>>,
    /// The two again for what sends a large file.
    sending: Arc<[OnceLock<reqwest::Client>; 2]>,
    options: ClientOptions,
}

impl Client {
    /// Sets up a client.
    pub fn open(options: ClientOptions) -> Result<Self> {
        install_crypto();
        let client = Self { guarded: Arc::default(), allowed: Arc::default(), sending: Arc::default(), options };
        // Reading the system's certificates takes a while: only what is surely needed is set up now.
        client.inner(client.options.allow.is_empty(), false)?;
        Ok(client)
    }

    /// The options that the client was opened with.
    pub fn options(&self) -> &ClientOptions {
        &self.options
    }

    /// Sends `request` and answers whatever comes back, success or not. Redirects are followed for `GET` and `HEAD`
    /// only: what changes something is never sent to a second place by itself.
    pub async fn send(&self, request: Request) -> Result<Response> {
        let began = Instant::now();
        let host = answers::host_of(&request.url);
        let answer = self.send_untimed(request, began).await;
        let is_ok = answer.as_ref().is_ok_and(|answer| answer.status() < 500);
        answers::note(host, began.elapsed(), is_ok);
        answer
    }

    async fn send_untimed(&self, mut request: Request, began: Instant) -> Result<Response> {
        let total_time = request.total_time.unwrap_or(self.options.total_time);
        let mut payload = Some(std::mem::replace(&mut request.payload, Payload::Empty));
        for hop in 0..=MAX_REDIRECTS {
            let target = Target::new(&request.url, &request.route);
            let time_left = total_time.saturating_sub(began.elapsed());
            if time_left.is_zero() {
                return Err(Error::TimedOut { target });
            }
            // The stack counts silence from the question on: a large file would break off while it is still being sent.
            let longer = request.total_time.and_then(|time| time.checked_sub(USUAL_TIME));
            let longer = longer.filter(|more| !more.is_zero() && payload.as_ref().is_some_and(Payload::sends));
            let mut outgoing = self
                .client_for(&request.url, &target, longer.is_some())?
                .request(request.method.clone(), request.url.clone());
            for (name, value) in &request.headers {
                outgoing = outgoing.header(name, value);
            }
            outgoing = match payload.take() {
                Some(Payload::Bytes(bytes)) => outgoing.body(bytes),
                Some(Payload::Form(form)) => outgoing.multipart(form),
                Some(Payload::Stream(body)) => outgoing.body(body),
                Some(Payload::Empty) | None => outgoing,
            };
            let answer = outgoing.timeout(time_left).send();
            let answer = match longer {
                Some(more) => tokio::time::timeout(self.options.read_time + more, answer)
                    .await
                    .map_err(|_| Error::TimedOut { target: target.clone() })?,
                None => answer.await,
            };
            let answer = answer.map_err(|error| Error::from_http(target.clone(), error))?;
            tracing::trace!(%target, status = answer.status().as_u16(), hop, "answered");
            let is_redirect = matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308);
            if !is_redirect || request.keeps_redirects {
                let limit_bytes = request.body_limit.unwrap_or(self.options.body_limit_bytes);
                return Ok(Response { target, inner: answer, limit_bytes, secrets: request.secrets });
            }
            let refused = |why| Error::Redirect { target: target.clone(), why };
            if !matches!(request.method, Method::GET | Method::HEAD) {
                return Err(refused("a request that sends something goes to its own address only"));
            }
            let next = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok());
            let next = next_address(&request.url, next).map_err(refused)?;
            if next.origin() != request.url.origin() {
                request.headers.retain(|(_, value)| !value.is_sensitive());
            }
            request.url = next;
        }
        Err(Error::Redirect { target: Target::new(&request.url, &request.route), why: "too many steps in a row" })
    }

    /// The body of a successful answer.
    pub async fn get_bytes(&self, request: Request) -> Result<Bytes> {
        self.send(request).await?.ok().await?.bytes().await
    }

    /// The body of a successful answer, read as JSON.
    pub async fn get_json<T: DeserializeOwned>(&self, request: Request) -> Result<T> {
        self.send(request.accept_json()).await?.ok().await?.json().await
    }

    /// Sends `value` as JSON with `request` (made by [`Request::post`]) and reads the successful answer as JSON.
    pub async fn post_json<T: DeserializeOwned>(&self, request: Request, value: &impl Serialize) -> Result<T> {
        self.get_json(request.json(value)?).await
    }

    /// Saves the body of a successful answer of at most `limit_bytes` as the file `path`, whole or not at all, and
    /// answers its length in bytes.
    pub async fn download_to(&self, request: Request, path: &Path, limit_bytes: u64) -> Result<u64> {
        self.send(request.at_most(limit_bytes)).await?.ok().await?.save_to(path).await
    }

    /// The guard before a connection: scheme, host, an IP written out; names are judged when they are resolved.
    fn client_for(&self, url: &Url, target: &Target, sends_much: bool) -> Result<&reqwest::Client> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Error::BadAddress {
                why: format!("it begins with {}:, not with http: or https:", url.scheme()),
            });
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(Error::BadAddress { why: "it names no host".to_owned() });
        }
        if self.options.allow.iter().any(|allowed| allowed.covers(url)) {
            return self.inner(false, sends_much);
        }
        match literal_ip(url) {
            Some(address) if !is_public(address) => Err(Error::PrivateAddress { target: target.clone(), address }),
            _ => self.inner(true, sends_much),
        }
    }

    /// The HTTP stack behind the guard or beside it.
    fn inner(&self, public_only: bool, sends_much: bool) -> Result<&reqwest::Client> {
        let cell = match (public_only, sends_much) {
            (true, false) => &self.guarded,
            (false, false) => &self.allowed,
            (_, true) => &self.sending[usize::from(public_only)],
        };
        if let Some(client) = cell.get() {
            return Ok(client);
        }
        let client = build(&self.options, public_only, sends_much)?;
        Ok(cell.get_or_init(|| client))
    }
}

/// Where a redirect from `from` leads, or why it is not followed.
fn next_address(from: &Url, location: Option<&str>) -> Result<Url, &'static str> {
    let next = location.and_then(|to| from.join(to).ok()).ok_or("it did not say where")?;
    match (from.scheme(), next.scheme()) {
        (_, "https") | ("http", "http") => Ok(next),
        (_, "http") => Err("it leads from a secure address to one that is not"),
        _ => Err("it leads to something that is no web address"),
    }
}

/// Names the cryptography that TLS uses in this process (rustls with ring). [`Client::open`] does it; who opens a TLS
/// connection without a client (a WebSocket) calls it first. Further calls do nothing.
pub fn install_crypto() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // An error means that the program named one already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

fn build(options: &ClientOptions, public_only: bool, sends_much: bool) -> Result<reqwest::Client> {
    let builder = || {
        let builder = reqwest::Client::builder()
            .user_agent(concat!("Troupe/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .referer(false)
            .no_proxy()
            .dns_resolver(Resolver { public_only })
            .connect_timeout(options.connect_time);
        if sends_much { builder } else { builder.read_timeout(options.read_time) }
    };
    builder()
        .build()
        .or_else(|error| {
            // A computer without any certificates can still talk to an engine of its own over plain HTTP.
            tracing::warn!(error = %error.without_url(), "no certificates of the system could be read; secure addresses will fail");
            builder().tls_certs_only([]).build()
        })
        .map_err(|error| Error::Setup { source: Box::new(error.without_url()) })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_redirect_stays_on_the_web_and_is_never_made_less_secure() {
        for (from, to, expected) in [
            ("https://a.example/x/y", Some("z?q=1"), Ok("https://a.example/x/z?q=1")),
            ("http://a.example/", Some("https://b.example/"), Ok("https://b.example/")),
            ("http://a.example/", Some("//b.example/c"), Ok("http://b.example/c")),
            ("https://a.example/", Some("http://a.example/"), Err("it leads from a secure address to one that is not")),
            ("http://a.example/", Some("file:///etc/passwd"), Err("it leads to something that is no web address")),
            ("http://a.example/", Some("http://[nonsense"), Err("it did not say where")),
            ("http://a.example/", None, Err("it did not say where")),
        ] {
            let next = next_address(&from.parse().unwrap(), to);
            assert_eq!(next.as_ref().map(Url::as_str), expected.as_ref().copied(), "{from} -> {to:?}");
        }
    }
}
