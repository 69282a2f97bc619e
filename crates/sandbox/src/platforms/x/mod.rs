//! The stand-in for X: API v2 with its logins, uploads in pieces, the rule against duplicates, and what programs may no
//! longer do.

mod login;
mod media;
mod read;
mod signature;
mod text;
mod tweet;

use axum::http::Method;
use chrono::TimeDelta;
use serde_json::{Map, Value, json};

use super::Platform;
use super::accounts;
use super::answer::Answer;
use super::call::Call;
use super::faults::{FaultKind, PlatformFault};
use super::rates::{Limit, Window};
use super::route::{Route, route};
use super::secret;
use super::world::{Change, World};

const NAME: &str = "x";
const API: &str = "api.x.com";
/// The page on which a person logs in.
const PAGE: &str = "x.com";

/// What an account may do in fifteen minutes.
const POSTS: Limit = Limit { points: 100, seconds: 900 };
const DELETIONS: Limit = Limit { points: 50, seconds: 900 };
const UPLOADS: Limit = Limit { points: 500, seconds: 900 };
const PIECES: Limit = Limit { points: 1875, seconds: 900 };
const OTHERS: Limit = Limit { points: 900, seconds: 900 };

/// The stand-in.
pub(crate) struct X;

impl Platform for X {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "X"
    }

    fn hosts(&self) -> &'static [&'static str] {
        &[API, PAGE]
    }

    fn routes(&self) -> Vec<Route> {
        let (get, post, delete) = (|| Method::GET, || Method::POST, || Method::DELETE);
        let upload = [FaultKind::ContainerExpired];
        let clip = [FaultKind::ContainerExpired, FaultKind::ProcessingFails];
        vec![
            route("authorize", get(), "/i/oauth2/authorize", login::authorize).on(&[PAGE]).open(),
            route("authorize", post(), "/i/oauth2/authorize", login::authorize).on(&[PAGE]).open(),
            route("token", post(), "/2/oauth2/token", login::token).on(&[API]).open(),
            route("revoke", post(), "/2/oauth2/revoke", login::revoke).on(&[API]).open(),
            route("me", get(), "/2/users/me", read::me).on(&[API]),
            route("upload", post(), "/2/media/upload", media::upload).on(&[API]).uploads().can(&upload),
            route("upload_status", get(), "/2/media/upload", media::status).on(&[API]),
            route("upload_begin", post(), "/2/media/upload/initialize", media::initialize).on(&[API]),
            route("upload_piece", post(), "/2/media/upload/{id}/append", media::append).on(&[API]).uploads(),
            route("upload_end", post(), "/2/media/upload/{id}/finalize", media::finalize).on(&[API]).can(&clip),
            route("describe", post(), "/2/media/metadata", media::metadata).on(&[API]),
            route("tweet", post(), "/2/tweets", tweet::create).on(&[API]).publishes(),
            route("get_tweets", get(), "/2/tweets", read::several).on(&[API]),
            route("get_tweet", get(), "/2/tweets/{id}", read::one).on(&[API]),
            route("delete_tweet", delete(), "/2/tweets/{id}", tweet::delete).on(&[API]),
            route("timeline", get(), "/2/users/{id}/tweets", read::timeline).on(&[API]),
            route("mentions", get(), "/2/users/{id}/mentions", read::mentions).on(&[API]),
            route("repost", post(), "/2/users/{id}/retweets", tweet::repost).on(&[API]).publishes(),
            route("like", post(), "/2/users/{id}/likes", tweet::taken_away).on(&[API]),
            route("follow", post(), "/2/users/{id}/following", tweet::taken_away).on(&[API]),
        ]
    }

    fn faults(&self) -> &'static [FaultKind] {
        &[
            FaultKind::RateLimited,
            FaultKind::TokenExpired,
            FaultKind::TokenRevoked,
            FaultKind::ErrorIn200,
            FaultKind::SpamBlocked,
            FaultKind::Restricted,
        ]
    }

    /// Options: `followers`, `subscription` (`Premium` may write more), `protected`, `has_credits` (false: nothing is
    /// paid), `timeline_lag_seconds` (how late a post shows among the account's posts), `processing_seconds` (how long a
    /// clip takes; 5 when absent), `redirect_uris` (besides the usual one), `confidential` (an app with a secret). The
    /// answer has the app's client id for the login page, and four keys to paste.
    fn open_account(
        &self,
        _: &World,
        change: &mut Change,
        handle: &str,
        options: &Map<String, Value>,
    ) -> Result<Value, String> {
        let known = accounts::by_handle(change, handle).map(|account| account.id);
        let id = known.unwrap_or_else(|| change.snowflake());
        let account = accounts::put(change, id, handle, options);
        Ok(login::connect(change, &account))
    }

    fn refusal(&self, world: &World, _: &Call, fault: &PlatformFault) -> Answer {
        match fault.fault {
            FaultKind::RateLimited => {
                let reset = world.now() + TimeDelta::seconds(fault.wait().into());
                too_many(&Window { limit: OTHERS, remaining: 0, reset, is_within: false })
            }
            FaultKind::ErrorIn200 => Answer::json(
                200,
                &json!({"errors": [{"title": "Service Unavailable", "detail": "Service Unavailable",
                    "type": "https://api.twitter.com/2/problems/over-capacity"}]}),
            ),
            FaultKind::SpamBlocked => forbidden(
                "This request looks like it might be automated. To protect our users from spam and other malicious \
                activity, we can't complete this action right now.",
            ),
            _ => problem(
                403,
                "user-suspended",
                "Forbidden",
                "Your account is suspended and is not permitted to access this feature.",
            ),
        }
    }

    fn error(&self, status: u16) -> Answer {
        match status {
            401 => unauthorized(),
            403 => forbidden("You are not permitted to perform this action."),
            404 => not_found("id", ""),
            429 => problem(429, "", "Too Many Requests", "Too Many Requests"),
            503 => problem(503, "", "Service Unavailable", "Service Unavailable"),
            status if status < 500 => invalid("The request was invalid."),
            status => problem(status, "", "Internal Server Error", "Internal Server Error"),
        }
    }

    fn unknown(&self, _: &str) -> Answer {
        problem(404, "", "Not Found", "Not Found")
    }

    fn token(&self, call: &Call) -> Option<String> {
        call.bearer().map(str::to_owned).or_else(|| signature::token(call))
    }

    fn admit(&self, world: &World, call: &Call) -> Result<(), Answer> {
        let (name, limit) = window_of(self, call);
        let window = world.rates.spend(&name, limit, 1, world.now());
        if window.is_within { Ok(()) } else { Err(too_many(&window)) }
    }

    fn finish(&self, world: &World, call: &Call, answer: Answer) -> Answer {
        if answer.has_header("x-rate-limit-limit") || call.host == PAGE {
            return answer;
        }
        let (name, limit) = window_of(self, call);
        with_window(answer, &world.rates.peek(&name, limit, world.now()))
    }
}

