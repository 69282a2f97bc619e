//! New posts: one for each account, made together under one group. Every way to a new post leads here: composing, the
//! scheduler's calls, rules and Fill week.

use super::draft::text_hash;
use crate::{
    Error, Result, Studio,
    checks::Checks,
    planning::{slots, time},
    time_zone,
};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
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
/// The most hashtags and mentions, and the longest of them, in letters.
const MOST_WORDS: usize = 60;
const LONGEST_WORD: usize = 150;
/// The longest caption, title, comment and alt text, in letters: above what any platform takes.
const LONGEST_CAPTION: usize = 70_000;
const LONGEST_LINE: usize = 10_000;
/// The latest that a post may still go out, in minutes: a week.
const LATEST_MINUTES: i64 = 7 * 24 * 60;

/// When a post goes out.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum When {
    /// Not yet planned.
    #[default]
    Draft,
    /// At once.
    Now,
    /// At a wall-clock time.
    At {
        /// The time.
        wall_time: NaiveDateTime,
        /// Its IANA zone; without it the account's.
        timezone: Option<String>,
        /// Whether the platform itself publishes it then.
        at_platform: bool,
    },
    /// In each account's next free slot.
    NextSlot,
}

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

/// Hashtags and mentions as they are stored: without their sign, each once.
pub(crate) fn words(field: &str, sign: char, given: &[String], checks: &mut Checks) -> Vec<String> {
    if given.len() > MOST_WORDS {
        checks.fault(field, format!("must be {MOST_WORDS} at most"));
    }
    let mut kept: Vec<String> = Vec::new();
    for (at, word) in given.iter().enumerate().take(MOST_WORDS) {
        let word = word.trim().trim_start_matches(sign).to_owned();
        if word.is_empty() {
            continue;
        }
        if word.chars().any(|letter| letter.is_whitespace() || letter.is_control() || letter == sign && sign == '#') {
            checks.fault(&format!("{field}[{at}]"), "must be one word, without blanks");
        } else if word.chars().count() > LONGEST_WORD {
            checks.fault(&format!("{field}[{at}]"), format!("must have {LONGEST_WORD} letters at most"));
        } else if !kept.iter().any(|known| known.to_lowercase() == word.to_lowercase()) {
            kept.push(word);
        }
    }
    kept
}

fn check_texts(new: &NewPosts, checks: &mut Checks) {
    check_length("caption", &new.caption, LONGEST_CAPTION, checks);
    for (field, text) in [("title", &new.title), ("first_comment", &new.first_comment)] {
        check_length(field, text.as_deref().unwrap_or_default(), LONGEST_LINE, checks);
    }
    for (at, text) in new.alt_texts.iter().enumerate() {
        check_length(&format!("alt_texts[{at}]"), text, LONGEST_LINE, checks);
    }
    if new.alt_texts.len() > new.content_ids.len() {
        checks.fault("alt_texts", "must be one for each file, in their order");
    }
    check_late(new.late_minutes.unwrap_or(0), checks);
}

/// How late a post may go out, in minutes.
pub(crate) fn check_late(minutes: i64, checks: &mut Checks) {
    if !(0..=LATEST_MINUTES).contains(&minutes) {
        checks.fault("late_minutes", format!("must be from 0 to {LATEST_MINUTES}, which is a week"));
    }
}

/// A text of a post, at most `longest` letters long.
pub(crate) fn check_length(field: &str, text: &str, longest: usize, checks: &mut Checks) {
    let count = text.chars().count();
    if count > longest {
        checks.fault(field, format!("must have {longest} letters at most; these are {count}"));
    }
    if text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\t' | '\r')) {
        checks.fault(field, "must not hold control letters");
    }
}

/// Checks a caption.
pub(crate) fn check_caption(text: &str, checks: &mut Checks) {
    check_length("caption", text, LONGEST_CAPTION, checks);
}

/// Checks a title, a comment or an alt text.
pub(crate) fn check_line(field: &str, text: &str, checks: &mut Checks) {
    check_length(field, text, LONGEST_LINE, checks);
}

