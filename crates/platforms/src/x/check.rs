//! What X alone refuses, told before anything is sent; and what a post costs.

use super::post::first_comment;
use crate::{Counting, Draft, Facts, Finding, Fix, MediaKind, Session, count::has_address, preflight};
use serde_json::Value;

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

/// What X charges the app's owner for this post with its alt texts and its first comment, in US dollars.
pub(super) fn price_usd(facts: &Facts, draft: &Draft) -> f64 {
    let described =
        draft.media.iter().filter(|media| media.kind == MediaKind::Image && !media.alt_text.trim().is_empty());
    #[allow(clippy::cast_precision_loss)] // At most four pictures.
    let alt_texts = described.count() as f64 * facts.price_usd("alt_text");
    let first_comment = first_comment(draft).map_or(0.0, |words| price_of_words_usd(facts, words));
    price_of_words_usd(facts, &draft.text) + first_comment + alt_texts
}

fn price_of_words_usd(facts: &Facts, words: &str) -> f64 {
    facts.price_usd(if has_address(words) { "post_with_link" } else { "post" })
}

fn price(facts: &Facts, draft: &Draft) -> Finding {
    let usd = price_usd(facts, draft);
    let why = if has_address(&draft.text) {
        let without = usd - facts.price_usd("post_with_link") + facts.price_usd("post");
        format!(" Without the link it would cost {without:.3}.")
    } else {
        String::new()
    };
    Finding::note("price", "text", format!("X charges your app {usd:.3} US dollars for this post.{why}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Account, Media, PostType, Severity, Tokens};
    use serde_json::{Map, json};
    use troupe_net::Secret;

    fn facts() -> Facts {
        crate::facts::bundled(include_str!("../../data/x.toml"))
    }

    fn draft(text: &str) -> Draft {
        Draft {
            post_type: PostType::Post,
            text: text.to_owned(),
            title: None,
            media: Vec::new(),
            first_comment: None,
            ai_label: true,
            is_sensitive: false,
            fields: Map::new(),
            publish_at: None,
        }
    }

    fn media(kind: MediaKind, mime_type: &str, width: u32, height: u32, size_bytes: u64) -> Media {
        Media {
            path: "file".into(),
            kind,
            mime_type: mime_type.to_owned(),
            width,
            height,
            size_bytes,
            duration_ms: (kind == MediaKind::Video).then_some(10_000),
            alt_text: "Words".to_owned(),
        }
    }

    fn session(subscription: &str) -> Session {
        let account = Account {
            external_id: "1".to_owned(),
            handle: "ada".to_owned(),
            display_name: "Ada".to_owned(),
            url: None,
            follower_count: None,
            posts_left: None,
            details: Map::from_iter([("subscription".to_owned(), json!(subscription))]),
        };
        let tokens = Tokens { access: Secret::new("a"), refresh: None, expires_at: None, refresh_expires_at: None };
        Session { account, tokens, app: None, upload: None }
    }

    fn blocks(draft: &Draft, session: Option<&Session>) -> Vec<String> {
        let findings = check(&facts(), session, draft).into_iter();
        findings.filter(|finding| finding.severity == Severity::Blocks).map(|finding| finding.code).collect()
    }

    #[test]
    fn words_at_the_limit_pass_and_one_more_is_refused() {
        let link = "https://example.org/a/long/path?with=a&query=of&many=words";
        for (unit, weight) in [
            ("a", 1),
            ("é", 1),
            ("e\u{301}", 1),
            ("ß", 1),
            ("д", 1),
            ("\u{2019}", 1),
            ("日", 2),
            ("ｱ", 2),
            ("한", 2),
            ("…", 2),
            ("👍", 2),
            ("👨‍👩‍👧‍👦", 2),
            ("👍🏽", 2),
            ("🇩🇪", 2),
            ("❤️", 2),
            ("1️⃣", 2),
        ] {
            let full = unit.repeat(280 / weight);
            assert_eq!(blocks(&draft(&full), None), [""; 0], "{unit} at 280");
            assert_eq!(blocks(&draft(&format!("{full}a")), None), ["text_too_long"], "{unit} over 280");
        }
        let with_link = format!("{} {link}", "a".repeat(280 - 24));
        assert_eq!(blocks(&draft(&with_link), None), [""; 0]);
        assert_eq!(blocks(&draft(&format!("a{with_link}")), None), ["text_too_long"]);
    }

    #[test]
    fn premium_writes_more() {
        let long = "a".repeat(25_000);
        assert_eq!(blocks(&draft(&long), Some(&session("None"))), ["text_too_long"]);
        assert_eq!(blocks(&draft(&long), Some(&session("Premium"))), [""; 0]);
        assert_eq!(blocks(&draft(&format!("{long}a")), Some(&session("PremiumPlus"))), ["text_too_long"]);
    }

    #[test]
    fn files_that_x_would_refuse_are_named() {
        let image = || media(MediaKind::Image, "image/jpeg", 1000, 1000, 5_000_000);
        let clip = || media(MediaKind::Video, "video/mp4", 1280, 720, 512_000_000);
        let short = Media { duration_ms: Some(499), ..clip() };
        let long = Media { duration_ms: Some(140_001), ..clip() };
        for (files, expected) in [
            (vec![image(); 4], &[][..]),
            (vec![image(); 5], &["too_many_media"]),
            (vec![clip()], &[]),
            (vec![clip(), clip()], &["too_many_media"]),
            (vec![image(), clip()], &["mixed_media"]),
            (vec![Media { size_bytes: 5_000_001, ..image() }], &["too_large"]),
            (vec![media(MediaKind::Image, "image/avif", 10, 10, 9)], &["media_type"]),
            (vec![media(MediaKind::Video, "video/mp4", 400, 1280, 9)], &["ratio", "too_many_pixels"]),
            (vec![short], &["too_short"]),
            (vec![long], &["too_long"]),
            (vec![Media { size_bytes: 512_000_001, ..clip() }], &["too_large"]),
        ] {
            let draft = Draft { media: files, ..draft("Words") };
            assert_eq!(blocks(&draft, None), expected, "{:?}", draft.media);
        }
        let dumb = Draft { media: vec![Media { alt_text: "a".repeat(1001), ..image() }], ..draft("") };
        assert_eq!(blocks(&dumb, None), ["alt_text_too_long"]);
    }

    #[test]
    fn what_only_x_asks_for_is_checked() {
        assert_eq!(blocks(&draft("$ABC and $DEF"), None), ["too_many_cashtags"]);
        assert_eq!(blocks(&draft("$ABC for $5"), None), [""; 0]);
        assert_eq!(blocks(&draft(""), None), ["empty"]);
        let comment = Draft { first_comment: Some("a".repeat(281)), ..draft("Words") };
        assert_eq!(blocks(&comment, None), ["comment_too_long"]);
        let setting =
            |value| Draft { fields: Map::from_iter([("reply_settings".to_owned(), value)]), ..draft("Words") };
        assert_eq!(blocks(&setting(json!("friends")), None), ["reply_settings"]);
        assert_eq!(blocks(&setting(json!("following")), None), [""; 0]);
    }

    #[test]
    fn the_price_is_said_before() {
        let price = |draft: &Draft| {
            let findings = check(&facts(), None, draft);
            findings.into_iter().find(|finding| finding.code == "price").unwrap().message
        };
        assert_eq!(price(&draft("Words")), "X charges your app 0.015 US dollars for this post.");
        assert_eq!(
            price(&draft("See https://example.org")),
            "X charges your app 0.200 US dollars for this post. Without the link it would cost 0.015."
        );
        assert!(price(&draft("See example.org")).contains("0.200"), "X links it without its scheme too");
        let picture = media(MediaKind::Image, "image/jpeg", 9, 9, 9);
        let all = Draft { media: vec![picture], first_comment: Some("First".to_owned()), ..draft("Words") };
        assert_eq!(price(&all), "X charges your app 0.035 US dollars for this post.");
    }
}
