//! The HTTP half of the client: one method a route.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    time::Duration,
};

use serde::Deserialize;
use serde_json::{Map, Value, json};
use troupe_net::{ClientOptions as NetOptions, Request, Response};
use url::Url;

use crate::{
    Accepted, ClientId, Error, FieldError, HistoryEntry, Job, JobStatus, ObjectInfo, PromptId, PromptRequest, Queue,
    QueuePlace, Rejection, Result,
};

/// The largest `/object_info` taken: a server with thousands of custom nodes sends some 20 MB.
const OBJECT_INFO_LIMIT_BYTES: u64 = 256 * 1024 * 1024;
/// The largest queue taken: it carries every waiting graph.
const QUEUE_LIMIT_BYTES: u64 = 256 * 1024 * 1024;

/// The longest that the question after a prompt may take: it is asked every second or two.
const POLL_TIME: Duration = Duration::from_secs(10);

/// How the client behaves.
#[derive(Debug, Clone)]
pub struct ClientOptions {
    /// Limits of each request. The server's own address is always allowed, private or not.
    pub net: NetOptions,
    /// The folder that uploads and results go to, below the server's input and output folders.
    pub folder: String,
}

impl Default for ClientOptions {
    /// The limits of `troupe-net`, and the folder `troupe`.
    fn default() -> Self {
        Self { net: NetOptions::default(), folder: "troupe".to_owned() }
    }
}

/// A client of one ComfyUI server. A cheap clone over shared connections and what was learned of the server.
#[derive(Debug, Clone)]
pub struct Client {
    pub(crate) net: troupe_net::Client,
    pub(crate) address: Url,
    pub(crate) folder: Arc<str>,
    learned: Arc<Learned>,
}

/// What the server was found to have; asked again after it was away, because it may have been updated.
#[derive(Debug, Default)]
struct Learned {
    jobs: AtomicU8,
    cancel: AtomicU8,
}

const UNKNOWN: u8 = 0;
const PRESENT: u8 = 1;
const ABSENT: u8 = 2;

/// What became of a wish to cancel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancel {
    /// It was waiting or running, and is not any more (a running one ends at its next step). A waiting one leaves no
    /// trace on the server: the caller's own book must say that it was cancelled.
    Cancelled,
    /// The server does not have it in its queue: it ended before, or was never there.
    NotThere,
}

/// The server's memory and version.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SystemStats {
    /// The computer and the programs.
    pub system: System,
    /// The devices that compute, the main one first.
    pub devices: Vec<Device>,
}

/// The computer that the server runs on.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct System {
    /// `linux`, `nt`, `posix`, `darwin` ….
    pub os: String,
    /// Memory in bytes.
    #[serde(rename = "ram_total")]
    pub ram_total_bytes: u64,
    /// Free memory in bytes.
    #[serde(rename = "ram_free")]
    pub ram_free_bytes: u64,
    /// ComfyUI's version, where it says it.
    pub comfyui_version: Option<String>,
    /// Python's version.
    pub python_version: Option<String>,
    /// PyTorch's version.
    pub pytorch_version: Option<String>,
    /// The words that the server was started with.
    pub argv: Vec<String>,
}

/// A device that computes.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct Device {
    /// Its name, as `cuda:0 NVIDIA GeForce RTX 4070`.
    pub name: String,
    /// `cuda`, `mps`, `xpu`, `privateuseone`, `cpu` ….
    #[serde(rename = "type")]
    pub kind: String,
    /// Its number.
    pub index: Option<u32>,
    /// Its memory in bytes.
    #[serde(rename = "vram_total")]
    pub vram_total_bytes: u64,
    /// Its free memory in bytes.
    #[serde(rename = "vram_free")]
    pub vram_free_bytes: u64,
    /// What PyTorch holds of it, in bytes.
    #[serde(rename = "torch_vram_total")]
    pub torch_vram_total_bytes: u64,
    /// What of that is unused, in bytes.
    #[serde(rename = "torch_vram_free")]
    pub torch_vram_free_bytes: u64,
}

impl Client {
    /// A client of the server at `address`, as `http://127.0.0.1:8188`; a path before the routes is kept. Nothing is
    /// asked yet.
    pub fn new(mut address: Url, options: ClientOptions) -> Result<Self> {
        if !matches!(address.scheme(), "http" | "https") || address.host_str().is_none_or(str::is_empty) {
            return Err(Error::Address { text: address.to_string() });
        }
        address.set_query(None);
        address.set_fragment(None);
        let net = troupe_net::Client::open(options.net.allowing_url(&address))?;
        Ok(Self { net, address, folder: options.folder.into(), learned: Arc::default() })
    }

