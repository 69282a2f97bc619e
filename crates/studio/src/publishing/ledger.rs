//! The ledger of one try of a post: the plan as rows, each intent durably written before its call, each outcome after.
//! What a step's secret is lies in the keychain.

use super::stop;
use crate::{Error, Result, Studio, accounts};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use troupe_library::{
    LibraryError, PostId, PostStepId, SqliteConnection, Write,
    tables::{
        post_steps::{self, Outcome, PostStepRow},
        posts::{self, PostRow},
    },
};
use troupe_platforms::{Draft, Error as PlatformError, Refusal, Step, StepKind, StepResult};

/// Under this word a step that is not done counts how often it went wrong.
const FAILURES: &str = "failures";
/// Under this word the step that published counts how often the post could not be read back.
const LOOKS: &str = "looks";

/// One try of a post, step by step.
#[derive(Debug)]
pub(super) struct Ledger {
    post: PostId,
    platform: &'static str,
    rows: Vec<PostStepRow>,
    steps: Vec<Step>,
    /// What is sent, by its hash.
    request_hash: String,
}

impl Ledger {
    /// The ledger of a try that was planned before; `None` when it was not.
    pub(super) async fn open(
        studio: &Studio,
        post: PostId,
        platform: &'static str,
        attempt: i64,
        draft: &Draft,
    ) -> Result<Option<Self>> {
        let mut read = studio.library().read().await?;
        let rows = post_steps::list(&mut read, post).await?;
        let rows: Vec<_> = rows.into_iter().filter(|row| row.attempt == attempt).collect();
        let steps = rows.iter().map(step_of).collect();
        let ledger = Self { post, platform, rows, steps, request_hash: hash_of(draft) };
        Ok((!ledger.rows.is_empty()).then_some(ledger))
    }

    /// Writes a plan, and with it what the platform gets.
    pub(super) async fn plan(
        studio: &Studio,
        post: PostId,
        platform: &'static str,
        attempt: i64,
        draft: &Draft,
        steps: Vec<Step>,
    ) -> Result<Self> {
        let rows = steps.iter().enumerate().map(|(at, step)| row_of(post, attempt, at, step)).collect();
        let ledger = Self { post, platform, rows, steps, request_hash: hash_of(draft) };
        let mut write = studio.library().write().await?;
        for row in &ledger.rows {
            post_steps::save(&mut write, row).await?;
        }
        ledger.commit(write, "the plan").await?;
        Ok(ledger)
    }

    /// The whole plan.
    pub(super) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// One step and its row.
    pub(super) fn at(&self, at: usize) -> Option<(&Step, &PostStepRow)> {
        self.steps.get(at).zip(self.rows.get(at))
    }

    /// The first step that is still to be done.
    pub(super) fn next(&self) -> Option<usize> {
        let is_up = self.is_up();
        self.rows.iter().zip(&self.steps).position(|(row, step)| match row.outcome {
            Some(Outcome::Done) => false,
            // What comes after the post itself, or only tidies up, was refused once and is let go.
            Some(Outcome::Refused) => !(is_up || step.kind == StepKind::Clean),
            Some(Outcome::Absent) | None => true,
        })
    }

    /// Whether the post itself was made public.
    pub(super) fn is_up(&self) -> bool {
        self.published().is_some()
    }

    /// The step that made the post public, once it is done.
    pub(super) fn published(&self) -> Option<usize> {
        self.rows
            .iter()
            .zip(&self.steps)
            .position(|(row, step)| step.kind == StepKind::Publish && row.outcome == Some(Outcome::Done))
    }

    /// Whether something of it is up, or may be.
    pub(super) fn may_be_up(&self) -> bool {
        self.rows.iter().any(may_be_up)
    }

    /// Whether the outcome of a step that the public can see is not known.
    pub(super) fn is_unknown(&self, at: usize) -> bool {
        self.rows.get(at).is_some_and(|row| row.is_public && row.intent_at.is_some() && row.outcome.is_none())
    }

    /// How often a step went wrong.
    pub(super) fn failures(&self, at: usize) -> u32 {
        let failures = self.rows.get(at).and_then(|row| row.data[FAILURES].as_u64());
        failures.and_then(|failures| u32::try_from(failures).ok()).unwrap_or(0)
    }

