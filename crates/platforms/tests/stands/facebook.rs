//! Facebook Pages: every kind of post, what goes wrong on the way, and that nothing is doubled.

use crate::support::{Stand, Way, draft, kind, pasted, tells_no_secret};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::sync::Arc;
use troupe_platforms::{
    Draft, Error, Found, Platform, PlatformName, PostType, Progress, RefusalKind, Session, StepKind, Target, Visibility,
};

const NAME: &str = "facebook";

/// A connected Page.
async fn connected(stand: &Stand, options: Value) -> (Arc<dyn Platform>, Session) {
    let platform = stand.platform(PlatformName::Facebook);
    let told = stand.open(NAME, "harbour", options).await;
    let word = |name: &str| told[name].as_str().unwrap();
    let credentials =
        pasted(&[("token", word("token")), ("client_id", word("client_id")), ("client_secret", word("client_secret"))]);
    let mut all = platform.connect("token", &credentials, stand.now().await).await.unwrap();
    let one = all.remove(0);
    (platform, Session { account: one.account, tokens: one.tokens, app: one.app, upload: None })
}

#[tokio::test]
async fn one_token_opens_all_pages_of_its_owner() {
    let stand = Stand::start().await;
    let platform = stand.platform(PlatformName::Facebook);
    stand.open(NAME, "harbour", json!({"user": "ada", "followers": 7})).await;
    let told = stand.open(NAME, "market", json!({"user": "ada"})).await;
    let word = |name: &str| told[name].as_str().unwrap();
    let now = stand.now().await;
    let all = platform.connect("token", &pasted(&[("token", word("token"))]), now).await.unwrap();
    let names: Vec<_> = all.iter().map(|one| one.account.display_name.as_str()).collect();
    assert_eq!(names, ["harbour", "market"]);
    assert_eq!(all[0].tokens.expires_at, Some(now + TimeDelta::hours(2)), "a token of the Explorer ends soon");
    let long =
        pasted(&[("token", word("token")), ("client_id", word("client_id")), ("client_secret", word("client_secret"))]);
    let all = platform.connect("token", &long, now).await.unwrap();
    assert_eq!(all[0].tokens.expires_at, None, "one that was exchanged does not end by time");
    // A Page's own token opens that Page.
    let page_token = all[1].tokens.access.expose();
    let one = platform.connect("token", &pasted(&[("token", page_token)]), now).await.unwrap();
    assert_eq!((one.len(), one[0].account.display_name.as_str()), (1, "market"));

    let wrong =
        pasted(&[("token", word("token")), ("client_id", word("client_id")), ("client_secret", "nonsense-word")]);
    let error = platform.connect("token", &wrong, now).await.unwrap_err();
    tells_no_secret(&error, "nonsense-word");
    let told = stand.open(NAME, "narrow", json!({"without": "pages_manage_posts"})).await;
    let narrow = pasted(&[("token", told["token"].as_str().unwrap())]);
    let error = platform.connect("token", &narrow, now).await.unwrap_err();
    assert!(error.to_string().contains("pages_manage_posts"), "{error}");
}

#[tokio::test]
async fn words_and_pictures_go_out_and_can_be_taken_down() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand, json!({})).await;
    let words = draft("Good morning", vec![]);
    let id = Way::new(&stand, &platform, &session, words).await.finish(&session).await;
    assert!(id.starts_with(&session.account.external_id));
    let media = vec![stand.picture("a.jpg", 1, "A street at dawn"), stand.picture("b.jpg", 2, "A cat")];
    let two = Draft { first_comment: Some("More tomorrow".to_owned()), ..draft("Two pictures", media) };
    assert_eq!(platform.preflight(Some(&session), &two), []);
    let mut way = Way::new(&stand, &platform, &session, two).await;
    let id = way.finish(&session).await;
    let live = platform.read_back(&session, &id).await.unwrap();
    assert_eq!(live.visibility, Visibility::Public);
    assert!(live.permalink.unwrap().starts_with("https://www.facebook.com/"));
    let feed = stand.feed().await;
    let post = feed.iter().find(|post| post["id"] == id).unwrap();
    assert_eq!((&post["media"][0]["alt"], &post["media"][1]["alt"]), (&json!("A street at dawn"), &json!("A cat")));
    assert_eq!(feed.len(), 2, "pictures that were uploaded unseen are no posts");

    let comments = platform.comments(&session, &id).await.unwrap();
    assert_eq!((comments.len(), comments[0].is_ours, comments[0].text.as_str()), (1, true, "More tomorrow"));
    let answer = platform.reply_comment(&session, &id, Some(&comments[0].id), "And the day after").await.unwrap();
    assert_eq!(answer.parent_id.as_ref(), Some(&comments[0].id));
    platform.hide_comment(&session, &answer.id, true).await.unwrap();
    platform.like(&session, &Target { id: comments[0].id.clone() }).await.unwrap();
    platform.like(&session, &Target { id: id.clone() }).await.unwrap();
    let metrics = platform.metrics(&session, &id).await.unwrap();
    assert_eq!((metrics.likes, metrics.comments, metrics.shares, metrics.views), (Some(1), Some(1), Some(0), Some(20)));
    let foreign = platform.like(&session, &Target { id: "123_456".to_owned() }).await;
    assert!(matches!(foreign, Err(Error::Unsupported { .. })), "{foreign:?}");
    platform.delete(&session, &id).await.unwrap();
    assert_eq!(kind(platform.read_back(&session, &id).await), RefusalKind::NotFound);
}

