//! A planned post as the interfaces see it.

use crate::{Result, planning::time};
use chrono::{DateTime, NaiveDateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{HashMap, hash_map::Entry};
use troupe_library::{
    AccountId, CharacterId, ContentId, GroupId, PostId, RuleId, SlotId, SqliteConnection,
    tables::{
        accounts, content,
        posts::{PostRow, PostStatus, WhenMissed},
        schedule,
    },
};

/// A post with a planned time.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct ScheduledPost {
    pub(crate) id: PostId,
    /// The posts that were made with it.
    pub(crate) group_id: GroupId,
    pub(crate) account_id: AccountId,
    /// The account's name at the platform.
    pub(crate) account_handle: String,
    pub(crate) platform: String,
    pub(crate) character_id: Option<CharacterId>,
    pub(crate) character_name: Option<String>,
    pub(crate) post_type: String,
    pub(crate) status: PostStatus,
    /// What is posted, in its order; the first is shown.
    pub(crate) content_ids: Vec<ContentId>,
    pub(crate) caption: String,
    /// The instant.
    pub(crate) scheduled_at: Option<DateTime<Utc>>,
    /// What the clocks of its zone show then.
    pub(crate) wall_time: Option<NaiveDateTime>,
    /// Its IANA zone.
    pub(crate) timezone: Option<String>,
    /// Whether the platform itself publishes it then.
    pub(crate) at_platform: bool,
    pub(crate) slot_id: Option<SlotId>,
    /// The rule that planned it.
    pub(crate) rule_id: Option<RuleId>,
    /// What happens when its time is missed.
    pub(crate) when_missed: WhenMissed,
    pub(crate) late_minutes: i64,
    /// Whether it may go out.
    pub(crate) is_approved: bool,
    /// Until when it waits for approval; then it takes the next slot.
    pub(crate) approve_until: Option<DateTime<Utc>>,
    /// Whether its time has passed and it is not out.
    pub(crate) is_late: bool,
    /// Why it waits although it is due.
    pub(crate) waiting_reason: Option<String>,
    /// Until when it waits, where that is known.
    pub(crate) waiting_until: Option<DateTime<Utc>>,
    pub(crate) platform_post_url: Option<String>,
    pub(crate) published_at: Option<DateTime<Utc>>,
    /// Who can see it; `private` is up, but not published.
    pub(crate) visibility: Option<String>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

impl ScheduledPost {
    /// Reads what belongs to these posts.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn load(db: &mut SqliteConnection, rows: Vec<PostRow>, now: DateTime<Utc>) -> Result<Vec<Self>> {
        let ids: Vec<PostId> = rows.iter().map(|row| row.id).collect();
        let mut media: HashMap<PostId, Vec<ContentId>> = HashMap::new();
        for (post, item) in schedule::media_of(db, &ids).await? {
            media.entry(post).or_default().push(item);
        }
        let mut handles: HashMap<AccountId, String> = HashMap::new();
        let mut names: HashMap<CharacterId, Option<String>> = HashMap::new();
        for row in &rows {
            if let Entry::Vacant(entry) = handles.entry(row.account_id) {
                let account = accounts::get(db, row.account_id).await?;
                entry.insert(account.map(|account| account.handle).unwrap_or_default());
            }
            if let Some(id) = row.character_id
                && let Entry::Vacant(entry) = names.entry(id)
            {
                entry.insert(content::character_name(db, id).await?);
            }
        }
        let view = |row: PostRow| {
            let is_open = matches!(row.status, PostStatus::Scheduled | PostStatus::Publishing);
            let waits = row.waiting_reason.is_some().then_some(row.next_attempt_at).flatten();
            Self {
                account_handle: handles.get(&row.account_id).cloned().unwrap_or_default(),
                character_name: row.character_id.and_then(|id| names.get(&id).cloned().flatten()),
                content_ids: media.remove(&row.id).unwrap_or_default(),
                is_approved: row.approved_at.is_some(),
                approve_until: row.due_at.filter(|_| row.status == PostStatus::Scheduled && row.approved_at.is_none()),
                is_late: is_open && row.due_at.is_some_and(|due| due + time::GRACE < now),
                waiting_until: waits.filter(|until| is_open && *until > now && row.approved_at.is_some()),
                id: row.id,
                group_id: row.group_id,
                account_id: row.account_id,
                platform: row.platform,
                character_id: row.character_id,
                post_type: row.post_type,
                status: row.status,
                caption: row.caption,
                scheduled_at: row.due_at,
                wall_time: row.wall_time,
                timezone: row.timezone,
                at_platform: row.at_platform,
                slot_id: row.slot_id,
                rule_id: row.rule_id,
                when_missed: row.when_missed,
                late_minutes: row.late_minutes,
                waiting_reason: row.waiting_reason.filter(|_| is_open),
                platform_post_url: row.platform_post_url,
                published_at: row.published_at,
                visibility: row.visibility,
                created_at: row.created_at,
                updated_at: row.updated_at,
            }
        };
        Ok(rows.into_iter().map(view).collect())
    }

    /// One post.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn load_one(db: &mut SqliteConnection, row: PostRow, now: DateTime<Utc>) -> Result<Self> {
        let id = row.id;
        let found = Self::load(db, vec![row], now).await?.into_iter().next();
        found.ok_or_else(|| crate::Error::not_found("post", id))
    }
}
