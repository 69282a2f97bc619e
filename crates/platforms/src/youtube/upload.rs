//! The resumable upload (developers.google.com, Resumable uploads, read 2026-11-20). A session is opened with what is
//! said of the clip; its address, which whoever has it can upload to, is kept before the first byte. Pieces follow in
//! order; an empty question tells how much has arrived. The last byte makes the clip.

use super::{HOST, YouTube, video};
use crate::{
    Call, Error, Found, Media, Progress, Result, StepKind, StepResult,
    reply::{No, list, refuse, text},
    upload::time_for,
};
use bytes::Bytes;
use chrono::TimeDelta;
use serde_json::Value;
use std::io::SeekFrom;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use troupe_net::{Request, Secret};
use url::Url;

/// All pieces but the last are a multiple of this.
const GRAIN_BYTES: u64 = 256 * 1024;
/// Bytes of a piece: small enough for a slow line to get one through in time.
const PIECE_BYTES: u64 = 8 * GRAIN_BYTES;
/// How often YouTube may take nothing of a piece before we stop for now.
const MAX_STALLS: u32 = 3;
/// How long a new clip may take to show among a channel's uploads, in seconds.
const SHOWS_AFTER_SECONDS: i64 = 120;
/// How far Google's clock may be behind ours, in seconds.
const CLOCK_SECONDS: i64 = 120;
/// What the errors call the session.
const ROUTE: &str = "/upload/youtube/v3/videos";

/// How a session stands.
#[derive(Debug)]
enum Standing {
    /// So many bytes have arrived.
    Open(u64),
    /// The clip is there.
    Complete(Value),
    /// YouTube knows the session no longer.
    Gone,
}

impl YouTube {
    /// Opens the session. One that was opened before and got lost is simply never used.
    pub(super) async fn open_upload(&self, call: &Call<'_>) -> Result<Progress> {
        let (_, clip) = video::clip_of(call.draft)?;
        let total = length(clip).await?;
        let mut url = self.api.url(HOST, ROUTE)?;
        url.query_pairs_mut().append_pair("uploadType", "resumable").append_pair("part", "snippet,status");
        if let Some(notify) = call.draft.fields.get("notify_subscribers").and_then(Value::as_bool) {
            url.query_pairs_mut().append_pair("notifySubscribers", if notify { "true" } else { "false" });
        }
        let request = Request::post(url.clone(), ROUTE)
            .bearer(&call.session.tokens.access)?
            .header("x-upload-content-length", &total.to_string())?
            .header("x-upload-content-type", &clip.mime_type)?
            .json(&video::resource(call.draft))?;
        let response = self.api.web.client.send(request).await?;
        let response = response.ok().await.map_err(|error| self.api.refused(error))?;
        let address = response.header("location").and_then(|address| address.parse::<Url>().ok());
        let address = address.filter(|address| is_googles(address, &url)).ok_or_else(|| Error::Unreadable {
            platform: self.api.facts.platform,
            route: ROUTE.into(),
            why: "it named no address for the upload".to_owned(),
        })?;
        Ok(Progress::Done(StepResult { secret: Some(Secret::new(address.as_str())), ..StepResult::default() }))
    }

    /// Sends all bytes but the last few, from where an earlier try broke off.
    pub(super) async fn send_most(&self, call: &Call<'_>) -> Result<Progress> {
        let mut upload = self.resume(call).await?;
        let rest = rest_begins(upload.total);
        self.send_until(&mut upload, rest).await?;
        Ok(Progress::Done(StepResult::default()))
    }

    /// Sends the last bytes: then the clip is there.
    pub(super) async fn send_rest(&self, call: &Call<'_>) -> Result<Progress> {
        let mut upload = self.resume(call).await?;
        let total = upload.total;
        self.send_until(&mut upload, total).await?;
        match &upload.standing {
            Standing::Complete(clip) => self.done(clip).map(Progress::Done),
            // Everything has arrived and nothing was said of a clip: it is looked for.
            Standing::Open(_) | Standing::Gone => Err(Error::Unreadable {
                platform: self.api.facts.platform,
                route: ROUTE.into(),
                why: "it has all bytes and names no clip yet".to_owned(),
            }),
        }
    }

