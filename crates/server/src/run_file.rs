//! `run.json` beside the library's lock: where the owner's private channel is, and the token that lets
//! a process of the same person in.

use crate::Token;
use serde::{Deserialize, Serialize};
use std::{
    fs,
    io::{self, Write},
    net::SocketAddr,
    path::{Path, PathBuf},
};

const NAME: &str = "run.json";

/// The owner's private channel.
#[derive(Debug, Clone)]
pub struct RunFile {
    /// Where it listens.
    pub address: SocketAddr,
    /// What lets a caller in.
    pub token: Token,
    /// The owner's process.
    pub process_id: u32,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    address: SocketAddr,
    token: String,
    process_id: u32,
}

impl RunFile {
    /// Reads the file of a library; `None` when there is none, or none that can be read.
    #[must_use]
    pub fn read(library: &Path) -> Option<Self> {
        let stored: Stored = serde_json::from_slice(&fs::read(path(library)).ok()?).ok()?;
        // The private channel never leaves this computer, whatever the file says.
        let is_ours = stored.address.ip().is_loopback();
        Token::from_text(&stored.token).filter(|_| is_ours).map(|token| Self {
            address: stored.address,
            token,
            process_id: stored.process_id,
        })
    }

    /// Writes it so that only this person can read it, and no reader ever sees half of it.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write(&self, library: &Path) -> io::Result<()> {
        let stored =
            Stored { address: self.address, token: self.token.reveal().to_owned(), process_id: self.process_id };
        let aside = library.join(format!("{NAME}.{}", self.process_id));
        // One that a killed process left could have other rights.
        let _ = fs::remove_file(&aside);
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&aside)?;
        file.write_all(serde_json::to_string_pretty(&stored)?.as_bytes())?;
        file.sync_all()?;
        fs::rename(&aside, path(library))
    }

    /// Removes the file, unless it is another owner's by now.
    pub fn remove(&self, library: &Path) {
        if Self::read(library).is_some_and(|found| found.token.is(self.token.reveal())) {
            // Left behind it would only be asked and found silent.
            let _ = fs::remove_file(path(library));
        }
    }
}

fn path(library: &Path) -> PathBuf {
    library.join(NAME)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn it_is_written_for_one_person_and_removed_by_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let file = RunFile { address: ([127, 0, 0, 1], 4000).into(), token: Token::random(), process_id: 7 };
        file.write(folder.path()).unwrap();
        file.write(folder.path()).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(folder.path().join(NAME)).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let found = RunFile::read(folder.path()).unwrap();
        assert!(found.token.is(file.token.reveal()) && found.address == file.address);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left aside");

        let other = RunFile { token: Token::random(), ..file.clone() };
        other.remove(folder.path());
        assert!(RunFile::read(folder.path()).is_some());
        file.remove(folder.path());
        assert!(RunFile::read(folder.path()).is_none());
    }

    #[test]
    fn a_file_that_leads_elsewhere_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        for text in [r#"{"address":"10.0.0.1:80","token":"0123456789abcdef","process_id":1}"#, "{", ""] {
            fs::write(folder.path().join(NAME), text).unwrap();
            assert!(RunFile::read(folder.path()).is_none(), "{text}");
        }
    }
}
