//! The main job, from a character to finished pictures: over REST, at the command line, and as the
//! rehearsal walks it; and what is refused on the way.

use super::running::{Product, cli, data, error, until};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use std::{collections::HashSet, io::Write, process::Stdio};
use troupe_sandbox::draw::{Drawing, draw};

fn drawn(seed: u64) -> Vec<u8> {
    let drawing = Drawing { positive: "a woman with copper hair, portrait".into(), seed, ..Drawing::default() };
    draw(&drawing, 256, 256).unwrap().encode_png().unwrap()
}

#[tokio::test]
async fn over_rest_a_character_gets_references_pictures_and_decisions() {
    let product = Product::start_with_comfyui().await;
    let character =
        product.post("/characters", json!({ "name": "Mira", "age": 27, "timezone": "Europe/Berlin" })).await;
    let character_id = character["id"].as_str().unwrap();
    let mut files = Vec::new();
    for seed in [1, 2] {
        let form = Form::new().part("file", Part::bytes(drawn(seed)).file_name(format!("mira-{seed}.png")));
        let upload = data(product.request(Method::POST, "/uploads").multipart(form).send().await.unwrap()).await;
        files.push(json!({ "upload_id": upload["upload_id"] }));
    }
    let references = format!("/characters/{character_id}/references");
    product.post(&references, json!({ "files": files })).await;
    let listed = product.get(&references).await;
    assert_eq!(listed["total"], 2, "{listed}");
    let reference = &listed["references"][0];
    let picture = product
        .client
        .get(format!("{}{}", product.url, reference["file_url"].as_str().unwrap()))
        .bearer_auth(&product.token);
    assert_eq!(picture.send().await.unwrap().headers()["content-type"], "image/png");

    let input =
        json!({ "prompt": "on a roof at dusk", "width": 256, "height": 256, "steps": 2, "count": 8, "wait": 120 });
    let job = product.post(&format!("/characters/{character_id}/generate/image"), input).await;
    assert_eq!((&job["status"], &job["success_count"]), (&json!("done"), &json!(8)), "{job}");
    let ids: Vec<&str> = job["content_ids"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    for id in &ids[..3] {
        product.post(&format!("/content/{id}/approve"), json!({})).await;
    }
    product.post(&format!("/content/{}/reject", ids[3]), json!({ "reason": "the hands" })).await;
    for (filter, total) in [("status=approved", 3), ("status=rejected", 1), ("status=pending", 4), ("limit=2", 8)] {
        let list = product.get(&format!("/content/library?character_id={character_id}&{filter}")).await;
        assert_eq!(list["total"], total, "{filter}");
    }
    let item = product.get(&format!("/content/library/{}", ids[0])).await;
    assert_eq!(item["approval_status"], "approved");
    assert!(item["thumbnail_url"].as_str().unwrap().contains(ids[0]), "{item}");
    let again = product.post(&format!("/content/library/{}/again", ids[0]), json!({ "wait": 60 })).await;
    let again = product.get(&format!("/content/library/{}", again["content_ids"][0].as_str().unwrap())).await;
    assert_eq!(again["seed"], item["seed"]);
}

#[tokio::test]
async fn at_the_command_line_the_same_is_done_with_files_of_this_computer() {
    let product = Product::start_with_comfyui().await;
    let run = |arguments: &[&str]| -> Value {
        let done = product.cli(&[arguments, &["--json"]].concat());
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stdout));
        serde_json::from_slice(&done.stdout).unwrap()
    };
    let character = run(&[
        "characters",
        "create",
        "--name",
        "Mira",
        "--age",
        "27",
        "--interests",
        "tea,chess",
        "--personality.humor",
        "0.5",
    ]);
    let id = character["id"].as_str().unwrap();
    assert_eq!((&character["interests"], &character["personality"]["humor"]), (&json!(["tea", "chess"]), &json!(0.5)));
    let paths: Vec<String> = [1, 2]
        .map(|seed| {
            let path = product.folder.path().join(format!("mira-{seed}.png"));
            std::fs::write(&path, drawn(seed)).unwrap();
            path.to_str().unwrap().to_owned()
        })
        .into();
    run(&["references", "add", id, "--files", &paths[0], "--files", &paths[1]]);
    assert_eq!(run(&["references", "list", id])["total"], 2);
    let job = run(&[
        "characters",
        "generate_image",
        id,
        "--prompt",
        "on a roof",
        "--width",
        "256",
        "--height",
        "256",
        "--steps",
        "2",
        "--count",
        "2",
    ]);
    let content_id = job["content_ids"][0].as_str().unwrap();
    run(&["content", "approve", content_id]);
    assert_eq!(run(&["content", "get", content_id])["approval_status"], "approved");
    let updated = run(&["characters", "update", id, "--bio", "Paints.", "--clear", "timezone"]);
    assert_eq!(updated["bio"], "Paints.");
}

