//! Telegram: the whole way of a message and an album, with a staging chat and without, and its faults.

use crate::support::{Stand, Way, draft, kind, pasted, tells_no_secret};
use serde_json::{Value, json};
use std::sync::Arc;
use troupe_platforms::{Error, Found, Platform, PlatformName, PostType, RefusalKind, Session, StepKind, Visibility};

const NAME: &str = "telegram";

/// A channel with its bot and, where wished, a staging chat.
async fn connected(stand: &Stand, is_staged: bool) -> (Arc<dyn Platform>, Session) {
    let platform = stand.platform(PlatformName::Telegram);
    let told = stand.open(NAME, "ada_daily", json!({"bot": "ada_bot", "members": 7})).await;
    let mut fields = vec![
        ("bot_token", told["bot_token"].as_str().unwrap().to_owned()),
        ("chat", "https://t.me/ada_daily".to_owned()),
    ];
    if is_staged {
        let staging = stand.open(NAME, "me", json!({"bot": "ada_bot", "kind": "private"})).await;
        fields.push(("staging_chat", staging["chat_id"].to_string()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut all = platform.connect("bot_token", &pasted(&fields), stand.now().await).await.unwrap();
    let connected = all.remove(0);
    (platform, Session { account: connected.account, tokens: connected.tokens, app: connected.app, upload: None })
}

#[tokio::test]
async fn a_bot_is_connected_only_where_it_may_post() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand, true).await;
    let account = &session.account;
    assert_eq!((account.handle.as_str(), account.follower_count), ("ada_daily", Some(7)));
    assert!(account.external_id.starts_with("-100"));
    assert_eq!(platform.account(&session).await.unwrap(), session.account);

    let token = session.tokens.access.expose();
    for (handle, options, expected) in [
        ("no_rights", json!({"bot": "ada_bot", "is_admin": false}), RefusalKind::Permission),
        ("kicked_out", json!({"bot": "ada_bot", "is_kicked": true}), RefusalKind::Permission),
        ("of_another", json!({}), RefusalKind::Permission),
    ] {
        stand.open(NAME, handle, options).await;
        let fields = pasted(&[("bot_token", token), ("chat", handle)]);
        let error = platform.connect("bot_token", &fields, stand.now().await).await.unwrap_err();
        assert_eq!(error.kind(), Some(expected), "{handle}: {error}");
        tells_no_secret(&error, token);
    }
    let nobody = pasted(&[("bot_token", token), ("chat", "@nobody_here")]);
    assert_eq!(kind(platform.connect("bot_token", &nobody, stand.now().await).await), RefusalKind::NotFound);
    // The chat that is posted to, or a public one, is no place to stage files.
    for staging in ["@ada_daily", "@no_rights"] {
        let fields = pasted(&[("bot_token", token), ("chat", "@ada_daily"), ("staging_chat", staging)]);
        let error = platform.connect("bot_token", &fields, stand.now().await).await.unwrap_err();
        assert!(matches!(error, Error::Input { field: "staging_chat", .. }), "{error:?}");
    }
    let wrong = pasted(&[("bot_token", "7000000001:AAwrongwrongwrongwrongwrong"), ("chat", "@ada_daily")]);
    let error = platform.connect("bot_token", &wrong, stand.now().await).await.unwrap_err();
    assert_eq!(error.kind(), Some(RefusalKind::TokenRevoked));
    tells_no_secret(&error, "wrongwrong");
}

#[tokio::test]
async fn a_staged_picture_is_posted_by_a_short_call_and_the_staged_one_goes_away() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand, true).await;
    let mut way = Way::new(&stand, &platform, &session, draft("Morning", vec![stand.picture("a.jpg", 1, "A")])).await;
    let kinds: Vec<StepKind> = way.plan.iter().map(|step| step.kind).collect();
    assert_eq!(kinds, [StepKind::Upload, StepKind::Publish, StepKind::Clean]);
    way.up_to_public(&session).await;
    assert_eq!(stand.feed().await.len(), 0, "the staging chat is nobody's feed");
    let id = way.finish(&session).await;
    let feed = stand.feed().await;
    assert_eq!((feed.len(), &feed[0]["text"], feed[0]["media"].as_array().unwrap().len()), (1, &json!("Morning"), 1));
    let live = platform.read_back(&session, &id).await.unwrap();
    assert_eq!(live.permalink, Some(format!("https://t.me/ada_daily/{id}")));
    assert_eq!(live.visibility, Visibility::Public);
    platform.delete(&session, &id).await.unwrap();
    platform.delete(&session, &id).await.unwrap();
    assert_eq!(kind(platform.read_back(&session, &id).await), RefusalKind::NotFound);
    assert_eq!(stand.feed().await.len(), 0);
}

#[tokio::test]
async fn an_album_goes_out_as_one_post_and_is_deleted_as_one() {
    for is_staged in [true, false] {
        let stand = Stand::start().await;
        let (platform, session) = connected(&stand, is_staged).await;
        let media = vec![stand.picture("a.jpg", 1, "A"), stand.clip("b.mp4"), stand.picture("c.jpg", 3, "C")];
        let mut draft = draft("Three", media);
        draft.post_type = PostType::Carousel;
        draft.is_sensitive = true;
        assert_eq!(platform.preflight(Some(&session), &draft), []);
        let mut way = Way::new(&stand, &platform, &session, draft).await;
        let id = way.finish(&session).await;
        assert_eq!(id.split(',').count(), 3);
        let feed = stand.feed().await;
        assert_eq!((feed.len(), &feed[0]["text"]), (1, &json!("Three")), "staged: {is_staged}");
        assert_eq!(feed[0]["media"].as_array().unwrap().len(), 3);
        platform.read_back(&session, &id).await.unwrap();
        platform.delete(&session, &id).await.unwrap();
        assert_eq!(stand.feed().await.len(), 0);
    }
}

