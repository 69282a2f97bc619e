//! What is known of a platform, as data: limits, prices, codes, labels, what it demands of AI accounts, and how an
//! account is connected. Each line has its source and date; `data/<slug>.toml` holds them, and the creator sees them
//! as they are.

use crate::{Counting, MediaKind, PlatformName, PostField, PostType, RefusalKind};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything known of one platform.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The platform.
    pub platform: PlatformName,
    /// What it is good for and what to expect, in a sentence or two.
    pub summary: String,
    /// The page that is opened for a post by hand.
    pub home: String,
    /// The ways to connect an account.
    #[serde(default)]
    pub logins: Vec<LoginWay>,
    /// What its official interface can do.
    pub capabilities: Capabilities,
    /// How the words of a post are counted and limited.
    pub text: TextRule,
    /// The forms of a post that it takes.
    pub posts: Vec<PostRule>,
    /// What it takes from a public address alone; absent where the bytes are sent to it.
    #[serde(default)]
    pub fetches: Option<FetchRule>,
    /// What files must be like, by the name that the post rules use.
    #[serde(default)]
    pub media: BTreeMap<String, MediaRule>,
    /// Its own fields of a post.
    #[serde(default)]
    pub fields: Vec<PostField>,
    /// How a post is marked as made with AI.
    pub label: Label,
    /// What it costs.
    #[serde(default)]
    pub prices: Vec<Price>,
    /// What it demands of accounts that show AI-made characters.
    #[serde(default)]
    pub demands: Vec<Demand>,
    /// What will not work, said before anything is typed.
    #[serde(default)]
    pub warnings: Vec<Note>,
    /// Further limits, such as posts a day.
    #[serde(default)]
    pub limits: Vec<Note>,
    /// What its codes mean.
    #[serde(default)]
    pub refusals: Vec<RefusalRule>,
}

/// How sure a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// The platform's own documentation says so.
    Documented,
    /// Public code that works with it does so.
    Code,
    /// Somebody who tried it says so.
    Secondary,
    /// Believed, not looked up: it may be wrong.
    Unverified,
}

/// Where a line comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The document or page, in words.
    pub source: String,
    /// When it was looked up.
    pub checked: NaiveDate,
    /// How sure it is.
    pub mark: Mark,
}

/// The kinds of login.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LoginKind {
    /// OAuth 2.0 in the system's browser, back to this computer.
    Oauth,
    /// A token that the creator makes at the platform and pastes.
    Token,
    /// A password made for this program alone.
    AppPassword,
    /// No login: files and words are handed over, the creator posts.
    HandOff,
}

/// One way to connect an account.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct LoginWay {
    /// Its word in calls, unique within the platform.
    pub slug: String,
    /// Its name on the screen.
    pub name: String,
    /// The kind.
    pub kind: LoginKind,
    /// For whom it is and what it gives, in a sentence.
    pub summary: String,
    /// What to do at the platform, step by step.
    #[serde(default)]
    pub steps: Vec<SetupStep>,
    /// What is then typed or pasted here.
    #[serde(default)]
    pub fields: Vec<SetupField>,
    /// For OAuth: the port of the loopback redirect when it must be one that is registered; 0 lets the system choose.
    /// One that is registered lies below those that systems hand out by themselves (Linux from 32768, others from 49152),
    /// so that no other connection holds it.
    #[serde(default)]
    pub redirect_port: u16,
    /// For OAuth: the path of the loopback redirect.
    #[serde(default)]
    pub redirect_path: String,
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub from: Source,
}

/// One step at the platform.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupStep {
    /// What to do.
    pub text: String,
    /// The page to open for it.
    #[serde(default)]
    pub url: Option<String>,
}

/// One thing that is typed or pasted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupField {
    /// Its word in calls, such as `token` or `client_id`.
    pub name: String,
    /// Its name on the screen.
    pub label: String,
    /// What it looks like and where it is found.
    #[serde(default)]
    pub help: String,
    /// Whether it is hidden while it is typed.
    #[serde(default)]
    pub is_secret: bool,
    /// Whether it may stay empty.
    #[serde(default)]
    pub is_optional: bool,
}

/// What the official interface can do.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Capabilities {
    /// Publishing at all; without it there is a hand-off.
    pub publish: bool,
    /// Taking a post down.
    pub delete: bool,
    /// Words for pictures.
    pub alt_text: bool,
    /// A comment of our own right after the post.
    pub first_comment: bool,
    /// Reading comments on our posts.
    pub read_comments: bool,
    /// Answering them.
    pub reply_comments: bool,
    /// Hiding them.
    pub hide_comments: bool,
    /// Counts of a post.
    pub metrics: bool,
    /// Publishing at a time by itself: the shortest and the longest time ahead.
    pub schedule: Option<ScheduleRule>,
    /// Liking a post, one at a time and clicked by a person.
    pub like: bool,
    /// Reposting.
    pub repost: bool,
    /// Replying to posts of others.
    pub reply: bool,
    /// Following.
    pub follow: bool,
}

