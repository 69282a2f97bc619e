//! What the whole-product tests share: a library in a temporary folder, the sandbox on a real socket,
//! and waiting for a state with a limit.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use serde_json::{Value, json};
use std::{future::Future, path::Path, time::Duration};
use troupe_sandbox::{Sandbox, SandboxConfig};
use troupe_studio::{OpenOptions, Studio};

/// The longest that a test waits for anything: generous, because the machine may be busy.
pub(crate) const LIMIT: Duration = Duration::from_secs(60);

/// The product on a stand-in ComfyUI, both in a temporary folder.
pub(crate) struct Stage {
    pub folder: tempfile::TempDir,
    pub sandbox: Sandbox,
    pub studio: Studio,
}

impl Stage {
    /// Opens a studio with running tasks, whose one server is a stand-in that works as fast as it can.
    pub(crate) async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = sandbox(folder.path());
        let studio = Studio::open(OpenOptions::new(folder.path().join("library"))).await.unwrap();
        studio.start_tasks();
        let stage = Self { folder, sandbox, studio };
        stage.run("servers.create", json!({ "name": "Stand-in", "address": stage.address() })).await;
        stage
    }

    /// The stand-in's address.
    pub(crate) fn address(&self) -> String {
        self.sandbox.url()
    }

    /// Arms a fault of the stand-in.
    pub(crate) async fn fault(&self, fault: Value) {
        fault_at(&self.address(), fault).await;
    }

    /// How many prompts the stand-in finished; panics when one was done twice.
    pub(crate) async fn done_once(&self) -> usize {
        let times = times_done(&self.address()).await;
        assert!(times.iter().all(|times| *times == 1), "a picture was made twice: {times:?}");
        times.len()
    }

    /// Runs an operation that must succeed.
    pub(crate) async fn run(&self, name: &str, input: Value) -> Value {
        run(&self.studio, name, input).await
    }

    /// A job's state, once it is final.
    pub(crate) async fn ended(&self, job: &Value) -> Value {
        let id = job["job_id"].clone();
        let job = self.run("images.job", json!({ "job_id": id })).await;
        if is_final(&job) {
            return job;
        }
        until("the job to end", || async {
            let job = self.run("images.job", json!({ "job_id": id })).await;
            is_final(&job).then_some(job)
        })
        .await
    }
}

/// Starts a stand-in that works as fast as it can, with its files below `folder`.
pub(crate) fn sandbox(folder: &Path) -> Sandbox {
    Sandbox::start(SandboxConfig::new(folder.join("sandbox")).step_ms(0)).unwrap()
}

/// Starts the stand-in again on the port that it had, once the system has freed it.
pub(crate) async fn sandbox_on(folder: &Path, port: u16) -> Sandbox {
    until("the port to be free", || async {
        Sandbox::start(SandboxConfig::new(folder.join("sandbox")).step_ms(0).port(port)).ok()
    })
    .await
}

/// Arms a fault of a stand-in.
pub(crate) async fn fault_at(url: &str, fault: Value) {
    let answer = client().post(format!("{url}/sandbox/faults")).json(&fault).send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
}

/// How often each prompt was finished.
pub(crate) async fn times_done(url: &str) -> Vec<u64> {
    let journal: Value = client().get(format!("{url}/sandbox/journal")).send().await.unwrap().json().await.unwrap();
    let prompts = journal["prompts"].as_object().unwrap();
    prompts.values().map(|prompt| prompt["succeeded"].as_u64().unwrap()).filter(|times| *times > 0).collect()
}

fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

/// Runs an operation that must succeed.
pub(crate) async fn run(studio: &Studio, name: &str, input: Value) -> Value {
    match studio.run(name, input.clone()).await {
        Ok(answer) => answer,
        Err(error) => panic!(
            "{name} {input}: {} {error} {} {:?}",
            error.code.as_str(),
            error.details,
            std::error::Error::source(&error)
        ),
    }
}

pub(crate) fn is_final(job: &Value) -> bool {
    matches!(job["status"].as_str(), Some("done" | "failed" | "cancelled"))
}

/// Asks until there is an answer, at most [`LIMIT`].
pub(crate) async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut ask: impl FnMut() -> F) -> T {
    let asked = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(LIMIT, asked).await.unwrap_or_else(|_| panic!("waited too long for {what}"))
}
