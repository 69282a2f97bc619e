//! The stand-ins for Instagram, Facebook Pages and a bucket: refusals, sequences, what outlives a kill.

use serde_json::{Value, json};

use crate::support::{Stand, answer, file, jpeg, unfold};

const GRAPH: &str = "graph.facebook.com/v25.0";

/// An account with its Page, and the Page's token.
struct Account {
    stand: Stand,
    told: Value,
    page: String,
    token: String,
}

impl Account {
    async fn new() -> Self {
        let stand = Stand::start().await;
        let told = stand.account("instagram", "ada", json!({})).await;
        // A long-lived token, whose Pages' tokens do not end.
        let word = |name: &str| told["facebook"][name].as_str().unwrap();
        let (user, app, secret) = (word("token"), word("client_id"), word("client_secret"));
        let path = format!(
            "{GRAPH}/oauth/access_token?grant_type=fb_exchange_token&client_id={app}&client_secret={secret}&fb_exchange_token={user}"
        );
        let (status, long) = answer(stand.get(&path)).await;
        assert_eq!((status, long["expires_in"].as_i64()), (200, Some(60 * 86_400)), "{long}");
        let user = long["access_token"].as_str().unwrap();
        let request = stand.get(&format!("{GRAPH}/me/accounts?fields=id,access_token")).bearer_auth(user);
        let (status, pages) = answer(request).await;
        assert_eq!(status, 200, "{pages}");
        let word = |name: &str| pages["data"][0][name].as_str().unwrap().to_owned();
        Self { page: word("id"), token: word("access_token"), told, stand }
    }

    fn id(&self) -> &str {
        self.told["id"].as_str().unwrap()
    }

    async fn post(&self, path: &str, send: Value) -> (u16, Value) {
        answer(self.stand.post(&format!("{GRAPH}/{path}")).bearer_auth(&self.token).json(&send)).await
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        answer(self.stand.get(&format!("{GRAPH}/{path}")).bearer_auth(&self.token)).await
    }

    /// A picture that was uploaded unseen: its id and its address.
    async fn staged(&self, width: u32, height: u32) -> (String, String) {
        let form = file("source", jpeg(width, height, 5), "image/jpeg").text("published", "false");
        let path = format!("{GRAPH}/{}/photos", self.page);
        let (status, photo) = answer(self.stand.post(&path).bearer_auth(&self.token).multipart(form)).await;
        assert_eq!(status, 200, "{photo}");
        let id = photo["id"].as_str().unwrap().to_owned();
        let (_, node) = self.get(&format!("{id}?fields=images")).await;
        let widest = node["images"].as_array().unwrap().iter().max_by_key(|image| image["width"].as_u64()).unwrap();
        (id, widest["source"].as_str().unwrap().to_owned())
    }

    /// A container of such a picture.
    async fn container(&self) -> String {
        let (_, address) = self.staged(400, 500).await;
        let (status, made) =
            self.post(&format!("{}/media", self.id()), json!({"image_url": address, "caption": "Dawn"})).await;
        assert_eq!(status, 200, "{made}");
        made["id"].as_str().unwrap().to_owned()
    }

    async fn status(&self, container: &str) -> Value {
        self.get(&format!("{container}?fields=status_code,status")).await.1["status_code"].clone()
    }
}

/// Holds a stand-in to its fixtures: status, code and subcode of each refusal.
pub(crate) async fn hold(stand: &Stand, host: &str, token: &str, fixtures: &str, words: &[(&str, &str)]) {
    let fixtures: Value = serde_json::from_str(fixtures).unwrap();
    for fixture in fixtures.as_array().unwrap() {
        let mut send = fixture["send"].clone();
        unfold(&mut send);
        let mut text = send.to_string();
        let mut call = fixture["call"].as_str().unwrap().to_owned();
        for (name, value) in words {
            text = text.replace(name, value);
            call = call.replace(name, value);
        }
        let (method, path) = call.split_once(' ').unwrap();
        let path = format!("{host}/{path}");
        let request = match method {
            "GET" => stand.get(&path),
            _ => stand.post(&path).json(&serde_json::from_str::<Value>(&text).unwrap()),
        };
        let request = match fixture["token"].as_str() {
            Some("") => request,
            Some(other) => request.bearer_auth(other),
            None => request.bearer_auth(token),
        };
        let (status, answer) = answer(request).await;
        let error = &answer["error"];
        let found = (json!(status), error["code"].clone(), json!(error["error_subcode"].as_i64().unwrap_or(0)));
        let wanted = (fixture["status"].clone(), fixture["code"].clone(), fixture["subcode"].clone());
        assert_eq!(found, wanted, "{}: {answer}", fixture["about"]);
        assert!(error["message"].is_string() && error["fbtrace_id"].is_string(), "{answer}");
    }
}

