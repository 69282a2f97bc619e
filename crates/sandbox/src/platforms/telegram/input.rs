//! Files as a call gives them: uploaded, by a `file_id`, or by an address.

use serde::{Deserialize, Serialize};

use super::super::answer::Answer;
use super::super::call::Call;
use super::super::fetch::{FetchProblem, Fetched, Wanted, fetch};
use super::super::posts::Media;
use super::super::secret;
use super::super::world::{Change, Record, World};
use super::bot::Bot;
use super::refused;

/// The largest upload to api.telegram.org, in bytes.
const MAX_UPLOAD: usize = 50 << 20;
/// The largest photo, in bytes.
const MAX_PHOTO: usize = 10 << 20;
/// The largest photo that is fetched by its address, in bytes.
const MAX_FETCHED_PHOTO: usize = 5 << 20;
/// The largest other file that is fetched by its address, in bytes.
const MAX_FETCHED: usize = 20 << 20;

/// What a file is sent as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FileKind {
    Photo,
    Video,
}

impl FileKind {
    /// As error texts have it.
    fn words(self) -> &'static str {
        match self {
            Self::Photo => "Photo",
            Self::Video => "Video",
        }
    }

    /// As fields have it.
    pub(super) fn field(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Video => "video",
        }
    }
}

/// A file that Telegram has. Its record's id is the `file_id`, which only this bot can use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct StoredFile {
    pub(super) bot: i64,
    pub(super) kind: FileKind,
    pub(super) media: Media,
}

impl Record for StoredFile {
    const KIND: &'static str = "file";
}

/// A file of a call, ready to be sent.
#[derive(Debug, Clone)]
pub(super) enum Input {
    /// New to Telegram.
    New(FileKind, Media),
    /// By its `file_id`.
    Known(String, FileKind),
}

/// Reads the file that `value` names: a part of the body (its own field or `attach://part`), an address, or a
/// `file_id`.
pub(super) async fn read(world: &World, call: &Call, kind: FileKind, value: Option<&str>) -> Result<Input, Answer> {
    let field = kind.field();
    let part = match value {
        None => call.file(field),
        Some(value) => match value.strip_prefix("attach://") {
            Some(name) => Some(
                call.file(name).ok_or_else(|| refused(400, "Bad Request: can't parse InputMedia: media not found"))?,
            ),
            None => None,
        },
    };
    if let Some(part) = part {
        let media = checked(world, kind, &part.bytes, part.content_type.as_deref())?;
        return Ok(Input::New(kind, media));
    }
    match value.filter(|value| !value.is_empty()) {
        None => Err(refused(400, &format!("Bad Request: there is no {field} in the request"))),
        Some(address) if address.contains('.') || address.contains("://") => {
            let fetched = fetched(world, kind, address).await?;
            let media = checked(world, kind, &fetched.bytes, Some(&fetched.content_type))?;
            Ok(Input::New(kind, media))
        }
        Some(id) => Ok(Input::Known(id.to_owned(), kind)),
    }
}

async fn fetched(world: &World, kind: FileKind, address: &str) -> Result<Fetched, Answer> {
    let wanted = match kind {
        FileKind::Photo => Wanted { max_bytes: MAX_FETCHED_PHOTO, types: &["image/"] },
        FileKind::Video => Wanted { max_bytes: MAX_FETCHED, types: &["video/"] },
    };
    fetch(world, address, wanted).await.map_err(|problem| match problem {
        FetchProblem::Type(_) => refused(400, "Bad Request: wrong type of the web page content"),
        _ => refused(400, "Bad Request: failed to get HTTP URL content"),
    })
}

fn checked(world: &World, kind: FileKind, bytes: &[u8], said: Option<&str>) -> Result<Media, Answer> {
    if bytes.is_empty() {
        return Err(refused(400, "Bad Request: file must be non-empty"));
    }
    if bytes.len() > MAX_UPLOAD {
        return Err(refused(413, "Request Entity Too Large"));
    }
    if kind == FileKind::Photo && bytes.len() > MAX_PHOTO {
        let words = format!(
            "Bad Request: file of size {} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes",
            bytes.len()
        );
        return Err(refused(400, &words));
    }
    let media = Media::keep(world, bytes, said)?;
    if kind == FileKind::Photo {
        let (Some(width), Some(height)) = (media.width, media.height) else {
            return Err(refused(400, "Bad Request: IMAGE_PROCESS_FAILED"));
        };
        let (long, short) = (width.max(height), width.min(height).max(1));
        if width + height > 10_000 || long > short.saturating_mul(20) {
            return Err(refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"));
        }
    }
    Ok(media)
}

/// The file's id and what it is, for a message; a new one gets its id here.
pub(super) fn stored(change: &mut Change, bot: &Bot, input: &Input) -> Result<(String, StoredFile), Answer> {
    match input {
        Input::New(kind, media) => {
            let prefix = if *kind == FileKind::Photo { "AgACAgQAAx" } else { "BAACAgQAAx" };
            let id = format!("{prefix}{}{}", secret::random(), secret::random());
            let file = StoredFile { bot: bot.id, kind: *kind, media: media.clone() };
            change.put(id.as_str(), &file);
            Ok((id, file))
        }
        Input::Known(id, kind) => {
            let file = change.get::<StoredFile>(id).filter(|file| file.bot == bot.id);
            let file = file.ok_or_else(|| refused(400, "Bad Request: wrong file identifier/HTTP URL specified"))?;
            if file.kind != *kind {
                let words = format!("Bad Request: can't use file of type {} as {}", file.kind.words(), kind.words());
                return Err(refused(400, &words));
            }
            Ok((id.clone(), file))
        }
    }
}
