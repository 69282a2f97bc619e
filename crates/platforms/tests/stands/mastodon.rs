//! Mastodon: both logins, the whole way of a post, lost answers within the hour and after it, planned posts.

use crate::support::{Stand, Way, draft, kind, pasted, tells_no_secret};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use troupe_platforms::{
    Error, Found, Platform, PlatformName, PostType, Progress, RefusalKind, Session, StepKind, Target, Visibility,
    oauth::Listener,
};

const NAME: &str = "mastodon";

/// An account that was connected with a pasted token.
async fn connected(stand: &Stand) -> (Arc<dyn Platform>, Session) {
    connected_with(stand, json!({"followers": 3})).await
}

async fn connected_with(stand: &Stand, options: Value) -> (Arc<dyn Platform>, Session) {
    let platform = stand.platform(PlatformName::Mastodon);
    let told = stand.open(NAME, "ada", options).await;
    let token = told["access_token"].as_str().unwrap();
    let fields = pasted(&[("host", "https://mastodon.social/about"), ("access_token", token)]);
    let mut all = platform.connect("token", &fields, stand.now().await).await.unwrap();
    let connected = all.remove(0);
    (platform, Session { account: connected.account, tokens: connected.tokens, app: connected.app, upload: None })
}

#[tokio::test]
async fn a_pasted_token_opens_the_account_with_the_servers_own_limits() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    let account = &session.account;
    assert_eq!((account.handle.as_str(), account.follower_count), ("ada@mastodon.social", Some(3)));
    assert!(account.external_id.ends_with("@mastodon.social"));
    assert_eq!(account.url.as_deref(), Some("https://mastodon.social/@ada"));
    assert_eq!((&account.details["max_characters"], &account.details["max_alt_text"]), (&json!(500), &json!(1500)));
    assert_eq!(platform.account(&session).await.unwrap(), session.account);
    // A token of the settings belongs to an application of the creator's: it ends there.
    assert!(!platform.revoke(&session).await.unwrap());

    let wrong = pasted(&[("host", "mastodon.social"), ("access_token", "nobody-issued-this")]);
    let error = platform.connect("token", &wrong, stand.now().await).await.unwrap_err();
    assert_eq!(error.kind(), Some(RefusalKind::TokenRevoked));
    tells_no_secret(&error, "nobody-issued-this");
}

#[tokio::test]
async fn a_login_in_the_browser_registers_the_app_comes_back_and_can_be_taken_back() {
    let stand = Stand::start().await;
    stand.open(NAME, "ada", json!({})).await;
    let platform = stand.platform(PlatformName::Mastodon);
    let listener = Listener::open(0, "/callback").await.unwrap();
    let fields = pasted(&[("host", "@ada@mastodon.social")]);
    let login = platform.authorize("oauth", &fields, listener.redirect()).await.unwrap();
    let state = login.state.clone();
    let waiting = tokio::spawn(async move { listener.wait(&state).await });
    // The person says yes; the page sends the browser to the listener.
    browse(&format!("{}&auto=allow&account=ada", login.url)).await;
    let code = waiting.await.unwrap().unwrap();
    let mut all = platform.exchange(&login, &code, stand.now().await).await.unwrap();
    let connected = all.remove(0);
    assert_eq!(connected.account.handle, "ada@mastodon.social");
    assert_eq!(connected.tokens.expires_at, None);
    let session =
        Session { account: connected.account, tokens: connected.tokens, app: connected.app.clone(), upload: None };
    assert!(connected.app.is_some());
    Way::new(&stand, &platform, &session, draft("Hi", vec![])).await.finish(&session).await;
    // A code works once.
    assert_eq!(kind(platform.exchange(&login, &code, stand.now().await).await), RefusalKind::TokenRevoked);
    assert!(platform.revoke(&session).await.unwrap());
    assert_eq!(kind(platform.account(&session).await), RefusalKind::TokenRevoked);
}