    /// The results of the steps before `at`, with their secrets.
    pub(super) async fn results(&self, studio: &Studio, at: usize) -> Result<Vec<StepResult>> {
        let mut results = Vec::with_capacity(at);
        for row in self.rows.iter().take(at) {
            if row.outcome != Some(Outcome::Done) {
                results.push(StepResult::default());
                continue;
            }
            let secret = if row.has_secret { accounts::step_secret(studio, row.id).await? } else { None };
            let data = row.data.as_object().cloned().unwrap_or_default();
            results.push(StepResult { id: row.platform_id.clone(), data, secret });
        }
        Ok(results)
    }

    /// Writes the intent of a call: nothing is sent before this is on the disk. The moment of the first intent stays,
    /// since a lost call is looked for from there.
    pub(super) async fn intend(&mut self, studio: &Studio, at: usize, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
        let request_hash = self.request_hash.clone();
        self.change(studio, at, "the intent", |row| {
            row.request_hash = request_hash;
            row.calls += 1;
            row.intent_at = row.intent_at.or(Some(now));
            (row.outcome, row.outcome_at) = (None, None);
        })
        .await?;
        Ok(self.rows.get(at).and_then(|row| row.intent_at).unwrap_or(now))
    }

    /// Writes that a step is done, and with it what follows for the post. A secret is in the keychain before the row
    /// says that there is one.
    pub(super) async fn done(
        &mut self,
        studio: &Studio,
        at: usize,
        result: StepResult,
        now: DateTime<Utc>,
        change: impl FnOnce(&mut PostRow),
    ) -> Result<()> {
        let Some(row) = self.rows.get_mut(at) else { return Ok(()) };
        let has_secret = result.secret.is_some();
        if has_secret {
            accounts::keep_step_secret(studio, row.id, result.secret).await?;
        }
        row.outcome = Some(Outcome::Done);
        row.outcome_at = Some(now);
        row.platform_id = result.id;
        row.data = Value::Object(result.data);
        row.has_secret = has_secret;
        (row.error, row.raw) = (None, None);
        let row = row.clone();
        let mut write = studio.library().write().await?;
        post_steps::save(&mut write, &row).await?;
        posts::change(&mut write, self.post, now, |post| {
            post.waiting_reason = None;
            change(post);
        })
        .await?;
        self.commit(write, "the outcome").await
    }

    /// Writes that a step surely did not happen: it was refused, or looked for and not found.
    pub(super) async fn not_done(
        &mut self,
        studio: &Studio,
        at: usize,
        outcome: Outcome,
        error: Option<&PlatformError>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (words, raw) = described(error);
        self.change(studio, at, "the outcome", |row| {
            row.outcome = Some(outcome);
            row.outcome_at = Some(now);
            row.error = words.or(row.error.take());
            row.raw = raw.or(row.raw.take());
            count_failure(row, error.is_some());
        })
        .await
    }

    /// Notes what a call met whose outcome stays unknown, or that is made again.
    pub(super) async fn note(&mut self, studio: &Studio, at: usize, error: &PlatformError) -> Result<()> {
        let (words, raw) = described(Some(error));
        self.change(studio, at, "a note", |row| {
            row.error = words;
            row.raw = raw;
            count_failure(row, true);
        })
        .await
    }

    /// Counts a look at the post that did not bring it; answers how many there were.
    pub(super) async fn count_look(&mut self, studio: &Studio, at: usize) -> Result<u32> {
        let mut looks = 0;
        self.change(studio, at, "a look", |row| {
            looks = row.data[LOOKS].as_u64().unwrap_or(0) + 1;
            row.data[LOOKS] = json!(looks);
        })
        .await?;
        Ok(u32::try_from(looks).unwrap_or(u32::MAX))
    }

    /// Forgets the secrets of a try that is over.
    pub(super) async fn forget_secrets(&self, studio: &Studio) {
        for row in self.rows.iter().filter(|row| row.has_secret) {
            if let Err(error) = accounts::keep_step_secret(studio, row.id, None).await {
                tracing::warn!(service = "publishing", post = %self.post, "a step's secret was not deleted: {error}");
            }
        }
    }

    async fn change(
        &mut self,
        studio: &Studio,
        at: usize,
        what: &str,
        change: impl FnOnce(&mut PostStepRow),
    ) -> Result<()> {
        let row = self.rows.get_mut(at).ok_or_else(|| Error::internal("a step that is not in the plan"))?;
        change(row);
        let row = row.clone();
        let mut write = studio.library().write().await?;
        post_steps::save(&mut write, &row).await?;
        self.commit(write, what).await
    }

