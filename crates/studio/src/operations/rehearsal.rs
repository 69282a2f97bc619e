//! The clock of a rehearsal: how it goes, and letting time pass.

use crate::{
    Effect::{Read, Write},
    Error, Operation, Result, Studio,
    registry::operation,
    rehearsal::{self, RehearsalClock},
};
use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The furthest that one call moves the clock.
const FURTHEST: TimeDelta = TimeDelta::days(31);

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("rehearsal.clock", clock, Read, &["schedule"]).route("GET /rehearsal/clock"),
        operation(
            "rehearsal.advance",
            advance,
            Write,
            &["schedule", "posts", "accounts", "rules", "characters", "jobs"],
        )
        .route("POST /rehearsal/clock"),
    ]
}

/// How the clock of this rehearsal goes. The creator's own library keeps to the computer's.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetClock {}

async fn clock(studio: &Studio, _: GetClock) -> Result<RehearsalClock> {
    rehearsal::shown(studio)
}

/// Lets time pass in a rehearsal, for the stand-ins too: a week of a plan takes seconds. It stops wherever something is
/// due until that is done, so that every post goes out at its time. Only in a rehearsal.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Advance {
    /// How many seconds pass; give this or `until`.
    #[serde(default)]
    seconds: Option<i64>,
    /// The moment that it is afterwards, RFC 3339; at most 31 days away. One that has passed moves nothing, but what is
    /// due is waited for.
    #[serde(default)]
    until: Option<DateTime<Utc>>,
    /// In one step, as though the computer had slept: what was due meanwhile was missed.
    #[serde(default)]
    at_once: bool,
}

/// The time afterwards.
#[derive(Debug, Serialize, JsonSchema)]
struct Advanced {
    #[serde(flatten)]
    clock: RehearsalClock,
    /// At how many moments time stopped on its way.
    stops: usize,
}

async fn advance(studio: &Studio, input: Advance) -> Result<Advanced> {
    // What is wrong with the input is only worth saying where there is such a clock.
    let now = rehearsal::shown(studio)?.now;
    let until = match (input.seconds, input.until) {
        (Some(seconds), None) => TimeDelta::try_seconds(seconds)
            .and_then(|by| now.checked_add_signed(by))
            .unwrap_or(DateTime::<Utc>::MAX_UTC),
        (None, Some(until)) => until,
        _ => return Err(Error::field("seconds", "give `seconds` or `until`, one of the two")),
    };
    let field = if input.until.is_some() { "until" } else { "seconds" };
    if input.seconds.is_some_and(|seconds| seconds < 0) {
        return Err(Error::field(field, "time does not go back"));
    }
    if until - now > FURTHEST {
        return Err(Error::field(field, "at most 31 days pass in one call"));
    }
    let stops = if input.at_once {
        rehearsal::jump_to(studio, until.max(now)).await?;
        1
    } else {
        rehearsal::run_until(studio, until).await?
    };
    Ok(Advanced { clock: rehearsal::shown(studio)?, stops })
}
