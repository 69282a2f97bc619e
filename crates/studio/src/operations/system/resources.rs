//! What pictures are made with and where they lie: GPU, memory, disk.

use crate::{Error, Result, Studio, disk};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use sysinfo::System;
use troupe_library::tables::content;

/// The GPU: as NVIDIA's driver reports it where ComfyUI runs on this computer, else as ComfyUI does.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetGpu {}

/// Devices that compute.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Gpu {
    /// The main one first; empty when nobody tells.
    devices: Vec<GpuDevice>,
    /// Where the figures come from: `nvml`, `comfyui`, or `none`.
    source: String,
    /// What that means.
    message: String,
}

/// A device that computes.
#[derive(Debug, Serialize, JsonSchema)]
struct GpuDevice {
    name: String,
    kind: String,
    memory_total_bytes: u64,
    memory_free_bytes: u64,
    memory_used_bytes: u64,
    /// How busy it is, 0 to 100; `null` where nobody tells.
    busy_percent: Option<u32>,
    /// Its temperature in degrees Celsius; `null` where nobody tells.
    temperature_c: Option<u32>,
    /// What it draws in watts; `null` where nobody tells.
    power_w: Option<f64>,
}

pub(super) async fn gpu(studio: &Studio, _: GetGpu) -> Result<Gpu> {
    let found = crate::measure::gpu::read(studio).await;
    let devices = found.devices.into_iter().map(|device| GpuDevice {
        memory_used_bytes: device.memory_total_bytes.saturating_sub(device.memory_free_bytes),
        name: device.name,
        kind: device.kind,
        memory_total_bytes: device.memory_total_bytes,
        memory_free_bytes: device.memory_free_bytes,
        busy_percent: device.busy_percent,
        temperature_c: device.temperature_c,
        power_w: device.power_w,
    });
    Ok(Gpu { devices: devices.collect(), source: found.source.into(), message: found.message })
}

/// The memory of this computer and of this program.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetMemory {}

/// Memory in bytes.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Memory {
    total_bytes: u64,
    available_bytes: u64,
    used_bytes: u64,
    /// What this program holds; `null` when the system does not say.
    program_bytes: Option<u64>,
}

pub(super) async fn memory(_: &Studio, _: GetMemory) -> Result<Memory> {
    tokio::task::spawn_blocking(|| {
        let mut system = System::new().map_err(Error::internal)?;
        system.refresh_memory();
        let own = sysinfo::get_current_pid().ok().and_then(|pid| {
            system.refresh_processes(sysinfo::ProcessesToUpdate::Some(&[pid]), false);
            system.process(pid).map(sysinfo::Process::memory)
        });
        Ok(Memory {
            total_bytes: system.total_memory(),
            available_bytes: system.available_memory(),
            used_bytes: system.used_memory(),
            program_bytes: own,
        })
    })
    .await
    .map_err(Error::internal)?
}

/// The disk that holds the library, and what the library takes of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetStorage {}

/// Room in bytes.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Storage {
    /// Free on the disk; `null` when the system does not say.
    free_bytes: Option<u64>,
    /// The disk's size; `null` when the system does not say.
    total_bytes: Option<u64>,
    /// What the library takes, by part.
    parts: Vec<StoragePart>,
    /// What the library takes in all.
    library_bytes: u64,
    /// Whether it is time to make room: less than 2 GB are free.
    is_short: bool,
}

/// A part of the library's folder.
#[derive(Debug, Serialize, JsonSchema)]
struct StoragePart {
    /// `media`, `thumbnails`, `database`, `copies`, `backups`, `uploads` or `logs`.
    name: String,
    size_bytes: u64,
}

/// Below this much room the program warns.
const SHORT_BYTES: u64 = 2_000_000_000;

pub(super) async fn storage(studio: &Studio, _: GetStorage) -> Result<Storage> {
    let space = disk::space(studio.library().root()).await;
    let root = studio.library().root().to_owned();
    let parts = tokio::task::spawn_blocking(move || parts(&root)).await.map_err(Error::internal)?;
    Ok(Storage {
        free_bytes: space.map(|(free, _)| free),
        total_bytes: space.map(|(_, total)| total),
        library_bytes: parts.iter().map(|part| part.size_bytes).sum(),
        is_short: space.is_some_and(|(free, _)| free < SHORT_BYTES),
        parts,
    })
}

fn parts(root: &Path) -> Vec<StoragePart> {
    let part = |name: &str, size_bytes| StoragePart { name: name.into(), size_bytes };
    let mut found: Vec<_> = ["media", "thumbnails", "copies", "backups", "uploads", "logs"]
        .iter()
        .map(|name| part(name, folder_bytes(root.join(name))))
        .collect();
    let database = ["library.db", "library.db-wal", "library.db-shm"];
    let size = |name: &&str| root.join(name).metadata().map_or(0, |facts| facts.len());
    found.push(part("database", database.iter().map(size).sum()));
    found
}

fn folder_bytes(folder: PathBuf) -> u64 {
    let mut total = 0;
    let mut open = vec![folder];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(facts) if facts.is_dir() => open.push(entry.path()),
                Ok(facts) => total += facts.len(),
                Err(_) => {}
            }
        }
    }
    total
}

/// What generated things take, by kind, the oldest of each, and what emptying the trash and clearing
/// thumbnails would free.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetGenerationStorage {}

/// Bytes of generated things.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct GenerationStorage {
    kinds: Vec<StorageKind>,
    /// What emptying the trash would free.
    trash_bytes: i64,
    /// What clearing the thumbnails would free; they are made again when they are needed.
    thumbnails_bytes: u64,
}

/// One kind of file.
#[derive(Debug, Serialize, JsonSchema)]
struct StorageKind {
    /// `image`, `video`, `audio`, `text`, or `trash`.
    kind: String,
    count: i64,
    size_bytes: i64,
    /// When the oldest was made.
    oldest: Option<DateTime<Utc>>,
}

pub(super) async fn generation_storage(studio: &Studio, _: GetGenerationStorage) -> Result<GenerationStorage> {
    let mut read = studio.library().read().await?;
    let kinds: Vec<_> = content::by_kind(&mut read)
        .await?
        .into_iter()
        .map(|row| StorageKind {
            kind: row.kind,
            count: row.count,
            size_bytes: row.size_bytes,
            oldest: row.oldest.and_then(|text| text.parse().ok()),
        })
        .collect();
    drop(read);
    let thumbnails = studio.library().thumbnails_dir();
    let thumbnails_bytes =
        tokio::task::spawn_blocking(move || folder_bytes(thumbnails)).await.map_err(Error::internal)?;
    let trash_bytes = kinds.iter().filter(|kind| kind.kind == "trash").map(|kind| kind.size_bytes).sum();
    Ok(GenerationStorage { kinds, trash_bytes, thumbnails_bytes })
}
