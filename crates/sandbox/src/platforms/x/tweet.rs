//! Posting, deleting and reposting.

use std::sync::Arc;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::posts::{Comment, Media, Post, put_post};
use super::super::secret;
use super::super::world::{Change, Record, World};
use super::media::Upload;
use super::{NAME, forbidden, invalid, login, not_found_words, problem, text};

const MAX_TEXT: usize = 280;
const MAX_PREMIUM_TEXT: usize = 25_000;
const MAX_PICTURES: usize = 4;
/// For how long the same words are a duplicate, in hours.
const DUPLICATE_HOURS: i64 = 24;
const REPLY_SETTINGS: [&str; 4] = ["following", "mentionedUsers", "subscribers", "verified"];

pub(super) async fn create(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let account = login::signed_in(&world, change, &call, "tweet.write")?;
        if account.options.get("has_credits") == Some(&json!(false)) {
            return Err(problem(
                402,
                "credits",
                "CreditsDepleted",
                "Your enrolled account does not have any credits to fulfill this request.",
            ));
        }
        let words = call.text("text").unwrap_or_default();
        check_words(&account, &words)?;
        if call.text("reply_settings").is_some_and(|setting| !REPLY_SETTINGS.contains(&setting.as_str())) {
            return Err(invalid("$.reply_settings: does not have a value in the enumeration"));
        }
        let (keys, media) = attached(change, &account, &call)?;
        if words.is_empty() && media.is_empty() {
            return Err(invalid("Tweet text or media is required."));
        }
        let parent = call.json.pointer("/reply/in_reply_to_tweet_id").and_then(Value::as_str).map(str::to_owned);
        let conversation = match &parent {
            Some(parent) => Some(answered(change, &account, parent)?),
            None => None,
        };
        // Each upload has an address of its own in the words, so posts with files are never alike.
        let mark = media.is_empty().then(|| mark(&account, &words, parent.as_deref()));
        if mark.as_deref().is_some_and(|mark| is_there(change, mark)) {
            return Err(forbidden("You are not allowed to create a Tweet with duplicate content."));
        }
        let id = change.snowflake();
        if let Some(mark) = mark {
            change.put(mark, &Said { post: id.clone() });
        }
        let post = Post {
            id: id.clone(),
            account: account.id.clone(),
            permalink: format!("https://x.com/{}/status/{id}", account.handle),
            text: words,
            media,
            ai_label: call.flag("made_with_ai").filter(|made| *made).map(|_| "made_with_ai".to_owned()),
            visibility: if account.is("protected") { "followers" } else { "public" }.to_owned(),
            created_at: change.now,
            reply_to: parent,
            is_deleted: false,
            likes: 0,
            reposts: 0,
            fields: json!({"media_keys": keys, "conversation_id": conversation.unwrap_or_else(|| id.clone()),
                "reply_settings": call.text("reply_settings"), "paid_partnership": call.flag("paid_partnership")}),
        };
        put_post(change, &post);
        let data = json!({"id": id, "text": super::read::shown_words(&post), "edit_history_tweet_ids": [id]});
        Ok(Answer::json(201, &json!({"data": data})))
    })
}

fn check_words(account: &Account, words: &str) -> Result<(), Answer> {
    let is_premium = account.text("subscription").is_some_and(|kind| kind.starts_with("Premium"));
    let max = if is_premium { MAX_PREMIUM_TEXT } else { MAX_TEXT };
    if text::length(words) > max {
        let body = json!({"errors": [{"code": 186, "message": "Tweet needs to be a bit shorter."}],
            "title": "Forbidden", "detail": "Your Tweet text is too long.", "type": "about:blank", "status": 403});
        return Err(Answer::json(403, &body));
    }
    let is_cashtag = |word: &&str| {
        word.strip_prefix('$')
            .is_some_and(|rest| rest.len() <= 6 && rest.starts_with(|c: char| c.is_ascii_alphabetic()))
    };
    if words.split_whitespace().filter(is_cashtag).count() > 1 {
        return Err(forbidden("Your Tweet contains more cashtags than are allowed."));
    }
    Ok(())
}

