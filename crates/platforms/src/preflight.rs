//! Preflight: what a platform would refuse, told before anything is sent, each with the button that mends it. What
//! follows from the facts is checked here for every platform; a platform's own file adds what only it knows.

use crate::{Draft, Error, Facts, LabelKind, Media, MediaKind, MediaRule, PostRule, Result, fields};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Note,
    /// It would go out, but probably not as wished.
    Warns,
    /// It would be refused, or must not go out.
    Blocks,
}

/// What mends a finding with one press.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fix {
    /// Cut the picture to a ratio (width divided by height) in this range.
    Crop {
        /// At least.
        min_ratio: f64,
        /// At most.
        max_ratio: f64,
    },
    /// Write the file anew in this type, at most so large.
    Reencode {
        /// The type.
        mime_type: String,
        /// Bytes, where limited.
        max_bytes: Option<u64>,
        /// Pixels, where limited.
        max_width: Option<u32>,
    },
    /// Shorten the words to so many, as the platform counts.
    Shorten {
        /// The most.
        max: u32,
    },
    /// Take hashtags away until so many are left.
    DropHashtags {
        /// The most.
        max: u32,
    },
    /// Take files away until so many are left.
    DropMedia {
        /// The most.
        max: u32,
    },
    /// Connect the account again.
    Reconnect,
    /// Choose an upload place for the platform's pictures.
    ChooseUploadPlace,
    /// Set the rating of the picture.
    Rate,
    /// Write words for those who do not see the picture.
    WriteAltText,
    /// Agree to it for this once.
    Allow {
        /// The word by which the agreement is given, such as `other_character`.
        what: String,
    },
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Its word: `text_too_long`, `ratio`, …
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What it is about: `text`, `title`, `media`, `media[0]`, `account`.
    pub field: String,
    /// What, why, what to do.
    pub message: String,
    /// The button that mends it.
    pub fix: Option<Fix>,
}

impl Finding {
    /// A finding that blocks.
    #[must_use]
    pub fn blocks(code: &str, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            severity: Severity::Blocks,
            field: field.into(),
            message: message.into(),
            fix: None,
        }
    }

    /// A finding that warns.
    #[must_use]
    pub fn warns(code: &str, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warns, ..Self::blocks(code, field, message) }
    }

    /// A finding that is good to know.
    #[must_use]
    pub fn note(code: &str, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::blocks(code, field, message) }
    }

    /// The same with its button.
    #[must_use]
    pub fn fixed_by(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}

/// The rule of a draft's form.
///
/// # Errors
/// [`Error::Input`] when the platform takes no such post.
pub(crate) fn form<'a>(facts: &'a Facts, draft: &Draft) -> Result<&'a PostRule> {
    facts.post(draft.post_type).ok_or_else(|| {
        let forms: Vec<&str> = facts.posts.iter().map(|rule| rule.name.as_str()).collect();
        let name = facts.platform.words();
        Error::Input { field: "post_type", why: format!("{name} takes no such post. It takes: {}.", forms.join(", ")) }
    })
}

/// A first comment that is longer than a post's words may be, for platforms whose comments are posts.
pub(crate) fn long_comment(facts: &Facts, draft: &Draft) -> Option<Finding> {
    let count = facts.text.counting.count(draft.first_comment.as_ref()?);
    let max = facts.text.max.filter(|max| count > *max as usize)?;
    let message = format!("{} takes {max} characters in an answer too; these are {count}.", facts.platform.words());
    Some(Finding::blocks("text_too_long", "first_comment", message).fixed_by(Fix::Shorten { max }))
}

