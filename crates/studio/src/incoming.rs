//! Files that come in: a path on this computer, an upload, an address. Whichever it was, what comes out
//! is a file on the disk of a known size, within a limit; who takes it checks its content.
//!
//! Uploads are written piece by piece with [`Studio::begin_upload`] and kept 24 hours.

use crate::{Caller, Code, Error, FileInput, Result, Studio};
use chrono::TimeDelta;
use serde_json::json;
use std::path::{Component, Path, PathBuf};
use tokio::io::AsyncWriteExt;
use troupe_library::{
    LibraryError, UploadId,
    tables::uploads::{self, UploadRow},
};
use troupe_net::{AllowedAddress, Client, ClientOptions, Request};

/// The largest upload.
pub const LARGEST_UPLOAD_BYTES: u64 = 100 * 1000 * 1000;
/// How long an upload is kept.
pub(crate) const UPLOAD_LIFE: TimeDelta = TimeDelta::hours(24);
/// How the file of an unfinished upload or download ends.
pub(crate) const PART: &str = ".part";
/// The longest file name that is kept, in letters.
const LONGEST_NAME: usize = 120;

/// How a file came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Path,
    Upload,
    Url,
}

/// A file that came in, ready to be read.
#[derive(Debug)]
pub(crate) struct Incoming {
    /// The name that it came with, without folders.
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) size_bytes: u64,
    pub(crate) way: Way,
    /// A download of ours, removed when this is dropped.
    _download: Option<Scratch>,
}

impl Incoming {
    /// The whole file.
    pub(crate) async fn read(&self, field: &str) -> Result<Vec<u8>> {
        tokio::fs::read(&self.path).await.map_err(|error| path_error(field, error))
    }
}

/// Resolves a file input; `field` is where it stands, `limit_bytes` the most that is taken.
///
/// # Errors
/// `forbidden` for a path from a caller who has none here, `validation_error` for what is no file or leads
/// to a private address, `payload_too_large`, `not_found` for an upload that is gone, `upstream_error` and
/// `service_unavailable` from the address.
pub(crate) async fn resolve(studio: &Studio, field: &str, input: &FileInput, limit_bytes: u64) -> Result<Incoming> {
    let incoming = match (&input.path, &input.upload_id, &input.url) {
        (Some(path), None, None) => of_path(studio, &within(field, "path"), path).await,
        (None, Some(id), None) => of_upload(studio, &within(field, "upload_id"), *id).await,
        (None, None, Some(url)) => of_url(studio, &within(field, "url"), url, limit_bytes).await,
        _ => Err(Error::field(named(field), "give exactly one of path, upload_id and url")),
    }?;
    if incoming.size_bytes > limit_bytes {
        return Err(too_large(named(field), &incoming.name, limit_bytes));
    }
    Ok(incoming)
}

fn within(field: &str, name: &str) -> String {
    if field.is_empty() { name.to_owned() } else { format!("{field}.{name}") }
}

/// The field itself, or what it is called where the file is the whole input.
pub(crate) fn named(field: &str) -> &str {
    if field.is_empty() { "file" } else { field }
}

async fn of_path(studio: &Studio, field: &str, path: &str) -> Result<Incoming> {
    if !matches!(studio.caller(), Caller::Window | Caller::Cli) {
        return Err(Error::new(
            Code::Forbidden,
            "A path on this computer is taken from the window and the command line only. Send the file to POST /uploads and give its upload_id.",
        )
        .with("fields", json!([{ "field": field, "message": "is taken from the window and the command line only" }])));
    }
    let path = Path::new(path);
    if !path.is_absolute() {
        return Err(Error::field(field, "must be the whole path, from the root of the disk"));
    }
    if path.components().any(|part| part == Component::ParentDir) {
        return Err(Error::field(field, "must not hold `..`; write the path out"));
    }
    let metadata = tokio::fs::metadata(path).await.map_err(|error| path_error(field, error))?;
    if metadata.is_dir() {
        return Err(Error::field(field, "is a folder; choose a file in it"));
    }
    if !metadata.is_file() {
        return Err(Error::field(field, "is no file"));
    }
    Ok(Incoming {
        name: tidy_name(path.file_name().unwrap_or_default().to_string_lossy().as_ref()),
        path: path.to_owned(),
        size_bytes: metadata.len(),
        way: Way::Path,
        _download: None,
    })
}

