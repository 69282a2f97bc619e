//! The scheduler through the registry: alarms on the creator's phone, and what is said of staying awake.

#![allow(clippy::unwrap_used)]

use crate::{
    Caller,
    planning::{
        samples::{hanging, place},
        scheduler::Scheduler,
    },
    publishing::stage::Stage,
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use troupe_library::tables::{accounts::AccountState, posts::PostStatus};

const LISBON: &str = "Europe/Lisbon";
const BERLIN: &str = "Europe/Berlin";

/// An ntfy server of one topic, as far as a sender sees it. Answers what it got: the head of the request, and the words.
async fn topic() -> (String, tokio::task::JoinHandle<(String, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/mira-alarms", listener.local_addr().unwrap());
    let heard = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut bytes = Vec::new();
        loop {
            let mut piece = [0; 4096];
            let count = socket.read(&mut piece).await.unwrap();
            bytes.extend_from_slice(&piece[..count]);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let Some((head, words)) = text.split_once("\r\n\r\n") else { continue };
            let length =
                head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if count == 0 || words.len() >= length.unwrap_or(0) {
                socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await.unwrap();
                return (head.to_lowercase(), words.to_owned());
            }
        }
    });
    (url, heard)
}

fn alarms_to(way: &str, value: &Value) -> Value {
    json!({ "scheduling": { "alarms": { way: value } } })
}

#[tokio::test]
async fn what_needs_the_creator_is_one_number() {
    let place = place("2026-11-19T14:57:00Z").await;
    let teo = place.character("Teo", LISBON).await;
    let open = place.account(teo, "bluesky", "teo").await;
    place.post(teo, open, "2026-11-19T19:00", LISBON).await;
    assert_eq!(place.run("scheduler.status", json!({})).await["needs_you"], 0);

    for status in [PostStatus::NeedsAttention, PostStatus::Failed] {
        place.post_with(teo, open, "2026-11-19T12:00", LISBON, |post| post.status = status).await;
    }
    for (platform, state) in [("instagram", AccountState::Expired), ("x", AccountState::Disconnected)] {
        let account = place.account(teo, platform, "teo").await;
        place.change_account(account, |account| account.state = state).await;
    }
    let status = place.run("scheduler.status", json!({})).await;
    assert_eq!(status["needs_attention"], 1);
    assert_eq!(status["failed"], 1);
    assert_eq!(status["accounts_to_mend"], 1, "one that the creator disconnected needs nobody");
    assert_eq!(status["needs_you"], 3);
}

#[tokio::test]
async fn a_card_shows_the_next_post_of_its_character() {
    let place = place("2026-11-19T14:57:00Z").await;
    let (mira, juno) = (place.character("Mira", LISBON).await, place.character("Juno", LISBON).await);
    let account = place.account(mira, "bluesky", "mira").await;
    place.post(mira, account, "2026-11-21T12:00", LISBON).await;
    let next = place.post_with(mira, account, "2026-11-20T19:00", LISBON, |post| post.approved_at = None).await;
    place.post(mira, account, "2026-11-19T12:00", LISBON).await;
    place.post_with(mira, account, "2026-11-19T19:00", LISBON, |post| post.status = PostStatus::Draft).await;

    let list = place.run("characters.list", json!({})).await;
    let card = |id: troupe_library::CharacterId| {
        let cards = list["characters"].as_array().unwrap();
        cards.iter().find(|card| card["id"] == json!(id)).unwrap()["next_post"].clone()
    };
    assert_eq!(
        card(mira),
        json!({
            "post_id": next, "scheduled_at": "2026-11-20T19:00:00Z", "timezone": LISBON, "is_approved": false,
        })
    );
    assert_eq!(card(juno), json!(null));
}

#[tokio::test]
async fn an_alarm_reaches_a_private_telegram_chat() {
    let stage = Stage::open().await;
    let nobody = stage.studio.run("scheduler.test_alarm", json!({})).await.unwrap_err();
    assert!(nobody.message.contains("Name a Telegram chat"), "{nobody}");
    let opened =
        json!({ "platform": "telegram", "handle": "ada", "options": { "kind": "private", "bot": "alarm_bot" } });
    let told = stage.order("accounts", opened).await["connect"].clone();
    stage.run("settings.update", alarms_to("telegram_chat_id", &json!(told["chat_id"].to_string()))).await;
    let no_token = stage.studio.run("scheduler.test_alarm", json!({})).await.unwrap_err();
    assert!(no_token.message.contains("alarm_telegram"), "{no_token}");
    stage.run("secrets.set", json!({ "name": "alarm_telegram", "value": told["bot_token"] })).await;
    assert_eq!(stage.run("scheduler.test_alarm", json!({})).await["sent"], 1);
    // A private chat is nobody's feed; what was taken stands in the journal.
    let journal = stage.sandbox.folder().join("platforms/journal.jsonl");
    let taken = std::fs::read_to_string(journal).unwrap();
    assert!(
        taken.lines().any(|line| line.contains("send_message") && line.contains("Alarms reach you here")),
        "{taken}"
    );
    stage.run("secrets.set", json!({ "name": "alarm_telegram", "value": "1:wrong" })).await;
    let refused = stage.studio.run("scheduler.test_alarm", json!({})).await.unwrap_err();
    assert!(refused.message.contains("Telegram") && !refused.to_string().contains("1:wrong"), "{refused}");
}

