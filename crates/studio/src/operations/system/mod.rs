//! The program itself: what it is, how it is, what it has; its log and its errors.

mod copies;
pub(crate) mod diagnostics;
mod errors;
mod health;
mod info;
mod logs;
mod resources;
mod setup;

use crate::{
    Effect::{Read, Write},
    Operation,
    registry::operation,
};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("system.info", info::info, Read, &["system"]).route("GET /").in_safe_mode(),
        operation("system.health", health::get_health, Read, &["system", "servers", "accounts"])
            .route("GET /health")
            .route("GET /system/health")
            .in_safe_mode(),
        operation("system.status", health::status, Read, &["system", "servers", "jobs", "accounts"])
            .route("GET /status")
            .route("GET /system/status"),
        operation("system.stats", info::stats, Read, &["content", "characters", "posts"]).route("GET /system/stats"),
        operation("setup.detect", setup::detect, Read, &["servers"]).route("GET /setup"),
        operation("logs.list", logs::list, Read, &["logs"]).route("GET /logs").in_safe_mode(),
        operation("errors.list", errors::list, Read, &["errors"]).route("GET /errors"),
        operation("errors.get", errors::get, Read, &["errors"]).route("GET /errors/{error_id}"),
        operation("errors.resolve", errors::resolve, Write, &["errors"]).route("POST /errors/{error_id}/resolve"),
        operation("resources.gpu", resources::gpu, Read, &["servers"]).route("GET /resources/gpu"),
        operation("resources.memory", resources::memory, Read, &["servers"]).route("GET /resources/memory"),
        operation("resources.storage", resources::storage, Read, &["content"]).route("GET /resources/storage"),
        operation("generation.storage", resources::generation_storage, Read, &["content"])
            .route("GET /generate/storage"),
        operation("system.diagnostics", diagnostics::make, Read, &["system"])
            .route("POST /system/diagnostics")
            .answers_file()
            .in_safe_mode(),
        operation("library.copies", copies::list, Read, &["library"]).route("GET /library/copies").in_safe_mode(),
        operation("library.go_back", copies::go_back, Write, &["library"])
            .route("POST /library/go-back")
            .in_safe_mode(),
    ]
}
