//! Reading: the account, posts, the account's newest posts, mentions of it. Fields beyond the first few are shown only
//! when they are asked for.

use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::posts::{Comment, Post, answers};
use super::super::world::{View, World};
use super::{NAME, forbidden, invalid, login, not_found, not_found_words, text};

pub(super) async fn me(world: Arc<World>, call: Call) -> Reply {
    let account = login::check(&world, &call, "users.read")?;
    let posts = world.read(NAME, |view| {
        view.all::<Post>().filter(|(_, post)| post.account == account.id && !post.is_deleted).count()
    });
    let all = json!({
        "protected": account.is("protected"),
        "subscription_type": account.text("subscription").unwrap_or("None"),
        "public_metrics": {"followers_count": account.number("followers").unwrap_or(0), "following_count": 0,
            "tweet_count": posts, "listed_count": 0},
    });
    let data = json!({"id": account.id, "name": account.handle, "username": account.handle});
    Ok(Answer::json(200, &json!({"data": with_fields(data, &all, call.query("user.fields"))})))
}

/// The first few fields, and of all others those asked for.
fn with_fields(mut shown: Value, all: &Value, asked: Option<&str>) -> Value {
    for name in asked.unwrap_or_default().split(',') {
        if let Some(value) = all.get(name).filter(|value| !value.is_null()) {
            shown[name] = value.clone();
        }
    }
    shown
}

/// The words as X shows them: each address a short one, one more for each file, three signs escaped.
pub(super) fn shown_words(post: &Post) -> String {
    let mut words = text::escaped(&post.text);
    for (number, link) in text::links(&post.text).iter().enumerate() {
        words = words.replacen(&text::escaped(link), &text::short(&post.id, number), 1);
    }
    if !post.media.is_empty() {
        words = format!("{words} {}", text::short(&post.id, 99)).trim().to_owned();
    }
    words
}

fn shown(post: &Post, asked: Option<&str>) -> Value {
    let mut urls: Vec<Value> = text::links(&post.text)
        .iter()
        .enumerate()
        .map(|(number, link)| json!({"url": text::short(&post.id, number), "expanded_url": link, "display_url": link}))
        .collect();
    let keys = post.fields["media_keys"].as_array().cloned().unwrap_or_default();
    for key in &keys {
        urls.push(json!({"url": text::short(&post.id, 99), "expanded_url": format!("{}/photo/1", post.permalink),
            "display_url": "pic.x.com", "media_key": key}));
    }
    let references = post.reply_to.as_ref().map(|parent| json!([{"type": "replied_to", "id": parent}]));
    let all = json!({
        "author_id": post.account,
        "created_at": post.created_at.to_rfc3339_opts(SecondsFormat::Millis, true),
        "conversation_id": post.fields["conversation_id"],
        "attachments": if keys.is_empty() { Value::Null } else { json!({"media_keys": keys}) },
        "entities": if urls.is_empty() { Value::Null } else { json!({"urls": urls}) },
        "referenced_tweets": references,
        "public_metrics": {"retweet_count": post.reposts, "reply_count": 0, "like_count": post.likes, "quote_count": 0,
            "bookmark_count": 0, "impression_count": post.likes * 10},
    });
    let first = json!({"id": post.id, "text": shown_words(post), "edit_history_tweet_ids": [post.id]});
    with_fields(first, &all, asked)
}

fn find(view: &View, id: &str) -> Option<Post> {
    view.get::<Post>(id).filter(|post| !post.is_deleted)
}

pub(super) async fn one(world: Arc<World>, call: Call) -> Reply {
    login::check(&world, &call, "tweet.read")?;
    let id = call.param("id");
    if !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(invalid("The `id` query parameter value is not valid"));
    }
    let asked = call.query("tweet.fields");
    match world.read(NAME, |view| find(view, id).map(|post| with_answers(view, &post, asked))) {
        Some(data) => Ok(Answer::json(200, &json!({"data": data}))),
        None => Ok(not_found("id", id)),
    }
}

/// A post with the number of its answers.
fn with_answers(view: &View, post: &Post, asked: Option<&str>) -> Value {
    let mut data = shown(post, asked);
    if let Some(metrics) = data.get_mut("public_metrics") {
        metrics["reply_count"] = json!(answers(view, &post.id).len());
    }
    data
}

pub(super) async fn several(world: Arc<World>, call: Call) -> Reply {
    login::check(&world, &call, "tweet.read")?;
    let ids = call
        .query("ids")
        .filter(|ids| !ids.is_empty())
        .ok_or_else(|| invalid("The `ids` query parameter can not be empty"))?;
    let asked = call.query("tweet.fields");
    let (mut data, mut errors) = (Vec::new(), Vec::new());
    for id in ids.split(',') {
        match world.read(NAME, |view| find(view, id).map(|post| with_answers(view, &post, asked))) {
            Some(post) => data.push(post),
            None => errors.push(not_found_words("ids", id)),
        }
    }
    let mut body = Map::new();
    for (name, list) in [("data", data), ("errors", errors)] {
        if !list.is_empty() {
            body.insert(name.to_owned(), list.into());
        }
    }
    Ok(Answer::json(200, &body))
}

