//! Making and changing a rule, with every field checked.

use super::{
    find_rule,
    view::{HashtagStrategy, Rule},
};
use crate::{
    Error, Patch, Result, Studio,
    checks::Checks,
    operations::{characters, slots::find_account},
    planning::{
        quiet_hours::QuietHours,
        strategy::tidy_hashtags,
        template,
        trigger::{self, Trigger, TriggerConfig},
    },
    tasks,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Deserialize;
use troupe_library::{
    AccountId, CharacterId, LibraryError, RuleId, SqliteConnection,
    tables::{
        accounts::{self, AccountFilter, AccountState},
        characters::CharacterRow,
        content::ContentType,
        posts::{LATE_MINUTES, WhenMissed},
        rules::{self, ContentFrom, RuleRow, TriggerType},
    },
};
use troupe_platforms::{PlatformName, PostType};

/// The most posts a day that a rule may plan, and the longest of its spans of minutes: four weeks.
const MOST_A_DAY: i64 = 100;
const LONGEST_MINUTES: i64 = 28 * 24 * 60;

/// Makes a rule that plans posts by itself: when it fires, what it takes or makes, and where it posts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateRule {
    /// Whose posts it plans.
    character_id: CharacterId,
    name: String,
    /// What it is good for.
    #[serde(default)]
    description: String,
    /// `schedule` (at times), `interval` (every so often) or `event` (when something happens).
    trigger_type: TriggerType,
    /// The trigger's own fields: `cron` and `timezone`, `every_minutes`, or `event`.
    trigger_config: TriggerConfig,
    /// Where it posts to.
    #[serde(default, alias = "platform_account_ids")]
    #[schemars(extend("x-aliases" = ["platform_account_ids"]))]
    account_ids: Vec<AccountId>,
    /// In place of accounts: the character's connected accounts at these platforms.
    #[serde(default)]
    platforms: Vec<PlatformName>,
    /// The form of its posts (`post`).
    #[serde(default)]
    post_type: Option<PostType>,
    /// What it posts (`image`).
    #[serde(default)]
    content_type: Option<ContentType>,
    /// The category of what it takes and makes (`post`); empty takes any.
    #[serde(default)]
    content_category: Option<String>,
    /// Where it takes it from: `approved`, `fresh` or `fresh_else_approved` (`approved`, or with a prompt
    /// `fresh_else_approved`).
    #[serde(default)]
    content_source: Option<ContentFrom>,
    /// The prompt of fresh pictures, with variables such as `{topic}`.
    #[serde(default)]
    prompt_template: String,
    /// The caption, with variables such as `{weekday}`.
    #[serde(default)]
    caption_template: String,
    /// How hashtags are chosen (`template`).
    #[serde(default)]
    hashtag_strategy: Option<HashtagStrategy>,
    /// The hashtags to choose from.
    #[serde(default)]
    hashtags: Vec<String>,
    /// Whether its posts wait for your word (yes).
    #[serde(default)]
    needs_approval: Option<bool>,
    /// At most so many posts a day, 1 to 100.
    #[serde(default)]
    #[schemars(range(min = 1, max = 100))]
    max_posts_per_day: Option<i64>,
    /// Not within so many minutes of another post of the character at the same accounts, 0 to 40,320.
    #[serde(default)]
    #[schemars(range(min = 0, max = 40_320))]
    cooldown_minutes: Option<i64>,
    /// It does not fire in these hours of its zone.
    #[serde(default)]
    quiet_hours: Option<QuietHours>,
    /// What happens when its time is missed, as when the computer slept (`late`).
    #[serde(default)]
    when_missed: Option<WhenMissed>,
    /// How late it may still go out, 0 to 40,320 minutes (60).
    #[serde(default)]
    #[schemars(range(min = 0, max = 40_320))]
    late_minutes: Option<i64>,
    /// How long before its time a fresh picture is begun, 5 to 40,320 minutes (120).
    #[serde(default)]
    #[schemars(range(min = 5, max = 40_320))]
    lead_minutes: Option<i64>,
    /// Whether it fires at all (yes).
    #[serde(default)]
    is_enabled: Option<bool>,
}

