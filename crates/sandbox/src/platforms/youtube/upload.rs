//! The resumable upload: a session is opened, bytes follow in order, an empty question tells how many have arrived. The
//! last byte makes the clip; the session then answers with it. After a week the session is gone.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::faults::FaultKind;
use super::super::posts::{Media, Post, put_post};
use super::super::secret;
use super::super::world::{Change, Record, View, World};
use super::video::{self, Clip, Said};
use super::{API, NAME, error, login};

/// All pieces but the last are a multiple of this.
const GRAIN_BYTES: u64 = 256 * 1024;
const SESSION_DAYS: i64 = 7;
/// How long a clip is processed when its account does not say, in seconds.
const PROCESSING_SECONDS: i64 = 5;
const MAX_THUMBNAIL_BYTES: u64 = 50_000_000;

/// A session. Its record's id is the SHA-256 of its own: whoever has that can upload.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Session {
    /// The account's id.
    account: String,
    said: Said,
    /// How long the file was said to be; 0 when it was not.
    total: u64,
    content_type: String,
    received: u64,
    /// The pieces' bytes, in order.
    pieces: Vec<String>,
    /// The clip, once it is there.
    clip: Option<String>,
    expires_at: DateTime<Utc>,
}

impl Record for Session {
    const KIND: &'static str = "session";
}

pub(super) async fn open(world: Arc<World>, call: Call) -> Reply {
    if call.query("uploadType") != Some("resumable") {
        return Err(error(400, "badRequest", "This stand-in takes resumable uploads only (uploadType=resumable)."));
    }
    let plain = format!("{}{}", secret::random(), secret::random());
    world.change(NAME, call.slug, |change| {
        let account = login::signed_in(change, &call, login::UPLOAD)?;
        let said = Said::read(&call.json, change.now)?;
        video::spend_upload(change, &account)?;
        let life = TimeDelta::days(if call.strikes(FaultKind::ContainerExpired) { 0 } else { SESSION_DAYS });
        let session = Session {
            account: account.id,
            said,
            total: call.header("x-upload-content-length").and_then(|total| total.parse().ok()).unwrap_or(0),
            content_type: call.header("x-upload-content-type").unwrap_or("video/*").to_owned(),
            received: 0,
            pieces: Vec::new(),
            clip: None,
            expires_at: change.now + life,
        };
        change.put(secret::sha256_hex(plain.as_bytes()), &session);
        Ok(())
    })?;
    let address = world.at(API, "/upload/youtube/v3/videos");
    Ok(Answer::empty(200).header("location", format!("{address}?uploadType=resumable&upload_id={plain}")))
}

/// What a `Content-Range` says: which bytes come, and of how many.
struct Range {
    /// First and last; `None` asks how many have arrived.
    bytes: Option<(u64, u64)>,
    total: Option<u64>,
}

impl Range {
    fn of(call: &Call) -> Option<Self> {
        let length = call.body.len() as u64;
        let Some(text) = call.header("content-range") else {
            // The whole file at once needs none.
            return (length > 0).then_some(Self { bytes: Some((0, length - 1)), total: Some(length) });
        };
        let (range, total) = text.strip_prefix("bytes ")?.split_once('/')?;
        let total = if total == "*" { None } else { Some(total.parse().ok()?) };
        if range == "*" {
            return Some(Self { bytes: None, total });
        }
        let (first, last) = range.split_once('-')?;
        let (first, last) = (first.parse().ok()?, last.parse::<u64>().ok()?);
        (last.checked_sub(first).map(|more| more + 1) == Some(length))
            .then_some(Self { bytes: Some((first, last)), total })
    }
}

fn go_on(received: u64) -> Answer {
    let answer = Answer::empty(308);
    if received == 0 { answer } else { answer.header("range", format!("bytes=0-{}", received - 1)) }
}

fn bad(words: &str) -> Answer {
    error(400, "badRequest", words)
}

