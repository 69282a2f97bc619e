//! Asking a platform and reading its answer: JSON, or a refusal whose meaning the platform's facts name.

use crate::{Error, Facts, Refusal, RefusalKind, Result, Web};
use serde_json::Value;
use std::{sync::Arc, time::Duration};
use troupe_net::{Request, Response};
use url::Url;

/// How much of an answer a refusal keeps.
const RAW_CHARS: usize = 2_000;

/// A platform's "no", as its own file reads it from the body of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct No {
    /// The code as the facts write it: `190/460`, `ExpiredToken`. Empty when the body has none.
    pub(crate) code: String,
    /// The platform's own sentence.
    pub(crate) words: String,
    /// The wait that the body asks for.
    pub(crate) retry_after: Option<Duration>,
}

/// Reads a "no" from the body of an answer with that status; `None` means that the body is none. Successful answers
/// are shown to it too, because some platforms refuse with status 200.
pub(crate) type ReadNo = fn(status: u16, body: &Value) -> Option<No>;

/// A platform's interface: where it is asked, what is known of it, and how it says no.
#[derive(Debug, Clone)]
pub(crate) struct Api {
    pub(crate) web: Web,
    pub(crate) facts: &'static Facts,
    pub(crate) read_no: ReadNo,
}

/// An answer that is no refusal.
#[derive(Debug)]
pub(crate) struct Reply {
    /// The HTTP status.
    pub(crate) status: u16,
    /// What it says; null when nothing.
    pub(crate) body: Value,
    facts: &'static Facts,
    route: Arc<str>,
}

impl Api {
    /// The address of `path` on `host`.
    pub(crate) fn url(&self, host: &str, path: &str) -> Result<Url> {
        self.web.url(host, path)
    }

    /// Sends `request` and reads the answer.
    ///
    /// # Errors
    /// [`Error::Refused`] with the meaning from the facts, [`Error::Net`] when nothing readable came.
    pub(crate) async fn ask(&self, request: Request) -> Result<Reply> {
        self.read(self.web.client.send(request.header("accept", "application/json")?).await?).await
    }

    /// Reads an answer whose headers the caller has read before.
    ///
    /// # Errors
    /// As [`Api::ask`].
    pub(crate) async fn read(&self, response: Response) -> Result<Reply> {
        let (status, route) = (response.status(), Arc::clone(&response.target().route));
        let secrets = response.secrets().to_vec();
        let response = match response.ok().await {
            Ok(response) => response,
            Err(error) => return Err(self.refused(error)),
        };
        let body =
            if status == 204 || response.content_length() == Some(0) { Value::Null } else { response.json().await? };
        if let Some(no) = (self.read_no)(status, &body) {
            let mut raw = body.to_string();
            for secret in &secrets {
                raw = secret.redact(&raw);
            }
            return Err(refuse(self.facts, status, no, raw));
        }
        Ok(Reply { status, body, facts: self.facts, route })
    }

    /// An answer that is no success as the platform's refusal; every other error stays as it is. For calls that read
    /// more of the answer than its body.
    pub(crate) fn refused(&self, error: troupe_net::Error) -> Error {
        let troupe_net::Error::Status { code: status, body_excerpt: raw, retry_after, .. } = error else {
            return error.into();
        };
        let mut no = match serde_json::from_str::<Value>(&raw) {
            Ok(body) => (self.read_no)(status, &body).unwrap_or_default(),
            Err(_) if raw.trim_start().starts_with('<') => No { code: WEB_PAGE.to_owned(), ..No::default() },
            Err(_) => No { words: raw.trim().to_owned(), ..No::default() },
        };
        no.retry_after = no.retry_after.or(retry_after);
        refuse(self.facts, status, no, raw)
    }
}

/// The code of a web page where data was expected: it comes from something between us and the platform, and says
/// nothing about the account.
const WEB_PAGE: &str = "web_page";

/// The refusal that a "no" is. Its meaning is the facts' rule for it, else what the status says.
pub(crate) fn refuse(facts: &Facts, status: u16, no: No, raw: String) -> Error {
    let name = facts.platform.words();
    let rule = rule_of(facts, status, &no);
    let kind = rule.map_or_else(|| kind_of(status, &no), |rule| rule.kind);
    let words = match rule {
        Some(rule) => rule.words.clone(),
        None if no.code == WEB_PAGE => format!(
            "{name} answered with a web page instead of data (status {status}). Something between this computer and {name} may stand in the way; try again in a while."
        ),
        None if no.words.is_empty() => {
            format!("{name} refused this with status {status} and gave no reason. Try again in a while.")
        }
        None => format!("{name} refused this: {}", sentence(&no.words)),
    };
    let code = if no.code.is_empty() { status.to_string() } else { no.code };
    Error::Refused(Box::new(Refusal {
        kind,
        words,
        code,
        platform_words: no.words,
        status: Some(status),
        retry_after: no.retry_after,
        raw: raw.chars().take(RAW_CHARS).collect(),
    }))
}

