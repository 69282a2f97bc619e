//! The orders that only the sandbox takes for its platforms, under `/sandbox`: clock, faults, accounts, comments; and
//! what was published.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::{Answer, Reply};
use super::clock::ClockSetting;
use super::faults::{FaultKind, PlatformFault};
use super::posts::{Comment, Post, put_comment};
use super::world::World;
use super::{PLATFORMS, accounts, feed, sign_up};

type Shared = State<Arc<World>>;

/// Each order with what it does, for `GET /sandbox`.
pub(crate) const ORDERS: &[(&str, &str)] = &[
    ("GET /sandbox/platforms", "the stand-in platforms, their hosts, calls and the faults of each"),
    ("GET /sandbox/clock", "the platforms' time"),
    (
        "POST /sandbox/clock",
        "stop it at {\"now\": RFC 3339}, move it on by {\"advance_seconds\": n} and stop it there, or let it run ahead of the \
         system by {\"ahead_ms\": n}",
    ),
    ("DELETE /sandbox/clock", "let it follow the system again"),
    ("GET /sandbox/platform_faults", "the armed faults of the platforms"),
    ("POST /sandbox/platform_faults", "arm one: {\"platform\", \"call\": slug or *, \"fault\", \"times\": 1, …}"),
    ("DELETE /sandbox/platform_faults", "disarm all; hanging answers close"),
    ("GET /sandbox/accounts", "the accounts on the platforms"),
    ("POST /sandbox/accounts", "make one: {\"platform\", \"handle\", \"options\": {}}; tells how to connect to it"),
    ("POST /sandbox/tokens", "end an account's tokens: {\"platform\", \"handle\", \"end\": expire or revoke}"),
    ("POST /sandbox/comments", "comment on a post: {\"platform\", \"post_id\", \"author\", \"text\"}"),
    ("GET /sandbox/feed", "what stands on the platforms (platform=, account=)"),
    ("GET /sandbox/published", "how many posts were accepted, and how many of them twice"),
    ("GET /platforms", "the feed as a page"),
    ("GET /sandbox/sign-up", "a page on which a person makes an account"),
];

pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/sandbox/platforms", get(platforms))
        .route("/sandbox/clock", get(clock).post(set_clock).delete(free_clock))
        .route("/sandbox/platform_faults", get(faults).post(arm).delete(disarm))
        .route("/sandbox/accounts", get(list_accounts).post(open_account))
        .route("/sandbox/tokens", post(end_tokens))
        .route("/sandbox/sign-up", get(sign_up::form).post(sign_up::make))
        .route("/sandbox/comments", post(comment))
        .route("/sandbox/feed", get(show_feed))
        .route("/sandbox/published", get(published))
        .route("/sandbox/media/{sha256}", get(media))
        .with_state(world)
}

fn either(reply: Reply) -> Response {
    reply.unwrap_or_else(|refusal| refusal).into_response()
}

fn wrong(words: impl Into<String>) -> Answer {
    Answer::json(400, &json!({"error": words.into()}))
}

/// An order's body.
fn order<T: for<'de> Deserialize<'de>>(body: &Bytes) -> Result<T, Answer> {
    serde_json::from_slice(body).map_err(|error| wrong(format!("This is not the JSON of such an order: {error}.")))
}

async fn platforms(State(_): Shared) -> Response {
    let shown = |platform: &&dyn super::Platform| {
        let routes = platform.routes();
        let calls: Vec<Value> = routes
            .iter()
            .map(|route| {
                let kinds = FaultKind::ALL.iter().filter(|kind| route.allows(**kind, platform.faults()));
                let kinds: Vec<_> = kinds.collect();
                json!({"call": route.slug, "method": route.method.as_str(), "path": route.path, "faults": kinds})
            })
            .collect();
        json!({"platform": platform.name(), "title": platform.title(), "hosts": platform.hosts(), "calls": calls})
    };
    Answer::json(200, &PLATFORMS.iter().map(shown).collect::<Vec<_>>()).into_response()
}

