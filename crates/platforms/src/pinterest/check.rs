//! What Pinterest alone refuses, told before anything is sent.

use super::{
    account::{board_of, boards},
    is_on_trial,
};
use crate::{Draft, Facts, Finding, MediaKind, Session, preflight};
use serde_json::Value;
use url::Url;

/// Checks a draft.
pub(super) fn check(facts: &Facts, session: Option<&Session>, draft: &Draft) -> Vec<Finding> {
    let mut findings = preflight::check(facts, draft);
    let pictures: Vec<_> = draft.media.iter().filter(|media| media.kind == MediaKind::Image).collect();
    let clips = draft.media.len() - pictures.len();
    if clips == 0
        && let Some(first) = pictures.first()
        && pictures.iter().any(|one| (one.width, one.height) != (first.width, first.height))
    {
        let message = "The pictures of a carousel on Pinterest have all the same size. Crop them alike.";
        findings.push(Finding::blocks("sizes_differ", "media", message));
    }
    if clips == 0 && facts.post(draft.post_type).is_some_and(|post| post.image.as_deref() == Some("cover")) {
        let message = "A clip on Pinterest needs a clip; a picture beside it is its cover.";
        findings.push(Finding::blocks("no_clip", "media", message));
    }
    let link = draft.fields.get("link").and_then(Value::as_str).map(str::trim).filter(|link| !link.is_empty());
    let is_address = |link: &str| link.parse::<Url>().is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if link.is_some_and(|link| !is_address(link)) {
        let message = "The link of a pin is an address that begins with https://.";
        findings.push(Finding::blocks("link", "fields.link", message));
    }
    let Some(session) = session else { return findings };
    let all = boards(&session.account);
    match board_of(&session.account, draft) {
        None if all.is_empty() => {
            let message = "The account has no board yet. Make one at Pinterest, then test the account.";
            findings.push(Finding::blocks("no_board", "account", message));
        }
        None => {
            let names: Vec<&str> = all.iter().map(|board| board.name).take(10).collect();
            let message = format!("The account has no such board. It has: {}.", names.join(", "));
            findings.push(Finding::blocks("no_board", "fields.board", message));
        }
        Some(board) if board.is_secret => {
            let message = format!("The board {} is secret, so only you will see the pin.", board.name);
            findings.push(Finding::warns("up_but_private", "fields.board", message));
        }
        Some(_) => {}
    }
    if is_on_trial(&session.account) {
        let message = "It will be up, but private: your app's access at Pinterest is on trial, and only you see its pins until Pinterest gives it standard access.";
        findings.push(Finding::warns("up_but_private", "account", message));
    }
    findings
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Account, Media, PostType, Tokens};
    use serde_json::{Map, json};
    use troupe_net::Secret;

    fn session(login: &str, boards: &Value) -> Session {
        let details = json!({"login": login, "boards": boards});
        let account = Account { details: details.as_object().unwrap().clone(), ..Account::default() };
        let tokens = Tokens { access: Secret::new("a"), refresh: None, expires_at: None, refresh_expires_at: None };
        Session { account, tokens, app: None, upload: None }
    }

    fn picture(width: u32) -> Media {
        Media {
            path: "a.jpg".into(),
            kind: MediaKind::Image,
            mime_type: "image/jpeg".to_owned(),
            width,
            height: 1500,
            size_bytes: 9,
            duration_ms: None,
            alt_text: "Words".to_owned(),
        }
    }

    fn draft(post_type: PostType, media: Vec<Media>, fields: &Value) -> Draft {
        Draft {
            post_type,
            text: "Words".to_owned(),
            title: None,
            media,
            first_comment: None,
            ai_label: true,
            is_sensitive: false,
            fields: fields.as_object().cloned().unwrap_or_else(Map::new),
            publish_at: None,
        }
    }

    #[test]
    fn boards_trial_and_sizes_are_told_before() {
        let two =
            json!([{"id": "1", "name": "Harbour", "is_secret": false}, {"id": "2", "name": "Mine", "is_secret": true}]);
        let pin = |fields: Value| draft(PostType::Post, vec![picture(1000)], &fields);
        let uneven = draft(PostType::Carousel, vec![picture(1000), picture(900)], &json!({}));
        for (login, boards, draft, expected) in [
            ("standard", &two, pin(json!({})), &[][..]),
            ("standard", &two, pin(json!({"board": "harbour"})), &[]),
            ("standard", &two, pin(json!({"board": "2"})), &["up_but_private"]),
            ("standard", &two, pin(json!({"board": "Sea"})), &["no_board"]),
            ("standard", &json!([]), pin(json!({})), &["no_board"]),
            ("trial", &two, pin(json!({})), &["up_but_private"]),
            ("standard", &two, pin(json!({"link": "harbour"})), &["link"]),
            ("standard", &two, uneven, &["sizes_differ"]),
            ("standard", &two, draft(PostType::Video, vec![picture(1000)], &json!({})), &["no_clip"]),
        ] {
            let found = check(&super::super::FACTS, Some(&session(login, boards)), &draft);
            let codes: Vec<&str> = found.iter().map(|finding| finding.code.as_str()).collect();
            assert_eq!(codes, expected, "{login} {boards} {:?}", draft.fields);
        }
    }
}
