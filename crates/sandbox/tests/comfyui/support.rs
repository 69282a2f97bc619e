//! What the tests share: a sandbox in a temporary folder, a client, a socket, and a graph.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::time::Duration;

use futures::{SinkExt, StreamExt};
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use troupe_sandbox::{Sandbox, SandboxConfig};

/// How long a test waits for something that must come.
pub(crate) const LIMIT: Duration = Duration::from_secs(30);

/// A sandbox, its folder and a client.
pub(crate) struct Stand {
    pub(crate) sandbox: Option<Sandbox>,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) url: String,
    pub(crate) client: Client,
}

impl Stand {
    pub(crate) fn start() -> Self {
        Self::with(|config| config)
    }

    pub(crate) fn with(change: impl FnOnce(SandboxConfig) -> SandboxConfig) -> Self {
        // A second test of this process finds it installed.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let sandbox = Sandbox::start(change(SandboxConfig::new(folder.path()).step_ms(0))).unwrap();
        let url = sandbox.url();
        Self {
            sandbox: Some(sandbox),
            folder,
            url,
            client: Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap(),
        }
    }

    /// Ends the sandbox as a kill does and starts another on the same folder and port.
    pub(crate) fn kill_and_restart(&mut self) {
        let sandbox = self.sandbox.take().unwrap();
        let port = sandbox.address().port();
        sandbox.kill();
        let sandbox = Sandbox::start(SandboxConfig::new(self.folder.path()).step_ms(0).port(port)).unwrap();
        self.url = sandbox.url();
        self.sandbox = Some(sandbox);
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.client.get(format!("{}{path}", self.url)).send().await.unwrap()
    }

    pub(crate) async fn get_json(&self, path: &str) -> Value {
        let response = self.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.json().await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let response = self.client.post(format!("{}{path}", self.url)).json(body).send().await.unwrap();
        let status = response.status();
        let text = response.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    /// Arms a fault.
    pub(crate) async fn arm(&self, fault: Value) {
        let (status, answer) = self.post("/sandbox/faults", &fault).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }

    /// Posts a prompt that must be accepted and gives its id.
    pub(crate) async fn queue(&self, body: Value) -> String {
        let (status, answer) = self.post("/prompt", &body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer["prompt_id"].as_str().unwrap().to_owned()
    }

    /// Waits until the job has one of these states and gives it.
    pub(crate) async fn job_in(&self, id: &str, states: &[&str]) -> Value {
        poll(async || {
            let response = self.get(&format!("/api/jobs/{id}")).await;
            let job: Value = response.json().await.unwrap();
            states.contains(&job["status"].as_str().unwrap_or_default()).then_some(job)
        })
        .await
    }

    pub(crate) async fn done(&self, id: &str) -> Value {
        self.job_in(id, &["completed", "failed", "cancelled"]).await
    }

    pub(crate) async fn socket(&self, client_id: &str) -> Socket {
        let url = format!("{}/ws?clientId={client_id}", self.url.replace("http", "ws"));
        Socket { inner: tokio_tungstenite::connect_async(url).await.unwrap().0, said_goodbye: false }
    }
}

/// Asks again and again until there is an answer.
pub(crate) async fn poll<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let asked = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(LIMIT, asked).await.expect("it did not come about in time")
}

/// A client's socket.
pub(crate) struct Socket {
    inner: WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>,
    said_goodbye: bool,
}

/// A frame as a client sees it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Frame {
    Text(Value),
    Binary(Vec<u8>),
    Closed,
}

impl Frame {
    pub(crate) fn kind(&self) -> &str {
        match self {
            Self::Text(value) => value["type"].as_str().unwrap_or_default(),
            Self::Binary(_) => "binary",
            Self::Closed => "closed",
        }
    }

    pub(crate) fn data(&self) -> &Value {
        match self {
            Self::Text(value) => &value["data"],
            _ => &Value::Null,
        }
    }
}

