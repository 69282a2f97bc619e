//! The sandbox as a process of its own, for programs that start it and tests that kill it.

use std::io::Write;

use crate::{Sandbox, SandboxConfig, SandboxError};

/// Starts a sandbox, writes one line with its address (`http://127.0.0.1:PORT`) to standard output, and serves until
/// the process is interrupted (Ctrl+C) or killed.
///
/// # Errors
/// Those of [`Sandbox::start`].
pub async fn run(config: SandboxConfig) -> Result<(), SandboxError> {
    let sandbox = Sandbox::start(config)?;
    let mut out = std::io::stdout();
    // Without a reader nobody wants the address, and serving is still right.
    let _ = writeln!(out, "{}", sandbox.url()).and_then(|()| out.flush());
    if tokio::signal::ctrl_c().await.is_err() {
        // No handler could be set: then only a kill ends the process.
        std::future::pending::<()>().await;
    }
    sandbox.shutdown().await;
    Ok(())
}
