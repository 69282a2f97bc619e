//! The stand-in for Bluesky: sessions, blobs, records that can be put twice, limits, refusals.

use serde_json::{Value, json};

use crate::support::{START, Stand, answer, body, jpeg, lost, mp4, unfold};

const KEY: &str = "3jzfcijpj2z2a";

/// An account with a session.
struct Session {
    stand: Stand,
    did: String,
    password: String,
    access: String,
    refresh: String,
}

impl Session {
    async fn new() -> Self {
        let stand = Stand::start().await;
        let connect = stand.account("bluesky", "ada", json!({"followers": 12})).await;
        assert_eq!(connect["handle"], "ada.bsky.social");
        let password = connect["app_password"].as_str().unwrap().to_owned();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut session =
            Self { did: text(&connect["did"]), stand, password, access: String::new(), refresh: String::new() };
        let made = session.login().await;
        (session.access, session.refresh) = (text(&made["accessJwt"]), text(&made["refreshJwt"]));
        session
    }

    async fn login(&self) -> Value {
        let send = json!({"identifier": "ada.bsky.social", "password": self.password});
        let (status, made) = answer(self.stand.post(&xrpc("com.atproto.server.createSession")).json(&send)).await;
        assert_eq!(status, 200, "{made}");
        made
    }

    async fn call(&self, method: &str, send: &Value) -> (u16, Value) {
        answer(self.stand.post(&xrpc(method)).bearer_auth(&self.access).json(send)).await
    }

    async fn read(&self, method: &str) -> (u16, Value) {
        answer(self.stand.get(&xrpc(method))).await
    }

    async fn upload(&self, bytes: Vec<u8>, content_type: &str) -> (u16, Value) {
        let request = self.stand.post(&xrpc("com.atproto.repo.uploadBlob")).bearer_auth(&self.access);
        answer(request.header("content-type", content_type).body(bytes)).await
    }

    fn put(&self, record: &Value) -> Value {
        json!({"repo": self.did, "collection": "app.bsky.feed.post", "rkey": KEY, "record": record})
    }

    fn uri(&self) -> String {
        format!("at://{}/app.bsky.feed.post/{KEY}", self.did)
    }
}

fn xrpc(method: &str) -> String {
    format!("bsky.social/xrpc/{method}")
}

fn post(text: &str) -> Value {
    json!({"$type": "app.bsky.feed.post", "text": text, "createdAt": START, "langs": ["en"]})
}

fn with_image(blob: &Value) -> Value {
    let mut record = post("Morning");
    record["embed"] = json!({"$type": "app.bsky.embed.images", "images": [
        {"image": blob, "alt": "A street at dawn", "aspectRatio": {"width": 4, "height": 5}}]});
    record
}

#[tokio::test]
async fn refusals_are_those_of_the_server() {
    let session = Session::new().await;
    let fixtures: Value = serde_json::from_str(include_str!("fixtures/bluesky.json")).unwrap();
    for fixture in fixtures.as_array().unwrap() {
        let mut fixture = fixture.clone();
        unfold(&mut fixture);
        let fixture: Value = serde_json::from_str(&fixture.to_string().replace("DID", &session.did)).unwrap();
        let request = match (fixture["post"].as_str(), fixture["get"].as_str()) {
            (Some(method), _) => session.stand.post(&xrpc(method)).json(&fixture["send"]),
            (_, Some(method)) => session.stand.get(&xrpc(method)),
            _ => panic!("{fixture}"),
        };
        let request = if fixture["without_token"] == true { request } else { request.bearer_auth(&session.access) };
        let (status, answer) = answer(request).await;
        assert_eq!((json!(status), &answer), (fixture["status"].clone(), &fixture["answer"]), "{}", fixture["about"]);
    }
    assert_eq!(session.stand.look("feed").await, json!([]));
}

