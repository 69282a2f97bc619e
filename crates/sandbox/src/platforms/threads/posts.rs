//! Posts: made of containers, listed, counted, reposted, taken down.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::graph;
use super::super::posts::{Comment, Post, answers, put_comment, put_post};
use super::super::secret;
use super::super::world::{Change, View, World};
use super::container::{self, Container};
use super::{NAME, account, own_post, signed_in};

/// The address of a post for people.
pub(super) fn permalink(handle: &str, id: &str) -> String {
    format!("https://www.threads.net/@{handle}/post/{}", &secret::sha256_hex(id.as_bytes())[..11])
}

/// Makes a post or a reply of a container; each is good for one.
pub(super) async fn publish(world: Arc<World>, call: Call) -> Reply {
    let id = call.text("creation_id").unwrap_or_default();
    world.change(NAME, call.slug, |change| {
        let account = signed_in(change, &call, "threads_content_publish")?;
        let container = container::find(change, &account, &id).filter(|container| !container.is_child);
        let mut container = container.ok_or_else(container::unknown)?;
        match container.state(change.now).0 {
            "FINISHED" => {}
            "EXPIRED" => return Err(graph::refused(-2, 2_207_020, "The media you are trying to publish has expired.")),
            "PUBLISHED" => return Err(container::unknown()),
            "ERROR" => return Err(graph::refused(-1, 2_207_053, "An unknown upload error occurred.")),
            _ => return Err(container::not_ready()),
        }
        let made = match &container.reply_to {
            Some(to) => reply(change, &account, &container, to),
            None => post(change, &account, &container)?,
        };
        container.post = Some(made.clone());
        change.put(id.as_str(), &container);
        Ok(Answer::json(200, &json!({ "id": made })))
    })
}

fn post(change: &mut Change, account: &Account, container: &Container) -> Result<String, Answer> {
    if !account::has_room(change, account) {
        return Err(graph::refused(9, 2_207_042, "You reached the maximum number of posts for 24 hours."));
    }
    let id = format!("18{}", change.snowflake());
    let post = Post {
        id: id.clone(),
        account: account.id.clone(),
        permalink: permalink(&account.handle, &id),
        text: container.text.clone(),
        media: container.media.clone(),
        ai_label: None,
        visibility: "public".to_owned(),
        created_at: change.now,
        reply_to: None,
        is_deleted: false,
        likes: 0,
        reposts: 0,
        fields: json!({"kind": container.kind, "is_spoiler": container.is_spoiler}),
    };
    put_post(change, &post);
    Ok(id)
}

fn reply(change: &mut Change, account: &Account, container: &Container, to: &str) -> String {
    let id = format!("18{}", change.snowflake());
    let answered = change.get::<Comment>(to);
    let comment = Comment {
        id: id.clone(),
        post: answered.as_ref().map_or_else(|| to.to_owned(), |answered| answered.post.clone()),
        author: account.handle.clone(),
        text: container.text.clone(),
        created_at: change.now,
        reply_to: answered.map(|answered| answered.id),
        is_hidden: false,
        fields: Value::Null,
    };
    put_comment(change, &comment);
    id
}

/// A post as a node.
fn describe(view: &View, post: &Post) -> Value {
    let handle = view.get::<Account>(&post.account).map(|account| account.handle);
    let media_type = match (post.fields["kind"].as_str(), post.media.first()) {
        (Some("CAROUSEL"), _) => "CAROUSEL_ALBUM",
        (_, Some(media)) if media.is_video() => "VIDEO",
        (_, Some(_)) => "IMAGE",
        _ => "TEXT_POST",
    };
    json!({"id": post.id, "media_product_type": "THREADS", "media_type": media_type, "permalink": post.permalink,
        "text": (!post.text.is_empty()).then_some(&post.text), "timestamp": graph::stamp(post.created_at),
        "username": handle, "is_quote_post": false,
        "alt_text": post.media.first().and_then(|media| media.alt.clone())})
}

pub(super) async fn show(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| graph::pick(&call, &describe(view, &own_post(view, &call, "threads_basic")?)))
}

/// The account's posts, newest first; replies stand apart.
pub(super) async fn list(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let account = signed_in(view, &call, "threads_basic")?;
        let since = graph::moment(&call, "since");
        let mut all: Vec<Post> = view
            .all::<Post>()
            .map(|(_, post)| post)
            .filter(|post| post.account == account.id && !post.is_deleted)
            .filter(|post| since.is_none_or(|since| post.created_at >= since))
            .collect();
        all.sort_by_key(|post| std::cmp::Reverse((post.created_at, post.id.clone())));
        let limit = call.number("limit").and_then(|limit| usize::try_from(limit).ok()).unwrap_or(25).min(100);
        Ok(graph::listed(all.iter().take(limit).map(|post| describe(view, post)).collect()))
    })
}

pub(super) async fn insights(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let post = own_post(view, &call, "threads_manage_insights")?;
        let mut data: Vec<Value> = Vec::new();
        for name in call.text("metric").unwrap_or_default().split(',') {
            let value = match name {
                "views" => 10 * (post.likes + 1),
                "likes" => post.likes,
                "replies" => answers(view, &post.id).len() as u64,
                "reposts" => post.reposts,
                "quotes" | "shares" => 0,
                _ => {
                    let words =
                        format!("(#100) metric[0] must be one of the following values: views, likes; not {name}");
                    return Err(graph::refused(100, 0, &words));
                }
            };
            data.push(json!({"name": name, "period": "lifetime", "values": [{ "value": value }]}));
        }
        Ok(graph::listed(data))
    })
}

/// Reposts anybody's post.
pub(super) async fn repost(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        signed_in(change, &call, "threads_content_publish")?;
        let id = call.param("id");
        let post = change.get::<Post>(id).filter(|post| !post.is_deleted);
        let post = post.ok_or_else(|| graph::unknown_node(id))?;
        let reposts = post.reposts + 1;
        change.put(id, &Post { reposts, ..post });
        let made = format!("18{}", change.snowflake());
        Ok(Answer::json(200, &json!({ "id": made })))
    })
}

pub(super) async fn delete(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let post = own_post(change, &call, "threads_delete")?;
        let id = post.id.clone();
        change.put(id.as_str(), &Post { is_deleted: true, ..post });
        Ok(Answer::json(200, &json!({"success": true, "deleted_id": id})))
    })
}
