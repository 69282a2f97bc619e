//! What agents asked for and may not do alone: looking at it, and answering it.

use crate::{
    Caller, Code,
    Effect::{Read, Write},
    Error, Operation, Page, Result, Studio,
    agents::{Reason, decide, dotted, is_open, may_always},
    registry::operation,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::Duration;
use troupe_library::{
    AccountId, AgentId, ApprovalId, CharacterId, ContentId, PostId, SqliteConnection,
    tables::{
        agent_answers::Answer,
        approvals::{self, ApprovalFilter, ApprovalRow, ApprovalState},
    },
};

/// The longest that an answer is waited for, in seconds; as for everything that is waited for.
const LONGEST_WAIT_S: u32 = 300;

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("approvals.list", list, Read, &["approvals"]).route("GET /approvals"),
        operation("approvals.get", get, Read, &["approvals"]).route("GET /approvals/{approval_id}"),
        operation("approvals.decide", decide_one, Write, &["approvals", "agents"])
            .route("POST /approvals/{approval_id}"),
    ]
}

/// Something that an agent asked for.
#[derive(Debug, Serialize, JsonSchema)]
struct Approval {
    id: ApprovalId,
    agent_id: AgentId,
    agent_name: String,
    /// What would happen, in a sentence.
    words: String,
    /// Why the creator's word is needed.
    reason: Option<Reason>,
    /// The same in a sentence.
    reason_words: String,
    operation: String,
    /// The input as it is carried out; keys are shown as dots.
    input: Value,
    /// What it is about, as it stood when it was asked.
    subject: ApprovalSubject,
    state: ApprovalState,
    /// Whether the answer may hold for every further call too.
    may_be_always: bool,
    /// Whether it was given so.
    is_always: bool,
    /// What the operation answered, once it was carried out.
    answer: Option<Value>,
    /// `{ code, message, details }` when it could not be done.
    error: Option<Value>,
    asked_at: DateTime<Utc>,
    /// When it is answered no more.
    expires_at: DateTime<Utc>,
    decided_at: Option<DateTime<Utc>>,
    /// When it was carried out.
    finished_at: Option<DateTime<Utc>>,
}

/// What a question is about.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
struct ApprovalSubject {
    posts: Vec<AskedPost>,
    /// The pictures and clips.
    content_ids: Vec<ContentId>,
    accounts: Vec<AskedAccount>,
    characters: Vec<AskedCharacter>,
}

/// A post that a question is about.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct AskedPost {
    post_id: PostId,
    platform: String,
    /// The words without hashtags and disclosure line.
    caption: String,
    hashtags: Vec<String>,
    scheduled_at: Option<DateTime<Utc>>,
    content_ids: Vec<ContentId>,
    updated_at: DateTime<Utc>,
}

/// An account that a question is about.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct AskedAccount {
    account_id: AccountId,
    platform: String,
    /// `mira on Instagram`.
    words: String,
}

/// A character that a question is about.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct AskedCharacter {
    character_id: CharacterId,
    name: String,
}

async fn view(db: &mut SqliteConnection, row: ApprovalRow, now: DateTime<Utc>) -> Result<Approval> {
    let reason = Reason::of(&row.reason);
    // Nobody has looked since its time ran out: it is given up all the same.
    let is_over = row.state == ApprovalState::Asked && row.expires_at <= now;
    Ok(Approval {
        id: row.id,
        agent_id: row.agent_id,
        agent_name: decide::agent_name(db, row.agent_id).await?,
        words: row.words,
        reason,
        reason_words: reason.map(Reason::words).unwrap_or_default().to_owned(),
        input: dotted(&row.input),
        // Only what was told by us is ever written.
        subject: serde_json::from_value(row.subject).unwrap_or_default(),
        state: if is_over { ApprovalState::Expired } else { row.state },
        may_be_always: may_always(&row.reason),
        is_always: row.is_always,
        answer: row.answer,
        error: row.error,
        asked_at: row.asked_at,
        expires_at: row.expires_at,
        decided_at: row.decided_at,
        finished_at: row.finished_at,
        operation: row.operation,
    })
}

