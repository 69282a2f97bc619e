//! What a service writes: into a file of its own, so that it can outlive the program; its lines into the log as far as
//! they are not a flood; the last of them at hand.

use std::{
    collections::VecDeque,
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

/// How many lines are at hand.
const KEPT_LINES: usize = 200;
/// How much of a line is kept.
const LONGEST_LINE: usize = 2_000;
/// How many lines a look brings into the log; the rest stands in the service's own file.
const LINES_A_LOOK: usize = 100;
/// How much is read at a look; of more, the end.
const BYTES_A_LOOK: u64 = 256 * 1024;
/// Above this size a file is begun anew.
const LARGEST_FILE: u64 = 16 * 1024 * 1024;

/// The output of one service.
#[derive(Debug)]
pub(super) struct Output {
    path: PathBuf,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    /// How far the file was read.
    offset: u64,
    /// A line whose end has not come yet.
    begun: Vec<u8>,
    lines: VecDeque<String>,
}

/// The lines that a look brought.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// For the log.
    pub(super) lines: Vec<String>,
    /// How many more there were.
    pub(super) left_out: usize,
}

impl Output {
    /// The output of the service of that name, in the folder of the logs.
    pub(super) fn new(folder: &Path, name: &str) -> Self {
        Self { path: folder.join(format!("service-{name}.log")), seen: Mutex::default() }
    }

    /// Opens the file for a process. Of what stands there from before, the end is at hand.
    pub(super) fn open(&self) -> io::Result<File> {
        let file = OpenOptions::new().create(true).append(true).open(&self.path)?;
        let length = file.metadata()?.len();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.offset = length;
        seen.begun.clear();
        Ok(file)
    }

    /// Reads the end of the file, for a process that was started by an earlier run of the program.
    pub(super) fn open_again(&self) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.offset = std::fs::metadata(&self.path).map_or(0, |facts| facts.len()).saturating_sub(BYTES_A_LOOK / 8);
    }

    /// The last lines, oldest first.
    pub(super) fn tail(&self, count: usize) -> Vec<String> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.lines.iter().skip(seen.lines.len().saturating_sub(count)).cloned().collect()
    }

    /// Forgets the lines at hand, for a new start.
    pub(super) fn clear(&self) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).lines.clear();
    }

    /// Reads what was written since the last look.
    pub(super) fn look(&self) -> io::Result<Look> {
        let mut file = OpenOptions::new().read(true).write(true).open(&self.path)?;
        let length = file.metadata()?.len();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if length < seen.offset {
            // Somebody emptied it.
            seen.offset = 0;
        }
        let mut look = Look::default();
        if length - seen.offset > BYTES_A_LOOK {
            seen.begun.clear();
            look.left_out += 1;
            seen.offset = length - BYTES_A_LOOK;
        }
        file.seek(SeekFrom::Start(seen.offset))?;
        let mut bytes = Vec::new();
        let read = (&file).take(BYTES_A_LOOK).read_to_end(&mut bytes)?;
        seen.offset += u64::try_from(read).unwrap_or(BYTES_A_LOOK);
        for line in seen.take(&bytes) {
            if look.lines.len() < LINES_A_LOOK {
                look.lines.push(line);
            } else {
                look.left_out += 1;
            }
        }
        if length > LARGEST_FILE {
            // It is written at its end, wherever that is: whoever writes goes on at the beginning.
            file.set_len(0)?;
            seen.offset = 0;
        }
        Ok(look)
    }
}

impl Seen {
    /// Takes bytes up and answers the lines that are whole now.
    fn take(&mut self, bytes: &[u8]) -> Vec<String> {
        let mut whole = Vec::new();
        for &byte in bytes {
            // A progress bar goes back to the beginning of its line; each of its states counts as a line.
            if matches!(byte, b'\n' | b'\r') {
                let line = plain(&String::from_utf8_lossy(&std::mem::take(&mut self.begun)));
                if !line.is_empty() {
                    if self.lines.len() == KEPT_LINES {
                        self.lines.pop_front();
                    }
                    self.lines.push_back(line.clone());
                    whole.push(line);
                }
            } else if self.begun.len() < LONGEST_LINE {
                self.begun.push(byte);
            }
        }
        whole
    }
}

/// A line without colours and other orders to a terminal.
fn plain(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            // An order is `[`, its numbers, and a letter that ends it.
            if letters.next() == Some('[') {
                letters.by_ref().find(|letter| letter.is_ascii_alphabetic());
            }
        } else if !letter.is_control() || letter == '\t' {
            plain.push(letter);
        }
    }
    plain.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::io::Write;

    #[test]
    fn lines_come_whole_and_without_colours() {
        let folder = tempfile::tempdir().unwrap();
        let output = Output::new(folder.path(), "x");
        let mut file = output.open().unwrap();
        file.write_all(b"\x1b[32mready\x1b[0m\n50%\r100%\r\nhal").unwrap();
        assert_eq!(output.look().unwrap().lines, ["ready", "50%", "100%"]);
        file.write_all(b"f \xff\n").unwrap();
        assert_eq!(output.look().unwrap().lines, ["half \u{fffd}"]);
        assert_eq!(output.tail(2), ["100%", "half \u{fffd}"]);
    }

    #[test]
    fn a_flood_is_neither_all_read_nor_all_kept() {
        let folder = tempfile::tempdir().unwrap();
        let output = Output::new(folder.path(), "x");
        let mut file = output.open().unwrap();
        let line = "x".repeat(99);
        for _ in 0..200_000 {
            writeln!(file, "{line}").unwrap();
        }
        let look = output.look().unwrap();
        assert!(look.lines.len() <= LINES_A_LOOK && look.left_out > 1_000);
        assert_eq!(std::fs::metadata(&output.path).unwrap().len(), 0, "a file too large is begun anew");
        writeln!(file, "after").unwrap();
        assert_eq!(output.look().unwrap(), Look { lines: vec!["after".into()], left_out: 0 });
        assert_eq!(output.tail(usize::MAX).len(), KEPT_LINES);
    }

    #[test]
    fn a_line_without_end_takes_no_room() {
        let mut seen = Seen::default();
        for _ in 0..100 {
            assert_eq!(seen.take(&[b'x'; 1000]), Vec::<String>::new());
        }
        assert_eq!(seen.take(b"\n")[0].len(), LONGEST_LINE);
    }
}
