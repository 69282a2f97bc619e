//! An answer that comes line by line: JSON lines and server-sent events alike.

use crate::{Error, Result};
use std::time::Duration;
use troupe_net::{Body, Response};

/// The longest line taken: a piece of an answer has a few hundred bytes.
const LONGEST_LINE_BYTES: usize = 4 * 1024 * 1024;

/// The lines of an answer that is still being written.
pub(crate) struct Lines {
    body: Body,
    host: String,
    silence: Duration,
    held: Vec<u8>,
    is_over: bool,
}

impl Lines {
    pub(crate) fn of(response: Response, silence: Duration) -> Self {
        let host = response.target().host.to_string();
        Self { body: response.body(), host, silence, held: Vec::new(), is_over: false }
    }

    /// The next line that is not empty; `None` at the end of the answer.
    pub(crate) async fn next(&mut self) -> Result<Option<String>> {
        loop {
            if let Some(end) = self.held.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.held.drain(..=end).collect();
                if let Some(line) = tidy(&line) {
                    return Ok(Some(line));
                }
                continue;
            }
            if self.is_over {
                let last = std::mem::take(&mut self.held);
                return Ok(tidy(&last));
            }
            if self.held.len() > LONGEST_LINE_BYTES {
                return Err(self.unreadable("a line without an end"));
            }
            let piece = tokio::time::timeout(self.silence, self.body.next())
                .await
                .map_err(|_| Error::Silent { host: self.host.clone(), after: self.silence })?;
            match piece {
                Ok(Some(piece)) => self.held.extend_from_slice(&piece),
                Ok(None) => self.is_over = true,
                Err(troupe_net::Error::Cut { .. }) => return Err(self.broke_off()),
                Err(other) => return Err(other.into()),
            }
        }
    }

    /// The data of the next server-sent event; comments and the other fields are passed over. `None` at the end.
    pub(crate) async fn next_data(&mut self) -> Result<Option<String>> {
        while let Some(line) = self.next().await? {
            if let Some(data) = line.strip_prefix("data:") {
                return Ok(Some(data.trim().to_owned()));
            }
            // An error or a page comes without the frame of events.
            if line.starts_with(['{', '<']) {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    pub(crate) fn broke_off(&self) -> Error {
        Error::BrokeOff { host: self.host.clone() }
    }

    fn unreadable(&self, why: &str) -> Error {
        Error::Unreadable { host: self.host.clone(), route: "the answer", why: why.to_owned() }
    }
}

fn tidy(line: &[u8]) -> Option<String> {
    let line = String::from_utf8_lossy(line);
    let line = line.trim_matches(['\n', '\r', ' ', '\u{feff}']);
    (!line.is_empty()).then(|| line.to_owned())
}