    /// Commits a write of the ledger.
    async fn commit(&self, write: Write, what: &str) -> Result<()> {
        commit(write, self.platform, what).await
    }
}

/// Commits a write of publishing; a test may end the program before or after it.
pub(super) async fn commit(write: Write, platform: &str, what: &str) -> Result<()> {
    stop::point(platform, &format!("before {what}"));
    write.commit().await.map_err(LibraryError::from)?;
    stop::point(platform, &format!("after {what}"));
    Ok(())
}

/// What the creator found out about a post whose fate was unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    /// It is up.
    Up,
    /// It is not up.
    NotUp,
}

/// Closes the steps of unknown outcome by the creator's word.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn close(db: &mut SqliteConnection, post: PostId, word: Word, now: DateTime<Utc>) -> Result<()> {
    for mut row in post_steps::list(db, post).await? {
        if !(row.is_public && row.intent_at.is_some() && row.outcome.is_none()) {
            continue;
        }
        let (outcome, words) = match word {
            Word::Up => (Outcome::Done, "You looked: it is up."),
            Word::NotUp => (Outcome::Absent, "You looked: it is not up."),
        };
        (row.outcome, row.outcome_at, row.error) = (Some(outcome), Some(now), Some(words.to_owned()));
        post_steps::save(db, &row).await?;
    }
    Ok(())
}

/// Whether what a step did is up, or may be: it was begun, and was neither refused nor looked for in vain.
pub(super) fn may_be_up(row: &PostStepRow) -> bool {
    row.is_public && row.intent_at.is_some() && matches!(row.outcome, None | Some(Outcome::Done))
}

/// What a step does.
pub(crate) fn kind_of(row: &PostStepRow) -> StepKind {
    // Only what a plan named is ever written.
    serde_json::from_value(json!(row.kind)).unwrap_or(StepKind::Publish)
}

fn step_of(row: &PostStepRow) -> Step {
    Step {
        kind: kind_of(row),
        item: row.item.and_then(|item| usize::try_from(item).ok()),
        is_public: row.is_public,
        reference: row.reference.clone(),
    }
}

fn row_of(post_id: PostId, attempt: i64, at: usize, step: &Step) -> PostStepRow {
    PostStepRow {
        id: PostStepId::new(),
        post_id,
        attempt,
        position: i64::try_from(at).unwrap_or(i64::MAX),
        kind: json!(step.kind).as_str().unwrap_or_default().to_owned(),
        item: step.item.and_then(|item| i64::try_from(item).ok()),
        is_public: step.is_public,
        reference: step.reference.clone(),
        request_hash: String::new(),
        calls: 0,
        intent_at: None,
        outcome_at: None,
        outcome: None,
        platform_id: None,
        data: json!({}),
        has_secret: false,
        error: None,
        raw: None,
    }
}

fn count_failure(row: &mut PostStepRow, has_failed: bool) {
    let before = row.data[FAILURES].as_u64().unwrap_or(0);
    let failures = if has_failed { before + 1 } else { before };
    row.data = json!({ FAILURES: failures });
}

fn described(error: Option<&PlatformError>) -> (Option<String>, Option<String>) {
    let raw = |refusal: &Refusal| Some(refusal.raw.clone()).filter(|raw| !raw.is_empty());
    (error.map(ToString::to_string), error.and_then(PlatformError::refusal).and_then(raw))
}

/// By what it is seen later what was sent: the words, the files by their names, which are hashes, and the fields.
fn hash_of(draft: &Draft) -> String {
    let files: Vec<_> = draft
        .media
        .iter()
        .map(|file| (file.path.file_name().map(|name| name.to_string_lossy()), &file.alt_text))
        .collect();
    let mut parts = Map::new();
    parts.insert("post_type".to_owned(), json!(draft.post_type));
    parts.insert("text".to_owned(), json!(draft.text));
    parts.insert("title".to_owned(), json!(draft.title));
    parts.insert("files".to_owned(), json!(files));
    parts.insert("first_comment".to_owned(), json!(draft.first_comment));
    parts.insert("ai_label".to_owned(), json!(draft.ai_label));
    parts.insert("is_sensitive".to_owned(), json!(draft.is_sensitive));
    parts.insert("fields".to_owned(), json!(draft.fields));
    blake3::hash(Value::Object(parts).to_string().as_bytes()).to_hex().to_string()
}
