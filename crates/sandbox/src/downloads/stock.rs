//! What the stand-in hosts have: a few made-up models with pages as Hugging Face and Civitai answer them. The bytes
//! are made when they are asked for.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// One file that can be fetched.
pub(super) struct Stock {
    /// Owner and name on Hugging Face.
    pub(super) repository: &'static str,
    /// The file's path within the repository.
    pub(super) path: &'static str,
    /// The numbers of the model and of its version on Civitai.
    pub(super) civitai: (u64, u64),
    kind: &'static str,
    base_model: &'static str,
    licence: &'static str,
    words: &'static [&'static str],
    /// Whether a key is wanted.
    pub(super) is_gated: bool,
    size_bytes: usize,
}

pub(super) const STOCK: &[Stock] = &[
    Stock {
        repository: "papergarden/harbour-light",
        path: "loras/harbour_light_sdxl.safetensors",
        civitai: (1001, 2001),
        kind: "LORA",
        base_model: "SDXL 1.0",
        licence: "openrail++",
        words: &["harbour light", "low sun"],
        is_gated: false,
        size_bytes: 3_000_000,
    },
    Stock {
        repository: "papergarden/lacquer",
        path: "lacquer_sd15.safetensors",
        civitai: (1002, 2002),
        kind: "Checkpoint",
        base_model: "SD 1.5",
        licence: "creativeml-openrail-m",
        words: &[],
        is_gated: false,
        size_bytes: 6_000_000,
    },
    Stock {
        repository: "papergarden/closed-garden",
        path: "vae/closed_garden_vae.safetensors",
        civitai: (1003, 2003),
        kind: "VAE",
        base_model: "SDXL 1.0",
        licence: "other",
        words: &[],
        is_gated: true,
        size_bytes: 1_000_000,
    },
    Stock {
        repository: "papergarden/old-pickle",
        path: "old_pickle.ckpt",
        civitai: (1004, 2004),
        kind: "Checkpoint",
        base_model: "SD 1.5",
        licence: "creativeml-openrail-m",
        words: &[],
        is_gated: false,
        size_bytes: 200_000,
    },
    Stock {
        repository: "papergarden/disguised-pickle",
        path: "disguised_pickle.safetensors",
        civitai: (1005, 2005),
        kind: "Checkpoint",
        base_model: "SD 1.5",
        licence: "creativeml-openrail-m",
        words: &[],
        is_gated: false,
        size_bytes: 200_000,
    },
];

impl Stock {
    pub(super) fn file_name(&self) -> &'static str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }

    /// The file: the header of a safetensors file, then bytes that look like weights.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.size_bytes);
        if self.path.contains("pickle") {
            // Python's pickle, protocol 2: the file's name says otherwise for one of the two.
            bytes.extend_from_slice(b"\x80\x02}q\x00.");
        } else {
            let words = self.words.join(", ");
            let header = json!({ "__metadata__": { "modelspec.trigger_phrase": words } }).to_string();
            bytes.extend_from_slice(&(header.len() as u64).to_le_bytes());
            bytes.extend_from_slice(header.as_bytes());
        }
        // A small generator: the same bytes each time, and none that a compression would shrink.
        let mut state = self.civitai.1.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        while bytes.len() < self.size_bytes {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            bytes.extend_from_slice(&state.to_le_bytes());
        }
        bytes.truncate(self.size_bytes);
        bytes
    }

    fn sha256(&self) -> String {
        Sha256::digest(self.bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The page as `https://huggingface.co/api/models/OWNER/NAME/revision/main?blobs=true` answers it.
    pub(super) fn repository_page(&self, size_bytes: usize) -> Value {
        json!({
            "id": self.repository,
            "gated": if self.is_gated { json!("auto") } else { json!(false) },
            "tags": ["diffusers", format!("license:{}", self.licence)],
            "cardData": { "license": self.licence, "base_model": self.base_model, "instance_prompt": self.words.first() },
            "siblings": [
                { "rfilename": "README.md", "size": 100 },
                { "rfilename": self.path, "size": size_bytes,
                  "lfs": { "sha256": self.sha256(), "size": size_bytes, "pointerSize": 133 } },
            ],
        })
    }

    /// The page as `https://civitai.com/api/v1/models/ID` answers it.
    pub(super) fn model_page(&self) -> Value {
        json!({
            "id": self.civitai.0,
            "name": self.repository,
            "type": self.kind,
            "allowNoCredit": false,
            "allowCommercialUse": ["Image"],
            "allowDerivatives": true,
            "modelVersions": [{ "id": self.civitai.1, "name": "v1" }],
        })
    }

    /// The page as `https://civitai.com/api/v1/model-versions/ID` answers it.
    #[allow(clippy::cast_precision_loss)]
    pub(super) fn version_page(&self, size_bytes: usize) -> Value {
        json!({
            "id": self.civitai.1,
            "modelId": self.civitai.0,
            "name": "v1",
            "baseModel": self.base_model,
            "trainedWords": self.words,
            "model": { "name": self.repository, "type": self.kind, "nsfw": false },
            "images": [],
            "files": [{
                "name": self.file_name(),
                "type": "Model",
                "primary": true,
                "sizeKB": size_bytes as f64 / 1024.0,
                "hashes": { "SHA256": self.sha256().to_uppercase() },
                "downloadUrl": format!("https://civitai.com/api/download/models/{}", self.civitai.1),
            }],
        })
    }
}
