//! An answer, read piece by piece within its limits.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, SystemTime},
};

use bytes::{Bytes, BytesMut};
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncWrite, AsyncWriteExt};

use crate::{Error, Result, Secret, Target, retry_after, retry_after_value};

/// How much of an unexpected answer an error carries.
const EXCERPT_CHARS: usize = 2_000;
/// How many bytes are read to make that excerpt.
const EXCERPT_BYTES: usize = 8_192;

/// An answer whose body has not been read yet.
pub struct Response {
    pub(crate) target: Target,
    pub(crate) inner: reqwest::Response,
    pub(crate) limit_bytes: u64,
    pub(crate) secrets: Vec<Secret>,
}

impl Response {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.inner.status().as_u16()
    }

    /// Whom was asked.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// All headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        self.inner.headers()
    }

    /// One header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.inner.headers().get(name)?.to_str().ok()
    }

    /// The body's length in bytes, where the server said it.
    pub fn content_length(&self) -> Option<u64> {
        self.header("content-length")?.parse().ok()
    }

    /// The secrets that were sent, for whoever keeps words of the answer.
    pub fn secrets(&self) -> &[Secret] {
        &self.secrets
    }

    /// How long the server asks us to wait. Many show on every answer when a window of calls begins anew: that is a wait
    /// for who asked too often (429) alone. A moment is judged by the server's clock, where it shows it: ours may be off.
    pub fn retry_after(&self) -> Option<Duration> {
        let shown = self.header("date").and_then(|date| chrono::DateTime::parse_from_rfc2822(date).ok());
        let now = shown.map_or_else(SystemTime::now, SystemTime::from);
        if self.status() == 429 {
            return retry_after(self.inner.headers(), now);
        }
        retry_after_value(self.header("retry-after")?, now)
    }

    /// The answer itself if its status is a success, else [`Error::Status`] with the beginning of the body.
    pub async fn ok(self) -> Result<Self> {
        if self.inner.status().is_success() {
            return Ok(self);
        }
        let (target, code, wait) = (self.target.clone(), self.status(), self.retry_after());
        let body_excerpt = self.excerpt().await;
        Err(Error::Status { target, code, body_excerpt, retry_after: wait })
    }

    /// The body's first characters as plain text without the secrets that were sent; what can't be read is left out,
    /// because it only explains another error.
    async fn excerpt(self) -> String {
        let secrets = self.secrets.clone();
        let mut body = self.body();
        let mut bytes = BytesMut::new();
        while bytes.len() < EXCERPT_BYTES
            && let Ok(Some(piece)) = body.next().await
        {
            bytes.extend_from_slice(&piece);
        }
        bytes.truncate(EXCERPT_BYTES);
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        for secret in &secrets {
            text = secret.redact(&text);
        }
        text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).take(EXCERPT_CHARS).collect()
    }

    /// The body as a stream of pieces.
    pub fn body(self) -> Body {
        let limit_bytes = self.limit_bytes;
        Body { target: self.target, inner: self.inner, limit_bytes, read_bytes: 0 }
    }

    /// The whole body.
    pub async fn bytes(self) -> Result<Bytes> {
        let mut body = self.body();
        body.check_announced()?;
        let mut all = BytesMut::new();
        while let Some(piece) = body.next().await? {
            all.extend_from_slice(&piece);
        }
        Ok(all.freeze())
    }

    /// The whole body as text, whatever it is.
    pub async fn text(self) -> Result<String> {
        Ok(String::from_utf8_lossy(&self.bytes().await?).into_owned())
    }

    /// The body read as JSON. A web page in its place is [`Error::Html`].
    pub async fn json<T: DeserializeOwned>(self) -> Result<T> {
        let target = self.target.clone();
        let said_html = self.header("content-type").is_some_and(|kind| kind.trim_start().starts_with("text/html"));
        let bytes = self.bytes().await?;
        match serde_json::from_slice(&bytes) {
            Ok(value) => Ok(value),
            Err(_) if said_html || looks_like_html(&bytes) => Err(Error::Html { target }),
            Err(source) => Err(Error::NotJson { target, source }),
        }
    }

    /// Writes the body to `writer` and answers how many bytes it had.
    pub async fn write_to(self, writer: &mut (impl AsyncWrite + Unpin)) -> Result<u64> {
        self.write_all(writer, Path::new("(stream)")).await
    }

    async fn write_all(self, writer: &mut (impl AsyncWrite + Unpin), path: &Path) -> Result<u64> {
        let announced = self.content_length();
        let mut body = self.body();
        body.check_announced()?;
        while let Some(piece) = body.next().await? {
            writer.write_all(&piece).await.map_err(|source| file("write", path, source))?;
        }
        writer.flush().await.map_err(|source| file("write", path, source))?;
        match announced {
            Some(length) if length != body.read_bytes => Err(Error::Cut {
                target: body.target,
                source: format!("{} of {length} bytes came", body.read_bytes).into(),
            }),
            _ => Ok(body.read_bytes),
        }
    }

    /// Writes the body to the file `path` and answers how many bytes it had. It is written aside, synced and renamed:
    /// the file is there whole or not at all.
    pub async fn save_to(self, path: &Path) -> Result<u64> {
        let aside = Aside::beside(path);
        let mut out = tokio::fs::File::create(&aside.0).await.map_err(|source| file("create", &aside.0, source))?;
        let length = self.write_all(&mut out, &aside.0).await?;
        out.sync_all().await.map_err(|source| file("sync", &aside.0, source))?;
        drop(out);
        tokio::fs::rename(&aside.0, path).await.map_err(|source| file("rename", path, source))?;
        sync_parent(path).await?;
        Ok(length)
    }
}