async fn of_upload(studio: &Studio, field: &str, id: UploadId) -> Result<Incoming> {
    let mut read = studio.library().read().await?;
    let row = uploads::get(&mut read, id).await?.filter(|row| row.created_at > studio.now() - UPLOAD_LIFE);
    drop(read);
    let row = row.ok_or_else(|| {
        Error::new(Code::NotFound, "This upload is not there: uploads are kept for 24 hours. Send the file again.")
            .with("kind", json!("upload"))
            .with("id", json!(id))
    })?;
    let path = studio.library().uploads_dir().join(&row.file);
    let metadata = tokio::fs::metadata(&path).await.map_err(|error| path_error(field, error))?;
    Ok(Incoming { name: row.name, path, size_bytes: metadata.len(), way: Way::Upload, _download: None })
}

async fn of_url(studio: &Studio, field: &str, url: &str, limit_bytes: u64) -> Result<Incoming> {
    let url: url::Url = url.trim().parse().map_err(|error| {
        Error::field(field, format!("is no web address ({error}); it begins with https:// or http://"))
    })?;
    let last = url.path_segments().and_then(|mut parts| parts.next_back()).unwrap_or_default();
    let name = percent_encoding::percent_decode_str(last).decode_utf8_lossy().into_owned();
    let allow = studio
        .allowed_addresses()
        .iter()
        .filter_map(|address| AllowedAddress::of(&format!("http://{address}/").parse().ok()?))
        .collect();
    let client = Client::open(ClientOptions { allow, ..ClientOptions::default() })
        .map_err(|error| url_error(field, &name, limit_bytes, error))?;
    let scratch = Scratch::new(studio);
    let size_bytes = client
        .download_to(Request::get(url, "/…"), &scratch.0, limit_bytes)
        .await
        .map_err(|error| url_error(field, &name, limit_bytes, error))?;
    Ok(Incoming {
        name: tidy_name(&name),
        path: scratch.0.clone(),
        size_bytes,
        way: Way::Url,
        _download: Some(scratch),
    })
}

/// What the network's error means for the person who gave the address.
fn url_error(field: &str, name: &str, limit_bytes: u64, error: troupe_net::Error) -> Error {
    use troupe_net::Error as Net;
    match &error {
        Net::TooLarge { .. } => too_large(field, name, limit_bytes),
        Net::PrivateAddress { .. } => Error::field(
            field,
            "leads into this computer or its own network, and such addresses are not fetched. Save the picture and add it as a file",
        ),
        Net::BadAddress { .. } | Net::NameNotFound { .. } | Net::Redirect { .. } => Error::field(field, error.to_string()),
        Net::File { .. } => Error::new(
            Code::StorageError,
            "The file could not be saved while it was fetched. Look whether the library's disk is full or read-only.",
        ),
        Net::Unreachable { .. } | Net::TimedOut { .. } => Error::new(
            Code::ServiceUnavailable,
            format!("{error}. Try again, or save the file and add it from this computer."),
        ),
        _ => Error::new(
            Code::UpstreamError,
            format!("{error}. Look whether the address opens in a browser, or save the file and add it from this computer."),
        ),
    }
    .because(error)
}

fn path_error(field: &str, error: std::io::Error) -> Error {
    use std::io::ErrorKind;
    let message = match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => {
            "is not there: the file may have been moved or renamed, or its disk is not connected"
        }
        ErrorKind::PermissionDenied => "can't be opened: reading it is not allowed. Copy it to your own folder",
        ErrorKind::InvalidInput | ErrorKind::InvalidFilename => "is no path of a file",
        _ => "could not be read. Look whether its disk is well connected",
    };
    Error::field(field, message).because(error)
}

