//! Questions to the creator: written down once, known again when the same is asked, told to whoever listens.

use super::{leave::Reason, words};
use crate::{Code, Error, Kind, Operation, Result, Studio};
use chrono::TimeDelta;
use serde_json::{Value, json};
use troupe_library::{
    ApprovalId, LibraryError,
    tables::{
        agents::AgentRow,
        approvals::{self, ApprovalFilter, ApprovalRow, ApprovalState},
    },
};

/// How long a question waits, and how long a no to it stands: a day, so that a night's work finds its answer in the
/// morning.
pub(crate) const LIFE: TimeDelta = TimeDelta::hours(24);
/// The most questions of one agent that wait: more than anybody answers at once.
const MOST_OPEN: i64 = 50;
/// How long the agent's next call is still given the outcome of what it asked.
const OUTCOME_LIFE: TimeDelta = TimeDelta::days(7);

/// Something that an agent may not do alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) agent: &'a AgentRow,
    pub(super) operation: &'a Operation,
    pub(super) input: &'a Value,
    pub(super) reason: Reason,
}

/// Whether a question is not at its end.
pub(crate) fn is_open(state: ApprovalState) -> bool {
    matches!(state, ApprovalState::Asked | ApprovalState::Allowed | ApprovalState::Running)
}

impl Question<'_> {
    /// What became of the very same question, where that answers this call: it waits, was declined not long ago, or was
    /// carried out and the agent was not told yet.
    pub(super) async fn outcome(&self, studio: &Studio) -> Result<Option<Result<Value>>> {
        let now = studio.now();
        let hash = words::fingerprint(self.input)?;
        let mut read = studio.library().read().await?;
        let last = approvals::last_asked(&mut read, self.agent.id, self.operation.name, &hash).await?;
        drop(read);
        let Some(mut row) = last else { return Ok(None) };
        match row.state {
            ApprovalState::Asked if row.expires_at > now => Ok(Some(Err(waits(&row)))),
            ApprovalState::Allowed | ApprovalState::Running => Ok(Some(Err(waits(&row)))),
            ApprovalState::Declined if row.decided_at.is_some_and(|at| at + LIFE > now) => Ok(Some(Err(Error::new(
                Code::Forbidden,
                "The creator said no to exactly this. Nothing was done. Do not ask again unless they tell you to.",
            )
            .with("approval_id", json!(row.id))))),
            ApprovalState::Done | ApprovalState::Failed | ApprovalState::CutOff
                if row.told_at.is_none() && row.finished_at.is_none_or(|at| at + OUTCOME_LIFE > now) =>
            {
                row.told_at = Some(now);
                let mut write = studio.library().write().await?;
                approvals::save(&mut write, &row).await?;
                write.commit().await.map_err(LibraryError::from)?;
                Ok(Some(ended(row)))
            }
            _ => Ok(None),
        }
    }

    /// Writes the question down and tells of it. Answers the error that says so.
    ///
    /// # Errors
    /// When too many wait, or the database does not answer.
    pub(super) async fn ask(&self, studio: &Studio) -> Result<Error> {
        let now = studio.now();
        let hash = words::fingerprint(self.input)?;
        let told = words::tell(studio, self.agent, self.operation.name, self.input).await?;
        let row = ApprovalRow {
            id: ApprovalId::new(),
            agent_id: self.agent.id,
            operation: self.operation.name.to_owned(),
            input: self.input.clone(),
            input_hash: hash.clone(),
            reason: self.reason.as_str().to_owned(),
            words: told.words,
            subject: told.subject,
            state: ApprovalState::Asked,
            is_always: false,
            answer: None,
            error: None,
            asked_at: now,
            expires_at: now + LIFE,
            decided_at: None,
            finished_at: None,
            told_at: None,
        };
        let mut write = studio.library().write().await?;
        approvals::expire(&mut write, now).await?;
        // The same call may have come twice at once: the first one asked.
        if let Some(first) = approvals::last_asked(&mut write, self.agent.id, self.operation.name, &hash).await?
            && first.state == ApprovalState::Asked
        {
            return Ok(waits(&first));
        }
        let waiting = ApprovalFilter { states: vec![ApprovalState::Asked], agent_id: Some(self.agent.id) };
        if approvals::count(&mut write, &waiting).await? >= MOST_OPEN {
            return Err(Error::new(
                Code::RateLimitExceeded,
                format!("{MOST_OPEN} of your questions wait for the creator already. Wait until some are answered."),
            )
            .with("retry_after_seconds", json!(600)));
        }
        approvals::save(&mut write, &row).await?;
        write.commit().await.map_err(LibraryError::from)?;
        studio.events().send(
            Kind::ApprovalAsked,
            json!({
                "approval_id": row.id,
                "agent_id": self.agent.id,
                "agent": self.agent.name,
                "operation": row.operation,
                "message": row.words,
                "until": row.expires_at,
            }),
        );
        studio.events().changed(&["approvals"], studio.caller());
        Ok(waits(&row))
    }
}

/// The error of a call that waits for the creator.
fn waits(row: &ApprovalRow) -> Error {
    let message = match row.state {
        ApprovalState::Asked => {
            "This needs the creator's word. It was asked in the window of Troupe and is carried out when they say yes. Go on with something else, tell the creator what waits, or look with approvals.get whether it was answered; do not look for another way."
        }
        _ => "The creator said yes, and it is being carried out. Look with approvals.get what became of it.",
    };
    Error::new(Code::ApprovalRequired, message)
        .with("approval_id", json!(row.id))
        .with("state", json!(row.state))
        .with("question", json!(row.words))
        .with("expires_at", json!(row.expires_at))
}

/// The outcome of what was carried out, as the call itself would have answered.
pub(super) fn ended(row: ApprovalRow) -> Result<Value> {
    match (row.state, row.error) {
        (ApprovalState::Done, _) => Ok(row.answer.unwrap_or_default()),
        (ApprovalState::Failed, Some(error)) => {
            let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
            let code = Code::of(&text("code")).unwrap_or(Code::InternalError);
            let mut failed =
                Error::new(code, format!("The creator said yes, but it could not be done. {}", text("message")));
            failed.details = error["details"].clone();
            Err(failed.with("approval_id", json!(row.id)))
        }
        _ => Err(cut_off().with("approval_id", json!(row.id))),
    }
}

/// What is said of what was cut off.
pub(super) fn cut_off() -> Error {
    Error::conflict(
        "The creator said yes, but Troupe ended while it was carried out. Look whether it took effect before anything is asked anew.",
    )
}
