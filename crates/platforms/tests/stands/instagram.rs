//! Instagram: both logins, every kind of post, what goes wrong on the way, and that nothing is doubled.

use crate::support::{Stand, Way, draft, kind, pasted, tells_no_secret};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::sync::Arc;
use troupe_platforms::{
    Connected, Draft, Error, Finding, Found, Media, Platform, PlatformName, PostType, Progress, RefusalKind, Session,
    StepKind, UploadAccess, Visibility,
};

const NAME: &str = "instagram";

/// A picture of this size as a file of the draft.
fn picture(stand: &Stand, name: &str, width: u32, height: u32) -> Media {
    stand.picture_of(name, width, height)
}

fn session(connected: Connected, upload: Option<UploadAccess>) -> Session {
    Session { account: connected.account, tokens: connected.tokens, app: connected.app, upload }
}

/// An account that was connected through its Page, with the Page's photos as upload place.
async fn by_page(stand: &Stand, options: Value) -> (Arc<dyn Platform>, Session) {
    let platform = stand.platform(PlatformName::Instagram);
    let told = stand.open(NAME, "ada", options).await;
    let word = |name: &str| told["facebook"][name].as_str().unwrap().to_owned();
    let (token, id, secret) = (word("token"), word("client_id"), word("client_secret"));
    let credentials = pasted(&[("token", &token), ("client_id", &id), ("client_secret", &secret)]);
    let mut all = platform.connect("facebook", &credentials, stand.now().await).await.unwrap();
    assert_eq!(all.len(), 1);
    (platform, session(all.remove(0), Some(UploadAccess::PagePhoto)))
}

/// An account that was connected with Instagram alone, with a bucket as upload place.
async fn with_bucket(stand: &Stand, options: Value) -> (Arc<dyn Platform>, Session) {
    let platform = stand.platform(PlatformName::Instagram);
    let told = stand.open(NAME, "ada", options).await;
    let credentials = pasted(&[("token", told["token"].as_str().unwrap())]);
    let mut all = platform.connect("instagram", &credentials, stand.now().await).await.unwrap();
    let upload = stand.bucket().await;
    (platform, session(all.remove(0), Some(upload)))
}

/// A picture with its words, labelled.
fn labelled(stand: &Stand) -> Draft {
    Draft { ai_label: true, ..draft("Dawn over the harbour #sea", vec![picture(stand, "a.jpg", 800, 1000)]) }
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.as_str()).collect()
}

fn left(stand: &Stand, platform: &str, kind: &str) -> usize {
    stand.left(platform, kind)
}

#[tokio::test]
async fn a_page_token_opens_its_linked_account_and_does_not_end_by_time() {
    let stand = Stand::start().await;
    let (platform, session) = by_page(&stand, json!({"followers": 12})).await;
    let account = platform.account(&session).await.unwrap();
    assert_eq!((account.handle.as_str(), account.follower_count, account.posts_left), ("ada", Some(12), Some(50)));
    assert_eq!(account.url.as_deref(), Some("https://www.instagram.com/ada/"));
    assert_eq!(account.details, session.account.details);
    assert_eq!(session.tokens.expires_at, None);
    assert!(platform.refresh(&session, stand.now().await).await.unwrap().is_none());

    // Without the app's secret the token ends with the one that was pasted.
    let told = stand.open(NAME, "bo", json!({})).await;
    let token = told["facebook"]["token"].as_str().unwrap();
    let all = platform.connect("facebook", &pasted(&[("token", token)]), stand.now().await).await.unwrap();
    assert_eq!(all[0].tokens.expires_at, Some(stand.now().await + TimeDelta::hours(2)));

    // A permission that is missing is named before anything is published.
    let told = stand.open(NAME, "cy", json!({"without": "instagram_content_publish"})).await;
    let token = told["facebook"]["token"].as_str().unwrap();
    let error = platform.connect("facebook", &pasted(&[("token", token)]), stand.now().await).await.unwrap_err();
    assert!(
        matches!(error, Error::Input { field: "token", .. }) && error.to_string().contains("instagram_content_publish")
    );
    tells_no_secret(&error, token);

    // A Page without an Instagram account says what to link.
    let told = stand.open("facebook", "page-alone", json!({})).await;
    let token = told["token"].as_str().unwrap();
    let error = platform.connect("facebook", &pasted(&[("token", token)]), stand.now().await).await.unwrap_err();
    assert!(
        error.to_string().contains("no linked Instagram account") || error.to_string().contains("has a linked"),
        "{error}"
    );
}

