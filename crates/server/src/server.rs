//! A running listener: the public one for programs and browsers, or the private one for processes of
//! ours.

use crate::{
    RunFile, Token,
    access::{Door, Pages, PublicToken},
    app,
    limits::Counts,
    sessions::Sessions,
};
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use troupe_studio::{Kind, RateLimits, Studio};

/// How long a close waits for answers that are under way.
const CLOSE_LIMIT: Duration = Duration::from_secs(3);

/// Why a listener did not start.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The port is taken, or may not be used.
    #[error("could not listen on port {port} of this computer; another program may use it. Choose another port")]
    Listen {
        /// The port asked for; 0 is any.
        port: u16,
        /// The system's word.
        source: std::io::Error,
    },
    /// The address of the private channel could not be left beside the library.
    #[error("could not write run.json into the library's folder {}", library.display())]
    RunFile {
        /// The library's folder.
        library: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
}

/// How to listen for programs and browsers.
#[derive(Debug, Default)]
pub struct PublicOptions {
    /// The port on the loopback addresses; 0 lets the system choose.
    pub port: u16,
    /// What lets programs in, whatever the settings say. `None`: the token of the keychain, while the
    /// interface for other programs is switched on.
    pub token: Option<Token>,
}

/// A listener that answers until it is closed.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: CancellationToken,
    serving: JoinHandle<()>,
    studio: Studio,
    sessions: Sessions,
    counts: Counts,
    /// Reads the settings anew when they change.
    following: Option<JoinHandle<Option<()>>>,
    run_file: Option<(PathBuf, RunFile)>,
}

impl Server {
    /// Listens on 127.0.0.1 for programs with the token and for browsers.
    ///
    /// # Errors
    /// When the port cannot be used.
    pub async fn public(studio: &Studio, options: PublicOptions) -> Result<Self, ServerError> {
        let sessions = Sessions::default();
        let token = PublicToken::default();
        let door = Door::Public { token: token.clone(), sessions: sessions.clone() };
        let mut server = Self::listen(studio, options.port, door, sessions).await?;
        let follow = Follow { studio: studio.clone(), token, fixed: options.token, counts: server.counts.clone() };
        follow.read().await;
        server.following = Some(tokio::spawn(server.stop.clone().run_until_cancelled_owned(follow.forever())));
        Ok(server)
    }

    /// Listens for processes of ours, and leaves the way in `run.json` in the library's folder. With the
    /// public listener beside it, it also gives addresses that let browsers in.
    ///
    /// # Errors
    /// When no port is free or the folder cannot be written.
    pub async fn private(studio: &Studio, library: &Path, public: Option<&Self>) -> Result<Self, ServerError> {
        let token = Token::random();
        let door = Door::Private { token: token.clone(), pages: public.map(Self::pages) };
        let mut server = Self::listen(studio, 0, door, Sessions::default()).await?;
        let run_file = RunFile { address: server.address, token, process_id: std::process::id() };
        run_file.write(library).map_err(|source| ServerError::RunFile { library: library.to_owned(), source })?;
        server.run_file = Some((library.to_owned(), run_file));
        Ok(server)
    }

    async fn listen(studio: &Studio, port: u16, door: Door, sessions: Sessions) -> Result<Self, ServerError> {
        let failed = |source| ServerError::Listen { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let stop = CancellationToken::new();
        let counts = Counts::new(RateLimits::default());
        let router = app::router(studio.clone(), door, address.port(), counts.clone(), stop.clone());
        let until = stop.clone().cancelled_owned();
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(until).await {
                tracing::error!(service = "rest", %error, "the listener ended");
            }
        });
        Ok(Self { address, stop, serving, studio: studio.clone(), sessions, counts, following: None, run_file: None })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// An address that lets one browser in within the hour.
    #[must_use]
    pub fn url_with_code(&self) -> String {
        self.pages().address(self.studio.now())
    }

    fn pages(&self) -> Pages {
        Pages { url: self.url(), sessions: self.sessions.clone() }
    }

    /// Ends it: no new connections, streams closed, answers under way finished within three seconds.
    pub async fn close(mut self) {
        if let Some((library, run_file)) = self.run_file.take() {
            run_file.remove(&library);
        }
        self.stop.cancel();
        if tokio::time::timeout(CLOSE_LIMIT, &mut self.serving).await.is_err() {
            self.serving.abort();
        }
        if let Some(following) = self.following.take() {
            // It was cancelled above; a panic in it was its own.
            let _ = following.await;
        }
    }
}

/// Keeps limits and token as the settings and the keychain say.
struct Follow {
    studio: Studio,
    token: PublicToken,
    /// A token that was given at the start goes before the keychain's.
    fixed: Option<Token>,
    counts: Counts,
}

impl Follow {
    async fn forever(self) {
        let mut events = self.studio.events().subscribe();
        // What changed before the listening began.
        self.read().await;
        while let Some(event) = events.next().await {
            let is_about_us = match event.kind {
                Kind::Resync => true,
                Kind::Changed => event.data["tags"]
                    .as_array()
                    .is_some_and(|tags| tags.iter().any(|tag| tag == "settings" || tag == "secrets")),
                _ => false,
            };
            if is_about_us {
                self.read().await;
            }
        }
    }

    async fn read(&self) {
        let interface = match self.studio.settings().await {
            Ok(settings) => settings.interface,
            Err(error) => {
                tracing::warn!(service = "rest", %error, "the settings could not be read; the last ones stay");
                return;
            }
        };
        self.counts.set(interface.rate_limits);
        let token = match (&self.fixed, interface.is_enabled) {
            (Some(token), _) => Some(token.clone()),
            (None, true) => self.kept().await,
            (None, false) => None,
        };
        self.token.set(token);
    }

    async fn kept(&self) -> Option<Token> {
        match self.studio.interface_token().await {
            Ok(secret) => secret.and_then(|secret| Token::from_text(secret.expose())),
            Err(error) => {
                tracing::warn!(service = "rest", %error, "the token for programs could not be read");
                None
            }
        }
    }
}
