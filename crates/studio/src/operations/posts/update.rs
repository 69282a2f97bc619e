//! Changing a post that is not on its way: words, files, time.

use super::view::{Post, current};
use crate::{
    Error, Patch, Result, Studio,
    checks::Checks,
    publishing::{
        self, create,
        draft::{find, text_hash},
        fields, read_time,
        when::{self, When},
    },
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use troupe_library::{
    ContentId, LibraryError, PostId,
    tables::{
        accounts,
        post_media::{self, Crop, PostMediaRow},
        posts::{self, PostRow, PostStatus, WhenMissed},
    },
};
use troupe_platforms::PostType;

/// Changes a post; only the fields that are sent change. One that is on its way or up can't be changed.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UpdatePost {
    post_id: PostId,
    /// The words, without hashtags and disclosure line.
    #[serde(default)]
    caption: Patch<String>,
    /// With or without their sign; the whole list is replaced.
    #[serde(default)]
    hashtags: Patch<Vec<String>>,
    /// With or without their sign; the whole list is replaced.
    #[serde(default)]
    mentions: Patch<Vec<String>>,
    /// The form.
    post_type: Option<PostType>,
    #[serde(default)]
    title: Patch<String>,
    /// A comment of our own right after it.
    #[serde(default)]
    first_comment: Patch<String>,
    /// The files in their order; the whole list is replaced, and what stays keeps its alt text and its part.
    content_ids: Option<Vec<ContentId>>,
    /// Words for those who do not see the files, in their order.
    alt_texts: Option<Vec<String>>,
    /// The parts of the files that are sent, in their order; null is the whole.
    crops: Option<Vec<Option<Crop>>>,
    /// The platform's own fields; the whole object is replaced.
    #[serde(default)]
    fields: Patch<Map<String, Value>>,
    /// Whether it is marked as made with AI.
    ai_label: Option<bool>,
    /// What you agree to for this once; the whole list is replaced.
    #[serde(default)]
    allowed: Patch<Vec<String>>,
    /// When it goes out: wall-clock time in `timezone`, or with an offset an instant. Null makes it a draft again.
    #[serde(default)]
    scheduled_at: Patch<String>,
    /// The IANA zone of `scheduled_at`; without it the post's, else its account's.
    timezone: Option<String>,
    /// Lets the platform itself publish it at that time, where it can.
    at_platform: Option<bool>,
    /// Puts it into its account's next free slot.
    #[serde(default)]
    next_slot: bool,
    /// What happens when its time is missed.
    when_missed: Option<WhenMissed>,
    /// How late it may still go out, in minutes.
    late_minutes: Option<i64>,
    /// Refuses the change when the post changed since that moment: an undo takes nothing else back.
    if_updated_at: Option<DateTime<Utc>>,
}

pub(super) async fn update(studio: &Studio, input: UpdatePost) -> Result<Post> {
    let now = studio.now();
    let id = input.post_id;
    let mut write = studio.library().write().await?;
    let mut post = find(&mut write, id).await?;
    refuse_fixed(&post)?;
    if input.if_updated_at.is_some_and(|at| at != post.updated_at) {
        return Err(Error::conflict(
            "The post changed since then, so nothing was taken back. Look at it as it is now.",
        ));
    }
    let mut media = post_media::list(&mut write, id).await?;
    let mut checks = Checks::default();
    words(&mut post, &input, &mut checks);
    if let Some(ids) = &input.content_ids {
        let items = create::find_items(&mut write, ids, &mut checks).await?;
        media = items
            .iter()
            .enumerate()
            .map(|(at, item)| {
                let known = media.iter().find(|row| row.content_id == item.id);
                let alt_text = known.map(|row| row.alt_text.clone()).unwrap_or_default();
                create::media_row(id, at, item.id, alt_text, known.and_then(|row| row.crop))
            })
            .collect();
    }
    files(&mut media, &input, &mut checks);
    checks.done()?;
    plan(studio, &mut write, &mut post, &input, now).await?;
    if post.status == PostStatus::Failed {
        // What it failed with was about the post as it was.
        post.error = None;
        post.status = PostStatus::Draft;
        post.next_attempt_at = None;
    }
    post.text_hash = text_hash(&post);
    post.updated_at = now;
    posts::save(&mut write, &post).await?;
    post_media::replace(&mut write, id, &media).await?;
    write.commit().await.map_err(LibraryError::from)?;
    publishing::nudge(studio);
    current(studio, id).await
}

