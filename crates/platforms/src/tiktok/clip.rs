//! A clip: the posting is opened with what is said of it, its bytes follow in pieces, and the last piece makes the post.
//! The posting's id is written down before the first byte; nothing is posted before the last, so that a posting that
//! never got it is simply forgotten. Which bytes have come is told by the id, and so is what became of them.
//!
//! Source: TikTok for Developers, "Content Posting API: media transfer guide" (read 2026-11-05): pieces of 5 to 64 MB in
//! order, the last up to 128 MB, less than 5 MB in one; `total_chunk_count` is the size divided by the piece, rounded
//! down; the address of the upload holds for an hour.

use super::{TikTok, answer::unsure, creator::Creator, posting_id, privacy_of};
use crate::{
    Call, Draft, Error, Found, Media, MediaKind, Progress, RefusalKind, Result, Step, StepKind, StepResult,
    reply::{No, Reply, refuse},
    upload::time_for,
};
use bytes::Bytes;
use serde_json::{Map, Value, json};
use std::io::SeekFrom;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use troupe_net::{Request, Secret};
use url::Url;

/// Bytes of a piece: small enough for a slow line, and above the least that TikTok takes however it counts a megabyte.
const PIECE_BYTES: u64 = 8 * 1024 * 1024;
/// Seconds until it makes sense to ask again what became of a clip.
const LOOK_SECONDS: u64 = 10;
const UPLOAD_ROUTE: &str = "/video/";
const STATUS: &str = "/v2/post/publish/status/fetch/";

/// The posting is opened; all pieces but the last follow unseen; the last one makes the post.
pub(super) fn plan(draft: &Draft) -> Result<Vec<Step>> {
    clip_of(draft)?;
    Ok(vec![
        Step::hidden(StepKind::Container, Some(0)),
        Step::hidden(StepKind::Upload, Some(0)),
        // TikTok has no place for a mark of ours: the posting's id is one.
        Step::public(StepKind::Publish, ""),
    ])
}

fn clip_of(draft: &Draft) -> Result<&Media> {
    draft.media.iter().find(|media| media.kind == MediaKind::Video).ok_or_else(|| Error::Input {
        field: "media",
        why: "A file of this post is no longer there. Choose it again.".to_owned(),
    })
}

/// How a clip is cut: the bytes of a piece, and how many pieces there are.
fn pieces(total: u64) -> (u64, u64) {
    if total < 2 * PIECE_BYTES { (total, 1) } else { (PIECE_BYTES, total / PIECE_BYTES) }
}

/// Where a piece begins, and where it ends: the last one takes what is left.
fn range_of(total: u64, piece: u64) -> (u64, u64) {
    let (size, count) = pieces(total);
    (piece * size, if piece + 1 >= count { total } else { (piece + 1) * size })
}

/// What became of a posting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// So many bytes have come; `None` when TikTok does not say.
    Awaits(Option<u64>),
    /// It is worked on.
    AtWork,
    /// It lies in the inbox of the creator's app.
    Inbox,
    /// It is posted; with its public id, where it has one.
    Up(Option<String>),
    /// It is no post, and never will be.
    Failed(String),
}

impl TikTok {
    /// Opens the posting, after asking what the account may post now. One that was opened before and got lost is simply
    /// never used.
    pub(super) async fn open_upload(&self, call: &Call<'_>) -> Result<Progress> {
        let creator = self.ask_creator(call).await?;
        let total = length(clip_of(call.draft)?).await?;
        let (size, count) = pieces(total);
        let source = json!({"source": "FILE_UPLOAD", "video_size": total, "chunk_size": size,
            "total_chunk_count": count});
        let (path, body) = match privacy_of(call.draft) {
            Some(privacy) => (
                "/v2/post/publish/video/init/",
                json!({"post_info": post_info(call.draft, privacy, &creator), "source_info": source}),
            ),
            None => ("/v2/post/publish/inbox/video/init/", json!({ "source_info": source })),
        };
        let reply = self.ask(call.session, path, &body).await?;
        let id = reply.need("/data/publish_id")?;
        let address: Url =
            reply.need("/data/upload_url")?.parse().map_err(|_| reply.unreadable("no upload address"))?;
        Ok(Progress::Done(StepResult { secret: Some(Secret::new(address.as_str())), ..StepResult::id(id) }))
    }

    /// Sends all pieces but the last. What an earlier try left behind can't be gone on with: TikTok takes the pieces in
    /// order, and once.
    pub(super) async fn send_most(&self, call: &Call<'_>) -> Result<Progress> {
        let clip = clip_of(call.draft)?;
        let total = length(clip).await?;
        let last = pieces(total).1 - 1;
        for piece in 0..last {
            self.send_piece(call, clip, total, piece).await?;
        }
        Ok(Progress::Done(StepResult::default()))
    }

