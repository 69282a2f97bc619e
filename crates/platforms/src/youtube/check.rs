//! What YouTube alone refuses, told before anything is sent.

use super::video::{is_picture, is_seen_at_once, privacy_of, tags_of, title_of};
use crate::{Draft, Facts, Finding, Fix, Session, preflight};
use serde_json::Value;

/// Checks a draft.
pub(super) fn check(facts: &Facts, session: Option<&Session>, draft: &Draft) -> Vec<Finding> {
    let mut findings = preflight::check(facts, draft);
    if title_of(draft).is_none() {
        findings.push(Finding::blocks("no_title", "title", "A clip on YouTube needs a title. Write one."));
    }
    for (field, words) in [("title", draft.title.as_deref().unwrap_or_default()), ("text", &draft.text)] {
        if words.contains(['<', '>']) {
            let message = "YouTube takes neither < nor > here. Take them out.";
            findings.push(Finding::blocks("signs_refused", field, message));
        }
    }
    check_files(facts, session, draft, &mut findings);
    check_fields(facts, draft, &mut findings);
    check_comment(facts, draft, &mut findings);
    findings
}

fn check_files(facts: &Facts, session: Option<&Session>, draft: &Draft, findings: &mut Vec<Finding>) {
    let pictures = draft.media.iter().filter(|media| is_picture(media)).count();
    let clips = draft.media.len() - pictures;
    if clips != 1 && !draft.media.is_empty() {
        let message = format!("YouTube takes one clip in a post; there are {clips}.");
        findings.push(Finding::blocks("clips", "media", message));
    }
    if pictures > 1 {
        let message = format!("A clip has one thumbnail; there are {pictures} pictures.");
        findings.push(Finding::blocks("too_many_media", "media", message).fixed_by(Fix::DropMedia { max: 2 }));
    }
    let long_uploads = session.and_then(|session| session.account.details.get("long_uploads")).and_then(Value::as_str);
    let max = facts.limit("unverified_ms");
    for (index, media) in draft.media.iter().enumerate() {
        #[allow(clippy::cast_precision_loss)] // Milliseconds of a clip.
        let is_long = media.duration_ms.zip(max).is_some_and(|(duration, max)| duration as f64 > max);
        if is_long && long_uploads.is_some_and(|status| status != "allowed") {
            let message = "The channel is not verified, so YouTube takes clips of at most 15 minutes. Verify it at youtube.com/verify.";
            findings.push(Finding::blocks("too_long", format!("media[{index}]"), message));
        }
    }
}

fn check_fields(facts: &Facts, draft: &Draft, findings: &mut Vec<Finding>) {
    if draft.publish_at.is_none() && matches!(privacy_of(draft), "public" | "unlisted") {
        let message = "If Google has not audited your project, YouTube keeps the clip private: then it is up, but only you can see it.";
        findings.push(Finding::note("private_lock", "fields.privacy", message));
    }
    let tags = tags_of(draft);
    let length = tags_length(&tags);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A figure of the facts, whole and positive.
    let max = facts.limit("tags_length").map_or(usize::MAX, |figure| figure as usize);
    if length > max {
        let message =
            format!("YouTube takes {max} characters of tags together; these are {length}, as YouTube counts them.");
        findings.push(Finding::blocks("tags_too_long", "fields.tags", message));
    }
    if tags.iter().any(|tag| tag.contains(['<', '>'])) {
        findings.push(Finding::blocks("signs_refused", "fields.tags", "YouTube takes neither < nor > in tags."));
    }
}

/// The length of tags as YouTube counts: commas between them, quotation marks around those with a blank
/// (developers.google.com, videos resource, snippet.tags, read 2026-11-20).
fn tags_length(tags: &[&str]) -> usize {
    let quotes = |tag: &&str| if tag.contains(' ') { 2 } else { 0 };
    let words: usize = tags.iter().map(|tag| tag.chars().count() + quotes(tag)).sum();
    words + tags.len().saturating_sub(1)
}

