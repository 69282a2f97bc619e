//! X: the logins, the whole way of pictures and clips, what is lost on the way and found again, and its refusals.

use crate::support::{Stand, Way, draft, kind, pasted, tells_no_secret};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::sync::Arc;
use troupe_net::{ClientOptions, Request};
use troupe_platforms::{
    Credentials, Error, Found, Platform, PlatformName, Progress, RefusalKind, Session, StepKind, Target, Visibility,
    oauth,
};
use url::Url;

const NAME: &str = "x";
const REDIRECT: &str = "http://127.0.0.1:28789/x/callback";

/// Opens the login's page as a person's browser does who allows it at once, and answers where it is sent.
async fn allowed(address: &Url) -> Url {
    let mut address = address.clone();
    address.query_pairs_mut().append_pair("auto", "allow").append_pair("account", "ada");
    let client = troupe_net::Client::open(ClientOptions::default().allowing_url(&address)).unwrap();
    let response = client.send(Request::get(address, "/authorize").keeping_redirects()).await.unwrap();
    assert_eq!(response.status(), 302);
    response.header("location").unwrap().parse().unwrap()
}

fn word(url: &Url, name: &str) -> String {
    url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned()
}

async fn session(stand: &Stand, options: Value) -> (Arc<dyn Platform>, Session) {
    let platform = stand.platform(PlatformName::X);
    let told = stand.open(NAME, "ada", options).await;
    let credentials = pasted(&[("client_id", told["client_id"].as_str().unwrap())]);
    let login = platform.authorize("oauth", &credentials, &REDIRECT.parse().unwrap()).await.unwrap();
    let code = word(&allowed(&login.url).await, "code");
    let connected = platform.exchange(&login, &code, stand.now().await).await.unwrap().remove(0);
    (platform, Session { account: connected.account, tokens: connected.tokens, app: connected.app, upload: None })
}

/// What is pasted for the login by keys.
const KEYS: [&str; 4] = ["api_key", "api_key_secret", "access_token", "access_token_secret"];

fn keys(told: &Value) -> Credentials {
    pasted(&KEYS.map(|name| (name, told[name].as_str().unwrap())))
}

