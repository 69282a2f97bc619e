//! Generation end to end over real sockets: pictures, failures, cancels, and kills of either side.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Stage, is_final, run, sandbox, until};
use serde_json::{Value, json};
use troupe_studio::{OpenOptions, Studio};

#[tokio::test]
async fn a_prompt_becomes_pictures_with_their_whole_recipe() {
    let stage = Stage::open().await;
    let job = stage
        .run(
            "images.generate",
            json!({ "prompt": "portrait of a woman with copper hair, golden hour", "negative_prompt": "blurry",
                "width": 512, "height": 640, "steps": 4, "seed": 7, "count": 3, "wait": 60 }),
        )
        .await;
    assert_eq!(job["status"], "done", "{job}");
    assert_eq!(job["success_count"], 3);
    assert_eq!(job["content_ids"].as_array().unwrap().len(), 3);
    let seeds: Vec<i64> = job["runs"].as_array().unwrap().iter().map(|run| run["seed"].as_i64().unwrap()).collect();
    assert_eq!(seeds, [7, 8, 9]);

    let item = stage.run("content.get", json!({ "content_id": job["content_ids"][0] })).await;
    assert_eq!(item["prompt"], "portrait of a woman with copper hair, golden hour");
    assert_eq!((&item["width"], &item["height"]), (&json!(512), &json!(640)));
    assert_eq!(item["approval_status"], "pending");
    assert_eq!(stage.done_once().await, 3);
}

#[tokio::test]
async fn a_picture_is_made_again_from_its_recipe() {
    let stage = Stage::open().await;
    let job =
        stage.run("images.generate", json!({ "prompt": "a lighthouse", "steps": 3, "seed": 11, "wait": 60 })).await;
    let first = stage.run("content.get", json!({ "content_id": job["content_ids"][0] })).await;
    let again = stage.run("content.again", json!({ "content_id": first["id"], "wait": 60 })).await;
    assert_eq!(again["status"], "done", "{again}");
    let second = stage.run("content.get", json!({ "content_id": again["content_ids"][0] })).await;
    assert_ne!(first["id"], second["id"]);
    for same in ["prompt", "seed", "model", "width", "height", "workflow_id"] {
        assert_eq!(first[same], second[same], "{same}");
    }
    let varied = stage.run("content.again", json!({ "content_id": first["id"], "seed": "new", "wait": 60 })).await;
    let varied = stage.run("content.get", json!({ "content_id": varied["content_ids"][0] })).await;
    assert_ne!(first["seed"], varied["seed"]);
}

#[tokio::test]
async fn a_character_without_words_of_its_own_is_in_the_picture_all_the_same() {
    let stage = Stage::open().await;
    let character = stage.run("characters.create", json!({ "name": "Ada Stern", "age": 27 })).await;
    let input = json!({ "prompt": "by the window", "character_id": character["id"] });
    let composed = stage.run("images.compose", input.clone()).await;
    assert_eq!(composed["composed"]["prompt"], "Ada Stern, a 27-year-old person, by the window");
    let own = json!({ "character_id": character["id"], "appearance": { "prompt_prefix": "photo of ada" } });
    stage.run("characters.update", own).await;
    let composed = stage.run("images.compose", input).await;
    assert_eq!(composed["composed"]["prompt"], "photo of ada, by the window");
}

