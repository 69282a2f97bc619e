//! Bluesky: the whole way of a post, its renewal, its faults.

use crate::support::{Stand, Way, draft, kind, pasted, tells_no_secret};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::sync::Arc;
use troupe_platforms::{Error, Found, Platform, PlatformName, PostType, RefusalKind, Session, Target, Visibility};

const NAME: &str = "bluesky";

/// A connected account.
async fn connected(stand: &Stand) -> (Arc<dyn Platform>, Session) {
    let platform = stand.platform(PlatformName::Bluesky);
    let told = stand.open(NAME, "ada", json!({"followers": 12})).await;
    let password = told["app_password"].as_str().unwrap();
    let credentials = pasted(&[("handle", "@ada.bsky.social"), ("app_password", password)]);
    let mut all = platform.connect("app_password", &credentials, stand.now().await).await.unwrap();
    let connected = all.remove(0);
    (platform, Session { account: connected.account, tokens: connected.tokens, app: connected.app, upload: None })
}

#[tokio::test]
async fn an_app_password_opens_the_account_and_a_wrong_one_says_what_to_do() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    let account = &session.account;
    assert!(account.external_id.starts_with("did:plc:"));
    assert_eq!((account.handle.as_str(), account.follower_count), ("ada.bsky.social", Some(12)));
    assert_eq!(account.url.as_deref(), Some("https://bsky.app/profile/ada.bsky.social"));
    let now = stand.now().await;
    assert_eq!(session.tokens.expires_at, Some(now + TimeDelta::minutes(120)));
    assert_eq!(session.tokens.refresh_expires_at, Some(now + TimeDelta::days(90)));
    assert_eq!(platform.account(&session).await.unwrap(), session.account);

    let wrong = pasted(&[("handle", "ada.bsky.social"), ("app_password", "aaaa-bbbb-cccc-dddd")]);
    let error = platform.connect("app_password", &wrong, now).await.unwrap_err();
    assert_eq!(error.kind(), Some(RefusalKind::TokenRevoked));
    assert!(error.to_string().contains("app password"), "{error}");
    tells_no_secret(&error, "aaaa-bbbb");
    let own = pasted(&[("handle", "ada.bsky.social"), ("app_password", "hunter2")]);
    let error = platform.connect("app_password", &own, now).await.unwrap_err();
    assert!(matches!(error, Error::Input { field: "app_password", .. }));
    tells_no_secret(&error, "hunter2");
}

#[tokio::test]
async fn pictures_go_out_with_their_words_links_and_alt_texts() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    stand.open(NAME, "bo", json!({})).await;
    let media = vec![stand.picture("a.jpg", 1, "A street at dawn"), stand.picture("b.jpg", 2, "A cat")];
    let text = "Grüße 🇩🇪 an @bo.bsky.social und @nobody.example: https://example.org/x #Köln";
    let mut draft = draft(text, media);
    draft.post_type = PostType::Carousel;
    draft.first_comment = Some("More tomorrow #soon".to_owned());
    draft.is_sensitive = true;
    draft.fields.insert("languages".to_owned(), json!(["de"]));
    assert_eq!(platform.preflight(Some(&session), &draft), []);
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    let id = way.finish(&session).await;

    let live = platform.read_back(&session, &id).await.unwrap();
    let key = id.rsplit('/').next().unwrap();
    assert_eq!(live.permalink.unwrap(), format!("https://bsky.app/profile/ada.bsky.social/post/{key}"));
    assert_eq!((live.visibility, live.remarks), (Visibility::Public, vec![]));
    let feed = stand.feed().await;
    let post = feed.iter().find(|post| post["id"] == id).unwrap();
    assert_eq!((&post["media"][0]["alt"], &post["media"][1]["alt"]), (&json!("A street at dawn"), &json!("A cat")));
    assert_eq!(feed.len(), 2, "the post and its first comment: {feed:?}");

    // What lies in the repository, as everybody can read it.
    let did = &session.account.external_id;
    let path = format!("com.atproto.repo.getRecord?repo={did}&collection=app.bsky.feed.post&rkey={key}");
    let record = public(&stand, &path).await["value"].clone();
    let stretch = |facet: &Value| {
        let at = |end: &str| usize::try_from(facet["index"][end].as_u64().unwrap()).unwrap();
        text[at("byteStart")..at("byteEnd")].to_owned()
    };
    let facets: Vec<String> = record["facets"].as_array().unwrap().iter().map(stretch).collect();
    assert_eq!(facets, ["@bo.bsky.social", "https://example.org/x", "#Köln"]);
    assert_eq!(record["facets"][0]["features"][0]["did"].as_str().unwrap().len(), "did:plc:".len() + 24);
    assert_eq!(record["embed"]["images"][0]["aspectRatio"], json!({"width": 40, "height": 50}));
    assert_eq!((&record["langs"], &record["labels"]["values"][0]["val"]), (&json!(["de"]), &json!("porn")));

    let comments = platform.comments(&session, &id).await.unwrap();
    assert_eq!((comments.len(), comments[0].is_ours, comments[0].text.as_str()), (1, true, "More tomorrow #soon"));
    platform.delete(&session, &id).await.unwrap();
    platform.delete(&session, &id).await.unwrap();
    assert_eq!(kind(platform.read_back(&session, &id).await), RefusalKind::NotFound);
}

