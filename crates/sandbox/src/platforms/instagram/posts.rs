//! Posts: made of containers, listed, counted, taken down.

use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::graph::{self, FACEBOOK};
use super::super::posts::{Post, answers, put_post};
use super::super::secret;
use super::super::world::{View, World};
use super::container;
use super::{NAME, account, own_account, own_post};

/// How long a story is shown.
const SHOWN: TimeDelta = TimeDelta::hours(24);

/// Makes a post of a container; each is good for one.
pub(super) async fn publish(world: Arc<World>, call: Call) -> Reply {
    let id = call.text("creation_id").unwrap_or_default();
    world.change(NAME, call.slug, |change| {
        let account = own_account(change, &call)?;
        let container = container::find(change, &account, &id).filter(|container| !container.is_child);
        let mut container =
            container.ok_or_else(|| graph::refused(24, 2_207_006, "The requested resource does not exist"))?;
        match container.state(change.now).0 {
            "FINISHED" => {}
            "EXPIRED" => return Err(graph::refused(-2, 2_207_020, "The media you are trying to publish has expired.")),
            "PUBLISHED" => return Err(graph::refused(24, 2_207_006, "The requested resource does not exist")),
            "ERROR" => return Err(graph::refused(-1, 2_207_053, "An unknown upload error occurred.")),
            _ => {
                return Err(graph::refused(
                    9007,
                    2_207_027,
                    "The media is not ready for publishing, please wait for a moment.",
                ));
            }
        }
        if !account::has_room(change, &account) {
            return Err(graph::refused(
                9,
                2_207_042,
                "You reached maximum number of posts that is allowed to be published by Content Publishing API.",
            ));
        }
        let post_id = format!("18{}", change.snowflake());
        let code = &secret::sha256_hex(post_id.as_bytes())[..11];
        let product = match container.kind.as_str() {
            "REELS" => "REELS",
            "STORIES" => "STORY",
            _ => "FEED",
        };
        let path = match product {
            "STORY" => format!("stories/{}/{post_id}", account.handle),
            "REELS" => format!("reel/{code}"),
            _ => format!("p/{code}"),
        };
        let post = Post {
            id: post_id.clone(),
            account: account.id,
            permalink: format!("https://www.instagram.com/{path}/"),
            text: container.caption.clone(),
            media: container.media.clone(),
            ai_label: container.ai_label.then(|| "is_ai_generated".to_owned()),
            visibility: "public".to_owned(),
            created_at: change.now,
            reply_to: None,
            is_deleted: false,
            likes: 0,
            reposts: 0,
            fields: json!({"product": product, "kind": container.kind}),
        };
        put_post(change, &post);
        container.post = Some(post_id.clone());
        change.put(id.as_str(), &container);
        Ok(Answer::json(200, &json!({ "id": post_id })))
    })
}

/// A post as a node.
fn describe(post: &Post, view: &View) -> Value {
    let media_type = match (post.fields["kind"].as_str(), post.media.first()) {
        (Some("CAROUSEL"), _) => "CAROUSEL_ALBUM",
        (_, Some(media)) if media.is_video() => "VIDEO",
        _ => "IMAGE",
    };
    json!({"id": post.id, "caption": (!post.text.is_empty()).then_some(&post.text), "permalink": post.permalink,
        "timestamp": graph::stamp(post.created_at), "media_product_type": post.fields["product"],
        "media_type": media_type, "like_count": post.likes, "comments_count": answers(view, &post.id).len(),
        "is_ai_generated": post.ai_label.is_some(), "alt_text": post.media.first().and_then(|media| media.alt.clone())})
}

pub(super) async fn show(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| graph::pick(&call, &describe(&own_post(view, &call)?, view)))
}

pub(super) async fn list(world: Arc<World>, call: Call) -> Reply {
    listed(&world, &call, false)
}

pub(super) async fn stories(world: Arc<World>, call: Call) -> Reply {
    listed(&world, &call, true)
}

/// The account's posts, newest first; stories stand apart, for a day.
fn listed(world: &World, call: &Call, stories: bool) -> Reply {
    world.read(NAME, |view| {
        let account = own_account(view, call)?;
        let since = graph::moment(call, "since");
        let mut all: Vec<Post> = view
            .all::<Post>()
            .map(|(_, post)| post)
            .filter(|post| post.account == account.id && !post.is_deleted)
            .filter(|post| (post.fields["product"] == "STORY") == stories)
            .filter(|post| !stories || post.created_at + SHOWN > view.now)
            .filter(|post| since.is_none_or(|since| post.created_at >= since))
            .collect();
        all.sort_by_key(|post| std::cmp::Reverse((post.created_at, post.id.clone())));
        let limit = call.number("limit").and_then(|limit| usize::try_from(limit).ok()).unwrap_or(25).min(100);
        Ok(graph::listed(all.iter().take(limit).map(|post| describe(post, view)).collect()))
    })
}

/// Counts; a story's end after a day.
pub(super) async fn insights(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let post = own_post(view, &call)?;
        if post.fields["product"] == "STORY" && post.created_at + SHOWN <= view.now {
            return Err(graph::refused(10, 0, "(#10) Not enough viewers for the media to show insights"));
        }
        let views = 10 * (post.likes + 1);
        let mut data: Vec<Value> = Vec::new();
        for name in call.text("metric").unwrap_or_default().split(',') {
            let value = match name {
                "views" => views,
                "reach" => views - 3,
                "likes" => post.likes,
                "comments" => answers(view, &post.id).len() as u64,
                "shares" | "saved" | "replies" | "total_interactions" => 0,
                _ => {
                    let words =
                        format!("(#100) metric[0] must be one of the following values: views, reach; not {name}");
                    return Err(graph::refused(100, 0, &words));
                }
            };
            data.push(json!({"name": name, "period": "lifetime", "values": [{ "value": value }]}));
        }
        Ok(graph::listed(data))
    })
}

/// Takes a post down; only the Facebook login can.
pub(super) async fn delete(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let post = own_post(change, &call)?;
        if call.host != FACEBOOK {
            return Err(graph::refused(100, 33, "Unsupported delete request."));
        }
        let id = post.id.clone();
        change.put(id.as_str(), &Post { is_deleted: true, ..post });
        Ok(Answer::json(200, &json!({"success": true, "deleted_id": id})))
    })
}