#[tokio::test]
async fn a_token_of_the_instagram_login_is_renewed_without_a_secret_once_it_is_a_day_old() {
    let stand = Stand::start().await;
    let (platform, session) = with_bucket(&stand, json!({})).await;
    let now = stand.now().await;
    assert_eq!(session.tokens.expires_at, Some(now + TimeDelta::days(60)));
    let same = platform.refresh(&session, now).await.unwrap().unwrap();
    assert_eq!(same.access, session.tokens.access);
    stand.advance(31 * 86_400).await;
    let now = stand.now().await;
    let new = platform.refresh(&session, now).await.unwrap().unwrap();
    assert_ne!(new.access, session.tokens.access);
    assert_eq!(new.expires_at, Some(now + TimeDelta::days(60)));
    assert_eq!(platform.account(&Session { tokens: new, ..session }).await.unwrap().handle, "ada");

    // An older token that is pasted tells when it ends by being renewed at once.
    let told = stand.open(NAME, "bo", json!({"token_age_hours": 40})).await;
    let token = told["token"].as_str().unwrap();
    let all = platform.connect("instagram", &pasted(&[("token", token)]), now).await.unwrap();
    assert_eq!(all[0].tokens.expires_at, Some(now + TimeDelta::days(60)));
    assert_ne!(all[0].tokens.access.expose(), token);

    let told = stand.open(NAME, "private", json!({"is_personal": true})).await;
    let token = told["token"].as_str().unwrap();
    let error = platform.connect("instagram", &pasted(&[("token", token)]), now).await.unwrap_err();
    assert!(error.to_string().contains("professional"), "{error}");
    let error = platform.connect("instagram", &pasted(&[("token", "IGAAnothing")]), now).await.unwrap_err();
    assert_eq!(error.kind(), Some(RefusalKind::TokenRevoked));
    tells_no_secret(&error, "IGAAnothing");
}

#[tokio::test]
async fn a_picture_goes_out_by_way_of_the_page_or_the_bucket_and_nothing_is_left_behind() {
    for way_in in ["page", "bucket"] {
        let stand = Stand::start().await;
        let (platform, session) =
            if way_in == "page" { by_page(&stand, json!({})).await } else { with_bucket(&stand, json!({})).await };
        let draft = Draft { first_comment: Some("More tomorrow".to_owned()), ..labelled(&stand) };
        assert_eq!(platform.preflight(Some(&session), &draft), []);
        let mut way = Way::new(&stand, &platform, &session, draft).await;
        let id = way.finish(&session).await;
        let live = platform.read_back(&session, &id).await.unwrap();
        assert!(live.permalink.unwrap().starts_with("https://www.instagram.com/p/"));
        assert_eq!((live.visibility, live.remarks), (Visibility::Public, vec![]));
        let feed = stand.feed().await;
        assert_eq!(feed.len(), 1, "{way_in}: only Instagram shows it: {feed:?}");
        assert_eq!(feed[0]["ai_label"], "is_ai_generated");
        assert_eq!(feed[0]["media"][0]["alt"], "What a.jpg shows");
        assert_eq!(feed[0]["comments"][0]["text"], "More tomorrow");
        assert_eq!((left(&stand, "facebook", "photo"), left(&stand, "bucket", "object")), (0, 0), "{way_in}");
        assert_eq!(platform.account(&session).await.unwrap().posts_left, Some(49));
    }
}

