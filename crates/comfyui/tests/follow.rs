//! Following prompts over real sockets: the connection that is kept up, frames that come, and frames that don't.
#![allow(clippy::unwrap_used, clippy::expect_used, dead_code, unreachable_pub)]

mod support;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::response::Response;
use serde_json::{Value, json};
use support::*;
use tokio::time::timeout;
use troupe_comfyui::*;

const PATIENCE: Duration = Duration::from_secs(10);

/// A connection that soon notices silence.
fn watchful() -> ConnectionOptions {
    ConnectionOptions { ping_every: Duration::from_millis(100), ..quick() }
}

/// A stand-in that takes every prompt and says of its job what `job` holds.
async fn taking(id: PromptId, state: Arc<Mutex<Value>>) -> Stand {
    Stand::start(move |asked| take(asked, id, &state)).await
}

fn take(asked: &Asked, id: PromptId, state: &Mutex<Value>) -> Response {
    match asked.line().as_str() {
        "POST /prompt" => ok(json!({"prompt_id": id, "number": 1, "node_errors": {}})),
        line if line == format!("GET /api/jobs/{id}") => match &*state.lock().unwrap() {
            Value::Null => unknown_job(),
            known => ok(known.clone()),
        },
        line if line.ends_with("/cancel") => {
            let was_there = !state.lock().unwrap().is_null();
            *state.lock().unwrap() = Value::Null;
            ok(json!({"cancelled": was_there}))
        }
        _ => no_route(),
    }
}

fn state(status: &str, outputs: Value) -> Value {
    json!({"status": status, "outputs": outputs})
}

fn shared(status: &str) -> Arc<Mutex<Value>> {
    Arc::new(Mutex::new(state(status, json!({}))))
}

async fn end(watch: &mut Watch) -> RunOutcome {
    timeout(PATIENCE, watch.outcome()).await.expect("an end").unwrap()
}

fn names(outputs: &Outputs) -> Vec<String> {
    outputs.files().map(|(node, file)| format!("{node}:{}", file.filename)).collect()
}

#[tokio::test]
async fn a_connection_says_hello_first_and_no_origin() {
    let stand = Stand::start(|_| no_route()).await;
    let connection = Connection::open(stand.client(), watchful());
    let client_id = connection.client_id(PATIENCE).await.unwrap();
    until("the hello", || !stand.heard().is_empty()).await;
    assert_eq!(stand.heard()[0], r#"{"type":"feature_flags","data":{"supports_preview_metadata":true}}"#);
    assert_eq!(stand.listeners(), [client_id.as_str()]);
    assert!(stand.socket_headers()[0].get("origin").is_none());
    until("a ping", || stand.pings() > 1).await;
}

#[tokio::test]
async fn every_connection_has_a_new_id_and_what_was_learned_is_asked_again() {
    let jobs_asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&jobs_asked);
    let stand = Stand::start(move |asked| match asked.path.as_str() {
        "/queue" => ok(json!({"queue_running": [], "queue_pending": []})),
        path if path.starts_with("/history") => ok(json!({})),
        _ => {
            counted.fetch_add(1, Ordering::Relaxed);
            no_route()
        }
    })
    .await;
    let connection = stand.connection();
    connection.client_id(PATIENCE).await.unwrap();
    let client = connection.client().clone();
    for _ in 0..3 {
        client.job(PromptId::random()).await.unwrap();
    }
    assert_eq!(jobs_asked.load(Ordering::Relaxed), 1);
    stand.hang_up();
    until("the second connection", || stand.listeners().len() == 2).await;
    let ids = stand.listeners();
    assert_ne!(ids[0], ids[1]);
    let mut link = connection.link();
    timeout(PATIENCE, link.wait_for(|link| *link == Link::Up(ids[1].as_str().into()))).await.unwrap().unwrap();
    client.job(PromptId::random()).await.unwrap();
    assert_eq!(jobs_asked.load(Ordering::Relaxed), 2, "the server may have been updated meanwhile");
}

