//! The stand-in for Pinterest: the code flow with HTTP Basic, refusals, the clip's form, what outlives a kill.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::support::{Stand, answer, jpeg, mp4, part, unfold};

const API: &str = "api.pinterest.com/v5";

/// An account that is logged in.
struct Session {
    stand: Stand,
    access: String,
    board: String,
}

impl Session {
    async fn new() -> Self {
        let stand = Stand::start().await;
        let told = stand.account("pinterest", "ada", json!({})).await;
        let (id, secret) = (told["client_id"].as_str().unwrap(), told["client_secret"].as_str().unwrap());
        let redirect = "http://127.0.0.1:28790/pinterest/callback";
        let query = [
            ("response_type", "code"),
            ("client_id", id),
            ("redirect_uri", redirect),
            ("scope", "boards:read,boards:write,pins:read,pins:write,user_accounts:read"),
            ("auto", "allow"),
        ];
        let sent = stand.get("www.pinterest.com/oauth/").query(&query).send().await.unwrap();
        let code = sent.headers()["location"].to_str().unwrap().split_once("code=").unwrap().1.to_owned();
        let form = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", redirect)];
        let token = || stand.post(&format!("{API}/oauth/token")).form(&form);
        assert_eq!(answer(token()).await.0, 401, "the client shows itself");
        let (status, made) = answer(token().basic_auth(id, Some(secret))).await;
        assert_eq!((status, &made["refresh_token_expires_in"]), (200, &json!(60 * 86_400)), "{made}");
        let access = made["access_token"].as_str().unwrap().to_owned();
        let (_, boards) = answer(stand.get(&format!("{API}/boards")).bearer_auth(&access)).await;
        let board = boards["items"][0]["id"].as_str().unwrap().to_owned();
        Self { stand, access, board }
    }

    async fn post(&self, path: &str, send: &Value) -> (u16, Value) {
        answer(self.stand.post(&format!("{API}/{path}")).bearer_auth(&self.access).json(send)).await
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        answer(self.stand.get(&format!("{API}/{path}")).bearer_auth(&self.access)).await
    }
}

fn picture() -> Value {
    json!({"source_type": "image_base64", "content_type": "image/jpeg", "data": STANDARD.encode(jpeg(40, 60, 5))})
}

/// Puts the board and the picture where a fixture names them.
fn fill(value: &mut Value, board: &str) {
    match value {
        Value::String(text) if text == "{board}" => *value = json!(board),
        Value::String(text) if text == "{picture}" => *value = picture(),
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, board)),
        Value::Object(fields) => fields.values_mut().for_each(|field| fill(field, board)),
        _ => {}
    }
}

#[tokio::test]
async fn refusals_are_those_of_pinterest() {
    let session = Session::new().await;
    let fixtures: Value = serde_json::from_str(include_str!("fixtures/pinterest.json")).unwrap();
    for fixture in fixtures.as_array().unwrap() {
        let mut send = fixture["send"].clone();
        unfold(&mut send);
        fill(&mut send, &session.board);
        let request = session.stand.post(&format!("{API}/pins")).json(&send);
        let request = if fixture["token"] == "" { request } else { request.bearer_auth(&session.access) };
        let (status, answer) = answer(request).await;
        let found = (json!(status), &answer["code"]);
        assert_eq!(found, (fixture["status"].clone(), &fixture["code"]), "{}: {answer}", fixture["about"]);
        assert!(answer["message"].is_string(), "{answer}");
    }
    assert_eq!(session.stand.look("feed").await.as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn a_clip_is_registered_sent_by_its_form_and_pinned_over_a_kill() {
    let mut session = Session::new().await;
    let (status, media) = session.post("media", &json!({"media_type": "video"})).await;
    assert_eq!(status, 201, "{media}");
    let id = media["media_id"].as_str().unwrap().to_owned();
    assert_eq!(session.get(&format!("media/{id}")).await.1["status"], "registered");
    let mut form = reqwest::multipart::Form::new();
    for (name, value) in media["upload_parameters"].as_object().unwrap() {
        form = form.text(name.clone(), value.as_str().unwrap().to_owned());
    }
    let form = form.part("file", part(mp4(), "video/mp4"));
    let address = media["upload_url"].as_str().unwrap();
    assert_eq!(answer(session.stand.client.post(address).multipart(form)).await.0, 204);
    session.stand.kill_and_restart();
    session.stand.url = session.stand.sandbox.as_ref().unwrap().url();
    assert_eq!(session.get(&format!("media/{id}")).await.1["status"], "processing");
    let pin = json!({"board_id": session.board, "title": "Waves",
        "media_source": {"source_type": "video_id", "media_id": id, "cover_image_key_frame_time": 0}});
    assert_eq!(session.post("pins", &pin).await.0, 400, "it is not ready");
    session.stand.advance(5).await;
    let (status, made) = session.post("pins", &pin).await;
    assert_eq!(status, 201, "{made}");
    let (_, listed) = session.get(&format!("boards/{}/pins?page_size=100", session.board)).await;
    assert_eq!(listed["items"][0]["id"], made["id"]);
    assert_eq!(session.stand.look("published").await["doubled"], 0);
}