/// What agents asked for and may not do alone, the newest first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListApprovals {
    /// In this state; `asked` are those that wait for you.
    #[serde(default, alias = "status")]
    #[schemars(extend("x-aliases" = ["status"]))]
    state: Option<ApprovalState>,
    /// Of this agent.
    agent_id: Option<AgentId>,
    /// At most this many, 1 to 200 (50).
    limit: Option<u32>,
    /// After this many.
    offset: Option<u32>,
}

/// A page of what agents asked for.
#[derive(Debug, Serialize, JsonSchema)]
struct ApprovalList {
    approvals: Vec<Approval>,
    total: i64,
    limit: u32,
    offset: u32,
    /// How many wait for an answer, whatever is listed.
    waiting: i64,
}

async fn list(studio: &Studio, input: ListApprovals) -> Result<ApprovalList> {
    let page = Page::of(input.limit, input.offset, 50)?;
    let now = studio.now();
    give_up(studio).await?;
    let filter = ApprovalFilter { states: input.state.into_iter().collect(), agent_id: input.agent_id };
    let mut read = studio.library().read().await?;
    let mut found = Vec::new();
    for row in approvals::list(&mut read, &filter, page.limit, page.offset).await? {
        found.push(view(&mut read, row, now).await?);
    }
    let waiting = ApprovalFilter { states: vec![ApprovalState::Asked], agent_id: None };
    Ok(ApprovalList {
        approvals: found,
        total: approvals::count(&mut read, &filter).await?,
        limit: page.limit,
        offset: page.offset,
        waiting: approvals::count(&mut read, &waiting).await?,
    })
}

/// Gives up what nobody answered in time, so that no list shows it as waiting.
async fn give_up(studio: &Studio) -> Result<()> {
    let mut write = studio.library().write().await?;
    approvals::expire(&mut write, studio.now()).await?;
    write.commit().await.map_err(troupe_library::LibraryError::from)?;
    Ok(())
}

/// One question of an agent and what became of it. An agent sees its own alone.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetApproval {
    approval_id: ApprovalId,
    /// Wait this many seconds for the creator's answer and its end, at most 300.
    #[schemars(range(min = 0, max = 300))]
    wait: Option<u32>,
}

async fn get(studio: &Studio, input: GetApproval) -> Result<Approval> {
    let wait = input.wait.unwrap_or_default();
    if wait > LONGEST_WAIT_S {
        return Err(Error::field("wait", format!("must be at most {LONGEST_WAIT_S} seconds")));
    }
    // Listening begins before the first look, so that no answer is missed.
    let mut events = studio.events().subscribe();
    let ended = async {
        loop {
            let row = own(studio, input.approval_id).await?;
            if !is_open(row.state) || row.expires_at <= studio.now() {
                return Ok::<_, Error>(row);
            }
            if events.next().await.is_none() {
                return Ok(row);
            }
        }
    };
    let row = match tokio::time::timeout(Duration::from_secs(wait.into()), ended).await {
        Ok(row) => row?,
        Err(_) => own(studio, input.approval_id).await?,
    };
    let mut read = studio.library().read().await?;
    view(&mut read, row, studio.now()).await
}

/// The question, if whoever asks may see it.
async fn own(studio: &Studio, id: ApprovalId) -> Result<ApprovalRow> {
    let mut read = studio.library().read().await?;
    let row = approvals::get(&mut read, id).await?;
    let is_own = |row: &ApprovalRow| match studio.caller() {
        Caller::Agent(agent) => row.agent_id == agent,
        _ => true,
    };
    row.filter(is_own).ok_or_else(|| Error::not_found("approval", id))
}

/// Answers a question of an agent, once or for every further call. Yes carries out what was asked, at once and once.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DecideApproval {
    approval_id: ApprovalId,
    /// Yes or no.
    answer: Answer,
    /// Let the answer hold for every further call of this operation by this agent (no). `agents.forget_answer` takes it
    /// back.
    #[serde(default)]
    always: bool,
}

async fn decide_one(studio: &Studio, input: DecideApproval) -> Result<Approval> {
    if matches!(studio.caller(), Caller::Agent(_) | Caller::Task) {
        return Err(Error::new(Code::Forbidden, "Questions of agents are answered by the creator alone."));
    }
    let row = decide::decide(studio, input.approval_id, input.answer, input.always).await?;
    let mut read = studio.library().read().await?;
    view(&mut read, row, studio.now()).await
}
