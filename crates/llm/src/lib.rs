//! Text engines behind one trait: Ollama, Gemini, and every server that speaks the chat interface of OpenAI (LM Studio,
//! llama.cpp). Usable without the rest of Troupe.
//!
//! ```no_run
//! use troupe_llm::*;
//! # async fn demo() -> Result<()> {
//! let engine = open(EngineKind::Ollama, EngineOptions::at(parse_address(EngineKind::Ollama, "127.0.0.1:11434")?))?;
//! let model = engine.models().await?.remove(0).name;
//! let question = Question::new(model, "Write one line about the sea.");
//! let answer = engine.write(&question, &mut |piece| print!("{piece}")).await?;
//! println!("{} tokens", answer.usage.output_tokens);
//! # Ok(()) }
//! ```
//!
//! What holds for every engine: models are listed, never known beforehand; an answer is read as it is written, so that
//! silence is noticed early; dropping the future breaks the connection, at which engines stop writing; an answer that
//! was blocked, is empty or broke off is an error that says so, never an empty text. [`write_json`] asks for JSON that
//! fits a schema, and once more when it does not.

mod answer;
mod engine;
mod error;
mod gemini;
mod lines;
mod ollama;
mod openai_compatible;
mod question;
mod refusal;
mod schema;
mod structured;
mod wire;

pub use answer::{Answer, Ending, Price, Usage};
pub use engine::{EngineKind, EngineOptions, Health, Model, TextEngine, is_local, open, parse_address};
pub use error::{BlockedAt, Error, Result};
pub use question::{Picture, Question, Role, Turn};
pub use refusal::is_refusal;
pub use structured::{Structured, write_json};
