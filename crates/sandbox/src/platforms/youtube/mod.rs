//! The stand-in for YouTube's Data API v3 with Google's login: resumable uploads, the private lock of projects that were
//! not audited, processing, quota by the day of California, comments.

mod comment;
mod login;
mod read;
mod upload;
mod video;

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::Platform;
use super::accounts;
use super::answer::Answer;
use super::call::Call;
use super::faults::{FaultKind, PlatformFault};
use super::route::{Route, route};
use super::secret;
use super::world::{Change, World};

const NAME: &str = "youtube";
const API: &str = "www.googleapis.com";
/// Some clients ask this one.
const API_TOO: &str = "youtube.googleapis.com";
const PAGE: &str = "accounts.google.com";
const TOKENS: &str = "oauth2.googleapis.com";

const APIS: &[&str] = &[API, API_TOO];

/// The stand-in.
pub(crate) struct YouTube;

impl Platform for YouTube {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "YouTube"
    }

    fn hosts(&self) -> &'static [&'static str] {
        &[API, API_TOO, PAGE, TOKENS]
    }

    fn routes(&self) -> Vec<Route> {
        let (get, post, put, delete) = (|| Method::GET, || Method::POST, || Method::PUT, || Method::DELETE);
        let processing = [FaultKind::ProcessingFails];
        let session = "/upload/youtube/v3/videos";
        vec![
            route("authorize", get(), "/o/oauth2/v2/auth", login::authorize).on(&[PAGE]).open(),
            route("authorize", post(), "/o/oauth2/v2/auth", login::authorize).on(&[PAGE]).open(),
            route("token", post(), "/token", login::token).on(&[TOKENS]).open(),
            route("revoke", post(), "/revoke", login::revoke).on(&[TOKENS]).open(),
            route("channels", get(), "/youtube/v3/channels", read::channels).on(APIS),
            route("open_upload", post(), session, upload::open).on(APIS).can(&[FaultKind::ContainerExpired]),
            route("upload", put(), session, upload::send).on(APIS).publishes().uploads().can(&processing),
            route("set_thumbnail", post(), "/upload/youtube/v3/thumbnails/set", upload::thumbnail).on(APIS).uploads(),
            route("videos", get(), "/youtube/v3/videos", read::videos).on(APIS),
            route("delete_video", delete(), "/youtube/v3/videos", video::delete).on(APIS),
            route("playlist_items", get(), "/youtube/v3/playlistItems", read::playlist).on(APIS),
            route("comment_threads", get(), "/youtube/v3/commentThreads", comment::threads).on(APIS),
            route("comment", post(), "/youtube/v3/commentThreads", comment::write).on(APIS).publishes(),
            route("answer_comment", post(), "/youtube/v3/comments", comment::answer).on(APIS).publishes(),
        ]
    }

    fn faults(&self) -> &'static [FaultKind] {
        &[FaultKind::RateLimited, FaultKind::TokenExpired, FaultKind::TokenRevoked, FaultKind::Restricted]
    }

    /// Options: `subscribers`, `is_audited` (false: each upload is locked private; true when absent), `is_testing` (the
    /// login ends after seven days), `has_channel` (false: a Google account without one), `is_verified` (false: no
    /// thumbnails, no long clips; true when absent), `uploads_per_day` (100 when absent), `points_per_day` (10,000 when
    /// absent), `channel_uploads_per_day` (the channel's own limit; none when absent), `processing_seconds` (5 when
    /// absent). The answer has a desktop client's id and secret for the login page.
    fn open_account(
        &self,
        _: &World,
        change: &mut Change,
        handle: &str,
        options: &Map<String, Value>,
    ) -> Result<Value, String> {
        let known = accounts::by_handle(change, handle).map(|account| account.id);
        let id = known.unwrap_or_else(|| format!("UC{}", secret::random().get(..22).unwrap_or_default()));
        let account = accounts::put(change, id, handle, options);
        let plain = format!("GOCSPX-{}", secret::random());
        let app = accounts::put_app(change, "Troupe", &[], Some(&plain));
        Ok(json!({"client_id": app.id, "client_secret": plain, "channel_id": account.id}))
    }

    fn refusal(&self, _: &World, _: &Call, fault: &PlatformFault) -> Answer {
        match fault.fault {
            FaultKind::RateLimited => {
                let words = "The request cannot be completed because you have exceeded your quota.";
                error(403, "quotaExceeded", words)
            }
            _ => error(403, "authenticatedUserAccountSuspended", "The authenticated user's account is suspended."),
        }
    }

    fn error(&self, status: u16) -> Answer {
        match status {
            400 => error(400, "badRequest", "Bad Request"),
            401 => unauthorized(),
            403 => forbidden(),
            404 => error(404, "notFound", "Not Found"),
            429 => error(429, "rateLimitExceeded", "Rate Limit Exceeded"),
            status => error(status, "backendError", "Backend Error"),
        }
    }

    fn unknown(&self, _: &str) -> Answer {
        Answer::html(404, "<!DOCTYPE html><html><title>Error 404 (Not Found)!!1</title></html>".to_owned())
    }

    fn comment_id(&self, _: &mut Change, _: &str) -> String {
        format!("Ug{}", secret::random().get(..24).unwrap_or_default())
    }
}

/// An error as Google writes it.
fn error(status: u16, reason: &str, message: &str) -> Answer {
    let domain =
        if matches!(reason, "authError" | "rateLimitExceeded" | "backendError") { "global" } else { "youtube" };
    let body = json!({"error": {"code": status, "message": message,
        "errors": [{"message": message, "domain": domain, "reason": reason}]}});
    Answer::json(status, &body)
}

fn unauthorized() -> Answer {
    let message = "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other \
        valid authentication credential.";
    let body = json!({"error": {"code": 401, "message": message, "status": "UNAUTHENTICATED",
        "errors": [{"message": "Invalid Credentials", "domain": "global", "reason": "authError",
            "location": "Authorization", "locationType": "header"}]}});
    Answer::json(401, &body)
}

fn forbidden() -> Answer {
    error(403, "forbidden", "The request is not properly authorized.")
}
