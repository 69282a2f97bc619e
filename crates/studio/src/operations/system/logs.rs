//! The log, read back.

use crate::{
    Error, Page, Result, Studio,
    log::{self, Level, LogEntry, Wanted},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Lines of the log, newest first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListLogs {
    /// Only this grave or graver.
    level: Option<Level>,
    /// Only of this part of the program, such as `queue` or `comfyui`.
    service: Option<String>,
    /// Only lines that hold this text.
    #[serde(alias = "q", alias = "text")]
    #[schemars(extend("x-aliases" = ["q", "text"]))]
    search: Option<String>,
    /// At most this many, 1 to 200 (100).
    limit: Option<u32>,
    /// After this many.
    offset: Option<u32>,
}

/// A page of the log.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct LogList {
    logs: Vec<LogEntry>,
    /// How many were found so far; there may be more.
    total: usize,
    has_more: bool,
    limit: u32,
    offset: u32,
}

pub(super) async fn list(studio: &Studio, input: ListLogs) -> Result<LogList> {
    let page = Page::of(input.limit, input.offset, 100)?;
    let wanted = Wanted {
        level: input.level,
        service: input.service,
        text: input.search,
        limit: usize::try_from(page.limit).unwrap_or(0),
        offset: usize::try_from(page.offset).unwrap_or(0),
    };
    let folder = studio.library_root().join("logs");
    let (logs, has_more) =
        tokio::task::spawn_blocking(move || log::read(&folder, &wanted)).await.map_err(Error::internal)??;
    let total = usize::try_from(page.offset).unwrap_or(0) + logs.len() + usize::from(has_more);
    Ok(LogList { logs, total, has_more, limit: page.limit, offset: page.offset })
}
