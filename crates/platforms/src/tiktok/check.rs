//! What TikTok alone refuses, told before anything is sent: who may see it, what the account may post now, and that an app
//! which TikTok has not audited posts for nobody but the account itself.

use super::{SELF_ONLY, is_audited, is_clip, privacy_of};
use crate::{Draft, Facts, Finding, Session, preflight, upload_place};
use serde_json::Value;

/// Checks a draft.
pub(super) fn check(facts: &Facts, session: Option<&Session>, draft: &Draft) -> Vec<Finding> {
    let mut findings = preflight::check(facts, draft);
    if privacy_of(draft).is_none() {
        let label = if draft.ai_label { ", switch the AI label on" } else { "" };
        let message = format!(
            "It goes to the inbox of your TikTok app: there you choose within 24 hours who may see it{label}, and publish it. Choose here who may see it to post it directly."
        );
        findings.push(Finding::warns("inbox", "fields.privacy_level", message));
    }
    let is_promotion = draft.fields.get("brand_content").and_then(Value::as_bool) == Some(true);
    if is_promotion && privacy_of(draft) == Some(SELF_ONLY) {
        let message = "TikTok takes no paid partnership that only you can see. Choose others who may see it.";
        findings.push(Finding::blocks("privacy_level", "fields.privacy_level", message));
    }
    let Some(session) = session else { return findings };
    if !draft.media.is_empty() && !is_clip(draft) {
        findings.extend(upload_place::bucket_finding(facts, session));
        let message = "TikTok fetches pictures only from an address that you have verified in its developer portal (URL properties): your bucket's, with its folder.";
        findings.push(Finding::note("verified_address", "account", message));
    }
    if let Some(privacy) = privacy_of(draft) {
        check_privacy(session, privacy, &mut findings);
        check_account(session, draft, &mut findings);
    }
    findings
}

fn check_privacy(session: &Session, privacy: &str, findings: &mut Vec<Finding>) {
    let field = "fields.privacy_level";
    let options = session.account.details.get("privacy_options").and_then(Value::as_array);
    let options: Vec<&str> = options.into_iter().flatten().filter_map(Value::as_str).collect();
    let blocks = |message: &str| Finding::blocks("privacy_level", field, message);
    if !is_audited(&session.account) {
        if privacy != SELF_ONLY {
            findings.push(blocks(
                "TikTok has not audited your app, so it posts for you alone. Choose \"You alone\", or leave it out: then it goes to the inbox of your TikTok app, where you publish it for others.",
            ));
            return;
        }
        if options.contains(&"PUBLIC_TO_EVERYONE") {
            findings.push(blocks(
                "While TikTok has not audited your app, the account must be private when it posts. Make it private in the TikTok app, or leave out who may see it: then it goes to the inbox of your TikTok app.",
            ));
            return;
        }
    }
    if !options.is_empty() && !options.contains(&privacy) {
        findings.push(blocks(
            "TikTok does not let this account choose that now. Choose others who may see it; a private account, for one, can't post for everybody.",
        ));
    } else if privacy == SELF_ONLY {
        let message = "It will be up, but private: only you can see it. Troupe asks you about it afterwards.";
        findings.push(Finding::warns("up_but_private", field, message));
    }
}

