//! A studio beside the stand-ins, on one clock that stands still: posts are driven as the task drives them.
#![allow(clippy::unwrap_used)]

use super::publish::{Outcome, publish};
use crate::{Clock, OpenOptions, Rehearsal, Studio, media_files, planning::restored};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use std::{
    io::Cursor,
    path::{Path, PathBuf},
};
use tempfile::TempDir;
use troupe_library::{
    AccountId, CharacterId, ContentId, DATABASE, PostId,
    tables::{
        accounts::AccountRow,
        content::{self, ContentRow, Rating},
    },
};
use troupe_media::{Limits, Mark, Recipe, SourceType};
use troupe_net::{Client, ClientOptions, Request};
use troupe_platforms::PlatformName;
use troupe_sandbox::{Sandbox, SandboxConfig};

/// Where every clock begins.
const START: &str = "2030-01-07T09:00:00Z";
/// The most times that a post is taken up before a test gives up: a day of quarter hours, and some.
const MOST_ROUNDS: usize = 130;

/// Held while a login waits on a port that is registered at the platform.
static PORT: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// A studio and the stand-ins that it publishes to.
pub(crate) struct Stage {
    pub(crate) studio: Studio,
    pub(crate) clock: Clock,
    pub(crate) sandbox: Sandbox,
    orders: Client,
    folder: TempDir,
}

async fn studio(folder: &TempDir, clock: &Clock, sandbox: &Sandbox) -> Studio {
    let mut options = OpenOptions::new(folder.path().join("library"));
    options.clock = clock.clone();
    options.rehearsal =
        Some(Rehearsal { comfyui: sandbox.url(), platforms: sandbox.platforms_url(), text: sandbox.ollama_url() });
    Studio::open(options).await.unwrap()
}

