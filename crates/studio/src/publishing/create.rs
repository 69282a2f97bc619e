//! New posts: one for each account, made together under one group. Every way to a new post leads here: composing, the
//! scheduler's calls, rules and Fill week.

use super::{
    draft::text_hash,
    fields::{check_agreements, check_crop, check_texts, words},
    when::{When, planned},
};
use crate::{Result, Studio, checks::Checks, time_zone};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use troupe_library::{
    AccountId, CharacterId, ContentId, GroupId, LibraryError, PostId, RuleId, SlotId, SqliteConnection,
    tables::{
        accounts::{self, AccountRow},
        characters::{self, CharacterRow},
        content::{self, ContentRow, ContentType},
        post_media::{self, Crop, PostMediaRow},
        posts::{self, PostRow, PostStatus, WhenMissed},
    },
};
use troupe_platforms::{PlatformName, PostType};

/// The most accounts of one call, and the most files of one post; platforms take fewer.
const MOST_ACCOUNTS: usize = 50;
const MOST_FILES: usize = 50;

/// What differs for one of the accounts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForAccount {
    /// The account.
    #[serde(alias = "platform_account_id")]
    #[schemars(extend("x-aliases" = ["platform_account_id"]))]
    account_id: AccountId,
    /// Other words.
    caption: Option<String>,
    /// Other hashtags.
    hashtags: Option<Vec<String>>,
    /// Other mentions.
    mentions: Option<Vec<String>>,
    /// Another form.
    post_type: Option<PostType>,
    /// Another title.
    title: Option<String>,
    /// Another first comment.
    first_comment: Option<String>,
    /// Other parts of the files, in their order.
    crops: Option<Vec<Option<Crop>>>,
    /// The platform's own fields, laid over those of all.
    #[serde(default)]
    fields: Map<String, Value>,
    /// Another choice of the AI label.
    ai_label: Option<bool>,
    /// What you agree to for this account.
    #[serde(default)]
    allowed: Vec<String>,
}

impl NewPosts {
    /// The wish as it stands for one account.
    fn for_account(&self, id: AccountId) -> Self {
        let mut new = self.clone();
        let Some(own) = self.for_accounts.iter().find(|own| own.account_id == id).cloned() else { return new };
        new.caption = own.caption.unwrap_or(new.caption);
        new.hashtags = own.hashtags.unwrap_or(new.hashtags);
        new.mentions = own.mentions.unwrap_or(new.mentions);
        new.post_type = own.post_type.or(new.post_type);
        new.title = own.title.or(new.title);
        new.first_comment = own.first_comment.or(new.first_comment);
        new.crops = own.crops.unwrap_or(new.crops);
        new.fields.extend(own.fields);
        new.ai_label = own.ai_label.or(new.ai_label);
        new.allowed.extend(own.allowed);
        new
    }
}

/// What is to be posted.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewPosts {
    /// Whose posts; without it the accounts say.
    pub(crate) character_id: Option<CharacterId>,
    /// Where; one post each.
    pub(crate) account_ids: Vec<AccountId>,
    /// The files in their order.
    pub(crate) content_ids: Vec<ContentId>,
    /// The words, without hashtags and disclosure line.
    pub(crate) caption: String,
    /// With or without their sign.
    pub(crate) hashtags: Vec<String>,
    /// With or without their sign.
    pub(crate) mentions: Vec<String>,
    /// The form; without it the ordinary post.
    pub(crate) post_type: Option<PostType>,
    /// The title, where the platform has one.
    pub(crate) title: Option<String>,
    /// A comment of our own right after it.
    pub(crate) first_comment: Option<String>,
    /// For those who do not see the files, in their order.
    pub(crate) alt_texts: Vec<String>,
    /// The parts of the files that are sent, in their order.
    pub(crate) crops: Vec<Option<Crop>>,
    /// The platforms' own fields.
    pub(crate) fields: Map<String, Value>,
    /// What differs for some of the accounts.
    pub(crate) for_accounts: Vec<ForAccount>,
    /// Whether it is marked as made with AI; without it as the character says.
    pub(crate) ai_label: Option<bool>,
    /// What the creator agreed to for this once.
    pub(crate) allowed: Vec<String>,
    /// When it goes out.
    pub(crate) when: When,
    /// Whether the creator's word is there that it may go out.
    pub(crate) approved: bool,
    /// The rule that plans it.
    pub(crate) rule_id: Option<RuleId>,
    /// The slot that it fills.
    pub(crate) slot_id: Option<SlotId>,
    /// The group that they form, where it was chosen before; else a new one.
    pub(crate) group_id: Option<GroupId>,
    /// What happens when its time is missed.
    pub(crate) when_missed: WhenMissed,
    /// How late it may go out, in minutes; without it an hour.
    pub(crate) late_minutes: Option<i64>,
}

