//! The stand-in for Telegram: sequences, limits, refusals, tokens.

use reqwest::multipart::Form;
use serde_json::{Value, json};

use crate::support::{Stand, answer, file, jpeg, mp4, part, unfold};

/// A bot with a channel.
struct Bot {
    stand: Stand,
    base: String,
    chat: String,
}

impl Bot {
    async fn new() -> Self {
        let stand = Stand::start().await;
        let connect = stand.account("telegram", "ada_daily", json!({"bot": "ada_bot"})).await;
        let base = format!("api.telegram.org/bot{}", connect["bot_token"].as_str().unwrap());
        Self { stand, base, chat: connect["chat_id"].to_string() }
    }

    async fn send(&self, method: &str, body: Value) -> (u16, Value) {
        answer(self.stand.post(&format!("{}/{method}", self.base)).json(&body)).await
    }

    async fn form(&self, method: &str, form: Form) -> (u16, Value) {
        answer(self.stand.post(&format!("{}/{method}", self.base)).multipart(form)).await
    }
}

#[tokio::test]
async fn refusals_are_those_of_the_bot_api() {
    let bot = Bot::new().await;
    for (handle, options) in [
        ("no_rights", json!({"bot": "ada_bot", "is_admin": false})),
        ("kicked_out", json!({"bot": "ada_bot", "is_kicked": true})),
        ("of_another", json!({})),
    ] {
        bot.stand.account("telegram", handle, options).await;
    }
    let fixtures: Value = serde_json::from_str(include_str!("fixtures/telegram.json")).unwrap();
    for fixture in fixtures.as_array().unwrap() {
        let mut send = fixture["send"].clone();
        unfold(&mut send);
        let (status, answer) = bot.send(fixture["call"].as_str().unwrap(), send).await;
        assert_eq!((json!(status), &answer), (fixture["status"].clone(), &fixture["answer"]), "{}", fixture["about"]);
    }
    assert_eq!(bot.stand.look("feed").await, json!([]));
}

