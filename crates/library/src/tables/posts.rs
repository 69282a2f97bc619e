//! Posts: one account's each; posts made together share a group.

use crate::{AccountId, CharacterId, GroupId, PostId, Result, RuleId, SlotId};
use chrono::{DateTime, NaiveDateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

/// How late a post may go out where nothing is said, in minutes.
pub const LATE_MINUTES: i64 = 60;

/// How far a post is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum PostStatus {
    /// Being written.
    Draft,
    /// Planned; it waits for approval while it has no `approved_at`.
    Scheduled,
    /// On its way.
    Publishing,
    /// Up, and read back.
    Published,
    /// The platform refused it for good.
    Failed,
    /// The creator has to look.
    NeedsAttention,
    /// Taken out of the plan.
    Cancelled,
}

/// What happens to a post whose time passed while this computer was off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum WhenMissed {
    /// It goes out late, within its late minutes; after them it is asked.
    #[default]
    Late,
    /// It takes the account's next free slot.
    NextSlot,
    /// The creator is asked.
    Ask,
    /// It is left out.
    Skip,
}

/// One post.
#[derive(Debug, Clone, FromRow)]
pub struct PostRow {
    /// The post's id.
    pub id: PostId,
    /// The posts that were made with it.
    pub group_id: GroupId,
    /// Where it goes.
    pub account_id: AccountId,
    /// Whose picture it is.
    pub character_id: Option<CharacterId>,
    /// The platform's slug.
    pub platform: String,
    /// The form: `post`, `carousel`, `story`, `reel`, `video`.
    pub post_type: String,
    /// How far it is.
    pub status: PostStatus,
    /// The caption, without hashtags and disclosure line.
    pub caption: String,
    /// Hashtags without their sign.
    #[sqlx(json)]
    pub hashtags: Vec<String>,
    /// Mentions without their sign.
    #[sqlx(json)]
    pub mentions: Vec<String>,
    /// The title, where the platform has one.
    pub title: Option<String>,
    /// A comment of our own right after it.
    pub first_comment: Option<String>,
    /// The platform's own fields, an object.
    #[sqlx(json)]
    pub fields: Value,
    /// Whether it is marked as made with AI.
    pub ai_label: bool,
    /// What the creator agreed to for this post.
    #[sqlx(json)]
    pub allowed: Vec<String>,
    /// The planned wall-clock time.
    pub wall_time: Option<NaiveDateTime>,
    /// Its IANA zone.
    pub timezone: Option<String>,
    /// The instant that follows from both.
    pub due_at: Option<DateTime<Utc>>,
    /// Whether the platform itself publishes it then.
    pub at_platform: bool,
    /// The slot that it fills.
    pub slot_id: Option<SlotId>,
    /// The rule that planned it.
    pub rule_id: Option<RuleId>,
    /// What happens when its time is missed.
    pub when_missed: WhenMissed,
    /// How late it may still go out, in minutes.
    pub late_minutes: i64,
    /// The creator's word that it may go out.
    pub approved_at: Option<DateTime<Utc>>,
    /// When it is next taken up.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// How often it was begun.
    pub attempts: i64,
    /// Why it waits although it is due.
    pub waiting_reason: Option<String>,
    /// When it was last taken up.
    pub publishing_since: Option<DateTime<Utc>>,
    /// The platform's id.
    pub platform_post_id: Option<String>,
    /// Its address for people.
    pub platform_post_url: Option<String>,
    /// Who can see it.
    pub visibility: Option<String>,
    /// When the platform took it.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was read back.
    pub read_back_at: Option<DateTime<Utc>>,
    /// What is known, and the choices, when it needs attention.
    #[sqlx(json(nullable))]
    pub attention: Option<Value>,
    /// What it failed with.
    #[sqlx(json(nullable))]
    pub error: Option<Value>,
    /// Counts at the last look.
    #[sqlx(json(nullable))]
    pub metrics: Option<Value>,
    /// When they were read.
    pub synced_at: Option<DateTime<Utc>>,
    /// blake3 of the words as they were sent.
    pub text_hash: Option<String>,
    /// The status before a cancel.
    pub restores_to: Option<PostStatus>,
    /// When the status last changed.
    pub state_changed_at: DateTime<Utc>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When the row last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}

impl PostRow {
    /// An empty draft of an account, made at `now`: in a group of its own, with the AI label, an hour late at the most.
    #[must_use]
    pub fn new(account_id: AccountId, platform: &str, now: DateTime<Utc>) -> Self {
        Self {
            id: PostId::new(),
            group_id: GroupId::new(),
            account_id,
            character_id: None,
            platform: platform.to_owned(),
            post_type: "post".to_owned(),
            status: PostStatus::Draft,
            caption: String::new(),
            hashtags: Vec::new(),
            mentions: Vec::new(),
            title: None,
            first_comment: None,
            fields: Value::Object(serde_json::Map::new()),
            ai_label: true,
            allowed: Vec::new(),
            wall_time: None,
            timezone: None,
            due_at: None,
            at_platform: false,
            slot_id: None,
            rule_id: None,
            when_missed: WhenMissed::default(),
            late_minutes: LATE_MINUTES,
            approved_at: None,
            next_attempt_at: None,
            attempts: 0,
            waiting_reason: None,
            publishing_since: None,
            platform_post_id: None,
            platform_post_url: None,
            visibility: None,
            published_at: None,
            read_back_at: None,
            attention: None,
            error: None,
            metrics: None,
            synced_at: None,
            text_hash: None,
            restores_to: None,
            state_changed_at: now,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        }
    }
}

