//! Who gets which frames.

use serde_json::{Value, json};

use crate::support::{Frame, Socket, Stand, graph};

fn previews(frames: &[Frame]) -> Vec<&[u8]> {
    frames
        .iter()
        .filter_map(|frame| if let Frame::Binary(bytes) = frame { Some(bytes.as_slice()) } else { None })
        .collect()
}

fn number(bytes: &[u8]) -> u32 {
    u32::from_be_bytes(bytes[..4].try_into().unwrap())
}

async fn run(stand: &Stand, socket: &mut Socket, extra: Value) -> Vec<Frame> {
    let seed = stand.get_json("/history").await.as_object().unwrap().len() as u64;
    stand.queue(json!({"prompt": graph("sea", seed, "x"), "client_id": "me", "extra_data": extra})).await;
    socket.until_idle().await
}

#[tokio::test]
async fn previews_come_where_they_are_asked_for_and_in_the_form_that_is_understood() {
    let stand = Stand::start();
    let mut socket = stand.socket("me").await;
    socket.next().await;
    assert!(previews(&run(&stand, &mut socket, json!({})).await).is_empty());
    assert!(previews(&run(&stand, &mut socket, json!({"preview_method": "none"})).await).is_empty());

    let frames = run(&stand, &mut socket, json!({"preview_method": "auto"})).await;
    let plain = previews(&frames);
    assert_eq!(plain.len(), 4);
    for preview in plain {
        assert_eq!((number(preview), number(&preview[4..])), (1, 1));
        assert_eq!(image::guess_format(&preview[8..]).unwrap(), image::ImageFormat::Jpeg);
    }

    let mut socket = stand.socket("me").await;
    socket.next().await;
    socket.send(&json!({"type": "feature_flags", "data": {"supports_preview_metadata": true}})).await;
    let answer = socket.next().await;
    assert_eq!((answer.kind(), &answer.data()["max_upload_size"]), ("feature_flags", &json!(104_857_600)));
    let frames = run(&stand, &mut socket, json!({"preview_method": "latent2rgb"})).await;
    let rich = previews(&frames);
    assert_eq!(rich.len(), 4);
    for preview in rich {
        assert_eq!(number(preview), 4);
        let length = number(&preview[4..]) as usize;
        let metadata: Value = serde_json::from_slice(&preview[8..8 + length]).unwrap();
        assert_eq!((&metadata["node_id"], &metadata["image_type"]), (&json!("3"), &json!("image/jpeg")));
        assert_eq!(image::guess_format(&preview[8 + length..]).unwrap(), image::ImageFormat::Jpeg);
    }
}

#[tokio::test]
async fn flags_that_come_later_are_passed_over() {
    let stand = Stand::start();
    let mut socket = stand.socket("me").await;
    socket.next().await;
    socket.send(&json!({"type": "hello"})).await;
    socket.send(&json!({"type": "feature_flags", "data": {"supports_preview_metadata": true}})).await;
    let frames = run(&stand, &mut socket, json!({"preview_method": "auto"})).await;
    assert!(frames.iter().all(|frame| frame.kind() != "feature_flags"));
    assert!(previews(&frames).iter().all(|preview| number(preview) == 1));
}

#[tokio::test]
async fn others_see_only_the_status() {
    let stand = Stand::start();
    let (mut mine, mut other) = (stand.socket("me").await, stand.socket("other").await);
    mine.next().await;
    run(&stand, &mut mine, json!({})).await;
    let seen = other
        .until(|frame| frame.data()["status"]["exec_info"]["queue_remaining"] == 0 && frame.data()["sid"].is_null())
        .await;
    assert!(seen.iter().all(|frame| frame.kind() == "status"), "{seen:?}");
}

#[tokio::test]
async fn a_job_of_nobody_shows_its_progress_to_all_and_nothing_else() {
    let stand = Stand::start();
    let mut socket = stand.socket("me").await;
    socket.next().await;
    stand.queue(json!({"prompt": graph("sea", 1, "x")})).await;
    let seen = socket.until(|frame| frame.data()["status"]["exec_info"]["queue_remaining"] == 0).await;
    assert!(seen.iter().any(|frame| frame.kind() == "progress"));
    assert!(seen.iter().any(|frame| frame.kind() == "progress_state"));
    assert!(seen.iter().all(|frame| ["status", "progress", "progress_state"].contains(&frame.kind())), "{seen:?}");
}

#[tokio::test]
async fn without_a_client_id_the_server_gives_one() {
    let stand = Stand::start();
    let mut socket = stand.socket("").await;
    let sid = socket.next().await.data()["sid"].as_str().unwrap().to_owned();
    assert_eq!(sid.len(), 32);
    stand.queue(json!({"prompt": graph("sea", 1, "x"), "client_id": sid})).await;
    socket.until_idle().await;
}

#[tokio::test]
async fn who_comes_back_in_the_middle_is_told_the_node_and_goes_on() {
    let stand = Stand::start();
    stand.arm(json!({"kind": "hang_run"})).await;
    let mut socket = stand.socket("me").await;
    stand.queue(json!({"prompt": graph("sea", 1, "x"), "client_id": "me"})).await;
    socket.until_node("3").await;
    socket.close().await;
    let mut socket = stand.socket("me").await;
    assert_eq!(socket.next().await.data()["status"]["exec_info"]["queue_remaining"], 1);
    assert_eq!(socket.next().await, Frame::Text(json!({"type": "executing", "data": {"node": "3"}})));
    stand.post("/interrupt", &json!({})).await;
    let frames = socket.until_idle().await;
    assert!(frames.iter().any(|frame| frame.kind() == "execution_interrupted"));
}

#[tokio::test]
async fn when_the_older_of_two_sockets_with_one_id_closes_the_newer_is_forgotten() {
    let stand = Stand::start();
    let mut old = stand.socket("me").await;
    old.next().await;
    let mut new = stand.socket("me").await;
    new.next().await;
    run(&stand, &mut new, json!({})).await;
    old.close().await;
    let mut third = stand.socket("watch").await;
    third.next().await;
    stand.queue(json!({"prompt": graph("sea", 77, "x"), "client_id": "me"})).await;
    third.until(|frame| frame.data()["status"]["exec_info"]["queue_remaining"] == 0).await;
    // Everything meant for all came to the third; nothing at all comes to the new one.
    assert_eq!(new.pending().await, None);
}
