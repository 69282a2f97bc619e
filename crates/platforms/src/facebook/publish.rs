//! The steps themselves: pictures uploaded unseen, clips opened, sent and finished, and the one call that the public
//! sees.
//!
//! Source: Meta, Pages API (posts), Reels Publishing API, Page Stories API, Video API (upload phases on
//! `/{page}/videos`); read 2026-11-20.

use super::{Clip, Facebook, Form, form};
use crate::{
    Call, Error, Found, Media, Progress, RefusalKind, Result, Step, StepKind, StepResult,
    meta::UploadKind,
    reply::{No, Reply, count, refuse},
};
use chrono::TimeDelta;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use troupe_net::multipart::{self, Part};

/// How long Facebook may work on a clip before somebody should look.
const LONGEST_WORK: TimeDelta = TimeDelta::hours(1);
/// The most pieces of a clip: the platform names the end of each.
const MOST_PIECES: usize = 10_000;
/// A clip is sent in pieces of at most this, whatever end the platform names.
const LARGEST_PIECE: u64 = 64 * 1024 * 1024;

impl Clip {
    /// The edge of the Page and its route's template.
    fn edge(self) -> (&'static str, &'static str) {
        match self {
            Self::Video => ("videos", "/{page}/videos"),
            Self::Reel => ("video_reels", "/{page}/video_reels"),
            Self::Story => ("video_stories", "/{page}/video_stories"),
        }
    }
}

impl Facebook {
    async fn on_page(&self, call: &Call<'_>, edge: &str, route: &str, pairs: &[(&str, &str)]) -> Result<Reply> {
        let path = format!("{}/{edge}", call.session.account.external_id);
        self.door(call.session).post(&path, route, pairs).await
    }

    /// Opens the way for a clip. Its id is known from here on, and finishes once.
    pub(super) async fn open_clip(&self, call: &Call<'_>) -> Result<Progress> {
        let Form::Clip(clip) = form(call.draft)? else { return Err(no_clip()) };
        let (edge, route) = clip.edge();
        let size = clip_of(call)?.size_bytes.to_string();
        let mut pairs = vec![("upload_phase", "start")];
        if clip == Clip::Video {
            pairs.push(("file_size", &size));
        }
        let reply = self.on_page(call, edge, route, &pairs).await?;
        let result = StepResult::id(reply.need("/video_id")?);
        Ok(Progress::Done(match clip {
            Clip::Video => result
                .with("upload_session_id", reply.need("/upload_session_id")?)
                .with("start_offset", reply.count("/start_offset").unwrap_or(0))
                .with("end_offset", reply.count("/end_offset").unwrap_or(0)),
            Clip::Reel | Clip::Story => result,
        }))
    }

    /// Sends a file: a picture unseen, or a clip's bytes.
    pub(super) async fn upload(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        match form(call.draft)? {
            Form::Feed | Form::PhotoStory => self.upload_photo(call, step).await,
            Form::Clip(Clip::Video) => self.send_pieces(call).await,
            Form::Clip(_) => {
                let id = clip_id(call)?;
                self.door(call.session).upload(UploadKind::Page, id, clip_of(call)?).await?;
                Ok(Progress::Done(StepResult::id(id)))
            }
        }
    }

    async fn upload_photo(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        let media = step.item.and_then(|item| call.draft.media.get(item)).ok_or_else(no_clip)?;
        let mut form = multipart::Form::new().text("published", "false");
        // A photo that shall wait at Facebook must itself be marked as waiting.
        if call.draft.publish_at.is_some() {
            form = form.text("temporary", "true");
        }
        if !media.alt_text.trim().is_empty() {
            form = form.text("alt_text_custom", media.alt_text.trim().to_owned());
        }
        let form = form.part("source", media.part().await?);
        let path = format!("{}/photos", call.session.account.external_id);
        let time = media.upload_time();
        let reply = self.door(call.session).post_form(&path, "/{page}/photos", form, time).await?;
        Ok(Progress::Done(StepResult::id(reply.need("/id")?)))
    }