#[tokio::test]
async fn a_photo_is_staged_in_a_private_chat_and_posted_by_its_file_id() {
    let bot = Bot::new().await;
    let staging = bot.stand.account("telegram", "me", json!({"bot": "ada_bot", "kind": "private"})).await;
    let form = file("photo", jpeg(80, 100, 5), "image/jpeg").text("chat_id", staging["chat_id"].to_string());
    let (status, staged) = bot.form("sendPhoto", form).await;
    assert_eq!(status, 200, "{staged}");
    assert_eq!(staged["result"]["chat"]["type"], "private");
    assert_eq!(bot.stand.look("feed").await, json!([]));
    let id = staged["result"]["photo"][0]["file_id"].clone();

    let (status, sent) = bot
        .send(
            "sendPhoto",
            json!({"chat_id": bot.chat, "photo": id, "caption": "<b>Morning</b> &amp; sun", "parse_mode": "HTML"}),
        )
        .await;
    assert_eq!(status, 200, "{sent}");
    let result = &sent["result"];
    assert_eq!(
        (&result["message_id"], &result["caption"], &result["chat"]["username"]),
        (&json!(1), &json!("Morning & sun"), &json!("ada_daily"))
    );
    assert_eq!((&result["photo"][0]["width"], &result["photo"][0]["height"]), (&json!(80), &json!(100)));
    assert_eq!(result["date"], "2030-01-07T09:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp());
    let feed = bot.stand.look("feed").await;
    assert_eq!((&feed[0]["permalink"], &feed[0]["ai_label"]), (&json!("https://t.me/ada_daily/1"), &Value::Null));

    // Another bot has no use for the id, nor can a photo go as a video.
    let other = bot.stand.account("telegram", "bo_daily", json!({})).await;
    let theirs = bot.stand.post(&format!("api.telegram.org/bot{}/sendPhoto", other["bot_token"].as_str().unwrap()));
    let (status, _) = answer(theirs.json(&json!({"chat_id": other["chat_id"], "photo": id}))).await;
    assert_eq!(status, 400);
    let (_, refusal) = bot.send("sendVideo", json!({"chat_id": bot.chat, "video": id})).await;
    assert_eq!(refusal["description"], "Bad Request: can't use file of type Photo as Video");
}

#[tokio::test]
async fn an_album_is_several_messages_and_one_post() {
    let bot = Bot::new().await;
    let media = json!([
        {"type": "photo", "media": "attach://f0", "caption": "Two views"},
        {"type": "video", "media": "attach://f1"},
    ]);
    let form = Form::new()
        .text("chat_id", bot.chat.clone())
        .text("media", media.to_string())
        .part("f0", part(jpeg(50, 50, 1), "image/jpeg"))
        .part("f1", part(mp4(), "video/mp4"));
    let (status, sent) = bot.form("sendMediaGroup", form).await;
    assert_eq!(status, 200, "{sent}");
    let messages = sent["result"].as_array().unwrap();
    assert_eq!((messages.len(), &messages[1]["message_id"]), (2, &json!(2)));
    assert_eq!(messages[0]["media_group_id"], messages[1]["media_group_id"]);
    let feed = bot.stand.look("feed").await;
    assert_eq!((feed.as_array().unwrap().len(), &feed[0]["text"]), (1, &json!("Two views")));
    assert_eq!(feed[0]["media"][1]["content_type"], "video/mp4");

    // Deleted one after the other: the post goes with the last.
    for (number, left) in [(1, 1), (2, 0)] {
        assert_eq!(
            bot.send("deleteMessage", json!({"chat_id": bot.chat, "message_id": number})).await.1,
            json!({"ok": true, "result": true})
        );
        assert_eq!(bot.stand.look("feed").await.as_array().unwrap().len(), left);
    }
}

#[tokio::test]
async fn photos_that_telegram_refuses_are_refused() {
    let bot = Bot::new().await;
    let table = [
        (jpeg(2100, 100, 1), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (b"no picture".to_vec(), "Bad Request: IMAGE_PROCESS_FAILED"),
        (Vec::new(), "Bad Request: file must be non-empty"),
        (
            vec![0; (10 << 20) + 1],
            "Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes",
        ),
    ];
    for (bytes, words) in table {
        let form = file("photo", bytes, "image/jpeg").text("chat_id", bot.chat.clone());
        assert_eq!(
            bot.form("sendPhoto", form).await,
            (400, json!({"ok": false, "error_code": 400, "description": words}))
        );
    }
    let form = file("video", vec![0; (50 << 20) + 1], "video/mp4").text("chat_id", bot.chat.clone());
    assert_eq!(bot.form("sendVideo", form).await.0, 413);
}

#[tokio::test]
async fn a_message_is_edited_forwarded_and_has_no_history() {
    let bot = Bot::new().await;
    let form = file("photo", jpeg(50, 50, 1), "image/jpeg").text("chat_id", bot.chat.clone()).text("caption", "One");
    bot.form("sendPhoto", form).await;
    let edit = json!({"chat_id": bot.chat, "message_id": 1, "caption": "Two"});
    assert_eq!(bot.send("editMessageCaption", edit.clone()).await.1["result"]["caption"], "Two");
    assert!(
        bot.send("editMessageCaption", edit).await.1["description"]
            .as_str()
            .unwrap()
            .contains("message is not modified")
    );
    assert_eq!(bot.stand.look("feed").await[0]["text"], "Two");

    let staging = bot.stand.account("telegram", "me", json!({"bot": "ada_bot", "kind": "private"})).await;
    let forward = json!({"chat_id": staging["chat_id"], "from_chat_id": bot.chat, "message_id": 1});
    let (_, seen) = bot.send("forwardMessage", forward.clone()).await;
    assert_eq!(
        (&seen["result"]["caption"], &seen["result"]["forward_origin"]["message_id"]),
        (&json!("Two"), &json!(1))
    );
    bot.stand.account("telegram", "ada_daily", json!({"bot": "ada_bot", "is_protected": true})).await;
    let (_, refusal) = bot.send("forwardMessage", forward).await;
    assert_eq!(refusal["description"], "Bad Request: message has protected content and can't be forwarded");
    assert_eq!(bot.send("getChatHistory", json!({"chat_id": bot.chat})).await.0, 404);
}

#[tokio::test]
async fn a_bot_says_who_it_is_and_what_it_may() {
    let bot = Bot::new().await;
    let (_, me) = bot.send("getMe", json!({})).await;
    assert_eq!((&me["result"]["is_bot"], &me["result"]["username"]), (&json!(true), &json!("ada_bot")));
    let (_, chat) = bot.send("getChat", json!({"chat_id": "@ada_daily"})).await;
    assert_eq!((&chat["result"]["type"], chat["result"]["id"].to_string()), (&json!("channel"), bot.chat.clone()));
    let (_, member) = bot.send("getChatMember", json!({"chat_id": bot.chat, "user_id": me["result"]["id"]})).await;
    assert_eq!(
        (&member["result"]["status"], &member["result"]["can_post_messages"]),
        (&json!("administrator"), &json!(true))
    );
    assert_eq!(bot.send("getChatMemberCount", json!({"chat_id": bot.chat})).await.1["result"], 2);
    let query = bot.stand.get(&format!("{}/getChatMemberCount?chat_id=@ada_daily", bot.base));
    assert_eq!(answer(query).await.1["result"], 2);
    for (token, status) in [("123456:AAwrongwrongwrong", 401), ("nonsense", 404)] {
        assert_eq!(answer(bot.stand.get(&format!("api.telegram.org/bot{token}/getMe"))).await.0, status);
    }
}

#[tokio::test]
async fn a_bot_that_is_too_fast_is_told_how_long_to_wait() {
    let bot = Bot::new().await;
    for number in 0..20 {
        assert_eq!(bot.send("sendMessage", json!({"chat_id": bot.chat, "text": format!("{number}")})).await.0, 200);
    }
    bot.stand.advance(18).await;
    let refused = bot.send("sendMessage", json!({"chat_id": bot.chat, "text": "more"})).await;
    let words = json!({"ok": false, "error_code": 429, "description": "Too Many Requests: retry after 42", "parameters": {"retry_after": 42}});
    assert_eq!(refused, (429, words));
    bot.stand.advance(42).await;
    assert_eq!(bot.send("sendMessage", json!({"chat_id": bot.chat, "text": "more"})).await.0, 200);
}
