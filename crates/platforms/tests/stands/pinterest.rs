//! Pinterest: the login, boards, pins of every kind, the trial, what goes wrong on the way, and that nothing is doubled.

use crate::support::{Stand, Way, allowed, draft, kind, pasted, ride, signed_in};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::sync::Arc;
use troupe_platforms::{
    Draft, Error, Found, Platform, PlatformName, PostType, RefusalKind, Session, StepKind, Target, Visibility,
};

const NAME: &str = "pinterest";
const REDIRECT: &str = "http://127.0.0.1:28790/pinterest/callback";

async fn standard(stand: &Stand, options: Value) -> (Arc<dyn Platform>, Session) {
    signed_in(stand, PlatformName::Pinterest, "standard", REDIRECT, options).await
}

/// A labelled pin with its title.
fn pin(stand: &Stand, title: &str) -> Draft {
    let mut draft = draft(&format!("{title} at dawn"), vec![stand.picture_of("a.jpg", 1000, 1500)]);
    draft.title = Some(title.to_owned());
    draft.ai_label = true;
    draft.fields.insert("link".to_owned(), json!("https://example.org/harbour"));
    draft
}

fn codes(platform: &Arc<dyn Platform>, session: &Session, draft: &Draft) -> Vec<String> {
    platform.preflight(Some(session), draft).into_iter().map(|finding| finding.code).collect()
}

#[tokio::test]
async fn the_login_in_the_browser_opens_the_account_with_its_boards_and_is_renewed() {
    let stand = Stand::start().await;
    let (platform, session) = standard(&stand, json!({"boards": ["Harbour", "Sea"], "followers": 12})).await;
    assert_eq!((session.account.handle.as_str(), session.account.follower_count), ("ada", Some(12)));
    assert_eq!(session.account.details["boards"][1]["name"], "Sea");
    let now = stand.now().await;
    assert_eq!(session.tokens.expires_at, Some(now + TimeDelta::days(30)));
    assert_eq!(session.tokens.refresh_expires_at, Some(now + TimeDelta::days(60)));
    stand.advance(30 * 86_400 + 1).await;
    assert_eq!(kind(platform.account(&session).await), RefusalKind::TokenExpired);
    let new = platform.refresh(&session, stand.now().await).await.unwrap().unwrap();
    assert_eq!(platform.account(&Session { tokens: new, ..session.clone() }).await.unwrap().handle, "ada");
    stand.order("tokens", json!({"platform": NAME, "handle": "ada", "end": "revoke"})).await;
    assert_eq!(kind(platform.refresh(&session, stand.now().await).await), RefusalKind::TokenRevoked);

    // A wrong secret is named before anything is connected.
    let told = stand.open(NAME, "bo", json!({})).await;
    let credentials = pasted(&[("client_id", told["client_id"].as_str().unwrap()), ("client_secret", "wrong")]);
    let login = platform.authorize("standard", &credentials, &REDIRECT.parse().unwrap()).await.unwrap();
    let back = allowed(&login.url).await;
    let code = back.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let error = platform.exchange(&login, &code, stand.now().await).await.unwrap_err();
    assert!(matches!(error, Error::Input { field: "client_secret", .. }), "{error:?}");
    let bare = pasted(&[("client_id", "1")]);
    let error = platform.authorize("standard", &bare, &REDIRECT.parse().unwrap()).await.unwrap_err();
    assert!(matches!(error, Error::Input { field: "client_secret", .. }), "{error:?}");
}

#[tokio::test]
async fn a_pin_goes_out_labelled_on_its_board_and_is_counted_and_deleted() {
    let stand = Stand::start().await;
    let (platform, session) = standard(&stand, json!({"boards": ["Harbour", "Sea"]})).await;
    let mut draft = pin(&stand, "Harbour");
    draft.fields.insert("board".to_owned(), json!("sea"));
    assert_eq!(platform.preflight(Some(&session), &draft), []);
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    assert_eq!(way.plan.iter().map(|step| step.is_public).collect::<Vec<_>>(), [true]);
    let id = way.finish(&session).await;
    let live = platform.read_back(&session, &id).await.unwrap();
    assert_eq!(live.permalink, Some(format!("https://www.pinterest.com/pin/{id}/")));
    assert_eq!((live.visibility, live.remarks), (Visibility::Public, vec![]));
    let feed = stand.feed().await;
    assert_eq!((feed.len(), &feed[0]["ai_label"]), (1, &json!("AI_MODIFIED")));
    assert_eq!(feed[0]["media"][0]["alt"], "What a.jpg shows");
    let metrics = platform.metrics(&session, &id).await.unwrap();
    assert_eq!((metrics.views, metrics.likes, metrics.saves, metrics.clicks), (Some(10), Some(0), Some(0), Some(0)));
    platform.delete(&session, &id).await.unwrap();
    platform.delete(&session, &id).await.unwrap();
    assert_eq!(kind(platform.read_back(&session, &id).await), RefusalKind::NotFound);
    assert!(matches!(platform.like(&session, &Target { id }).await, Err(Error::Unsupported { .. })));
}

