//! Posts on their way to the stand-ins, whatever goes wrong there.
#![allow(clippy::unwrap_used)]

use super::{publish::publish, stage::Stage};
use crate::planning::scheduler::Scheduler;
use chrono::TimeDelta;
use serde_json::{Value, json};
use troupe_library::tables::{accounts::AccountState, content::Rating, posts};
use troupe_platforms::PlatformName;

const PLATFORMS: [PlatformName; 2] = [PlatformName::Bluesky, PlatformName::Telegram];

#[tokio::test]
async fn a_post_goes_out_once_labelled_and_without_its_recipe() {
    for platform in PLATFORMS {
        let stage = Stage::open().await;
        let mira = stage
            .character(
                json!({ "name": "Mira", "age": 27, "disclosure": { "enabled": true, "line": "Mira is virtual." } }),
            )
            .await;
        let account = stage.account(platform, "mira").await;
        let picture = stage.picture(1, |row| row.character_id = Some(mira)).await;
        let id = stage
            .post(account, json!({ "content_id": picture, "caption": "Dusk.", "hashtags": ["#sea", "sea"], "alt_text": "The sea" }))
            .await;
        let detail = stage.drive(id).await;
        let post = &detail["post"];
        assert_eq!(post["status"], "published", "{detail}");
        assert!(post["platform_post_id"].is_string() && post["platform_post_url"].is_string(), "{post}");
        assert!(post["published_at"].is_string() && post["read_back_at"].is_string(), "{post}");
        let feed = stage.feed().await;
        assert_eq!((feed.len(), &feed[0]["text"]), (1, &json!("Dusk.\n\n#sea\n\nMira is virtual.")), "{platform}");
        let url = feed[0]["media"][0]["url"].as_str().unwrap();
        let sent = stage.bytes(url).await;
        assert!(troupe_media::ai_mark(&sent).source_type.unwrap().is_ai(), "{platform}");
        assert!(!String::from_utf8_lossy(&sent).contains("garden"), "{platform}: the recipe stays here");
        for step in detail["attempts"][0]["steps"].as_array().unwrap() {
            assert_eq!((&step["outcome"], &step["calls"]), (&json!("done"), &json!(1)), "{step}");
            assert!(step["intent_at"].is_string() && step["request_hash"].as_str().unwrap().len() == 64, "{step}");
        }
        assert_eq!(stage.drive(id).await["post"]["status"], "published");
        assert_eq!(stage.feed().await.len(), 1, "{platform}: again is not twice");
        let used = stage.run("content.get", json!({ "content_id": picture })).await;
        assert_eq!(used["times_used"], 1);
    }
}

#[tokio::test]
async fn what_cannot_be_found_out_is_asked_and_each_answer_is_followed() {
    for (choice, status, on_platform) in [
        ("up", "published", 1),
        ("leave", "cancelled", 1),
        ("send_again", "published", 2),
        ("look_again", "needs_attention", 1),
    ] {
        let stage = Stage::open().await;
        let account = stage.account(PlatformName::Telegram, "mira").await;
        let picture = stage.picture(1, |_| {}).await;
        let id = stage.post(account, json!({ "content_id": picture, "caption": "Once" })).await;
        stage.arm("telegram", "*", "reply_lost", json!({})).await;
        // The first call that can lose its reply is the one that sends: nothing else is asked before it.
        let asked = stage.drive(id).await;
        assert_eq!(asked["post"]["status"], "needs_attention", "{asked}");
        let again = stage.studio.run("posts.retry", json!({ "post_id": id })).await.unwrap_err();
        assert!(again.message.contains("whether this post is up"), "{again}");
        let url = stage.feed().await[0]["permalink"].clone();
        stage.run("posts.resolve", json!({ "post_id": id, "choice": choice, "url": url })).await;
        let post = stage.drive(id).await["post"].clone();
        assert_eq!((&post["status"], stage.feed().await.len()), (&json!(status), on_platform), "{choice}: {post}");
    }
}

#[tokio::test]
async fn a_first_comment_that_is_refused_leaves_the_post_up_and_says_so() {
    let stage = Stage::open().await;
    let account = stage.account(PlatformName::Bluesky, "mira").await;
    let picture = stage.picture(1, |_| {}).await;
    let comment = "word ".repeat(80);
    let id =
        stage.post(account, json!({ "content_id": picture, "caption": "Dusk", "first_comment": comment.trim() })).await;
    let detail = stage.drive(id).await;
    // Preflight knows the limit of a comment, or the platform refuses it: either way the words say so.
    let words = detail["post"]["error"]["message"].as_str().unwrap().to_owned();
    match detail["post"]["status"].as_str().unwrap() {
        "failed" => assert_eq!(stage.feed().await.len(), 0, "{words}"),
        _ => assert!(words.starts_with("The post is up, but"), "{words}"),
    }
}

