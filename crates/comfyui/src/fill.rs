//! Filling a workflow in: values and LoRAs in, a graph ready to be sent out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{Error, Graph, Input, InputKind, Node, NodeId, Result, Slot, Workflow};

/// The largest seed: 2^53 − 1, which every program reads without rounding.
pub const MAX_SEED: u64 = (1 << 53) - 1;

/// What goes into a workflow, as plain data.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Values {
    /// Values by the names of the workflow's inputs.
    #[serde(default)]
    pub inputs: BTreeMap<String, Value>,
    /// LoRAs in the order in which they are chained.
    #[serde(default)]
    pub loras: Vec<LoraUse>,
}

/// One LoRA and how strongly it acts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LoraUse {
    /// Its file, as the server lists it in `loras`.
    pub name: String,
    /// How strongly it acts on the model; 1 is as trained, and negative turns it round.
    pub strength_model: f64,
    /// How strongly it acts on the text encoder; `None`: as on the model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength_clip: Option<f64>,
}

impl Values {
    /// These values with one more.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.inputs.insert(name.to_owned(), value.into());
        self
    }
}

/// Fills `values` into `workflow`. Every value is checked against the manifest; a name that the workflow does not have,
/// a value of the wrong sort, a missing one, or LoRAs where none can go are errors that name the input.
pub fn build(workflow: &Workflow, values: &Values) -> Result<Graph> {
    fill(workflow, values, true)
}

/// As [`build`], but with `strict` off a missing value is left as `null` in the graph, for questions asked before
/// everything is chosen.
pub(crate) fn fill(workflow: &Workflow, values: &Values, strict: bool) -> Result<Graph> {
    if let Some(name) = values.inputs.keys().find(|name| workflow.input(name).is_none()) {
        return Err(wrong(name, format!("the workflow {} has no such input", workflow.id())));
    }
    let mut graph = workflow.template.clone();
    for input in &workflow.manifest.inputs {
        let given = values.inputs.get(&input.name).filter(|value| !value.is_null()).or(input.default.as_ref());
        let value = match given {
            Some(value) => read(input, value)?,
            None if input.required && strict => {
                return Err(wrong(&input.name, "it is needed".to_owned()));
            }
            None if input.required => Value::Null,
            None => continue,
        };
        for target in &input.targets {
            let value = if target.negate { negate(&value) } else { value.clone() };
            graph.set(&target.node, &target.input, value)?;
        }
    }
    for bypass in &workflow.manifest.bypass {
        let has_value = |name: &str| values.inputs.get(name).is_some_and(|value| !value.is_null());
        if !has_value(&bypass.unless) {
            graph.bypass(&bypass.node, &bypass.passes)?;
        }
    }
    chain_loras(workflow, &values.loras, &mut graph)?;
    Ok(graph)
}

/// Chains LoRA loaders between the sources and whatever used them.
fn chain_loras(workflow: &Workflow, loras: &[LoraUse], graph: &mut Graph) -> Result<()> {
    if loras.is_empty() {
        return Ok(());
    }
    let point = workflow.manifest.loras.as_ref();
    let point = point.ok_or_else(|| wrong("loras", format!("the workflow {} takes none", workflow.id())))?;
    let (mut model, mut clip) = (point.model.clone(), point.clip.clone());
    let mut chain: Vec<NodeId> = Vec::new();
    for lora in loras {
        if lora.name.is_empty()
            || !lora.strength_model.is_finite()
            || lora.strength_clip.is_some_and(|s| !s.is_finite())
        {
            return Err(wrong("loras", "each needs a file and a strength".to_owned()));
        }
        let mut inputs = Map::new();
        inputs.insert("lora_name".to_owned(), json!(lora.name));
        inputs.insert("model".to_owned(), model.link());
        inputs.insert("strength_model".to_owned(), json!(lora.strength_model));
        if let Some(clip) = &clip {
            inputs.insert("clip".to_owned(), clip.link());
            inputs.insert("strength_clip".to_owned(), json!(lora.strength_clip.unwrap_or(lora.strength_model)));
        }
        let class_type = if clip.is_some() { "LoraLoader" } else { "LoraLoaderModelOnly" };
        let id = graph.next_id();
        graph.insert(
            id.clone(),
            Node { class_type: class_type.to_owned(), inputs, meta: Some(json!({ "title": "LoRA" })) },
        );
        model = Slot { node: id.clone(), slot: 0 };
        clip = clip.map(|_| Slot { node: id.clone(), slot: 1 });
        chain.push(id);
    }
    let is_user = |node: &NodeId| !chain.contains(node);
    graph.relink(&point.model, &model, is_user);
    if let (Some(from), Some(to)) = (&point.clip, &clip) {
        graph.relink(from, to, is_user);
    }
    Ok(())
}

