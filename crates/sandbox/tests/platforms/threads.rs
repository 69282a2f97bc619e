//! The stand-in for Threads: refusals, the container as a ticket, what outlives a kill.

use serde_json::json;

use crate::{
    meta::hold,
    support::{Stand, answer},
};

const GRAPH: &str = "graph.threads.net/v1.0";

#[tokio::test]
async fn refusals_are_those_of_the_threads_api() {
    let stand = Stand::start().await;
    let told = stand.account("threads", "ada", json!({})).await;
    let token = told["token"].as_str().unwrap();
    hold(&stand, GRAPH, token, include_str!("fixtures/threads.json"), &[]).await;
    assert_eq!(stand.look("feed").await.as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn a_container_is_a_ticket_for_one_post_that_ends_after_a_day_and_outlives_a_kill() {
    let mut stand = Stand::start().await;
    let told = stand.account("threads", "ada", json!({})).await;
    let token = told["token"].as_str().unwrap().to_owned();
    let words = |text: &str| json!({"media_type": "TEXT", "text": text});
    let mut containers = Vec::new();
    for text in ["One", "Two"] {
        let (status, made) =
            answer(stand.post(&format!("{GRAPH}/me/threads")).bearer_auth(&token).json(&words(text))).await;
        assert_eq!(status, 200, "{made}");
        containers.push(made["id"].clone());
    }
    stand.kill_and_restart();
    stand.url = stand.sandbox.as_ref().unwrap().url();
    let publish = |id: &serde_json::Value| {
        let request = stand.post(&format!("{GRAPH}/me/threads_publish")).bearer_auth(&token);
        request.json(&json!({ "creation_id": id }))
    };
    let status_of = |id: &serde_json::Value| {
        let id = id.as_str().unwrap();
        stand.get(&format!("{GRAPH}/{id}?fields=status,error_message")).bearer_auth(&token)
    };
    assert_eq!(answer(status_of(&containers[0])).await.1["status"], "FINISHED");
    let (status, post) = answer(publish(&containers[0])).await;
    assert_eq!(status, 200, "{post}");
    assert_eq!(answer(status_of(&containers[0])).await.1["status"], "PUBLISHED");
    assert_eq!(answer(publish(&containers[0])).await.0, 400, "it was used");
    let id = post["id"].as_str().unwrap();
    let (_, node) = answer(stand.get(&format!("{GRAPH}/{id}?fields=permalink,text")).bearer_auth(&token)).await;
    assert!(node["permalink"].as_str().unwrap().starts_with("https://www.threads.net/@ada/post/"), "{node}");

    stand.advance(86_400).await;
    assert_eq!(answer(status_of(&containers[1])).await.1["status"], "EXPIRED");
    let (status, expired) = answer(publish(&containers[1])).await;
    assert_eq!((status, &expired["error"]["error_subcode"]), (400, &json!(2_207_020)));
    assert_eq!(stand.look("published").await["doubled"], 0);
}
