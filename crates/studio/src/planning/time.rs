//! Wall-clock time in an IANA zone, and the instant that follows from it.
//!
//! A time that a clock going forward leaves out moves on by as much as the clock does; one that a clock going back
//! shows twice is the first of the two. RFC 5545, section 3.3.5, counts the same way.

use crate::{Error, Result, Studio, time_zone};
use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::{IANA_TZDB_VERSION, Tz};
use troupe_library::{
    LibraryError,
    tables::{schedule, settings},
};

/// The longest stretch that a clock ever left out: Samoa went over the date line in one night (tzdb, 2011-12-30).
const LONGEST_GAP: TimeDelta = TimeDelta::hours(26);
/// How finely the edge of a gap is looked for: no zone has changed its clock at another minute since 1972.
const STEP: TimeDelta = TimeDelta::minutes(15);
/// How long after its time a post still counts as on time.
pub(crate) const GRACE: TimeDelta = TimeDelta::minutes(2);
/// Holds the version of the time-zone data that the planned instants were worked out with.
const VERSION: &str = "planning.time_zone_data";

/// The zone of that name.
///
/// # Errors
/// `validation_error` for `field`, with the zone that was probably meant.
pub(crate) fn zone(field: &str, name: &str) -> Result<Tz> {
    time_zone::parse(name).map_err(|words| Error::field(field, words))
}

/// The zone that a row names; only what was checked is ever written, so UTC never stands in for a slip.
pub(crate) fn zone_of(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::UTC)
}

/// The instant at which the clocks of the zone show `wall_time`.
pub(crate) fn due_at(wall_time: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    match zone.from_local_datetime(&wall_time) {
        LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => moment.to_utc(),
        LocalResult::None => {
            // The offset that held until the gap, taken on, moves the time on by the gap's length.
            let mut before = wall_time;
            let earliest = wall_time - LONGEST_GAP;
            while before > earliest {
                before -= STEP;
                if let Some(moment) = zone.from_local_datetime(&before).latest() {
                    return (wall_time - moment.offset().fix()).and_utc();
                }
            }
            wall_time.and_utc()
        }
    }
}

/// What the clocks of the zone show at that instant.
pub(crate) fn wall_time(instant: DateTime<Utc>, zone: Tz) -> NaiveDateTime {
    instant.with_timezone(&zone).naive_local()
}

/// The day of that instant in the zone: its first instant and the next day's.
pub(crate) fn day_of(instant: DateTime<Utc>, zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
    day(wall_time(instant, zone).date(), zone)
}

/// A day in the zone: its first instant and the next day's.
pub(crate) fn day(date: NaiveDate, zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
    (due_at(date.and_time(NaiveTime::MIN), zone), due_at((date + TimeDelta::days(1)).and_time(NaiveTime::MIN), zone))
}

/// A planned time as a person sends it: with an offset it is an instant, without one it is wall time in the zone.
///
/// # Errors
/// `validation_error` when it is neither.
pub(crate) fn read(field: &str, text: &str, zone: Tz) -> Result<NaiveDateTime> {
    let text = text.trim();
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Ok(wall_time(moment.to_utc(), zone));
    }
    let shapes = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"];
    shapes.iter().find_map(|shape| NaiveDateTime::parse_from_str(text, shape).ok()).ok_or_else(|| {
        Error::field(
            field,
            "is no time; write wall-clock time such as 2026-11-20T19:00, or an instant such as 2026-11-20T19:00:00Z",
        )
    })
}

/// The bound of a range: a date in the zone (its first instant, or with `is_end` the next day's), or a time.
///
/// # Errors
/// `validation_error` when it is neither.
pub(crate) fn read_bound(field: &str, text: &str, zone: Tz, is_end: bool) -> Result<DateTime<Utc>> {
    if let Ok(date) = text.trim().parse::<NaiveDate>() {
        let (first, next) = day(date, zone);
        return Ok(if is_end { next } else { first });
    }
    if let Ok(moment) = DateTime::parse_from_rfc3339(text.trim()) {
        return Ok(moment.to_utc());
    }
    read(field, text, zone).map(|wall| due_at(wall, zone))
}