/// Checks a draft against a platform's facts.
#[must_use]
pub(crate) fn check(facts: &Facts, draft: &Draft) -> Vec<Finding> {
    let mut findings = Vec::new();
    let name = facts.platform.words();
    let post = match form(facts, draft) {
        Ok(post) => post,
        Err(error) => return vec![Finding::blocks("post_type", "post_type", error.to_string())],
    };
    check_words(facts, draft, post.has_text, &mut findings);
    let count = u32::try_from(draft.media.len()).unwrap_or(u32::MAX);
    if count < post.min_items {
        findings.push(Finding::blocks(
            "too_few_media",
            "media",
            format!(
                "A {} on {name} needs at least {} of the library's files; there are {count}.",
                post.name, post.min_items
            ),
        ));
    }
    if count > post.max_items {
        let message = format!("A {} on {name} takes at most {} files; there are {count}.", post.name, post.max_items);
        findings
            .push(Finding::blocks("too_many_media", "media", message).fixed_by(Fix::DropMedia { max: post.max_items }));
    }
    let clips = draft.media.iter().filter(|media| media.kind == MediaKind::Video).count();
    if let Some(max) = post.max_clips.filter(|max| clips > *max as usize) {
        let message = format!("A {} on {name} takes at most {max} clips; there are {clips}.", post.name);
        findings.push(Finding::blocks("too_many_clips", "media", message));
    }
    let has = |kind| draft.media.iter().any(|media| media.kind == kind);
    if !post.mixed && has(MediaKind::Image) && has(MediaKind::Video) {
        findings.push(Finding::blocks(
            "mixed_media",
            "media",
            format!("A {} on {name} takes pictures or a clip, not both together.", post.name),
        ));
    }
    for (index, media) in draft.media.iter().enumerate() {
        let field = format!("media[{index}]");
        match facts.media_rule(post, media.kind) {
            Some(rule) => check_media(name, &field, media, rule, &mut findings),
            None => findings.push(Finding::blocks(
                "media_kind",
                field.clone(),
                match media.kind {
                    MediaKind::Image => format!("A {} on {name} takes no pictures.", post.name),
                    MediaKind::Video => format!("A {} on {name} takes no clips.", post.name),
                },
            )),
        }
        if facts.capabilities.alt_text && media.kind == MediaKind::Image && media.alt_text.trim().is_empty() {
            let message = "Nobody who can't see this picture will know what it shows. Write a sentence about it.";
            findings.push(Finding::warns("no_alt_text", field, message).fixed_by(Fix::WriteAltText));
        } else if let Some(max) = facts.text.max_alt_text
            && media.alt_text.chars().count() > max as usize
        {
            let message = format!("{name} takes at most {max} characters of alt text.");
            findings.push(Finding::blocks("alt_text_too_long", field, message).fixed_by(Fix::Shorten { max }));
        }
    }
    if draft.first_comment.as_deref().is_some_and(|text| !text.trim().is_empty()) && !facts.capabilities.first_comment {
        let message = format!("{name} has no way to comment on a post from here, so the first comment is not sent.");
        findings.push(Finding::warns("no_first_comment", "first_comment", message));
    }
    if draft.publish_at.is_some() && facts.capabilities.schedule.is_none() {
        let message = format!("{name} does not publish by itself at a time. Let Troupe publish it then.");
        findings.push(Finding::blocks("no_schedule", "publish_at", message));
    }
    findings.extend(fields::check(facts, draft));
    if draft.ai_label && facts.label_kind(draft.post_type) == LabelKind::Line {
        findings.push(Finding::note("label_is_a_line", "text", facts.label.words.clone()));
    }
    findings
}

fn check_words(facts: &Facts, draft: &Draft, has_text: bool, findings: &mut Vec<Finding>) {
    let (name, rule) = (facts.platform.words(), &facts.text);
    if !has_text {
        if !draft.text.trim().is_empty() {
            let message = format!("{name} shows no caption on this kind of post, so the words are not sent.");
            findings.push(Finding::note("text_not_sent", "text", message));
        }
        return;
    }
    if draft.media.is_empty() && (rule.max.is_none() || draft.text.trim().is_empty()) {
        findings.push(Finding::blocks("empty", "text", format!("There is nothing to post on {name} yet.")));
    }
    let max = if draft.media.is_empty() { rule.max } else { rule.max_with_media.or(rule.max) };
    let count = rule.counting.count(&draft.text);
    if let Some(max) = max
        && count > max as usize
    {
        let unit = rule.counting.unit();
        let message = format!("{name} takes {max} {unit}; these are {count}, as {name} counts them.");
        findings.push(Finding::blocks("text_too_long", "text", message).fixed_by(Fix::Shorten { max }));
    }
    let words = |sign: char| {
        draft.text.split_whitespace().filter(|word| word.starts_with(sign) && word.chars().nth(1).is_some()).count()
    };
    if let Some(max) = rule.max_hashtags
        && words('#') > max as usize
    {
        let message = format!("{name} takes at most {max} hashtags; there are {}.", words('#'));
        findings.push(Finding::blocks("too_many_hashtags", "text", message).fixed_by(Fix::DropHashtags { max }));
    }
    if let Some(max) = rule.max_mentions
        && words('@') > max as usize
    {
        let message = format!("{name} takes at most {max} mentions; there are {}.", words('@'));
        findings.push(Finding::blocks("too_many_mentions", "text", message));
    }
    let title = draft.title.as_deref().unwrap_or_default();
    if let Some(max) = rule.max_title
        && title.chars().count() > max as usize
    {
        let message = format!("{name} takes at most {max} characters of title; there are {}.", title.chars().count());
        findings.push(Finding::blocks("title_too_long", "title", message).fixed_by(Fix::Shorten { max }));
    }
}