/// A file larger than is taken.
pub(crate) fn too_large(field: &str, name: &str, limit_bytes: u64) -> Error {
    let what = if name.is_empty() { "The file" } else { name };
    Error::new(
        Code::PayloadTooLarge,
        format!("{what} is larger than {} MB, the most that is taken here.", limit_bytes / 1_000_000),
    )
    .with("fields", json!([{ "field": field, "message": "is too large" }]))
    .with("limit_bytes", json!(limit_bytes))
}

/// A file name without folders, control letters and letters that some system refuses.
pub(crate) fn tidy_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String =
        name.chars().filter(|letter| !letter.is_control() && !"<>:\"|?*\u{202e}".contains(*letter)).collect();
    let name = name.trim_matches([' ', '.']);
    // The extension is at the end and shall stay.
    let surplus = name.chars().count().saturating_sub(LONGEST_NAME);
    let name: String = name.chars().skip(surplus).collect();
    if name.is_empty() { "file".to_owned() } else { name }
}

/// A file of ours that is removed when it is dropped.
#[derive(Debug)]
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new(studio: &Studio) -> Self {
        Self(studio.library().uploads_dir().join(format!("{}{PART}", UploadId::new())))
    }
}

impl Scratch {
    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // After a rename nothing stands here any more, and that is the common case.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// An upload being written.
#[derive(Debug)]
pub struct Upload {
    studio: Studio,
    id: UploadId,
    name: String,
    scratch: Scratch,
    file: tokio::fs::File,
    size_bytes: u64,
}

impl Studio {
    /// Begins an upload of a file of that name; nothing is left of it unless it is finished.
    ///
    /// # Errors
    /// `storage_error` when the disk refuses.
    pub async fn begin_upload(&self, name: &str) -> Result<Upload> {
        let scratch = Scratch::new(self);
        let file = tokio::fs::File::create(&scratch.0).await.map_err(upload_error)?;
        Ok(Upload { studio: self.clone(), id: UploadId::new(), name: tidy_name(name), scratch, file, size_bytes: 0 })
    }
}

impl Upload {
    /// Adds a piece.
    ///
    /// # Errors
    /// `payload_too_large` past [`LARGEST_UPLOAD_BYTES`], `storage_error` when the disk refuses.
    pub async fn write(&mut self, piece: &[u8]) -> Result<()> {
        self.size_bytes += piece.len() as u64;
        if self.size_bytes > LARGEST_UPLOAD_BYTES {
            return Err(too_large("file", &self.name, LARGEST_UPLOAD_BYTES));
        }
        self.file.write_all(piece).await.map_err(upload_error)
    }

    /// Ends the upload; its id can be given as `upload_id` for 24 hours.
    ///
    /// # Errors
    /// `validation_error` for an empty file, `storage_error` when the disk refuses.
    pub async fn finish(mut self) -> Result<UploadId> {
        if self.size_bytes == 0 {
            return Err(Error::field("file", "is empty (0 bytes); it was probably not copied completely"));
        }
        self.file.flush().await.map_err(upload_error)?;
        self.file.sync_all().await.map_err(upload_error)?;
        let row = UploadRow {
            id: self.id,
            file: self.id.to_string(),
            name: self.name,
            size_bytes: i64::try_from(self.size_bytes).unwrap_or(i64::MAX),
            created_at: self.studio.now(),
        };
        let path = self.studio.library().uploads_dir().join(&row.file);
        tokio::fs::rename(&self.scratch.0, &path).await.map_err(upload_error)?;
        let mut write = self.studio.library().write().await?;
        uploads::insert(&mut write, &row).await?;
        write.commit().await.map_err(LibraryError::from)?;
        Ok(self.id)
    }
}

fn upload_error(error: std::io::Error) -> Error {
    LibraryError::file("the upload could not be written", error).into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Clock, OpenOptions};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    async fn studio() -> (tempfile::TempDir, Studio, Clock) {
        studio_allowing(Vec::new()).await
    }

