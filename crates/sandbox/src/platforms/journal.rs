//! The book of what the stand-in platforms accepted: JSON lines in `platforms/journal.jsonl`, each written before the
//! answer goes out. The whole state is rebuilt from it, so a killed stand-in knows what it had taken.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One accepted call that changed something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct JournalLine {
    /// When, by the platforms' clock.
    pub(crate) at: DateTime<Utc>,
    /// At which platform; `sandbox` for orders.
    pub(crate) platform: String,
    /// The slug of the call.
    pub(crate) call: String,
    /// What it changed, in order.
    pub(crate) edits: Vec<Edit>,
}

/// A record that was put or, without a value, taken away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Edit {
    pub(crate) platform: String,
    pub(crate) kind: String,
    pub(crate) id: String,
    pub(crate) value: Option<Value>,
}

/// The journal's file, open for more.
#[derive(Debug)]
pub(crate) struct Journal {
    file: File,
}

impl Journal {
    /// Gives what earlier processes wrote. A last line that a kill cut short is passed over: its call had no answer.
    ///
    /// # Errors
    /// What the system says of the file.
    pub(crate) fn open(path: &Path) -> io::Result<(Self, Vec<JournalLine>)> {
        let mut file = OpenOptions::new().create(true).read(true).append(true).open(path)?;
        let mut lines = Vec::new();
        let mut reader = BufReader::new(&file);
        let mut line = Vec::new();
        let mut ends_well = true;
        while reader.read_until(b'\n', &mut line)? > 0 {
            ends_well = line.ends_with(b"\n");
            if let Ok(line) = serde_json::from_slice(&line) {
                lines.push(line);
            }
            line.clear();
        }
        if !ends_well {
            file.write_all(b"\n")?;
        }
        Ok((Self { file }, lines))
    }

    /// Hands one line to the system. It survives the end of this process from here on.
    ///
    /// # Errors
    /// What the system says of the file.
    pub(crate) fn write(&mut self, line: &JournalLine) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        self.file.write_all(&bytes)?;
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use serde_json::json;

    use super::*;

    fn line(id: &str) -> JournalLine {
        let edit =
            Edit { platform: "x".into(), kind: "post".into(), id: id.into(), value: Some(json!({"text": "é"})) };
        JournalLine { at: DateTime::UNIX_EPOCH, platform: "x".into(), call: "tweet".into(), edits: vec![edit] }
    }

    #[test]
    fn a_line_cut_short_by_a_kill_is_passed_over_and_the_next_one_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let (mut journal, lines) = Journal::open(&path).unwrap();
        assert_eq!(lines, []);
        journal.write(&line("1")).unwrap();
        journal.file.write_all("{\"at\":\"1970-01-01T00:00:00Z\",\"é".as_bytes()).unwrap();
        // A kill may fall into the middle of a letter.
        journal.file.write_all(&[0xc3]).unwrap();
        drop(journal);

        let (mut journal, lines) = Journal::open(&path).unwrap();
        assert_eq!(lines, [line("1")]);
        journal.write(&line("2")).unwrap();
        drop(journal);
        assert_eq!(Journal::open(&path).unwrap().1, [line("1"), line("2")]);
    }
}
