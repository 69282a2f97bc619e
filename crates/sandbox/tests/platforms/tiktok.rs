//! The stand-in for TikTok: its challenge, refusals in its envelope, pieces in order, what outlives a kill.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{Stand, answer, mp4, unfold};

const API: &str = "open.tiktokapis.com";
const VERIFIER: &str = "a-verifier-of-forty-three-letters-and-more-0";

/// An account that is logged in.
struct Session {
    stand: Stand,
    access: String,
    refresh: String,
    client: [(&'static str, String); 2],
}

impl Session {
    async fn new(options: Value) -> Self {
        Self::with_challenge(options, |verifier| {
            Sha256::digest(verifier.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
        })
        .await
        .unwrap()
    }

    /// `None` when the challenge does not fit the verifier.
    async fn with_challenge(options: Value, challenge: fn(&str) -> String) -> Option<Self> {
        let stand = Stand::start().await;
        let told = stand.account("tiktok", "ada", options).await;
        let text = |name: &str| told[name].as_str().unwrap().to_owned();
        let client = [("client_key", text("client_id")), ("client_secret", text("client_secret"))];
        let redirect = "http://127.0.0.1:5000/tiktok/callback";
        let challenge = challenge(VERIFIER);
        let query = [
            ("response_type", "code"),
            ("client_key", &client[0].1),
            ("redirect_uri", redirect),
            ("scope", "user.info.basic,video.publish,video.upload,video.list"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
            ("auto", "allow"),
        ];
        let sent = stand.get("www.tiktok.com/v2/auth/authorize/").query(&query).send().await.unwrap();
        let code = sent.headers()["location"].to_str().unwrap().split_once("code=").unwrap().1.to_owned();
        let mut session = Self { stand, access: String::new(), refresh: String::new(), client };
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", redirect),
            ("code_verifier", VERIFIER),
        ];
        let (status, made) = session.token(&form).await;
        if status != 200 {
            assert_eq!(made["error"], "invalid_grant", "{made}");
            return None;
        }
        assert_eq!((&made["expires_in"], &made["token_type"]), (&json!(7200), &json!("Bearer")), "{made}");
        session.access = made["access_token"].as_str().unwrap().to_owned();
        session.refresh = made["refresh_token"].as_str().unwrap().to_owned();
        Some(session)
    }

    async fn token(&self, form: &[(&str, &str)]) -> (u16, Value) {
        let client: Vec<(&str, &str)> = self.client.iter().map(|(name, value)| (*name, value.as_str())).collect();
        answer(self.stand.post(&format!("{API}/v2/oauth/token/")).form(&[form, &client].concat())).await
    }

    async fn ask(&self, path: &str, send: &Value) -> (u16, Value) {
        answer(self.stand.post(&format!("{API}{path}")).bearer_auth(&self.access).json(send)).await
    }

    async fn status(&self, id: &Value) -> Value {
        self.ask("/v2/post/publish/status/fetch/", &json!({ "publish_id": id })).await.1["data"].clone()
    }

    async fn put(&self, address: &Value, range: &str, bytes: &[u8]) -> u16 {
        let request = self.stand.client.put(address.as_str().unwrap()).header("content-range", range);
        request.body(bytes.to_vec()).send().await.unwrap().status().as_u16()
    }
}

#[tokio::test]
async fn the_challenge_is_hexadecimal_and_the_one_of_the_standard_is_refused() {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let standard = |verifier: &str| URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    assert!(Session::with_challenge(json!({}), standard).await.is_none());
    let session = Session::new(json!({})).await;
    let renew = [("grant_type", "refresh_token"), ("refresh_token", session.refresh.as_str())];
    assert_eq!(session.token(&renew).await.0, 200);
    assert_eq!(session.token(&renew).await.1["error"], "invalid_grant", "the old one is dead");
}

#[tokio::test]
async fn refusals_come_in_the_envelope() {
    let session = Session::new(json!({"is_audited": true, "verified": "cdn.example"})).await;
    let fixtures: Value = serde_json::from_str(include_str!("fixtures/tiktok.json")).unwrap();
    for fixture in fixtures.as_array().unwrap() {
        let mut send = fixture["send"].clone();
        unfold(&mut send);
        let request = session.stand.post(&format!("{API}{}", fixture["call"].as_str().unwrap())).json(&send);
        let request = match fixture["token"].as_str() {
            Some("") => request,
            Some(other) => request.bearer_auth(other),
            None => request.bearer_auth(&session.access),
        };
        let (status, answer) = answer(request).await;
        let found = (json!(status), &answer["error"]["code"]);
        assert_eq!(found, (fixture["status"].clone(), &fixture["code"]), "{}: {answer}", fixture["about"]);
        assert!(answer["error"]["message"].is_string() && answer["error"]["log_id"].is_string(), "{answer}");
    }
    let (status, info) = session.ask("/v2/post/publish/creator_info/query/", &json!({})).await;
    assert_eq!((status, &info["error"]["code"]), (200, &json!("ok")), "{info}");
    assert_eq!(info["data"]["max_video_post_duration_sec"], 600);
}

#[tokio::test]
async fn pieces_come_in_order_and_the_last_one_makes_the_post_over_a_kill() {
    let mut session = Session::new(json!({"is_audited": true})).await;
    let (piece, total) = (5_000_000, 11_000_000);
    let mut bytes = mp4();
    bytes.resize(total, 7);
    let send = json!({"post_info": {"title": "Dawn", "privacy_level": "PUBLIC_TO_EVERYONE", "is_aigc": true},
        "source_info": {"source": "FILE_UPLOAD", "video_size": total, "chunk_size": piece, "total_chunk_count": 2}});
    let (status, made) = session.ask("/v2/post/publish/video/init/", &send).await;
    assert_eq!(status, 200, "{made}");
    let (id, address) = (made["data"]["publish_id"].clone(), made["data"]["upload_url"].clone());
    assert_eq!(session.put(&address, "bytes 5000000-10999999/11000000", &bytes[piece..]).await, 416, "out of order");
    assert_eq!(session.put(&address, "bytes 0-4999999/11000000", &bytes[..piece]).await, 206);
    assert_eq!(session.put(&address, "bytes 0-4999999/11000000", &bytes[..piece]).await, 416, "once");
    let told = session.status(&id).await;
    assert_eq!((&told["status"], &told["uploaded_bytes"]), (&json!("PROCESSING_UPLOAD"), &json!(piece)));
    session.stand.kill_and_restart();
    session.stand.url = session.stand.sandbox.as_ref().unwrap().url();
    assert_eq!(session.put(&address, "bytes 5000000-10999999/11000000", &bytes[piece..]).await, 201);
    assert_eq!(session.status(&id).await["status"], "PROCESSING_UPLOAD", "it is worked on");
    session.stand.advance(5).await;
    let told = session.status(&id).await;
    assert_eq!(told["status"], "PUBLISH_COMPLETE");
    let post = told["publicaly_available_post_id"][0].to_string();
    let query = json!({"filters": {"video_ids": [post]}});
    let (_, found) = session.ask("/v2/video/query/?fields=id,share_url", &query).await;
    assert!(found["data"]["videos"][0]["share_url"].as_str().unwrap().contains("/@ada/video/"), "{found}");
    assert_eq!(session.stand.look("published").await["doubled"], 0);
}

#[tokio::test]
async fn the_seventh_posting_in_a_minute_waits() {
    let session = Session::new(json!({"is_audited": true})).await;
    let source = json!({"source": "FILE_UPLOAD", "video_size": 9, "chunk_size": 9, "total_chunk_count": 1});
    let open = async || session.ask("/v2/post/publish/inbox/video/init/", &json!({ "source_info": source })).await;
    for _ in 0..6 {
        assert_eq!(open().await.0, 200);
    }
    assert_eq!(open().await.1["error"]["code"], "rate_limit_exceeded");
    session.stand.advance(61).await;
    assert_eq!(open().await.0, 200);
}
