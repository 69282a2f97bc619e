//! Rate windows, counted on the platforms' clock. They live in memory: a restarted stand-in begins new ones.

use std::collections::HashMap;
use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};

use crate::comfyui::lock;

/// A limit: so many points in a window of so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limit {
    pub(crate) points: u32,
    pub(crate) seconds: u32,
}

/// How a window stands after a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) limit: Limit,
    pub(crate) remaining: u32,
    /// When the window begins anew.
    pub(crate) reset: DateTime<Utc>,
    /// Whether the call still fitted in. One that did not has cost nothing.
    pub(crate) is_within: bool,
}

impl Window {
    /// Whole seconds until the window begins anew, at least one.
    pub(crate) fn seconds_left(&self, now: DateTime<Utc>) -> i64 {
        (self.reset - now).num_seconds().max(1)
    }
}

/// All windows by a name such as `posts of 17`.
#[derive(Debug, Default)]
pub(crate) struct Rates {
    windows: Mutex<HashMap<String, (DateTime<Utc>, u32)>>,
}

impl Rates {
    /// How a window stands, taking nothing.
    pub(crate) fn peek(&self, name: &str, limit: Limit, now: DateTime<Utc>) -> Window {
        self.spend(name, limit, 0, now)
    }

    /// Takes `points` out of a window, which begins with the first call in it.
    pub(crate) fn spend(&self, name: &str, limit: Limit, points: u32, now: DateTime<Utc>) -> Window {
        let length = TimeDelta::seconds(limit.seconds.into());
        let mut windows = lock(&self.windows);
        let (start, used) = windows.entry(name.to_owned()).or_insert((now, 0));
        // A clock that was set back ends a window as well.
        if now >= *start + length || now < *start {
            (*start, *used) = (now, 0);
        }
        let is_within = used.saturating_add(points) <= limit.points;
        if is_within {
            *used += points;
        }
        Window { limit, remaining: limit.points - *used, reset: *start + length, is_within }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_fills_and_begins_anew() {
        let rates = Rates::default();
        let limit = Limit { points: 2, seconds: 60 };
        let start = DateTime::UNIX_EPOCH;
        let spend = |seconds| rates.spend("a", limit, 1, start + TimeDelta::seconds(seconds));
        assert_eq!((spend(0).remaining, spend(30).remaining), (1, 0));
        let full = spend(59);
        assert!(!full.is_within);
        assert_eq!(full.seconds_left(start + TimeDelta::seconds(59)), 1);
        assert_eq!((spend(60).is_within, spend(60).remaining), (true, 0));
        assert!(rates.spend("b", limit, 1, start).is_within);
    }
}