pub(super) async fn create(studio: &Studio, input: CreateRule) -> Result<Rule> {
    let now = studio.now();
    let has_prompt = !input.prompt_template.trim().is_empty();
    let source = if has_prompt { ContentFrom::FreshElseApproved } else { ContentFrom::Approved };
    let mut row = RuleRow {
        id: RuleId::new(),
        character_id: input.character_id,
        name: input.name,
        description: input.description,
        trigger_type: input.trigger_type,
        trigger_config: trigger::to_row(&input.trigger_config)?,
        account_ids: input.account_ids,
        post_type: input.post_type.unwrap_or(PostType::Post).slug().to_owned(),
        content_type: word_of(input.content_type.unwrap_or(ContentType::Image)).to_owned(),
        content_category: input.content_category.unwrap_or_else(|| "post".to_owned()),
        content_source: input.content_source.unwrap_or(source),
        prompt_template: input.prompt_template,
        caption_template: input.caption_template,
        hashtag_strategy: input.hashtag_strategy.unwrap_or_default().as_str().to_owned(),
        hashtags: input.hashtags,
        needs_approval: input.needs_approval.unwrap_or(true),
        max_posts_per_day: input.max_posts_per_day,
        cooldown_minutes: input.cooldown_minutes,
        quiet_hours: to_row(input.quiet_hours)?,
        when_missed: input.when_missed.unwrap_or_default(),
        late_minutes: input.late_minutes.unwrap_or(LATE_MINUTES),
        lead_minutes: input.lead_minutes.unwrap_or(120),
        is_enabled: input.is_enabled.unwrap_or(true),
        paused_until: None,
        next_at: None,
        last_at: None,
        last_outcome: None,
        created_at: now,
        updated_at: now,
    };
    let mut write = studio.library().write().await?;
    let character = characters::find(&mut write, row.character_id).await?;
    row.account_ids.extend(at_platforms(&mut write, &character, &input.platforms).await?);
    check(&mut write, &character, &mut row).await?;
    row.next_at = next_at(&mut write, &row, now).await?;
    rules::save(&mut write, &row).await?;
    let rule = Rule::load(&mut write, row, now).await?;
    write.commit().await.map_err(LibraryError::from)?;
    studio.tasks().nudge(tasks::PUBLISH_DUE);
    Ok(rule)
}

/// Changes a rule; only the fields that are sent change. Posts that it planned already stay as they are.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UpdateRule {
    rule_id: RuleId,
    #[serde(default)]
    name: Patch<String>,
    /// What it is good for.
    #[serde(default)]
    description: Patch<String>,
    /// `schedule`, `interval` or `event`; send `trigger_config` with it.
    #[serde(default)]
    trigger_type: Option<TriggerType>,
    /// The trigger's own fields; the whole object is replaced.
    #[serde(default)]
    trigger_config: Option<TriggerConfig>,
    /// Where it posts to; the whole list is replaced.
    #[serde(default, alias = "platform_account_ids")]
    #[schemars(extend("x-aliases" = ["platform_account_ids"]))]
    account_ids: Option<Vec<AccountId>>,
    /// The form of its posts.
    #[serde(default)]
    post_type: Option<PostType>,
    /// What it posts.
    #[serde(default)]
    content_type: Option<ContentType>,
    /// The category of what it takes and makes; empty takes any.
    #[serde(default)]
    content_category: Patch<String>,
    /// Where it takes it from.
    #[serde(default)]
    content_source: Option<ContentFrom>,
    /// The prompt of fresh pictures.
    #[serde(default)]
    prompt_template: Patch<String>,
    /// The caption.
    #[serde(default)]
    caption_template: Patch<String>,
    /// How hashtags are chosen.
    #[serde(default)]
    hashtag_strategy: Option<HashtagStrategy>,
    /// The hashtags to choose from; the whole list is replaced.
    #[serde(default)]
    hashtags: Patch<Vec<String>>,
    /// Whether its posts wait for your word.
    #[serde(default)]
    needs_approval: Option<bool>,
    /// At most so many posts a day.
    #[serde(default)]
    max_posts_per_day: Patch<i64>,
    /// Not within so many minutes of another post of the character.
    #[serde(default)]
    cooldown_minutes: Patch<i64>,
    /// It does not fire in these hours.
    #[serde(default)]
    quiet_hours: Patch<QuietHours>,
    /// What happens when its time is missed.
    #[serde(default)]
    when_missed: Option<WhenMissed>,
    /// How late it may still go out, in minutes.
    #[serde(default)]
    late_minutes: Option<i64>,
    /// How long before its time a fresh picture is begun, in minutes.
    #[serde(default)]
    lead_minutes: Option<i64>,
    /// Whether it fires at all.
    #[serde(default)]
    is_enabled: Option<bool>,
}

