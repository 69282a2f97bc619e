//! Containers: what will be a post or a reply, prepared unseen.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::faults::FaultKind;
use super::super::fetch::{self, FetchProblem, Wanted};
use super::super::graph;
use super::super::posts::{Comment, Media, Post};
use super::super::world::{Record, View, World};
use super::{NAME, signed_in};

/// The largest picture and the largest clip, in bytes.
const MAX_IMAGE: usize = 8_000_000;
const MAX_VIDEO: usize = 1_000_000_000;
/// The longer side of a picture by its shorter one.
const MAX_RATIO: f64 = 10.0;
/// How long a container lives.
const LIFE: TimeDelta = TimeDelta::hours(24);
const MAX_TEXT: usize = 500;
const MAX_LINKS: usize = 5;

/// A container.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Container {
    pub(super) account: String,
    /// `TEXT`, `IMAGE`, `VIDEO` or `CAROUSEL`.
    pub(super) kind: String,
    pub(super) is_child: bool,
    pub(super) media: Vec<Media>,
    pub(super) text: String,
    /// The post or reply that it answers.
    pub(super) reply_to: Option<String>,
    pub(super) is_spoiler: bool,
    ready_at: DateTime<Utc>,
    /// Why it can't become a post.
    problem: Option<String>,
    expires_at: DateTime<Utc>,
    /// The post or reply that it became.
    pub(super) post: Option<String>,
}

impl Record for Container {
    const KIND: &'static str = "container";
}

impl Container {
    /// Its status at this moment, and what went wrong.
    pub(super) fn state(&self, now: DateTime<Utc>) -> (&'static str, Option<&str>) {
        match &self.problem {
            _ if self.post.is_some() => ("PUBLISHED", None),
            _ if now >= self.expires_at => ("EXPIRED", None),
            _ if now < self.ready_at => ("IN_PROGRESS", None),
            Some(problem) => ("ERROR", Some(problem)),
            None => ("FINISHED", None),
        }
    }
}

/// The container of the account with this id.
pub(super) fn find(view: &View, account: &Account, id: &str) -> Option<Container> {
    view.get::<Container>(id).filter(|container| container.account == account.id)
}

/// A container that is not there.
pub(super) fn unknown() -> Answer {
    graph::refused(24, 4_279_009, "The requested resource does not exist")
}

pub(super) async fn show(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let account = signed_in(view, &call, "threads_basic")?;
        let id = call.param("id");
        let container = find(view, &account, id).ok_or_else(|| graph::unknown_node(id))?;
        let (status, problem) = container.state(view.now);
        graph::pick(&call, &json!({"id": id, "status": status, "error_message": problem}))
    })
}

pub(super) async fn create(world: Arc<World>, call: Call) -> Reply {
    let account = world.read(NAME, |view| signed_in(view, &call, "threads_content_publish"))?;
    let given = |name: &str| call.text(name).filter(|text| !text.is_empty());
    let kind = given("media_type").unwrap_or_default();
    if !matches!(kind.as_str(), "TEXT" | "IMAGE" | "VIDEO" | "CAROUSEL") {
        return Err(graph::refused(100, 0, "(#100) Param media_type must be one of {TEXT, IMAGE, VIDEO, CAROUSEL}"));
    }
    check_words(&call, &kind)?;
    // A picture is judged at once, a clip while it is worked on.
    let fetched = match (kind.as_str(), given("image_url"), given("video_url")) {
        ("IMAGE", Some(address), _) => Some(Ok(fetch_picture(&world, &address).await?)),
        ("VIDEO", _, Some(address)) => Some(fetch_clip(&world, &address).await?),
        ("IMAGE", None, _) => return Err(graph::refused(100, 0, "(#100) The parameter image_url is required")),
        ("VIDEO", _, None) => return Err(graph::refused(100, 0, "(#100) The parameter video_url is required")),
        _ => None,
    };
    make(&world, &call, &account, kind, fetched)
}

fn make(
    world: &World,
    call: &Call,
    account: &Account,
    kind: String,
    fetched: Option<Result<Media, &'static str>>,
) -> Reply {
    world.change(NAME, call.slug, |change| {
        let seconds = |option: &str, usual| TimeDelta::seconds(account.number(option).unwrap_or(usual));
        let reply_to = call.text("reply_to_id").filter(|id| !id.is_empty());
        if let Some(to) = &reply_to
            && change.get::<Post>(to).is_none_or(|post| post.is_deleted)
            && change.get::<Comment>(to).is_none()
        {
            return Err(graph::unknown_node(to));
        }
        let is_child = call.flag("is_carousel_item") == Some(true);
        let fails = call.strikes(FaultKind::ProcessingFails);
        let mut container = Container {
            account: account.id.clone(),
            is_child,
            media: Vec::new(),
            text: if is_child { String::new() } else { call.text("text").unwrap_or_default() },
            reply_to,
            is_spoiler: call.flag("is_spoiler_media") == Some(true),
            ready_at: change.now,
            problem: fails.then(|| "FAILED_PROCESSING_VIDEO".to_owned()),
            expires_at: change.now + if call.strikes(FaultKind::ContainerExpired) { TimeDelta::zero() } else { LIFE },
            post: None,
            kind,
        };
        match fetched {
            Some(Ok(media)) => {
                container.ready_at +=
                    if media.is_image() { seconds("image_seconds", 0) } else { seconds("video_seconds", 4) };
                container.media.push(Media { alt: call.text("alt_text"), ..media });
            }
            Some(Err(problem)) => container.problem = Some(problem.to_owned()),
            None if container.kind == "CAROUSEL" => {
                let children = call.text("children").unwrap_or_default();
                container.media = children_of(change, account, &children)?;
            }
            None => {}
        }
        let id = format!("17{}", change.snowflake());
        change.put(id.as_str(), &container);
        Ok(Answer::json(200, &json!({ "id": id })))
    })
}