/// The files that a post names.
fn attached(change: &Change, account: &Account, call: &Call) -> Result<(Vec<String>, Vec<Media>), Answer> {
    let ids = call.json.pointer("/media/media_ids").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut found = (Vec::new(), Vec::new());
    for id in ids.iter().filter_map(Value::as_str) {
        let upload = change.get::<Upload>(id).filter(|upload| upload.account == account.id);
        let upload = upload.filter(|upload| upload.is_usable(change.now));
        let Some((upload, media)) = upload.and_then(|upload| Some((upload.key.clone(), upload.media?))) else {
            return Err(invalid("Your media IDs are invalid."));
        };
        found.0.push(upload);
        found.1.push(media);
    }
    let clips = found.1.iter().filter(|media| media.is_video()).count();
    if found.1.len() > MAX_PICTURES || (clips > 0 && found.1.len() > 1) {
        return Err(invalid("A Tweet takes one to four pictures, or one video."));
    }
    Ok(found)
}

/// The conversation that an answer joins: under the account's own posts, or where its author named the account.
fn answered(change: &Change, account: &Account, parent: &str) -> Result<String, Answer> {
    let named = format!("@{}", account.handle.to_lowercase());
    if let Some(post) = change.get::<Post>(parent).filter(|post| !post.is_deleted) {
        if post.account == account.id || post.text.to_lowercase().contains(&named) {
            return Ok(post.fields["conversation_id"].as_str().unwrap_or(parent).to_owned());
        }
        return Err(forbidden(
            "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the \
            author of the post you are replying to.",
        ));
    }
    // A comment on the account's own post names it by itself.
    let comment = change.get::<Comment>(parent).and_then(|comment| change.get::<Post>(&comment.post));
    match comment.filter(|post| post.account == account.id) {
        Some(post) => Ok(post.id),
        None => Err(forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.")),
    }
}

/// The newest post of some words. Its record's id is the mark of account, words and place in a thread.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Said {
    post: String,
}

impl Record for Said {
    const KIND: &'static str = "said";
}

fn mark(account: &Account, words: &str, parent: Option<&str>) -> String {
    secret::sha256_hex(json!([account.id, words.trim(), parent]).to_string().as_bytes())
}

fn is_there(change: &Change, mark: &str) -> bool {
    let since = change.now - TimeDelta::hours(DUPLICATE_HOURS);
    let post = change.get::<Said>(mark).and_then(|said| change.get::<Post>(&said.post));
    post.is_some_and(|post| !post.is_deleted && post.created_at >= since)
}

pub(super) async fn delete(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let account = login::signed_in(&world, change, &call, "tweet.write")?;
        let id = call.param("id");
        let post = change.get::<Post>(id).filter(|post| !post.is_deleted);
        let Some(post) = post else {
            return Err(Answer::json(404, &not_found_words("id", id)));
        };
        if post.account != account.id {
            return Err(forbidden("You are not authorized to delete this Tweet."));
        }
        change.put(id, &Post { is_deleted: true, ..post });
        Ok(Answer::json(200, &json!({"data": {"deleted": true}})))
    })
}

pub(super) async fn repost(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let account = login::signed_in(&world, change, &call, "tweet.write")?;
        if call.param("id") != account.id {
            return Err(forbidden("You are not permitted to perform this action."));
        }
        let id = call.text("tweet_id").unwrap_or_default();
        let Some(post) = change.get::<Post>(&id).filter(|post| !post.is_deleted) else {
            return Err(Answer::json(404, &not_found_words("tweet_id", &id)));
        };
        change.put(id.as_str(), &Post { reposts: post.reposts + 1, ..post });
        Ok(Answer::json(200, &json!({"data": {"rest_id": id, "retweeted": true}})))
    })
}

/// Likes and follows by programs, which X took away on 2026-04-20.
pub(super) async fn taken_away(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| login::signed_in(&world, view, &call, "tweet.read").map(drop))?;
    let words = "When authenticating requests to the X API v2 endpoints, you must use keys and tokens from an app with access to this endpoint.";
    Err(problem(403, "client-forbidden", "Client Forbidden", words))
}