    /// Sends the last piece, unless it came before; then the clip is a post as soon as TikTok is done with it.
    pub(super) async fn send_rest(&self, call: &Call<'_>) -> Result<Progress> {
        let clip = clip_of(call.draft)?;
        let total = length(clip).await?;
        let mut standing = self.standing(call, publish_id(call)?).await?;
        if let Standing::Awaits(received) = standing
            && received.is_none_or(|received| received < total)
        {
            let sent = self.send_piece(call, clip, total, pieces(total).1 - 1).await;
            sent.map_err(unsure)?;
            standing = self.standing(call, publish_id(call)?).await.map_err(at_work_unless_said)?;
        }
        match self.outcome(call, &standing) {
            Some(result) => Ok(Progress::Done(result)),
            None => match standing {
                Standing::Failed(reason) => Err(self.failed(&reason)),
                // It has everything and says nothing yet: it is looked for.
                _ => Err(self.at_work()),
            },
        }
    }

    /// Whether the clip is up.
    pub(super) async fn look_for_clip(&self, call: &Call<'_>) -> Result<Found> {
        let total = length(clip_of(call.draft)?).await?;
        let standing = match self.standing(call, publish_id(call)?).await {
            Err(error) if error.kind() == Some(RefusalKind::Gone) => return self.look_in_list(call).await,
            standing => standing?,
        };
        if let Some(result) = self.outcome(call, &standing) {
            return Ok(Found::Done(result));
        }
        Ok(match standing {
            // Nothing is posted before the last byte.
            Standing::Awaits(received) if received.is_none_or(|received| received < total) => Found::Absent,
            Standing::Failed(_) => Found::Absent,
            _ => Found::Later { seconds: LOOK_SECONDS },
        })
    }

    /// What is known of a posting that has come to its end well.
    pub(super) fn outcome(&self, call: &Call<'_>, standing: &Standing) -> Option<StepResult> {
        let publish_id = publish_id(call).unwrap_or_default();
        match standing {
            Standing::Up(Some(id)) => Some(StepResult::id(id).with("publish_id", publish_id)),
            Standing::Up(None) | Standing::Inbox => Some(StepResult::id(posting_id(call.draft, publish_id))),
            _ => None,
        }
    }

    /// What became of a posting.
    async fn standing(&self, call: &Call<'_>, publish_id: &str) -> Result<Standing> {
        self.status(call.session, publish_id).await
    }

    /// Sends one piece to the posting's address, which is its own key: no token goes there.
    async fn send_piece(&self, call: &Call<'_>, clip: &Media, total: u64, piece: u64) -> Result<()> {
        let address = call.results(StepKind::Container).find_map(|result| result.secret.as_ref());
        let address = address.ok_or_else(|| self.gone())?;
        let url: Url = address.expose().parse().map_err(troupe_net::Error::address)?;
        let (from, end) = range_of(total, piece);
        let bytes = read(clip, from, end - from).await?;
        let request = Request::put(url, UPLOAD_ROUTE)
            .hides(address)
            .header("content-range", &format!("bytes {from}-{}/{total}", end - 1))?
            .within(time_for(end - from))
            .bytes(bytes, &clip.mime_type)?;
        let response = self.api.web.client.send(request).await?;
        match response.status() {
            // The address has ended, or the pieces that came before do not fit: the posting is opened anew.
            400 | 403 | 404 | 410 | 416 => Err(self.gone()),
            _ => response.ok().await.map(drop).map_err(|error| self.api.refused(error)),
        }
    }

    fn gone(&self) -> Error {
        refuse(self.api.facts, 410, No { code: "upload_gone".to_owned(), ..No::default() }, String::new())
    }

    /// Not a "no": the outcome is not known yet.
    pub(super) fn at_work(&self) -> Error {
        refuse(self.api.facts, 503, No { code: "at_work".to_owned(), ..No::default() }, String::new())
    }

    /// The refusal that a posting's reason is.
    pub(super) fn failed(&self, reason: &str) -> Error {
        let no = No { code: reason.to_owned(), words: reason.replace('_', " "), retry_after: None };
        refuse(self.api.facts, 400, no, reason.to_owned())
    }

    /// Asks what became of a posting.
    pub(super) async fn status(&self, session: &crate::Session, publish_id: &str) -> Result<Standing> {
        let reply = self.ask(session, STATUS, &json!({ "publish_id": publish_id })).await?;
        Ok(read_standing(&reply))
    }
}

