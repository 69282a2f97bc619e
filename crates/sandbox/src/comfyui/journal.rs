//! The book of what was accepted, started and finished. It is a file of JSON lines, written before each answer, so that
//! a test can prove after any kill that nothing was done twice.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::{lock, now_ms};
use crate::SandboxError;

/// What happened to a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JournalEvent {
    /// `POST /prompt` took it, whether or not the answer reached the client.
    Accepted,
    /// Its run began.
    Started,
    /// Its run ended well.
    Succeeded,
    /// Its run ended with an error.
    Failed,
    /// Its run was interrupted, or it was taken out of the queue.
    Cancelled,
    /// Its run was lost: the server forgot it.
    Forgotten,
}

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalLine {
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// What.
    pub event: JournalEvent,
    /// To which prompt.
    pub prompt_id: String,
}

/// How often something happened to one prompt.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptCount {
    /// Times that `POST /prompt` took it.
    pub accepted: u32,
    /// Times that its run began.
    pub started: u32,
    /// Times that its run ended well.
    pub succeeded: u32,
    /// Times that its run ended with an error.
    pub failed: u32,
    /// Times that it was interrupted or taken out of the queue.
    pub cancelled: u32,
    /// Times that its run was lost.
    pub forgotten: u32,
}

/// The journal of one sandbox folder.
#[derive(Debug)]
pub(crate) struct Journal {
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    file: File,
    lines: Vec<JournalLine>,
}

impl Journal {
    /// Reads what earlier processes wrote. A last line that a kill cut short is passed over.
    pub(crate) fn open(path: &Path) -> Result<Self, SandboxError> {
        let wrong = |source| SandboxError::Folder { path: path.to_owned(), source };
        let mut file = OpenOptions::new().create(true).read(true).append(true).open(path).map_err(wrong)?;
        let mut lines = Vec::new();
        let mut whole = true;
        for line in BufReader::new(&file).lines() {
            match serde_json::from_str(&line.map_err(wrong)?) {
                Ok(line) => lines.push(line),
                Err(_) => whole = false,
            }
        }
        if !whole {
            file.write_all(b"\n").map_err(wrong)?;
        }
        Ok(Self { inner: Mutex::new(Inner { file, lines }) })
    }

    pub(crate) fn write(&self, event: JournalEvent, prompt_id: &str) {
        let line = JournalLine { at_ms: now_ms(), event, prompt_id: prompt_id.to_owned() };
        let mut inner = lock(&self.inner);
        let written = serde_json::to_vec(&line).map_err(std::io::Error::from).and_then(|mut bytes| {
            bytes.push(b'\n');
            inner.file.write_all(&bytes)
        });
        if let Err(error) = written {
            tracing::warn!(%error, "the sandbox's journal could not be written");
        }
        inner.lines.push(line);
    }

    pub(crate) fn lines(&self) -> Vec<JournalLine> {
        lock(&self.inner).lines.clone()
    }

    /// How often each prompt was accepted, started and finished, over all processes of this folder.
    pub(crate) fn counts(&self) -> BTreeMap<String, PromptCount> {
        let mut counts: BTreeMap<String, PromptCount> = BTreeMap::new();
        for line in &lock(&self.inner).lines {
            let count = counts.entry(line.prompt_id.clone()).or_default();
            let field = match line.event {
                JournalEvent::Accepted => &mut count.accepted,
                JournalEvent::Started => &mut count.started,
                JournalEvent::Succeeded => &mut count.succeeded,
                JournalEvent::Failed => &mut count.failed,
                JournalEvent::Cancelled => &mut count.cancelled,
                JournalEvent::Forgotten => &mut count.forgotten,
            };
            *field += 1;
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn a_journal_outlives_its_process_and_a_cut_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let journal = Journal::open(&path).unwrap();
        journal.write(JournalEvent::Accepted, "a");
        journal.write(JournalEvent::Started, "a");
        drop(journal);
        OpenOptions::new().append(true).open(&path).unwrap().write_all(b"{\"at_ms\":1,\"ev").unwrap();

        let journal = Journal::open(&path).unwrap();
        journal.write(JournalEvent::Accepted, "a");
        drop(journal);

        let journal = Journal::open(&path).unwrap();
        assert_eq!(journal.counts()["a"], PromptCount { accepted: 2, started: 1, ..PromptCount::default() });
        assert_eq!(journal.lines().len(), 3);
    }
}