    /// Reads an address as a person types it: `127.0.0.1:8188` is as good as `http://127.0.0.1:8188/`.
    pub fn parse_address(text: &str) -> Result<Url> {
        let wrong = || Error::Address { text: text.to_owned() };
        let trimmed = text.trim();
        let whole = if trimmed.contains("://") { trimmed.to_owned() } else { format!("http://{trimmed}") };
        let url: Url = whole.parse().map_err(|_| wrong())?;
        let is_server = matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty());
        if is_server && url.username().is_empty() && url.password().is_none() { Ok(url) } else { Err(wrong()) }
    }

    /// The server's address.
    pub fn address(&self) -> &Url {
        &self.address
    }

    /// The folder of ours below the server's input and output folders.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// The server's version and memory. This is also the question whether there is a ComfyUI at all:
    /// [`Error::NotComfyUi`] says what else answered.
    pub async fn system_stats(&self) -> Result<SystemStats> {
        let host = self.address.authority().to_owned();
        let not = |why: &str| Error::NotComfyUi { host: host.clone(), why: why.to_owned() };
        let answer: Result<Value, _> =
            self.net.get_json(self.get(&["system_stats"], "/system_stats").within(Duration::from_secs(15))).await;
        let value = answer.map_err(|error| match error {
            troupe_net::Error::Html { .. } => not("it answered with a web page"),
            troupe_net::Error::NotJson { .. } | troupe_net::Error::TooLarge { .. } => {
                not("it answered with something else")
            }
            troupe_net::Error::Redirect { .. } => not("it sent us elsewhere"),
            troupe_net::Error::Status { code: 401, .. } => not("it asks for a sign-in"),
            troupe_net::Error::Status { code: 404 | 405, .. } => not("it does not know ComfyUI's routes"),
            other => other.into(),
        })?;
        let is_comfyui =
            value.get("devices").is_some_and(Value::is_array) && value.get("system").is_some_and(Value::is_object);
        if !is_comfyui {
            return Err(not("it answered with something else"));
        }
        serde_json::from_value(value)
            .map_err(|error| Error::Unreadable { route: "/system_stats", why: error.to_string() })
    }

    /// What the server says it can do (`max_upload_size`, `supports_preview_metadata` …); empty for older ones.
    pub async fn features(&self) -> Result<Map<String, Value>> {
        absent_is_default(self.net.get_json(self.get(&["features"], "/features")).await)
    }

    /// What is being run and what waits.
    pub async fn queue(&self) -> Result<Queue> {
        let value: Value = self.net.get_json(self.get(&["queue"], "/queue").at_most(QUEUE_LIMIT_BYTES)).await?;
        Queue::read(&value).ok_or(Error::Unreadable { route: "/queue", why: "it lists no queue".to_owned() })
    }

    /// Sends a prompt; its frames go to the connection `listener`. The server runs an id as often as it is sent: after a
    /// lost answer ask [`job`](Self::job) first.
    pub async fn prompt(&self, prompt: &PromptRequest, listener: Option<&ClientId>) -> Result<Accepted> {
        let route = "/prompt";
        let request = self.post(&["prompt"], route).json(&prompt.body(listener))?;
        let answer = self.net.send(request).await?;
        if answer.status() == 400 {
            let body: Value = answer.json().await?;
            let rejection = Rejection::read(&body);
            return Err(rejection.map_or_else(
                || unreadable(route, "a refusal without a reason"),
                |reason| Error::Rejected(Box::new(reason)),
            ));
        }
        let body: Value = answer.ok().await?.json().await?;
        let queued_as =
            body.get("prompt_id").and_then(Value::as_str).ok_or_else(|| unreadable(route, "no prompt id"))?;
        if queued_as != prompt.prompt_id.to_string() {
            // It would run unseen: take it back before saying so.
            self.delete_from_queue(queued_as).await?;
            self.interrupt(queued_as).await?;
            return Err(Error::IdNotKept);
        }
        Ok(Accepted {
            prompt_id: prompt.prompt_id,
            number: body.get("number").and_then(Value::as_f64),
            dropped: FieldError::read_all(body.get("node_errors")),
        })
    }

    /// One finished prompt; `None` while it waits or runs, when it is unknown, and after a restart.
    pub async fn history(&self, prompt_id: PromptId) -> Result<Option<HistoryEntry>> {
        let id = prompt_id.to_string();
        let value: Value = self.net.get_json(self.get(&["history", &id], "/history/{id}")).await?;
        match value.get(&id) {
            None => Ok(None),
            Some(entry) => HistoryEntry::read(entry)
                .map(Some)
                .ok_or_else(|| unreadable("/history/{id}", "an entry without outputs")),
        }
    }

    /// What the server knows of a prompt; `None` when it does not know it: it was never sent, was taken back while it
    /// waited, or the server was started again since. Servers before 0.5.1 are asked for queue and history instead.
    pub async fn job(&self, prompt_id: PromptId) -> Result<Option<Job>> {
        let route = "/api/jobs/{id}";
        if self.learned.jobs.load(Ordering::Relaxed) != ABSENT {
            let answer =
                self.net.send(self.get(&["api", "jobs", &prompt_id.to_string()], route).within(POLL_TIME)).await?;
            if answer.status() != 404 {
                let value: Value = answer.ok().await?.json().await?;
                self.learned.jobs.store(PRESENT, Ordering::Relaxed);
                return Job::read(prompt_id, &value)
                    .map(Some)
                    .ok_or_else(|| unreadable(route, "a status unknown to us"));
            }
            if says_so_itself(answer).await? {
                self.learned.jobs.store(PRESENT, Ordering::Relaxed);
                return Ok(None);
            }
            self.learned.jobs.store(ABSENT, Ordering::Relaxed);
        }
        // First the queue, then history: a prompt that ends in between is found in the second.
        match self.queue().await?.place(prompt_id) {
            Some(QueuePlace::Running) => Ok(Some(Job::queued(prompt_id, JobStatus::Running))),
            Some(QueuePlace::Pending { .. }) => Ok(Some(Job::queued(prompt_id, JobStatus::Pending))),
            None => Ok(self.history(prompt_id).await?.map(|entry| entry.into_job(prompt_id))),
        }
    }

    /// Cancels a prompt, waiting or running, and touches no other. Idempotent.
    pub async fn cancel(&self, prompt_id: PromptId) -> Result<Cancel> {
        let id = prompt_id.to_string();
        if self.learned.cancel.load(Ordering::Relaxed) != ABSENT {
            let answer = self.net.send(self.post(&["api", "jobs", &id, "cancel"], "/api/jobs/{id}/cancel")).await?;
            // 405: the server has jobs, and no cancelling of them yet.
            let is_absent = match answer.status() {
                404 => !says_so_itself(answer).await?,
                405 => true,
                _ => {
                    let value: Value = answer.ok().await?.json().await?;
                    let cancelled = value.get("cancelled").and_then(Value::as_bool).unwrap_or_default();
                    self.learned.cancel.store(PRESENT, Ordering::Relaxed);
                    return Ok(if cancelled { Cancel::Cancelled } else { Cancel::NotThere });
                }
            };
            if !is_absent {
                return Ok(Cancel::NotThere);
            }
            self.learned.cancel.store(ABSENT, Ordering::Relaxed);
        }
        let place = self.queue().await?.place(prompt_id);
        // Deleted first, interrupted then: one that begins in between is still caught.
        self.delete_from_queue(&id).await?;
        self.interrupt(&id).await?;
        Ok(if place.is_some() { Cancel::Cancelled } else { Cancel::NotThere })
    }

    async fn delete_from_queue(&self, prompt_id: &str) -> Result<()> {
        self.post_empty(&["queue"], "/queue", &json!({ "delete": [prompt_id] })).await
    }

    /// Interrupts a prompt if it is the running one. Always with an id: without one, whatever runs would be hit.
    async fn interrupt(&self, prompt_id: &str) -> Result<()> {
        self.post_empty(&["interrupt"], "/interrupt", &json!({ "prompt_id": prompt_id })).await
    }

    /// Gives the server's memory back: models are unloaded, and its cache of results is emptied.
    pub async fn free(&self) -> Result<()> {
        self.post_empty(&["free"], "/free", &json!({ "unload_models": true, "free_memory": true })).await
    }

    /// Every node class that the server has. The largest answer of all, some 100 ms and 1 MB for a bare server.
    pub async fn object_info(&self) -> Result<ObjectInfo> {
        let request = self
            .get(&["object_info"], "/object_info")
            .at_most(OBJECT_INFO_LIMIT_BYTES)
            .within(Duration::from_secs(120));
        let value: Value = self.net.get_json(request).await?;
        ObjectInfo::read(&value).ok_or_else(|| unreadable("/object_info", "no node classes"))
    }

    /// Forgets what was learned of the server. A connection does so each time the server comes back.
    pub(crate) fn forget_what_it_has(&self) {
        self.learned.jobs.store(UNKNOWN, Ordering::Relaxed);
        self.learned.cancel.store(UNKNOWN, Ordering::Relaxed);
    }

    /// The address of a route: the server's, then `segments`, each written so that it can't be mistaken for more.
    pub(crate) fn url(&self, segments: &[&str]) -> Url {
        let mut url = self.address.clone();
        // Only an address that can't have a path fails here, and `new` refuses those.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }

    pub(crate) fn get(&self, segments: &[&str], route: &'static str) -> Request {
        Request::get(self.url(segments), route)
    }

    pub(crate) fn post(&self, segments: &[&str], route: &'static str) -> Request {
        Request::post(self.url(segments), route)
    }

    async fn post_empty(&self, segments: &[&str], route: &'static str, body: &Value) -> Result<()> {
        self.net.send(self.post(segments, route).json(body)?).await?.ok().await?;
        Ok(())
    }
}

/// Whether a 404 comes from the route itself (it says so in JSON) and not from a server that lacks the route.
async fn says_so_itself(answer: Response) -> Result<bool> {
    let body = answer.bytes().await?;
    Ok(serde_json::from_slice::<Value>(&body).is_ok_and(|body| body.get("error").is_some()))
}

/// A 404 read as "the server has none of that".
pub(crate) fn absent_is_default<T: Default>(answer: troupe_net::Result<T>) -> Result<T> {
    match answer {
        Err(error) if error.status() == Some(404) => Ok(T::default()),
        other => Ok(other?),
    }
}

fn unreadable(route: &'static str, why: &str) -> Error {
    Error::Unreadable { route, why: why.to_owned() }
}