#[tokio::test]
async fn words_and_a_clip_go_out_without_a_staging_chat() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand, false).await;
    let mut words = draft("Only words <b>& no marks</b> https://example.org", vec![]);
    words.fields.insert("silent".to_owned(), json!(true));
    Way::new(&stand, &platform, &session, words).await.finish(&session).await;
    Way::new(&stand, &platform, &session, draft("A clip", vec![stand.clip("a.mp4")])).await.finish(&session).await;
    let feed = stand.feed().await;
    let texts: Vec<&Value> = feed.iter().map(|post| &post["text"]).collect();
    assert!(texts.contains(&&json!("Only words <b>& no marks</b> https://example.org")), "{texts:?}");
    assert_eq!(feed.len(), 2);
}

#[tokio::test]
async fn a_lost_answer_stays_unclear_and_is_never_sent_again() {
    for fault in ["reply_lost", "error_after", "html", "hang"] {
        let stand = Stand::start().await;
        let (platform, session) = connected(&stand, true).await;
        let draft = draft("Once", vec![stand.picture("a.jpg", 1, "A")]);
        let mut way = Way::new(&stand, &platform, &session, draft).await;
        way.up_to_public(&session).await;
        stand.arm(NAME, "send_photo", fault).await;
        let error = way.perform(&session).await.unwrap_err();
        assert!(!error.had_no_effect(), "{fault}: {error:?}");
        tells_no_secret(&error, session.tokens.access.expose());
        let Found::Unclear { known } = way.reconcile(&session).await else { panic!("{fault}") };
        assert!(known.contains("ada_daily") && known.contains("2030-01-07 09:00"), "{known}");
        assert_eq!(stand.doubled().await, 0);
    }
}

#[tokio::test]
async fn each_refusal_says_what_it_means() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand, false).await;
    stand.arm_with(NAME, "send_message", "rate_limited", json!({"seconds": 17})).await;
    let mut way = Way::new(&stand, &platform, &session, draft("Hello", vec![])).await;
    let error = way.perform(&session).await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after().unwrap().as_secs()), (Some(RefusalKind::RateLimited), 17));
    assert!(error.had_no_effect());
    stand.arm(NAME, "send_message", "restricted").await;
    assert_eq!(kind(way.perform(&session).await), RefusalKind::Restricted);
    stand.arm(NAME, "send_message", "error_before").await;
    let error = way.perform(&session).await.unwrap_err();
    assert!(error.kind() == Some(RefusalKind::Transient) && !error.had_no_effect());
    stand.arm(NAME, "send_message", "token_revoked").await;
    assert_eq!(kind(way.perform(&session).await), RefusalKind::TokenRevoked);
    assert_eq!(stand.feed().await.len(), 0);
}

#[tokio::test]
async fn preflight_counts_as_telegram_does() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand, false).await;
    let codes = |draft: &troupe_platforms::Draft| -> Vec<String> {
        platform.preflight(Some(&session), draft).into_iter().map(|finding| finding.code).collect()
    };
    let picture = || stand.picture("a.jpg", 1, "");
    assert_eq!(codes(&draft(&"x".repeat(4096), vec![])), Vec::<String>::new());
    assert_eq!(codes(&draft(&"x".repeat(4097), vec![])), ["text_too_long"]);
    assert_eq!(codes(&draft(&"é".repeat(1024), vec![picture()])), Vec::<String>::new());
    assert_eq!(codes(&draft(&"é".repeat(1025), vec![picture()])), ["text_too_long"]);
    // An emoji is two units of UTF-16.
    assert_eq!(codes(&draft(&"👍".repeat(512), vec![picture()])), Vec::<String>::new());
    assert_eq!(codes(&draft(&"👍".repeat(513), vec![picture()])), ["text_too_long"]);
    assert_eq!(codes(&draft("", vec![picture(); 10])), Vec::<String>::new());
    assert_eq!(codes(&draft("", vec![picture(); 11])), ["too_many_media"]);
    let mut wide = picture();
    (wide.width, wide.height) = (2000, 99);
    assert_eq!(codes(&draft("", vec![wide.clone()])), ["ratio"]);
    (wide.width, wide.height) = (9000, 1001);
    assert_eq!(codes(&draft("", vec![wide.clone()])), ["too_many_pixels"]);
    wide.height = 1000;
    assert_eq!(codes(&draft("", vec![wide])), Vec::<String>::new());
    let mut with_comment = draft("Hi", vec![]);
    with_comment.first_comment = Some("More".to_owned());
    with_comment.publish_at = Some(stand.now().await);
    assert_eq!(codes(&with_comment), ["no_first_comment", "no_schedule"]);
}

#[tokio::test]
async fn an_upload_that_broke_off_goes_again() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand, true).await;
    let mut way = Way::new(&stand, &platform, &session, draft("On", vec![stand.picture("a.jpg", 1, "A")])).await;
    for fault in ["close_mid_upload", "error_before", "html"] {
        stand.arm(NAME, "send_photo", fault).await;
        let error = way.perform(&session).await.unwrap_err();
        assert!(error.is_transient(), "{fault}: {error:?}");
    }
    way.finish(&session).await;
    let feed = stand.feed().await;
    assert_eq!((feed.len(), feed[0]["media"].as_array().unwrap().len()), (1, 1));
}
