//! Asking YouTube and Google's login, and how they say no.

use super::{HOST, YouTube};
use crate::{Result, Session, reply::No, reply::text};
use serde_json::Value;
use troupe_net::Request;
use url::Url;

impl YouTube {
    /// The address of a call of the Data API; `rest` may hold a query.
    pub(super) fn data(&self, rest: &str) -> Result<Url> {
        self.api.url(HOST, &format!("/youtube/v3/{rest}"))
    }

    /// A `POST` as the account of `session`.
    pub(super) fn post(&self, session: &Session, rest: &str, route: &'static str) -> Result<Request> {
        Ok(Request::post(self.data(rest)?, route).bearer(&session.tokens.access)?)
    }
}

/// Reads `{"error": {code, message, errors: [{reason}]}}`, and the OAuth errors.
pub(super) fn read_no(status: u16, body: &Value) -> Option<No> {
    if (200..300).contains(&status) && body.get("error").is_none() {
        return None;
    }
    let error = body.get("error")?;
    if let Some(code) = error.as_str() {
        let code = if code == "unauthorized_client" { "invalid_client" } else { code };
        let words = text(body, "/error_description").unwrap_or_default();
        return Some(No { code: code.to_owned(), words, retry_after: None });
    }
    let code = text(error, "/errors/0/reason").or_else(|| text(error, "/status")).unwrap_or_default();
    Some(No { code, words: text(error, "/message").unwrap_or_default(), retry_after: None })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{RefusalKind, reply::refuse};
    use serde_json::json;

    #[test]
    fn each_of_youtubes_reasons_has_its_meaning() {
        let facts = crate::facts::bundled(include_str!("../../data/youtube.toml"));
        let error = |code: u16, reason: &str| json!({"error": {"code": code, "message": "Words.", "errors": [{"message": "Words.", "domain": "youtube.video", "reason": reason}]}});
        for (status, body, expected) in [
            (403, error(403, "quotaExceeded"), RefusalKind::DailyLimit),
            (400, error(400, "uploadLimitExceeded"), RefusalKind::DailyLimit),
            (403, error(403, "rateLimitExceeded"), RefusalKind::RateLimited),
            (401, error(401, "youtubeSignupRequired"), RefusalKind::Permission),
            (401, error(401, "authError"), RefusalKind::TokenExpired),
            (400, error(400, "invalidTitle"), RefusalKind::TextRejected),
            (403, error(403, "commentsDisabled"), RefusalKind::Permission),
            (404, error(404, "videoNotFound"), RefusalKind::NotFound),
            (404, error(404, "somethingNew"), RefusalKind::NotFound),
            (503, error(503, "backendError"), RefusalKind::Transient),
            (401, json!({"error": {"code": 401, "status": "UNAUTHENTICATED"}}), RefusalKind::TokenExpired),
            (
                400,
                json!({"error": "invalid_grant", "error_description": "Token has been expired or revoked."}),
                RefusalKind::TokenRevoked,
            ),
            (401, json!({"error": "invalid_client"}), RefusalKind::Permission),
        ] {
            let no = read_no(status, &body).unwrap();
            assert_eq!(refuse(&facts, status, no, String::new()).kind(), Some(expected), "{body}");
        }
        assert_eq!(read_no(200, &json!({"items": []})), None);
    }
}
