//! The answers to plain questions, held to fixtures.

use reqwest::{Method, StatusCode};
use serde_json::{Map, Value, json};

use crate::shape::assert_shape;
use crate::support::{Stand, graph};

#[tokio::test]
async fn a_fresh_server_answers_as_its_fixtures_say() {
    let answers: Map<String, Value> = serde_json::from_str(include_str!("fixtures/answers.json")).unwrap();
    let stand = Stand::start();
    for (path, fixture) in &answers {
        println!("{path}");
        let response = stand.get(path).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "application/json; charset=utf-8");
        assert_shape(&response.json().await.unwrap(), fixture);
    }
}

#[tokio::test]
async fn every_class_is_shown_whole_and_alone() {
    let stand = Stand::start();
    let all = stand.get_json("/object_info").await;
    for class in [
        "CheckpointLoaderSimple",
        "CLIPTextEncode",
        "CLIPSetLastLayer",
        "EmptyLatentImage",
        "KSampler",
        "KSamplerAdvanced",
        "VAEDecode",
        "VAEEncode",
        "VAELoader",
        "LoraLoader",
        "LoraLoaderModelOnly",
        "SaveImage",
        "PreviewImage",
        "LoadImage",
        "LatentUpscale",
        "LatentUpscaleBy",
        "ImageUpscaleWithModel",
        "UpscaleModelLoader",
        "ImageScale",
        "ImageScaleBy",
    ] {
        let alone = stand.get_json(&format!("/api/object_info/{class}")).await;
        assert_eq!(alone[class], all[class], "{class}");
        assert_eq!(alone[class]["name"], class);
    }
    assert_eq!(all["KSampler"]["input"]["required"]["seed"][1]["max"], u64::MAX);
}

#[tokio::test]
async fn what_is_not_there_answers_404() {
    let stand = Stand::start();
    for path in [
        "/models/nope",
        "/experiment/models/nope",
        "/view_metadata/checkpoints?filename=atelier_sdxl.safetensors",
        "/view_metadata/loras?filename=..%2Fx.safetensors",
        "/view_metadata/nope?filename=x.safetensors",
        "/no/such/route",
    ] {
        assert_eq!(stand.get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    let response = stand.get("/api/jobs/00000000-0000-0000-0000-000000000000").await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert_eq!(response.json::<Value>().await.unwrap(), json!({"error": "Job not found"}));
    let response = stand.get("/api/jobs?status=foo").await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let words = "Invalid status value(s): foo. Valid values: pending, in_progress, completed, failed, cancelled";
    assert_eq!(response.json::<Value>().await.unwrap(), json!({"error": words}));
}

#[tokio::test]
async fn a_request_of_a_foreign_page_is_refused_with_an_empty_403() {
    let stand = Stand::start();
    let own = stand.url.clone();
    for (header, value, refused) in [
        ("origin", "http://evil.example", true),
        ("origin", "tauri://localhost", true),
        ("origin", "http://localhost:1420", true),
        ("sec-fetch-site", "cross-site", true),
        ("origin", own.as_str(), false),
        ("sec-fetch-site", "same-origin", false),
    ] {
        let request = stand.client.request(Method::GET, format!("{}/system_stats", stand.url)).header(header, value);
        let response = request.send().await.unwrap();
        let expected = if refused { StatusCode::FORBIDDEN } else { StatusCode::OK };
        assert_eq!(response.status(), expected, "{header}: {value}");
        if refused {
            assert_eq!(response.text().await.unwrap(), "");
        }
    }
}

#[tokio::test]
async fn entries_and_jobs_have_the_real_form() {
    let fixtures: Map<String, Value> = serde_json::from_str(include_str!("fixtures/entries.json")).unwrap();
    let check = async |name: &str, stand: &Stand, id: &str| {
        println!("{name}");
        let history = stand.get_json(&format!("/history/{id}")).await;
        assert_shape(&history, &json!({id: fixtures[&format!("history_{name}")]}));
        assert_eq!(stand.get_json("/history").await, history);
    };
    let stand = Stand::start();
    let body = json!({"prompt": graph("a red chair", 5, "x"), "client_id": "me"});
    let id = stand.queue(body.clone()).await;
    let job = stand.done(&id).await;
    assert_shape(&job, &fixtures["job_completed"]);
    assert_shape(&stand.get_json("/api/jobs").await["jobs"][0], &fixtures["job_listed"]);
    check("success", &stand, &id).await;

    let stand = Stand::start();
    stand.arm(json!({"kind": "fail_run", "node": "VAEDecode", "exception_type": "ValueError", "exception_message": "no luck"})).await;
    let id = stand.queue(body.clone()).await;
    assert_shape(&stand.done(&id).await, &fixtures["job_failed"]);
    check("error", &stand, &id).await;

    let stand = Stand::start();
    stand.arm(json!({"kind": "hang_run"})).await;
    let mut socket = stand.socket("me").await;
    let id = stand.queue(body.clone()).await;
    socket.until_node("3").await;
    assert_shape(&stand.job_in(&id, &["in_progress"]).await, &fixtures["job_in_progress"]);
    let second = stand.queue(body).await;
    assert_shape(&stand.get_json(&format!("/api/jobs/{second}")).await, &fixtures["job_pending"]);
    assert_eq!(stand.get_json(&format!("/history/{id}")).await, json!({}));
    stand.post("/queue", &json!({"delete": [second]})).await;
    stand.post("/interrupt", &json!({"prompt_id": id})).await;
    assert_shape(&stand.done(&id).await, &fixtures["job_cancelled"]);
    check("interrupted", &stand, &id).await;
}
