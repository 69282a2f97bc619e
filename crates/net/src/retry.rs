//! When a server says it may be asked again.

use std::time::{Duration, SystemTime};

use reqwest::header::HeaderMap;

/// Numbers above this are moments (seconds since 1970), those below are seconds from now: no server asks for a wait of
/// thirty years.
const EPOCH_FROM: f64 = 1_000_000_000.0;

/// The headers that carry a wait, the plainest first. All but the first are widely used relatives of `Retry-After`.
const HEADERS: [&str; 5] =
    ["retry-after", "x-ratelimit-reset-after", "ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset"];

/// How long to wait from `now` on, as the answer's headers say; `None` when they say nothing readable.
pub fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    HEADERS.iter().find_map(|name| retry_after_value(headers.get(*name)?.to_str().ok()?, now))
}

/// Reads one such value: seconds (`120`, `1.5`), a moment in seconds since 1970, an HTTP date (RFC 9110, 10.2.3), or
/// a moment as RFC 3339 writes it (Mastodon does).
/// A moment that has passed is a wait of zero.
pub fn retry_after_value(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    let since_1970 = now.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    if let Ok(number) = value.parse::<f64>() {
        if !(number.is_finite() && number >= 0.0) {
            return None;
        }
        let wait = Duration::try_from_secs_f64(number).ok()?;
        return Some(if number >= EPOCH_FROM { wait.saturating_sub(since_1970) } else { wait });
    }
    let moment =
        chrono::DateTime::parse_from_rfc2822(value).or_else(|_| chrono::DateTime::parse_from_rfc3339(value)).ok()?;
    let moment = Duration::from_secs(u64::try_from(moment.timestamp()).ok()?);
    Some(moment.saturating_sub(since_1970))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn waits_are_read_in_every_spelling() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_445_412_480); // Wed, 21 Oct 2015 07:28:00 GMT
        for (value, wait_ms) in [
            ("120", Some(120_000)),
            (" 1.5 ", Some(1_500)),
            ("1445412490", Some(10_000)),
            ("1445412000", Some(0)),
            ("Wed, 21 Oct 2015 07:29:00 GMT", Some(60_000)),
            ("Wed, 21 Oct 2015 07:00:00 GMT", Some(0)),
            ("2015-10-21T07:28:30.000Z", Some(30_000)),
            ("soon", None),
            ("-1", None),
            ("NaN", None),
            ("", None),
        ] {
            assert_eq!(retry_after_value(value, now), wait_ms.map(Duration::from_millis), "{value:?}");
        }
    }

    #[test]
    fn the_plainest_header_wins() {
        let mut headers = HeaderMap::new();
        headers.insert("x-rate-limit-reset", "30".parse().unwrap());
        assert_eq!(retry_after(&headers, SystemTime::now()), Some(Duration::from_secs(30)));
        headers.insert("retry-after", "5".parse().unwrap());
        assert_eq!(retry_after(&headers, SystemTime::now()), Some(Duration::from_secs(5)));
        assert_eq!(retry_after(&HeaderMap::new(), SystemTime::now()), None);
    }
}
