//! TikTok: the login with its own challenge, clips in pieces, pictures from a bucket, the audit, the inbox, what goes wrong
//! on the way, and that nothing is doubled.

use crate::support::{Stand, Way, draft, kind, ride, signed_in};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::sync::Arc;
use troupe_platforms::{
    Draft, Error, Found, Platform, PlatformName, PostType, RefusalKind, Session, StepKind, Target, Visibility,
};

const NAME: &str = "tiktok";
const REDIRECT: &str = "http://127.0.0.1:4321/tiktok/callback";
/// A clip of two pieces, the last of which is the longer one.
const LENGTH: usize = 17_000_001;

/// An account whose app was audited.
async fn audited(stand: &Stand, options: Value) -> (Arc<dyn Platform>, Session) {
    let mut all = json!({"is_audited": true});
    all.as_object_mut().unwrap().extend(options.as_object().unwrap().clone());
    signed_in(stand, PlatformName::TikTok, "audited", REDIRECT, all).await
}

async fn unaudited(stand: &Stand, options: Value) -> (Arc<dyn Platform>, Session) {
    signed_in(stand, PlatformName::TikTok, "unaudited", REDIRECT, options).await
}

fn clip(stand: &Stand, privacy: Option<&str>) -> Draft {
    let mut draft = draft("Waves at dusk", vec![stand.clip("a.mp4")]);
    draft.post_type = PostType::Video;
    draft.ai_label = true;
    draft.fields.extend(privacy.map(|word| ("privacy_level".to_owned(), json!(word))));
    draft
}

fn codes(platform: &Arc<dyn Platform>, session: &Session, draft: &Draft) -> Vec<String> {
    platform.preflight(Some(session), draft).into_iter().map(|finding| finding.code).collect()
}

#[tokio::test]
async fn the_login_in_the_browser_opens_the_account_and_each_renewal_kills_the_old_token() {
    let stand = Stand::start().await;
    let (platform, session) = audited(&stand, json!({"followers": 12, "max_seconds": 60})).await;
    assert_eq!((session.account.handle.as_str(), session.account.follower_count), ("ada", Some(12)));
    assert_eq!(session.account.details["privacy_options"][0], "PUBLIC_TO_EVERYONE");
    assert_eq!(session.account.details["max_video_seconds"], 60);
    let now = stand.now().await;
    assert_eq!(session.tokens.expires_at, Some(now + TimeDelta::hours(2)));
    assert_eq!(session.tokens.refresh_expires_at, Some(now + TimeDelta::days(180)));

    stand.advance(7201).await;
    assert_eq!(kind(platform.account(&session).await), RefusalKind::TokenExpired);
    let new = platform.refresh(&session, stand.now().await).await.unwrap().unwrap();
    assert_ne!(new.refresh.as_ref().unwrap(), session.tokens.refresh.as_ref().unwrap());
    assert_eq!(kind(platform.refresh(&session, stand.now().await).await), RefusalKind::TokenRevoked);
    let session = Session { tokens: new, ..session };
    assert_eq!(platform.account(&session).await.unwrap().handle, "ada");
    assert!(platform.revoke(&session).await.unwrap());
    assert_eq!(kind(platform.account(&session).await), RefusalKind::TokenExpired);
}

#[tokio::test]
async fn a_clip_goes_out_labelled_and_is_counted() {
    let stand = Stand::start().await;
    let (platform, session) = audited(&stand, json!({})).await;
    let draft = clip(&stand, Some("PUBLIC_TO_EVERYONE"));
    assert_eq!(platform.preflight(Some(&session), &draft), []);
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    let public: Vec<_> = way.plan.iter().filter(|step| step.is_public).map(|step| step.kind).collect();
    assert_eq!(public, [StepKind::Publish]);
    ride(&stand, &mut way, &session).await.unwrap();
    let live = platform.read_back(&session, &way.id()).await.unwrap();
    let link = format!("https://www.tiktok.com/@ada/video/{}", way.id());
    assert_eq!((live.permalink, live.visibility), (Some(link), Visibility::Public));
    let feed = stand.feed().await;
    assert_eq!((feed.len(), &feed[0]["ai_label"], &feed[0]["text"]), (1, &json!("is_aigc"), &json!("Waves at dusk")));
    let metrics = platform.metrics(&session, &way.id()).await.unwrap();
    assert_eq!((metrics.views, metrics.likes, metrics.saves), (Some(10), Some(0), None));
    assert!(matches!(platform.delete(&session, &way.id()).await, Err(Error::Unsupported { .. })));
    let target = Target { id: way.id() };
    assert!(matches!(platform.like(&session, &target).await, Err(Error::Unsupported { .. })));
    assert!(matches!(platform.comments(&session, &way.id()).await, Err(Error::Unsupported { .. })));
}