/// Reads a value as the input's kind; a text that is a number is taken for one, as forms and command lines send it.
fn read(input: &Input, value: &Value) -> Result<Value> {
    let is = |what: &str| wrong(&input.name, format!("it must be {what}"));
    let number = || value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|number| number.is_finite());
    let integer = || {
        let from_float = |number: f64| (number.fract() == 0.0 && number.abs() < 9.0e15).then_some(number as i64);
        value.as_i64().or_else(|| value.as_str()?.trim().parse().ok()).or_else(|| from_float(value.as_f64()?))
    };
    match input.kind {
        InputKind::Text => value.as_str().map(|text| json!(text)).ok_or_else(|| is("a text")),
        InputKind::Choice | InputKind::Model | InputKind::Image => value
            .as_str()
            .filter(|text| !text.is_empty())
            .map(|text| json!(text))
            .ok_or_else(|| is("the name of one that there is")),
        InputKind::Boolean => value
            .as_bool()
            .or_else(|| value.as_str()?.parse().ok())
            .map(|flag| json!(flag))
            .ok_or_else(|| is("true or false")),
        InputKind::Integer => {
            let integer = integer().ok_or_else(|| is("a whole number"))?;
            in_range(input, integer as f64)?;
            Ok(json!(integer))
        }
        InputKind::Number => {
            let number = number().ok_or_else(|| is("a number"))?;
            in_range(input, number)?;
            Ok(json!(number))
        }
        InputKind::Seed => match integer().and_then(|seed| u64::try_from(seed).ok()) {
            Some(seed) if seed <= MAX_SEED => Ok(json!(seed)),
            _ => Err(is(&format!("a whole number from 0 to {MAX_SEED}"))),
        },
    }
}

fn in_range(input: &Input, number: f64) -> Result<()> {
    let too_small = input.min.is_some_and(|min| number < min);
    let too_large = input.max.is_some_and(|max| number > max);
    if !too_small && !too_large {
        return Ok(());
    }
    let bound = |bound: Option<f64>, other: &str| bound.map_or_else(|| other.to_owned(), |bound| bound.to_string());
    Err(wrong(&input.name, format!("it must lie between {} and {}", bound(input.min, "any"), bound(input.max, "any"))))
}

fn negate(value: &Value) -> Value {
    match (value.as_i64(), value.as_f64()) {
        (Some(integer), _) => json!(integer.saturating_neg()),
        (None, Some(number)) => json!(-number),
        (None, None) => value.clone(),
    }
}

