//! Mastodon and what speaks its interface: a login per server with an app that registers itself, posts with an
//! idempotency key, posts that the server publishes at their time.
//!
//! Calls and limits: docs.joinmastodon.org, state of 2026-07-02, read 2026-11-20.

mod engage;
mod login;
mod look;
mod post;
mod server;

use crate::{
    Account, Call, Comment, Connected, Credentials, Draft, Error, Facts, Finding, Fix, Found, Live, MediaKind, Metrics,
    Platform, Progress, Result, Session, Step, StepKind, Target, Web,
    oauth::Authorization,
    preflight::{self, form},
    reply::{Api, No, Reply, text},
};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use std::{borrow::Cow, sync::LazyLock};
use troupe_net::Request;
use url::Url;
use uuid::Uuid;

/// How far ahead a post must lie for the server to keep it: docs.joinmastodon.org, statuses.
const SCHEDULE_AHEAD: TimeDelta = TimeDelta::minutes(5);

/// Mastodon.
#[derive(Debug)]
pub(crate) struct Mastodon {
    api: Api,
}

impl Mastodon {
    /// Opens it.
    pub(crate) fn open(web: &Web) -> Self {
        static FACTS: LazyLock<Facts> =
            LazyLock::new(|| crate::facts::bundled(include_str!("../../data/mastodon.toml")));
        Self { api: Api { web: web.clone(), facts: &FACTS, read_no } }
    }

    /// Asks the account's server.
    async fn get(&self, session: &Session, path: &str, route: &str, query: &[(&str, &str)]) -> Result<Reply> {
        let mut url = self.api.url(host(session), path)?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        self.api.ask(Request::get(url, route).bearer(&session.tokens.access)?).await
    }

    /// Sends JSON to the account's server, with a key by which it knows a repeated call.
    async fn post(&self, session: &Session, path: &str, route: &str, body: &Value, key: Option<&str>) -> Result<Reply> {
        let mut request = Request::post(self.api.url(host(session), path)?, route).json(body)?;
        if let Some(key) = key {
            request = request.header("idempotency-key", key)?;
        }
        self.api.ask(request.bearer(&session.tokens.access)?).await
    }

    /// Deletes something at the account's server.
    async fn delete_at(&self, session: &Session, path: &str, route: &str) -> Result<Reply> {
        let request = Request::delete(self.api.url(host(session), path)?, route);
        self.api.ask(request.bearer(&session.tokens.access)?).await
    }
}

/// The account's server.
fn host(session: &Session) -> &str {
    let known = session.account.details.get("host").and_then(Value::as_str);
    known.or_else(|| session.account.external_id.split_once('@').map(|(_, host)| host)).unwrap_or_default()
}

/// The account's id at its server; the id here names the server too, because every server counts from one.
fn own_id(session: &Session) -> &str {
    session.account.external_id.split('@').next().unwrap_or_default()
}

/// An id as a part of an address.
///
/// # Errors
/// [`Error::Input`] when it could mean something else there.
fn part(id: &str) -> Result<&str> {
    let is_plain =
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if is_plain { Ok(id) } else { Err(Error::Input { field: "id", why: format!("{id:?} is no id of Mastodon's.") }) }
}

/// Mastodon's refusals are a sentence; those of its login have a word too.
fn read_no(status: u16, body: &Value) -> Option<No> {
    if status < 400 {
        return None;
    }
    let error = text(body, "/error").unwrap_or_default();
    let no = match text(body, "/error_description") {
        Some(words) => No { code: error, words, retry_after: None },
        None => No { code: String::new(), words: error, retry_after: None },
    };
    Some(no)
}

