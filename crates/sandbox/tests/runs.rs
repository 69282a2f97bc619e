//! A prompt's way from POST to picture: frames, history, jobs, files.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use serde_json::{Value, json};
use support::{Frame, Stand, graph, png_texts};

#[tokio::test]
async fn a_prompt_becomes_a_picture() {
    let stand = Stand::start();
    let extra = json!({"extra_pnginfo": {"workflow": {"note": "Zoë"}, "troupe": {"job": 7}}});
    let id =
        stand.queue(json!({"prompt": graph("a red chair", 5, "night/x"), "extra_data": extra, "client_id": "c"})).await;
    let job = stand.done(&id).await;
    assert_eq!(job["status"], "completed", "{job}");
    let file = json!({"filename": "x_00001_.png", "subfolder": "night", "type": "output"});
    assert_eq!(job["outputs"], json!({"9": {"images": [file]}}));
    let png = stand.get("/view?filename=x_00001_.png&subfolder=night&type=output").await.bytes().await.unwrap();
    let picture = image::load_from_memory(&png).unwrap();
    assert_eq!((picture.width(), picture.height()), (64, 96));
    let texts = png_texts(&png);
    let read = |name: &str| serde_json::from_str::<Value>(&texts[name]).unwrap();
    assert_eq!(read("prompt")["3"]["inputs"]["seed"], 5);
    assert_eq!(read("workflow"), json!({"note": "Zoë"}));
    assert_eq!(read("troupe"), json!({"job": 7}));
}

#[tokio::test]
async fn the_frames_of_a_run_come_in_order() {
    let stand = Stand::start();
    let mut socket = stand.socket("me").await;
    let first = socket.next().await;
    assert_eq!(
        first,
        Frame::Text(json!({"type": "status", "data": {"status": {"exec_info": {"queue_remaining": 0}}, "sid": "me"}}))
    );
    let id = stand.queue(json!({"prompt": graph("a red chair", 5, "x"), "client_id": "me"})).await;
    let frames = socket.until_idle().await;
    let kinds: Vec<&str> = frames.iter().map(Frame::kind).filter(|kind| *kind != "progress_state").collect();
    let mut expected = vec!["status", "status", "execution_start", "execution_cached"];
    expected.extend(["executing"; 5]);
    expected.extend(["progress"; 4]);
    expected.extend(["executing", "executing", "executed", "execution_success", "status", "executing"]);
    assert_eq!(kinds, expected);
    assert!(
        frames.iter().filter(|frame| frame.kind() != "status").all(|frame| frame.data()["prompt_id"] == id.as_str())
    );
}
