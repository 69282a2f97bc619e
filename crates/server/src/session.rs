//! `POST /session`: a browser trades its one-time code for a cookie. `POST /session/address`, on the
//! private channel: an address with a new code.

use crate::{
    access::{Access, Door, cookie_name},
    answer,
    app::App,
    body,
};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, header},
    response::Response,
};
use serde_json::{Value, json};
use std::sync::Arc;
use troupe_studio::{Code, Error};

/// Takes `{ code }` and sets the session's cookie. A browser that is let in already stays so.
pub(crate) async fn trade(State(app): State<Arc<App>>, request: Request) -> Response {
    let now = app.studio.now();
    let (parts, body) = request.into_parts();
    let fields = match body::read(&parts.headers, body).await {
        Ok(fields) => fields.unwrap_or_default(),
        Err((status, error)) => return answer::failure_with(status, &error, now),
    };
    let Door::Public { sessions, .. } = &app.door else {
        return answer::failure(&Error::new(Code::Forbidden, "Sessions are for browsers."), now);
    };
    let session = fields.get("code").and_then(Value::as_str).and_then(|code| sessions.trade(code, now));
    let Some(session) = session else {
        if parts.extensions.get() == Some(&Access::Session) {
            return answer::success(json!({ "is_open": true }), now);
        }
        let words = "This address was used before, or is too old. Start Troupe anew, or let it print a new address.";
        return answer::failure(&Error::new(Code::Unauthorized, words), now);
    };
    let mut response = answer::success(json!({ "is_open": true }), now);
    let cookie = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", cookie_name(app.port), session.reveal());
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// Answers `{ url }`, an address that lets one browser in within the hour.
pub(crate) async fn address(State(app): State<Arc<App>>) -> Response {
    let now = app.studio.now();
    match &app.door {
        Door::Private { pages: Some(pages), .. } => answer::success(json!({ "url": pages.address(now) }), now),
        Door::Private { pages: None, .. } => {
            let words =
                "The Troupe that owns this library serves no pages to browsers. Close it and run `troupe-cli serve`.";
            answer::failure(&Error::new(Code::Unsupported, words), now)
        }
        Door::Public { .. } => {
            answer::failure(&Error::new(Code::Forbidden, "Only Troupe's own processes let browsers in."), now)
        }
    }
}