async fn connected(stand: &Stand) -> (Arc<dyn Platform>, Session) {
    session(stand, json!({"followers": 12})).await
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

#[tokio::test]
async fn the_login_in_the_browser_opens_the_account() {
    let stand = Stand::start().await;
    let platform = stand.platform(PlatformName::X);
    // A port of its own, so that tests do not wait for one another.
    let listener = oauth::Listener::open(0, "/x/callback").await.unwrap();
    let told = stand.open(NAME, "ada", json!({"followers": 12, "redirect_uris": [listener.redirect()]})).await;
    let credentials = pasted(&[("client_id", told["client_id"].as_str().unwrap())]);
    let login = platform.authorize("oauth", &credentials, listener.redirect()).await.unwrap();
    let (state, wrong) = (login.state.clone(), listener.redirect().clone());
    let waiting = tokio::spawn(async move { listener.wait(&state).await });
    let browser = |address: Url| async move {
        let client = troupe_net::Client::open(ClientOptions::default().allowing_url(&address)).unwrap();
        client.send(Request::get(address, "/x/callback")).await.unwrap().status()
    };
    assert_eq!(browser(wrong.join("?code=stolen&state=guess").unwrap()).await, 400, "a wrong state is not heard");
    assert_eq!(browser(allowed(&login.url).await).await, 200);
    let code = waiting.await.unwrap().unwrap();
    let connected = platform.exchange(&login, &code, stand.now().await).await.unwrap().remove(0);
    let account = &connected.account;
    assert_eq!((account.handle.as_str(), account.follower_count), ("ada", Some(12)));
    assert_eq!(account.url.as_deref(), Some("https://x.com/ada"));
    assert_eq!(connected.tokens.expires_at, Some(stand.now().await + TimeDelta::hours(2)));
    assert!(connected.tokens.refresh.is_some());
    // A code opens once.
    let again = platform.exchange(&login, &code, stand.now().await).await.unwrap_err();
    assert_eq!(again.kind(), Some(RefusalKind::TokenRevoked));
    tells_no_secret(&again, &code);
}

#[tokio::test]
async fn a_code_is_dead_after_half_a_minute_and_an_unknown_app_is_told() {
    let stand = Stand::start().await;
    let platform = stand.platform(PlatformName::X);
    let told = stand.open(NAME, "ada", json!({})).await;
    let credentials = pasted(&[("client_id", told["client_id"].as_str().unwrap())]);
    let login = platform.authorize("oauth", &credentials, &REDIRECT.parse().unwrap()).await.unwrap();
    let code = word(&allowed(&login.url).await, "code");
    stand.advance(31).await;
    let late = platform.exchange(&login, &code, stand.now().await).await.map(drop);
    assert_eq!(kind(late), RefusalKind::TokenRevoked);
    let mut other = login.clone();
    other.app.client_id = "nobody".to_owned();
    let unknown = platform.exchange(&other, &code, stand.now().await).await.unwrap_err();
    assert!(unknown.to_string().contains("client ID"), "{unknown}");
    let none = platform.authorize("oauth", &pasted(&[]), &REDIRECT.parse().unwrap()).await.unwrap_err();
    assert!(matches!(none, Error::Input { field: "client_id", .. }));
}

#[tokio::test]
async fn an_app_with_a_secret_shows_it() {
    let stand = Stand::start().await;
    let platform = stand.platform(PlatformName::X);
    let told = stand.open(NAME, "ada", json!({"confidential": true})).await;
    let text = |name: &str| told[name].as_str().unwrap();
    for (secret, is_right) in [(text("client_secret"), true), ("wrong", false)] {
        let credentials = pasted(&[("client_id", text("client_id")), ("client_secret", secret)]);
        let login = platform.authorize("oauth", &credentials, &REDIRECT.parse().unwrap()).await.unwrap();
        let code = word(&allowed(&login.url).await, "code");
        let done = platform.exchange(&login, &code, stand.now().await).await;
        assert_eq!(done.is_ok(), is_right);
    }
}

#[tokio::test]
async fn four_keys_open_the_account_and_sign_every_call() {
    let stand = Stand::start().await;
    let platform = stand.platform(PlatformName::X);
    let told = stand.open(NAME, "ada", json!({})).await;
    let all: Vec<(&str, &str)> = KEYS.iter().map(|name| (*name, told[*name].as_str().unwrap())).collect();
    let now = stand.now().await;
    let connected = platform.connect("keys", &keys(&told), now).await.unwrap().remove(0);
    assert_eq!((connected.account.handle.as_str(), connected.tokens.expires_at), ("ada", None));
    let session = Session { account: connected.account, tokens: connected.tokens, app: connected.app, upload: None };
    assert!(!format!("{session:?}").contains(all[0].1), "no key is shown");
    assert_eq!(platform.refresh(&session, now).await.unwrap().map(drop), None);
    let mut way =
        Way::new(&stand, &platform, &session, draft("Signed", vec![stand.picture("a.jpg", 1, "A cat")])).await;
    let id = way.finish(&session).await;
    // Calls with a query are signed too.
    assert!(platform.metrics(&session, &id).await.unwrap().views.is_some());
    assert!(!platform.revoke(&session).await.unwrap(), "keys are taken back at X");

    for missing in 0..4 {
        let mut some = all.clone();
        some.remove(missing);
        let error = platform.connect("keys", &pasted(&some), now).await.unwrap_err();
        assert!(matches!(error, Error::Input { field, .. } if field == KEYS[missing]), "{error:?}");
        let mut wrong = all.clone();
        wrong[missing].1 = "wrong";
        let error = platform.connect("keys", &pasted(&wrong), now).await.unwrap_err();
        assert_eq!(error.kind(), Some(RefusalKind::TokenRevoked), "{}", KEYS[missing]);
        assert!(error.to_string().contains("clock"), "{error}");
        tells_no_secret(&error, all[(missing + 1) % 4].1);
    }
}

#[tokio::test]
async fn a_refresh_brings_new_tokens_and_the_old_one_is_dead() {
    let stand = Stand::start().await;
    let (platform, mut session) = connected(&stand).await;
    stand.advance(7200).await;
    assert_eq!(kind(platform.account(&session).await.map(drop)), RefusalKind::TokenExpired);
    let old = session.clone();
    let now = stand.now().await;
    session.tokens = platform.refresh(&session, now).await.unwrap().unwrap();
    assert_eq!(session.tokens.expires_at, Some(now + TimeDelta::hours(2)));
    assert_ne!(session.tokens.refresh, old.tokens.refresh);
    platform.account(&session).await.unwrap();
    let error = platform.refresh(&old, now).await.unwrap_err();
    assert_eq!(error.kind(), Some(RefusalKind::TokenRevoked));
    tells_no_secret(&error, old.tokens.refresh.unwrap().expose());
    assert!(platform.revoke(&session).await.unwrap());
    assert_eq!(kind(platform.account(&session).await.map(drop)), RefusalKind::TokenExpired);
    assert_eq!(kind(platform.refresh(&session, now).await.map(drop)), RefusalKind::TokenRevoked);
}

#[tokio::test]
async fn pictures_go_out_with_alt_text_label_and_first_comment() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    let media = vec![stand.picture("a.jpg", 1, "A street at dawn"), stand.picture("b.jpg", 2, "")];
    let mut draft = draft("Tea & cake https://example.org/a", media);
    draft.ai_label = true;
    draft.first_comment = Some("More tomorrow".to_owned());
    draft.fields.insert("reply_settings".to_owned(), json!("following"));
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    let kinds: Vec<StepKind> = way.plan.iter().map(|step| step.kind).collect();
    let expected = [StepKind::Upload, StepKind::Describe, StepKind::Upload, StepKind::Publish, StepKind::Comment];
    assert_eq!(kinds, expected);
    let id = way.finish(&session).await;

    let live = platform.read_back(&session, &id).await.unwrap();
    assert_eq!(live.permalink.unwrap(), format!("https://x.com/ada/status/{id}"));
    assert_eq!((live.visibility, live.remarks), (Visibility::Public, vec![]));
    let feed = stand.feed().await;
    let post = feed.iter().find(|post| post["id"] == id).unwrap();
    assert_eq!(post["text"], "Tea & cake https://example.org/a");
    assert_eq!((&post["media"][0]["alt"], &post["media"][1]["alt"]), (&json!("A street at dawn"), &Value::Null));
    assert_eq!(post["ai_label"], "made_with_ai");
    assert_eq!(feed.iter().filter(|post| post["reply_to"] == id).count(), 1);
    let metrics = platform.metrics(&session, &id).await.unwrap();
    assert_eq!((metrics.comments, metrics.likes, metrics.saves), (Some(1), Some(0), Some(0)));

    platform.delete(&session, &id).await.unwrap();
    platform.delete(&session, &id).await.unwrap();
    assert_eq!(kind(platform.read_back(&session, &id).await), RefusalKind::NotFound);
}

