//! Stand-ins for text engines, on the sandbox's port: Ollama below `/ollama`, Gemini below `/gemini/v1beta`, a server
//! with OpenAI's chat interface below `/openai/v1`. They stream, they have errors and faults on demand, and what they
//! write follows from the question, the schema and the seed alone: no model is behind it ([`writer`]).

pub(crate) mod faults;
pub(crate) mod orders;

mod asked;
mod gemini;
mod ollama;
mod openai_compatible;
mod pieces;
mod writer;

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::Response;

use crate::broken;
use crate::comfyui::lock;
use asked::Asked;
use faults::{TextFault, TextFaultKind, TextFaults};

/// How many questions are remembered.
const REMEMBERED: usize = 200;
/// The largest question: pictures come within it.
const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;

/// What the three engines share.
#[derive(Debug)]
pub(crate) struct TextWorld {
    pub(crate) faults: TextFaults,
    /// The questions that were answered, the latest last.
    asked: Mutex<VecDeque<Asked>>,
    /// The models of the stand-in Ollama that lie in memory.
    loaded: Mutex<BTreeSet<String>>,
    /// Pretended time between two pieces of an answer.
    pace: Duration,
}

/// The engines by the name that orders give them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Ollama,
    Gemini,
    OpenaiCompatible,
}

impl Engine {
    pub(crate) const ALL: [Self; 3] = [Self::Ollama, Self::Gemini, Self::OpenaiCompatible];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ollama => "ollama",
            Self::Gemini => "gemini",
            Self::OpenaiCompatible => "openai_compatible",
        }
    }
}

impl TextWorld {
    /// `step_ms` is the sandbox's pace; words come several to a step.
    pub(crate) fn new(step_ms: u64) -> Arc<Self> {
        Arc::new(Self {
            faults: TextFaults::default(),
            asked: Mutex::default(),
            loaded: Mutex::default(),
            pace: Duration::from_millis(step_ms / 4),
        })
    }

    fn remember(&self, asked: &Asked) {
        let mut all = lock(&self.asked);
        if all.len() == REMEMBERED {
            all.pop_front();
        }
        all.push_back(asked.clone());
    }

    /// What an armed fault does before anything is answered: the answer in its place, or the fault for later.
    async fn struck(&self, engine: Engine) -> Result<Option<TextFault>, Box<Response>> {
        let Some(fault) = self.faults.strike(engine) else { return Ok(None) };
        match fault.fault {
            TextFaultKind::Off => Err(Box::new(broken::silence())),
            TextFaultKind::Html => Err(Box::new(broken::html_page())),
            TextFaultKind::Hang => {
                self.faults.wait_for_clear().await;
                Err(Box::new(broken::silence()))
            }
            TextFaultKind::Slow => {
                tokio::time::sleep(Duration::from_millis(fault.delay_ms.unwrap_or(2_000))).await;
                Ok(None)
            }
            _ => Ok(Some(fault)),
        }
    }

    /// The same for a question about the engine itself. Only what makes an engine unreachable strikes there; what concerns
    /// an answer waits for one.
    async fn struck_at_look(&self, engine: Engine) -> Result<(), Box<Response>> {
        let unreachable =
            |kind| matches!(kind, TextFaultKind::Off | TextFaultKind::Html | TextFaultKind::Hang | TextFaultKind::Slow);
        if self.faults.next_is(engine, unreachable) { self.struck(engine).await.map(drop) } else { Ok(()) }
    }

    /// The words of the answer, as the fault wants them.
    fn write(&self, asked: &Asked, fault: Option<&TextFault>) -> String {
        self.remember(asked);
        writer::write(asked, fault.map(|fault| fault.fault))
    }
}

pub(crate) fn router(world: Arc<TextWorld>) -> Router {
    Router::new()
        .nest("/ollama", ollama::router(world.clone()))
        .nest("/gemini/v1beta", gemini::router(world.clone()))
        .nest("/openai/v1", openai_compatible::router(world.clone()))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .merge(orders::router(world))
}

/// How many tokens a text has, about.
fn tokens(text: &str) -> usize {
    text.split_whitespace().count() * 4 / 3 + 1
}
