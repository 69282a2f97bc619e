//! ComfyUI's `prompt`: the graph that was executed, from which the recipe is followed back link by link.
//!
//! A graph has no fields named "prompt" or "steps": it has a sampler whose inputs lead, over any number of nodes, to
//! the texts, the model and the size. The sampler that starts from an empty latent is the one that made the picture;
//! later ones refine it. Nodes are known by their inputs rather than by their names, so that most custom nodes are
//! understood as well.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{Lora, Recipe, RecipeSource, json};

/// Inputs that lead to another node's pictures or latents.
const LATENT_INPUTS: [&str; 8] = [
    "images",
    "image",
    "samples",
    "latent_image",
    "latent",
    "pixels",
    "video",
    "optional_latent",
];
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
/// Inputs that hold a prompt's text, or lead to a node which does.
const TEXT_INPUTS: [&str; 18] = [
    "text",
    "prompt",
    "text_g",
    "text_l",
    "clip_l",
    "clip_g",
    "t5xxl",
    "string",
    "value",
    "wildcard_text",
    "populated_text",
    "string_a",
    "string_b",
    "text1",
    "text2",
    "text_a",
    "text_b",
    "positive_prompt",
];

/// Reads the graph; `None` for JSON that is none.
pub(super) fn read(text: &str) -> Option<Recipe> {
    let Some(nodes) = json::parse_object(text) else {
        // A broken graph is worth a word: the file says that it has a recipe.
        return text.trim_start().starts_with('{').then(|| Recipe {
            notes: vec![
                "The ComfyUI graph in the file is damaged and could not be read.".to_owned(),
            ],
            ..Recipe::from_source(RecipeSource::ComfyUi)
        });
    };
    if !nodes
        .values()
        .any(|node| node.get("class_type").is_some_and(Value::is_string))
    {
        return None;
    }
    let graph = Graph { nodes: &nodes };
    let mut recipe = Recipe::from_source(RecipeSource::ComfyUi);
    let samplers = graph.samplers();
    let Some(&sampler) = samplers.first() else {
        recipe
            .notes
            .push("The ComfyUI graph has no sampler, so its recipe is not known.".to_owned());
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

struct Graph<'a> {
    nodes: &'a Map<String, Value>,
}

type Inputs<'a> = &'a Map<String, Value>;

impl<'a> Graph<'a> {
    fn inputs(&self, id: &str) -> Option<Inputs<'a>> {
        self.nodes.get(id)?.get("inputs")?.as_object()
    }

    fn class(&self, id: &str) -> &'a str {
        self.nodes
            .get(id)
            .and_then(|node| node.get("class_type"))
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// The node and output that an input leads to.
    fn link(value: &'a Value) -> Option<(&'a str, u64)> {
        match value.as_array()?.as_slice() {
            [Value::String(id), output] => Some((id, output.as_u64()?)),
            _ => None,
        }
    }

    /// The nodes upstream of one, nearest first, over the inputs that `follow` accepts; each once, so that a graph
    /// with a loop ends too.
    fn upstream(&self, from: &'a str, follow: impl Fn(&str) -> bool) -> Vec<&'a str> {
        let mut seen = HashSet::from([from]);
        let mut order = vec![from];
        let mut at = 0;
        while let Some(&id) = order.get(at) {
            at += 1;
            for (name, value) in self.inputs(id).into_iter().flatten() {
                if let Some((next, _)) = Self::link(value)
                    && follow(name)
                    && self.nodes.contains_key(next)
                    && seen.insert(next)
                {
                    order.push(next);
                }
            }
        }
        order
    }

    /// Whether a node samples: it takes a latent, and conditions either itself or by its guider.
    fn is_sampler(&self, id: &str) -> bool {
        self.inputs(id).is_some_and(|inputs| {
            let takes = |name: &str| inputs.get(name).and_then(Self::link).is_some();
            let conditioned =
                (takes("positive") && (takes("model") || takes("pipe"))) || takes("guider");
            conditioned
                && (takes("latent_image") || takes("latent") || takes("samples") || takes("image"))
        })
    }

    /// All samplers, the one that makes the picture first: that with no other sampler before it.
    fn samplers(&self) -> Vec<&'a str> {
        let mut samplers: Vec<(usize, &str)> = self
            .nodes
            .keys()
            .map(String::as_str)
            .filter(|id| self.is_sampler(id))
            .map(|id| {
                let before = self.upstream(id, |name| LATENT_INPUTS.contains(&name));
                (before.iter().filter(|id| self.is_sampler(id)).count(), id)
            })
            .collect();
        // Stable: of equals the first in the file.
        samplers.sort_by_key(|(before, _)| *before);
        samplers.into_iter().map(|(_, id)| id).collect()
    }

    fn fill(&self, recipe: &mut Recipe, sampler: &'a str) {
        let near = self.upstream(sampler, |name| {
            matches!(name, "guider" | "sampler" | "sigmas" | "noise")
        });
        let value = |names: &[&str]| near.iter().find_map(|id| self.value(id, names));
        if let Some(seed) = value(&["seed", "noise_seed"]).and_then(json::seed) {
            recipe.set_seed(seed);
        }
        recipe.steps = value(&["steps"]).and_then(json::whole);
        recipe.cfg_scale = value(&["cfg", "cfg_scale"]).and_then(json::number);
        recipe.sampler = value(&["sampler_name"]).and_then(json::text);
        recipe.scheduler = value(&["scheduler"]).and_then(json::text);
        recipe.denoise = value(&["denoise"]).and_then(json::number);
        recipe.prompt = self.prompt(&near, &["positive", "conditioning"], 0);
        recipe.negative_prompt = self.prompt(&near, &["negative"], 1);
        self.fill_model(recipe, sampler);
        self.fill_size(recipe, sampler);
    }

    /// The first of the inputs that holds a value, or that leads to a node which holds one.
    fn value(&self, id: &str, names: &[&str]) -> Option<&'a Value> {
        let inputs = self.inputs(id)?;
        let found = names.iter().find_map(|name| inputs.get(*name))?;
        match Self::link(found) {
            None => Some(found),
            Some((from, _)) => self.upstream(from, |_| true).iter().find_map(|id| {
                let inputs = self.inputs(id)?;
                names
                    .iter()
                    .chain(&[
                        "value", "int", "float", "number", "Number", "string", "text",
                    ])
                    .filter_map(|name| inputs.get(*name))
                    .find(|value| Self::link(value).is_none())
            }),
        }
    }

    /// The texts behind a conditioning. A node in between may carry both (as ControlNet does), so its own input of
    /// the wanted side is followed: the name where it has one, as told by the output that is used.
    fn prompt(&self, near: &[&'a str], sides: &[&str], side: u64) -> Option<String> {
        let start = near.iter().find_map(|id| {
            let inputs = self.inputs(id)?;
            sides
                .iter()
                .filter_map(|name| inputs.get(*name))
                .find_map(Self::link)
        })?;
        let mut texts: Vec<String> = Vec::new();
        let mut seen = HashSet::new();
        let mut open = vec![start];
        while let Some((id, output)) = open.pop() {
            if !seen.insert((id, output)) || self.class(id) == "ConditioningZeroOut" {
                continue;
            }
            let Some(inputs) = self.inputs(id) else {
                continue;
            };
            let has_sides = inputs.get("positive").and_then(Self::link).is_some();
            if has_sides {
                let name = if output == 1 || (output > 1 && side == 1) {
                    "negative"
                } else {
                    "positive"
                };
                open.extend(inputs.get(name).and_then(Self::link));
                continue;
            }
            let further: Vec<_> = CONDITIONING_INPUTS
                .iter()
                .filter_map(|name| inputs.get(*name))
                .filter_map(Self::link)
                .collect();
            if further.is_empty() {
                for text in self.texts(id) {
                    if !texts.contains(&text) {
                        texts.push(text);
                    }
                }
            }
            // The last in is the first out, and the texts are to come in the order of the inputs.
            open.extend(further.into_iter().rev());
        }
        (!texts.is_empty()).then(|| texts.join("\n"))
    }

    /// The texts that a text-encoding node holds or is led to.
    fn texts(&self, id: &'a str) -> Vec<String> {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let Some(inputs) = self.inputs(id) else {
                continue;
            };
            let mut next = Vec::new();
            for value in TEXT_INPUTS.iter().filter_map(|name| inputs.get(*name)) {
                match (Self::link(value), value) {
                    (Some((from, _)), _) => next.push(from),
                    (None, Value::String(text)) if !text.trim().is_empty() => {
                        found.push(text.trim().to_owned())
                    }
                    _ => {}
                }
            }
            open.extend(next.into_iter().rev());
        }
        found
    }

    /// Follows the model from the sampler to its file, taking the LoRAs on the way.
    fn fill_model(&self, recipe: &mut Recipe, sampler: &'a str) {
        let along = self.upstream(sampler, |name| {
            matches!(name, "model" | "guider" | "pipe" | "lora_stack" | "sigmas")
                || name.starts_with("model")
        });
        for id in along {
            let Some(inputs) = self.inputs(id) else {
                continue;
            };
            if let Some(name) = inputs.get("lora_name").and_then(json::text) {
                let number = |name: &str| inputs.get(name).and_then(json::number);
                let strength = number("strength_model")
                    .or_else(|| number("strength"))
                    .or_else(|| number("lora_wt"));
                recipe.loras.push(Lora {
                    name,
                    strength,
                    strength_clip: number("strength_clip").filter(|clip| Some(*clip) != strength),
                    hash: None,
                });
            }
            // Several LoRAs in one node, as `{"on": true, "lora": "name", "strength": 1}`.
            for lora in inputs
                .values()
                .filter(|value| value.get("on").and_then(Value::as_bool) == Some(true))
            {
                if let Some(name) = lora.get("lora").and_then(json::text) {
                    let strength = lora.get("strength").and_then(json::number);
                    recipe.loras.push(Lora {
                        name,
                        strength,
                        ..Lora::default()
                    });
                }
            }
            if recipe.model.is_none() {
                recipe.model = ["ckpt_name", "unet_name", "model_name"]
                    .iter()
                    .filter_map(|name| inputs.get(*name))
                    .find_map(json::text);
            }
        }
        // The walk goes from the sampler to the checkpoint; the LoRAs were applied the other way round.
        recipe.loras.reverse();
    }

    /// The size of the empty latent that the sampler starts from.
    fn fill_size(&self, recipe: &mut Recipe, sampler: &'a str) {
        let along = self.upstream(sampler, |name| LATENT_INPUTS.contains(&name));
        for id in along
            .into_iter()
            .skip(1)
            .filter(|id| self.class(id).contains("Latent"))
        {
            let side = |name: &str| self.value(id, &[name]).and_then(json::whole);
            if let (Some(width), Some(height)) = (side("width"), side("height")) {
                (recipe.width, recipe.height) = (Some(width), Some(height));
                return;
            }
        }
    }
}
