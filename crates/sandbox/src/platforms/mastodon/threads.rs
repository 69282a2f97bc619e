//! Around a status: its thread, favourites and boosts, and the statuses of an account.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::posts::{Comment, Post, answers};
use super::super::world::{Record, View, World};
use super::{HOST, NAME, auth, not_found, shapes};

/// A favourite or boost. Its record's id is `KIND/ACCOUNT/STATUS`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Mark {
    status: String,
}

impl Record for Mark {
    const KIND: &'static str = "mark";
}

/// A status or comment in its form, by its id.
fn any(world: &World, view: &View, id: &str) -> Option<Value> {
    let post = view.get::<Post>(id).filter(|post| !post.is_deleted);
    let comment = || view.get::<Comment>(id).map(|comment| shapes::comment(view, &comment));
    post.map(|post| shapes::status(world, view, &post)).or_else(comment)
}

/// What answers a status, at any depth, oldest first: ids grow with time.
fn below(view: &View, id: &str, found: &mut Vec<String>) {
    for reply in answers(view, id) {
        found.push(reply.clone());
        below(view, &reply, found);
    }
}

pub(super) async fn context(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let id = call.param("id");
        any(&world, view, id).ok_or_else(not_found)?;
        let mut ids = Vec::new();
        below(view, id, &mut ids);
        let descendants: Vec<Value> = ids.iter().filter_map(|id| any(&world, view, id)).collect();
        let mut ancestors = Vec::new();
        let mut at = id.to_owned();
        while let Some(parent) = parent(view, &at) {
            ancestors.extend(any(&world, view, &parent));
            at = parent;
        }
        ancestors.reverse();
        Ok(Answer::json(200, &json!({"ancestors": ancestors, "descendants": descendants})))
    })
}

fn parent(view: &View, id: &str) -> Option<String> {
    match view.get::<Comment>(id) {
        Some(comment) => Some(comment.reply_to.unwrap_or(comment.post)),
        None => view.get::<Post>(id)?.reply_to,
    }
}

pub(super) async fn favourite(world: Arc<World>, call: Call) -> Reply {
    mark(&world, &call, "favourite", true)
}

pub(super) async fn unfavourite(world: Arc<World>, call: Call) -> Reply {
    mark(&world, &call, "favourite", false)
}

pub(super) async fn reblog(world: Arc<World>, call: Call) -> Reply {
    let status = mark(&world, &call, "reblog", true)?;
    // A boost is a status of its own around the one that it boosts.
    let inner: Value = serde_json::from_str(&status.body_text()).unwrap_or_default();
    let mut outer = inner.clone();
    outer["id"] = format!("{}1", call.param("id")).into();
    outer["reblog"] = inner;
    Ok(Answer::json(200, &outer))
}

pub(super) async fn unreblog(world: Arc<World>, call: Call) -> Reply {
    mark(&world, &call, "reblog", false)
}

/// Sets or takes away a mark; doing it twice changes nothing.
fn mark(world: &World, call: &Call, kind: &str, is_set: bool) -> Reply {
    let scope = if kind == "favourite" { "write:favourites" } else { "write:statuses" };
    world.change(NAME, call.slug, |change| {
        let (account, _) = auth::signed_in(change, call, scope)?;
        let status = call.param("id").to_owned();
        any(world, change, &status).ok_or_else(not_found)?;
        let id = format!("{kind}/{}/{status}", account.id);
        let was_set = change.get::<Mark>(&id).is_some();
        if was_set != is_set {
            match is_set {
                true => change.put(id, &Mark { status: status.clone() }),
                false => change.remove::<Mark>(&id),
            }
            if let Some(mut post) = change.get::<Post>(&status) {
                let count = if kind == "favourite" { &mut post.likes } else { &mut post.reposts };
                *count = count.saturating_add_signed(if is_set { 1 } else { -1 });
                change.put(post.id.clone(), &post);
            }
        }
        let mut shown = any(world, change, &status).ok_or_else(not_found)?;
        shown[if kind == "favourite" { "favourited" } else { "reblogged" }] = is_set.into();
        Ok(Answer::json(200, &shown))
    })
}

pub(super) async fn of_account(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let (account, _) = auth::signed_in(view, &call, "read:statuses")?;
        let wanted = call.param("id");
        let limit = usize::try_from(call.number("limit").unwrap_or(20).clamp(1, 40)).unwrap_or(20);
        let (max, since) = (call.query("max_id"), call.query("since_id").or(call.query("min_id")));
        let no_replies = call.flag("exclude_replies") == Some(true);
        let only_media = call.flag("only_media") == Some(true);
        let meant = view.all::<Post>().rev().filter(|(id, post)| {
            // Others do not see what is not for them.
            let is_seen = account.id == wanted || matches!(post.visibility.as_str(), "public" | "unlisted");
            post.account == wanted
                && !post.is_deleted
                && is_seen
                && max.is_none_or(|max| *id < max)
                && since.is_none_or(|since| *id > since)
                && !(no_replies && post.reply_to.is_some())
                && !(only_media && post.media.is_empty())
        });
        let posts: Vec<Post> = meant.take(limit).map(|(_, post)| post).collect();
        let shown: Vec<Value> = posts.iter().map(|post| shapes::status(&world, view, post)).collect();
        let answer = Answer::json(200, &shown);
        Ok(match posts.last() {
            Some(last) => {
                let next = world.at(HOST, &format!("/api/v1/accounts/{wanted}/statuses?max_id={}", last.id));
                answer.header("link", format!("<{next}>; rel=\"next\""))
            }
            None => answer,
        })
    })
}
