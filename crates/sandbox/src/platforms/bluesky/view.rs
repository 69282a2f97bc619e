//! What the public sees: profiles, posts with their counts, threads with comments.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::posts::{Comment, Post, answers};
use super::super::world::{View, World};
use super::lexicon::{FOLLOW, GATE, LIKE, REPOST};
use super::repo::Document;
use super::{NAME, cid, invalid, refused, session};

/// How many posts may be asked for at once.
const MAX_POSTS: usize = 25;

fn author(handle: &str, did: &str) -> Value {
    json!({"did": did, "handle": handle, "displayName": handle.split('.').next(), "labels": []})
}

/// A post of one of our accounts, or a comment on one.
fn shown(view: &View, uri: &str) -> Option<Value> {
    if let Some(comment) = view.get::<Comment>(uri) {
        return Some(of_comment(view, &comment));
    }
    let post = view.get::<Post>(uri).filter(|post| !post.is_deleted)?;
    let document = view.get::<Document>(uri.strip_prefix("at://")?)?;
    let account = view.get::<Account>(&post.account)?;
    Some(json!({
        "uri": uri,
        "cid": document.cid,
        "author": author(&account.handle, &account.id),
        "record": document.value,
        "replyCount": answers(view, uri).len(),
        "repostCount": post.reposts,
        "likeCount": post.likes,
        "quoteCount": post.fields["quotes"].as_u64().unwrap_or(0),
        "bookmarkCount": 0,
        "indexedAt": document.indexed_at,
        "labels": [],
    }))
}

fn of_comment(view: &View, comment: &Comment) -> Value {
    let record = comment_record(view, comment);
    json!({
        "uri": comment.id,
        "cid": cid::of_record(&record),
        "author": author(&comment.author, &session::did(&comment.author)),
        "record": record,
        "replyCount": answers(view, &comment.id).len(),
        "repostCount": 0,
        "likeCount": 0,
        "quoteCount": 0,
        "bookmarkCount": 0,
        "indexedAt": comment.created_at,
        "labels": [],
    })
}

fn comment_record(view: &View, comment: &Comment) -> Value {
    let cid = comment.post.strip_prefix("at://").and_then(|id| view.get::<Document>(id)).map(|document| document.cid);
    let strong = json!({"uri": comment.post, "cid": cid});
    json!({"$type": "app.bsky.feed.post", "text": comment.text, "createdAt": comment.created_at,
        "reply": {"root": strong, "parent": strong}})
}

fn thread_of(view: &View, uri: &str, depth: i64) -> Option<Value> {
    let post = shown(view, uri)?;
    let mut thread = json!({"$type": "app.bsky.feed.defs#threadViewPost", "post": post});
    if depth > 0 {
        let below: Vec<Value> =
            answers(view, uri).iter().filter_map(|reply| thread_of(view, reply, depth - 1)).collect();
        thread["replies"] = below.into();
    }
    Some(thread)
}

/// What whoever asks did to a post: the addresses of their own records about it.
fn of_viewer(view: &View, did: &str, uri: &str) -> Value {
    json!({"like": about(view, did, LIKE, "/subject/uri", uri), "repost": about(view, did, REPOST, "/subject/uri", uri)})
}

/// The address of a record of `did` in `collection` that names `what` at `place`.
fn about(view: &View, did: &str, collection: &str, place: &str, what: &str) -> Option<String> {
    let prefix = format!("{did}/{collection}/");
    let names = |document: &Document| document.value.pointer(place).and_then(Value::as_str) == Some(what);
    view.starting::<Document>(&prefix).find(|(_, document)| names(document)).map(|(id, _)| format!("at://{id}"))
}

/// The rules for answers to a post of ours, as the view of a thread has them.
fn gate(view: &View, uri: &str) -> Option<Value> {
    let (did, rest) = uri.strip_prefix("at://")?.split_once('/')?;
    let id = format!("{did}/{GATE}/{}", rest.rsplit('/').next()?);
    let document = view.get::<Document>(&id)?;
    Some(json!({"uri": format!("at://{id}"), "cid": document.cid, "record": document.value, "lists": []}))
}

