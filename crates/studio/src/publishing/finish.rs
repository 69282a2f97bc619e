//! How a post ends: up and read back, refused for good, or with a question to the creator.

use super::{
    attention::Attention,
    draft::WholePost,
    hand_off,
    ledger::{self, Ledger},
    preflight::Checked,
    publish::{Outcome, told},
    run::{Flow, Run},
    stop,
    trouble::{self, Meaning},
    wait::ASK_AFTER,
};
use crate::{Code, Error, Kind, Result, Studio};
use chrono::TimeDelta;
use serde_json::{Value, json};
use troupe_library::{
    PostId,
    tables::{
        content,
        post_steps::PostStepRow,
        posts::{self, PostRow, PostStatus},
    },
};
use troupe_platforms::{Error as PlatformError, Facts, Finding, Fix, Live, RefusalKind, Visibility};

/// How long after its time a post that the platform itself publishes is looked at.
const AFTER_PLATFORM: TimeDelta = TimeDelta::seconds(30);
/// How often the platform may not know yet what it just took.
const MOST_LOOKS: u32 = 6;

/// Why a post failed: what, why and what to do, with the button that mends it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Failure(Value);

impl Failure {
    /// By an error.
    pub(super) fn of(error: &Error) -> Self {
        let mut value = error.to_json();
        let fix = match error.details["refusal"].as_str().unwrap_or_default() {
            _ if error.code == Code::Unauthorized => Some(Fix::Reconnect),
            "token_expired" | "token_revoked" | "permission" | "restricted" => Some(Fix::Reconnect),
            "media_unreachable" => Some(Fix::ChooseUploadPlace),
            _ => None,
        };
        value["fix"] = json!(fix);
        Self(value)
    }

    /// In words of ours.
    pub(super) fn words(code: Code, words: String) -> Self {
        Self::of(&Error::new(code, words))
    }

    /// By what preflight found.
    pub(super) fn blocked(findings: &[&Finding]) -> Self {
        let words = findings.first().map(|finding| finding.message.clone()).unwrap_or_default();
        let fix = findings.first().and_then(|finding| finding.fix.clone());
        let error = Error::new(Code::ValidationError, words).with("findings", json!(findings));
        let mut value = error.to_json();
        value["fix"] = json!(fix);
        Self(value)
    }
}

