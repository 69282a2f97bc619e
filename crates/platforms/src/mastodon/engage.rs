//! Around a post: counts, answers, and the few calls toward others.

use super::{Mastodon, look, own_id, part, post};
use crate::{
    Comment, Error, Metrics, Result, Session, Target,
    reply::{count, text},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub(super) async fn metrics(mastodon: &Mastodon, session: &Session, id: &str) -> Result<Metrics> {
    let status = look::status(mastodon, session, id).await?;
    let shares = [count(&status, "/reblogs_count"), count(&status, "/quotes_count")];
    Ok(Metrics {
        likes: count(&status, "/favourites_count"),
        comments: count(&status, "/replies_count"),
        shares: shares.iter().flatten().copied().reduce(|one, other| one + other),
        ..Metrics::default()
    })
}

pub(super) async fn comments(mastodon: &Mastodon, session: &Session, id: &str) -> Result<Vec<Comment>> {
    let path = format!("/api/v1/statuses/{}/context", part(id)?);
    let reply = mastodon.get(session, &path, "/api/v1/statuses/{id}/context", &[]).await?;
    let mut found: Vec<Comment> =
        reply.list("/descendants").iter().filter_map(|status| as_comment(session, status)).collect();
    for comment in &mut found {
        comment.parent_id = comment.parent_id.take().filter(|parent| parent != id);
    }
    found.sort_by_key(|comment| comment.created_at);
    Ok(found)
}

fn as_comment(session: &Session, status: &Value) -> Option<Comment> {
    Some(Comment {
        id: text(status, "/id")?,
        parent_id: text(status, "/in_reply_to_id"),
        author: text(status, "/account/acct").unwrap_or_default(),
        text: look::plain(&text(status, "/content").unwrap_or_default()),
        created_at: text(status, "/created_at").and_then(|time| time.parse().ok()),
        likes: count(status, "/favourites_count"),
        is_hidden: false,
        is_ours: text(status, "/account/id").as_deref() == Some(own_id(session)),
        url: text(status, "/url"),
    })
}

/// Answers a status. Its author is named, as Mastodon's own page does, because otherwise they are not told; and as
/// many may see it as see the status. The same answer twice within the hour is one.
pub(super) async fn answer(mastodon: &Mastodon, session: &Session, id: &str, words: &str) -> Result<Comment> {
    let answered = look::status(mastodon, session, id).await?;
    let author = text(&answered, "/account/acct").unwrap_or_default();
    let is_ours = text(&answered, "/account/id").as_deref() == Some(own_id(session));
    let is_named = words.split_whitespace().any(|word| word.strip_prefix('@') == Some(author.as_str()));
    let words = if is_ours || is_named || author.is_empty() { words.to_owned() } else { format!("@{author} {words}") };
    let body = json!({"status": words, "in_reply_to_id": part(id)?, "visibility": answered.get("visibility")});
    let key = URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{id} {words}")));
    let reply = post::send(mastodon, session, &body, &key).await?;
    as_comment(session, &reply.body).ok_or_else(|| reply.unreadable("it names no status"))
}

/// Favourites or boosts a status; the server does it once.
pub(super) async fn mark(mastodon: &Mastodon, session: &Session, target: &Target, how: &str) -> Result<()> {
    let id = status_of(mastodon, session, target).await?;
    let path = format!("/api/v1/statuses/{}/{how}", part(&id)?);
    mastodon.post(session, &path, &format!("/api/v1/statuses/{{id}}/{how}"), &json!({}), None).await.map(drop)
}

/// Follows somebody; the server does it once.
pub(super) async fn follow(mastodon: &Mastodon, session: &Session, target: &Target) -> Result<()> {
    let id = match is_id(&target.id) {
        true => target.id.clone(),
        false => find(mastodon, session, &target.id, "accounts").await?,
    };
    let path = format!("/api/v1/accounts/{}/follow", part(&id)?);
    mastodon.post(session, &path, "/api/v1/accounts/{id}/follow", &json!({}), None).await.map(drop)
}

/// The id here of a status that was named by its id or its address; that of another server is fetched by ours.
pub(super) async fn status_of(mastodon: &Mastodon, session: &Session, target: &Target) -> Result<String> {
    match is_id(&target.id) {
        true => Ok(target.id.clone()),
        false => find(mastodon, session, &target.id, "statuses").await,
    }
}

fn is_id(named: &str) -> bool {
    // A handle may look like one, but has no digits or an at sign.
    part(named).is_ok() && named.bytes().any(|byte| byte.is_ascii_digit())
}

async fn find(mastodon: &Mastodon, session: &Session, named: &str, kind: &str) -> Result<String> {
    const PATH: &str = "/api/v2/search";
    let query = [("q", named.trim()), ("type", kind), ("resolve", "true"), ("limit", "1")];
    let reply = mastodon.get(session, PATH, PATH, &query).await?;
    reply.text(&format!("/{kind}/0/id")).ok_or_else(|| Error::Input {
        field: "target",
        why: format!("The server finds nothing under {named:?}. Paste the address of the post or the profile."),
    })
}
