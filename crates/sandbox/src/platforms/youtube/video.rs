//! Clips: what is said of them, how far they are, who sees them; and what a project may call in a day.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::posts::Post;
use super::super::world::{Change, Record, View, World};
use super::{NAME, error, forbidden, login};

const MAX_TITLE: usize = 100;
const MAX_DESCRIPTION_BYTES: usize = 5000;
const MAX_TAGS: usize = 500;
const UPLOADS_PER_DAY: i64 = 100;
const POINTS_PER_DAY: i64 = 10_000;

/// What was said of a clip when its session was opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Said {
    pub(super) title: String,
    pub(super) description: String,
    tags: Vec<String>,
    category: String,
    pub(super) privacy: String,
    publish_at: Option<DateTime<Utc>>,
    is_for_kids: bool,
    pub(super) is_synthetic: bool,
}

impl Said {
    /// Reads what a session is opened with.
    pub(super) fn read(body: &Value, now: DateTime<Utc>) -> Result<Self, Answer> {
        let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let truth = |pointer: &str| body.pointer(pointer).and_then(Value::as_bool).unwrap_or(false);
        let has_sign = |words: &str| words.contains(['<', '>']);
        let title = text("/snippet/title");
        if title.trim().is_empty() || title.chars().count() > MAX_TITLE || has_sign(&title) {
            return Err(error(400, "invalidTitle", "The request metadata specifies an invalid or empty video title."));
        }
        let description = text("/snippet/description");
        if description.len() > MAX_DESCRIPTION_BYTES || has_sign(&description) {
            return Err(error(
                400,
                "invalidDescription",
                "The request metadata specifies an invalid video description.",
            ));
        }
        let tags = body.pointer("/snippet/tags").and_then(Value::as_array).cloned().unwrap_or_default();
        let tags: Vec<String> = tags.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        let length: usize = tags.iter().map(|tag| tag.chars().count() + if tag.contains(' ') { 2 } else { 0 }).sum();
        if length + tags.len().saturating_sub(1) > MAX_TAGS || tags.iter().any(|tag| has_sign(tag)) {
            return Err(error(400, "invalidTags", "The request metadata specifies invalid video keywords."));
        }
        let category = text("/snippet/categoryId");
        if !category.is_empty() && !category.parse::<u32>().is_ok_and(|number| (1..=44).contains(&number)) {
            return Err(error(
                400,
                "invalidCategoryId",
                "The snippet.categoryId property specifies an invalid category ID.",
            ));
        }
        let privacy = text("/status/privacyStatus");
        let privacy = if privacy.is_empty() { "public".to_owned() } else { privacy };
        if !["public", "unlisted", "private"].contains(&privacy.as_str()) {
            return Err(error(400, "invalidVideoMetadata", "The request metadata is invalid."));
        }
        let publish_at = text("/status/publishAt");
        let wrong_time =
            || error(400, "invalidPublishAt", "The request metadata specifies an invalid scheduled publishing time.");
        let publish_at = match publish_at.as_str() {
            "" => None,
            at => Some(at.parse::<DateTime<Utc>>().map_err(|_| wrong_time())?),
        };
        if publish_at.is_some_and(|at| at <= now || privacy != "private") {
            return Err(wrong_time());
        }
        Ok(Self {
            title,
            description,
            tags,
            category,
            privacy,
            publish_at,
            is_for_kids: truth("/status/selfDeclaredMadeForKids"),
            is_synthetic: truth("/status/containsSyntheticMedia"),
        })
    }
}

/// What is known of a clip besides its post. Its record's id is the clip's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Clip {
    pub(super) said: Said,
    /// Whether its project was not audited, so that it stays private.
    pub(super) is_locked: bool,
    pub(super) ready_at: DateTime<Utc>,
    pub(super) fails: bool,
    pub(super) has_thumbnail: bool,
}

impl Record for Clip {
    const KIND: &'static str = "clip";
}

impl Clip {
    /// Who sees it now.
    pub(super) fn privacy(&self, now: DateTime<Utc>) -> &str {
        match self.said.publish_at {
            _ if self.is_locked => "private",
            Some(at) if at <= now => "public",
            _ => &self.said.privacy,
        }
    }

