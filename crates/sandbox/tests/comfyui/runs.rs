//! A prompt's way from POST to picture: frames, history, jobs, files.

use serde_json::{Value, json};

use crate::support::{Frame, Stand, graph, png_texts};

#[tokio::test]
async fn a_prompt_becomes_a_picture() {
    let stand = Stand::start();
    let extra = json!({"extra_pnginfo": {"workflow": {"note": "Zoë"}, "troupe": {"job": 7}}});
    let id =
        stand.queue(json!({"prompt": graph("a red chair", 5, "night/x"), "extra_data": extra, "client_id": "c"})).await;
    let job = stand.done(&id).await;
    assert_eq!(job["status"], "completed", "{job}");
    let file = json!({"filename": "x_00001_.png", "subfolder": "night", "type": "output"});
    assert_eq!(job["outputs"], json!({"9": {"images": [file]}}));
    let png = stand.get("/view?filename=x_00001_.png&subfolder=night&type=output").await.bytes().await.unwrap();
    let picture = image::load_from_memory(&png).unwrap();
    assert_eq!((picture.width(), picture.height()), (64, 96));
    let texts = png_texts(&png);
    let read = |name: &str| serde_json::from_str::<Value>(&texts[name]).unwrap();
    assert_eq!(read("prompt")["3"]["inputs"]["seed"], 5);
    assert_eq!(read("workflow"), json!({"note": "Zoë"}));
    assert_eq!(read("troupe"), json!({"job": 7}));
}

#[tokio::test]
async fn the_frames_of_a_run_come_in_order() {
    let stand = Stand::start();
    let mut socket = stand.socket("me").await;
    let first = socket.next().await;
    assert_eq!(
        first,
        Frame::Text(json!({"type": "status", "data": {"status": {"exec_info": {"queue_remaining": 0}}, "sid": "me"}}))
    );
    let id = stand.queue(json!({"prompt": graph("a red chair", 5, "x"), "client_id": "me"})).await;
    let frames = socket.until_idle().await;
    let kinds: Vec<&str> = frames.iter().map(Frame::kind).filter(|kind| *kind != "progress_state").collect();
    let mut expected = vec!["status", "status", "execution_start", "execution_cached"];
    expected.extend(["executing"; 5]);
    expected.extend(["progress"; 4]);
    expected.extend(["executing", "executing", "executed", "execution_success", "status", "executing"]);
    assert_eq!(kinds, expected);
    assert!(
        frames.iter().filter(|frame| frame.kind() != "status").all(|frame| frame.data()["prompt_id"] == id.as_str())
    );
}

#[tokio::test]
async fn a_second_run_of_the_same_graph_is_cached_and_names_the_old_file() {
    let stand = Stand::start();
    let body = json!({"prompt": graph("a red chair", 5, "x"), "client_id": "me"});
    let first = stand.done(&stand.queue(body.clone()).await).await;
    let mut socket = stand.socket("me").await;
    let id = stand.queue(body.clone()).await;
    let frames = socket.until_idle().await;
    let kinds: Vec<&str> = frames.iter().map(Frame::kind).collect();
    let expected = [
        "status",
        "status",
        "status",
        "execution_start",
        "execution_cached",
        "executed",
        "execution_success",
        "status",
        "executing",
    ];
    assert_eq!(kinds, expected);
    assert_eq!(frames[4].data()["nodes"].as_array().unwrap().len(), 7);
    assert_eq!(stand.done(&id).await["outputs"], first["outputs"]);
    assert_eq!(stand.get_json("/internal/files/output").await, json!(["x_00001_.png [output]"]));

    // The file is gone: it is named all the same.
    std::fs::remove_file(stand.folder.path().join("output/x_00001_.png")).unwrap();
    let again = stand.done(&stand.queue(body.clone()).await).await;
    assert_eq!(again["outputs"], first["outputs"]);
    assert_eq!(stand.get("/view?filename=x_00001_.png").await.status(), 404);

    // Freed memory knows nothing; and the number that was freed is given again.
    stand.post("/free", &json!({"unload_models": true, "free_memory": true})).await;
    let id = stand.queue(body).await;
    assert_eq!(stand.done(&id).await["outputs"], first["outputs"]);
    assert_eq!(stand.get_json(&format!("/history/{id}")).await[&id]["status"]["messages"][1][1]["nodes"], json!([]));
    assert_eq!(stand.get("/view?filename=x_00001_.png").await.status(), 200);
}

