//! ComfyUI's `prompt`: the graph that was executed, from which the recipe is followed back link by link.
//!
//! A graph has no fields named "prompt" or "steps": it has a sampler whose inputs lead, over any number of nodes, to
//! the texts, the model and the size. Of several samplers the first one that has a prompt made the picture; earlier
//! ones prepare (a depth map), later ones refine. Nodes are known by their inputs rather than by their names, so that
//! most custom nodes are understood as well.

mod graph;

use std::collections::HashSet;

use serde_json::Value;

use self::graph::{Graph, Texts, number};
use super::{Lora, MAX_LORAS, Recipe, RecipeSource, json};

/// Inputs that lead to another node's pictures or latents.
const LATENT_INPUTS: [&str; 8] =
    ["images", "image", "samples", "latent_image", "latent", "pixels", "video", "optional_latent"];

/// Inputs that lead on through conditionings.
const CONDITIONING_INPUTS: [&str; 8] = [
    "conditioning",
    "conditioning_1",
    "conditioning_2",
    "conditioning_to",
    "conditioning_from",
    "cond",
    "cond1",
    "cond2",
];

/// Samplers that are looked at: real graphs have a few, and each costs a walk over the graph.
const MAX_SAMPLERS: usize = 64;

/// Reads the graph; `None` for JSON that is none.
pub(super) fn read(text: &str) -> Option<Recipe> {
    let mut recipe = Recipe::from_source(RecipeSource::ComfyUi);
    let Some(nodes) = json::parse_object(text) else {
        // A broken graph is worth a word: the file says that it has a recipe.
        let is_meant = text.trim_start().starts_with('{');
        let note = "The ComfyUI graph in the file is damaged and could not be read.";
        recipe.notes.push(note.to_owned());
        return is_meant.then_some(recipe);
    };
    let is_node = |node: &Value| node.get("class_type").is_some_and(Value::is_string);
    if !nodes.values().any(is_node) {
        return None;
    }
    let graph = Graph { nodes: &nodes };
    let samplers = graph.samplers();
    let prompted = samplers.iter().find(|id| graph.has_prompt(id));
    let Some(&sampler) = prompted.or(samplers.first()) else {
        let note = "The ComfyUI graph has no sampler, so its recipe is not known.";
        recipe.notes.push(note.to_owned());
        return Some(recipe);
    };
    if samplers.len() > 1 {
        recipe.notes.push(format!(
            "The ComfyUI graph samples {} times; seed, steps and size are those of the first pass.",
            samplers.len()
        ));
    }
    graph.fill(&mut recipe, sampler);
    Some(recipe)
}

/// The side of a sampler that a text stands on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Positive,
    Negative,
}

impl Side {
    /// The inputs by which a sampler or guider takes this side.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Positive => &["positive", "conditioning", "cond1"],
            Self::Negative => &["negative"],
        }
    }
}

impl<'a> Graph<'a> {
    /// Whether a node samples: it takes a latent, and conditions either itself or by its guider.
    fn is_sampler(&self, id: &str) -> bool {
        self.inputs(id).is_some_and(|inputs| {
            let takes = |name: &str| inputs.get(name).is_some_and(|value| self.link(value).is_some());
            let conditioned = takes("guider") || (takes("positive") && (takes("model") || takes("pipe")));
            conditioned && ["latent_image", "latent", "samples", "image"].into_iter().any(takes)
        })
    }

