//! The program itself: what it is, how it is.

use crate::{Effect::Read, Operation, Result, Studio, registry::operation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) fn operations() -> Vec<Operation> {
    vec![operation("system.info", info, Read, &["system"]).route("GET /").in_safe_mode()]
}

/// What this program is: its name and version, and where its documentation, health and status are.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetInfo {}

/// The program.
#[derive(Debug, Serialize, JsonSchema)]
struct Info {
    /// Always `Troupe`.
    name: String,
    /// The program's version.
    version: String,
    /// Where the interface is documented.
    docs: String,
    /// Where its health is answered.
    health: String,
    /// Where its status is answered.
    status: String,
    /// Whether this is a rehearsal: nothing is made by a model and nothing leaves the computer.
    is_rehearsal: bool,
}

async fn info(studio: &Studio, _: GetInfo) -> Result<Info> {
    Ok(Info {
        name: "Troupe".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        docs: "/docs".into(),
        health: "/api/v1/health".into(),
        status: "/api/v1/status".into(),
        is_rehearsal: studio.rehearsal().is_some(),
    })
}
