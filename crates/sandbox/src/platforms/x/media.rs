//! Uploads: a picture in one call; a clip in pieces, then a while of processing. Nobody sees them until a post names
//! them, and after a day X knows them no longer.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::faults::FaultKind;
use super::super::posts::Media;
use super::super::world::{Change, Record, View, World};
use super::{NAME, invalid, login, problem};

/// How long an upload can be named by a post, in seconds.
const LIFE_SECONDS: i64 = 86_400;
/// How long a clip is processed when its account does not say, in seconds.
const PROCESSING_SECONDS: i64 = 5;
const MAX_IMAGE_BYTES: u64 = 5_000_000;
const MAX_VIDEO_BYTES: u64 = 512_000_000;
const MAX_PIECE_BYTES: usize = 5 * 1024 * 1024;
const MAX_ALT: usize = 1000;

/// An upload. Its record's id is X's id of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Upload {
    /// The account's id.
    pub(super) account: String,
    pub(super) key: String,
    /// What was said of it in advance, for one in pieces.
    total: u64,
    content_type: String,
    /// The pieces' bytes by their number.
    pieces: BTreeMap<u32, String>,
    /// The whole; `None` while pieces are missing.
    pub(super) media: Option<Media>,
    ready_at: Option<DateTime<Utc>>,
    fails: bool,
    expires_at: DateTime<Utc>,
}

impl Record for Upload {
    const KIND: &'static str = "upload";
}

impl Upload {
    /// Whether a post can name it now.
    pub(super) fn is_usable(&self, now: DateTime<Utc>) -> bool {
        let is_ready = self.ready_at.is_none_or(|ready_at| ready_at <= now);
        self.media.is_some() && is_ready && !self.fails && self.expires_at > now
    }

    fn shown(&self, id: &str, now: DateTime<Utc>) -> Value {
        let size = self.media.as_ref().map_or(self.total, |media| media.size);
        let mut data = json!({"id": id, "media_key": self.key, "size": size,
            "expires_after_secs": (self.expires_at - now).num_seconds().max(0)});
        if let Some(ready_at) = self.ready_at {
            let left = (ready_at - now).num_seconds();
            data["processing_info"] = match (left > 0, self.fails) {
                (true, _) if left >= PROCESSING_SECONDS => json!({"state": "pending", "check_after_secs": 1}),
                (true, _) => json!({"state": "in_progress", "check_after_secs": left, "progress_percent": 50}),
                (false, true) => json!({"state": "failed", "progress_percent": 100,
                    "error": {"code": 1, "name": "InvalidMedia", "message": "Unsupported video format"}}),
                (false, false) => json!({"state": "succeeded", "progress_percent": 100}),
            };
        }
        json!({"data": data})
    }
}

fn put(change: &mut Change, prefix: &str, upload: Upload) -> (String, Upload) {
    let id = change.snowflake();
    let upload = Upload { key: format!("{prefix}_{id}"), ..upload };
    change.put(id.as_str(), &upload);
    (id, upload)
}

/// When an upload of this call ends to be known.
fn end(change: &Change, call: &Call) -> DateTime<Utc> {
    let is_short = call.strikes(FaultKind::ContainerExpired);
    change.now + TimeDelta::seconds(if is_short { 0 } else { LIFE_SECONDS })
}

/// A picture in one call.
pub(super) async fn upload(world: Arc<World>, call: Call) -> Reply {
    let account = login::check(&world, &call, "media.write")?;
    let Some(file) = call.file("media").filter(|file| !file.bytes.is_empty()) else {
        return Err(invalid("$.media: is missing but it is required"));
    };
    if !matches!(call.text("media_category").as_deref(), Some("tweet_image" | "dm_image" | "subtitles")) {
        return Err(invalid(
            "$.media_category: does not have a value in the enumeration [tweet_image, dm_image, subtitles]",
        ));
    }
    let media = Media::keep(&world, &file.bytes, None)?;
    if !matches!(media.content_type.as_str(), "image/jpeg" | "image/png" | "image/webp") || media.width.is_none() {
        return Err(invalid("media type unrecognized."));
    }
    if media.size > MAX_IMAGE_BYTES {
        return Err(problem(413, "", "Request Entity Too Large", "The image is larger than 5 MB."));
    }
    world.change(NAME, call.slug, |change| {
        let upload = Upload {
            account: account.id,
            key: String::new(),
            total: media.size,
            content_type: media.content_type.clone(),
            pieces: BTreeMap::new(),
            media: Some(media),
            ready_at: None,
            fails: false,
            expires_at: end(change, &call),
        };
        let (id, upload) = put(change, "3", upload);
        // Even one that is gone when it is used says a day here.
        let shown = Upload { expires_at: change.now + TimeDelta::seconds(LIFE_SECONDS), ..upload };
        Ok(Answer::json(200, &shown.shown(&id, change.now)))
    })
}

