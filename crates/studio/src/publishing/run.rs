//! One way through a post: it is opened, and each step is made or looked for until the post is read back, waits or has
//! come to an end.

use super::{
    draft::WholePost,
    finish::{self, Failure},
    hand_off,
    ledger::{self, Ledger},
    preflight::{self, Checked},
    publish::Outcome,
    stop,
    trouble::{self, Meaning},
    wait::{self, ASK_AFTER, LOOK_AGAIN},
};
use crate::{
    Code, Error, Result, Studio,
    accounts::{self, Consequence},
};
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;
use troupe_library::tables::{post_media, post_steps::Outcome as StepOutcome, posts};
use troupe_platforms::{
    Call, Error as PlatformError, Found, Platform, Progress, RefusalKind, Session, Step, StepKind, StepResult,
};

/// How often one try of a post is begun anew because what was prepared was gone.
const MOST_TRIES: i64 = 12;

/// What a step means for the way.
pub(super) enum Flow {
    /// On with the rows as they are now.
    On,
    /// A new try of the whole post.
    Anew,
    /// This is as far as it goes now.
    End(Outcome),
}

/// One way through a post, with all that it needs.
pub(super) struct Run<'a> {
    pub(super) studio: &'a Studio,
    pub(super) whole: WholePost,
    pub(super) platform: Arc<dyn Platform>,
    pub(super) session: Session,
    pub(super) checked: Checked,
    pub(super) ledger: Ledger,
    /// Whether a fresh token was got on this way: once is enough.
    pub(super) was_renewed: bool,
    /// The platform said that it has the post already: it is looked for, and when it is not ours, that was the answer.
    duplicate: Option<PlatformError>,
}

impl<'a> Run<'a> {
    /// Opens the account, makes the files ready and finds or writes the plan; or says how the post came to its end, or
    /// waits, before that.
    pub(super) async fn open(
        studio: &'a Studio,
        mut whole: WholePost,
        platform: Arc<dyn Platform>,
    ) -> Result<std::result::Result<Self, Outcome>> {
        let (name, facts) = (platform.name().slug(), platform.facts());
        let by_hand = hand_off::is_by_hand(&whole, facts);
        let session = match accounts::fresh_session(studio, whole.account.id).await {
            Ok((row, session)) => {
                whole.account = row;
                session
            }
            Err(error) => {
                return wait::closed(studio, &whole, error).await.map(Err);
            }
        };
        let checked = preflight::check(studio, &whole, Some(&session)).await?;
        let attempt = whole.post.attempts.max(1);
        let known = Ledger::open(studio, whole.post.id, name, attempt, &checked.draft).await?;
        let was_sent = known.as_ref().is_some_and(Ledger::may_be_up);
        if !was_sent && !checked.is_ready() {
            let findings: Vec<_> = checked.blocking().collect();
            let failure = Failure::blocked(&findings);
            return finish::failed(studio, &whole, None, failure).await.map(Err);
        }
        if by_hand {
            return finish::by_hand(studio, &whole, facts, &checked).await.map(Err);
        }
        keep_prepared(studio, &whole, &checked).await?;
        let ledger = match known {
            Some(known) => known,
            None => {
                let steps = platform.plan(&session, &checked.draft, whole.post.id.0, studio.now());
                match steps {
                    Ok(steps) => Ledger::plan(studio, whole.post.id, name, attempt, &checked.draft, steps).await?,
                    Err(error) => {
                        let failure = Failure::of(&error.into());
                        return finish::failed(studio, &whole, None, failure).await.map(Err);
                    }
                }
            }
        };
        Ok(Ok(Self { studio, whole, platform, session, checked, ledger, was_renewed: false, duplicate: None }))
    }

    /// Step by step, then the look at what is up.
    pub(super) async fn go(&mut self) -> Result<Flow> {
        while let Some(at) = self.ledger.next() {
            let flow = if self.ledger.is_unknown(at) { self.reconcile(at).await? } else { self.perform(at).await? };
            if !matches!(flow, Flow::On) {
                return Ok(flow);
            }
        }
        self.read_back().await
    }

