//! The log: JSON lines, one file a day in the library's folder, two weeks of them; and reading it back.

use crate::Result;
use chrono::{DateTime, Local, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::{
    fs::{File, OpenOptions},
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};
use tracing_subscriber::{EnvFilter, Layer, fmt::MakeWriter, layer::SubscriberExt, util::SubscriberInitExt};

/// How many days of the log are kept.
const KEPT_DAYS: i64 = 14;
const PREFIX: &str = "troupe-";
const ENDING: &str = ".jsonl";

/// Begins to write the log of this process into `folder`, and with `to_terminal` what matters to
/// standard error too. `TROUPE_LOG` sets the level (`info`). Only the first call of a process counts.
pub fn install(folder: &Path, to_terminal: bool) {
    let filter =
        || EnvFilter::try_from_env("TROUPE_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,hyper=warn"));
    let file = DailyFile { inner: Arc::new(Mutex::new(Day { folder: folder.to_owned(), day: None, file: None })) };
    let to_file = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_writer(file)
        .with_filter(filter());
    let to_terminal = to_terminal.then(|| {
        tracing_subscriber::fmt::layer()
            .with_target(false)
            .with_writer(io::stderr)
            .with_filter(EnvFilter::try_from_env("TROUPE_LOG").unwrap_or_else(|_| EnvFilter::new("warn")))
    });
    // A test or another library in the same process may have set one before; that one stays.
    let _ = tracing_subscriber::registry().with(to_file).with(to_terminal).try_init();
}

/// A file that changes with the day.
#[derive(Clone)]
struct DailyFile {
    inner: Arc<Mutex<Day>>,
}

struct Day {
    folder: PathBuf,
    day: Option<NaiveDate>,
    file: Option<File>,
}

impl<'a> MakeWriter<'a> for DailyFile {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Write for DailyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut day = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let today = Local::now().date_naive();
        if day.day != Some(today) {
            let path = day.folder.join(format!("{PREFIX}{today}{ENDING}"));
            day.file = OpenOptions::new().create(true).append(true).open(path).ok();
            day.day = Some(today);
            remove_old(&day.folder, today);
        }
        if let Some(file) = &mut day.file {
            // A full disk must not stop the program: the line is lost, the work is not.
            let _ = file.write_all(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn files(folder: &Path) -> Vec<(NaiveDate, PathBuf)> {
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let day = name.strip_prefix(PREFIX)?.strip_suffix(ENDING)?.parse().ok()?;
            Some((day, entry.path()))
        })
        .collect();
    found.sort();
    found.reverse();
    found
}

fn remove_old(folder: &Path, today: NaiveDate) {
    for (day, path) in files(folder) {
        if (today - day).num_days() > KEPT_DAYS {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// How grave a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Level {
    /// For finding faults.
    Debug,
    /// What happened.
    Info,
    /// What may need a look.
    Warning,
    /// What went wrong.
    Error,
}

/// A line of the log.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct LogEntry {
    pub(crate) timestamp: DateTime<Utc>,
    pub(crate) level: Level,
    /// The part of the program: `operations`, `queue`, `comfyui` …
    pub(crate) service: String,
    pub(crate) message: String,
    /// What else the line says.
    pub(crate) fields: Map<String, Value>,
}

/// Which lines are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    pub(crate) level: Option<Level>,
    pub(crate) service: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) limit: usize,
    pub(crate) offset: usize,
}

/// Reads the newest lines that are wanted, newest first, and whether there are more.
pub(crate) fn read(folder: &Path, wanted: &Wanted) -> Result<(Vec<LogEntry>, bool)> {
    let mut found = Vec::new();
    let mut to_skip = wanted.offset;
    for (_, path) in files(folder) {
        let Ok(file) = File::open(&path) else { continue };
        // A day's log is read whole: it is some megabytes at most, and lines can only be found from its start.
        let mut entries: Vec<_> = BufReader::new(file)
            .lines()
            .map_while(std::result::Result::ok)
            .filter_map(|line| parse(&line))
            .filter(|entry| wanted.takes(entry))
            .collect();
        entries.reverse();
        for entry in entries {
            if to_skip > 0 {
                to_skip -= 1;
            } else if found.len() < wanted.limit {
                found.push(entry);
            } else {
                return Ok((found, true));
            }
        }
    }
    Ok((found, false))
}

impl Wanted {
    fn takes(&self, entry: &LogEntry) -> bool {
        let level = self.level.is_none_or(|level| entry.level >= level);
        let service = self.service.as_deref().is_none_or(|service| entry.service == service);
        let text = self.text.as_deref().is_none_or(|text| {
            let text = text.to_lowercase();
            entry.message.to_lowercase().contains(&text)
                || entry.fields.values().any(|value| value.to_string().to_lowercase().contains(&text))
        });
        level && service && text
    }
}

/// A line as it was written; `None` for one that was cut by a kill.
fn parse(line: &str) -> Option<LogEntry> {
    let mut fields: Map<String, Value> = serde_json::from_str(line).ok()?;
    let timestamp = fields.remove("timestamp")?.as_str()?.parse().ok()?;
    let level = match fields.remove("level")?.as_str()? {
        "ERROR" => Level::Error,
        "WARN" => Level::Warning,
        "INFO" => Level::Info,
        _ => Level::Debug,
    };
    let target = fields.remove("target").and_then(|target| target.as_str().map(str::to_owned)).unwrap_or_default();
    if let Some(Value::Object(span)) = fields.remove("span") {
        for (name, value) in span {
            fields.entry(name).or_insert(value);
        }
    }
    let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let service =
        fields.remove("service").map(text).unwrap_or_else(|| target.split("::").next().unwrap_or("").to_owned());
    let message = fields.remove("message").map(text).unwrap_or_default();
    fields.remove("name");
    Some(LogEntry { timestamp, level, service, message, fields })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn lines_are_read_back_newest_first_and_a_cut_one_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let lines = [
            r#"{"timestamp":"2026-11-19T10:00:00Z","level":"INFO","message":"one","service":"queue","target":"troupe_studio::tasks"}"#,
            r#"{"timestamp":"2026-11-19T10:00:01Z","level":"ERROR","message":"two","target":"troupe_net::client","span":{"name":"operation","operation":"a.b"}}"#,
            r#"{"timestamp":"2026-11-19T10:00:02Z","level":"WA"#,
        ];
        std::fs::write(folder.path().join("troupe-2026-11-19.jsonl"), lines.join("\n")).unwrap();
        let read = |wanted: Wanted| {
            read(folder.path(), &wanted).unwrap().0.into_iter().map(|entry| entry.message).collect::<Vec<_>>()
        };
        let all = Wanted { limit: 10, ..Wanted::default() };
        assert_eq!(read(all.clone()), ["two", "one"]);
        assert_eq!(read(Wanted { level: Some(Level::Warning), ..all.clone() }), ["two"]);
        assert_eq!(read(Wanted { service: Some("troupe_net".into()), ..all.clone() }), ["two"]);
        assert_eq!(read(Wanted { text: Some("A.B".into()), ..all.clone() }), ["two"]);
        assert_eq!(read(Wanted { offset: 1, ..all }), ["one"]);
    }
}