/// What a creator can agree to.
pub(crate) fn check_agreements(allowed: &[String], checks: &mut Checks) {
    let known = super::guards::AGREEMENTS;
    for (at, agreed) in allowed.iter().enumerate() {
        if !known.contains(&agreed.as_str()) {
            checks.fault(&format!("allowed[{at}]"), format!("must be one of: {}", known.join(", ")));
        }
    }
}

/// A part of a picture.
pub(crate) fn check_crop(field: &str, crop: Crop, checks: &mut Checks) {
    let is_share = |figure: f64| (0.0..=1.0).contains(&figure);
    let is_within = is_share(crop.x)
        && is_share(crop.y)
        && crop.width > 0.0
        && crop.height > 0.0
        && crop.x + crop.width <= 1.0001
        && crop.y + crop.height <= 1.0001;
    if !is_within {
        checks.fault(field, "must lie within the picture: x, y, width and height are shares of it, from 0 to 1");
    }
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

/// When a post is planned for, in every shape that the row holds.
#[derive(Debug, Default)]
pub(crate) struct Planned {
    pub(crate) wall_time: Option<NaiveDateTime>,
    pub(crate) timezone: Option<String>,
    pub(crate) due_at: Option<DateTime<Utc>>,
    pub(crate) at_platform: bool,
    pub(crate) slot_id: Option<SlotId>,
    pub(crate) next_attempt_at: Option<DateTime<Utc>>,
}

/// How far back a planned time may lie: what was composed a moment too late still goes out.
const GRACE: TimeDelta = TimeDelta::minutes(5);

/// Reads a wish for a time as this account has it.
///
/// # Errors
/// When the time has passed, or the account has no slot.
pub(crate) async fn planned(
    studio: &Studio,
    db: &mut SqliteConnection,
    when: &When,
    account: &AccountRow,
    post_type: &str,
    now: DateTime<Utc>,
) -> Result<Planned> {
    match when {
        When::Draft => Ok(Planned::default()),
        When::Now => Ok(Planned {
            timezone: Some(account.timezone.clone()),
            due_at: Some(now),
            next_attempt_at: Some(now),
            ..Planned::default()
        }),
        When::At { wall_time, timezone, at_platform } => {
            let zone = timezone.clone().unwrap_or_else(|| account.timezone.clone());
            let due_at = time::due_at(*wall_time, time::zone("timezone", &zone)?);
            if due_at < now - GRACE {
                return Err(Error::field("scheduled_at", "has passed; choose a time ahead, or publish now"));
            }
            let handed_over = if *at_platform { handed_over(studio, account, due_at, now)? } else { None };
            Ok(Planned {
                wall_time: Some(*wall_time),
                timezone: Some(zone),
                due_at: Some(due_at),
                at_platform: handed_over.is_some(),
                slot_id: None,
                next_attempt_at: handed_over.or(Some(due_at)),
            })
        }
        When::NextSlot => {
            let found = slots::next(db, account, now, Some(post_type)).await?;
            let found = match found {
                Some(found) => Some(found),
                None => slots::next(db, account, now, None).await?,
            };
            let found = found.ok_or_else(|| {
                let message =
                    format!("{} has no free slot in the next weeks; add one, or choose a time", account.handle);
                Error::field("next_slot", message)
            })?;
            Ok(Planned {
                wall_time: Some(found.wall_time),
                timezone: Some(found.timezone),
                due_at: Some(found.scheduled_at),
                at_platform: false,
                slot_id: Some(found.slot_id),
                next_attempt_at: Some(found.scheduled_at),
            })
        }
    }
}

/// When a post is handed to a platform that publishes it by itself; `None` where the time is too near for that, so that
/// it goes out from here.
///
/// # Errors
/// When the platform has no such call.
fn handed_over(
    studio: &Studio,
    account: &AccountRow,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let name: PlatformName = account.platform.parse().map_err(Error::internal)?;
    let rule = studio.platforms().get(name).and_then(|platform| platform.facts().capabilities.schedule);
    let rule = rule.ok_or_else(|| {
        let message = format!("{} publishes nothing by itself at a time; leave it to Troupe", name.words());
        Error::field("at_platform", message)
    })?;
    let is_too_near = due_at < now + TimeDelta::minutes(rule.min_minutes.into());
    Ok((!is_too_near).then(|| now.max(due_at - TimeDelta::days(rule.max_days.into()))))
}
