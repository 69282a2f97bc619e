//! Bluesky and other servers of the AT protocol: an app password, and records whose keys are ours. A put of the same
//! record under the same key changes nothing, so no post is ever doubled.
//!
//! Calls and limits: atproto's lexicons and PDS, read 2026-11-20.

mod engage;
mod facets;
mod post;
mod session;
mod tid;

use crate::{
    Account, Call, Comment, Connected, Credentials, Draft, Error, Facts, Finding, Found, Live, MediaKind, Metrics,
    Platform, Progress, Result, Session, Step, StepKind, Target, Tokens, Web,
    preflight::{self, form},
    reply::{Api, No, Reply, text},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::{sync::LazyLock, time::Duration};
use troupe_net::{Request, Secret};
use unicode_segmentation::UnicodeSegmentation;
use uuid::Uuid;

/// The server of accounts that name no other.
const SERVER: &str = "bsky.social";
/// The collection of posts.
const POSTS: &str = "app.bsky.feed.post";

/// The longest alt text of a clip, in graphemes: lexicon `app.bsky.embed.video`, read 2026-11-20.
const MAX_CLIP_ALT: usize = 1000;

/// Bluesky.
#[derive(Debug)]
pub(crate) struct Bluesky {
    api: Api,
}

impl Bluesky {
    /// Opens it.
    pub(crate) fn open(web: &Web) -> Self {
        static FACTS: LazyLock<Facts> =
            LazyLock::new(|| crate::facts::bundled(include_str!("../../data/bluesky.toml")));
        Self { api: Api { web: web.clone(), facts: &FACTS, read_no } }
    }

    /// Asks the account's own server, which passes on what the public views answer.
    async fn get(&self, session: &Session, path: &'static str, query: &[(&str, &str)]) -> Result<Reply> {
        let mut url = self.api.url(server(session), path)?;
        url.query_pairs_mut().extend_pairs(query);
        self.api.ask(Request::get(url, path).bearer(&session.tokens.access)?).await
    }

    /// Sends JSON to the account's own server.
    async fn post(&self, session: &Session, path: &'static str, body: &Value) -> Result<Reply> {
        let url = self.api.url(server(session), path)?;
        self.api.ask(Request::post(url, path).json(body)?.bearer(&session.tokens.access)?).await
    }

    /// Sends a file to the account's own server.
    async fn upload(&self, session: &Session, bytes: bytes::Bytes, mime_type: &str, time: Duration) -> Result<Reply> {
        const PATH: &str = "/xrpc/com.atproto.repo.uploadBlob";
        let request = Request::post(self.api.url(server(session), PATH)?, PATH).bytes(bytes, mime_type)?;
        self.api.ask(request.bearer(&session.tokens.access)?.within(time)).await
    }
}

/// The server that keeps the account's records.
fn server(session: &Session) -> &str {
    detail(session, "pds").or_else(|| detail(session, "host")).unwrap_or(SERVER)
}

fn detail<'a>(session: &'a Session, key: &str) -> Option<&'a str> {
    session.account.details.get(key).and_then(Value::as_str)
}

/// The account's id.
fn did(session: &Session) -> &str {
    &session.account.external_id
}

/// XRPC's form of a refusal: a name and a sentence.
fn read_no(status: u16, body: &Value) -> Option<No> {
    (status >= 400).then(|| No {
        code: text(body, "/error").unwrap_or_default(),
        words: text(body, "/message").unwrap_or_default(),
        retry_after: None,
    })
}

