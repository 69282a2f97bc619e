//! Pictures: fetched from a verified address after the call that posts them.

use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::super::answer::Reply;
use super::super::call::Call;
use super::super::faults::FaultKind;
use super::super::fetch::{self, FetchProblem, Wanted};
use super::super::posts::Media;
use super::super::secret;
use super::super::world::World;
use super::creator::check;
use super::posting::{Posting, admit, complete};
use super::{NAME, refused, signed_in, told};

const MAX_IMAGE: usize = 20_000_000;
const MAX_IMAGES: usize = 35;
const MAX_TITLE: usize = 90;
const MAX_DESCRIPTION: usize = 4000;
/// 1080p, whichever way it is turned.
const MAX_SIDES: (u32, u32) = (1920, 1080);

/// Posts pictures: direct, or for the inbox of the app.
pub(super) async fn init(world: Arc<World>, call: Call) -> Reply {
    let is_inbox = call.text("post_mode").as_deref() == Some("MEDIA_UPLOAD");
    let scope = if is_inbox { "video.upload" } else { "video.publish" };
    let account = world.read(NAME, |view| signed_in(view, &call, scope))?;
    let invalid = |words: &str| refused(400, "invalid_params", words);
    if call.text("media_type").as_deref() != Some("PHOTO") {
        return Err(invalid("The media type is invalid."));
    }
    let info = call.json["post_info"].clone();
    if !is_inbox {
        check(&account, &info)?;
    }
    let units = |name: &str| info[name].as_str().unwrap_or_default().encode_utf16().count();
    if units("title") > MAX_TITLE || units("description") > MAX_DESCRIPTION {
        return Err(invalid("The title or the description is too long."));
    }
    let source = &call.json["source_info"];
    let addresses: Vec<String> =
        source["photo_images"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    if source["source"] != "PULL_FROM_URL" || addresses.is_empty() || addresses.len() > MAX_IMAGES {
        return Err(invalid("The photo source is invalid."));
    }
    let verified = account.text("verified").unwrap_or_default();
    if !addresses.iter().all(|address| address.contains(verified)) {
        return Err(refused(403, "url_ownership_unverified", "The URL ownership is not verified."));
    }
    admit(&world, &account)?;
    let fetched = fetch_all(&world, &addresses).await;
    let id = format!("p_pub_url~v2.{}", secret::random());
    world.change(NAME, call.slug, |change| {
        let text = match info["description"].as_str().unwrap_or_default() {
            "" => info["title"].as_str().unwrap_or_default().to_owned(),
            text => text.to_owned(),
        };
        let seconds = account.number("image_seconds").unwrap_or(0);
        let mut posting = Posting {
            account: account.id.clone(),
            info: if is_inbox { Value::Null } else { info.clone() },
            size: 0,
            piece: 0,
            count: 0,
            pieces: Vec::new(),
            received: 0,
            ready_at: Some(change.now + TimeDelta::seconds(seconds)),
            problem: None,
            post: None,
            ends_at: change.now,
        };
        match fetched {
            _ if call.strikes(FaultKind::ProcessingFails) => {
                posting.problem = Some("picture_size_check_failed".to_owned())
            }
            Ok(media) => complete(change, &account, &mut posting, media, &text),
            Err(problem) => posting.problem = Some(problem.to_owned()),
        }
        change.put(id.as_str(), &posting);
        Ok(told(&json!({ "publish_id": id })))
    })
}

/// The pictures, or the reason why the posting fails.
async fn fetch_all(world: &World, addresses: &[String]) -> Result<Vec<Media>, &'static str> {
    let wanted = Wanted { max_bytes: MAX_IMAGE, types: &["image/"] };
    let mut media = Vec::new();
    for address in addresses {
        let fetched = fetch::fetch(world, address, wanted).await.map_err(|problem| match problem {
            FetchProblem::TooLarge => "picture_size_check_failed",
            FetchProblem::Type(_) => "file_format_check_failed",
            _ => "photo_pull_failed",
        })?;
        let picture = Media::keep(world, &fetched.bytes, Some(&fetched.content_type)).map_err(|_| "internal")?;
        if !matches!(picture.content_type.as_str(), "image/jpeg" | "image/webp") {
            return Err("file_format_check_failed");
        }
        let (width, height) = (picture.width.unwrap_or(0), picture.height.unwrap_or(0));
        if width.max(height) > MAX_SIDES.0 || width.min(height) > MAX_SIDES.1 {
            return Err("picture_size_check_failed");
        }
        media.push(picture);
    }
    Ok(media)
}
