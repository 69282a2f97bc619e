//! The client's HTTP half against a programmable ComfyUI: what is asked, what is made of the answers, and what an older
//! server is asked instead.
#![allow(clippy::unwrap_used, clippy::expect_used, dead_code, unreachable_pub)]

mod support;

use std::sync::{Arc, Mutex};

use axum::response::{Html, IntoResponse};
use serde_json::json;
use support::*;
use troupe_comfyui::*;

#[tokio::test]
async fn the_server_says_what_it_is() {
    let stand = Stand::start(|_| {
        ok(json!({"system": {"os": "linux", "ram_total": 8, "ram_free": 4, "comfyui_version": "0.33.0", "argv": ["main.py"]},
            "devices": [{"name": "cuda:0", "type": "cuda", "index": null, "vram_total": 12, "vram_free": 6}]}))
    })
    .await;
    let stats = stand.client().system_stats().await.unwrap();
    assert_eq!(stats.system.comfyui_version.as_deref(), Some("0.33.0"));
    assert_eq!((stats.system.ram_total_bytes, stats.devices[0].vram_free_bytes), (8, 6));
    assert!(stand.asked()[0].headers.get("origin").is_none(), "an Origin would be refused");
}

#[tokio::test]
async fn what_is_no_comfyui_is_told_in_words() {
    let not = [
        Html("<!doctype html><title>router</title>").into_response(),
        ok(json!({"version": 1})),
        ok(json!([])),
        "pong".into_response(),
        no_route(),
        empty(401),
    ];
    for answer in not {
        let answer = Mutex::new(Some(answer));
        let stand = Stand::start(move |_| answer.lock().unwrap().take().unwrap()).await;
        let error = stand.client().system_stats().await.unwrap_err();
        assert!(matches!(error, Error::NotComfyUi { .. }), "{error:?}");
        assert!(error.to_string().contains("is not a ComfyUI server"), "{error}");
    }
    let stand = Stand::start(|_| empty(403)).await;
    assert!(matches!(stand.client().system_stats().await, Err(Error::Net(_))));
}

#[test]
fn an_address_is_read_as_people_type_it() {
    for (text, url) in [
        ("127.0.0.1:8188", "http://127.0.0.1:8188/"),
        ("  localhost:8000 ", "http://localhost:8000/"),
        ("https://gpu.example/comfy/", "https://gpu.example/comfy/"),
        ("[::1]:8188", "http://[::1]:8188/"),
    ] {
        assert_eq!(Client::parse_address(text).unwrap().as_str(), url);
    }
    for text in ["", "http://", "ftp://x", "not an address", "http://user:secret@x:1", "javascript:alert(1)"] {
        assert!(Client::parse_address(text).is_err(), "{text}");
    }
}

#[tokio::test]
async fn a_path_before_the_routes_is_kept() {
    let stand = Stand::start(|_| ok(json!({"queue_running": [], "queue_pending": []}))).await;
    let address = format!("http://{}/comfy/?x=1#y", stand.socket).parse().unwrap();
    Client::new(address, ClientOptions::default()).unwrap().queue().await.unwrap();
    assert_eq!(stand.lines(), ["GET /comfy/queue"]);
    assert_eq!(stand.asked()[0].query, "");
}

