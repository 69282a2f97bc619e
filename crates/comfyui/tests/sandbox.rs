//! The client against the sandbox's ComfyUI, which answers as a real one does: the shipped workflows run for real, and
//! its faults strike in the middle.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{sync::OnceLock, time::Duration};

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::time::timeout;
use troupe_comfyui::*;
use troupe_sandbox::{Sandbox, SandboxConfig};

const PATIENCE: Duration = Duration::from_secs(60);

struct Stage {
    sandbox: Sandbox,
    connection: Connection,
    folder: TempDir,
}

fn quick() -> ConnectionOptions {
    ConnectionOptions {
        first_wait: Duration::from_millis(5),
        longest_wait: Duration::from_millis(50),
        ..ConnectionOptions::default()
    }
}

impl Stage {
    fn set(step_ms: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = Sandbox::start(SandboxConfig::new(folder.path().join("server")).step_ms(step_ms)).unwrap();
        let client = Client::new(Client::parse_address(&sandbox.url()).unwrap(), ClientOptions::default()).unwrap();
        Self { sandbox, connection: Connection::open(client, quick()), folder }
    }

    fn client(&self) -> &Client {
        self.connection.client()
    }

    async fn order(&self, path: &str, body: Value) {
        static HTTP: OnceLock<()> = OnceLock::new();
        HTTP.get_or_init(troupe_net::install_crypto);
        let address: url::Url = format!("{}/sandbox/{path}", self.sandbox.url()).parse().unwrap();
        let client = troupe_net::Client::open(troupe_net::ClientOptions::default().allowing_url(&address)).unwrap();
        let request = troupe_net::Request::post(address, "/sandbox").json(&body).unwrap();
        client.send(request).await.unwrap().ok().await.unwrap();
    }

    /// Sends the first shipped workflow, small and short.
    async fn submit(&self, values: Values) -> (PromptRequest, Watch) {
        let workflow = shipped_workflows().unwrap().remove(0);
        let request = PromptRequest::new(PromptId::random(), build(&workflow, &values).unwrap());
        let request = request.marked("troupe", json!({"job_id": "j"}));
        let (_, watch) = self.connection.submit(&request).await.unwrap();
        (request, watch)
    }
}

fn small() -> Values {
    let values = Values::default().with("prompt", "a red chair").with("model", "ochre_sd15_v3.safetensors");
    values.with("seed", 7).with("steps", 4).with("width", 64).with("height", 64)
}

async fn end(watch: &mut Watch) -> RunOutcome {
    timeout(PATIENCE, watch.outcome()).await.expect("an end").unwrap()
}