/// What of a list is asked for.
struct Page {
    count: usize,
    skip: usize,
    since: Option<DateTime<Utc>>,
    since_id: Option<String>,
}

impl Page {
    fn of(call: &Call) -> Result<Self, Answer> {
        let count = call.query("max_results").map_or(Some(10), |count| count.parse().ok());
        let count = count.filter(|count| (5..=100).contains(count));
        let count = count.ok_or_else(|| invalid("The `max_results` query parameter value is not between 5 and 100"))?;
        let since = match call.query("start_time") {
            None => None,
            Some(text) => {
                Some(text.parse().map_err(|_| invalid("The `start_time` query parameter value is not valid"))?)
            }
        };
        let skip = match call.query("pagination_token") {
            None => 0,
            Some(token) => {
                token.parse().map_err(|_| invalid("The `pagination_token` query parameter value is not valid"))?
            }
        };
        Ok(Self { count, skip, since, since_id: call.query("since_id").map(str::to_owned) })
    }

    fn takes(&self, id: &str, at: DateTime<Utc>) -> bool {
        self.since.is_none_or(|since| at >= since) && self.since_id.as_deref().is_none_or(|since| id > since)
    }

    /// The answer: this page of what fits, newest first.
    fn cut(&self, all: Vec<Value>) -> Value {
        let total = all.len();
        let here: Vec<Value> = all.into_iter().skip(self.skip).take(self.count).collect();
        let mut meta = json!({"result_count": here.len()});
        if self.skip + here.len() < total {
            meta["next_token"] = (self.skip + here.len()).to_string().into();
        }
        if here.is_empty() { json!({"meta": meta}) } else { json!({"data": here, "meta": meta}) }
    }
}

fn own(world: &World, call: &Call) -> Result<Account, Answer> {
    let account = login::check(world, call, "tweet.read")?;
    if call.param("id") == account.id {
        Ok(account)
    } else {
        Err(forbidden("You are not permitted to perform this action."))
    }
}

/// The account's newest posts, its answers among them. A post shows a little late where the account says so.
pub(super) async fn timeline(world: Arc<World>, call: Call) -> Reply {
    let account = own(&world, &call)?;
    let page = Page::of(&call)?;
    let lag = TimeDelta::seconds(account.number("timeline_lag_seconds").unwrap_or(0));
    let all = world.read(NAME, |view| {
        let is_meant = |post: &Post| {
            post.account == account.id
                && !post.is_deleted
                && post.created_at + lag <= view.now
                && page.takes(&post.id, post.created_at)
        };
        let posts = view.all::<Post>().rev().map(|(_, post)| post).filter(is_meant);
        posts.map(|post| shown(&post, call.query("tweet.fields"))).collect()
    });
    Ok(Answer::json(200, &page.cut(all)))
}

/// Comments on the account's posts: each names it.
pub(super) async fn mentions(world: Arc<World>, call: Call) -> Reply {
    let account = own(&world, &call)?;
    let page = Page::of(&call)?;
    let (all, users) = world.read(NAME, |view| {
        let mut users = Map::new();
        let mut all = Vec::new();
        for (_, comment) in view.all::<Comment>().rev() {
            let Some(post) = view.get::<Post>(&comment.post).filter(|post| post.account == account.id) else {
                continue;
            };
            if !page.takes(&comment.id, comment.created_at) {
                continue;
            }
            let author = author_id(&comment.author);
            users.insert(author.clone(), json!({"id": author, "name": comment.author, "username": comment.author}));
            let parent = comment.reply_to.as_ref().unwrap_or(&post.id);
            let fields = json!({"author_id": author, "conversation_id": post.id,
                "created_at": comment.created_at.to_rfc3339_opts(SecondsFormat::Millis, true),
                "referenced_tweets": [{"type": "replied_to", "id": parent}],
                "public_metrics": {"retweet_count": 0, "reply_count": 0, "like_count": 0, "quote_count": 0,
                    "bookmark_count": 0, "impression_count": 0}});
            let words = text::escaped(&format!("@{} {}", account.handle, comment.text));
            let first = json!({"id": comment.id, "text": words, "edit_history_tweet_ids": [comment.id]});
            all.push(with_fields(first, &fields, call.query("tweet.fields")));
        }
        (all, users)
    });
    let mut body = page.cut(all);
    if call.query("expansions").is_some_and(|wanted| wanted.contains("author_id")) && !users.is_empty() {
        body["includes"] = json!({"users": users.into_iter().map(|(_, user)| user).collect::<Vec<_>>()});
    }
    Ok(Answer::json(200, &body))
}

/// A number for somebody who is only a name here.
fn author_id(name: &str) -> String {
    let sum = name.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    (sum % 1_000_000_007 + 1_000).to_string()
}
