//! The owner killed before and after every write of a post's ledger and every call to its platform, with the reply
//! lost too: posts doubled 0, lost 0, shown wrongly 0, and the creator is asked only where the platform can't be.

use super::running::{LIMIT, Process, Product, cli, data, error};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::{path::Path, time::Duration};

/// The most points that one post passes; more would be a loop.
const MOST_POINTS: usize = 60;

/// So many points lie between the call that publishes and the end.
const AFTER_THE_CALL: usize = 7;

/// A platform may list a post up to two minutes after it took it, and so long an absent one is looked for.
const LONGEST_LOOK: Duration = Duration::from_secs(240);

/// The stand-ins as a process of their own, which survives every kill.
struct StandIns {
    _process: Process,
    url: String,
    client: Client,
}

impl StandIns {
    fn start(folder: &Path) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut command = cli(folder);
        let mut process =
            Process::start(command.args(["sandbox", "--step-ms", "0", "--folder"]).arg(folder.join("stand-ins")));
        let url = format!("http://{}", process.line_after("http://"));
        Self { _process: process, url, client: Client::builder().no_proxy().timeout(LIMIT).build().unwrap() }
    }

    async fn order(&self, order: &str, body: Value) -> Value {
        let sent = self.client.post(format!("{}/sandbox/{order}", self.url)).json(&body).send().await.unwrap();
        assert!(sent.status().is_success(), "{order} {body}: {}", sent.text().await.unwrap());
        sent.json().await.unwrap()
    }

    async fn look(&self, what: &str) -> Value {
        self.client.get(format!("{}/sandbox/{what}", self.url)).send().await.unwrap().json().await.unwrap()
    }

    /// How many posts stand there with these words.
    async fn standing(&self, platform: &str, words: &str) -> usize {
        let feed = self.look(&format!("feed?platform={platform}")).await;
        let entries = feed.as_array().unwrap();
        entries.iter().filter(|entry| entry["text"].as_str().is_some_and(|text| text.contains(words))).count()
    }
}

/// How an account of a platform is connected, and which call of it makes a post public.
struct Way {
    platform: &'static str,
    options: Value,
    login: &'static str,
    /// The fields of the login; a value that begins with a slash points into what the stand-in told.
    fields: &'static [(&'static str, &'static str)],
    /// Where pictures lie for a platform that only fetches them.
    upload_place: Option<&'static str>,
    publishing_call: &'static str,
    /// Whether a lost reply can leave a question: the platform has no way to look.
    cannot_be_asked: bool,
}

