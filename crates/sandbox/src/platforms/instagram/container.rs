//! Containers: what will be a post, prepared unseen.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::faults::FaultKind;
use super::super::fetch::{self, FetchProblem, Wanted};
use super::super::graph::{self, FACEBOOK};
use super::super::posts::Media;
use super::super::rates::Limit;
use super::super::world::{Record, View, World};
use super::{NAME, own_account, signed_in};

/// The largest picture and the largest clip, in bytes.
const MAX_IMAGE: usize = 8_000_000;
const MAX_VIDEO: usize = 300_000_000;
/// Width by height of a picture in the feed, with a rounded pixel's room.
const RATIOS: std::ops::RangeInclusive<f64> = 0.795..=1.92;
/// How long a container lives.
const LIFE: TimeDelta = TimeDelta::hours(24);
/// Containers in 24 hours.
const CONTAINERS: Limit = Limit { points: 400, seconds: 86_400 };
const MAX_CAPTION: usize = 2200;
const MAX_HASHTAGS: usize = 30;
const MAX_MENTIONS: usize = 20;
/// The subcode of a file that can't be worked on.
const BAD_CLIP: &str = "Error: Media upload has failed with error code 2207026";
const BAD_PICTURE: &str = "Error: Media upload has failed with error code 2207053";
const NOT_FETCHED: &str = "Error: Media upload has failed with error code 2207052";

/// A container.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Container {
    pub(super) account: String,
    /// `IMAGE`, `VIDEO`, `REELS`, `STORIES` or `CAROUSEL`.
    pub(super) kind: String,
    pub(super) is_child: bool,
    pub(super) media: Vec<Media>,
    pub(super) caption: String,
    pub(super) ai_label: bool,
    /// When it is worked on; `None` while bytes are awaited.
    pub(super) ready_at: Option<DateTime<Utc>>,
    /// Why it can't become a post.
    pub(super) problem: Option<String>,
    pub(super) expires_at: DateTime<Utc>,
    /// The post that it became.
    pub(super) post: Option<String>,
    /// How it ends when its bytes come, as it was armed.
    fails: bool,
    /// The pieces of a clip that came, by the names of their bytes.
    pieces: Vec<String>,
    received: u64,
}

impl Record for Container {
    const KIND: &'static str = "container";
}

/// The container of the account with this id.
pub(super) fn find(view: &View, account: &Account, id: &str) -> Option<Container> {
    view.get::<Container>(id).filter(|container| container.account == account.id)
}

/// What a container is made of.
enum Source {
    /// A picture or clip at an address.
    Fetched(Result<Media, String>),
    /// Bytes that will come to the upload host.
    Sent,
    /// Other containers.
    Children(Vec<String>),
}

pub(super) async fn create(world: Arc<World>, call: Call) -> Reply {
    let account = world.read(NAME, |view| own_account(view, &call))?;
    let text = |name: &str| call.text(name).filter(|text| !text.is_empty());
    let is_child = call.flag("is_carousel_item") == Some(true);
    let asked = text("media_type");
    let kind = asked.clone().unwrap_or_else(|| "IMAGE".to_owned());
    if !matches!(kind.as_str(), "IMAGE" | "VIDEO" | "REELS" | "STORIES" | "CAROUSEL")
        || asked.as_deref() == Some("IMAGE")
    {
        return Err(graph::refused(100, 2_207_023, "The media type is unknown."));
    }
    if kind == "VIDEO" && !is_child {
        return Err(graph::refused(
            100,
            0,
            "(#100) The VIDEO value for media_type is no longer supported. Use the REELS media type.",
        ));
    }
    if kind == "REELS" && is_child {
        return Err(graph::refused(100, 0, "(#100) Reels can not be used in a carousel."));
    }
    check_caption(&call)?;
    let source = source_of(&world, &call, &kind).await?;
    make(&world, &call, &account, kind, is_child, source)
}

/// Where the files come from: fetched now, sent later, or other containers.
async fn source_of(world: &World, call: &Call, kind: &str) -> Result<Source, Answer> {
    let text = |name: &str| call.text(name).filter(|text| !text.is_empty());
    if kind == "CAROUSEL" {
        let children = text("children").unwrap_or_default();
        return Ok(Source::Children(
            children.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect(),
        ));
    }
    // Only the Facebook login knows the way; the other one reads past it.
    if call.host == FACEBOOK && text("upload_type").as_deref() == Some("resumable") && kind != "IMAGE" {
        return Ok(Source::Sent);
    }
    match (text("image_url"), text("video_url")) {
        (Some(address), _) if matches!(kind, "IMAGE" | "STORIES") => {
            Ok(Source::Fetched(Ok(fetch_picture(world, &address, kind).await?)))
        }
        (_, Some(address)) if kind != "IMAGE" => Ok(Source::Fetched(fetch_clip(world, &address).await?)),
        _ if kind == "IMAGE" => Err(graph::refused(100, 0, "(#100) The parameter image_url is required")),
        _ => Err(graph::refused(100, 0, "(#100) The parameter video_url is required")),
    }
}

