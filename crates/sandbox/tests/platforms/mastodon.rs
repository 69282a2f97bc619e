//! The stand-in for Mastodon: logins, media that takes its time, statuses that are made once, scheduled ones, limits.

use reqwest::multipart::Form;
use serde_json::{Value, json};

use crate::support::{Stand, answer, file, jpeg, lost, mp4, unfold};

const HOST: &str = "mastodon.social";
const REDIRECT: &str = "http://127.0.0.1:49152/callback";

/// An account with a pasted token.
struct Account {
    stand: Stand,
    id: String,
    token: String,
}

impl Account {
    async fn new() -> Self {
        Self::with(json!({})).await
    }

    async fn with(options: Value) -> Self {
        let stand = Stand::start().await;
        let connect = stand.account("mastodon", "ada", options).await;
        let text = |name: &str| connect[name].as_str().unwrap().to_owned();
        Self { id: text("id"), token: text("access_token"), stand }
    }

    fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        self.stand.client.request(method, self.stand.at(&format!("{HOST}{path}"))).bearer_auth(&self.token)
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        answer(self.request("GET", path)).await
    }

    async fn post(&self, path: &str, send: Value) -> (u16, Value) {
        answer(self.request("POST", path).json(&send)).await
    }

    async fn status(&self, send: Value) -> Value {
        let (status, made) = self.post("/api/v1/statuses", send).await;
        assert_eq!(status, 200, "{made}");
        made
    }

    async fn upload(&self, form: Form) -> (u16, Value) {
        answer(self.request("POST", "/api/v2/media").multipart(form)).await
    }
}

#[tokio::test]
async fn refusals_are_those_of_an_instance() {
    let account = Account::new().await;
    let app = answer(account.stand.post(&format!("{HOST}/api/v1/apps")).json(&json!({
        "client_name": "Reader", "redirect_uris": REDIRECT, "scopes": "read"})))
    .await
    .1;
    let send = json!({"grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"]});
    let (_, reader) = answer(account.stand.post(&format!("{HOST}/oauth/token")).json(&send)).await;
    let fixtures: Value = serde_json::from_str(include_str!("fixtures/mastodon.json")).unwrap();
    for fixture in fixtures.as_array().unwrap() {
        let mut send = fixture["send"].clone();
        unfold(&mut send);
        let method = reqwest::Method::from_bytes(fixture["method"].as_str().unwrap().as_bytes()).unwrap();
        let address = account.stand.at(&format!("{HOST}{}", fixture["path"].as_str().unwrap()));
        let request = account.stand.client.request(method, address).json(&send);
        let request = match fixture["token"].as_str() {
            Some("none") => request,
            Some("wrong") => request.bearer_auth("nobody-issued-this"),
            Some("read") => request.bearer_auth(reader["access_token"].as_str().unwrap()),
            _ => request.bearer_auth(&account.token),
        };
        let (status, answer) = answer(request).await;
        assert_eq!((json!(status), &answer), (fixture["status"].clone(), &fixture["answer"]), "{}", fixture["about"]);
    }
    assert_eq!(account.stand.look("feed").await, json!([]));
}