    /// All samplers, that with no other sampler before it first.
    fn samplers(&self) -> Vec<&'a str> {
        let all = self.nodes.keys().map(String::as_str).filter(|id| self.is_sampler(id));
        let all: Vec<&str> = all.take(MAX_SAMPLERS).collect();
        let mut samplers: Vec<(usize, &str)> = Vec::new();
        for id in &all {
            let before = self.upstream(id, |name| LATENT_INPUTS.contains(&name));
            samplers.push((before.iter().filter(|id| all.contains(id)).count(), id));
        }
        // Stable: of equals the first in the file.
        samplers.sort_by_key(|(before, _)| *before);
        samplers.into_iter().map(|(_, id)| id).collect()
    }

    /// The sampler and the nodes that hold its settings.
    fn settings(&self, sampler: &'a str) -> Vec<&'a str> {
        self.upstream(sampler, |name| matches!(name, "guider" | "sampler" | "sigmas" | "noise"))
    }

    fn has_prompt(&self, sampler: &'a str) -> bool {
        let texts = self.prompt(&self.settings(sampler), Side::Positive);
        texts.generated || !texts.found.is_empty()
    }

    fn fill(&self, recipe: &mut Recipe, sampler: &'a str) {
        let settings = self.settings(sampler);
        let value = |names: &[&str]| settings.iter().find_map(|id| self.value(id, names));
        if let Some(seed) = value(&["seed", "noise_seed"]).and_then(json::seed) {
            recipe.set_seed(seed);
        }
        recipe.steps = value(&["steps"]).and_then(json::whole);
        recipe.cfg_scale = value(&["cfg", "cfg_scale", "cfg_conds"]).and_then(json::number);
        recipe.sampler = value(&["sampler_name"]).and_then(json::text);
        recipe.scheduler = value(&["scheduler"]).and_then(json::text);
        recipe.denoise = value(&["denoise"]).and_then(json::number);
        let mut joined = |texts: Texts| {
            if texts.generated {
                let note =
                    "A text model wrote a part of the prompt while the picture was made; that part is not in the file.";
                recipe.notes.push(note.to_owned());
            }
            (!texts.found.is_empty()).then(|| texts.found.join("\n"))
        };
        recipe.prompt = joined(self.prompt(&settings, Side::Positive));
        recipe.negative_prompt = joined(self.prompt(&settings, Side::Negative));
        self.fill_model(recipe, sampler);
        self.fill_size(recipe, sampler);
    }

    /// The texts behind a side. A node in between may carry both sides (as ControlNet does); then its input of the
    /// same side is followed, as told by the output that is used.
    fn prompt(&self, settings: &[&'a str], side: Side) -> Texts {
        let mut texts = Texts::default();
        let start = settings.iter().find_map(|id| {
            let inputs = self.inputs(id)?;
            let named = side.names().iter().filter_map(|name| inputs.get(*name));
            named.filter_map(|value| self.link(value)).next()
        });
        let mut seen = HashSet::new();
        let mut open: Vec<(&str, u64)> = start.into_iter().collect();
        while let Some((id, output)) = open.pop() {
            if !seen.insert((id, output)) || self.class(id) == "ConditioningZeroOut" {
                continue;
            }
            let Some(inputs) = self.inputs(id) else {
                continue;
            };
            let linked = |name: &str| inputs.get(name).and_then(|value| self.link(value));
            if linked("positive").is_some() {
                open.extend(linked(if output == 1 { "negative" } else { "positive" }));
                continue;
            }
            let further: Vec<_> = CONDITIONING_INPUTS.iter().filter_map(|name| linked(name)).collect();
            if further.is_empty() {
                self.texts(id, side == Side::Negative && output == 1, &mut texts);
            }
            // The last in is the first out, and the texts are to come in the order of the inputs.
            open.extend(further.into_iter().rev());
        }
        texts
    }

    /// Follows the model from the sampler to its file, taking the LoRAs on the way.
    fn fill_model(&self, recipe: &mut Recipe, sampler: &'a str) {
        let along = self.upstream(sampler, |name| {
            matches!(name, "guider" | "pipe" | "lora_stack" | "sigmas") || name.starts_with("model")
        });
        for inputs in along.into_iter().filter_map(|id| self.inputs(id)) {
            if let Some(name) = inputs.get("lora_name").and_then(json::text) {
                let strength = number(inputs, &["strength_model", "strength", "lora_wt"]);
                let clip = number(inputs, &["strength_clip"]).filter(|clip| Some(*clip) != strength);
                recipe.loras.push(Lora { name, strength, strength_clip: clip, hash: None });
            }
            // Several LoRAs in one node, as `{"on": true, "lora": "name", "strength": 1}`.
            let is_on = |value: &&Value| value.get("on").and_then(Value::as_bool) == Some(true);
            for lora in inputs.values().filter(is_on) {
                if let Some(name) = lora.get("lora").and_then(json::text) {
                    let strength = lora.get("strength").and_then(json::number);
                    recipe.loras.push(Lora { name, strength, ..Lora::default() });
                }
            }
            if recipe.model.is_none() {
                let named = ["ckpt_name", "unet_name", "model_name"];
                recipe.model = named.iter().filter_map(|name| inputs.get(*name)).find_map(json::text);
            }
        }
        recipe.loras.truncate(MAX_LORAS);
        // The walk goes from the sampler to the checkpoint; the LoRAs were applied the other way round.
        recipe.loras.reverse();
    }

    /// The size of the empty latent that the sampler starts from.
    fn fill_size(&self, recipe: &mut Recipe, sampler: &'a str) {
        let along = self.upstream(sampler, |name| LATENT_INPUTS.contains(&name));
        for id in along.into_iter().skip(1).filter(|id| self.class(id).contains("Latent")) {
            let side = |name: &str| self.value(id, &[name]).and_then(json::whole);
            if let (Some(width), Some(height)) = (side("width"), side("height")) {
                (recipe.width, recipe.height) = (Some(width), Some(height));
                return;
            }
        }
    }
}
