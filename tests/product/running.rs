//! The programs as processes, and what is asked of them.

use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Output, Stdio},
    time::Duration,
};
use tempfile::TempDir;

/// How long anything may take before a test gives up.
pub(crate) const LIMIT: Duration = Duration::from_secs(60);

/// A process that is killed when it is dropped.
pub(crate) struct Process {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Process {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("the program starts");
        let out = BufReader::new(child.stdout.take().unwrap());
        Self { child, out }
    }

    /// Reads lines until one begins so; gives what follows.
    pub(crate) fn line_after(&mut self, beginning: &str) -> String {
        let mut line = String::new();
        while self.out.read_line(&mut line).unwrap() > 0 {
            if let Some(rest) = line.trim_end().strip_prefix(beginning) {
                return rest.to_owned();
            }
            line.clear();
        }
        panic!("the program ended without a line that begins with {beginning:?}");
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends at once, as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end, as the system does, and waits; gives its exit status.
    pub(crate) fn end(mut self) -> i32 {
        let asked = Command::new("kill").arg("-TERM").arg(self.id().to_string()).status().unwrap();
        assert!(asked.success());
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `troupe-cli` on a library.
pub(crate) fn cli(library: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_troupe-cli"));
    command.env_remove("TROUPE_TOKEN").env("TROUPE_LIBRARY", library).stdin(Stdio::null());
    command
}

/// A running `troupe-cli serve` on a temporary library.
pub(crate) struct Product {
    pub(crate) folder: TempDir,
    pub(crate) url: String,
    pub(crate) token: String,
    /// The one-time code that was printed.
    pub(crate) code: String,
    pub(crate) client: Client,
    pub(crate) serve: Option<Process>,
    comfyui: Option<Process>,
    comfyui_url: String,
}

impl Product {
    /// With no ComfyUI.
    pub(crate) fn start() -> Self {
        Self::start_in(tempfile::tempdir().unwrap())
    }

    /// On a folder that was used before.
    pub(crate) fn start_in(folder: TempDir) -> Self {
        // Fails only when one is there already, which then serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut command = cli(&folder.path().join("library"));
        let mut serve = Process::start(command.args(["serve", "--port", "0", "--open-code", "--show-token"]));
        let address = serve.line_after("http://");
        let (host, code) = address.split_once("/#code=").unwrap();
        let (url, code) = (format!("http://{host}"), code.to_owned());
        let token = serve.line_after("Programs send: Authorization: Bearer ");
        let client = Client::builder().no_proxy().timeout(LIMIT).build().unwrap();
        Self { folder, url, token, code, client, serve: Some(serve), comfyui: None, comfyui_url: String::new() }
    }

    /// With a token that was chosen before.
    pub(crate) fn start_with_token(folder: TempDir, token: &str) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut command = cli(&folder.path().join("library"));
        let mut serve =
            Process::start(command.env("TROUPE_TOKEN", token).args(["serve", "--port", "0", "--open-code"]));
        let address = serve.line_after("http://");
        let (host, code) = address.split_once("/#code=").unwrap();
        let (url, code) = (format!("http://{host}"), code.to_owned());
        let client = Client::builder().no_proxy().timeout(LIMIT).build().unwrap();
        Self {
            folder,
            url,
            token: token.to_owned(),
            code,
            client,
            serve: Some(serve),
            comfyui: None,
            comfyui_url: String::new(),
        }
    }

    /// In a rehearsal on stand-ins that run already; it ends by itself at the point of a post's way that this file of the
    /// folder names.
    pub(crate) fn start_rehearsal(folder: TempDir, stand_ins: &str, stop_at: &str) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let library = folder.path().join("library");
        let mut command = cli(&library);
        command.env("TROUPE_STOP_AT", folder.path().join(stop_at)).stderr(Stdio::null());
        command.arg("--library").arg(&library);
        let arguments = ["serve", "--port", "0", "--open-code", "--show-token", "--sandbox-at", stand_ins];
        let mut serve = Process::start(command.args(arguments));
        let address = serve.line_after("http://");
        let (host, code) = address.split_once("/#code=").unwrap();
        let (url, code) = (format!("http://{host}"), code.to_owned());
        let token = serve.line_after("Programs send: Authorization: Bearer ");
        let client = Client::builder().no_proxy().timeout(LIMIT).build().unwrap();
        Self { folder, url, token, code, client, serve: Some(serve), comfyui: None, comfyui_url: String::new() }
    }

    /// Ends the owner at once, if it lives, and starts it again in the rehearsal.
    pub(crate) fn start_again_in_rehearsal(mut self, stand_ins: &str, stop_at: &str) -> Self {
        if let Some(serve) = self.serve.take() {
            serve.kill();
        }
        Self::start_rehearsal(self.folder, stand_ins, stop_at)
    }

    /// With the stand-in as its ComfyUI.
    pub(crate) async fn start_with_comfyui() -> Self {
        let mut product = Self::start();
        let mut command = cli(&product.library());
        let folder = product.folder.path().join("comfyui");
        let mut comfyui = Process::start(command.args(["sandbox", "--step-ms", "0", "--folder"]).arg(&folder));
        let address = format!("http://{}", comfyui.line_after("http://"));
        product.comfyui = Some(comfyui);
        product.comfyui_url.clone_from(&address);
        product.post("/comfyui/servers", json!({ "name": "stand-in", "address": address })).await;
        product
    }

    /// Ends the owner at once, as a power cut would, and starts it again on the same library; ComfyUI goes on.
    pub(crate) fn kill_and_start_again(mut self) -> Self {
        if let Some(serve) = self.serve.take() {
            serve.kill();
        }
        let (comfyui, comfyui_url) = (self.comfyui.take(), self.comfyui_url);
        Self { comfyui, comfyui_url, ..Self::start_in(self.folder) }
    }

    /// What the stand-in did with each prompt, by its journal.
    pub(crate) async fn comfyui_journal(&self) -> Vec<(String, Value)> {
        let asked = self.client.get(format!("{}/sandbox/journal", self.comfyui_url)).send().await.unwrap();
        let journal: Value = asked.json().await.unwrap();
        journal["prompts"].as_object().unwrap().clone().into_iter().collect()
    }

    pub(crate) fn library(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    /// `troupe-cli` on this library, to its end.
    pub(crate) fn cli(&self, arguments: &[&str]) -> Output {
        cli(&self.library()).args(arguments).output().unwrap()
    }

    /// A request with the token, below `/api/v1`.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}/api/v1{path}", self.url)).bearer_auth(&self.token)
    }

    /// Reads; gives the data.
    pub(crate) async fn get(&self, path: &str) -> Value {
        data(self.request(Method::GET, path).send().await.unwrap()).await
    }

    /// Sends JSON; gives the data.
    pub(crate) async fn post(&self, path: &str, body: Value) -> Value {
        data(self.request(Method::POST, path).json(&body).send().await.unwrap()).await
    }

    /// Changes with JSON; gives the data.
    pub(crate) async fn put(&self, path: &str, body: Value) -> Value {
        data(self.request(Method::PUT, path).json(&body).send().await.unwrap()).await
    }

    /// Makes pictures and waits for them; gives the job.
    pub(crate) async fn pictures(&self, count: u32) -> Value {
        let input = json!({ "prompt": "a woman in a café", "width": 256, "height": 256, "steps": 4, "count": count, "wait": 60 });
        let job = self.post("/generate/image", input).await;
        assert_eq!(job["status"], "done", "{job}");
        job
    }
}

/// Asks again until there is an answer.
pub(crate) async fn until<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    tokio::time::timeout(LIMIT, async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .expect("it comes in time")
}

/// The data of an answer that must have gone well.
pub(crate) async fn data(response: Response) -> Value {
    let (status, body) = (response.status(), response.json::<Value>().await.unwrap());
    assert_eq!((status.as_u16(), &body["success"]), (200, &json!(true)), "{body}");
    body["data"].clone()
}

/// The data of an answer that must have gone well, unless the program died while it gave it.
pub(crate) async fn data_or_dead(answer: reqwest::Result<Response>) -> Option<Value> {
    let body = answer.ok()?.json::<Value>().await.ok()?;
    assert_eq!(body["success"], true, "{body}");
    Some(body["data"].clone())
}

/// Status, code and whole error of an answer that must be one.
pub(crate) async fn error(response: Response) -> (u16, String, Value) {
    let (status, body) = (response.status().as_u16(), response.json::<Value>().await.unwrap());
    assert_eq!(body["success"], false, "{body}");
    assert!(body["timestamp"].as_str().is_some_and(|moment| moment.ends_with('Z')), "{body}");
    assert!(!body["error"]["message"].as_str().unwrap().is_empty() && body["error"]["details"].is_object(), "{body}");
    (status, body["error"]["code"].as_str().unwrap().to_owned(), body["error"].clone())
}