#[tokio::test]
async fn refusals_are_those_of_the_graph_interface() {
    let account = Account::new().await;
    let stand = &account.stand;
    let other = stand.account("instagram", "bo", json!({})).await;
    let cdn = stand.at("scontent.xx.fbcdn.net");
    let words = [("{ig}", account.id()), ("{other}", other["id"].as_str().unwrap()), ("{cdn}", cdn.as_str())];
    let token = account.told["token"].as_str().unwrap();
    hold(stand, "graph.instagram.com/v25.0", token, include_str!("fixtures/instagram.json"), &words).await;

    let (_, first) = account.post(&format!("{}/feed", account.page), json!({"message": "First"})).await;
    let words = [
        ("{page}", account.page.as_str()),
        ("{post}", first["id"].as_str().unwrap()),
        ("{other}", other["facebook"]["page_id"].as_str().unwrap()),
        ("{app}", account.told["facebook"]["client_id"].as_str().unwrap()),
    ];
    hold(stand, "graph.facebook.com/v25.0", &account.token, include_str!("fixtures/facebook.json"), &words).await;
    assert_eq!(stand.look("feed").await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_container_is_a_ticket_for_one_post_that_ends_after_a_day_and_outlives_a_kill() {
    let mut account = Account::new().await;
    let (first, second) = (account.container().await, account.container().await);
    account.stand.kill_and_restart();
    account.stand.url = account.stand.sandbox.as_ref().unwrap().url();
    assert_eq!(account.status(&first).await, "FINISHED");
    let publish = format!("{}/media_publish", account.id());
    let (status, post) = account.post(&publish, json!({ "creation_id": first })).await;
    assert_eq!(status, 200, "{post}");
    assert_eq!(account.status(&first).await, "PUBLISHED");
    let (status, again) = account.post(&publish, json!({ "creation_id": first })).await;
    assert_eq!((status, &again["error"]["error_subcode"]), (400, &json!(2_207_006)));

    account.stand.advance(24 * 3600 - 1).await;
    assert_eq!(account.status(&second).await, "FINISHED");
    account.stand.advance(1).await;
    assert_eq!(account.status(&second).await, "EXPIRED");
    let (_, late) = account.post(&publish, json!({ "creation_id": second })).await;
    assert_eq!(late["error"]["error_subcode"], 2_207_020);
    assert_eq!(account.stand.look("published").await["doubled"], 0);
}

#[tokio::test]
async fn a_pictures_address_ends_and_is_gone_with_the_picture() {
    let account = Account::new().await;
    let status = async |address: &str| account.stand.client.get(address).send().await.unwrap().status().as_u16();
    let (photo, address) = account.staged(400, 500).await;
    let (_, later) = account.staged(400, 500).await;
    assert_eq!(status(&address).await, 200);
    let path = account.stand.at(&format!("{GRAPH}/{photo}"));
    let gone = account.stand.client.delete(path).bearer_auth(&account.token);
    assert_eq!(answer(gone).await, (200, json!({"success": true})));
    assert_eq!(status(&address).await, 403);
    account.stand.advance(4 * 86_400).await;
    assert_eq!(status(&later).await, 403);
    assert_eq!(account.stand.look("feed").await, json!([]), "unseen pictures are no posts");
}

#[tokio::test]
async fn what_instagram_fetches_is_really_fetched_and_judged() {
    let account = Account::new().await;
    let media = format!("{}/media", account.id());
    for (width, height, subcode) in [(400, 600, 2_207_009), (800, 400, 2_207_009), (400, 500, 0), (764, 400, 0)] {
        let (_, address) = account.staged(width, height).await;
        let (_, made) = account.post(&media, json!({ "image_url": address })).await;
        assert_eq!(made["error"]["error_subcode"].as_i64().unwrap_or(0), subcode, "{width} by {height}: {made}");
    }
    for (fault, words) in [("redirect_to_private", "redirects"), ("html", "text/html"), ("error_before", "503")] {
        let (_, address) = account.staged(400, 500).await;
        account.stand.arm(json!({"platform": "facebook", "call": "picture", "fault": fault})).await;
        let (_, made) = account.post(&media, json!({ "image_url": address })).await;
        assert_eq!(made["error"]["error_subcode"], 2_207_052, "{fault}");
        assert!(made["error"]["message"].as_str().unwrap().contains(words), "{made}");
    }
}

#[tokio::test]
async fn a_limit_names_its_wait_in_the_usage_headers_alone() {
    let account = Account::new().await;
    let fault = json!({"platform": "instagram", "call": "publish", "fault": "rate_limited", "seconds": 300});
    account.stand.arm(fault).await;
    let path = format!("{GRAPH}/{}/media_publish", account.id());
    let response = account.stand.post(&path).bearer_auth(&account.token).send().await.unwrap();
    assert!(response.headers().get("retry-after").is_none());
    let usage = response.headers()["x-business-use-case-usage"].to_str().unwrap().to_owned();
    let usage: Value = serde_json::from_str(&usage).unwrap();
    assert_eq!(usage[account.id()][0]["estimated_time_to_regain_access"], 5);
}

#[tokio::test]
async fn a_bucket_gives_nothing_to_whoever_has_no_signature() {
    let stand = Stand::start().await;
    stand.account("bucket", "pictures", json!({})).await;
    let host = "s3.eu-central-1.amazonaws.com";
    for (address, status, code) in [
        ("pictures/a.jpg".to_owned(), 403, "AccessDenied"),
        ("pictures/a.jpg?X-Amz-Signature=00&X-Amz-Algorithm=MD5".to_owned(), 400, "AuthorizationQueryParametersError"),
        (signed("AKIANOBODY", "20300107T090000Z", 60), 403, "InvalidAccessKeyId"),
    ] {
        let response = stand.get(&format!("{host}/{address}")).send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{address}");
        let text = response.text().await.unwrap();
        assert!(text.contains(&format!("<Code>{code}</Code>")), "{address}: {text}");
    }
}

fn signed(access_key: &str, at: &str, life: u32) -> String {
    let date = &at[..8];
    format!(
        "pictures/a.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={access_key}%2F{date}%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date={at}&X-Amz-Expires={life}&X-Amz-SignedHeaders=host&X-Amz-Signature=00"
    )
}
