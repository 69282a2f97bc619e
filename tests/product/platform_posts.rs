//! A post on each of the later platforms, as a creator makes it over REST: connected, composed, published, read back.

use super::{
    kill_posts::{clip, picture, settled},
    running::Product,
    stand_ins::{Login, PINTEREST, StandIns, THREADS, TIKTOK},
};
use serde_json::{Value, json};

/// A product in rehearsal beside its stand-ins.
async fn product() -> (StandIns, Product) {
    let folder = tempfile::tempdir().unwrap();
    let stand_ins = StandIns::start(folder.path());
    let product = Product::start_rehearsal(folder, &stand_ins.url, "stop-at");
    (stand_ins, product)
}

/// Connects an account and publishes a post of a file there; answers the post once it is final.
async fn posted(stand_ins: &StandIns, product: &Product, login: &Login, handle: &str, post: Value) -> Value {
    let account = stand_ins.open_account(login, handle).await.connect(product).await;
    let character = product.post("/characters", json!({ "name": handle, "age": 30 })).await["id"].clone();
    let mut input = json!({ "platform_account_id": account, "character_id": character, "publish_immediately": true });
    input.as_object_mut().unwrap().extend(post.as_object().unwrap().clone());
    let made = product.post("/posts", input).await;
    settled(product, made["post_id"].as_str().unwrap_or_else(|| panic!("{made}"))).await.expect("nothing kills it")
}

/// What the platform of that name is listed as.
async fn listed(product: &Product, platform: &str) -> Value {
    let list = product.get("/platforms").await;
    let found = list["platforms"].as_array().unwrap().iter().find(|one| one["platform"] == platform).cloned();
    found.unwrap_or_else(|| panic!("{platform} is not listed"))
}

#[tokio::test]
async fn a_picture_and_words_alone_go_out_on_threads() {
    let (stand_ins, product) = product().await;
    let view = listed(&product, "threads").await;
    assert_eq!((&view["name"], &view["label"]["kind"]), (&json!("Threads"), &json!("line")));
    assert_eq!(view["fetches"]["places"], json!(["hand_off", "bucket"]));
    assert!(view["logins"][0]["steps"].as_array().unwrap().len() >= 5, "{}", view["logins"]);
    let file = picture(&product).await;
    let input = json!({ "content_id": file, "caption": "Dawn", "alt_texts": ["The sea"] });
    let post = posted(&stand_ins, &product, &THREADS, "mira", input).await;
    assert_eq!((&post["status"], &post["visibility"]), (&json!("published"), &json!("public")), "{post}");
    assert!(post["platform_post_url"].as_str().unwrap().starts_with("https://www.threads.net/@mira/post/"), "{post}");
    let feed = stand_ins.look("feed?platform=threads").await;
    assert_eq!(feed[0]["media"][0]["alt"], "The sea");
    let words = feed[0]["text"].as_str().unwrap();
    assert!(words.starts_with("Dawn") && words.contains("AI"), "the disclosure line stands in the words: {words}");
    let post = posted(&stand_ins, &product, &THREADS, "kimia", json!({ "caption": "Only words" })).await;
    assert_eq!(post["status"], "published", "{post}");
}

#[tokio::test]
async fn a_clip_goes_out_on_tiktok_where_the_creator_chose_who_sees_it_and_else_into_the_inbox() {
    let (stand_ins, product) = product().await;
    let view = listed(&product, "tiktok").await;
    assert_eq!((&view["name"], &view["label"]["field"]), (&json!("TikTok"), &json!("is_aigc")));
    let privacy = view["fields"].as_array().unwrap().iter().find(|field| field["name"] == "privacy_level").unwrap();
    assert_eq!(privacy["choices"].as_array().unwrap().len(), 4);
    let file = clip(&product).await;
    let input = |fields: Value| json!({ "content_id": file, "caption": "Waves", "post_type": "video", "fields": fields, "allowed": ["repeat"] });
    let public = input(json!({ "privacy_level": "PUBLIC_TO_EVERYONE" }));
    let post = posted(&stand_ins, &product, &TIKTOK, "mira", public).await;
    assert_eq!((&post["status"], &post["visibility"]), (&json!("published"), &json!("public")), "{post}");
    let address = post["platform_post_url"].as_str().unwrap();
    assert!(address.starts_with("https://www.tiktok.com/@mira/video/"), "{post}");
    // Without a choice it is finished in the app, which is asked of the creator.
    let post = posted(&stand_ins, &product, &TIKTOK, "kimia", input(json!({}))).await;
    assert_eq!((&post["status"], &post["attention"]["kind"]), (&json!("needs_attention"), &json!("private")), "{post}");
    assert!(post["attention"]["known"].to_string().contains("inbox of your TikTok app"), "{post}");
}

#[tokio::test]
async fn a_pin_goes_out_on_pinterest_with_its_label() {
    let (stand_ins, product) = product().await;
    let view = listed(&product, "pinterest").await;
    assert_eq!((&view["name"], view["logins"].as_array().unwrap().len()), (&json!("Pinterest"), 2));
    let file = picture(&product).await;
    let input = json!({ "content_id": file, "caption": "Dawn", "title": "Harbour", "alt_texts": ["The sea"],
        "fields": { "board": "Ideas", "link": "https://example.org/" } });
    let post = posted(&stand_ins, &product, &PINTEREST, "mira", input).await;
    assert_eq!((&post["status"], &post["visibility"]), (&json!("published"), &json!("public")), "{post}");
    assert!(post["platform_post_url"].as_str().unwrap().starts_with("https://www.pinterest.com/pin/"), "{post}");
    let feed = stand_ins.look("feed?platform=pinterest").await;
    assert_eq!((&feed[0]["ai_label"], &feed[0]["media"][0]["alt"]), (&json!("AI_MODIFIED"), &json!("The sea")));
}