/// One kill at each point of a post's way, on one library.
async fn killed_at_every_point(way: Way) {
    let folder = tempfile::tempdir().unwrap();
    let stand_ins = StandIns::start(folder.path());
    let mut product = Product::start_rehearsal(folder, &stand_ins.url, None);
    let limits = json!({ "general": 100_000, "image": 1000, "text": 1000, "content": 1000, "characters": 1000 });
    let settings = json!({ "interface": { "rate_limits": limits } });
    data(product.request(Method::PUT, "/settings").json(&settings).send().await.unwrap()).await;
    let picture = picture(&product).await;
    let (mut kills, mut asked, mut points) = (0, 0, 1);
    for reply_is_lost in [false, true] {
        // Up to the call that loses its reply both ways are the same.
        for point in if reply_is_lost { points.max(AFTER_THE_CALL) - AFTER_THE_CALL + 1 } else { 1 }.. {
            points = point;
            assert!(point < MOST_POINTS, "a post passes fewer points");
            let words = format!("{} {point}{}", way.platform, if reply_is_lost { " lost" } else { "" });
            product = product.start_again_in_rehearsal(&stand_ins.url, Some(&format!("{}:{point}", way.platform)));
            // Logins are counted by the platforms too, so that each post has an account of its own.
            let handle = format!("mira{}{point}", if reply_is_lost { "lost" } else { "" });
            let options: Value = serde_json::from_str(&way.options.to_string().replace("{handle}", &handle)).unwrap();
            let opened = json!({ "platform": way.platform, "handle": handle, "options": options });
            let told = stand_ins.order("accounts", opened).await["connect"].clone();
            let account = connect(&product, &way, &handle, &told).await;
            if reply_is_lost {
                let fault = json!({ "platform": way.platform, "call": way.publishing_call, "fault": "reply_lost" });
                stand_ins.order("platform_faults", fault).await;
            }
            // Five a minute is the limit of a character, so each of these posts is another one's.
            let character = product.post("/characters", json!({ "name": words, "age": 30 })).await["id"].clone();
            let input = json!({ "platform_account_id": account, "character_id": character, "content_id": picture,
                "caption": words });
            let post = product.post("/posts", input).await["post_id"].as_str().unwrap().to_owned();
            // The program may be gone before it has answered.
            let _ = product.request(Method::POST, &format!("/posts/{post}/publish")).json(&json!({})).send().await;
            let mut was_killed = final_or_dead(&product, &post).await.is_none();
            // What a post leaves to be cleaned away comes after its end: the program may die there too.
            let mut shown = if was_killed { None } else { settled(&product, &post).await };
            if shown.is_none() {
                was_killed = true;
                kills += 1;
                product = product.start_again_in_rehearsal(&stand_ins.url, None);
                connect(&product, &way, &handle, &told).await;
                shown = settled(&product, &post).await;
            }
            let shown = shown.expect("nothing kills it now");
            let case = format!("{words}, killed: {was_killed}: {shown}");
            let standing = stand_ins.standing(way.platform, &words).await;
            match shown["status"].as_str().unwrap() {
                "published" => {
                    assert_eq!(standing, 1, "shown wrongly or doubled: {case}");
                    assert!(shown["platform_post_id"].is_string() && shown["read_back_at"].is_string(), "{case}");
                }
                "needs_attention" => {
                    assert!(way.cannot_be_asked && standing <= 1, "the platform could have been asked: {case}");
                    assert!(!shown["attention"]["known"].as_array().unwrap().is_empty(), "{case}");
                    asked += 1;
                }
                other => panic!("lost, {other}: {case}"),
            }
            stand_ins.client.delete(format!("{}/sandbox/platform_faults", stand_ins.url)).send().await.unwrap();
            if !was_killed {
                break;
            }
        }
    }
    let published = stand_ins.look("published").await;
    assert_eq!(published["doubled"], 0, "{published}");
    println!("{}: killed {kills} times; asked {asked} times; {published}", way.platform);
    assert!(kills >= 15, "the way has more points than {kills}");
}

/// Connects the account; no keychain runs here, so after each start it is connected again, which keeps its id.
async fn connect(product: &Product, way: &Way, handle: &str, told: &Value) -> String {
    let fields: serde_json::Map<String, Value> = way
        .fields
        .iter()
        .map(|(name, value)| {
            let told = told.pointer(value).and_then(Value::as_str).filter(|_| value.starts_with('/'));
            ((*name).to_owned(), json!(told.unwrap_or(value).replace("{handle}", handle)))
        })
        .collect();
    let input = json!({ "auth_data": { "login": way.login, "fields": fields } });
    let done = product.post(&format!("/platforms/{}/connect", way.platform), input).await;
    let id = done["account_id"].as_str().unwrap_or_else(|| panic!("{done}")).to_owned();
    if let Some(place) = way.upload_place {
        let input = json!({ "upload_place": place });
        let set = product.request(Method::PUT, &format!("/platforms/accounts/{id}")).json(&input).send();
        data(set.await.unwrap()).await;
    }
    id
}

/// A picture that may go out.
async fn picture(product: &Product) -> String {
    let input = json!({ "prompt": "a woman in a café", "width": 640, "height": 640, "steps": 2, "wait": 60 });
    let job = product.post("/generate/image", input).await;
    let id = job["content_ids"][0].as_str().unwrap().to_owned();
    let rated =
        product.request(Method::PUT, &format!("/content/library/{id}")).json(&json!({ "rating": "safe" })).send();
    data(rated.await.unwrap()).await;
    id
}