#[tokio::test]
async fn a_carousel_is_labelled_on_its_parent_and_keeps_its_order_and_its_clips() {
    let stand = Stand::start().await;
    let (platform, session) = by_page(&stand, json!({"video_seconds": 0})).await;
    let media = vec![picture(&stand, "a.jpg", 800, 800), stand.clip("b.mp4"), picture(&stand, "c.jpg", 800, 1000)];
    let draft = Draft { post_type: PostType::Carousel, ai_label: true, ..draft("Three of a day", media) };
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    let kinds: Vec<_> = way.plan.iter().map(|step| (step.kind, step.item)).collect();
    assert_eq!(kinds.iter().filter(|(kind, _)| *kind == StepKind::Container).count(), 4);
    assert!(kinds.contains(&(StepKind::Upload, Some(1))) && !kinds.contains(&(StepKind::Stage, Some(1))));
    let id = way.finish(&session).await;
    let feed = stand.feed().await;
    let types: Vec<_> =
        feed[0]["media"].as_array().unwrap().iter().map(|media| media["content_type"].clone()).collect();
    assert_eq!((feed.len(), types), (1, vec![json!("image/jpeg"), json!("video/mp4"), json!("image/jpeg")]));
    assert_eq!(
        (&feed[0]["ai_label"], &feed[0]["media"][2]["alt"]),
        (&json!("is_ai_generated"), &json!("What c.jpg shows"))
    );
    assert_eq!(platform.metrics(&session, &id).await.unwrap().views, Some(10));
    platform.delete(&session, &id).await.unwrap();
    assert_eq!(kind(platform.read_back(&session, &id).await), RefusalKind::NotFound);
}

#[tokio::test]
async fn a_reel_and_a_story_go_out_with_either_login() {
    for by_facebook in [true, false] {
        let stand = Stand::start().await;
        let (platform, session) =
            if by_facebook { by_page(&stand, json!({})).await } else { with_bucket(&stand, json!({})).await };
        let reel = Draft { post_type: PostType::Reel, ai_label: true, ..draft("Waves", vec![stand.clip("a.mp4")]) };
        let mut way = Way::new(&stand, &platform, &session, reel).await;
        // The clip is worked on for a while, and is waited for.
        while way.step().unwrap().kind != StepKind::Process {
            way.until_done(&session).await;
        }
        assert_eq!(way.perform(&session).await.unwrap(), Progress::Wait { seconds: 5 });
        stand.advance(10).await;
        let id = way.finish(&session).await;
        let live = platform.read_back(&session, &id).await.unwrap();
        assert!(live.permalink.unwrap().contains("/reel/"));

        let story = Draft {
            post_type: PostType::Story,
            ai_label: true,
            ..draft("", vec![picture(&stand, "s.jpg", 1080, 1920)])
        };
        let mut way = Way::new(&stand, &platform, &session, story).await;
        let id = way.finish(&session).await;
        let live = platform.read_back(&session, &id).await.unwrap();
        assert!(live.permalink.unwrap().contains("/stories/ada/"));
        assert_eq!(stand.feed().await.len(), 2);
        if !by_facebook {
            let error = platform.delete(&session, &id).await.unwrap_err();
            assert!(matches!(error, Error::Unsupported { .. }), "{error:?}");
        }
    }
}

#[tokio::test]
async fn a_lost_answer_is_found_again_and_nothing_is_doubled() {
    for post_type in [PostType::Post, PostType::Story] {
        for fault in ["reply_lost", "error_after", "html", "hang", "error_before", "error_in_200"] {
            let stand = Stand::start().await;
            let (platform, session) = by_page(&stand, json!({})).await;
            let mut draft = labelled(&stand);
            draft.post_type = post_type;
            let mut way = Way::new(&stand, &platform, &session, draft).await;
            way.up_to_public(&session).await;
            stand.arm(NAME, "publish", fault).await;
            // What is known to be up at once counts; every other error leaves the outcome open.
            if let Err(error) = way.perform(&session).await {
                assert!(!error.had_no_effect(), "{fault}: {error:?}");
                stand.advance(60).await;
                way.later(60);
                match way.reconcile(&session).await {
                    Found::Done(_) => assert_eq!(fault, "reply_lost"),
                    Found::Absent => way.until_done(&session).await,
                    other => panic!("{fault}: {other:?}"),
                }
            }
            let id = way.id();
            way.finish(&session).await;
            assert_eq!(stand.feed().await.len(), 1, "{fault}");
            assert_eq!(stand.doubled().await, 0, "{fault}");
            assert_eq!(platform.read_back(&session, &id).await.unwrap().id, id);
        }
    }
}

