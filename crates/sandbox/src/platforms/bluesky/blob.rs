//! Blobs: bytes that wait for a record to name them.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::faults::FaultKind;
use super::super::posts::Media;
use super::super::world::{Record, View, World};
use super::{NAME, cid, invalid, refused, session};

/// The largest blob that the server takes, in bytes.
const MAX_BLOB: usize = 50 << 20;
/// How long a blob that no record names is kept, in hours. The real server says no number; a day is generous.
const UNUSED_HOURS: i64 = 24;

/// A blob of an account. Its record's id is `DID/CID`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Blob {
    pub(super) media: Media,
    /// When it is collected, unless a record names it.
    pub(super) expires_at: Option<DateTime<Utc>>,
}

impl Record for Blob {
    const KIND: &'static str = "blob";
}

pub(super) async fn upload(world: Arc<World>, call: Call) -> Reply {
    let account = world.read(NAME, |view| session::signed_in(view, &call))?;
    let Some(said) = call.content_type() else {
        return Err(invalid("Request encoding (Content-Type) required but not provided"));
    };
    if call.body.is_empty() {
        return Err(invalid("A request body was expected but none was provided"));
    }
    if call.body.len() > MAX_BLOB {
        return Err(refused(413, "PayloadTooLarge", "request entity too large"));
    }
    let mut media = Media::keep(&world, &call.body, Some(&said))?;
    // The server looks at the bytes; only where they tell nothing does the client's word count.
    if media.content_type == "application/octet-stream" {
        media.content_type = said;
    }
    let cid = cid::of_bytes(&call.body);
    let shown = json!({"$type": "blob", "ref": {"$link": cid}, "mimeType": media.content_type, "size": media.size});
    world.change(NAME, call.slug, |change| {
        let id = format!("{}/{cid}", account.id);
        let is_kept = change.get::<Blob>(&id).is_some_and(|blob| blob.expires_at.is_none());
        let life = if call.strikes(FaultKind::ContainerExpired) { 0 } else { UNUSED_HOURS };
        let expires_at = (!is_kept).then(|| change.now + TimeDelta::hours(life));
        change.put(id, &Blob { media, expires_at });
        Ok(Answer::json(200, &json!({"blob": shown})))
    })
}

/// The blob that a record names, if it is still there and is what the record says.
pub(super) fn named(
    view: &View,
    did: &str,
    reference: &Value,
    largest: u64,
    accept: &str,
) -> Result<(String, Blob), Answer> {
    let cid = reference["ref"]["$link"].as_str().unwrap_or_default();
    let id = format!("{did}/{cid}");
    let there = view.get::<Blob>(&id).filter(|blob| blob.expires_at.is_none_or(|end| end > view.now));
    let blob = there.ok_or_else(|| refused(400, "BlobNotFound", &format!("Could not find blob: {cid}")))?;
    let (size, kind) = (blob.media.size, &blob.media.content_type);
    if size > largest {
        let words =
            format!("This file is too large. It is {} but the maximum size is {}.", amount(size), amount(largest));
        return Err(refused(400, "BlobTooLarge", &words));
    }
    let said = reference["mimeType"].as_str().unwrap_or_default();
    if said != kind {
        let words = format!("Referenced Mimetype does not match stored blob. Expected: {kind}, Got: {said}");
        return Err(refused(400, "InvalidMimeType", &words));
    }
    let is_accepted = accept.split(',').any(|accepted| match accepted.strip_suffix('*') {
        Some(start) => kind.starts_with(start),
        None => kind == accepted,
    });
    if !is_accepted {
        let words = format!("Wrong mimetype. It is {kind} but it must match any of {accept}.");
        return Err(refused(400, "InvalidMimeType", &words));
    }
    Ok((id, blob))
}

/// A number of bytes as the server writes it, in units of 1024: `1.91MB`.
fn amount(bytes: u64) -> String {
    let (divided, unit) = match bytes {
        0..1024 => return format!("{bytes}B"),
        1024..0x10_0000 => (bytes as f64 / 1024.0, "KB"),
        _ => (bytes as f64 / 1_048_576.0, "MB"),
    };
    let text = format!("{divided:.2}");
    format!("{}{unit}", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_written_as_the_server_writes_it() {
        let written = [(900, "900B"), (1_000_000, "976.56KB"), (2_000_000, "1.91MB"), (3 << 20, "3MB")];
        for (bytes, words) in written {
            assert_eq!(amount(bytes), words);
        }
    }
}