#[tokio::test]
async fn a_prompt_is_taken_refused_or_half_taken() {
    let stand = Stand::start(|asked| {
        let body = asked.json();
        match body["prompt"]["9"]["inputs"]["filename_prefix"].as_str().unwrap() {
            "good" => ok(json!({"prompt_id": body["prompt_id"], "number": 4, "node_errors": {}})),
            "half" => ok(json!({"prompt_id": body["prompt_id"], "number": 5, "node_errors": {"9": {"class_type": "SaveImage", "dependent_outputs": ["9"],
                "errors": [{"type": "exception_during_validation", "message": "Exception when validating node", "details": "'77'", "extra_info": {}}]}}})),
            "bad" => status(400, json!({"error": {"type": "missing_node_type", "message": "Node 'A' not found.", "details": "Node ID '#3'",
                "extra_info": {"node_id": "3", "class_type": "A"}}, "node_errors": {}})),
            "odd" => status(400, json!({"unexpected": true})),
            _ => empty(500),
        }
    })
    .await;
    let client = stand.client();
    let send = async |prefix: &str| {
        let mut graph = graph();
        graph.set_filename_prefix(prefix);
        client.prompt(&PromptRequest::new(PromptId::random(), graph), Some(&"me".into())).await
    };
    let good = send("good").await.unwrap();
    assert_eq!((good.number, good.dropped.len()), (Some(4.0), 0));
    let half = send("half").await.unwrap();
    assert_eq!((half.dropped[0].node.as_str(), half.dropped[0].kind.as_str()), ("9", "exception_during_validation"));
    let Error::Rejected(rejection) = send("bad").await.unwrap_err() else { panic!() };
    assert_eq!(rejection.missing_class.as_deref(), Some("A"));
    assert!(matches!(send("odd").await, Err(Error::Unreadable { .. })));
    assert!(matches!(send("trouble").await, Err(Error::Net(error)) if error.status() == Some(500)));
    assert_eq!(stand.asked()[0].json()["client_id"], "me");
}

#[tokio::test]
async fn a_server_that_keeps_no_id_of_ours_is_stopped_from_running_it() {
    let stand = Stand::start(|asked| match asked.line().as_str() {
        "POST /prompt" => ok(json!({"prompt_id": "its-own", "number": 1, "node_errors": {}})),
        _ => empty(200),
    })
    .await;
    let error = stand.client().prompt(&PromptRequest::new(PromptId::random(), graph()), None).await.unwrap_err();
    assert!(matches!(error, Error::IdNotKept));
    assert_eq!(stand.lines(), ["POST /prompt", "POST /queue", "POST /interrupt"]);
    assert_eq!(stand.asked()[1].json(), json!({"delete": ["its-own"]}));
    assert_eq!(stand.asked()[2].json(), json!({"prompt_id": "its-own"}));
}

#[tokio::test]
async fn jobs_tell_where_a_prompt_stands() {
    let id = PromptId::random();
    let (state, answered) = (Arc::new(Mutex::new("pending")), PromptId::random());
    let shown = Arc::clone(&state);
    let stand = Stand::start(move |asked| {
        if asked.path.ends_with(&answered.to_string()) {
            return unknown_job();
        }
        ok(json!({"id": id, "status": *shown.lock().unwrap(), "outputs": pictures("9", &["a.png"]), "execution_start_time": 5, "execution_end_time": 9,
            "execution_error": {"node_id": "3", "node_type": "KSampler", "exception_message": "CUDA out of memory", "exception_type": "X", "traceback": []}}))
    })
    .await;
    let client = stand.client();
    for (word, expected) in [
        ("pending", JobStatus::Pending),
        ("in_progress", JobStatus::Running),
        ("completed", JobStatus::Done),
        ("failed", JobStatus::Failed),
        ("cancelled", JobStatus::Cancelled),
    ] {
        *state.lock().unwrap() = word;
        let job = client.job(id).await.unwrap().unwrap();
        assert_eq!((job.status, job.started_at_ms, job.ended_at_ms), (expected, Some(5), Some(9)));
        assert_eq!(job.failure.unwrap().kind, FailureKind::OutOfMemory);
        assert_eq!(job.outputs.saved().count(), 1);
    }
    *state.lock().unwrap() = "sublimated";
    assert!(matches!(client.job(id).await, Err(Error::Unreadable { .. })));
    assert_eq!(client.job(answered).await.unwrap(), None);
    assert_eq!(client.job(answered).await.unwrap(), None);
    assert!(stand.lines().iter().all(|line| line.starts_with("GET /api/jobs/")), "an unknown job is no missing route");
}

