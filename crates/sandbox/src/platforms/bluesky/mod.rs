//! The stand-in for Bluesky: a PDS with app passwords, blobs and records, and the public views of posts.

mod blob;
mod cid;
mod lexicon;
mod repo;
mod session;
mod view;

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::Platform;
use super::answer::Answer;
use super::call::Call;
use super::faults::{FaultKind, PlatformFault};
use super::rates::{Limit, Window};
use super::route::{Route, route};
use super::world::{Change, World};

const NAME: &str = "bluesky";
/// The server of the accounts.
const PDS: &str = "bsky.social";
/// The views that need no session.
const PUBLIC: &str = "public.api.bsky.app";

/// What one address may ask in five minutes.
const REQUESTS: Limit = Limit { points: 3000, seconds: 300 };
const REQUESTS_NAME: &str = "bluesky requests";

/// The stand-in.
pub(crate) struct Bluesky;

impl Platform for Bluesky {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "Bluesky"
    }

    fn hosts(&self) -> &'static [&'static str] {
        &[PDS, PUBLIC]
    }

    fn routes(&self) -> Vec<Route> {
        let (get, post) = (Method::GET, Method::POST);
        vec![
            route("create_session", post.clone(), "/xrpc/com.atproto.server.createSession", session::create)
                .on(&[PDS])
                .open(),
            route("refresh_session", post.clone(), "/xrpc/com.atproto.server.refreshSession", session::refresh)
                .on(&[PDS]),
            route("get_session", get.clone(), "/xrpc/com.atproto.server.getSession", session::get).on(&[PDS]),
            route("delete_session", post.clone(), "/xrpc/com.atproto.server.deleteSession", session::delete).on(&[PDS]),
            route("describe_server", get.clone(), "/xrpc/com.atproto.server.describeServer", session::describe)
                .on(&[PDS])
                .open(),
            route("resolve_handle", get.clone(), "/xrpc/com.atproto.identity.resolveHandle", session::resolve).open(),
            route("upload_blob", post.clone(), "/xrpc/com.atproto.repo.uploadBlob", blob::upload)
                .on(&[PDS])
                .uploads()
                .can(&[FaultKind::ContainerExpired]),
            route("create_record", post.clone(), "/xrpc/com.atproto.repo.createRecord", repo::create)
                .on(&[PDS])
                .publishes(),
            route("put_record", post.clone(), "/xrpc/com.atproto.repo.putRecord", repo::put).on(&[PDS]).publishes(),
            route("delete_record", post, "/xrpc/com.atproto.repo.deleteRecord", repo::delete).on(&[PDS]),
            route("get_record", get.clone(), "/xrpc/com.atproto.repo.getRecord", repo::get).open(),
            route("list_records", get.clone(), "/xrpc/com.atproto.repo.listRecords", repo::list).open(),
            route("get_profile", get.clone(), "/xrpc/app.bsky.actor.getProfile", view::profile).open(),
            route("get_posts", get.clone(), "/xrpc/app.bsky.feed.getPosts", view::posts).open(),
            route("get_author_feed", get.clone(), "/xrpc/app.bsky.feed.getAuthorFeed", view::author_feed).open(),
            route("get_post_thread", get, "/xrpc/app.bsky.feed.getPostThread", view::thread).open(),
        ]
    }

    fn faults(&self) -> &'static [FaultKind] {
        &[FaultKind::RateLimited, FaultKind::TokenExpired, FaultKind::TokenRevoked, FaultKind::Restricted]
    }

    /// `handle` gets `.bsky.social` where it has no dot. The answer has the app password, told once.
    fn open_account(
        &self,
        world: &World,
        change: &mut Change,
        handle: &str,
        options: &Map<String, Value>,
    ) -> Result<Value, String> {
        Ok(session::open(world, change, handle, options))
    }

    fn refusal(&self, world: &World, _: &Call, fault: &PlatformFault) -> Answer {
        match fault.fault {
            FaultKind::RateLimited => {
                let reset = world.now() + chrono::TimeDelta::seconds(fault.wait().into());
                too_many(&Window { limit: REQUESTS, remaining: 0, reset, is_within: false })
            }
            _ => refused(400, "AccountTakedown", "Account has been taken down"),
        }
    }

    fn error(&self, status: u16) -> Answer {
        match status {
            400 => refused(400, "InvalidRequest", "Error: Params must have the property \"repo\""),
            401 => refused(401, "AuthenticationRequired", "Authentication Required"),
            429 => refused(429, "RateLimitExceeded", "Rate Limit Exceeded"),
            502 => refused(502, "UpstreamFailure", "Upstream Failure"),
            503 => refused(503, "NotEnoughResources", "Service Unavailable"),
            504 => refused(504, "UpstreamTimeout", "Upstream Timeout"),
            status if status < 500 => refused(status, "InvalidRequest", "Invalid Request"),
            status => refused(status, "InternalServerError", "Internal Server Error"),
        }
    }

    fn unknown(&self, path: &str) -> Answer {
        match path.strip_prefix("/xrpc/") {
            Some(_) => refused(501, "MethodNotImplemented", "Method Not Implemented"),
            None => Answer::text(404, "Not Found"),
        }
    }

    fn admit(&self, world: &World, _: &Call) -> Result<(), Answer> {
        let window = world.rates.spend(REQUESTS_NAME, REQUESTS, 1, world.now());
        if window.is_within { Ok(()) } else { Err(too_many(&window)) }
    }

    fn finish(&self, world: &World, _: &Call, answer: Answer) -> Answer {
        if answer.has_header("ratelimit-limit") {
            return answer;
        }
        with_window(answer, &world.rates.peek(REQUESTS_NAME, REQUESTS, world.now()))
    }

    fn comment_id(&self, change: &mut Change, author: &str) -> String {
        let number = change.next("tids");
        let key = cid::tid(change.now.timestamp_micros(), number);
        format!("at://{}/app.bsky.feed.post/{key}", session::did(author))
    }
}

/// An error in the form of XRPC.
fn refused(status: u16, error: &str, message: &str) -> Answer {
    Answer::json(status, &json!({"error": error, "message": message}))
}

fn invalid(message: &str) -> Answer {
    refused(400, "InvalidRequest", message)
}

fn with_window(answer: Answer, window: &Window) -> Answer {
    answer
        .header("ratelimit-limit", window.limit.points)
        .header("ratelimit-remaining", window.remaining)
        .header("ratelimit-reset", window.reset.timestamp())
        .header("ratelimit-policy", format!("{};w={}", window.limit.points, window.limit.seconds))
}

fn too_many(window: &Window) -> Answer {
    with_window(refused(429, "RateLimitExceeded", "Rate Limit Exceeded"), window)
}