#[tokio::test]
async fn the_guards_hold_before_anything_is_sent() {
    let stage = Stage::open().await;
    let mira = stage.character(json!({ "name": "Mira", "age": 27 })).await;
    let kim = stage.character(json!({ "name": "Kim", "age": 30 })).await;
    let account = stage.account(PlatformName::Bluesky, "mira").await;
    stage.change_account(account, |row| row.character_id = Some(mira)).await;
    let safe = stage.picture(1, |row| row.character_id = Some(mira)).await;
    let nsfw = stage.picture(2, |row| row.rating = Rating::Nsfw).await;
    let unknown = stage.picture(3, |row| row.rating = Rating::Unknown).await;
    let kims = stage.picture(4, |row| row.character_id = Some(kim)).await;
    for (case, picture, more, code, fix) in [
        ("not safe for work", nsfw, json!({}), "rating", Value::Null),
        ("not rated", unknown, json!({}), "rating", json!({ "kind": "rate" })),
        (
            "another character's",
            kims,
            json!({}),
            "other_character",
            json!({ "kind": "allow", "what": "other_character" }),
        ),
        (
            "no label",
            safe,
            json!({ "ai_label": false }),
            "no_label",
            json!({ "kind": "allow", "what": "without_label" }),
        ),
    ] {
        let mut input =
            json!({ "account_id": account, "content_id": picture, "caption": "Dusk", "alt_text": "The sea" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let checked = stage.run("posts.preflight", input.clone()).await;
        let finding = checked["posts"][0]["findings"]
            .as_array()
            .unwrap()
            .iter()
            .find(|found| found["code"] == code)
            .unwrap()
            .clone();
        assert_eq!((&finding["severity"], &finding["fix"]), (&json!("blocks"), &fix), "{case}: {checked}");
        let id = stage.post(account, input).await;
        let post = stage.drive(id).await["post"].clone();
        assert_eq!((&post["status"], &post["error"]["fix"]), (&json!("failed"), &fix), "{case}: {post}");
        assert_eq!(stage.feed().await.len(), 0, "{case}");
        stage.until(stage.studio.now() + TimeDelta::minutes(2)).await;
    }
    let agreed = json!({ "content_id": kims, "caption": "Guest", "allowed": ["other_character"] });
    let id = stage.post(account, agreed).await;
    assert_eq!(stage.drive(id).await["post"]["status"], "published");

    // The same picture again is told, and agreed to for once.
    let again = json!({ "account_id": account, "content_id": kims, "caption": "Guest", "allowed": ["other_character"], "alt_text": "Kim" });
    let checked = stage.run("posts.preflight", again.clone()).await;
    let codes: Vec<&str> = checked["posts"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["code"].as_str().unwrap())
        .collect();
    assert!(codes.contains(&"repeat"), "{checked}");
    stage.until(stage.studio.now() + TimeDelta::days(31)).await;
    let later = stage.run("posts.preflight", again).await;
    assert!(!later.to_string().contains("\"repeat\""), "{later}");
}

#[tokio::test]
async fn five_posts_a_minute_go_out_for_one_character_and_the_sixth_waits_or_is_told() {
    let stage = Stage::open().await;
    let mira = stage.character(json!({ "name": "Mira", "age": 27 })).await;
    let account = stage.account(PlatformName::Bluesky, "mira").await;
    let mut ids = Vec::new();
    for at in 0..6 {
        let picture = stage.picture(at, |row| row.character_id = Some(mira)).await;
        let input = json!({ "account_id": account, "character_id": mira, "content_id": picture, "caption": format!("Number {at}"),
            "scheduled_at": "2030-01-07T10:00:00", "timezone": "UTC" });
        let made = stage.run("posts.create", input).await;
        ids.push(serde_json::from_value(made["post_id"].clone()).unwrap());
    }
    stage.until("2030-01-07T10:00:00Z".parse().unwrap()).await;
    for id in &ids[..5] {
        super::publish::publish(&stage.studio, *id).await.unwrap();
    }
    assert_eq!(stage.feed().await.len(), 5);
    super::publish::publish(&stage.studio, ids[5]).await.unwrap();
    let sixth = stage.shown(ids[5]).await["post"].clone();
    assert_eq!(sixth["status"], "scheduled");
    assert!(sixth["waiting_reason"].as_str().unwrap().contains("5 times a minute"), "{sixth}");
    let told = stage.studio.run("posts.publish", json!({ "post_id": ids[5] })).await.unwrap_err();
    assert_eq!(told.code, crate::Code::RateLimitExceeded, "{told}");
    assert_eq!(stage.drive(ids[5]).await["post"]["status"], "published");
    assert!(stage.studio.now() > "2030-01-07T10:00:59Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap());
}

#[tokio::test]
async fn posts_that_were_begun_before_the_clock_was_set_back_take_no_place_of_this_minute() {
    let stage = Stage::open().await;
    let account = stage.account(PlatformName::Bluesky, "mira").await;
    let ahead = stage.studio.now() + TimeDelta::hours(3);
    let mut write = stage.studio.library().write().await.unwrap();
    for _ in 0..6 {
        let mut row = posts::PostRow::new(account, "bluesky", ahead);
        (row.status, row.publishing_since) = (posts::PostStatus::Published, Some(ahead));
        posts::save(&mut write, &row).await.unwrap();
    }
    write.commit().await.unwrap();
    let picture = stage.picture(1, |_| {}).await;
    let id = stage.post(account, json!({ "content_id": picture, "caption": "Now" })).await;
    super::publish::publish(&stage.studio, id).await.unwrap();
    assert_eq!(stage.shown(id).await["post"]["status"], "published");
}

#[tokio::test]
async fn a_paused_or_held_account_lets_its_posts_wait_and_says_why() {
    let stage = Stage::open().await;
    let account = stage.account(PlatformName::Bluesky, "mira").await;
    let picture = stage.picture(1, |_| {}).await;
    let until = stage.studio.now() + TimeDelta::minutes(40);
    stage
        .change_account(account, |row| {
            (row.held_until, row.held_reason) = (Some(until), Some("Too many calls.".into()))
        })
        .await;
    let id = stage.post(account, json!({ "content_id": picture, "caption": "Later" })).await;
    super::publish::publish(&stage.studio, id).await.unwrap();
    let post = stage.shown(id).await["post"].clone();
    assert_eq!(post["status"], "scheduled");
    assert!(post["waiting_reason"].as_str().unwrap().ends_with(": Too many calls."), "{post}");
    stage.change_account(account, |row| (row.is_paused, row.paused_reason) = (true, Some("holidays".into()))).await;
    stage.until(until + TimeDelta::seconds(1)).await;
    super::publish::publish(&stage.studio, id).await.unwrap();
    assert!(stage.shown(id).await["post"]["waiting_reason"].as_str().unwrap().contains("holidays"));
    assert_eq!(stage.feed().await.len(), 0);
    stage.change_account(account, |row| row.is_paused = false).await;
    assert_eq!(stage.drive(id).await["post"]["status"], "published");
}

#[tokio::test]
async fn a_post_that_may_be_up_is_asked_about_after_a_day_behind_a_closed_or_paused_account() {
    for state in [AccountState::Disconnected, AccountState::Expired, AccountState::Connected] {
        let stage = Stage::open().await;
        let account = stage.account(PlatformName::Bluesky, "mira").await;
        let picture = stage.picture(1, |_| {}).await;
        let id = stage.post(account, json!({ "content_id": picture, "caption": "Once" })).await;
        stage.arm("bluesky", "put_record", "reply_lost", json!({})).await;
        stage.arm("bluesky", "get_record", "error_before", json!({ "times": 99 })).await;
        publish(&stage.studio, id).await.unwrap();
        let is_paused = state == AccountState::Connected;
        stage.change_account(account, |row| (row.state, row.is_paused) = (state, is_paused)).await;
        let publish: crate::planning::scheduler::Publish =
            |studio, id| Box::pin(async move { publish(&studio, id).await.map(drop) });
        let mut scheduler = Scheduler::new(stage.studio.as_caller(crate::Caller::Task), publish);
        for (hours, expected) in [(1, "publishing"), (24, "needs_attention")] {
            stage.until(stage.studio.now() + TimeDelta::hours(hours)).await;
            scheduler.tick().await.unwrap();
            scheduler.settle().await;
            let post = stage.shown(id).await["post"].clone();
            assert_eq!(post["status"], expected, "{state:?}: {post}");
        }
        let attention = stage.shown(id).await["post"]["attention"].clone();
        assert_eq!(attention["kind"], "unknown", "{attention}");
        let known = attention["known"].to_string();
        assert!(known.contains("no answer came") && known.contains("a day"), "{state:?}: {known}");
        assert_eq!(stage.feed().await.len(), 1, "{state:?}: nothing is sent again");
    }
}

#[tokio::test]
async fn by_hand_the_files_the_words_and_a_checklist_lie_ready() {
    let stage = Stage::open().await;
    let account = stage.account(PlatformName::OnlyFans, "mira").await;
    stage.change_account(account, |row| row.allows_nsfw = true).await;
    let picture = stage.picture(1, |_| {}).await;
    let id = stage.post(account, json!({ "content_id": picture, "caption": "For you" })).await;
    let post = stage.drive(id).await["post"].clone();
    assert_eq!((&post["status"], &post["attention"]["kind"]), (&json!("needs_attention"), &json!("by_hand")), "{post}");
    let folder = stage.studio.library_root().join(post["attention"]["folder"].as_str().unwrap());
    assert!(std::fs::read_to_string(folder.join("caption.txt")).unwrap().starts_with("For you"));
    assert!(std::fs::read_to_string(folder.join("checklist.txt")).unwrap().contains("[ ] "));
    let file = std::fs::read_dir(&folder)
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .find(|name| name.starts_with("1."));
    let sent = std::fs::read(folder.join(file.unwrap())).unwrap();
    assert!(!String::from_utf8_lossy(&sent).contains("garden"), "nothing of the recipe");
    let done = stage
        .run("posts.resolve", json!({ "post_id": id, "choice": "up", "url": "https://onlyfans.com/1/mira" }))
        .await;
    assert_eq!(
        (&done["status"], &done["platform_post_url"]),
        (&json!("published"), &json!("https://onlyfans.com/1/mira"))
    );
}
