//! The workflows that can be used: those that come with the program and the creator's own, which lie
//! in the library's folder `workflows`.

use crate::{Error, Result, Studio, generation::GenerationRecipe};
use std::sync::{Arc, OnceLock};
use troupe_comfyui::{LoraUse, Values, Workflow, shipped_workflows};

/// The workflow for pictures from a prompt, when nobody chooses another.
pub(crate) const TEXT_TO_IMAGE: &str = "checkpoint_text_to_image";
/// The workflow for larger pictures from pictures.
pub(crate) const UPSCALE: &str = "upscale_model";

/// All workflows that can be read, shipped ones first; one of the creator's that can't is left out and
/// named in the log.
pub(crate) fn all(studio: &Studio) -> Result<Vec<Arc<Workflow>>> {
    static SHIPPED: OnceLock<Vec<Arc<Workflow>>> = OnceLock::new();
    let shipped = match SHIPPED.get() {
        Some(shipped) => shipped,
        None => {
            let read = shipped_workflows()?.into_iter().map(Arc::new).collect();
            SHIPPED.get_or_init(|| read)
        }
    };
    let mut found = shipped.clone();
    for own in Workflow::read_folder(&studio.library().root().join("workflows"))? {
        match own {
            Ok(workflow) if found.iter().any(|known| known.id() == workflow.id()) => {
                tracing::warn!(service = "workflows", id = %workflow.id(), "a workflow of this name comes with the program; yours is left out");
            }
            Ok(workflow) => found.push(Arc::new(workflow)),
            Err(error) => tracing::warn!(service = "workflows", %error, "a workflow of yours can't be used"),
        }
    }
    Ok(found)
}

/// The workflow of that id.
pub(crate) fn get(studio: &Studio, id: &str) -> Result<Arc<Workflow>> {
    all(studio)?
        .into_iter()
        .find(|workflow| workflow.id().as_str() == id)
        .ok_or_else(|| Error::not_found("workflow", id))
}

/// The values that a recipe gives to a workflow: only inputs that it has, except that words and
/// values which the creator gave by name are passed on as they are, so that a wrong name is refused.
pub(crate) fn values(recipe: &GenerationRecipe, workflow: &Workflow) -> Values {
    let mut values = Values::default();
    let mut give = |name: &str, value: Option<serde_json::Value>| {
        if let Some(value) = value.filter(|_| workflow.input(name).is_some()) {
            values.inputs.insert(name.to_owned(), value);
        }
    };
    give("prompt", Some(recipe.prompt.clone().into()));
    give("negative_prompt", Some(recipe.negative_prompt.clone().into()));
    give("model", recipe.model.clone().map(Into::into));
    give("width", recipe.width.map(Into::into));
    give("height", recipe.height.map(Into::into));
    give("steps", recipe.steps.map(Into::into));
    give("cfg_scale", recipe.cfg_scale.map(Into::into));
    give("sampler_name", recipe.sampler_name.clone().map(Into::into));
    give("scheduler", recipe.scheduler.clone().map(Into::into));
    give("seed", Some(recipe.seed.into()));
    for (name, value) in &recipe.values {
        values.inputs.insert(name.clone(), value.clone());
    }
    if workflow.manifest.loras.is_some() {
        values.loras = recipe
            .loras
            .iter()
            .map(|lora| LoraUse { name: lora.name.clone(), strength_model: lora.strength, strength_clip: None })
            .collect();
    }
    values
}