/// The window that a call counts in.
fn window_of(stand_in: &X, call: &Call) -> (String, Limit) {
    let who = stand_in.token(call).map_or_else(|| "nobody".to_owned(), |token| secret::sha256_hex(token.as_bytes()));
    let (what, limit) = match call.slug {
        "tweet" => ("posts", POSTS),
        "delete_tweet" => ("deletions", DELETIONS),
        "upload" | "upload_begin" | "upload_end" => ("uploads", UPLOADS),
        "upload_piece" => ("pieces", PIECES),
        other => (other, OTHERS),
    };
    (format!("x {what} of {who}"), limit)
}

fn with_window(answer: Answer, window: &Window) -> Answer {
    answer
        .header("x-rate-limit-limit", window.limit.points)
        .header("x-rate-limit-remaining", window.remaining)
        .header("x-rate-limit-reset", window.reset.timestamp())
}

fn too_many(window: &Window) -> Answer {
    with_window(problem(429, "", "Too Many Requests", "Too Many Requests"), window)
}

/// A problem as X writes it. Without a kind it is one of HTTP alone.
fn problem(status: u16, kind: &str, title: &str, detail: &str) -> Answer {
    let kind =
        if kind.is_empty() { "about:blank".to_owned() } else { format!("https://api.twitter.com/2/problems/{kind}") };
    let body = json!({"title": title, "detail": detail, "type": kind, "status": status});
    Answer::new(status, "application/problem+json", body.to_string())
}

fn unauthorized() -> Answer {
    problem(401, "", "Unauthorized", "Unauthorized")
}

fn forbidden(detail: &str) -> Answer {
    problem(403, "", "Forbidden", detail)
}

/// A parameter that X does not take.
fn invalid(message: &str) -> Answer {
    let body = json!({"errors": [{"parameters": {}, "message": message}], "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": "https://api.twitter.com/2/problems/invalid-request"});
    Answer::new(400, "application/problem+json", body.to_string())
}

/// What X says of a post that is not there, with status 200.
fn not_found(parameter: &str, value: &str) -> Answer {
    Answer::json(200, &json!({"errors": [not_found_words(parameter, value)]}))
}

fn not_found_words(parameter: &str, value: &str) -> Value {
    json!({"value": value, "detail": format!("Could not find tweet with {parameter}: [{value}]."),
        "title": "Not Found Error", "resource_type": "tweet", "parameter": parameter, "resource_id": value,
        "type": "https://api.twitter.com/2/problems/resource-not-found"})
}
