//! What an error of a platform means for the way of a post, and when it is tried again.

use super::guards::latest;
use chrono::{DateTime, TimeDelta, Utc};
use std::time::Duration;
use troupe_library::{PostId, tables::posts::PostRow};
use troupe_platforms::{Error as PlatformError, RefusalKind};

/// How often a step may go wrong before the post has failed.
pub(super) const MOST_FAILURES: u32 = 10;
/// How often a platform may fail to fetch a file before its place is at fault.
const MOST_FETCHES: u32 = 3;
/// The first wait after a failure, and the longest.
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(5);
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(15);

/// What an error means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The token ended: a fresh one, and once more.
    FreshToken,
    /// It is about the account: held, paused or to be connected again.
    Account,
    /// The same again at that time.
    Later {
        /// When.
        until: DateTime<Utc>,
    },
    /// What was prepared is gone.
    Gone,
    /// There is no such call: the creator posts by hand.
    ByHand,
    /// Refused for good.
    ForGood,
}

/// What an error of a step means that has gone wrong `failures` times.
pub(super) fn meaning(error: &PlatformError, failures: u32, post: &PostRow, now: DateTime<Utc>) -> Meaning {
    let later = || Meaning::Later { until: next_try(now, post.id, failures, error.retry_after()) };
    match error.kind() {
        Some(RefusalKind::TokenExpired) => Meaning::FreshToken,
        Some(
            RefusalKind::TokenRevoked
            | RefusalKind::Spam
            | RefusalKind::Restricted
            | RefusalKind::Unpaid
            | RefusalKind::RateLimited
            | RefusalKind::DailyLimit,
        ) => Meaning::Account,
        Some(RefusalKind::Gone) => Meaning::Gone,
        Some(RefusalKind::MediaUnreachable) if failures < MOST_FETCHES => later(),
        _ if matches!(error, PlatformError::Unsupported { .. }) => Meaning::ByHand,
        // With no way out of this computer nothing was asked of the platform: its patience is the post's own.
        _ if is_offline(error) && now < latest(post) => later(),
        _ if failures >= MOST_FAILURES => Meaning::ForGood,
        _ if error.is_transient() || matches!(error, PlatformError::Unreadable { .. }) => later(),
        _ => Meaning::ForGood,
    }
}

/// Whether nothing was sent at all.
fn is_offline(error: &PlatformError) -> bool {
    matches!(error, PlatformError::Net(net) if net.is_transient() && net.is_before_sending())
}

/// When a step is tried again: the platform's own word, else twice as long as before, spread over a fifth of it so that
/// many posts do not come back together.
pub(super) fn next_try(now: DateTime<Utc>, post: PostId, failures: u32, hint: Option<Duration>) -> DateTime<Utc> {
    if let Some(hint) = hint.and_then(|hint| TimeDelta::from_std(hint).ok()) {
        return now + hint.max(TimeDelta::seconds(1));
    }
    let doubled = FIRST_WAIT * 2_i32.pow(failures.saturating_sub(1).min(10));
    let wait = doubled.min(LONGEST_WAIT);
    let spread = blake3::hash(format!("{post} {failures}").as_bytes());
    // From 80 to 120 per cent.
    let percent = 80 + i32::from(spread.as_bytes()[0]) * 40 / 255;
    now + wait * percent / 100
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::publishing::samples::row;
    use troupe_platforms::{PlatformName, Refusal};

    fn refusal(kind: RefusalKind) -> PlatformError {
        PlatformError::Refused(Box::new(Refusal {
            kind,
            words: "No.".into(),
            code: String::new(),
            platform_words: String::new(),
            status: Some(400),
            retry_after: None,
            raw: String::new(),
        }))
    }

    #[test]
    fn each_refusal_has_its_meaning() {
        let now = "2026-11-20T12:00:00Z".parse().unwrap();
        let unreadable = || PlatformError::Unreadable {
            platform: PlatformName::X,
            route: "/2/tweets".into(),
            why: "no JSON".into(),
        };
        for (error, failures, expected) in [
            (refusal(RefusalKind::TokenExpired), 1, "FreshToken"),
            (refusal(RefusalKind::TokenRevoked), 1, "Account"),
            (refusal(RefusalKind::Spam), 1, "Account"),
            (refusal(RefusalKind::RateLimited), 50, "Account"),
            (refusal(RefusalKind::Transient), 1, "Later"),
            (refusal(RefusalKind::Transient), MOST_FAILURES, "ForGood"),
            (refusal(RefusalKind::NotReady), 2, "Later"),
            (refusal(RefusalKind::MediaUnreachable), 1, "Later"),
            (refusal(RefusalKind::MediaUnreachable), MOST_FETCHES, "ForGood"),
            (refusal(RefusalKind::MediaRejected), 1, "ForGood"),
            (refusal(RefusalKind::TextRejected), 1, "ForGood"),
            (refusal(RefusalKind::Permission), 1, "ForGood"),
            (refusal(RefusalKind::Gone), 1, "Gone"),
            (unreadable(), 1, "Later"),
            (unreadable(), MOST_FAILURES, "ForGood"),
        ] {
            let found = format!("{:?}", meaning(&error, failures, &row(), now));
            assert!(found.starts_with(expected), "{error:?}, {failures}: {found}");
        }
    }

    #[test]
    fn waits_double_up_to_a_limit_and_a_platforms_word_goes_before() {
        let now = "2026-11-20T12:00:00Z".parse().unwrap();
        let id = PostId::new();
        let wait = |failures, hint| (next_try(now, id, failures, hint) - now).num_milliseconds();
        for (failures, seconds) in [(1, 5), (2, 10), (3, 20), (6, 160), (30, 900)] {
            let found = wait(failures, None);
            assert!((seconds * 800..=seconds * 1200).contains(&found), "{failures}: {found} ms");
        }
        assert_eq!(wait(1, Some(Duration::from_secs(77))), 77_000);
        let others: std::collections::HashSet<_> = (0..20).map(|_| next_try(now, PostId::new(), 4, None)).collect();
        assert!(others.len() > 5, "they do not come back together");
    }
}
