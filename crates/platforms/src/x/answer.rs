//! Asking X: the address, the login of the call, and how X says no.

use super::{
    HOST, X,
    login::is_by_keys,
    signature::{KeyPair, authorization},
};
use crate::{
    Error, RefusalKind, Result, Session, oauth,
    reply::{No, Reply, refuse, text},
};
use chrono::Utc;
use serde_json::Value;
use troupe_net::Request;

/// The methods that X's calls use.
#[derive(Debug, Clone, Copy)]
pub(super) enum Method {
    Get,
    Post,
    Delete,
}

impl X {
    /// A call to `path` (its query included) as the account of `session`.
    pub(super) fn call(&self, session: &Session, method: Method, path: &str, route: &str) -> Result<Request> {
        let url = self.api.url(HOST, path)?;
        let (name, request) = match method {
            Method::Get => ("GET", Request::get(url.clone(), route)),
            Method::Post => ("POST", Request::post(url.clone(), route)),
            Method::Delete => ("DELETE", Request::delete(url.clone(), route)),
        };
        if !is_by_keys(&session.account) {
            return Ok(request.bearer(&session.tokens.access)?);
        }
        let app = session.app.as_ref().and_then(|app| app.client_secret.as_ref()).and_then(KeyPair::parted);
        let (Some(app), Some(token)) = (app, KeyPair::parted(&session.tokens.access)) else {
            return Err(self.refused_keys(String::new(), 401));
        };
        // X refuses signatures whose time is off, so this is the real time, also in a rehearsal.
        let header = authorization(name, &url, &app, &token, Utc::now().timestamp(), oauth::random_word().expose());
        let request = request.secret_header("authorization", &header)?;
        Ok([app.key, app.secret, token.key, token.secret].iter().fold(request, |request, part| request.hides(part)))
    }

    /// Sends a call of `session` and reads the answer. Keys have no end, so a 401 to them is no expiry.
    pub(super) async fn ask(&self, session: &Session, request: Request) -> Result<Reply> {
        match self.api.ask(request).await {
            Err(Error::Refused(refusal))
                if refusal.kind == RefusalKind::TokenExpired && is_by_keys(&session.account) =>
            {
                Err(self.refused_keys(refusal.raw, 401))
            }
            answer => answer,
        }
    }

    fn refused_keys(&self, raw: String, status: u16) -> Error {
        refuse(self.api.facts, status, No { code: "keys_refused".to_owned(), ..No::default() }, raw)
    }
}

/// Reads X's problems (`{type, title, detail, status}`), the older `errors` list, and the OAuth errors. A success that
/// holds nothing but errors is a refusal too.
pub(super) fn read_no(status: u16, body: &Value) -> Option<No> {
    let first = body.pointer("/errors/0");
    if (200..300).contains(&status) {
        let has_data = body.get("data").is_some_and(|data| !data.is_null());
        return if has_data { None } else { first.map(|first| problem(first, None)) };
    }
    if let Some(error) = body.get("error").and_then(Value::as_str) {
        let words = text(body, "/error_description").unwrap_or_default();
        let code = match error {
            "unauthorized_client" => "invalid_client",
            // X calls a dead refresh token so.
            "invalid_request" if words.contains("token") => "invalid_grant",
            other => other,
        };
        return Some(No { code: code.to_owned(), words, retry_after: None });
    }
    body.is_object().then(|| problem(body, first))
}

/// A problem; `more` is the first of the reasons that X lists beside it.
fn problem(problem: &Value, more: Option<&Value>) -> No {
    let kind = text(problem, "/type").unwrap_or_default();
    let tail = kind.rsplit_once("/problems/").map(|(_, tail)| tail.to_owned());
    let number = || text(more.unwrap_or(problem), "/code");
    // The two that say no more than the status does are left to the phrases.
    let code = tail.filter(|tail| tail != "invalid-request" && tail != "forbidden").or_else(number).unwrap_or_default();
    let own = text(problem, "/detail").or_else(|| text(problem, "/message")).or_else(|| text(problem, "/title"));
    let reason = more.and_then(|more| text(more, "/message").or_else(|| text(more, "/detail")));
    let words = match (own, reason) {
        (Some(own), Some(reason)) if own != reason => format!("{own} {reason}"),
        (own, reason) => own.or(reason).unwrap_or_default(),
    };
    No { code, words, retry_after: None }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    /// What X's answers mean, in the forms that its documentation and public clients show.
    #[test]
    fn each_of_xs_refusals_has_its_meaning() {
        let facts = crate::facts::bundled(include_str!("../../data/x.toml"));
        let problem = |tail: &str, detail: &str, status: u16| json!({"title": "T", "detail": detail, "status": status, "type": format!("https://api.twitter.com/2/problems/{tail}")});
        for (status, body, expected) in [
            (
                403,
                json!({"detail": "You are not allowed to create a Tweet with duplicate content.", "type": "about:blank", "title": "Forbidden", "status": 403}),
                RefusalKind::Duplicate,
            ),
            (
                403,
                json!({"detail": "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.", "type": "about:blank", "title": "Forbidden", "status": 403}),
                RefusalKind::Permission,
            ),
            (403, problem("client-forbidden", "Not enrolled.", 403), RefusalKind::Permission),
            (403, problem("user-suspended", "Suspended.", 403), RefusalKind::Restricted),
            (403, problem("usage-capped", "Usage cap exceeded.", 403), RefusalKind::Unpaid),
            (402, problem("credits", "No credits.", 402), RefusalKind::Unpaid),
            (402, json!({"title": "CreditsDepleted"}), RefusalKind::Unpaid),
            (
                403,
                json!({"errors": [{"code": 226, "message": "This request looks like it might be automated."}]}),
                RefusalKind::Spam,
            ),
            (
                400,
                json!({"errors": [{"parameters": {}, "message": "Your media IDs are invalid."}], "title": "Invalid Request", "detail": "One or more parameters to your request was invalid.", "type": "https://api.twitter.com/2/problems/invalid-request"}),
                RefusalKind::Gone,
            ),
            (401, json!({"title": "Unauthorized", "type": "about:blank", "status": 401}), RefusalKind::TokenExpired),
            (
                400,
                json!({"error": "invalid_request", "error_description": "Value passed for the token was invalid."}),
                RefusalKind::TokenRevoked,
            ),
            (400, json!({"error": "invalid_grant"}), RefusalKind::TokenRevoked),
            (401, json!({"error": "unauthorized_client"}), RefusalKind::Permission),
            (429, json!({"title": "Too Many Requests", "status": 429}), RefusalKind::RateLimited),
            (503, json!({"title": "Service Unavailable"}), RefusalKind::Transient),
            (
                200,
                json!({"errors": [{"title": "Not Found Error", "type": "https://api.twitter.com/2/problems/resource-not-found", "detail": "Could not find."}]}),
                RefusalKind::NotFound,
            ),
        ] {
            let no = read_no(status, &body).unwrap();
            assert_eq!(refuse(&facts, status, no, String::new()).kind(), Some(expected), "{body}");
        }
        assert_eq!(read_no(200, &json!({"data": {"id": "1"}, "errors": [{"title": "A part is missing"}]})), None);
        assert_eq!(read_no(204, &Value::Null), None);
    }
}
