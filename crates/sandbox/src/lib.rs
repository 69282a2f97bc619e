//! A stand-in ComfyUI on a real socket: the same routes, frames, statuses and errors as ComfyUI 0.33, with drawn
//! pictures instead of a model's; and beside it, on the same port, stand-ins for the platforms that pictures are
//! published on and for text engines. All take faults on demand.
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
//!
//! # Platforms
//!
//! `https://HOST/PATH` of a platform is `/platforms/HOST/PATH` here; `/platforms` shows what was published.
//! `GET /sandbox/platforms` lists hosts, calls and the faults of each call. `POST /sandbox/accounts` makes an account
//! and says how to connect to it, `POST /sandbox/platform_faults` arms a [`PlatformFault`], `POST /sandbox/clock` stops
//! the platforms' clock and moves it. What was accepted stands in `platforms/journal.jsonl` of the folder before the
//! answer goes out, and is known again after a restart.
//!
//! # Text engines
//!
//! An Ollama answers below `/ollama`, a Gemini below `/gemini/v1beta`, a server with OpenAI's chat interface below
//! `/openai/v1`. What they write is laid together from lists; `POST /sandbox/text_faults` arms a [`TextFault`],
//! `GET /sandbox/text_questions` tells what they were asked.
//!
//! # Models
//!
//! Hosts that models are fetched from stand below `/downloads`: `https://HOST/PATH` is `/downloads/HOST/PATH`.
//! `POST /sandbox/download_faults` arms a [`DownloadFault`], `GET /sandbox/downloads` tells what was asked for.

pub mod comfyui;
pub mod draw;

mod armed;
mod broken;
mod config;
mod downloads;
mod error;
mod platforms;
mod process;
mod sandbox;
mod text;

pub use comfyui::faults::{ArmedFault, Fault};
pub use comfyui::journal::{JournalEvent, JournalLine, PromptCount};
pub use config::SandboxConfig;
pub use downloads::{DownloadFault, DownloadFaultKind};
pub use error::SandboxError;
pub use platforms::faults::{FaultKind, PlatformFault};
pub use process::run;
pub use sandbox::Sandbox;
pub use text::faults::{TextFault, TextFaultKind};
