//! What changes, over the WebSocket and as server-sent events; a job's own events.

use super::running::{LIMIT, Product};
use futures::StreamExt;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{Message, client::IntoClientRequest};
use troupe_sandbox::{Sandbox, SandboxConfig};

/// The next messages of a server-sent stream: event name and data.
async fn read_events(response: reqwest::Response, mut until: impl FnMut(&str, &Value) -> bool) -> Vec<(String, Value)> {
    let mut pieces = response.bytes_stream();
    let (mut text, mut found) = (String::new(), Vec::new());
    timeout(LIMIT, async {
        while let Some(piece) = pieces.next().await {
            text.push_str(std::str::from_utf8(&piece.unwrap()).unwrap());
            while let Some((block, rest)) = text.split_once("\n\n") {
                let field = |name: &str| {
                    block.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned())
                };
                if let Some(data) = field("data:") {
                    let data: Value = serde_json::from_str(&data).unwrap();
                    let name = field("event:").unwrap_or_default();
                    let is_last = until(&name, &data);
                    found.push((name, data));
                    if is_last {
                        return;
                    }
                }
                text = rest.to_owned();
            }
        }
    })
    .await
    .expect("the stream answers in time");
    found
}

#[tokio::test]
async fn a_change_is_heard_on_both_streams_with_the_same_message() {
    let product = Product::start();
    let mut request = format!("{}/ws/updates", product.url.replace("http", "ws")).into_client_request().unwrap();
    request.headers_mut().insert("authorization", format!("Bearer {}", product.token).parse().unwrap());
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await.unwrap();
    let stream =
        product.client.get(format!("{}/events", product.url)).bearer_auth(&product.token).send().await.unwrap();
    assert_eq!(stream.headers()["content-type"], "text/event-stream");

    product.post("/queue/pause", json!({})).await;
    let is_ours = |data: &Value| data["type"] == "changed" && data["data"]["by"] == "rest";
    let told = read_events(stream, |_, data| is_ours(data)).await;
    let (_, told) = told.last().unwrap();
    let heard = timeout(LIMIT, async {
        loop {
            if let Message::Text(text) = socket.next().await.unwrap().unwrap() {
                let message: Value = serde_json::from_str(&text).unwrap();
                if is_ours(&message) {
                    return message;
                }
            }
        }
    })
    .await
    .unwrap();
    assert_eq!(&heard, told);
    assert!(heard["sequence"].as_u64().unwrap() > 0 && heard["timestamp"].as_str().unwrap().ends_with('Z'));
    assert!(heard["data"]["tags"].as_array().is_some_and(|tags| !tags.is_empty()));
}

#[tokio::test]
async fn a_reader_that_comes_back_is_told_to_read_anew() {
    let product = Product::start();
    let stream = product.request(Method::GET, "/events").header("last-event-id", "4").send().await.unwrap();
    let told = read_events(stream, |_, _| true).await;
    assert_eq!((&told[0].1["type"], &told[0].1["sequence"]), (&json!("resync"), &json!(4)));
}

#[tokio::test]
async fn a_job_streams_from_accepted_to_complete_where_asked_for() {
    let product = Product::start_with_comfyui().await;
    let stream = product
        .request(Method::POST, "/generate/image")
        .header("accept", "text/event-stream")
        .json(&json!({ "prompt": "a lighthouse", "width": 256, "height": 256, "steps": 4, "count": 2 }))
        .send()
        .await
        .unwrap();
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let told = read_events(stream, |_, _| false).await;
    let names: Vec<&str> = told.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!((names[0], names[names.len() - 1]), ("accepted", "complete"), "{names:?}");
    assert_eq!(names.iter().filter(|name| **name == "content").count(), 2, "{names:?}");
    let job_id = &told[0].1["job_id"];
    assert!(told[1..].iter().all(|(_, data)| &data["job_id"] == job_id), "{told:?}");
}

#[tokio::test]
async fn words_stream_while_they_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start(SandboxConfig::new(folder.path()).step_ms(0)).unwrap();
    let product = Product::start_rehearsal(tempfile::tempdir().unwrap(), &sandbox.url(), "stop-at");
    let request = product
        .request(Method::POST, "/generate/text")
        .header("accept", "text/event-stream")
        .json(&json!({ "prompt": "Task: story\nAbout: a harbour at dawn", "seed": 1 }));
    let told = read_events(request.send().await.unwrap(), |name, _| matches!(name, "complete" | "error")).await;
    let (name, answer) = told.last().unwrap();
    assert_eq!(name, "complete", "{answer}");
    let whole = answer["text"].as_str().unwrap();
    for (name, progress) in &told[..told.len() - 1] {
        assert_eq!(name, "progress");
        assert!(whole.starts_with(progress["text"].as_str().unwrap().trim()), "{progress}");
    }
    // What is refused before a word was written is told in the same stream.
    let request = product.request(Method::POST, "/generate/text").header("accept", "text/event-stream");
    let told = read_events(request.json(&json!({ "prompt": " " })).send().await.unwrap(), |_, _| true).await;
    assert_eq!((told[0].0.as_str(), &told[0].1["error"]["code"]), ("error", &json!("validation_error")));
}
