//! Rules at work: beginning each firing in time, once an instant, whatever breaks in between.

use super::{
    firing,
    outlook::{self, Outlook},
    slots, time,
    trigger::{RuleEvent, Trigger},
};
use crate::{Error, Result, Studio, tasks};
use chrono::{DateTime, TimeDelta, Utc};
use troupe_library::{
    LibraryError, RuleId, SqliteConnection,
    tables::{
        posts::{self, PostFilter, PostStatus, WhenMissed},
        rule_firings::{self, FiringRow, FiringState},
        rules::{self, RuleFilter, RuleRow, TriggerType},
    },
};

/// So many firings of one rule can stand at one moment of a clock that stands still.
const MOST_AT_ONCE: i64 = 100;
/// A character with nothing planned this far ahead has nothing planned.
const NOTHING_PLANNED: TimeDelta = TimeDelta::hours(24);

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

/// Begins every firing whose time has come and carries on those that were begun; answers when the next comes.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn fire_due(studio: &Studio) -> Result<Option<DateTime<Utc>>> {
    let mut read = studio.library().read().await?;
    let enabled = rules::list(&mut read, &RuleFilter { character_id: None, is_enabled: Some(true) }).await?;
    drop(read);
    let mut times = Vec::new();
    for rule in enabled {
        let id = rule.id;
        let begun = match rule.trigger_type {
            TriggerType::Event => begin_on_event(studio, rule).await,
            TriggerType::Schedule | TriggerType::Interval => begin_in_time(studio, rule).await,
        };
        match begun {
            Ok(next) => times.push(next),
            // One rule that can't be read holds up no other.
            Err(error) => tracing::error!(service = "planning", rule = %id, "a rule could not fire: {error}"),
        }
    }
    let mut read = studio.library().read().await?;
    let open = rule_firings::in_state(&mut read, FiringState::Making).await?;
    drop(read);
    for row in open {
        let id = row.id;
        match firing::carry_on(studio, row).await {
            Ok(next) => times.push(next),
            Err(error) => tracing::error!(service = "planning", firing = %id, "a firing could not go on: {error}"),
        }
    }
    Ok(times.into_iter().flatten().min())
}

/// What a firing begins with.
enum Beginning {
    Make,
    Settled(FiringState, String),
}

/// Begins what a rule with a time has to begin by now; answers when it next has something to begin.
async fn begin_in_time(studio: &Studio, mut rule: RuleRow) -> Result<Option<DateTime<Utc>>> {
    let now = studio.now();
    loop {
        let mut read = studio.library().read().await?;
        let next = match rule.next_at {
            Some(at) => Some(at),
            None => next_after(&mut read, &rule, now).await?,
        };
        let Some(mut due) = next else { return Ok(None) };
        let begin_at = due - outlook::ahead(&rule);
        if begin_at > now {
            drop(read);
            keep_next(studio, &rule, Some(due)).await?;
            return Ok(Some(begin_at));
        }
        let outlook = Outlook::load(&mut read, rule.clone(), now).await?;
        drop(read);
        // Of several that were missed only the last counts: nobody wants a week's posts at once.
        due = last_missed(&outlook, due, now);
        let beginning = match outlook.pause_at(due) {
            // It may be resumed before its time.
            Some(_) if due > now => return Ok(Some(due)),
            Some(words) => Beginning::Settled(FiringState::Skipped, words),
            None if due + time::GRACE < now => missed(&outlook, due, now),
            None => match outlook.left_out(due) {
                Some(words) => Beginning::Settled(FiringState::Skipped, words),
                None => Beginning::Make,
            },
        };
        let mut write = studio.library().write().await?;
        let row = rule_firings::begin(&mut write, rule.id, due, now).await?;
        let next = next_after(&mut write, &rule, due).await?;
        rules::set_next(&mut write, rule.id, next).await?;
        if let (Some(row), Beginning::Settled(state, words)) = (row, beginning) {
            let row = FiringRow { state, reason: Some(words.clone()), ..row };
            rule_firings::save(&mut write, &row).await?;
            rules::set_last(&mut write, rule.id, due, &words).await?;
        }
        write.commit().await.map_err(LibraryError::from)?;
        studio.events().changed(&["rules", "schedule"], studio.caller());
        rule.next_at = next;
        if next.is_none() {
            return Ok(None);
        }
    }
}