fn read_standing(reply: &Reply) -> Standing {
    let public_id = || {
        // The word is TikTok's own spelling; the right one is read too, in case it is mended some day.
        let ids = ["/data/publicaly_available_post_id/0", "/data/publicly_available_post_id/0"];
        ids.iter().find_map(|pointer| reply.text(pointer))
    };
    match reply.text("/data/status").as_deref() {
        Some("PUBLISH_COMPLETE") => Standing::Up(public_id()),
        Some("SEND_TO_USER_INBOX") => Standing::Inbox,
        Some("FAILED") => Standing::Failed(reply.text("/data/fail_reason").unwrap_or_else(|| "failed".to_owned())),
        Some("PROCESSING_UPLOAD") => Standing::Awaits(reply.count("/data/uploaded_bytes")),
        _ => Standing::AtWork,
    }
}

/// The last piece was taken: an error of the question afterwards is no word about it.
fn at_work_unless_said(error: Error) -> Error {
    match error {
        Error::Refused(mut refusal) => {
            refusal.status = refusal.status.map(|status| status.max(500));
            if !matches!(refusal.kind, RefusalKind::TokenExpired | RefusalKind::TokenRevoked) {
                refusal.kind = RefusalKind::NotReady;
            }
            Error::Refused(refusal)
        }
        error => error,
    }
}

/// The posting's id.
pub(super) fn publish_id<'a>(call: &Call<'a>) -> Result<&'a str> {
    let id = call.results(StepKind::Container).find_map(|result| result.id.as_deref());
    id.ok_or_else(|| Error::Input {
        field: "steps",
        why: "The post was not prepared at TikTok yet. Publish it again.".to_owned(),
    })
}

/// What is said of a clip that is posted directly.
fn post_info(draft: &Draft, privacy: &str, creator: &Creator) -> Value {
    let mut info = shared_info(draft, privacy, creator);
    info.insert("title".to_owned(), json!(draft.text));
    info.insert("disable_duet".to_owned(), json!(creator.no_duets || is(draft, "disable_duet")));
    info.insert("disable_stitch".to_owned(), json!(creator.no_stitches || is(draft, "disable_stitch")));
    info.insert("is_aigc".to_owned(), json!(draft.ai_label));
    if let Some(moment) = draft.fields.get("cover_ms").and_then(Value::as_u64) {
        info.insert("video_cover_timestamp_ms".to_owned(), json!(moment));
    }
    Value::Object(info)
}

/// What is said of clips and pictures alike.
pub(super) fn shared_info(draft: &Draft, privacy: &str, creator: &Creator) -> Map<String, Value> {
    Map::from_iter([
        ("privacy_level".to_owned(), json!(privacy)),
        ("disable_comment".to_owned(), json!(creator.no_comments || is(draft, "disable_comment"))),
        ("brand_content_toggle".to_owned(), json!(is(draft, "brand_content"))),
        ("brand_organic_toggle".to_owned(), json!(is(draft, "brand_organic"))),
    ])
}

fn is(draft: &Draft, field: &str) -> bool {
    draft.fields.get(field).and_then(Value::as_bool) == Some(true)
}

async fn length(clip: &Media) -> Result<u64> {
    tokio::fs::metadata(&clip.path).await.map(|facts| facts.len()).map_err(|source| clip.unread(source))
}

/// Bytes of a file from an offset on.
async fn read(clip: &Media, from: u64, count: u64) -> Result<Bytes> {
    let piece = async {
        let mut file = tokio::fs::File::open(&clip.path).await?;
        file.seek(SeekFrom::Start(from)).await?;
        let mut bytes = Vec::new();
        file.take(count).read_to_end(&mut bytes).await?;
        if bytes.len() as u64 == count { Ok(Bytes::from(bytes)) } else { Err(std::io::ErrorKind::UnexpectedEof.into()) }
    };
    piece.await.map_err(|source| clip.unread(source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clip_is_cut_as_tiktok_counts() {
        const P: u64 = PIECE_BYTES;
        for (total, expected) in [
            (9, (9, 1)),
            (P, (P, 1)),
            (2 * P - 1, (2 * P - 1, 1)),
            (2 * P, (P, 2)),
            (3 * P - 1, (P, 2)),
            (3 * P, (P, 3)),
        ] {
            assert_eq!(pieces(total), expected, "{total}");
            // The pieces follow on each other, and the last one ends the clip.
            let mut at = 0;
            for piece in 0..expected.1 {
                let (from, end) = range_of(total, piece);
                assert!(from == at && end > from && end - from < 2 * P, "{total}: {piece}");
                at = end;
            }
            assert_eq!(at, total);
        }
    }
}