#[tokio::test]
async fn a_character_keeps_its_face_by_its_lora_or_by_words_alone() {
    let stage = Stage::open().await;
    let loras = stage.run("models.list", json!({ "type": "loras" })).await;
    let lora = &loras["models"][0]["name"];
    let character = stage
        .run("characters.create", json!({ "name": "Ada", "age": 27, "appearance": { "loras": [{ "name": lora }] } }))
        .await;
    let sent = |method: Option<&'static str>| {
        let mut input = json!({ "prompt": "by the window", "character_id": character["id"] });
        if let Some(method) = method {
            input["face_consistency_method"] = json!(method);
        }
        let stage = &stage;
        async move { stage.run("images.compose", input).await["composed"]["loras"].as_array().unwrap().len() }
    };
    assert_eq!((sent(None).await, sent(Some("none")).await, sent(Some("lora")).await), (1, 0, 1));
    let words_alone = json!({ "character_id": character["id"], "appearance": { "face_consistency_method": "none" } });
    stage.run("characters.update", words_alone).await;
    assert_eq!((sent(None).await, sent(Some("none")).await, sent(Some("lora")).await), (0, 0, 1));
}

#[tokio::test]
async fn a_failure_does_not_stop_the_night() {
    let stage = Stage::open().await;
    stage.fault(json!({ "kind": "fail_run", "exception_message": "the sampler broke" })).await;
    let failing = stage.run("images.generate", json!({ "prompt": "one", "steps": 2 })).await;
    let fine = stage.run("images.generate", json!({ "prompt": "two", "steps": 2, "wait": 60 })).await;
    assert_eq!(fine["status"], "done", "{fine}");
    let failing = stage.ended(&failing).await;
    assert_eq!(failing["status"], "failed");
    assert!(failing["error"]["message"].as_str().unwrap().contains("sampler broke"), "{failing}");
}

#[tokio::test]
async fn out_of_memory_goes_again_smaller_and_says_so() {
    let stage = Stage::open().await;
    stage.fault(json!({ "kind": "out_of_memory" })).await;
    let job = stage
        .run("images.generate", json!({ "prompt": "big", "width": 1024, "height": 1024, "steps": 2, "wait": 60 }))
        .await;
    assert_eq!(job["status"], "done", "{job}");
    let run = &job["runs"][0];
    assert_eq!((&run["width"], &run["height"]), (&json!(768), &json!(768)));
    assert!(run["notes"][0].as_str().unwrap().contains("768 × 768 instead of 1024 × 1024"), "{run}");
}

#[tokio::test]
async fn a_cancelled_job_makes_nothing_more_and_can_be_cancelled_again() {
    let stage = Stage::open().await;
    stage.fault(json!({ "kind": "hang_run" })).await;
    let job = stage.run("images.generate", json!({ "prompt": "never", "steps": 2, "count": 4 })).await;
    until("the first picture to begin", || async {
        let job = stage.run("images.job", json!({ "job_id": job["job_id"] })).await;
        (job["status"] == "running").then_some(())
    })
    .await;
    let cancelled = stage.run("images.cancel", json!({ "job_id": job["job_id"] })).await;
    assert_eq!(cancelled["status"], "cancelled");
    let cancelled = stage.run("images.cancel", json!({ "job_id": job["job_id"] })).await;
    assert_eq!(cancelled["status"], "cancelled");
    // The queue goes on behind it.
    let next = stage.run("images.generate", json!({ "prompt": "next", "steps": 2, "wait": 60 })).await;
    assert_eq!(next["status"], "done", "{next}");
    assert_eq!(stage.run("images.job", json!({ "job_id": job["job_id"] })).await["content_ids"], json!([]));
}