#[tokio::test]
async fn only_what_changed_runs_again() {
    let stand = Stand::start();
    stand.done(&stand.queue(json!({"prompt": graph("a red chair", 5, "x")})).await).await;
    let id = stand.queue(json!({"prompt": graph("a red chair", 6, "x")})).await;
    stand.done(&id).await;
    let history = stand.get_json(&format!("/history/{id}")).await;
    assert_eq!(history[&id]["status"]["messages"][1][1]["nodes"], json!(["4", "6", "7", "5"]));
    assert_eq!(history[&id]["outputs"]["9"]["images"][0]["filename"], "x_00002_.png");
}

#[tokio::test]
async fn the_same_graph_and_seed_give_the_same_bytes() {
    let picture = async |seed| {
        let stand = Stand::start();
        stand.done(&stand.queue(json!({"prompt": graph("portrait of Mira Solano", seed, "x")})).await).await;
        stand.get("/view?filename=x_00001_.png").await.bytes().await.unwrap()
    };
    let first = picture(5).await;
    assert_eq!(first, picture(5).await);
    assert_ne!(first, picture(6).await);
}

/// The size of each picture that a graph's node 9 saved.
async fn saved_sizes(stand: &Stand, prompt: &Value) -> Vec<(u32, u32)> {
    let job = stand.done(&stand.queue(json!({"prompt": prompt})).await).await;
    assert_eq!(job["status"], "completed", "{job}");
    let mut sizes = Vec::new();
    for file in job["outputs"]["9"]["images"].as_array().unwrap() {
        let (name, folder) = (file["filename"].as_str().unwrap(), file["subfolder"].as_str().unwrap());
        let bytes = stand.get(&format!("/view?filename={name}&subfolder={folder}")).await.bytes().await.unwrap();
        let picture = image::load_from_memory(&bytes).unwrap();
        sizes.push((picture.width(), picture.height()));
    }
    sizes
}

#[tokio::test]
async fn batches_upscales_and_passes_over_pictures_have_their_sizes() {
    let stand = Stand::start();
    let mut batch = graph("sea", 1, "b");
    batch["5"]["inputs"]["batch_size"] = json!(3);
    assert_eq!(saved_sizes(&stand, &batch).await, [(64, 96); 3]);

    let mut upscale = graph("sea", 1, "u");
    upscale["20"] = json!({"class_type": "UpscaleModelLoader", "inputs": {"model_name": "2x_crisp.pth"}});
    upscale["21"] =
        json!({"class_type": "ImageUpscaleWithModel", "inputs": {"upscale_model": ["20", 0], "image": ["8", 0]}});
    upscale["22"] = json!({"class_type": "ImageScale", "inputs":
        {"image": ["21", 0], "upscale_method": "lanczos", "width": 100, "height": 0, "crop": "disabled"}});
    upscale["9"]["inputs"]["images"] = json!(["21", 0]);
    assert_eq!(saved_sizes(&stand, &upscale).await, [(128, 192)]);
    upscale["9"]["inputs"]["images"] = json!(["22", 0]);
    assert_eq!(saved_sizes(&stand, &upscale).await, [(100, 150)]);

    let mut twice = graph("sea", 1, "t");
    twice["30"] = json!({"class_type": "LatentUpscaleBy", "inputs": {"samples": ["3", 0], "upscale_method": "bilinear", "scale_by": 1.5}});
    twice["31"] = twice["3"].clone();
    twice["31"]["inputs"]["latent_image"] = json!(["30", 0]);
    twice["31"]["inputs"]["denoise"] = json!(0.5);
    twice["8"]["inputs"]["samples"] = json!(["31", 0]);
    assert_eq!(saved_sizes(&stand, &twice).await, [(96, 144)]);
}

