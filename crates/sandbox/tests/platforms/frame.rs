//! What all stand-ins share: journal, clock, accounts, the feed and its page.

use serde_json::json;

use crate::support::{START, Stand, answer, file, jpeg};

async fn channel(stand: &Stand) -> (String, String) {
    let connect = stand.account("telegram", "ada_daily", json!({})).await;
    let token = connect["bot_token"].as_str().unwrap();
    (format!("api.telegram.org/bot{token}"), connect["chat_id"].to_string())
}

#[tokio::test]
async fn what_was_accepted_is_known_after_a_kill() {
    let mut stand = Stand::start().await;
    let (bot, chat) = channel(&stand).await;
    let form = file("photo", jpeg(40, 50, 1), "image/jpeg").text("chat_id", chat.clone()).text("caption", "One");
    assert_eq!(answer(stand.post(&format!("{bot}/sendPhoto")).multipart(form)).await.0, 200);
    let before = stand.look("feed").await;
    stand.kill_and_restart();
    assert_eq!(stand.look("feed").await, before);
    assert_eq!(stand.look("clock").await, json!({"now": START, "is_set": true, "ahead_ms": 0}));
    let picture = stand.client.get(before[0]["media"][0]["url"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(picture.headers()["content-type"], "image/jpeg");
    assert_eq!(picture.bytes().await.unwrap(), jpeg(40, 50, 1));
    // The bot's token still opens, and the next message has the next number.
    let sent = stand.post(&format!("{bot}/sendMessage")).json(&json!({"chat_id": chat, "text": "Two"}));
    assert_eq!(answer(sent).await.1["result"]["message_id"], 2);
}

#[tokio::test]
async fn nothing_that_was_handed_out_stands_in_the_folder() {
    let stand = Stand::start().await;
    let (bot, chat) = channel(&stand).await;
    let sent = stand.post(&format!("{bot}/sendMessage")).json(&json!({"chat_id": chat, "text": "Two"}));
    assert_eq!(answer(sent).await.0, 200);
    let journal = std::fs::read_to_string(stand.folder.path().join("platforms/journal.jsonl")).unwrap();
    let token = bot.split_once("/bot").unwrap().1;
    assert!(journal.contains("\"send_message\""));
    assert!(!journal.contains(token.split_once(':').unwrap().1), "{journal}");
}

#[tokio::test]
async fn the_feed_counts_what_was_accepted_twice() {
    let stand = Stand::start().await;
    let (bot, chat) = channel(&stand).await;
    for text in ["One", "Two", "One"] {
        stand.advance(60).await;
        let sent = stand.post(&format!("{bot}/sendMessage")).json(&json!({"chat_id": chat, "text": text}));
        assert_eq!(answer(sent).await.0, 200);
    }
    let feed = stand.look("feed?platform=telegram&account=ada_daily").await;
    let seen: Vec<_> = feed.as_array().unwrap().iter().map(|entry| (&entry["text"], &entry["identical"])).collect();
    assert_eq!(json!(seen), json!([["One", 2], ["Two", 1], ["One", 2]]));
    assert_eq!(feed[0]["permalink"], "https://t.me/ada_daily/3");
    assert_eq!(feed[0]["created_at"], "2030-01-07T09:03:00Z");
    let published = stand.look("published").await;
    assert_eq!((&published["posts"], &published["doubled"]), (&json!(3), &json!(1)));
    assert_eq!(stand.look("feed?account=nobody").await, json!([]));
}

#[tokio::test]
async fn the_page_shows_posts_and_comments_and_escapes_them() {
    let stand = Stand::start().await;
    let (bot, chat) = channel(&stand).await;
    let form =
        file("photo", jpeg(40, 50, 1), "image/jpeg").text("chat_id", chat).text("caption", "<script>alert(1)</script>");
    assert_eq!(answer(stand.post(&format!("{bot}/sendPhoto")).multipart(form)).await.0, 200);
    let id = stand.look("feed").await[0]["id"].clone();
    let comment = json!({"platform": "telegram", "post_id": id, "author": "bo", "text": "nice & <b>"});
    stand.order("comments", comment).await;
    let page = stand.client.get(format!("{}/platforms", stand.url)).send().await.unwrap().text().await.unwrap();
    for wanted in ["&lt;script&gt;alert(1)&lt;/script&gt;", "nice &amp; &lt;b&gt;", "@ada_daily", "/sandbox/media/"] {
        assert!(page.contains(wanted), "{wanted} is not in {page}");
    }
    assert!(!page.contains("<script"));
}

#[tokio::test]
async fn the_clock_stands_until_it_is_moved_and_refuses_what_it_cannot_be() {
    let stand = Stand::start().await;
    stand.advance(90).await;
    assert_eq!(stand.look("clock").await["now"], "2030-01-07T09:01:30Z");
    let clock = format!("{}/sandbox/clock", stand.url);
    for order in [
        json!({}),
        json!({"now": START, "advance_seconds": 1}),
        json!({"now": "soon"}),
        json!({"advance_seconds": i64::MAX}),
        json!({"ahead_ms": i64::MAX}),
        json!({"ahead_ms": 1, "now": START}),
    ] {
        let (status, refusal) = answer(stand.client.post(&clock).json(&order)).await;
        assert_eq!(status, 400, "{order}");
        assert!(refusal["error"].as_str().unwrap().len() > 10, "{refusal}");
    }
    assert_eq!(answer(stand.client.delete(&clock)).await.1["is_set"], false);
}

#[tokio::test]
async fn orders_that_make_no_sense_are_refused_in_words() {
    let stand = Stand::start().await;
    let table = [
        ("accounts", json!({"platform": "myspace", "handle": "ada"}), "There is no platform"),
        ("accounts", json!({"platform": "telegram", "handle": ""}), "`handle`"),
        ("accounts", json!({"platform": "telegram", "handle": "ada", "options": {"kind": "letter"}}), "`kind`"),
        ("comments", json!({"platform": "telegram", "post_id": "1", "author": "bo", "text": "x"}), "There is no post"),
    ];
    for (order, body, words) in table {
        let (status, refusal) = answer(stand.client.post(format!("{}/sandbox/{order}", stand.url)).json(&body)).await;
        assert_eq!(status, 400, "{body}");
        assert!(refusal["error"].as_str().unwrap().contains(words), "{refusal}");
    }
    let (status, _) = answer(stand.get("nobody.example.org/a")).await;
    assert_eq!(status, 404);
    let foreign = stand.client.post(format!("{}/sandbox/clock", stand.url)).header("origin", "https://evil.example");
    assert_eq!(foreign.body("{}").send().await.unwrap().status(), 403);
}

#[tokio::test]
async fn a_person_makes_an_account_on_a_page_and_is_told_its_credentials_once() {
    let stand = Stand::start().await;
    let sign_up = format!("{}/sandbox/sign-up", stand.url);
    let form = stand.client.get(&sign_up).send().await.unwrap().text().await.unwrap();
    assert!(form.contains("<option value=\"telegram\">Telegram</option>"), "{form}");
    let make = |handle: &str| stand.client.post(&sign_up).form(&[("platform", "telegram"), ("handle", handle)]);
    let told = make("ada_daily").send().await.unwrap().text().await.unwrap();
    let token = told.split("<dt>bot token</dt><dd><pre>").nth(1).unwrap().split('<').next().unwrap();
    assert_eq!(answer(stand.get(&format!("api.telegram.org/bot{token}/getMe"))).await.0, 200);
    assert!(!stand.look("accounts").await.to_string().contains(token));
    let (status, refused) = answer(make("two words")).await;
    assert_eq!(status, 400);
    assert!(refused.as_str().unwrap().contains("without spaces"), "{refused}");
}

#[tokio::test]
async fn each_credential_of_an_account_is_a_field_to_copy() {
    let stand = Stand::start().await;
    let sign_up = format!("{}/sandbox/sign-up", stand.url);
    let order = [("platform", "instagram"), ("handle", "ada")];
    let told = stand.client.post(&sign_up).form(&order).send().await.unwrap().text().await.unwrap();
    let (own, facebook) = told.split_once("<h2>facebook</h2>").unwrap();
    assert!(own.contains("<dt>token</dt><dd><pre>IGAA"), "{told}");
    for field in ["token", "client id", "client secret"] {
        assert!(facebook.contains(&format!("<dt>{field}</dt><dd><pre>")), "{field}: {told}");
    }
    assert!(!told.contains("<pre>{"), "{told}");
}

#[tokio::test]
async fn the_tokens_of_one_account_end_on_demand_and_those_of_others_do_not() {
    let stand = Stand::start().await;
    let (bot, _) = channel(&stand).await;
    let other = stand.account("telegram", "bo_daily", json!({})).await;
    let other = format!("api.telegram.org/bot{}/getMe", other["bot_token"].as_str().unwrap());
    let ended = stand.order("tokens", json!({"platform": "telegram", "handle": "ada_daily", "end": "revoke"})).await;
    assert_eq!(ended, json!({"tokens": 1}));
    assert_eq!(answer(stand.get(&format!("{bot}/getMe"))).await.0, 401);
    assert_eq!(answer(stand.get(&other)).await.0, 200);

    let ada = stand.account("bluesky", "ada", json!({})).await;
    let send = json!({"identifier": ada["handle"], "password": ada["app_password"]});
    let xrpc = |method: &str| format!("bsky.social/xrpc/com.atproto.server.{method}");
    let (_, session) = answer(stand.post(&xrpc("createSession")).json(&send)).await;
    stand.order("tokens", json!({"platform": "bluesky", "handle": ada["handle"], "end": "expire"})).await;
    let me = stand.get(&xrpc("getSession")).bearer_auth(session["accessJwt"].as_str().unwrap());
    assert_eq!(answer(me).await.1["error"], "ExpiredToken");
    let renewed = stand.post(&xrpc("refreshSession")).bearer_auth(session["refreshJwt"].as_str().unwrap());
    assert_eq!(answer(renewed).await.0, 200);
    let nobody = stand.client.post(format!("{}/sandbox/tokens", stand.url));
    let (status, _) = answer(nobody.json(&json!({"platform": "bluesky", "handle": "nobody", "end": "expire"}))).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn a_clock_that_runs_ahead_does_so_after_a_restart_too() {
    let mut stand = Stand::start().await;
    let week = chrono::TimeDelta::days(7);
    stand.order("clock", json!({"ahead_ms": week.num_milliseconds()})).await;
    for _ in 0..2 {
        let before = chrono::Utc::now();
        let shown = stand.look("clock").await;
        let now: chrono::DateTime<chrono::Utc> = shown["now"].as_str().unwrap().parse().unwrap();
        assert!(before + week <= now && now <= chrono::Utc::now() + week, "{shown}");
        assert_eq!(shown["is_set"], false);
        stand.kill_and_restart();
    }
}