#[tokio::test]
async fn a_server_that_falls_silent_is_left_and_found_again() {
    // A socket that takes everything and answers nothing, not even pings.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", silent.local_addr().unwrap()).parse().unwrap();
    let opened = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&opened);
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((socket, _)) = silent.accept().await {
            let mut socket = tokio_tungstenite::accept_async(socket).await.unwrap();
            let hello =
                json!({"type": "status", "data": {"status": {"exec_info": {"queue_remaining": 0}}, "sid": "s"}})
                    .to_string();
            futures::SinkExt::send(&mut socket, tokio_tungstenite::tungstenite::Message::text(hello)).await.unwrap();
            count.fetch_add(1, Ordering::Relaxed);
            held.push(socket);
        }
    });
    let connection = Connection::open(Client::new(address, ClientOptions::default()).unwrap(), watchful());
    until("another connection", || opened.load(Ordering::Relaxed) > 1).await;
    drop(connection);
}

#[tokio::test]
async fn what_is_no_comfyui_is_down_with_a_reason() {
    let stand = Stand::start(|_| no_route()).await;
    let address = format!("http://{}/elsewhere", stand.socket).parse().unwrap();
    let connection = Connection::open(Client::new(address, ClientOptions::default()).unwrap(), quick());
    let mut link = connection.link();
    let down =
        timeout(PATIENCE, link.wait_for(|link| matches!(link, Link::Down { .. }))).await.unwrap().unwrap().clone();
    assert!(matches!(down, Link::Down { why } if why.contains("404")));
    assert_eq!(connection.client_id(Duration::from_millis(20)).await, None);
}

#[tokio::test]
async fn a_slow_reader_holds_up_nobody() {
    let stand = Stand::start(|_| no_route()).await;
    let connection = stand.connection();
    connection.client_id(PATIENCE).await.unwrap();
    let mut slow = connection.subscribe();
    let mut quick = connection.subscribe();
    let sender = async {
        for number in 0..3000 {
            stand.say("status", json!({"status": {"exec_info": {"queue_remaining": number}}}));
            if number % 100 == 0 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        }
    };
    let reader = async {
        loop {
            if let Event::Frame(frame) = quick.recv().await.unwrap()
                && matches!(&*frame, Frame::Status { queue_remaining: 2999, .. })
            {
                break;
            }
        }
    };
    timeout(PATIENCE, async { tokio::join!(sender, reader) }).await.unwrap();
    assert!(matches!(slow.recv().await, Err(tokio::sync::broadcast::error::RecvError::Lagged(_))));
}

#[tokio::test]
async fn a_prompt_is_followed_from_start_to_end() {
    let id = PromptId::random();
    let job = shared("in_progress");
    let stand = taking(id, Arc::clone(&job)).await;
    let connection = stand.connection();
    let request = PromptRequest::new(id, graph()).marked("troupe", json!({"job_id": "j"}));
    let (accepted, mut watch) = connection.submit(&request).await.unwrap();
    assert_eq!(accepted.number, Some(1.0));
    let sent = stand.asked()[0].json();
    assert_eq!(sent["client_id"], stand.listeners()[0].as_str(), "the connection comes before the prompt");
    assert_eq!(sent["extra_data"]["extra_pnginfo"]["troupe"]["job_id"], "j");
    assert_eq!(sent["prompt"]["9"]["inputs"]["filename_prefix"], format!("troupe/{id}"));

    stand.say("execution_start", json!({"prompt_id": PromptId::random()}));
    stand.say("execution_start", json!({"prompt_id": id}));
    stand.say("executing", json!({"prompt_id": id, "node": "3"}));
    stand.say("progress", json!({"value": 2, "max": 4}));
    stand.say_bytes(&b"\0\0\0\x01\0\0\0\x01JPEG"[..]);
    stand.say(
        "executed",
        json!({"prompt_id": id, "node": "9", "output": {"images": [{"filename": "a.png", "type": "output"}]}}),
    );
    let mut news = Vec::new();
    while news.len() < 5 {
        news.push(timeout(PATIENCE, watch.next()).await.unwrap().unwrap());
    }
    assert_eq!(news[0], Update::Started);
    assert!(matches!(&news[1], Update::Progress(progress) if progress.node == Some(node("3"))));
    assert!(matches!(&news[2], Update::Progress(progress) if (progress.fraction - 0.45).abs() < 1e-9), "{news:?}");
    assert_eq!(news[3], Update::Preview { node: None, media_type: "image/jpeg".into(), bytes: "JPEG".into() });
    assert!(matches!(&news[4], Update::Output { output, .. } if output.files.len() == 1));

    // History knows one file more than the frames told: the union counts.
    *job.lock().unwrap() = state("completed", pictures("9", &["b.png"]));
    stand.say("execution_success", json!({"prompt_id": id}));
    stand.say("executing", json!({"prompt_id": id, "node": null}));
    let RunOutcome::Done { outputs } = end(&mut watch).await else { panic!() };
    assert_eq!(names(&outputs), ["9:a.png", "9:b.png"]);
    assert!(
        matches!(timeout(PATIENCE, watch.next()).await.unwrap().unwrap(), Update::Ended(RunOutcome::Done { .. })),
        "asked again, the same"
    );
}