/// What the account itself may not do now.
fn check_account(session: &Session, draft: &Draft, findings: &mut Vec<Finding>) {
    let details = &session.account.details;
    let longest = details.get("max_video_seconds").and_then(Value::as_u64).map(|seconds| seconds * 1000);
    let is_long = |media: &crate::Media| longest.zip(media.duration_ms).is_some_and(|(longest, own)| own > longest);
    if let (Some(at), Some(longest)) = (draft.media.iter().position(is_long), longest) {
        let message = format!("TikTok takes clips of at most {} s from this account now.", longest / 1000);
        findings.push(Finding::blocks("too_long", format!("media[{at}]"), message));
    }
    if details.get("comment_disabled").and_then(Value::as_bool) == Some(true) {
        let message = "Comments are turned off in the account's settings at TikTok, so nobody can comment on it.";
        findings.push(Finding::note("comments_off", "account", message));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Account, Media, MediaKind, PostType, Severity, Tokens, UploadAccess};
    use serde_json::{Map, json};
    use troupe_net::Secret;

    fn session(login: &str, options: &[&str]) -> Session {
        let details = json!({"login": login, "privacy_options": options, "max_video_seconds": 60});
        let account = Account { details: details.as_object().unwrap().clone(), ..Account::default() };
        let tokens = Tokens { access: Secret::new("a"), refresh: None, expires_at: None, refresh_expires_at: None };
        Session { account, tokens, app: None, upload: None }
    }

    fn clip(privacy: Option<&str>) -> Draft {
        let media = Media {
            path: "clip.mp4".into(),
            kind: MediaKind::Video,
            mime_type: "video/mp4".to_owned(),
            width: 720,
            height: 1280,
            size_bytes: 9,
            duration_ms: Some(5000),
            alt_text: String::new(),
        };
        let fields = privacy.map(|word| ("privacy_level".to_owned(), json!(word)));
        Draft {
            post_type: PostType::Video,
            text: "Words".to_owned(),
            title: None,
            media: vec![media],
            first_comment: None,
            ai_label: true,
            is_sensitive: false,
            fields: Map::from_iter(fields),
            publish_at: None,
        }
    }

    fn found(session: &Session, draft: &Draft) -> Vec<(Severity, String)> {
        let findings = check(&super::super::FACTS, Some(session), draft).into_iter();
        findings.map(|finding| (finding.severity, finding.code)).collect()
    }

    #[test]
    fn who_may_see_it_is_judged_by_the_audit_and_by_what_the_account_may() {
        let (open, closed) = (["PUBLIC_TO_EVERYONE", SELF_ONLY], ["FOLLOWER_OF_CREATOR", SELF_ONLY]);
        let blocks = (Severity::Blocks, "privacy_level".to_owned());
        let private = (Severity::Warns, "up_but_private".to_owned());
        for (login, options, privacy, expected) in [
            ("audited", &open, Some("PUBLIC_TO_EVERYONE"), vec![]),
            ("audited", &closed, Some("PUBLIC_TO_EVERYONE"), vec![blocks.clone()]),
            ("audited", &open, Some(SELF_ONLY), vec![private.clone()]),
            ("audited", &open, None, vec![(Severity::Warns, "inbox".to_owned())]),
            ("unaudited", &open, Some("PUBLIC_TO_EVERYONE"), vec![blocks.clone()]),
            ("unaudited", &open, Some(SELF_ONLY), vec![blocks]),
            ("unaudited", &closed, Some(SELF_ONLY), vec![private]),
            ("unaudited", &open, None, vec![(Severity::Warns, "inbox".to_owned())]),
        ] {
            assert_eq!(found(&session(login, options), &clip(privacy)), expected, "{login} {options:?} {privacy:?}");
        }
    }

    #[test]
    fn a_clip_longer_than_the_account_may_post_is_told() {
        let mut draft = clip(Some("PUBLIC_TO_EVERYONE"));
        draft.media[0].duration_ms = Some(61_000);
        let session = session("audited", &["PUBLIC_TO_EVERYONE"]);
        assert_eq!(found(&session, &draft), [(Severity::Blocks, "too_long".to_owned())]);
    }

    #[test]
    fn pictures_need_a_place_and_a_clip_does_not() {
        let mut draft = clip(Some("PUBLIC_TO_EVERYONE"));
        draft.post_type = PostType::Post;
        draft.media[0].kind = MediaKind::Image;
        draft.media[0].mime_type = "image/jpeg".to_owned();
        // Pictures carry the line, which stands in the words by now.
        draft.ai_label = false;
        let mut session = session("audited", &["PUBLIC_TO_EVERYONE"]);
        let codes = |session: &Session| found(session, &draft).into_iter().map(|(_, code)| code).collect::<Vec<_>>();
        assert_eq!(codes(&session), ["upload_place", "verified_address"]);
        session.upload = Some(UploadAccess::HandOff);
        assert_eq!(codes(&session), ["verified_address"]);
    }
}
