//! Meta's Graph interface: one way to ask, one way to read its "no".
//!
//! Source: Meta, "Handling errors" and "Rate limits", read 2026-06-02. A limit names no `Retry-After`; how much of it is
//! used, and for how long it holds, stands in usage headers.

use crate::{
    Error, Facts, RefusalKind, Result, Web,
    reply::{Api, No, Reply, refuse},
};
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::time::Duration;
use troupe_net::{Request, Response, Secret, multipart::Form};
use url::Url;

/// The host of the Instagram login.
pub(crate) const INSTAGRAM: &str = "graph.instagram.com";
/// The host of the Facebook login and of Pages.
pub(crate) const FACEBOOK: &str = "graph.facebook.com";
/// The host of Threads.
pub(crate) const THREADS: &str = "graph.threads.net";

/// How long a limit is waited for when no header says it: app limits are counted over a sliding hour.
const UNNAMED_WAIT: Duration = Duration::from_secs(15 * 60);

/// The interface in the version that the facts name.
#[derive(Debug, Clone)]
pub(crate) struct Graph {
    pub(crate) api: Api,
    /// As `v25.0`.
    pub(crate) version: String,
}

/// The interface on one host with one token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Door<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) host: &'static str,
    pub(crate) token: &'a Secret,
}

impl Graph {
    pub(crate) fn open(web: &Web, facts: &'static Facts) -> Self {
        let version = facts.limit("graph_version").unwrap_or_default();
        Self { api: Api { web: web.clone(), facts, read_no }, version: format!("v{version:.1}") }
    }

    /// The door to `host` with `token`.
    pub(crate) fn door<'a>(&'a self, host: &'static str, token: &'a Secret) -> Door<'a> {
        Door { graph: self, host, token }
    }

    /// The address of `path` (without a leading slash) in our version, with these parameters.
    pub(crate) fn url(&self, host: &str, path: &str, parameters: &[(&str, &str)]) -> Result<Url> {
        let mut url = self.api.url(host, &format!("/{}/{path}", self.version))?;
        if !parameters.is_empty() {
            url.query_pairs_mut().extend_pairs(parameters);
        }
        Ok(url)
    }

    /// Sends `request` and reads the answer, and the waiting hint of its headers.
    pub(crate) async fn ask(&self, request: Request) -> Result<Reply> {
        let response = self.api.web.client.send(request.header("accept", "application/json")?).await?;
        let wait = usage_wait(&response);
        let refused = |mut error: Error| {
            if let Error::Refused(refusal) = &mut error {
                if refusal.kind == RefusalKind::Other && is_transient(&refusal.raw) {
                    refusal.kind = RefusalKind::Transient;
                }
                if refusal.kind == RefusalKind::RateLimited {
                    refusal.retry_after = refusal.retry_after.or(wait).or(Some(UNNAMED_WAIT));
                }
            }
            error
        };
        self.api.read(response).await.map_err(refused)
    }

    /// The refusal that a status text names by its subcode alone (`… error code 2207026`).
    pub(crate) fn refused_by_subcode(&self, words: &str) -> Error {
        let digits: Vec<&str> = words.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() >= 5).collect();
        let ends = |code: &str, number: &str| code.rsplit_once('/').is_some_and(|(_, subcode)| subcode == number);
        let rules = &self.api.facts.refusals;
        let code = digits.iter().find_map(|number| rules.iter().find(|rule| ends(&rule.code, number)));
        let code = code.map(|rule| rule.code.clone()).unwrap_or_default();
        let no = No { code, words: words.to_owned(), retry_after: None };
        refuse(self.api.facts, 400, no, words.to_owned())
    }
}

impl Door<'_> {
    /// Reads fields of a node or an edge.
    pub(crate) async fn get(&self, path: &str, route: &str, parameters: &[(&str, &str)]) -> Result<Reply> {
        let url = self.graph.url(self.host, path, parameters)?;
        self.graph.ask(Request::get(url, route).bearer(self.token)?).await
    }

    /// Makes or changes something.
    pub(crate) async fn post(&self, path: &str, route: &str, parameters: &[(&str, &str)]) -> Result<Reply> {
        let url = self.graph.url(self.host, path, &[])?;
        self.graph.ask(Request::post(url, route).bearer(self.token)?.form(parameters)).await
    }

    /// Makes something with a file.
    pub(crate) async fn post_form(&self, path: &str, route: &str, form: Form, time: Duration) -> Result<Reply> {
        let url = self.graph.url(self.host, path, &[])?;
        self.graph.ask(Request::post(url, route).bearer(self.token)?.multipart(form).within(time)).await
    }

    /// How many posts the account may still publish, as its limit at `path` says; `None` when the platform does not say.
    pub(crate) async fn posts_left(&self, path: &str, route: &str) -> Result<Option<u64>> {
        let reply = match self.get(path, route, &[("fields", "quota_usage,config")]).await {
            Ok(reply) => reply,
            // The right to publish may be missing while the account itself answers; publishing will say so.
            Err(Error::Refused(refusal)) if refusal.kind == RefusalKind::Permission => return Ok(None),
            Err(error) => return Err(error),
        };
        let used = reply.count("/data/0/quota_usage");
        let total = reply.count("/data/0/config/quota_total");
        Ok(total.zip(used).map(|(total, used)| total.saturating_sub(used)))
    }

    /// Takes something away.
    pub(crate) async fn delete(&self, path: &str, route: &str) -> Result<()> {
        let url = self.graph.url(self.host, path, &[])?;
        self.graph.ask(Request::delete(url, route).bearer(self.token)?).await.map(drop)
    }
}

