//! A character as one portable file: a ZIP of `character.json`, its references, and its pictures where
//! they were asked for.

mod archive;
mod export;
mod import;
mod rows;

#[cfg(test)]
mod tests;

pub(crate) use export::open;
pub(super) use {export::export, import::import};

use crate::generation::GenerationParameters;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use troupe_library::{
    ConsentId, Lora, Origin,
    tables::content::{ApprovalStatus, Rating},
};

/// What `format` says in a character's file.
const FORMAT: &str = "troupe-character";
/// The shape of `character.json`; it grows when a field changes its meaning.
const VERSION: u32 = 1;
/// The entry that describes the character.
const MANIFEST: &str = "character.json";
/// The largest `character.json`.
const LARGEST_MANIFEST_BYTES: u64 = 20 * 1000 * 1000;

/// `character.json`.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: String,
    version: u32,
    /// The program that wrote it.
    #[serde(default)]
    program: String,
    exported_at: Option<DateTime<Utc>>,
    /// The character, as `characters.create` takes it, without its pictures.
    character: Value,
    /// The entry that is the profile image.
    #[serde(default)]
    profile_image: Option<String>,
    /// The entry that the face is taken from.
    #[serde(default)]
    face_reference: Option<String>,
    #[serde(default)]
    styles: Vec<PortableStyle>,
    #[serde(default)]
    references: Vec<PortableReference>,
    #[serde(default)]
    content: Vec<PortableContent>,
    /// Files that were not found when this was written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    missing: Vec<String>,
}

/// A style without its ids.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct PortableStyle {
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    prompt_prefix: String,
    #[serde(default)]
    prompt_suffix: String,
    #[serde(default)]
    negative_prompt: String,
    #[serde(default, alias = "base_model")]
    model: Option<String>,
    #[serde(default)]
    loras: Vec<Lora>,
    #[serde(default)]
    settings: GenerationParameters,
    #[serde(default)]
    is_default: bool,
}

/// A reference without its ids.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct PortableReference {
    /// The entry.
    file: String,
    name: String,
    #[serde(default)]
    caption: String,
    #[serde(default)]
    is_primary: bool,
    #[serde(default = "yes")]
    use_for_training: bool,
    #[serde(default)]
    origin: Origin,
    #[serde(default)]
    consent_id: Option<ConsentId>,
}

fn yes() -> bool {
    true
}

/// A picture of the library without its ids; its recipe stands in its file.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct PortableContent {
    /// The entry.
    file: String,
    name: String,
    #[serde(default)]
    category: Option<String>,
    #[serde(default)]
    description: String,
    #[serde(default)]
    rating: Rating,
    #[serde(default)]
    approval_status: ApprovalStatus,
    #[serde(default)]
    rejected_reason: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default = "yes")]
    is_ai_made: bool,
    #[serde(default)]
    created_at: Option<DateTime<Utc>>,
}
