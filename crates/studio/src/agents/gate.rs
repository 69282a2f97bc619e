//! The gate before every call of an agent: known, within its scope and its characters, and with the creator's word
//! where that is needed.

use super::{
    known::{find, note_seen},
    leave::Leave,
    questions, reach, table,
};
use crate::{Caller, Code, Error, Operation, Result, Studio};
use serde_json::{Value, json};
use troupe_library::tables::{
    agent_answers::{self, Answer},
    agents::{AgentRow, AgentScope},
};

/// What becomes of a call.
#[derive(Debug)]
pub(crate) enum Admitted {
    /// It goes on, with this studio.
    Go(Studio),
    /// It was asked for before and is done by now: this is the outcome.
    Done(Value),
}

/// Lets a call in, or says why not. Calls of others go on as they are; so does one of an agent that the creator said
/// yes to.
///
/// # Errors
/// `forbidden` for what is not for this agent, `approval_required` for what needs the creator's word, and the outcome of
/// a question that ended badly.
pub(crate) async fn admit(studio: &Studio, operation: &Operation, input: &Value) -> Result<Admitted> {
    let Caller::Agent(id) = studio.caller() else { return Ok(Admitted::Go(studio.clone())) };
    if studio.is_approved() {
        return Ok(Admitted::Go(studio.clone()));
    }
    let leave = table::leave(operation.name);
    let Some(scope) = leave.scope() else { return Err(never(operation.name)) };
    let mut read = studio.library().read().await?;
    let agent = find(&mut read, id).await?;
    drop(read);
    tracing::Span::current().record("agent", agent.name.as_str());
    note_seen(studio, &agent).await?;
    refuse_beyond(&agent, operation.name, scope)?;
    let input = without_key(operation, input);
    // What can't be read is said at once, before anybody is asked.
    operation.check(input.clone())?;
    reach::check(studio, &agent, operation, &input).await?;
    let Some(reason) = leave.reason(studio, &by_first_names(operation, leave, &input)).await? else {
        return Ok(Admitted::Go(studio.clone()));
    };
    refuse_beyond(&agent, operation.name, reason.scope())?;
    let question = questions::Question { agent: &agent, operation, input: &input, reason };
    if let Some(outcome) = question.outcome(studio).await? {
        return outcome.map(Admitted::Done);
    }
    let mut read = studio.library().read().await?;
    let standing = agent_answers::get(&mut read, agent.id, operation.name).await?;
    drop(read);
    match standing.map(|row| row.answer) {
        Some(Answer::Yes) if reason.may_be_always() => Ok(Admitted::Go(studio.approved())),
        Some(Answer::No) => Err(Error::new(
            Code::Forbidden,
            format!("The creator said that you may not use {} at all. Do not ask again.", operation.name),
        )),
        _ => {
            refuse_secrets(operation, &input)?;
            Err(question.ask(studio).await?)
        }
    }
}

/// A key is taken by operations that write; it is no part of what is asked.
fn without_key(operation: &Operation, input: &Value) -> Value {
    let mut input = match input {
        Value::Null => json!({}),
        other => other.clone(),
    };
    if operation.effect != crate::Effect::Read
        && let Some(fields) = input.as_object_mut()
    {
        fields.remove("idempotency_key");
    }
    input
}

/// The input with every field under its first name: a second spelling is the same field.
pub(super) fn by_first_names(operation: &Operation, leave: Leave, input: &Value) -> Value {
    let (Leave::Look(cases) | Leave::Make(cases)) = leave else { return input.clone() };
    let mut input = input.clone();
    let Some(fields) = input.as_object_mut().filter(|_| !cases.is_empty()) else { return input };
    let schema = schema_of(operation);
    for (name, own) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let aliases = own.get("x-aliases").and_then(Value::as_array).into_iter().flatten();
        for alias in aliases.filter_map(Value::as_str) {
            if let Some(value) = fields.remove(alias) {
                fields.insert(name.clone(), value);
            }
        }
    }
    input
}

pub(super) fn schema_of(operation: &Operation) -> Value {
    let mut settings = schemars::generate::SchemaSettings::draft2020_12();
    settings.inline_subschemas = true;
    (operation.input_schema)(&mut settings.into_generator()).to_value()
}

fn never(operation: &str) -> Error {
    Error::new(
        Code::Forbidden,
        format!("{operation} is not for agents: the creator does it in the window. Say so instead of trying again."),
    )
    .with("operation", json!(operation))
}

fn refuse_beyond(agent: &AgentRow, operation: &str, needed: AgentScope) -> Result<()> {
    if agent.scope >= needed {
        return Ok(());
    }
    let may = match agent.scope {
        AgentScope::Read => "may look, not make or change anything",
        AgentScope::Make => "may make and change things, not ask to publish",
        AgentScope::Publish => "may not",
    };
    Err(Error::new(
        Code::Forbidden,
        format!("{operation}: {} {may}. The creator can allow more in Settings, under Agents.", agent.name),
    )
    .with("scope", json!(agent.scope))
    .with("needs", json!(needed)))
}

/// A question is kept in the library, where no key may lie.
fn refuse_secrets(operation: &Operation, input: &Value) -> Result<()> {
    let Some(field) = secret_field(&schema_of(operation), input) else { return Ok(()) };
    Err(Error::new(
        Code::Forbidden,
        format!("{field}: keys and passwords are given by the creator alone, in the window. Leave the field out."),
    )
    .with("fields", json!([{ "field": field, "message": "is given by the creator alone" }])))
}

/// The first field of the input that its schema marks as one to be written only.
fn secret_field(schema: &Value, input: &Value) -> Option<String> {
    let of_parts = ["anyOf", "oneOf", "allOf"].iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    let found = of_parts.filter_map(|part| secret_field(part, input)).next();
    if found.is_some() {
        return found;
    }
    match input {
        Value::Object(fields) => {
            let properties = schema.get("properties")?;
            fields.iter().filter(|(_, value)| !value.is_null()).find_map(|(name, value)| {
                let own = properties.get(name)?;
                let is_secret = own.get("writeOnly") == Some(&Value::Bool(true));
                if is_secret { Some(name.clone()) } else { secret_field(own, value) }
            })
        }
        Value::Array(items) => {
            let own = schema.get("items")?;
            items.iter().find_map(|item| secret_field(own, item))
        }
        _ => None,
    }
}

impl Studio {
    /// Whether an agent may be shown a file at all; whose it is was looked at where its row was answered.
    ///
    /// # Errors
    /// `forbidden` for the papers of consents and what else is the creator's own.
    pub(crate) async fn refuse_file(&self, kind: &str, id: &str) -> Result<()> {
        let Caller::Agent(agent) = self.caller() else { return Ok(()) };
        let mut read = self.library().read().await?;
        let agent = find(&mut read, agent).await?;
        drop(read);
        match kind {
            "content" | "reference" | "preview" | "prepared" | "zip" | "export" | "diagnostics" => {
                reach::check_file(self, &agent, kind, id).await
            }
            _ => Err(Error::new(Code::Forbidden, "This file is the creator's own and is not shown to agents.")),
        }
    }
}

/// What an operation is to agents, for who explains them.
pub(crate) fn leave_of(operation: &str) -> Leave {
    table::leave(operation)
}
