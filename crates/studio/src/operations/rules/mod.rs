//! Rules: what plans posts of a character by itself; seeing, switching, previewing them.

mod save;
mod view;

#[cfg(test)]
mod tests;

use crate::{
    Effect::{Destroy, Read, Write},
    Error, Operation, Result, Studio,
    planning::{
        outlook::{Firing, Outlook},
        pause,
    },
    registry::operation,
    tasks,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    CharacterId, LibraryError, RuleId, SqliteConnection,
    tables::rules::{self, RuleFilter, RuleRow},
};
pub(crate) use view::{AccountMark, HashtagStrategy, Rule};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("rules.list", list, Read, &["rules", "characters"]).route("GET /automation-rules"),
        operation("rules.create", save::create, Write, &["rules", "schedule"])
            .route("POST /automation-rules")
            .route("POST /scheduler/tasks"),
        operation("rules.get", get, Read, &["rules", "characters"]).route("GET /automation-rules/{rule_id}"),
        operation("rules.update", save::update, Write, &["rules", "schedule"]).route("PUT /automation-rules/{rule_id}"),
        operation("rules.delete", delete, Destroy, &["rules", "schedule"]).route("DELETE /automation-rules/{rule_id}"),
        operation("rules.enable", enable, Write, &["rules", "schedule"])
            .route("POST /automation-rules/{rule_id}/enable"),
        operation("rules.disable", disable, Write, &["rules", "schedule"])
            .route("POST /automation-rules/{rule_id}/disable"),
        operation("rules.preview", preview, Read, &["rules", "posts", "content", "accounts", "characters"])
            .route("GET /automation-rules/{rule_id}/preview"),
        operation("rules.pause", pause_rule, Write, &["rules", "schedule"])
            .route("POST /automation-rules/{rule_id}/pause"),
        operation("rules.resume", resume, Write, &["rules", "schedule"])
            .route("POST /automation-rules/{rule_id}/resume"),
    ]
}

/// The rule of that id.
///
/// # Errors
/// `not_found`.
pub(crate) async fn find_rule(db: &mut SqliteConnection, id: RuleId) -> Result<RuleRow> {
    rules::get(db, id).await?.ok_or_else(|| Error::not_found("rule", id))
}

/// The rules that plan posts by themselves, by name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListRules {
    /// Of one character.
    #[serde(default)]
    character_id: Option<CharacterId>,
    /// Enabled ones, or the others.
    #[serde(default)]
    is_enabled: Option<bool>,
}

/// Rules.
#[derive(Debug, Serialize, JsonSchema)]
struct RuleList {
    rules: Vec<Rule>,
    total: usize,
}

async fn list(studio: &Studio, input: ListRules) -> Result<RuleList> {
    let mut read = studio.library().read().await?;
    let filter = RuleFilter { character_id: input.character_id, is_enabled: input.is_enabled };
    let mut found = Vec::new();
    for row in rules::list(&mut read, &filter).await? {
        found.push(Rule::load(&mut read, row, studio.now()).await?);
    }
    Ok(RuleList { total: found.len(), rules: found })
}

/// One rule.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetRule {
    rule_id: RuleId,
}

async fn get(studio: &Studio, input: GetRule) -> Result<Rule> {
    let mut read = studio.library().read().await?;
    let row = find_rule(&mut read, input.rule_id).await?;
    Rule::load(&mut read, row, studio.now()).await
}

/// Deletes a rule; posts that it planned stay. `rules.create` makes it again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DeleteRule {
    rule_id: RuleId,
}

async fn delete(studio: &Studio, input: DeleteRule) -> Result<Rule> {
    let mut write = studio.library().write().await?;
    let row = find_rule(&mut write, input.rule_id).await?;
    rules::delete(&mut write, row.id).await?;
    let rule = Rule::load(&mut write, row, studio.now()).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(rule)
}

/// Switches a rule on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct EnableRule {
    rule_id: RuleId,
}

async fn enable(studio: &Studio, input: EnableRule) -> Result<Rule> {
    change(studio, input.rule_id, |row| row.is_enabled = true).await
}

/// Switches a rule off; posts that it planned stay.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DisableRule {
    rule_id: RuleId,
}

async fn disable(studio: &Studio, input: DisableRule) -> Result<Rule> {
    change(studio, input.rule_id, |row| row.is_enabled = false).await
}

/// Pauses a rule, until a moment or until it is resumed; what it planned already stays in the plan.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PauseRule {
    rule_id: RuleId,
    /// Until when, RFC 3339; absent pauses it until it is resumed.
    #[serde(default)]
    until: Option<DateTime<Utc>>,
}

async fn pause_rule(studio: &Studio, input: PauseRule) -> Result<Rule> {
    let until = pause::checked_until(input.until, studio.now())?.unwrap_or_else(pause::until_resumed);
    change(studio, input.rule_id, |row| row.paused_until = Some(until)).await
}

/// Lets a paused rule go on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ResumeRule {
    rule_id: RuleId,
}

async fn resume(studio: &Studio, input: ResumeRule) -> Result<Rule> {
    change(studio, input.rule_id, |row| row.paused_until = None).await
}

/// Changes a rule; it goes on from now, so that nothing of the time it stood still is made up for.
async fn change(studio: &Studio, id: RuleId, change: impl FnOnce(&mut RuleRow)) -> Result<Rule> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let mut row = find_rule(&mut write, id).await?;
    change(&mut row);
    row.next_at = save::next_at(&mut write, &row, now).await?;
    row.updated_at = now;
    rules::save(&mut write, &row).await?;
    let rule = Rule::load(&mut write, row, now).await?;
    write.commit().await.map_err(LibraryError::from)?;
    studio.tasks().nudge(tasks::PUBLISH_DUE);
    Ok(rule)
}

/// The next firings of a rule in local time, with what each would make, what is left out and why, and what a clock
/// change does.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PreviewRule {
    rule_id: RuleId,
    /// How many, 1 to 100 (20).
    #[serde(default)]
    #[schemars(range(min = 1, max = 100))]
    count: Option<usize>,
}

/// The next firings.
#[derive(Debug, Serialize, JsonSchema)]
struct RulePreview {
    firings: Vec<Firing>,
    /// What there is to say when there are none, or of all of them.
    message: Option<String>,
}

async fn preview(studio: &Studio, input: PreviewRule) -> Result<RulePreview> {
    let count = input.count.unwrap_or(20);
    if !(1..=100).contains(&count) {
        return Err(Error::field("count", "must be from 1 to 100"));
    }
    let now = studio.now();
    let mut read = studio.library().read().await?;
    let row = find_rule(&mut read, input.rule_id).await?;
    let (is_enabled, is_event) = (row.is_enabled, row.trigger_type == rules::TriggerType::Event);
    let outlook = Outlook::load(&mut read, row, now).await?;
    let message = if is_event {
        Some("It fires when something happens, so no times can be told.".to_owned())
    } else if is_enabled {
        None
    } else {
        Some("The rule is switched off; this is what it would do.".to_owned())
    };
    Ok(RulePreview { firings: outlook.firings(&mut read, now, None, count).await?, message })
}