/// The post once it is final; `None` when the program died.
async fn final_or_dead(product: &Product, post: &str) -> Option<Value> {
    let asked = async {
        loop {
            let answer = product.request(Method::GET, &format!("/posts/{post}")).send().await.ok()?;
            let shown = answer.json::<Value>().await.ok()?["data"]["post"].clone();
            if is_final(&shown) {
                return Some(shown);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(LIMIT, asked).await.expect("the post ends, or the program")
}

/// The post once it is final; one that waits is asked to go on at once. `None` when the program died.
async fn settled(product: &Product, post: &str) -> Option<Value> {
    let mut shown = Value::Null;
    let asked = async {
        loop {
            let answer = product.request(Method::GET, &format!("/posts/{post}")).send().await.ok()?;
            shown = answer.json::<Value>().await.ok()?["data"].clone();
            if is_final(&shown["post"]) {
                return Some(shown["post"].clone());
            }
            let shown = &shown["post"];
            if shown["waiting_reason"].is_string() {
                let again = product
                    .request(Method::POST, &format!("/posts/{post}/retry"))
                    .json(&json!({}))
                    .send()
                    .await
                    .ok()?;
                // It may have come to its end in between.
                if again.status().as_u16() == 409 {
                    error(again).await;
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let settled = tokio::time::timeout(LONGEST_LOOK, asked).await;
    assert!(settled.is_ok(), "the post comes to its end: {shown}");
    settled.unwrap_or_default()
}

fn is_final(shown: &Value) -> bool {
    matches!(shown["status"].as_str(), Some("published" | "failed" | "needs_attention" | "cancelled"))
}

/// A way with nothing special about it.
fn way(
    platform: &'static str,
    login: &'static str,
    fields: &'static [(&'static str, &'static str)],
    publishing_call: &'static str,
) -> Way {
    let options = json!({});
    Way { platform, options, login, fields, upload_place: None, publishing_call, cannot_be_asked: false }
}

#[tokio::test]
async fn killed_at_every_point_a_post_to_bluesky_is_up_once() {
    let fields = &[("handle", "{handle}.bsky.social"), ("app_password", "/app_password")];
    killed_at_every_point(way("bluesky", "app_password", fields, "put_record")).await;
}

#[tokio::test]
async fn killed_at_every_point_a_post_to_mastodon_is_up_once() {
    let fields = &[("host", "https://mastodon.social"), ("access_token", "/access_token")];
    killed_at_every_point(way("mastodon", "token", fields, "post_status")).await;
}

#[tokio::test]
async fn killed_at_every_point_a_post_to_telegram_is_up_once_or_asked_about() {
    let fields = &[("bot_token", "/bot_token"), ("chat", "@{handle}")];
    let way = way("telegram", "bot_token", fields, "send_photo");
    killed_at_every_point(Way { options: json!({ "bot": "{handle}_bot" }), cannot_be_asked: true, ..way }).await;
}

#[tokio::test]
async fn killed_at_every_point_a_post_to_x_is_up_once() {
    let fields = &[
        ("api_key", "/api_key"),
        ("api_key_secret", "/api_key_secret"),
        ("access_token", "/access_token"),
        ("access_token_secret", "/access_token_secret"),
    ];
    killed_at_every_point(way("x", "keys", fields, "tweet")).await;
}

#[tokio::test]
async fn killed_at_every_point_a_post_to_a_facebook_page_is_up_once() {
    killed_at_every_point(way("facebook", "token", &[("token", "/token")], "create_post")).await;
}

#[tokio::test]
async fn killed_at_every_point_a_post_to_instagram_is_up_once() {
    let way = way("instagram", "facebook", &[("token", "/facebook/token")], "publish");
    killed_at_every_point(Way { upload_place: Some("page_photo"), ..way }).await;
}
