//! Uploads: pictures are ready at once, clips take their time.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::faults::FaultKind;
use super::super::posts::Media;
use super::super::world::{Record, View, World};
use super::instance::{DESCRIPTION, IMAGE_MATRIX, IMAGE_SIZE, TYPES, VIDEO_SIZE};
use super::{NAME, auth, not_found, refused};

/// How long a clip is processed when its account does not say, in seconds.
const PROCESSING_SECONDS: i64 = 5;

/// An uploaded file. Its record's id is the one that a status names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Attachment {
    /// The account's id.
    pub(super) account: String,
    pub(super) media: Media,
    pub(super) ready_at: DateTime<Utc>,
    /// Whether its processing ends badly.
    pub(super) fails: bool,
    /// The status that it was attached to.
    pub(super) status: Option<String>,
}

impl Record for Attachment {
    const KIND: &'static str = "attachment";
}

impl Attachment {
    pub(super) fn is_ready(&self, now: DateTime<Utc>) -> bool {
        self.ready_at <= now
    }

    /// As the interface shows it once it is ready.
    pub(super) fn shown(&self, world: &World, id: &str) -> Value {
        let url = format!("{}/sandbox/media/{}", world.base(), self.media.sha256);
        let kind = self.media.content_type.split('/').next().unwrap_or("unknown");
        let mut shown = json!({"id": id, "type": kind, "url": url, "preview_url": url, "remote_url": null,
            "preview_remote_url": null, "text_url": null, "description": self.media.alt, "blurhash": null, "meta": {}});
        if let (Some(width), Some(height)) = (self.media.width, self.media.height) {
            shown["meta"]["original"] = json!({"width": width, "height": height, "size": format!("{width}x{height}"),
                "aspect": f64::from(width) / f64::from(height.max(1))});
        }
        shown
    }

    /// While it is processed there is no address yet.
    fn waiting(&self, world: &World, id: &str) -> Value {
        let mut shown = self.shown(world, id);
        shown["url"] = Value::Null;
        shown
    }
}

/// An upload that a later status may name: 200 when it is ready, 202 while it is not.
pub(super) async fn upload(world: Arc<World>, call: Call) -> Reply {
    take(&world, &call, false)
}

/// The older call, which answers only when it is ready.
pub(super) async fn upload_and_wait(world: Arc<World>, call: Call) -> Reply {
    take(&world, &call, true)
}

fn take(world: &World, call: &Call, waits: bool) -> Reply {
    let (account, _) = world.read(NAME, |view| auth::signed_in(view, call, "write:media"))?;
    let Some(file) = call.file("file").filter(|file| !file.bytes.is_empty()) else {
        return Err(refused(422, "Validation failed: File can't be blank"));
    };
    let mut media = Media::keep(world, &file.bytes, file.content_type.as_deref())?;
    check(&media)?;
    media.alt = description(call)?;
    let seconds = match (waits, media.is_image()) {
        (true, _) => 0,
        (false, true) => account.number("image_processing_seconds").unwrap_or(0),
        (false, false) => account.number("processing_seconds").unwrap_or(PROCESSING_SECONDS),
    };
    world.change(NAME, call.slug, |change| {
        let id = change.snowflake();
        let fails = call.strikes(FaultKind::ProcessingFails);
        let ready_at = change.now + TimeDelta::seconds(seconds);
        let attachment = Attachment { account: account.id, media, ready_at, fails, status: None };
        change.put(id.as_str(), &attachment);
        if attachment.is_ready(change.now) && !fails {
            return Ok(Answer::json(200, &attachment.shown(world, &id)));
        }
        Ok(Answer::json(202, &attachment.waiting(world, &id)))
    })
}

fn check(media: &Media) -> Result<(), Answer> {
    if !TYPES.contains(&media.content_type.as_str()) {
        return Err(refused(422, "Validation failed: File content type is invalid, File is invalid"));
    }
    let (largest, words) = if media.is_image() { (IMAGE_SIZE, "16 MB") } else { (VIDEO_SIZE, "99 MB") };
    if media.size > largest {
        return Err(refused(422, &format!("Validation failed: File file size must be less than {words}")));
    }
    if let (Some(width), Some(height)) = (media.width, media.height) {
        if u64::from(width) * u64::from(height) > IMAGE_MATRIX {
            return Err(refused(422, &format!("{width}x{height} images are not supported")));
        }
    } else if media.is_image() {
        return Err(refused(422, "Validation failed: File is invalid"));
    }
    Ok(())
}

fn description(call: &Call) -> Result<Option<String>, Answer> {
    let given = call.text("description").filter(|text| !text.is_empty());
    if given.as_deref().is_some_and(|text| text.chars().count() > DESCRIPTION) {
        let words = format!("Validation failed: Description is too long (maximum is {DESCRIPTION} characters)");
        return Err(refused(422, &words));
    }
    Ok(given)
}

/// The account's own attachment that is not attached yet: afterwards it is found by its status alone.
fn own(view: &View, call: &Call) -> Result<(String, Attachment), Answer> {
    let (account, _) = auth::signed_in(view, call, "write:media")?;
    let id = call.param("id").to_owned();
    let found = view.get::<Attachment>(&id).filter(|known| known.account == account.id && known.status.is_none());
    Ok((id, found.ok_or_else(not_found)?))
}

pub(super) async fn show(world: Arc<World>, call: Call) -> Reply {
    let now = world.now();
    let (id, attachment) = world.read(NAME, |view| own(view, &call))?;
    match (attachment.is_ready(now), attachment.fails) {
        (false, _) => Ok(Answer::json(206, &attachment.waiting(&world, &id))),
        (true, true) => Err(refused(422, "Error processing thumbnail for uploaded media")),
        (true, false) => Ok(Answer::json(200, &attachment.shown(&world, &id))),
    }
}

pub(super) async fn update(world: Arc<World>, call: Call) -> Reply {
    let alt = description(&call)?;
    world.change(NAME, call.slug, |change| {
        let (id, mut attachment) = own(change, &call)?;
        attachment.media.alt = alt;
        change.put(id.as_str(), &attachment);
        Ok(Answer::json(200, &attachment.shown(&world, &id)))
    })
}
