//! One graphics card, no quarrel: where its memory is short, text models leave it before pictures are made, and what
//! ComfyUI still holds of the last pictures leaves it before words are written.

use crate::{
    Result, Studio,
    comfyui::{DeviceReport, Server},
    models::is_here,
    text::engines,
};
use troupe_library::tables::runs;

/// With less free than this a picture or a text model of usual size does not find its place.
const ROOM_BYTES: u64 = 6 << 30;

/// Makes room for pictures on the server's card. `server` was looked at just now.
pub(crate) async fn for_pictures(studio: &Studio, server: &Server) {
    // Engines on this computer share no card with a server on another one.
    if !is_here(server.address()) || !is_short(&server.report().devices) {
        return;
    }
    unload_text(studio).await;
}

/// Takes text models out of memory, whatever is free: a picture has just found too little.
pub(crate) async fn unload_text(studio: &Studio) {
    match kept(studio).await {
        Ok(true) => {}
        Ok(false) => match engines::unload_all(studio).await {
            Ok(unloaded) if unloaded.is_empty() => {}
            Ok(unloaded) => {
                tracing::info!(service = "memory", models = unloaded.join(", "), "text models made room for pictures");
            }
            Err(error) => tracing::warn!(service = "memory", %error, "text models could not be unloaded"),
        },
        Err(error) => tracing::warn!(service = "memory", %error, "it could not be seen whether text models stay"),
    }
}

async fn kept(studio: &Studio) -> Result<bool> {
    Ok(studio.settings().await?.generation.keeps_text_models)
}

/// Makes room for a text model on this computer, unless pictures are being made: those go first.
pub(crate) async fn for_words(studio: &Studio) {
    if let Err(error) = free_pictures(studio).await {
        // Words are written all the same, slower perhaps.
        tracing::debug!(service = "memory", %error, "ComfyUI could not be asked to make room");
    }
}

async fn free_pictures(studio: &Studio) -> Result<()> {
    let Some(server) = studio.comfyui().current().await?.filter(|server| is_here(server.address())) else {
        return Ok(());
    };
    let mut read = studio.library().read().await?;
    let is_working = !runs::sent(&mut read).await?.is_empty();
    drop(read);
    if is_working || server.look().await.is_err() || !is_short(&server.report().devices) {
        return Ok(());
    }
    server.client().free().await?;
    tracing::info!(service = "memory", "ComfyUI gave its memory back, for words");
    Ok(())
}

/// Whether the main card has too little free. A computer without one has nothing to be made free.
fn is_short(devices: &[DeviceReport]) -> bool {
    devices.first().is_some_and(|device| device.kind != "cpu" && device.memory_free_bytes < ROOM_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_short_on_a_full_card_alone() {
        let device = |kind: &str, memory_free_bytes| DeviceReport {
            name: "card".into(),
            kind: kind.into(),
            memory_total_bytes: 24 << 30,
            memory_free_bytes,
        };
        for (devices, short) in [
            (vec![device("cuda", 7 << 30)], false),
            (vec![device("cuda", 2 << 30)], true),
            (vec![device("cpu", 0)], false),
            (vec![device("mps", 20 << 30), device("cuda", 0)], false),
            (vec![], false),
        ] {
            assert_eq!(is_short(&devices), short, "{devices:?}");
        }
    }
}