#[async_trait]
impl Platform for Bluesky {
    fn facts(&self) -> &'static Facts {
        self.api.facts
    }

    async fn connect(&self, _login: &str, credentials: &Credentials, now: DateTime<Utc>) -> Result<Vec<Connected>> {
        session::connect(self, credentials, now).await.map(|connected| vec![connected])
    }

    async fn refresh(&self, session: &Session, now: DateTime<Utc>) -> Result<Option<Tokens>> {
        session::refresh(self, session, now).await.map(Some)
    }

    async fn revoke(&self, session: &Session) -> Result<bool> {
        session::revoke(self, session).await.map(|()| true)
    }

    async fn account(&self, session: &Session) -> Result<Account> {
        session::account(self, session).await
    }

    fn preflight(&self, session: Option<&Session>, draft: &Draft) -> Vec<Finding> {
        let mut findings = preflight::check(self.facts(), draft);
        let is_unconfirmed = session
            .and_then(|session| session.account.details.get("is_email_confirmed"))
            .is_some_and(|is_confirmed| is_confirmed == false);
        if is_unconfirmed && draft.media.iter().any(|media| media.kind == MediaKind::Video) {
            let message = "Bluesky takes clips from accounts with a confirmed e-mail address only. Confirm it at Bluesky, then test the account.";
            findings.push(Finding::blocks("email_not_confirmed", "account", message));
        }
        let fields = [("text", Some(&draft.text)), ("first_comment", draft.first_comment.as_ref())];
        for (field, words) in fields.into_iter().filter_map(|(field, words)| words.map(|words| (field, words))) {
            findings.extend(too_many_bytes(self.facts(), field, words));
        }
        for (index, clip) in draft.media.iter().enumerate().filter(|(_, media)| media.kind == MediaKind::Video) {
            if clip.alt_text.graphemes(true).count() > MAX_CLIP_ALT {
                let message = format!("Bluesky takes at most {MAX_CLIP_ALT} characters of alt text for a clip.");
                findings.push(Finding::blocks("alt_text_too_long", format!("media[{index}]"), message));
            }
        }
        findings.extend(preflight::long_comment(self.facts(), draft));
        findings
    }

    fn plan(&self, _session: &Session, draft: &Draft, post: Uuid, now: DateTime<Utc>) -> Result<Vec<Step>> {
        form(self.facts(), draft)?;
        if draft.publish_at.is_some() {
            return Err(self.unsupported("publish at a time by itself", "Let Troupe publish it then."));
        }
        let mut steps: Vec<Step> =
            (0..draft.media.len()).map(|item| Step::hidden(StepKind::Upload, Some(item))).collect();
        steps.push(Step::public(StepKind::Publish, tid::of(post, 0, now)));
        if draft.first_comment.as_deref().is_some_and(|words| !words.trim().is_empty()) {
            steps.push(Step::public(StepKind::Comment, tid::of(post, 1, now)));
        }
        Ok(steps)
    }

    async fn perform(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        let result = match step.kind {
            StepKind::Upload => post::upload(self, call, step).await?,
            StepKind::Publish => post::publish(self, call, step).await?,
            StepKind::Comment => post::comment(self, call, step).await?,
            _ => return Err(self.unsupported("do such a step", "Plan the post anew.")),
        };
        Ok(Progress::Done(result))
    }

    async fn reconcile(&self, call: &Call<'_>, step: &Step) -> Result<Found> {
        post::look_for(self, call, step).await
    }

    async fn read_back(&self, session: &Session, id: &str) -> Result<Live> {
        post::read_back(self, session, id).await
    }

    async fn delete(&self, session: &Session, id: &str) -> Result<()> {
        post::delete(self, session, id).await
    }

    async fn metrics(&self, session: &Session, id: &str) -> Result<Metrics> {
        engage::metrics(self, session, id).await
    }

    async fn comments(&self, session: &Session, id: &str) -> Result<Vec<Comment>> {
        engage::comments(self, session, id).await
    }

    async fn reply_comment(&self, session: &Session, id: &str, comment: Option<&str>, text: &str) -> Result<Comment> {
        engage::reply_comment(self, session, comment.unwrap_or(id), text).await
    }

    async fn hide_comment(&self, session: &Session, comment: &str, hide: bool) -> Result<()> {
        engage::hide_comment(self, session, comment, hide).await
    }

    async fn like(&self, session: &Session, target: &Target) -> Result<()> {
        engage::point_at(self, session, target, "app.bsky.feed.like", "/viewer/like").await
    }

    async fn repost(&self, session: &Session, target: &Target) -> Result<()> {
        engage::point_at(self, session, target, "app.bsky.feed.repost", "/viewer/repost").await
    }

    async fn reply(&self, session: &Session, target: &Target, text: &str) -> Result<String> {
        let id = engage::post_of(self, session, &target.id).await?;
        engage::reply_comment(self, session, &id, text).await.map(|comment| comment.id)
    }

    async fn follow(&self, session: &Session, target: &Target) -> Result<()> {
        engage::follow(self, session, target).await
    }
}

