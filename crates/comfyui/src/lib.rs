//! A client for ComfyUI, usable without the rest of Troupe: HTTP and WebSocket, graphs and workflows as data, what a
//! server has and lacks, and following a prompt to its end whatever breaks on the way.
//!
//! ```no_run
//! use troupe_comfyui::*;
//! # async fn demo() -> Result<()> {
//! let client = Client::new(Client::parse_address("127.0.0.1:8188")?, ClientOptions::default())?;
//! let connection = Connection::open(client.clone(), ConnectionOptions::default());
//!
//! // What is missing is known before anything is sent.
//! let workflow = shipped_workflows()?.remove(0);
//! let values = Values::default().with("prompt", "a red chair").with("model", "sd15.safetensors").with("seed", 7);
//! let discovery = Discovery::read(&client).await?;
//! assert!(discovery.missing(&workflow, &values)?.is_empty());
//!
//! // Store the id and the request, then send it; after a break, `client.job(id)` says whether it arrived.
//! let request = PromptRequest::new(PromptId::random(), build(&workflow, &values)?)
//!     .marked("troupe", serde_json::json!({ "job_id": "…" }));
//! let (accepted, mut watch) = connection.submit(&request).await?;
//! assert!(accepted.dropped.is_empty());
//! loop {
//!     match watch.next().await? {
//!         Update::Progress(progress) => println!("{:.0} %", progress.fraction * 100.0),
//!         Update::Ended(RunOutcome::Done { outputs }) => {
//!             for (_, file) in outputs.saved() {
//!                 client.download(file, std::path::Path::new(&file.filename)).await?;
//!             }
//!             break;
//!         }
//!         Update::Ended(other) => return Ok(println!("{other:?}")),
//!         _ => {}
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! Rules that this crate keeps, learned by driving real servers: the WebSocket is a hint and is never relied on alone;
//! a prompt's id is ours and is never sent twice without asking; outputs are the union of what frames and history say;
//! an old server is told by what it lacks (404), not by its version.

mod base_model;
mod client;
mod connection;
mod discovery;
mod error;
mod fill;
mod frame;
mod graph;
mod id;
mod job;
mod models;
mod object_info;
mod output;
mod packs;
mod progress;
mod prompt;
mod transfer;
mod watch;
mod workflow;

pub use base_model::{BaseModel, BaseModelGuess, Evidence, guess_base_model};
pub use client::{Cancel, Client, ClientOptions, Device, System, SystemStats};
pub use connection::{Connection, ConnectionOptions, Event, Link};
pub use discovery::{Discovery, Missing, MissingModel, MissingNode, MissingOption};
pub use error::{Error, Result};
pub use fill::{LoraUse, MAX_SEED, Values, build};
pub use frame::{Frame, NodeProgress};
pub use graph::{Graph, GraphLink, Node, Slot};
pub use id::{ClientId, NodeId, PromptId, WorkflowId};
pub use job::{Failure, FailureKind, HistoryEntry, Job, JobStatus, Queue, QueueItem, QueuePlace};
pub use models::ModelFile;
pub use object_info::{InputSpec, NodeClass, ObjectInfo, Takes, Variant};
pub use output::{FileFolder, NodeOutput, OutputFile, Outputs};
pub use packs::FailedPack;
pub use progress::Progress;
pub use prompt::{Accepted, FieldError, PreviewMethod, PromptRequest, QueuePosition, Rejection};
pub use transfer::Uploaded;
pub use watch::{RunOutcome, Update, Watch};
pub use workflow::{Bypass, Input, InputKind, LoraPoint, Manifest, Target, Workflow, WorkflowKind, shipped_workflows};
