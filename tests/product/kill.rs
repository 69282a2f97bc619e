//! The owner killed in the middle of a batch, again and again: nothing is lost, nothing is made twice,
//! and rows and files agree.

use super::running::{LIMIT, Product};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

const PICTURES: u64 = 6;

/// Asks for the job until it is so far.
async fn until(product: &Product, job: &str, so_far: impl Fn(&Value) -> bool) -> Value {
    let asked = async {
        loop {
            let state = product.get(&format!("/generate/image/{job}")).await;
            if so_far(&state) {
                return state;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(LIMIT, asked).await.expect("the job goes on")
}

#[tokio::test]
async fn killed_at_every_stage_a_batch_is_finished_once() {
    let mut product = Product::start_with_comfyui().await;
    let limits = json!({ "general": 100_000, "image": 1000, "text": 1000, "content": 1000, "characters": 1000 });
    let settings = json!({ "interface": { "rate_limits": limits } });
    let kept = product.request(Method::PUT, "/settings").json(&settings).send().await.unwrap();
    assert!(kept.status().is_success(), "{}", kept.text().await.unwrap());
    let input = json!({ "prompt": "a woman in a café", "width": 320, "height": 320, "steps": 3, "count": PICTURES });
    let started = product.post("/generate/image", input).await;
    let job = started["job_id"].as_str().unwrap().to_owned();

    // Right after the answer, while one is out, and after each picture that landed.
    product = product.kill_and_start_again();
    until(&product, &job, |state| state["status"] != "queued").await;
    product = product.kill_and_start_again();
    for landed in 1..PICTURES {
        until(&product, &job, |state| state["success_count"].as_u64() >= Some(landed)).await;
        product = product.kill_and_start_again();
    }

    let done = until(&product, &job, |state| state["status"] == "done").await;
    assert_eq!(done["success_count"], PICTURES, "{done}");
    let listed = product.get("/content/library?limit=200").await;
    assert_eq!(listed["total"], PICTURES, "one row a picture: {listed}");
    let found = product.get("/library/check").await;
    for disagreement in ["files_without_row", "content_without_file", "references_without_file"] {
        assert_eq!(found[disagreement], json!([]), "{found}");
    }
    for (prompt, counts) in product.comfyui_journal().await {
        assert!(counts["succeeded"].as_u64() <= Some(1), "{prompt} was made twice: {counts}");
    }
}
