//! A running sandbox: its threads, its address, and how it ends.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use crate::comfyui::{Server, routes};
use crate::platforms::World;
use crate::text::TextWorld;
use crate::{SandboxConfig, SandboxError, downloads, platforms, text};

/// How long a polite end waits for answers still under way.
const SHUTDOWN_LIMIT: Duration = Duration::from_secs(2);

/// How long a kill waits for a picture that is being drawn on a thread of its own.
const KILL_LIMIT: Duration = Duration::from_millis(300);

/// A running stand-in ComfyUI, stand-in platforms and text engines. It works on threads of its own and ends when dropped.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    folder: PathBuf,
    stop: CancellationToken,
    served: Option<tokio::sync::oneshot::Receiver<()>>,
    runtime: Option<Runtime>,
}

impl Sandbox {
    /// Makes the folders, takes the port and begins to answer.
    ///
    /// # Errors
    /// [`SandboxError`] when the port is taken, a folder cannot be used or no thread can be started.
    pub fn start(config: SandboxConfig) -> Result<Self, SandboxError> {
        let port = config.port;
        let folder = config.folder.clone();
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
            .map_err(|source| SandboxError::Listen { port, source })?;
        let address = listener.local_addr().map_err(|source| SandboxError::Listen { port, source })?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("sandbox")
            .enable_all()
            .build()
            .map_err(|source| SandboxError::Threads { source })?;
        let server = {
            let _guard = runtime.enter();
            Server::open(config, address)?
        };
        let world = World::open(&folder, address)?;
        let text = TextWorld::new(server.config.step_ms);
        let stop = CancellationToken::new();
        let (done, served) = tokio::sync::oneshot::channel();
        let listener = {
            let _guard = runtime.enter();
            TcpListener::from_std(listener).map_err(|source| SandboxError::Listen { port, source })?
        };
        runtime.spawn(serve(listener, server, world, text, stop.clone(), done));
        Ok(Self { address, folder, stop, served: Some(served), runtime: Some(runtime) })
    }

    /// Where it listens: 127.0.0.1 and its port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address as a person would type it: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where the stand-in platforms answer: `http://127.0.0.1:PORT/platforms`, below it each platform's host.
    #[must_use]
    pub fn platforms_url(&self) -> String {
        format!("http://{}/platforms", self.address)
    }

    /// Where the stand-in Ollama answers: `http://127.0.0.1:PORT/ollama`.
    #[must_use]
    pub fn ollama_url(&self) -> String {
        format!("http://{}/ollama", self.address)
    }

    /// Where the stand-in Gemini answers: `http://127.0.0.1:PORT/gemini/v1beta`.
    #[must_use]
    pub fn gemini_url(&self) -> String {
        format!("http://{}/gemini/v1beta", self.address)
    }

    /// Where the stand-in server with OpenAI's chat interface answers: `http://127.0.0.1:PORT/openai/v1`.
    #[must_use]
    pub fn openai_url(&self) -> String {
        format!("http://{}/openai/v1", self.address)
    }

    /// The base folder it was given.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Ends politely: no new connections, sockets closed, answers under way finished (for at most two seconds).
    pub async fn shutdown(mut self) {
        self.stop.cancel();
        if let Some(served) = self.served.take() {
            let _ = tokio::time::timeout(SHUTDOWN_LIMIT, served).await;
        }
    }

    /// Ends at once, as a killed process does: connections break, the running job is lost, nothing is said. When it
    /// returns the port is free.
    pub fn kill(mut self) {
        if let Some(runtime) = self.runtime.take() {
            // A runtime must not wait on a thread that may itself be a runtime's.
            let ended = std::thread::spawn(move || runtime.shutdown_timeout(KILL_LIMIT)).join();
            if ended.is_err() {
                tracing::error!("the sandbox did not end cleanly");
            }
        }
    }

    fn end(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.end();
    }
}

async fn serve(
    listener: TcpListener,
    server: Arc<Server>,
    world: Arc<World>,
    text: Arc<TextWorld>,
    stop: CancellationToken,
    done: tokio::sync::oneshot::Sender<()>,
) {
    let worker = tokio::spawn(crate::comfyui::execute::work(server.clone()));
    let until = {
        let (server, world, text) = (server.clone(), world.clone(), text.clone());
        async move {
            stop.cancelled().await;
            server.sockets.drop_all();
            server.faults.clear();
            world.faults.clear();
            text.faults.clear();
        }
    };
    let app =
        routes::router(server).merge(platforms::router(world)).merge(text::router(text)).merge(downloads::router());
    let served = axum::serve(listener, app).with_graceful_shutdown(until).await;
    if let Err(error) = served {
        tracing::error!(%error, "the sandbox stopped listening");
    }
    worker.abort();
    let _ = done.send(());
}
