//! Errors that were met in the background, grouped by cause.

use crate::{Error, Page, Result, Studio};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use troupe_library::{
    ErrorId, LibraryError,
    tables::errors::{self, ErrorRow},
};

/// A group of errors with one cause.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ErrorGroup {
    id: ErrorId,
    code: String,
    /// What happened and what to do.
    message: String,
    /// How often it was met.
    count: i64,
    first_at: DateTime<Utc>,
    last_at: DateTime<Utc>,
    /// When it was settled.
    resolved_at: Option<DateTime<Utc>>,
    /// The operation or task that met it.
    operation: Option<String>,
}

impl From<ErrorRow> for ErrorGroup {
    fn from(row: ErrorRow) -> Self {
        Self {
            id: row.id,
            code: row.code,
            message: row.message,
            count: row.count,
            first_at: row.first_at,
            last_at: row.last_at,
            resolved_at: row.resolved_at,
            operation: row.operation,
        }
    }
}

/// Recent errors, newest first, grouped by cause.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListErrors {
    /// At most this many, 1 to 200 (50).
    limit: Option<u32>,
    /// After this many.
    offset: Option<u32>,
}

/// A page of errors.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ErrorList {
    errors: Vec<ErrorGroup>,
    total: i64,
    limit: u32,
    offset: u32,
}

pub(super) async fn list(studio: &Studio, input: ListErrors) -> Result<ErrorList> {
    let page = Page::of(input.limit, input.offset, 50)?;
    let mut read = studio.library().read().await?;
    let (rows, total) = errors::list(&mut read, page.limit.into(), page.offset.into()).await?;
    Ok(ErrorList {
        errors: rows.into_iter().map(ErrorGroup::from).collect(),
        total,
        limit: page.limit,
        offset: page.offset,
    })
}

/// One error: its code, message and details, the operation and input that met it, and what to try.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetError {
    /// The error.
    error_id: ErrorId,
}

/// An error in full.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ErrorDetail {
    #[serde(flatten)]
    group: ErrorGroup,
    /// Field names, or the raw reply of ComfyUI, without secrets.
    details: Value,
    /// What met it, without secrets.
    input: Option<Value>,
    /// What to try.
    try_this: Vec<String>,
}

pub(super) async fn get(studio: &Studio, input: GetError) -> Result<ErrorDetail> {
    let mut read = studio.library().read().await?;
    let row = errors::get(&mut read, input.error_id).await?.ok_or_else(|| Error::not_found("error", input.error_id))?;
    Ok(ErrorDetail {
        try_this: what_to_try(&row.code, row.operation.as_deref()).iter().map(ToString::to_string).collect(),
        details: row.details.clone(),
        input: row.input.clone(),
        group: row.into(),
    })
}

/// What helps against a kind of fault.
fn what_to_try(code: &str, operation: Option<&str>) -> &'static [&'static str] {
    match code {
        "service_unavailable" if operation == Some("services.start") => &[
            "Read its last lines, below and under Services: they mostly say what is missing.",
            "Correct its program, its folder or its arguments, then press Start.",
        ],
        "service_unavailable" => {
            &["Start ComfyUI, or check its address in Settings.", "The queue goes on by itself once it answers."]
        }
        "upstream_error" => &[
            "Read what ComfyUI said, below.",
            "Try the job again; if it fails again, try another model or a smaller size.",
            "Look at ComfyUI's own log.",
        ],
        "unsupported" => {
            &["Install what is missing in ComfyUI, then press Refresh models.", "Or choose another model."]
        }
        "storage_error" => &["Free some space on the disk, or check that the library's folder can be written."],
        "validation_error" => &["Correct the fields that are named, below."],
        _ => &["Try it again.", "If it stays, make a diagnostic bundle and report it."],
    }
}

/// Settles an error: it is met again only when it happens again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ResolveError {
    /// The error.
    error_id: ErrorId,
}

pub(super) async fn resolve(studio: &Studio, input: ResolveError) -> Result<ErrorGroup> {
    let mut write = studio.library().write().await?;
    errors::resolve(&mut write, input.error_id, studio.now()).await?;
    let row =
        errors::get(&mut write, input.error_id).await?.ok_or_else(|| Error::not_found("error", input.error_id))?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(row.into())
}