async fn public(stand: &Stand, path: &str) -> Value {
    let url = format!("{}/bsky.social/xrpc/{path}", stand.sandbox.platforms_url());
    let address: url::Url = url.parse().unwrap();
    let options = troupe_net::ClientOptions::default().allowing_url(&address);
    let client = troupe_net::Client::open(options).unwrap();
    client.get_json(troupe_net::Request::get(address, "/xrpc/{call}")).await.unwrap()
}

#[tokio::test]
async fn a_clip_goes_out_with_its_alt_text() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    let mut draft = draft("The sea", vec![stand.clip("a.mp4")]);
    draft.post_type = PostType::Video;
    let mut way = Way::new(&stand, &platform, &session, draft).await;
    way.finish(&session).await;
    let feed = stand.feed().await;
    assert_eq!((&feed[0]["media"][0]["alt"], feed.len()), (&json!("Waves"), 1));
}

#[tokio::test]
async fn a_lost_answer_is_found_again_and_nothing_is_doubled() {
    for fault in ["reply_lost", "error_after", "html", "hang", "error_before", "slow"] {
        let stand = Stand::start().await;
        let (platform, session) = connected(&stand).await;
        let draft = draft("Once", vec![stand.picture("a.jpg", 1, "A street")]);
        let mut way = Way::new(&stand, &platform, &session, draft).await;
        way.up_to_public(&session).await;
        stand.arm_with(NAME, "put_record", fault, json!({"delay_ms": 3000})).await;
        let error = way.perform(&session).await.unwrap_err();
        assert!(!error.had_no_effect(), "{fault}: {error:?}");
        if way.reconcile(&session).await == Found::Absent {
            way.finish(&session).await;
        }
        // Even somebody who puts it once more makes no second post.
        way.done.pop();
        let id = way.finish(&session).await;
        let feed = stand.feed().await;
        assert_eq!((feed.len(), feed[0]["id"].as_str()), (1, Some(id.as_str())), "{fault}");
        assert_eq!(stand.doubled().await, 0, "{fault}");
    }
}

#[tokio::test]
async fn a_session_that_ended_is_renewed_and_its_old_token_is_dead() {
    let stand = Stand::start().await;
    let (platform, mut session) = connected(&stand).await;
    stand.advance(7201).await;
    assert_eq!(kind(platform.account(&session).await.map(drop)), RefusalKind::TokenExpired);
    let old = session.clone();
    let tokens = platform.refresh(&session, stand.now().await).await.unwrap().unwrap();
    assert_ne!(tokens.refresh, session.tokens.refresh);
    session.tokens = tokens;
    platform.account(&session).await.unwrap();
    // Whoever comes with the old refresh token must connect again.
    assert_eq!(kind(platform.refresh(&old, stand.now().await).await.map(drop)), RefusalKind::TokenRevoked);

    // In the middle of a post too: the upload is refused, and goes on with the new token.
    let mut way = Way::new(&stand, &platform, &session, draft("On", vec![stand.picture("a.jpg", 1, "A")])).await;
    stand.arm(NAME, "upload_blob", "token_expired").await;
    assert_eq!(kind(way.perform(&session).await), RefusalKind::TokenExpired);
    session.tokens = platform.refresh(&session, stand.now().await).await.unwrap().unwrap();
    way.finish(&session).await;
    assert_eq!(stand.feed().await.len(), 1);

    assert!(platform.revoke(&session).await.unwrap());
    assert!(platform.revoke(&session).await.unwrap());
    assert!(platform.account(&session).await.is_err());
}

