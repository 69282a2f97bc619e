//! The envelope of every answer, and the status of every code.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use troupe_studio::{Code, Error};

/// The HTTP status of a code, as the contract says.
#[must_use]
pub(crate) fn status(code: Code) -> StatusCode {
    match code {
        Code::ValidationError => StatusCode::BAD_REQUEST,
        Code::Unauthorized => StatusCode::UNAUTHORIZED,
        Code::Forbidden => StatusCode::FORBIDDEN,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::Conflict | Code::ApprovalRequired => StatusCode::CONFLICT,
        Code::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::Unsupported | Code::PlatformUnsupported | Code::LimitReached => StatusCode::UNPROCESSABLE_ENTITY,
        Code::RateLimitExceeded => StatusCode::TOO_MANY_REQUESTS,
        Code::UpstreamError => StatusCode::BAD_GATEWAY,
        Code::ServiceUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::StorageError | Code::InternalError => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// `{ success, data, timestamp }`.
pub(crate) fn success(data: Value, now: DateTime<Utc>) -> Response {
    plain(StatusCode::OK, &json!({ "success": true, "data": data, "timestamp": timestamp(now) }))
}

/// `{ success, error, timestamp }` under the status of the error's code.
pub(crate) fn failure(error: &Error, now: DateTime<Utc>) -> Response {
    failure_with(status(error.code), error, now)
}

/// The same under a status that only the router knows, such as 405.
pub(crate) fn failure_with(status: StatusCode, error: &Error, now: DateTime<Utc>) -> Response {
    let mut response =
        plain(status, &json!({ "success": false, "error": error.to_json(), "timestamp": timestamp(now) }));
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    let seconds = error.details.get("retry_after_seconds").and_then(Value::as_u64);
    if let Some(seconds) = seconds {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn plain(status: StatusCode, body: &Value) -> Response {
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// RFC 3339 in UTC, to the millisecond.
pub(crate) fn timestamp(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_has_the_status_of_the_contract() {
        for (code, expected) in [
            (Code::ValidationError, 400),
            (Code::Unauthorized, 401),
            (Code::Forbidden, 403),
            (Code::NotFound, 404),
            (Code::Conflict, 409),
            (Code::ApprovalRequired, 409),
            (Code::PayloadTooLarge, 413),
            (Code::Unsupported, 422),
            (Code::PlatformUnsupported, 422),
            (Code::LimitReached, 422),
            (Code::RateLimitExceeded, 429),
            (Code::UpstreamError, 502),
            (Code::ServiceUnavailable, 503),
            (Code::StorageError, 500),
            (Code::InternalError, 500),
        ] {
            assert_eq!(status(code).as_u16(), expected, "{code:?}");
        }
    }
}