fn check_media(name: &str, field: &str, media: &Media, rule: &MediaRule, findings: &mut Vec<Finding>) {
    let wanted = rule.mime_types.first().cloned().unwrap_or_default();
    let reencode = || Fix::Reencode {
        mime_type: if rule.mime_types.contains(&media.mime_type) { media.mime_type.clone() } else { wanted.clone() },
        max_bytes: rule.max_bytes,
        max_width: rule.max_width,
    };
    let mut add = |code: &str, message: String, fix: Option<Fix>| {
        let finding = Finding::blocks(code, field, message);
        findings.push(Finding { fix, ..finding });
    };
    if !rule.mime_types.contains(&media.mime_type) {
        add("media_type", format!("{name} takes no {} here.", media.mime_type), Some(reencode()));
    }
    if let Some(max) = rule.max_bytes
        && media.size_bytes > max
    {
        let message =
            format!("{name} takes files of at most {} here; this one has {}.", size(max), size(media.size_bytes));
        add("too_large", message, Some(reencode()));
    }
    // A clip whose size nobody could read is left to the platform.
    let has_size = media.width > 0 && media.height > 0;
    let ratio = media.ratio();
    // A rounded pixel is no refusal: half a percent is allowed on both ends.
    let (min, max) = (rule.min_ratio.unwrap_or(0.0), rule.max_ratio.unwrap_or(f64::INFINITY));
    if has_size && (ratio < min * 0.995 || ratio > max * 1.005) {
        let shape = if ratio < min { "tall" } else { "wide" };
        let message =
            format!("{name} would refuse this shape: it is too {shape} ({} by {}).", media.width, media.height);
        let fix = Fix::Crop { min_ratio: min, max_ratio: if max.is_finite() { max } else { ratio } };
        add("ratio", message, (media.kind == MediaKind::Image).then_some(fix));
    }
    let too_small =
        rule.min_width.is_some_and(|min| media.width < min) || rule.min_height.is_some_and(|min| media.height < min);
    if has_size && too_small {
        let (width, height) = (rule.min_width.unwrap_or(1), rule.min_height.unwrap_or(1));
        add("too_small", format!("{name} wants at least {width} by {height} pixels here."), None);
    }
    let too_big = rule.max_width.is_some_and(|max| media.width > max)
        || rule.max_height.is_some_and(|max| media.height > max)
        || rule.max_sides.is_some_and(|max| media.width.saturating_add(media.height) > max);
    if too_big {
        add(
            "too_many_pixels",
            format!("{name} takes fewer pixels than {} by {}.", media.width, media.height),
            Some(reencode()),
        );
    }
    if let Some(duration) = media.duration_ms {
        let seconds = |ms: u64| format!("{} s", ms.div_ceil(1000));
        if let Some(min) = rule.min_duration_ms.filter(|min| duration < *min) {
            add(
                "too_short",
                format!("{name} takes clips of {} or more; this one has {}.", seconds(min), seconds(duration)),
                None,
            );
        }
        if let Some(max) = rule.max_duration_ms.filter(|max| duration > *max) {
            add(
                "too_long",
                format!("{name} takes clips of at most {}; this one has {}.", seconds(max), seconds(duration)),
                None,
            );
        }
    }
}

/// Bytes in words, in the decimal units that the platforms name their limits in.
fn size(bytes: u64) -> String {
    #[allow(clippy::cast_precision_loss)] // A file's size in megabytes, to one digit.
    let mega = bytes as f64 / 1_000_000.0;
    if mega >= 1.0 { format!("{mega:.1} MB") } else { format!("{} kB", bytes.div_ceil(1000)) }
}
