//! A rule as the interfaces see it.

use crate::{
    Error, Result,
    planning::{pause, quiet_hours::QuietHours, time, trigger::TriggerConfig},
};
use chrono::{DateTime, NaiveDateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    AccountId, CharacterId, RuleId, SqliteConnection,
    tables::{
        accounts, content,
        posts::WhenMissed,
        rules::{ContentFrom, RuleRow, TriggerType},
    },
};

/// How a rule chooses the hashtags of a post.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HashtagStrategy {
    /// Those that are written in the caption, no others.
    #[default]
    Template,
    /// All of the rule's list.
    Fixed,
    /// Five of the rule's list, or of the strategy's where the rule has none; others each time.
    #[serde(alias = "auto")]
    #[schemars(extend("x-aliases" = ["auto"]))]
    Rotate,
}

impl HashtagStrategy {
    /// As a row keeps it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Template => "template",
            Self::Fixed => "fixed",
            Self::Rotate => "rotate",
        }
    }

    /// Of a row.
    pub(crate) fn of(text: &str) -> Self {
        match text {
            "fixed" => Self::Fixed,
            "rotate" => Self::Rotate,
            _ => Self::Template,
        }
    }
}

/// An account that a rule, a slot or a post goes to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct AccountMark {
    pub(crate) account_id: AccountId,
    /// The platform's slug.
    pub(crate) platform: String,
    /// Its name there.
    pub(crate) handle: String,
}

/// A rule that plans posts by itself.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Rule {
    id: RuleId,
    character_id: CharacterId,
    character_name: String,
    name: String,
    description: String,
    trigger_type: TriggerType,
    trigger_config: TriggerConfig,
    /// Where it posts to.
    accounts: Vec<AccountMark>,
    account_ids: Vec<AccountId>,
    /// The platforms of these accounts, each once.
    platforms: Vec<String>,
    post_type: String,
    /// `image` or `video`.
    content_type: String,
    content_category: String,
    content_source: ContentFrom,
    prompt_template: String,
    caption_template: String,
    hashtag_strategy: HashtagStrategy,
    hashtags: Vec<String>,
    /// Whether its posts wait for the creator's word.
    needs_approval: bool,
    max_posts_per_day: Option<i64>,
    cooldown_minutes: Option<i64>,
    quiet_hours: Option<QuietHours>,
    /// What happens when its time is missed.
    when_missed: WhenMissed,
    late_minutes: i64,
    /// How long before its time a fresh picture is begun.
    lead_minutes: i64,
    is_enabled: bool,
    is_paused: bool,
    /// Until when it is paused; `null` while paused: until it is resumed.
    paused_until: Option<DateTime<Utc>>,
    /// Its next firing.
    next_at: Option<DateTime<Utc>>,
    /// The same, as the clocks of its zone show it.
    next_wall_time: Option<NaiveDateTime>,
    /// Its last firing, and what came of it.
    last_at: Option<DateTime<Utc>>,
    last_outcome: Option<String>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl Rule {
    pub(super) async fn load(db: &mut SqliteConnection, row: RuleRow, now: DateTime<Utc>) -> Result<Self> {
        let mut marks = Vec::new();
        for id in &row.account_ids {
            if let Some(account) = accounts::get(db, *id).await? {
                let (platform, handle) = (account.platform, account.handle);
                marks.push(AccountMark { account_id: *id, platform, handle });
            }
        }
        let mut platforms: Vec<String> = Vec::new();
        for mark in &marks {
            if !platforms.contains(&mark.platform) {
                platforms.push(mark.platform.clone());
            }
        }
        let character_name = content::character_name(db, row.character_id).await?.unwrap_or_default();
        let config: TriggerConfig = serde_json::from_value(row.trigger_config).map_err(Error::internal)?;
        let quiet = row.quiet_hours.map(serde_json::from_value).transpose().map_err(Error::internal)?;
        let paused_until = row.paused_until.filter(|until| now < *until);
        Ok(Self {
            id: row.id,
            character_id: row.character_id,
            character_name,
            name: row.name,
            description: row.description,
            trigger_type: row.trigger_type,
            next_wall_time: row.next_at.map(|at| time::wall_time(at, config.zone())),
            trigger_config: config,
            accounts: marks,
            account_ids: row.account_ids,
            platforms,
            post_type: row.post_type,
            content_type: row.content_type,
            content_category: row.content_category,
            content_source: row.content_source,
            prompt_template: row.prompt_template,
            caption_template: row.caption_template,
            hashtag_strategy: HashtagStrategy::of(&row.hashtag_strategy),
            hashtags: row.hashtags,
            needs_approval: row.needs_approval,
            max_posts_per_day: row.max_posts_per_day,
            cooldown_minutes: row.cooldown_minutes,
            quiet_hours: quiet,
            when_missed: row.when_missed,
            late_minutes: row.late_minutes,
            lead_minutes: row.lead_minutes,
            is_enabled: row.is_enabled,
            is_paused: paused_until.is_some(),
            paused_until: paused_until.filter(|until| *until < pause::until_resumed()),
            next_at: row.next_at,
            last_at: row.last_at,
            last_outcome: row.last_outcome,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}