#[async_trait]
impl Platform for Mastodon {
    fn facts(&self) -> &'static Facts {
        self.api.facts
    }

    fn facts_for(&self, session: Option<&Session>) -> Cow<'static, Facts> {
        match session {
            Some(session) => Cow::Owned(server::with_limits(self.api.facts, &session.account.details)),
            None => Cow::Borrowed(self.api.facts),
        }
    }

    async fn connect(&self, _login: &str, credentials: &Credentials, _now: DateTime<Utc>) -> Result<Vec<Connected>> {
        login::paste(self, credentials).await.map(|connected| vec![connected])
    }

    async fn authorize(&self, login: &str, credentials: &Credentials, redirect: &Url) -> Result<Authorization> {
        login::begin(self, login, credentials, redirect).await
    }

    async fn exchange(&self, login: &Authorization, code: &str, _now: DateTime<Utc>) -> Result<Vec<Connected>> {
        login::end(self, login, code).await.map(|connected| vec![connected])
    }

    async fn revoke(&self, session: &Session) -> Result<bool> {
        login::revoke(self, session).await
    }

    async fn account(&self, session: &Session) -> Result<Account> {
        server::account(self, host(session), &session.tokens.access).await
    }

    fn preflight(&self, session: Option<&Session>, draft: &Draft) -> Vec<Finding> {
        let facts = self.facts_for(session);
        let mut findings = preflight::check(&facts, draft);
        findings.extend(too_long_with_warning(&facts, draft));
        findings.extend(preflight::long_comment(&facts, draft));
        if draft.publish_at.is_some() && draft.first_comment.as_deref().is_some_and(|words| !words.trim().is_empty()) {
            let message = "A post that the server publishes has no address until then, so the first comment is not sent. Let Troupe publish the post to have it.";
            findings.push(Finding::warns("no_first_comment", "first_comment", message));
        }
        for (index, media) in draft.media.iter().enumerate().filter(|(_, media)| media.kind == MediaKind::Image) {
            #[allow(clippy::cast_precision_loss)] // Millions of pixels.
            let pixels = f64::from(media.width) * f64::from(media.height);
            if let Some(max) = facts.limit("image_pixels").filter(|max| pixels > *max) {
                let message = format!("This server takes pictures of at most {:.1} million pixels.", max / 1e6);
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A width in pixels.
                let max_width = (max * media.ratio()).sqrt() as u32;
                let fix =
                    Fix::Reencode { mime_type: media.mime_type.clone(), max_bytes: None, max_width: Some(max_width) };
                findings.push(Finding::blocks("too_many_pixels", format!("media[{index}]"), message).fixed_by(fix));
            }
        }
        findings
    }

    fn plan(&self, session: &Session, draft: &Draft, post: Uuid, now: DateTime<Utc>) -> Result<Vec<Step>> {
        form(&self.facts_for(Some(session)), draft)?;
        if draft.publish_at.is_some_and(|at| at < now + SCHEDULE_AHEAD) {
            let why =
                "The server plans posts five minutes ahead and more. Choose a later time, or let Troupe publish it.";
            return Err(Error::Input { field: "publish_at", why: why.to_owned() });
        }
        let mut steps = Vec::new();
        for item in 0..draft.media.len() {
            steps.push(Step::hidden(StepKind::Upload, Some(item)));
        }
        for item in 0..draft.media.len() {
            steps.push(Step::hidden(StepKind::Process, Some(item)));
        }
        steps.push(Step::public(StepKind::Publish, post.to_string()));
        let has_comment = draft.first_comment.as_deref().is_some_and(|words| !words.trim().is_empty());
        if has_comment && draft.publish_at.is_none() {
            steps.push(Step::public(StepKind::Comment, format!("{post}-comment")));
        }
        Ok(steps)
    }

    async fn perform(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        match step.kind {
            StepKind::Upload => post::upload(self, call, step).await.map(Progress::Done),
            StepKind::Process => post::wait_for(self, call, step).await,
            StepKind::Publish => post::publish(self, call, step).await.map(Progress::Done),
            StepKind::Comment => post::comment(self, call, step).await.map(Progress::Done),
            _ => Err(self.unsupported("do such a step", "Plan the post anew.")),
        }
    }

    async fn reconcile(&self, call: &Call<'_>, step: &Step) -> Result<Found> {
        look::look_for(self, call, step).await
    }

    async fn read_back(&self, session: &Session, id: &str) -> Result<Live> {
        look::read_back(self, session, id).await
    }

    async fn delete(&self, session: &Session, id: &str) -> Result<()> {
        look::delete(self, session, id).await
    }

    async fn metrics(&self, session: &Session, id: &str) -> Result<Metrics> {
        engage::metrics(self, session, id).await
    }

    async fn comments(&self, session: &Session, id: &str) -> Result<Vec<Comment>> {
        engage::comments(self, session, id).await
    }

    async fn reply_comment(&self, session: &Session, id: &str, comment: Option<&str>, text: &str) -> Result<Comment> {
        engage::answer(self, session, comment.unwrap_or(id), text).await
    }

    async fn like(&self, session: &Session, target: &Target) -> Result<()> {
        engage::mark(self, session, target, "favourite").await
    }

    async fn repost(&self, session: &Session, target: &Target) -> Result<()> {
        engage::mark(self, session, target, "reblog").await
    }

    async fn reply(&self, session: &Session, target: &Target, text: &str) -> Result<String> {
        let id = engage::status_of(self, session, target).await?;
        engage::answer(self, session, &id, text).await.map(|comment| comment.id)
    }

    async fn follow(&self, session: &Session, target: &Target) -> Result<()> {
        engage::follow(self, session, target).await
    }
}

