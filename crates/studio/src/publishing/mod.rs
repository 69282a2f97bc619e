//! Publishing: from what the creator composed to a post that is up and read back.
//!
//! [`create`] writes rows, [`preflight`] makes the very files and looks at everything, [`publish`] drives the
//! platform's steps by the [`ledger`]. Whatever broke, calling it again goes on.

pub(crate) mod attention;
pub(crate) mod create;
pub(crate) mod draft;
#[cfg(test)]
mod fault_tests;
pub(crate) mod fields;
mod finish;
pub(crate) mod guards;
mod hand_off;
pub(crate) mod ledger;
mod look_first;
#[cfg(test)]
mod look_first_tests;
pub(crate) mod preflight;
pub(crate) mod prepare;
pub(crate) mod publish;
mod run;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
pub(crate) mod stage;
mod stop;
#[cfg(test)]
mod tests;
mod trouble;
pub(crate) mod wait;
pub(crate) mod when;

use crate::{Result, planning::time};
use chrono::NaiveDateTime;

/// A planned time as a person sends it: with an offset it is an instant, without one it is wall time in the zone.
///
/// # Errors
/// `validation_error` when the zone or the time is none.
pub(crate) fn read_time(field: &str, text: &str, zone: &str) -> Result<NaiveDateTime> {
    time::read(field, text, time::zone("timezone", zone)?)
}

/// Wakes the task that takes up due posts.
pub(crate) fn nudge(studio: &crate::Studio) {
    studio.tasks().nudge(crate::tasks::PUBLISH_DUE);
}