#[tokio::test]
async fn an_older_server_is_asked_for_queue_and_history_and_not_again_for_jobs() {
    let [waiting, running, done, gone] = [(); 4].map(|()| PromptId::random());
    let stand = Stand::start(move |asked| match asked.path.as_str() {
        "/queue" => ok(json!({"queue_running": [[1, running, {}, {}, []]], "queue_pending": [[2, waiting, {}, {}, []]]})),
        path if path == format!("/history/{done}") => {
            ok(json!({ done.to_string(): {"outputs": pictures("9", &["a.png"]), "status": {"completed": true, "messages": []}} }))
        }
        path if path.starts_with("/history/") => ok(json!({})),
        _ => no_route(),
    })
    .await;
    let client = stand.client();
    let mut found = Vec::new();
    for id in [waiting, running, done, gone] {
        found.push(client.job(id).await.unwrap().map(|job| job.status));
    }
    assert_eq!(found, [Some(JobStatus::Pending), Some(JobStatus::Running), Some(JobStatus::Done), None]);
    assert_eq!(stand.lines().iter().filter(|line| line.contains("/api/jobs")).count(), 1, "remembered");
}

#[tokio::test]
async fn cancelling_goes_by_job_where_the_server_can() {
    let (there, gone) = (PromptId::random(), PromptId::random());
    let stand = Stand::start(move |asked| ok(json!({"cancelled": asked.path.contains(&there.to_string())}))).await;
    assert_eq!(stand.client().cancel(there).await.unwrap(), Cancel::Cancelled);
    assert_eq!(stand.client().cancel(gone).await.unwrap(), Cancel::NotThere);
    assert_eq!(stand.lines(), [format!("POST /api/jobs/{there}/cancel"), format!("POST /api/jobs/{gone}/cancel")]);
}

#[tokio::test]
async fn cancelling_on_an_older_server_deletes_first_and_interrupts_this_prompt_only() {
    for absent in [404, 405] {
        let id = PromptId::random();
        let stand = Stand::start(move |asked| match asked.line().as_str() {
            "GET /queue" => ok(json!({"queue_running": [], "queue_pending": [[2, id, {}, {}, []]]})),
            "POST /queue" | "POST /interrupt" => empty(200),
            _ => empty(absent),
        })
        .await;
        let client = stand.client();
        assert_eq!(client.cancel(id).await.unwrap(), Cancel::Cancelled);
        assert_eq!(client.cancel(PromptId::random()).await.unwrap(), Cancel::NotThere);
        let lines = stand.lines();
        assert_eq!(lines[1..4], ["GET /queue", "POST /queue", "POST /interrupt"]);
        assert_eq!(lines.iter().filter(|line| line.contains("cancel")).count(), 1, "remembered");
        assert_eq!(stand.asked()[3].json(), json!({"prompt_id": id}), "never without an id");
    }
}

#[tokio::test]
async fn models_and_what_they_say_of_themselves() {
    let stand = Stand::start(|asked| match asked.path.as_str() {
        "/models" => ok(json!(["checkpoints", "loras"])),
        "/models/loras" => ok(json!(["a.safetensors", "sub/b.safetensors"])),
        "/view_metadata/loras" if asked.query == "filename=sub%2Fb.safetensors" => {
            ok(json!({"ss_base_model_version": "sdxl_base_v1-0"}))
        }
        "/object_info" => ok(json!({"LoadImage": {"input": {"required": {"image": [["x.png"]]}}}})),
        _ => empty(404),
    })
    .await;
    let client = stand.client();
    assert_eq!(client.models("loras").await.unwrap().unwrap().len(), 2);
    assert_eq!(client.models("nope").await.unwrap(), None);
    assert_eq!(client.models("../loras").await.unwrap(), None, "a name stays one part of the path");
    assert_eq!(client.features().await.unwrap().len(), 0);
    assert_eq!(client.model_metadata("loras", "a.safetensors").await.unwrap(), None);
    let said = client.model_metadata("loras", "sub/b.safetensors").await.unwrap();
    assert_eq!(guess_base_model(said.as_ref(), "b").unwrap().base_model, BaseModel::Sdxl);
    let discovery = Discovery::read(&client).await.unwrap();
    assert_eq!((discovery.models("loras").len(), discovery.models("checkpoints").len()), (2, 0));
    assert!(discovery.object_info.class("LoadImage").is_some());
}

