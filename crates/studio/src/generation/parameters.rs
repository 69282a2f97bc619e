//! Generation parameters: what a preset holds, what a style may fix, what a request may say.

use crate::{Error, FieldError, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::Lora;

use super::LARGEST_SEED;

/// Limits of the parameters. ComfyUI's own limits are wider (16,384 pixels, 10,000 steps); these keep a
/// slip of the finger from blocking the queue for hours.
pub(crate) const SIDE_PX: std::ops::RangeInclusive<u32> = 64..=4096;
const STEPS: std::ops::RangeInclusive<u32> = 1..=150;
const CFG_SCALE: std::ops::RangeInclusive<f64> = 0.0..=30.0;
const LORA_STRENGTH: std::ops::RangeInclusive<f64> = -2.0..=2.0;
const MOST_LORAS: usize = 16;

/// Generation parameters, each of which may be left open.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerationParameters {
    /// The workflow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow_id: Option<String>,
    /// Checkpoint, as ComfyUI lists it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// LoRAs in the order in which they are applied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loras: Vec<Lora>,
    /// Words of the negative prompt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub negative_prompt: Option<String>,
    /// Width in pixels, 64 to 4096.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 64, max = 4096))]
    pub width: Option<u32>,
    /// Height in pixels, 64 to 4096.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 64, max = 4096))]
    pub height: Option<u32>,
    /// Sampling steps, 1 to 150.
    #[serde(default, skip_serializing_if = "Option::is_none", alias = "num_inference_steps")]
    #[schemars(extend("x-aliases" = ["num_inference_steps"]))]
    #[schemars(range(min = 1, max = 150))]
    pub steps: Option<u32>,
    /// How closely the prompt is followed, 0 to 30.
    #[serde(default, skip_serializing_if = "Option::is_none", alias = "guidance_scale")]
    #[schemars(extend("x-aliases" = ["guidance_scale"]))]
    #[schemars(range(min = 0, max = 30))]
    pub cfg_scale: Option<f64>,
    /// Sampler, as ComfyUI lists it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sampler_name: Option<String>,
    /// Noise schedule, as ComfyUI lists it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduler: Option<String>,
    /// Seed, 0 to 2^53 − 1; absent or -1 is random.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<i64>,
}

impl GenerationParameters {
    /// Checks every parameter that is given; `at` stands before the field's name, such as `value.`.
    ///
    /// # Errors
    /// With all fields that do not hold.
    pub(crate) fn check(&self, at: &str) -> Result<()> {
        let mut fields = Vec::new();
        let mut wrong =
            |field: &str, message: String| fields.push(FieldError { field: format!("{at}{field}"), message });
        for (name, side) in [("width", self.width), ("height", self.height)] {
            if side.is_some_and(|side| !SIDE_PX.contains(&side)) {
                wrong(name, format!("must be from {} to {} pixels", SIDE_PX.start(), SIDE_PX.end()));
            }
        }
        if self.steps.is_some_and(|steps| !STEPS.contains(&steps)) {
            wrong("steps", format!("must be from {} to {}", STEPS.start(), STEPS.end()));
        }
        if self.cfg_scale.is_some_and(|cfg| !CFG_SCALE.contains(&cfg)) {
            wrong("cfg_scale", format!("must be from {} to {}", CFG_SCALE.start(), CFG_SCALE.end()));
        }
        let largest = i64::try_from(LARGEST_SEED).unwrap_or(i64::MAX);
        if self.seed.is_some_and(|seed| seed != -1 && !(0..=largest).contains(&seed)) {
            wrong("seed", format!("must be from 0 to {LARGEST_SEED}, or -1 for a random one"));
        }
        if self.loras.len() > MOST_LORAS {
            wrong("loras", format!("must be at most {MOST_LORAS}"));
        }
        for (at, lora) in self.loras.iter().enumerate() {
            if !LORA_STRENGTH.contains(&lora.strength) {
                wrong(
                    &format!("loras[{at}].strength"),
                    format!("must be from {} to {}", LORA_STRENGTH.start(), LORA_STRENGTH.end()),
                );
            }
        }
        if fields.is_empty() { Ok(()) } else { Err(Error::fields(fields)) }
    }

    /// These parameters, and where they leave something open, the others'.
    #[must_use]
    pub(crate) fn or(self, other: &Self) -> Self {
        Self {
            workflow_id: self.workflow_id.or_else(|| other.workflow_id.clone()),
            model: self.model.or_else(|| other.model.clone()),
            loras: if self.loras.is_empty() { other.loras.clone() } else { self.loras },
            negative_prompt: self.negative_prompt.or_else(|| other.negative_prompt.clone()),
            width: self.width.or(other.width),
            height: self.height.or(other.height),
            steps: self.steps.or(other.steps),
            cfg_scale: self.cfg_scale.or(other.cfg_scale),
            sampler_name: self.sampler_name.or_else(|| other.sampler_name.clone()),
            scheduler: self.scheduler.or_else(|| other.scheduler.clone()),
            seed: self.seed.or(other.seed),
        }
    }
}