#[tokio::test]
async fn an_app_registers_itself_and_logs_in_with_pkce() {
    let account = Account::new().await;
    let stand = &account.stand;
    let (_, metadata) = answer(stand.get(&format!("{HOST}/.well-known/oauth-authorization-server"))).await;
    assert_eq!(metadata["token_endpoint"], stand.at(&format!("{HOST}/oauth/token")));
    let send =
        json!({"client_name": "Troupe", "redirect_uris": [REDIRECT], "scopes": "profile write:media write:statuses"});
    let (status, app) = answer(stand.post(&format!("{HOST}/api/v1/apps")).json(&send)).await;
    assert_eq!((status, &app["redirect_uris"]), (200, &json!([REDIRECT])));
    let authorize = |redirect: &str, more: &str| {
        let query = format!(
            "client_id={}&redirect_uri={redirect}&response_type=code&scope=profile+write:media+write:statuses&state=s1&\
            code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256{more}",
            app["client_id"].as_str().unwrap()
        );
        stand.get(&format!("{HOST}/oauth/authorize?{query}"))
    };
    let page = authorize(REDIRECT, "").send().await.unwrap().text().await.unwrap();
    assert!(page.contains("Allow Troupe to post") && page.contains("<option>ada</option>"), "{page}");
    assert_eq!(authorize("https://evil.example/cb", "&auto=allow").send().await.unwrap().status(), 400);
    let denied = authorize(REDIRECT, "&auto=deny").send().await.unwrap();
    assert_eq!(denied.headers()["location"], format!("{REDIRECT}?error=access_denied&state=s1"));

    let code = |response: reqwest::Response| {
        let location = response.headers()["location"].to_str().unwrap().to_owned();
        let url = reqwest::Url::parse(&location).unwrap();
        let pairs: std::collections::HashMap<_, _> = url.query_pairs().into_owned().collect();
        assert_eq!(pairs["state"], "s1");
        pairs["code"].clone()
    };
    let redeem = |code: &str, verifier: &str| {
        let send = json!({"grant_type": "authorization_code", "client_id": app["client_id"], "redirect_uri": REDIRECT,
            "client_secret": app["client_secret"], "code": code, "code_verifier": verifier});
        stand.post(&format!("{HOST}/oauth/token")).form(&send)
    };
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let first = code(authorize(REDIRECT, "&auto=allow&account=ada").send().await.unwrap());
    assert_eq!(answer(redeem(&first, "another")).await.1["error"], "invalid_grant");
    let (status, token) = answer(redeem(&first, verifier)).await;
    assert_eq!(
        (status, &token["token_type"], &token["scope"]),
        (200, &json!("Bearer"), &json!("profile write:media write:statuses"))
    );
    assert_eq!(answer(redeem(&first, verifier)).await.0, 400);
    let late = code(authorize(REDIRECT, "&auto=allow").send().await.unwrap());
    stand.advance(600).await;
    assert_eq!(answer(redeem(&late, verifier)).await.1["error"], "invalid_grant");

    let logged_in = Account { token: token["access_token"].as_str().unwrap().into(), ..account };
    let (status, me) = logged_in.get("/api/v1/accounts/verify_credentials").await;
    assert_eq!((status, &me["acct"]), (200, &json!("ada")));
    assert_eq!(logged_in.status(json!({"status": "Hi"})).await["application"]["name"], "Troupe");
    let revoke =
        json!({"token": logged_in.token, "client_id": app["client_id"], "client_secret": app["client_secret"]});
    assert_eq!(answer(logged_in.stand.post(&format!("{HOST}/oauth/revoke")).form(&revoke)).await, (200, json!({})));
    assert_eq!(
        logged_in.get("/api/v1/accounts/verify_credentials").await,
        (401, json!({"error": "The access token was revoked"}))
    );
}

#[tokio::test]
async fn a_status_is_made_once_for_each_key_within_the_hour() {
    let mut account = Account::new().await;
    let send = json!({"status": "Good morning", "language": "en"});
    let with_key =
        |account: &Account| account.request("POST", "/api/v1/statuses").header("idempotency-key", "k1").json(&send);
    account.stand.arm(json!({"platform": "mastodon", "call": "post_status", "fault": "reply_lost"})).await;
    lost(with_key(&account)).await;
    account.stand.kill_and_restart();
    account.stand.advance(3599).await;
    let (status, made) = answer(with_key(&account)).await;
    assert_eq!((status, &made["created_at"]), (200, &json!("2030-01-07T09:00:00.000Z")));
    assert_eq!(account.stand.look("published").await["posts"], 1);
    let (_, own) = account.get(&format!("/api/v1/accounts/{}/statuses?limit=20", account.id)).await;
    assert_eq!((own.as_array().unwrap().len(), &own[0]["id"]), (1, &made["id"]));
    account.stand.advance(1).await;
    assert_ne!(answer(with_key(&account)).await.1["id"], made["id"]);
    assert_eq!(account.stand.look("published").await["doubled"], 1);
}

