//! Waiting for a job: its progress while it works, its row when it is over.

use crate::{connection::Connection, failure::Failure};
use serde_json::{Value, json};
use std::{
    io::{IsTerminal, Write},
    time::Duration,
};
use troupe_studio::Code;

/// How often the job is looked at.
const LOOK: Duration = Duration::from_millis(200);

/// Follows the job that an answer names until it is over, or the limit has passed. Answers its row.
///
/// # Errors
/// When the job can't be read.
pub(crate) async fn follow(connection: &Connection, answer: Value, limit: Option<Duration>) -> Result<Value, Failure> {
    let Some(job_id) = answer.get("job_id").or_else(|| answer.get("id")).and_then(Value::as_str).map(str::to_owned)
    else {
        return Ok(answer);
    };
    let began = tokio::time::Instant::now();
    let is_watched = std::io::stderr().is_terminal();
    let mut shown = String::new();
    loop {
        let job = connection.run("images.job", &json!({ "job_id": job_id })).await?;
        let line = progress(&job);
        if is_watched && line != shown {
            // Progress that can't be shown is no fault.
            let _ = write!(std::io::stderr(), "\r\x1b[K{line}");
            shown = line;
        }
        let is_late = limit.is_some_and(|limit| began.elapsed() >= limit);
        if is_over(&job) || is_late {
            if is_watched {
                eprintln!();
            }
            return Ok(job);
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// The state of a job's row.
pub(crate) fn state(job: &Value) -> &str {
    job.get("state").or_else(|| job.get("status")).and_then(Value::as_str).unwrap_or_default()
}

fn is_over(job: &Value) -> bool {
    matches!(state(job), "done" | "failed" | "cancelled")
}

fn progress(job: &Value) -> String {
    let count = |name: &str| job.get(name).and_then(Value::as_u64).unwrap_or_default();
    let mut line = format!("{} {} of {}", state(job), count("success_count"), count("total"));
    if let Some(reason) = job.get("held_reason").and_then(Value::as_str) {
        line.push_str(": ");
        line.push_str(reason);
    }
    line
}

/// A job that failed is a failure of the call that waited for it.
///
/// # Errors
/// The job's own error.
pub(crate) fn verdict(answer: &Value) -> Result<(), Failure> {
    match state(answer) {
        "failed" if answer.get("success_count").is_some() => {
            let error = answer.get("error");
            let words = error
                .and_then(|error| error.as_str().or_else(|| error.get("message").and_then(Value::as_str)))
                .unwrap_or("The job failed. `troupe-cli errors list` holds more.");
            Err(Failure::new(Code::UpstreamError, words))
        }
        _ => Ok(()),
    }
}
