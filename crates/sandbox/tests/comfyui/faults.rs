//! Faults on demand, the journal, and what a restart leaves.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{Frame, Stand, graph, poll};

fn body(seed: u64) -> Value {
    json!({"prompt": graph("sea", seed, "x"), "client_id": "me"})
}

#[tokio::test]
async fn runs_fail_as_ordered_and_the_next_one_does_not() {
    let stand = Stand::start();
    for (seed, fault, node, words) in [
        (1, json!({"kind": "out_of_memory"}), "3", "CUDA out of memory"),
        (2, json!({"kind": "fail_run", "node": "9", "exception_message": "no luck"}), "9", "no luck"),
        (3, json!({"kind": "disk_full"}), "9", "[Errno 28] No space left on device"),
    ] {
        stand.arm(fault.clone()).await;
        let job = stand.done(&stand.queue(body(seed)).await).await;
        assert_eq!((&job["status"], &job["execution_error"]["node_id"]), (&json!("failed"), &json!(node)), "{fault}");
        assert!(job["execution_error"]["exception_message"].as_str().unwrap().starts_with(words), "{fault}");
        let job = stand.done(&stand.queue(body(seed)).await).await;
        assert_eq!(job["status"], "completed", "{fault}");
    }
    assert_eq!(stand.get_json("/sandbox/faults").await, json!([]));
}

#[tokio::test]
async fn a_run_may_end_well_without_its_files() {
    let stand = Stand::start();
    stand.arm(json!({"kind": "lose_files"})).await;
    let job = stand.done(&stand.queue(body(1)).await).await;
    assert_eq!(
        (&job["status"], &job["outputs"]["9"]["images"][0]["filename"]),
        (&json!("completed"), &json!("x_00001_.png"))
    );
    assert_eq!(stand.get("/view?filename=x_00001_.png").await.status(), 404);
    stand.arm(json!({"kind": "no_outputs"})).await;
    let job = stand.done(&stand.queue(body(2)).await).await;
    assert_eq!((&job["status"], &job["outputs"]), (&json!("completed"), &json!({})));
}

#[tokio::test]
async fn models_and_nodes_go_missing_until_disarmed() {
    let stand = Stand::start();
    stand.arm(json!({"kind": "missing_model", "name": "ochre_sd15_v3.safetensors"})).await;
    stand.arm(json!({"kind": "missing_node", "class_type": "LoraLoader"})).await;
    assert_eq!(stand.get_json("/models/checkpoints").await.as_array().unwrap().len(), 3);
    assert_eq!(stand.get_json("/object_info/LoraLoader").await, json!({}));
    let (status, answer) = stand.post("/prompt", &body(1)).await;
    assert_eq!(
        (status, &answer["node_errors"]["4"]["errors"][0]["type"]),
        (StatusCode::BAD_REQUEST, &json!("value_not_in_list"))
    );
    stand.client.delete(format!("{}/sandbox/faults", stand.url)).send().await.unwrap();
    assert_eq!(stand.done(&stand.queue(body(1)).await).await["status"], "completed");
}

#[tokio::test]
async fn a_reply_is_lost_but_the_prompt_is_taken() {
    let stand = Stand::start();
    stand.arm(json!({"kind": "lose_reply"})).await;
    let id = "5b1d4c2e-8f0a-4b7e-9c55-0a1b2c3d4e5f";
    let mut prompt = body(1);
    prompt["prompt_id"] = json!(id);
    let lost = stand.client.post(format!("{}/prompt", stand.url)).json(&prompt).send().await;
    assert!(lost.is_err(), "{lost:?}");
    assert_eq!(stand.done(id).await["status"], "completed");
    assert_eq!(stand.get_json("/sandbox/journal").await["prompts"][id]["accepted"], 1);
}

#[tokio::test]
async fn answers_go_wrong_as_ordered() {
    let stand = Stand::start();
    stand.arm(json!({"kind": "cut", "path": "/object_info"})).await;
    let response = stand.get("/object_info").await;
    assert_eq!(response.status(), 200);
    assert!(response.bytes().await.is_err());

    stand.arm(json!({"kind": "html", "path": "/system_stats", "times": 2})).await;
    for path in ["/system_stats", "/api/system_stats"] {
        let response = stand.get(path).await;
        assert_eq!(
            (response.status().as_u16(), &response.headers()["content-type"]),
            (200, &"text/html; charset=utf-8".parse().unwrap())
        );
    }
    stand.arm(json!({"kind": "status", "path": "/", "status": 503, "body": "busy"})).await;
    let response = stand.get("/queue").await;
    assert_eq!((response.status().as_u16(), response.text().await.unwrap().as_str()), (503, "busy"));

    stand.arm(json!({"kind": "slow", "path": "/api/jobs", "delay_ms": 60})).await;
    let start = Instant::now();
    stand.get_json("/api/jobs").await;
    assert!(start.elapsed() >= Duration::from_millis(60));

    stand.arm(json!({"kind": "hang_answer", "path": "/prompt"})).await;
    let limit = Duration::from_millis(80);
    let hung = stand.client.get(format!("{}/prompt", stand.url)).timeout(limit).send().await;
    assert!(hung.is_err_and(|error| error.is_timeout()));
    assert_eq!(stand.get_json("/prompt").await["exec_info"]["queue_remaining"], 0);

    let (status, answer) = stand.post("/sandbox/faults", &json!({"kind": "nope"})).await;
    assert_eq!(status, 400);
    assert!(answer["error"].as_str().unwrap().contains("nope"));
}