#[tokio::test]
async fn pictures_are_ready_at_once_and_clips_take_their_time() {
    let account = Account::with(json!({"processing_seconds": 10})).await;
    let form = file("file", jpeg(40, 50, 1), "image/jpeg").text("description", "A street at dawn");
    let (status, picture) = account.upload(form).await;
    assert_eq!((status, &picture["type"], &picture["description"]), (200, &json!("image"), &json!("A street at dawn")));
    let (status, clip) = account.upload(file("file", mp4(), "video/mp4")).await;
    assert_eq!((status, &clip["type"], &clip["url"]), (202, &json!("video"), &Value::Null));
    let address = format!("/api/v1/media/{}", clip["id"].as_str().unwrap());
    assert_eq!(account.get(&address).await.0, 206);
    let send = json!({"status": "A clip", "media_ids": [clip["id"]]});
    let (status, refusal) = account.post("/api/v1/statuses", send.clone()).await;
    assert_eq!(status, 422);
    assert_eq!(refusal["error"], "Cannot attach files that have not finished processing. Try again in a moment!");
    account.stand.advance(10).await;
    let (status, ready) = account.get(&address).await;
    assert_eq!(status, 200);
    assert!(ready["url"].as_str().unwrap().contains("/sandbox/media/"));
    let mixed = json!({"status": "Both", "media_ids": [picture["id"], clip["id"]]});
    let (_, refusal) = account.post("/api/v1/statuses", mixed).await;
    assert_eq!(refusal["error"], "Cannot attach a video to a post that already contains images");
    let made = account.status(send).await;
    assert_eq!(made["media_attachments"][0]["id"], clip["id"]);
    assert_eq!(account.get(&address).await.0, 404);

    account.stand.arm(json!({"platform": "mastodon", "call": "post_media", "fault": "processing_fails"})).await;
    let (_, clip) = account.upload(file("file", mp4(), "video/mp4")).await;
    account.stand.advance(10).await;
    assert_eq!(account.get(&format!("/api/v1/media/{}", clip["id"].as_str().unwrap())).await.0, 422);
    let (status, refusal) = account.upload(file("file", b"<html>".to_vec(), "text/html")).await;
    assert_eq!(
        (status, &refusal["error"]),
        (422, &json!("Validation failed: File content type is invalid, File is invalid"))
    );
    let form = file("file", jpeg(40, 50, 1), "image/jpeg").text("description", "a".repeat(1501));
    assert_eq!(
        account.upload(form).await.1["error"],
        "Validation failed: Description is too long (maximum is 1500 characters)"
    );
}

#[tokio::test]
async fn a_scheduled_status_comes_out_at_its_hour_once() {
    let mut account = Account::new().await;
    let (_, picture) = account.upload(file("file", jpeg(40, 50, 1), "image/jpeg")).await;
    let send = json!({"status": "Later", "media_ids": [picture["id"]], "scheduled_at": "2030-01-07T10:00:00Z"});
    let request = || account.request("POST", "/api/v1/statuses").header("idempotency-key", "k2").json(&send);
    let (_, waiting) = answer(request()).await;
    assert_eq!(
        (&waiting["scheduled_at"], &waiting["params"]["text"]),
        (&json!("2030-01-07T10:00:00.000Z"), &json!("Later"))
    );
    assert_eq!(answer(request()).await.1["id"], waiting["id"]);
    assert_eq!(account.stand.look("feed").await, json!([]));
    let address = format!("/api/v1/scheduled_statuses/{}", waiting["id"].as_str().unwrap());
    let moved = account.request("PUT", &address).json(&json!({"scheduled_at": "2030-01-07T11:00:00Z"}));
    assert_eq!(answer(moved).await.0, 200);
    account.stand.advance(2 * 3600 - 1).await;
    assert_eq!(account.stand.look("feed").await, json!([]));
    account.stand.kill_and_restart();
    account.stand.advance(3600).await;
    let feed = account.stand.look("feed").await;
    assert_eq!((&feed[0]["text"], &feed[0]["created_at"]), (&json!("Later"), &json!("2030-01-07T11:00:00Z")));
    assert_eq!(account.get(&address).await.0, 404);
    assert_eq!(account.stand.look("published").await["posts"], 1);

    let waiting = account.status(json!({"status": "Never", "scheduled_at": "2030-01-08T10:00:00Z"})).await;
    let address = format!("/api/v1/scheduled_statuses/{}", waiting["id"].as_str().unwrap());
    assert_eq!(answer(account.request("DELETE", &address)).await, (200, json!({})));
    assert_eq!(account.get("/api/v1/scheduled_statuses").await.1, json!([]));
    // A moment that has passed means now.
    let made = account.status(json!({"status": "Late", "scheduled_at": "2030-01-07T08:00:00Z"})).await;
    assert!(made["url"].as_str().unwrap().starts_with("https://mastodon.social/@ada/"), "{made}");
}

