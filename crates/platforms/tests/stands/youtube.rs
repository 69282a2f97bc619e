//! YouTube: Google's login, the resumable upload with everything that can break it off, the private lock, quota,
//! comments.

use crate::support::{Stand, Way, allowed, draft, kind, pasted, signed_in, tells_no_secret};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::sync::Arc;
use troupe_net::{ClientOptions, Request};
use troupe_platforms::{
    Draft, Error, Found, Media, Platform, PlatformName, PostType, Progress, RefusalKind, Session, StepKind, Target,
    Visibility, oauth,
};

const NAME: &str = "youtube";
/// A clip of several pieces, whose last bytes fill no whole grain.
const LENGTH: usize = 2_500_001;

async fn session(stand: &Stand, options: Value) -> (Arc<dyn Platform>, Session) {
    signed_in(stand, PlatformName::YouTube, "oauth", "http://127.0.0.1:4321/youtube/callback", options).await
}

async fn connected(stand: &Stand) -> (Arc<dyn Platform>, Session) {
    session(stand, json!({"subscribers": 7})).await
}

fn clip(stand: &Stand, title: &str) -> Draft {
    video(title, vec![stand.clip_of("a.mp4", LENGTH)])
}

fn video(title: &str, media: Vec<Media>) -> Draft {
    let mut draft = draft("What it is about", media);
    draft.post_type = PostType::Video;
    draft.title = Some(title.to_owned());
    draft.ai_label = true;
    draft
}

/// Performs all that is left, waiting as the platform asks.
async fn ride(stand: &Stand, way: &mut Way, session: &Session) -> Result<(), Error> {
    while way.step().is_some() {
        if let Progress::Wait { seconds } = way.perform(session).await? {
            stand.advance(seconds.try_into().unwrap()).await;
            way.later(seconds.try_into().unwrap());
        }
    }
    Ok(())
}

/// That one clip is up, with the very bytes.
async fn is_whole(stand: &Stand, way: &Way) {
    let feed = stand.feed().await;
    assert_eq!((feed.len(), stand.doubled().await), (1, json!(0)));
    assert_eq!(feed[0]["id"], way.id());
    let kept = stand.folder.path().join("platforms/media").join(feed[0]["media"][0]["sha256"].as_str().unwrap());
    let path = &way.draft.media.iter().find(|media| media.duration_ms.is_some()).unwrap().path;
    assert!(std::fs::read(kept).unwrap() == std::fs::read(path).unwrap(), "the very bytes");
}

#[tokio::test]
async fn the_login_in_the_browser_opens_the_channel() {
    let stand = Stand::patient().await;
    let platform = stand.platform(PlatformName::YouTube);
    let told = stand.open(NAME, "ada", json!({"subscribers": 7, "is_testing": true})).await;
    let text = |name: &str| told[name].as_str().unwrap();
    let credentials = pasted(&[("client_id", text("client_id")), ("client_secret", text("client_secret"))]);
    let listener = oauth::Listener::open(0, "/youtube/callback").await.unwrap();
    let login = platform.authorize("oauth", &credentials, listener.redirect()).await.unwrap();
    let state = login.state.clone();
    let waiting = tokio::spawn(async move { listener.wait(&state).await });
    let back = allowed(&login.url).await;
    let client = troupe_net::Client::open(ClientOptions::default().allowing_url(&back)).unwrap();
    client.send(Request::get(back, "/youtube/callback")).await.unwrap();
    let code = waiting.await.unwrap().unwrap();
    let now = stand.now().await;
    let connected = platform.exchange(&login, &code, now).await.unwrap().remove(0);
    let account = &connected.account;
    assert_eq!((account.handle.as_str(), account.follower_count), ("ada", Some(7)));
    assert_eq!(account.url.as_deref(), Some("https://www.youtube.com/@ada"));
    assert_eq!(connected.tokens.expires_at, Some(now + TimeDelta::seconds(3599)));
    // Seven days, because the project is in testing.
    assert_eq!(connected.tokens.refresh_expires_at, Some(now + TimeDelta::seconds(604_799)));

    let mut wrong = login.clone();
    wrong.app.client_secret = Some(troupe_net::Secret::new("wrong"));
    let error = platform.exchange(&wrong, &code, now).await.unwrap_err();
    assert!(error.to_string().contains("client secret"), "{error}");
    let again = platform.exchange(&login, &code, now).await.unwrap_err();
    assert_eq!(again.kind(), Some(RefusalKind::TokenRevoked));
    tells_no_secret(&again, text("client_secret"));
}

