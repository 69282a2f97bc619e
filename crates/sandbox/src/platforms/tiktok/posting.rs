//! Postings: opened, filled with bytes or pictures, worked on, and then posts or nothing. What became of one is told by its
//! id; what is public stands in a list.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::posts::{Media, Post, answers, put_post};
use super::super::rates::Limit;
use super::super::world::{Change, Record, View, World};
use super::creator::too_many;
use super::{NAME, refused, signed_in, told};

/// Postings that can be opened in a minute.
const OPENINGS: Limit = Limit { points: 6, seconds: 60 };
/// Direct posts of an account in a day, unless it says otherwise.
const POSTS_PER_DAY: i64 = 15;

/// A posting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Posting {
    pub(super) account: String,
    /// What was said of it; null for the inbox.
    pub(super) info: Value,
    /// Bytes of the clip, of a piece, and how many pieces; zero for pictures.
    pub(super) size: u64,
    pub(super) piece: u64,
    pub(super) count: u64,
    /// The pieces that came, by the names of their bytes.
    pub(super) pieces: Vec<String>,
    pub(super) received: u64,
    /// When it is worked on; `None` while bytes are awaited.
    pub(super) ready_at: Option<DateTime<Utc>>,
    /// Why it is no post.
    pub(super) problem: Option<String>,
    /// The post that it became.
    pub(super) post: Option<String>,
    /// When the address for its bytes ends.
    pub(super) ends_at: DateTime<Utc>,
}

impl Record for Posting {
    const KIND: &'static str = "posting";
}

impl Posting {
    fn is_inbox(&self) -> bool {
        self.info.is_null()
    }

    fn privacy(&self) -> &str {
        self.info["privacy_level"].as_str().unwrap_or_default()
    }
}

/// Whether one more posting may be opened now, and one more post be made today.
pub(super) fn admit(world: &World, account: &Account) -> Result<(), Answer> {
    if !world.rates.spend(&format!("openings of {}", account.id), OPENINGS, 1, world.now()).is_within {
        return Err(too_many());
    }
    let used = world.read(NAME, |view| {
        let since = view.now - TimeDelta::hours(24);
        let counts = |post: &Post| post.account == account.id && post.created_at > since;
        view.all::<Post>().filter(|(_, post)| counts(post)).count()
    });
    let most = account.number("posts_per_day").unwrap_or(POSTS_PER_DAY);
    if i64::try_from(used).unwrap_or(i64::MAX) >= most {
        return Err(refused(403, "spam_risk_too_many_posts", "The user reached the daily post cap."));
    }
    Ok(())
}

/// Makes the post of a posting that has everything.
pub(super) fn complete(change: &mut Change, account: &Account, posting: &mut Posting, media: Vec<Media>, text: &str) {
    let id = change.snowflake();
    let is_public = posting.privacy() == "PUBLIC_TO_EVERYONE";
    let visibility = match posting.privacy() {
        "PUBLIC_TO_EVERYONE" => "public",
        "SELF_ONLY" => "private",
        _ if posting.is_inbox() => "inbox",
        _ => "followers",
    };
    let kind = if media.first().is_some_and(Media::is_video) { "video" } else { "photo" };
    let post = Post {
        id: id.clone(),
        account: account.id.clone(),
        permalink: format!("https://www.tiktok.com/@{}/{kind}/{id}", account.handle),
        text: text.to_owned(),
        media,
        ai_label: (posting.info["is_aigc"] == true).then(|| "is_aigc".to_owned()),
        visibility: visibility.to_owned(),
        created_at: change.now,
        reply_to: None,
        is_deleted: false,
        likes: 0,
        reposts: 0,
        fields: json!({"info": posting.info, "is_public": is_public, "ready_at": posting.ready_at}),
    };
    put_post(change, &post);
    posting.post = Some(id);
}

/// What became of a posting.
pub(super) async fn status(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let account = signed_in(view, &call, "video.publish").or_else(|_| signed_in(view, &call, "video.upload"))?;
        let id = call.text("publish_id").unwrap_or_default();
        let posting = view.get::<Posting>(&id).filter(|posting| posting.account == account.id);
        let posting = posting.ok_or_else(|| refused(400, "invalid_publish_id", "The publish_id does not exist."))?;
        let is_clip = posting.size > 0;
        let word = match (&posting.problem, posting.ready_at) {
            (_, None) => "PROCESSING_UPLOAD",
            (_, Some(at)) if at > view.now && is_clip => "PROCESSING_UPLOAD",
            (_, Some(at)) if at > view.now => "PROCESSING_DOWNLOAD",
            (Some(_), _) => "FAILED",
            (None, _) if posting.is_inbox() => "SEND_TO_USER_INBOX",
            (None, _) => "PUBLISH_COMPLETE",
        };
        let mut data = Map::from_iter([("status".to_owned(), json!(word))]);
        if is_clip {
            data.insert("uploaded_bytes".to_owned(), json!(posting.received));
        }
        if word == "FAILED" {
            data.insert("fail_reason".to_owned(), json!(posting.problem));
        }
        if word == "PUBLISH_COMPLETE" {
            let ids: Vec<u64> = match &posting.post {
                Some(post) if posting.privacy() == "PUBLIC_TO_EVERYONE" => post.parse().into_iter().collect(),
                _ => Vec::new(),
            };
            // TikTok's own spelling.
            data.insert("publicaly_available_post_id".to_owned(), json!(ids));
        }
        Ok(told(&Value::Object(data)))
    })
}

/// Whether others can see a post now.
fn is_shown(view: &View, post: &Post) -> bool {
    let ready_at: Option<DateTime<Utc>> = serde_json::from_value(post.fields["ready_at"].clone()).ok();
    !post.is_deleted && post.fields["is_public"] == true && ready_at.is_none_or(|at| at <= view.now)
}

fn describe(view: &View, post: &Post) -> Value {
    json!({"id": post.id, "title": post.text, "video_description": post.text,
        "create_time": post.created_at.timestamp(), "share_url": post.permalink, "like_count": post.likes,
        "comment_count": answers(view, &post.id).len(), "share_count": post.reposts, "view_count": 10 * (post.likes + 1)})
}

pub(super) async fn query(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let account = signed_in(view, &call, "video.list")?;
        let wanted = call.json["filters"]["video_ids"].as_array().cloned().unwrap_or_default();
        let wanted: Vec<&str> = wanted.iter().filter_map(Value::as_str).collect();
        if wanted.is_empty() || wanted.len() > 20 {
            return Err(refused(400, "invalid_params", "The video ids are invalid."));
        }
        let found = wanted.iter().filter_map(|id| view.get::<Post>(id));
        let found = found.filter(|post| post.account == account.id && is_shown(view, post));
        let videos: Vec<Value> = found.map(|post| describe(view, &post)).collect();
        Ok(told(&json!({ "videos": videos })))
    })
}

/// The account's public posts, newest first.
pub(super) async fn list(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let account = signed_in(view, &call, "video.list")?;
        let all = view.all::<Post>().map(|(_, post)| post);
        let mut all: Vec<Post> = all.filter(|post| post.account == account.id && is_shown(view, post)).collect();
        all.sort_by_key(|post| std::cmp::Reverse((post.created_at, post.id.clone())));
        let most = call.number("max_count").and_then(|most| usize::try_from(most).ok()).unwrap_or(10).min(20);
        let videos: Vec<Value> = all.iter().take(most).map(|post| describe(view, post)).collect();
        Ok(told(&json!({"videos": videos, "cursor": 0, "has_more": all.len() > most})))
    })
}