#[tokio::test]
async fn a_clip_goes_up_in_pieces_and_is_waited_for() {
    let stand = Stand::patient().await;
    let (platform, session) = connected(&stand).await;
    let clip = stand.clip_of("a.mp4", 2_500_000);
    let mut way = Way::new(&stand, &platform, &session, draft("The sea", vec![clip])).await;
    // A piece that gets lost on the way is sent again.
    stand.arm(NAME, "upload_piece", "close_mid_upload").await;
    way.until_done(&session).await;
    let early = way.perform(&session).await.unwrap();
    assert!(matches!(early, Progress::Wait { seconds: 1.. }), "{early:?}");
    ride(&stand, &mut way, &session).await.unwrap();
    let feed = stand.feed().await;
    assert_eq!((feed.len(), &feed[0]["media"][0]["content_type"]), (1, &json!("video/mp4")));
    let kept = stand.folder.path().join("platforms/media").join(feed[0]["media"][0]["sha256"].as_str().unwrap());
    assert_eq!(std::fs::read(kept).unwrap(), std::fs::read(&way.draft.media[0].path).unwrap(), "the very bytes");
}

#[tokio::test]
async fn a_clip_that_x_cannot_use_is_refused_and_nothing_is_public() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    let mut way = Way::new(&stand, &platform, &session, draft("The sea", vec![stand.clip("a.mp4")])).await;
    stand.arm(NAME, "upload_end", "processing_fails").await;
    let error = ride(&stand, &mut way, &session).await.unwrap_err();
    assert_eq!(error.kind(), Some(RefusalKind::MediaRejected));
    assert_eq!(error.refusal().unwrap().platform_words, "Unsupported video format");
    assert_eq!(stand.feed().await.len(), 0);
}