/// Refuses to change what is on its way or up.
fn refuse_fixed(post: &PostRow) -> Result<()> {
    Err(Error::conflict(match post.status {
        PostStatus::Publishing => "This post is on its way. Wait until it is up, then delete it there if it must go.",
        PostStatus::Published => {
            "This post is up. Platforms do not let programs change a post; delete it and post anew."
        }
        PostStatus::NeedsAttention => "Say first whether this post is up; then it can be changed or sent again.",
        _ => return Ok(()),
    }))
}

fn words(post: &mut PostRow, input: &UpdatePost, checks: &mut Checks) {
    input.caption.clone().apply(&mut post.caption);
    post.caption = post.caption.trim().to_owned();
    fields::check_caption(&post.caption, checks);
    if input.hashtags != Patch::Keep {
        post.hashtags = fields::words("hashtags", '#', input.hashtags.value().map_or(&[][..], Vec::as_slice), checks);
    }
    if input.mentions != Patch::Keep {
        post.mentions = fields::words("mentions", '@', input.mentions.value().map_or(&[][..], Vec::as_slice), checks);
    }
    if let Some(post_type) = input.post_type {
        post.post_type = create::slug(post_type);
    }
    input.title.clone().apply_option(&mut post.title);
    input.first_comment.clone().apply_option(&mut post.first_comment);
    for (field, text) in [("title", &post.title), ("first_comment", &post.first_comment)] {
        fields::check_line(field, text.as_deref().unwrap_or_default(), checks);
    }
    match &input.fields {
        Patch::Keep => {}
        Patch::Clear => post.fields = Value::Object(Map::new()),
        Patch::Set(fields) => post.fields = Value::Object(fields.clone()),
    }
    post.ai_label = input.ai_label.unwrap_or(post.ai_label);
    input.allowed.clone().apply(&mut post.allowed);
    fields::check_agreements(&post.allowed, checks);
    post.when_missed = input.when_missed.unwrap_or(post.when_missed);
    if let Some(minutes) = input.late_minutes {
        fields::check_late(minutes, checks);
        post.late_minutes = minutes;
    }
}

fn files(media: &mut [PostMediaRow], input: &UpdatePost, checks: &mut Checks) {
    let count = media.len();
    for (field, given) in
        [("alt_texts", input.alt_texts.as_ref().map(Vec::len)), ("crops", input.crops.as_ref().map(Vec::len))]
    {
        if given.is_some_and(|given| given > count) {
            checks.fault(field, "must be one for each file, in their order");
        }
    }
    for (at, row) in media.iter_mut().enumerate() {
        if let Some(text) = input.alt_texts.as_ref().and_then(|texts| texts.get(at)) {
            fields::check_line(&format!("alt_texts[{at}]"), text, checks);
            row.alt_text = text.trim().to_owned();
        }
        if let Some(crop) = input.crops.as_ref().and_then(|crops| crops.get(at)).copied() {
            if let Some(crop) = crop {
                fields::check_crop(&format!("crops[{at}]"), crop, checks);
            }
            row.crop = crop;
        }
        (row.prepared, row.prepared_facts) = (None, None);
    }
}

/// Moves the post to another time, or out of the plan.
async fn plan(
    studio: &Studio,
    db: &mut troupe_library::SqliteConnection,
    post: &mut PostRow,
    input: &UpdatePost,
    now: DateTime<Utc>,
) -> Result<()> {
    let account = accounts::get(&mut *db, post.account_id).await?;
    let account = account.ok_or_else(|| Error::not_found("account", post.account_id))?;
    let when = match &input.scheduled_at {
        Patch::Set(text) => {
            let zone = input.timezone.clone().or_else(|| post.timezone.clone()).unwrap_or(account.timezone.clone());
            let wall_time = read_time("scheduled_at", text, &zone)?;
            let at_platform = input.at_platform.unwrap_or(post.at_platform);
            When::At { wall_time, timezone: Some(zone), at_platform }
        }
        Patch::Clear => When::Draft,
        Patch::Keep if input.next_slot => When::NextSlot,
        Patch::Keep => return Ok(()),
    };
    let planned = when::planned(studio, db, &when, &account, &post.post_type, now).await?;
    post.wall_time = planned.wall_time;
    post.timezone = planned.timezone;
    post.due_at = planned.due_at;
    post.at_platform = planned.at_platform;
    post.slot_id = planned.slot_id;
    post.next_attempt_at = planned.next_attempt_at;
    post.waiting_reason = None;
    if when == When::Draft {
        (post.status, post.approved_at) = (PostStatus::Draft, None);
    } else if post.status != PostStatus::Scheduled {
        // Who plans a post by hand has looked at it.
        (post.status, post.approved_at) = (PostStatus::Scheduled, Some(now));
        post.error = None;
    }
    Ok(())
}