#[tokio::test]
async fn a_carousel_and_a_clip_with_its_cover_go_out() {
    let stand = Stand::start().await;
    let (platform, session) = standard(&stand, json!({})).await;
    let media = vec![stand.picture_of("a.jpg", 800, 800), stand.picture_of("b.jpg", 800, 800)];
    let carousel = Draft { post_type: PostType::Carousel, ..draft("Two of a day", media) };
    assert_eq!(codes(&platform, &session, &carousel), [""; 0]);
    Way::new(&stand, &platform, &session, carousel).await.finish(&session).await;

    let media = vec![stand.clip("a.mp4"), stand.picture_of("cover.jpg", 720, 1280)];
    let clip = Draft { post_type: PostType::Video, ..draft("Waves", media) };
    assert_eq!(codes(&platform, &session, &clip), [""; 0]);
    let mut way = Way::new(&stand, &platform, &session, clip.clone()).await;
    let kinds: Vec<_> = way.plan.iter().map(|step| step.kind).collect();
    assert_eq!(kinds, [StepKind::Upload, StepKind::Process, StepKind::Publish]);
    ride(&stand, &mut way, &session).await.unwrap();
    let feed = stand.feed().await;
    assert_eq!((feed.len(), &feed[0]["media"][0]["content_type"]), (2, &json!("video/mp4")));

    stand.arm(NAME, "register_media", "processing_fails").await;
    let mut way = Way::new(&stand, &platform, &session, clip).await;
    let error = ride(&stand, &mut way, &session).await.unwrap_err();
    assert_eq!(error.kind(), Some(RefusalKind::MediaRejected));
}

#[tokio::test]
async fn a_lost_answer_is_found_on_the_board_and_nothing_is_doubled() {
    for (fault, is_up) in [("reply_lost", true), ("error_after", true), ("error_before", false)] {
        let stand = Stand::start().await;
        let (platform, session) = standard(&stand, json!({})).await;
        // Another pin with other words stands there already.
        Way::new(&stand, &platform, &session, pin(&stand, "Another")).await.finish(&session).await;
        let mut way = Way::new(&stand, &platform, &session, pin(&stand, "Once")).await;
        stand.arm(NAME, "create_pin", fault).await;
        let answer = way.perform(&session).await;
        assert!(answer.as_ref().is_err_and(|error| !error.had_no_effect()), "{fault}: {answer:?}");
        if !is_up {
            assert!(matches!(way.reconcile(&session).await, Found::Later { .. }), "it may not be listed yet");
            way.later(130);
        }
        let found = way.reconcile(&session).await;
        assert_eq!(matches!(found, Found::Done(_)), is_up, "{fault}: {found:?}");
        assert_eq!(found == Found::Absent, !is_up, "{fault}");
        way.finish(&session).await;
        assert_eq!((stand.feed().await.len(), stand.doubled().await), (2, json!(0)), "{fault}");
    }
}

#[tokio::test]
async fn the_trial_and_a_secret_board_are_told_before_and_after() {
    let stand = Stand::start().await;
    let options = json!({"is_on_trial": true});
    let (platform, session) = signed_in(&stand, PlatformName::Pinterest, "trial", REDIRECT, options).await;
    assert_eq!(codes(&platform, &session, &pin(&stand, "Mine")), ["up_but_private"]);
    let id = Way::new(&stand, &platform, &session, pin(&stand, "Mine")).await.finish(&session).await;
    let live = platform.read_back(&session, &id).await.unwrap();
    assert_eq!(live.visibility, Visibility::Private);
    assert!(live.remarks[0].contains("trial"), "{:?}", live.remarks);

    let (platform, session) = standard(&stand, json!({"secret_board": "Hidden"})).await;
    let mut draft = pin(&stand, "Hidden");
    draft.fields.insert("board".to_owned(), json!("Hidden"));
    assert_eq!(codes(&platform, &session, &draft), ["up_but_private"]);
    let id = Way::new(&stand, &platform, &session, draft).await.finish(&session).await;
    assert_eq!(platform.read_back(&session, &id).await.unwrap().visibility, Visibility::Private);
}

#[tokio::test]
async fn what_pinterest_refuses_is_told_in_kinds() {
    let stand = Stand::start().await;
    for (fault, expected) in [
        ("rate_limited", RefusalKind::RateLimited),
        ("token_expired", RefusalKind::TokenExpired),
        ("spam_blocked", RefusalKind::Spam),
        ("restricted", RefusalKind::Restricted),
    ] {
        let (platform, session) = standard(&stand, json!({})).await;
        let mut way = Way::new(&stand, &platform, &session, pin(&stand, "Once")).await;
        stand.arm(NAME, "create_pin", fault).await;
        assert_eq!(kind(way.perform(&session).await), expected, "{fault}");
    }
    let (platform, session) = standard(&stand, json!({})).await;
    let mut long = pin(&stand, "Once");
    long.text = "a".repeat(801);
    assert_eq!(codes(&platform, &session, &long), ["text_too_long"]);
    let mut way = Way::new(&stand, &platform, &session, long).await;
    assert_eq!(kind(way.perform(&session).await), RefusalKind::TextRejected);
    assert_eq!(stand.feed().await.len(), 0);
}