/// Follows addresses on this computer as a browser does.
async fn browse(address: &str) {
    let mut next: url::Url = address.parse().unwrap();
    for _ in 0..5 {
        let host = format!("127.0.0.1:{}", next.port().unwrap());
        let mut stream = tokio::net::TcpStream::connect(&host).await.unwrap();
        let target = &next[url::Position::BeforePath..];
        let ask = format!("GET {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        stream.write_all(ask.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let location = answer
            .lines()
            .find_map(|line| line.split_once(": ").filter(|(name, _)| name.eq_ignore_ascii_case("location")));
        match location {
            Some((_, to)) => next = next.join(to.trim()).unwrap(),
            None => return,
        }
    }
}

#[tokio::test]
async fn pictures_go_out_with_their_alt_texts_and_a_first_comment() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    let media = vec![stand.picture("a.jpg", 1, "A street at dawn"), stand.picture("b.jpg", 2, "A cat")];
    let mut draft = draft("Grüße an @bo@elsewhere.example & <alle> #Köln", media);
    draft.post_type = PostType::Carousel;
    draft.is_sensitive = true;
    draft.first_comment = Some("More tomorrow".to_owned());
    draft.fields.insert("visibility".to_owned(), json!("unlisted"));
    assert_eq!(platform.preflight(Some(&session), &draft), []);
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    let id = way.finish(&session).await;
    let live = platform.read_back(&session, &id).await.unwrap();
    assert_eq!(live.permalink, Some(format!("https://mastodon.social/@ada/{id}")));
    assert_eq!((live.visibility, live.remarks), (Visibility::Unlisted, vec![]));
    let feed = stand.feed().await;
    let post = feed.iter().find(|post| post["id"] == id).unwrap();
    assert_eq!((&post["media"][0]["alt"], &post["media"][1]["alt"]), (&json!("A street at dawn"), &json!("A cat")));
    assert_eq!(feed.len(), 2, "the post and its first comment");
    let comments = platform.comments(&session, &id).await.unwrap();
    assert_eq!((comments.len(), comments[0].is_ours, comments[0].text.as_str()), (1, true, "More tomorrow"));
    platform.delete(&session, &id).await.unwrap();
    platform.delete(&session, &id).await.unwrap();
    assert_eq!(kind(platform.read_back(&session, &id).await), RefusalKind::NotFound);
}

#[tokio::test]
async fn a_clip_is_waited_for_and_one_that_fails_is_said() {
    let stand = Stand::start().await;
    let (platform, session) = connected_with(&stand, json!({"processing_seconds": 10})).await;
    let mut way = Way::new(&stand, &platform, &session, draft("The sea", vec![stand.clip("a.mp4")])).await;
    way.until_done(&session).await;
    assert_eq!(way.step().unwrap().kind, StepKind::Process);
    assert!(matches!(way.perform(&session).await.unwrap(), Progress::Wait { .. }));
    stand.advance(10).await;
    way.finish(&session).await;
    assert_eq!(stand.feed().await.len(), 1);

    let mut way = Way::new(&stand, &platform, &session, draft("The sea", vec![stand.clip("a.mp4")])).await;
    stand.arm(NAME, "post_media", "processing_fails").await;
    way.until_done(&session).await;
    stand.advance(10).await;
    assert_eq!(kind(way.perform(&session).await), RefusalKind::MediaRejected);
}

#[tokio::test]
async fn a_lost_answer_is_found_by_its_files_or_words_and_nothing_is_doubled() {
    for has_picture in [true, false] {
        for (fault, is_up) in
            [("reply_lost", true), ("error_after", true), ("hang", false), ("error_before", false), ("html", false)]
        {
            let stand = Stand::start().await;
            let (platform, session) = connected(&stand).await;
            let media = if has_picture { vec![stand.picture("a.jpg", 1, "A street")] } else { vec![] };
            let words = "Once & only <once>\n\nfor @bo@elsewhere.example: https://example.org/x #Sun";
            let mut way = Way::new(&stand, &platform, &session, draft(words, media)).await;
            way.up_to_public(&session).await;
            stand.arm(NAME, "post_status", fault).await;
            let error = way.perform(&session).await.unwrap_err();
            assert!(!error.had_no_effect(), "{fault}: {error:?}");
            let found = way.reconcile(&session).await;
            if is_up {
                assert!(matches!(found, Found::Done(_)), "{fault}: {found:?}");
            } else if !matches!(found, Found::Done(_)) {
                // It may still be on its way; a minute later it surely is not.
                assert_eq!(found, Found::Later { seconds: 60 }, "{fault}");
                way.later(61);
                assert_eq!(way.reconcile(&session).await, Found::Absent, "{fault}");
                way.finish(&session).await;
            }
            // Within the hour the key makes one more call harmless.
            way.done.pop();
            way.until_done(&session).await;
            assert_eq!(stand.feed().await.len(), 1, "{fault}");
            assert_eq!(stand.doubled().await, 0, "{fault}");
        }
    }
}