fn make(world: &World, call: &Call, account: &Account, kind: String, is_child: bool, source: Source) -> Reply {
    if !world.rates.spend(&format!("containers of {}", account.id), CONTAINERS, 1, world.now()).is_within {
        return Err(graph::refused(80_002, 0, "There have been too many calls to this Instagram account."));
    }
    world.change(NAME, call.slug, |change| {
        let seconds = |option: &str, usual| TimeDelta::seconds(account.number(option).unwrap_or(usual));
        let mut container = Container {
            account: account.id.clone(),
            kind,
            is_child,
            media: Vec::new(),
            caption: if is_child { String::new() } else { call.text("caption").unwrap_or_default() },
            ai_label: call.flag("is_ai_generated") == Some(true) && !is_child,
            ready_at: None,
            problem: None,
            expires_at: change.now + if call.strikes(FaultKind::ContainerExpired) { TimeDelta::zero() } else { LIFE },
            post: None,
            fails: call.strikes(FaultKind::ProcessingFails),
            pieces: Vec::new(),
            received: 0,
        };
        let is_sent = matches!(source, Source::Sent);
        match source {
            Source::Sent => {}
            Source::Fetched(Ok(media)) => {
                let is_picture = media.is_image();
                let alt = call.text("alt_text").filter(|_| is_picture && container.kind != "STORIES");
                let work = if is_picture { seconds("image_seconds", 0) } else { seconds("video_seconds", 4) };
                container.ready_at = Some(change.now + work);
                container.problem = container.fails.then(|| if is_picture { BAD_PICTURE } else { BAD_CLIP }.to_owned());
                container.media.push(Media { alt, ..media });
            }
            Source::Fetched(Err(problem)) => {
                container.ready_at = Some(change.now);
                container.problem = Some(problem);
            }
            Source::Children(children) => {
                container.media = children_of(change, account, &children)?;
                container.ready_at = Some(change.now + seconds("image_seconds", 0));
                container.problem = container.fails.then(|| BAD_PICTURE.to_owned());
            }
        }
        let id = format!("17{}", change.snowflake());
        change.put(id.as_str(), &container);
        let uri = format!("https://{}/ig-api-upload/v25.0/{id}", graph::UPLOAD);
        Ok(Answer::json(200, &if is_sent { json!({"id": id, "uri": uri}) } else { json!({ "id": id }) }))
    })
}

/// The files of a carousel, in order.
fn children_of(view: &View, account: &Account, children: &[String]) -> Result<Vec<Media>, Answer> {
    if !(2..=10).contains(&children.len()) {
        return Err(graph::refused(100, 2_207_028, "The carousel must contain between 2 and 10 items."));
    }
    let mut media = Vec::new();
    for id in children {
        let child = find(view, account, id).filter(|child| child.is_child);
        let child = child.ok_or_else(|| graph::refused(24, 2_207_006, "The media could not be found."))?;
        match child.state(view.now).0 {
            "FINISHED" => media.extend(child.media),
            "EXPIRED" => return Err(graph::refused(-2, 2_207_020, "The media you are trying to access has expired.")),
            "ERROR" => return Err(graph::refused(-1, 2_207_053, "An unknown upload error occurred.")),
            _ => {
                return Err(graph::refused(
                    9007,
                    2_207_027,
                    "The media is not ready for publishing, please wait for a moment.",
                ));
            }
        }
    }
    Ok(media)
}

fn check_caption(call: &Call) -> Result<(), Answer> {
    let caption = call.text("caption").unwrap_or_default();
    let words = |sign: char| caption.split_whitespace().filter(|word| word.starts_with(sign) && word.len() > 1).count();
    if caption.chars().count() > MAX_CAPTION || words('#') > MAX_HASHTAGS || words('@') > MAX_MENTIONS {
        return Err(graph::refused(
            36_004,
            2_207_010,
            "The caption was too long or contained too many hashtags or mentions.",
        ));
    }
    if call.text("alt_text").is_some_and(|alt| alt.chars().count() > 1000) {
        return Err(graph::refused(100, 0, "(#100) Param alt_text must be at most 1000 characters long."));
    }
    Ok(())
}