#[tokio::test]
async fn the_refresh_token_stays_until_the_login_ends() {
    let stand = Stand::patient().await;
    let (platform, mut session) = session(&stand, json!({"is_testing": true})).await;
    stand.advance(3600).await;
    assert_eq!(kind(platform.account(&session).await.map(drop)), RefusalKind::TokenExpired);
    let old = session.tokens.clone();
    session.tokens = platform.refresh(&session, stand.now().await).await.unwrap().unwrap();
    assert_eq!((&session.tokens.refresh, session.tokens.refresh_expires_at), (&old.refresh, old.refresh_expires_at));
    platform.account(&session).await.unwrap();
    stand.advance(7 * 86_400).await;
    let error = platform.refresh(&session, stand.now().await).await.unwrap_err();
    assert_eq!(error.kind(), Some(RefusalKind::TokenRevoked));
    assert!(error.to_string().contains("seven days"), "{error}");
    tells_no_secret(&error, old.refresh.unwrap().expose());
}

#[tokio::test]
async fn a_login_without_a_channel_or_without_the_right_to_upload_says_so() {
    let stand = Stand::patient().await;
    let platform = stand.platform(PlatformName::YouTube);
    for (options, without, words) in
        [(json!({"has_channel": false}), "", "Make one"), (json!({}), "youtube.upload", "box")]
    {
        let told = stand.open(NAME, "ada", options).await;
        let text = |name: &str| told[name].as_str().unwrap();
        let credentials = pasted(&[("client_id", text("client_id")), ("client_secret", text("client_secret"))]);
        let redirect = "http://127.0.0.1:4321/youtube/callback".parse().unwrap();
        let login = platform.authorize("oauth", &credentials, &redirect).await.unwrap();
        let mut page = login.url.clone();
        let pairs: Vec<(String, String)> = page.query_pairs().into_owned().collect();
        let kept = |scope: &&str| without.is_empty() || !scope.ends_with(without);
        page.query_pairs_mut().clear().extend_pairs(pairs.into_iter().map(|(name, value)| match name.as_str() {
            "scope" => (name, value.split(' ').filter(kept).collect::<Vec<_>>().join(" ")),
            _ => (name, value),
        }));
        let back = allowed(&page).await;
        let code = back.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
        let error = platform.exchange(&login, &code, stand.now().await).await.unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[tokio::test]
async fn a_clip_goes_out_with_its_label_thumbnail_and_first_comment() {
    let stand = Stand::patient().await;
    let (platform, session) = connected(&stand).await;
    let mut draft = clip(&stand, "Dawn");
    draft.media.push(Media { width: 1280, height: 720, ..stand.picture("t.jpg", 1, "") });
    draft.first_comment = Some("First".to_owned());
    draft.fields.insert("tags".to_owned(), json!(["dawn", "two words"]));
    let blocks: Vec<_> = platform.preflight(Some(&session), &draft).into_iter().map(|finding| finding.code).collect();
    assert_eq!(blocks, ["private_lock"]);
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    way.perform(&session).await.unwrap();
    let secret = way.done[0].secret.clone().expect("the session is kept before the first byte");
    assert!(!format!("{:?}", way.done).contains(secret.expose()));
    assert_eq!(stand.feed().await.len(), 0, "nothing is there before the last bytes");
    way.perform(&session).await.unwrap();
    assert_eq!(stand.feed().await.len(), 0, "nothing is there before the last bytes");
    ride(&stand, &mut way, &session).await.unwrap();
    is_whole(&stand, &way).await;
    let live = platform.read_back(&session, &way.id()).await.unwrap();
    assert_eq!(live.permalink.unwrap(), format!("https://www.youtube.com/watch?v={}", way.id()));
    assert_eq!((live.visibility, live.remarks), (Visibility::Public, vec![]));
    let feed = stand.feed().await;
    assert_eq!(feed[0]["ai_label"], "containsSyntheticMedia");
    assert_eq!(feed[0]["media"][1]["content_type"], "image/jpeg");
    let metrics = platform.metrics(&session, &way.id()).await.unwrap();
    assert_eq!((metrics.views, metrics.comments, metrics.shares), (Some(0), Some(1), None));

    let order = json!({"platform": NAME, "post_id": way.id(), "author": "bo", "text": "Lovely"});
    stand.order("comments", order).await;
    let comments = platform.comments(&session, &way.id()).await.unwrap();
    let texts: Vec<(&str, bool)> = comments.iter().map(|one| (one.text.as_str(), one.is_ours)).collect();
    assert!(texts.contains(&("First", true)) && texts.contains(&("Lovely", false)), "{texts:?}");
    let theirs = comments.iter().find(|one| !one.is_ours).unwrap();
    let answer = platform.reply_comment(&session, &way.id(), Some(&theirs.id), "Thank you").await.unwrap();
    assert_eq!((answer.parent_id.as_deref(), answer.is_ours), (Some(theirs.id.as_str()), true));
    assert_eq!(platform.comments(&session, &way.id()).await.unwrap().len(), 3);

    platform.delete(&session, &way.id()).await.unwrap();
    platform.delete(&session, &way.id()).await.unwrap();
    assert_eq!(kind(platform.read_back(&session, &way.id()).await), RefusalKind::NotFound);
}

#[tokio::test]
async fn a_project_that_was_not_audited_is_up_but_private_and_says_so() {
    let stand = Stand::patient().await;
    let (platform, session) = session(&stand, json!({"is_audited": false, "is_verified": false})).await;
    let mut draft = clip(&stand, "Locked");
    draft.media.push(Media { width: 1280, height: 720, ..stand.picture("t.jpg", 1, "") });
    draft.first_comment = Some("First".to_owned());
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    ride(&stand, &mut way, &session).await.unwrap();
    let live = platform.read_back(&session, &way.id()).await.unwrap();
    assert_eq!(live.visibility, Visibility::Private);
    assert!(live.remarks[0].starts_with("It is up, but private"), "{:?}", live.remarks);
    // Neither thumbnail nor comment was possible; both are said, and the clip is no failure.
    let remarks = way.done.iter().filter(|done| done.data.contains_key("remark")).count();
    assert_eq!(remarks, 2);
}

#[tokio::test]
async fn youtube_itself_makes_a_planned_clip_public_at_its_time() {
    let stand = Stand::patient().await;
    let (platform, mut session) = connected(&stand).await;
    let at = stand.now().await + TimeDelta::hours(5);
    let draft = Draft { publish_at: Some(at), ..clip(&stand, "Later") };
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    ride(&stand, &mut way, &session).await.unwrap();
    let live = platform.read_back(&session, &way.id()).await.unwrap();
    assert_eq!(live.visibility, Visibility::Private);
    assert!(live.remarks[0].contains("2030-01-07T14:00:00Z"), "{:?}", live.remarks);
    stand.advance(5 * 3600).await;
    session.tokens = platform.refresh(&session, stand.now().await).await.unwrap().unwrap();
    assert_eq!(platform.read_back(&session, &way.id()).await.unwrap().visibility, Visibility::Public);
}

#[tokio::test]
async fn an_upload_that_breaks_off_goes_on_where_it_was() {
    for fault in ["close_mid_upload", "reply_lost", "error_before", "error_after", "html", "hang"] {
        let stand = Stand::patient().await;
        let (platform, session) = connected(&stand).await;
        let mut way = Way::new(&stand, &platform, &session, clip(&stand, "Dawn")).await;
        way.perform(&session).await.unwrap();
        // The question and the first piece pass, the second piece does not.
        stand.arm_with(NAME, "upload", "slow", json!({"delay_ms": 0, "times": 2})).await;
        stand.arm(NAME, "upload", fault).await;
        let error = way.perform(&session).await.unwrap_err();
        assert!(error.is_transient(), "{fault}: {error:?}");
        stand.arm_with(NAME, "upload", "slow", json!({"delay_ms": 0})).await;
        ride(&stand, &mut way, &session).await.unwrap();
        is_whole(&stand, &way).await;
    }
}

#[tokio::test]
async fn a_lost_end_is_found_through_the_session_and_nothing_is_doubled() {
    for fault in ["close_mid_upload", "reply_lost", "error_before", "error_after", "html", "hang"] {
        let stand = Stand::patient().await;
        let (platform, session) = connected(&stand).await;
        let mut way = Way::new(&stand, &platform, &session, clip(&stand, "Dawn")).await;
        way.up_to_public(&session).await;
        stand.arm_with(NAME, "upload", "slow", json!({"delay_ms": 0})).await;
        stand.arm(NAME, "upload", fault).await;
        let error = way.perform(&session).await.unwrap_err();
        assert!(!error.had_no_effect(), "{fault}: {error:?}");
        let happened = matches!(fault, "reply_lost" | "error_after");
        match way.reconcile(&session).await {
            Found::Done(_) => assert!(happened, "{fault}"),
            Found::Absent => assert!(!happened, "{fault}"),
            other => panic!("{fault}: {other:?}"),
        }
        ride(&stand, &mut way, &session).await.unwrap();
        is_whole(&stand, &way).await;
    }
}

#[tokio::test]
async fn performed_again_after_it_happened_the_end_makes_no_second_clip() {
    let stand = Stand::patient().await;
    let (platform, session) = connected(&stand).await;
    let mut way = Way::new(&stand, &platform, &session, clip(&stand, "Dawn")).await;
    way.up_to_public(&session).await;
    stand.arm_with(NAME, "upload", "slow", json!({"delay_ms": 0})).await;
    stand.arm(NAME, "upload", "reply_lost").await;
    way.perform(&session).await.unwrap_err();
    ride(&stand, &mut way, &session).await.unwrap();
    is_whole(&stand, &way).await;
}

#[tokio::test]
async fn where_the_session_is_gone_the_list_of_uploads_tells() {
    for happened in [true, false] {
        let stand = Stand::patient().await;
        let (platform, session) = connected(&stand).await;
        let mut way = Way::new(&stand, &platform, &session, clip(&stand, "Dawn")).await;
        way.up_to_public(&session).await;
        stand.arm_with(NAME, "upload", "slow", json!({"delay_ms": 0})).await;
        stand.arm(NAME, "upload", if happened { "reply_lost" } else { "close_mid_upload" }).await;
        way.perform(&session).await.unwrap_err();
        // As after a keychain that lost it.
        way.done[0].secret = None;
        if happened {
            assert!(matches!(way.reconcile(&session).await, Found::Done(_)));
            continue;
        }
        assert!(matches!(way.reconcile(&session).await, Found::Later { .. }), "it may still show");
        way.later(130);
        assert_eq!(way.reconcile(&session).await, Found::Absent);
        assert_eq!(kind(way.perform(&session).await), RefusalKind::Gone, "it is uploaded anew");
        assert_eq!(stand.feed().await.len(), 0);
    }
}

#[tokio::test]
async fn a_session_that_ended_is_prepared_again() {
    let stand = Stand::patient().await;
    let (platform, session) = connected(&stand).await;
    let mut way = Way::new(&stand, &platform, &session, clip(&stand, "Dawn")).await;
    stand.arm(NAME, "open_upload", "container_expired").await;
    way.perform(&session).await.unwrap();
    assert_eq!(kind(way.perform(&session).await), RefusalKind::Gone);
}

#[tokio::test]
async fn a_token_that_ends_within_an_upload_is_renewed_and_the_upload_goes_on() {
    let stand = Stand::patient().await;
    let (platform, mut session) = connected(&stand).await;
    let mut way = Way::new(&stand, &platform, &session, clip(&stand, "Dawn")).await;
    way.perform(&session).await.unwrap();
    stand.arm_with(NAME, "upload", "slow", json!({"delay_ms": 0, "times": 2})).await;
    stand.arm(NAME, "upload", "token_expired").await;
    assert_eq!(kind(way.perform(&session).await), RefusalKind::TokenExpired);
    session.tokens = platform.refresh(&session, stand.now().await).await.unwrap().unwrap();
    ride(&stand, &mut way, &session).await.unwrap();
    is_whole(&stand, &way).await;
}

#[tokio::test]
async fn a_clip_that_cannot_be_processed_is_refused_with_the_reason() {
    let stand = Stand::patient().await;
    let (platform, session) = connected(&stand).await;
    let mut way = Way::new(&stand, &platform, &session, video("Broken", vec![stand.clip("a.mp4")])).await;
    way.up_to_public(&session).await;
    // The question before the bytes makes nothing that could fail.
    stand.arm_with(NAME, "upload", "slow", json!({"delay_ms": 0})).await;
    stand.arm(NAME, "upload", "processing_fails").await;
    let error = ride(&stand, &mut way, &session).await.unwrap_err();
    assert_eq!((error.kind(), way.step().unwrap().kind), (Some(RefusalKind::MediaRejected), StepKind::Process));
    assert_eq!(error.refusal().unwrap().platform_words, "codec");
}

#[tokio::test]
async fn each_refusal_says_what_it_means() {
    for (options, fault, expected) in [
        (json!({"uploads_per_day": 0}), None, RefusalKind::DailyLimit),
        (json!({"channel_uploads_per_day": 0}), None, RefusalKind::DailyLimit),
        (json!({}), Some("rate_limited"), RefusalKind::DailyLimit),
        (json!({}), Some("token_expired"), RefusalKind::TokenExpired),
        (json!({}), Some("token_revoked"), RefusalKind::TokenExpired),
    ] {
        let stand = Stand::patient().await;
        let (platform, session) = session(&stand, options.clone()).await;
        let mut way = Way::new(&stand, &platform, &session, clip(&stand, "Dawn")).await;
        if let Some(fault) = fault {
            stand.arm(NAME, "open_upload", fault).await;
        }
        let error = way.perform(&session).await.unwrap_err();
        assert_eq!((error.kind(), error.had_no_effect()), (Some(expected), true), "{options} {fault:?}: {error:?}");
        if fault == Some("token_revoked") {
            // Only the refresh tells that it is over.
            let over = platform.refresh(&session, stand.now().await).await.map(drop);
            assert_eq!(kind(over), RefusalKind::TokenRevoked);
        }
    }
    // A day in California later the quota is whole again.
    let stand = Stand::patient().await;
    let (platform, mut session) = session(&stand, json!({"uploads_per_day": 1})).await;
    let mut first = Way::new(&stand, &platform, &session, clip(&stand, "One")).await;
    ride(&stand, &mut first, &session).await.unwrap();
    let mut second = Way::new(&stand, &platform, &session, clip(&stand, "Two")).await;
    assert_eq!(kind(second.perform(&session).await), RefusalKind::DailyLimit);
    stand.advance(86_400).await;
    session.tokens = platform.refresh(&session, stand.now().await).await.unwrap().unwrap();
    second.perform(&session).await.unwrap();
}

#[tokio::test]
async fn a_lost_first_comment_is_found_again() {
    for fault in ["reply_lost", "error_before"] {
        let stand = Stand::patient().await;
        let (platform, session) = connected(&stand).await;
        let mut draft = video("Dawn", vec![stand.clip("a.mp4")]);
        draft.first_comment = Some("First".to_owned());
        let mut way = Way::new(&stand, &platform, &session, draft).await;
        while way.step().unwrap().kind != StepKind::Comment {
            if let Progress::Wait { seconds } = way.perform(&session).await.unwrap() {
                stand.advance(seconds.try_into().unwrap()).await;
            }
        }
        stand.arm(NAME, "comment", fault).await;
        way.perform(&session).await.unwrap_err();
        if fault == "reply_lost" {
            assert!(matches!(way.reconcile(&session).await, Found::Done(_)));
        } else {
            assert!(matches!(way.reconcile(&session).await, Found::Later { .. }));
            way.later(61);
            assert_eq!(way.reconcile(&session).await, Found::Absent);
            way.finish(&session).await;
        }
        assert_eq!(platform.comments(&session, &way.id()).await.unwrap().len(), 1, "{fault}");
    }
}

#[tokio::test]
async fn nothing_is_liked_or_followed() {
    let stand = Stand::patient().await;
    let (platform, session) = connected(&stand).await;
    let target = Target { id: "abc".to_owned() };
    for refused in [platform.like(&session, &target).await, platform.follow(&session, &target).await] {
        assert!(matches!(refused.unwrap_err(), Error::Unsupported { .. }));
    }
}
