//! A stand-in ComfyUI on a real socket: the same routes, frames, statuses and errors as ComfyUI 0.33,
//! with drawn pictures instead of a model's, and faults on demand.
//!
//! Nothing here is made by a model: [`draw`] makes an illustration from the prompt's words and the seed.
//! The product reaches the sandbox over its socket alone, as it reaches a real server.
//!
//! ```no_run
//! # async fn example() -> Result<(), troupe_sandbox::SandboxError> {
//! use troupe_sandbox::{Sandbox, SandboxConfig};
//!
//! let sandbox = Sandbox::start(SandboxConfig::new("rehearsal/sandbox"))?;
//! println!("ComfyUI stands at {}", sandbox.url());
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! # Faults on demand
//!
//! Under `/sandbox` the running stand-in takes orders that no real server takes; `GET /sandbox` lists them.
//! `POST /sandbox/faults` arms one [`Fault`], `GET` lists the armed ones, `DELETE` disarms all.
//! `GET /sandbox/journal` says which prompts were accepted, started and finished, and how often; the journal
//! is a file, so that it outlives a killed process.

pub mod comfyui;
pub mod draw;

mod config;
mod error;
mod process;
mod sandbox;

pub use comfyui::faults::{ArmedFault, Fault};
pub use comfyui::journal::{JournalEvent, JournalLine, PromptCount};
pub use config::SandboxConfig;
pub use error::SandboxError;
pub use process::run;
pub use sandbox::Sandbox;