#[tokio::test]
async fn an_end_before_its_entry_is_waited_for() {
    let id = PromptId::random();
    let asked_for_job = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked_for_job);
    let stand = Stand::start(move |_| match count.fetch_add(1, Ordering::Relaxed) {
        0 => job(id, "in_progress", json!({})),
        _ => job(id, "completed", pictures("9", &["a.png"])),
    })
    .await;
    let connection = stand.connection();
    connection.client_id(PATIENCE).await.unwrap();
    let mut watch = connection.watch(id, &graph());
    stand.say("execution_success", json!({"prompt_id": id}));
    let RunOutcome::Done { outputs } = end(&mut watch).await else { panic!() };
    assert_eq!(names(&outputs), ["9:a.png"]);
    assert_eq!(asked_for_job.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn without_any_frame_asking_finds_the_end() {
    let id = PromptId::random();
    let job = shared("pending");
    let stand = taking(id, Arc::clone(&job)).await;
    let connection = stand.connection();
    let mut watch = connection.watch(id, &graph()).polling_every(Duration::from_millis(5));
    assert_eq!(timeout(PATIENCE, watch.next()).await.unwrap().unwrap(), Update::Waiting);
    *job.lock().unwrap() = state("in_progress", json!({}));
    assert_eq!(timeout(PATIENCE, watch.next()).await.unwrap().unwrap(), Update::Started);
    stand.hang_up();
    *job.lock().unwrap() = state("completed", pictures("9", &["a.png"]));
    let RunOutcome::Done { outputs } = end(&mut watch).await else { panic!() };
    assert_eq!(names(&outputs), ["9:a.png"]);
}

#[tokio::test]
async fn the_ways_to_end_are_told_apart() {
    let error = json!({"node_id": "3", "node_type": "KSampler", "exception_message": "Allocation on device", "exception_type": "torch.OutOfMemoryError", "traceback": ["line"]});
    let mut failed = state("failed", pictures("9", &["half.png"]));
    failed["execution_error"] = error;
    for (status, is) in [
        (failed, "failed"),
        (state("failed", json!({})), "failed without a reason"),
        (state("cancelled", json!({})), "cancelled"),
        (Value::Null, "lost"),
    ] {
        let id = PromptId::random();
        let stand = taking(id, Arc::new(Mutex::new(status))).await;
        let mut watch = stand.connection().watch(id, &graph()).polling_every(Duration::from_millis(5));
        match (is, end(&mut watch).await) {
            ("failed", RunOutcome::Failed { failure, outputs_before }) => {
                assert_eq!(
                    (failure.kind, failure.node, failure.traceback.len()),
                    (FailureKind::OutOfMemory, Some(node("3")), 1)
                );
                assert_eq!(names(&outputs_before), ["9:half.png"], "what came before the error is kept");
            }
            ("failed without a reason", RunOutcome::Failed { failure, .. }) => assert!(!failure.message.is_empty()),
            ("cancelled", RunOutcome::Cancelled { .. }) | ("lost", RunOutcome::Lost { .. }) => {}
            (is, other) => panic!("{is}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_waiting_prompt_that_we_cancelled_is_cancelled_and_not_lost() {
    let id = PromptId::random();
    let stand = taking(id, shared("pending")).await;
    let mut watch = stand.connection().watch(id, &graph()).polling_every(Duration::from_millis(5));
    assert_eq!(timeout(PATIENCE, watch.next()).await.unwrap().unwrap(), Update::Waiting);
    assert_eq!(watch.cancel().await.unwrap(), Cancel::Cancelled);
    assert!(matches!(end(&mut watch).await, RunOutcome::Cancelled { .. }));
}

#[tokio::test]
async fn a_server_that_dies_and_comes_back_has_lost_the_prompt() {
    let id = PromptId::random();
    let stand = taking(id, shared("in_progress")).await;
    let socket = stand.socket;
    let connection = stand.connection();
    connection.client_id(PATIENCE).await.unwrap();
    let mut watch = connection.watch(id, &graph()).polling_every(Duration::from_millis(5));
    assert_eq!(timeout(PATIENCE, watch.next()).await.unwrap().unwrap(), Update::Started);
    drop(stand);
    assert_eq!(timeout(PATIENCE, watch.next()).await.unwrap().unwrap(), Update::Away);
    let again = Stand::start_at(socket, move |asked| take(asked, id, &Mutex::new(Value::Null))).await;
    assert!(matches!(end(&mut watch).await, RunOutcome::Lost { .. }));
    until("the connection comes back", || !again.listeners().is_empty()).await;
}

#[tokio::test]
async fn a_server_that_forgot_a_finished_prompt_is_believed_by_its_frames() {
    let id = PromptId::random();
    let stand = taking(id, Arc::new(Mutex::new(Value::Null))).await;
    let connection = stand.connection();
    connection.client_id(PATIENCE).await.unwrap();
    let mut watch = connection.watch(id, &graph());
    stand.say("executed", json!({"prompt_id": id, "node": "9", "output": {"images": [{"filename": "a.png"}]}}));
    stand.say("execution_success", json!({"prompt_id": id}));
    let RunOutcome::Done { outputs } = end(&mut watch).await else { panic!() };
    assert_eq!(names(&outputs), ["9:a.png"]);
}

#[tokio::test]
async fn a_lost_answer_is_asked_after_and_never_sent_twice() {
    for (arrived, is_taken) in [(true, true), (false, false)] {
        let id = PromptId::random();
        let stand = Stand::start(move |asked| match asked.line().as_str() {
            "POST /prompt" => broken(),
            _ if arrived => job(id, "pending", json!({})),
            _ => unknown_job(),
        })
        .await;
        let connection = stand.connection();
        let answer = connection.submit(&PromptRequest::new(id, graph())).await;
        assert_eq!(answer.as_ref().is_ok_and(|(accepted, _)| accepted.number.is_none()), is_taken);
        assert_eq!(stand.count("POST /prompt"), 1);
        assert_eq!(stand.count(&format!("GET /api/jobs/{id}")), 1);
    }
}

#[tokio::test]
async fn an_answer_that_makes_no_sense_is_an_error_and_asking_goes_on() {
    let id = PromptId::random();
    let job = Arc::new(Mutex::new(json!({"status": "sublimated"})));
    let stand = taking(id, Arc::clone(&job)).await;
    let mut watch = stand.connection().watch(id, &graph()).polling_every(Duration::from_millis(5));
    assert!(matches!(timeout(PATIENCE, watch.next()).await.unwrap(), Err(Error::Unreadable { .. })));
    *job.lock().unwrap() = state("completed", json!({}));
    assert!(matches!(end(&mut watch).await, RunOutcome::Done { .. }));
}
