//! Posts of a Page: words with pictures that were uploaded before, at once or at a time.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::graph;
use super::super::posts::{Media, Post, put_post};
use super::super::world::{Change, View, World};
use super::{NAME, Photo, page_of};

/// The longest text of a post.
const MAX_TEXT: usize = 63_206;
/// How far ahead a post can be planned.
const SOONEST: TimeDelta = TimeDelta::minutes(10);
const LATEST: TimeDelta = TimeDelta::days(30);
/// What marks a post that waits for its time.
const SCHEDULED: &str = "scheduled";

pub(super) async fn create(world: Arc<World>, call: Call) -> Reply {
    let text = call.text("message").unwrap_or_default();
    let attached = attached(&call);
    world.change(NAME, call.slug, |change| {
        let page = page_of(change, &call)?;
        if text.trim().is_empty() && attached.is_empty() && call.text("link").is_none() {
            return Err(graph::refused(100, 0, "(#100) Missing message or attachment"));
        }
        if text.chars().count() > MAX_TEXT {
            return Err(graph::refused(100, 0, "(#100) Param message must be at most 63206 characters long."));
        }
        let at = planned(change, &call)?;
        let mut media = Vec::new();
        for id in &attached {
            let photo = change.get::<Photo>(id).filter(|photo| photo.page == page.id);
            let photo = photo.ok_or_else(|| graph::unknown_node(id))?;
            if photo.post.is_some() {
                return Err(graph::refused(100, 1_366_051, "These photos were already posted."));
            }
            media.push(photo.media);
        }
        if attached.is_empty() && is_same_again(change, &page, &text) {
            return Err(graph::refused(506, 0, "(#506) Duplicate status message"));
        }
        let post = put(change, &page, text, media, &attached, at);
        for id in &attached {
            if let Some(photo) = change.get::<Photo>(id) {
                change.put(id.as_str(), &Photo { post: Some(post.id.clone()), ..photo });
            }
        }
        Ok(Answer::json(200, &json!({ "id": post.id })))
    })
}

/// `attached_media` as one JSON list, or as `attached_media[0]` and so on.
fn attached(call: &Call) -> Vec<String> {
    let list = call.parsed("attached_media").and_then(|list| list.as_array().cloned()).unwrap_or_default();
    let single = (0..50).map_while(|index| call.parsed(&format!("attached_media[{index}]")));
    let id = |item: &Value| match &item["media_fbid"] {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    };
    list.iter().chain(&single.collect::<Vec<_>>()).filter_map(id).collect()
}

/// When a post shall go out, if not at once.
pub(super) fn planned(view: &View, call: &Call) -> Result<Option<DateTime<Utc>>, Answer> {
    let Some(at) = graph::moment(call, "scheduled_publish_time") else { return Ok(None) };
    if at < view.now + SOONEST || at > view.now + LATEST {
        return Err(graph::refused(100, 1_363_126, "(#100) The specified scheduled publish time is invalid."));
    }
    Ok(Some(at))
}

/// Whether the Page's newest words are these.
fn is_same_again(view: &View, page: &Account, text: &str) -> bool {
    let ours = |post: &Post| post.account == page.id && !post.is_deleted && post.media.is_empty();
    let newest = view.all::<Post>().map(|(_, post)| post).filter(ours).max_by_key(|post| post.created_at);
    newest.is_some_and(|post| post.text == text)
}

/// Puts a post of a Page.
pub(super) fn put(
    change: &mut Change,
    page: &Account,
    text: String,
    media: Vec<Media>,
    photos: &[String],
    at: Option<DateTime<Utc>>,
) -> Post {
    let number = format!("12{}", change.snowflake());
    let id = format!("{}_{number}", page.id);
    let post = Post {
        permalink: format!("https://www.facebook.com/{}/posts/{number}", page.id),
        id,
        account: page.id.clone(),
        text,
        media,
        ai_label: None,
        visibility: if at.is_some() { SCHEDULED } else { "public" }.to_owned(),
        created_at: change.now,
        reply_to: None,
        is_deleted: false,
        likes: 0,
        reposts: 0,
        fields: json!({"kind": "feed", "photos": photos, "at": at}),
    };
    put_post(change, &post);
    post
}

/// Lets go out what was planned for a time that has come.
pub(super) fn publish_due(world: &World) {
    let due = |view: &View| -> Vec<(Post, DateTime<Utc>)> {
        let waiting =
            view.all::<Post>().map(|(_, post)| post).filter(|post| post.visibility == SCHEDULED && !post.is_deleted);
        let at = |post: &Post| post.fields["at"].as_str().and_then(|at| at.parse().ok());
        waiting
            .filter_map(|post| Some((at(&post)?, post)))
            .filter(|(at, _)| *at <= view.now)
            .map(|(at, post)| (post, at))
            .collect()
    };
    if world.read(NAME, |view| due(view).is_empty()) {
        return;
    }
    let done = world.change(NAME, "publish_due", |change| {
        for (post, at) in due(change) {
            change.put(post.id.clone(), &Post { visibility: "public".to_owned(), created_at: at, ..post });
        }
        Ok(())
    });
    if done.is_err() {
        tracing::error!("what was planned at Facebook could not be written");
    }
}

/// A post as a node.
pub(super) fn describe(post: &Post) -> Value {
    let photos = post.fields["photos"].as_array().cloned().unwrap_or_default();
    let target = |id: &Value| json!({"target": {"id": id}, "type": "photo"});
    let attachments = match &photos[..] {
        [] => Value::Null,
        [one] => json!({"data": [target(one)]}),
        many => json!({"data": [{"type": "album", "target": {"id": post.id},
            "subattachments": {"data": many.iter().map(target).collect::<Vec<_>>()}}]}),
    };
    let at = post.fields["at"].as_str().and_then(|at| at.parse::<DateTime<Utc>>().ok());
    let waits = post.visibility == SCHEDULED;
    json!({"id": post.id, "message": post.text, "permalink_url": post.permalink,
        "created_time": graph::stamp(post.created_at), "is_published": !waits,
        "scheduled_publish_time": at.filter(|_| waits).map(|at| at.timestamp()), "attachments": attachments,
        "shares": if post.reposts > 0 { json!({"count": post.reposts}) } else { Value::Null },
        "reactions": {"data": [], "summary": {"total_count": post.likes}}})
}

pub(super) async fn list(world: Arc<World>, call: Call) -> Reply {
    posts(&world, &call, false)
}

pub(super) async fn list_scheduled(world: Arc<World>, call: Call) -> Reply {
    posts(&world, &call, true)
}

/// The Page's posts, newest first. Clips and stories stand elsewhere.
fn posts(world: &World, call: &Call, waiting: bool) -> Reply {
    world.read(NAME, |view| {
        let page = page_of(view, call)?;
        let since = graph::moment(call, "since");
        let mut all: Vec<Post> = view
            .all::<Post>()
            .map(|(_, post)| post)
            .filter(|post| post.account == page.id && !post.is_deleted && post.fields["kind"] == "feed")
            .filter(|post| (post.visibility == SCHEDULED) == waiting)
            .filter(|post| since.is_none_or(|since| post.created_at >= since))
            .collect();
        all.sort_by_key(|post| std::cmp::Reverse(post.created_at));
        let limit = call.number("limit").and_then(|limit| usize::try_from(limit).ok()).unwrap_or(25).min(100);
        Ok(graph::listed(all.iter().take(limit).map(describe).collect()))
    })
}
