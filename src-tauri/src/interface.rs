//! The interface for other programs (REST) beside the window: open on its port while the settings say so. Its token and
//! its limits it follows by itself.

use troupe_server::{PublicOptions, Server};
use troupe_studio::{InterfaceSettings, Studio};

/// A running interface, and the port it was started on.
#[derive(Debug)]
pub(crate) struct Interface {
    server: Server,
    port: u16,
}

impl Interface {
    pub(crate) async fn close(self) {
        self.server.close().await;
    }
}

/// Starts, moves or ends the interface as the settings say.
pub(crate) async fn follow(
    studio: &Studio,
    settings: &InterfaceSettings,
    running: Option<Interface>,
) -> Option<Interface> {
    if let Some(running) = running {
        if settings.is_enabled && running.port == settings.port {
            return Some(running);
        }
        running.close().await;
    }
    if !settings.is_enabled {
        return None;
    }
    match Server::public(studio, PublicOptions { port: settings.port, token: None }).await {
        Ok(server) => Some(Interface { server, port: settings.port }),
        Err(error) => {
            tracing::error!(service = "rest", %error, "the interface for other programs did not start");
            None
        }
    }
}