#[tokio::test]
async fn a_status_of_hours_ago_is_found_too() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    for has_picture in [true, false] {
        let media = if has_picture { vec![stand.picture("a.jpg", 1, "A")] } else { vec![] };
        let mut way = Way::new(&stand, &platform, &session, draft(&format!("Long ago {has_picture}"), media)).await;
        way.up_to_public(&session).await;
        stand.arm(NAME, "post_status", "reply_lost").await;
        way.perform(&session).await.unwrap_err();
        stand.advance(3 * 3600).await;
        way.later(3 * 3600);
        assert!(matches!(way.reconcile(&session).await, Found::Done(_)));
        // Even a call after the key's hour makes no second status of the same files: the refusal is looked into.
        if has_picture {
            way.done.pop();
            way.until_done(&session).await;
        }
    }
    assert_eq!((stand.feed().await.len(), stand.doubled().await), (2, json!(0)));
}

#[tokio::test]
async fn the_server_publishes_a_planned_post_and_it_is_found_under_its_new_id() {
    for has_picture in [true, false] {
        let stand = Stand::start().await;
        let (platform, session) = connected(&stand).await;
        let media = if has_picture { vec![stand.picture("a.jpg", 1, "A")] } else { vec![] };
        let mut draft = draft("Later, @bo@elsewhere.example", media);
        draft.publish_at = Some(stand.now().await + TimeDelta::hours(3));
        draft.first_comment = Some("More".to_owned());
        let codes: Vec<String> =
            platform.preflight(Some(&session), &draft).into_iter().map(|finding| finding.code).collect();
        assert_eq!(codes, ["no_first_comment"]);
        let mut way = Way::new(&stand, &platform, &session, draft).await;
        way.up_to_public(&session).await;
        stand.arm(NAME, "post_status", "reply_lost").await;
        way.perform(&session).await.unwrap_err();
        assert!(matches!(way.reconcile(&session).await, Found::Done(_)));
        let id = way.id();
        assert_eq!(platform.read_back(&session, &id).await.unwrap().visibility, Visibility::Private);
        stand.advance(3 * 3600 + 5).await;
        let live = platform.read_back(&session, &id).await.unwrap();
        assert_ne!(live.id, id);
        assert_eq!(live.permalink, Some(format!("https://mastodon.social/@ada/{}", live.id)));
        assert_eq!(stand.feed().await.len(), 1);
    }
}

#[tokio::test]
async fn a_planned_post_is_taken_back_and_one_too_near_is_refused() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    let now = stand.now().await;
    let mut draft = draft("Never", vec![]);
    draft.publish_at = Some(now + TimeDelta::minutes(4));
    let near = platform.plan(&session, &draft, uuid::Uuid::now_v7(), now);
    assert!(matches!(near, Err(Error::Input { field: "publish_at", .. })));
    draft.publish_at = Some(now + TimeDelta::hours(1));
    let id = Way::new(&stand, &platform, &session, draft).await.finish(&session).await;
    platform.delete(&session, &id).await.unwrap();
    platform.delete(&session, &id).await.unwrap();
    stand.advance(7200).await;
    assert_eq!(stand.feed().await.len(), 0);
    assert_eq!(kind(platform.read_back(&session, &id).await), RefusalKind::NotFound);
}

#[tokio::test]
async fn each_refusal_says_what_it_means() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    let mut way = Way::new(&stand, &platform, &session, draft("Hello", vec![])).await;
    stand.order("clock", json!({"now": chrono::Utc::now()})).await;
    stand.arm_with(NAME, "post_status", "rate_limited", json!({"seconds": 90})).await;
    let error = way.perform(&session).await.unwrap_err();
    assert!(error.kind() == Some(RefusalKind::RateLimited) && error.had_no_effect());
    // The header has a moment; ours is the wait until then.
    let wait = error.retry_after().unwrap().as_secs();
    assert!((60..=90).contains(&wait), "{wait}");
    for (fault, expected) in [
        ("restricted", RefusalKind::Restricted),
        ("error_before", RefusalKind::Transient),
        ("token_revoked", RefusalKind::TokenRevoked),
    ] {
        stand.arm(NAME, "post_status", fault).await;
        assert_eq!(kind(way.perform(&session).await), expected, "{fault}");
    }
    assert_eq!(stand.feed().await.len(), 0);
}