#[tokio::test]
async fn clips_go_out_as_video_reel_and_story() {
    for post_type in [PostType::Video, PostType::Reel, PostType::Story] {
        let stand = Stand::start().await;
        let (platform, session) = connected(&stand, json!({"video_seconds": 20})).await;
        let clip = Draft { post_type, title: Some("Sea".to_owned()), ..draft("Waves", vec![stand.clip("a.mp4")]) };
        let mut way = Way::new(&stand, &platform, &session, clip).await;
        while way.step().unwrap().kind != StepKind::Process {
            way.until_done(&session).await;
        }
        assert_eq!(way.perform(&session).await.unwrap(), Progress::Wait { seconds: 10 });
        stand.advance(30).await;
        let id = way.finish(&session).await;
        let live = platform.read_back(&session, &id).await.unwrap();
        assert!(live.permalink.unwrap().starts_with("https://www.facebook.com/"), "{post_type:?}");
        assert_eq!(stand.feed().await.len(), 1);
    }
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand, json!({})).await;
    let story = Draft { post_type: PostType::Story, ..draft("", vec![stand.picture("a.jpg", 1, "")]) };
    let id = Way::new(&stand, &platform, &session, story).await.finish(&session).await;
    assert!(platform.read_back(&session, &id).await.unwrap().permalink.unwrap().contains("/stories/"));
}

