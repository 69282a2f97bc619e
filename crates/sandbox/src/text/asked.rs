//! A question as the stand-ins understand it, whatever form it came in.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Serialize;
use serde_json::Value;

/// What was asked.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Asked {
    /// Which engine.
    pub(crate) engine: &'static str,
    pub(crate) model: String,
    pub(crate) system: String,
    /// The first thing that was asked.
    pub(crate) text: String,
    /// How many turns there were: more than one is a repair.
    pub(crate) turns: usize,
    /// What the last turn says.
    pub(crate) last: String,
    pub(crate) schema: Option<Value>,
    pub(crate) seed: u64,
    pub(crate) temperature: Option<f64>,
    pub(crate) max_tokens: Option<u64>,
    /// How many pictures came along.
    pub(crate) pictures: usize,
    /// The first picture.
    #[serde(skip)]
    pub(crate) picture: Option<Vec<u8>>,
}

impl Asked {
    /// Adds a turn of who asks.
    pub(crate) fn add_turn(&mut self, text: &str, pictures: impl Iterator<Item = String>) {
        self.turns += 1;
        if self.turns == 1 {
            self.text = text.to_owned();
        }
        self.last = text.to_owned();
        for picture in pictures {
            self.pictures += 1;
            if self.picture.is_none() {
                self.picture = STANDARD.decode(picture).ok();
            }
        }
    }

    /// How many tokens were read, about; a picture counts as much as Gemini counts a small one.
    pub(crate) fn tokens(&self) -> usize {
        super::tokens(&self.system) + super::tokens(&self.text) + 258 * self.pictures
    }
}
