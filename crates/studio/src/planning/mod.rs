//! Planning: when posts go out. Wall-clock time and zones, slots, rules and their firings, what holds a due post, and
//! [`tick`], which the one timer calls.

pub(crate) mod outlook;
pub(crate) mod pause;
pub(crate) mod quiet_hours;
pub(crate) mod rules;
pub(crate) mod slots;
pub(crate) mod strategy;
pub(crate) mod template;
pub(crate) mod time;
pub(crate) mod trigger;