/// A body being read: pieces as they come, within the limit.
pub struct Body {
    target: Target,
    inner: reqwest::Response,
    limit_bytes: u64,
    read_bytes: u64,
}

impl Body {
    /// The next piece, or `None` at the end.
    pub async fn next(&mut self) -> Result<Option<Bytes>> {
        let piece = self.inner.chunk().await.map_err(|error| Error::from_http(self.target.clone(), error))?;
        if let Some(piece) = &piece {
            self.read_bytes = self.read_bytes.saturating_add(piece.len() as u64);
            if self.read_bytes > self.limit_bytes {
                return Err(self.too_large());
            }
        }
        Ok(piece)
    }

    /// The pieces as a stream.
    pub fn into_stream(self) -> impl futures::Stream<Item = Result<Bytes>> + Send {
        futures::stream::try_unfold(self, |mut body| async move { Ok(body.next().await?.map(|piece| (piece, body))) })
    }

    /// Refuses a body whose announced length is over the limit before any of it is read.
    fn check_announced(&self) -> Result<()> {
        match self.inner.content_length() {
            Some(length) if length > self.limit_bytes => Err(self.too_large()),
            _ => Ok(()),
        }
    }

    fn too_large(&self) -> Error {
        Error::TooLarge { target: self.target.clone(), limit_bytes: self.limit_bytes }
    }
}

/// A file written beside its final place, removed again if it does not get there.
struct Aside(PathBuf);

impl Aside {
    fn beside(path: &Path) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        name.push(format!(".{}-{number}.part", std::process::id()));
        Self(path.with_file_name(name))
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // After the rename nothing stands here any more, and that is the common case.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Makes the rename itself durable; only Unix lets a folder be synced.
async fn sync_parent(path: &Path) -> Result<()> {
    #[cfg(unix)]
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        let folder = tokio::fs::File::open(parent).await.map_err(|source| file("sync", parent, source))?;
        folder.sync_all().await.map_err(|source| file("sync", parent, source))?;
    }
    let _ = path;
    Ok(())
}

fn file(action: &'static str, path: &Path, source: std::io::Error) -> Error {
    Error::File { action, path: path.to_owned(), source }
}

fn looks_like_html(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(256)])
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| start.starts_with(tag))
}