#[tokio::test]
async fn a_picture_is_uploaded_and_put_once_however_often_it_is_put() {
    let session = Session::new().await;
    let (status, uploaded) = session.upload(jpeg(40, 50, 7), "image/jpeg").await;
    assert_eq!(status, 200, "{uploaded}");
    let blob = &uploaded["blob"];
    assert_eq!((&blob["$type"], &blob["mimeType"]), (&json!("blob"), &json!("image/jpeg")));
    assert!(blob["ref"]["$link"].as_str().unwrap().starts_with("bafkrei"));
    assert_eq!(session.upload(jpeg(40, 50, 7), "image/jpeg").await.1, uploaded);

    let send = session.put(&with_image(blob));
    let (status, made) = session.call("com.atproto.repo.putRecord", &send).await;
    assert_eq!(status, 200, "{made}");
    assert_eq!((&made["uri"], &made["validationStatus"]), (&json!(session.uri()), &json!("valid")));
    let (_, again) = session.call("com.atproto.repo.putRecord", &send).await;
    assert_eq!((&again["cid"], again.get("commit")), (&made["cid"], None));
    let (_, found) = session
        .read(&format!("com.atproto.repo.getRecord?repo={}&collection=app.bsky.feed.post&rkey={KEY}", session.did))
        .await;
    assert_eq!((&found["cid"], &found["value"]), (&made["cid"], &send["record"]));
    let feed = session.stand.look("feed").await;
    assert_eq!((feed.as_array().unwrap().len(), &feed[0]["identical"]), (1, &json!(1)));
    assert_eq!(feed[0]["permalink"], format!("https://bsky.app/profile/ada.bsky.social/post/{KEY}"));
    assert_eq!(feed[0]["media"][0]["alt"], "A street at dawn");

    // A key that is taken is no clean conflict for createRecord.
    let (status, refusal) = session.call("com.atproto.repo.createRecord", &send).await;
    assert_eq!((status, &refusal["error"]), (500, &json!("InternalServerError")));
    let delete = json!({"repo": session.did, "collection": "app.bsky.feed.post", "rkey": KEY});
    assert_eq!(session.call("com.atproto.repo.deleteRecord", &delete).await.0, 200);
    assert_eq!(session.call("com.atproto.repo.deleteRecord", &delete).await, (200, json!({})));
    assert_eq!(session.stand.look("feed").await, json!([]));
}

#[tokio::test]
async fn a_lost_reply_is_found_by_its_key_after_a_kill() {
    let mut session = Session::new().await;
    session.stand.arm(json!({"platform": "bluesky", "call": "put_record", "fault": "reply_lost"})).await;
    let send = session.put(&post("Once"));
    lost(session.stand.post(&xrpc("com.atproto.repo.putRecord")).bearer_auth(&session.access).json(&send)).await;
    session.stand.kill_and_restart();
    let address = format!("com.atproto.repo.getRecord?repo={}&collection=app.bsky.feed.post&rkey={KEY}", session.did);
    assert_eq!(session.read(&address).await.0, 200);
    assert_eq!(session.call("com.atproto.repo.putRecord", &send).await.0, 200);
    assert_eq!(session.stand.look("published").await["doubled"], 0);
}