#[tokio::test]
async fn a_second_publishing_of_the_same_container_finds_the_first() {
    let stand = Stand::start().await;
    let (platform, session) = by_page(&stand, json!({})).await;
    let mut way = Way::new(&stand, &platform, &session, labelled(&stand)).await;
    way.up_to_public(&session).await;
    stand.arm(NAME, "publish", "reply_lost").await;
    way.perform(&session).await.unwrap_err();
    // Somebody who calls again all the same is told of the post that is up.
    let Progress::Done(result) = way.perform(&session).await.unwrap() else { panic!("it waits") };
    assert_eq!(stand.feed().await[0]["id"], json!(result.id.unwrap()));
    assert_eq!(stand.doubled().await, 0);
}

#[tokio::test]
async fn a_prepared_post_that_expired_is_prepared_again() {
    let stand = Stand::start().await;
    let (platform, session) = by_page(&stand, json!({})).await;
    let mut way = Way::new(&stand, &platform, &session, labelled(&stand)).await;
    way.up_to_public(&session).await;
    stand.advance(25 * 3600).await;
    assert_eq!(kind(way.perform(&session).await), RefusalKind::Gone);
    assert_eq!(way.reconcile(&session).await, Found::Absent);
    let mut again = Way::new(&stand, &platform, &session, labelled(&stand)).await;
    again.finish(&session).await;
    assert_eq!((stand.feed().await.len(), stand.doubled().await), (1, json!(0)));

    // One that is gone while it is worked on says the same.
    stand.arm(NAME, "create_container", "container_expired").await;
    let mut way = Way::new(&stand, &platform, &session, labelled(&stand)).await;
    way.until_done(&session).await;
    way.until_done(&session).await;
    assert_eq!(kind(way.perform(&session).await), RefusalKind::Gone);
}

#[tokio::test]
async fn what_instagram_refuses_is_told_in_words_and_kinds() {
    let stand = Stand::start().await;
    let (platform, session) = by_page(&stand, json!({"quota": 1})).await;
    // A shape that is not taken: said before, and understood when Instagram says it.
    let tall = draft("Tall", vec![picture(&stand, "tall.jpg", 400, 1000)]);
    assert_eq!(codes(&platform.preflight(Some(&session), &tall)), ["ratio"]);
    let mut way = Way::new(&stand, &platform, &session, tall).await;
    way.until_done(&session).await;
    let error = way.perform(&session).await.unwrap_err();
    assert_eq!(error.kind(), Some(RefusalKind::MediaRejected));
    assert!(error.to_string().contains("Crop"), "{error}");
    assert_eq!(error.refusal().unwrap().code, "36003/2207009");

    // A clip that ends in ERROR.
    stand.arm(NAME, "create_container", "processing_fails").await;
    let reel = Draft { post_type: PostType::Reel, ..draft("Waves", vec![stand.clip("a.mp4")]) };
    let mut way = Way::new(&stand, &platform, &session, reel).await;
    way.until_done(&session).await;
    way.until_done(&session).await;
    stand.advance(10).await;
    let error = way.perform(&session).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.refusal().unwrap().code.as_str()),
        (Some(RefusalKind::MediaRejected), "352/2207026")
    );

    // The day's posts.
    Way::new(&stand, &platform, &session, labelled(&stand)).await.finish(&session).await;
    let account = platform.account(&session).await.unwrap();
    let full = Session { account, ..session.clone() };
    assert_eq!(codes(&platform.preflight(Some(&full), &labelled(&stand))), ["daily_limit"]);
    let mut way = Way::new(&stand, &platform, &session, labelled(&stand)).await;
    way.up_to_public(&session).await;
    assert_eq!(kind(way.perform(&session).await), RefusalKind::DailyLimit);
    assert_eq!(way.reconcile(&session).await, Found::Absent);
    assert_eq!(stand.feed().await.len(), 1);

    for (fault, expected) in [("spam_blocked", RefusalKind::Spam), ("restricted", RefusalKind::Restricted)] {
        stand.arm(NAME, "publish", fault).await;
        let error = way.perform(&session).await.unwrap_err();
        assert_eq!(error.kind(), Some(expected), "{error:?}");
        assert!(error.had_no_effect());
    }
    stand.arm_with(NAME, "publish", "rate_limited", json!({"seconds": 600})).await;
    let error = way.perform(&session).await.unwrap_err();
    assert_eq!(error.kind(), Some(RefusalKind::RateLimited));
    assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(600));
    stand.arm(NAME, "publish", "token_revoked").await;
    assert_eq!(kind(way.perform(&session).await), RefusalKind::TokenRevoked);
    tells_no_secret(&platform.account(&session).await.unwrap_err(), session.tokens.access.expose());
}

