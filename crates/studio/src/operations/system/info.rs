//! What the program is, and how much there is in the library.

use crate::{Result, Studio, disk};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::tables::{
    characters, content,
    posts::{self, PostFilter, PostStatus},
};

/// What this program is: its name and version, and where its documentation, health and status are.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetInfo {}

/// The program.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Info {
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
    /// In a rehearsal, where the stand-ins answer, such as `http://127.0.0.1:43123`: `/sandbox/sign-up` below it makes an
    /// account to rehearse with, `/platforms` shows what was published.
    sandbox_url: Option<String>,
    /// Why the library could not be opened, when the program runs without it.
    safe_mode: Option<String>,
}

pub(super) async fn info(studio: &Studio, _: GetInfo) -> Result<Info> {
    Ok(Info {
        name: "Troupe".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        docs: "/docs".into(),
        health: "/api/v1/health".into(),
        status: "/api/v1/status".into(),
        is_rehearsal: studio.rehearsal().is_some(),
        sandbox_url: studio.rehearsal().map(|rehearsal| rehearsal.comfyui.trim_end_matches('/').to_owned()),
        safe_mode: studio.safe_mode().map(str::to_owned),
    })
}

/// Counts of characters, content and posts; storage used and free.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetStats {}

/// How much there is.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Stats {
    total_characters: i64,
    active_characters: i64,
    total_content: i64,
    /// Posts that are up.
    total_posts: i64,
    storage_used_bytes: u64,
    storage_available_bytes: Option<u64>,
    storage_used_gb: f64,
    storage_available_gb: Option<f64>,
}

pub(super) async fn stats(studio: &Studio, _: GetStats) -> Result<Stats> {
    let mut read = studio.library().read().await?;
    let (total_characters, active_characters) = characters::count(&mut read).await?;
    let totals = content::totals(&mut read).await?;
    let published = PostFilter { statuses: vec![PostStatus::Published], ..PostFilter::default() };
    let total_posts = posts::count(&mut read, &published).await?;
    drop(read);
    let available = disk::free_bytes(studio.library().root()).await;
    let used = totals.size_bytes.try_into().unwrap_or(0);
    Ok(Stats {
        total_characters,
        active_characters,
        total_content: totals.count,
        total_posts,
        storage_used_bytes: used,
        storage_available_bytes: available,
        storage_used_gb: gigabytes(used),
        storage_available_gb: available.map(gigabytes),
    })
}

/// Bytes in gigabytes of 10^9 bytes, to two places.
#[allow(clippy::cast_precision_loss)] // Two places of a gigabyte need far fewer than 52 bits.
fn gigabytes(bytes: u64) -> f64 {
    (bytes as f64 / 1e7).round() / 100.0
}