/// Which posts are listed.
#[derive(Debug, Clone, Default)]
pub struct PostFilter {
    /// Of one character.
    pub character_id: Option<CharacterId>,
    /// Of one account.
    pub account_id: Option<AccountId>,
    /// Of one platform.
    pub platform: Option<String>,
    /// Of one group.
    pub group_id: Option<GroupId>,
    /// Of one rule.
    pub rule_id: Option<RuleId>,
    /// In one of these states; none is all.
    pub statuses: Vec<PostStatus>,
    /// Due from this moment on.
    pub due_from: Option<DateTime<Utc>>,
    /// Due before this moment.
    pub due_to: Option<DateTime<Utc>>,
    /// By their planned time, earliest first, instead of the newest first.
    pub by_time: bool,
    /// At most so many; 0 is no limit.
    pub limit: i64,
    /// After so many.
    pub offset: i64,
}

fn conditions(query: &mut QueryBuilder<Sqlite>, filter: &PostFilter) {
    query.push(" WHERE deleted_at IS NULL");
    if let Some(id) = filter.character_id {
        query.push(" AND character_id = ").push_bind(id);
    }
    if let Some(id) = filter.account_id {
        query.push(" AND account_id = ").push_bind(id);
    }
    if let Some(platform) = &filter.platform {
        query.push(" AND platform = ").push_bind(platform.clone());
    }
    if let Some(id) = filter.group_id {
        query.push(" AND group_id = ").push_bind(id);
    }
    if let Some(id) = filter.rule_id {
        query.push(" AND rule_id = ").push_bind(id);
    }
    if !filter.statuses.is_empty() {
        query.push(" AND status IN (");
        let mut list = query.separated(", ");
        for status in &filter.statuses {
            list.push_bind(*status);
        }
        query.push(")");
    }
    if let Some(from) = filter.due_from {
        query.push(" AND due_at >= ").push_bind(from);
    }
    if let Some(to) = filter.due_to {
        query.push(" AND due_at < ").push_bind(to);
    }
}

/// The posts that meet the filter.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut SqliteConnection, filter: &PostFilter) -> Result<Vec<PostRow>> {
    let mut query = QueryBuilder::new("SELECT * FROM posts");
    conditions(&mut query, filter);
    query.push(if filter.by_time { " ORDER BY due_at, id" } else { " ORDER BY created_at DESC, id DESC" });
    if filter.limit > 0 {
        query.push(" LIMIT ").push_bind(filter.limit).push(" OFFSET ").push_bind(filter.offset);
    }
    Ok(query.build_query_as().fetch_all(db).await?)
}

/// How many posts meet the filter, whatever its limit.
///
/// # Errors
/// When the database does not answer.
pub async fn count(db: &mut SqliteConnection, filter: &PostFilter) -> Result<i64> {
    let mut query = QueryBuilder::new("SELECT count(*) FROM posts");
    conditions(&mut query, filter);
    Ok(query.build_query_scalar().fetch_one(db).await?)
}

/// One post, also a deleted one.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &mut SqliteConnection, id: PostId) -> Result<Option<PostRow>> {
    Ok(sqlx::query_as("SELECT * FROM posts WHERE id = ?1").bind(id).fetch_optional(db).await?)
}

/// The post of an account that the platform knows by this id.
///
/// # Errors
/// When the database does not answer.
pub async fn by_platform_id(db: &mut SqliteConnection, account: AccountId, id: &str) -> Result<Option<PostRow>> {
    let query = sqlx::query_as("SELECT * FROM posts WHERE account_id = ?1 AND platform_post_id = ?2 LIMIT 1");
    Ok(query.bind(account).bind(id).fetch_optional(db).await?)
}

/// What a character's posts brought so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromRow)]
pub struct PostTotals {
    /// Posts that are up.
    pub posts: i64,
    /// Likes, comments and shares at the last looks; `None` where none was read.
    pub engagement: Option<i64>,
}

/// The totals of a character's posts.
///
/// # Errors
/// When the database does not answer.
pub async fn totals(db: &mut SqliteConnection, character: CharacterId) -> Result<PostTotals> {
    let query = sqlx::query_as(
        "SELECT count(*) AS posts,
             sum(CASE WHEN metrics IS NULL THEN NULL ELSE coalesce(metrics ->> '$.likes', 0)
                 + coalesce(metrics ->> '$.comments', 0) + coalesce(metrics ->> '$.shares', 0) END) AS engagement
         FROM posts WHERE character_id = ?1 AND status = 'published' AND deleted_at IS NULL",
    );
    Ok(query.bind(character).fetch_one(db).await?)
}

