//! The interface for other programs (REST) beside the window: on while the settings say so, with the token that the
//! creator set as the secret `interface`.

use troupe_server::{PublicOptions, RateLimits, Server, Token};
use troupe_studio::{InterfaceSettings, Studio};

/// A running interface, and what it was started with.
#[derive(Debug)]
pub(crate) struct Interface {
    server: Server,
    port: u16,
    token: Option<Token>,
}

impl Interface {
    pub(crate) async fn close(self) {
        self.server.close().await;
    }
}

/// Starts, changes or ends the interface as the settings say.
pub(crate) async fn follow(
    studio: &Studio,
    settings: &InterfaceSettings,
    running: Option<Interface>,
) -> Option<Interface> {
    let token = match studio.interface_token().await {
        Ok(secret) => secret.and_then(|secret| Token::from_text(secret.expose())),
        Err(error) => {
            tracing::warn!(%error, "the token of the interface for other programs could not be read");
            None
        }
    };
    let limits = limits(settings);
    if let Some(running) = running {
        let same_token = match (&running.token, &token) {
            (Some(before), Some(now)) => before.is(now.reveal()),
            (before, now) => before.is_none() && now.is_none(),
        };
        if settings.is_enabled && same_token && running.port == settings.port {
            running.server.set_limits(limits);
            return Some(running);
        }
        running.close().await;
    }
    if !settings.is_enabled {
        return None;
    }
    let options = PublicOptions { port: settings.port, token: token.clone(), limits };
    match Server::public(studio, options).await {
        Ok(server) => Some(Interface { server, port: settings.port, token }),
        Err(error) => {
            tracing::error!(service = "rest", %error, "the interface for other programs did not start");
            None
        }
    }
}

fn limits(settings: &InterfaceSettings) -> RateLimits {
    let limits = settings.rate_limits;
    RateLimits {
        general: limits.general,
        image: limits.image,
        text: limits.text,
        content: limits.content,
        characters: limits.characters,
    }
}
