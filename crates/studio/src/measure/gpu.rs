//! The graphics card: read from NVIDIA's own library where that is installed, else as ComfyUI reports it.

use crate::Studio;
use nvml_wrapper::{Nvml, enum_wrappers::device::TemperatureSensor};
use std::sync::OnceLock;

/// A device that computes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct GpuDevice {
    pub(crate) name: String,
    /// `cuda`, `mps`, `cpu` …
    pub(crate) kind: String,
    pub(crate) memory_total_bytes: u64,
    pub(crate) memory_free_bytes: u64,
    /// How busy it is, 0 to 100.
    pub(crate) busy_percent: Option<u32>,
    pub(crate) temperature_c: Option<u32>,
    pub(crate) power_w: Option<f64>,
}

/// What was read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gpus {
    /// The main one first.
    pub(crate) devices: Vec<GpuDevice>,
    /// `nvml`, `comfyui` or `none`.
    pub(crate) source: &'static str,
    /// What that means.
    pub(crate) message: String,
}

/// The devices: those of this computer if the ComfyUI in use runs here, else those that it reports.
pub(crate) async fn read(studio: &Studio) -> Gpus {
    let none = |message: String| Gpus { devices: Vec::new(), source: "none", message };
    let server = match studio.comfyui().current().await {
        Ok(server) => server,
        Err(error) => return none(error.message.into_owned()),
    };
    let is_here = server.as_ref().is_none_or(|server| crate::models::is_here(server.address()));
    // A stand-in computes on no card, whatever this computer has.
    if is_here
        && studio.rehearsal().is_none()
        && let Ok(devices) = tokio::task::spawn_blocking(of_nvidia).await
        && !devices.is_empty()
    {
        return Gpus { devices, source: "nvml", message: "As the driver reports it.".into() };
    }
    let Some(server) = server else {
        return none("No ComfyUI is named yet, so there is no GPU to look at.".into());
    };
    if let Err(error) = server.look().await {
        return none(error.message.into_owned());
    }
    let devices = server.report().devices.into_iter().map(|device| GpuDevice {
        name: device.name,
        kind: device.kind,
        memory_total_bytes: device.memory_total_bytes,
        memory_free_bytes: device.memory_free_bytes,
        ..GpuDevice::default()
    });
    Gpus { devices: devices.collect(), source: "comfyui", message: "As ComfyUI reports it.".into() }
}

/// The devices that NVIDIA's library tells of; none without it. A figure that a card does not give is left out.
fn of_nvidia() -> Vec<GpuDevice> {
    static NVML: OnceLock<Option<Nvml>> = OnceLock::new();
    let Some(nvml) = NVML.get_or_init(|| Nvml::init().ok()) else { return Vec::new() };
    let count = nvml.device_count().unwrap_or_default();
    (0..count)
        .filter_map(|index| {
            let device = nvml.device_by_index(index).ok()?;
            let memory = device.memory_info().ok()?;
            Some(GpuDevice {
                name: device.name().unwrap_or_else(|_| "NVIDIA".into()),
                kind: "cuda".into(),
                memory_total_bytes: memory.total,
                memory_free_bytes: memory.free,
                busy_percent: device.utilization_rates().ok().map(|rates| rates.gpu),
                temperature_c: device.temperature(TemperatureSensor::Gpu).ok(),
                power_w: device.power_usage().ok().map(|milliwatts| f64::from(milliwatts) / 1000.0),
            })
        })
        .collect()
}