#[tokio::test]
async fn a_file_is_sent_once_under_the_name_of_its_content() {
    let held = Arc::new(Mutex::new(false));
    let known = Arc::clone(&held);
    let stand = Stand::start(move |asked| match asked.line().as_str() {
        "HEAD /view" => empty(if *known.lock().unwrap() { 200 } else { 404 }),
        "POST /upload/image" => {
            *known.lock().unwrap() = true;
            ok(json!({"name": "as it was stored.png", "subfolder": "troupe", "type": "input"}))
        }
        _ => empty(404),
    })
    .await;
    let client = stand.client();
    let first = client.upload("picture".into(), "PNG").await.unwrap();
    assert_eq!(
        (first.input_name.as_str(), first.was_sent),
        ("troupe/as it was stored.png", true),
        "the server's word counts"
    );
    let again = client.upload("picture".into(), "png").await.unwrap();
    let name = format!("{}.png", blake3::hash(b"picture"));
    assert_eq!((again.input_name, again.was_sent), (format!("troupe/{name}"), false));
    assert_eq!(stand.count("POST /upload/image"), 1);
    let sent = stand.asked().into_iter().find(|asked| asked.path == "/upload/image").unwrap();
    let text = String::from_utf8_lossy(&sent.body).into_owned();
    assert!(
        text.contains(&format!("filename=\"{name}\"")) && text.contains("name=\"subfolder\"\r\n\r\ntroupe"),
        "{text}"
    );
    assert!(!text.contains("overwrite"), "the same name is the same content");
}

#[tokio::test]
async fn a_file_too_large_for_the_server_is_told_with_its_limit() {
    let stand = Stand::start(|asked| match asked.line().as_str() {
        "POST /upload/image" => empty(413),
        "GET /features" => ok(json!({"max_upload_size": 5})),
        _ => empty(404),
    })
    .await;
    let error = stand.client().upload("picture".into(), "png").await.unwrap_err();
    assert!(matches!(error, Error::UploadTooLarge { size_bytes: 7, limit_bytes: 5 }), "{error:?}");
}

#[tokio::test]
async fn results_are_fetched_plain_and_whole() {
    let stand = Stand::start(|asked| match asked.query.as_str() {
        "filename=a.png&subfolder=troupe&type=output" => "picture".into_response(),
        "filename=cut.png&subfolder=troupe&type=output" => broken(),
        _ => empty(404),
    })
    .await;
    let client = stand.client();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    assert_eq!(client.download(&picture("a.png"), &path).await.unwrap(), 7);
    assert_eq!(std::fs::read(&path).unwrap(), b"picture");
    let mut bytes = Vec::new();
    assert_eq!(client.copy_file(&picture("a.png"), &mut bytes).await.unwrap(), 7);
    let error = client.download(&picture("cut.png"), &folder.path().join("cut.png")).await.unwrap_err();
    assert!(matches!(error, Error::Net(troupe_net::Error::Cut { .. })), "{error:?}");
    let error = client.download(&picture("gone.png"), &folder.path().join("gone.png")).await.unwrap_err();
    assert!(matches!(error, Error::OutputGone { .. }), "{error:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing half is left");
    assert!(stand.asked().iter().all(|asked| !asked.query.contains("preview") && !asked.query.contains("channel")));
}

#[tokio::test]
async fn files_of_a_forgotten_prompt_are_found_by_name() {
    let id = PromptId::random();
    let stand = Stand::start(move |asked| {
        let there = [1, 2]
            .iter()
            .any(|number| asked.query == format!("filename={id}_{number:05}_.png&subfolder=troupe&type=output"));
        empty(if there { 200 } else { 404 })
    })
    .await;
    let found = stand.client().find_saved(id, "png").await.unwrap();
    assert_eq!(
        found.iter().map(|file| file.filename.clone()).collect::<Vec<_>>(),
        [format!("{id}_00001_.png"), format!("{id}_00002_.png")]
    );
    assert!(stand.client().find_saved(PromptId::random(), "png").await.unwrap().is_empty());
}