pub(super) async fn posts(world: Arc<World>, call: Call) -> Reply {
    let uris = call.texts("uris");
    if uris.is_empty() {
        return Err(invalid("Error: Params must have the property \"uris\""));
    }
    if uris.len() > MAX_POSTS {
        return Err(invalid(&format!("Error: uris must not have more than {MAX_POSTS} elements")));
    }
    let posts: Vec<Value> = world.read(NAME, |view| {
        let viewer = session::signed_in(view, &call).ok();
        let seen = |uri: &String| {
            let mut post = shown(view, uri)?;
            post["viewer"] = viewer.as_ref().map_or_else(|| json!({}), |viewer| of_viewer(view, &viewer.id, uri));
            Some(post)
        };
        uris.iter().filter_map(seen).collect()
    });
    Ok(Answer::json(200, &json!({"posts": posts})))
}

pub(super) async fn thread(world: Arc<World>, call: Call) -> Reply {
    let uri = call.query("uri").ok_or_else(|| invalid("Error: Params must have the property \"uri\""))?;
    let depth = call.number("depth").unwrap_or(6).clamp(0, 1000);
    let thread = world.read(NAME, |view| {
        // The first part may be a handle as well.
        let rest = uri.strip_prefix("at://")?;
        let (named, path) = rest.split_once('/')?;
        let account = session::account(view, named);
        let did = account.map_or_else(|| named.to_owned(), |account| account.id);
        let uri = format!("at://{did}/{path}");
        let mut answer = json!({"thread": thread_of(view, &uri, depth)?});
        if let Some(gate) = gate(view, &uri) {
            answer["threadgate"] = gate;
        }
        Some(answer)
    });
    match thread {
        Some(answer) => Ok(Answer::json(200, &answer)),
        None => Err(refused(400, "NotFound", &format!("Post not found: {uri}"))),
    }
}

/// How the addresses of an account's posts begin.
fn own_posts(account: &Account) -> String {
    format!("at://{}/app.bsky.feed.post/", account.id)
}

fn actor(view: &View, call: &Call) -> Result<Account, Answer> {
    let named = call.query("actor").ok_or_else(|| invalid("Error: Params must have the property \"actor\""))?;
    session::account(view, named).ok_or_else(|| invalid("Profile not found"))
}

pub(super) async fn author_feed(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let account = actor(view, &call)?;
        let limit = usize::try_from(call.number("limit").unwrap_or(50).clamp(1, 100)).unwrap_or(50);
        let own = own_posts(&account);
        let posts = view.starting::<Post>(&own).filter(|(_, post)| !post.is_deleted);
        let mut uris: Vec<(_, String)> = posts.map(|(id, post)| (post.created_at, id.to_owned())).collect();
        uris.sort();
        let newest = uris.iter().rev().take(limit);
        let feed: Vec<Value> =
            newest.filter_map(|(_, uri)| shown(view, uri)).map(|post| json!({"post": post})).collect();
        Ok(Answer::json(200, &json!({"feed": feed})))
    })
}

pub(super) async fn profile(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let account = actor(view, &call)?;
        let own = view.get::<Document>(&format!("{}/app.bsky.actor.profile/self", account.id));
        let posts = view.starting::<Post>(&own_posts(&account)).filter(|(_, post)| !post.is_deleted).count();
        let follows = view.starting::<Document>(&format!("{}/app.bsky.graph.follow/", account.id)).count();
        let mut shown = author(&account.handle, &account.id);
        shown["createdAt"] = json!(account.created_at);
        shown["indexedAt"] = json!(account.created_at);
        shown["postsCount"] = posts.into();
        shown["followsCount"] = follows.into();
        shown["followersCount"] = account.number("followers").unwrap_or(0).into();
        if let Some(own) = own {
            for field in ["displayName", "description"] {
                if let Some(text) = own.value[field].as_str() {
                    shown[field] = text.into();
                }
            }
            let labels = own.value["labels"]["values"].as_array().cloned().unwrap_or_default();
            shown["labels"] = labels
                .iter()
                .map(|label| {
                    json!({"src": account.id, "uri": format!("at://{}/app.bsky.actor.profile/self", account.id),
                    "val": label["val"], "cts": own.indexed_at})
                })
                .collect();
        }
        if let Ok(viewer) = session::signed_in(view, &call) {
            shown["viewer"] = json!({"muted": false, "blockedBy": false,
                "following": about(view, &viewer.id, FOLLOW, "/subject", &account.id)});
        }
        Ok(Answer::json(200, &shown))
    })
}
