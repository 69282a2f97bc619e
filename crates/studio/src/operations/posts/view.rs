//! A post as every interface shows it.

use crate::{Result, Studio, publishing::attention::Attention};
use chrono::{DateTime, NaiveDateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};
use troupe_library::{
    AccountId, CharacterId, ContentId, GroupId, PostId, RuleId, SlotId, SqliteConnection,
    tables::{
        accounts, characters,
        content::{self, ContentType, Rating},
        post_media::{self, Crop, PreparedFacts},
        posts::{PostRow, PostStatus, WhenMissed},
    },
};
use troupe_platforms::{Metrics, PlatformName, PostType};

/// A post of one account.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Post {
    pub(crate) id: PostId,
    /// The posts that were made with it.
    pub(crate) group_id: GroupId,
    /// Where it goes.
    pub(crate) account_id: AccountId,
    /// That account's name in addresses.
    pub(crate) account_handle: String,
    pub(crate) platform: PlatformName,
    pub(crate) character_id: Option<CharacterId>,
    pub(crate) character_name: Option<String>,
    /// The form.
    pub(crate) post_type: PostType,
    pub(crate) status: PostStatus,
    /// The first file.
    pub(crate) content_id: Option<ContentId>,
    /// The files in their order.
    pub(crate) media: Vec<PostMedia>,
    /// The words without hashtags and disclosure line; `posts.preflight` shows the words as they are sent.
    pub(crate) caption: String,
    /// Without their sign.
    pub(crate) hashtags: Vec<String>,
    /// Without their sign.
    pub(crate) mentions: Vec<String>,
    pub(crate) title: Option<String>,
    /// A comment of our own right after it.
    pub(crate) first_comment: Option<String>,
    /// The platform's own fields.
    pub(crate) fields: Map<String, Value>,
    /// Whether it is marked as made with AI.
    pub(crate) ai_label: bool,
    /// What the creator agreed to for this once.
    pub(crate) allowed: Vec<String>,
    /// When it is planned for.
    pub(crate) scheduled_at: Option<DateTime<Utc>>,
    /// The same as wall-clock time in its zone.
    pub(crate) wall_time: Option<NaiveDateTime>,
    /// The IANA zone of the planned time.
    pub(crate) timezone: Option<String>,
    /// Whether the platform itself publishes it then.
    pub(crate) at_platform: bool,
    pub(crate) slot_id: Option<SlotId>,
    pub(crate) rule_id: Option<RuleId>,
    /// What happens when its time is missed.
    pub(crate) when_missed: WhenMissed,
    /// How late it may still go out, in minutes.
    pub(crate) late_minutes: i64,
    /// The creator's word that it may go out; null waits for it.
    pub(crate) approved_at: Option<DateTime<Utc>>,
    /// When it is next taken up.
    pub(crate) next_attempt_at: Option<DateTime<Utc>>,
    /// Why it waits although it is due, in words.
    pub(crate) waiting_reason: Option<String>,
    /// The platform's id, once it is there.
    pub(crate) platform_post_id: Option<String>,
    /// Its address for people.
    pub(crate) platform_post_url: Option<String>,
    /// Who sees it: `public`, `unlisted`, `followers`, `private`, `unknown`.
    pub(crate) visibility: Option<String>,
    pub(crate) published_at: Option<DateTime<Utc>>,
    /// When the platform last showed it to us.
    pub(crate) read_back_at: Option<DateTime<Utc>>,
    /// What is known and the choices, when it needs attention.
    pub(crate) attention: Option<Attention>,
    /// What it failed with: `code`, `message`, `details`, and `fix`, the button that mends it.
    pub(crate) error: Option<Value>,
    /// Null is not given.
    pub(crate) likes_count: Option<u64>,
    /// Null is not given.
    pub(crate) comments_count: Option<u64>,
    /// Null is not given.
    pub(crate) shares_count: Option<u64>,
    /// Null is not given.
    pub(crate) views_count: Option<u64>,
    /// All counts of the last look.
    pub(crate) metrics: Option<Metrics>,
    /// When the counts were read.
    pub(crate) synced_at: Option<DateTime<Utc>>,
    /// When its status last changed.
    pub(crate) state_changed_at: DateTime<Utc>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

/// A file of a post.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(extend("x-file-kind" = "content"))]
pub(crate) struct PostMedia {
    /// The library's item.
    pub(crate) id: ContentId,
    pub(crate) content_type: ContentType,
    /// Of the library's item, in pixels.
    pub(crate) width: Option<i64>,
    /// Of the library's item, in pixels.
    pub(crate) height: Option<i64>,
    pub(crate) rating: Rating,
    /// Words for those who do not see it.
    pub(crate) alt_text: String,
    /// The part that is sent; null is the whole.
    pub(crate) crop: Option<Crop>,
    /// The very file that is sent, once it was made.
    pub(crate) prepared: Option<PreparedFile>,
}