pub(super) async fn update(studio: &Studio, input: UpdateRule) -> Result<Rule> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let mut row = find_rule(&mut write, input.rule_id).await?;
    input.name.apply_required("name", &mut row.name)?;
    input.description.apply(&mut row.description);
    if input.trigger_type.is_some_and(|kind| kind != row.trigger_type) && input.trigger_config.is_none() {
        return Err(Error::field("trigger_config", "is needed with another type of trigger"));
    }
    row.trigger_type = input.trigger_type.unwrap_or(row.trigger_type);
    if let Some(config) = &input.trigger_config {
        row.trigger_config = trigger::to_row(config)?;
    }
    row.account_ids = input.account_ids.unwrap_or(row.account_ids);
    if let Some(kind) = input.post_type {
        row.post_type = kind.slug().to_owned();
    }
    if let Some(kind) = input.content_type {
        row.content_type = word_of(kind).to_owned();
    }
    input.content_category.apply(&mut row.content_category);
    row.content_source = input.content_source.unwrap_or(row.content_source);
    input.prompt_template.apply(&mut row.prompt_template);
    input.caption_template.apply(&mut row.caption_template);
    if let Some(strategy) = input.hashtag_strategy {
        row.hashtag_strategy = strategy.as_str().to_owned();
    }
    input.hashtags.apply(&mut row.hashtags);
    row.needs_approval = input.needs_approval.unwrap_or(row.needs_approval);
    input.max_posts_per_day.apply_option(&mut row.max_posts_per_day);
    input.cooldown_minutes.apply_option(&mut row.cooldown_minutes);
    match input.quiet_hours {
        Patch::Keep => {}
        Patch::Clear => row.quiet_hours = None,
        Patch::Set(hours) => row.quiet_hours = to_row(Some(hours))?,
    }
    row.when_missed = input.when_missed.unwrap_or(row.when_missed);
    row.late_minutes = input.late_minutes.unwrap_or(row.late_minutes);
    row.lead_minutes = input.lead_minutes.unwrap_or(row.lead_minutes);
    row.is_enabled = input.is_enabled.unwrap_or(row.is_enabled);
    let character = characters::find(&mut write, row.character_id).await?;
    check(&mut write, &character, &mut row).await?;
    row.next_at = next_at(&mut write, &row, now).await?;
    row.updated_at = now;
    rules::save(&mut write, &row).await?;
    let rule = Rule::load(&mut write, row, now).await?;
    write.commit().await.map_err(LibraryError::from)?;
    studio.tasks().nudge(tasks::PUBLISH_DUE);
    Ok(rule)
}

/// When a rule fires next: the first instant after now for which it has not begun yet.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn next_at(
    db: &mut SqliteConnection,
    row: &RuleRow,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    if !row.is_enabled {
        return Ok(None);
    }
    crate::planning::rules::next_after(db, row, now).await
}

