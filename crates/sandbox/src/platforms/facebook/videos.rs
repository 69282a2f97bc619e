//! Clips: opened, sent and finished, as videos, reels and stories. A clip finishes once.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::faults::FaultKind;
use super::super::graph::{self, UPLOAD};
use super::super::posts::{Media, Post, put_post};
use super::super::rates::Limit;
use super::super::secret;
use super::super::world::{Change, Record, View, World};
use super::{NAME, feed, page_of};

/// How large a piece of a video is that the platform asks for.
const PIECE: u64 = 4 * 1024 * 1024;
/// How long a clip is worked on, in seconds, unless the Page says otherwise.
const WORK_SECONDS: i64 = 4;
/// Reels in 24 hours.
const REELS: Limit = Limit { points: 30, seconds: 86_400 };

/// A clip on its way. Its id is the post's too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Clip {
    pub(super) page: String,
    /// `video`, `reel` or `story`.
    pub(super) kind: String,
    session: String,
    /// How many bytes shall come, once that is known.
    size: Option<u64>,
    /// The pieces that came, by the names of their bytes.
    pieces: Vec<String>,
    received: u64,
    finished_at: Option<DateTime<Utc>>,
    ready_at: Option<DateTime<Utc>>,
    /// Whether it was armed to fail.
    fails: bool,
    /// Why it can't be shown.
    problem: Option<String>,
    /// The id of the post, or of the story.
    pub(super) post: Option<String>,
}

impl Record for Clip {
    const KIND: &'static str = "clip";
}

impl Clip {
    /// The clip as a node.
    pub(super) fn describe(&self, id: &str, view: &View) -> Value {
        let post = self.post.as_ref().and_then(|id| view.get::<Post>(id));
        let waits = post.as_ref().is_some_and(|post| post.visibility == "scheduled");
        let is_ready = self.ready_at.is_some_and(|at| at <= view.now);
        let is_whole = self.size.is_some_and(|size| self.received >= size);
        let (status, publishing) = match (&self.problem, self.finished_at, is_ready) {
            (Some(_), ..) => ("error", "not_started"),
            (None, Some(_), true) => ("ready", if waits { "not_started" } else { "complete" }),
            (None, Some(_), false) => ("processing", "in_progress"),
            (None, None, _) if is_whole => ("upload_complete", "not_started"),
            _ => ("uploading", "not_started"),
        };
        let errors: Vec<Value> =
            self.problem.iter().map(|words| json!({"code": 1_363_024, "message": words})).collect();
        json!({"id": id, "permalink_url": format!("/reel/{id}"), "published": post.is_some() && !waits,
            "description": post.as_ref().map(|post| post.text.clone()), "views": 0,
            "created_time": self.finished_at.map(graph::stamp),
            "likes": {"data": [], "summary": {"total_count": post.map_or(0, |post| post.likes)}},
            "status": {"video_status": status,
                "uploading_phase": {"status": if is_whole { "complete" } else { "in_progress" },
                    "bytes_transfered": self.received},
                "processing_phase": {"status": status, "errors": errors},
                "publishing_phase": {"status": publishing}}})
    }

    /// Adds bytes that begin at `offset`.
    fn take(&mut self, world: &World, offset: u64, bytes: &[u8]) -> Result<(), Answer> {
        if offset != self.received {
            let words = format!("The offset {offset} does not match the {} bytes received.", self.received);
            return Err(Answer::json(
                400,
                &json!({"debug_info": {"retriable": true, "type": "OffsetInvalidError", "message": words}}),
            ));
        }
        self.pieces.push(world.keep(bytes)?);
        self.received += bytes.len() as u64;
        Ok(())
    }
}