/// Bytes, or the question how many have arrived.
pub(super) async fn send(world: Arc<World>, call: Call) -> Reply {
    let id = secret::sha256_hex(call.query("upload_id").unwrap_or_default().as_bytes());
    let (account, mut session) = world.read(NAME, |view| {
        let account = login::signed_in(view, &call, login::UPLOAD)?;
        Ok::<_, Answer>((account, find(view, &id)?))
    })?;
    if session.account != account.id {
        return Err(error(404, "notFound", "Not Found"));
    }
    if let Some(clip) = &session.clip {
        return Ok(world.read(NAME, |view| made(view, &account, clip)));
    }
    let range = Range::of(&call).ok_or_else(|| bad("Invalid Content-Range."))?;
    if range.total.is_some_and(|total| session.total > 0 && total != session.total) {
        return Err(bad("The total length is not the one that the session was opened with."));
    }
    let Some((first, last)) = range.bytes else { return Ok(go_on(session.received)) };
    if first > session.received || last < session.received {
        // Bytes are missing in between, or all of these have arrived.
        return Ok(go_on(session.received));
    }
    let is_last = range.total.is_some_and(|total| last + 1 == total);
    if !is_last && (last + 1 - first) % GRAIN_BYTES != 0 {
        return Err(bad("All pieces but the last are a multiple of 262144 bytes."));
    }
    let skip = usize::try_from(session.received - first).unwrap_or(usize::MAX);
    session.pieces.push(world.keep(call.body.get(skip..).unwrap_or_default())?);
    session.received = last + 1;
    if !is_last {
        return world.change(NAME, call.slug, |change| {
            change.put(id.as_str(), &session);
            Ok(go_on(session.received))
        });
    }
    let whole: Vec<u8> = session.pieces.iter().filter_map(|piece| world.kept(piece)).flatten().collect();
    let media = Media::keep(&world, &whole, Some(&session.content_type))?;
    world.change(NAME, call.slug, |change| {
        // Two last pieces at once make one clip.
        if let Some(clip) = find(change, &id)?.clip {
            return Ok(made(change, &account, &clip));
        }
        let clip = put_clip(change, &call, &account, &session.said, media);
        session.pieces.clear();
        session.clip = Some(clip.clone());
        change.put(id.as_str(), &session);
        Ok(made(change, &account, &clip))
    })
}

fn find(view: &View, id: &str) -> Result<Session, Answer> {
    let session = view.get::<Session>(id).ok_or_else(|| error(404, "notFound", "Not Found"))?;
    if session.expires_at <= view.now {
        return Err(error(410, "gone", "The upload session has expired."));
    }
    Ok(session)
}

/// The clip as the session answers with it.
fn made(view: &View, account: &Account, id: &str) -> Answer {
    match video::own(view, account, id) {
        Some((clip, post)) => Answer::json(200, &clip.shown(&post, 0, "snippet,status", view.now)),
        None => error(404, "notFound", "Not Found"),
    }
}

fn put_clip(change: &mut Change, call: &Call, account: &Account, said: &Said, media: Media) -> String {
    let id = secret::random().get(..11).unwrap_or_default().to_owned();
    let seconds = account.number("processing_seconds").unwrap_or(PROCESSING_SECONDS);
    let clip = Clip {
        said: said.clone(),
        is_locked: account.options.get("is_audited") == Some(&json!(false)),
        ready_at: change.now + TimeDelta::seconds(seconds),
        fails: call.strikes(FaultKind::ProcessingFails),
        has_thumbnail: false,
    };
    let post = Post {
        id: id.clone(),
        account: account.id.clone(),
        permalink: format!("https://www.youtube.com/watch?v={id}"),
        text: format!("{}\n{}", said.title, said.description).trim_end().to_owned(),
        media: vec![media],
        ai_label: said.is_synthetic.then(|| "containsSyntheticMedia".to_owned()),
        visibility: clip.privacy(change.now).to_owned(),
        created_at: change.now,
        reply_to: None,
        is_deleted: false,
        likes: 0,
        reposts: 0,
        fields: Value::Null,
    };
    put_post(change, &post);
    change.put(id.as_str(), &clip);
    id
}

/// A thumbnail, which the channel must be verified for.
pub(super) async fn thumbnail(world: Arc<World>, call: Call) -> Reply {
    let account = world.read(NAME, |view| login::signed_in(view, &call, login::UPLOAD))?;
    if account.options.get("is_verified") == Some(&json!(false)) {
        let words = "The authenticated user doesn't have permissions to upload and set custom video thumbnails.";
        return Err(error(403, "forbidden", words));
    }
    let media = Media::keep(&world, &call.body, None)?;
    if !matches!(media.content_type.as_str(), "image/jpeg" | "image/png") || media.size > MAX_THUMBNAIL_BYTES {
        return Err(error(400, "invalidImage", "The provided image content is invalid."));
    }
    world.change(NAME, call.slug, |change| {
        video::spend(change, &account, 50)?;
        let id = call.query("videoId").unwrap_or_default();
        let found = video::own(change, &account, id).filter(|(_, post)| post.account == account.id);
        let (clip, mut post) = found.ok_or_else(|| error(404, "videoNotFound", "The video cannot be found."))?;
        post.media.truncate(1);
        post.media.push(media);
        change.put(id, &post);
        change.put(id, &Clip { has_thumbnail: true, ..clip });
        Ok(Answer::json(200, &json!({"kind": "youtube#thumbnailSetResponse", "items": [{}]})))
    })
}