#[tokio::test]
async fn blobs_are_judged_when_a_record_names_them_and_collected_when_none_does() {
    let session = Session::new().await;
    let mut noisy = jpeg(64, 64, 1);
    noisy.resize(2_000_001, 0);
    let (_, large) = session.upload(noisy, "image/jpeg").await;
    let (_, refusal) = session.call("com.atproto.repo.putRecord", &session.put(&with_image(&large["blob"]))).await;
    let words = "This file is too large. It is 1.91MB but the maximum size is 1.91MB.";
    assert_eq!(refusal, json!({"error": "BlobTooLarge", "message": words}));
    let (_, clip) = session.upload(mp4(), "video/mp4").await;
    let (_, refusal) = session.call("com.atproto.repo.putRecord", &session.put(&with_image(&clip["blob"]))).await;
    assert_eq!(refusal["error"], "InvalidMimeType");
    let mut record = post("A clip");
    record["embed"] = json!({"$type": "app.bsky.embed.video", "video": clip["blob"], "alt": "Waves"});
    assert_eq!(session.call("com.atproto.repo.putRecord", &session.put(&record)).await.0, 200);

    let (_, image) = session.upload(jpeg(40, 50, 7), "image/jpeg").await;
    session.stand.advance(86_400).await;
    let late = Session { access: String::new(), ..session };
    let made = late.login().await;
    let late = Session { access: made["accessJwt"].as_str().unwrap().into(), ..late };
    let (_, refusal) = late.call("com.atproto.repo.putRecord", &late.put(&with_image(&image["blob"]))).await;
    assert_eq!(refusal["error"], "BlobNotFound");
    late.stand.arm(json!({"platform": "bluesky", "call": "upload_blob", "fault": "container_expired"})).await;
    let (_, image) = late.upload(jpeg(40, 50, 7), "image/jpeg").await;
    let (_, refusal) = late.call("com.atproto.repo.putRecord", &late.put(&with_image(&image["blob"]))).await;
    assert_eq!(refusal["error"], "BlobNotFound");
    assert_eq!(late.upload(vec![1; (50 << 20) + 1], "video/mp4").await.0, 413);
}

#[tokio::test]
async fn sessions_end_are_renewed_and_the_old_refresh_token_is_dead() {
    let session = Session::new().await;
    let me = || session.stand.get(&xrpc("com.atproto.server.getSession")).bearer_auth(&session.access);
    let (_, known) = answer(me()).await;
    assert_eq!((&known["handle"], &known["active"]), (&json!("ada.bsky.social"), &json!(true)));
    assert_eq!(known["didDoc"]["service"][0]["serviceEndpoint"], session.stand.at("bsky.social"));
    session.stand.advance(7200).await;
    assert_eq!(answer(me()).await, (400, json!({"error": "ExpiredToken", "message": "Token has expired"})));

    let renew = |token: &str| session.stand.post(&xrpc("com.atproto.server.refreshSession")).bearer_auth(token);
    let (status, renewed) = answer(renew(&session.refresh)).await;
    assert_eq!(status, 200, "{renewed}");
    let dead = answer(renew(&session.refresh)).await;
    assert_eq!(dead, (400, json!({"error": "ExpiredToken", "message": "Token has been revoked"})));
    session.stand.advance(90 * 86_400 - 1).await;
    let (status, renewed) = answer(renew(renewed["refreshJwt"].as_str().unwrap())).await;
    assert_eq!(status, 200);
    session.stand.advance(90 * 86_400).await;
    let (status, late) = answer(renew(renewed["refreshJwt"].as_str().unwrap())).await;
    assert_eq!((status, &late["error"]), (400, &json!("ExpiredToken")));
}

#[tokio::test]
async fn a_token_expires_or_is_revoked_on_demand_and_a_refresh_mends_the_first() {
    let session = Session::new().await;
    session.stand.arm(json!({"platform": "bluesky", "call": "upload_blob", "fault": "token_expired"})).await;
    let (status, refusal) = session.upload(jpeg(4, 4, 1), "image/jpeg").await;
    assert_eq!((status, &refusal["error"]), (400, &json!("ExpiredToken")));
    let renewed = session.stand.post(&xrpc("com.atproto.server.refreshSession")).bearer_auth(&session.refresh);
    assert_eq!(answer(renewed).await.0, 200);

    let session = Session::new().await;
    session.stand.arm(json!({"platform": "bluesky", "call": "get_session", "fault": "token_revoked"})).await;
    let me = session.stand.get(&xrpc("com.atproto.server.getSession")).bearer_auth(&session.access);
    assert_eq!(answer(me).await.1["message"], "Token has been revoked");
    let renewed = session.stand.post(&xrpc("com.atproto.server.refreshSession")).bearer_auth(&session.refresh);
    assert_eq!(answer(renewed).await.0, 400);
}

