//! What was published: posts, their media, and comments on them. One form for all platforms, so that the feed shows
//! them side by side.

use std::io::Cursor;

use chrono::{DateTime, Utc};
use image::ImageReader;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::Answer;
use super::world::{Change, Record, View, World};

/// A picture or clip that a stand-in took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Media {
    /// The name of its bytes ([`World::kept`]).
    pub(crate) sha256: String,
    pub(crate) content_type: String,
    /// Size in bytes.
    pub(crate) size: u64,
    /// In pixels; `None` for what is no picture.
    pub(crate) width: Option<u32>,
    pub(crate) height: Option<u32>,
    pub(crate) alt: Option<String>,
}

impl Media {
    /// Keeps bytes and says what they are by looking at them; what they are said to be decides only where they tell
    /// nothing.
    ///
    /// # Errors
    /// 500 when the disk does not take them.
    pub(crate) fn keep(world: &World, bytes: &[u8], said: Option<&str>) -> Result<Self, Answer> {
        let sha256 = world.keep(bytes)?;
        let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok();
        let size = reader.and_then(|reader| reader.into_dimensions().ok());
        Ok(Self {
            sha256,
            content_type: content_type(bytes).or(said).unwrap_or("application/octet-stream").to_owned(),
            size: bytes.len() as u64,
            width: size.map(|(width, _)| width),
            height: size.map(|(_, height)| height),
            alt: None,
        })
    }

    pub(crate) fn is_image(&self) -> bool {
        self.content_type.starts_with("image/")
    }

    pub(crate) fn is_video(&self) -> bool {
        self.content_type.starts_with("video/")
    }
}

/// What bytes are, by their first ones: a picture's format, MP4 or QuickTime; `None` for anything else.
pub(crate) fn content_type(bytes: &[u8]) -> Option<&'static str> {
    match (bytes.get(4..8), bytes.get(8..12)) {
        (Some(b"ftyp"), Some(b"qt  ")) => Some("video/quicktime"),
        (Some(b"ftyp"), _) => Some("video/mp4"),
        _ => image::guess_format(bytes).ok().map(|format| format.to_mime_type()),
    }
}

/// One published thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Post {
    /// The platform's id; also the record's id.
    pub(crate) id: String,
    /// The account's id.
    pub(crate) account: String,
    /// The address as people see it.
    pub(crate) permalink: String,
    pub(crate) text: String,
    pub(crate) media: Vec<Media>,
    /// The platform's own AI flag as it was given, such as `made_with_ai`; `None` without one.
    pub(crate) ai_label: Option<String>,
    /// In the platform's word: `public`, `private`, `unlisted` …
    pub(crate) visibility: String,
    pub(crate) created_at: DateTime<Utc>,
    /// The post that this one answers, by its id.
    pub(crate) reply_to: Option<String>,
    pub(crate) is_deleted: bool,
    pub(crate) likes: u64,
    pub(crate) reposts: u64,
    /// What the platform alone knows of it.
    pub(crate) fields: Value,
}

impl Record for Post {
    const KIND: &'static str = "post";
}

/// A comment on a post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Comment {
    /// The platform's id; also the record's id.
    pub(crate) id: String,
    /// The post's id.
    pub(crate) post: String,
    /// The author's handle.
    pub(crate) author: String,
    pub(crate) text: String,
    pub(crate) created_at: DateTime<Utc>,
    /// The comment that this one answers, by its id.
    pub(crate) reply_to: Option<String>,
    pub(crate) is_hidden: bool,
    /// What the platform alone knows of it.
    pub(crate) fields: Value,
}

impl Record for Comment {
    const KIND: &'static str = "comment";
}

/// That one post or comment answers another. Its record's id is `ANSWERED ANSWER`, so that the answers to one stand
/// together and in the order of their ids.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Answered {
    by: String,
}

impl Record for Answered {
    const KIND: &'static str = "answered";
}

/// Puts a new post, so that [`answers`] finds it below the one that it answers.
pub(crate) fn put_post(change: &mut Change, post: &Post) {
    change.put(post.id.as_str(), post);
    if let Some(to) = &post.reply_to {
        change.put(format!("{to} {}", post.id), &Answered { by: post.id.clone() });
    }
}

/// Puts a new comment, so that [`answers`] finds it.
pub(crate) fn put_comment(change: &mut Change, comment: &Comment) {
    change.put(comment.id.as_str(), comment);
    let to = comment.reply_to.as_ref().unwrap_or(&comment.post);
    change.put(format!("{to} {}", comment.id), &Answered { by: comment.id.clone() });
}

/// The ids of the posts and comments that answer this one and are still to be seen, in their order.
pub(crate) fn answers(view: &View, id: &str) -> Vec<String> {
    let is_seen = |by: &String| match view.get::<Comment>(by) {
        Some(comment) => !comment.is_hidden,
        None => view.get::<Post>(by).is_some_and(|post| !post.is_deleted),
    };
    view.starting::<Answered>(&format!("{id} ")).map(|(_, answered)| answered.by).filter(is_seen).collect()
}
