//! Asking TikTok, and how it says no: an envelope `{data, error: {code, message, log_id}}` whose code counts whatever the
//! status says, and OAuth errors at the top of the login's answers.
//!
//! Source: TikTok for Developers, "Content Posting API: reference" (read 2026-11-05).

use super::{HOST, TikTok};
use crate::{
    Error, RefusalKind, Result, Session,
    reply::{No, Reply, text},
};
use serde_json::Value;
use troupe_net::Request;

impl TikTok {
    /// Asks a call of the interface with a body of JSON, as the account of `session`.
    pub(super) async fn ask(&self, session: &Session, path: &str, body: &Value) -> Result<Reply> {
        let route = path.split('?').next().unwrap_or(path).to_owned();
        let request = Request::post(self.api.url(HOST, path)?, &route).bearer(&session.tokens.access)?.json(body)?;
        self.api.ask(request).await
    }
}

/// A refusal of a call that the public can see: "an internal error" comes with status 200 too, and is no sure no.
pub(super) fn unsure(error: Error) -> Error {
    match error {
        Error::Refused(mut refusal) if refusal.kind == RefusalKind::Transient => {
            refusal.status = refusal.status.map(|status| status.max(500));
            Error::Refused(refusal)
        }
        error => error,
    }
}

/// Reads TikTok's "no".
pub(super) fn read_no(_status: u16, body: &Value) -> Option<No> {
    let error = body.get("error")?;
    if let Some(code) = error.as_str() {
        let words = text(body, "/error_description").unwrap_or_default();
        return Some(No { code: code.to_owned(), words, retry_after: None });
    }
    let code = text(error, "/code")?;
    // So that one of that family which the facts do not know yet still is one of spam.
    let code = match code.strip_prefix("spam_risk_") {
        Some(which) => format!("spam_risk/{which}"),
        None => code,
    };
    let words = text(error, "/message").unwrap_or_default();
    (code != "ok").then_some(No { code, words, retry_after: None })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::reply::refuse;
    use serde_json::json;

    #[test]
    fn each_of_tiktoks_codes_has_its_meaning_whatever_the_status_says() {
        let error = |code: &str| json!({"data": {}, "error": {"code": code, "message": "Words.", "log_id": "2026"}});
        for (status, body, expected) in [
            (401, error("access_token_invalid"), RefusalKind::TokenExpired),
            (200, error("access_token_invalid"), RefusalKind::TokenExpired),
            (401, error("scope_not_authorized"), RefusalKind::Permission),
            (429, error("rate_limit_exceeded"), RefusalKind::RateLimited),
            (403, error("spam_risk_too_many_posts"), RefusalKind::DailyLimit),
            (403, error("spam_risk_too_many_pending_share"), RefusalKind::DailyLimit),
            (403, error("spam_risk_user_banned_from_posting"), RefusalKind::Restricted),
            (403, error("spam_risk_text"), RefusalKind::Spam),
            (403, error("spam_risk"), RefusalKind::Spam),
            (403, error("reached_active_user_cap"), RefusalKind::DailyLimit),
            (403, error("unaudited_client_can_only_post_to_private_accounts"), RefusalKind::Permission),
            (403, error("url_ownership_unverified"), RefusalKind::MediaUnreachable),
            (400, error("privacy_level_option_mismatch"), RefusalKind::Other),
            (400, error("invalid_publish_id"), RefusalKind::Gone),
            (200, error("internal_error"), RefusalKind::Transient),
            (500, error("internal_error"), RefusalKind::Transient),
            (400, json!({"error": "invalid_grant", "error_description": "Expired."}), RefusalKind::TokenRevoked),
            (401, json!({"error": "invalid_client", "log_id": "2026"}), RefusalKind::Permission),
        ] {
            let no = read_no(status, &body).unwrap();
            assert_eq!(refuse(&super::super::FACTS, status, no, String::new()).kind(), Some(expected), "{body}");
        }
        assert_eq!(read_no(200, &error("ok")), None);
        assert_eq!(read_no(200, &json!({"access_token": "a"})), None);
    }
}
