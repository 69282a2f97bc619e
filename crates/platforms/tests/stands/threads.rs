//! Threads: the pasted token and its renewal, every kind of post, replies, what goes wrong on the way, and that nothing is
//! doubled.

use crate::support::{Stand, Way, draft, kind, pasted, tells_no_secret};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::sync::Arc;
use troupe_platforms::{
    Draft, Error, Found, Platform, PlatformName, PostType, RefusalKind, Session, StepKind, Target, UploadAccess,
    Visibility,
};

const NAME: &str = "threads";

/// An account with a bucket as upload place.
async fn connected(stand: &Stand, options: Value) -> (Arc<dyn Platform>, Session) {
    let platform = stand.platform(PlatformName::Threads);
    let told = stand.open(NAME, "ada", options).await;
    let credentials = pasted(&[("token", told["token"].as_str().unwrap())]);
    let mut all = platform.connect("token", &credentials, stand.now().await).await.unwrap();
    assert_eq!(all.len(), 1);
    let connected = all.remove(0);
    let upload = Some(stand.bucket().await);
    (platform, Session { account: connected.account, tokens: connected.tokens, app: connected.app, upload })
}

fn codes(platform: &Arc<dyn Platform>, session: &Session, draft: &Draft) -> Vec<String> {
    platform.preflight(Some(session), draft).into_iter().map(|finding| finding.code).collect()
}

#[tokio::test]
async fn a_pasted_token_opens_the_account_and_is_renewed_without_a_secret() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand, json!({"followers": 12})).await;
    let now = stand.now().await;
    assert_eq!(session.tokens.expires_at, Some(now + TimeDelta::days(60)));
    let account = platform.account(&session).await.unwrap();
    assert_eq!((account.handle.as_str(), account.follower_count, account.posts_left), ("ada", Some(12), Some(250)));
    assert_eq!(account.url.as_deref(), Some("https://www.threads.net/@ada"));
    let same = platform.refresh(&session, now).await.unwrap().unwrap();
    assert_eq!(same.access, session.tokens.access, "it is too young");
    stand.advance(31 * 86_400).await;
    let now = stand.now().await;
    let new = platform.refresh(&session, now).await.unwrap().unwrap();
    assert_ne!(new.access, session.tokens.access);
    assert_eq!(new.expires_at, Some(now + TimeDelta::days(60)));
    assert_eq!(platform.account(&Session { tokens: new, ..session }).await.unwrap().handle, "ada");

    // A permission that is missing is named before anything is published.
    let told = stand.open(NAME, "bo", json!({"without": "threads_content_publish"})).await;
    let token = told["token"].as_str().unwrap();
    let error = platform.connect("token", &pasted(&[("token", token)]), now).await.unwrap_err();
    assert!(matches!(error, Error::Input { field: "token", .. }), "{error:?}");
    assert!(error.to_string().contains("threads_content_publish"), "{error}");
    tells_no_secret(&error, token);
    let error = platform.connect("token", &pasted(&[("token", "THAAnothing")]), now).await.unwrap_err();
    assert_eq!(error.kind(), Some(RefusalKind::TokenRevoked));
    tells_no_secret(&error, "THAAnothing");
}

#[tokio::test]
async fn a_picture_goes_out_by_way_of_the_bucket_and_nothing_is_left_behind() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand, json!({})).await;
    let draft = Draft {
        first_comment: Some("More tomorrow".to_owned()),
        fields: json!({"topic_tag": "harbour"}).as_object().unwrap().clone(),
        ..draft("Dawn over the harbour", vec![stand.picture_of("a.jpg", 800, 1000)])
    };
    assert_eq!(platform.preflight(Some(&session), &draft), []);
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    let id = way.finish(&session).await;
    let live = platform.read_back(&session, &id).await.unwrap();
    assert!(live.permalink.unwrap().starts_with("https://www.threads.net/@ada/post/"));
    assert_eq!((live.visibility, live.remarks), (Visibility::Public, vec![]));
    let feed = stand.feed().await;
    assert_eq!(feed.len(), 1, "{feed:?}");
    assert_eq!(feed[0]["media"][0]["alt"], "What a.jpg shows");
    assert_eq!(feed[0]["comments"][0]["text"], "More tomorrow");
    assert_eq!(stand.left("bucket", "object"), 0);
    assert_eq!(platform.account(&session).await.unwrap().posts_left, Some(249));
}

