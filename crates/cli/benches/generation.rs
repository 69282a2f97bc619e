//! What Troupe adds to ComfyUI's own time for a picture: the same graphs sent to the stand-in back to
//! back, then through the whole product. Prints one JSON line; `cargo xtask bench generation` reads it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use serde_json::{Value, json};
use std::time::{Duration, Instant};
use troupe_sandbox::{Sandbox, SandboxConfig};
use troupe_studio::{OpenOptions, Studio};

/// Enough that the first picture's warming up does not count.
const PICTURES: u32 = 60;
/// A pace at which a picture takes about a tenth of a second, so that what can overlap does.
const STEPS: u32 = 8;
const STEP_MS: u64 = 10;
const SIDE_PX: u32 = 128;
const MODEL: &str = "checkpoints";

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let _ = rustls::crypto::ring::default_provider().install_default();
        // Turn by turn, so that both see the same machine; the median of each counts.
        let (mut alone, mut through) = (Vec::new(), Vec::new());
        for _ in 0..3 {
            alone.push(back_to_back().await);
            through.push(through_troupe().await);
        }
        let (alone, through) = (median(alone), median(through));
        let per_picture = |time: Duration| time.as_secs_f64() * 1000.0 / f64::from(PICTURES);
        let line = json!({
            "what": "a picture",
            "alone_ms": per_picture(alone),
            "through_ms": per_picture(through),
            "overhead_ms": per_picture(through) - per_picture(alone),
        });
        println!("{line}");
    });
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn sandbox(folder: &std::path::Path) -> Sandbox {
    Sandbox::start(SandboxConfig::new(folder.join("comfyui")).step_ms(STEP_MS)).unwrap()
}

/// All graphs in ComfyUI's own queue at once: its own time, with nothing between two pictures.
async fn back_to_back() -> Duration {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = sandbox(folder.path());
    let client = reqwest::Client::new();
    let url = sandbox.url();
    let models: Vec<String> = client.get(format!("{url}/models/{MODEL}")).send().await.unwrap().json().await.unwrap();
    let mut graph: Value =
        serde_json::from_str(include_str!("../../../workflows/checkpoint_text_to_image.json")).unwrap();
    let nodes = graph.as_object_mut().unwrap();
    // Without a choice of layer its node is left out, as the product does.
    nodes.remove("10");
    for node in nodes.values_mut() {
        let class = node["class_type"].as_str().unwrap_or_default().to_owned();
        let inputs = node["inputs"].as_object_mut().unwrap();
        match class.as_str() {
            "CheckpointLoaderSimple" => drop(inputs.insert("ckpt_name".into(), json!(models[0]))),
            "EmptyLatentImage" => {
                inputs.extend(
                    [("width", SIDE_PX), ("height", SIDE_PX), ("batch_size", 1)]
                        .map(|(name, value)| (name.to_owned(), json!(value))),
                );
            }
            "CLIPTextEncode" => {
                inputs.insert("text".into(), json!("a lighthouse at dusk"));
                inputs.insert("clip".into(), json!(["4", 1]));
            }
            "KSampler" => drop(inputs.insert("steps".into(), json!(STEPS))),
            _ => {}
        }
    }
    let started = Instant::now();
    for seed in 0..PICTURES {
        for node in graph.as_object_mut().unwrap().values_mut() {
            if node["class_type"] == "KSampler" {
                node["inputs"]["seed"] = json!(seed);
            }
            if node["class_type"] == "SaveImage" {
                node["inputs"]["filename_prefix"] = json!(format!("bench/{seed}"));
            }
        }
        let body = json!({ "prompt": graph, "extra_data": { "preview_method": "latent2rgb" } });
        let answer = client.post(format!("{url}/prompt")).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    }
    loop {
        let left: Value = client.get(format!("{url}/prompt")).send().await.unwrap().json().await.unwrap();
        if left["exec_info"]["queue_remaining"] == 0 {
            return started.elapsed();
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// The same pictures as one job of the product: queued, followed, fetched, marked, kept.
async fn through_troupe() -> Duration {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = sandbox(folder.path());
    let studio = Studio::open(OpenOptions::new(folder.path().join("library"))).await.unwrap();
    studio.start_tasks();
    studio.run("servers.create", json!({ "address": sandbox.url() })).await.unwrap();
    let input = json!({
        "prompt": "a lighthouse at dusk", "width": SIDE_PX, "height": SIDE_PX, "steps": STEPS,
        "seed": 0, "count": PICTURES, "wait": 300,
    });
    let started = Instant::now();
    let job = studio.run("images.generate", input).await.unwrap();
    assert_eq!(job["success_count"], PICTURES, "{job}");
    let took = started.elapsed();
    studio.close().await;
    took
}
