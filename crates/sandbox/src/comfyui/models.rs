//! The model folders. A fresh sandbox is furnished with small files that carry plausible made-up names and, as real
//! LoRAs do, metadata that names their base model. What a person adds or removes there shows at once.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde_json::{Map, Value, json};

/// The folders of models, in the order that `/models` lists them.
pub(crate) const FOLDERS: &[&str] = &[
    "checkpoints",
    "configs",
    "loras",
    "vae",
    "text_encoders",
    "diffusion_models",
    "clip_vision",
    "style_models",
    "embeddings",
    "controlnet",
    "upscale_models",
    "latent_upscale_models",
    "hypernetworks",
    "photomaker",
    "model_patches",
    "audio_encoders",
];

/// Endings that count as models.
const ENDINGS: &[&str] = &["bin", "ckpt", "pt", "pth", "safetensors", "sft"];

/// What a fresh sandbox has: folder, name, base model (as LoRA trainers write it).
const FURNITURE: &[(&str, &str, Option<&str>)] = &[
    ("checkpoints", "ochre_sd15_v3.safetensors", None),
    ("checkpoints", "papercut_sd15.safetensors", None),
    ("checkpoints", "lantern_sdxl_v2.safetensors", None),
    ("checkpoints", "atelier_sdxl.safetensors", None),
    ("loras", "soft_window_light_sd15.safetensors", Some("sd_v1-5")),
    ("loras", "film_grain_sd15.safetensors", Some("sd_v1-5")),
    ("loras", "evening_gold_sdxl.safetensors", Some("sdxl_base_v1-0")),
    ("loras", "characters/mira_solano_sdxl.safetensors", Some("sdxl_base_v1-0")),
    ("vae", "clear_vae_ft.safetensors", None),
    ("upscale_models", "2x_crisp.pth", None),
    ("upscale_models", "4x_detail.pth", None),
    ("embeddings", "tidy_hands.pt", None),
];

/// One model file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ModelFile {
    /// Its name below the folder, with `/` between parts.
    pub(crate) name: String,
    pub(crate) size_bytes: u64,
    /// Seconds since 1970.
    pub(crate) modified_s: f64,
}

/// Makes the model folders; a sandbox that never had any is given its furniture.
pub(crate) fn furnish(models: &Path) -> io::Result<()> {
    let fresh = !models.exists();
    for folder in FOLDERS {
        fs::create_dir_all(models.join(folder))?;
    }
    if fresh {
        for (folder, name, base) in FURNITURE {
            let path = models.join(folder).join(name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(path, model_bytes(*base))?;
        }
    }
    Ok(())
}

/// A file in the form of safetensors with no tensor in it: the length of the header, then the header.
fn model_bytes(base: Option<&str>) -> Vec<u8> {
    let header = match base {
        Some(base) => {
            let metadata =
                json!({"ss_base_model_version": base, "ss_network_module": "networks.lora", "ss_network_dim": "16"});
            json!({"__metadata__": metadata}).to_string()
        }
        None => "{}".to_owned(),
    };
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(header.as_bytes());
    bytes
}

/// The models of a folder by name; nothing when the folder is not one of models.
pub(crate) fn list(models: &Path, folder: &str) -> Option<Vec<ModelFile>> {
    if !FOLDERS.contains(&folder) {
        return None;
    }
    let mut found = Vec::new();
    collect(&models.join(folder), "", &mut found);
    found.sort_by(|a: &ModelFile, b| a.name.cmp(&b.name));
    Some(found)
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<ModelFile>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let Some(name) = entry.file_name().to_str().map(|name| format!("{prefix}{name}")) else { continue };
        let Ok(metadata) = fs::metadata(&path) else { continue };
        if metadata.is_dir() {
            collect(&path, &format!("{name}/"), found);
        } else if path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| ENDINGS.contains(&ending)) {
            let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
            let modified_s = modified.map_or(0.0, |since| since.as_secs_f64());
            found.push(ModelFile { name, size_bytes: metadata.len(), modified_s });
        }
    }
}

/// The `__metadata__` of a safetensors file; nothing when it has none or is no such file.
pub(crate) fn metadata(path: &Path) -> Option<Map<String, Value>> {
    /// No header of a real model is larger.
    const HEADER_LIMIT: u64 = 100 << 20;
    let mut file = fs::File::open(path).ok()?;
    let mut length = [0; 8];
    file.read_exact(&mut length).ok()?;
    let length = u64::from_le_bytes(length);
    if length > HEADER_LIMIT {
        return None;
    }
    let mut header = Vec::new();
    file.take(length).read_to_end(&mut header).ok()?;
    match serde_json::from_slice::<Map<String, Value>>(&header).ok()?.remove("__metadata__")? {
        Value::Object(metadata) => Some(metadata),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn a_fresh_sandbox_is_furnished_once() {
        let folder = tempfile::tempdir().unwrap();
        let models = folder.path().join("models");
        furnish(&models).unwrap();
        let names = |folder| list(&models, folder).unwrap().into_iter().map(|model| model.name).collect::<Vec<_>>();
        assert_eq!(names("checkpoints").len(), 4);
        assert!(names("loras").contains(&"characters/mira_solano_sdxl.safetensors".to_owned()));
        fs::remove_file(models.join("checkpoints/atelier_sdxl.safetensors")).unwrap();
        furnish(&models).unwrap();
        assert_eq!(names("checkpoints").len(), 3);
        assert_eq!(list(&models, "nope"), None);
    }

    #[test]
    fn a_lora_names_its_base_and_a_checkpoint_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let models = folder.path().join("models");
        furnish(&models).unwrap();
        let lora = metadata(&models.join("loras/film_grain_sd15.safetensors")).unwrap();
        assert_eq!(lora["ss_base_model_version"], "sd_v1-5");
        assert_eq!(metadata(&models.join("checkpoints/atelier_sdxl.safetensors")), None);
    }
}
