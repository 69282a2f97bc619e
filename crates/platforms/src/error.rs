//! What can go wrong between us and a platform.

use crate::PlatformName;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Duration};

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What a refusal means for what comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    /// The access token ended: refresh it and go on.
    TokenExpired,
    /// The account must be connected again.
    TokenRevoked,
    /// Too many calls: wait.
    RateLimited,
    /// No more posts today: the next day.
    DailyLimit,
    /// Blocked as spam: the account pauses.
    Spam,
    /// The account is restricted: it pauses until its owner acts.
    Restricted,
    /// In trouble for a moment: steps that the public can't see go again.
    Transient,
    /// A file was refused: it must be changed.
    MediaRejected,
    /// The platform could not fetch a file from where it was put.
    MediaUnreachable,
    /// The words were refused: they must be changed.
    TextRejected,
    /// The platform says that it has this already.
    Duplicate,
    /// A right is missing: the app or the account needs it.
    Permission,
    /// Money or credits are missing.
    Unpaid,
    /// What was prepared is gone: prepare it again.
    Gone,
    /// The platform is still at work on it.
    NotReady,
    /// It is not there.
    NotFound,
    /// Anything else.
    Other,
}

/// A platform's "no", with its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What it means.
    pub kind: RefusalKind,
    /// The sentence for the creator: what, why, what to do.
    pub words: String,
    /// The platform's code, as it gave it (`100/2207028`, `duplicate`).
    pub code: String,
    /// The platform's own sentence.
    pub platform_words: String,
    /// The HTTP status, where one came.
    pub status: Option<u16>,
    /// How long the platform asks us to wait.
    pub retry_after: Option<Duration>,
    /// The answer as it came, without secrets, at most 2,000 characters.
    pub raw: String,
}

/// What went wrong. The message says what and what to do; the cause is the `source`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No answer, or none that means anything. Whether the call had an effect follows from
    /// [`Error::is_before_sending`].
    #[error(transparent)]
    Net(#[from] troupe_net::Error),
    /// The platform said no.
    #[error("{}", .0.words)]
    Refused(Box<Refusal>),
    /// The platform answered something that this client does not understand. The call may have had its effect.
    #[error("{}'s answer to {route} was not understood: {why}", platform.words())]
    Unreadable {
        /// Who answered.
        platform: PlatformName,
        /// The route's template.
        route: Arc<str>,
        /// What was wrong with it.
        why: String,
    },
    /// The platform's official interface has no such call.
    #[error("{} has no official way to {what}. {instead}", platform.words())]
    Unsupported {
        /// Which platform.
        platform: PlatformName,
        /// What was asked, as "like a post".
        what: &'static str,
        /// What there is instead, as a sentence.
        instead: &'static str,
    },
    /// Something that the creator gave can't be used.
    #[error("{why}")]
    Input {
        /// Which field.
        field: &'static str,
        /// What is wrong with it and what to do.
        why: String,
    },
    /// A file of the draft could not be read.
    #[error("the file {name} could not be read")]
    File {
        /// Its name, without folders.
        name: String,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Error {
    /// The refusal, if it is one.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// What the refusal means, if it is one.
    #[must_use]
    pub fn kind(&self) -> Option<RefusalKind> {
        self.refusal().map(|refusal| refusal.kind)
    }

    /// How long the platform asks us to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Net(error) => error.retry_after(),
            Self::Refused(refusal) => refusal.retry_after,
            _ => None,
        }
    }

    /// Whether the same call may succeed later without anything being changed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Net(error) => error.is_transient() || matches!(error, troupe_net::Error::Html { .. }),
            Self::Refused(refusal) => matches!(
                refusal.kind,
                RefusalKind::RateLimited | RefusalKind::Transient | RefusalKind::NotReady | RefusalKind::DailyLimit
            ),
            _ => false,
        }
    }

    /// Whether the call surely had no effect: nothing was sent, or the platform refused it in words of its own. After
    /// any other error the outcome of a public step is unknown. A server's 5xx is never a sure no.
    #[must_use]
    pub fn had_no_effect(&self) -> bool {
        match self {
            Self::Net(error) => error.is_before_sending(),
            Self::Refused(refusal) => refusal.status.is_none_or(|status| status < 500),
            Self::Unreadable { .. } => false,
            Self::Unsupported { .. } | Self::Input { .. } | Self::File { .. } => true,
        }
    }
}