    /// Makes the call of a step, with its intent before and its outcome after it.
    async fn perform(&mut self, at: usize) -> Result<Flow> {
        let now = self.studio.now();
        let intent_at = self.ledger.intend(self.studio, at, now).await?;
        let done = self.ledger.results(self.studio, at).await?;
        let Some((step, _)) = self.ledger.at(at) else { return Ok(Flow::On) };
        let step = step.clone();
        let answer = self.platform.perform(&self.call(&done, intent_at), &step).await;
        stop::point(self.platform.name().slug(), &format!("after the call of {:?}", step.kind));
        match answer {
            Ok(Progress::Done(result)) => self.done(at, &step, result).await,
            Ok(Progress::Wait { seconds }) => {
                if step.is_public {
                    // Nothing was made public: the platform asks for another moment.
                    self.ledger.not_done(self.studio, at, StepOutcome::Absent, None, now).await?;
                }
                if now - intent_at > ASK_AFTER {
                    let words = format!("{} has worked on this for a day and is not done.", self.name());
                    return self.fail(Failure::words(Code::UpstreamError, words)).await;
                }
                self.wait(now + TimeDelta::seconds(i64::try_from(seconds.max(1)).unwrap_or(60)), &self.working()).await
            }
            Err(error) => self.met(at, &step, error).await,
        }
    }

    /// Looks whether a step happened whose outcome nobody knows.
    async fn reconcile(&mut self, at: usize) -> Result<Flow> {
        let now = self.studio.now();
        let done = self.ledger.results(self.studio, at).await?;
        let Some((step, row)) = self.ledger.at(at) else { return Ok(Flow::On) };
        let (step, intent_at) = (step.clone(), row.intent_at.unwrap_or(now));
        let found = self.platform.reconcile(&self.call(&done, intent_at), &step).await;
        stop::point(self.platform.name().slug(), &format!("after the look for {:?}", step.kind));
        match found {
            Ok(Found::Done(result)) => self.done(at, &step, result).await,
            Ok(Found::Absent) => {
                self.ledger.not_done(self.studio, at, StepOutcome::Absent, None, now).await?;
                match self.duplicate.take() {
                    // The platform has another post with these words: ours was refused.
                    Some(error) => self.refused(at, &step, error).await,
                    None => self.again_after_absent(at).await,
                }
            }
            Ok(Found::Later { seconds }) => {
                if now - intent_at > ASK_AFTER {
                    let known = format!("{} could not say within a day whether the post is up.", self.name());
                    return self.ask(at, vec![known]).await;
                }
                let words = format!("Looking on {} whether it is up.", self.name());
                self.wait(now + TimeDelta::seconds(i64::try_from(seconds.max(1)).unwrap_or(60)), &words).await
            }
            Ok(Found::Unclear { known }) => self.ask(at, vec![known]).await,
            Err(error) => self.could_not_look(at, intent_at, error).await,
        }
    }

    /// What surely did not happen is done now; when that was so several times, a little later.
    async fn again_after_absent(&mut self, at: usize) -> Result<Flow> {
        let calls = self.ledger.at(at).map_or(0, |(_, row)| row.calls);
        if calls >= trouble::MOST_FAILURES.into() {
            let words = format!("{} took the post {calls} times and never showed it.", self.name());
            return self.fail(Failure::words(Code::UpstreamError, words)).await;
        }
        if calls < 2 {
            return Ok(Flow::On);
        }
        let failures = u32::try_from(calls).unwrap_or(trouble::MOST_FAILURES);
        let until = trouble::next_try(self.studio.now(), self.whole.post.id, failures, None);
        self.wait(until, &format!("{} did not take it; it is sent again.", self.name())).await
    }

    /// Writes that a step is done; the one that publishes brings the platform's id into the post's row.
    async fn done(&mut self, at: usize, step: &Step, result: StepResult) -> Result<Flow> {
        let now = self.studio.now();
        let id = result.id.clone().filter(|_| step.kind == StepKind::Publish);
        self.ledger
            .done(self.studio, at, result, now, |post| {
                if step.kind == StepKind::Publish {
                    post.platform_post_id = id.or(post.platform_post_id.take());
                    post.published_at = Some(now);
                }
            })
            .await?;
        self.studio.events().changed(&["posts"], self.studio.caller());
        Ok(Flow::On)
    }

