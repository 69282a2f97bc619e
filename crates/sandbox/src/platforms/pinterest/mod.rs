//! The stand-in for Pinterest: the code flow with HTTP Basic, boards, pins that carry their pictures, clips that are
//! uploaded before, and their counts.

mod login;
mod media;
mod pins;

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

const NAME: &str = "pinterest";
const API: &str = "api.pinterest.com";
const PAGE: &str = "www.pinterest.com";
/// Takes the bytes of clips.
const UPLOAD: &str = "pinterest-media-upload.s3-accelerate.amazonaws.com";

/// The stand-in.
pub(crate) struct Pinterest;

impl Platform for Pinterest {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "Pinterest"
    }

    fn hosts(&self) -> &'static [&'static str] {
        &[API, PAGE, UPLOAD]
    }

    fn routes(&self) -> Vec<Route> {
        let (get, post) = (|| Method::GET, || Method::POST);
        let api: &[&str] = &[API];
        let on = |route: Route| route.on(api);
        vec![
            route("authorize", get(), "/oauth/", login::authorize).on(&[PAGE]).open(),
            route("authorize", post(), "/oauth/", login::authorize).on(&[PAGE]).open(),
            on(route("token", post(), "/v5/oauth/token", login::token)).open(),
            on(route("user_account", get(), "/v5/user_account", pins::user)),
            on(route("list_boards", get(), "/v5/boards", pins::boards)),
            on(route("list_board_pins", get(), "/v5/boards/{id}/pins", pins::of_board)),
            on(route("create_pin", post(), "/v5/pins", pins::create)).publishes(),
            on(route("get_pin", get(), "/v5/pins/{id}", pins::show)),
            on(route("delete_pin", Method::DELETE, "/v5/pins/{id}", pins::delete)),
            on(route("register_media", post(), "/v5/media", media::register)).can(&[FaultKind::ProcessingFails]),
            on(route("get_media", get(), "/v5/media/{id}", media::show)),
            // The form is its own key: no token goes there.
            route("upload_media", post(), "/", media::receive).on(&[UPLOAD]).open().uploads(),
        ]
    }

    fn faults(&self) -> &'static [FaultKind] {
        &[
            FaultKind::RateLimited,
            FaultKind::TokenExpired,
            FaultKind::TokenRevoked,
            FaultKind::SpamBlocked,
            FaultKind::Restricted,
        ]
    }

    /// Options: `boards` (their names; one called "Ideas" when absent), `secret_board` (the name of one that only the
    /// account sees), `is_on_trial` (pins are seen by the account alone), `followers`, `video_seconds` (how long a clip
    /// is worked on; 4). The answer has an app's id and secret for the login page.
    fn open_account(
        &self,
        _: &World,
        change: &mut Change,
        handle: &str,
        options: &Map<String, Value>,
    ) -> Result<Value, String> {
        let known = accounts::by_handle(change, handle).map(|account| account.id);
        let id = known.unwrap_or_else(|| {
            let hash = secret::sha256_hex(handle.to_ascii_lowercase().as_bytes());
            let digits: String = hash.bytes().map(|digit| char::from(b'0' + digit % 10)).take(15).collect();
            format!("549{digits}")
        });
        let account = accounts::put(change, id, handle, options);
        pins::put_boards(change, &account);
        let plain = secret::random();
        let app = accounts::put_app(change, "Troupe", &[login::REDIRECT.to_owned()], Some(&plain));
        Ok(json!({"client_id": app.id, "client_secret": plain, "user_id": account.id}))
    }

    fn refusal(&self, _: &World, _: &Call, fault: &PlatformFault) -> Answer {
        match fault.fault {
            FaultKind::RateLimited => refused(429, 8, "You have exceeded your rate limit. Try again later.")
                .header("x-ratelimit-limit", "100, 100;w=1")
                .header("x-ratelimit-remaining", "0")
                .header("x-ratelimit-reset", fault.wait())
                .header("retry-after", fault.wait()),
            FaultKind::SpamBlocked => refused(403, 235, "This was blocked as spam."),
            _ => refused(403, 29, "Your account has been suspended."),
        }
    }

    fn error(&self, status: u16) -> Answer {
        match status {
            401 => unauthorized(),
            403 => forbidden(),
            404 => refused(404, 50, "Pin not found."),
            429 => refused(429, 8, "You have exceeded your rate limit. Try again later."),
            500.. => refused(status, 0, "Something went wrong on our end. Sorry about that."),
            _ => invalid("Invalid request."),
        }
    }

    fn unknown(&self, _: &str) -> Answer {
        refused(404, 0, "Not found.")
    }

    fn comment_id(&self, change: &mut Change, _: &str) -> String {
        change.snowflake()
    }
}

/// An error in Pinterest's form.
fn refused(status: u16, code: u32, message: &str) -> Answer {
    Answer::json(status, &json!({"code": code, "message": message}))
}

fn unauthorized() -> Answer {
    refused(401, 2, "Authentication failed.")
}

fn forbidden() -> Answer {
    refused(403, 29, "You are not permitted to access that resource.")
}

fn invalid(message: &str) -> Answer {
    refused(400, 1, message)
}

/// The account of a call, when its token has the scope.
fn signed_in(view: &View, call: &Call, scope: &str) -> Result<Account, Answer> {
    let token = accounts::token(view, call.bearer(), TokenKind::Access).map_err(|_| unauthorized())?;
    if !token.scopes.iter().any(|given| given == scope) {
        return Err(forbidden());
    }
    view.get::<Account>(&token.account).ok_or_else(unauthorized)
}
