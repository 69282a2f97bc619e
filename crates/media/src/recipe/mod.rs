//! A picture's recipe: how it was made, in one shape, whichever program wrote it.
//!
//! Ours is the `troupe` text of a PNG. Foreign recipes are read as far as they can be: what is missing stays
//! `None`, what has no field of its own goes to `extra`, and what could not be understood is said in `notes`.
//! Reading never fails and never panics; text in a recipe is data, whatever it says.

mod automatic1111;
mod comfyui;
mod invokeai;
mod json;
mod swarmui;
mod troupe;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::camera::{self, ExifSummary};
use crate::container::png;
use crate::picture_type::PictureType;

pub(crate) use troupe::KEYWORD as TROUPE_KEYWORD;
pub(crate) use troupe::write as write_troupe;

/// The largest number that a seed of ours has: 2^53 − 1, exact in every JSON reader.
pub const MAX_SEED: u64 = (1 << 53) - 1;

/// LoRAs that are taken from one recipe; a text that names more was not made by a person.
const MAX_LORAS: usize = 256;

/// Which program wrote a recipe.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RecipeSource {
    /// This product.
    #[default]
    Troupe,
    /// ComfyUI.
    ComfyUi,
    /// AUTOMATIC1111's web UI and those that write its text: Forge, SD.Next, Civitai.
    Automatic1111,
    /// SwarmUI.
    SwarmUi,
    /// InvokeAI.
    InvokeAi,
}

/// How a picture was made.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Recipe {
    /// Who wrote it.
    pub source: RecipeSource,
    /// The positive prompt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
    /// The negative prompt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub negative_prompt: Option<String>,
    /// The seed, if it is a whole number from 0 to [`MAX_SEED`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// The seed as it was written; ComfyUI's reach 2^64 − 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed_text: Option<String>,
    /// Sampling steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<u32>,
    /// Classifier-free guidance scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cfg_scale: Option<f64>,
    /// The sampler by the program's own name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sampler: Option<String>,
    /// The noise schedule by the program's own name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduler: Option<String>,
    /// Denoising strength, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub denoise: Option<f64>,
    /// The checkpoint or diffusion model, as the program names it (often a path below its models folder).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The model's hash, as the program writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_hash: Option<String>,
    /// The LoRAs in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub loras: Vec<Lora>,
    /// Width in pixels at which it was sampled, before any upscale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Height in pixels at which it was sampled, before any upscale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// Everything else that was written, by the program's own keys.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub extra: Map<String, Value>,
    /// What could not be read, one sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A LoRA in a recipe.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Lora {
    /// Its name, as the program writes it.
    pub name: String,
    /// Its strength on the model, where given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strength: Option<f64>,
    /// Its strength on the text encoder, where given and different.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strength_clip: Option<f64>,
    /// Its hash, where given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
}

impl Recipe {
    fn from_source(source: RecipeSource) -> Self {
        Self { source, ..Self::default() }
    }

    /// Takes a seed as written, and as a number if it is one of ours.
    pub(crate) fn set_seed(&mut self, written: String) {
        self.seed = written.parse().ok().filter(|seed| *seed <= MAX_SEED);
        self.seed_text = Some(written);
    }

    /// Whether nothing but notes was found.
    fn is_blank(&self) -> bool {
        *self == Self { source: self.source, notes: self.notes.clone(), ..Self::default() }
    }
}

/// One named text of a picture file, such as ComfyUI's `workflow`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmbeddedText {
    /// Its keyword.
    pub keyword: String,
    /// Its content.
    pub text: String,
}

/// All named texts of a picture: those of PNG, and the ones that other programs keep in the EXIF of JPEG and WebP
/// files (the user comment is named `parameters`, as the same text is in a PNG).
pub fn embedded_texts(bytes: &[u8]) -> Vec<EmbeddedText> {
    let Ok(picture_type) = PictureType::of(bytes) else {
        return Vec::new();
    };
    let mut texts = Vec::new();
    if picture_type == PictureType::Png {
        texts.extend(png::texts(bytes).into_iter().map(|text| EmbeddedText { keyword: text.keyword, text: text.text }));
    }
    let ExifSummary { user_comment, comfyui, .. } = camera::summary(bytes, picture_type);
    texts.extend(user_comment.map(|text| EmbeddedText { keyword: "parameters".to_owned(), text }));
    texts.extend(comfyui.into_iter().map(|(keyword, text)| EmbeddedText { keyword, text }));
    texts
}

/// Reads one kind of recipe; `None` for a text of another kind.
type Reader = fn(&str) -> Option<Recipe>;

/// Reads the recipe of a picture, ours before any other; `None` where the file has none.
pub fn read_recipe(bytes: &[u8]) -> Option<Recipe> {
    let texts = embedded_texts(bytes);
    let text = |keyword: &str| texts.iter().find(|text| text.keyword == keyword).map(|text| text.text.as_str());
    let readers: [(&str, Reader); 6] = [
        (TROUPE_KEYWORD, troupe::read),
        ("invokeai_metadata", invokeai::read),
        ("parameters", swarmui::read),
        ("parameters", automatic1111::read),
        ("sui_image_params", swarmui::read),
        ("prompt", comfyui::read),
    ];
    let mut unread = None;
    for (keyword, read) in readers {
        match text(keyword).and_then(read) {
            Some(recipe) if !recipe.is_blank() => return Some(recipe),
            Some(recipe) => unread = unread.or(Some(recipe)),
            None => {}
        }
    }
    unread
}