/// How far ahead the platform itself can publish.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleRule {
    /// Minutes ahead at least.
    pub min_minutes: u32,
    /// Days ahead at most.
    pub max_days: u32,
}

/// How the words of a post are counted and limited.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TextRule {
    /// The most that a post without files takes; `None` means that it takes no posts without files.
    pub max: Option<u32>,
    /// The most under files, where it differs.
    #[serde(default)]
    pub max_with_media: Option<u32>,
    /// How it counts.
    pub counting: Counting,
    /// The most hashtags.
    #[serde(default)]
    pub max_hashtags: Option<u32>,
    /// The most mentions.
    #[serde(default)]
    pub max_mentions: Option<u32>,
    /// The longest title, in characters; `None` means that it has none.
    #[serde(default)]
    pub max_title: Option<u32>,
    /// The longest alt text, in characters; `None` means that it has none.
    #[serde(default)]
    pub max_alt_text: Option<u32>,
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub from: Source,
}

/// A form of a post.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PostRule {
    /// The form.
    pub post_type: PostType,
    /// Its name at this platform.
    pub name: String,
    /// The fewest files.
    pub min_items: u32,
    /// The most files.
    pub max_items: u32,
    /// Which media rule pictures meet; `None` refuses pictures.
    #[serde(default)]
    pub image: Option<String>,
    /// Which media rule clips meet; `None` refuses clips.
    #[serde(default)]
    pub video: Option<String>,
    /// The most clips, where there may be fewer of them than files.
    #[serde(default)]
    pub max_clips: Option<u32>,
    /// Whether pictures and clips may stand in one post.
    #[serde(default)]
    pub mixed: bool,
    /// Whether it has a caption.
    #[serde(default = "yes")]
    pub has_text: bool,
    /// How it is marked as made with AI, where that differs from the platform's other forms.
    #[serde(default)]
    pub label: Option<LabelKind>,
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub from: Source,
}

fn yes() -> bool {
    true
}

/// What a platform fetches from a public address, and where a file can lie for the minutes that this takes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct FetchRule {
    /// The places to choose from: `page_photo`, `bucket`, `hand_off`.
    pub places: Vec<String>,
    /// Why a place is needed, in the creator's words.
    pub words: String,
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub from: Source,
}

/// What a file must be like. What is absent is not limited.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MediaRule {
    /// Picture or clip.
    pub kind: MediaKind,
    /// Media types taken; the first is the one to which others are made over.
    pub mime_types: Vec<String>,
    /// Bytes.
    #[serde(default)]
    pub max_bytes: Option<u64>,
    /// Width divided by height, at least.
    #[serde(default)]
    pub min_ratio: Option<f64>,
    /// Width divided by height, at most.
    #[serde(default)]
    pub max_ratio: Option<f64>,
    /// Pixels.
    #[serde(default)]
    pub min_width: Option<u32>,
    /// Pixels; wider ones are made smaller.
    #[serde(default)]
    pub max_width: Option<u32>,
    /// Pixels.
    #[serde(default)]
    pub min_height: Option<u32>,
    /// Pixels.
    #[serde(default)]
    pub max_height: Option<u32>,
    /// Width and height together, in pixels.
    #[serde(default)]
    pub max_sides: Option<u32>,
    /// Milliseconds.
    #[serde(default)]
    pub min_duration_ms: Option<u64>,
    /// Milliseconds.
    #[serde(default)]
    pub max_duration_ms: Option<u64>,
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub from: Source,
}

/// How an AI-made post is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LabelKind {
    /// The platform's own flag on the post.
    Flag,
    /// A line in the words, because there is no flag.
    Line,
}

/// How this platform marks posts as made with AI.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Label {
    /// The platform's flag, or a line.
    pub kind: LabelKind,
    /// The flag's name in the interface.
    #[serde(default)]
    pub field: Option<String>,
    /// What that means, in the creator's words.
    pub words: String,
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub from: Source,
}

/// A price.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Price {
    /// What is paid for: `post`, `post_with_link`, `reply`, `read`.
    pub what: String,
    /// What that means, in words.
    pub words: String,
    /// US dollars each.
    pub usd: f64,
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub from: Source,
}

/// Something that the platform demands of an AI character's account.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Demand {
    /// What to do, as a line of a checklist.
    pub text: String,
    /// Where to do it.
    #[serde(default)]
    pub url: Option<String>,
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub from: Source,
}

/// A further fact in words, with a figure where there is one.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// Its word in code, such as `posts_per_day`.
    #[serde(default)]
    pub key: String,
    /// In words.
    pub text: String,
    /// The figure, where there is one.
    #[serde(default)]
    pub value: Option<f64>,
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub from: Source,
}