#[tokio::test]
async fn each_refusal_says_what_it_means() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    stand.arm_with(NAME, "get_session", "rate_limited", json!({"seconds": 90})).await;
    let error = platform.account(&session).await.unwrap_err();
    assert_eq!(error.kind(), Some(RefusalKind::RateLimited));
    // The moment in the header is the stand-in's; that there is a wait is what counts here.
    assert!(error.retry_after().is_some());
    for (fault, expected) in [("error_before", RefusalKind::Transient), ("token_revoked", RefusalKind::TokenRevoked)] {
        stand.arm(NAME, "get_session", fault).await;
        assert_eq!(kind(platform.account(&session).await), expected, "{fault}");
    }
    let (platform, session) = connected(&stand).await;
    stand.arm(NAME, "put_record", "restricted").await;
    let mut way = Way::new(&stand, &platform, &session, draft("Hello", vec![])).await;
    assert_eq!(kind(way.perform(&session).await), RefusalKind::Restricted);
}

#[tokio::test]
async fn a_collected_file_is_prepared_again() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    let mut way = Way::new(&stand, &platform, &session, draft("Late", vec![stand.picture("a.jpg", 1, "A")])).await;
    stand.arm(NAME, "upload_blob", "container_expired").await;
    way.up_to_public(&session).await;
    assert_eq!(kind(way.perform(&session).await), RefusalKind::Gone);
    way.done.clear();
    way.finish(&session).await;
    assert_eq!(stand.feed().await.len(), 1);
}

#[tokio::test]
async fn comments_are_read_answered_and_hidden() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    let id = Way::new(&stand, &platform, &session, draft("Hello", vec![])).await.finish(&session).await;
    let order = json!({"platform": NAME, "post_id": id, "author": "bo.bsky.social", "text": "Nice!"});
    stand.order("comments", order).await;
    let comments = platform.comments(&session, &id).await.unwrap();
    assert_eq!((comments[0].author.as_str(), comments[0].text.as_str()), ("bo.bsky.social", "Nice!"));
    assert!(!comments[0].is_ours && !comments[0].is_hidden && comments[0].parent_id.is_none());

    let ours = platform.reply_comment(&session, &id, Some(&comments[0].id), "Thank you").await.unwrap();
    let all = platform.comments(&session, &id).await.unwrap();
    let answer = all.iter().find(|comment| comment.id == ours.id).unwrap();
    assert_eq!((answer.is_ours, answer.parent_id.as_deref()), (true, Some(comments[0].id.as_str())));

    let metrics = platform.metrics(&session, &id).await.unwrap();
    assert_eq!((metrics.comments, metrics.likes, metrics.views), (Some(1), Some(0), None));

    // Hidden one by one and shown again; the other stays as it is.
    let hidden = async || -> Vec<bool> {
        platform.comments(&session, &id).await.unwrap().iter().map(|comment| comment.is_hidden).collect()
    };
    platform.hide_comment(&session, &comments[0].id, true).await.unwrap();
    platform.hide_comment(&session, &ours.id, true).await.unwrap();
    assert_eq!(hidden().await, [true, true]);
    platform.hide_comment(&session, &comments[0].id, false).await.unwrap();
    let all = platform.comments(&session, &id).await.unwrap();
    assert!(all.iter().all(|comment| comment.is_hidden == (comment.id == ours.id)), "{all:?}");
}

