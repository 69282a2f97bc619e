//! Composing: one call, one post an account.

use super::{
    send::waited,
    view::{Post, views},
};
use crate::{
    Error, Result, Studio,
    publishing::{
        create::{self, ForAccount, NewPosts},
        read_time,
        when::When,
    },
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use troupe_library::{
    AccountId, CharacterId, ContentId, GroupId, PostId,
    tables::{
        accounts,
        post_media::Crop,
        posts::{PostStatus, WhenMissed},
    },
};
use troupe_platforms::PostType;

/// Makes posts, one for each account; those made together share a group. They stay drafts, or go out now, at a time, or
/// in the next slot.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct CreatePosts {
    /// Whose posts; without it the accounts say.
    pub(crate) character_id: Option<CharacterId>,
    /// The account.
    #[serde(alias = "account_id")]
    #[schemars(extend("x-aliases" = ["account_id"]))]
    pub(crate) platform_account_id: Option<AccountId>,
    /// Several accounts: one post each.
    pub(crate) account_ids: Vec<AccountId>,
    /// The picture or clip.
    pub(crate) content_id: Option<ContentId>,
    /// Several, in their order.
    pub(crate) content_ids: Vec<ContentId>,
    /// Further ones after it.
    pub(crate) additional_content_ids: Vec<ContentId>,
    /// The words, without hashtags and disclosure line.
    pub(crate) caption: String,
    /// With or without their sign.
    pub(crate) hashtags: Vec<String>,
    /// With or without their sign.
    pub(crate) mentions: Vec<String>,
    /// The form (`post`).
    pub(crate) post_type: Option<PostType>,
    /// The title, where the platform has one.
    pub(crate) title: Option<String>,
    /// A comment of our own right after it, where the platform has such a call.
    pub(crate) first_comment: Option<String>,
    /// Words for those who do not see the picture.
    pub(crate) alt_text: Option<String>,
    /// The same for several files, in their order.
    pub(crate) alt_texts: Vec<String>,
    /// The parts of the files that are sent, in their order; null is the whole.
    pub(crate) crops: Vec<Option<Crop>>,
    /// The platform's own fields, as `platforms.list` names them.
    pub(crate) fields: Map<String, Value>,
    /// What differs for some of the accounts.
    pub(crate) for_accounts: Vec<ForAccount>,
    /// Whether it is marked as made with AI; without it as the character says, which is on from the start.
    pub(crate) ai_label: Option<bool>,
    /// What you agree to for this once: `other_character`, `repeat`, `without_label`.
    pub(crate) allowed: Vec<String>,
    /// Sends it now.
    pub(crate) publish_immediately: bool,
    /// When it goes out: wall-clock time in `timezone`, or with an offset an instant.
    pub(crate) scheduled_at: Option<String>,
    /// The IANA zone of `scheduled_at`; without it each account's.
    pub(crate) timezone: Option<String>,
    /// Lets the platform itself publish it at that time, where it can.
    pub(crate) at_platform: bool,
    /// Puts each into its account's next free slot.
    pub(crate) next_slot: bool,
    /// Waits for `posts.approve` before it goes out.
    pub(crate) needs_approval: bool,
    /// What happens when its time is missed (`late`).
    pub(crate) when_missed: WhenMissed,
    /// How late it may still go out, in minutes (60).
    pub(crate) late_minutes: Option<i64>,
    /// Wait this many seconds until it is up, at most 300.
    pub(crate) wait: Option<u32>,
}

/// The new posts.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct CreatedPosts {
    /// The first one.
    post_id: PostId,
    group_id: GroupId,
    /// Of the first one.
    status: PostStatus,
    /// Of the first one.
    platform_post_id: Option<String>,
    /// Of the first one.
    platform_post_url: Option<String>,
    /// Of the first one.
    published_at: Option<DateTime<Utc>>,
    /// All of them, one an account.
    posts: Vec<Post>,
}

