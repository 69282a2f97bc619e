//! Agents: adding them, what they may do, turning them away. A token is shown once, when it is made.

use crate::{
    Effect::{Destroy, Read, Write},
    Error, Operation, Patch, Result, Studio,
    agents::{decide, hash},
    operations::{characters, checked_name},
    registry::operation,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use troupe_library::{
    AgentId, CharacterId, LibraryError, SqliteConnection,
    tables::{
        agent_answers::{self, AgentAnswerRow, Answer},
        agents::{self, AgentRow, AgentScope},
        approvals::{self, ApprovalFilter, ApprovalState},
    },
};
use uuid::Uuid;

const TAGS: &[&str] = &["agents", "approvals"];
/// More agents than anybody has.
const MOST_AGENTS: usize = 100;
/// The most characters that one agent is limited to.
const MOST_CHARACTERS: usize = 100;

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("agents.list", list, Read, TAGS).route("GET /agents"),
        operation("agents.create", create, Write, TAGS).route("POST /agents"),
        operation("agents.update", update, Write, TAGS).route("PUT /agents/{agent_id}"),
        operation("agents.renew_token", renew_token, Write, TAGS).route("POST /agents/{agent_id}/token"),
        operation("agents.revoke", revoke, Destroy, TAGS).route("DELETE /agents/{agent_id}"),
        operation("agents.forget_answer", forget_answer, Write, TAGS)
            .route("DELETE /agents/{agent_id}/answers/{operation}"),
    ]
}

/// An agent.
#[derive(Debug, Serialize, JsonSchema)]
struct AgentDetail {
    id: AgentId,
    /// The creator's name for it.
    name: String,
    /// What it may do at most: `read` looks, `make` also makes and changes what can be undone, `publish` also asks to
    /// publish.
    scope: AgentScope,
    /// The characters that it may touch; empty is all of them.
    character_ids: Vec<CharacterId>,
    /// Whether it has a token; one without comes by `troupe-cli mcp` alone.
    has_token: bool,
    /// The answers that hold for every further call, until they are taken back.
    answers: Vec<StandingAnswer>,
    /// How many of its questions wait.
    waiting: i64,
    created_at: DateTime<Utc>,
    /// When it last asked for anything, to the minute.
    seen_at: Option<DateTime<Utc>>,
    /// When it was turned away for good.
    revoked_at: Option<DateTime<Utc>>,
}

/// An answer that holds for every further call of an operation.
#[derive(Debug, Serialize, JsonSchema)]
struct StandingAnswer {
    operation: String,
    answer: Answer,
    decided_at: DateTime<Utc>,
}

impl From<AgentAnswerRow> for StandingAnswer {
    fn from(row: AgentAnswerRow) -> Self {
        Self { operation: row.operation, answer: row.answer, decided_at: row.decided_at }
    }
}

async fn detail(db: &mut SqliteConnection, row: AgentRow) -> Result<AgentDetail> {
    let waiting = ApprovalFilter { states: vec![ApprovalState::Asked], agent_id: Some(row.id) };
    let waiting = approvals::count(db, &waiting).await?;
    let answers = agent_answers::all(db).await?.into_iter().filter(|answer| answer.agent_id == row.id);
    Ok(AgentDetail {
        id: row.id,
        name: row.name,
        scope: row.scope,
        character_ids: row.character_ids,
        has_token: row.token_hash.is_some(),
        answers: answers.map(StandingAnswer::from).collect(),
        waiting,
        created_at: row.created_at,
        seen_at: row.seen_at,
        revoked_at: row.revoked_at,
    })
}

/// The agents by name, with the answers that they were given for every further call.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListAgents {
    /// Also those that were turned away (no).
    #[serde(default)]
    with_revoked: bool,
}

/// The agents.
#[derive(Debug, Serialize, JsonSchema)]
struct AgentList {
    agents: Vec<AgentDetail>,
    total: usize,
}

async fn list(studio: &Studio, input: ListAgents) -> Result<AgentList> {
    let mut read = studio.library().read().await?;
    let mut found = Vec::new();
    for row in agents::list(&mut read).await? {
        if input.with_revoked || row.revoked_at.is_none() {
            found.push(detail(&mut read, row).await?);
        }
    }
    Ok(AgentList { total: found.len(), agents: found })
}

/// Adds an agent and makes its token, which is shown this once.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CreateAgent {
    /// The creator's name for it, such as the name of the program.
    #[schemars(length(min = 1, max = 100))]
    name: String,
    /// What it may do at most (`make`).
    scope: Option<AgentScope>,
    /// The characters that it may touch; empty is all of them.
    #[serde(default)]
    character_ids: Vec<CharacterId>,
    /// Makes no token: it comes by `troupe-cli mcp` alone (no).
    #[serde(default)]
    without_token: bool,
}

/// An agent, and its token where one was made.
#[derive(Debug, Serialize, JsonSchema)]
struct AgentWithToken {
    agent: AgentDetail,
    /// What it sends as `Authorization: Bearer …`. It is kept nowhere: copy it now.
    token: Option<String>,
    /// What to do with it.
    message: String,
}

