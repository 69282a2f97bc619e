//! Small shapes that several tables share, as they lie in JSON columns and go out in answers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A LoRA and how strongly it is applied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lora {
    /// The file's name as ComfyUI lists it.
    pub name: String,
    /// From -2 to 2; 1 is the strength that it was trained for.
    #[serde(default = "full_strength")]
    pub strength: f64,
}

fn full_strength() -> f64 {
    1.0
}

/// Whose face, voice or training set it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum Origin {
    /// Nobody's: made up.
    #[default]
    Fictional,
    /// The creator's own.
    OwnLikeness,
    /// Another person's, with a written consent.
    Consent,
}