impl Run<'_> {
    /// Reads the post back: published means that the platform shows it.
    pub(super) async fn read_back(&mut self) -> Result<Flow> {
        let now = self.studio.now();
        let Some(at) = self.ledger.published() else {
            return Err(Error::internal("a plan without a step that publishes"));
        };
        // A step that brought no id of its own published what an earlier one made.
        let made = self.ledger.results(self.studio, at + 1).await?;
        let Some(id) = made.iter().rev().find_map(|result| result.id.clone()) else {
            let url = self.whole.account.url.clone();
            let attention = Attention::not_shown(self.name(), url, now);
            return Ok(Flow::End(needs_attention(self.studio, &self.whole, attention).await?));
        };
        let by_platform = self.checked.draft.publish_at.filter(|publish_at| *publish_at + AFTER_PLATFORM > now);
        if let Some(publish_at) = by_platform {
            let words = format!("It lies at {}, which publishes it at its time.", self.name());
            return self.wait(publish_at + AFTER_PLATFORM, &words).await;
        }
        let live = self.platform.read_back(&self.session, &id).await;
        stop::point(self.platform.name().slug(), "after it was read back");
        match live {
            Ok(live) if live.visibility == Visibility::Private => {
                let attention = Attention::private(self.name(), live.permalink.clone(), &live.remarks, now);
                keep_live(self.studio, &self.whole, &id, &live).await?;
                Ok(Flow::End(needs_attention(self.studio, &self.whole, attention).await?))
            }
            Ok(live) => self.published(&id, live).await,
            // The platform can't show it to programs: what it answered when it took the post is what is known.
            Err(PlatformError::Unsupported { .. }) => {
                let live =
                    Live { id: id.clone(), permalink: None, visibility: Visibility::Unknown, remarks: Vec::new() };
                self.published(&id, live).await
            }
            Err(error) => self.not_read(at, error).await,
        }
    }

    /// It is up, but could not be read back: again in a while.
    async fn not_read(&mut self, at: usize, error: PlatformError) -> Result<Flow> {
        let now = self.studio.now();
        let failures = self.ledger.count_look(self.studio, at).await?;
        let since = self.ledger.at(at).and_then(|(_, row)| row.outcome_at).unwrap_or(now);
        match trouble::meaning(&error, 1, &self.whole.post, now) {
            Meaning::FreshToken if !self.was_renewed => return self.renew(error).await,
            // It says nothing of the post; who connects the account again wakes it.
            Meaning::Account | Meaning::FreshToken => return self.wait_for_account(&error).await,
            _ => {}
        }
        let is_missing = error.kind() == Some(RefusalKind::NotFound);
        if (is_missing && failures >= MOST_LOOKS) || now - since > ASK_AFTER {
            let attention = Attention::not_shown(self.name(), self.whole.account.url.clone(), now);
            return Ok(Flow::End(needs_attention(self.studio, &self.whole, attention).await?));
        }
        let until = trouble::next_try(now, self.whole.post.id, failures, error.retry_after());
        let words = format!("{} took it, and it could not be looked at yet: {error}", self.name());
        self.wait(until, &words).await
    }

    /// Up, and read back.
    async fn published(&mut self, id: &str, live: Live) -> Result<Flow> {
        let now = self.studio.now();
        let post_id = self.whole.post.id;
        let mut write = self.studio.library().write().await?;
        let row = posts::change(&mut write, post_id, now, |post| {
            show(post, id, &live);
            post.status = PostStatus::Published;
            post.published_at = post.published_at.or(Some(now));
            post.read_back_at = Some(now);
            (post.attention, post.waiting_reason, post.next_attempt_at) = (None, None, None);
            if !live.remarks.is_empty() && post.error.is_none() {
                post.error = Some(json!({ "code": "partial", "message": live.remarks.join(" "), "details": {} }));
            }
        })
        .await?;
        for (_, item) in &self.whole.media {
            content::count_use(&mut write, item.id).await?;
        }
        ledger::commit(write, self.platform.name().slug(), "the end").await?;
        self.ledger.forget_secrets(self.studio).await;
        let url = row.and_then(|row| row.platform_post_url);
        tracing::info!(service = "publishing", post = %post_id, platform = self.name(), "published");
        self.studio.events().changed(&["posts", "content"], self.studio.caller());
        let data = told(&post_id, self.platform.name().slug(), url.as_deref());
        self.studio.events().send(Kind::PostPublished, data);
        Ok(Flow::End(Outcome::Published))
    }
}

/// Lays what the platform shows over the row.
fn show(post: &mut PostRow, id: &str, live: &Live) {
    post.platform_post_id = Some(if live.id.is_empty() { id.to_owned() } else { live.id.clone() });
    post.platform_post_url = live.permalink.clone().or(post.platform_post_url.take());
    post.visibility = json!(live.visibility).as_str().map(str::to_owned);
}

async fn keep_live(studio: &Studio, whole: &WholePost, id: &str, live: &Live) -> Result<()> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    posts::change(&mut write, whole.post.id, now, |post| {
        show(post, id, live);
        post.read_back_at = Some(now);
    })
    .await?;
    ledger::commit(write, &whole.post.platform, "what it shows").await
}