pub(super) async fn initialize(world: Arc<World>, call: Call) -> Reply {
    let account = login::check(&world, &call, "media.write")?;
    let total = call.number("total_bytes").and_then(|total| u64::try_from(total).ok()).filter(|total| *total > 0);
    let total = total.ok_or_else(|| invalid("$.total_bytes: is missing but it is required"))?;
    let content_type = call.text("media_type").unwrap_or_default();
    if call.text("media_category").as_deref() != Some("tweet_video")
        || !matches!(content_type.as_str(), "video/mp4" | "video/quicktime")
    {
        return Err(invalid("media_category and media_type do not fit together."));
    }
    if total > MAX_VIDEO_BYTES {
        return Err(invalid("$.total_bytes: must have a maximum value of 512000000"));
    }
    world.change(NAME, call.slug, |change| {
        let upload = Upload {
            account: account.id,
            key: String::new(),
            total,
            content_type,
            pieces: BTreeMap::new(),
            media: None,
            ready_at: None,
            fails: false,
            expires_at: change.now + TimeDelta::seconds(LIFE_SECONDS),
        };
        let (id, upload) = put(change, "7", upload);
        Ok(Answer::json(200, &upload.shown(&id, change.now)))
    })
}

/// The account's own upload.
fn own(view: &View, account: &str, id: &str) -> Result<Upload, Answer> {
    let upload = view.get::<Upload>(id).filter(|upload| upload.account == account && upload.expires_at > view.now);
    upload.ok_or_else(|| invalid("The media id is invalid."))
}

/// A piece. The same number again replaces it.
pub(super) async fn append(world: Arc<World>, call: Call) -> Reply {
    let account = login::check(&world, &call, "media.write")?;
    let number = call.number("segment_index").and_then(|number| u32::try_from(number).ok());
    let number = number.filter(|number| *number < 1000);
    let number = number.ok_or_else(|| invalid("$.segment_index: must be a number from 0 to 999"))?;
    let piece = call.file("media").filter(|piece| !piece.bytes.is_empty() && piece.bytes.len() <= MAX_PIECE_BYTES);
    let piece = piece.ok_or_else(|| invalid("$.media: must be 1 to 5242880 bytes"))?;
    world.read(NAME, |view| own(view, &account.id, call.param("id")).map(drop))?;
    let kept = world.keep(&piece.bytes)?;
    world.change(NAME, call.slug, |change| {
        let mut upload = own(change, &account.id, call.param("id"))?;
        upload.pieces.insert(number, kept);
        change.put(call.param("id"), &upload);
        let expires_at = upload.expires_at.timestamp();
        Ok(Answer::json(200, &json!({"data": {"expires_at": expires_at}})))
    })
}

pub(super) async fn finalize(world: Arc<World>, call: Call) -> Reply {
    let account = login::check(&world, &call, "media.write")?;
    let id = call.param("id");
    let upload = world.read(NAME, |view| own(view, &account.id, id))?;
    let in_order = upload.pieces.keys().copied().eq(0..u32::try_from(upload.pieces.len()).unwrap_or(u32::MAX));
    let whole: Vec<u8> = upload.pieces.values().filter_map(|piece| world.kept(piece)).flatten().collect();
    if !in_order || whole.len() as u64 != upload.total {
        return Err(invalid("Segments do not add up to provided total file size."));
    }
    let media = Media::keep(&world, &whole, None)?;
    if !media.is_video() {
        return Err(invalid("Invalid or unsupported media, Reason: UnsupportedMedia."));
    }
    let seconds = account.number("processing_seconds").unwrap_or(PROCESSING_SECONDS);
    world.change(NAME, call.slug, |change| {
        let upload = Upload {
            media: Some(media),
            pieces: BTreeMap::new(),
            ready_at: Some(change.now + TimeDelta::seconds(seconds)),
            fails: call.strikes(FaultKind::ProcessingFails),
            expires_at: end(change, &call) + TimeDelta::seconds(seconds),
            ..upload
        };
        change.put(id, &upload);
        Ok(Answer::json(200, &upload.shown(id, change.now)))
    })
}

/// How far the processing is.
pub(super) async fn status(world: Arc<World>, call: Call) -> Reply {
    let account = login::check(&world, &call, "media.write")?;
    if call.query("command") != Some("STATUS") {
        return Err(invalid("The `command` query parameter is not one of [STATUS]"));
    }
    let id = call.query("media_id").unwrap_or_default();
    world.read(NAME, |view| Ok(Answer::json(200, &own(view, &account.id, id)?.shown(id, view.now))))
}

/// Alt text.
pub(super) async fn metadata(world: Arc<World>, call: Call) -> Reply {
    let account = login::check(&world, &call, "media.write")?;
    let words = call.json.pointer("/metadata/alt_text/text").and_then(Value::as_str).unwrap_or_default();
    if words.is_empty() || words.chars().count() > MAX_ALT {
        return Err(invalid("$.metadata.alt_text.text: must be at most 1000 characters long"));
    }
    let id = call.text("id").unwrap_or_default();
    world.change(NAME, call.slug, |change| {
        let mut upload = own(change, &account.id, &id)?;
        let media = upload.media.as_mut().ok_or_else(|| invalid("The media id is invalid."))?;
        media.alt = Some(words.to_owned());
        change.put(id.as_str(), &upload);
        Ok(Answer::json(200, &json!({"data": {"id": id, "associated_metadata": {"alt_text": {"text": words}}}})))
    })
}
