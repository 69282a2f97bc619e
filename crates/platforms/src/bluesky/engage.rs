//! Around a post: counts, comments, and the few calls toward others.

use super::{Bluesky, POSTS, did, parts, post};
use crate::{
    Comment, Error, Metrics, RefusalKind, Result, Session, Target,
    reply::{count, list, text},
};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

const CREATE: &str = "/xrpc/com.atproto.repo.createRecord";
/// The collection of the rules for answers to a post; its key is the post's.
const GATES: &str = "app.bsky.feed.threadgate";
/// How deep answers to answers are read.
const DEPTH: &str = "10";

/// The error for a post that the public view does not have.
fn gone() -> Error {
    Error::Input { field: "id", why: "This post is not at Bluesky, or nobody may see it.".to_owned() }
}

pub(super) async fn metrics(bluesky: &Bluesky, session: &Session, id: &str) -> Result<Metrics> {
    let post = post::view(bluesky, session, id).await?.ok_or_else(gone)?;
    let shares = [count(&post, "/repostCount"), count(&post, "/quoteCount")];
    Ok(Metrics {
        likes: count(&post, "/likeCount"),
        comments: count(&post, "/replyCount"),
        shares: shares.iter().flatten().copied().reduce(|one, other| one + other),
        saves: count(&post, "/bookmarkCount"),
        ..Metrics::default()
    })
}

pub(super) async fn comments(bluesky: &Bluesky, session: &Session, id: &str) -> Result<Vec<Comment>> {
    let query = [("uri", id), ("depth", DEPTH), ("parentHeight", "0")];
    let reply = bluesky.get(session, "/xrpc/app.bsky.feed.getPostThread", &query).await?;
    // The post that the talk began with carries its rules; the answer as a whole repeats them.
    let gates = ["/threadgate/record/hiddenReplies", "/thread/post/threadgate/record/hiddenReplies"];
    let hidden: Vec<&str> = gates.iter().flat_map(|gate| reply.list(gate)).filter_map(Value::as_str).collect();
    let mut found = Vec::new();
    collect(session, id, reply.list("/thread/replies"), &hidden, &mut found);
    found.sort_by_key(|comment| comment.created_at);
    Ok(found)
}

/// The answers below a post and below each other.
fn collect(session: &Session, id: &str, replies: &[Value], hidden: &[&str], found: &mut Vec<Comment>) {
    for reply in replies {
        let post = &reply["post"];
        // An answer that was deleted or is blocked has no address; what stands below it is still read.
        if let Some(uri) = text(post, "/uri") {
            let parent = text(post, "/record/reply/parent/uri").filter(|parent| parent != id);
            let author = text(post, "/author/handle").unwrap_or_default();
            found.push(Comment {
                parent_id: parent,
                text: text(post, "/record/text").unwrap_or_default(),
                created_at: text(post, "/record/createdAt").and_then(|time| time.parse().ok()),
                likes: count(post, "/likeCount"),
                is_hidden: hidden.contains(&uri.as_str()),
                is_ours: text(post, "/author/did").as_deref() == Some(did(session)),
                url: parts(&uri).ok().map(|(_, _, key)| post::permalink(&author, key)),
                author,
                id: uri,
            });
        }
        collect(session, id, list(reply, "/replies"), hidden, found);
    }
}

/// Answers a post or a comment.
pub(super) async fn reply_comment(bluesky: &Bluesky, session: &Session, id: &str, words: &str) -> Result<Comment> {
    let answered = post::view(bluesky, session, id).await?.ok_or_else(gone)?;
    let parent = json!({"uri": answered["uri"], "cid": answered["cid"]});
    let root = answered.pointer("/record/reply/root").cloned().unwrap_or_else(|| parent.clone());
    let now = Utc::now();
    let mut record = post::words(bluesky, session, words, now).await?;
    record["reply"] = json!({"root": root, "parent": parent});
    let id = create(bluesky, session, POSTS, &record).await?;
    Ok(Comment {
        parent_id: text(&parent, "/uri"),
        author: session.account.handle.clone(),
        text: words.to_owned(),
        created_at: Some(now),
        likes: None,
        is_hidden: false,
        is_ours: true,
        url: parts(&id).ok().map(|(_, _, key)| post::permalink(&session.account.handle, key)),
        id,
    })
}