async fn create(studio: &Studio, input: CreateAgent) -> Result<AgentWithToken> {
    let now = studio.now();
    let token = (!input.without_token).then(new_token);
    let row = AgentRow {
        id: AgentId::new(),
        name: checked_name(&input.name)?,
        token_hash: token.as_deref().map(hash),
        scope: input.scope.unwrap_or(AgentScope::Make),
        character_ids: input.character_ids,
        created_at: now,
        updated_at: now,
        seen_at: None,
        revoked_at: None,
    };
    let mut write = studio.library().write().await?;
    if agents::list(&mut write).await?.iter().filter(|row| row.revoked_at.is_none()).count() >= MOST_AGENTS {
        return Err(Error::conflict(format!("There are {MOST_AGENTS} agents already. Turn one away first.")));
    }
    check_characters(&mut write, &row).await?;
    agents::save(&mut write, &row).await?;
    let agent = detail(&mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(with_token(agent, token))
}

fn new_token() -> String {
    format!("troupe-agent-{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

fn with_token(agent: AgentDetail, token: Option<String>) -> AgentWithToken {
    let message = match token {
        Some(_) => "Copy the token now: it is kept nowhere and not shown again.",
        None => "It comes by `troupe-cli mcp --agent` and its name.",
    };
    AgentWithToken { agent, token, message: message.to_owned() }
}

async fn check_characters(db: &mut SqliteConnection, row: &AgentRow) -> Result<()> {
    if row.character_ids.len() > MOST_CHARACTERS {
        return Err(Error::field("character_ids", format!("must be {MOST_CHARACTERS} at most")));
    }
    for id in &row.character_ids {
        characters::find(db, *id).await?;
    }
    Ok(())
}

/// Renames an agent, or changes what it may do. It holds from its next call on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UpdateAgent {
    agent_id: AgentId,
    /// The creator's name for it.
    #[serde(default)]
    name: Patch<String>,
    /// What it may do at most.
    scope: Option<AgentScope>,
    /// The characters that it may touch; empty is all of them.
    #[serde(default)]
    character_ids: Patch<Vec<CharacterId>>,
}

async fn update(studio: &Studio, input: UpdateAgent) -> Result<AgentDetail> {
    let mut write = studio.library().write().await?;
    let mut row = find(&mut write, input.agent_id).await?;
    input.name.apply_required("name", &mut row.name)?;
    row.name = checked_name(&row.name)?;
    row.scope = input.scope.unwrap_or(row.scope);
    input.character_ids.apply(&mut row.character_ids);
    check_characters(&mut write, &row).await?;
    row.updated_at = studio.now();
    agents::save(&mut write, &row).await?;
    let agent = detail(&mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(agent)
}

async fn find(db: &mut SqliteConnection, id: AgentId) -> Result<AgentRow> {
    let row = agents::get(db, id).await?.ok_or_else(|| Error::not_found("agent", id))?;
    if row.revoked_at.is_some() {
        return Err(Error::conflict(format!("{} was turned away. Add it anew if it should come in again.", row.name)));
    }
    Ok(row)
}

/// Makes a new token for an agent, shown this once. The one before lets nobody in any more.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RenewAgentToken {
    agent_id: AgentId,
}

async fn renew_token(studio: &Studio, input: RenewAgentToken) -> Result<AgentWithToken> {
    let mut write = studio.library().write().await?;
    let mut row = find(&mut write, input.agent_id).await?;
    let token = new_token();
    row.token_hash = Some(hash(&token));
    row.updated_at = studio.now();
    agents::save(&mut write, &row).await?;
    let agent = detail(&mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(with_token(agent, Some(token)))
}

/// Turns an agent away for good: its token lets nobody in any more, and what it asked is declined. What it made stays.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RevokeAgent {
    agent_id: AgentId,
}

async fn revoke(studio: &Studio, input: RevokeAgent) -> Result<AgentDetail> {
    let mut write = studio.library().write().await?;
    let mut row = find(&mut write, input.agent_id).await?;
    row.token_hash = None;
    row.revoked_at = Some(studio.now());
    row.updated_at = studio.now();
    agents::save(&mut write, &row).await?;
    decide::close_all(&mut write, row.id, studio).await?;
    let agent = detail(&mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(agent)
}

/// Takes back an answer that held for every further call: from now on the agent asks again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ForgetAgentAnswer {
    agent_id: AgentId,
    /// The operation's name, such as `posts.publish`.
    operation: String,
}

async fn forget_answer(studio: &Studio, input: ForgetAgentAnswer) -> Result<AgentDetail> {
    let mut write = studio.library().write().await?;
    let row = agents::get(&mut write, input.agent_id).await?;
    let row = row.ok_or_else(|| Error::not_found("agent", input.agent_id))?;
    if !agent_answers::forget(&mut write, row.id, &input.operation).await? {
        let message = format!("{} was given no answer for every call of {}.", row.name, input.operation);
        return Err(Error::new(crate::Code::NotFound, message).with("kind", json!("answer")));
    }
    let agent = detail(&mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(agent)
}