#[tokio::test]
async fn a_post_of_somebody_is_liked_reposted_and_answered_by_its_address() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    let id = Way::new(&stand, &platform, &session, draft("Hello", vec![])).await.finish(&session).await;
    let key = id.rsplit('/').next().unwrap();
    let target = Target { id: format!("https://bsky.app/profile/ada.bsky.social/post/{key}") };
    // A second press likes nothing a second time.
    for _ in 0..2 {
        platform.like(&session, &target).await.unwrap();
        platform.repost(&session, &target).await.unwrap();
    }
    platform.reply(&session, &target, "So true").await.unwrap();
    stand.open(NAME, "bo", json!({})).await;
    for name in ["@bo.bsky.social", "https://bsky.app/profile/bo.bsky.social"] {
        platform.follow(&session, &Target { id: name.to_owned() }).await.unwrap();
    }
    let did = &session.account.external_id;
    let path = format!("com.atproto.repo.listRecords?repo={did}&collection=app.bsky.graph.follow");
    assert_eq!(public(&stand, &path).await["records"].as_array().unwrap().len(), 1);
    let metrics = platform.metrics(&session, &id).await.unwrap();
    assert_eq!((metrics.likes, metrics.shares, metrics.comments), (Some(1), Some(1), Some(1)));
    let nothing = Target { id: "https://example.org/x".to_owned() };
    assert!(matches!(platform.like(&session, &nothing).await, Err(Error::Input { .. })));
}

#[tokio::test]
async fn preflight_counts_as_bluesky_does() {
    let stand = Stand::start().await;
    let platform = stand.platform(PlatformName::Bluesky);
    let codes = |draft: &troupe_platforms::Draft| -> Vec<String> {
        platform.preflight(None, draft).into_iter().map(|finding| finding.code).collect()
    };
    let family = "👨‍👩‍👧‍👦"; // One grapheme of 25 bytes.
    assert_eq!(codes(&draft(&"é".repeat(300), vec![])), Vec::<String>::new());
    assert_eq!(codes(&draft(&"é".repeat(301), vec![])), ["text_too_long"]);
    assert_eq!(codes(&draft(&family.repeat(120), vec![])), Vec::<String>::new());
    assert_eq!(codes(&draft(&family.repeat(121), vec![])), ["text_too_large"]);
    assert_eq!(codes(&draft("", vec![])), ["empty"]);
    let mut long = draft("Hi", vec![]);
    long.first_comment = Some("x".repeat(301));
    assert_eq!(codes(&long), ["text_too_long"]);
    let mut large = stand.picture("a.jpg", 1, "A");
    large.size_bytes = 2_000_000;
    assert_eq!(codes(&draft("", vec![large.clone()])), Vec::<String>::new());
    large.size_bytes += 1;
    assert_eq!(codes(&draft("", vec![large])), ["too_large"]);
    assert_eq!(codes(&draft("", vec![stand.picture("b.jpg", 1, "A"); 5])), ["too_many_media"]);
    assert_eq!(codes(&draft("", vec![stand.picture("c.jpg", 1, "")])), ["no_alt_text"]);
    assert_eq!(codes(&draft("", vec![stand.clip("d.mp4"), stand.clip("e.mp4")])), ["too_many_clips"]);
    let mut clip = stand.clip("f.mp4");
    clip.alt_text = "x".repeat(1001);
    assert_eq!(codes(&draft("", vec![clip])), ["alt_text_too_long"]);
}

#[tokio::test]
async fn an_upload_that_broke_off_goes_again() {
    let stand = Stand::start().await;
    let (platform, session) = connected(&stand).await;
    let mut way = Way::new(&stand, &platform, &session, draft("On", vec![stand.picture("a.jpg", 1, "A")])).await;
    for fault in ["close_mid_upload", "error_before", "html"] {
        stand.arm(NAME, "upload_blob", fault).await;
        let error = way.perform(&session).await.unwrap_err();
        assert!(error.is_transient(), "{fault}: {error:?}");
    }
    way.finish(&session).await;
    let feed = stand.feed().await;
    assert_eq!((feed.len(), feed[0]["media"].as_array().unwrap().len()), (1, 1));
}