#[tokio::test]
async fn a_picture_is_read_and_made_over() {
    let stand = Stand::start();
    stand.done(&stand.queue(json!({"prompt": graph("sea", 1, "x")})).await).await;
    let mut over = graph("Mira Solano", 2, "y");
    over["10"] = json!({"class_type": "LoadImage", "inputs": {"image": "x_00001_.png [output]"}});
    over["11"] = json!({"class_type": "VAEEncode", "inputs": {"pixels": ["10", 0], "vae": ["4", 2]}});
    over["3"]["inputs"]["latent_image"] = json!(["11", 0]);
    over["3"]["inputs"]["denoise"] = json!(0.4);
    assert_eq!(saved_sizes(&stand, &over).await, [(64, 96)]);
}

#[tokio::test]
async fn loras_and_checkpoints_change_the_picture() {
    let stand = Stand::start();
    let picture = async |change: &dyn Fn(&mut Value), prefix: &str| {
        let mut prompt = graph("portrait of Mira Solano", 5, prefix);
        change(&mut prompt);
        stand.done(&stand.queue(json!({"prompt": prompt})).await).await;
        let png = stand.get(&format!("/view?filename={prefix}_00001_.png")).await.bytes().await.unwrap();
        image::load_from_memory(&png).unwrap().into_rgb8().into_raw()
    };
    let plain = picture(&|_| {}, "a").await;
    assert_eq!(plain, picture(&|_| {}, "b").await);
    let lora = |prompt: &mut Value| {
        prompt["20"] = json!({"class_type": "LoraLoader", "inputs": {"model": ["4", 0], "clip": ["4", 1],
            "lora_name": "film_grain_sd15.safetensors", "strength_model": 0.8, "strength_clip": 0.8}});
        prompt["3"]["inputs"]["model"] = json!(["20", 0]);
    };
    assert_ne!(plain, picture(&lora, "c").await);
    assert_ne!(
        plain,
        picture(&|prompt| prompt["4"]["inputs"]["ckpt_name"] = json!("papercut_sd15.safetensors"), "d").await
    );
}

#[tokio::test]
async fn what_was_saved_before_a_failure_is_in_the_history() {
    let stand = Stand::start();
    let mut prompt = graph("sea", 1, "good");
    prompt["10"] =
        json!({"class_type": "ImageScaleBy", "inputs": {"image": ["8", 0], "upscale_method": "area", "scale_by": 2.0}});
    prompt["11"] = json!({"class_type": "SaveImage", "inputs": {"filename_prefix": "../out", "images": ["10", 0]}});
    let id = stand.queue(json!({"prompt": prompt})).await;
    let job = stand.done(&id).await;
    assert_eq!(job["status"], "failed");
    assert_eq!(job["execution_error"]["node_id"], "11");
    assert_eq!(
        job["outputs"],
        json!({"9": {"images": [{"filename": "good_00001_.png", "subfolder": "", "type": "output"}]}})
    );
    assert_eq!(stand.get("/view?filename=good_00001_.png").await.status(), 200);
}

#[tokio::test]
async fn a_preview_node_writes_to_temp() {
    let stand = Stand::start();
    let mut prompt = graph("sea", 1, "x");
    prompt["9"] = json!({"class_type": "PreviewImage", "inputs": {"images": ["8", 0]}});
    let job = stand.done(&stand.queue(json!({"prompt": prompt})).await).await;
    let file = &job["outputs"]["9"]["images"][0];
    assert_eq!(file["type"], "temp");
    let name = file["filename"].as_str().unwrap();
    assert_eq!(stand.get(&format!("/view?filename={name}&type=temp")).await.status(), 200);
}