/// What a code of the platform means.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RefusalRule {
    /// The code as the platform's file reads it from an answer: `190`, `9/2207042`, `duplicate`, `401`; or a code or
    /// status with words, in lower case, that the platform's sentence holds: `400/chat not found`.
    pub code: String,
    /// What it means.
    pub kind: RefusalKind,
    /// The sentence for the creator: what, why, what to do.
    pub words: String,
    #[serde(flatten)]
    #[allow(missing_docs)]
    pub from: Source,
}

/// Reads a data file that is built into the program; a test reads every one of them.
#[allow(clippy::panic)] // The text is a part of the program, not input.
pub(crate) fn bundled(text: &str) -> Facts {
    match toml::from_str(text) {
        Ok(facts) => facts,
        Err(error) => panic!("a platform's data file is broken: {error}"),
    }
}

/// The part of a data file that several platforms share.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shared {
    #[serde(default)]
    limits: Vec<Note>,
    #[serde(default)]
    refusals: Vec<RefusalRule>,
}

/// A platform's data with the data that it shares with others; its own lines go before.
#[allow(clippy::panic)] // The texts are a part of the program, not input; a test reads them.
pub(crate) fn bundled_with(own: &str, shared: &[&str]) -> Facts {
    let mut facts = bundled(own);
    for text in shared {
        let shared: Shared = match toml::from_str(text) {
            Ok(shared) => shared,
            Err(error) => panic!("a shared data file is broken: {error}"),
        };
        facts.limits.extend(shared.limits);
        facts.refusals.extend(shared.refusals);
    }
    facts
}

impl Facts {
    /// The rule of a form of post, if this platform takes it.
    #[must_use]
    pub fn post(&self, post_type: PostType) -> Option<&PostRule> {
        self.posts.iter().find(|rule| rule.post_type == post_type)
    }

    /// What a file must be like in a form of post; `None` when it takes no such file.
    #[must_use]
    pub fn media_rule(&self, post: &PostRule, kind: MediaKind) -> Option<&MediaRule> {
        let name = match kind {
            MediaKind::Image => post.image.as_ref(),
            MediaKind::Video => post.video.as_ref(),
        };
        name.and_then(|name| self.media.get(name))
    }

    /// What a code means: the first rule of the most exact code that is known. `code/subcode` falls back to
    /// `*/subcode`, which is that subcode under any code, and then to `code`.
    #[must_use]
    pub fn refusal(&self, code: &str) -> Option<&RefusalRule> {
        let find = |code: &str| self.refusals.iter().find(|rule| rule.code == code);
        let parts = code.split_once('/');
        find(code)
            .or_else(|| parts.and_then(|(_, subcode)| find(&format!("*/{subcode}"))))
            .or_else(|| parts.and_then(|(first, _)| find(first)))
    }

    /// How a post of this form is marked as made with AI.
    #[must_use]
    pub fn label_kind(&self, post_type: PostType) -> LabelKind {
        self.post(post_type).and_then(|rule| rule.label).unwrap_or(self.label.kind)
    }

    /// The figure of a limit.
    #[must_use]
    pub fn limit(&self, key: &str) -> Option<f64> {
        self.limits.iter().find(|note| note.key == key).and_then(|note| note.value)
    }

    /// The price of something in US dollars; nothing known is nothing to pay.
    #[must_use]
    pub fn price_usd(&self, what: &str) -> f64 {
        self.prices.iter().find(|price| price.what == what).map_or(0.0, |price| price.usd)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{Hosts, Platforms};
    use troupe_net::ClientOptions;

    #[test]
    fn every_platforms_data_is_whole() {
        let platforms = Platforms::open(Hosts::default(), ClientOptions::default()).unwrap();
        for facts in platforms.facts() {
            let name = facts.platform;
            assert!(!facts.summary.is_empty() && facts.home.starts_with("https://"), "{name}");
            assert!(!facts.logins.is_empty(), "{name}: a way to connect");
            assert!(!facts.posts.is_empty(), "{name}: a form of post");
            for post in &facts.posts {
                assert!(post.min_items <= post.max_items, "{name}: {}", post.name);
                for rule in [&post.image, &post.video].into_iter().flatten() {
                    let media = facts.media.get(rule);
                    assert!(media.is_some_and(|media| !media.mime_types.is_empty()), "{name}: media rule {rule}");
                }
            }
            for field in &facts.fields {
                assert!(!field.label.is_empty() && !field.help.is_empty(), "{name}: {}", field.name);
                assert_eq!(field.kind == crate::FieldKind::Choice, !field.choices.is_empty(), "{name}: {}", field.name);
            }
            for place in facts.fetches.iter().flat_map(|fetches| &fetches.places) {
                assert!(["page_photo", "bucket", "hand_off"].contains(&place.as_str()), "{name}: {place}");
            }
            for refusal in &facts.refusals {
                assert!(refusal.words.ends_with('.'), "{name}: {}", refusal.words);
            }
        }
    }
}
