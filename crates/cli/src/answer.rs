//! What comes back: printed as JSON or for a reader, or written to a file.

use crate::{connection::Reader, failure::Failure, table};
use clap::ArgMatches;
use serde_json::Value;
use std::{io::Write, path::PathBuf};
use tokio::io::AsyncWriteExt;

/// Prints an answer.
pub(crate) fn print(answer: &Value, is_json: bool) {
    if is_json {
        say(&format!("{answer:#}\n"));
    } else {
        say(&table::text(answer));
    }
}

/// Writes to standard output. A reader that has read enough, as `head` does, is no fault.
pub(crate) fn say(text: &str) {
    let mut out = std::io::stdout();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Where the bytes of a file go.
#[derive(Debug)]
pub(crate) enum Output {
    /// Standard output.
    Standard,
    /// A file of this computer.
    File(PathBuf),
}

impl Output {
    /// What `--output` says.
    ///
    /// # Errors
    /// When it is not said, or names a file that is there and may not be replaced.
    pub(crate) fn of(matches: &ArgMatches, may_replace: bool) -> Result<Self, Failure> {
        match matches.get_one::<String>("output").map(String::as_str) {
            None => Err(Failure::words(
                "This answers a file. Say where it goes with --output FILE, or --output - for standard output.",
            )),
            Some("-") => Ok(Self::Standard),
            Some(path) => {
                let path = PathBuf::from(path);
                if path.exists() && !may_replace {
                    return Err(Failure::words(format!(
                        "--output {}: is there already. Say --yes to replace it.",
                        path.display()
                    )));
                }
                Ok(Self::File(path))
            }
        }
    }

    /// Writes the bytes: aside first, so that a broken transfer leaves nothing half-done.
    ///
    /// # Errors
    /// When the disk is full, or the transfer breaks.
    pub(crate) async fn write(self, mut reader: Reader) -> Result<(), Failure> {
        match self {
            Self::Standard => {
                let mut out = tokio::io::stdout();
                tokio::io::copy(&mut reader, &mut out).await?;
                out.flush().await?;
            }
            Self::File(path) => {
                let folder = path
                    .parent()
                    .filter(|folder| !folder.as_os_str().is_empty())
                    .map_or_else(|| PathBuf::from("."), PathBuf::from);
                let aside = tempfile::NamedTempFile::new_in(folder)?;
                let mut file = tokio::fs::File::from_std(aside.reopen()?);
                let size = tokio::io::copy(&mut reader, &mut file).await?;
                file.sync_all().await?;
                aside.persist(&path).map_err(|error| error.error)?;
                eprintln!("{}: {size} bytes", path.display());
            }
        }
        Ok(())
    }
}
