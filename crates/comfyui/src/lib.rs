//! A client for ComfyUI, usable without the rest of Troupe: HTTP and WebSocket, graphs and workflows as data, what a
//! server has and lacks, and following a prompt to its end whatever breaks on the way.

mod base_model;
mod client;
mod discovery;
mod error;
mod fill;
mod graph;
mod id;
mod job;
mod object_info;
mod output;
mod prompt;
mod transfer;
mod workflow;

pub use base_model::{BaseModel, BaseModelGuess, Evidence, guess_base_model};
pub use client::{Cancel, Client, ClientOptions, Device, System, SystemStats};
pub use discovery::{Discovery, Missing, MissingModel, MissingNode, MissingOption};
pub use error::{Error, Result};
pub use fill::{LoraUse, MAX_SEED, Values, build};
pub use graph::{Graph, Link, Node, Slot};
pub use id::{ClientId, NodeId, PromptId, WorkflowId};
pub use job::{Failure, FailureKind, HistoryEntry, Job, JobStatus, Queue, QueueItem, QueuePlace};
pub use object_info::{InputSpec, NodeClass, ObjectInfo, Takes, Variant};
pub use output::{FileFolder, NodeOutput, OutputFile, Outputs};
pub use prompt::{Accepted, FieldError, PreviewMethod, PromptRequest, QueuePosition, Rejection};
pub use transfer::Uploaded;
pub use workflow::{
    Bypass, Input, InputKind, LoraPoint, Manifest, Target, Workflow, WorkflowKind,
    shipped_workflows,
};