#[tokio::test]
async fn an_alarm_reaches_an_ntfy_topic_with_its_token() {
    let place = place("2026-11-20T10:00:00Z").await;
    let (url, heard) = topic().await;
    place.run("settings.update", alarms_to("ntfy_topic_url", &json!(url))).await;
    place.run("secrets.set", json!({ "name": "alarm_ntfy", "value": "tk_secret" })).await;
    assert_eq!(place.run("scheduler.test_alarm", json!({})).await["sent"], 1);
    let (head, words) = heard.await.unwrap();
    assert!(head.starts_with("post /mira-alarms ") && head.contains("authorization: bearer tk_secret"), "{head}");
    assert_eq!(words, "Troupe: this is a test. Alarms reach you here.");
    let silent = place.studio.run("scheduler.test_alarm", json!({})).await.unwrap_err();
    assert!(silent.message.contains("ntfy") && !silent.to_string().contains("tk_secret"), "{silent}");
}

#[tokio::test]
async fn a_post_that_stands_still_for_a_minute_is_told_to_the_phone_once() {
    let mut place = place("2026-11-20T10:00:00Z").await;
    place.scheduler = Scheduler::new(place.studio.as_caller(Caller::Task), hanging);
    let ada = place.character("Ada", BERLIN).await;
    let account = place.account(ada, "bluesky", "ada").await;
    let (url, heard) = topic().await;
    place.run("settings.update", alarms_to("ntfy_topic_url", &json!(url))).await;
    let post = place.post(ada, account, "2026-11-20T12:00", BERLIN).await;
    place.at("2026-11-20T11:00:00Z");
    assert_eq!(place.scheduler.tick().await.unwrap().taken, [post]);
    place.at("2026-11-20T11:00:50Z");
    place.scheduler.tick().await.unwrap();
    assert_eq!(place.run("scheduler.status", json!({})).await["standing_still"], json!([]));
    place.at("2026-11-20T11:01:01Z");
    place.scheduler.tick().await.unwrap();
    let (_, words) = heard.await.unwrap();
    assert!(words.contains("ada") && words.contains("12:00") && words.contains("has not moved"), "{words}");
    assert_eq!(place.run("scheduler.status", json!({})).await["standing_still"], json!([post]));
}

#[tokio::test]
async fn what_is_planned_says_when_this_computer_must_be_awake_and_is_held_awake_for_it() {
    let place = place("2026-11-20T10:00:00Z").await;
    let ada = place.character("Ada", BERLIN).await;
    let account = place.account(ada, "bluesky", "ada").await;
    let status = place.run("scheduler.status", json!({})).await;
    assert_eq!((&status["awake"]["state"], &status["must_be_awake"]), (&json!("not_needed"), &json!([])));
    place.post(ada, account, "2026-11-20T19:00", BERLIN).await;
    let due = "2026-11-20T18:00:00Z".parse().unwrap();
    // It is looked at again half an hour before.
    assert_eq!(place.stay_awake(Some(due)).await, Some("2026-11-20T17:30:00Z".parse().unwrap()));
    let status = place.run("scheduler.status", json!({})).await;
    assert_eq!(status["awake"]["keep_awake"], true);
    assert_eq!(status["must_be_awake"][0]["message"], "This computer must be awake at 19:00.");
    place.at("2026-11-20T17:30:00Z");
    assert_eq!(place.stay_awake(Some(due)).await, None);
    let state = place.run("scheduler.status", json!({})).await["awake"]["state"].clone();
    // Whether the system takes the wish is the machine's; that it was asked is ours.
    assert!(state == "held" || state == "refused", "{state}");
    place.run("settings.update", json!({ "scheduling": { "keep_awake": false } })).await;
    assert_eq!(place.stay_awake(Some(due)).await, None);
    assert_eq!(place.run("scheduler.status", json!({})).await["awake"]["state"], "not_needed");
}

#[tokio::test]
async fn a_computer_that_may_be_woken_is_woken_two_minutes_before_a_post_where_that_is_wanted() {
    let place = place("2026-11-20T10:00:00Z").await;
    let due = "2026-11-20T18:00:00Z".parse().unwrap();
    place.wake_for(Some(due)).await;
    let report = place.run("scheduler.status", json!({})).await["awake"].clone();
    assert_eq!((&report["wake_for_posts"], &report["wake_state"]), (&json!(false), &json!("not_needed")));
    place.run("settings.update", json!({ "scheduling": { "wake_for_posts": true } })).await;
    place.wake_for(Some(due)).await;
    let report = place.run("scheduler.status", json!({})).await["awake"].clone();
    // Whether the system lets us is the machine's; that it is said as it is, is ours.
    let message = report["message"].as_str().unwrap();
    if report["wake_state"] == "set" {
        assert_eq!((&report["can_wake"], &report["wakes_at"]), (&json!(true), &json!("2026-11-20T17:58:00Z")));
        assert!(message.ends_with("two minutes before a post Troupe wakes it."), "{message}");
    } else {
        assert_eq!((&report["wake_state"], &report["wakes_at"]), (&json!("refused"), &json!(null)));
    }
    place.wake_for(None).await;
    assert_eq!(place.run("scheduler.status", json!({})).await["awake"]["wake_state"], "not_needed");
}
