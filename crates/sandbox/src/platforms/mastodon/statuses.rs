//! Statuses: made once for each idempotency key, shown, edited, deleted.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;

use super::super::accounts::{Account, App, Token};
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::posts::{Comment, Post, put_post};
use super::super::world::{Change, Record, View, World};
use super::instance::{CHARACTERS_OF_A_URL, MAX_ATTACHMENTS, MAX_CHARACTERS};
use super::media::Attachment;
use super::{HOST, NAME, auth, moment, not_found, refused, scheduled, shapes};

/// How long an idempotency key is kept, in seconds.
const KEY_SECONDS: i64 = 3600;

/// What a key was first used for. Its record's id is `ACCOUNT/KEY`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct UsedKey {
    /// The status or scheduled status.
    id: String,
    is_scheduled: bool,
    expires_at: DateTime<Utc>,
}

impl Record for UsedKey {
    const KIND: &'static str = "idempotency_key";
}

/// What a status is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Draft {
    pub(super) account: String,
    pub(super) text: String,
    pub(super) media_ids: Vec<String>,
    pub(super) reply_to: Option<String>,
    pub(super) sensitive: bool,
    pub(super) spoiler_text: String,
    pub(super) visibility: String,
    pub(super) language: Option<String>,
    pub(super) application: Option<String>,
}

pub(super) async fn create(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let (account, token) = auth::signed_in(change, &call, "write:statuses")?;
        let key = call.header("idempotency-key").filter(|key| !key.is_empty());
        let key = key.map(|key| format!("{}/{key}", account.id));
        let used = key.as_ref().and_then(|key| change.get::<UsedKey>(key)).filter(|used| used.expires_at > change.now);
        if let Some(used) = used {
            return again(&world, change, &used);
        }
        let draft = read(change, &call, &account, &token)?;
        let at = scheduled::wanted(change, &call)?;
        let (id, answer) = match at {
            Some(at) => {
                let (id, shown) = scheduled::put(&world, change, &draft, at)?;
                (id, Answer::json(200, &shown))
            }
            None => {
                check_media(change, &draft)?;
                let post = publish(change, &account, &draft);
                (post.id.clone(), Answer::json(200, &shapes::status(&world, change, &post)))
            }
        };
        if let Some(key) = key {
            let expires_at = change.now + TimeDelta::seconds(KEY_SECONDS);
            change.put(key, &UsedKey { id, is_scheduled: at.is_some(), expires_at });
        }
        Ok(answer)
    })
}

/// The answer to a key that was used within the hour: what was made then.
fn again(world: &World, view: &View, used: &UsedKey) -> Reply {
    if used.is_scheduled {
        return scheduled::shown_by_id(world, view, &used.id)
            .map(|shown| Answer::json(200, &shown))
            .ok_or_else(not_found);
    }
    let post = view.get::<Post>(&used.id).filter(|post| !post.is_deleted).ok_or_else(not_found)?;
    Ok(Answer::json(200, &shapes::status(world, view, &post)))
}

fn read(view: &View, call: &Call, account: &Account, token: &Token) -> Result<Draft, Answer> {
    let text = call.text("status").unwrap_or_default();
    let media_ids = call.texts("media_ids");
    let spoiler_text = call.text("spoiler_text").unwrap_or_default();
    check_text(&text, &spoiler_text, media_ids.is_empty())?;
    let visibility = call.text("visibility").unwrap_or_else(|| "public".into());
    if !["public", "unlisted", "private", "direct"].contains(&visibility.as_str()) {
        return Err(refused(422, "Validation failed: Visibility is not included in the list"));
    }
    let reply_to = call.text("in_reply_to_id").filter(|id| !id.is_empty());
    if let Some(id) = &reply_to {
        let is_there = view.get::<Post>(id).is_some_and(|post| !post.is_deleted) || view.get::<Comment>(id).is_some();
        if !is_there {
            return Err(refused(404, "The post you are trying to reply to does not appear to exist."));
        }
    }
    let application = token.app.as_ref().and_then(|app| view.get::<App>(app)).map(|app| app.name);
    Ok(Draft {
        account: account.id.clone(),
        text,
        media_ids,
        reply_to,
        sensitive: call.flag("sensitive").unwrap_or(false) || !spoiler_text.is_empty(),
        spoiler_text,
        visibility,
        language: call.text("language"),
        application,
    })
}

fn check_text(text: &str, spoiler: &str, needs_text: bool) -> Result<(), Answer> {
    if needs_text && text.trim().is_empty() {
        return Err(refused(422, "Validation failed: Text can't be blank"));
    }
    if length(text) + length(spoiler) > MAX_CHARACTERS {
        let words = format!("Validation failed: Text character limit of {MAX_CHARACTERS} exceeded");
        return Err(refused(422, &words));
    }
    Ok(())
}

/// The length of a text as Mastodon counts it: what a person sees as one letter is one, an address is 23, and of
/// `@name@host` only `@name` counts.
pub(super) fn length(text: &str) -> usize {
    let mut length = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        let rest = part.graphemes(true).count() - word.graphemes(true).count();
        let at = ["https://", "http://"].iter().find_map(|scheme| word.find(scheme));
        length += rest
            + match (at, word.strip_prefix('@').and_then(|name| name.split_once('@'))) {
                (Some(at), _) => word.get(..at).unwrap_or_default().graphemes(true).count() + CHARACTERS_OF_A_URL,
                (None, Some((name, _))) => name.graphemes(true).count() + 1,
                (None, None) => word.graphemes(true).count(),
            };
    }
    length
}