#[test]
fn the_rehearsal_walks_it_from_end_to_end() {
    let folder = tempfile::tempdir().unwrap();
    let done = cli(folder.path()).args(["rehearse", "--json"]).output().unwrap();
    assert!(
        done.status.success(),
        "{}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
    let walk: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(walk["steps"].as_array().unwrap().len(), 7, "{walk}");
    assert_eq!(walk["files"].as_array().unwrap().len(), 11, "two references, eight pictures, one made again: {walk}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "the creator's own library is left alone");
}

#[tokio::test]
async fn bad_input_is_answered_in_words() {
    let product = Product::start();
    let character = product.post("/characters", json!({ "name": "Mira", "age": 27 })).await;
    let references = format!("/characters/{}/references", character["id"].as_str().unwrap());
    let path = product.folder.path().join("mira.png");
    std::fs::write(&path, drawn(1)).unwrap();
    for (address, body, status, code, field) in [
        ("/characters", json!({ "name": "Kim", "age": 17 }), 400, "validation_error", "age"),
        (
            "/characters",
            json!({ "name": "Kim", "age": 30, "timezone": "Mars/Olympus" }),
            400,
            "validation_error",
            "timezone",
        ),
        ("/characters", json!({ "name": "Kim", "age": 30, "shoe_size": 4 }), 400, "validation_error", "shoe_size"),
        (
            "/characters",
            json!({ "name": "Kim", "age": 30, "personality": { "humor": 2 } }),
            400,
            "validation_error",
            "personality.humor",
        ),
        (&references, json!({ "path": path }), 403, "forbidden", "path"),
        (&references, json!({ "url": "http://127.0.0.1:9/a.png" }), 400, "validation_error", "url"),
        (&references, json!({ "url": "http://169.254.169.254/" }), 400, "validation_error", "url"),
    ] {
        let (found, found_code, words) =
            error(product.request(Method::POST, address).json(&body).send().await.unwrap()).await;
        assert_eq!((found, found_code.as_str()), (status, code), "{body}: {words}");
        let fields: HashSet<&str> =
            words["details"]["fields"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
        assert!(fields.contains(field), "{body}: {words}");
    }
    assert_eq!(product.get(&references).await["total"], 0);
    assert_eq!(product.get("/characters").await["total"], 1);
}

#[tokio::test]
async fn settings_switch_the_interface_for_programs_and_its_limits() {
    let mut product = Product::start_with_token(tempfile::tempdir().unwrap(), "");
    product.token = "a token of the creator's own".into();
    let call = || product.request(Method::GET, "/queue").send();
    let (status, _, words) = error(call().await.unwrap()).await;
    assert!(status == 401 && words["message"].as_str().unwrap().contains("switched off"), "{words}");

    let mut keep = cli(&product.library());
    let mut keep =
        keep.args(["secrets", "set", "interface"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    keep.stdin.take().unwrap().write_all(product.token.as_bytes()).unwrap();
    assert!(keep.wait().unwrap().success());
    assert_eq!(call().await.unwrap().status(), 401, "a token alone switches nothing on");
    let switch = ["settings", "update", "--interface.is-enabled", "--interface.rate-limits.general", "3"];
    assert!(product.cli(&switch).status.success());
    let answer = until(async || Some(call().await.unwrap()).filter(|answer| answer.status() == 200)).await;
    assert_eq!(answer.headers()["x-ratelimit-limit"], "3");

    assert!(product.cli(&["settings", "update", "--interface.is-enabled", "false"]).status.success());
    until(async || Some(call().await.unwrap()).filter(|answer| answer.status() == 401)).await;
}
