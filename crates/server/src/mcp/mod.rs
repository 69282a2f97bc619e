//! The interface for agents: the Model Context Protocol, over HTTP beside REST and on standard input and output through
//! `troupe-cli mcp`. One handler serves both ([`AgentServer`]); what it asks goes through a [`Reach`]: the studio of
//! this process, or the process that owns the library.

mod catalogue;
mod foreign;
mod handler;
pub(crate) mod http;
mod inline;
mod outcome;
mod reach;
mod resources;
mod tools;

pub use catalogue::Catalogue;
pub use handler::AgentServer;
pub use reach::{FileBytes, LARGEST_FILE_BYTES, Reach};

use rmcp::{ServiceExt, transport::io::stdio_pipes};

/// Speaks with an agent on standard input and output until it closes them. Nothing but the protocol is written there.
///
/// # Errors
/// When the other side does not speak the protocol; in words.
pub async fn serve_stdio(server: AgentServer) -> Result<(), String> {
    let running = server
        .serve(stdio_pipes())
        .await
        .map_err(|error| format!("The program at the other end does not speak the Model Context Protocol: {error}."))?;
    running.waiting().await.map(drop).map_err(|error| format!("The conversation broke off: {error}."))
}