/// The facts' rule: first by the phrase in the platform's sentence (`400/chat not found`), then by the code alone,
/// then by the status.
fn rule_of<'a>(facts: &'a Facts, status: u16, no: &No) -> Option<&'a crate::RefusalRule> {
    let status = status.to_string();
    let said = no.words.to_lowercase();
    let by_phrase = |code: &str| {
        facts.refusals.iter().find(|rule| {
            rule.code.split_once('/').is_some_and(|(first, phrase)| first == code && said.contains(phrase))
        })
    };
    by_phrase(&no.code)
        .or_else(|| by_phrase(&status))
        .or_else(|| facts.refusal(&no.code))
        .or_else(|| if no.code == WEB_PAGE { None } else { facts.refusal(&status) })
}

/// What a status means where the facts name no code.
fn kind_of(status: u16, no: &No) -> RefusalKind {
    match status {
        429 => RefusalKind::RateLimited,
        408 | 500.. => RefusalKind::Transient,
        _ if no.code == WEB_PAGE => RefusalKind::Other,
        401 => RefusalKind::TokenRevoked,
        402 => RefusalKind::Unpaid,
        403 => RefusalKind::Permission,
        404 => RefusalKind::NotFound,
        410 => RefusalKind::Gone,
        413 | 415 => RefusalKind::MediaRejected,
        _ => RefusalKind::Other,
    }
}

/// A refused renewal: no new token will come of the old one, so the account is connected again.
pub(crate) fn ended(error: Error) -> Error {
    match error {
        Error::Refused(mut refusal) if refusal.kind == RefusalKind::TokenExpired => {
            refusal.kind = RefusalKind::TokenRevoked;
            refusal.words =
                "The sign-in ended and could not be renewed. Connect the account again; its posts wait.".to_owned();
            Error::Refused(refusal)
        }
        error => error,
    }
}

/// Foreign words as a sentence.
fn sentence(words: &str) -> String {
    let words = words.trim();
    if words.ends_with(['.', '!', '?']) { words.to_owned() } else { format!("{words}.") }
}

impl Reply {
    /// The text at a JSON pointer; a number counts as its digits.
    pub(crate) fn text(&self, pointer: &str) -> Option<String> {
        text(&self.body, pointer)
    }

    /// The text at a JSON pointer, without which the answer means nothing.
    ///
    /// # Errors
    /// [`Error::Unreadable`].
    pub(crate) fn need(&self, pointer: &str) -> Result<String> {
        self.text(pointer)
            .filter(|text| !text.is_empty())
            .ok_or_else(|| self.unreadable(format!("{pointer} is missing")))
    }

    /// The count at a JSON pointer; digits in a text count too.
    pub(crate) fn count(&self, pointer: &str) -> Option<u64> {
        count(&self.body, pointer)
    }

    /// The list at a JSON pointer; empty when there is none.
    pub(crate) fn list(&self, pointer: &str) -> &[Value] {
        list(&self.body, pointer)
    }

    /// The error for an answer that lacks what it must have.
    pub(crate) fn unreadable(&self, why: impl Into<String>) -> Error {
        Error::Unreadable { platform: self.facts.platform, route: Arc::clone(&self.route), why: why.into() }
    }
}

/// The text at a JSON pointer; a number counts as its digits.
pub(crate) fn text(value: &Value, pointer: &str) -> Option<String> {
    match value.pointer(pointer)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The count at a JSON pointer; digits in a text count too.
pub(crate) fn count(value: &Value, pointer: &str) -> Option<u64> {
    match value.pointer(pointer)? {
        Value::Number(number) => number.as_u64(),
        Value::String(digits) => digits.parse().ok(),
        _ => None,
    }
}

/// The list at a JSON pointer; empty when there is none.
pub(crate) fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn facts() -> Facts {
        let mut facts = crate::facts::bundled(include_str!("../data/onlyfans.toml"));
        for (code, kind) in [
            ("Expired", RefusalKind::TokenExpired),
            ("400/too long", RefusalKind::TextRejected),
            ("422", RefusalKind::MediaRejected),
            ("9", RefusalKind::Other),
            ("9/42", RefusalKind::DailyLimit),
        ] {
            let source = facts.label.from.clone();
            let words = "What, why, what to do.".to_owned();
            facts.refusals.push(crate::RefusalRule { code: code.to_owned(), kind, words, from: source });
        }
        facts
    }

    #[test]
    fn the_most_exact_rule_of_the_facts_decides_what_a_no_means() {
        let facts = facts();
        for (status, code, words, expected) in [
            (400, "Expired", "", RefusalKind::TokenExpired),
            (400, "Anything", "the text is Too Long", RefusalKind::TextRejected),
            (400, "", "something else", RefusalKind::Other),
            (422, "", "", RefusalKind::MediaRejected),
            (403, "9/42", "", RefusalKind::DailyLimit),
            (403, "9/1", "", RefusalKind::Other),
            (429, "", "", RefusalKind::RateLimited),
            (503, "", "", RefusalKind::Transient),
            (401, "", "", RefusalKind::TokenRevoked),
            // A page of somebody in between is no word about the account.
            (401, WEB_PAGE, "", RefusalKind::Other),
            (502, WEB_PAGE, "", RefusalKind::Transient),
        ] {
            let no = No { code: code.to_owned(), words: words.to_owned(), retry_after: None };
            assert_eq!(refuse(&facts, status, no, String::new()).kind(), Some(expected), "{status} {code} {words}");
        }
    }
}
