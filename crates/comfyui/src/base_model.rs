//! Which family of models a checkpoint or a LoRA belongs to, from what the file says of itself or from its name.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A family of models whose parts fit together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BaseModel {
    /// Stable Diffusion 1.4 and 1.5.
    Sd15,
    /// Stable Diffusion 2.0 and 2.1.
    Sd2,
    /// Stable Diffusion XL, with Pony, Illustrious and NoobAI, which share its shape.
    Sdxl,
    /// Stable Diffusion 3 and 3.5.
    Sd3,
    /// Flux 1 (dev, schnell, Krea, Kontext).
    Flux1,
    /// Flux 2 (dev, klein).
    Flux2,
    /// Qwen-Image and Qwen-Image-Edit.
    QwenImage,
    /// Z-Image.
    ZImage,
    /// Wan 2.x.
    Wan,
    /// LTX.
    Ltx,
    /// HunyuanVideo.
    HunyuanVideo,
}

/// How a guess was come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The file says so.
    Metadata,
    /// Its name looks like it.
    FileName,
}

/// A guess and its ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseModelGuess {
    /// The family.
    pub base_model: BaseModel,
    /// How it was come by.
    pub evidence: Evidence,
}

/// Guesses the family from a file's metadata (as [`Client::model_metadata`](crate::Client::model_metadata) gives it:
/// modelspec's architecture, else kohya's tags), else from its name. `None` when neither tells.
pub fn guess_base_model(metadata: Option<&Map<String, Value>>, file_name: &str) -> Option<BaseModelGuess> {
    let said = metadata.and_then(|tags| {
        let tag = |name: &str| tags.get(name).and_then(Value::as_str).filter(|value| !value.is_empty());
        let kohya = || (tag("ss_v2") == Some("True")).then_some("sd_v2");
        let by_tag = ["modelspec.architecture", "ss_base_model_version"].into_iter().filter_map(tag).find_map(by_words);
        by_tag.or_else(|| by_words(kohya()?)).or_else(|| by_words(tag("ss_sd_model_name")?))
    });
    let named = || Some((by_words(file_name)?, Evidence::FileName));
    let (base_model, evidence) = said.map(|base_model| (base_model, Evidence::Metadata)).or_else(named)?;
    Some(BaseModelGuess { base_model, evidence })
}

/// Words that give a family away, the more telling ones first. They are looked for in a text of lower-case letters,
/// digits and single dashes.
const WORDS: [(&str, BaseModel); 40] = [
    ("flux-2", BaseModel::Flux2),
    ("flux2", BaseModel::Flux2),
    ("klein", BaseModel::Flux2),
    ("flux", BaseModel::Flux1),
    ("kontext", BaseModel::Flux1),
    ("qwen", BaseModel::QwenImage),
    ("z-image", BaseModel::ZImage),
    ("zimage", BaseModel::ZImage),
    ("hunyuan", BaseModel::HunyuanVideo),
    ("ltx", BaseModel::Ltx),
    ("wan2", BaseModel::Wan),
    ("wan-2", BaseModel::Wan),
    ("wan21", BaseModel::Wan),
    ("stable-diffusion-xl", BaseModel::Sdxl),
    ("stable-diffusion-v3", BaseModel::Sd3),
    ("stable-diffusion-3", BaseModel::Sd3),
    ("stable-diffusion-v2", BaseModel::Sd2),
    ("stable-diffusion-2", BaseModel::Sd2),
    ("stable-diffusion-v1", BaseModel::Sd15),
    ("stable-diffusion-1", BaseModel::Sd15),
    ("sdxl", BaseModel::Sdxl),
    ("sd-xl", BaseModel::Sdxl),
    ("pony", BaseModel::Sdxl),
    ("illustrious", BaseModel::Sdxl),
    ("noobai", BaseModel::Sdxl),
    ("animagine", BaseModel::Sdxl),
    ("juggernautxl", BaseModel::Sdxl),
    ("sd3", BaseModel::Sd3),
    ("sd-v3", BaseModel::Sd3),
    ("sd-v2", BaseModel::Sd2),
    ("sd2", BaseModel::Sd2),
    ("v2-1-", BaseModel::Sd2),
    ("768-v-ema", BaseModel::Sd2),
    ("sd-v1", BaseModel::Sd15),
    ("sd15", BaseModel::Sd15),
    ("sd-1-5", BaseModel::Sd15),
    ("sd1-5", BaseModel::Sd15),
    ("sd14", BaseModel::Sd15),
    ("v1-5", BaseModel::Sd15),
    ("sd-1", BaseModel::Sd15),
];

