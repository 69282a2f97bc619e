//! The stand-in platforms as a process, and accounts on them.

use super::running::{LIMIT, Process, Product, cli, until};
use reqwest::Client;
use serde_json::{Map, Value, json};
use std::path::Path;

/// The stand-ins as a process of their own, which survives every kill.
pub(crate) struct StandIns {
    _process: Process,
    pub(crate) url: String,
    client: Client,
}

impl StandIns {
    pub(crate) fn start(folder: &Path) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut command = cli(folder);
        let mut process =
            Process::start(command.args(["sandbox", "--step-ms", "0", "--folder"]).arg(folder.join("stand-ins")));
        let url = format!("http://{}", process.line_after("http://"));
        Self { _process: process, url, client: Client::builder().no_proxy().timeout(LIMIT).build().unwrap() }
    }

    pub(crate) async fn order(&self, order: &str, body: Value) -> Value {
        let sent = self.client.post(format!("{}/sandbox/{order}", self.url)).json(&body).send().await.unwrap();
        assert!(sent.status().is_success(), "{order} {body}: {}", sent.text().await.unwrap());
        sent.json().await.unwrap()
    }

    pub(crate) async fn look(&self, what: &str) -> Value {
        self.client.get(format!("{}/sandbox/{what}", self.url)).send().await.unwrap().json().await.unwrap()
    }

    /// How many posts stand there with these words.
    pub(crate) async fn standing(&self, platform: &str, words: &str) -> usize {
        let feed = self.look(&format!("feed?platform={platform}")).await;
        let entries = feed.as_array().unwrap();
        entries.iter().filter(|entry| entry["text"].as_str().is_some_and(|text| text.contains(words))).count()
    }

    /// Takes all faults back.
    pub(crate) async fn disarm(&self) {
        let disarmed = self.client.delete(format!("{}/sandbox/platform_faults", self.url)).send().await.unwrap();
        assert!(disarmed.status().is_success());
    }

    /// Makes an account on a platform, or new credentials for one that is there.
    pub(crate) async fn open_account(&self, login: &Login, handle: &str) -> Account {
        let options: Value = serde_json::from_str(&login.options.replace("{handle}", handle)).unwrap();
        let order = json!({ "platform": login.platform, "handle": handle, "options": options });
        let told = self.order("accounts", order).await["connect"].clone();
        let bucket = if login.upload_place == Some("bucket") {
            let order = json!({ "platform": "bucket", "handle": handle, "options": {} });
            self.order("accounts", order).await["connect"].clone()
        } else {
            Value::Null
        };
        Account { login: *login, handle: handle.to_owned(), told, bucket }
    }
}

/// How an account of a platform is connected.
#[derive(Clone, Copy)]
pub(crate) struct Login {
    pub(crate) platform: &'static str,
    /// What the stand-in is told of the account, as JSON.
    options: &'static str,
    login: &'static str,
    /// The fields of the login; a value that begins with a slash points into what the stand-in told.
    fields: &'static [(&'static str, &'static str)],
    /// Where pictures lie for a platform that only fetches them.
    upload_place: Option<&'static str>,
}

const fn login(platform: &'static str, login: &'static str, fields: &'static [(&'static str, &'static str)]) -> Login {
    Login { platform, options: "{}", login, fields, upload_place: None }
}

pub(crate) const BLUESKY: Login =
    login("bluesky", "app_password", &[("handle", "{handle}.bsky.social"), ("app_password", "/app_password")]);
pub(crate) const MASTODON: Login =
    login("mastodon", "token", &[("host", "https://mastodon.social"), ("access_token", "/access_token")]);
pub(crate) const TELEGRAM: Login = Login {
    options: r#"{ "bot": "{handle}_bot" }"#,
    ..login("telegram", "bot_token", &[("bot_token", "/bot_token"), ("chat", "@{handle}")])
};
pub(crate) const X: Login = login(
    "x",
    "keys",
    &[
        ("api_key", "/api_key"),
        ("api_key_secret", "/api_key_secret"),
        ("access_token", "/access_token"),
        ("access_token_secret", "/access_token_secret"),
    ],
);
// With an app's own keys the token of two hours is exchanged for one that lasts.
pub(crate) const FACEBOOK: Login = login(
    "facebook",
    "token",
    &[("token", "/token"), ("client_id", "/client_id"), ("client_secret", "/client_secret")],
);
pub(crate) const INSTAGRAM: Login = Login {
    upload_place: Some("page_photo"),
    ..login(
        "instagram",
        "facebook",
        &[
            ("token", "/facebook/token"),
            ("client_id", "/facebook/client_id"),
            ("client_secret", "/facebook/client_secret"),
        ],
    )
};
pub(crate) const THREADS: Login =
    Login { upload_place: Some("bucket"), ..login("threads", "token", &[("token", "/token")]) };
pub(crate) const TIKTOK: Login = Login {
    options: r#"{ "is_audited": true }"#,
    ..login("tiktok", "audited", &[("client_id", "/client_id"), ("client_secret", "/client_secret")])
};
pub(crate) const PINTEREST: Login =
    login("pinterest", "standard", &[("client_id", "/client_id"), ("client_secret", "/client_secret")]);
pub(crate) const YOUTUBE: Login =
    login("youtube", "oauth", &[("client_id", "/client_id"), ("client_secret", "/client_secret")]);

/// Held while a login waits on a port that is registered at the platform.
static PORT: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// An account on a stand-in, with what opens it.
pub(crate) struct Account {
    pub(crate) login: Login,
    pub(crate) handle: String,
    told: Value,
    /// The bucket of its own, where files lie there.
    bucket: Value,
}

impl Account {
    /// Connects it; answers its id, which stays the same when it is connected again.
    pub(crate) async fn connect(&self, product: &Product) -> String {
        let Self { login, handle, told, bucket } = self;
        let field = |value: &str| {
            let told = told.pointer(value).and_then(Value::as_str).filter(|_| value.starts_with('/'));
            json!(told.unwrap_or(value).replace("{handle}", handle))
        };
        let fields: Map<String, Value> =
            login.fields.iter().map(|(name, value)| ((*name).to_owned(), field(value))).collect();
        let input = json!({ "auth_data": { "login": login.login, "fields": fields } });
        // Pinterest sends the browser back to one port alone.
        let _one_at_a_time = if login.platform == "pinterest" { Some(PORT.lock().await) } else { None };
        let mut done = product.post(&format!("/platforms/{}/connect", login.platform), input).await;
        if let Some(page) = done["authorize_url"].as_str() {
            // What the browser of a person does who allows it at once.
            product.client.get(format!("{page}&auto=allow&account={handle}")).send().await.unwrap();
            let attempt = format!("/platforms/attempts/{}", done["attempt_id"].as_str().unwrap());
            done = until(async || Some(product.get(&attempt).await).filter(|now| now["state"] != "waiting")).await;
        }
        let id = done["account_id"].as_str().unwrap_or_else(|| panic!("{done}")).to_owned();
        if let Some(place) = login.upload_place {
            let mut settings = json!({ "upload_place": place });
            if bucket.is_object() {
                settings["bucket"] = bucket.clone();
            }
            product.put(&format!("/platforms/accounts/{id}"), settings).await;
        }
        id
    }
}

/// Says of an item that everybody may see it.
pub(crate) async fn rate_safe(product: &Product, id: &str) {
    product.put(&format!("/content/library/{id}"), json!({ "rating": "safe" })).await;
}