#[tokio::test]
async fn words_alone_need_no_place_and_still_go_by_way_of_a_container() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand, json!({})).await;
    let session = Session { upload: None, ..session };
    assert_eq!(codes(&platform, &session, &draft("Only words", vec![])), [""; 0]);
    let mut way = Way::new(&stand, &platform, &session, draft("Only words", vec![])).await;
    let kinds: Vec<_> = way.plan.iter().map(|step| (step.kind, step.is_public)).collect();
    let expected = [(StepKind::Container, false), (StepKind::Process, false), (StepKind::Publish, true)];
    assert_eq!(kinds, expected);
    way.finish(&session).await;
    assert_eq!(stand.feed().await[0]["text"], "Only words");

    // A picture without a place is told before anything is sent.
    let picture = draft("A picture", vec![stand.picture_of("a.jpg", 800, 800)]);
    assert_eq!(codes(&platform, &session, &picture), ["upload_place"]);
    let page = Session { upload: Some(UploadAccess::PagePhoto), ..session.clone() };
    assert_eq!(codes(&platform, &page, &picture), ["upload_place"]);
    let mut way = Way::new(&stand, &platform, &session, picture).await;
    assert!(matches!(way.perform(&session).await, Err(Error::Input { field: "upload_place", .. })));
}

#[tokio::test]
async fn a_carousel_keeps_its_order_and_its_clips() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand, json!({"video_seconds": 0})).await;
    let media = vec![stand.picture_of("a.jpg", 800, 800), stand.clip("b.mp4"), stand.picture_of("c.jpg", 800, 1000)];
    let draft = Draft { post_type: PostType::Carousel, ..draft("Three of a day", media) };
    assert_eq!(codes(&platform, &session, &draft), [""; 0]);
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    let id = way.finish(&session).await;
    let feed = stand.feed().await;
    let types: Vec<_> =
        feed[0]["media"].as_array().unwrap().iter().map(|media| media["content_type"].clone()).collect();
    assert_eq!(types, ["image/jpeg", "video/mp4", "image/jpeg"]);
    platform.delete(&session, &id).await.unwrap();
    assert_eq!(stand.feed().await.len(), 0);
    assert_eq!(kind(platform.read_back(&session, &id).await), RefusalKind::NotFound);
}

#[tokio::test]
async fn a_clip_is_waited_for() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand, json!({"video_seconds": 20})).await;
    let mut way = Way::new(&stand, &platform, &session, draft("Waves", vec![stand.clip("a.mp4")])).await;
    while way.step().unwrap().kind != StepKind::Process {
        way.until_done(&session).await;
    }
    for _ in 0..2 {
        way.perform(&session).await.unwrap();
        assert_eq!(way.step().unwrap().kind, StepKind::Process, "it is not ready yet");
        stand.advance(11).await;
        way.later(11);
    }
    way.finish(&session).await;
    assert_eq!(stand.feed().await.len(), 1);
}

#[tokio::test]
async fn a_lost_answer_is_found_and_nothing_is_doubled() {
    for (fault, is_up) in [("reply_lost", true), ("error_after", true), ("error_before", false)] {
        let stand = Stand::start().await;
        let (platform, session) = connected(&stand, json!({})).await;
        let picture = stand.picture_of("a.jpg", 800, 800);
        let mut way = Way::new(&stand, &platform, &session, draft("Once", vec![picture])).await;
        way.up_to_public(&session).await;
        stand.arm(NAME, "publish", fault).await;
        match way.perform(&session).await {
            // The container said at once that it was used.
            Ok(_) => assert_eq!(fault, "error_after"),
            Err(error) => {
                assert!(!error.had_no_effect(), "{fault}: {error:?}");
                let found = way.reconcile(&session).await;
                assert_eq!(matches!(found, Found::Done(_)), is_up, "{fault}: {found:?}");
                assert_eq!(found == Found::Absent, !is_up, "{fault}");
            }
        }
        way.finish(&session).await;
        assert_eq!((stand.feed().await.len(), stand.doubled().await), (1, json!(0)), "{fault}");
    }
}

