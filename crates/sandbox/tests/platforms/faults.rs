//! Every fault of the platforms on demand.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Stand, answer, file, jpeg, lost};

async fn bot(stand: &Stand) -> (String, String) {
    let connect = stand.account("telegram", "ada_daily", json!({})).await;
    (format!("api.telegram.org/bot{}", connect["bot_token"].as_str().unwrap()), connect["chat_id"].to_string())
}

fn order(call: &str, fault: &str) -> Value {
    json!({"platform": "telegram", "call": call, "fault": fault})
}

async fn posts(stand: &Stand) -> usize {
    stand.look("feed").await.as_array().unwrap().len()
}

#[tokio::test]
async fn a_reply_is_lost_but_the_effect_is_there() {
    let stand = Stand::start().await;
    let (bot, chat) = bot(&stand).await;
    stand.arm(order("send_message", "reply_lost")).await;
    let send = || stand.post(&format!("{bot}/sendMessage")).json(&json!({"chat_id": chat, "text": "One"}));
    lost(send()).await;
    assert_eq!(posts(&stand).await, 1);
    assert_eq!(answer(send()).await.0, 200);
}

#[tokio::test]
async fn an_error_comes_before_or_after_the_effect() {
    let stand = Stand::start().await;
    let (bot, chat) = bot(&stand).await;
    let send = || stand.post(&format!("{bot}/sendMessage")).json(&json!({"chat_id": chat, "text": "One"}));
    stand.arm(json!({"platform": "telegram", "call": "*", "fault": "error_before", "status": 502})).await;
    assert_eq!(answer(send()).await, (502, json!({"ok": false, "error_code": 502, "description": "Bad Gateway"})));
    assert_eq!(posts(&stand).await, 0);
    let after =
        json!({"platform": "telegram", "call": "*", "fault": "error_after", "status": 500, "body": "{\"a\":1}"});
    stand.arm(after).await;
    assert_eq!(answer(send()).await, (500, json!({"a": 1})));
    assert_eq!(posts(&stand).await, 1);
}

#[tokio::test]
async fn answers_of_the_wrong_kind_come_as_ordered() {
    let stand = Stand::start().await;
    let (bot, chat) = bot(&stand).await;
    let me = || stand.get(&format!("{bot}/getMe"));
    stand.arm(order("get_me", "html")).await;
    let page = me().send().await.unwrap();
    assert_eq!(
        (page.status().as_u16(), &page.headers()["content-type"]),
        (200, &"text/html; charset=utf-8".parse().unwrap())
    );
    stand.arm(order("get_me", "redirect_to_private")).await;
    let away = me().send().await.unwrap();
    assert_eq!(
        (away.status().as_u16(), &away.headers()["location"]),
        (302, &"http://169.254.169.254/latest/meta-data/".parse().unwrap())
    );
    stand.arm(json!({"platform": "telegram", "call": "get_me", "fault": "slow", "delay_ms": 60})).await;
    let start = Instant::now();
    assert_eq!(answer(me()).await.0, 200);
    assert!(start.elapsed() >= Duration::from_millis(60));
    stand.arm(order("get_me", "hang")).await;
    assert!(me().timeout(Duration::from_millis(80)).send().await.is_err_and(|error| error.is_timeout()));
    stand.arm(order("send_photo", "close_mid_upload")).await;
    let form = file("photo", jpeg(900, 900, 3), "image/jpeg").text("chat_id", chat);
    lost(stand.post(&format!("{bot}/sendPhoto")).multipart(form)).await;
    assert_eq!((posts(&stand).await, answer(me()).await.0), (0, 200));
}

#[tokio::test]
async fn a_platform_refuses_in_its_own_words() {
    let stand = Stand::start().await;
    let (bot, chat) = bot(&stand).await;
    let send = || stand.post(&format!("{bot}/sendMessage")).json(&json!({"chat_id": chat, "text": "One"}));
    stand.arm(json!({"platform": "telegram", "call": "*", "fault": "rate_limited", "seconds": 7})).await;
    let (status, refusal) = answer(send()).await;
    assert_eq!((status, &refusal["parameters"]["retry_after"]), (429, &json!(7)));
    stand.arm(order("*", "restricted")).await;
    assert_eq!(answer(stand.get(&format!("{bot}/getMe"))).await.0, 200);
    assert_eq!(answer(send()).await.1["description"], "Bad Request: CHAT_RESTRICTED");
    stand.arm(order("*", "token_revoked")).await;
    for _ in 0..2 {
        assert_eq!(answer(send()).await, (401, json!({"ok": false, "error_code": 401, "description": "Unauthorized"})));
    }
}

#[tokio::test]
async fn faults_are_listed_struck_and_disarmed() {
    let stand = Stand::start().await;
    let (bot, _) = bot(&stand).await;
    stand.arm(json!({"platform": "telegram", "call": "get_me", "fault": "html", "times": 2})).await;
    stand.get(&format!("{bot}/getMe")).send().await.unwrap();
    assert_eq!(stand.look("platform_faults").await[0]["times"], 1);
    stand.client.delete(format!("{}/sandbox/platform_faults", stand.url)).send().await.unwrap();
    assert_eq!(stand.look("platform_faults").await, json!([]));
    assert_eq!(answer(stand.get(&format!("{bot}/getMe"))).await.0, 200);
}

#[tokio::test]
async fn a_fault_that_cannot_be_is_refused_in_words() {
    let stand = Stand::start().await;
    let table = [
        (json!({"platform": "myspace", "fault": "html"}), "There is no platform"),
        (json!({"platform": "telegram", "call": "tweet", "fault": "html"}), "has no call"),
        (json!({"platform": "telegram", "call": "*", "fault": "container_expired"}), "No call of telegram can have"),
        (
            json!({"platform": "telegram", "call": "get_me", "fault": "close_mid_upload"}),
            "get_me of telegram cannot have",
        ),
        (json!({"platform": "telegram", "fault": "fire"}), "fire"),
        (json!({"platform": "telegram", "fault": "html", "times": 0}), "`times`"),
        (json!({"platform": "telegram", "fault": "error_before", "status": 200}), "`status`"),
    ];
    for (fault, words) in table {
        let request = stand.client.post(format!("{}/sandbox/platform_faults", stand.url)).json(&fault);
        let (status, refusal) = answer(request).await;
        assert_eq!(status, 400, "{fault}");
        assert!(refusal["error"].as_str().unwrap().contains(words), "{refusal}");
    }
    let calls = &stand.look("platforms").await;
    let telegram = calls.as_array().unwrap().iter().find(|platform| platform["platform"] == "telegram").unwrap();
    let call = telegram["calls"].as_array().unwrap().iter().find(|call| call["call"] == "send_photo").unwrap();
    assert!(call["faults"].as_array().unwrap().contains(&json!("close_mid_upload")), "{call}");
}
