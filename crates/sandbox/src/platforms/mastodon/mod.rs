//! The stand-in for a Mastodon 4.5 instance: apps that register themselves, media that takes its time, statuses with
//! idempotency keys, scheduled ones, threads.

mod auth;
mod instance;
mod media;
mod scheduled;
mod search;
mod shapes;
mod statuses;
mod threads;

use axum::http::Method;
use chrono::{DateTime, TimeDelta, Utc};
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

const NAME: &str = "mastodon";
const HOST: &str = "mastodon.social";

/// What an account may ask in five minutes.
const REQUESTS: Limit = Limit { points: 300, seconds: 300 };
/// Uploads, and deletions, in half an hour.
const UPLOADS: Limit = Limit { points: 30, seconds: 1800 };
const DELETIONS: Limit = Limit { points: 30, seconds: 1800 };

/// The stand-in.
pub(crate) struct Mastodon;

impl Platform for Mastodon {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "Mastodon"
    }

    fn hosts(&self) -> &'static [&'static str] {
        &[HOST]
    }

    fn routes(&self) -> Vec<Route> {
        let (get, post, put, delete) = (|| Method::GET, || Method::POST, || Method::PUT, || Method::DELETE);
        let processing = [FaultKind::ProcessingFails];
        vec![
            route("oauth_metadata", get(), "/.well-known/oauth-authorization-server", instance::metadata).open(),
            route("instance", get(), "/api/v2/instance", instance::second).open(),
            route("instance_v1", get(), "/api/v1/instance", instance::first).open(),
            route("create_app", post(), "/api/v1/apps", auth::create_app).open(),
            route("authorize", get(), "/oauth/authorize", auth::authorize).open(),
            route("authorize", post(), "/oauth/authorize", auth::authorize).open(),
            route("token", post(), "/oauth/token", auth::token).open(),
            route("revoke", post(), "/oauth/revoke", auth::revoke).open(),
            route("verify_credentials", get(), "/api/v1/accounts/verify_credentials", auth::verify),
            route("lookup_account", get(), "/api/v1/accounts/lookup", instance::lookup).open(),
            route("get_account", get(), "/api/v1/accounts/{id}", instance::account).open(),
            route("account_statuses", get(), "/api/v1/accounts/{id}/statuses", threads::of_account),
            route("search", get(), "/api/v2/search", search::search),
            route("follow", post(), "/api/v1/accounts/{id}/follow", search::follow),
            route("post_media", post(), "/api/v2/media", media::upload).uploads().can(&processing),
            route("post_media", post(), "/api/v1/media", media::upload_and_wait).uploads(),
            route("get_media", get(), "/api/v1/media/{id}", media::show),
            route("update_media", put(), "/api/v1/media/{id}", media::update),
            route("post_status", post(), "/api/v1/statuses", statuses::create).publishes(),
            route("get_status", get(), "/api/v1/statuses/{id}", statuses::show),
            route("edit_status", put(), "/api/v1/statuses/{id}", statuses::edit).publishes(),
            route("delete_status", delete(), "/api/v1/statuses/{id}", statuses::delete),
            route("status_context", get(), "/api/v1/statuses/{id}/context", threads::context),
            route("favourite", post(), "/api/v1/statuses/{id}/favourite", threads::favourite).publishes(),
            route("unfavourite", post(), "/api/v1/statuses/{id}/unfavourite", threads::unfavourite),
            route("reblog", post(), "/api/v1/statuses/{id}/reblog", threads::reblog).publishes(),
            route("unreblog", post(), "/api/v1/statuses/{id}/unreblog", threads::unreblog),
            route("scheduled_statuses", get(), "/api/v1/scheduled_statuses", scheduled::list),
            route("get_scheduled_status", get(), "/api/v1/scheduled_statuses/{id}", scheduled::show),
            route("move_scheduled_status", put(), "/api/v1/scheduled_statuses/{id}", scheduled::reschedule),
            route("cancel_scheduled_status", delete(), "/api/v1/scheduled_statuses/{id}", scheduled::cancel),
        ]
    }

    fn faults(&self) -> &'static [FaultKind] {
        &[FaultKind::RateLimited, FaultKind::TokenRevoked, FaultKind::Restricted]
    }

    /// Options: `is_bot`, `followers`, `processing_seconds` (how long a clip takes; 5 when absent). The answer has a
    /// token to paste; the login page finds the account as well.
    fn open_account(
        &self,
        world: &World,
        change: &mut Change,
        handle: &str,
        options: &Map<String, Value>,
    ) -> Result<Value, String> {
        let known = accounts::by_handle(change, handle).map(|account| account.id);
        let id = known.unwrap_or_else(|| change.snowflake());
        let account = accounts::put(change, id, handle, options);
        let scopes = ["read".to_owned(), "write".to_owned(), "follow".to_owned(), "profile".to_owned()];
        let token = auth::issue(change, Some(&account.id), None, &scopes, &secret::random());
        let instance = world.at(HOST, "");
        Ok(json!({"instance": instance.trim_end_matches('/'), "acct": account.handle, "id": account.id,
            "access_token": token}))
    }

    fn refusal(&self, world: &World, _: &Call, fault: &PlatformFault) -> Answer {
        match fault.fault {
            FaultKind::RateLimited => {
                let reset = world.now() + TimeDelta::seconds(fault.wait().into());
                too_many(&Window { limit: REQUESTS, remaining: 0, reset, is_within: false })
            }
            _ => refused(403, "Your login is currently disabled"),
        }
    }

    fn error(&self, status: u16) -> Answer {
        let words = match status {
            401 => "The access token is invalid",
            403 => "This action is not allowed",
            404 => "Record not found",
            422 => "Validation failed",
            429 => "Too many requests",
            503 => "There was a temporary problem serving your request, please try again",
            _ => "Something went wrong on our end",
        };
        refused(status, words)
    }

    fn unknown(&self, _: &str) -> Answer {
        refused(404, "Not Found")
    }

    fn admit(&self, world: &World, call: &Call) -> Result<(), Answer> {
        let (name, limit) = window_of(call);
        let window = world.rates.spend(&name, limit, 1, world.now());
        if window.is_within { Ok(()) } else { Err(too_many(&window)) }
    }

    fn catch_up(&self, world: &World) {
        scheduled::publish_due(world);
    }

    fn finish(&self, world: &World, call: &Call, answer: Answer) -> Answer {
        if answer.has_header("x-ratelimit-limit") || call.path.starts_with("/oauth/authorize") {
            return answer;
        }
        let (name, limit) = window_of(call);
        with_window(answer, &world.rates.peek(&name, limit, world.now()))
    }
}

/// The window that a call counts in.
fn window_of(call: &Call) -> (String, Limit) {
    let who = call.bearer().map_or_else(|| "nobody".to_owned(), |token| secret::sha256_hex(token.as_bytes()));
    match call.slug {
        "post_media" => (format!("mastodon uploads of {who}"), UPLOADS),
        "delete_status" => (format!("mastodon deletions of {who}"), DELETIONS),
        _ => (format!("mastodon requests of {who}"), REQUESTS),
    }
}

fn refused(status: u16, words: &str) -> Answer {
    Answer::json(status, &json!({"error": words}))
}

fn not_found() -> Answer {
    refused(404, "Record not found")
}

fn with_window(answer: Answer, window: &Window) -> Answer {
    answer
        .header("x-ratelimit-limit", window.limit.points)
        .header("x-ratelimit-remaining", window.remaining)
        .header("x-ratelimit-reset", window.reset.to_rfc3339_opts(chrono::SecondsFormat::Micros, true))
}

fn too_many(window: &Window) -> Answer {
    with_window(refused(429, "Too many requests"), window)
}

/// A moment as Mastodon writes it.
fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
