//! What makes a rule fire: a cron pattern in a zone, an interval, or an event; and the instants that follow.

use super::time;
use crate::{Error, Result};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use croner::{
    Cron,
    parser::{CronParser, Seconds, Year},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use troupe_library::tables::rules::{RuleRow, TriggerType};

/// The shortest interval of a rule, in minutes: nobody's followers want more.
const SHORTEST_MINUTES: i64 = 5;
/// The longest interval: a year.
const LONGEST_MINUTES: i64 = 366 * 24 * 60;
/// How far a clock change can put wall times out of order.
const OUT_OF_ORDER: TimeDelta = TimeDelta::hours(26);

/// What happens, for a rule that waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RuleEvent {
    /// The creator approved something of the character that was not posted there yet.
    ContentApproved,
    /// The character has nothing planned within the next 24 hours.
    NothingPlanned,
}

/// The fields of a trigger: `cron` and `timezone`, or `every_minutes` and `timezone`, or `event`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TriggerConfig {
    /// A cron pattern of five fields: minute, hour, day of the month, month, day of the week (`0 19 * * TUE,THU`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cron: Option<String>,
    /// The IANA zone of the pattern's times and of the rule's quiet hours; else the character's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) timezone: Option<String>,
    /// Minutes between two firings, 5 to 527,040 (a year).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 5, max = 527_040))]
    pub(crate) every_minutes: Option<i64>,
    /// The first firing of an interval; else when the rule was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) from: Option<DateTime<Utc>>,
    /// What it waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) event: Option<RuleEvent>,
}

/// A trigger that can be asked.
#[derive(Debug, Clone)]
pub(crate) enum Trigger {
    /// At the wall-clock times of a pattern.
    Schedule(Box<Cron>),
    /// Every so often from a moment on.
    Interval { every: TimeDelta, from: DateTime<Utc> },
    /// When something happens.
    Event(RuleEvent),
}

impl TriggerConfig {
    /// Checks the fields of that type of trigger, fills the zone in and answers the trigger.
    ///
    /// # Errors
    /// `validation_error` with the field.
    pub(crate) fn check(&mut self, kind: TriggerType, fallback: &str, made_at: DateTime<Utc>) -> Result<Trigger> {
        let name = self.timezone.take().filter(|name| !name.trim().is_empty()).unwrap_or_else(|| fallback.to_owned());
        self.timezone = Some(time::zone("trigger_config.timezone", &name)?.name().to_owned());
        let foreign = |field: &str, is_set: bool| {
            if is_set {
                let message = format!("does not belong to a trigger of the type {}", words_of(kind));
                return Err(Error::field(format!("trigger_config.{field}"), message));
            }
            Ok(())
        };
        foreign("cron", kind != TriggerType::Schedule && self.cron.is_some())?;
        foreign("every_minutes", kind != TriggerType::Interval && self.every_minutes.is_some())?;
        foreign("from", kind != TriggerType::Interval && self.from.is_some())?;
        foreign("event", kind != TriggerType::Event && self.event.is_some())?;
        match kind {
            TriggerType::Schedule => {
                let pattern = self.cron.as_deref().ok_or_else(|| {
                    Error::field("trigger_config.cron", "is needed, such as 0 19 * * * for every day at 19:00")
                })?;
                parse(pattern).map(|cron| Trigger::Schedule(Box::new(cron)))
            }
            TriggerType::Interval => {
                let minutes = self.every_minutes.ok_or_else(|| {
                    Error::field("trigger_config.every_minutes", "is needed, such as 1440 for once a day")
                })?;
                if !(SHORTEST_MINUTES..=LONGEST_MINUTES).contains(&minutes) {
                    let message = format!("must be from {SHORTEST_MINUTES} to {LONGEST_MINUTES} minutes");
                    return Err(Error::field("trigger_config.every_minutes", message));
                }
                let from = *self.from.get_or_insert(made_at);
                Ok(Trigger::Interval { every: TimeDelta::minutes(minutes), from })
            }
            TriggerType::Event => {
                let event = self.event.ok_or_else(|| {
                    Error::field("trigger_config.event", "is needed: content_approved or nothing_planned")
                })?;
                Ok(Trigger::Event(event))
            }
        }
    }