    /// Sends a clip in the pieces that the platform asks for, until it asks for none.
    async fn send_pieces(&self, call: &Call<'_>) -> Result<Progress> {
        let opened = call.result(StepKind::Container, None).ok_or_else(no_clip)?;
        let session = opened.data.get("upload_session_id").and_then(|id| id.as_str()).ok_or_else(no_clip)?;
        let number = |name: &str| opened.data.get(name).and_then(serde_json::Value::as_u64).unwrap_or(0);
        let (mut start, mut end) = (number("start_offset"), number("end_offset"));
        let media = clip_of(call)?;
        let mut file = tokio::fs::File::open(&media.path).await.map_err(|source| media.unread(source))?;
        let path = format!("{}/videos", call.session.account.external_id);
        for _ in 0..MOST_PIECES {
            if start >= end {
                return Ok(Progress::Done(StepResult::id(clip_id(call)?)));
            }
            let mut piece = Vec::new();
            file.seek(std::io::SeekFrom::Start(start)).await.map_err(|source| media.unread(source))?;
            let length = (end - start).min(LARGEST_PIECE);
            (&mut file).take(length).read_to_end(&mut piece).await.map_err(|source| media.unread(source))?;
            let form = multipart::Form::new()
                .text("upload_phase", "transfer")
                .text("upload_session_id", session.to_owned())
                .text("start_offset", start.to_string())
                .part("video_file_chunk", Part::bytes(piece).file_name(media.sent_name()));
            let reply = self.door(call.session).post_form(&path, "/{page}/videos", form, media.upload_time()).await?;
            let next = (count(&reply.body, "/start_offset"), count(&reply.body, "/end_offset"));
            (start, end) = match next {
                (Some(start), Some(end)) => (start, end),
                _ => return Err(reply.unreadable("it does not say which bytes come next")),
            };
        }
        Err(no_clip())
    }

    /// The one call that the public sees.
    pub(super) async fn publish(&self, call: &Call<'_>) -> Result<Progress> {
        let refused = match self.show(call).await {
            Err(Error::Refused(refusal)) => refusal,
            other => return other.map(Progress::Done),
        };
        let mut refusal = refused;
        let may_be_up = matches!(refusal.kind, RefusalKind::Transient | RefusalKind::Duplicate | RefusalKind::Other);
        if may_be_up && let Ok(Found::Done(result)) = self.look_for_post(call).await {
            return Ok(Progress::Done(result));
        }
        if refusal.kind == RefusalKind::Transient {
            // "An unknown error" comes with status 400 too, and is no sure no: it has to be looked for.
            refusal.status = refusal.status.map(|status| status.max(500));
        }
        Err(Error::Refused(refusal))
    }

    async fn show(&self, call: &Call<'_>) -> Result<StepResult> {
        let draft = call.draft;
        let at = draft.publish_at.map(|at| at.timestamp().to_string());
        match form(draft)? {
            Form::Feed => {
                let attached: Vec<_> = photo_ids(call).map(|id| json!({ "media_fbid": id })).collect();
                let attached = json!(attached).to_string();
                let mut pairs = vec![("message", draft.text.as_str())];
                if !draft.media.is_empty() {
                    pairs.push(("attached_media", &attached));
                }
                if let Some(link) =
                    draft.fields.get("link").and_then(|link| link.as_str()).filter(|_| draft.media.is_empty())
                {
                    pairs.push(("link", link));
                }
                if let Some(at) = &at {
                    pairs.extend([("published", "false"), ("scheduled_publish_time", at.as_str())]);
                    pairs.push(("unpublished_content_type", "SCHEDULED"));
                }
                let reply = self.on_page(call, "feed", "/{page}/feed", &pairs).await?;
                Ok(StepResult::id(reply.need("/id")?))
            }
            Form::PhotoStory => {
                let photo = photo_ids(call).next().ok_or_else(no_clip)?;
                let pairs = [("photo_id", photo)];
                let reply = self.on_page(call, "photo_stories", "/{page}/photo_stories", &pairs).await?;
                Ok(StepResult::id(reply.need("/post_id")?))
            }
            Form::Clip(clip) => self.finish_clip(call, clip, at.as_deref()).await,
        }
    }

