//! Rules: what plans posts of a character by itself.

use super::posts::WhenMissed;
use crate::{AccountId, CharacterId, Result, RuleId};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{FromRow, QueryBuilder, SqliteConnection, types::Json};

/// What makes a rule fire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum TriggerType {
    /// At times, as a cron pattern says.
    Schedule,
    /// Every so many minutes.
    Interval,
    /// When something happens.
    Event,
}

/// Where a rule takes its picture from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum ContentFrom {
    /// Approved ones that were never posted there.
    #[default]
    Approved,
    /// A fresh one, made in time.
    Fresh,
    /// A fresh one, or an approved one when it was not made in time.
    FreshElseApproved,
}

/// One rule.
#[derive(Debug, Clone, FromRow)]
pub struct RuleRow {
    /// The rule's id.
    pub id: RuleId,
    /// Whose posts it plans.
    pub character_id: CharacterId,
    /// Its name.
    pub name: String,
    /// What it is good for.
    pub description: String,
    /// What makes it fire.
    pub trigger_type: TriggerType,
    /// The trigger's own fields, an object.
    #[sqlx(json)]
    pub trigger_config: Value,
    /// Where it posts to.
    #[sqlx(json)]
    pub account_ids: Vec<AccountId>,
    /// The form of its posts.
    pub post_type: String,
    /// What it posts: pictures, clips.
    pub content_type: String,
    /// The category of what it takes and makes.
    pub content_category: String,
    /// Where it takes it from.
    pub content_source: ContentFrom,
    /// The prompt of fresh pictures, with variables.
    pub prompt_template: String,
    /// The caption, with variables.
    pub caption_template: String,
    /// How hashtags are chosen.
    pub hashtag_strategy: String,
    /// The hashtags to choose from, without their sign.
    #[sqlx(json)]
    pub hashtags: Vec<String>,
    /// Whether its posts wait for the creator's word.
    pub needs_approval: bool,
    /// At most so many firings a day that post.
    pub max_posts_per_day: Option<i64>,
    /// Minutes between a post of it and any other of the character on the same accounts.
    pub cooldown_minutes: Option<i64>,
    /// `{from, to}`: it does not fire then.
    #[sqlx(json(nullable))]
    pub quiet_hours: Option<Value>,
    /// What happens to a firing that was missed.
    pub when_missed: WhenMissed,
    /// How late it may still fire, in minutes.
    pub late_minutes: i64,
    /// How long before its time a fresh picture is begun, in minutes.
    pub lead_minutes: i64,
    /// Whether it fires at all.
    pub is_enabled: bool,
    /// Until when it is paused; the year 9999 is until it is resumed.
    pub paused_until: Option<DateTime<Utc>>,
    /// The next firing.
    pub next_at: Option<DateTime<Utc>>,
    /// The last firing.
    pub last_at: Option<DateTime<Utc>>,
    /// What came of it, in words.
    pub last_outcome: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// Which rules are listed.
#[derive(Debug, Clone, Default)]
pub struct RuleFilter {
    /// Of one character.
    pub character_id: Option<CharacterId>,
    /// Enabled ones, or the others.
    pub is_enabled: Option<bool>,
}

/// The rules that meet the filter, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection, filter: &RuleFilter) -> Result<Vec<RuleRow>> {
    let mut query = QueryBuilder::new("SELECT * FROM rules WHERE 1 = 1");
    if let Some(id) = filter.character_id {
        query.push(" AND character_id = ").push_bind(id);
    }
    if let Some(is_enabled) = filter.is_enabled {
        query.push(" AND is_enabled = ").push_bind(is_enabled);
    }
    query.push(" ORDER BY name COLLATE NOCASE, id");
    Ok(query.build_query_as().fetch_all(db).await?)
}

/// One rule.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: RuleId) -> Result<Option<RuleRow>> {
    Ok(sqlx::query_as("SELECT * FROM rules WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// Writes a new rule, or every field of one that is there.
///
/// # Errors
/// When it has no name, its character is not there, or the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &RuleRow) -> Result<()> {
    let columns = "character_id, name, description, trigger_type, trigger_config, account_ids, post_type, content_type, \
        content_category, content_source, prompt_template, caption_template, hashtag_strategy, hashtags, \
        needs_approval, max_posts_per_day, cooldown_minutes, quiet_hours, when_missed, late_minutes, lead_minutes, \
        is_enabled, paused_until, next_at, last_at, last_outcome, updated_at";
    let updates: Vec<String> = columns.split(", ").map(|column| format!("{column} = excluded.{column}")).collect();
    let mut query = QueryBuilder::new(format!("INSERT INTO rules (id, created_at, {columns}) VALUES ("));
    let mut values = query.separated(", ");
    values.push_bind(row.id).push_bind(row.created_at);
    values.push_bind(row.character_id).push_bind(row.name.clone()).push_bind(row.description.clone());
    values.push_bind(row.trigger_type).push_bind(row.trigger_config.to_string());
    values.push_bind(Json(row.account_ids.clone())).push_bind(row.post_type.clone());
    values.push_bind(row.content_type.clone()).push_bind(row.content_category.clone());
    values.push_bind(row.content_source).push_bind(row.prompt_template.clone());
    values.push_bind(row.caption_template.clone()).push_bind(row.hashtag_strategy.clone());
    values.push_bind(Json(row.hashtags.clone())).push_bind(row.needs_approval);
    values.push_bind(row.max_posts_per_day).push_bind(row.cooldown_minutes);
    values.push_bind(row.quiet_hours.as_ref().map(Value::to_string));
    values.push_bind(row.when_missed).push_bind(row.late_minutes).push_bind(row.lead_minutes);
    values.push_bind(row.is_enabled).push_bind(row.paused_until).push_bind(row.next_at);
    values.push_bind(row.last_at).push_bind(row.last_outcome.clone()).push_bind(row.updated_at);
    query.push(format!(") ON CONFLICT (id) DO UPDATE SET {}", updates.join(", ")));
    query.build().execute(db).await?;
    Ok(())
}

/// Forgets a rule; posts that it planned stay.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(db: &mut SqliteConnection, id: RuleId) -> Result<()> {
    sqlx::query("DELETE FROM rules WHERE id = ?1").bind(id).execute(db).await?;
    Ok(())
}

/// Notes when a rule fires next.
///
/// # Errors
/// When the database does not answer.
pub async fn set_next(db: &mut SqliteConnection, id: RuleId, next_at: Option<DateTime<Utc>>) -> Result<()> {
    sqlx::query("UPDATE rules SET next_at = ?2 WHERE id = ?1").bind(id).bind(next_at).execute(db).await?;
    Ok(())
}

/// Notes what came of a firing.
///
/// # Errors
/// When the database does not answer.
pub async fn set_last(db: &mut SqliteConnection, id: RuleId, at: DateTime<Utc>, outcome: &str) -> Result<()> {
    let query = sqlx::query("UPDATE rules SET last_at = ?2, last_outcome = ?3 WHERE id = ?1");
    query.bind(id).bind(at).bind(outcome).execute(db).await?;
    Ok(())
}
