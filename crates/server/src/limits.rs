//! The rate limits of the REST interface: calls a minute by class, counted for the public token.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, RwLock},
};
use troupe_studio::{Code, Error, RateClass, RateLimits};

const WINDOW: TimeDelta = TimeDelta::minutes(1);

/// The calls a minute of a class.
fn calls(limits: RateLimits, class: RateClass) -> u32 {
    match class {
        RateClass::General => limits.general,
        RateClass::Image => limits.image,
        RateClass::Text => limits.text,
        RateClass::Content => limits.content,
        RateClass::Characters => limits.characters,
    }
}

/// The counts. A minute begins with its first call. Clones share them.
#[derive(Debug, Clone)]
pub(crate) struct Counts {
    limits: Arc<RwLock<RateLimits>>,
    windows: Arc<Mutex<HashMap<RateClass, Window>>>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    began_at: DateTime<Utc>,
    calls: u32,
}

/// Where a class stands: what the headers of an answer say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    pub(crate) resets_at: DateTime<Utc>,
}

impl Counts {
    pub(crate) fn new(limits: RateLimits) -> Self {
        Self { limits: Arc::new(RwLock::new(limits)), windows: Arc::default() }
    }

    /// Sets other limits; what was counted stays counted.
    pub(crate) fn set(&self, limits: RateLimits) {
        *self.limits.write().unwrap_or_else(PoisonError::into_inner) = limits;
    }

    /// Counts a call.
    ///
    /// # Errors
    /// `rate_limit_exceeded` when the minute's calls are used up; the call is not counted then.
    pub(crate) fn count(&self, class: RateClass, now: DateTime<Utc>) -> (Standing, Result<(), Error>) {
        let limit = self.limit(class);
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let window = windows.entry(class).or_insert(Window { began_at: now, calls: 0 });
        if is_over(window, now) {
            *window = Window { began_at: now, calls: 0 };
        }
        let allowed = window.calls < limit;
        if allowed {
            window.calls += 1;
        }
        let standing = standing(limit, Some(window), now);
        let refusal = || {
            let wait = wait_seconds(standing.resets_at, now);
            Error::new(
                Code::RateLimitExceeded,
                format!("Too many calls: {limit} a minute are taken here. Come again in {wait} seconds. The limits are in Settings."),
            )
            .with("retry_after_seconds", json!(wait))
            .with("class", json!(class))
        };
        (standing, if allowed { Ok(()) } else { Err(refusal()) })
    }

    /// Where a class stands, without counting.
    pub(crate) fn standing(&self, class: RateClass, now: DateTime<Utc>) -> Standing {
        let windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        standing(self.limit(class), windows.get(&class).filter(|window| !is_over(window, now)), now)
    }

    fn limit(&self, class: RateClass) -> u32 {
        calls(*self.limits.read().unwrap_or_else(PoisonError::into_inner), class)
    }
}

/// A clock that was set back ends the minute too, so that nobody waits for hours.
fn is_over(window: &Window, now: DateTime<Utc>) -> bool {
    now - window.began_at >= WINDOW || now < window.began_at
}

fn standing(limit: u32, window: Option<&Window>, now: DateTime<Utc>) -> Standing {
    let (began_at, calls) = window.map_or((now, 0), |window| (window.began_at, window.calls));
    Standing { limit, remaining: limit.saturating_sub(calls), resets_at: began_at + WINDOW }
}

/// Whole seconds, rounded up, so that who waits for them is let in.
fn wait_seconds(until: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    let wait_ms = (until - now).num_milliseconds();
    (wait_ms + 999).div_euclid(1000).max(1)
}

impl Standing {
    /// Writes `X-RateLimit-Limit`, `-Remaining` and `-Reset` (seconds since 1970, rounded up).
    pub(crate) fn write(&self, headers: &mut HeaderMap) {
        let resets = self.resets_at.timestamp() + i64::from(self.resets_at.timestamp_subsec_nanos() > 0);
        headers.insert(HeaderName::from_static("x-ratelimit-limit"), HeaderValue::from(self.limit));
        headers.insert(HeaderName::from_static("x-ratelimit-remaining"), HeaderValue::from(self.remaining));
        headers.insert(HeaderName::from_static("x-ratelimit-reset"), HeaderValue::from(resets));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_call_counts_in_its_own_class_only_and_the_minute_ends() {
        let counts = Counts::new(RateLimits { image: 2, ..RateLimits::default() });
        let start = Utc::now();
        assert_eq!(counts.count(RateClass::Image, start).0.remaining, 1);
        assert!(counts.count(RateClass::Image, start + TimeDelta::seconds(20)).1.is_ok());
        let (standing, refused) = counts.count(RateClass::Image, start + TimeDelta::milliseconds(29_500));
        let refused = refused.unwrap_err();
        assert_eq!((standing.remaining, standing.resets_at), (0, start + WINDOW));
        assert_eq!(refused.code, Code::RateLimitExceeded);
        assert_eq!(refused.details["retry_after_seconds"], 31);
        assert_eq!(counts.standing(RateClass::General, start).remaining, 100);

        let later = start + WINDOW;
        assert_eq!(counts.standing(RateClass::Image, later).remaining, 2);
        assert!(counts.count(RateClass::Image, later).1.is_ok());
    }

    #[test]
    fn limits_can_be_set_while_counting() {
        let counts = Counts::new(RateLimits::default());
        let now = Utc::now();
        counts.count(RateClass::Text, now).1.unwrap();
        counts.set(RateLimits { text: 1, ..RateLimits::default() });
        assert!(counts.count(RateClass::Text, now).1.is_err());
    }
}