/// A time of day, `HH:MM`.
///
/// # Errors
/// `validation_error` when it is none.
pub(crate) fn time_of_day(field: &str, text: &str) -> Result<NaiveTime> {
    let text = text.trim();
    NaiveTime::parse_from_str(text, "%H:%M")
        .map_err(|_| Error::field(field, "is no time of day; write it as 19:00, from 00:00 to 23:59"))
}

/// A planned time in words: `Fri 20 Nov 19:00`.
pub(crate) fn words(instant: DateTime<Utc>, zone: Tz) -> String {
    wall_time(instant, zone).format("%a %-d %b %H:%M").to_string()
}

/// A time of today in words, `19:00`, and of another day with its date.
pub(crate) fn short_words(instant: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
    let wall = wall_time(instant, zone);
    if wall.date() == wall_time(now, zone).date() { wall.format("%H:%M").to_string() } else { words(instant, zone) }
}

/// Works the instants of all planned posts out anew when this program carries other time-zone data than the one that
/// wrote them. Answers how many moved.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn follow_zone_data(studio: &Studio) -> Result<usize> {
    let mut read = studio.library().read().await?;
    let known = settings::get(&mut read, VERSION).await?;
    drop(read);
    let version = format!("{IANA_TZDB_VERSION:?}");
    if known.as_deref() == Some(version.as_str()) {
        return Ok(0);
    }
    let mut moved = 0;
    let mut write = studio.library().write().await?;
    for post in schedule::planned_times(&mut write).await? {
        let due = due_at(post.wall_time, zone_of(&post.timezone));
        if post.due_at != Some(due) {
            schedule::set_instant(&mut write, post.id, due, studio.now()).await?;
            moved += 1;
        }
    }
    settings::set(&mut write, VERSION, &version, studio.now()).await?;
    write.commit().await.map_err(LibraryError::from)?;
    if moved > 0 {
        tracing::info!(
            service = "planning",
            moved,
            version = IANA_TZDB_VERSION,
            "planned posts follow new time-zone data"
        );
        studio.events().changed(&["posts", "schedule"], studio.caller());
    }
    Ok(moved)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn instant(wall: &str, name: &str) -> String {
        let wall = NaiveDateTime::parse_from_str(wall, "%Y-%m-%dT%H:%M").unwrap();
        due_at(wall, name.parse().unwrap()).to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }

    #[test]
    fn a_time_in_a_gap_moves_on_and_one_in_an_overlap_is_the_first() {
        for (wall, name, expected) in [
            ("2026-11-20T19:00", "Europe/Lisbon", "2026-11-20T19:00:00Z"),
            ("2026-07-20T19:00", "Europe/Lisbon", "2026-07-20T18:00:00Z"),
            // 02:00 to 03:00 was left out; 02:30 is 03:30 summer time.
            ("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00Z"),
            ("2026-03-29T02:00", "Europe/Berlin", "2026-03-29T01:00:00Z"),
            ("2026-03-29T03:00", "Europe/Berlin", "2026-03-29T01:00:00Z"),
            // 02:00 to 03:00 came twice.
            ("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00Z"),
            ("2026-10-25T03:00", "Europe/Berlin", "2026-10-25T02:00:00Z"),
            // Half an hour.
            ("2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:45:00Z"),
            // A whole day.
            ("2011-12-30T12:00", "Pacific/Apia", "2011-12-30T22:00:00Z"),
        ] {
            assert_eq!(instant(wall, name), expected, "{wall} {name}");
        }
    }

    #[test]
    fn a_time_is_read_as_wall_time_or_as_an_instant() {
        let berlin: Tz = "Europe/Berlin".parse().unwrap();
        for (text, expected) in [
            ("2026-11-20T19:00", Some("2026-11-20 19:00:00")),
            ("2026-11-20 19:00:30", Some("2026-11-20 19:00:30")),
            ("2026-11-20T19:00:00Z", Some("2026-11-20 20:00:00")),
            ("2026-11-20T19:00:00-05:00", Some("2026-11-21 01:00:00")),
            ("tomorrow", None),
            ("2026-02-30T10:00", None),
        ] {
            assert_eq!(
                read("scheduled_at", text, berlin).ok().map(|wall| wall.to_string()).as_deref(),
                expected,
                "{text}"
            );
        }
    }
}