/// A picture from its address, judged at once.
async fn fetch_picture(world: &World, address: &str, kind: &str) -> Result<Media, Answer> {
    let wanted = Wanted { max_bytes: MAX_IMAGE, types: &["image/"] };
    let fetched = fetch::fetch(world, address, wanted).await.map_err(|problem| match problem {
        FetchProblem::TooLarge => {
            graph::refused(36_000, 2_207_004, "The image is too large to download. It should be less than 8 MiB.")
        }
        problem => graph::not_fetched(&problem),
    })?;
    let media = Media::keep(world, &fetched.bytes, Some(&fetched.content_type))?;
    if media.content_type != "image/jpeg" || !fetched.content_type.starts_with("image/jpeg") {
        return Err(graph::refused(36_001, 2_207_005, "The image format is not supported. Only JPEG is supported."));
    }
    let (Some(width), Some(height)) = (media.width, media.height) else {
        return Err(graph::refused(36_001, 2_207_005, "The image could not be read."));
    };
    if kind == "IMAGE" && !RATIOS.contains(&(f64::from(width) / f64::from(height))) {
        return Err(graph::refused(
            36_003,
            2_207_009,
            "The submitted image with aspect ratio cannot be published. Please submit an image with a valid aspect ratio.",
        ));
    }
    Ok(media)
}

/// A clip from its address; what is wrong with it is told by the container's status.
async fn fetch_clip(world: &World, address: &str) -> Result<Result<Media, String>, Answer> {
    let wanted = Wanted { max_bytes: MAX_VIDEO, types: &["video/"] };
    match fetch::fetch(world, address, wanted).await {
        Ok(fetched) => {
            let media = Media::keep(world, &fetched.bytes, None)?;
            Ok(if media.is_video() { Ok(media) } else { Err(BAD_CLIP.to_owned()) })
        }
        Err(FetchProblem::NotPublic) => Err(graph::not_fetched(&FetchProblem::NotPublic)),
        Err(FetchProblem::TooLarge | FetchProblem::Type(_)) => Ok(Err(BAD_CLIP.to_owned())),
        Err(_) => Ok(Err(NOT_FETCHED.to_owned())),
    }
}

/// Takes a clip's bytes for a container.
pub(super) async fn receive(world: Arc<World>, call: Call) -> Reply {
    let number = |name: &str| call.header(name).and_then(|value| value.parse::<u64>().ok());
    let wrong = |kind: &str, words: String| {
        Answer::json(400, &json!({"debug_info": {"retriable": false, "type": kind, "message": words}}))
    };
    let (Some(offset), Some(size)) = (number("offset"), number("file_size")) else {
        return Err(wrong("InvalidHeaderError", "The headers offset and file_size are required.".to_owned()));
    };
    let piece = world.keep(&call.body)?;
    world.change(NAME, call.slug, |change| {
        let token = graph::signed_in(change, &call)?;
        let id = call.param("id");
        let account = change.get::<Account>(&token.account).ok_or_else(|| graph::unknown_node(id))?;
        let mut container = find(change, &account, id).ok_or_else(|| graph::unknown_node(id))?;
        // From the beginning again is allowed; in the midst only where it ended.
        if offset == 0 {
            container.pieces.clear();
            container.received = 0;
        }
        if offset != container.received {
            return Err(wrong("OffsetInvalidError", format!("{} bytes were received.", container.received)));
        }
        container.pieces.push(piece.clone());
        container.received += call.body.len() as u64;
        if container.received >= size {
            let bytes: Vec<u8> = container.pieces.iter().filter_map(|piece| world.kept(piece)).flatten().collect();
            let media = Media::keep(&world, &bytes, None)?;
            let is_bad = container.fails || !media.is_video();
            container.problem = is_bad.then(|| BAD_CLIP.to_owned());
            container.media = vec![media];
            let seconds = account.number("video_seconds").unwrap_or(4);
            container.ready_at = Some(change.now + TimeDelta::seconds(seconds));
        }
        change.put(id, &container);
        Ok(Answer::json(200, &json!({"success": true, "message": "Upload successful."})))
    })
}

/// The account of a call that only shows a token, for reading a container.
pub(super) fn shown(view: &View, call: &Call) -> Result<Container, Answer> {
    let account = signed_in(view, call)?;
    find(view, &account, call.param("id")).ok_or_else(|| graph::unknown_node(call.param("id")))
}
