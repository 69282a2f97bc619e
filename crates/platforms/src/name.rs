//! The platforms' names.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A platform. Its slug is the word used in every layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlatformName {
    /// Instagram, through either login.
    Instagram,
    /// X, which was Twitter.
    #[serde(alias = "twitter")]
    X,
    /// Facebook Pages.
    Facebook,
    /// YouTube.
    #[serde(rename = "youtube")]
    YouTube,
    /// Telegram channels and groups, through a bot.
    Telegram,
    /// Bluesky and other servers of the AT protocol.
    Bluesky,
    /// Mastodon and what speaks its interface.
    Mastodon,
    /// Threads.
    Threads,
    /// TikTok.
    #[serde(rename = "tiktok")]
    TikTok,
    /// Pinterest.
    Pinterest,
    /// OnlyFans: a hand-off, because it has no official interface.
    #[serde(rename = "onlyfans")]
    OnlyFans,
    /// Fanvue: a hand-off.
    Fanvue,
}

impl PlatformName {
    /// Every platform, in the order in which they are shown.
    pub const ALL: [Self; 12] = [
        Self::Instagram,
        Self::X,
        Self::Facebook,
        Self::YouTube,
        Self::Telegram,
        Self::Bluesky,
        Self::Mastodon,
        Self::Threads,
        Self::TikTok,
        Self::Pinterest,
        Self::OnlyFans,
        Self::Fanvue,
    ];

    /// The slug: lower case, as in addresses, rows and files.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Instagram => "instagram",
            Self::X => "x",
            Self::Facebook => "facebook",
            Self::YouTube => "youtube",
            Self::Telegram => "telegram",
            Self::Bluesky => "bluesky",
            Self::Mastodon => "mastodon",
            Self::Threads => "threads",
            Self::TikTok => "tiktok",
            Self::Pinterest => "pinterest",
            Self::OnlyFans => "onlyfans",
            Self::Fanvue => "fanvue",
        }
    }

    /// The name as people write it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Instagram => "Instagram",
            Self::X => "X",
            Self::Facebook => "Facebook",
            Self::YouTube => "YouTube",
            Self::Telegram => "Telegram",
            Self::Bluesky => "Bluesky",
            Self::Mastodon => "Mastodon",
            Self::Threads => "Threads",
            Self::TikTok => "TikTok",
            Self::Pinterest => "Pinterest",
            Self::OnlyFans => "OnlyFans",
            Self::Fanvue => "Fanvue",
        }
    }
}

impl fmt::Display for PlatformName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// The text is the slug of no platform.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no platform that Troupe publishes to")]
pub struct UnknownPlatform(String);

impl FromStr for PlatformName {
    type Err = UnknownPlatform;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let slug = if text == "twitter" { "x" } else { text };
        Self::ALL.into_iter().find(|name| name.slug() == slug).ok_or_else(|| UnknownPlatform(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_slug_is_the_word_in_data_too() {
        for name in PlatformName::ALL {
            assert_eq!(serde_json::to_value(name).unwrap(), name.slug());
            assert_eq!(name.slug().parse::<PlatformName>().unwrap(), name);
        }
        assert_eq!("twitter".parse::<PlatformName>().unwrap(), PlatformName::X);
        assert!("myspace".parse::<PlatformName>().is_err());
    }
}
