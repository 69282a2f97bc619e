//! Measuring: the graphics card, memory, disk, queue and throughput, twice a minute, kept in the library in a bounded
//! size; and how long operations and the programs around take to answer.

pub(crate) mod gpu;
pub(crate) mod latency;

use crate::{Caller, Result, Studio, disk};
use chrono::TimeDelta;
use std::time::Duration;
use sysinfo::System;
use troupe_library::{
    LibraryError,
    tables::{jobs, metrics, throughput},
};

/// How often it is measured.
const MEASURE_EVERY: Duration = Duration::from_secs(30);
/// How many measurements lie between two removals of what is too old.
const FORGET_EVERY: u32 = 120;

/// What can be measured: its name and its unit.
pub(crate) const MEASURES: [(&str, &str); 12] = [
    (GPU_MEMORY_USED, "bytes"),
    (GPU_MEMORY_TOTAL, "bytes"),
    (GPU_BUSY, "percent"),
    (GPU_TEMPERATURE, "celsius"),
    (GPU_POWER, "watts"),
    (MEMORY_USED, "bytes"),
    (DISK_FREE, "bytes"),
    (QUEUE_DEPTH, "jobs"),
    (PICTURES_LEFT, "pictures"),
    (QUEUE_WAIT, "seconds"),
    (PICTURES_A_MINUTE, "pictures"),
    (FAILURES_A_MINUTE, "pictures"),
];
const GPU_MEMORY_USED: &str = "gpu_memory_used_bytes";
const GPU_MEMORY_TOTAL: &str = "gpu_memory_total_bytes";
const GPU_BUSY: &str = "gpu_busy_percent";
const GPU_TEMPERATURE: &str = "gpu_temperature_c";
const GPU_POWER: &str = "gpu_power_w";
const MEMORY_USED: &str = "memory_used_bytes";
const DISK_FREE: &str = "disk_free_bytes";
const QUEUE_DEPTH: &str = "queue_depth";
const PICTURES_LEFT: &str = "pictures_left";
const QUEUE_WAIT: &str = "queue_wait_s";
const PICTURES_A_MINUTE: &str = "pictures_per_minute";
const FAILURES_A_MINUTE: &str = "failures_per_minute";

/// Measures for as long as the program runs.
pub(crate) async fn measure(studio: Studio) {
    let mut since_forgot = FORGET_EVERY;
    loop {
        since_forgot += 1;
        let kept = keep(&studio, since_forgot > FORGET_EVERY).await;
        match kept {
            Ok(()) if since_forgot > FORGET_EVERY => since_forgot = 0,
            Ok(()) => {}
            // A full disk takes no figures either, and that is told where it hurts.
            Err(error) => tracing::debug!(service = "monitoring", %error, "figures could not be kept"),
        }
        tokio::time::sleep(MEASURE_EVERY).await;
    }
}

/// Measures once and keeps it; with `forgets` what is too old is removed.
pub(crate) async fn keep(studio: &Studio, forgets: bool) -> Result<()> {
    let values = now(studio).await?;
    let mut write = studio.library().write().await?;
    metrics::add(&mut write, &values, studio.now()).await?;
    if forgets {
        metrics::forget_old(&mut write, studio.now()).await?;
    }
    write.commit().await.map_err(LibraryError::from)?;
    studio.events().changed(&["metrics"], Caller::Task);
    Ok(())
}

/// What can be measured at the moment, by name. What nobody tells is left out.
#[allow(clippy::cast_precision_loss)]
pub(crate) async fn now(studio: &Studio) -> Result<Vec<(&'static str, f64)>> {
    let mut values = Vec::new();
    let gpu = gpu::read(studio).await;
    if let Some(device) = gpu.devices.first() {
        values.push((GPU_MEMORY_USED, device.memory_total_bytes.saturating_sub(device.memory_free_bytes) as f64));
        values.push((GPU_MEMORY_TOTAL, device.memory_total_bytes as f64));
        values.extend(device.busy_percent.map(|busy| (GPU_BUSY, f64::from(busy))));
        values.extend(device.temperature_c.map(|degrees| (GPU_TEMPERATURE, f64::from(degrees))));
        values.extend(device.power_w.map(|watts| (GPU_POWER, watts)));
    }
    let used = tokio::task::spawn_blocking(|| {
        let mut system = System::new().ok()?;
        system.refresh_memory();
        Some(system.used_memory())
    });
    if let Ok(Some(used)) = used.await {
        values.push((MEMORY_USED, used as f64));
    }
    if let Some(free) = disk::free_bytes(studio.library().root()).await {
        values.push((DISK_FREE, free as f64));
    }
    let now = studio.now();
    let mut read = studio.library().read().await?;
    let open = jobs::open(&mut read).await?;
    let left: i64 = open.iter().map(|job| job.total - job.success_count - job.failure_count).sum();
    let (done, failed) = throughput::runs_since(&mut read, now - TimeDelta::minutes(1)).await?;
    let waits_s = throughput::waits_since(&mut read).await?.map_or(0, |since| (now - since).num_seconds().max(0));
    values.push((QUEUE_DEPTH, open.len() as f64));
    values.push((PICTURES_LEFT, left as f64));
    values.push((QUEUE_WAIT, waits_s as f64));
    values.push((PICTURES_A_MINUTE, done as f64));
    values.push((FAILURES_A_MINUTE, failed as f64));
    Ok(values)
}