    /// What a call met.
    async fn met(&mut self, at: usize, step: &Step, error: PlatformError) -> Result<Flow> {
        let now = self.studio.now();
        let is_unknown = step.is_public && !error.had_no_effect();
        if is_unknown || (step.is_public && error.kind() == Some(RefusalKind::Duplicate)) {
            // It may be up: looked for, never sent again blindly.
            self.ledger.note(self.studio, at, &error).await?;
            self.duplicate = (!is_unknown).then_some(error);
            return Ok(Flow::On);
        }
        if step.is_public {
            self.ledger.not_done(self.studio, at, StepOutcome::Refused, Some(&error), now).await?;
        } else {
            self.ledger.note(self.studio, at, &error).await?;
        }
        self.refused(at, step, error).await
    }

    /// What follows from an error of a step that surely did nothing, or that may be done again.
    async fn refused(&mut self, at: usize, step: &Step, error: PlatformError) -> Result<Flow> {
        let now = self.studio.now();
        let failures = self.ledger.failures(at);
        match trouble::meaning(&error, failures, &self.whole.post, now) {
            Meaning::FreshToken if !self.was_renewed => self.renew(error).await,
            Meaning::Account | Meaning::FreshToken => match self.consequence(&error).await? {
                Consequence::Held { until } => self.wait(until, &error.to_string()).await,
                _ => self.give_up(at, step, error).await,
            },
            Meaning::Later { until } => self.wait(until, &error.to_string()).await,
            Meaning::Gone if !self.ledger.is_up() && self.whole.post.attempts < MOST_TRIES => self.anew().await,
            Meaning::ByHand if !self.ledger.is_up() => {
                let facts = self.platform.facts();
                Ok(Flow::End(finish::by_hand(self.studio, &self.whole, facts, &self.checked).await?))
            }
            Meaning::Gone | Meaning::ByHand | Meaning::ForGood => self.give_up(at, step, error).await,
        }
    }

    /// What comes after the post itself, or only tidies up, is let go; anything else ends the post.
    async fn give_up(&mut self, at: usize, step: &Step, error: PlatformError) -> Result<Flow> {
        if self.ledger.is_up() || step.kind == StepKind::Clean {
            let now = self.studio.now();
            self.ledger.not_done(self.studio, at, StepOutcome::Refused, Some(&error), now).await?;
            if step.kind != StepKind::Clean {
                let words = format!("The post is up, but not all of it: {error}");
                let told = Error::from(error).to_json();
                finish::remark(self.studio, self.whole.post.id, &words, &told).await?;
            }
            return Ok(Flow::On);
        }
        self.fail(Failure::of(&error.into())).await
    }

    /// A look that could not be made: later again, for a day; an account that is closed is said.
    async fn could_not_look(&mut self, at: usize, intent_at: DateTime<Utc>, error: PlatformError) -> Result<Flow> {
        let now = self.studio.now();
        self.ledger.note(self.studio, at, &error).await?;
        let failures = self.ledger.failures(at);
        let too_long = now - intent_at > ASK_AFTER;
        match trouble::meaning(&error, failures.min(1), &self.whole.post, now) {
            Meaning::FreshToken if !self.was_renewed => self.renew(error).await,
            _ if too_long => {
                let known = format!("{} could not be asked for a day whether the post is up: {error}", self.name());
                self.ask(at, vec![known]).await
            }
            Meaning::Account | Meaning::FreshToken => self.wait_for_account(&error).await,
            Meaning::Later { .. } => {
                let until = trouble::next_try(now, self.whole.post.id, failures, error.retry_after());
                self.wait(until, &format!("Looking on {} whether it is up: {error}", self.name())).await
            }
            Meaning::Gone | Meaning::ByHand | Meaning::ForGood => {
                self.ask(at, vec![format!("{} refuses to say whether the post is up: {error}", self.name())]).await
            }
        }
    }