#[tokio::test]
async fn a_lost_answer_is_found_again_and_nothing_is_doubled() {
    let forms: [(&str, PostType, bool, &str); 6] = [
        ("words", PostType::Post, false, "create_post"),
        ("pictures", PostType::Post, true, "create_post"),
        ("story", PostType::Story, true, "photo_stories"),
        ("video", PostType::Video, true, "videos"),
        ("reel", PostType::Reel, true, "video_reels"),
        ("story clip", PostType::Story, true, "video_stories"),
    ];
    for (form, post_type, has_media, call) in forms {
        for fault in ["reply_lost", "error_after", "html", "error_before", "error_in_200"] {
            let stand = Stand::start().await;
            let (platform, session) = connected(&stand, json!({"video_seconds": 0})).await;
            let is_clip = matches!(form, "video" | "reel" | "story clip");
            let media = match (has_media, is_clip) {
                (false, _) => vec![],
                (true, true) => vec![stand.clip("a.mp4")],
                (true, false) => vec![stand.picture("a.jpg", 1, "A street")],
            };
            let draft = Draft { post_type, ..draft("Once", media) };
            let mut way = Way::new(&stand, &platform, &session, draft).await;
            way.up_to_public(&session).await;
            stand.arm(NAME, call, fault).await;
            let error = way.perform(&session).await;
            // What is known to be up at once counts; every other error leaves the outcome open.
            if let Err(error) = &error {
                assert!(!error.had_no_effect(), "{form} {fault}: {error:?}");
                stand.advance(180).await;
                way.later(180);
                match way.reconcile(&session).await {
                    Found::Done(_) => assert!(matches!(fault, "reply_lost" | "error_after"), "{form} {fault}"),
                    Found::Absent => way.until_done(&session).await,
                    other => panic!("{form} {fault}: {other:?}"),
                }
            }
            let id = way.finish(&session).await;
            assert_eq!(stand.feed().await.len(), 1, "{form} {fault}");
            assert_eq!(stand.doubled().await, 0, "{form} {fault}");
            platform.read_back(&session, &id).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_post_can_wait_at_facebook_for_its_time() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand, json!({})).await;
    let at = stand.now().await + TimeDelta::hours(3);
    for (fault, media) in [("slow", vec![]), ("reply_lost", vec![stand.picture("a.jpg", 1, "A street")])] {
        let draft = Draft { publish_at: Some(at), ..draft(&format!("Later, {fault}"), media) };
        let mut way = Way::new(&stand, &platform, &session, draft).await;
        way.up_to_public(&session).await;
        if fault == "reply_lost" {
            stand.arm(NAME, "create_post", fault).await;
            way.perform(&session).await.unwrap_err();
            assert!(matches!(way.reconcile(&session).await, Found::Done(_)));
        }
        let id = way.finish(&session).await;
        let live = platform.read_back(&session, &id).await.unwrap();
        assert_eq!((live.visibility, live.remarks.len()), (Visibility::Private, 1));
    }
    let story = Draft {
        post_type: PostType::Story,
        publish_at: Some(at),
        ..draft("", vec![stand.picture("s.jpg", 3, "A quay")])
    };
    assert_eq!(platform.preflight(Some(&session), &story)[0].code, "no_schedule");
    assert!(platform.plan(&session, &story, uuid::Uuid::nil(), stand.now().await).is_err());
    let soon = Draft { publish_at: Some(stand.now().await + TimeDelta::minutes(5)), ..draft("Too soon", vec![]) };
    let error = Way::new(&stand, &platform, &session, soon).await.perform(&session).await.unwrap_err();
    assert!(error.to_string().contains("10 minutes"), "{error}");
    stand.advance(3 * 3600).await;
    let feed = stand.feed().await;
    assert_eq!((feed.len(), &feed[0]["visibility"], &feed[1]["visibility"]), (2, &json!("public"), &json!("public")));
    let id = feed[0]["id"].as_str().unwrap();
    assert_eq!(platform.read_back(&session, id).await.unwrap().visibility, Visibility::Public);
}

#[tokio::test]
async fn what_facebook_refuses_is_told_in_words_and_kinds() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand, json!({"video_seconds": 0})).await;
    Way::new(&stand, &platform, &session, draft("Same", vec![])).await.finish(&session).await;
    stand.advance(3600).await;
    // The same words again: refused, and an hour later not taken for the first.
    let mut way = Way::new(&stand, &platform, &session, draft("Same", vec![])).await;
    assert_eq!(kind(way.perform(&session).await), RefusalKind::Duplicate);
    for (fault, expected) in [("spam_blocked", RefusalKind::Spam), ("restricted", RefusalKind::Restricted)] {
        stand.arm(NAME, "create_post", fault).await;
        assert_eq!(kind(way.perform(&session).await), expected, "{fault}");
    }
    stand.arm_with(NAME, "create_post", "rate_limited", json!({"seconds": 1200})).await;
    let error = way.perform(&session).await.unwrap_err();
    assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(1200));

    stand.arm(NAME, "videos", "processing_fails").await;
    let clip = Draft { post_type: PostType::Video, ..draft("Waves", vec![stand.clip("a.mp4")]) };
    let mut way = Way::new(&stand, &platform, &session, clip).await;
    let error = loop {
        match way.perform(&session).await {
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), Some(RefusalKind::MediaRejected), "{error:?}");
    let live = platform.read_back(&session, &way.id()).await.unwrap();
    assert_eq!((live.visibility, live.remarks.len()), (Visibility::Private, 1));
    stand.arm(NAME, "create_post", "token_expired").await;
    let mut way = Way::new(&stand, &platform, &session, draft("Late", vec![])).await;
    let error = way.perform(&session).await.unwrap_err();
    assert_eq!(error.kind(), Some(RefusalKind::TokenRevoked));
    tells_no_secret(&error, session.tokens.access.expose());
}

#[tokio::test]
async fn an_upload_that_broke_off_goes_on_where_it_ended() {
    for (post_type, call) in
        [(PostType::Reel, "upload_clip"), (PostType::Video, "videos"), (PostType::Post, "upload_photo")]
    {
        let stand = Stand::start().await;
        let (platform, session) = connected(&stand, json!({"video_seconds": 0})).await;
        let media = if post_type == PostType::Post { stand.picture("a.jpg", 1, "") } else { stand.clip("a.mp4") };
        let mut way = Way::new(&stand, &platform, &session, Draft { post_type, ..draft("Waves", vec![media]) }).await;
        while way.step().unwrap().kind != StepKind::Upload {
            way.until_done(&session).await;
        }
        for fault in ["close_mid_upload", "error_before", "reply_lost", "html"] {
            if way.step().unwrap().kind != StepKind::Upload {
                break;
            }
            stand.arm(NAME, call, fault).await;
            if let Err(error) = way.perform(&session).await {
                assert!(error.is_transient(), "{fault}: {error:?}");
            }
        }
        stand.order("clock", json!({"advance_seconds": 1})).await;
        way.finish(&session).await;
        let feed = stand.feed().await;
        assert_eq!((feed.len(), stand.doubled().await), (1, json!(0)), "{post_type:?}");
        assert_eq!(feed[0]["media"].as_array().unwrap().len(), 1);
    }
}
