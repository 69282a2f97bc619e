//! The stand-in for X: logins that rotate, uploads in pieces, the rule against duplicates, windows, refusals.

use serde_json::{Value, json};

use crate::support::{Stand, answer, jpeg, mp4, part, unfold};

const REDIRECT: &str = "http://127.0.0.1:28789/x/callback";
/// The example of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// An account that is logged in.
struct Session {
    stand: Stand,
    client_id: String,
    access: String,
    refresh: String,
}

impl Session {
    async fn new(options: Value) -> Self {
        let stand = Stand::start().await;
        let connect = stand.account("x", "ada", options).await;
        let client_id = connect["client_id"].as_str().unwrap().to_owned();
        let mut session = Self { stand, client_id, access: String::new(), refresh: String::new() };
        let code = session.code("offline.access tweet.read tweet.write users.read media.write").await;
        let (status, made) = session.redeem(&code, VERIFIER).await;
        assert_eq!(status, 200, "{made}");
        session.take(&made);
        session
    }

    fn take(&mut self, made: &Value) {
        self.access = made["access_token"].as_str().unwrap().to_owned();
        self.refresh = made["refresh_token"].as_str().unwrap().to_owned();
    }

    async fn code(&self, scope: &str) -> String {
        let query = [
            ("response_type", "code"),
            ("client_id", &self.client_id),
            ("redirect_uri", REDIRECT),
            ("scope", scope),
            ("state", "s"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("auto", "allow"),
        ];
        let sent = self.stand.get("x.com/i/oauth2/authorize").query(&query).send().await.unwrap();
        let back = sent.headers()["location"].to_str().unwrap();
        let code = back.strip_prefix(&format!("{REDIRECT}?code=")).unwrap();
        code.strip_suffix("&state=s").unwrap().to_owned()
    }

    async fn token(&self, form: &[(&str, &str)]) -> (u16, Value) {
        answer(self.stand.post("api.x.com/2/oauth2/token").form(form)).await
    }

    async fn redeem(&self, code: &str, verifier: &str) -> (u16, Value) {
        let client = self.client_id.as_str();
        let form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", REDIRECT)];
        self.token(&[form.as_slice(), &[("client_id", client), ("code_verifier", verifier)]].concat()).await
    }

    async fn post(&self, path: &str, send: &Value) -> (u16, Value) {
        answer(self.stand.post(&format!("api.x.com/{path}")).bearer_auth(&self.access).json(send)).await
    }

    async fn read(&self, path: &str) -> (u16, Value) {
        answer(self.stand.get(&format!("api.x.com/{path}")).bearer_auth(&self.access)).await
    }
}

#[tokio::test]
async fn refusals_are_those_of_x() {
    let session = Session::new(json!({})).await;
    let fixtures: Value = serde_json::from_str(include_str!("fixtures/x.json")).unwrap();
    for fixture in fixtures.as_array().unwrap() {
        let mut fixture = fixture.clone();
        unfold(&mut fixture);
        let request = match (fixture["post"].as_str(), fixture["get"].as_str()) {
            (Some(path), _) => session.stand.post(&format!("api.x.com/{path}")).json(&fixture["send"]),
            (_, Some(path)) => session.stand.get(&format!("api.x.com/{path}")),
            _ => panic!("{fixture}"),
        };
        let request = if fixture["without_token"] == true { request } else { request.bearer_auth(&session.access) };
        let (status, answer) = answer(request).await;
        assert_eq!((json!(status), &answer), (fixture["status"].clone(), &fixture["answer"]), "{}", fixture["about"]);
    }
    assert_eq!(session.stand.look("feed").await, json!([]));
}

#[tokio::test]
async fn a_code_opens_once_within_half_a_minute_for_its_verifier() {
    let session = Session::new(json!({})).await;
    let code = session.code("tweet.read").await;
    assert_eq!(session.redeem(&code, "wrong").await.0, 400);
    assert_eq!(session.redeem(&code, VERIFIER).await.0, 200);
    assert_eq!(session.redeem(&code, VERIFIER).await.0, 400);
    let late = session.code("tweet.read").await;
    session.stand.advance(30).await;
    assert_eq!(session.redeem(&late, VERIFIER).await.0, 400);
    // Without offline.access there is nothing to refresh with, and without the right to write there is no post.
    let code = session.code("tweet.read users.read").await;
    let (_, made) = session.redeem(&code, VERIFIER).await;
    assert_eq!((made["expires_in"].clone(), made.get("refresh_token")), (json!(7200), None));
    let request = session.stand.post("api.x.com/2/tweets").bearer_auth(made["access_token"].as_str().unwrap());
    assert_eq!(answer(request.json(&json!({"text": "a"}))).await.0, 403);
}

#[tokio::test]
async fn a_refresh_token_works_once_even_over_a_restart() {
    let mut session = Session::new(json!({})).await;
    let client = session.client_id.clone();
    let old = session.refresh.clone();
    let form = |token: &str| {
        vec![
            ("grant_type".to_owned(), "refresh_token".to_owned()),
            ("refresh_token".to_owned(), token.to_owned()),
            ("client_id".to_owned(), client.clone()),
        ]
    };
    let (status, made) = answer(session.stand.post("api.x.com/2/oauth2/token").form(&form(&old))).await;
    assert_eq!(status, 200);
    session.take(&made);
    session.stand.kill_and_restart();
    let (status, refused) = answer(session.stand.post("api.x.com/2/oauth2/token").form(&form(&old))).await;
    assert_eq!((status, &refused["error"]), (400, &json!("invalid_request")));
    let new = session.refresh.clone();
    assert_eq!(answer(session.stand.post("api.x.com/2/oauth2/token").form(&form(&new))).await.0, 200);
}

#[tokio::test]
async fn the_same_words_are_a_duplicate_but_never_those_with_a_file() {
    let session = Session::new(json!({})).await;
    let say = json!({"text": "Once"});
    assert_eq!(session.post("2/tweets", &say).await.0, 201);
    let (status, refused) = session.post("2/tweets", &say).await;
    let words = "You are not allowed to create a Tweet with duplicate content.";
    assert_eq!((status, &refused["detail"]), (403, &json!(words)));
    for _ in 0..2 {
        let form = reqwest::multipart::Form::new()
            .text("media_category", "tweet_image")
            .part("media", part(jpeg(9, 9, 1), "image/jpeg"));
        let request = session.stand.post("api.x.com/2/media/upload").bearer_auth(&session.access).multipart(form);
        let (_, upload) = answer(request).await;
        let id = upload["data"]["id"].as_str().unwrap();
        assert_eq!(upload["data"]["media_key"], format!("3_{id}"));
        assert_eq!(session.post("2/tweets", &json!({"text": "Once", "media": {"media_ids": [id]}})).await.0, 201);
    }
    assert_eq!(session.stand.look("published").await["doubled"], 1, "the feed counts what X let through twice");
    session.stand.advance(86_401).await;
    let client = session.client_id.as_str();
    let form = [("grant_type", "refresh_token"), ("refresh_token", &session.refresh), ("client_id", client)];
    let (_, made) = session.token(&form).await;
    let request = session.stand.post("api.x.com/2/tweets").bearer_auth(made["access_token"].as_str().unwrap());
    assert_eq!(answer(request.json(&say)).await.0, 201, "a day later it is new");
}

#[tokio::test]
async fn a_clip_is_put_together_and_processed() {
    let session = Session::new(json!({"processing_seconds": 3})).await;
    let bytes = [mp4(), vec![7; 100]].concat();
    let begin = json!({"media_type": "video/mp4", "total_bytes": bytes.len(), "media_category": "tweet_video"});
    let (_, upload) = session.post("2/media/upload/initialize", &begin).await;
    let id = upload["data"]["id"].as_str().unwrap().to_owned();
    let piece = |number: usize, bytes: &[u8]| {
        let form = reqwest::multipart::Form::new()
            .text("segment_index", number.to_string())
            .part("media", part(bytes.to_vec(), "application/octet-stream"));
        let address = format!("api.x.com/2/media/upload/{id}/append");
        session.stand.post(&address).bearer_auth(&session.access).multipart(form)
    };
    assert_eq!(answer(piece(1, &bytes[24..])).await.0, 200);
    let finalize = format!("2/media/upload/{id}/finalize");
    assert_eq!(session.post(&finalize, &json!({})).await.0, 400, "the first piece is missing");
    assert_eq!(answer(piece(0, &bytes[..24])).await.0, 200);
    assert_eq!(answer(piece(0, &bytes[..24])).await.0, 200, "the same piece again is the same piece");
    let (status, done) = session.post(&finalize, &json!({})).await;
    assert_eq!((status, &done["data"]["processing_info"]["state"]), (200, &json!("in_progress")));
    let tweet = json!({"media": {"media_ids": [id]}});
    assert_eq!(session.post("2/tweets", &tweet).await.0, 400, "it is not ready");
    session.stand.advance(3).await;
    let (_, status) = session.read(&format!("2/media/upload?command=STATUS&media_id={id}")).await;
    assert_eq!(status["data"]["processing_info"]["state"], "succeeded");
    assert_eq!(session.post("2/tweets", &tweet).await.0, 201);
}

#[tokio::test]
async fn fields_are_shown_when_asked_for_and_words_as_x_makes_them() {
    let session = Session::new(json!({"timeline_lag_seconds": 10})).await;
    let (_, made) = session.post("2/tweets", &json!({"text": "A & B https://example.org/x"})).await;
    let id = made["data"]["id"].as_str().unwrap();
    let (_, plain) = session.read(&format!("2/tweets/{id}")).await;
    let text = plain["data"]["text"].as_str().unwrap();
    assert!(text.starts_with("A &amp; B https://t.co/"), "{text}");
    assert_eq!(plain["data"].as_object().unwrap().len(), 3);
    let (_, full) = session.read(&format!("2/tweets/{id}?tweet.fields=entities,created_at")).await;
    assert_eq!(full["data"]["entities"]["urls"][0]["expanded_url"], "https://example.org/x");
    let (_, me) = session.read("2/users/me").await;
    let timeline = format!("2/users/{}/tweets", me["data"]["id"].as_str().unwrap());
    assert_eq!(session.read(&timeline).await.1, json!({"meta": {"result_count": 0}}), "it shows a little late");
    session.stand.advance(10).await;
    assert_eq!(session.read(&timeline).await.1["data"][0]["id"], id);
    assert_eq!(session.read(&format!("{timeline}?max_results=4")).await.0, 400);
}

#[tokio::test]
async fn a_window_fills_and_tells_when_it_begins_anew() {
    let session = Session::new(json!({})).await;
    for number in 0..100 {
        assert_eq!(session.post("2/tweets", &json!({"text": number.to_string()})).await.0, 201);
    }
    let request = session.stand.post("api.x.com/2/tweets").bearer_auth(&session.access).json(&json!({"text": "more"}));
    let full = request.send().await.unwrap();
    let reset: i64 = full.headers()["x-rate-limit-reset"].to_str().unwrap().parse().unwrap();
    assert_eq!((full.status().as_u16(), &full.headers()["x-rate-limit-remaining"]), (429, &"0".parse().unwrap()));
    let date = full.headers()["date"].to_str().unwrap();
    assert_eq!(date, "Mon, 07 Jan 2030 09:00:00 GMT", "the answer shows the platforms' time");
    assert_eq!(reset, 1_894_006_800 + 900);
    session.stand.advance(900).await;
    assert_eq!(session.post("2/tweets", &json!({"text": "more"})).await.0, 201);
}
