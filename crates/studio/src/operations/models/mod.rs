//! Models: what ComfyUI has to make pictures with, what is known of each, and bringing new ones onto this computer.

mod install;
mod item;
mod list;

use crate::{
    Effect::{Destroy, Read, Write},
    Operation,
    registry::operation,
};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("models.list", list::list, Read, &["models"]).route("GET /models"),
        operation("models.get", item::get, Read, &["models"]).route("GET /models/{model_id}"),
        operation("models.inspect", install::look_at, Read, &["models"]).route("POST /models/inspect"),
        operation("models.install", install::install, Write, &["model_installs"]).route("POST /models/install"),
        operation("models.installs", install::installs, Read, &["model_installs"]).route("GET /model-installs"),
        operation("models.cancel_install", install::cancel, Write, &["model_installs"])
            .route("POST /model-installs/{install_id}/cancel"),
        operation("models.retry_install", install::retry, Write, &["model_installs"])
            .route("POST /model-installs/{install_id}/retry"),
        operation("models.missing", install::missing, Read, &["models", "workflows"])
            .route("GET /workflows/{workflow_id}/missing-models"),
        operation("models.install_missing", install::install_missing, Write, &["model_installs"])
            .route("POST /workflows/{workflow_id}/install-models"),
        operation("models.delete", item::delete, Destroy, &["models"]).route("DELETE /models/{model_id}"),
    ]
}
