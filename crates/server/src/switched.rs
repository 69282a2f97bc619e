//! The interface for other programs as the settings switch it: open on its port while it is on.

use crate::{PublicOptions, Server};
use troupe_studio::{Kind, Studio};

/// Opens and closes the public listener as `settings.interface` says, from now until it is dropped or
/// the studio is gone. A port that is taken is logged, and tried again at the next change of settings.
///
/// A program with a window runs this beside its private channel; `troupe-cli serve` always listens.
pub async fn serve_as_set(studio: Studio) {
    let mut events = studio.events().subscribe();
    let mut running: Option<(u16, Server)> = None;
    loop {
        let wanted = match studio.settings().await {
            Ok(settings) => settings.interface.is_enabled.then_some(settings.interface.port),
            // The last setting stays until it can be read again.
            Err(_) => running.as_ref().map(|(port, _)| *port),
        };
        if running.as_ref().map(|(port, _)| *port) != wanted {
            if let Some((_, server)) = running.take() {
                server.close().await;
            }
            if let Some(port) = wanted {
                match Server::public(&studio, PublicOptions { port, token: None }).await {
                    Ok(server) => running = Some((port, server)),
                    Err(error) => {
                        tracing::error!(service = "rest", %error, "the interface for other programs is not open")
                    }
                }
            }
        }
        loop {
            let Some(event) = events.next().await else {
                if let Some((_, server)) = running.take() {
                    server.close().await;
                }
                return;
            };
            let is_about_settings =
                event.data["tags"].as_array().is_some_and(|tags| tags.iter().any(|tag| tag == "settings"));
            if event.kind == Kind::Resync || is_about_settings {
                break;
            }
        }
    }
}
