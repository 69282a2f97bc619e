//! Steps: the way of a post to the platform, one call each, so that a break between two is never a riddle.

use crate::{Draft, Session};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use troupe_net::Secret;

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Puts a file where the platform can fetch it.
    Stage,
    /// Sends a file, or opens the way for it.
    Upload,
    /// Sends the words of a file for those who do not see it.
    Describe,
    /// Makes the container that is published later.
    Container,
    /// Waits until the platform has worked on it.
    Process,
    /// Makes it public.
    Publish,
    /// Writes the first comment.
    Comment,
    /// Takes a staged file away again. Done for what was staged when the post fails before it, too.
    Clean,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What it does.
    pub kind: StepKind,
    /// Which file of the draft it is about, from 0.
    pub item: Option<usize>,
    /// Whether the public can see what it does: such a step is never repeated blindly.
    pub is_public: bool,
    /// Our own mark, by which a repeated or lost call is known: an idempotency key, a record key. Empty where the
    /// platform has no place for one.
    pub reference: String,
}

impl Step {
    /// A step that the public can't see.
    #[must_use]
    pub fn hidden(kind: StepKind, item: Option<usize>) -> Self {
        Self { kind, item, is_public: false, reference: String::new() }
    }

    /// A step that the public can see, with our mark.
    #[must_use]
    pub fn public(kind: StepKind, reference: impl Into<String>) -> Self {
        Self { kind, item: None, is_public: true, reference: reference.into() }
    }
}

/// What a finished step left for the later ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepResult {
    /// The platform's id of what it made.
    pub id: Option<String>,
    /// What else the later steps or a reconcile need; never a secret.
    pub data: Map<String, Value>,
    /// An address that whoever has it can upload to: it lies in the keychain until the post is final.
    pub secret: Option<Secret>,
}

impl StepResult {
    /// A result that is an id alone.
    #[must_use]
    pub fn id(id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..Self::default() }
    }

    /// The same with one more word for the later steps.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.data.insert(key.to_owned(), value.into());
        self
    }
}

/// All that a step works with.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// The account.
    pub session: &'a Session,
    /// The post.
    pub draft: &'a Draft,
    /// The whole plan.
    pub plan: &'a [Step],
    /// The results of the steps before this one, in the plan's order.
    pub done: &'a [StepResult],
    /// Whether another run did the steps, if any did, and nothing of it is known here, as after a restore of a backup:
    /// `done` is empty, and a look goes by our reference or by the words.
    pub is_other_run: bool,
    /// When the intent of this step was first written; a reconcile looks from a little before that.
    pub intent_at: DateTime<Utc>,
    /// The present moment.
    pub now: DateTime<Utc>,
}

impl<'a> Call<'a> {
    /// The results of the earlier steps of that kind, in order.
    pub fn results(&self, kind: StepKind) -> impl Iterator<Item = &'a StepResult> {
        self.plan.iter().zip(self.done).filter(move |(step, _)| step.kind == kind).map(|(_, result)| result)
    }

    /// Whether nothing is left by which the post could be known on a platform where our references do not show.
    pub(crate) fn has_no_words(&self) -> bool {
        self.is_other_run && self.draft.text.trim().is_empty()
    }

    /// The result of the step of that kind that is about `item`.
    #[must_use]
    pub fn result(&self, kind: StepKind, item: Option<usize>) -> Option<&'a StepResult> {
        self.plan.iter().zip(self.done).find(|(step, _)| step.kind == kind && step.item == item).map(|(_, done)| done)
    }
}

/// How far a step came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// It is done.
    Done(StepResult),
    /// The platform is still at work: perform the step again after so many seconds.
    Wait {
        /// Seconds until it makes sense to ask again.
        seconds: u64,
    },
}

/// What a look for a step of unknown outcome brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It happened, with this result.
    Done(StepResult),
    /// It surely did not happen: it may be performed.
    Absent,
    /// It is too early to say: look again after so many seconds.
    Later {
        /// Seconds until it makes sense to look again.
        seconds: u64,
    },
    /// It can't be found out here; the creator has to look. The words say what is known.
    Unclear {
        /// What is known, in the creator's words.
        known: String,
    },
}

impl Found {
    /// A post that another run may have made, and that has nothing by which it would be known.
    pub(crate) fn unknowable(platform: &str) -> Self {
        let known = format!(
            "It has nothing by which it could be told from others on {platform}. Open your profile there and look whether it is up."
        );
        Self::Unclear { known }
    }
}