    /// The zone of the trigger's times.
    pub(crate) fn zone(&self) -> Tz {
        time::zone_of(self.timezone.as_deref().unwrap_or("UTC"))
    }
}

fn words_of(kind: TriggerType) -> &'static str {
    match kind {
        TriggerType::Schedule => "schedule",
        TriggerType::Interval => "interval",
        TriggerType::Event => "event",
    }
}

fn parse(pattern: &str) -> Result<Cron> {
    let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
    let cron = parser.parse(pattern.trim()).map_err(|error| {
        let message = format!(
            "is no cron pattern of five fields (minute, hour, day of the month, month, day of the week), such as 0 19 * * *: {error}"
        );
        Error::field("trigger_config.cron", message)
    })?;
    // A pattern such as 30 February never comes.
    let start = NaiveDateTime::default() + TimeDelta::days(20_000);
    cron.find_next_occurrence(&start, true)
        .map_err(|_| Error::field("trigger_config.cron", "never comes: no date meets this pattern"))?;
    Ok(cron)
}

impl Trigger {
    /// The trigger of a rule, with its fields.
    ///
    /// # Errors
    /// When the row was not written by this program.
    pub(crate) fn of(row: &RuleRow) -> Result<(Self, TriggerConfig)> {
        let mut config: TriggerConfig = serde_json::from_value(row.trigger_config.clone()).map_err(Error::internal)?;
        let trigger = config.check(row.trigger_type, "UTC", row.created_at)?;
        Ok((trigger, config))
    }

    /// Whether it waits for something to happen.
    pub(crate) fn is_event(&self) -> bool {
        matches!(self, Self::Event(_))
    }

    /// The next `count` instants after `after`, each once, the earliest first, with the wall-clock time that the zone
    /// shows then. An event has none.
    pub(crate) fn next(&self, after: DateTime<Utc>, zone: Tz, count: usize) -> Vec<DateTime<Utc>> {
        match self {
            Self::Event(_) => Vec::new(),
            Self::Interval { every, from } => {
                let passed = (after - *from).num_minutes();
                let done = if after < *from { 0 } else { passed.div_euclid(every.num_minutes()) + 1 };
                let first = *from + TimeDelta::minutes(done * every.num_minutes());
                std::iter::successors(Some(first), |at| at.checked_add_signed(*every)).take(count).collect()
            }
            Self::Schedule(cron) => of_pattern(cron, after, zone, count),
        }
    }
}

/// The pattern is read as wall-clock time, and each time becomes an instant by our own rule for clock changes. Around a
/// change two wall times may fall on one instant, and their order may differ from that of their instants.
fn of_pattern(cron: &Cron, after: DateTime<Utc>, zone: Tz, count: usize) -> Vec<DateTime<Utc>> {
    let mut found: BTreeMap<DateTime<Utc>, NaiveDateTime> = BTreeMap::new();
    let mut wall = time::wall_time(after, zone) - OUT_OF_ORDER;
    let mut is_inclusive = true;
    while let Ok(next) = cron.find_next_occurrence(&wall, is_inclusive) {
        let nth = count.checked_sub(1).and_then(|last| found.values().nth(last).copied());
        if count == 0 || nth.is_some_and(|settled| next > settled + OUT_OF_ORDER) {
            break;
        }
        let instant = time::due_at(next, zone);
        if instant > after {
            found.entry(instant).or_insert(next);
        }
        (wall, is_inclusive) = (next, false);
    }
    found.into_keys().take(count).collect()
}

