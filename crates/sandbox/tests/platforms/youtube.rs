//! The stand-in for YouTube: Google's login, the resumable protocol, the private lock, quota, refusals.

use serde_json::{Value, json};

use crate::support::{Stand, answer, body, mp4, unfold};

const GRAIN: usize = 256 * 1024;
const SCOPES: &str = "https://www.googleapis.com/auth/youtube.upload https://www.googleapis.com/auth/youtube.readonly https://www.googleapis.com/auth/youtube.force-ssl";

/// An account that is logged in.
struct Session {
    stand: Stand,
    connect: Value,
    access: String,
    refresh: String,
}

impl Session {
    async fn new(options: Value) -> Self {
        let stand = Stand::start().await;
        let connect = stand.account("youtube", "ada", options).await;
        let redirect = "http://127.0.0.1:5000/callback";
        let id = connect["client_id"].as_str().unwrap().to_owned();
        let query = [
            ("response_type", "code"),
            ("client_id", &id),
            ("redirect_uri", redirect),
            ("scope", SCOPES),
            ("auto", "allow"),
        ];
        let sent = stand.get("accounts.google.com/o/oauth2/v2/auth").query(&query).send().await.unwrap();
        let code = sent.headers()["location"].to_str().unwrap().split_once("code=").unwrap().1.to_owned();
        let mut session = Self { stand, connect, access: String::new(), refresh: String::new() };
        let form = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", redirect)];
        let (status, made) = session.token(&form).await;
        assert_eq!((status, &made["expires_in"]), (200, &json!(3599)), "{made}");
        session.access = made["access_token"].as_str().unwrap().to_owned();
        session.refresh = made["refresh_token"].as_str().unwrap().to_owned();
        session
    }

    async fn token(&self, form: &[(&str, &str)]) -> (u16, Value) {
        let text = |name: &str| self.connect[name].as_str().unwrap();
        let client = [("client_id", text("client_id")), ("client_secret", text("client_secret"))];
        answer(self.stand.post("oauth2.googleapis.com/token").form(&[form, &client].concat())).await
    }

    async fn open(&self, total: usize) -> (u16, Option<String>) {
        let address = "www.googleapis.com/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status";
        let said = json!({"snippet": {"title": "Dawn"}, "status": {"privacyStatus": "public", "containsSyntheticMedia": true}});
        let request = self.stand.post(address).bearer_auth(&self.access).json(&said);
        let sent = request.header("x-upload-content-length", total).send().await.unwrap();
        let location = sent.headers().get("location").map(|location| location.to_str().unwrap().to_owned());
        (sent.status().as_u16(), location)
    }

    /// Sends bytes to a session and gives status, `Range` and body.
    async fn put(&self, location: &str, range: &str, bytes: &[u8]) -> (u16, Option<String>, Value) {
        let request = self.stand.client.put(location).bearer_auth(&self.access).header("content-range", range);
        let sent = request.body(bytes.to_vec()).send().await.unwrap();
        let range = sent.headers().get("range").map(|range| range.to_str().unwrap().to_owned());
        (sent.status().as_u16(), range, body(sent).await)
    }

    async fn video(&self, id: &str) -> Value {
        let address = format!("www.googleapis.com/youtube/v3/videos?part=status,processingDetails&id={id}");
        answer(self.stand.get(&address).bearer_auth(&self.access)).await.1["items"][0].clone()
    }
}

#[tokio::test]
async fn refusals_have_the_reasons_of_youtube() {
    let session = Session::new(json!({})).await;
    let fixtures: Value = serde_json::from_str(include_str!("fixtures/youtube.json")).unwrap();
    for fixture in fixtures.as_array().unwrap() {
        let mut fixture = fixture.clone();
        unfold(&mut fixture);
        let request = match (fixture["post"].as_str(), fixture["get"].as_str()) {
            (Some(path), _) => session.stand.post(&format!("www.googleapis.com/{path}")).json(&fixture["send"]),
            (_, Some(path)) => session.stand.get(&format!("www.googleapis.com/{path}")),
            _ => panic!("{fixture}"),
        };
        let request = if fixture["without_token"] == true { request } else { request.bearer_auth(&session.access) };
        let (status, answer) = answer(request).await;
        let error = &answer["error"];
        assert_eq!(
            (json!(status), &error["errors"][0]["reason"], &error["code"]),
            (fixture["status"].clone(), &fixture["reason"], &json!(status)),
            "{}: {answer}",
            fixture["about"]
        );
    }
    assert_eq!(session.stand.look("feed").await, json!([]));
}