#[tokio::test]
async fn a_paused_queue_starts_nothing_and_the_order_can_be_changed() {
    let stage = Stage::open().await;
    stage.run("queue.pause", json!({})).await;
    let mut jobs = Vec::new();
    for word in ["one", "two", "three"] {
        jobs.push(stage.run("images.generate", json!({ "prompt": word, "steps": 1 })).await);
    }
    until("the reason to be shown", || async {
        let queue = stage.run("queue.get", json!({})).await;
        let waiting = queue["waiting"].as_array().unwrap().clone();
        waiting.iter().all(|job| job["held_reason"] == "paused").then_some(())
    })
    .await;
    stage.run("queue.move", json!({ "job_id": jobs[2]["job_id"], "to": "front" })).await;
    stage.run("queue.move", json!({ "job_id": jobs[0]["job_id"], "to": "end" })).await;
    let queue = stage.run("queue.get", json!({})).await;
    let titles: Vec<_> = queue["waiting"].as_array().unwrap().iter().map(|job| job["title"].clone()).collect();
    assert_eq!(titles, ["three", "two", "one"]);
    stage.run("queue.move", json!({ "job_id": jobs[0]["job_id"], "before": jobs[1]["job_id"] })).await;
    let queue = stage.run("queue.get", json!({})).await;
    let titles: Vec<_> = queue["waiting"].as_array().unwrap().iter().map(|job| job["title"].clone()).collect();
    assert_eq!(titles, ["three", "one", "two"]);
    stage.run("queue.resume", json!({})).await;
    for job in &jobs {
        assert_eq!(stage.ended(job).await["status"], "done");
    }
}

#[tokio::test]
async fn a_withdrawn_consent_stops_what_waits() {
    let stage = Stage::open().await;
    let folder = tempfile::tempdir().unwrap();
    let paper = folder.path().join("paper.txt");
    std::fs::write(&paper, "signed").unwrap();
    let consent = json!({ "subject_name": "Maria", "scope": "pictures", "file": { "path": paper } });
    let consent = stage.run("consents.create", consent).await;
    let ada = json!({ "name": "Ada", "age": 30, "origin": "consent", "consent_id": consent["id"] });
    let ada = stage.run("characters.create", ada).await;
    stage.run("queue.pause", json!({})).await;
    let job = json!({ "character_id": ada["id"], "prompt": "at the sea", "steps": 2 });
    let job = stage.run("images.generate", job).await;
    stage.run("consents.update", json!({ "consent_id": consent["id"], "is_withdrawn": true })).await;
    stage.run("queue.resume", json!({})).await;
    let job = stage.ended(&job).await;
    assert_eq!(job["status"], "failed", "{job}");
    assert!(job["error"]["message"].as_str().unwrap().contains("was withdrawn"), "{job}");
    assert_eq!(stage.done_once().await, 0);
}

#[tokio::test]
async fn a_lost_reply_makes_nothing_twice() {
    let stage = Stage::open().await;
    stage.fault(json!({ "kind": "lose_reply" })).await;
    let job = stage.run("images.generate", json!({ "prompt": "once", "steps": 2, "wait": 60 })).await;
    assert_eq!(job["status"], "done", "{job}");
    assert_eq!(stage.done_once().await, 1);
}

#[tokio::test]
async fn a_missing_model_is_named_and_nothing_is_queued() {
    let stage = Stage::open().await;
    let input = json!({ "prompt": "x", "model": "not-there.safetensors" });
    let error = stage.studio.run("images.generate", input).await.unwrap_err();
    assert_eq!(error.code.as_str(), "unsupported");
    assert!(error.message.contains("not-there.safetensors"), "{error}");
    assert_eq!(stage.run("images.jobs", json!({})).await["total"], 0);
}

#[tokio::test]
async fn bad_requests_name_their_field() {
    let stage = Stage::open().await;
    for (input, field) in [
        (json!({ "prompt": "" }), "prompt"),
        (json!({ "prompt": "x", "width": 10 }), "width"),
        (json!({ "prompt": "x", "steps": 0 }), "steps"),
        (json!({ "prompt": "x", "cfg_scale": 99 }), "cfg_scale"),
        (json!({ "prompt": "x", "seed": 9_007_199_254_740_992_i64 }), "seed"),
        (json!({ "prompt": "x", "count": 0 }), "count"),
        (json!({ "prompt": "x", "wait": 301 }), "wait"),
        (json!({ "prompt": "x", "wdith": 512 }), "wdith"),
        (json!({ "prompt": "x", "loras": [{ "name": "a", "strength": 9 }] }), "loras[0].strength"),
        (json!({ "prompt": "ü🦀".repeat(20_000) }), "prompt"),
        (json!({ "prompt": "nul \u{0} inside" }), "prompt"),
    ] {
        let error = stage.studio.run("images.generate", input.clone()).await.unwrap_err();
        assert_eq!(error.code.as_str(), "validation_error", "{error}");
        assert_eq!(error.details["fields"][0]["field"], field, "{error}");
    }
}