/// The very file that is sent. Read it as the file `prepared` of this id.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(extend("x-file-kind" = "prepared"))]
pub(crate) struct PreparedFile {
    pub(crate) id: String,
    /// As `image/jpeg`.
    pub(crate) mime_type: String,
    /// Pixels; 0 where it is as the library's item.
    pub(crate) width: u32,
    /// Pixels; 0 where it is as the library's item.
    pub(crate) height: u32,
    pub(crate) size_bytes: u64,
    /// Milliseconds; pictures have none.
    pub(crate) duration_ms: Option<u64>,
}

impl PreparedFile {
    pub(crate) fn new(name: &str, facts: &PreparedFacts) -> Self {
        Self {
            id: name.to_owned(),
            mime_type: facts.mime_type.clone(),
            width: facts.width,
            height: facts.height,
            size_bytes: facts.size_bytes,
            duration_ms: facts.duration_ms,
        }
    }
}

/// One post with the names around it.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn view(db: &mut SqliteConnection, row: PostRow) -> Result<Post> {
    let account = accounts::get(db, row.account_id).await?;
    let character = match row.character_id {
        Some(id) => characters::get(db, id).await?.map(|character| character.name),
        None => None,
    };
    let mut media = Vec::new();
    for file in post_media::list(db, row.id).await? {
        let Some(item) = content::get(db, file.content_id).await? else { continue };
        media.push(PostMedia {
            id: item.id,
            content_type: item.content_type,
            width: item.width,
            height: item.height,
            rating: item.rating,
            alt_text: file.alt_text,
            crop: file.crop,
            prepared: file.prepared.zip(file.prepared_facts).map(|(name, facts)| PreparedFile::new(&name, &facts)),
        });
    }
    let metrics: Option<Metrics> = row.metrics.clone().and_then(|metrics| serde_json::from_value(metrics).ok());
    let count = |of: fn(&Metrics) -> Option<u64>| metrics.as_ref().and_then(of);
    Ok(Post {
        id: row.id,
        group_id: row.group_id,
        account_id: row.account_id,
        account_handle: account.map(|account| account.handle).unwrap_or_default(),
        platform: row.platform.parse().map_err(crate::Error::internal)?,
        character_id: row.character_id,
        character_name: character,
        post_type: serde_json::from_value(Value::String(row.post_type.clone())).unwrap_or(PostType::Post),
        status: row.status,
        content_id: media.first().map(|file| file.id),
        media,
        attention: Attention::of(&row),
        caption: row.caption,
        hashtags: row.hashtags,
        mentions: row.mentions,
        title: row.title,
        first_comment: row.first_comment,
        fields: row.fields.as_object().cloned().unwrap_or_default(),
        ai_label: row.ai_label,
        allowed: row.allowed,
        scheduled_at: row.due_at,
        wall_time: row.wall_time,
        timezone: row.timezone,
        at_platform: row.at_platform,
        slot_id: row.slot_id,
        rule_id: row.rule_id,
        when_missed: row.when_missed,
        late_minutes: row.late_minutes,
        approved_at: row.approved_at,
        next_attempt_at: row.next_attempt_at,
        waiting_reason: row.waiting_reason,
        platform_post_id: row.platform_post_id,
        platform_post_url: row.platform_post_url,
        visibility: row.visibility,
        published_at: row.published_at,
        read_back_at: row.read_back_at,
        error: row.error,
        likes_count: count(|metrics| metrics.likes),
        comments_count: count(|metrics| metrics.comments),
        shares_count: count(|metrics| metrics.shares),
        views_count: count(|metrics| metrics.views),
        metrics,
        synced_at: row.synced_at,
        state_changed_at: row.state_changed_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

/// Many posts with the names around them.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn views(db: &mut SqliteConnection, rows: Vec<PostRow>) -> Result<Vec<Post>> {
    let mut posts = Vec::with_capacity(rows.len());
    for row in rows {
        posts.push(view(db, row).await?);
    }
    Ok(posts)
}

/// A post as it stands now.
///
/// # Errors
/// `not_found` when there is no such post.
pub(crate) async fn current(studio: &Studio, id: PostId) -> Result<Post> {
    let mut read = studio.library().read().await?;
    let row = crate::publishing::draft::find(&mut read, id).await?;
    view(&mut read, row).await
}
