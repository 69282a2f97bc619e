//! What X alone refuses, told before anything is sent; and what a post costs.

use super::post::first_comment;
use crate::{Counting, Draft, Facts, Finding, Fix, MediaKind, Session, preflight};
use serde_json::Value;

/// What X takes as an answer to who may reply (docs.x.com, Create Post in OpenAPI 2.167, read 2026-08-22).
const REPLY_SETTINGS: [&str; 4] = ["following", "mentionedUsers", "subscribers", "verified"];

/// Checks a draft. With Premium an account may write more.
pub(super) fn check(facts: &Facts, session: Option<&Session>, draft: &Draft) -> Vec<Finding> {
    let mut findings = preflight::check(facts, draft);
    let max = if has_premium(session) { longest(facts) } else { facts.text.max.unwrap_or(u32::MAX) };
    if Counting::Weighted.count(&draft.text) <= max as usize {
        findings.retain(|finding| finding.code != "text_too_long");
    }
    let clips = draft.media.iter().filter(|media| media.kind == MediaKind::Video).count();
    if clips > 1 {
        let message = format!("A post on X takes one clip; there are {clips}. Make a post of each.");
        findings.push(Finding::blocks("too_many_media", "media", message).fixed_by(Fix::DropMedia { max: 1 }));
    }
    let cashtags = draft.text.split_whitespace().filter(|word| is_cashtag(word)).count();
    if cashtags > 1 {
        let message = format!("X takes one cashtag in a post sent by a program; there are {cashtags}.");
        findings.push(Finding::blocks("too_many_cashtags", "text", message));
    }
    if let Some(words) = first_comment(draft) {
        let count = Counting::Weighted.count(words);
        if count > max as usize {
            let message = format!("X takes {max} characters; the first comment has {count}, as X counts them.");
            findings.push(Finding::blocks("comment_too_long", "first_comment", message));
        }
    }
    if let Some(setting) = draft.fields.get("reply_settings").filter(|value| !value.is_null())
        && !setting.as_str().is_some_and(|setting| REPLY_SETTINGS.contains(&setting))
    {
        let message = format!("Who may reply is one of {}, or left out for everybody.", REPLY_SETTINGS.join(", "));
        findings.push(Finding::blocks("reply_settings", "fields.reply_settings", message));
    }
    findings.push(price(facts, draft));
    findings
}

fn has_premium(session: Option<&Session>) -> bool {
    let kind = session.and_then(|session| session.account.details.get("subscription")).and_then(Value::as_str);
    kind.is_some_and(|kind| kind.starts_with("Premium"))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A figure of the facts, whole and positive.
fn longest(facts: &Facts) -> u32 {
    facts.limit("premium_text").map_or(facts.text.max.unwrap_or_default(), |figure| figure as u32)
}

/// `$ABC`: a sign, then one to six letters.
fn is_cashtag(word: &str) -> bool {
    let letters = word.strip_prefix('$').unwrap_or_default().trim_end_matches(|sign: char| sign.is_ascii_punctuation());
    (1..=6).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// What X charges the app's owner for this post with its alt texts and its first comment.
fn price(facts: &Facts, draft: &Draft) -> Finding {
    let of = |words: &str| facts.price_usd(if has_link(words) { "post_with_link" } else { "post" });
    let described =
        draft.media.iter().filter(|media| media.kind == MediaKind::Image && !media.alt_text.trim().is_empty());
    #[allow(clippy::cast_precision_loss)] // At most four pictures.
    let alt_texts = described.count() as f64 * facts.price_usd("alt_text");
    let usd = of(&draft.text) + first_comment(draft).map_or(0.0, of) + alt_texts;
    let why = if has_link(&draft.text) {
        format!(" Without the link it would cost {:.3}.", usd - of(&draft.text) + facts.price_usd("post"))
    } else {
        String::new()
    };
    Finding::note("price", "text", format!("X charges your app {usd:.3} US dollars for this post.{why}"))
}

/// Whether X counts the words as holding a link.
fn has_link(words: &str) -> bool {
    words.contains("https://") || words.contains("http://")
}
