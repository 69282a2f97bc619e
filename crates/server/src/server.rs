//! A running listener: the public one for programs and browsers, or the private one for processes of
//! ours.

use crate::{RateLimits, RunFile, Token, access::Door, app, limits::Counts, sessions::Sessions};
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use troupe_studio::Studio;

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
    /// What lets programs in. `None`: only browsers with a code come in.
    pub token: Option<Token>,
    /// How often programs may call.
    pub limits: RateLimits,
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
    run_file: Option<(PathBuf, RunFile)>,
}

impl Server {
    /// Listens on 127.0.0.1 for programs with the token and for browsers.
    ///
    /// # Errors
    /// When the port cannot be used.
    pub async fn public(studio: &Studio, options: PublicOptions) -> Result<Self, ServerError> {
        let sessions = Sessions::default();
        let door = Door::Public { token: options.token, sessions: sessions.clone() };
        Self::listen(studio, options.port, door, sessions, options.limits).await
    }

    /// Listens for processes of ours, and leaves the way in `run.json` in the library's folder.
    ///
    /// # Errors
    /// When no port is free or the folder cannot be written.
    pub async fn private(studio: &Studio, library: &Path) -> Result<Self, ServerError> {
        let token = Token::random();
        let door = Door::Private { token: token.clone() };
        let mut server = Self::listen(studio, 0, door, Sessions::default(), RateLimits::default()).await?;
        let run_file = RunFile { address: server.address, token, process_id: std::process::id() };
        run_file.write(library).map_err(|source| ServerError::RunFile { library: library.to_owned(), source })?;
        server.run_file = Some((library.to_owned(), run_file));
        Ok(server)
    }

    async fn listen(
        studio: &Studio,
        port: u16,
        door: Door,
        sessions: Sessions,
        limits: RateLimits,
    ) -> Result<Self, ServerError> {
        let failed = |source| ServerError::Listen { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let stop = CancellationToken::new();
        let counts = Counts::new(limits);
        let router = app::router(studio.clone(), door, address.port(), counts.clone(), stop.clone());
        let until = stop.clone().cancelled_owned();
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(until).await {
                tracing::error!(service = "rest", %error, "the listener ended");
            }
        });
        Ok(Self { address, stop, serving, studio: studio.clone(), sessions, counts, run_file: None })
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
        format!("{}/#code={}", self.url(), self.sessions.new_code(self.studio.now()).reveal())
    }

    /// Sets how often programs may call, from the next call on.
    pub fn set_limits(&self, limits: RateLimits) {
        self.counts.set(limits);
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
    }
}