async fn clock(State(world): Shared) -> Response {
    world.shown_clock().into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockOrder {
    now: Option<DateTime<Utc>>,
    advance_seconds: Option<i64>,
    ahead_ms: Option<i64>,
}

async fn set_clock(State(world): Shared, body: Bytes) -> Response {
    let on = |from: DateTime<Utc>, by: Option<TimeDelta>| {
        by.and_then(|by| from.checked_add_signed(by)).ok_or_else(|| wrong("That is further than the calendar goes."))
    };
    let stands = |now| ClockSetting { now: Some(now), ahead_ms: 0 };
    let setting =
        order::<ClockOrder>(&body).and_then(|order| match (order.now, order.advance_seconds, order.ahead_ms) {
            (Some(now), None, None) => Ok(stands(now)),
            (None, Some(seconds), None) => on(world.now(), TimeDelta::try_seconds(seconds)).map(stands),
            (None, None, Some(ahead_ms)) => {
                on(Utc::now(), TimeDelta::try_milliseconds(ahead_ms)).map(|_| ClockSetting { now: None, ahead_ms })
            }
            _ => Err(wrong("Give `now` (RFC 3339), `advance_seconds` or `ahead_ms`, one of the three.")),
        });
    either(setting.and_then(|setting| world.set_clock(setting)))
}

async fn free_clock(State(world): Shared) -> Response {
    either(world.set_clock(ClockSetting::default()))
}

async fn faults(State(world): Shared) -> Response {
    Answer::json(200, &world.faults.list()).into_response()
}

async fn arm(State(world): Shared, body: Bytes) -> Response {
    let armed = order::<PlatformFault>(&body).and_then(|fault| {
        fault.check(PLATFORMS).map_err(wrong)?;
        world.faults.arm(fault.clone());
        Ok(Answer::json(200, &fault))
    });
    either(armed)
}

async fn disarm(State(world): Shared) -> Response {
    world.faults.clear();
    Answer::json(200, &json!([])).into_response()
}

async fn list_accounts(State(world): Shared) -> Response {
    accounts::list(&world).into_response()
}

async fn open_account(State(world): Shared, body: Bytes) -> Response {
    let opened = order::<Value>(&body).and_then(|order| accounts::open(&world, &order));
    either(opened.map(|opened| Answer::json(200, &opened)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenOrder {
    platform: String,
    handle: String,
    end: accounts::TokenEnd,
}

async fn end_tokens(State(world): Shared, body: Bytes) -> Response {
    let ended = order::<TokenOrder>(&body)
        .and_then(|order| accounts::end_tokens(&world, &order.platform, &order.handle, order.end));
    either(ended.map(|count| Answer::json(200, &json!({"tokens": count}))))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CommentOrder {
    platform: String,
    post_id: String,
    author: String,
    text: String,
}

async fn comment(State(world): Shared, body: Bytes) -> Response {
    let done = order::<CommentOrder>(&body).and_then(|order| {
        let platform = PLATFORMS.iter().find(|platform| platform.name() == order.platform);
        let platform = platform.ok_or_else(|| wrong(format!("There is no platform {:?}.", order.platform)))?;
        world.change(platform.name(), "comment", |change| {
            let post = change.get::<Post>(&order.post_id).filter(|post| !post.is_deleted);
            let post = post.ok_or_else(|| wrong(format!("There is no post {:?}.", order.post_id)))?;
            let comment = Comment {
                id: platform.comment_id(change, &order.author),
                post: post.id,
                author: order.author.trim_start_matches('@').to_owned(),
                text: order.text.clone(),
                created_at: change.now,
                reply_to: None,
                is_hidden: false,
                fields: Value::Null,
            };
            put_comment(change, &comment);
            Ok(Answer::json(200, &comment))
        })
    });
    either(done)
}

#[derive(Deserialize)]
struct Meant {
    platform: Option<String>,
    account: Option<String>,
}

async fn show_feed(State(world): Shared, Query(meant): Query<Meant>) -> Response {
    feed::feed(&world, meant.platform.as_deref(), meant.account.as_deref()).into_response()
}

async fn published(State(world): Shared) -> Response {
    feed::published(&world).into_response()
}

async fn media(State(world): Shared, Path(sha256): Path<String>) -> Response {
    match world.kept(&sha256) {
        Some(bytes) => {
            // A page of somebody's own, uploaded as a picture, must not run here.
            let kind = super::posts::content_type(&bytes).unwrap_or("application/octet-stream");
            Answer::new(200, kind, bytes).header("x-content-type-options", "nosniff").into_response()
        }
        None => Answer::text(404, "No such file was uploaded.").into_response(),
    }
}
