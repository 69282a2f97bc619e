//! Clips: registered, uploaded by a form to an address of their own, and worked on.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::faults::FaultKind;
use super::super::posts::Media;
use super::super::secret;
use super::super::world::{Record, View, World};
use super::{NAME, UPLOAD, invalid, refused, signed_in};

/// A clip that was registered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Clip {
    pub(super) account: String,
    /// The key of its upload form.
    key: String,
    pub(super) media: Option<Media>,
    ready_at: Option<DateTime<Utc>>,
    fails: bool,
}

impl Record for Clip {
    const KIND: &'static str = "clip";
}

impl Clip {
    pub(super) fn status(&self, now: DateTime<Utc>) -> &'static str {
        match self.ready_at {
            None => "registered",
            Some(at) if at > now => "processing",
            Some(_) if self.fails => "failed",
            Some(_) => "succeeded",
        }
    }
}

/// The clip of an account.
pub(super) fn find(view: &View, account: &Account, id: &str) -> Option<Clip> {
    view.get::<Clip>(id).filter(|clip| clip.account == account.id)
}

pub(super) async fn register(world: Arc<World>, call: Call) -> Reply {
    if call.text("media_type").as_deref() != Some("video") {
        return Err(invalid("Invalid media_type."));
    }
    world.change(NAME, call.slug, |change| {
        let account = signed_in(change, &call, "pins:write")?;
        let id = change.snowflake();
        let key = format!("uploads/{}/{id}", secret::random());
        let fails = call.strikes(FaultKind::ProcessingFails);
        change.put(id.as_str(), &Clip { account: account.id, key: key.clone(), media: None, ready_at: None, fails });
        let parameters = json!({"x-amz-date": "20300107T090000Z", "x-amz-signature": secret::random(),
            "x-amz-security-token": secret::random(), "x-amz-algorithm": "AWS4-HMAC-SHA256", "key": key,
            "policy": secret::random(), "x-amz-credential": "stand-in", "Content-Type": "multipart/form-data"});
        let body = json!({"media_id": id, "media_type": "video", "upload_url": world.at(UPLOAD, "/"),
            "upload_parameters": parameters});
        Ok(Answer::json(201, &body))
    })
}

/// Takes a clip's bytes by the key of its form.
pub(super) async fn receive(world: Arc<World>, call: Call) -> Reply {
    let wrong = |code: &str| {
        Answer::new(403, "application/xml", format!("<Error><Code>{code}</Code><Message>Denied</Message></Error>"))
    };
    let key = call.text("key").unwrap_or_default();
    let file = call.file("file").ok_or_else(|| wrong("InvalidArgument"))?;
    let media = Media::keep(&world, &file.bytes, None)?;
    world.change(NAME, call.slug, |change| {
        let found = change.all::<Clip>().find(|(_, clip)| clip.key == key).map(|(id, clip)| (id.to_owned(), clip));
        let (id, clip) = found.ok_or_else(|| wrong("AccessDenied"))?;
        let account = change.get::<Account>(&clip.account).ok_or_else(|| wrong("AccessDenied"))?;
        let seconds = account.number("video_seconds").unwrap_or(4);
        let fails = clip.fails || !media.is_video();
        let ready_at = Some(change.now + TimeDelta::seconds(seconds));
        change.put(id, &Clip { media: Some(media.clone()), ready_at, fails, ..clip });
        Ok(Answer::empty(204))
    })
}

pub(super) async fn show(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let account = signed_in(view, &call, "pins:read")?;
        let id = call.param("id");
        let clip = find(view, &account, id).ok_or_else(|| refused(404, 2897, "Media not found."))?;
        Ok(Answer::json(200, &json!({"media_id": id, "media_type": "video", "status": clip.status(view.now)})))
    })
}
