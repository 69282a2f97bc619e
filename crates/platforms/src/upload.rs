//! A draft's files on their way out: bytes, parts of a form, and how long they may take.

use crate::{Error, Media, MediaKind, Result};
use bytes::Bytes;
use std::time::Duration;
use troupe_net::multipart::Part;

/// The slowest uplink that is waited for, in bytes a second: half a megabit.
const SLOWEST_BYTES_PER_SECOND: u64 = 64 * 1024;

impl Media {
    /// Its bytes, for platforms that take a small file whole.
    pub(crate) async fn bytes(&self) -> Result<Bytes> {
        tokio::fs::read(&self.path).await.map(Bytes::from).map_err(|source| self.unread(source))
    }

    /// It as a part of a form, read while it is sent.
    pub(crate) async fn part(&self) -> Result<Part> {
        let file = tokio::fs::File::open(&self.path).await.map_err(|source| self.unread(source))?;
        let length = file.metadata().await.map_err(|source| self.unread(source))?.len();
        let part = Part::stream_with_length(file, length).file_name(self.sent_name());
        part.mime_str(&self.mime_type).map_err(|_| Error::Input {
            field: "media",
            why: format!("{:?} is no media type, so the file can't be sent.", self.mime_type),
        })
    }

    /// The name that a platform sees: never the one on this computer.
    pub(crate) fn sent_name(&self) -> String {
        let end = match self.mime_type.as_str() {
            "image/jpeg" => "jpg",
            "video/quicktime" => "mov",
            other => other.rsplit('/').next().unwrap_or_default(),
        };
        match self.kind {
            MediaKind::Image => format!("picture.{end}"),
            MediaKind::Video => format!("clip.{end}"),
        }
    }

    /// How long its upload may take as a whole.
    pub(crate) fn upload_time(&self) -> Duration {
        time_for(self.size_bytes)
    }

    /// The error when it can't be read.
    pub(crate) fn unread(&self, source: std::io::Error) -> Error {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Error::File { name, source }
    }
}

/// How long sending so many bytes may take as a whole.
pub(crate) fn time_for(bytes: u64) -> Duration {
    Duration::from_secs(60 + bytes / SLOWEST_BYTES_PER_SECOND)
}