    async fn finish_clip(&self, call: &Call<'_>, clip: Clip, at: Option<&str>) -> Result<StepResult> {
        let id = clip_id(call)?;
        let (edge, route) = clip.edge();
        let mut pairs = vec![("upload_phase", "finish")];
        let title = call.draft.title.as_deref().unwrap_or_default();
        let session = call.result(StepKind::Container, None).and_then(|opened| opened.data.get("upload_session_id"));
        match clip {
            Clip::Video => {
                pairs.push(("upload_session_id", session.and_then(|id| id.as_str()).ok_or_else(no_clip)?));
                if at.is_some() {
                    pairs.extend([("published", "false"), ("unpublished_content_type", "SCHEDULED")]);
                }
            }
            Clip::Reel => {
                pairs.push(("video_id", id));
                pairs.push(("video_state", if at.is_some() { "SCHEDULED" } else { "PUBLISHED" }));
            }
            Clip::Story => pairs.push(("video_id", id)),
        }
        if clip != Clip::Story {
            pairs.push(("description", call.draft.text.as_str()));
            pairs.extend((!title.is_empty()).then_some(("title", title)));
            pairs.extend(at.map(|at| ("scheduled_publish_time", at)));
        }
        let reply = self.on_page(call, edge, route, &pairs).await?;
        // A story has an id of its own; a video and a reel keep theirs.
        let id = if clip == Clip::Story { reply.need("/post_id")? } else { id.to_owned() };
        Ok(StepResult::id(id))
    }

    /// Waits until Facebook shows a clip.
    pub(super) async fn process(&self, call: &Call<'_>) -> Result<Progress> {
        let id = clip_id(call)?;
        let reply = self.door(call.session).get(id, "/{video}", &[("fields", "status")]).await?;
        let status = reply.text("/status/video_status").unwrap_or_default();
        let waited = call.now - call.intent_at;
        match status.as_str() {
            "ready" | "published" => Ok(Progress::Done(StepResult::id(id))),
            "error" | "expired" => {
                let words = reply.text("/status/processing_phase/errors/0/message").unwrap_or_default();
                let no = No { code: "352".to_owned(), words, retry_after: None };
                Err(refuse(self.graph.api.facts, 400, no, reply.body.to_string()))
            }
            _ if waited > LONGEST_WORK => Err(reply.unreadable("Facebook has worked on the clip for over an hour")),
            _ if waited < TimeDelta::minutes(2) => Ok(Progress::Wait { seconds: 10 }),
            _ => Ok(Progress::Wait { seconds: 60 }),
        }
    }

    /// Writes the first comment, as the Page.
    pub(super) async fn first_comment(&self, call: &Call<'_>) -> Result<Progress> {
        let text = call.draft.first_comment.as_deref().unwrap_or_default();
        let path = format!("{}/comments", published(call)?);
        let reply = self.door(call.session).post(&path, "/{post}/comments", &[("message", text)]).await?;
        Ok(Progress::Done(StepResult::id(reply.need("/id")?)))
    }
}

/// The ids of the pictures that were uploaded unseen, in their order.
pub(super) fn photo_ids<'a>(call: &Call<'a>) -> impl Iterator<Item = &'a str> {
    call.results(StepKind::Upload).filter_map(|result| result.id.as_deref())
}

/// The id of the clip that was opened.
pub(super) fn clip_id<'a>(call: &Call<'a>) -> Result<&'a str> {
    call.result(StepKind::Container, None).and_then(|result| result.id.as_deref()).ok_or_else(no_clip)
}

/// The id of the post that is up.
pub(super) fn published<'a>(call: &Call<'a>) -> Result<&'a str> {
    call.result(StepKind::Publish, None).and_then(|result| result.id.as_deref()).ok_or_else(no_clip)
}

fn clip_of<'a>(call: &Call<'a>) -> Result<&'a Media> {
    call.draft.media.first().ok_or_else(no_clip)
}

fn no_clip() -> Error {
    Error::Input {
        field: "steps",
        why: "The post was not prepared at Facebook yet, or its files changed since. Publish it again.".to_owned(),
    }
}
