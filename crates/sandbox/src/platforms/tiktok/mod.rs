//! The stand-in for TikTok: the login with its own form of PKCE, what an account may post now, postings whose bytes come in
//! pieces or whose pictures are fetched, what became of them, and the list of what is public.

mod creator;
mod login;
mod photo;
mod posting;
mod video;

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::Platform;
use super::accounts::{self, Account, TokenKind};
use super::answer::Answer;
use super::call::Call;
use super::faults::{FaultKind, PlatformFault};
use super::route::{Route, route};
use super::secret;
use super::world::{Change, View, World};

const NAME: &str = "tiktok";
const API: &str = "open.tiktokapis.com";
const PAGE: &str = "www.tiktok.com";
/// Takes the bytes of clips.
const UPLOAD: &str = "open-upload.tiktokapis.com";

/// The stand-in.
pub(crate) struct TikTok;

impl Platform for TikTok {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "TikTok"
    }

    fn hosts(&self) -> &'static [&'static str] {
        &[API, PAGE, UPLOAD]
    }

    fn routes(&self) -> Vec<Route> {
        let (get, post) = (|| Method::GET, || Method::POST);
        let fails = [FaultKind::ProcessingFails];
        vec![
            route("authorize", get(), "/v2/auth/authorize/", login::authorize).on(&[PAGE]).open(),
            route("authorize", post(), "/v2/auth/authorize/", login::authorize).on(&[PAGE]).open(),
            route("token", post(), "/v2/oauth/token/", login::token).on(&[API]).open(),
            route("revoke", post(), "/v2/oauth/revoke/", login::revoke).on(&[API]).open(),
            route("user_info", get(), "/v2/user/info/", creator::user).on(&[API]),
            route("creator_info", post(), "/v2/post/publish/creator_info/query/", creator::info).on(&[API]),
            route("init_video", post(), "/v2/post/publish/video/init/", video::init).on(&[API]),
            route("init_inbox_video", post(), "/v2/post/publish/inbox/video/init/", video::init).on(&[API]),
            // The address is its own key: no token goes there.
            route("upload_clip", Method::PUT, "/video/", video::receive)
                .on(&[UPLOAD])
                .open()
                .publishes()
                .uploads()
                .can(&[FaultKind::ProcessingFails, FaultKind::ContainerExpired]),
            route("init_photo", post(), "/v2/post/publish/content/init/", photo::init)
                .on(&[API])
                .publishes()
                .can(&fails),
            route("fetch_status", post(), "/v2/post/publish/status/fetch/", posting::status).on(&[API]),
            route("query_videos", post(), "/v2/video/query/", posting::query).on(&[API]),
            route("list_videos", post(), "/v2/video/list/", posting::list).on(&[API]),
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

    /// Options: `followers`, `is_audited` (the app may post publicly; false when absent), `is_private` (the account),
    /// `max_seconds` (of a clip; 600 when absent), `no_comments`, `posts_per_day` (15 when absent), `verified` (the
    /// beginning of addresses that were verified for pictures; every address when absent), `video_seconds` and
    /// `image_seconds` (how long a posting is worked on; 4 and 0). The answer has an app's key and secret for the login
    /// page.
    fn open_account(
        &self,
        _: &World,
        change: &mut Change,
        handle: &str,
        options: &Map<String, Value>,
    ) -> Result<Value, String> {
        let known = accounts::by_handle(change, handle).map(|account| account.id);
        let id = known.unwrap_or_else(|| format!("-000{}", secret::random()));
        let account = accounts::put(change, id, handle, options);
        let plain = secret::random();
        let redirects = [login::REDIRECT.to_owned()];
        let app = accounts::put_app(change, "Troupe", &redirects, Some(&plain));
        Ok(json!({"client_id": app.id, "client_secret": plain, "open_id": account.id}))
    }

    fn refusal(&self, _: &World, _: &Call, fault: &PlatformFault) -> Answer {
        match fault.fault {
            FaultKind::RateLimited => {
                let words = "The API rate limit was exceeded. Please try again later.";
                refused(429, "rate_limit_exceeded", words).header("retry-after", fault.wait())
            }
            FaultKind::SpamBlocked => refused(403, "spam_risk_text", "The text is detected as spam."),
            FaultKind::Restricted => {
                refused(403, "spam_risk_user_banned_from_posting", "The user is banned from making new posts.")
            }
            _ => refused(200, "internal_error", "Something went wrong. Please try again later."),
        }
    }

    fn error(&self, status: u16) -> Answer {
        match status {
            401 => unauthorized(),
            403 => refused(403, "scope_not_authorized", "The user did not authorize the scope required."),
            429 => refused(429, "rate_limit_exceeded", "The API rate limit was exceeded. Please try again later."),
            500.. => refused(status, "internal_error", "Something went wrong. Please try again later."),
            _ => refused(status, "invalid_params", "The request parameters are invalid."),
        }
    }

    fn unknown(&self, _: &str) -> Answer {
        refused(404, "unsupported_path", "Unsupported path(Janus)")
    }

    fn comment_id(&self, change: &mut Change, _: &str) -> String {
        format!("75{}", change.snowflake())
    }
}

/// An error in TikTok's envelope.
fn refused(status: u16, code: &str, message: &str) -> Answer {
    let body = json!({"data": {}, "error": {"code": code, "message": message, "log_id": secret::random()}});
    Answer::json(status, &body)
}

fn unauthorized() -> Answer {
    refused(401, "access_token_invalid", "The access token is invalid or not found in the request.")
}

/// An answer in TikTok's envelope.
fn told(data: &Value) -> Answer {
    Answer::json(200, &json!({"data": data, "error": {"code": "ok", "message": "", "log_id": secret::random()}}))
}

/// The account of a call, when its token has the scope.
fn signed_in(view: &View, call: &Call, scope: &str) -> Result<Account, Answer> {
    let token = accounts::token(view, call.bearer(), TokenKind::Access).map_err(|_| unauthorized())?;
    if !token.scopes.iter().any(|given| given == scope) {
        return Err(refused(401, "scope_not_authorized", "The user did not authorize the scope required."));
    }
    view.get::<Account>(&token.account).ok_or_else(unauthorized)
}