#[tokio::test]
async fn a_long_clip_goes_in_pieces_and_only_the_last_is_public() {
    let stand = Stand::patient().await;
    let (platform, session) = audited(&stand, json!({})).await;
    let mut draft = clip(&stand, Some("PUBLIC_TO_EVERYONE"));
    draft.media = vec![stand.clip_of("long.mp4", LENGTH)];
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    way.up_to_public(&session).await;
    assert_eq!(stand.feed().await.len(), 0, "nothing is posted before the last piece");
    assert_eq!(way.reconcile(&session).await, Found::Absent);
    ride(&stand, &mut way, &session).await.unwrap();
    let feed = stand.feed().await;
    let kept = stand.folder.path().join("platforms/media").join(feed[0]["media"][0]["sha256"].as_str().unwrap());
    assert!(std::fs::read(kept).unwrap() == std::fs::read(&way.draft.media[0].path).unwrap(), "the very bytes");
}

#[tokio::test]
async fn a_lost_answer_is_found_and_nothing_is_doubled() {
    for (fault, is_up) in [("reply_lost", true), ("error_after", true), ("error_before", false)] {
        let stand = Stand::start().await;
        let (platform, session) = audited(&stand, json!({"video_seconds": 0})).await;
        let mut way = Way::new(&stand, &platform, &session, clip(&stand, Some("PUBLIC_TO_EVERYONE"))).await;
        way.up_to_public(&session).await;
        stand.arm(NAME, "upload_clip", fault).await;
        let answer = way.perform(&session).await;
        assert!(answer.as_ref().is_err_and(|error| !error.had_no_effect()), "{fault}: {answer:?}");
        let found = way.reconcile(&session).await;
        assert_eq!(matches!(found, Found::Done(_)), is_up, "{fault}: {found:?}");
        assert_eq!(found == Found::Absent, !is_up, "{fault}");
        ride(&stand, &mut way, &session).await.unwrap();
        assert_eq!((stand.feed().await.len(), stand.doubled().await), (1, json!(0)), "{fault}");
    }
}

#[tokio::test]
async fn an_upload_whose_address_has_ended_is_opened_anew_and_a_bad_clip_is_no_post() {
    let stand = Stand::start().await;
    let (platform, session) = audited(&stand, json!({"video_seconds": 0})).await;
    let mut way = Way::new(&stand, &platform, &session, clip(&stand, Some("PUBLIC_TO_EVERYONE"))).await;
    way.up_to_public(&session).await;
    stand.arm(NAME, "upload_clip", "container_expired").await;
    let error = way.perform(&session).await.unwrap_err();
    assert_eq!((error.kind(), error.had_no_effect()), (Some(RefusalKind::Gone), true));

    stand.arm(NAME, "upload_clip", "processing_fails").await;
    let error = way.perform(&session).await.unwrap_err();
    assert_eq!((error.kind(), error.had_no_effect()), (Some(RefusalKind::MediaRejected), true), "{error}");
    assert_eq!(stand.feed().await.len(), 0);
    for (fault, expected) in [
        ("rate_limited", RefusalKind::RateLimited),
        ("error_in_200", RefusalKind::Transient),
        ("token_expired", RefusalKind::TokenExpired),
    ] {
        let mut way = Way::new(&stand, &platform, &session, clip(&stand, Some("PUBLIC_TO_EVERYONE"))).await;
        stand.arm(NAME, "init_video", fault).await;
        assert_eq!(kind(way.perform(&session).await), expected, "{fault}");
    }
}

