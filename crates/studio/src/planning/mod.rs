//! Planning: when posts go out. Wall-clock time and zones, slots, rules and their firings, what holds a due post, and
//! the scheduler, which the one timer asks.

pub(crate) mod alarms;
mod approvals;
pub(crate) mod awake;
pub(crate) mod fill;
pub(crate) mod firing;
pub(crate) mod hold;
mod in_flight;
pub(crate) mod minute;
pub(crate) mod missed;
pub(crate) mod outlook;
pub(crate) mod pause;
pub(crate) mod quiet_hours;
pub(crate) mod restored;
pub(crate) mod rules;
pub(crate) mod scheduler;
pub(crate) mod slots;
pub(crate) mod strategy;
mod take_up;
pub(crate) mod template;
pub(crate) mod time;
pub(crate) mod trigger;
pub(crate) mod wake;
pub(crate) mod written;

#[cfg(test)]
mod fresh_tests;
#[cfg(test)]
mod rules_tests;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod zone_tests;

pub use quiet_hours::QuietHours;
