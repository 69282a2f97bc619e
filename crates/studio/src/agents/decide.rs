//! The creator's answer, and carrying out what was allowed: the very input that was asked, once. Each step is committed
//! before the next: allowed, begun, ended. After a kill, what was allowed and not begun is carried out; what was begun
//! and has no end is never repeated: the creator is told to look.

use super::{known, questions, words};
use crate::{Caller, Error, Result, Studio};
use chrono::{DateTime, Utc};
use serde_json::json;
use std::time::Duration;
use troupe_library::{
    AgentId, ApprovalId, LibraryError, SqliteConnection,
    tables::{
        agent_answers::{self, AgentAnswerRow, Answer},
        agents,
        approvals::{self, ApprovalFilter, ApprovalRow, ApprovalState},
    },
};

/// How often questions that nobody answered in time are given up.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// How long questions are kept after they came to their end.
const KEPT: chrono::TimeDelta = chrono::TimeDelta::days(90);
/// The largest answer that is kept for the agent, in bytes; the answer of what publishes has a few thousand.
const LARGEST_ANSWER: usize = 256 * 1024;

/// Answers a question. Yes carries it out at once; `always` lets the answer hold for every further call of the operation
/// by this agent, and for its other questions of the kind that wait.
///
/// # Errors
/// `conflict` when it is answered already, too late, or about something that changed since it was asked.
pub(crate) async fn decide(studio: &Studio, id: ApprovalId, answer: Answer, is_always: bool) -> Result<ApprovalRow> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    approvals::expire(&mut write, now).await?;
    let row = approvals::get(&mut write, id).await?.ok_or_else(|| Error::not_found("approval", id))?;
    write.commit().await.map_err(LibraryError::from)?;
    refuse_answered(&row)?;
    if is_always && answer == Answer::Yes && !super::may_always(&row.reason) {
        return Err(Error::field(
            "always",
            "can't hold for this: what is said or done toward other people is clicked by a person, one at a time",
        ));
    }
    if answer == Answer::Yes {
        refuse_changed(studio, &row).await?;
    }
    let mut write = studio.library().write().await?;
    // Somebody else may have answered since.
    let row = approvals::get(&mut write, id).await?.ok_or_else(|| Error::not_found("approval", id))?;
    refuse_answered(&row)?;
    let mut answered = if is_always { answer_always(&mut write, &row, answer, now).await? } else { Vec::new() };
    answered.push(row);
    for row in &mut answered {
        row.state = if answer == Answer::Yes { ApprovalState::Allowed } else { ApprovalState::Declined };
        row.is_always = is_always;
        row.decided_at = Some(now);
        approvals::save(&mut write, row).await?;
    }
    write.commit().await.map_err(LibraryError::from)?;
    if answer == Answer::Yes {
        for row in &answered {
            carry_out(studio, row.id).await?;
        }
    }
    let mut read = studio.library().read().await?;
    approvals::get(&mut read, id).await?.ok_or_else(|| Error::not_found("approval", id))
}

/// Keeps the answer for every further call. Answers the other questions of the kind that wait: the answer is theirs too,
/// or they would be asked for twice.
async fn answer_always(
    db: &mut SqliteConnection,
    row: &ApprovalRow,
    answer: Answer,
    now: DateTime<Utc>,
) -> Result<Vec<ApprovalRow>> {
    let (agent_id, operation) = (row.agent_id, row.operation.clone());
    agent_answers::set(db, &AgentAnswerRow { agent_id, operation, answer, decided_at: now }).await?;
    let waiting = ApprovalFilter { states: vec![ApprovalState::Asked], agent_id: Some(agent_id) };
    let others = approvals::list(db, &waiting, u32::MAX, 0).await?;
    let is_alike = |other: &ApprovalRow| {
        other.id != row.id && other.operation == row.operation && super::may_always(&other.reason)
    };
    Ok(others.into_iter().filter(is_alike).collect())
}

fn refuse_answered(row: &ApprovalRow) -> Result<()> {
    Err(Error::conflict(match row.state {
        ApprovalState::Asked => return Ok(()),
        ApprovalState::Expired => "Nobody answered this in time, so it was given up. The agent may ask again.",
        ApprovalState::Declined => "You said no to this already. The agent may ask again after a day.",
        _ => "You said yes to this already.",
    })
    .with("state", json!(row.state)))
}