/// The content warning counts with the words.
fn too_long_with_warning(facts: &Facts, draft: &Draft) -> Option<Finding> {
    let warning = post::warning(draft)?;
    let rule = &facts.text;
    let (words, warning) = (rule.counting.count(&draft.text), rule.counting.count(warning));
    // Words that are too long by themselves were found already.
    let max = rule.max.filter(|max| words <= *max as usize && words + warning > *max as usize)?;
    let message =
        format!("Mastodon counts the content warning too: {max} characters in all, and these are {}.", words + warning);
    let room = max.saturating_sub(u32::try_from(warning).unwrap_or(u32::MAX));
    Some(Finding::blocks("text_too_long", "text", message).fixed_by(Fix::Shorten { max: room }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{RefusalKind, reply::refuse};

    #[test]
    fn a_recorded_refusal_means_what_the_facts_say() {
        let facts = crate::facts::bundled(include_str!("../../data/mastodon.toml"));
        for (status, body, expected) in [
            (401, r#"{"error":"The access token is invalid"}"#, RefusalKind::TokenRevoked),
            (
                400,
                r#"{"error":"invalid_grant","error_description":"The provided authorization grant is invalid, expired, revoked"}"#,
                RefusalKind::TokenRevoked,
            ),
            (403, r#"{"error":"This action is outside the authorized scopes"}"#, RefusalKind::Permission),
            (403, r#"{"error":"Your login is currently disabled"}"#, RefusalKind::Restricted),
            (404, r#"{"error":"Record not found"}"#, RefusalKind::NotFound),
            (422, r#"{"error":"Validation failed: Text character limit of 500 exceeded"}"#, RefusalKind::TextRejected),
            (
                422,
                r#"{"error":"Cannot attach files that have not finished processing. Try again in a moment!"}"#,
                RefusalKind::NotReady,
            ),
            (422, r#"{"error":"Media 11, 22 not found or already attached to another post"}"#, RefusalKind::Gone),
            (
                422,
                r#"{"error":"Cannot attach a video to a post that already contains images"}"#,
                RefusalKind::MediaRejected,
            ),
            (
                422,
                r#"{"error":"Validation failed: File content type is invalid, File is invalid"}"#,
                RefusalKind::MediaRejected,
            ),
            (
                422,
                r#"{"error":"Validation failed: Description is too long (maximum is 1500 characters)"}"#,
                RefusalKind::MediaRejected,
            ),
            (422, r#"{"error":"Validation failed: Scheduled at must be in the future"}"#, RefusalKind::Other),
            (
                422,
                r#"{"error":"You have exceeded the limit of 25 scheduled posts for today"}"#,
                RefusalKind::DailyLimit,
            ),
            (429, r#"{"error":"Too many requests"}"#, RefusalKind::RateLimited),
            (
                503,
                r#"{"error":"There was a temporary problem serving your request, please try again"}"#,
                RefusalKind::Transient,
            ),
        ] {
            let no = read_no(status, &serde_json::from_str(body).unwrap()).unwrap();
            let error = refuse(&facts, status, no, body.to_owned());
            assert_eq!(error.kind(), Some(expected), "{body}");
        }
    }
}
