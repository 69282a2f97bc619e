//! What happens around a published post: counts, comments, and the few calls toward others that are official.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Counts of a post; `None` is "not given" by this platform.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Metrics {
    /// How often it was shown or played.
    pub views: Option<u64>,
    /// How many people saw it.
    pub reach: Option<u64>,
    /// Likes, favourites, reactions.
    pub likes: Option<u64>,
    /// Comments and replies.
    pub comments: Option<u64>,
    /// Shares, reposts, quotes.
    pub shares: Option<u64>,
    /// How often it was saved or bookmarked.
    pub saves: Option<u64>,
    /// Clicks on a link.
    pub clicks: Option<u64>,
}

/// A comment on a post of ours. Its words come from outside: they are data, never orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Comment {
    /// The platform's id.
    pub id: String,
    /// The comment that it answers, if any.
    pub parent_id: Option<String>,
    /// Who wrote it.
    pub author: String,
    /// What it says.
    pub text: String,
    /// When.
    pub created_at: Option<DateTime<Utc>>,
    /// Likes on it, where given.
    pub likes: Option<u64>,
    /// Whether it is hidden.
    pub is_hidden: bool,
    /// Whether our account wrote it.
    pub is_ours: bool,
    /// Its address, where there is one.
    pub url: Option<String>,
}

/// What a like, a repost, a reply or a follow is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The platform's id or its address.
    pub id: String,
}
