//! The one way in: find the operation, read the input, call, trace, catch a panic.

use super::{Effect, Operation, Operations};
use crate::{
    Caller, Code, Error, Result, Studio,
    agents::{self, Admitted},
};
use chrono::TimeDelta;
use futures::FutureExt;
use serde_json::{Value, json};
use std::{panic::AssertUnwindSafe, time::Instant};
use tracing::Instrument;
use troupe_library::tables::idempotency_keys;

/// How long an idempotency key is kept.
const KEY_LIFE: TimeDelta = TimeDelta::hours(24);
/// The longest idempotency key that is taken, in bytes.
const LONGEST_KEY: usize = 200;

impl Operations {
    /// Runs an operation by name. `input` is an object; its field `idempotency_key` is taken out for
    /// operations that write, so that a repeated call gets the first one's answer.
    ///
    /// # Errors
    /// The operation's own; `not_found` for an unknown name; `internal_error` when it panicked.
    pub async fn run(&self, studio: &Studio, name: &str, input: Value) -> Result<Value> {
        let operation = self.get(name).ok_or_else(|| {
            Error::new(Code::NotFound, format!("There is no operation {name:?}.")).with("kind", json!("operation"))
        })?;
        let span = tracing::info_span!("operation", service = "operations", operation = operation.name, caller = %studio.caller(), agent = tracing::field::Empty);
        async move {
            let started = Instant::now();
            tracing::trace!("asked");
            if let Some(reason) = studio.safe_mode()
                && !operation.in_safe_mode
            {
                return Err(safe_mode_refusal(reason));
            }
            let result = admitted(operation, studio, input).await;
            let took = started.elapsed();
            studio.latencies().note(operation.name, took, result.is_ok());
            let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
            match &result {
                Ok(_) => tracing::debug!(took_us, "done"),
                Err(error) => note(error, took_us),
            }
            if result.is_ok() && operation.effect != Effect::Read {
                studio.events().changed(operation.tags, studio.caller());
            }
            result
        }
        .instrument(span)
        .await
    }
}

/// Calls the operation for whoever may; an agent is let in, answered or turned away first.
async fn admitted(operation: &Operation, studio: &Studio, input: Value) -> Result<Value> {
    let studio = match agents::admit(studio, operation, &input).await? {
        Admitted::Go(studio) => studio,
        Admitted::Done(answer) => return Ok(answer),
    };
    let mut answer = match take_key(operation, input)? {
        (input, None) => call(operation, &studio, input).await?,
        (input, Some(key)) => call_once(operation, &studio, input, &key).await?,
    };
    if let Caller::Agent(id) = studio.caller() {
        agents::narrow_answer(&studio, id, operation.name, &mut answer).await?;
    }
    Ok(answer)
}

fn note(error: &Error, took_us: u64) {
    let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    match error.code {
        Code::InternalError | Code::StorageError => {
            tracing::error!(took_us, code = error.code.as_str(), cause, "{}", error.message);
        }
        Code::ApprovalRequired => tracing::info!(took_us, "{}", error.message),
        _ => tracing::warn!(took_us, code = error.code.as_str(), cause, "{}", error.message),
    }
}

fn safe_mode_refusal(reason: &str) -> Error {
    Error::new(
        Code::StorageError,
        format!(
            "Troupe is in safe mode, because the library could not be opened: {reason} Nothing was changed. Choose a daily copy to go back to, or another library."
        ),
    )
    .with("safe_mode", json!(true))
}

/// Calls the operation; a panic becomes an internal error, so that the others go on.
async fn call(operation: &Operation, studio: &Studio, input: Value) -> Result<Value> {
    AssertUnwindSafe((operation.run)(studio, input)).catch_unwind().await.unwrap_or_else(|panic| {
        let text = panic
            .downcast_ref::<&str>()
            .map(ToString::to_string)
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no message".to_owned());
        Err(Error::internal(format!("panic in {}: {text}", operation.name)))
    })
}

/// Takes the key out of the input of an operation that writes.
fn take_key(operation: &Operation, mut input: Value) -> Result<(Value, Option<String>)> {
    if operation.effect == Effect::Read {
        return Ok((input, None));
    }
    let key = input.as_object_mut().and_then(|fields| fields.remove("idempotency_key"));
    match key {
        None | Some(Value::Null) => Ok((input, None)),
        Some(Value::String(key)) if !key.is_empty() && key.len() <= LONGEST_KEY => Ok((input, Some(key))),
        Some(_) => Err(Error::field("idempotency_key", format!("must be a text of 1 to {LONGEST_KEY} bytes"))),
    }
}

/// Same key and same input: the first answer again. Same key, another input: a conflict.
async fn call_once(operation: &Operation, studio: &Studio, input: Value, key: &str) -> Result<Value> {
    // The keys of an agent are its own: nobody is given the answer of somebody else's call.
    let key = match studio.caller() {
        Caller::Agent(id) => format!("{id}:{key}"),
        _ => key.to_owned(),
    };
    let key = key.as_str();
    let hash = blake3::hash(canonical(&input).as_bytes()).to_hex().to_string();
    let now = studio.now();
    let mut write = studio.library().write().await?;
    idempotency_keys::forget_before(&mut write, now - KEY_LIFE).await?;
    if let Some(row) = idempotency_keys::get(&mut write, operation.name, key).await? {
        if row.input_hash != hash {
            return Err(Error::conflict("This idempotency key was used for another input. Use a new key."));
        }
        return match row.answer {
            Some(answer) => serde_json::from_str(&answer).map_err(Error::internal),
            None => Err(Error::conflict(
                "A call with this idempotency key is still under way, or was cut off. Look whether it took effect before you send it with a new key.",
            )),
        };
    }
    idempotency_keys::begin(&mut write, operation.name, key, &hash, now).await?;
    write.commit().await.map_err(troupe_library::LibraryError::from)?;

    let result = call(operation, studio, input).await;
    let mut write = studio.library().write().await?;
    match &result {
        Ok(answer) => idempotency_keys::finish(&mut write, operation.name, key, &answer.to_string()).await?,
        Err(_) => idempotency_keys::forget(&mut write, operation.name, key).await?,
    }
    write.commit().await.map_err(troupe_library::LibraryError::from)?;
    result
}

/// The input as text with sorted keys, so that the order of fields does not matter.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| *name);
            let inner: Vec<_> = fields.iter().map(|(name, value)| format!("{name:?}:{}", canonical(value))).collect();
            format!("{{{}}}", inner.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}
