//! What Troupe adds to the sandbox's own time for a post: the calls that publish a picture on Bluesky's stand-in made by
//! a plain client, then the same through the whole product, from `posts.create` to the event that says that the post is
//! up and was read back. Prints one JSON line; `cargo xtask bench publishing` reads it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use serde_json::{Value, json};
use std::time::{Duration, Instant};
use troupe_sandbox::{Sandbox, SandboxConfig};
use troupe_studio::{Caller, Kind, OpenOptions, Rehearsal, Studio};

/// Each on an account of its own, by a character of its own: no limit and no pause between two of them is measured.
const POSTS: usize = 40;
/// What runs before, uncounted.
const WARM_UP: usize = 4;
const SIDE_PX: u32 = 1024;
const PDS: &str = "platforms/bsky.social/xrpc";

struct Stand {
    folder: tempfile::TempDir,
    sandbox: Sandbox,
    client: reqwest::Client,
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let sandbox = Sandbox::start(SandboxConfig::new(folder.path().join("sandbox")).step_ms(0)).unwrap();
        let stand = Stand { folder, sandbox, client: reqwest::Client::builder().no_proxy().build().unwrap() };
        let at = &stand.sandbox;
        let rehearsal = Rehearsal { comfyui: at.url(), platforms: at.platforms_url(), text: at.ollama_url() };
        let mut options = OpenOptions::new(stand.folder.path().join("library"));
        options.rehearsal = Some(rehearsal);
        let studio = Studio::open(options).await.unwrap().as_caller(Caller::Rest);
        studio.start_tasks();
        let pictures = pictures(&studio).await;
        // Turn by turn, so that both see the same machine.
        let (mut alone, mut through) = (Vec::new(), Vec::new());
        for (number, picture) in pictures.iter().enumerate() {
            let (post, sent) = stand.through_troupe(&studio, number, picture).await;
            let direct = stand.alone(number, sent).await;
            if number >= WARM_UP {
                through.push(post);
                alone.push(direct);
            }
        }
        studio.close().await;
        let (alone, through) = (half(alone), half(through));
        let line =
            json!({ "what": "a post", "alone_ms": alone, "through_ms": through, "overhead_ms": through - alone });
        println!("{line}");
    });
}

/// The middle one, in milliseconds.
fn half(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

/// One picture a post, so that none is ready from an earlier one.
async fn pictures(studio: &Studio) -> Vec<String> {
    let input = json!({ "prompt": "a lighthouse at dusk", "width": SIDE_PX, "height": SIDE_PX, "steps": 1,
        "count": POSTS + WARM_UP, "wait": 300 });
    let job = studio.run("images.generate", input).await.unwrap();
    let ids: Vec<String> = serde_json::from_value(job["content_ids"].clone()).unwrap();
    for id in &ids {
        studio.run("content.update", json!({ "content_id": id, "rating": "safe" })).await.unwrap();
    }
    assert_eq!(ids.len(), POSTS + WARM_UP, "{job}");
    ids
}

impl Stand {
    async fn order(&self, order: &str, body: Value) -> Value {
        let sent = self.client.post(format!("{}/sandbox/{order}", self.sandbox.url())).json(&body).send().await;
        sent.unwrap().error_for_status().unwrap().json().await.unwrap()
    }

    async fn opened(&self, handle: &str) -> Value {
        self.order("accounts", json!({ "platform": "bluesky", "handle": handle })).await["connect"].clone()
    }

    /// One post through the product. Answers its time and the bytes that the stand-in got.
    async fn through_troupe(&self, studio: &Studio, number: usize, picture: &str) -> (Duration, Vec<u8>) {
        let told = self.opened(&format!("troupe{number}")).await;
        let fields = json!({ "handle": told["handle"], "app_password": told["app_password"] });
        let login = json!({ "platform": "bluesky", "auth_data": { "login": "app_password", "fields": fields } });
        let account = studio.run("accounts.connect", login).await.unwrap()["account_id"].clone();
        let character = json!({ "name": format!("Character {number}"), "age": 30 });
        let character = studio.run("characters.create", character).await.unwrap()["id"].clone();
        let mut events = studio.events().subscribe();
        let input = json!({ "account_id": account, "character_id": character, "content_id": picture,
            "caption": format!("Lighthouse {number}"), "alt_text": "A lighthouse", "publish_immediately": true });
        let began = Instant::now();
        let post = studio.run("posts.create", input).await.unwrap()["post_id"].clone();
        loop {
            let event = events.next().await.unwrap();
            assert_ne!(event.kind, Kind::PostFailed, "{:?}", event.data);
            if event.kind == Kind::PostPublished && event.data["post_id"] == post {
                break;
            }
        }
        let took = began.elapsed();
        let feed: Value = self.read(&format!("{}/sandbox/feed?account={}", self.sandbox.url(), handle(&told))).await;
        let file = self.client.get(feed[0]["media"][0]["url"].as_str().unwrap()).send().await.unwrap();
        (took, file.bytes().await.unwrap().to_vec())
    }

    /// The same calls by a plain client: the file, the record, the look at it.
    async fn alone(&self, number: usize, file: Vec<u8>) -> Duration {
        let told = self.opened(&format!("alone{number}")).await;
        let login = json!({ "identifier": told["handle"], "password": told["app_password"] });
        let session = self.call("com.atproto.server.createSession", None, login).await;
        let token = session["accessJwt"].as_str().unwrap();
        let began = Instant::now();
        let upload = self.client.post(self.at("com.atproto.repo.uploadBlob")).bearer_auth(token);
        let upload = upload.header("content-type", "image/jpeg").body(file).send().await.unwrap();
        let blob = upload.error_for_status().unwrap().json::<Value>().await.unwrap()["blob"].clone();
        let image = json!({ "image": blob, "alt": "A lighthouse", "aspectRatio": { "width": 1, "height": 1 } });
        let record = json!({ "$type": "app.bsky.feed.post", "text": format!("Lighthouse {number}"),
            "createdAt": "2026-11-20T12:00:00.000Z", "embed": { "$type": "app.bsky.embed.images", "images": [image] } });
        let body = json!({ "repo": session["did"], "collection": "app.bsky.feed.post", "rkey": "3kaaaaaaaa222",
            "record": record });
        let made = self.call("com.atproto.repo.putRecord", Some(token), body).await;
        let view = format!("{}?uris={}", self.at("app.bsky.feed.getPosts"), made["uri"].as_str().unwrap());
        let shown = self.read(&view).await;
        assert_eq!(shown["posts"].as_array().map(Vec::len), Some(1), "{shown}");
        began.elapsed()
    }

    fn at(&self, call: &str) -> String {
        format!("{}/{PDS}/{call}", self.sandbox.url())
    }

    async fn read(&self, address: &str) -> Value {
        self.client.get(address).send().await.unwrap().error_for_status().unwrap().json().await.unwrap()
    }

    async fn call(&self, call: &str, token: Option<&str>, body: Value) -> Value {
        let request = self.client.post(self.at(call)).json(&body);
        let request = token.iter().fold(request, |request, token| request.bearer_auth(token));
        let answer = request.send().await.unwrap();
        let (status, words) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{call}: {words}");
        serde_json::from_str(&words).unwrap()
    }
}

fn handle(told: &Value) -> &str {
    told["handle"].as_str().unwrap()
}
