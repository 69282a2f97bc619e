//! Files on their way to X: pictures in one call, clips in pieces with a wait until X has worked on them, and alt text.
//! Nothing of it is visible until a post names it.

use super::{X, answer::Method};
use crate::{
    Call, Error, Media, MediaKind, Progress, Result, Step, StepKind, StepResult,
    reply::{No, Reply, refuse},
    upload::time_for,
};
use chrono::TimeDelta;
use serde_json::{Value, json};
use tokio::io::AsyncReadExt;
use troupe_net::multipart::{Form, Part};

/// Bytes of a piece; X takes up to 5 MB, and a slow line shall get one through in time.
const PIECE_BYTES: u64 = 1024 * 1024;
/// Seconds between two looks when X does not say.
const LOOK_SECONDS: u64 = 5;

impl X {
    /// Sends the file of a step. A break means that it is sent anew: what X has of it is never shown.
    pub(super) async fn upload(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        let media = media_of(call, step)?;
        let reply = match media.kind {
            MediaKind::Image => self.send_picture(call, media).await?,
            MediaKind::Video => self.send_clip(call, media).await?,
        };
        let mut result = StepResult::id(reply.need("/data/id")?);
        if let Some(key) = reply.text("/data/media_key") {
            result = result.with("media_key", key);
        }
        if let Some(seconds) = reply.count("/data/expires_after_secs").and_then(|seconds| u32::try_from(seconds).ok()) {
            result = result.with("expires_at", (call.now + TimeDelta::seconds(seconds.into())).to_rfc3339());
        }
        Ok(Progress::Done(result))
    }

    async fn send_picture(&self, call: &Call<'_>, media: &Media) -> Result<Reply> {
        let form = Form::new().text("media_category", "tweet_image").part("media", media.part().await?);
        let request = self.call(call.session, Method::Post, "/2/media/upload", "/2/media/upload")?;
        self.ask(call.session, request.within(media.upload_time()).multipart(form)).await
    }

    async fn send_clip(&self, call: &Call<'_>, media: &Media) -> Result<Reply> {
        let path = "/2/media/upload/initialize";
        let words =
            json!({"media_type": media.mime_type, "total_bytes": media.size_bytes, "media_category": "tweet_video"});
        let begun = self.ask(call.session, self.call(call.session, Method::Post, path, path)?.json(&words)?).await?;
        let id = begun.need("/data/id")?;
        let mut file = tokio::fs::File::open(&media.path).await.map_err(|source| media.unread(source))?;
        for number in 0.. {
            let mut piece = Vec::new();
            let read = (&mut file).take(PIECE_BYTES).read_to_end(&mut piece).await;
            if read.map_err(|source| media.unread(source))? == 0 {
                break;
            }
            self.append(call, &id, number, piece).await?;
        }
        let path = format!("/2/media/upload/{id}/finalize");
        let request = self.call(call.session, Method::Post, &path, "/2/media/upload/{id}/finalize")?;
        self.ask(call.session, request).await
    }

    /// Sends one piece, and once more when it got lost on the way: the same number again is the same piece.
    async fn append(&self, call: &Call<'_>, id: &str, number: u32, piece: Vec<u8>) -> Result<()> {
        let piece = bytes::Bytes::from(piece);
        let send = || async {
            let path = format!("/2/media/upload/{id}/append");
            let part = Part::stream_with_length(piece.clone(), piece.len() as u64).file_name("piece");
            let form = Form::new().text("segment_index", number.to_string()).part("media", part);
            let request = self.call(call.session, Method::Post, &path, "/2/media/upload/{id}/append")?;
            self.ask(call.session, request.within(time_for(piece.len() as u64)).multipart(form)).await
        };
        match send().await {
            Err(Error::Net(error)) if error.is_transient() => send().await.map(drop),
            answer => answer.map(drop),
        }
    }

    /// Looks whether X has worked on a clip.
    pub(super) async fn follow(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        let id = uploaded(call, step.item)?;
        let path = format!("/2/media/upload?command=STATUS&media_id={id}");
        let reply = self.ask(call.session, self.call(call.session, Method::Get, &path, "/2/media/upload")?).await?;
        match reply.text("/data/processing_info/state").as_deref() {
            None | Some("succeeded") => Ok(Progress::Done(StepResult::default())),
            Some("failed") => {
                let words = reply.text("/data/processing_info/error/message").unwrap_or_default();
                let no = No { code: "processing_failed".to_owned(), words, retry_after: None };
                Err(refuse(self.api.facts, reply.status, no, reply.body.to_string()))
            }
            Some(_) => {
                let seconds = reply.count("/data/processing_info/check_after_secs").unwrap_or(LOOK_SECONDS);
                Ok(Progress::Wait { seconds: seconds.max(1) })
            }
        }
    }

    /// Writes the alt text of an uploaded picture.
    pub(super) async fn describe(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        let media = media_of(call, step)?;
        let words = json!({"id": uploaded(call, step.item)?, "metadata": {"alt_text": {"text": media.alt_text}}});
        let request = self.call(call.session, Method::Post, "/2/media/metadata", "/2/media/metadata")?;
        self.ask(call.session, request.json(&words)?).await?;
        Ok(Progress::Done(StepResult::default()))
    }

    /// The ids of all uploaded files in their order.
    ///
    /// # Errors
    /// A refusal that says so when X keeps one of them no longer: they are uploaded again.
    pub(super) fn media_ids(&self, call: &Call<'_>) -> Result<Vec<String>> {
        let is_past = |result: &StepResult| {
            let end = result.data.get("expires_at").and_then(Value::as_str);
            end.and_then(|end| end.parse::<chrono::DateTime<chrono::Utc>>().ok()).is_some_and(|end| end <= call.now)
        };
        if call.results(StepKind::Upload).any(is_past) {
            let no = No { code: "400".to_owned(), words: "media ids are invalid".to_owned(), retry_after: None };
            return Err(refuse(self.api.facts, 400, no, String::new()));
        }
        Ok(call.results(StepKind::Upload).filter_map(|result| result.id.clone()).collect())
    }
}

/// The file that a step is about.
fn media_of<'a>(call: &Call<'a>, step: &Step) -> Result<&'a Media> {
    step.item.and_then(|item| call.draft.media.get(item)).ok_or_else(|| missing("media"))
}

/// X's id of an uploaded file.
fn uploaded(call: &Call<'_>, item: Option<usize>) -> Result<String> {
    call.result(StepKind::Upload, item).and_then(|result| result.id.clone()).ok_or_else(|| missing("media"))
}

fn missing(field: &'static str) -> Error {
    Error::Input { field, why: "A file of this post was not uploaded yet. Plan the post anew.".to_owned() }
}