impl Stage {
    pub(crate) async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = Sandbox::start(SandboxConfig::new(folder.path().join("sandbox")).step_ms(0)).unwrap();
        let clock = Clock::fixed(START.parse().unwrap());
        let studio = studio(&folder, &clock, &sandbox).await;
        let address = sandbox.url().parse().unwrap();
        let orders = Client::open(ClientOptions::default().allowing_url(&address)).unwrap();
        let stage = Self { studio, clock, sandbox, orders, folder };
        stage.order("clock", json!({ "now": START })).await;
        stage
    }

    /// A copy of the database as it is now.
    pub(crate) async fn copy(&self) -> PathBuf {
        let copy = self.folder.path().join("copy.db");
        self.studio.library().copy_to(&copy).await.unwrap();
        copy
    }

    /// Goes back to a copy of the database, as a restore of a backup does.
    pub(crate) async fn restored(self, copy: &Path) -> Self {
        let Self { studio: before, clock, sandbox, orders, folder } = self;
        before.close().await;
        drop(before);
        restored::mark(copy, clock.now()).await.unwrap();
        for ending in ["", "-wal", "-shm"] {
            let file = folder.path().join("library").join(format!("{DATABASE}{ending}"));
            // A library that was closed left its database alone.
            let _ = std::fs::remove_file(file);
        }
        std::fs::rename(copy, folder.path().join("library").join(DATABASE)).unwrap();
        let studio = studio(&folder, &clock, &sandbox).await;
        Self { studio, clock, sandbox, orders, folder }
    }

    /// Gives the stand-ins an order.
    pub(crate) async fn order(&self, order: &str, body: Value) -> Value {
        let url = format!("{}/sandbox/{order}", self.sandbox.url()).parse().unwrap();
        self.orders.post_json(Request::post(url, "/sandbox/{order}"), &body).await.unwrap()
    }

    /// Looks at the stand-ins.
    pub(crate) async fn look(&self, what: &str) -> Value {
        let url = format!("{}/sandbox/{what}", self.sandbox.url()).parse().unwrap();
        self.orders.get_json(Request::get(url, "/sandbox/{what}")).await.unwrap()
    }

    /// What stands on the platforms, the newest first.
    pub(crate) async fn feed(&self) -> Vec<Value> {
        self.look("feed").await.as_array().unwrap().clone()
    }

    /// Lets a call go wrong once.
    pub(crate) async fn arm(&self, platform: &str, call: &str, fault: &str, more: Value) {
        let mut order = json!({ "platform": platform, "call": call, "fault": fault });
        order.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.order("platform_faults", order).await;
    }

    /// Moves both clocks on.
    pub(crate) async fn until(&self, moment: DateTime<Utc>) {
        self.clock.advance((moment - self.studio.now()).max(chrono::TimeDelta::zero()));
        self.order("clock", json!({ "now": self.studio.now() })).await;
    }

    /// The bytes at an address of the stand-ins.
    pub(crate) async fn bytes(&self, url: &str) -> Vec<u8> {
        let request = Request::get(url.parse().unwrap(), "/sandbox/media/{sha256}");
        self.orders.get_bytes(request).await.unwrap().to_vec()
    }

    /// An account at a stand-in, connected.
    pub(crate) async fn account(&self, platform: PlatformName, handle: &str) -> AccountId {
        let (options, login, fields): (Value, &str, &[(&str, &str)]) = match platform {
            PlatformName::Bluesky => {
                (json!({}), "app_password", &[("handle", "{handle}.bsky.social"), ("app_password", "/app_password")])
            }
            PlatformName::Telegram => {
                (json!({ "bot": "ada_bot" }), "bot_token", &[("bot_token", "/bot_token"), ("chat", "@{handle}")])
            }
            PlatformName::Facebook => (json!({}), "token", &[("token", "/token")]),
            PlatformName::Instagram => (json!({}), "facebook", &[("token", "/facebook/token")]),
            PlatformName::Mastodon => {
                (json!({}), "token", &[("host", "https://mastodon.social"), ("access_token", "/access_token")])
            }
            PlatformName::X => {
                let keys = &[
                    ("api_key", "/api_key"),
                    ("api_key_secret", "/api_key_secret"),
                    ("access_token", "/access_token"),
                    ("access_token_secret", "/access_token_secret"),
                ];
                (json!({}), "keys", keys)
            }
            PlatformName::Threads => (json!({}), "token", &[("token", "/token")]),
            PlatformName::TikTok => (
                json!({ "is_audited": true }),
                "audited",
                &[("client_id", "/client_id"), ("client_secret", "/client_secret")],
            ),
            PlatformName::Pinterest => {
                (json!({}), "standard", &[("client_id", "/client_id"), ("client_secret", "/client_secret")])
            }
            PlatformName::OnlyFans => (json!({}), "hand_off", &[("handle", "{handle}")]),
            other => panic!("no test connects to {other}"),
        };
        let told = if platform == PlatformName::OnlyFans {
            json!({})
        } else {
            let order = json!({ "platform": platform, "handle": handle, "options": options });
            self.order("accounts", order).await["connect"].clone()
        };
        // A value that begins with a slash points into what the stand-in told.
        let field = |value: &str| -> Value {
            let told = told.pointer(value).filter(|_| value.starts_with('/')).cloned();
            told.unwrap_or_else(|| json!(value.replace("{handle}", handle)))
        };
        let fields: Map<String, Value> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), field(value))).collect();
        let input = json!({ "platform": platform, "auth_data": { "login": login, "fields": fields } });
        // Pinterest sends the browser back to one port alone.
        let _one_at_a_time = if platform == PlatformName::Pinterest { Some(PORT.lock().await) } else { None };
        let mut done = self.run("accounts.connect", input).await;
        if let Some(page) = done["authorize_url"].as_str() {
            done = self.allow(page, handle, &done["attempt_id"]).await;
        }
        let id = done["account_id"].clone();
        let mut settings = json!({ "account_id": id, "timezone": "Europe/Berlin" });
        if platform == PlatformName::Instagram {
            settings["upload_place"] = json!("page_photo");
        }
        if matches!(platform, PlatformName::Threads | PlatformName::TikTok) {
            let order = json!({ "platform": "bucket", "handle": "pictures", "options": {} });
            settings["upload_place"] = json!("bucket");
            settings["bucket"] = self.order("accounts", order).await["connect"].clone();
        }
        self.run("accounts.update", settings).await;
        serde_json::from_value(id).unwrap()
    }

    /// What the browser of a person does who allows a login at once; answers the login when it is over.
    async fn allow(&self, page: &str, handle: &str, attempt: &Value) -> Value {
        let visit = async |address: url::Url| {
            let client = Client::open(ClientOptions::default().allowing_url(&address)).unwrap();
            let answer = client.send(Request::get(address, "/visit").keeping_redirects()).await.unwrap();
            answer.header("location").and_then(|place| place.parse().ok())
        };
        let back: url::Url = visit(format!("{page}&auto=allow&account={handle}").parse().unwrap()).await.unwrap();
        visit(back).await;
        loop {
            let now = self.run("accounts.attempt", json!({ "attempt_id": attempt })).await;
            if now["state"] != "waiting" {
                return now;
            }
            tokio::task::yield_now().await;
        }
    }

    /// Changes an account.
    pub(crate) async fn change_account(&self, id: AccountId, change: impl FnOnce(&mut AccountRow)) {
        let mut write = self.studio.library().write().await.unwrap();
        troupe_library::tables::accounts::change(&mut write, id, self.studio.now(), change).await.unwrap();
        write.commit().await.unwrap();
    }

    /// A character, made the way a creator makes one.
    pub(crate) async fn character(&self, input: Value) -> CharacterId {
        serde_json::from_value(self.run("characters.create", input).await["id"].clone()).unwrap()
    }

    /// An AI-made picture with its recipe in the library; `shade` makes it another one.
    pub(crate) async fn picture(&self, shade: u8, change: impl FnOnce(&mut ContentRow)) -> ContentId {
        let pixels = image::RgbImage::from_fn(400, 500, |x, y| image::Rgb([shade, x as u8, y as u8]));
        let mut bytes = Cursor::new(Vec::new());
        pixels.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        let recipe = Recipe { prompt: Some("a secret garden".into()), ..Recipe::default() };
        let mark = Mark::new(SourceType::TrainedAlgorithmicMedia);
        let bytes = troupe_media::birth(bytes.get_ref(), &recipe, &mark).unwrap();
        let file = format!("picture-{shade}.png");
        std::fs::write(self.studio.library().media_dir().join(&file), &bytes).unwrap();
        let picture = troupe_media::probe_bytes(&bytes, None, &Limits::default()).unwrap();
        let mut row = media_files::base_row(&self.studio, &picture, &recipe, file).unwrap();
        row.rating = Rating::Safe;
        change(&mut row);
        let mut write = self.studio.library().write().await.unwrap();
        content::insert(&mut write, &row, &[]).await.unwrap();
        write.commit().await.unwrap();
        row.id
    }

    /// Runs an operation that must succeed.
    pub(crate) async fn run(&self, name: &str, input: Value) -> Value {
        match self.studio.run(name, input.clone()).await {
            Ok(answer) => answer,
            Err(error) => panic!("{name} {input}: {error} {}", error.details),
        }
    }

    /// A post that is to go out now.
    pub(crate) async fn post(&self, account: AccountId, input: Value) -> PostId {
        let mut fields = json!({ "account_id": account, "publish_immediately": true });
        fields.as_object_mut().unwrap().extend(input.as_object().cloned().unwrap_or_else(Map::new));
        serde_json::from_value(self.run("posts.create", fields).await["post_id"].clone()).unwrap()
    }

    /// Takes a post up again and again, each time when it says, until it is final.
    pub(crate) async fn drive(&self, id: PostId) -> Value {
        for _ in 0..MOST_ROUNDS {
            match publish(&self.studio, id).await.unwrap() {
                Outcome::Waits { until } => self.until(until).await,
                _ => return self.shown(id).await,
            }
        }
        panic!("the post is never final: {}", self.shown(id).await)
    }

    /// The same as a creator does it: an account whose login ended after its post was up is connected again.
    pub(crate) async fn drive_connected(&self, id: PostId, platform: PlatformName, handle: &str) -> Value {
        for _ in 0..MOST_ROUNDS {
            let Outcome::Waits { until } = publish(&self.studio, id).await.unwrap() else {
                return self.shown(id).await;
            };
            self.until(until).await;
            let post = self.shown(id).await["post"].clone();
            let account = self.run("accounts.status", json!({ "account_id": post["account_id"] })).await;
            let is_closed = account["connection_status"] != "connected";
            if post["published_at"].is_string() && is_closed {
                self.account(platform, handle).await;
            }
        }
        panic!("the post is never final: {}", self.shown(id).await)
    }

    /// The post as it is shown.
    pub(crate) async fn shown(&self, id: PostId) -> Value {
        self.run("posts.get", json!({ "post_id": id })).await
    }
}
