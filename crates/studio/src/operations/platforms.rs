//! The platforms as the creator sees them: what each can do, its limits and prices, what it demands of AI accounts,
//! and how an account is connected.

use crate::{Effect::Read, Operation, Result, Studio, registry::operation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_platforms::Facts;

pub(super) fn operations() -> Vec<Operation> {
    vec![operation("platforms.list", list, Read, &["platforms"]).route("GET /platforms")]
}

/// Every platform: what it can do, its limits, prices and warnings, what it demands of AI accounts, and its logins
/// with their steps and fields; each line with its source and date.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListPlatforms {}

/// The platforms, in the order in which they are shown.
#[derive(Debug, Serialize, JsonSchema)]
struct PlatformList {
    platforms: Vec<PlatformView>,
    total: usize,
}

/// A platform.
#[derive(Debug, Serialize, JsonSchema)]
struct PlatformView {
    /// Its name as people write it.
    name: &'static str,
    /// What is known of it.
    #[serde(flatten)]
    facts: &'static Facts,
}

async fn list(studio: &Studio, _: ListPlatforms) -> Result<PlatformList> {
    let platforms: Vec<_> =
        studio.platforms().facts().map(|facts| PlatformView { name: facts.platform.words(), facts }).collect();
    Ok(PlatformList { total: platforms.len(), platforms })
}
