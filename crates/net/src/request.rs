//! One question to another computer.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use reqwest::{
    Method,
    header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue},
    multipart::Form,
};
use serde::Serialize;
use tokio::{fs::File, io::AsyncReadExt};
use url::Url;

use crate::{Error, Result, Secret};

pub(crate) enum Payload {
    Empty,
    Bytes(Bytes),
    Form(Form),
    Stream(reqwest::Body),
}

impl Payload {
    /// Whether there is anything to send.
    pub(crate) fn sends(&self) -> bool {
        !matches!(self, Self::Empty)
    }
}

/// How much of a file is read at once while it is sent.
const PIECE_BYTES: usize = 64 * 1024;

/// A request: method, address, the route's template (for errors and logs), headers, body and limits of its own.
pub struct Request {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) route: Arc<str>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) payload: Payload,
    pub(crate) secrets: Vec<Secret>,
    pub(crate) total_time: Option<Duration>,
    pub(crate) body_limit: Option<u64>,
    pub(crate) keeps_redirects: bool,
}

impl Request {
    /// A request of any method.
    pub fn new(method: Method, url: Url, route: &str) -> Self {
        Self {
            method,
            url,
            route: route.into(),
            headers: Vec::new(),
            payload: Payload::Empty,
            secrets: Vec::new(),
            total_time: None,
            body_limit: None,
            keeps_redirects: false,
        }
    }

    /// A `GET`.
    pub fn get(url: Url, route: &str) -> Self {
        Self::new(Method::GET, url, route)
    }

    /// A `HEAD`: is it there, and how large.
    pub fn head(url: Url, route: &str) -> Self {
        Self::new(Method::HEAD, url, route)
    }

    /// A `POST`; the body is set with [`json`](Self::json), [`bytes`](Self::bytes), [`form`](Self::form) or
    /// [`multipart`](Self::multipart).
    pub fn post(url: Url, route: &str) -> Self {
        Self::new(Method::POST, url, route)
    }

    /// A `PUT`.
    pub fn put(url: Url, route: &str) -> Self {
        Self::new(Method::PUT, url, route)
    }

    /// A `DELETE`.
    pub fn delete(url: Url, route: &str) -> Self {
        Self::new(Method::DELETE, url, route)
    }

    /// Sends `value` as JSON.
    pub fn json(mut self, value: &impl Serialize) -> Result<Self> {
        let text = serde_json::to_vec(value).map_err(|source| Error::Setup { source: Box::new(source) })?;
        self.payload = Payload::Bytes(text.into());
        self.headers.push((CONTENT_TYPE, HeaderValue::from_static("application/json")));
        Ok(self)
    }

    /// Sends `value` as a web form (`a=1&b=2`).
    pub fn form(mut self, pairs: &[(&str, &str)]) -> Self {
        let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        self.payload = Payload::Bytes(text.into());
        self.headers.push((CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded")));
        self
    }

    /// Sends bytes of the given media type.
    pub fn bytes(self, bytes: impl Into<Bytes>, media_type: &str) -> Result<Self> {
        let mut request = self.header("content-type", media_type)?;
        request.payload = Payload::Bytes(bytes.into());
        Ok(request)
    }

    /// Sends the next `length` bytes of an open file, read piece by piece: a clip never lies in memory as a whole.
    pub fn file(self, file: File, length: u64, media_type: &str) -> Result<Self> {
        let mut request = self.header(CONTENT_TYPE.as_str(), media_type)?;
        request.headers.push((CONTENT_LENGTH, HeaderValue::from(length)));
        let pieces = futures::stream::try_unfold(file.take(length), |mut file| async move {
            let mut piece = vec![0; PIECE_BYTES];
            let count = file.read(&mut piece).await?;
            piece.truncate(count);
            Ok::<_, std::io::Error>((count > 0).then(|| (Bytes::from(piece), file)))
        });
        request.payload = Payload::Stream(reqwest::Body::wrap_stream(pieces));
        Ok(request)
    }

    /// Sends a form of several parts, as uploads are.
    pub fn multipart(mut self, form: Form) -> Self {
        self.payload = Payload::Form(form);
        self
    }

    /// Adds a header. `Origin` is refused: to a server it would mean that a web page asks.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self> {
        let setup = |source: Box<dyn std::error::Error + Send + Sync>| Error::Setup { source };
        let name: HeaderName = name.parse().map_err(|e| setup(Box::new(e)))?;
        if name == reqwest::header::ORIGIN {
            return Err(setup("an Origin header is never sent".into()));
        }
        self.headers.push((name, HeaderValue::from_str(value).map_err(|e| setup(Box::new(e)))?));
        Ok(self)
    }

    /// Adds a header whose value is a secret: it is marked so, taken out of excerpts of the answer, and not sent on to
    /// another host by a redirect.
    pub fn secret_header(mut self, name: &str, value: &Secret) -> Result<Self> {
        self = self.header(name, value.expose())?;
        if let Some((_, header)) = self.headers.last_mut() {
            header.set_sensitive(true);
        }
        self.secrets.push(value.clone());
        Ok(self)
    }

    /// Adds `Authorization: Bearer <token>`.
    pub fn bearer(mut self, token: &Secret) -> Result<Self> {
        self = self.secret_header(AUTHORIZATION.as_str(), &Secret::new(format!("Bearer {}", token.expose())))?;
        self.secrets.push(token.clone());
        Ok(self)
    }

    /// Names a secret that stands in the address or body, so that it is taken out of excerpts of the answer.
    pub fn hides(mut self, secret: &Secret) -> Self {
        self.secrets.push(secret.clone());
        self
    }

    /// The longest this request may take as a whole, body included. What exceeds a minute is time for sending: so much
    /// longer may the answer stay away.
    pub fn within(mut self, time: Duration) -> Self {
        self.total_time = Some(time);
        self
    }

    /// The most bytes of answer that are taken.
    pub fn at_most(mut self, bytes: u64) -> Self {
        self.body_limit = Some(bytes);
        self
    }

    /// Hands an answer of 3xx back as it is. Resumable uploads say 308 for "go on".
    pub fn keeping_redirects(mut self) -> Self {
        self.keeps_redirects = true;
        self
    }

    /// Says that JSON is wanted, unless the request already says what it wants.
    pub(crate) fn accept_json(mut self) -> Self {
        if !self.headers.iter().any(|(name, _)| name == ACCEPT) {
            self.headers.push((ACCEPT, HeaderValue::from_static("application/json")));
        }
        self
    }
}