#[tokio::test]
async fn a_token_that_ends_within_an_upload_is_renewed_and_the_upload_goes_on() {
    let stand = Stand::patient().await;
    let (platform, mut session) = connected(&stand).await;
    let clip = stand.clip_of("a.mp4", 1_500_000);
    let mut way = Way::new(&stand, &platform, &session, draft("The sea", vec![clip])).await;
    stand.arm(NAME, "upload_piece", "token_expired").await;
    assert_eq!(kind(way.perform(&session).await), RefusalKind::TokenExpired);
    session.tokens = platform.refresh(&session, stand.now().await).await.unwrap().unwrap();
    ride(&stand, &mut way, &session).await.unwrap();
    assert_eq!(stand.feed().await.len(), 1);
}

#[tokio::test]
async fn a_lost_answer_is_found_again_and_nothing_is_doubled() {
    for with_picture in [true, false] {
        for fault in ["reply_lost", "error_after", "html", "hang", "error_before"] {
            let stand = Stand::start().await;
            let (platform, session) = session(&stand, json!({"timeline_lag_seconds": 20})).await;
            let media = if with_picture { vec![stand.picture("a.jpg", 1, "")] } else { vec![] };
            let draft = draft("Once  & for all:\nhttps://example.org/x?y=<z>", media);
            let mut way = Way::new(&stand, &platform, &session, draft).await;
            way.up_to_public(&session).await;
            stand.arm(NAME, "tweet", fault).await;
            let error = way.perform(&session).await.unwrap_err();
            assert!(!error.had_no_effect(), "{fault}: {error:?}");
            let Found::Later { seconds } = way.reconcile(&session).await else { panic!("{fault}: it is too early") };
            let seconds = i64::try_from(seconds).unwrap();
            stand.advance(seconds).await;
            way.later(seconds);
            let happened = matches!(fault, "reply_lost" | "error_after");
            match way.reconcile(&session).await {
                Found::Done(_) => assert!(happened, "{fault}"),
                Found::Absent => {
                    assert!(!happened, "{fault}");
                    way.finish(&session).await;
                }
                other => panic!("{fault}: {other:?}"),
            }
            let feed = stand.feed().await;
            assert_eq!((feed.len(), feed[0]["id"].as_str()), (1, Some(way.id().as_str())), "{fault}");
            assert_eq!(stand.doubled().await, 0, "{fault}");
        }
    }
}

#[tokio::test]
async fn a_lost_first_comment_is_found_below_its_post_alone() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    let mut draft = draft("Post", vec![stand.picture("a.jpg", 1, "")]);
    draft.first_comment = Some("First".to_owned());
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    while way.step().unwrap().kind != StepKind::Comment {
        way.until_done(&session).await;
    }
    stand.arm(NAME, "tweet", "reply_lost").await;
    way.perform(&session).await.unwrap_err();
    assert!(matches!(way.reconcile(&session).await, Found::Done(_)));
    assert_eq!((stand.feed().await.len(), stand.doubled().await), (2, json!(0)));
}

#[tokio::test]
async fn a_duplicate_of_our_own_lost_post_is_that_post_and_of_an_older_one_a_refusal() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    let mut lost = Way::new(&stand, &platform, &session, draft("Same words", vec![])).await;
    stand.arm(NAME, "tweet", "reply_lost").await;
    lost.perform(&session).await.unwrap_err();
    // Sent again in spite of all: X refuses it, and the post is found.
    lost.perform(&session).await.unwrap();
    assert_eq!(stand.feed().await[0]["id"], lost.id());
    stand.advance(3600).await;
    let mut later = Way::new(&stand, &platform, &session, draft("Same words", vec![])).await;
    let error = later.perform(&session).await.unwrap_err();
    assert_eq!((error.kind(), error.had_no_effect()), (Some(RefusalKind::Duplicate), true));
    assert_eq!(stand.feed().await.len(), 1);
}