#[tokio::test]
async fn bytes_follow_in_order_and_the_last_one_makes_the_clip() {
    let session = Session::new(json!({"processing_seconds": 3})).await;
    let bytes = [mp4(), vec![7; GRAIN + 100 - 24]].concat();
    let total = bytes.len();
    let (_, location) = session.open(total).await;
    let location = location.unwrap();
    let ask = format!("bytes */{total}");
    assert_eq!(session.put(&location, &ask, b"").await.0, 308);
    assert_eq!(session.put(&location, &ask, b"").await.1, None, "nothing has arrived");
    let first = format!("bytes 0-{}/{total}", GRAIN - 1);
    let arrived = Some(format!("bytes=0-{}", GRAIN - 1));
    assert_eq!(session.put(&location, "bytes 0-99/262244", &bytes[..100]).await.0, 400, "no whole grain");
    assert_eq!(session.put(&location, &first, &bytes[..GRAIN]).await.1, arrived);
    assert_eq!(session.put(&location, &first, &bytes[..GRAIN]).await.1, arrived, "the same again changes nothing");
    assert_eq!(session.stand.look("feed").await, json!([]));
    let last = format!("bytes {GRAIN}-{}/{total}", total - 1);
    let (status, _, clip) = session.put(&location, &last, &bytes[GRAIN..]).await;
    let id = clip["id"].as_str().unwrap().to_owned();
    assert_eq!((status, &clip["status"]["uploadStatus"]), (200, &json!("uploaded")));
    assert_eq!(session.put(&location, &ask, b"").await.2["id"], id, "the session answers with the clip");
    assert_eq!(session.stand.look("feed").await[0]["ai_label"], "containsSyntheticMedia");
    assert_eq!(session.video(&id).await["processingDetails"]["processingStatus"], "processing");
    session.stand.advance(3).await;
    assert_eq!(session.video(&id).await["status"]["uploadStatus"], "processed");
    session.stand.advance(7 * 86_400).await;
    let form = [("grant_type", "refresh_token"), ("refresh_token", session.refresh.as_str())];
    let (_, made) = session.token(&form).await;
    let request = session.stand.client.put(&location).bearer_auth(made["access_token"].as_str().unwrap());
    assert_eq!(answer(request.header("content-range", &ask)).await.0, 410, "after a week it is gone");
}

#[tokio::test]
async fn a_session_goes_on_after_the_stand_in_was_killed() {
    let mut session = Session::new(json!({})).await;
    let bytes = [mp4(), vec![7; 2 * GRAIN - 24]].concat();
    let (_, location) = session.open(bytes.len()).await;
    let location = location.unwrap();
    let total = bytes.len();
    session.put(&location, &format!("bytes 0-{}/{total}", GRAIN - 1), &bytes[..GRAIN]).await;
    session.stand.kill_and_restart();
    let arrived = Some(format!("bytes=0-{}", GRAIN - 1));
    assert_eq!(session.put(&location, &format!("bytes */{total}"), b"").await.1, arrived);
    let last = format!("bytes {GRAIN}-{}/{total}", total - 1);
    assert_eq!(session.put(&location, &last, &bytes[GRAIN..]).await.0, 200);
    assert_eq!(session.stand.look("published").await["posts"], 1);
}

#[tokio::test]
async fn the_quota_of_a_day_ends_and_begins_anew_at_midnight_in_california() {
    let session = Session::new(json!({"uploads_per_day": 1, "is_audited": false})).await;
    assert_eq!(session.open(9).await.0, 200);
    assert_eq!(session.open(9).await.0, 403);
    // It is nine in the morning in London: midnight there is 23 hours away.
    session.stand.advance(23 * 3600 - 1).await;
    let renew = || async {
        let form = [("grant_type", "refresh_token"), ("refresh_token", session.refresh.as_str())];
        session.token(&form).await.1["access_token"].as_str().unwrap().to_owned()
    };
    let stand = &session.stand;
    let open = |access: String| async move {
        let address = "www.googleapis.com/upload/youtube/v3/videos?uploadType=resumable&part=snippet";
        let said = json!({"snippet": {"title": "Dawn"}});
        answer(stand.post(address).bearer_auth(access).json(&said)).await.0
    };
    let access = renew().await;
    assert_eq!(open(access.clone()).await, 403);
    session.stand.advance(1).await;
    assert_eq!(open(access).await, 200);
}
