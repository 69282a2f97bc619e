//! Faults of the text engines on demand: which engine, what goes wrong, how often.

use serde::{Deserialize, Serialize};

use super::Engine;
use crate::armed::{Armed, Ordered};

/// What is to go wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextFaultKind {
    /// The connection closes and nothing is said.
    Off,
    /// The answer begins `delay_ms` late (2,000 when absent).
    Slow,
    /// No answer until the faults are disarmed.
    Hang,
    /// The connection breaks in the middle of the answer.
    Cut,
    /// The answer ends in the middle as if it were whole.
    EndsEarly,
    /// The page of another program with status 200.
    Html,
    /// Too much to do.
    Busy,
    /// The key is not taken.
    KeyRefused,
    /// The model is listed, and is gone.
    NoModel,
    /// The model does not fit into memory.
    OutOfMemory,
    /// An error after the answer began.
    ErrorInStream,
    /// The limit of tokens is reached in the middle.
    OutOfLength,
    /// Nothing is said.
    Empty,
    /// The question is blocked.
    BlockedQuestion,
    /// The answer is blocked.
    BlockedAnswer,
    /// The model declines in words.
    Refusal,
    /// JSON that breaks off.
    BrokenJson,
    /// JSON of another form.
    WrongForm,
    /// Another language than was asked for.
    OtherLanguage,
    /// Texts that are far too long.
    OverLimit,
}

/// An order: `{"engine": "ollama", "fault": "broken_json", "times": 1}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextFault {
    /// `ollama`, `gemini`, `openai_compatible`, or `*`.
    #[serde(default = "any")]
    pub engine: String,
    /// What goes wrong.
    pub fault: TextFaultKind,
    /// How many answers it still strikes.
    #[serde(default = "once")]
    pub times: u32,
    /// How late a slow answer begins, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay_ms: Option<u64>,
}

fn any() -> String {
    "*".into()
}

fn once() -> u32 {
    1
}

impl TextFault {
    /// Says in words why this order cannot be kept.
    pub(crate) fn check(&self) -> Result<(), String> {
        let names = Engine::ALL.map(Engine::name);
        if self.engine != "*" && !names.contains(&self.engine.as_str()) {
            return Err(format!("There is no text engine {:?}. There are: {}.", self.engine, names.join(", ")));
        }
        if self.times == 0 {
            return Err("`times` is a whole number from 1.".into());
        }
        let blocks = matches!(self.fault, TextFaultKind::BlockedQuestion | TextFaultKind::BlockedAnswer);
        if blocks && self.engine == Engine::Ollama.name() {
            return Err("Ollama blocks nothing; order a refusal.".into());
        }
        Ok(())
    }
}

/// The armed faults of the text engines.
pub(crate) type TextFaults = Armed<TextFault>;

impl Ordered for TextFault {
    fn times_left(&mut self) -> Option<&mut u32> {
        Some(&mut self.times)
    }
}

impl TextFault {
    fn is_for(&self, engine: Engine) -> bool {
        self.engine == "*" || self.engine == engine.name()
    }
}

impl TextFaults {
    /// Whether the next fault armed for this engine is such a one.
    pub(crate) fn next_is(&self, engine: Engine, such: impl Fn(TextFaultKind) -> bool) -> bool {
        self.find(|fault| fault.is_for(engine).then_some(fault.fault)).is_some_and(such)
    }

    /// The first fault armed for this engine; it has struck once more.
    pub(crate) fn strike(&self, engine: Engine) -> Option<TextFault> {
        self.take(|fault| fault.is_for(engine).then(|| fault.clone()))
    }
}