/// Hides an answer under one of our posts for everybody, or shows it again: it is named in the rules of the post that
/// the talk began with. Other rules there stay as they are.
pub(super) async fn hide_comment(bluesky: &Bluesky, session: &Session, comment: &str, hide: bool) -> Result<()> {
    let answer = post::view(bluesky, session, comment).await?.ok_or_else(gone)?;
    let root = text(&answer, "/record/reply/root/uri").ok_or_else(gone)?;
    let (owner, _, key) = parts(&root)?;
    if owner != did(session) {
        let why = "Only answers under a post of this account can be hidden from here.".to_owned();
        return Err(Error::Input { field: "comment", why });
    }
    let query = [("repo", owner), ("collection", GATES), ("rkey", key)];
    let (mut gate, swap) = match bluesky.get(session, "/xrpc/com.atproto.repo.getRecord", &query).await {
        Ok(reply) => (reply.body["value"].clone(), reply.text("/cid")),
        Err(error) if error.kind() == Some(RefusalKind::NotFound) => {
            (json!({"$type": GATES, "post": root, "createdAt": moment(Utc::now())}), None)
        }
        Err(error) => return Err(error),
    };
    let mut hidden: Vec<Value> = list(&gate, "/hiddenReplies").to_vec();
    hidden.retain(|uri| uri != comment);
    if hide {
        hidden.push(json!(comment));
    }
    gate["hiddenReplies"] = json!(hidden);
    // The old state goes along, so that two changes at once do not undo each other.
    let body = json!({"repo": owner, "collection": GATES, "rkey": key, "record": gate, "swapRecord": swap});
    bluesky.post(session, "/xrpc/com.atproto.repo.putRecord", &body).await.map(drop)
}

/// Likes or reposts a post, once: `mine` is where its view says that we did already.
pub(super) async fn point_at(
    bluesky: &Bluesky,
    session: &Session,
    target: &Target,
    collection: &str,
    mine: &str,
) -> Result<()> {
    let id = post_of(bluesky, session, &target.id).await?;
    let post = post::view(bluesky, session, &id).await?.ok_or_else(gone)?;
    if text(&post, mine).is_some() {
        return Ok(());
    }
    let subject = json!({"uri": post["uri"], "cid": post["cid"]});
    let record = json!({"$type": collection, "subject": subject, "createdAt": moment(Utc::now())});
    create(bluesky, session, collection, &record).await.map(drop)
}

/// Follows somebody, once.
pub(super) async fn follow(bluesky: &Bluesky, session: &Session, target: &Target) -> Result<()> {
    const COLLECTION: &str = "app.bsky.graph.follow";
    let actor = target.id.trim().trim_start_matches('@');
    let actor = actor.strip_prefix("https://bsky.app/profile/").unwrap_or(actor);
    let actor = actor.split('/').next().unwrap_or_default();
    let profile = bluesky.get(session, "/xrpc/app.bsky.actor.getProfile", &[("actor", actor)]).await?;
    if profile.text("/viewer/following").is_some() {
        return Ok(());
    }
    let record = json!({"$type": COLLECTION, "subject": profile.need("/did")?, "createdAt": moment(Utc::now())});
    create(bluesky, session, COLLECTION, &record).await.map(drop)
}

async fn create(bluesky: &Bluesky, session: &Session, collection: &str, record: &Value) -> Result<String> {
    let body = json!({"repo": did(session), "collection": collection, "record": record});
    bluesky.post(session, CREATE, &body).await?.need("/uri")
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The id of a post that was named by its id or by its address for people.
pub(super) async fn post_of(bluesky: &Bluesky, session: &Session, named: &str) -> Result<String> {
    let named = named.trim();
    if named.starts_with("at://") {
        return parts(named).map(|_| named.to_owned());
    }
    let wrong = || Error::Input {
        field: "target",
        why: "This is no post of Bluesky's. Paste its address, as in https://bsky.app/profile/NAME/post/KEY."
            .to_owned(),
    };
    let rest = named.strip_prefix("https://bsky.app/profile/").ok_or_else(wrong)?;
    let (actor, key) = rest.split_once("/post/").ok_or_else(wrong)?;
    let key = key.split(['/', '?', '#']).next().unwrap_or_default();
    let owner = match actor.starts_with("did:") {
        true => actor.to_owned(),
        false => post::resolve(bluesky, session, actor).await?.ok_or_else(wrong)?,
    };
    Ok(format!("at://{owner}/{POSTS}/{key}"))
}