#[tokio::test]
async fn uploads_that_x_no_longer_knows_are_prepared_again() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    let new = || async { Way::new(&stand, &platform, &session, draft("A", vec![stand.picture("a.jpg", 1, "")])).await };
    // X says so.
    let mut way = new().await;
    stand.arm(NAME, "upload", "container_expired").await;
    way.until_done(&session).await;
    stand.advance(1).await;
    assert_eq!(kind(way.perform(&session).await), RefusalKind::Gone);
    // We know it ourselves.
    let mut way = new().await;
    way.until_done(&session).await;
    way.later(86_401);
    let error = way.perform(&session).await.unwrap_err();
    assert_eq!((error.kind(), error.had_no_effect()), (Some(RefusalKind::Gone), true));
    assert_eq!(stand.feed().await.len(), 0);
}

#[tokio::test]
async fn each_refusal_says_what_it_means() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    for (fault, expected) in [
        ("rate_limited", RefusalKind::RateLimited),
        ("spam_blocked", RefusalKind::Spam),
        ("restricted", RefusalKind::Restricted),
        ("error_in_200", RefusalKind::Other),
        ("token_expired", RefusalKind::TokenExpired),
    ] {
        let mut way = Way::new(&stand, &platform, &session, draft(fault, vec![])).await;
        stand.arm_with(NAME, "tweet", fault, json!({"seconds": 90})).await;
        let error = way.perform(&session).await.unwrap_err();
        assert_eq!((error.kind(), error.had_no_effect()), (Some(expected), true), "{fault}: {error:?}");
        let wait = (fault == "rate_limited").then_some(90);
        assert_eq!(error.retry_after().map(|wait| wait.as_secs()), wait, "the moment that the header names");
    }
    assert_eq!(stand.feed().await.len(), 0);
}

#[tokio::test]
async fn without_credits_nothing_goes_out() {
    let stand = Stand::start().await;
    let (platform, session) = session(&stand, json!({"has_credits": false})).await;
    let mut way = Way::new(&stand, &platform, &session, draft("A", vec![])).await;
    let error = way.perform(&session).await.unwrap_err();
    assert_eq!(error.kind(), Some(RefusalKind::Unpaid));
    assert!(error.to_string().contains("Buy credits"), "{error}");
}

#[tokio::test]
async fn comments_are_read_and_answered_and_strangers_are_left_alone() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    let mut way = Way::new(&stand, &platform, &session, draft("Post", vec![])).await;
    let id = way.finish(&session).await;
    for text in ["Lovely <3", "Where is it?"] {
        let order = json!({"platform": NAME, "post_id": id, "author": "bo", "text": text});
        stand.order("comments", order).await;
        stand.advance(1).await;
    }
    let comments = platform.comments(&session, &id).await.unwrap();
    let texts: Vec<&str> = comments.iter().map(|comment| comment.text.as_str()).collect();
    assert_eq!(texts, ["@ada Lovely <3", "@ada Where is it?"]);
    assert_eq!((comments[0].author.as_str(), comments[0].is_ours, &comments[0].parent_id), ("bo", false, &None));
    let answer = platform.reply_comment(&session, &id, Some(&comments[0].id), "Thank you").await.unwrap();
    assert!(answer.is_ours);

    let told = stand.open(NAME, "eve", json!({})).await;
    let one = platform.connect("keys", &keys(&told), stand.now().await).await.unwrap().remove(0);
    let other = Session { account: one.account, tokens: one.tokens, app: one.app, upload: None };
    let target = Target { id: format!("https://x.com/ada/status/{id}") };
    let error = platform.reply(&other, &target, "Hello").await.unwrap_err();
    assert_eq!(error.kind(), Some(RefusalKind::Permission));
    assert!(error.to_string().contains("Open the post and reply there"), "{error}");
    platform.repost(&other, &target).await.unwrap();
    for refused in [platform.like(&other, &target).await, platform.follow(&other, &target).await] {
        let error = refused.unwrap_err();
        assert!(matches!(error, Error::Unsupported { .. }) && error.to_string().contains("20 April 2026"), "{error}");
    }
    assert_eq!(platform.metrics(&session, &id).await.unwrap().shares, Some(1));
}

#[tokio::test]
async fn a_redirect_to_a_private_address_is_not_followed_and_no_token_goes_there() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    stand.arm(NAME, "me", "redirect_to_private").await;
    let error = platform.account(&session).await.unwrap_err();
    assert!(matches!(error, Error::Net(troupe_net::Error::PrivateAddress { .. })), "{error:?}");
    tells_no_secret(&error, session.tokens.access.expose());
}