fn wrong(input: &str, why: String) -> Error {
    Error::Value { input: input.to_owned(), why }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::shipped_workflows;

    fn text_to_image() -> Workflow {
        shipped_workflows().unwrap().remove(0)
    }

    fn values() -> Values {
        Values::default().with("prompt", "a red chair").with("model", "a.safetensors").with("seed", 5)
    }

    fn at<'a>(graph: &'a Graph, node: &str, input: &str) -> &'a Value {
        graph.get(&node.into(), input).unwrap_or(&Value::Null)
    }

    #[test]
    fn values_and_defaults_go_where_the_manifest_says() {
        let graph = build(&text_to_image(), &values().with("steps", "30").with("width", 832.0)).unwrap();
        for (node, input, value) in [
            ("6", "text", json!("a red chair")),
            ("7", "text", json!("")),
            ("4", "ckpt_name", json!("a.safetensors")),
            ("3", "seed", json!(5)),
            ("3", "steps", json!(30)),
            ("3", "sampler_name", json!("dpmpp_2m")),
            ("5", "width", json!(832)),
            ("5", "height", json!(512)),
            ("6", "clip", json!(["4", 1])),
        ] {
            assert_eq!(at(&graph, node, input), &value, "{node}.{input}");
        }
        assert!(!graph.class_types().contains("CLIPSetLastLayer"), "clip skip is left out unless asked for");
    }

    #[test]
    fn clip_skip_keeps_its_node() {
        let graph = build(&text_to_image(), &values().with("clip_skip", 2)).unwrap();
        assert_eq!(at(&graph, "10", "stop_at_clip_layer"), &json!(-2));
        assert_eq!(at(&graph, "6", "clip"), &json!(["10", 0]));
    }

    #[test]
    fn loras_are_chained_in_order() {
        let lora = |name: &str, strength_clip| LoraUse { name: name.to_owned(), strength_model: 0.8, strength_clip };
        let mut values = values().with("clip_skip", 2);
        values.loras = vec![lora("a.safetensors", None), lora("b.safetensors", Some(0.5))];
        let graph = build(&text_to_image(), &values).unwrap();
        assert_eq!((at(&graph, "11", "model"), at(&graph, "11", "clip")), (&json!(["4", 0]), &json!(["4", 1])));
        assert_eq!((at(&graph, "12", "model"), at(&graph, "12", "clip")), (&json!(["11", 0]), &json!(["11", 1])));
        assert_eq!((at(&graph, "3", "model"), at(&graph, "10", "clip")), (&json!(["12", 0]), &json!(["12", 1])));
        assert_eq!((at(&graph, "11", "strength_clip"), at(&graph, "12", "strength_clip")), (&json!(0.8), &json!(0.5)));
        assert_eq!(at(&graph, "8", "vae"), &json!(["4", 2]), "the decoder stays the checkpoint's");
    }

    #[test]
    fn every_use_of_the_model_gets_the_loras() {
        let workflow = shipped_workflows().unwrap().remove(1);
        let mut values = values();
        values.loras = vec![LoraUse { name: "a".into(), strength_model: 1.0, strength_clip: None }];
        let graph = build(&workflow, &values).unwrap();
        assert_eq!((at(&graph, "3", "model"), at(&graph, "12", "model")), (&json!(["13", 0]), &json!(["13", 0])));
        assert_eq!((at(&graph, "3", "seed"), at(&graph, "12", "seed")), (&json!(5), &json!(5)));
    }

    #[test]
    fn a_wrong_value_is_refused_with_its_name() {
        let workflow = text_to_image();
        for (values, input, says) in [
            (values().with("colour", "red"), "colour", "no such input"),
            (values().with("prompt", 5), "prompt", "a text"),
            (values().with("prompt", Value::Null), "prompt", "needed"),
            (values().with("model", ""), "model", "name of one"),
            (values().with("steps", 2.5), "steps", "whole number"),
            (values().with("steps", 0), "steps", "between 1 and 200"),
            (values().with("steps", "many"), "steps", "whole number"),
            (values().with("cfg_scale", 101), "cfg_scale", "between 0 and 100"),
            (values().with("cfg_scale", "NaN"), "cfg_scale", "a number"),
            (values().with("seed", -1), "seed", "from 0"),
            (values().with("seed", 9_007_199_254_740_992_u64), "seed", "from 0"),
        ] {
            let error = build(&workflow, &values).unwrap_err();
            let Error::Value { input: named, why } = &error else { panic!("{error:?}") };
            assert_eq!(named, input);
            assert!(why.contains(says), "{input}: {why}");
        }
        let mut none =
            Values::default().with("image", "a.png").with("upscale_model", "m").with("width", 8).with("height", 8);
        none.loras = vec![LoraUse { name: "a".into(), strength_model: 1.0, strength_clip: None }];
        assert!(build(&shipped_workflows().unwrap()[2], &none).unwrap_err().to_string().starts_with("loras:"));
    }

    #[test]
    fn values_are_plain_data() {
        let mut values = values();
        values.loras = vec![LoraUse { name: "a".into(), strength_model: 1.0, strength_clip: None }];
        assert_eq!(serde_json::from_value::<Values>(serde_json::to_value(&values).unwrap()).unwrap(), values);
        assert_eq!(build(&text_to_image(), &values).unwrap(), build(&text_to_image(), &values).unwrap());
    }
}