/// Writes a new post, or every field of one that is there. `state_changed_at` follows the status by itself.
///
/// # Errors
/// When the database does not answer.
pub async fn save(db: &mut SqliteConnection, row: &PostRow) -> Result<()> {
    let columns = "group_id, account_id, character_id, platform, post_type, status, caption, hashtags, mentions, title, \
        first_comment, fields, ai_label, allowed, wall_time, timezone, due_at, at_platform, slot_id, rule_id, \
        when_missed, late_minutes, approved_at, next_attempt_at, attempts, waiting_reason, publishing_since, \
        platform_post_id, platform_post_url, visibility, published_at, read_back_at, attention, error, metrics, \
        synced_at, text_hash, restores_to, updated_at, deleted_at";
    let updates: Vec<String> = columns.split(", ").map(|column| format!("{column} = excluded.{column}")).collect();
    let mut query =
        QueryBuilder::new(format!("INSERT INTO posts (id, created_at, state_changed_at, {columns}) VALUES ("));
    let json = |value: &Option<Value>| value.as_ref().map(Value::to_string);
    let mut values = query.separated(", ");
    values.push_bind(row.id).push_bind(row.created_at).push_bind(row.updated_at);
    values.push_bind(row.group_id).push_bind(row.account_id).push_bind(row.character_id);
    values.push_bind(row.platform.clone()).push_bind(row.post_type.clone()).push_bind(row.status);
    values.push_bind(row.caption.clone()).push_bind(sqlx::types::Json(row.hashtags.clone()));
    values.push_bind(sqlx::types::Json(row.mentions.clone())).push_bind(row.title.clone());
    values.push_bind(row.first_comment.clone()).push_bind(row.fields.to_string()).push_bind(row.ai_label);
    values.push_bind(sqlx::types::Json(row.allowed.clone())).push_bind(row.wall_time);
    values.push_bind(row.timezone.clone()).push_bind(row.due_at).push_bind(row.at_platform);
    values.push_bind(row.slot_id).push_bind(row.rule_id).push_bind(row.when_missed).push_bind(row.late_minutes);
    values.push_bind(row.approved_at).push_bind(row.next_attempt_at).push_bind(row.attempts);
    values.push_bind(row.waiting_reason.clone()).push_bind(row.publishing_since);
    values.push_bind(row.platform_post_id.clone()).push_bind(row.platform_post_url.clone());
    values.push_bind(row.visibility.clone()).push_bind(row.published_at).push_bind(row.read_back_at);
    values.push_bind(json(&row.attention)).push_bind(json(&row.error)).push_bind(json(&row.metrics));
    values.push_bind(row.synced_at).push_bind(row.text_hash.clone()).push_bind(row.restores_to);
    values.push_bind(row.updated_at).push_bind(row.deleted_at);
    query.push(format!(
        ") ON CONFLICT (id) DO UPDATE SET state_changed_at = CASE WHEN posts.status <> excluded.status
             THEN excluded.updated_at ELSE posts.state_changed_at END, {}",
        updates.join(", ")
    ));
    query.build().execute(db).await?;
    Ok(())
}

/// Changes a post as it stands now: what another task wrote meanwhile is kept.
///
/// # Errors
/// When the database does not answer.
pub async fn change(
    db: &mut SqliteConnection,
    id: PostId,
    now: DateTime<Utc>,
    change: impl FnOnce(&mut PostRow),
) -> Result<Option<PostRow>> {
    let Some(mut row) = get(db, id).await? else { return Ok(None) };
    change(&mut row);
    row.updated_at = now;
    save(db, &row).await?;
    Ok(Some(row))
}

/// The posts to take up at `now`, the longest due first, at most `limit`: approved ones whose time has come, and those
/// that were on their way.
///
/// # Errors
/// When the database does not answer.
pub async fn due(db: &mut SqliteConnection, now: DateTime<Utc>, limit: i64) -> Result<Vec<PostRow>> {
    let query = sqlx::query_as(
        "SELECT * FROM posts WHERE status IN ('scheduled', 'publishing') AND deleted_at IS NULL
             AND next_attempt_at <= ?1 AND (approved_at IS NOT NULL OR status = 'publishing')
         ORDER BY next_attempt_at, id LIMIT ?2",
    );
    Ok(query.bind(now).bind(limit).fetch_all(db).await?)
}

/// When the next post after `now` is to be taken up.
///
/// # Errors
/// When the database does not answer.
pub async fn next_due(db: &mut SqliteConnection, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let query = sqlx::query_scalar(
        "SELECT min(next_attempt_at) FROM posts
         WHERE status IN ('scheduled', 'publishing') AND deleted_at IS NULL AND next_attempt_at > ?1",
    );
    Ok(query.bind(now).fetch_one(db).await?)
}
