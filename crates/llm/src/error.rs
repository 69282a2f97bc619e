//! What can go wrong between us and a text engine.

use std::time::Duration;

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What was blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockedAt {
    /// The question was not taken.
    Question,
    /// The answer was held back.
    Answer,
}

/// What went wrong. The message says what, why and what to do; the cause is the `source`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The connection, a time limit or an answer's status.
    #[error(transparent)]
    Net(#[from] troupe_net::Error),
    /// The text is no address.
    #[error("{text:?} is not the address of a text engine; it looks like http://127.0.0.1:11434")]
    Address {
        /// What was given.
        text: String,
    },
    /// Something answers there, but no engine of this kind.
    #[error("{host} is no {engine}: {why}. Check the address and the kind of engine")]
    NotEngine {
        /// Host and port.
        host: String,
        /// The kind's name.
        engine: &'static str,
        /// What it answered instead.
        why: String,
    },
    /// It asks for a key, and there is none or another.
    #[error("{host} does not take the key. Give the key that you find on its page, in Settings under Engines")]
    Key {
        /// Host and port.
        host: String,
    },
    /// It has no such model.
    #[error("{host} has no model named {model}. Choose one of those that it has")]
    NoModel {
        /// Host and port.
        host: String,
        /// What was asked for.
        model: String,
    },
    /// It has too much to do, or the account's limit for now is used up.
    #[error("{host} has too much to do at the moment ({words}). Try again {}", when(.retry_after))]
    Busy {
        /// Host and port.
        host: String,
        /// The engine's own words.
        words: String,
        /// How long it asks us to wait.
        retry_after: Option<Duration>,
    },
    /// The model does not fit into the memory that is free.
    #[error(
        "{model} does not fit into the memory that is free. Wait until no pictures are made, or choose a smaller model"
    )]
    OutOfMemory {
        /// Which model.
        model: String,
    },
    /// The engine said no for another reason.
    #[error("{host} did not do it: {words}")]
    Refused {
        /// Host and port.
        host: String,
        /// The engine's own words.
        words: String,
    },
    /// A filter of the engine's stood in the way.
    #[error(
        "{host} {} ({reason}). Say it in other words, or choose another engine",
        match .at { BlockedAt::Question => "did not take the question", BlockedAt::Answer => "held its answer back" }
    )]
    Blocked {
        /// Host and port.
        host: String,
        /// What was blocked.
        at: BlockedAt,
        /// The engine's word for why.
        reason: String,
    },
    /// The model declined in words.
    #[error("{model} declined: \u{201c}{words}\u{201d}. Say it in other words, or choose another model")]
    Declined {
        /// Which model.
        model: String,
        /// The beginning of what it said.
        words: String,
    },
    /// No words came.
    #[error("{model} answered nothing{}", if *.at_limit { ": its thoughts used up the whole length. Allow a longer answer" } else { ". Try again, or choose another model" })]
    Empty {
        /// Which model.
        model: String,
        /// Whether the limit of tokens was reached before any word.
        at_limit: bool,
    },
    /// The connection ended in the middle of the answer.
    #[error("{host} broke off in the middle of its answer. Try again; if it stays, look at the engine's own log")]
    BrokeOff {
        /// Host and port.
        host: String,
    },
    /// It fell silent.
    #[error("{host} fell silent for {} seconds. It may still be loading the model: try again, or choose a smaller one", .after.as_secs())]
    Silent {
        /// Host and port.
        host: String,
        /// For how long.
        after: Duration,
    },
    /// The answer has another form than was asked for, the second time too.
    #[error("{model} answered in another form than asked, twice: {fault}. Try again, or choose a larger model")]
    Form {
        /// Which model.
        model: String,
        /// What does not fit.
        fault: String,
        /// The beginning of the answer.
        excerpt: String,
    },
    /// The engine answered something that this client does not understand.
    #[error("the answer of {host} to {route} was not understood: {why}")]
    Unreadable {
        /// Host and port.
        host: String,
        /// The route's template.
        route: &'static str,
        /// What was wrong with it.
        why: String,
    },
}

impl Error {
    /// Whether another engine may well do what this one could not: this one is away, overloaded, without its key or its
    /// model. A question that was blocked or declined is not carried on to the next.
    #[must_use]
    pub fn is_of_the_engine(&self) -> bool {
        !matches!(self, Self::Blocked { .. } | Self::Declined { .. } | Self::Address { .. })
    }

    /// How long the engine asks us to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Net(error) => error.retry_after(),
            Self::Busy { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

fn when(wait: &Option<Duration>) -> String {
    wait.map_or_else(|| "in a while".to_owned(), |wait| format!("in {} seconds", wait.as_secs().max(1)))
}