#[tokio::test]
async fn a_file_that_instagram_cannot_fetch_is_named_and_can_be_tried_again() {
    let stand = Stand::start().await;
    let (platform, session) = with_bucket(&stand, json!({})).await;
    let mut way = Way::new(&stand, &platform, &session, labelled(&stand)).await;
    way.until_done(&session).await;
    for fault in ["redirect_to_private", "html", "reply_lost", "error_before"] {
        stand.arm("bucket", "get_object", fault).await;
        let error = way.perform(&session).await.unwrap_err();
        assert_eq!(error.refusal().unwrap().code, "9004/2207052", "{fault}: {error:?}");
        assert_eq!(error.kind(), Some(RefusalKind::MediaUnreachable), "{fault}");
        assert!(error.to_string().contains("upload place"), "{error}");
    }
    way.finish(&session).await;
    assert_eq!((stand.feed().await.len(), left(&stand, "bucket", "object")), (1, 0));

    // An address of the own computer is no public one.
    let private = "http://127.0.0.1:9/a.jpg";
    let answer = container_of(&stand, &session, private).await;
    assert!(answer.contains("2207052") && answer.contains("no public address"), "{answer}");
}

/// What Instagram answers when it is asked for a container of the picture at this address.
async fn container_of(stand: &Stand, session: &Session, address: &str) -> String {
    let id = &session.account.external_id;
    let url: url::Url =
        format!("{}/graph.instagram.com/v25.0/{id}/media", stand.sandbox.platforms_url()).parse().unwrap();
    let client = troupe_net::Client::open(troupe_net::ClientOptions::default().allowing_url(&url)).unwrap();
    let request = troupe_net::Request::post(url, "/{ig}/media").form(&[("image_url", address)]);
    client.send(request.bearer(&session.tokens.access).unwrap()).await.unwrap().text().await.unwrap()
}

#[tokio::test]
async fn an_upload_that_broke_off_goes_again() {
    let stand = Stand::start().await;
    let (platform, session) = by_page(&stand, json!({"video_seconds": 0})).await;
    let reel = Draft { post_type: PostType::Reel, ..draft("Waves", vec![stand.clip("a.mp4")]) };
    let mut way = Way::new(&stand, &platform, &session, reel).await;
    way.until_done(&session).await;
    for fault in ["close_mid_upload", "reply_lost", "error_before", "html"] {
        stand.arm(NAME, "upload_clip", fault).await;
        let error = way.perform(&session).await.unwrap_err();
        assert!(error.is_transient(), "{fault}: {error:?}");
        tells_no_secret(&error, session.tokens.access.expose());
    }
    way.finish(&session).await;
    assert_eq!((stand.feed().await.len(), stand.doubled().await), (1, json!(0)));
}