/// The last firing from `due` on whose time was missed; `due` itself when none was.
fn last_missed(outlook: &Outlook, due: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    let mut last = due;
    loop {
        let some = outlook.trigger.next(last, outlook.zone, 200);
        let passed = some.iter().take_while(|at| **at + time::GRACE < now).count();
        match passed.checked_sub(1).and_then(|at| some.get(at)) {
            Some(later) => last = *later,
            None => return last,
        }
        if passed < some.len() {
            return last;
        }
    }
}

/// What a rule says of a firing that was missed.
fn missed(outlook: &Outlook, due: DateTime<Utc>, now: DateTime<Utc>) -> Beginning {
    let when = time::words(due, outlook.zone);
    match outlook.rule.when_missed {
        WhenMissed::Late if now - due <= TimeDelta::minutes(outlook.rule.late_minutes) => Beginning::Make,
        WhenMissed::NextSlot => Beginning::Make,
        WhenMissed::Skip => Beginning::Settled(FiringState::Skipped, format!("its time, {when}, was missed")),
        WhenMissed::Late | WhenMissed::Ask => {
            Beginning::Settled(FiringState::Asking, format!("its time, {when}, was missed"))
        }
    }
}

async fn keep_next(studio: &Studio, rule: &RuleRow, next: Option<DateTime<Utc>>) -> Result<()> {
    if rule.next_at == next {
        return Ok(());
    }
    let mut write = studio.library().write().await?;
    rules::set_next(&mut write, rule.id, next).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(())
}

/// Begins what happened for a rule that waits for it, unless one of its firings is still under way.
async fn begin_on_event(studio: &Studio, rule: RuleRow) -> Result<Option<DateTime<Utc>>> {
    let now = studio.now();
    let mut read = studio.library().read().await?;
    let open = rule_firings::in_state(&mut read, FiringState::Making).await?;
    if open.iter().any(|row| row.rule_id == rule.id) {
        return Ok(None);
    }
    let outlook = Outlook::load(&mut read, rule, now).await?;
    let Trigger::Event(event) = &outlook.trigger else { return Ok(None) };
    let last = outlook.rule.last_at.unwrap_or(DateTime::<Utc>::MIN_UTC);
    let has_happened = match event {
        RuleEvent::ContentApproved => !outlook.shelf(&mut read, 1).await?.is_empty(),
        RuleEvent::NothingPlanned => {
            let filter = PostFilter {
                character_id: Some(outlook.character.id),
                statuses: vec![PostStatus::Scheduled, PostStatus::Publishing],
                due_from: Some(now),
                due_to: Some(now + NOTHING_PLANNED),
                ..PostFilter::default()
            };
            (now - last.max(now - NOTHING_PLANNED * 2)) >= NOTHING_PLANNED
                && posts::count(&mut read, &filter).await? == 0
        }
    };
    if !has_happened || outlook.pause_at(now).is_some() {
        return Ok(None);
    }
    // Its posts take the next slot where there is one; the limits hold for that time.
    let mut at = now;
    if let Some(account) = outlook.accounts.first()
        && let Some(slot) = slots::next(&mut read, account, now, Some(&outlook.rule.post_type)).await?
    {
        at = slot.scheduled_at;
    }
    if outlook.left_out(at).is_some() {
        return Ok(None);
    }
    drop(read);
    let mut write = studio.library().write().await?;
    rule_firings::begin(&mut write, outlook.rule.id, now, now).await?;
    rules::set_last(&mut write, outlook.rule.id, now, "it fires").await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(None)
}

/// Begins a firing of a rule now, whatever its time and limits, and carries it on as far as it goes.
///
/// # Errors
/// `conflict` when this rule fires at this very moment already.
pub(crate) async fn run_now(studio: &Studio, id: RuleId) -> Result<FiringRow> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    // Its own firing may stand at this very moment; a firing by hand is another one.
    let mut row = None;
    for step in 0..MOST_AT_ONCE {
        row = rule_firings::begin(&mut write, id, now - TimeDelta::microseconds(step), now).await?;
        if row.is_some() {
            break;
        }
    }
    let row = row.ok_or_else(|| Error::conflict("This rule fires at this very moment already."))?;
    rules::set_last(&mut write, id, now, "it was run by hand").await?;
    write.commit().await.map_err(LibraryError::from)?;
    let (id, begun) = (row.id, row.clone());
    firing::carry_on(studio, row).await?;
    studio.tasks().nudge(tasks::PUBLISH_DUE);
    let mut read = studio.library().read().await?;
    Ok(rule_firings::get(&mut read, id).await?.unwrap_or(begun))
}