/// The files of a carousel, in order.
fn children_of(view: &View, account: &Account, children: &str) -> Result<Vec<Media>, Answer> {
    let children: Vec<&str> = children.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
    if !(2..=20).contains(&children.len()) {
        return Err(graph::refused(100, 2_207_028, "The carousel must contain between 2 and 20 items."));
    }
    let mut media = Vec::new();
    for id in children {
        let child = find(view, account, id).filter(|child| child.is_child).ok_or_else(unknown)?;
        match child.state(view.now).0 {
            "FINISHED" => media.extend(child.media),
            "EXPIRED" => return Err(graph::refused(-2, 2_207_020, "The media you are trying to access has expired.")),
            "ERROR" => return Err(graph::refused(-1, 2_207_053, "An unknown upload error occurred.")),
            _ => return Err(not_ready()),
        }
    }
    Ok(media)
}

/// A container that is still worked on.
pub(super) fn not_ready() -> Answer {
    graph::refused(9007, 2_207_027, "The media is not ready for publishing, please wait for a moment.")
}

fn check_words(call: &Call, kind: &str) -> Result<(), Answer> {
    let text = call.text("text").unwrap_or_default();
    if kind == "TEXT" && text.trim().is_empty() {
        return Err(graph::refused(100, 0, "(#100) The parameter text is required"));
    }
    if length(&text) > MAX_TEXT {
        return Err(graph::refused(100, 0, "(#100) Param text must be at most 500 characters long."));
    }
    let links = text.split_whitespace().filter(|word| word.starts_with("https://") || word.starts_with("http://"));
    if links.count() > MAX_LINKS {
        return Err(graph::refused(100, 0, "THREADS_API__LINK_LIMIT_EXCEEDED: a post has at most 5 links."));
    }
    if call.text("alt_text").is_some_and(|alt| alt.chars().count() > 1000) {
        return Err(graph::refused(100, 0, "(#100) Param alt_text must be at most 1000 characters long."));
    }
    Ok(())
}

/// Characters, where what makes up an emoji counts as its bytes.
fn length(text: &str) -> usize {
    let is_emoji = |letter: char| {
        matches!(u32::from(letter),
            0x1F000..=0x1FAFF | 0x2300..=0x23FF | 0x2600..=0x27BF | 0x2B00..=0x2BFF | 0xFE0F | 0x20E3 | 0x200D)
    };
    text.chars().map(|letter| if is_emoji(letter) { letter.len_utf8() } else { 1 }).sum()
}

/// A picture from its address, judged at once.
async fn fetch_picture(world: &World, address: &str) -> Result<Media, Answer> {
    let wanted = Wanted { max_bytes: MAX_IMAGE, types: &["image/"] };
    let fetched = fetch::fetch(world, address, wanted).await.map_err(|problem| match problem {
        FetchProblem::TooLarge => {
            graph::refused(36_000, 2_207_004, "The image is too large to download. It should be less than 8 MiB.")
        }
        problem => graph::not_fetched(&problem),
    })?;
    let media = Media::keep(world, &fetched.bytes, Some(&fetched.content_type))?;
    let (Some(width), Some(height)) = (media.width, media.height) else {
        return Err(graph::refused(36_001, 2_207_005, "The image could not be read."));
    };
    if !matches!(media.content_type.as_str(), "image/jpeg" | "image/png") {
        return Err(graph::refused(36_001, 2_207_005, "The image format is not supported."));
    }
    let (long, short) = (f64::from(width.max(height)), f64::from(width.min(height).max(1)));
    if long / short > MAX_RATIO {
        return Err(graph::refused(36_003, 2_207_009, "The aspect ratio of the image is not supported."));
    }
    Ok(media)
}

/// A clip from its address; what is wrong with it is told by the container's status.
async fn fetch_clip(world: &World, address: &str) -> Result<Result<Media, &'static str>, Answer> {
    let wanted = Wanted { max_bytes: MAX_VIDEO, types: &["video/"] };
    match fetch::fetch(world, address, wanted).await {
        Ok(fetched) => {
            let media = Media::keep(world, &fetched.bytes, None)?;
            Ok(if media.is_video() { Ok(media) } else { Err("FAILED_PROCESSING_VIDEO") })
        }
        Err(FetchProblem::NotPublic) => Err(graph::not_fetched(&FetchProblem::NotPublic)),
        Err(FetchProblem::TooLarge | FetchProblem::Type(_)) => Ok(Err("FAILED_PROCESSING_VIDEO")),
        Err(_) => Ok(Err("FAILED_DOWNLOADING_VIDEO")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_counts_as_its_bytes() {
        for (text, expected) in [("Grüße 日本", 8), ("👍", 4), ("👨‍👩‍👧‍👦!", 26), ("👍🏽", 8)]
        {
            assert_eq!(length(text), expected, "{text}");
        }
    }
}
