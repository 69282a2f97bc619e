//! A year of daily rules in every zone that changes its clocks, against another library with time-zone data of its own.

#![allow(clippy::unwrap_used)]

use super::{
    time,
    trigger::{Trigger, TriggerConfig},
};
use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use jiff::{civil, tz::TimeZone};
use troupe_library::tables::rules::TriggerType;

/// A year that is over: the two libraries' data are of different ages, and no government changes its past.
const YEAR: i16 = 2024;

/// Zones in whose past the two libraries' data differ: Moldova has changed its clocks with the European Union since
/// 2022, which the time zone database learned only after the version that chrono-tz 0.10.4 carries (2025b).
const LEARNED_LATER: [Tz; 2] = [Tz::Europe__Chisinau, Tz::Europe__Tiraspol];

/// The zone in the other library, if its clocks change within the year.
fn other(zone: Tz) -> Option<TimeZone> {
    if LEARNED_LATER.contains(&zone) {
        return None;
    }
    let other = jiff::tz::db().get(zone.name()).ok()?;
    let start = civil::date(YEAR, 1, 1).to_zoned(other.clone()).ok()?.timestamp();
    let end = civil::date(YEAR + 1, 1, 1).to_zoned(other.clone()).ok()?.timestamp();
    let changes = other.following(start).take_while(|change| change.timestamp() < end).count();
    (changes > 0).then_some(other)
}

#[test]
fn a_year_of_daily_rules_falls_on_the_instants_that_another_library_finds() {
    let mut zones = 0;
    let start: DateTime<Utc> = "2023-12-30T00:00:00Z".parse().unwrap();
    for zone in TZ_VARIANTS {
        let Some(other) = other(zone) else { continue };
        zones += 1;
        for time in ["0 0", "30 0", "15 1", "30 1", "0 2", "15 2", "30 2", "0 3", "30 3", "0 12", "30 23"] {
            let (minute, hour) = time.split_once(' ').unwrap();
            let mut config = TriggerConfig { cron: Some(format!("{time} * * *")), ..TriggerConfig::default() };
            let trigger: Trigger = config.check(TriggerType::Schedule, zone.name(), start).unwrap();
            let found = trigger.next(start, zone, 369);
            let mut expected: Vec<i64> = (0..370)
                .map(|day| {
                    let date = civil::date(YEAR - 1, 12, 29).checked_add(jiff::Span::new().days(day)).unwrap();
                    let wall = date.at(hour.parse().unwrap(), minute.parse().unwrap(), 0, 0);
                    // `compatible` moves a time in a gap on by the gap and takes the first of an overlap.
                    other.to_ambiguous_zoned(wall).compatible().unwrap().timestamp().as_second()
                })
                .filter(|second| *second > start.timestamp())
                .collect();
            expected.dedup();
            let found: Vec<i64> = found.iter().map(DateTime::timestamp).collect();
            assert_eq!(found[..367], expected[..367], "{} at {time}", zone.name());
        }
    }
    assert!(zones > 100, "only {zones} zones change their clocks");
}

#[test]
fn every_half_hour_of_a_year_goes_to_an_instant_and_back() {
    for zone in TZ_VARIANTS {
        let Some(other) = other(zone) else { continue };
        let mut wall = civil::date(YEAR, 1, 1).at(0, 0, 0, 0);
        while wall.year() == YEAR {
            let ours = chrono::NaiveDate::from_ymd_opt(wall.year().into(), wall.month() as u32, wall.day() as u32)
                .and_then(|date| date.and_hms_opt(wall.hour() as u32, wall.minute() as u32, 0))
                .unwrap();
            let due = time::due_at(ours, zone);
            let zoned = other.to_ambiguous_zoned(wall).compatible().unwrap();
            assert_eq!(due.timestamp(), zoned.timestamp().as_second(), "{} {wall}", zone.name());
            let back = time::wall_time(due, zone);
            let shown = zoned.datetime();
            let parts = (back.day(), back.hour(), back.minute());
            assert_eq!(
                parts,
                (shown.day() as u32, shown.hour() as u32, shown.minute() as u32),
                "{} {wall}",
                zone.name()
            );
            wall = wall.checked_add(jiff::Span::new().minutes(30)).unwrap();
        }
    }
}
