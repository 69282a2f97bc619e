//! Agents that may touch certain characters only: every id of an input is led back to the character whose it is.
//! What belongs to nobody, or to all, is not for them, but for a list of plain things (`table::FOR_ALL`).

use super::{known::find, table};
use crate::{Code, Error, Operation, Result, Studio};
use serde_json::{Value, json};
use troupe_library::{
    AgentId, CharacterId, SqliteConnection,
    tables::{
        agents::{self, AgentRow, Owned},
        characters, references,
    },
};

/// Which row a field names, by the field's name.
const FIELDS: &[(&str, Owned)] = &[
    ("content_id", Owned::Content),
    ("content_ids", Owned::Content),
    ("additional_content_ids", Owned::Content),
    ("item_id", Owned::Content),
    ("item_ids", Owned::Content),
    ("post_id", Owned::Post),
    ("post_ids", Owned::Post),
    ("job_id", Owned::Job),
    ("generation_id", Owned::Job),
    ("run_id", Owned::Run),
    ("rule_id", Owned::Rule),
    ("firing_id", Owned::Firing),
    ("account_id", Owned::Account),
    ("account_ids", Owned::Account),
    ("platform_account_id", Owned::Account),
    ("platform_account_ids", Owned::Account),
    ("slot_id", Owned::Slot),
    ("slot_ids", Owned::Slot),
    ("prompt_id", Owned::Prompt),
];

/// Refuses what lies beyond the agent's characters.
///
/// # Errors
/// `forbidden`, with the characters that it may touch.
pub(super) async fn check(studio: &Studio, agent: &AgentRow, operation: &Operation, input: &Value) -> Result<()> {
    if agent.character_ids.is_empty() || table::FOR_ALL.contains(&operation.name) {
        return Ok(());
    }
    let mut read = studio.library().read().await?;
    let mut owners = Vec::new();
    gather(&mut read, input, &mut owners).await?;
    let is_within = |owner: &Option<CharacterId>| owner.is_some_and(|id| agent.character_ids.contains(&id));
    if !owners.is_empty() && owners.iter().all(is_within) {
        return Ok(());
    }
    let what = if owners.is_empty() { "name one of them by character_id" } else { "this is somebody else's" };
    Err(refusal(&mut read, agent, what).await?)
}

/// Refuses a file that is not of the agent's characters.
pub(super) async fn check_file(studio: &Studio, agent: &AgentRow, kind: &str, id: &str) -> Result<()> {
    if agent.character_ids.is_empty() {
        return Ok(());
    }
    let mut read = studio.library().read().await?;
    let owner = match kind {
        "content" => agents::owner(&mut read, Owned::Content, id).await?,
        "preview" => agents::owner(&mut read, Owned::Run, id).await?,
        "reference" => match id.parse() {
            Ok(id) => references::get(&mut read, id).await?.map(|row| row.character_id),
            Err(_) => None,
        },
        // Those have names that nobody guesses, told by an operation that was let through.
        "prepared" | "zip" | "export" => return Ok(()),
        _ => None,
    };
    if owner.is_some_and(|owner| agent.character_ids.contains(&owner)) {
        return Ok(());
    }
    Err(refusal(&mut read, agent, "this is somebody else's").await?)
}

/// Takes characters out of an answer that the agent may not touch: the one list that names all of them.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn narrow_answer(studio: &Studio, agent: AgentId, operation: &str, answer: &mut Value) -> Result<()> {
    if operation == "characters.list" {
        let mut read = studio.library().read().await?;
        narrow(&find(&mut read, agent).await?, answer);
    }
    Ok(())
}

fn narrow(agent: &AgentRow, answer: &mut Value) {
    if agent.character_ids.is_empty() {
        return;
    }
    let Some(list) = answer.get_mut("characters").and_then(Value::as_array_mut) else { return };
    let is_within =
        |row: &Value| row["id"].as_str().is_some_and(|id| agent.character_ids.iter().any(|own| own.to_string() == id));
    list.retain(is_within);
    let count = list.len();
    answer["total"] = json!(count);
}

async fn refusal(db: &mut SqliteConnection, agent: &AgentRow, what: &str) -> Result<Error> {
    let mut names = Vec::new();
    for id in &agent.character_ids {
        if let Some(row) = characters::get(db, *id).await? {
            names.push(row.name);
        }
    }
    let message = format!("{} may touch {} alone; {what}.", agent.name, names.join(", "));
    Ok(Error::new(Code::Forbidden, message).with("character_ids", json!(agent.character_ids)))
}

/// Leads every id of the input back to its character.
async fn gather(db: &mut SqliteConnection, input: &Value, owners: &mut Vec<Option<CharacterId>>) -> Result<()> {
    let mut left: Vec<(&str, &Value)> = vec![("", input)];
    while let Some((field, value)) = left.pop() {
        match value {
            Value::Object(fields) => left.extend(fields.iter().map(|(name, value)| (name.as_str(), value))),
            Value::Array(items) => left.extend(items.iter().map(|item| (field, item))),
            Value::String(id) if matches!(field, "character_id" | "character_ids") => owners.push(id.parse().ok()),
            Value::String(id) => {
                if let Some((_, what)) = FIELDS.iter().find(|(name, _)| *name == field) {
                    owners.push(agents::owner(db, *what, id).await?);
                }
            }
            _ => {}
        }
    }
    Ok(())
}