/// A post that is not written yet, with its files.
pub(crate) type NewPost = (PostRow, Vec<PostMediaRow>);

/// Makes the posts and wakes the scheduler.
///
/// # Errors
/// `validation_error` with every field that does not hold; `rate_limit_exceeded` for posts that should go out now,
/// over the character's limit. Then nothing is made.
pub(crate) async fn create(studio: &Studio, new: NewPosts) -> Result<Vec<PostRow>> {
    let is_now = new.when == When::Now;
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let rows = rows(&mut write, studio, &new).await?;
    if let (true, Some((first, _))) = (is_now, rows.first()) {
        super::guards::may_publish_now(&mut write, first, now).await?;
    }
    for (post, media) in &rows {
        posts::save(&mut write, post).await?;
        post_media::replace(&mut write, post.id, media).await?;
    }
    write.commit().await.map_err(LibraryError::from)?;
    super::nudge(studio);
    Ok(rows.into_iter().map(|(post, _)| post).collect())
}

/// The rows of the posts, checked but not written: preflight looks at them too.
///
/// # Errors
/// `validation_error` with every field that does not hold.
pub(crate) async fn rows(db: &mut SqliteConnection, studio: &Studio, new: &NewPosts) -> Result<Vec<NewPost>> {
    let now = studio.now();
    let mut checks = Checks::default();
    let accounts = find_accounts(db, studio, &new.account_ids, &mut checks).await?;
    let items = find_items(db, &new.content_ids, &mut checks).await?;
    for (at, own) in new.for_accounts.iter().enumerate() {
        if !new.account_ids.contains(&own.account_id) {
            checks.fault(&format!("for_accounts[{at}].account_id"), "is none of the accounts of this post");
        }
    }
    let mut texts = Vec::with_capacity(accounts.len());
    for account in &accounts {
        let own = new.for_account(account.id);
        let hashtags = words("hashtags", '#', &own.hashtags, &mut checks);
        let mentions = words("mentions", '@', &own.mentions, &mut checks);
        check_texts(&own, &mut checks);
        check_agreements(&own.allowed, &mut checks);
        for (at, crop) in own.crops.iter().enumerate() {
            if let Some(crop) = crop {
                check_crop(&format!("crops[{at}]"), *crop, &mut checks);
            }
        }
        texts.push((own, hashtags, mentions));
    }
    if let When::At { timezone: Some(zone), .. } = &new.when
        && let Err(words) = time_zone::parse(zone)
    {
        checks.fault("timezone", words);
    }
    checks.done()?;
    let group_id = new.group_id.unwrap_or_else(GroupId::new);
    let mut rows = Vec::with_capacity(accounts.len());
    for (account, (new, hashtags, mentions)) in accounts.into_iter().zip(texts) {
        let new = &new;
        let character = whose(db, new, &account, &items).await?;
        let post_type = new.post_type.unwrap_or(PostType::Post);
        let planned = planned(studio, db, &new.when, &account, &slug(post_type), now).await?;
        let status = if new.when == When::Draft { PostStatus::Draft } else { PostStatus::Scheduled };
        let discloses = character.as_ref().is_none_or(|character| character.disclosure.enabled);
        let mut post = PostRow {
            group_id,
            character_id: character.as_ref().map(|character| character.id),
            post_type: slug(post_type),
            status,
            caption: new.caption.trim().to_owned(),
            hashtags,
            mentions,
            title: new.title.clone().filter(|title| !title.trim().is_empty()),
            first_comment: new.first_comment.clone().filter(|comment| !comment.trim().is_empty()),
            fields: Value::Object(new.fields.clone()),
            ai_label: new.ai_label.unwrap_or(discloses),
            allowed: new.allowed.clone(),
            wall_time: planned.wall_time,
            timezone: planned.timezone,
            due_at: planned.due_at,
            at_platform: planned.at_platform,
            slot_id: new.slot_id.or(planned.slot_id),
            rule_id: new.rule_id,
            when_missed: new.when_missed,
            late_minutes: new.late_minutes.unwrap_or(posts::LATE_MINUTES),
            approved_at: (new.approved && status == PostStatus::Scheduled).then_some(now),
            next_attempt_at: planned.next_attempt_at,
            ..PostRow::new(account.id, &account.platform, now)
        };
        post.text_hash = text_hash(&post);
        let media = items.iter().enumerate().map(|(at, item)| {
            let alt_text = new.alt_texts.get(at).map(|text| text.trim().to_owned()).unwrap_or_default();
            media_row(post.id, at, item.id, alt_text, new.crops.get(at).copied().flatten())
        });
        let media = media.collect();
        rows.push((post, media));
    }
    Ok(rows)
}

