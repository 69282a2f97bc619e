//! The order of the queue, cancelling, and looking back.

use serde_json::{Value, json};

use crate::support::{Stand, graph};

/// A stand whose first job hangs at its sampler, so that all others wait.
async fn held() -> (Stand, String) {
    let stand = Stand::start();
    stand.arm(json!({"kind": "hang_run"})).await;
    let mut socket = stand.socket("held").await;
    let id = stand.queue(json!({"prompt": graph("held", 0, "held"), "client_id": "held"})).await;
    socket.until_node("3").await;
    (stand, id)
}

async fn release(stand: &Stand) {
    stand.post("/interrupt", &json!({})).await;
}

async fn order_of_start(stand: &Stand) -> Vec<String> {
    let journal = stand.get_json("/sandbox/journal").await;
    let started = journal["lines"].as_array().unwrap().iter().filter(|line| line["event"] == "started");
    started.map(|line| line["prompt_id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_smallest_number_runs_first_and_front_before_all() {
    let (stand, held) = held().await;
    let mut expected = Vec::new();
    for (change, number) in [
        (json!({}), json!(1)),
        (json!({"number": 50}), json!(50.0)),
        (json!({"front": true}), json!(-2)),
        (json!({"number": -100.5}), json!(-100.5)),
        (json!({}), json!(3)),
    ] {
        let mut body = json!({"prompt": graph("x", expected.len() as u64, "x")});
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let (_, answer) = stand.post("/prompt", &body).await;
        assert_eq!(answer["number"], number);
        assert_eq!(answer["node_errors"], json!({}));
        expected.push((number.as_f64().unwrap(), answer["prompt_id"].as_str().unwrap().to_owned()));
    }
    let queue = stand.get_json("/queue").await;
    assert_eq!(queue["queue_running"][0][1], held.as_str());
    assert_eq!(queue["queue_pending"].as_array().unwrap().len(), 5);
    assert_eq!(queue["queue_pending"][0][0], -100.5);
    assert_eq!(queue["queue_pending"][0][4], json!(["9"]));
    assert_eq!(stand.get_json("/prompt").await["exec_info"]["queue_remaining"], 6);
    release(&stand).await;
    expected.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (_, id) in &expected {
        stand.done(id).await;
    }
    let ids: Vec<String> = std::iter::once(held).chain(expected.into_iter().map(|(_, id)| id)).collect();
    assert_eq!(order_of_start(&stand).await, ids);
}

#[tokio::test]
async fn the_same_id_twice_is_two_jobs() {
    let (stand, _) = held().await;
    let id = "5b1d4c2e-8f0a-4b7e-9c55-0a1b2c3d4e5f";
    for _ in 0..3 {
        stand.queue(json!({"prompt": graph("x", 1, "x"), "prompt_id": id})).await;
    }
    stand.post("/queue", &json!({"delete": [id]})).await;
    assert_eq!(stand.get_json("/queue").await["queue_pending"].as_array().unwrap().len(), 2);
    release(&stand).await;
    stand.done(id).await;
    crate::support::poll(async || (stand.get_json("/prompt").await["exec_info"]["queue_remaining"] == 0).then_some(()))
        .await;
    let journal = stand.get_json("/sandbox/journal").await;
    let count = &journal["prompts"][id];
    assert_eq!((&count["accepted"], &count["started"], &count["cancelled"]), (&json!(3), &json!(2), &json!(1)));
    assert_eq!(stand.get_json("/history").await.as_object().unwrap().len(), 2);
}

#[tokio::test]
async fn a_waiting_job_is_cancelled_without_a_trace() {
    let (stand, _) = held().await;
    let mut ids = Vec::new();
    for seed in 0..4 {
        ids.push(stand.queue(json!({"prompt": graph("x", seed, "x")})).await);
    }
    let (status, _) = stand.post("/queue", &json!({"delete": [ids[0], "00000000-0000-0000-0000-000000000000"]})).await;
    assert_eq!(status, 200);
    assert_eq!(stand.post(&format!("/api/jobs/{}/cancel", ids[1]), &json!({})).await.1, json!({"cancelled": true}));
    assert_eq!(stand.post("/api/jobs/cancel", &json!({"job_ids": [ids[2]]})).await.1, json!({"cancelled": true}));
    for id in &ids[..3] {
        assert_eq!(stand.get(&format!("/api/jobs/{id}")).await.status(), 404);
        assert_eq!(stand.get_json(&format!("/history/{id}")).await, json!({}));
    }
    stand.post("/queue", &json!({"clear": true})).await;
    assert_eq!(stand.get_json("/prompt").await["exec_info"]["queue_remaining"], 1);
    assert_eq!(stand.get(&format!("/api/jobs/{}", ids[3])).await.status(), 404);
}

#[tokio::test]
async fn a_running_job_is_cancelled_by_its_own_id_alone() {
    let (stand, held) = held().await;
    let other = "00000000-0000-0000-0000-000000000000";
    assert_eq!(stand.post("/interrupt", &json!({"prompt_id": other})).await.0, 200);
    assert_eq!(stand.post(&format!("/api/jobs/{other}/cancel"), &json!({})).await.1, json!({"cancelled": false}));
    assert_eq!(stand.post("/interrupt", &json!([])).await.0, 500);
    assert_eq!(stand.get_json(&format!("/api/jobs/{held}")).await["status"], "in_progress");
    assert_eq!(stand.post(&format!("/api/jobs/{held}/cancel"), &json!({})).await.1, json!({"cancelled": true}));
    assert_eq!(stand.done(&held).await["status"], "cancelled");
    let (status, answer) = stand.post("/api/jobs/cancel", &json!({"job_ids": ["x"]})).await;
    assert_eq!(
        (status.as_u16(), answer),
        (400, json!({"error": "job_ids contains invalid id(s)", "invalid_ids": ["x"]}))
    );
}

#[tokio::test]
async fn an_interrupt_of_nothing_does_not_hit_the_next_job() {
    let stand = Stand::start();
    let response = stand.client.post(format!("{}/interrupt", stand.url)).send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.text().await.unwrap().as_str()), (200, ""));
    let id = stand.queue(json!({"prompt": graph("x", 1, "x")})).await;
    assert_eq!(stand.done(&id).await["status"], "completed");
}

