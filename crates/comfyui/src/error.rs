//! What can go wrong between us and a ComfyUI server, and in a workflow.

use std::path::PathBuf;

use crate::{NodeId, Rejection, WorkflowId};

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong. The message says what, why and what to do; the cause is the `source`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The connection, a time limit or an answer's status.
    #[error(transparent)]
    Net(#[from] troupe_net::Error),
    /// Something answers there, but it is no ComfyUI.
    #[error(
        "{host} is not a ComfyUI server: {why}. Check the address and the port (8188 for most, 8000 for the desktop program)"
    )]
    NotComfyUi {
        /// Host and port.
        host: String,
        /// What it answered instead.
        why: String,
    },
    /// The text is no address of a server.
    #[error("{text:?} is not the address of a server; it looks like http://127.0.0.1:8188")]
    Address {
        /// What was given.
        text: String,
    },
    /// The server refused the prompt before it was queued.
    #[error("ComfyUI did not take the prompt: {0}")]
    Rejected(Box<Rejection>),
    /// The server queued the prompt under an id of its own, so it could not be followed and was taken back.
    #[error("this ComfyUI is too old: it does not let us choose a prompt's id. Update it to 0.3.45 or newer")]
    IdNotKept,
    /// The server answered something that this client does not understand.
    #[error("ComfyUI's answer to {route} was not understood: {why}")]
    Unreadable {
        /// The route's template.
        route: &'static str,
        /// What was wrong with it.
        why: String,
    },
    /// The file that a result names is not there any more.
    #[error("ComfyUI no longer has the file {filename:?}; it was deleted, or the server was started again")]
    OutputGone {
        /// The file's name on the server.
        filename: String,
    },
    /// The server takes no file of that size.
    #[error("the file has {size_bytes} bytes, and this ComfyUI takes at most {limit_bytes}; make it smaller")]
    UploadTooLarge {
        /// The file's size.
        size_bytes: u64,
        /// The server's limit.
        limit_bytes: u64,
    },
    /// No connection for frames came about.
    #[error("no live connection to ComfyUI could be made")]
    NotConnected {
        /// What the handshake said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A text that is no graph in API format.
    #[error("{why}")]
    Graph {
        /// What is wrong, and what to do.
        why: String,
    },
    /// A graph lacks a node that is spoken of.
    #[error("the graph has no node {node}")]
    NoSuchNode {
        /// Which node.
        node: NodeId,
    },
    /// A workflow's own files don't fit together.
    #[error("the workflow {workflow} can't be used: {why}")]
    Workflow {
        /// Which workflow.
        workflow: WorkflowId,
        /// What does not fit, and what to do.
        why: String,
    },
    /// A value that a workflow can't take.
    #[error("{input}: {why}")]
    Value {
        /// The input's name in the workflow.
        input: String,
        /// What is wrong with the value.
        why: String,
    },
    /// A workflow's file could not be read.
    #[error("could not read {}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}