/// Meta's "no": `{"error": {code, error_subcode, message, error_user_msg}}`, or `{"debug_info": {type, retriable,
/// message}}` from the upload host.
fn read_no(_status: u16, body: &Value) -> Option<No> {
    if let Some(info) = body.get("debug_info") {
        let code = if info["retriable"].as_bool() == Some(true) {
            "upload/retriable".to_owned()
        } else {
            format!("upload/{}", info["type"].as_str().unwrap_or_default())
        };
        return Some(No { code, words: info["message"].as_str().unwrap_or_default().to_owned(), retry_after: None });
    }
    let error = body.get("error")?;
    let code = match (error["code"].as_i64(), error["error_subcode"].as_i64().filter(|subcode| *subcode != 0)) {
        (Some(code), Some(subcode)) => format!("{code}/{subcode}"),
        (Some(code), None) => code.to_string(),
        (None, _) => String::new(),
    };
    let words = error["error_user_msg"].as_str().or_else(|| error["message"].as_str()).or_else(|| error.as_str());
    Some(No { code, words: words.unwrap_or_default().to_owned(), retry_after: None })
}

fn is_transient(raw: &str) -> bool {
    serde_json::from_str(raw).is_ok_and(|body: Value| body["error"]["is_transient"].as_bool() == Some(true))
}

/// How long a limit holds, as the usage headers say in minutes (`estimated_time_to_regain_access`).
fn usage_wait(response: &Response) -> Option<Duration> {
    let minutes = ["x-business-use-case-usage", "x-app-usage", "x-page-usage"]
        .iter()
        .filter_map(|name| serde_json::from_str(response.header(name)?).ok())
        .map(|usage: Value| longest(&usage))
        .max()?;
    (minutes > 0).then(|| Duration::from_secs(minutes * 60))
}

/// The longest wait anywhere in a usage header: the one for business cases is a map of lists.
fn longest(usage: &Value) -> u64 {
    match usage {
        Value::Object(fields) => {
            let here = fields.get("estimated_time_to_regain_access").and_then(Value::as_u64).unwrap_or(0);
            fields.values().map(longest).fold(here, u64::max)
        }
        Value::Array(items) => items.iter().map(longest).max().unwrap_or(0),
        _ => 0,
    }
}

/// A moment as the interface writes it: `2026-11-20T12:00:00+0000`, or seconds since 1970.
pub(crate) fn moment(value: Option<&Value>) -> Option<DateTime<Utc>> {
    match value? {
        Value::Number(seconds) => DateTime::from_timestamp(seconds.as_i64()?, 0),
        Value::String(text) => DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%z")
            .or_else(|_| DateTime::parse_from_rfc3339(text))
            .map(|moment| moment.with_timezone(&Utc))
            .ok()
            .or_else(|| DateTime::from_timestamp(text.parse().ok()?, 0)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn a_no_is_read_from_each_of_its_forms() {
        for (body, expected) in [
            (json!({"error": {"code": 9, "error_subcode": 2207042, "message": "m"}}), Some("9/2207042")),
            (json!({"error": {"code": 190, "error_subcode": 0}}), Some("190")),
            (json!({"error": "something"}), Some("")),
            (json!({"debug_info": {"retriable": true, "type": "OffsetError"}}), Some("upload/retriable")),
            (json!({"debug_info": {"retriable": false, "type": "BadFile"}}), Some("upload/BadFile")),
            (json!({"id": "1"}), None),
        ] {
            assert_eq!(read_no(400, &body).map(|no| no.code).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn the_longest_wait_of_a_usage_header_counts() {
        let usage = json!({"17841": [
            {"type": "instagram", "call_count": 100, "estimated_time_to_regain_access": 19},
            {"type": "pages", "call_count": 3, "estimated_time_to_regain_access": 0},
        ]});
        assert_eq!(longest(&usage), 19);
        assert_eq!(longest(&json!({"call_count": 100})), 0);
    }

    #[test]
    fn moments_are_read_in_their_three_spellings() {
        let expected = "2026-11-20T12:00:00Z".parse::<DateTime<Utc>>().ok();
        for value in [json!("2026-11-20T12:00:00+0000"), json!("2026-11-20T12:00:00Z"), json!(1_795_176_000)] {
            assert_eq!(moment(Some(&value)), expected, "{value}");
        }
        assert_eq!(moment(Some(&json!("soon"))), None);
    }
}
