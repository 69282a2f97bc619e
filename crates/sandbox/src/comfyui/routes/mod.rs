//! The HTTP routes, each also under `/api`, and what every answer has in common.

mod admin;
mod info;
pub(crate) mod layers;
mod prompt;
mod queue;
mod upload;
mod view;
mod ws;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::Value;

use super::Server;
use super::frames::MAX_UPLOAD_BYTES;

type Shared = State<Arc<Server>>;

/// All routes of one server.
pub(crate) fn router(server: Arc<Server>) -> Router {
    let both = Router::new()
        .route("/system_stats", get(info::system_stats))
        .route("/prompt", get(queue::prompt).post(prompt::post))
        .route("/queue", get(queue::queue).post(queue::change_queue))
        .route("/interrupt", post(queue::interrupt))
        .route("/free", post(queue::free))
        .route("/history", get(queue::history).post(queue::change_history))
        .route("/history/{prompt_id}", get(queue::history_of))
        .route("/object_info", get(info::object_info))
        .route("/object_info/{class}", get(info::object_info_of))
        .route("/models", get(info::model_folders))
        .route("/models/{folder}", get(info::models))
        .route("/experiment/models", get(info::experiment_folders))
        .route("/experiment/models/{folder}", get(info::experiment_models))
        .route("/view_metadata/{folder}", get(info::view_metadata))
        .route("/embeddings", get(info::embeddings))
        .route("/features", get(info::features))
        .route("/extensions", get(info::empty_list))
        .route("/users", get(info::users))
        .route("/i18n", get(info::empty_object))
        .route("/node_replacements", get(info::empty_object))
        .route("/workflow_templates", get(info::empty_object))
        .route("/internal/folder_paths", get(info::folder_paths))
        .route("/internal/files/{kind}", get(info::files))
        .route("/internal/logs", get(info::logs))
        .route("/view", get(view::view))
        .route("/upload/image", post(upload::image))
        .route("/upload/mask", post(upload::mask))
        .route("/ws", get(ws::connect));
    let jobs = Router::new()
        .route("/api/jobs", get(queue::jobs))
        .route("/api/jobs/cancel", post(queue::cancel_jobs))
        .route("/api/jobs/{id}", get(queue::job))
        .route("/api/jobs/{id}/cancel", post(queue::cancel_job))
        .route("/api/assets", get(info::assets));
    let admin = Router::new()
        .route("/sandbox", get(admin::routes))
        .route("/sandbox/faults", get(admin::faults).post(admin::arm).delete(admin::disarm))
        .route("/sandbox/journal", get(admin::journal))
        .route("/sandbox/drop-sockets", post(admin::drop_sockets))
        .route("/sandbox/forget", post(admin::forget));
    // The order of the layers: the origin is checked first, then a fault may strike.
    Router::new()
        .merge(both.clone())
        .nest("/api", both)
        .merge(jobs)
        .fallback(not_found)
        .layer(axum::middleware::from_fn_with_state(server.clone(), layers::faults))
        .merge(admin)
        .layer(axum::middleware::from_fn(layers::origin))
        .layer(DefaultBodyLimit::max(MAX_UPLOAD_BYTES))
        .with_state(server)
}

/// A JSON answer with the content type that the real server writes.
fn json(value: &Value) -> Response {
    json_with(StatusCode::OK, value)
}

fn json_with(status: StatusCode, value: &Value) -> Response {
    let kind = HeaderValue::from_static("application/json; charset=utf-8");
    (status, [(header::CONTENT_TYPE, kind)], value.to_string()).into_response()
}

/// A status with an empty body.
fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// What the real server answers to a request that its code did not foresee.
fn trouble() -> Response {
    let text = "500 Internal Server Error\n\nServer got itself in trouble";
    (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

async fn not_found() -> Response {
    (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "404: Not Found").into_response()
}
