//! What can go wrong on the way to another computer and back, without a full address or a secret in any of it.

use std::{error::Error as StdError, fmt, io, net::IpAddr, path::PathBuf, sync::Arc, time::Duration};

use url::Url;

use crate::guard::LookupFailure;

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Whom was asked for what: host (with port) and the route's template. Never an id, a query or a user's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Host and port, as `127.0.0.1:8188`.
    pub host: Arc<str>,
    /// The route's template, as `/history/{id}`.
    pub route: Arc<str>,
}

impl Target {
    pub(crate) fn new(url: &Url, route: &Arc<str>) -> Self {
        let host = match (url.host_str(), url.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (Some(host), None) => host.to_owned(),
            (None, _) => "(no host)".to_owned(),
        };
        Self { host: host.into(), route: Arc::clone(route) }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.host, self.route)
    }
}

/// What went wrong. The message says what and what to do; the cause below it is the [`source`](StdError::source).
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address can't be asked at all.
    #[error("this address can't be used: {why}")]
    BadAddress {
        /// What is wrong with it.
        why: String,
    },
    /// The address, or one that it redirected to, lies in the own computer or network.
    #[error("{target} leads to the private address {address}, which is not asked; use a public address")]
    PrivateAddress {
        /// Whom was asked.
        target: Target,
        /// Where it leads.
        address: IpAddr,
    },
    /// The name has no address.
    #[error("{target} was not found; check the address and the connection to the internet")]
    NameNotFound {
        /// Whom was asked.
        target: Target,
        /// What the lookup said.
        source: io::Error,
    },
    /// Nothing answers there.
    #[error("{target} can't be reached; check that it is running and that the address is right")]
    Unreachable {
        /// Whom was asked.
        target: Target,
        /// Whether the computer there refused the connection: it is up, and the program is not.
        refused: bool,
        /// What the connection said.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// It took longer than the limit.
    #[error("{target} did not answer in time; try again, or check whether it is overloaded")]
    TimedOut {
        /// Whom was asked.
        target: Target,
    },
    /// No safe connection could be made.
    #[error("no secure connection to {target} could be made; check its certificate and this computer's clock")]
    Tls {
        /// Whom was asked.
        target: Target,
        /// What the handshake said.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// A redirect that is not followed.
    #[error("{target} sent us elsewhere, and that was not followed: {why}")]
    Redirect {
        /// Whom was asked.
        target: Target,
        /// Why it was not followed.
        why: &'static str,
    },
    /// An answer that is no success.
    #[error("{target} answered with status {code}")]
    Status {
        /// Whom was asked.
        target: Target,
        /// The HTTP status.
        code: u16,
        /// The first 2,000 characters of the answer, without secrets that were sent.
        body_excerpt: String,
        /// How long it asks us to wait.
        retry_after: Option<Duration>,
    },
    /// More bytes than we take.
    #[error("the answer of {target} is larger than the limit of {limit_bytes} bytes")]
    TooLarge {
        /// Whom was asked.
        target: Target,
        /// The limit in bytes.
        limit_bytes: u64,
    },
    /// HTML where data was expected.
    #[error("{target}: this address answered with a web page; check that it is the address of the service itself")]
    Html {
        /// Whom was asked.
        target: Target,
    },
    /// Something else than the JSON expected.
    #[error("{target} answered something that could not be read; it may be another service or another version")]
    NotJson {
        /// Whom was asked.
        target: Target,
        /// Where the reading stopped.
        source: serde_json::Error,
    },
    /// The connection broke in the middle of the answer, or of the question.
    #[error("the connection to {target} broke off before the answer was complete")]
    Cut {
        /// Whom was asked.
        target: Target,
        /// What the connection said.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// A file of ours could not be read or written.
    #[error("could not {action} the file {}", path.display())]
    File {
        /// `create`, `write`, `sync`, `rename` or `read`.
        action: &'static str,
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The client could not be set up, or the question not be written.
    #[error("the request could not be made")]
    Setup {
        /// Why.
        source: Box<dyn StdError + Send + Sync>,
    },
}

impl Error {
    /// The error for a text that is no address.
    pub fn address(cause: url::ParseError) -> Self {
        Self::BadAddress { why: cause.to_string() }
    }

    /// How long the server asked us to wait, if it did.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// The HTTP status, if the server answered with one that is no success.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Status { code, .. } => Some(*code),
            _ => None,
        }
    }

    /// Whether the same question may succeed later without anything being changed: the server was away, slow, busy or
    /// in trouble. It says nothing about whether asking twice is harmless.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::TimedOut { .. } | Self::Cut { .. } | Self::NameNotFound { .. } => true,
            Self::Status { code, .. } => matches!(code, 408 | 429 | 500 | 502 | 503 | 504),
            _ => false,
        }
    }

    /// Whether the question surely never reached the server: asking again can't do anything twice.
    pub fn is_before_sending(&self) -> bool {
        matches!(
            self,
            Self::BadAddress { .. }
                | Self::PrivateAddress { .. }
                | Self::NameNotFound { .. }
                | Self::Unreachable { .. }
                | Self::Tls { .. }
                | Self::Setup { .. }
        )
    }

    /// Sorts an error of the HTTP stack into ours.
    pub(crate) fn from_http(target: Target, error: reqwest::Error) -> Self {
        let error = error.without_url();
        if let Some(LookupFailure::Private(address)) = find(&error) {
            return Self::PrivateAddress { target, address: *address };
        }
        if let Some(LookupFailure::NotFound(cause)) = find(&error) {
            return Self::NameNotFound { target, source: io::Error::new(cause.kind(), cause.to_string()) };
        }
        if error.is_timeout() {
            return Self::TimedOut { target };
        }
        if find::<rustls::Error>(&error).is_some() {
            return Self::Tls { target, source: Box::new(error) };
        }
        if error.is_connect() {
            let refused = find::<io::Error>(&error).is_some_and(|io| io.kind() == io::ErrorKind::ConnectionRefused);
            return Self::Unreachable { target, refused, source: Box::new(error) };
        }
        if error.is_builder() {
            return Self::Setup { source: Box::new(error) };
        }
        Self::Cut { target, source: Box::new(error) }
    }
}

/// The first cause of type `T` below `error`. An `io::Error` hides the error that it wraps from `source`, so it is opened.
fn find<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner as &(dyn StdError + 'static)),
            None => error.source(),
        };
    }
    None
}