pub(super) async fn video(world: Arc<World>, call: Call) -> Reply {
    match call.text("upload_phase").as_deref() {
        Some("start") => {
            let size = call.number("file_size").and_then(|size| u64::try_from(size).ok());
            let size = size.ok_or_else(|| graph::refused(100, 0, "(#100) The parameter file_size is required"))?;
            open(&world, &call, "video", Some(size))
        }
        Some("transfer") => transfer(&world, &call),
        Some("finish") => finish(&world, &call, "video"),
        _ => Err(graph::refused(100, 0, "(#100) The parameter upload_phase is required")),
    }
}

pub(super) async fn reel(world: Arc<World>, call: Call) -> Reply {
    phase(&world, &call, "reel")
}

pub(super) async fn story(world: Arc<World>, call: Call) -> Reply {
    phase(&world, &call, "story")
}

fn phase(world: &World, call: &Call, kind: &'static str) -> Reply {
    match call.text("upload_phase").as_deref() {
        Some("start") => open(world, call, kind, None),
        Some("finish") => finish(world, call, kind),
        _ => Err(graph::refused(100, 0, "(#100) Param upload_phase must be one of {start, finish}")),
    }
}

fn open(world: &World, call: &Call, kind: &'static str, size: Option<u64>) -> Reply {
    world.change(NAME, call.slug, |change| {
        let page = page_of(change, call)?;
        let id = format!("12{}", change.snowflake());
        let session = format!("12{}", change.snowflake());
        let clip = Clip {
            page: page.id,
            kind: kind.to_owned(),
            session: session.clone(),
            size,
            pieces: Vec::new(),
            received: 0,
            finished_at: None,
            ready_at: None,
            fails: call.strikes(FaultKind::ProcessingFails),
            problem: None,
            post: None,
        };
        change.put(id.as_str(), &clip);
        change.put(session.as_str(), &Session(id.clone()));
        Ok(Answer::json(
            200,
            &match size {
                Some(size) => json!({"video_id": id, "upload_session_id": session, "start_offset": "0",
                "end_offset": PIECE.min(size).to_string()}),
                None => json!({"video_id": id, "upload_url": world.at(UPLOAD, &format!("/video-upload/v25.0/{id}"))}),
            },
        ))
    })
}

/// Which clip an upload session is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Session(String);

impl Record for Session {
    const KIND: &'static str = "upload_session";
}

fn transfer(world: &World, call: &Call) -> Reply {
    let file = call.file("video_file_chunk");
    let bytes = file.map(|file| file.bytes.clone()).ok_or_else(|| {
        graph::refused(6000, 1_363_030, "There was a problem uploading your video file. Please try again.")
    })?;
    world.change(NAME, call.slug, |change| {
        let page = page_of(change, call)?;
        let (id, mut clip) = clip_of(change, call, &page)?;
        let offset = call.number("start_offset").and_then(|offset| u64::try_from(offset).ok()).unwrap_or(u64::MAX);
        // What came already is not asked for again.
        if offset == clip.received {
            clip.take(world, offset, &bytes)?;
        }
        let size = clip.size.unwrap_or(0);
        let (start, end) = (clip.received, (clip.received + PIECE).min(size));
        change.put(id, &clip);
        Ok(Answer::json(200, &json!({"start_offset": start.to_string(), "end_offset": end.to_string()})))
    })
}

/// The clip that a call is about, by its session or its id.
fn clip_of(view: &View, call: &Call, page: &Account) -> Result<(String, Clip), Answer> {
    let id = match call.text("upload_session_id") {
        Some(session) => view.get::<Session>(&session).map(|session| session.0),
        None => call.text("video_id"),
    };
    let found = id.and_then(|id| Some((view.get::<Clip>(&id)?, id))).filter(|(clip, _)| clip.page == page.id);
    found.map(|(clip, id)| (id, clip)).ok_or_else(|| graph::refused(6000, 1_363_019, "Invalid upload session."))
}