fn by_words(text: &str) -> Option<BaseModel> {
    let mut plain = String::with_capacity(text.len());
    for c in text.to_lowercase().chars() {
        match c {
            c if c.is_ascii_alphanumeric() => plain.push(c),
            _ if plain.ends_with('-') => {}
            _ => plain.push('-'),
        }
    }
    let found = WORDS.iter().find(|(word, _)| plain.contains(word)).map(|(_, base_model)| *base_model);
    // "…XL" at the end of a word is SDXL's habit: dreamshaperXL, realvisxl, somethingXL_v10.
    found.or_else(|| {
        plain.split('-').any(|word| word.len() > 2 && word.ends_with("xl") || word == "xl").then_some(BaseModel::Sdxl)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn metadata_counts_more_than_the_name() {
        use BaseModel::*;
        for (tags, expected) in [
            (json!({"modelspec.architecture": "stable-diffusion-xl-v1-base"}), Sdxl),
            (json!({"modelspec.architecture": "stable-diffusion-v1/lora"}), Sd15),
            (json!({"modelspec.architecture": "flux-1-dev"}), Flux1),
            (json!({"ss_base_model_version": "sdxl_base_v1-0"}), Sdxl),
            (json!({"ss_base_model_version": "sd_v1"}), Sd15),
            (json!({"ss_base_model_version": "sd_1.5"}), Sd15),
            (json!({"ss_base_model_version": "", "ss_v2": "True"}), Sd2),
            (json!({"ss_sd_model_name": "ponyDiffusionV6XL.safetensors"}), Sdxl),
            (json!({"modelspec.architecture": "wan2.1-t2v"}), Wan),
        ] {
            let guess = guess_base_model(tags.as_object(), "sd15_name_that_misleads.safetensors").unwrap();
            assert_eq!((guess.base_model, guess.evidence), (expected, Evidence::Metadata), "{tags}");
        }
    }

    #[test]
    fn a_name_is_better_than_nothing() {
        use BaseModel::*;
        for (name, expected) in [
            ("v1-5-pruned-emaonly-fp16.safetensors", Some(Sd15)),
            ("sd_xl_base_1.0.safetensors", Some(Sdxl)),
            ("dreamshaperXL_v21TurboDPMSDE.safetensors", Some(Sdxl)),
            ("RealVisXL_V5.0.safetensors", Some(Sdxl)),
            ("sub/ponyDiffusionV6.safetensors", Some(Sdxl)),
            ("v2-1_768-ema-pruned.ckpt", Some(Sd2)),
            ("sd3.5_large.safetensors", Some(Sd3)),
            ("flux1-dev-fp8.safetensors", Some(Flux1)),
            ("flux-2-klein-4b.safetensors", Some(Flux2)),
            ("qwen_image_edit_2511.safetensors", Some(QwenImage)),
            ("z_image_turbo_bf16.safetensors", Some(ZImage)),
            ("wan2.2_ti2v_5B.safetensors", Some(Wan)),
            ("ltx-2.3.safetensors", Some(Ltx)),
            ("hunyuanvideo1.5.safetensors", Some(HunyuanVideo)),
            ("anna_face.safetensors", None),
            ("", None),
        ] {
            let guess = guess_base_model(None, name);
            assert_eq!(guess.map(|guess| guess.base_model), expected, "{name}");
            assert!(guess.is_none_or(|guess| guess.evidence == Evidence::FileName));
        }
        assert_eq!(guess_base_model(Some(&Map::new()), "sdxl").unwrap().evidence, Evidence::FileName);
    }
}
