//! Clips: a posting is opened, its bytes come in pieces to an address of its own, and the last one makes the post.

use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::faults::FaultKind;
use super::super::posts::Media;
use super::super::secret;
use super::super::world::World;
use super::creator::check;
use super::posting::{Posting, admit, complete};
use super::{NAME, UPLOAD, refused, signed_in, told};

/// How long the address for the bytes holds.
const LIFE: TimeDelta = TimeDelta::hours(1);
const MAX_TITLE: usize = 2200;
/// Bytes of a piece, at least and at most, and of the last one; a megabyte counts as a million at the lower end.
const MIN_PIECE: u64 = 5_000_000;
const MAX_PIECE: u64 = 64 * 1024 * 1024;
const MAX_LAST: u64 = 128 * 1024 * 1024;
const MAX_PIECES: u64 = 1000;

fn invalid(words: &str) -> Answer {
    refused(400, "invalid_params", words)
}

/// Opens a posting: direct, or for the inbox of the app.
pub(super) async fn init(world: Arc<World>, call: Call) -> Reply {
    let is_inbox = call.slug == "init_inbox_video";
    let scope = if is_inbox { "video.upload" } else { "video.publish" };
    let account = world.read(NAME, |view| signed_in(view, &call, scope))?;
    let info = if is_inbox { Value::Null } else { call.json["post_info"].clone() };
    if !is_inbox {
        check(&account, &info)?;
        if info["title"].as_str().unwrap_or_default().encode_utf16().count() > MAX_TITLE {
            return Err(invalid("The title is too long."));
        }
    }
    let source = &call.json["source_info"];
    if source["source"] != "FILE_UPLOAD" {
        return Err(invalid("The source is not supported."));
    }
    let number = |name: &str| source[name].as_u64().unwrap_or(0);
    let (size, piece, count) = (number("video_size"), number("chunk_size"), number("total_chunk_count"));
    let is_whole = count == 1 && piece == size && size <= MAX_PIECE;
    let is_cut = size >= MIN_PIECE
        && (MIN_PIECE..=MAX_PIECE).contains(&piece)
        && count == size / piece.max(1)
        && count <= MAX_PIECES
        && size - piece * count.saturating_sub(1) <= MAX_LAST;
    if size == 0 || !(is_whole || is_cut) {
        return Err(invalid("The total chunk count is invalid."));
    }
    admit(&world, &account)?;
    let (random, token) = (secret::random(), secret::random());
    let id = if is_inbox { format!("v_inbox_file~v2.{random}") } else { format!("v_pub_file~v2-1.{random}") };
    world.change(NAME, call.slug, |change| {
        let posting = Posting {
            account: account.id.clone(),
            info,
            size,
            piece,
            count,
            pieces: Vec::new(),
            received: 0,
            ready_at: None,
            problem: None,
            post: None,
            ends_at: change.now + LIFE,
        };
        change.put(id.as_str(), &posting);
        Ok(())
    })?;
    let address = world.at(UPLOAD, &format!("/video/?upload_id={id}&upload_token={token}"));
    Ok(told(&json!({"publish_id": id, "upload_url": address})))
}

/// Takes a piece: in order, and once. The last one makes the post.
pub(super) async fn receive(world: Arc<World>, call: Call) -> Reply {
    let id = call.query("upload_id").unwrap_or_default().to_owned();
    let wrong = |status: u16, words: &str| Answer::text(status, words);
    let range = call.header("content-range").and_then(|range| range.strip_prefix("bytes "));
    let range = range.and_then(|range| range.split_once('/')).and_then(|(range, total)| {
        let (from, to) = range.split_once('-')?;
        Some((from.parse::<u64>().ok()?, to.parse::<u64>().ok()?, total.parse::<u64>().ok()?))
    });
    let Some((from, to, total)) = range else { return Err(wrong(400, "Content-Range is missing.")) };
    if call.body.len() as u64 != (to + 1).saturating_sub(from) {
        return Err(wrong(400, "Content-Length does not match Content-Range."));
    }
    let name = world.keep(&call.body)?;
    world.change(NAME, call.slug, |change| {
        let mut posting = change.get::<Posting>(&id).ok_or_else(|| wrong(404, "Unknown upload."))?;
        if posting.ends_at <= change.now || call.strikes(FaultKind::ContainerExpired) {
            return Err(wrong(403, "The upload address has expired."));
        }
        let done = posting.pieces.len() as u64;
        let is_last = done + 1 == posting.count;
        let wanted = if is_last { posting.size } else { (done + 1) * posting.piece };
        if total != posting.size || posting.ready_at.is_some() || from != posting.received || to + 1 != wanted {
            return Err(wrong(416, "The range is not satisfiable."));
        }
        posting.pieces.push(name.clone());
        posting.received = to + 1;
        if is_last {
            let account = change.get::<Account>(&posting.account).ok_or_else(|| wrong(404, "Unknown upload."))?;
            let bytes: Vec<u8> = posting.pieces.iter().filter_map(|piece| world.kept(piece)).flatten().collect();
            let media = Media::keep(&world, &bytes, None)?;
            let seconds = account.number("video_seconds").unwrap_or(4);
            posting.ready_at = Some(change.now + TimeDelta::seconds(seconds));
            if !media.is_video() || call.strikes(FaultKind::ProcessingFails) {
                posting.problem = Some("file_format_check_failed".to_owned());
            } else {
                let title = posting.info["title"].as_str().unwrap_or_default().to_owned();
                complete(change, &account, &mut posting, vec![media], &title);
            }
        }
        change.put(id.as_str(), &posting);
        let range = format!("bytes 0-{to}/{total}");
        Ok(Answer::empty(if is_last { 201 } else { 206 }).header("content-range", range))
    })
}
