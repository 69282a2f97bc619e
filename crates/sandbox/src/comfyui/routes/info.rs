//! What the server is and has: the system, node classes, models, and small answers that a client may ask for.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::super::files::{FileType, inside};
use super::super::{COMFYUI_VERSION, frames, models, nodes};
use super::{Shared, empty, json, json_with};

/// Memory that the pretended machine has, in bytes.
const RAM_BYTES: u64 = 32 << 30;
const VRAM_BYTES: u64 = 24 << 30;
/// Memory of the pretended GPU that a loaded model takes, in bytes.
const MODEL_BYTES: u64 = 7 << 30;

pub(crate) async fn system_stats(State(server): Shared) -> Response {
    /// Free memory is never twice the same on a real machine.
    static WOBBLE: AtomicU64 = AtomicU64::new(0);
    let wobble = (WOBBLE.fetch_add(7, Ordering::Relaxed) % 64) << 20;
    let loaded = if super::super::lock(&server.cache).is_empty() { 0 } else { MODEL_BYTES };
    let port = server.address.port().to_string();
    json(&json!({
        "system": {
            "os": std::env::consts::OS,
            "ram_total": RAM_BYTES,
            "ram_free": RAM_BYTES / 2 - wobble,
            "comfyui_version": COMFYUI_VERSION,
            "required_frontend_version": "1.49.6",
            "installed_templates_version": "0.11.44",
            "required_templates_version": "0.11.44",
            "comfy_package_versions": [
                {"name": "comfyui-frontend-package", "installed": "1.49.6", "required": "1.49.6"},
                {"name": "comfyui-workflow-templates", "installed": "0.11.44", "required": "0.11.44"},
            ],
            "python_version": "3.11.7 (sandbox: no Python runs here)",
            "pytorch_version": "2.9.1+sandbox",
            "embedded_python": false,
            "deploy_environment": "sandbox",
            "argv": [
                "main.py", "--listen", "127.0.0.1", "--port", port, "--base-directory", server.folders.base(),
            ],
        },
        "devices": [{
            "name": "cuda:0 Rehearsal GPU (drawings, no model runs) : native",
            "type": "cuda",
            "index": 0,
            "vram_total": VRAM_BYTES,
            "vram_free": VRAM_BYTES - (1 << 30) - loaded - wobble,
            "torch_vram_total": loaded,
            "torch_vram_free": 0,
        }],
    }))
}

pub(crate) async fn object_info(State(server): Shared) -> Response {
    json(&nodes::object_info(&server).into())
}

/// An unknown class answers `{}` with 200.
pub(crate) async fn object_info_of(State(server): Shared, Path(name): Path<String>) -> Response {
    let mut info = Map::new();
    if let Some(class) = nodes::class(&server, &name) {
        info.insert(name, nodes::class_info(&server, class));
    }
    json(&info.into())
}

pub(crate) async fn model_folders() -> Response {
    json(&json!(models::FOLDERS))
}

pub(crate) async fn models(State(server): Shared, Path(folder): Path<String>) -> Response {
    match models::list(&server.folders.models(), &folder) {
        Some(mut list) => {
            list.retain(|model| !server.faults.hides_model(&model.name));
            json(&list.into_iter().map(|model| model.name).collect::<Vec<_>>().into())
        }
        None => empty(StatusCode::NOT_FOUND),
    }
}

pub(crate) async fn experiment_folders(State(server): Shared) -> Response {
    let folders = models::FOLDERS.iter().map(|name| {
        let paths = [server.folders.models().join(name)];
        json!({"name": name, "folders": paths, "extensions": [".bin", ".ckpt", ".pt", ".pth", ".safetensors", ".sft"]})
    });
    json(&folders.collect::<Vec<_>>().into())
}

pub(crate) async fn experiment_models(State(server): Shared, Path(folder): Path<String>) -> Response {
    let Some(mut list) = models::list(&server.folders.models(), &folder) else { return empty(StatusCode::NOT_FOUND) };
    list.retain(|model| !server.faults.hides_model(&model.name));
    let shown = list.into_iter().map(|model| {
        json!({
            "name": model.name,
            "pathIndex": 0,
            "modified": model.modified_s,
            "created": model.modified_s,
            "size": model.size_bytes,
        })
    });
    json(&shown.collect::<Vec<_>>().into())
}

pub(crate) async fn view_metadata(
    State(server): Shared,
    Path(folder): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let file = query.get("filename").filter(|name| name.ends_with(".safetensors")).and_then(|name| inside(name));
    let known = models::FOLDERS.contains(&folder.as_str());
    match file.filter(|_| known).and_then(|file| models::metadata(&server.folders.models().join(folder).join(file))) {
        Some(metadata) => json(&metadata.into()),
        None => empty(StatusCode::NOT_FOUND),
    }
}

/// Names without their endings.
pub(crate) async fn embeddings(State(server): Shared) -> Response {
    let list = models::list(&server.folders.models(), "embeddings").unwrap_or_default();
    let names = list.iter().map(|model| model.name.rsplit_once('.').map_or(model.name.as_str(), |(name, _)| name));
    json(&names.collect::<Vec<_>>().into())
}

pub(crate) async fn features() -> Response {
    json(&frames::features())
}

pub(crate) async fn users() -> Response {
    json(&json!({"storage": "server", "migrated": false}))
}

pub(crate) async fn empty_object() -> Response {
    json(&json!({}))
}

pub(crate) async fn empty_list() -> Response {
    json(&json!([]))
}

pub(crate) async fn assets() -> Response {
    let message = "The assets system is off. The sandbox does not have it.";
    let error = json!({"error": {"code": "SERVICE_DISABLED", "message": message, "details": {}}});
    json_with(StatusCode::SERVICE_UNAVAILABLE, &error)
}

pub(crate) async fn folder_paths(State(server): Shared) -> Response {
    let paths = models::FOLDERS.iter().map(|name| ((*name).to_owned(), json!([server.folders.models().join(name)])));
    json(&Value::Object(paths.collect()))
}

/// The files at the top of a folder, newest first, with the folder behind each name.
pub(crate) async fn files(State(server): Shared, Path(kind): Path<String>) -> Response {
    let Some(kind) = FileType::parse(&kind) else {
        return json_with(StatusCode::BAD_REQUEST, &json!({"error": "Invalid directory type"}));
    };
    let entries = std::fs::read_dir(server.folders.of(kind)).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries
        .filter_map(|entry| {
            let metadata = entry.metadata().ok().filter(|metadata| metadata.is_file())?;
            Some((metadata.modified().ok()?, entry.file_name().into_string().ok()?))
        })
        .collect();
    files.sort_by(|a, b| b.cmp(a));
    json(&files.into_iter().map(|(_, name)| format!("{name} [{}]", kind.name())).collect::<Vec<_>>().into())
}

pub(crate) async fn logs(State(server): Shared) -> Response {
    json(
        &format!("[INFO] Sandbox of ComfyUI {COMFYUI_VERSION}\n[INFO] To see it go to: http://{}\n", server.address)
            .into(),
    )
}