    /// How it is shown, in the parts asked for.
    pub(super) fn shown(&self, post: &Post, answers: usize, parts: &str, now: DateTime<Utc>) -> Value {
        let mut shown = json!({"kind": "youtube#video", "etag": post.id, "id": post.id});
        let at = |moment: DateTime<Utc>| moment.to_rfc3339_opts(SecondsFormat::Secs, true);
        let is_processing = self.ready_at > now;
        for part in parts.split(',') {
            shown[part] = match part {
                "snippet" => json!({"publishedAt": at(post.created_at), "channelId": post.account,
                    "title": self.said.title, "description": self.said.description, "tags": self.said.tags,
                    "categoryId": self.said.category}),
                "status" => {
                    let upload = match (is_processing, self.fails) {
                        (true, _) => "uploaded",
                        (false, true) => "failed",
                        (false, false) => "processed",
                    };
                    let mut status = json!({"uploadStatus": upload, "privacyStatus": self.privacy(now),
                        "license": "youtube", "embeddable": true, "publicStatsViewable": true,
                        "madeForKids": self.said.is_for_kids, "containsSyntheticMedia": self.said.is_synthetic});
                    if upload == "failed" {
                        status["failureReason"] = "codec".into();
                    }
                    if let Some(moment) = self.said.publish_at.filter(|moment| *moment > now && !self.is_locked) {
                        status["publishAt"] = at(moment).into();
                    }
                    status
                }
                "statistics" => json!({"viewCount": (post.likes * 10).to_string(), "likeCount": post.likes.to_string(),
                    "favoriteCount": "0", "commentCount": answers.to_string()}),
                "processingDetails" if is_processing => json!({"processingStatus": "processing",
                    "processingProgress": {"partsTotal": "100", "partsProcessed": "50",
                        "timeLeftMs": (self.ready_at - now).num_milliseconds().max(1).to_string()}}),
                "processingDetails" => {
                    json!({"processingStatus": if self.fails { "failed" } else { "succeeded" }})
                }
                _ => continue,
            };
        }
        shown
    }
}

/// The clip and its post, when the account may see it.
pub(super) fn own(view: &View, account: &Account, id: &str) -> Option<(Clip, Post)> {
    let post = view.get::<Post>(id).filter(|post| !post.is_deleted)?;
    let clip = view.get::<Clip>(id)?;
    (post.account == account.id || clip.privacy(view.now) != "private").then_some((clip, post))
}

pub(super) async fn delete(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let account = login::signed_in(change, &call, login::WRITE)?;
        spend(change, &account, 50)?;
        let id = call.text("id").unwrap_or_default();
        let missing = || error(404, "videoNotFound", "The video that you are trying to delete cannot be found.");
        let (_, post) = own(change, &account, &id).ok_or_else(missing)?;
        if post.account != account.id {
            return Err(forbidden());
        }
        change.put(id, &Post { is_deleted: true, ..post });
        Ok(Answer::empty(204))
    })
}

/// What the account's project has used on a day. Its record's id is `ACCOUNT DAY`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Used {
    uploads: i64,
    points: i64,
}

impl Record for Used {
    const KIND: &'static str = "used";
}

/// The day in California; its hour of summer is left out.
fn day(now: DateTime<Utc>) -> NaiveDate {
    (now - TimeDelta::hours(8)).date_naive()
}

fn used(view: &View, account: &Account) -> (String, Used) {
    let id = format!("{} {}", account.id, day(view.now));
    let used = view.get::<Used>(&id).unwrap_or_default();
    (id, used)
}

fn exceeded() -> Answer {
    let words = "The request cannot be completed because you have exceeded your <a href=\"/youtube/v3/getting-started#quota\">quota</a>.";
    error(403, "quotaExceeded", words)
}

/// Takes points out of the day's quota.
pub(super) fn spend(change: &mut Change, account: &Account, points: i64) -> Result<(), Answer> {
    let (id, mut used) = used(change, account);
    used.points += points;
    if used.points > account.number("points_per_day").unwrap_or(POINTS_PER_DAY) {
        return Err(exceeded());
    }
    change.put(id, &used);
    Ok(())
}

/// Takes one upload out of the day's.
pub(super) fn spend_upload(change: &mut Change, account: &Account) -> Result<(), Answer> {
    let (id, mut used) = used(change, account);
    used.uploads += 1;
    if used.uploads > account.number("uploads_per_day").unwrap_or(UPLOADS_PER_DAY) {
        return Err(exceeded());
    }
    if account.number("channel_uploads_per_day").is_some_and(|most| used.uploads > most) {
        let words = "The user has exceeded the number of videos they may upload.";
        return Err(error(400, "uploadLimitExceeded", words));
    }
    change.put(id, &used);
    Ok(())
}