/// Takes a clip's bytes on the upload host.
pub(super) async fn receive(world: Arc<World>, call: Call) -> Reply {
    let number = |name: &str| call.header(name).and_then(|value| value.parse::<u64>().ok());
    let (Some(offset), Some(size)) = (number("offset"), number("file_size")) else {
        let words = "The headers offset and file_size are required.";
        return Err(Answer::json(
            400,
            &json!({"debug_info": {"retriable": false, "type": "InvalidHeaderError", "message": words}}),
        ));
    };
    world.change(NAME, call.slug, |change| {
        let (id, mut clip) = by_path(change, &call)?;
        clip.size = Some(size);
        clip.take(&world, offset, &call.body)?;
        change.put(id, &clip);
        Ok(Answer::json(200, &json!({"success": true})))
    })
}

pub(super) async fn received(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let (_, clip) = by_path(view, &call)?;
        Ok(Answer::json(200, &json!({"bytes_transfered": clip.received})))
    })
}

fn by_path(view: &View, call: &Call) -> Result<(String, Clip), Answer> {
    let token = graph::signed_in(view, call)?;
    let id = call.param("id").to_owned();
    let clip = view.get::<Clip>(&id).filter(|clip| clip.page == token.account);
    clip.map(|clip| (id.clone(), clip)).ok_or_else(|| graph::unknown_node(&id))
}

/// Makes a post of a clip that came whole.
fn finish(world: &World, call: &Call, kind: &'static str) -> Reply {
    world.change(NAME, call.slug, |change| {
        let page = page_of(change, call)?;
        let (id, mut clip) = clip_of(change, call, &page)?;
        if clip.kind != kind {
            return Err(graph::unknown_node(&id));
        }
        let done = |post: &Option<String>| match kind {
            "story" => json!({"success": true, "post_id": post}),
            _ => json!({ "success": true }),
        };
        if clip.finished_at.is_some() {
            return Ok(Answer::json(200, &done(&clip.post)));
        }
        if clip.size.is_none_or(|size| clip.received < size) {
            return Err(graph::refused(6000, 1_363_033, "The video upload is not complete."));
        }
        if kind == "reel" && !world.rates.spend(&format!("reels of {}", page.id), REELS, 1, change.now).is_within {
            return Err(graph::refused(9, 0, "(#9) The Page has reached its limit of published reels."));
        }
        let at = feed::planned(change, call)?;
        let bytes: Vec<u8> = clip.pieces.iter().filter_map(|piece| world.kept(piece)).flatten().collect();
        let media = Media::keep(world, &bytes, None)?;
        let seconds = page.number("video_seconds").unwrap_or(WORK_SECONDS);
        clip.finished_at = Some(change.now);
        clip.ready_at = Some(change.now + TimeDelta::seconds(seconds));
        if clip.fails || call.strikes(FaultKind::ProcessingFails) || !media.is_video() {
            clip.problem = Some("The video file you selected is in a format that we don't support.".to_owned());
        } else {
            clip.post = Some(put(change, &page, call, kind, &id, media, at));
        }
        let answer = done(&clip.post);
        change.put(id, &clip);
        Ok(Answer::json(200, &answer))
    })
}

fn put(
    change: &mut Change,
    page: &Account,
    call: &Call,
    kind: &str,
    clip: &str,
    media: Media,
    at: Option<DateTime<Utc>>,
) -> String {
    // A story has an id of its own, any other clip is its post.
    let id = if kind == "story" { format!("12{}", change.snowflake()) } else { clip.to_owned() };
    let post = Post {
        permalink: format!("https://www.facebook.com/{}/{id}", if kind == "story" { "stories" } else { "reel" }),
        id: id.clone(),
        account: page.id.clone(),
        text: call.text("description").unwrap_or_default(),
        media: vec![media],
        ai_label: None,
        visibility: if at.is_some() { "scheduled" } else { "public" }.to_owned(),
        created_at: change.now,
        reply_to: None,
        is_deleted: false,
        likes: 0,
        reposts: 0,
        fields: json!({"kind": kind, "media_id": clip, "title": call.text("title"), "at": at, "mark": &secret::random()[..6]}),
    };
    put_post(change, &post);
    id
}
