//! What the tests share: a studio in rehearsal whose platforms are the sandbox's, both on one clock that stands still.

use crate::{Clock, Error, OpenOptions, Rehearsal, Studio};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use troupe_net::{Client, ClientOptions, Request};
use troupe_sandbox::{Sandbox, SandboxConfig};

/// Where the clock of every test begins.
const START: &str = "2030-01-07T09:00:00Z";

/// A studio and the platforms that it asks.
pub(super) struct Stand {
    pub(super) studio: Studio,
    pub(super) clock: Clock,
    pub(super) folder: tempfile::TempDir,
    sandbox: Sandbox,
    orders: Client,
}

impl Stand {
    pub(super) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = Sandbox::start(SandboxConfig::new(folder.path().join("sandbox"))).unwrap();
        let clock = Clock::fixed(START.parse().unwrap());
        let studio = Studio::open(options(&sandbox, &clock, folder.path())).await.unwrap();
        let orders = Client::open(ClientOptions::default().allowing_url(&sandbox.url().parse().unwrap())).unwrap();
        let stand = Self { studio, clock, folder, sandbox, orders };
        stand.order("clock", json!({ "now": START })).await;
        stand
    }

    /// The program ends and is started anew; what lies in the keychain is still there.
    pub(super) async fn restart(self) -> Self {
        let held = self.studio.secrets().held_for_this_run();
        let again = self.restart_without_keychain().await;
        again.studio.secrets().take_over(held);
        again
    }

    /// The program ends and is started anew where no keychain runs.
    pub(super) async fn restart_without_keychain(self) -> Self {
        let Self { studio, clock, folder, sandbox, orders } = self;
        studio.close().await;
        // The lock of the library goes with the last of the studio.
        drop(studio);
        let studio = Studio::open(options(&sandbox, &clock, folder.path())).await.unwrap();
        Self { studio, clock, folder, sandbox, orders }
    }

    pub(super) async fn run(&self, name: &str, input: Value) -> Value {
        self.studio.run(name, input).await.unwrap_or_else(|error| panic!("{name}: {error} {}", error.details))
    }

    pub(super) async fn refused(&self, name: &str, input: Value) -> Error {
        match self.studio.run(name, input).await {
            Ok(answer) => panic!("{name} should be refused: {answer}"),
            Err(error) => error,
        }
    }

    /// Gives an order under `/sandbox`.
    pub(super) async fn order(&self, order: &str, body: Value) -> Value {
        let url = format!("{}/sandbox/{order}", self.sandbox.url()).parse().unwrap();
        self.orders.post_json(Request::post(url, "/sandbox/{order}"), &body).await.unwrap()
    }

    /// Lets the next call of that name go wrong.
    pub(super) async fn arm(&self, platform: &str, call: &str, fault: &str) {
        self.order("platform_faults", json!({ "platform": platform, "call": call, "fault": fault })).await;
    }

    /// Both clocks go on.
    pub(super) async fn advance(&self, by: TimeDelta) {
        self.clock.advance(by);
        self.order("clock", json!({ "advance_seconds": by.num_seconds() })).await;
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Makes an account at the stand-in of Bluesky; answers its handle and app password.
    pub(super) async fn bluesky(&self, handle: &str) -> (String, String) {
        let order = json!({ "platform": "bluesky", "handle": handle, "options": { "followers": 12 } });
        let told = self.order("accounts", order).await["connect"].clone();
        (format!("{handle}.bsky.social"), told["app_password"].as_str().unwrap().to_owned())
    }

    /// Connects a new account at Bluesky; answers its id.
    pub(super) async fn connected(&self, handle: &str) -> String {
        let (handle, password) = self.bluesky(handle).await;
        let login = self.run("accounts.connect", with_password(&handle, &password)).await;
        assert_eq!(login["state"], json!("connected"), "{login}");
        login["account_id"].as_str().unwrap().to_owned()
    }

    /// An address at a stand-in.
    pub(super) fn address(&self, host: &str, path: &str) -> url::Url {
        format!("{}/{host}{path}", self.sandbox.platforms_url()).parse().unwrap()
    }

    /// The client of the orders, for calls to the stand-ins that the studio does not make.
    pub(super) fn client(&self) -> &Client {
        &self.orders
    }
}

fn options(sandbox: &Sandbox, clock: &Clock, folder: &std::path::Path) -> OpenOptions {
    let rehearsal =
        Rehearsal { comfyui: sandbox.url(), platforms: sandbox.platforms_url(), text: sandbox.ollama_url() };
    OpenOptions { clock: clock.clone(), rehearsal: Some(rehearsal), ..OpenOptions::new(folder.join("library")) }
}

/// The input that connects an account at Bluesky.
pub(super) fn with_password(handle: &str, password: &str) -> Value {
    let fields = json!({ "handle": handle, "app_password": password });
    json!({ "platform": "bluesky", "auth_data": { "auth_type": "app_password", "fields": fields } })
}