#[tokio::test]
async fn a_thread_holds_comments_and_answers_and_counts_are_kept() {
    let account = Account::new().await;
    let made = account
        .status(json!({"status": "Hello <all>\nof you", "spoiler_text": "greeting", "visibility": "unlisted"}))
        .await;
    assert_eq!((&made["content"], &made["sensitive"]), (&json!("<p>Hello &lt;all&gt;<br />of you</p>"), &json!(true)));
    let id = made["id"].as_str().unwrap();
    let comment = json!({"platform": "mastodon", "post_id": id, "author": "bo@fosstodon.example", "text": "Nice!"});
    let comment = account.stand.order("comments", comment).await;
    account.stand.advance(5).await;
    account.status(json!({"status": "Thank you", "in_reply_to_id": comment["id"]})).await;
    let (_, context) = account.get(&format!("/api/v1/statuses/{id}/context")).await;
    let seen: Vec<_> = context["descendants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|status| (&status["content"], &status["account"]["acct"]))
        .collect();
    assert_eq!(json!(seen), json!([["<p>Nice!</p>", "bo@fosstodon.example"], ["<p>Thank you</p>", "ada"]]));
    for _ in 0..2 {
        assert_eq!(account.post(&format!("/api/v1/statuses/{id}/favourite"), json!({})).await.1["favourited"], true);
    }
    let (_, boost) = account.post(&format!("/api/v1/statuses/{id}/reblog"), json!({})).await;
    assert_eq!(boost["reblog"]["id"], id);
    let (_, seen) = account.get(&format!("/api/v1/statuses/{id}")).await;
    let counts = ["favourites_count", "reblogs_count", "replies_count"].map(|count| seen[count].as_u64().unwrap());
    assert_eq!(counts, [1, 1, 1]);
    account.post(&format!("/api/v1/statuses/{id}/unfavourite"), json!({})).await;
    let edited = account.request("PUT", &format!("/api/v1/statuses/{id}")).json(&json!({"status": "Hello"}));
    let (_, edited) = answer(edited).await;
    assert_eq!((&edited["favourites_count"], &edited["edited_at"]), (&json!(0), &json!("2030-01-07T09:00:05.000Z")));
    let (_, gone) = answer(account.request("DELETE", &format!("/api/v1/statuses/{id}"))).await;
    assert_eq!(gone["text"], "Hello");
    assert_eq!(account.get(&format!("/api/v1/statuses/{id}")).await.0, 404);
}

#[tokio::test]
async fn limits_are_told_in_the_headers_with_an_iso_time() {
    let account = Account::new().await;
    let response = account.request("GET", "/api/v1/accounts/verify_credentials").send().await.unwrap();
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!((header("x-ratelimit-limit"), header("x-ratelimit-remaining")), ("300".into(), "299".into()));
    assert_eq!(header("x-ratelimit-reset"), "2030-01-07T09:05:00.000000Z");
    for _ in 0..30 {
        assert_eq!(account.upload(file("file", jpeg(4, 4, 1), "image/jpeg")).await.0, 200);
    }
    let response = account.request("POST", "/api/v2/media").multipart(file("file", jpeg(4, 4, 1), "image/jpeg"));
    let response = response.send().await.unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["x-ratelimit-reset"], "2030-01-07T09:30:00.000000Z");
    account.status(json!({"status": "Still here"})).await;
    account
        .stand
        .arm(json!({"platform": "mastodon", "call": "post_status", "fault": "rate_limited", "seconds": 60}))
        .await;
    let response = account.request("POST", "/api/v1/statuses").json(&json!({"status": "Hi"})).send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["x-ratelimit-reset"]),
        (429, &"2030-01-07T09:01:00.000000Z".parse().unwrap())
    );
}

#[tokio::test]
async fn an_instance_says_its_limits() {
    let account = Account::new().await;
    // A slash too many at the end is passed over, as some clients write one.
    let (_, instance) = account.get("/api/v2/instance/").await;
    let configuration = &instance["configuration"];
    assert_eq!(
        configuration["statuses"],
        json!({"max_characters": 500, "max_media_attachments": 4, "characters_reserved_per_url": 23})
    );
    assert_eq!(configuration["media_attachments"]["image_size_limit"], 16_777_216);
    let (_, found) = account.get("/api/v1/accounts/lookup?acct=ada@mastodon.social").await;
    assert_eq!(found["id"], account.id);
}
