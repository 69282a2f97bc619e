//! What is to be published: one account's post, as it will be sent.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::path::PathBuf;

/// The forms of a post. Each platform's facts say which it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PostType {
    /// The platform's ordinary post: pictures, a clip or words.
    Post,
    /// Several pictures or clips to leaf through.
    Carousel,
    /// Shown for a day.
    Story,
    /// A short upright clip.
    Reel,
    /// A clip with a title.
    Video,
}

impl PostType {
    /// Its one name on every interface and in the library.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Carousel => "carousel",
            Self::Story => "story",
            Self::Reel => "reel",
            Self::Video => "video",
        }
    }
}

/// One account's post, complete: the very words and files that go out.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The form.
    pub post_type: PostType,
    /// The words as they are sent: caption, hashtags and disclosure line laid together.
    pub text: String,
    /// The title, where the platform has one.
    pub title: Option<String>,
    /// The files in their order, each made ready for this platform.
    pub media: Vec<Media>,
    /// A comment of our own, sent right after the post where the platform has such a call.
    pub first_comment: Option<String>,
    /// Whether the platform's own flag for AI-made content is set.
    pub ai_label: bool,
    /// Whether it is shown as not safe for work.
    pub is_sensitive: bool,
    /// The platform's own fields, such as `privacy` or `board_id`.
    pub fields: Map<String, Value>,
    /// When the platform itself shall publish it; `None` is at once.
    pub publish_at: Option<DateTime<Utc>>,
}

/// Picture or clip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// A still picture.
    Image,
    /// A clip.
    Video,
}

/// A file of a draft.
#[derive(Debug, Clone)]
pub struct Media {
    /// Where it lies.
    pub path: PathBuf,
    /// Picture or clip.
    pub kind: MediaKind,
    /// As `image/jpeg`.
    pub mime_type: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Bytes.
    pub size_bytes: u64,
    /// Milliseconds; pictures have none.
    pub duration_ms: Option<u64>,
    /// Words for those who do not see it; empty when none were written.
    pub alt_text: String,
}

impl Media {
    /// Width divided by height.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        f64::from(self.width) / f64::from(self.height.max(1))
    }
}