async fn files(watch: &mut Watch) -> Vec<OutputFile> {
    match end(watch).await {
        RunOutcome::Done { outputs } => outputs.saved().map(|(_, file)| file.clone()).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_shipped_workflow_runs_to_its_pictures() {
    let stage = Stage::set(0);
    let client = stage.client().clone();
    let discovery = Discovery::read(&client).await.unwrap();
    let mut source = None;
    for workflow in shipped_workflows().unwrap() {
        let values = match &source {
            _ if workflow.input("prompt").is_some() => {
                let mut values = small().with("batch_size", 2).with("clip_skip", 2);
                let lora = |name: &str| LoraUse { name: name.into(), strength_model: 0.8, strength_clip: None };
                values.loras = vec![lora("film_grain_sd15.safetensors"), lora("soft_window_light_sd15.safetensors")];
                values
            }
            Some(picture) => {
                let uploaded = client.upload(bytes::Bytes::clone(picture), "png").await.unwrap();
                assert!(uploaded.was_sent);
                assert!(!client.upload(bytes::Bytes::clone(picture), "png").await.unwrap().was_sent);
                Values::default()
                    .with("image", uploaded.input_name)
                    .with("upscale_model", "4x_detail.pth")
                    .with("width", 128)
                    .with("height", 128)
            }
            None => panic!("no picture yet"),
        };
        assert!(discovery.missing(&workflow, &values).unwrap().is_empty(), "{}", workflow.id());
        let request = PromptRequest::new(PromptId::random(), build(&workflow, &values).unwrap());
        let request = request.marked("troupe", json!({"job_id": "j"}));
        let (accepted, mut watch) = stage.connection.submit(&request).await.unwrap();
        assert!(accepted.dropped.is_empty());
        let files = files(&mut watch).await;
        assert_eq!(files.len(), if workflow.input("prompt").is_some() { 2 } else { 1 }, "{}", workflow.id());
        assert_eq!(files, client.find_saved(request.prompt_id, "png").await.unwrap(), "{}", workflow.id());
        let path = stage.folder.path().join("fetched.png");
        let length = client.download(&files[0], &path).await.unwrap();
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(bytes.len() as u64, length);
        assert!(bytes.starts_with(b"\x89PNG"));
        assert!(String::from_utf8_lossy(&bytes).contains("job_id"), "the file carries the job");
        source = Some(bytes.into());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn news_comes_in_order_with_previews_of_its_own_prompt() {
    let stage = Stage::set(5);
    let (_, mut watch) = stage.submit(small()).await;
    let (mut previews, mut last, mut started, mut outputs) = (0, 0.0, 0, 0);
    loop {
        match timeout(PATIENCE, watch.next()).await.unwrap().unwrap() {
            Update::Started => started += 1,
            Update::Progress(progress) => {
                assert!(progress.fraction >= last && progress.fraction <= 1.0);
                last = progress.fraction;
            }
            Update::Preview { bytes, node, .. } => {
                assert!(!bytes.is_empty() && node.is_some());
                previews += 1;
            }
            Update::Output { .. } => outputs += 1,
            Update::Ended(RunOutcome::Done { .. }) => break,
            Update::Waiting => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((started, outputs), (1, 1));
    assert!(previews > 0 && last == 1.0, "{previews} previews, {last}");
}

#[tokio::test(flavor = "multi_thread")]
async fn running_out_of_memory_is_told_and_the_next_prompt_runs() {
    let stage = Stage::set(0);
    stage.order("faults", json!({"kind": "out_of_memory"})).await;
    let (_, mut failed) = stage.submit(small()).await;
    let RunOutcome::Failed { failure, .. } = end(&mut failed).await else { panic!() };
    assert_eq!((failure.kind, failure.class_type.as_str()), (FailureKind::OutOfMemory, "KSampler"));
    let (_, mut next) = stage.submit(small()).await;
    assert_eq!(files(&mut next).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn running_and_waiting_prompts_are_cancelled_one_by_one() {
    let stage = Stage::set(0);
    stage.order("faults", json!({"kind": "hang_run"})).await;
    let (_, mut running) = stage.submit(small()).await;
    let (_, mut waiting) = stage.submit(small()).await;
    while timeout(PATIENCE, running.next()).await.unwrap().unwrap() != Update::Started {}
    assert_eq!(waiting.cancel().await.unwrap(), Cancel::Cancelled);
    assert!(matches!(end(&mut waiting).await, RunOutcome::Cancelled { .. }));
    assert_eq!(running.cancel().await.unwrap(), Cancel::Cancelled);
    assert!(matches!(end(&mut running).await, RunOutcome::Cancelled { .. }));
    assert_eq!(running.cancel().await.unwrap(), Cancel::NotThere);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_runs_once() {
    let stage = Stage::set(0);
    stage.order("faults", json!({"kind": "lose_reply"})).await;
    let (request, mut watch) = stage.submit(small()).await;
    assert_eq!(files(&mut watch).await.len(), 1);
    let journal = std::fs::read_to_string(stage.folder.path().join("server/journal.jsonl")).unwrap();
    let accepted =
        journal.lines().filter(|line| line.contains("accepted") && line.contains(&request.prompt_id.to_string()));
    assert_eq!(accepted.count(), 1, "{journal}");
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_sockets_cost_no_result() {
    let stage = Stage::set(20);
    let (_, watch) = stage.submit(small().with("steps", 20)).await;
    let mut watch = watch.polling_every(Duration::from_millis(20));
    while timeout(PATIENCE, watch.next()).await.unwrap().unwrap() != Update::Started {}
    stage.order("drop-sockets", json!({})).await;
    assert_eq!(files(&mut watch).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_loses_the_prompt_and_takes_it_again() {
    let stage = Stage::set(0);
    stage.order("faults", json!({"kind": "hang_run"})).await;
    let (request, watch) = stage.submit(small()).await;
    let mut watch = watch.polling_every(Duration::from_millis(20));
    while timeout(PATIENCE, watch.next()).await.unwrap().unwrap() != Update::Started {}
    let (port, base) = (stage.sandbox.address().port(), stage.sandbox.folder().to_owned());
    stage.sandbox.kill();
    while timeout(PATIENCE, watch.next()).await.unwrap().unwrap() != Update::Away {}
    // The port is free again some moments after the kill.
    let again = timeout(PATIENCE, async {
        loop {
            match Sandbox::start(SandboxConfig::new(&base).step_ms(0).port(port)) {
                Ok(sandbox) => return sandbox,
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    })
    .await
    .unwrap();
    assert!(matches!(end(&mut watch).await, RunOutcome::Lost { .. }));
    assert!(stage.connection.client().find_saved(request.prompt_id, "png").await.unwrap().is_empty());
    let (_, mut second) = stage.connection.submit(&request).await.unwrap();
    assert_eq!(files(&mut second).await.len(), 1);
    drop(again);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_lacks_is_named() {
    let stage = Stage::set(0);
    stage.order("faults", json!({"kind": "missing_node", "class_type": "LatentUpscaleBy"})).await;
    stage.order("faults", json!({"kind": "missing_model", "name": "ochre_sd15_v3.safetensors"})).await;
    let discovery = Discovery::read(stage.client()).await.unwrap();
    let workflow = shipped_workflows().unwrap().remove(1);
    let missing = discovery.missing(&workflow, &small()).unwrap();
    assert_eq!(missing.nodes.iter().map(|node| node.class_type.as_str()).collect::<Vec<_>>(), ["LatentUpscaleBy"]);
    assert_eq!(missing.models.len(), 1);
    let prompt = PromptRequest::new(PromptId::random(), build(&workflow, &small()).unwrap());
    let Err(Error::Rejected(rejection)) = stage.client().prompt(&prompt, None).await else { panic!() };
    assert_eq!(rejection.missing_class.as_deref(), Some("LatentUpscaleBy"));
    let metadata = stage.client().model_metadata("loras", "characters/mira_solano_sdxl.safetensors").await.unwrap();
    let guess = guess_base_model(metadata.as_ref(), "characters/mira_solano_sdxl.safetensors").unwrap();
    assert_eq!((guess.base_model, guess.evidence), (BaseModel::Sdxl, Evidence::Metadata));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_named_and_not_there_are_told() {
    let stage = Stage::set(0);
    stage.order("faults", json!({"kind": "lose_files"})).await;
    let (_, mut watch) = stage.submit(small()).await;
    let named = files(&mut watch).await;
    let error = stage.client().download(&named[0], &stage.folder.path().join("x.png")).await.unwrap_err();
    assert!(matches!(error, Error::OutputGone { .. }), "{error:?}");
    stage.order("faults", json!({"kind": "cut", "path": "/view"})).await;
    let (_, mut watch) = stage.submit(small().with("seed", 8)).await;
    let named = files(&mut watch).await;
    let path = stage.folder.path().join("y.png");
    let error = stage.client().download(&named[0], &path).await.unwrap_err();
    assert!(matches!(error, Error::Net(troupe_net::Error::Cut { .. })), "{error:?}");
    assert!(!path.exists());
    stage.client().download(&named[0], &path).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_in_trouble_is_told_in_words() {
    let stage = Stage::set(0);
    stage.order("faults", json!({"kind": "html", "path": "/system_stats"})).await;
    assert!(matches!(stage.client().system_stats().await, Err(Error::NotComfyUi { .. })));
    stage.order("faults", json!({"kind": "status", "path": "/prompt", "status": 503, "body": "busy"})).await;
    let prompt = PromptRequest::new(PromptId::random(), build(&shipped_workflows().unwrap()[0], &small()).unwrap());
    let Err(Error::Net(error)) = stage.client().prompt(&prompt, None).await else { panic!() };
    assert_eq!((error.status(), error.is_transient()), (Some(503), true));
    assert_eq!(stage.client().system_stats().await.unwrap().devices.len(), 1);
}