#[tokio::test]
async fn a_server_that_is_off_holds_the_queue_and_it_goes_on_when_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let first = sandbox(folder.path());
    let port = first.address().port();
    let studio = Studio::open(OpenOptions::new(folder.path().join("library"))).await.unwrap();
    studio.start_tasks();
    run(&studio, "servers.create", json!({ "address": first.url() })).await;
    first.shutdown().await;
    let job = run(&studio, "images.generate", json!({ "prompt": "later", "steps": 2 })).await;
    until("the reason to be shown", || async {
        let job = run(&studio, "images.job", json!({ "job_id": job["job_id"] })).await;
        (job["held_reason"] == "server_off").then_some(())
    })
    .await;
    let _second = common::sandbox_on(folder.path(), port).await;
    until("the picture", || async {
        let job = run(&studio, "images.job", json!({ "job_id": job["job_id"] })).await;
        (job["status"] == "done").then_some(())
    })
    .await;
}

#[tokio::test]
async fn comfyui_killed_in_the_middle_loses_no_picture() {
    let folder = tempfile::tempdir().unwrap();
    let first = sandbox(folder.path());
    let port = first.address().port();
    let studio = Studio::open(OpenOptions::new(folder.path().join("library"))).await.unwrap();
    studio.start_tasks();
    run(&studio, "servers.create", json!({ "address": first.url() })).await;
    common::fault_at(&first.url(), json!({ "kind": "hang_run" })).await;
    let job = run(&studio, "images.generate", json!({ "prompt": "through a kill", "steps": 2, "count": 3 })).await;
    until("the first picture to begin", || async {
        let job = run(&studio, "images.job", json!({ "job_id": job["job_id"] })).await;
        (job["status"] == "running").then_some(())
    })
    .await;
    first.kill();
    let _second = common::sandbox_on(folder.path(), port).await;
    let job = until("all pictures", || async {
        let job = run(&studio, "images.job", json!({ "job_id": job["job_id"] })).await;
        is_final(&job).then_some(job)
    })
    .await;
    assert_eq!(job["success_count"], 3, "{job}");
    assert_eq!(job["content_ids"].as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn a_studio_that_is_closed_in_the_middle_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = sandbox(folder.path());
    let library = folder.path().join("library");
    let studio = Studio::open(OpenOptions::new(&library)).await.unwrap();
    studio.start_tasks();
    run(&studio, "servers.create", json!({ "address": sandbox.url() })).await;
    common::fault_at(&sandbox.url(), json!({ "kind": "slow", "path": "/view", "delay_ms": 300 })).await;
    let job = run(&studio, "images.generate", json!({ "prompt": "through a restart", "steps": 2, "count": 4 })).await;
    until("one picture to be out", || async {
        let job = run(&studio, "images.job", json!({ "job_id": job["job_id"] })).await;
        (job["status"] == "running").then_some(())
    })
    .await;
    studio.close().await;
    drop(studio);
    let studio = Studio::open(OpenOptions::new(&library)).await.unwrap();
    studio.start_tasks();
    let job: Value = until("all pictures", || async {
        let job = run(&studio, "images.job", json!({ "job_id": job["job_id"] })).await;
        is_final(&job).then_some(job)
    })
    .await;
    assert_eq!(job["success_count"], 4, "{job}");
    assert_eq!(job["content_ids"].as_array().map(Vec::len), Some(4));
    for times in common::times_done(&sandbox.url()).await {
        assert_eq!(times, 1, "a picture was made twice");
    }
}