/// The trigger's fields as a row keeps them.
///
/// # Errors
/// Never; serialisation of plain fields does not fail.
pub(crate) fn to_row(config: &TriggerConfig) -> Result<Value> {
    serde_json::to_value(config).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn fires(config: TriggerConfig, kind: TriggerType, after: &str, count: usize) -> Vec<String> {
        let mut config = config;
        let trigger = config.check(kind, "Europe/Berlin", "2026-01-01T08:00:00Z".parse().unwrap()).unwrap();
        let found = trigger.next(after.parse().unwrap(), config.zone(), count);
        found.iter().map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)).collect()
    }

    fn cron(pattern: &str) -> TriggerConfig {
        TriggerConfig { cron: Some(pattern.to_owned()), ..TriggerConfig::default() }
    }

    #[test]
    fn a_pattern_fires_once_a_wall_time_around_clock_changes() {
        for (pattern, after, expected) in [
            ("0 19 * * TUE,THU", "2026-11-20T00:00:00Z", ["2026-11-24T18:00:00Z", "2026-11-26T18:00:00Z"]),
            // In the gap it moves on by the hour, and the day after it is back.
            ("30 2 * * *", "2026-03-28T12:00:00Z", ["2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"]),
            // In the overlap it is the first, and not again an hour later.
            ("30 2 * * *", "2026-10-24T12:00:00Z", ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]),
            // 02:30 and 03:30 fall on one instant, which counts once.
            ("30 2,3 29 3 *", "2026-03-28T12:00:00Z", ["2026-03-29T01:30:00Z", "2027-03-29T00:30:00Z"]),
            // 02:00 moves to 03:00, before 03:15 though 02:30 moves past it.
            ("15,30 2,3 29 3 *", "2026-03-29T00:59:00Z", ["2026-03-29T01:15:00Z", "2026-03-29T01:30:00Z"]),
        ] {
            assert_eq!(fires(cron(pattern), TriggerType::Schedule, after, 2), expected, "{pattern} after {after}");
        }
    }

    #[test]
    fn an_interval_counts_from_its_beginning() {
        let config = || TriggerConfig {
            every_minutes: Some(90),
            from: Some("2026-11-20T08:00:00Z".parse().unwrap()),
            ..TriggerConfig::default()
        };
        for (after, expected) in [
            ("2026-11-19T00:00:00Z", ["2026-11-20T08:00:00Z", "2026-11-20T09:30:00Z"]),
            ("2026-11-20T08:00:00Z", ["2026-11-20T09:30:00Z", "2026-11-20T11:00:00Z"]),
            ("2026-11-20T10:59:59Z", ["2026-11-20T11:00:00Z", "2026-11-20T12:30:00Z"]),
        ] {
            assert_eq!(fires(config(), TriggerType::Interval, after, 2), expected, "{after}");
        }
    }

    #[test]
    fn a_trigger_that_makes_no_sense_is_refused_with_its_field() {
        let every = |minutes| TriggerConfig { every_minutes: Some(minutes), ..TriggerConfig::default() };
        for (mut config, kind, field) in [
            (cron("every day"), TriggerType::Schedule, "trigger_config.cron"),
            (cron("0 19 * *"), TriggerType::Schedule, "trigger_config.cron"),
            (cron("0 0 19 * * *"), TriggerType::Schedule, "trigger_config.cron"),
            (cron("0 25 * * *"), TriggerType::Schedule, "trigger_config.cron"),
            (cron("0 12 30 2 *"), TriggerType::Schedule, "trigger_config.cron"),
            (TriggerConfig::default(), TriggerType::Schedule, "trigger_config.cron"),
            (every(4), TriggerType::Interval, "trigger_config.every_minutes"),
            (every(600_000), TriggerType::Interval, "trigger_config.every_minutes"),
            (cron("0 19 * * *"), TriggerType::Interval, "trigger_config.cron"),
            (TriggerConfig::default(), TriggerType::Event, "trigger_config.event"),
            (
                TriggerConfig { timezone: Some("Mars".into()), ..cron("0 19 * * *") },
                TriggerType::Schedule,
                "trigger_config.timezone",
            ),
        ] {
            let error = config.check(kind, "UTC", DateTime::<Utc>::UNIX_EPOCH).unwrap_err();
            assert_eq!(error.details["fields"][0]["field"], field, "{config:?}");
        }
    }
}
