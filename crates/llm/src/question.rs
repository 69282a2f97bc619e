//! What an engine is asked.

use bytes::Bytes;
use serde_json::Value;
use std::time::Duration;

/// How long an answer may take where nothing is said: a model that lies on a disk is loaded first.
const USUAL_TIME: Duration = Duration::from_secs(180);

/// A question to an engine.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Which model, as [`crate::TextEngine::models`] names it.
    pub model: String,
    /// What holds for the whole conversation.
    pub system: String,
    /// What was said so far; the last turn is the question.
    pub turns: Vec<Turn>,
    /// The answer is JSON of this shape; the keywords are those of [`crate::write_json`].
    pub schema: Option<Value>,
    /// How freely it writes, 0 to 2; the engine's own where absent.
    pub temperature: Option<f64>,
    /// The most tokens of the answer; the engine's own where absent.
    pub max_tokens: Option<u32>,
    /// The same seed gives the same words where the engine can.
    pub seed: Option<u64>,
    /// How long the whole answer may take.
    pub within: Duration,
}

impl Question {
    /// A question of one turn.
    pub fn new(model: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            model: model.into(),
            system: String::new(),
            turns: vec![Turn::user(text)],
            schema: None,
            temperature: None,
            max_tokens: None,
            seed: None,
            within: USUAL_TIME,
        }
    }

    /// Whether any turn shows a picture.
    #[must_use]
    pub fn has_pictures(&self) -> bool {
        self.turns.iter().any(|turn| !turn.pictures.is_empty())
    }

    /// How many tokens the words have, about: engines count each in its own way, and none has more than one for two
    /// letters on the average.
    pub(crate) fn rough_tokens(&self) -> usize {
        let letters = self.system.len() + self.turns.iter().map(|turn| turn.text.len()).sum::<usize>();
        letters / 2 + 1_500 * self.turns.iter().map(|turn| turn.pictures.len()).sum::<usize>()
    }
}

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Who asks.
    User,
    /// The engine.
    Assistant,
}

/// One thing that was said.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// By whom.
    pub role: Role,
    /// The words.
    pub text: String,
    /// Pictures that go with them.
    pub pictures: Vec<Picture>,
}

impl Turn {
    /// Words of who asks.
    pub fn user(text: impl Into<String>) -> Self {
        Self { role: Role::User, text: text.into(), pictures: Vec::new() }
    }

    /// Words of the engine.
    pub fn assistant(text: impl Into<String>) -> Self {
        Self { role: Role::Assistant, text: text.into(), pictures: Vec::new() }
    }
}

/// A picture to look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Its media type, such as `image/jpeg`.
    pub mime_type: String,
    /// The file.
    pub bytes: Bytes,
}