#[tokio::test]
async fn points_are_counted_and_told_in_the_headers() {
    let session = Session::new().await;
    let send = session.put(&post("One"));
    let request = || session.stand.post(&xrpc("com.atproto.repo.putRecord")).bearer_auth(&session.access).json(&send);
    let response = request().send().await.unwrap();
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!((header("ratelimit-limit"), header("ratelimit-remaining")), ("5000".into(), "4997".into()));
    assert_eq!((header("ratelimit-policy"), header("ratelimit-reset")), ("5000;w=3600".into(), "1894010400".into()));

    session
        .stand
        .arm(json!({"platform": "bluesky", "call": "put_record", "fault": "rate_limited", "seconds": 90}))
        .await;
    let response = request().send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["ratelimit-reset"]),
        (429, &"1894006890".parse().unwrap())
    );
    assert_eq!(body(response).await, json!({"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}));

    for _ in 1..30 {
        session.login().await;
    }
    let send = json!({"identifier": "ada.bsky.social", "password": session.password});
    let (status, refusal) = answer(session.stand.post(&xrpc("com.atproto.server.createSession")).json(&send)).await;
    assert_eq!((status, &refusal["error"]), (429, &json!("RateLimitExceeded")));
}

#[tokio::test]
async fn comments_likes_and_reposts_are_seen_by_the_public() {
    let session = Session::new().await;
    let (_, made) = session.call("com.atproto.repo.putRecord", &session.put(&post("Hello"))).await;
    let comment = json!({"platform": "bluesky", "post_id": session.uri(), "author": "bo.bsky.social", "text": "Nice!"});
    let comment = session.stand.order("comments", comment).await;
    let subject = json!({"uri": made["uri"], "cid": made["cid"]});
    for collection in ["app.bsky.feed.like", "app.bsky.feed.repost"] {
        let record = json!({"subject": subject, "createdAt": START});
        let send = json!({"repo": session.did, "collection": collection, "record": record});
        assert_eq!(session.call("com.atproto.repo.createRecord", &send).await.0, 200);
    }
    let mut thanks = post("Thank you");
    thanks["reply"] = json!({"root": subject, "parent": {"uri": comment["id"], "cid": "bafyreiabc"}});
    let send = json!({"repo": session.did, "collection": "app.bsky.feed.post", "record": thanks});
    assert_eq!(session.call("com.atproto.repo.createRecord", &send).await.0, 200);

    let address = format!("public.api.bsky.app/xrpc/app.bsky.feed.getPosts?uris={}", session.uri());
    let (_, seen) = answer(session.stand.get(&address)).await;
    let counts = ["likeCount", "repostCount", "replyCount"].map(|count| seen["posts"][0][count].as_u64().unwrap());
    assert_eq!(counts, [1, 1, 1]);
    let address = format!("public.api.bsky.app/xrpc/app.bsky.feed.getPostThread?uri={}", session.uri());
    let (_, thread) = answer(session.stand.get(&address)).await;
    let reply = &thread["thread"]["replies"][0];
    assert_eq!(
        (&reply["post"]["record"]["text"], &reply["post"]["author"]["handle"]),
        (&json!("Nice!"), &json!("bo.bsky.social"))
    );
    assert_eq!(reply["replies"][0]["post"]["record"]["text"], "Thank you");
    let (_, me) = session.read("app.bsky.actor.getProfile?actor=ada.bsky.social").await;
    assert_eq!((&me["postsCount"], &me["followersCount"]), (&json!(2), &json!(12)));
    let (_, listed) = session
        .read(&format!("com.atproto.repo.listRecords?repo={}&collection=app.bsky.feed.post&limit=1", session.did))
        .await;
    assert_eq!(listed["records"].as_array().unwrap().len(), 1);
}