#[tokio::test]
async fn answers_are_read_and_given_with_the_authors_name() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    let id = Way::new(&stand, &platform, &session, draft("Hello", vec![])).await.finish(&session).await;
    let order = json!({"platform": NAME, "post_id": id, "author": "bo@fosstodon.example", "text": "Nice <3"});
    stand.order("comments", order).await;
    let comments = platform.comments(&session, &id).await.unwrap();
    assert_eq!((comments[0].author.as_str(), comments[0].text.as_str()), ("bo@fosstodon.example", "Nice <3"));
    assert!(!comments[0].is_ours && comments[0].parent_id.is_none());
    for _ in 0..2 {
        let ours = platform.reply_comment(&session, &id, Some(&comments[0].id), "Thank you").await.unwrap();
        assert_eq!(ours.text, "@bo@fosstodon.example Thank you");
        assert_eq!(ours.parent_id.as_deref(), Some(comments[0].id.as_str()));
    }
    assert_eq!(platform.comments(&session, &id).await.unwrap().len(), 2);
    let target = Target { id: format!("https://mastodon.social/@ada/{id}") };
    platform.like(&session, &target).await.unwrap();
    platform.like(&session, &target).await.unwrap();
    platform.repost(&session, &Target { id: id.clone() }).await.unwrap();
    platform.reply(&session, &target, "So true").await.unwrap();
    stand.open(NAME, "bo", json!({})).await;
    platform.follow(&session, &Target { id: "@bo@mastodon.social".to_owned() }).await.unwrap();
    let metrics = platform.metrics(&session, &id).await.unwrap();
    assert_eq!((metrics.likes, metrics.shares, metrics.comments), (Some(1), Some(1), Some(2)));
    let nothing = Target { id: "https://example.org/x".to_owned() };
    assert!(matches!(platform.like(&session, &nothing).await, Err(Error::Input { .. })));
    let error = platform.hide_comment(&session, &comments[0].id, true).await.unwrap_err();
    assert!(matches!(error, Error::Unsupported { .. }));
}

#[tokio::test]
async fn preflight_counts_as_mastodon_does() {
    let stand = Stand::start().await;
    let (platform, mut session) = connected(&stand).await;
    let codes = |session: &Session, draft: &troupe_platforms::Draft| -> Vec<String> {
        platform.preflight(Some(session), draft).into_iter().map(|finding| finding.code).collect()
    };
    let none = Vec::<String>::new();
    assert_eq!(codes(&session, &draft(&"é".repeat(500), vec![])), none);
    assert_eq!(codes(&session, &draft(&"é".repeat(501), vec![])), ["text_too_long"]);
    let address = format!("https://example.org/{}", "x".repeat(400));
    assert_eq!(codes(&session, &draft(&format!("{} {address}", "x".repeat(476)), vec![])), none);
    assert_eq!(codes(&session, &draft(&format!("{} {address}", "x".repeat(477)), vec![])), ["text_too_long"]);
    let mention = format!("{} @bo@{}.example", "x".repeat(496), "y".repeat(200));
    assert_eq!(codes(&session, &draft(&mention, vec![])), none);
    // The content warning counts too.
    let mut warned = draft(&"x".repeat(490), vec![]);
    warned.fields.insert("spoiler_text".to_owned(), json!("x".repeat(10)));
    assert_eq!(codes(&session, &warned), none);
    warned.fields.insert("spoiler_text".to_owned(), json!("x".repeat(11)));
    assert_eq!(codes(&session, &warned), ["text_too_long"]);

    let mut picture = stand.picture("a.jpg", 1, &"x".repeat(1500));
    assert_eq!(codes(&session, &draft("", vec![picture.clone()])), none);
    (picture.width, picture.height) = (7680, 4320);
    assert_eq!(codes(&session, &draft("", vec![picture.clone()])), none);
    picture.height = 4321;
    assert_eq!(codes(&session, &draft("", vec![picture.clone()])), ["too_many_pixels"]);
    picture.height = 50;
    picture.size_bytes = (16 << 20) + 1;
    assert_eq!(codes(&session, &draft("", vec![picture])), ["too_large"]);
    assert_eq!(codes(&session, &draft("", vec![stand.picture("b.jpg", 1, "A"); 5])), ["too_many_media"]);

    // Another server names other limits.
    session.account.details.insert("max_characters".to_owned(), json!(5000));
    session.account.details.insert("max_media".to_owned(), json!(16));
    assert_eq!(codes(&session, &draft(&"x".repeat(5000), vec![stand.picture("b.jpg", 1, "A"); 16])), none);
    assert_eq!(codes(&session, &draft(&"x".repeat(5001), vec![])), ["text_too_long"]);
}

#[tokio::test]
async fn an_upload_that_broke_off_goes_again() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    let mut way = Way::new(&stand, &platform, &session, draft("On", vec![stand.picture("a.jpg", 1, "A")])).await;
    for fault in ["close_mid_upload", "error_before", "html"] {
        stand.arm(NAME, "post_media", fault).await;
        let error = way.perform(&session).await.unwrap_err();
        assert!(error.is_transient(), "{fault}: {error:?}");
    }
    way.finish(&session).await;
    let feed = stand.feed().await;
    assert_eq!((feed.len(), feed[0]["media"].as_array().unwrap().len()), (1, 1));
}