/// The attachments that a draft names, when they can be attached.
pub(super) fn check_media(view: &View, draft: &Draft) -> Result<Vec<Attachment>, Answer> {
    if draft.media_ids.len() > MAX_ATTACHMENTS {
        return Err(refused(422, &format!("Cannot attach more than {MAX_ATTACHMENTS} files")));
    }
    let known = |id: &String| {
        let known = view.get::<Attachment>(id);
        known.filter(|known| known.account == draft.account && known.status.is_none())
    };
    let missing: Vec<&str> = draft.media_ids.iter().filter(|id| known(id).is_none()).map(String::as_str).collect();
    if !missing.is_empty() {
        let words = format!("Media {} not found or already attached to another post", missing.join(", "));
        return Err(refused(422, &words));
    }
    let found: Vec<Attachment> = draft.media_ids.iter().filter_map(known).collect();
    if found.len() > 1 && found.iter().any(|attachment| !attachment.media.is_image()) {
        return Err(refused(422, "Cannot attach a video to a post that already contains images"));
    }
    // One whose processing failed is never finished either.
    if found.iter().any(|attachment| attachment.fails || !attachment.is_ready(view.now)) {
        let words = "Cannot attach files that have not finished processing. Try again in a moment!";
        return Err(refused(422, words));
    }
    Ok(found)
}

/// Puts a status with what a draft names. The attachments were checked.
pub(super) fn publish(change: &mut Change, account: &Account, draft: &Draft) -> Post {
    let id = change.snowflake();
    let mut media = Vec::new();
    for attachment_id in &draft.media_ids {
        if let Some(attachment) = change.get::<Attachment>(attachment_id) {
            media.push(attachment.media.clone());
            change.put(attachment_id.as_str(), &Attachment { status: Some(id.clone()), ..attachment });
        }
    }
    let post = Post {
        permalink: format!("https://{HOST}/@{}/{id}", account.handle),
        id,
        account: account.id.clone(),
        text: draft.text.clone(),
        media,
        ai_label: None,
        visibility: draft.visibility.clone(),
        created_at: change.now,
        reply_to: draft.reply_to.clone(),
        is_deleted: false,
        likes: 0,
        reposts: 0,
        fields: json!({"attachments": draft.media_ids, "sensitive": draft.sensitive, "edited_at": null,
            "spoiler_text": draft.spoiler_text, "language": draft.language, "application": draft.application}),
    };
    change.next(&shapes::posts_of(&account.id));
    put_post(change, &post);
    post
}

/// A status by the id in the path.
pub(super) fn found(view: &View, call: &Call) -> Result<Post, Answer> {
    view.get::<Post>(call.param("id")).filter(|post| !post.is_deleted).ok_or_else(not_found)
}

pub(super) async fn show(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        if let Some(comment) = view.get::<Comment>(call.param("id")) {
            return Ok(Answer::json(200, &shapes::comment(view, &comment)));
        }
        let post = found(view, &call)?;
        Ok(Answer::json(200, &shapes::status(&world, view, &post)))
    })
}

fn own(view: &View, call: &Call) -> Result<Post, Answer> {
    let (account, _) = auth::signed_in(view, call, "write:statuses")?;
    found(view, call).and_then(|post| if post.account == account.id { Ok(post) } else { Err(not_found()) })
}

pub(super) async fn edit(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let mut post = own(change, &call)?;
        let text = call.text("status").unwrap_or_default();
        let spoiler = call.text("spoiler_text").unwrap_or_default();
        check_text(&text, &spoiler, post.media.is_empty())?;
        post.text = text;
        post.fields["spoiler_text"] = spoiler.into();
        post.fields["edited_at"] = moment(change.now).into();
        change.put(post.id.clone(), &post);
        Ok(Answer::json(200, &shapes::status(&world, change, &post)))
    })
}

pub(super) async fn delete(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let post = own(change, &call)?;
        let mut shown = shapes::status(&world, change, &post);
        shown["text"] = post.text.as_str().into();
        // Unless the media goes too, it can be attached again: "delete and redraft".
        let goes = call.flag("delete_media").unwrap_or(false);
        for id in post.fields["attachments"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            match change.get::<Attachment>(id) {
                Some(_) if goes => change.remove::<Attachment>(id),
                Some(attachment) => change.put(id, &Attachment { status: None, ..attachment }),
                None => {}
            }
        }
        change.put(post.id.clone(), &Post { is_deleted: true, ..post });
        Ok(Answer::json(200, &shown))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_counted_as_mastodon_counts_it() {
        let table = [
            ("", 0),
            ("Hello, world", 12),
            ("👩‍👩‍👧 é", 3),
            ("see https://example.org/a/very/long/path?with=a&query=that&goes=on here", 4 + 23 + 5),
            ("(http://a.example)", 1 + 23),
            ("@bo@elsewhere.example hi", 6),
            ("one\ntwo", 7),
        ];
        for (text, wanted) in table {
            assert_eq!(length(text), wanted, "{text}");
        }
    }
}