    /// Whether the clip is there: the session knows; where it is gone, the channel's newest uploads do.
    pub(super) async fn look_for(&self, call: &Call<'_>) -> Result<Found> {
        let (_, clip) = video::clip_of(call.draft)?;
        let total = length(clip).await?;
        let standing = match session_of(call) {
            Some(address) => self.ask_session(call, address, total, None).await?,
            None => Standing::Gone,
        };
        match standing {
            Standing::Complete(clip) => self.done(&clip).map(Found::Done),
            Standing::Open(received) if received >= total => Ok(Found::Later { seconds: 5 }),
            Standing::Open(_) => Ok(Found::Absent),
            Standing::Gone => self.find_upload(call).await,
        }
    }

    /// Looks among the channel's newest uploads for a clip of this title.
    async fn find_upload(&self, call: &Call<'_>) -> Result<Found> {
        let playlist = call.session.account.details.get("uploads_playlist").and_then(Value::as_str);
        let Some(playlist) = playlist else {
            let known = "The upload's session is gone, and this channel names no list of its uploads. Look in YouTube Studio whether the clip is there.";
            return Ok(Found::Unclear { known: known.to_owned() });
        };
        let mut url = self.data("playlistItems")?;
        url.query_pairs_mut()
            .append_pair("part", "snippet,contentDetails")
            .append_pair("maxResults", "50")
            .append_pair("playlistId", playlist);
        let request = Request::get(url, "/youtube/v3/playlistItems").bearer(&call.session.tokens.access)?;
        let page = self.api.ask(request).await?;
        let since = call.intent_at - TimeDelta::seconds(CLOCK_SECONDS);
        let title = video::title_of(call.draft);
        let is_ours = |item: &&Value| {
            let at = text(item, "/snippet/publishedAt").and_then(|at| at.parse::<chrono::DateTime<chrono::Utc>>().ok());
            text(item, "/snippet/title").as_deref() == title && at.is_some_and(|at| at >= since)
        };
        let found =
            list(&page.body, "/items").iter().find(is_ours).and_then(|item| text(item, "/contentDetails/videoId"));
        let left = (call.intent_at + TimeDelta::seconds(SHOWS_AFTER_SECONDS) - call.now).num_seconds();
        Ok(match (found, u64::try_from(left)) {
            (Some(id), _) => Found::Done(StepResult::id(&id).with("permalink", video::permalink(&id))),
            (None, Ok(seconds)) if seconds > 0 => Found::Later { seconds },
            (None, _) => Found::Absent,
        })
    }

    fn done(&self, clip: &Value) -> Result<StepResult> {
        let id = text(clip, "/id").filter(|id| !id.is_empty()).ok_or_else(|| Error::Unreadable {
            platform: self.api.facts.platform,
            route: ROUTE.into(),
            why: "/id is missing".to_owned(),
        })?;
        Ok(StepResult::id(&id).with("permalink", video::permalink(&id)))
    }

    /// The upload as it stands.
    async fn resume<'c>(&self, call: &'c Call<'c>) -> Result<Upload<'c>> {
        let (_, clip) = video::clip_of(call.draft)?;
        let total = length(clip).await?;
        let Some(address) = session_of(call) else { return Err(self.gone()) };
        match self.ask_session(call, address, total, None).await? {
            Standing::Gone => Err(self.gone()),
            standing => Ok(Upload { call, clip, address, total, standing }),
        }
    }

    /// Sends pieces until `end` bytes have arrived, or the clip is there.
    async fn send_until(&self, upload: &mut Upload<'_>, end: u64) -> Result<()> {
        let mut stalls = 0;
        while let Standing::Open(received) = upload.standing
            && received < end
        {
            let piece = read(upload.clip, received, (end - received).min(PIECE_BYTES)).await?;
            let piece = Some((received, piece));
            upload.standing = self.ask_session(upload.call, upload.address, upload.total, piece).await?;
            match upload.standing {
                Standing::Gone => return Err(self.gone()),
                Standing::Open(now) if now <= received => stalls += 1,
                _ => stalls = 0,
            }
            if stalls >= MAX_STALLS {
                let no = No { code: "uploading".to_owned(), ..No::default() };
                return Err(refuse(self.api.facts, 503, no, String::new()));
            }
        }
        Ok(())
    }