/// Refused for good: nothing is up. With the reason and the button.
pub(super) async fn failed(
    studio: &Studio,
    whole: &WholePost,
    ledger: Option<&Ledger>,
    failure: Failure,
) -> Result<Outcome> {
    let id = whole.post.id;
    let mut write = studio.library().write().await?;
    posts::change(&mut write, id, studio.now(), |post| {
        post.status = PostStatus::Failed;
        post.error = Some(failure.0.clone());
        (post.next_attempt_at, post.waiting_reason) = (None, None);
    })
    .await?;
    ledger::commit(write, &whole.post.platform, "the failure").await?;
    if let Some(ledger) = ledger {
        ledger.forget_secrets(studio).await;
    }
    tracing::warn!(service = "publishing", post = %id, platform = whole.post.platform, "failed: {}", failure.0["message"]);
    studio.events().changed(&["posts"], studio.caller());
    let data = json!({ "post_id": id, "platform": whole.post.platform, "error": failure.0 });
    studio.events().send(Kind::PostFailed, data);
    Ok(Outcome::Failed)
}

/// The post is up, but something that belongs to it is not.
pub(super) async fn remark(studio: &Studio, id: PostId, words: &str, cause: &Value) -> Result<()> {
    let mut write = studio.library().write().await?;
    posts::change(&mut write, id, studio.now(), |post| {
        post.error = Some(json!({ "code": "partial", "message": words, "details": cause["details"] }));
    })
    .await?;
    write.commit().await.map_err(troupe_library::LibraryError::from)?;
    Ok(())
}

/// Asks the creator about a step whose fate can't be found out from here.
pub(super) async fn ask(run: &Run<'_>, at: usize, mut known: Vec<String>) -> Result<Outcome> {
    let row = run.ledger.at(at).map(|(_, row)| row);
    known.splice(0..0, row.and_then(sent));
    known.extend(row.and_then(|row| match (&row.error, row.outcome) {
        (Some(error), None) => Some(format!("What came in its place: {error}")),
        (error, _) => error.clone(),
    }));
    let attention = Attention::unknown(known, run.whole.account.url.clone(), run.studio.now());
    needs_attention(run.studio, &run.whole, attention).await
}

/// Asks about a post of which nobody could look for a day what became of it, since its account can't be used.
pub(super) async fn ask_unsettled(
    studio: &Studio,
    whole: &WholePost,
    step: &PostStepRow,
    why: &str,
) -> Result<Outcome> {
    let mut known: Vec<String> = sent(step).into_iter().collect();
    known.push(format!("For more than a day nobody could look whether it is up: {why}"));
    let attention = Attention::unknown(known, whole.account.url.clone(), studio.now());
    needs_attention(studio, whole, attention).await
}

/// What is known of a call that was made.
fn sent(step: &PostStepRow) -> Option<String> {
    let at = step.intent_at?.format("%H:%M:%S");
    Some(match step.outcome {
        Some(_) => format!("It was sent at {at} UTC and taken."),
        None => format!("It was sent at {at} UTC, and no answer came."),
    })
}

/// Lays a post ready to be posted by hand.
pub(super) async fn by_hand(studio: &Studio, whole: &WholePost, facts: &Facts, checked: &Checked) -> Result<Outcome> {
    let laid = hand_off::lay(studio, whole, facts, checked).await?;
    let url = Some(whole.account.url.clone().unwrap_or_else(|| facts.home.clone()));
    let attention = Attention::by_hand(facts.platform.words(), url, laid, studio.now());
    needs_attention(studio, whole, attention).await
}

pub(super) async fn needs_attention(studio: &Studio, whole: &WholePost, attention: Attention) -> Result<Outcome> {
    let id = whole.post.id;
    let value = serde_json::to_value(&attention).map_err(Error::internal)?;
    let mut write = studio.library().write().await?;
    posts::change(&mut write, id, studio.now(), |post| {
        post.status = PostStatus::NeedsAttention;
        post.attention = Some(value);
        (post.next_attempt_at, post.waiting_reason) = (None, None);
    })
    .await?;
    ledger::commit(write, &whole.post.platform, "the question").await?;
    tracing::warn!(service = "publishing", post = %id, platform = whole.post.platform, "needs attention: {}", attention.known.join(" "));
    studio.events().changed(&["posts"], studio.caller());
    let data = json!({ "post_id": id, "platform": whole.post.platform, "known": attention.known });
    studio.events().send(Kind::PostNeedsAttention, data);
    Ok(Outcome::NeedsAttention)
}