/// A file of a post that was not made ready yet.
pub(crate) fn media_row(
    post_id: PostId,
    at: usize,
    content_id: ContentId,
    alt_text: String,
    crop: Option<Crop>,
) -> PostMediaRow {
    let position = i64::try_from(at).unwrap_or(i64::MAX);
    PostMediaRow { post_id, position, content_id, alt_text, crop, prepared: None, prepared_facts: None }
}

/// The word of a form in rows and calls.
pub(crate) fn slug(post_type: PostType) -> String {
    json!(post_type).as_str().unwrap_or("post").to_owned()
}

async fn find_accounts(
    db: &mut SqliteConnection,
    studio: &Studio,
    ids: &[AccountId],
    checks: &mut Checks,
) -> Result<Vec<AccountRow>> {
    if ids.is_empty() {
        checks.fault("account_ids", "choose at least one account");
    }
    if ids.len() > MOST_ACCOUNTS {
        checks.fault("account_ids", format!("must be {MOST_ACCOUNTS} at most"));
    }
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for id in ids.iter().take(MOST_ACCOUNTS).filter(|id| seen.insert(**id)) {
        match accounts::get(db, *id).await? {
            Some(account) => {
                let name = account.platform.parse::<PlatformName>().ok();
                if name.is_none_or(|name| studio.platforms().get(name).is_none()) {
                    checks.fault("account_ids", format!("this Troupe can't publish on {} yet", account.platform));
                }
                found.push(account);
            }
            None => checks.fault("account_ids", format!("there is no account {id}; refresh the list of accounts")),
        }
    }
    Ok(found)
}

/// The items of a post, each once and in order.
pub(crate) async fn find_items(
    db: &mut SqliteConnection,
    ids: &[ContentId],
    checks: &mut Checks,
) -> Result<Vec<ContentRow>> {
    if ids.len() > MOST_FILES {
        checks.fault("content_ids", format!("must be {MOST_FILES} at most"));
    }
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for id in ids.iter().take(MOST_FILES).filter(|id| seen.insert(**id)) {
        match content::get(db, *id).await? {
            Some(item) if item.deleted_at.is_some() => {
                checks.fault("content_ids", format!("{} is in the trash; restore it first", item.file_name));
            }
            Some(item) if !matches!(item.content_type, ContentType::Image | ContentType::Video) => {
                checks.fault("content_ids", format!("{} is neither a picture nor a clip", item.file_name));
            }
            Some(item) => found.push(item),
            None => checks.fault("content_ids", format!("there is no item {id} in the library")),
        }
    }
    Ok(found)
}

/// Whose post it is: the one named, else the account's, else the one in the picture.
async fn whose(
    db: &mut SqliteConnection,
    new: &NewPosts,
    account: &AccountRow,
    items: &[ContentRow],
) -> Result<Option<CharacterRow>> {
    if let Some(id) = new.character_id {
        return crate::operations::characters::find(db, id).await.map(Some);
    }
    let id = account.character_id.or_else(|| items.iter().find_map(|item| item.character_id));
    match id {
        Some(id) => Ok(characters::get(db, id).await?.filter(|character| character.deleted_at.is_none())),
        None => Ok(None),
    }
}
