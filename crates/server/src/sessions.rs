//! Who of the served UI was let in: one-time codes and the sessions that they were traded for.

use crate::Token;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How long a one-time code waits for its browser.
const CODE_LIFE: TimeDelta = TimeDelta::hours(1);
/// More sessions than one creator's browsers need; the oldest then ends.
const MOST_SESSIONS: usize = 32;

/// Codes and sessions of one running program. They end with it. Clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sessions {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    codes: Vec<(Token, DateTime<Utc>)>,
    sessions: Vec<Token>,
}

impl Sessions {
    /// A new code, good for one browser within the hour.
    pub(crate) fn new_code(&self, now: DateTime<Utc>) -> Token {
        let code = Token::random();
        let mut inner = self.inner();
        inner.codes.retain(|(_, made)| now - *made < CODE_LIFE);
        inner.codes.push((code.clone(), now));
        code
    }

    /// Trades a code for a session. The code is used up.
    pub(crate) fn trade(&self, code: &str, now: DateTime<Utc>) -> Option<Token> {
        let mut inner = self.inner();
        let at = inner.codes.iter().position(|(known, made)| known.is(code) && now - *made < CODE_LIFE)?;
        inner.codes.remove(at);
        let session = Token::random();
        if inner.sessions.len() >= MOST_SESSIONS {
            inner.sessions.remove(0);
        }
        inner.sessions.push(session.clone());
        Some(session)
    }

    /// Whether this session was let in.
    pub(crate) fn know(&self, session: &str) -> bool {
        self.inner().sessions.iter().any(|known| known.is(session))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_code_lets_one_browser_in_within_the_hour() {
        let sessions = Sessions::default();
        let now = Utc::now();
        let code = sessions.new_code(now);
        let session = sessions.trade(code.reveal(), now + TimeDelta::minutes(59)).unwrap();
        assert!(sessions.know(session.reveal()));
        assert!(sessions.trade(code.reveal(), now).is_none(), "a code is used up");

        let late = sessions.new_code(now);
        assert!(sessions.trade(late.reveal(), now + CODE_LIFE).is_none());
        assert!(!sessions.know(code.reveal()), "a code is no session");
    }
}