/// What the creator saw is what is done: a post that changed since it was asked is shown anew first.
async fn refuse_changed(studio: &Studio, row: &ApprovalRow) -> Result<()> {
    let mut read = studio.library().read().await?;
    let agent = known::find(&mut read, row.agent_id)
        .await
        .map_err(|_| Error::conflict("This agent was turned away meanwhile, so nothing of what it asked is done."))?;
    drop(read);
    let told = words::tell(studio, &agent, &row.operation, &row.input).await?;
    if told.subject == row.subject {
        return Ok(());
    }
    let mut write = studio.library().write().await?;
    approvals::save(&mut write, &ApprovalRow { words: told.words, subject: told.subject, ..row.clone() }).await?;
    write.commit().await.map_err(LibraryError::from)?;
    studio.events().changed(&["approvals"], studio.caller());
    Err(Error::conflict("What this is about changed since it was asked. Look at it as it is now, then answer again."))
}

/// Carries out what was allowed, to its end, also when whoever said yes does not wait for it.
async fn carry_out(studio: &Studio, id: ApprovalId) -> Result<()> {
    let studio = studio.clone();
    let work = tokio::spawn(async move { run(&studio, id).await });
    work.await.map_err(Error::internal)?
}

async fn run(studio: &Studio, id: ApprovalId) -> Result<()> {
    let mut write = studio.library().write().await?;
    let is_ours = approvals::begin(&mut write, id).await?;
    let row = approvals::get(&mut write, id).await?;
    write.commit().await.map_err(LibraryError::from)?;
    let Some(mut row) = row.filter(|_| is_ours) else { return Ok(()) };
    let mut input = row.input.clone();
    if let Some(fields) = input.as_object_mut() {
        // Nobody waits at the other end any more.
        fields.remove("wait");
    }
    let done = studio.as_caller(Caller::Agent(row.agent_id)).approved().run(&row.operation, input).await;
    row.finished_at = Some(studio.now());
    match done {
        Ok(answer) => {
            row.state = ApprovalState::Done;
            let is_short = answer.to_string().len() <= LARGEST_ANSWER;
            row.answer = Some(if is_short { answer } else { json!({ "message": "It was done." }) });
        }
        Err(error) => {
            row.state = ApprovalState::Failed;
            row.error = Some(error.to_json());
        }
    }
    let mut write = studio.library().write().await?;
    approvals::save(&mut write, &row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    studio.events().changed(&["approvals"], Caller::Task);
    Ok(())
}

/// The task: goes on with what was allowed before a break, and gives up what nobody answers.
pub(crate) async fn answer_agents(studio: Studio) {
    if let Err(error) = go_on(&studio).await {
        tracing::warn!(service = "tasks", task = "answer_agents", "what was allowed could not be carried out: {error}");
    }
    loop {
        if let Err(error) = give_up(&studio).await {
            tracing::warn!(service = "tasks", task = "answer_agents", "old questions could not be given up: {error}");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// After a start: what was cut off is said to be, what was not begun is carried out.
pub(super) async fn go_on(studio: &Studio) -> Result<()> {
    let mut write = studio.library().write().await?;
    let running = ApprovalFilter { states: vec![ApprovalState::Running], agent_id: None };
    for mut row in approvals::list(&mut write, &running, u32::MAX, 0).await? {
        row.state = ApprovalState::CutOff;
        row.finished_at = Some(studio.now());
        row.error = Some(questions::cut_off().to_json());
        approvals::save(&mut write, &row).await?;
    }
    let allowed = ApprovalFilter { states: vec![ApprovalState::Allowed], agent_id: None };
    let allowed = approvals::list(&mut write, &allowed, u32::MAX, 0).await?;
    write.commit().await.map_err(LibraryError::from)?;
    for row in allowed {
        carry_out(studio, row.id).await?;
    }
    Ok(())
}

pub(super) async fn give_up(studio: &Studio) -> Result<()> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let given_up = approvals::expire(&mut write, now).await?;
    approvals::forget_before(&mut write, now - KEPT).await?;
    write.commit().await.map_err(LibraryError::from)?;
    if given_up > 0 {
        studio.events().changed(&["approvals"], Caller::Task);
    }
    Ok(())
}

/// Declines all that an agent asked and takes its answers back: it was turned away.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn close_all(db: &mut SqliteConnection, agent: AgentId, studio: &Studio) -> Result<()> {
    let waiting = ApprovalFilter { states: vec![ApprovalState::Asked], agent_id: Some(agent) };
    for mut row in approvals::list(db, &waiting, u32::MAX, 0).await? {
        row.state = ApprovalState::Declined;
        row.decided_at = Some(studio.now());
        approvals::save(db, &row).await?;
    }
    Ok(())
}

/// The name of an agent, also of one that was turned away.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn agent_name(db: &mut SqliteConnection, id: AgentId) -> Result<String> {
    Ok(agents::get(db, id).await?.map(|row| row.name).unwrap_or_default())
}