fn check_comment(facts: &Facts, draft: &Draft, findings: &mut Vec<Finding>) {
    let Some(words) = draft.first_comment.as_deref().filter(|words| !words.trim().is_empty()) else { return };
    if !is_seen_at_once(draft) {
        let message = "YouTube takes no comments on a private clip, so the first comment is not sent.";
        findings.push(Finding::warns("comment_not_sent", "first_comment", message));
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A figure of the facts, whole and positive.
    let max = facts.limit("comment_length").map_or(usize::MAX, |figure| figure as usize);
    if words.chars().count() > max {
        let message = format!("YouTube takes {max} characters in a comment; there are {}.", words.chars().count());
        findings.push(Finding::blocks("comment_too_long", "first_comment", message));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Media, MediaKind, PostType, Severity};
    use serde_json::{Map, json};

    fn media(kind: MediaKind, mime_type: &str) -> Media {
        Media {
            path: "file".into(),
            kind,
            mime_type: mime_type.to_owned(),
            width: 1280,
            height: 720,
            size_bytes: 9,
            duration_ms: (kind == MediaKind::Video).then_some(10_000),
            alt_text: String::new(),
        }
    }

    fn draft() -> Draft {
        Draft {
            post_type: PostType::Video,
            text: "Words".to_owned(),
            title: Some("A title".to_owned()),
            media: vec![media(MediaKind::Video, "video/mp4")],
            first_comment: None,
            ai_label: true,
            is_sensitive: false,
            fields: Map::new(),
            publish_at: None,
        }
    }

    fn codes(draft: &Draft, severity: Severity) -> Vec<String> {
        let facts = crate::facts::bundled(include_str!("../../data/youtube.toml"));
        let findings = check(&facts, None, draft).into_iter();
        findings.filter(|finding| finding.severity == severity).map(|finding| finding.code).collect()
    }

    fn blocks(draft: &Draft) -> Vec<String> {
        codes(draft, Severity::Blocks)
    }

    fn with(name: &str, value: Value) -> Draft {
        Draft { fields: Map::from_iter([(name.to_owned(), value)]), ..draft() }
    }

    #[test]
    fn words_at_each_limit_pass_and_one_more_is_refused() {
        let title = |count: usize| Draft { title: Some("ä".repeat(count)), ..draft() };
        assert_eq!((blocks(&title(100)), blocks(&title(101))), (vec![], vec!["title_too_long".to_owned()]));
        // The description is counted in bytes: an ä has two, an emoji four.
        for (unit, bytes) in [("a", 1), ("ä", 2), ("日", 3), ("👍", 4)] {
            let full = format!("{}{}", unit.repeat(5000 / bytes), "a".repeat(5000 % bytes));
            let text = |text: String| Draft { text, ..draft() };
            assert_eq!(blocks(&text(full.clone())), [""; 0], "{unit}");
            assert_eq!(blocks(&text(full + "a")), ["text_too_long"], "{unit}");
        }
        let comment = |count: usize| Draft { first_comment: Some("a".repeat(count)), ..draft() };
        assert_eq!((blocks(&comment(10_000)), blocks(&comment(10_001)).len()), (vec![], 1));
    }

    #[test]
    fn tags_count_with_their_commas_and_quotation_marks() {
        for (tags, expected) in
            [(&[][..], 0), (&["abc"], 3), (&["abc", "de"], 6), (&["two words"], 11), (&["two words", "ä"], 13)]
        {
            assert_eq!(tags_length(tags), expected, "{tags:?}");
        }
        let full = ["a".repeat(249), "b".repeat(250)];
        assert_eq!(blocks(&with("tags", json!(full))), [""; 0]);
        let over = ["a".repeat(250), "b".repeat(250)];
        assert_eq!(blocks(&with("tags", json!(over))), ["tags_too_long"]);
        let blank = [format!("{} a", "a".repeat(247)), "b".repeat(250)];
        assert_eq!(blocks(&with("tags", json!(blank))), ["tags_too_long"], "a blank costs two");
    }

    #[test]
    fn what_youtube_would_refuse_is_named() {
        assert_eq!(blocks(&Draft { title: None, ..draft() }), ["no_title"]);
        assert_eq!(blocks(&Draft { title: Some("a < b".to_owned()), ..draft() }), ["signs_refused"]);
        assert_eq!(blocks(&Draft { text: "a > b".to_owned(), ..draft() }), ["signs_refused"]);
        assert_eq!(blocks(&with("privacy", json!("friends"))), ["privacy"]);
        let picture = || media(MediaKind::Image, "image/jpeg");
        let clip = || media(MediaKind::Video, "video/mp4");
        for (files, expected) in [
            (vec![clip(), picture()], &[][..]),
            (vec![picture()], &["clips"]),
            (vec![clip(), clip()], &["clips"]),
            (vec![clip(), picture(), picture()], &["too_many_media", "too_many_media"]),
            (vec![clip(), media(MediaKind::Image, "image/webp")], &["media_type"]),
            (vec![media(MediaKind::Video, "video/avi")], &["media_type"]),
        ] {
            assert_eq!(blocks(&Draft { media: files.clone(), ..draft() }), expected, "{files:?}");
        }
        let wide = Draft { post_type: PostType::Reel, ..draft() };
        assert_eq!(blocks(&wide), ["ratio"], "a Short is upright");
    }

    #[test]
    fn the_private_lock_is_said_before() {
        assert_eq!(codes(&draft(), Severity::Note), ["private_lock"]);
        assert_eq!(codes(&with("privacy", json!("private")), Severity::Note), [""; 0]);
        let comment = Draft { first_comment: Some("First".to_owned()), ..with("privacy", json!("private")) };
        assert_eq!(codes(&comment, Severity::Warns), ["comment_not_sent"]);
    }
}