#[tokio::test]
async fn an_app_that_is_not_audited_posts_for_the_account_alone_or_into_its_inbox() {
    let stand = Stand::start().await;
    let (platform, session) = unaudited(&stand, json!({"video_seconds": 0})).await;
    assert_eq!(codes(&platform, &session, &clip(&stand, Some("PUBLIC_TO_EVERYONE"))), ["privacy_level"]);
    assert_eq!(codes(&platform, &session, &clip(&stand, Some("SELF_ONLY"))), ["privacy_level"], "it is not private");
    // What preflight would have stopped is refused in words.
    let mut way = Way::new(&stand, &platform, &session, clip(&stand, Some("PUBLIC_TO_EVERYONE"))).await;
    let error = way.perform(&session).await.unwrap_err();
    assert!(error.kind() == Some(RefusalKind::Permission) && error.to_string().contains("inbox"), "{error}");

    let draft = clip(&stand, None);
    assert_eq!(codes(&platform, &session, &draft), ["inbox"]);
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    ride(&stand, &mut way, &session).await.unwrap();
    let live = platform.read_back(&session, &way.id()).await.unwrap();
    assert_eq!((live.visibility, live.permalink), (Visibility::Private, None));
    assert!(live.remarks[0].contains("inbox of your TikTok app"), "{:?}", live.remarks);
    assert_eq!(stand.feed().await[0]["visibility"], "inbox");

    let (platform, session) = unaudited(&stand, json!({"video_seconds": 0, "is_private": true})).await;
    let draft = clip(&stand, Some("SELF_ONLY"));
    assert_eq!(codes(&platform, &session, &draft), ["up_but_private"]);
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    ride(&stand, &mut way, &session).await.unwrap();
    let live = platform.read_back(&session, &way.id()).await.unwrap();
    assert_eq!(live.visibility, Visibility::Private);
    assert_eq!(platform.metrics(&session, &way.id()).await.unwrap().views, None);
}

#[tokio::test]
async fn pictures_are_fetched_from_a_verified_address_and_taken_away_again() {
    let stand = Stand::start().await;
    let (platform, session) = audited(&stand, json!({"verified": "s3.eu-central-1.amazonaws.com/pictures/"})).await;
    let mut draft =
        draft("Two of a day", vec![stand.picture_of("a.jpg", 800, 1000), stand.picture_of("b.jpg", 800, 800)]);
    draft.post_type = PostType::Carousel;
    draft.title = Some("Harbour".to_owned());
    draft.fields.insert("privacy_level".to_owned(), json!("PUBLIC_TO_EVERYONE"));
    assert_eq!(codes(&platform, &session, &draft), ["upload_place", "verified_address"]);
    let session = Session { upload: Some(stand.bucket().await), ..session };
    assert_eq!(codes(&platform, &session, &draft), ["verified_address"]);
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    ride(&stand, &mut way, &session).await.unwrap();
    let live = platform.read_back(&session, &way.id()).await.unwrap();
    assert!(live.permalink.unwrap().starts_with("https://www.tiktok.com/@ada/photo/"));
    let feed = stand.feed().await;
    assert_eq!((feed.len(), feed[0]["media"].as_array().unwrap().len()), (1, 2));
    assert_eq!(stand.left("bucket", "object"), 0);

    // A lost answer is found in the account's list.
    let media = vec![stand.picture_of("c.jpg", 800, 800)];
    let mut draft = crate::support::draft("Once", media);
    draft.fields.insert("privacy_level".to_owned(), json!("PUBLIC_TO_EVERYONE"));
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    way.up_to_public(&session).await;
    stand.arm(NAME, "init_photo", "reply_lost").await;
    way.perform(&session).await.unwrap_err();
    assert!(matches!(way.reconcile(&session).await, Found::Done(_)));
    ride(&stand, &mut way, &session).await.unwrap();
    assert_eq!((stand.feed().await.len(), stand.doubled().await), (2, json!(0)));

    // What TikTok does not list, nobody can tell from here.
    let mut way = Way::new(&stand, &platform, &session, way.draft.clone()).await;
    way.draft.text = "Twice".to_owned();
    way.up_to_public(&session).await;
    assert!(matches!(way.reconcile(&session).await, Found::Later { .. }));
    way.later(660);
    assert!(matches!(way.reconcile(&session).await, Found::Unclear { .. }));
}

#[tokio::test]
async fn pictures_that_could_not_be_fetched_are_said_when_the_post_is_read_back() {
    let stand = Stand::start().await;
    let (platform, session) = audited(&stand, json!({})).await;
    let session = Session { upload: Some(stand.bucket().await), ..session };
    let mut draft = draft("Once", vec![stand.picture_of("a.jpg", 800, 800)]);
    draft.fields.insert("privacy_level".to_owned(), json!("PUBLIC_TO_EVERYONE"));
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    stand.arm(NAME, "init_photo", "processing_fails").await;
    ride(&stand, &mut way, &session).await.unwrap();
    let live = platform.read_back(&session, &way.id()).await.unwrap();
    assert_eq!(live.visibility, Visibility::Private);
    assert!(live.remarks[0].contains("nobody sees it"), "{:?}", live.remarks);
    assert_eq!(stand.left("bucket", "object"), 0);
}