pub(crate) async fn create(studio: &Studio, input: CreatePosts) -> Result<CreatedPosts> {
    let wait = super::send::checked_wait(input.wait)?;
    let new = input.new_posts(studio).await?;
    let rows = create::create(studio, new).await?;
    let ids: Vec<PostId> = rows.iter().map(|row| row.id).collect();
    let posts = if wait > 0 {
        waited(studio, &ids, wait).await?
    } else {
        let mut read = studio.library().read().await?;
        views(&mut read, rows).await?
    };
    let first = posts.first().ok_or_else(|| Error::field("account_ids", "choose at least one account"))?;
    Ok(CreatedPosts {
        post_id: first.id,
        group_id: first.group_id,
        status: first.status,
        platform_post_id: first.platform_post_id.clone(),
        platform_post_url: first.platform_post_url.clone(),
        published_at: first.published_at,
        posts,
    })
}

impl CreatePosts {
    /// What is to be made of it.
    pub(crate) async fn new_posts(self, studio: &Studio) -> Result<NewPosts> {
        let when = self.when(studio).await?;
        let join = |first: Option<_>, many: Vec<_>| first.into_iter().chain(many).collect::<Vec<_>>();
        let mut account_ids = self.account_ids;
        if let Some(id) = self.platform_account_id
            && !account_ids.contains(&id)
        {
            account_ids.insert(0, id);
        }
        let mut content_ids = join(self.content_id, self.content_ids);
        content_ids.extend(self.additional_content_ids);
        let mut seen = std::collections::HashSet::new();
        content_ids.retain(|id| seen.insert(*id));
        Ok(NewPosts {
            character_id: self.character_id,
            account_ids,
            content_ids,
            caption: self.caption,
            hashtags: self.hashtags,
            mentions: self.mentions,
            post_type: self.post_type,
            title: self.title,
            first_comment: self.first_comment,
            alt_texts: if self.alt_texts.is_empty() { self.alt_text.into_iter().collect() } else { self.alt_texts },
            crops: self.crops,
            fields: self.fields,
            for_accounts: self.for_accounts,
            ai_label: self.ai_label,
            allowed: self.allowed,
            approved: !self.needs_approval,
            when,
            when_missed: self.when_missed,
            late_minutes: self.late_minutes,
            ..NewPosts::default()
        })
    }

    async fn when(&self, studio: &Studio) -> Result<When> {
        let wishes = [self.publish_immediately, self.scheduled_at.is_some(), self.next_slot];
        if wishes.iter().filter(|wish| **wish).count() > 1 {
            let message = "choose one of publish_immediately, scheduled_at and next_slot";
            return Err(Error::field("scheduled_at", message));
        }
        if self.publish_immediately {
            return Ok(When::Now);
        }
        if self.next_slot {
            return Ok(When::NextSlot);
        }
        let Some(text) = &self.scheduled_at else { return Ok(When::Draft) };
        let account = self.platform_account_id.or_else(|| self.account_ids.first().copied());
        let zone = zone(studio, self.timezone.clone(), account).await?;
        let wall_time = read_time("scheduled_at", text, &zone)?;
        // An instant is the same for every account, wall-clock time is each account's own.
        let is_instant = DateTime::parse_from_rfc3339(text.trim()).is_ok();
        let timezone = if is_instant { Some(zone) } else { self.timezone.clone() };
        Ok(When::At { wall_time, timezone, at_platform: self.at_platform })
    }
}

/// The zone in which a time is read: the one named, else the account's.
pub(super) async fn zone(studio: &Studio, named: Option<String>, account: Option<AccountId>) -> Result<String> {
    if let Some(zone) = named {
        return Ok(zone);
    }
    let mut read = studio.library().read().await?;
    let account = match account {
        Some(id) => accounts::get(&mut read, id).await?,
        None => None,
    };
    Ok(account.map_or_else(|| "UTC".to_owned(), |account| account.timezone))
}