#[tokio::test]
async fn an_upload_to_a_full_disk_answers_500() {
    let stand = Stand::start();
    stand.arm(json!({"kind": "disk_full"})).await;
    let form = || {
        reqwest::multipart::Form::new().part("image", reqwest::multipart::Part::bytes(b"1".to_vec()).file_name("a.png"))
    };
    let post = async || {
        stand.client.post(format!("{}/upload/image", stand.url)).multipart(form()).send().await.unwrap().status()
    };
    assert_eq!(post().await, 500);
    assert_eq!(post().await, 200);
}

#[tokio::test]
async fn sockets_break_without_a_close() {
    let stand = Stand::start();
    let mut socket = stand.socket("me").await;
    socket.next().await;
    stand.post("/sandbox/drop-sockets", &json!({})).await;
    assert_eq!(socket.next().await, Frame::Closed);
    assert!(!socket.said_goodbye());
    stand.done(&stand.queue(body(1)).await).await;
}

#[tokio::test]
async fn forgetting_is_a_restart_without_the_process() {
    let stand = Stand::start();
    let done = stand.queue(body(1)).await;
    stand.done(&done).await;
    stand.arm(json!({"kind": "hang_run"})).await;
    let mut socket = stand.socket("me").await;
    let running = stand.queue(body(2)).await;
    let waiting = stand.queue(body(3)).await;
    socket.until_node("3").await;
    stand.post("/sandbox/forget", &json!({})).await;
    while socket.next().await != Frame::Closed {}
    for id in [&done, &running, &waiting] {
        assert_eq!(stand.get(&format!("/api/jobs/{id}")).await.status(), 404);
    }
    assert_eq!(stand.get_json("/history").await, json!({}));
    let (_, answer) = stand.post("/prompt", &body(4)).await;
    assert_eq!(answer["number"], 0);
    assert_eq!(stand.done(answer["prompt_id"].as_str().unwrap()).await["status"], "completed");
    let prompts = stand.get_json("/sandbox/journal").await["prompts"].clone();
    assert_eq!((&prompts[&running]["started"], &prompts[&running]["forgotten"]), (&json!(1), &json!(1)));
    assert_eq!((&prompts[&waiting]["started"], &prompts[&waiting]["accepted"]), (&json!(0), &json!(1)));
}

#[tokio::test]
async fn a_restart_keeps_outputs_and_the_journal_and_nothing_else() {
    let mut stand = Stand::start();
    let id = stand.queue(body(1)).await;
    stand.done(&id).await;
    std::fs::write(stand.folder.path().join("temp/t.png"), "x").unwrap();
    stand.kill_and_restart();
    assert_eq!(stand.get_json("/history").await, json!({}));
    assert_eq!(stand.get(&format!("/api/jobs/{id}")).await.status(), 404);
    assert_eq!(stand.get("/view?filename=x_00001_.png").await.status(), 200);
    assert_eq!(stand.get("/view?filename=t.png&type=temp").await.status(), 404);
    assert_eq!(stand.get_json("/sandbox/journal").await["prompts"][&id]["succeeded"], 1);
    let mut again = body(1);
    again["prompt_id"] = json!(id);
    let (_, answer) = stand.post("/prompt", &again).await;
    assert_eq!((&answer["prompt_id"], &answer["number"]), (&json!(id), &json!(0)));
    assert_eq!(stand.done(&id).await["outputs"]["9"]["images"][0]["filename"], "x_00002_.png");
}

#[tokio::test]
async fn a_killed_process_has_written_its_journal() {
    let mut stand = Stand::start();
    stand.sandbox.take().unwrap().kill();
    let start = || {
        let mut process = Command::new(env!("CARGO_BIN_EXE_troupe-sandbox"))
            .arg(stand.folder.path())
            .args(["--step-ms", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        (process, line.trim().to_owned())
    };
    let (mut process, url) = start();
    stand.url = url;
    stand.arm(json!({"kind": "hang_run"})).await;
    let id = stand.queue(body(1)).await;
    stand.job_in(&id, &["in_progress"]).await;
    process.kill().unwrap();
    process.wait().unwrap();
    assert!(stand.client.get(format!("{}/prompt", stand.url)).send().await.is_err());

    let (mut process, url) = start();
    stand.url = url;
    let counts = stand.get_json("/sandbox/journal").await["prompts"][&id].clone();
    process.kill().unwrap();
    process.wait().unwrap();
    assert_eq!((&counts["accepted"], &counts["started"], &counts["succeeded"]), (&json!(1), &json!(1), &json!(0)));
}

#[tokio::test]
async fn a_polite_end_closes_all_and_frees_the_port() {
    let mut stand = Stand::start();
    let mut socket = stand.socket("me").await;
    socket.next().await;
    let address = stand.sandbox.as_ref().unwrap().address();
    stand.sandbox.take().unwrap().shutdown().await;
    assert_eq!(socket.next().await, Frame::Closed);
    poll(async || std::net::TcpListener::bind(address).ok()).await;
}
