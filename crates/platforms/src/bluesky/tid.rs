//! Record keys (TIDs): 13 characters that sort by time. Ours follow from the post's id, so that the same post always
//! has the same key and a second put of it changes nothing.
//!
//! Form: atproto specification, "Timestamp identifier": 53 bits of microseconds since 1970, 10 bits of clock id, in a
//! base 32 whose letters sort. Read 2026-11-20.

use chrono::{DateTime, Utc};
use uuid::Uuid;

const LETTERS: &[u8; 32] = b"234567abcdefghijklmnopqrstuvwxyz";

/// The key of the `nth` record of a post: 0 is the post itself, 1 its first comment. An id that carries no time takes
/// `now` instead.
pub(super) fn of(post: Uuid, nth: u64, now: DateTime<Utc>) -> String {
    let bits = post.as_u128();
    let micros = if post.get_version_num() == 7 {
        // The upper 48 bits are milliseconds; twelve random bits follow the version and stand for the microseconds.
        let milliseconds = u64::try_from(bits >> 80).unwrap_or_default();
        let random = u64::try_from((bits >> 64) & 0xFFF).unwrap_or_default();
        milliseconds * 1000 + random % 990
    } else {
        u64::try_from(now.timestamp_micros()).unwrap_or_default()
    };
    let clock = u64::try_from(bits & 0x3FF).unwrap_or_default();
    write(micros + nth, clock)
}

fn write(micros: u64, clock: u64) -> String {
    let value = ((micros & 0x1F_FFFF_FFFF_FFFF) << 10) | clock;
    let letter = |place: u32| char::from(LETTERS[usize::try_from((value >> (place * 5)) & 31).unwrap_or_default()]);
    (0..13).rev().map(letter).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_key_has_the_form_of_the_specification_and_sorts_by_time() {
        assert_eq!(write(0, 0), "2222222222222");
        // 63 bits, because the top one is never set.
        assert_eq!(write(u64::MAX, 1023), "bzzzzzzzzzzzz");
        assert!(write(1_763_640_000_000_000, 5) < write(1_763_640_000_000_001, 0));
    }

    #[test]
    fn the_same_post_has_the_same_key_whenever_it_is_asked() {
        let post = Uuid::parse_str("0199f0aa-1234-7abc-8def-0123456789ab").unwrap();
        let (early, late) = (DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH + chrono::TimeDelta::days(1));
        assert_eq!(of(post, 0, early), of(post, 0, late));
        assert_ne!(of(post, 0, early), of(post, 1, early));
        assert_eq!(of(post, 0, early).len(), 13);
    }
}