    async fn studio_allowing(allowed_addresses: Vec<std::net::SocketAddr>) -> (tempfile::TempDir, Studio, Clock) {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::fixed(chrono::Utc::now());
        let options =
            OpenOptions { clock: clock.clone(), allowed_addresses, ..OpenOptions::new(folder.path().join("library")) };
        let studio = Studio::open(options).await.unwrap();
        (folder, studio, clock)
    }

    fn path(path: impl AsRef<Path>) -> FileInput {
        FileInput { path: Some(path.as_ref().to_string_lossy().into_owned()), ..FileInput::default() }
    }

    fn url(url: impl Into<String>) -> FileInput {
        FileInput { url: Some(url.into()), ..FileInput::default() }
    }

    /// A server of one answer for each path.
    async fn server(answers: &'static [(&'static str, &'static str)]) -> std::net::SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut asked = vec![0; 2048];
                let length = stream.read(&mut asked).await.unwrap_or(0);
                let asked = String::from_utf8_lossy(&asked[..length]).into_owned();
                let path = asked.split(' ').nth(1).unwrap_or_default();
                let answer = answers.iter().find(|(known, _)| *known == path).map_or("", |(_, answer)| answer);
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        address
    }

    #[tokio::test]
    async fn a_path_is_for_the_window_and_the_command_line() {
        let (folder, studio, _) = studio().await;
        let file = folder.path().join("a.png");
        std::fs::write(&file, b"x").unwrap();
        for (caller, taken) in [
            (Caller::Window, true),
            (Caller::Cli, true),
            (Caller::Rest, false),
            (Caller::Agent(troupe_library::AgentId::new()), false),
        ] {
            let result = resolve(&studio.as_caller(caller), "files[0]", &path(&file), 10).await;
            match result {
                Ok(incoming) => assert!(taken && incoming.name == "a.png" && incoming.way == Way::Path),
                Err(error) => {
                    assert!(!taken && error.code == Code::Forbidden, "{error}");
                    assert_eq!(error.details["fields"][0]["field"], "files[0].path");
                    assert!(error.message.contains("upload"));
                }
            }
        }
    }

