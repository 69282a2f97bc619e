//! How fast hosts answered lately: the last answers of this process, whoever asked.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use url::Url;

/// How many answers are kept.
const KEPT: usize = 4_000;

static ANSWERS: Mutex<VecDeque<Answer>> = Mutex::new(VecDeque::new());

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Who was asked: host and port.
    pub host: String,
    /// How long it took until the answer began.
    pub took: Duration,
    /// Whether it came, and was no fault of the host's own.
    pub is_ok: bool,
}

/// The last answers of all hosts, the oldest first.
#[must_use]
pub fn answers() -> Vec<Answer> {
    ANSWERS.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
}

pub(crate) fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

pub(crate) fn note(host: String, took: Duration, is_ok: bool) {
    let mut answers = ANSWERS.lock().unwrap_or_else(PoisonError::into_inner);
    if answers.len() == KEPT {
        answers.pop_front();
    }
    answers.push_back(Answer { host, took, is_ok });
}
