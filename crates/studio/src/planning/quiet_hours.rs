//! Quiet hours: from one time of day to another, over midnight too, in which nothing is sent by itself.

use super::time;
use crate::{Error, Result};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Hours of the day in which nothing is sent by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// Their first minute, `HH:MM`.
    pub from: String,
    /// The first minute after them, `HH:MM`; earlier than `from` is the next day.
    pub to: String,
}

impl QuietHours {
    /// Checks both times and writes them alike.
    ///
    /// # Errors
    /// `validation_error` with the field below `at`.
    pub(crate) fn check(&mut self, at: &str) -> Result<()> {
        for (name, text) in [("from", &mut self.from), ("to", &mut self.to)] {
            *text = time::time_of_day(&format!("{at}.{name}"), text)?.format("%H:%M").to_string();
        }
        if self.from == self.to {
            return Err(Error::field(
                format!("{at}.to"),
                "must differ from the beginning; leave the quiet hours out to have none",
            ));
        }
        Ok(())
    }

    /// Whether that time of day lies in them.
    pub(crate) fn contains(&self, clock: NaiveTime) -> bool {
        let read = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
        let (Some(from), Some(to)) = (read(&self.from), read(&self.to)) else { return false };
        if from < to { from <= clock && clock < to } else { from <= clock || clock < to }
    }

    /// When they end, if that instant lies in them.
    pub(crate) fn end(&self, instant: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let read = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
        let (from, to) = (read(&self.from)?, read(&self.to)?);
        let wall = time::wall_time(instant, zone);
        let (clock, day) = (wall.time(), wall.date());
        let end = if from < to {
            (from <= clock && clock < to).then(|| day.and_time(to))
        } else if clock >= from {
            Some((day + TimeDelta::days(1)).and_time(to))
        } else {
            (clock < to).then(|| day.and_time(to))
        };
        end.map(|wall| time::due_at(wall, zone)).filter(|end| *end > instant)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_time_of_day_lies_in_them_also_over_midnight() {
        let night = QuietHours { from: "22:00".into(), to: "07:30".into() };
        let noon = QuietHours { from: "12:00".into(), to: "13:00".into() };
        for (hours, clock, lies) in [
            (&night, "22:00", true),
            (&night, "00:00", true),
            (&night, "07:30", false),
            (&night, "21:59", false),
            (&noon, "12:30", true),
            (&noon, "13:00", false),
        ] {
            let clock = NaiveTime::parse_from_str(clock, "%H:%M").unwrap();
            assert_eq!(hours.contains(clock), lies, "{hours:?} {clock}");
        }
    }

    #[test]
    fn they_end_in_the_morning_also_over_midnight() {
        let night = QuietHours { from: "22:00".into(), to: "07:30".into() };
        let noon = QuietHours { from: "12:00".into(), to: "13:00".into() };
        let berlin: Tz = "Europe/Berlin".parse().unwrap();
        for (hours, at, expected) in [
            (&night, "2026-11-20T20:59:00Z", None),
            (&night, "2026-11-20T21:00:00Z", Some("2026-11-21T06:30:00Z")),
            (&night, "2026-11-21T05:00:00Z", Some("2026-11-21T06:30:00Z")),
            (&night, "2026-11-21T06:30:00Z", None),
            // The night in which the clocks go forward is an hour shorter.
            (&night, "2026-03-28T22:00:00Z", Some("2026-03-29T05:30:00Z")),
            (&noon, "2026-11-20T11:30:00Z", Some("2026-11-20T12:00:00Z")),
            (&noon, "2026-11-20T12:00:00Z", None),
        ] {
            let end = hours.end(at.parse().unwrap(), berlin);
            assert_eq!(end, expected.map(|text| text.parse::<DateTime<Utc>>().unwrap()), "{hours:?} {at}");
        }
    }
}
