//! What lies in a character's JSON columns. Reading is lenient, so that an older row lacks nothing.

use crate::{Lora, ReferenceId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a character speaks and thinks. The five traits run from 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Personality {
    /// From reserved (0) to outgoing (1).
    pub extroversion: f64,
    /// From down to earth (0) to full of ideas (1).
    pub creativity: f64,
    /// From earnest (0) to playful (1).
    pub humor: f64,
    /// From casual (0) to businesslike (1).
    pub professionalism: f64,
    /// From staged (0) to frank (1).
    pub authenticity: f64,
    /// How it talks, in a word or a sentence.
    pub communication_style: String,
    /// What it likes to talk about.
    pub preferred_topics: Vec<String>,
    /// The tone of its captions.
    pub content_tone: String,
    /// How freely a text engine writes for it, 0 to 2.
    pub temperature: f64,
    /// Instructions to a text engine, in the creator's words.
    pub llm_prompt: String,
}

impl Default for Personality {
    /// The middle of every scale.
    fn default() -> Self {
        Self {
            extroversion: 0.5,
            creativity: 0.5,
            humor: 0.5,
            professionalism: 0.5,
            authenticity: 0.5,
            communication_style: String::new(),
            preferred_topics: Vec::new(),
            content_tone: String::new(),
            temperature: 0.7,
            llm_prompt: String::new(),
        }
    }
}

/// How a character looks and what its pictures are made with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Appearance {
    /// Hair, such as `copper` or `long black hair`.
    pub hair_color: String,
    /// Eyes, such as `green`.
    pub eye_color: String,
    /// Words of its look, used in prompts.
    pub style_keywords: Vec<String>,
    /// What it likes to wear and be seen in, used in prompts after the keywords.
    pub style_preferences: Vec<String>,
    /// The reference that its face is taken from; without one the primary reference.
    pub face_reference: Option<ReferenceId>,
    /// How its face is kept the same, such as `ip-adapter`.
    pub face_consistency_method: Option<String>,
    /// The checkpoint of its pictures.
    pub base_model: Option<String>,
    /// LoRAs of its pictures.
    pub loras: Vec<Lora>,
    /// Words at the beginning of each prompt.
    pub prompt_prefix: String,
    /// Words of each negative prompt.
    pub negative_prompt: String,
}

/// How a character says that it is made by AI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Disclosure {
    /// Whether it says so; on from the start.
    pub enabled: bool,
    /// A line for its captions or profile.
    pub line: String,
    /// Whether a visible mark lies on its pictures.
    pub overlay: bool,
}

impl Default for Disclosure {
    fn default() -> Self {
        Self { enabled: true, line: String::new(), overlay: false }
    }
}