impl Socket {
    pub(crate) async fn send(&mut self, value: &Value) {
        self.inner.send(Message::Text(value.to_string().into())).await.unwrap();
    }

    pub(crate) async fn next(&mut self) -> Frame {
        loop {
            let message = tokio::time::timeout(LIMIT, self.inner.next()).await.expect("no frame came in time");
            match message {
                Some(Ok(Message::Text(text))) => return Frame::Text(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Binary(bytes))) => return Frame::Binary(bytes.to_vec()),
                Some(Ok(Message::Close(_))) => {
                    self.said_goodbye = true;
                    return Frame::Closed;
                }
                Some(Err(_)) | None => return Frame::Closed,
                Some(Ok(_)) => {}
            }
        }
    }

    /// Whether the server closed with a close frame.
    pub(crate) fn said_goodbye(&self) -> bool {
        self.said_goodbye
    }

    /// Closes from this side and waits until the server has let go of the connection.
    pub(crate) async fn close(mut self) {
        self.inner.close(None).await.unwrap();
        let ended = async { while let Some(Ok(_)) = self.inner.next().await {} };
        tokio::time::timeout(LIMIT, ended).await.expect("the server did not let go in time");
    }

    /// A frame that has already come, if there is one.
    pub(crate) async fn pending(&mut self) -> Option<Frame> {
        // A ping's answer comes after all that was sent before it.
        self.inner.send(Message::Ping(Vec::new().into())).await.unwrap();
        match tokio::time::timeout(LIMIT, self.inner.next()).await.expect("no answer came in time") {
            Some(Ok(Message::Pong(_))) => None,
            Some(Ok(Message::Text(text))) => Some(Frame::Text(serde_json::from_str(&text).unwrap())),
            other => panic!("{other:?}"),
        }
    }

    /// All frames up to and including the first that fits.
    pub(crate) async fn until(&mut self, fits: impl Fn(&Frame) -> bool) -> Vec<Frame> {
        let mut frames = Vec::new();
        loop {
            let frame = self.next().await;
            assert_ne!(frame, Frame::Closed, "the socket closed after {frames:?}");
            frames.push(frame.clone());
            if fits(&frame) {
                return frames;
            }
        }
    }

    /// All frames up to this node's turn.
    pub(crate) async fn until_node(&mut self, node: &str) -> Vec<Frame> {
        self.until(|frame| frame.kind() == "executing" && frame.data()["node"] == node).await
    }

    /// All frames up to `executing` with no node: the end of a run.
    pub(crate) async fn until_idle(&mut self) -> Vec<Frame> {
        self.until(|frame| frame.kind() == "executing" && frame.data()["node"].is_null()).await
    }
}

/// A text-to-image graph, small so that it is quick.
pub(crate) fn graph(text: &str, seed: u64, prefix: &str) -> Value {
    json!({
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "ochre_sd15_v3.safetensors"}},
        "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 96, "batch_size": 1}},
        "6": {"class_type": "CLIPTextEncode", "inputs": {"text": text, "clip": ["4", 1]}},
        "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blurry", "clip": ["4", 1]}},
        "3": {"class_type": "KSampler", "inputs": {
            "seed": seed, "steps": 4, "cfg": 7.0, "sampler_name": "euler", "scheduler": "normal", "denoise": 1.0,
            "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}},
        "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
        "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": prefix, "images": ["8", 0]}},
    })
}

/// The text chunks of a PNG by keyword.
pub(crate) fn png_texts(png: &[u8]) -> std::collections::BTreeMap<String, String> {
    let mut texts = std::collections::BTreeMap::new();
    let mut rest = &png[8..];
    while rest.len() >= 12 {
        let length = u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize;
        let body = &rest[8..8 + length];
        if &rest[4..8] == b"tEXt" {
            let end = body.iter().position(|byte| *byte == 0).unwrap();
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            texts.insert(text(&body[..end]), text(&body[end + 1..]));
        }
        rest = &rest[12 + length..];
    }
    texts
}