async fn check(db: &mut SqliteConnection, character: &CharacterRow, row: &mut RuleRow) -> Result<()> {
    let mut checks = Checks::default();
    checks.name("name", &mut row.name);
    checks.text("description", &row.description);
    checks.prompt("prompt_template", &row.prompt_template);
    checks.text("caption_template", &row.caption_template);
    row.content_category = row.content_category.trim().to_owned();
    checks.text("content_category", &row.content_category);
    tidy_hashtags(&mut row.hashtags);
    checks.words("hashtags", &mut row.hashtags);
    for (field, value, range) in [
        ("max_posts_per_day", row.max_posts_per_day, 1..=MOST_A_DAY),
        ("cooldown_minutes", row.cooldown_minutes, 0..=LONGEST_MINUTES),
        ("late_minutes", Some(row.late_minutes), 0..=LONGEST_MINUTES),
        ("lead_minutes", Some(row.lead_minutes), 5..=LONGEST_MINUTES),
    ] {
        if value.is_some_and(|value| !range.contains(&value)) {
            checks.fault(field, format!("must be from {} to {}", range.start(), range.end()));
        }
    }
    if row.content_source != ContentFrom::Approved && row.prompt_template.trim().is_empty() {
        checks.fault("prompt_template", "is needed for fresh pictures: say what they show");
    }
    if row.content_source != ContentFrom::Approved && row.content_type != "image" {
        checks.fault("content_source", "must be approved for this type: only pictures are made fresh");
    }
    checks.done()?;
    template::check_prompt("prompt_template", &row.prompt_template)?;
    template::check("caption_template", &row.caption_template)?;
    if let Some(hours) = row.quiet_hours.take() {
        let mut hours: QuietHours = serde_json::from_value(hours).map_err(Error::internal)?;
        hours.check("quiet_hours")?;
        row.quiet_hours = to_row(Some(hours))?;
    }
    let mut config: TriggerConfig = serde_json::from_value(row.trigger_config.clone()).map_err(Error::internal)?;
    let _: Trigger = config.check(row.trigger_type, &character.timezone, row.created_at)?;
    row.trigger_config = trigger::to_row(&config)?;
    let mut ids: Vec<AccountId> = Vec::new();
    for id in &row.account_ids {
        let account = find_account(db, *id).await?;
        if account.character_id.is_some_and(|owner| owner != row.character_id) {
            let message =
                format!("{} is another character's account; a rule posts to its own character's", account.handle);
            return Err(Error::field("account_ids", message));
        }
        if !ids.contains(id) {
            ids.push(*id);
        }
    }
    row.account_ids = ids;
    if row.account_ids.is_empty() {
        return Err(Error::field("account_ids", "must name at least one account that it posts to"));
    }
    Ok(())
}

async fn at_platforms(
    db: &mut SqliteConnection,
    character: &CharacterRow,
    platforms: &[PlatformName],
) -> Result<Vec<AccountId>> {
    let filter = AccountFilter { character_id: Some(character.id), ..AccountFilter::default() };
    let own = accounts::list(db, &filter).await?;
    let mut found = Vec::new();
    for platform in platforms {
        let before = found.len();
        let there = own.iter().filter(|row| row.platform == platform.slug() && row.state != AccountState::Disconnected);
        found.extend(there.map(|row| row.id));
        if found.len() == before {
            let message = format!("{} has no account at {}; connect one first", character.name, platform.slug());
            return Err(Error::field("platforms", message));
        }
    }
    Ok(found)
}

fn to_row(hours: Option<QuietHours>) -> Result<Option<serde_json::Value>> {
    hours.map(serde_json::to_value).transpose().map_err(Error::internal)
}

fn word_of(kind: ContentType) -> &'static str {
    match kind {
        ContentType::Image => "image",
        ContentType::Video => "video",
        ContentType::Audio => "audio",
        ContentType::Text => "text",
    }
}