#[tokio::test]
async fn a_reply_that_was_lost_is_found_among_the_replies() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand, json!({})).await;
    let draft = Draft { first_comment: Some("More tomorrow".to_owned()), ..draft("Words", vec![]) };
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    way.up_to_public(&session).await;
    way.until_done(&session).await;
    stand.arm(NAME, "publish", "reply_lost").await;
    way.perform(&session).await.unwrap_err();
    assert!(matches!(way.reconcile(&session).await, Found::Done(_)));
    assert_eq!(stand.feed().await[0]["comments"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_prepared_and_has_expired_or_failed_is_said() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand, json!({})).await;
    for (fault, expected) in
        [("container_expired", RefusalKind::Gone), ("processing_fails", RefusalKind::MediaRejected)]
    {
        let picture = stand.picture_of("a.jpg", 800, 800);
        let mut way = Way::new(&stand, &platform, &session, draft("Words", vec![picture])).await;
        stand.arm(NAME, "create_container", fault).await;
        while way.step().unwrap().kind != StepKind::Process {
            way.until_done(&session).await;
        }
        assert_eq!(kind(way.perform(&session).await), expected, "{fault}");
    }
    for (fault, expected) in [
        ("rate_limited", RefusalKind::RateLimited),
        ("spam_blocked", RefusalKind::Spam),
        ("restricted", RefusalKind::Restricted),
        ("token_revoked", RefusalKind::TokenRevoked),
    ] {
        let (platform, session) = connected(&stand, json!({})).await;
        let mut way = Way::new(&stand, &platform, &session, draft("Words", vec![])).await;
        way.up_to_public(&session).await;
        stand.arm(NAME, "publish", fault).await;
        assert_eq!(kind(way.perform(&session).await), expected, "{fault}");
    }
    assert_eq!(stand.feed().await.len(), 0);
}

#[tokio::test]
async fn replies_counts_and_what_is_official_toward_others() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand, json!({})).await;
    let mut way = Way::new(&stand, &platform, &session, draft("Words", vec![])).await;
    let id = way.finish(&session).await;
    let order = json!({"platform": NAME, "post_id": id, "author": "bo", "text": "Where is this?"});
    stand.order("comments", order).await;
    let replies = platform.comments(&session, &id).await.unwrap();
    assert_eq!((replies[0].text.as_str(), replies[0].is_ours), ("Where is this?", false));
    let answer = platform.reply_comment(&session, &id, Some(&replies[0].id), "In Lisbon").await.unwrap();
    platform.hide_comment(&session, &replies[0].id, true).await.unwrap();
    let replies = platform.comments(&session, &id).await.unwrap();
    assert!(replies.iter().any(|reply| reply.is_hidden && !reply.is_ours));
    let ours = replies.iter().find(|reply| reply.is_ours).unwrap();
    assert_eq!((&ours.id, ours.parent_id.is_some()), (&answer.id, true));
    let metrics = platform.metrics(&session, &id).await.unwrap();
    assert_eq!(
        (metrics.likes, metrics.comments, metrics.saves),
        (Some(0), Some(0), None),
        "the hidden one does not count"
    );

    platform.repost(&session, &Target { id: id.clone() }).await.unwrap();
    assert_eq!(stand.feed().await[0]["reposts"], 1);
    assert!(!platform.reply(&session, &Target { id: id.clone() }, "Nice").await.unwrap().is_empty());
    let address = Target { id: "https://www.threads.net/@bo/post/abc".to_owned() };
    assert!(matches!(platform.repost(&session, &address).await, Err(Error::Input { field: "target_id", .. })));
    let target = Target { id };
    assert!(matches!(platform.like(&session, &target).await, Err(Error::Unsupported { .. })));
    assert!(matches!(platform.follow(&session, &target).await, Err(Error::Unsupported { .. })));
}