    #[tokio::test]
    async fn what_is_no_file_is_refused_in_words() {
        let (folder, studio, _) = studio().await;
        let root = folder.path();
        std::fs::write(root.join("large"), vec![0; 50]).unwrap();
        for (input, code, words) in [
            (path(root), Code::ValidationError, "folder"),
            (path(root.join("library/../large")), Code::ValidationError, ".."),
            (path("large"), Code::ValidationError, "whole path"),
            (path(root.join("gone")), Code::ValidationError, "not there"),
            (path(root.join("large/x")), Code::ValidationError, "not there"),
            (path("/nul\0"), Code::ValidationError, "path"),
            (path(root.join("large")), Code::PayloadTooLarge, "large is larger"),
            (FileInput::default(), Code::ValidationError, "exactly one"),
            (FileInput { url: Some("x".into()), ..path("y") }, Code::ValidationError, "exactly one"),
            (url("no address"), Code::ValidationError, "no web address"),
            (url("file:///etc/passwd"), Code::ValidationError, "http"),
            (url("http://127.0.0.1:1/a.png"), Code::ValidationError, "own network"),
            (url("http://[::1]/a.png"), Code::ValidationError, "own network"),
            (url("http://169.254.169.254/latest"), Code::ValidationError, "own network"),
            (url("http://localhost/a.png"), Code::ValidationError, "own network"),
            (FileInput { upload_id: Some(UploadId::new()), ..FileInput::default() }, Code::NotFound, "24 hours"),
        ] {
            let error = resolve(&studio, "file", &input, 40).await.unwrap_err();
            assert_eq!(error.code, code, "{input:?}: {error}");
            assert!(error.message.contains(words), "{input:?}: {error}");
        }
        assert_eq!(std::fs::read_dir(studio.library().uploads_dir()).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn an_address_is_fetched_and_guarded_after_redirects_too() {
        let server = server(&[
            ("/a%20b.png", "HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\nabcd"),
            ("/inside", "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.2:9/x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"),
            ("/gone", "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"),
        ])
        .await;
        let (_folder, studio, _) = studio_allowing(vec![server]).await;
        let incoming = resolve(&studio, "", &url(format!("http://{server}/a%20b.png")), 10).await.unwrap();
        assert_eq!((incoming.name.as_str(), incoming.size_bytes, incoming.way), ("a b.png", 4, Way::Url));
        assert_eq!(incoming.read("").await.unwrap(), b"abcd");
        let kept = incoming.path.clone();
        drop(incoming);
        assert!(!kept.exists());
        for (place, code, words) in [
            ("/inside", Code::ValidationError, "own network"),
            ("/gone", Code::UpstreamError, "404"),
            ("/a%20b.png", Code::PayloadTooLarge, "a b.png"),
        ] {
            let limit_bytes = if code == Code::PayloadTooLarge { 3 } else { 10 };
            let error = resolve(&studio, "", &url(format!("http://{server}{place}")), limit_bytes).await.unwrap_err();
            assert_eq!(error.code, code, "{error}");
            assert!(error.message.contains(words), "{error}");
        }
    }

    #[tokio::test]
    async fn an_upload_is_kept_for_a_day() {
        let (_folder, studio, clock) = studio().await;
        let mut upload = studio.begin_upload("../Über me.png").await.unwrap();
        upload.write(b"ab").await.unwrap();
        upload.write(b"cd").await.unwrap();
        let id = upload.finish().await.unwrap();
        let input = FileInput { upload_id: Some(id), ..FileInput::default() };
        let incoming = resolve(&studio.as_caller(Caller::Rest), "", &input, 10).await.unwrap();
        assert_eq!((incoming.name.as_str(), incoming.size_bytes), ("Über me.png", 4));
        assert_eq!(incoming.read("").await.unwrap(), b"abcd");
        clock.advance(TimeDelta::hours(25));
        assert_eq!(resolve(&studio, "", &input, 10).await.unwrap_err().code, Code::NotFound);
    }

    #[tokio::test]
    async fn an_upload_that_is_empty_too_large_or_broken_off_leaves_nothing() {
        let (_folder, studio, _) = studio().await;
        let empty = studio.begin_upload("a").await.unwrap();
        assert!(empty.finish().await.unwrap_err().message.contains("empty"));
        let mut large = studio.begin_upload("a").await.unwrap();
        large.size_bytes = LARGEST_UPLOAD_BYTES;
        assert_eq!(large.write(b"x").await.unwrap_err().code, Code::PayloadTooLarge);
        drop(large);
        let mut cut = studio.begin_upload("a").await.unwrap();
        cut.write(b"x").await.unwrap();
        drop(cut);
        assert_eq!(std::fs::read_dir(studio.library().uploads_dir()).unwrap().count(), 0);
    }

    #[test]
    fn names_are_safe_on_every_system() {
        for (name, expected) in [
            ("a.png", "a.png"),
            ("/etc/passwd", "passwd"),
            ("C:\\x\\y.png", "y.png"),
            ("..", "file"),
            ("a\0b\n.png", "ab.png"),
            ("a<>:\"|?*.png", "a.png"),
            ("", "file"),
        ] {
            assert_eq!(tidy_name(name), expected, "{name:?}");
        }
        assert!(tidy_name(&format!("{}.png", "ü".repeat(500))).ends_with(".png"));
        assert_eq!(tidy_name(&"ü".repeat(500)).chars().count(), LONGEST_NAME);
    }
}