#[tokio::test]
async fn the_history_is_paged_and_deleted() {
    let stand = Stand::start();
    let mut ids = Vec::new();
    for seed in 0..4 {
        let id = stand.queue(json!({"prompt": graph("x", seed, "x")})).await;
        stand.done(&id).await;
        ids.push(id);
    }
    let keys = async |path: &str| stand.get_json(path).await.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys("/history").await, ids);
    assert_eq!(keys("/history?max_items=2").await, ids[2..]);
    assert_eq!(keys("/history?max_items=1&offset=0").await, ids[..1]);
    assert_eq!(keys("/history?max_items=2&offset=1").await, ids[1..3]);

    let jobs = async |query: &str| {
        let page = stand.get_json(&format!("/api/jobs?{query}")).await;
        let listed: Vec<String> =
            page["jobs"].as_array().unwrap().iter().map(|job| job["id"].as_str().unwrap().to_owned()).collect();
        (listed, page["pagination"].clone())
    };
    let (listed, pagination) = jobs("limit=3&sort_order=asc&status=completed").await;
    assert_eq!(listed.len(), 3);
    assert_eq!(pagination, json!({"offset": 0, "limit": 3, "total": 4, "has_more": true}));
    assert_eq!(jobs("limit=3&offset=3").await.1["has_more"], false);
    assert_eq!(jobs("status=failed,pending").await.0, Vec::<String>::new());
    for query in ["sort_by=x", "sort_order=x", "limit=-1", "offset=x"] {
        assert_eq!(stand.get(&format!("/api/jobs?{query}")).await.status(), 400, "{query}");
    }

    stand.post("/history", &json!({"delete": [ids[0]]})).await;
    assert_eq!(keys("/history").await, ids[1..]);
    assert_eq!(stand.get(&format!("/api/jobs/{}", ids[0])).await.status(), 404);
    stand.post("/history", &json!({"clear": true})).await;
    assert_eq!(stand.get_json("/history").await, Value::Object(serde_json::Map::new()));
}