    /// Sends a piece that begins at an offset, or asks how much has arrived.
    async fn ask_session(
        &self,
        call: &Call<'_>,
        address: &Secret,
        total: u64,
        piece: Option<(u64, Bytes)>,
    ) -> Result<Standing> {
        let url: Url = address.expose().parse().map_err(troupe_net::Error::address)?;
        let (range, bytes) = match piece {
            Some((from, bytes)) => (format!("bytes {from}-{}/{total}", from + bytes.len() as u64 - 1), bytes),
            None => (format!("bytes */{total}"), Bytes::new()),
        };
        let request = Request::put(url, ROUTE)
            .bearer(&call.session.tokens.access)?
            .hides(address)
            .header("content-range", &range)?
            .within(time_for(bytes.len() as u64))
            .bytes(bytes, "application/octet-stream")?
            .keeping_redirects();
        let response = self.api.web.client.send(request).await?;
        match response.status() {
            308 => Ok(Standing::Open(received(response.header("range")))),
            404 | 410 => Ok(Standing::Gone),
            _ => {
                let response = response.ok().await.map_err(|error| self.api.refused(error))?;
                Ok(Standing::Complete(response.json().await?))
            }
        }
    }

    fn gone(&self) -> Error {
        refuse(self.api.facts, 410, No { code: "session_gone".to_owned(), ..No::default() }, String::new())
    }
}

/// An upload under way.
struct Upload<'c> {
    call: &'c Call<'c>,
    clip: &'c Media,
    address: &'c Secret,
    total: u64,
    standing: Standing,
}

/// The session's address.
fn session_of<'c>(call: &'c Call<'_>) -> Option<&'c Secret> {
    call.results(StepKind::Container).find_map(|result| result.secret.as_ref())
}

/// Where the last bytes begin: a whole number of grains from the start, and at least one byte before the end.
fn rest_begins(total: u64) -> u64 {
    total.saturating_sub(1) / GRAIN_BYTES * GRAIN_BYTES
}

/// How many bytes a `Range: bytes=0-x` says have arrived; none without it.
fn received(range: Option<&str>) -> u64 {
    let last = range.and_then(|range| range.rsplit_once('-')).and_then(|(_, last)| last.trim().parse::<u64>().ok());
    last.map_or(0, |last| last + 1)
}

/// Whether a session's address is one to which our token may go: where it was asked for, or another host of Google's
/// interface.
fn is_googles(address: &Url, asked: &Url) -> bool {
    let is_api = address.host_str().is_some_and(|host| host.ends_with(".googleapis.com"));
    address.origin() == asked.origin() || (address.scheme() == "https" && is_api)
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
        if bytes.is_empty() { Err(std::io::ErrorKind::UnexpectedEof.into()) } else { Ok(Bytes::from(bytes)) }
    };
    piece.await.map_err(|source| clip.unread(source))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_last_bytes_are_never_none_and_begin_at_a_whole_grain() {
        for (total, expected) in [
            (1, 0),
            (GRAIN_BYTES, 0),
            (GRAIN_BYTES + 1, GRAIN_BYTES),
            (2 * GRAIN_BYTES, GRAIN_BYTES),
            (5_000_000, 19 * GRAIN_BYTES),
        ] {
            assert_eq!(rest_begins(total), expected, "{total}");
        }
    }

    #[test]
    fn what_has_arrived_is_read_from_the_range() {
        for (range, expected) in
            [(None, 0), (Some("bytes=0-262143"), 262_144), (Some("0-9"), 10), (Some("bytes=0-x"), 0)]
        {
            assert_eq!(received(range), expected, "{range:?}");
        }
    }

    #[test]
    fn the_token_goes_to_google_alone() {
        let asked = "https://www.googleapis.com/upload/youtube/v3/videos".parse().unwrap();
        for (address, expected) in [
            ("https://www.googleapis.com/upload/youtube/v3/videos?upload_id=1", true),
            ("https://youtube.googleapis.com/upload?upload_id=1", true),
            ("http://youtube.googleapis.com/upload?upload_id=1", false),
            ("https://googleapis.com.example.org/", false),
            ("https://example.org/upload", false),
        ] {
            assert_eq!(is_googles(&address.parse().unwrap(), &asked), expected, "{address}");
        }
    }
}
