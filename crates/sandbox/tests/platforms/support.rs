//! What the tests share: a sandbox whose clock stands still, a client, pictures.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::io::Cursor;

use reqwest::multipart::{Form, Part};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use troupe_sandbox::{Sandbox, SandboxConfig};

/// Where the clock of every test begins.
pub(crate) const START: &str = "2030-01-07T09:00:00Z";

/// A sandbox, its folder and a client that follows no redirect.
pub(crate) struct Stand {
    pub(crate) sandbox: Option<Sandbox>,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) url: String,
    pub(crate) client: Client,
}

impl Stand {
    pub(crate) async fn start() -> Self {
        // A second test of this process finds it installed.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let sandbox = Sandbox::start(SandboxConfig::new(folder.path())).unwrap();
        let url = sandbox.url();
        let client = Client::builder()
            .no_proxy()
            .pool_max_idle_per_host(0)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let stand = Self { sandbox: Some(sandbox), folder, url, client };
        stand.order("clock", json!({"now": START})).await;
        stand
    }

    /// Ends the sandbox as a kill does and starts another on the same folder and port.
    pub(crate) fn kill_and_restart(&mut self) {
        let sandbox = self.sandbox.take().unwrap();
        let port = sandbox.address().port();
        sandbox.kill();
        self.sandbox = Some(Sandbox::start(SandboxConfig::new(self.folder.path()).port(port)).unwrap());
    }

    /// The address here of one of the real world, written without `https://`.
    pub(crate) fn at(&self, address: &str) -> String {
        format!("{}/platforms/{address}", self.url)
    }

    /// Gives an order under `/sandbox` that must be taken.
    pub(crate) async fn order(&self, order: &str, body: Value) -> Value {
        let request = self.client.post(format!("{}/sandbox/{order}", self.url)).json(&body);
        let (status, answer) = answer(request).await;
        assert_eq!(status, 200, "{order}: {answer}");
        answer
    }

    pub(crate) async fn look(&self, what: &str) -> Value {
        let (status, answer) = answer(self.client.get(format!("{}/sandbox/{what}", self.url))).await;
        assert_eq!(status, 200, "{what}: {answer}");
        answer
    }

    /// Makes an account and gives what is needed to connect to it.
    pub(crate) async fn account(&self, platform: &str, handle: &str, options: Value) -> Value {
        let order = json!({"platform": platform, "handle": handle, "options": options});
        self.order("accounts", order).await["connect"].clone()
    }

    pub(crate) async fn arm(&self, fault: Value) {
        self.order("platform_faults", fault).await;
    }

    pub(crate) async fn advance(&self, seconds: i64) {
        self.order("clock", json!({"advance_seconds": seconds})).await;
    }

    pub(crate) fn get(&self, address: &str) -> RequestBuilder {
        self.client.get(self.at(address))
    }

    pub(crate) fn post(&self, address: &str) -> RequestBuilder {
        self.client.post(self.at(address))
    }
}

/// Sends a request and gives status and JSON; text that is none as a JSON string.
pub(crate) async fn answer(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    (response.status().as_u16(), body(response).await)
}

pub(crate) async fn body(response: Response) -> Value {
    let text = response.text().await.unwrap();
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}

/// A request whose connection must break without an answer.
pub(crate) async fn lost(request: RequestBuilder) {
    let lost = request.send().await;
    assert!(lost.is_err(), "{lost:?}");
}

/// A picture of one colour.
pub(crate) fn jpeg(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(width, height, image::Rgb([shade, 90, 120]));
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// The first bytes of an MP4 file; enough for what looks at the type alone.
pub(crate) fn mp4() -> Vec<u8> {
    let mut bytes = vec![0, 0, 0, 24];
    bytes.extend_from_slice(b"ftypisom\0\0\0\0isommp42");
    bytes
}

/// A form with one file.
pub(crate) fn file(name: &str, bytes: Vec<u8>, content_type: &str) -> Form {
    Form::new().part(name.to_owned(), part(bytes, content_type))
}

pub(crate) fn part(bytes: Vec<u8>, content_type: &str) -> Part {
    Part::bytes(bytes).file_name("upload").mime_str(content_type).unwrap()
}

/// Writes out the long texts of a fixture: `{"repeat": "x", "times": 3}` stands for `xxx`, with `and` for what follows.
pub(crate) fn unfold(value: &mut Value) {
    if let (Some(text), Some(times)) =
        (value.get("repeat").and_then(Value::as_str), value.get("times").and_then(Value::as_u64))
    {
        let text = text.repeat(usize::try_from(times).unwrap());
        let mut rest = value.get("and").cloned().unwrap_or_default();
        unfold(&mut rest);
        *value = format!("{text}{}", rest.as_str().unwrap_or_default()).into();
        return;
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(unfold),
        Value::Object(fields) => fields.values_mut().for_each(unfold),
        _ => {}
    }
}