    /// A look that the account itself was refused: again when the account may.
    pub(super) async fn wait_for_account(&self, error: &PlatformError) -> Result<Flow> {
        let until = match self.consequence(error).await? {
            Consequence::Held { until } => until,
            _ => self.studio.now() + LOOK_AGAIN,
        };
        self.wait(until, &error.to_string()).await
    }

    /// A fresh token, once on this way.
    pub(super) async fn renew(&mut self, error: PlatformError) -> Result<Flow> {
        self.was_renewed = true;
        if let Consequence::Stopped { .. } = self.consequence(&error).await? {
            return self.closed(error.into()).await;
        }
        match accounts::fresh_session(self.studio, self.whole.account.id).await {
            Ok((row, session)) => {
                (self.whole.account, self.session) = (row, session);
                Ok(Flow::On)
            }
            Err(error) => self.closed(error).await,
        }
    }

    /// What an error means for the account.
    async fn consequence(&self, error: &PlatformError) -> Result<Consequence> {
        match error.refusal() {
            Some(refusal) => accounts::refused(self.studio, &self.whole.account, refusal).await,
            None => Ok(Consequence::ThisPost),
        }
    }

    async fn closed(&mut self, error: Error) -> Result<Flow> {
        Ok(Flow::End(wait::closed(self.studio, &self.whole, error).await?))
    }

    /// A new try of the whole post: what was prepared is gone.
    async fn anew(&mut self) -> Result<Flow> {
        let mut write = self.studio.library().write().await?;
        posts::change(&mut write, self.whole.post.id, self.studio.now(), |post| post.attempts += 1).await?;
        ledger::commit(write, self.platform.name().slug(), "a new try").await?;
        Ok(Flow::Anew)
    }

    async fn fail(&mut self, failure: Failure) -> Result<Flow> {
        self.tidy().await;
        Ok(Flow::End(finish::failed(self.studio, &self.whole, Some(&self.ledger), failure).await?))
    }

    /// Takes staged files away again after a failure, as far as that goes: nothing depends on it.
    async fn tidy(&self) {
        for (at, step) in self.ledger.steps().iter().enumerate().filter(|(_, step)| step.kind == StepKind::Clean) {
            let Ok(done) = self.ledger.results(self.studio, at).await else { return };
            if let Err(error) = self.platform.perform(&self.call(&done, self.studio.now()), step).await {
                tracing::debug!(service = "publishing", post = %self.whole.post.id, "a staged file stays: {error}");
            }
        }
    }

    /// Asks the creator: what is known of a step whose fate can't be found out.
    async fn ask(&mut self, at: usize, known: Vec<String>) -> Result<Flow> {
        Ok(Flow::End(finish::ask(self, at, known).await?))
    }

    pub(super) async fn wait(&self, until: DateTime<Utc>, reason: &str) -> Result<Flow> {
        Ok(Flow::End(wait::until(self.studio, &self.whole, until, reason).await?))
    }

    fn call<'b>(&'b self, done: &'b [StepResult], intent_at: DateTime<Utc>) -> Call<'b> {
        Call {
            session: &self.session,
            draft: &self.checked.draft,
            plan: self.ledger.steps(),
            done,
            is_other_run: false,
            intent_at,
            now: self.studio.now(),
        }
    }

    pub(super) fn name(&self) -> &'static str {
        self.platform.name().words()
    }

    fn working(&self) -> String {
        format!("{} is still at work on it.", self.name())
    }
}

/// Notes which files are sent, so that they can be looked at later.
async fn keep_prepared(studio: &Studio, whole: &WholePost, checked: &Checked) -> Result<()> {
    let mut write = studio.library().write().await?;
    for ((row, _), file) in whole.media.iter().zip(&checked.prepared) {
        let (name, facts) = file.as_ref().map(|file| (file.name.as_str(), &file.facts)).unzip();
        if row.prepared.as_deref() != name {
            post_media::set_prepared(&mut write, whole.post.id, row.position, name, facts).await?;
        }
    }
    write.commit().await.map_err(troupe_library::LibraryError::from)?;
    Ok(())
}
