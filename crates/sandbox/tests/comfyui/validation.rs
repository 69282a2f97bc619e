//! What `POST /prompt` refuses, and in which words.

use reqwest::StatusCode;
use serde_json::{Map, Value, json};

use crate::shape::assert_shape;
use crate::support::{Stand, graph};

/// Sets what a pointer points to; the last part may be new.
fn set(target: &mut Value, pointer: &str, value: Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    target.pointer_mut(parent).unwrap().as_object_mut().unwrap().insert(name.to_owned(), value);
}

fn failed() -> Value {
    let message = "Prompt outputs failed validation";
    json!({"type": "prompt_outputs_failed_validation", "message": message, "details": "", "extra_info": {}})
}

#[tokio::test]
async fn a_wrong_graph_is_refused_as_the_real_server_does() {
    let cases: Vec<Map<String, Value>> = serde_json::from_str(include_str!("fixtures/refusals.json")).unwrap();
    let stand = Stand::start();
    for case in cases {
        let mut prompt = graph("a red chair", 5, "x");
        for (pointer, value) in case["change"].as_object().unwrap() {
            set(&mut prompt, pointer, value.clone());
        }
        let (status, answer) = stand.post("/prompt", &json!({"prompt": prompt})).await;
        println!("{}", case["name"]);
        assert_eq!(status, StatusCode::BAD_REQUEST);
        let error = case.get("error").cloned().unwrap_or_else(failed);
        assert_shape(&answer, &json!({"error": error, "node_errors": case["node_errors"]}));
    }
    assert_eq!(stand.get_json("/prompt").await["exec_info"]["queue_remaining"], 0);
}

#[tokio::test]
async fn values_are_coerced_odd_sizes_pass_and_unknown_inputs_are_passed_over() {
    let stand = Stand::start();
    let mut prompt = graph("a red chair", 5, "x");
    set(&mut prompt, "/3/inputs/steps", json!("3"));
    set(&mut prompt, "/3/inputs/cfg", json!(7));
    set(&mut prompt, "/3/inputs/extra_unknown", json!(1));
    set(&mut prompt, "/5/inputs/batch_size", json!(1.7));
    set(&mut prompt, "/5/inputs/width", json!(65));
    set(&mut prompt, "/6/inputs/text", json!(7));
    set(&mut prompt, "/6/_meta", json!({"title": "Words"}));
    let id = stand.queue(json!({"prompt": prompt})).await;
    let job = stand.done(&id).await;
    assert_eq!(job["status"], "completed", "{job}");
    let run = &job["workflow"]["prompt"];
    assert_eq!(run["3"]["inputs"]["steps"], 3);
    assert_eq!(run["3"]["inputs"]["cfg"], 7.0);
    assert_eq!(run["5"]["inputs"]["batch_size"], 1);
    assert_eq!(run["6"]["inputs"]["text"], "7");
}

#[tokio::test]
async fn a_good_output_is_queued_beside_a_broken_one_which_is_named() {
    let stand = Stand::start();
    let mut prompt = graph("a red chair", 5, "x");
    set(
        &mut prompt,
        "/10",
        json!({"class_type": "SaveImage", "inputs": {"filename_prefix": "y", "images": ["77", 0]}}),
    );
    let (status, answer) = stand.post("/prompt", &json!({"prompt": prompt})).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(answer["node_errors"]["10"]["errors"][0]["type"], "exception_during_validation");
    let job = stand.done(answer["prompt_id"].as_str().unwrap()).await;
    assert_eq!(job["outputs"].as_object().unwrap().keys().collect::<Vec<_>>(), ["9"]);
}

#[tokio::test]
async fn a_body_that_is_no_prompt_is_refused() {
    let stand = Stand::start();
    let post = async |body: &'static str| {
        let response = stand.client.post(format!("{}/prompt", stand.url)).body(body).send().await.unwrap();
        (response.status(), response.text().await.unwrap())
    };
    for body in ["{nope", "[]", r#"{"prompt": []}"#, r#"{"prompt": {}, "number": "x"}"#] {
        let (status, text) = post(body).await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR, "{body}");
        assert_eq!(text, "500 Internal Server Error\n\nServer got itself in trouble");
    }
    let no_prompt = json!({"type": "no_prompt", "message": "No prompt provided", "details": "No prompt provided", "extra_info": {}});
    let (status, answer) = stand.post("/prompt", &json!({"client_id": "x"})).await;
    assert_eq!((status, answer), (StatusCode::BAD_REQUEST, json!({"error": no_prompt, "node_errors": {}})));
    let (_, answer) = stand.post("/prompt", &json!({"prompt": {}})).await;
    assert_eq!(answer["error"]["type"], "prompt_no_outputs");
}

#[tokio::test]
async fn a_prompt_id_is_a_canonical_uuid() {
    let stand = Stand::start();
    for id in ["abc", "E989F7D6-8911-4F41-B2CD-42DE9C266955", "e989f7d689114f41b2cd42de9c266955", ""] {
        let (status, answer) = stand.post("/prompt", &json!({"prompt": graph("x", 1, "x"), "prompt_id": id})).await;
        assert_eq!((status, &answer["error"]["type"]), (StatusCode::BAD_REQUEST, &json!("invalid_prompt_id")), "{id}");
    }
    let id = "e989f7d6-8911-4f41-b2cd-42de9c266955";
    assert_eq!(stand.queue(json!({"prompt": graph("x", 1, "x"), "prompt_id": id})).await, id);
}

#[tokio::test]
async fn only_the_named_outputs_run() {
    let stand = Stand::start();
    let mut prompt = graph("x", 1, "x");
    set(&mut prompt, "/10", json!({"class_type": "SaveImage", "inputs": {"filename_prefix": "y", "images": ["8", 0]}}));
    for targets in [json!([]), json!(["99"]), json!(["6"])] {
        let (status, answer) =
            stand.post("/prompt", &json!({"prompt": prompt, "partial_execution_targets": targets})).await;
        assert_eq!(
            (status, &answer["error"]["type"]),
            (StatusCode::BAD_REQUEST, &json!("prompt_no_outputs")),
            "{targets}"
        );
    }
    let id = stand.queue(json!({"prompt": prompt, "partial_execution_targets": ["10"]})).await;
    let job = stand.done(&id).await;
    assert_eq!(job["outputs"].as_object().unwrap().keys().collect::<Vec<_>>(), ["10"]);
}
