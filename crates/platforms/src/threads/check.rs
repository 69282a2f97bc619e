//! What only Threads refuses, told before anything is sent.

use super::publish::first_comment;
use crate::{Draft, Facts, Finding, Session, count, preflight, upload_place};

/// Checks a draft.
pub(super) fn check(facts: &Facts, session: Option<&Session>, draft: &Draft) -> Vec<Finding> {
    let mut findings = preflight::check(facts, draft);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A figure of the facts, whole and positive.
    let most = facts.limit("links").map_or(usize::MAX, |most| most as usize);
    let links = count::addresses(&draft.text);
    if links > most {
        let message = format!("Threads takes at most {most} links in a post; there are {links}. Take some out.");
        findings.push(Finding::blocks("too_many_links", "text", message));
    }
    if first_comment(draft).is_some() {
        findings.extend(preflight::long_comment(facts, draft));
    }
    let Some(session) = session else { return findings };
    if !draft.media.is_empty() {
        findings.extend(upload_place::bucket_finding(facts, session));
    }
    if session.account.posts_left == Some(0) {
        let message = "Threads takes no more posts of this account for now: its posts of 24 hours are used up. It goes out when there is room.";
        findings.push(Finding::warns("daily_limit", "account", message));
    }
    findings
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{PostType, Severity};
    use serde_json::{Map, json};

    fn blocks(draft: &Draft) -> Vec<String> {
        let findings = check(&super::super::FACTS, None, draft).into_iter();
        findings.filter(|finding| finding.severity == Severity::Blocks).map(|finding| finding.code).collect()
    }

    fn draft(text: &str) -> Draft {
        Draft {
            post_type: PostType::Post,
            text: text.to_owned(),
            title: None,
            media: Vec::new(),
            first_comment: None,
            ai_label: false,
            is_sensitive: false,
            fields: Map::new(),
            publish_at: None,
        }
    }

    #[test]
    fn words_at_the_limit_pass_and_one_more_is_refused() {
        for (unit, weight) in [("a", 1), ("ß", 1), ("日", 1), ("👍", 4)] {
            let full = unit.repeat(500 / weight);
            assert_eq!(blocks(&draft(&full)), [""; 0], "{unit} at 500");
            assert_eq!(blocks(&draft(&format!("{full}a"))), ["text_too_long"], "{unit} over 500");
        }
        let comment = Draft { first_comment: Some("a".repeat(501)), ..draft("Words") };
        assert_eq!(blocks(&comment), ["text_too_long"]);
    }

    #[test]
    fn five_links_pass_and_a_sixth_is_refused() {
        assert_eq!(blocks(&draft(&"https://example.org ".repeat(5))), [""; 0]);
        assert_eq!(blocks(&draft(&"https://example.org ".repeat(6))), ["too_many_links"]);
    }

    #[test]
    fn its_own_fields_are_checked() {
        let with = |name: &str, value| Draft { fields: Map::from_iter([(name.to_owned(), value)]), ..draft("Words") };
        assert_eq!(blocks(&with("reply_control", json!("nobody"))), ["reply_control"]);
        assert_eq!(blocks(&with("reply_control", json!("mentioned_only"))), [""; 0]);
        assert_eq!(blocks(&with("topic_tag", json!("a".repeat(51)))), ["topic_tag"]);
    }
}
