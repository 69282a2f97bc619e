//! What YouTube alone refuses, told before anything is sent.

use super::video::{PRIVACIES, is_picture, is_seen_at_once, privacy_of, tags_of, title_of};
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
    if !PRIVACIES.contains(&privacy_of(draft)) {
        let message = format!("Who can see it is one of {}.", PRIVACIES.join(", "));
        findings.push(Finding::blocks("privacy", "fields.privacy", message));
    } else if draft.publish_at.is_none() && privacy_of(draft) != "private" {
        let message = "If Google has not audited your project, YouTube keeps the clip private: then it is up, but only you can see it.";
        findings.push(Finding::note("private_lock", "fields.privacy", message));
    }
    let tags = tags_of(draft);
    let length = tags_length(&tags);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A figure of the facts, whole and positive.
    let max = facts.limit("tags_length").map_or(usize::MAX, |figure| figure as usize);
    if length > max {
        let message = format!("YouTube takes {max} characters of tags together; these are {length}, as YouTube counts them.");
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