/// The second limit of Bluesky's words, which only texts of many emoji meet.
fn too_many_bytes(facts: &Facts, field: &str, words: &str) -> Option<Finding> {
    let max = facts.limit("text_bytes")?;
    #[allow(clippy::cast_precision_loss)] // A text's length.
    let is_over = words.len() as f64 > max;
    is_over.then(|| {
        let message = format!("Bluesky takes {max} bytes of words; these are {}. Use fewer emoji.", words.len());
        Finding::blocks("text_too_large", field, message)
    })
}

/// The parts of a record's address, `at://DID/COLLECTION/KEY`.
///
/// # Errors
/// [`Error::Input`] when it is none.
fn parts(uri: &str) -> Result<(&str, &str, &str)> {
    let mut words = uri.strip_prefix("at://").unwrap_or_default().splitn(3, '/');
    match (words.next(), words.next(), words.next()) {
        (Some(did), Some(collection), Some(key)) if !did.is_empty() && !key.is_empty() => Ok((did, collection, key)),
        _ => Err(Error::Input { field: "id", why: format!("{uri:?} is no post of Bluesky's.") }),
    }
}

/// A secret of an answer.
fn secret(reply: &Reply, pointer: &str) -> Result<Secret> {
    reply.need(pointer).map(Secret::new)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{RefusalKind, reply::refuse};

    #[test]
    fn a_recorded_refusal_means_what_the_facts_say() {
        let facts = crate::facts::bundled(include_str!("../../data/bluesky.toml"));
        for (status, body, expected) in [
            (400, r#"{"error":"ExpiredToken","message":"Token has expired"}"#, RefusalKind::TokenExpired),
            (400, r#"{"error":"ExpiredToken","message":"Token has been revoked"}"#, RefusalKind::TokenRevoked),
            (400, r#"{"error":"InvalidToken","message":"Token could not be verified"}"#, RefusalKind::TokenRevoked),
            (
                401,
                r#"{"error":"AuthenticationRequired","message":"Invalid identifier or password"}"#,
                RefusalKind::TokenRevoked,
            ),
            (
                401,
                r#"{"error":"AuthFactorTokenRequired","message":"A sign in code has been sent to your email address"}"#,
                RefusalKind::Permission,
            ),
            (401, r#"{"error":"AccountTakedown","message":"Account has been taken down"}"#, RefusalKind::Restricted),
            (429, r#"{"error":"RateLimitExceeded","message":"Rate Limit Exceeded"}"#, RefusalKind::RateLimited),
            (400, r#"{"error":"InvalidRequest","message":"Could not find blob: bafkreia"}"#, RefusalKind::Gone),
            (
                400,
                r#"{"error":"BlobTooLarge","message":"This file is too large. It is 2.1MB but the maximum size is 2MB."}"#,
                RefusalKind::MediaRejected,
            ),
            (
                400,
                r#"{"error":"InvalidRequest","message":"Invalid app.bsky.feed.post record: Record/text must not be longer than 300 graphemes"}"#,
                RefusalKind::TextRejected,
            ),
            (
                400,
                r#"{"error":"InvalidRequest","message":"Could not locate record: at://did:plc:a/app.bsky.feed.post/b"}"#,
                RefusalKind::NotFound,
            ),
            (400, r#"{"error":"RecordNotFound","message":"Could not locate record"}"#, RefusalKind::NotFound),
            (500, r#"{"error":"InternalServerError","message":"Internal Server Error"}"#, RefusalKind::Transient),
            (502, r#"{"error":"UpstreamFailure","message":"Upstream Failure"}"#, RefusalKind::Transient),
            (
                400,
                r#"{"error":"InvalidRequest","message":"Input must have the property \"repo\""}"#,
                RefusalKind::Other,
            ),
        ] {
            let no = read_no(status, &serde_json::from_str(body).unwrap()).unwrap();
            let error = refuse(&facts, status, no, body.to_owned());
            assert_eq!(error.kind(), Some(expected), "{body}");
        }
    }
}