#[tokio::test]
async fn the_upload_place_decides_what_can_go_out() {
    let stand = Stand::start().await;
    let (platform, session) = by_page(&stand, json!({})).await;
    let (_, alone) = with_bucket(&stand, json!({})).await;
    let picture = draft("A", vec![picture(&stand, "a.jpg", 800, 1000)]);
    let reel = Draft { post_type: PostType::Reel, ..draft("A", vec![stand.clip("a.mp4")]) };
    let with = |session: &Session, upload| Session { upload, ..session.clone() };
    for (session, upload, draft, expected) in [
        (&session, None, &picture, vec!["upload_place"]),
        // A clip's bytes are sent, so it needs no place.
        (&session, None, &reel, vec![]),
        (&session, Some(UploadAccess::PagePhoto), &reel, vec![]),
        (&alone, Some(UploadAccess::PagePhoto), &picture, vec!["upload_place"]),
        (&alone, Some(UploadAccess::PagePhoto), &reel, vec!["upload_place"]),
        (&alone, alone.upload.clone(), &reel, vec![]),
        (&alone, Some(UploadAccess::HandOff), &reel, vec![]),
    ] {
        let session = with(session, upload.clone());
        assert_eq!(codes(&platform.preflight(Some(&session), draft)), expected, "{upload:?} {:?}", draft.post_type);
        let plan = platform.plan(&session, draft, uuid::Uuid::nil(), stand.now().await);
        assert_eq!(plan.is_ok(), expected.is_empty(), "{plan:?}");
    }
    // By hand: one step, which is the creator's.
    let by_hand = with(&session, Some(UploadAccess::HandOff));
    let mut way = Way::new(&stand, &platform, &by_hand, picture).await;
    assert_eq!(way.plan.len(), 1);
    assert!(matches!(way.perform(&by_hand).await, Err(Error::Unsupported { .. })));
    assert!(matches!(way.reconcile(&by_hand).await, Found::Unclear { .. }));
}

#[tokio::test]
async fn comments_are_read_answered_and_hidden() {
    let stand = Stand::start().await;
    let (platform, session) = by_page(&stand, json!({})).await;
    let id = Way::new(&stand, &platform, &session, labelled(&stand)).await.finish(&session).await;
    let order = json!({"platform": NAME, "post_id": id, "author": "bo", "text": "Where is this?"});
    stand.order("comments", order).await;
    stand.advance(5).await;
    let theirs = platform.comments(&session, &id).await.unwrap().remove(0);
    assert_eq!((theirs.author.as_str(), theirs.is_ours, theirs.is_hidden), ("bo", false, false));
    let ours = platform.reply_comment(&session, &id, Some(&theirs.id), "At home").await.unwrap();
    platform.hide_comment(&session, &theirs.id, true).await.unwrap();
    let all = platform.comments(&session, &id).await.unwrap();
    assert_eq!((all.len(), all[0].is_hidden, all[1].is_ours), (2, true, true));
    assert_eq!((&all[1].id, all[1].parent_id.as_ref()), (&ours.id, Some(&theirs.id)));
    assert!(matches!(
        platform.follow(&session, &troupe_platforms::Target { id }).await,
        Err(Error::Unsupported { .. })
    ));
}

#[tokio::test]
async fn a_lost_first_comment_is_found_again() {
    let stand = Stand::start().await;
    let (platform, session) = by_page(&stand, json!({})).await;
    for (fault, is_there) in [("reply_lost", true), ("error_before", false)] {
        let draft = Draft { first_comment: Some(format!("First after {fault}")), ..labelled(&stand) };
        let mut way = Way::new(&stand, &platform, &session, draft).await;
        while way.step().unwrap().kind != StepKind::Comment {
            way.until_done(&session).await;
        }
        stand.arm(NAME, "create_comment", fault).await;
        way.perform(&session).await.unwrap_err();
        assert_eq!(matches!(way.reconcile(&session).await, Found::Done(_)), is_there, "{fault}");
    }
}
