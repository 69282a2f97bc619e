//! A ComfyUI graph as nodes and links, walked without recursion traps: loops end, long chains are no danger.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::super::json;

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

/// Inputs by which a node of one value holds it.
const VALUE_INPUTS: [&str; 7] = ["value", "int", "float", "number", "Number", "string", "text"];

/// How deep nodes of text may stand behind each other; real ones stay below ten.
const MAX_TEXT_DEPTH: usize = 100;

/// Switches that may stand behind each other, and texts that make one prompt: far more than a person wires up.
const MAX_SWITCHES: usize = 100;
const MAX_TEXTS: usize = 256;

/// The most that one replacement may add to a text; prompts stay far below.
const MAX_REPLACED_BYTES: usize = 1 << 20;

pub(super) type Inputs<'a> = &'a Map<String, Value>;

/// The graph that was executed.
pub(super) struct Graph<'a> {
    pub(super) nodes: &'a Map<String, Value>,
}

/// A text that was found, and whether a part of it was made by a text model while the graph ran.
#[derive(Default)]
pub(super) struct Texts {
    pub(super) found: Vec<String>,
    pub(super) generated: bool,
}

impl<'a> Graph<'a> {
    pub(super) fn inputs(&self, id: &str) -> Option<Inputs<'a>> {
        self.nodes.get(id)?.get("inputs")?.as_object()
    }

    pub(super) fn class(&self, id: &str) -> &'a str {
        let class = self.nodes.get(id).and_then(|node| node.get("class_type"));
        class.and_then(Value::as_str).unwrap_or_default()
    }

    /// The node and output that an input leads to; switches are passed on the side they were set to.
    pub(super) fn link(&self, value: &'a Value) -> Option<(&'a str, u64)> {
        link(self.behind_switches(value)?)
    }

    /// An input's value or link, with all switches before it passed.
    fn behind_switches(&self, value: &'a Value) -> Option<&'a Value> {
        let mut value = value;
        let mut seen = HashSet::new();
        while let Some((id, _)) = link(value) {
            let Some(inputs) = self.inputs(id) else { break };
            let (Some(on_true), Some(on_false)) = (inputs.get("on_true"), inputs.get("on_false")) else {
                break;
            };
            if seen.len() >= MAX_SWITCHES || !seen.insert(id) {
                return None;
            }
            let switch = inputs.get("switch")?;
            // The switch itself is a value, or a node that holds one.
            let is_on = match link(switch) {
                None => switch.as_bool(),
                Some((from, _)) => self.inputs(from)?.get("value").and_then(Value::as_bool),
            };
            value = if is_on? { on_true } else { on_false };
        }
        Some(value)
    }

    /// The nodes upstream of one, nearest first, over the inputs that `follow` accepts; each once, so that a graph
    /// with a loop ends too.
    pub(super) fn upstream(&self, from: &'a str, follow: impl Fn(&str) -> bool) -> Vec<&'a str> {
        let mut seen = HashSet::from([from]);
        let mut order = vec![from];
        let mut at = 0;
        while let Some(&id) = order.get(at) {
            at += 1;
            for (name, value) in self.inputs(id).into_iter().flatten() {
                if follow(name)
                    && let Some((next, _)) = self.link(value)
                    && self.nodes.contains_key(next)
                    && seen.insert(next)
                {
                    order.push(next);
                }
            }
        }
        order
    }

    /// The first of a node's inputs that holds a value, or that leads to a node which holds one.
    pub(super) fn value(&self, id: &str, names: &[&str]) -> Option<&'a Value> {
        let inputs = self.inputs(id)?;
        let found = names.iter().find_map(|name| inputs.get(*name))?;
        let found = self.behind_switches(found)?;
        let Some((from, _)) = link(found) else {
            return Some(found);
        };
        self.upstream(from, |_| true).iter().find_map(|id| {
            let inputs = self.inputs(id)?;
            let mut held = names.iter().chain(&VALUE_INPUTS).filter_map(|name| inputs.get(*name));
            held.find(|value| link(value).is_none())
        })
    }

    /// The texts that a node holds or is led to. A node that encodes both prompts at once gives its negative one
    /// when that is asked for.
    pub(super) fn texts(&self, id: &'a str, is_negative: bool, texts: &mut Texts) {
        let Some(inputs) = self.inputs(id) else {
            return;
        };
        let mut seen = HashSet::from([id]);
        let own_negative = ["negative_prompt", "negative"].iter().find_map(|name| inputs.get(*name));
        let found = match own_negative {
            Some(negative) if is_negative => {
                self.text(negative, &mut seen, &mut texts.generated, 0).into_iter().collect()
            }
            _ => self.texts_of(inputs, &mut seen, &mut texts.generated, 0),
        };
        for text in found {
            let text = text.trim().to_owned();
            if !text.is_empty() && texts.found.len() < MAX_TEXTS && !texts.found.contains(&text) {
                texts.found.push(text);
            }
        }
    }

    fn texts_of(
        &self,
        inputs: Inputs<'a>,
        seen: &mut HashSet<&'a str>,
        generated: &mut bool,
        depth: usize,
    ) -> Vec<String> {
        TEXT_INPUTS
            .iter()
            .filter_map(|name| inputs.get(*name))
            .filter_map(|value| self.text(value, seen, generated, depth))
            .collect()
    }

    /// One text: a literal, or what the node that a link leads to makes of its own.
    fn text(
        &self,
        value: &'a Value,
        seen: &mut HashSet<&'a str>,
        generated: &mut bool,
        depth: usize,
    ) -> Option<String> {
        let value = self.behind_switches(value)?;
        let Some((id, _)) = link(value) else {
            return value.as_str().map(str::to_owned);
        };
        if depth >= MAX_TEXT_DEPTH || !seen.insert(id) {
            return None;
        }
        let inputs = self.inputs(id)?;
        if ["max_length", "max_tokens", "max_new_tokens"].iter().any(|name| inputs.contains_key(*name)) {
            *generated = true;
            return None;
        }
        let mut part = |name: &str| {
            let value = inputs.get(name)?;
            self.text(value, seen, generated, depth + 1)
        };
        if inputs.contains_key("string_a") && inputs.contains_key("string_b") {
            let parts = [part("string_a"), part("string_b")];
            let delimiter = part("delimiter").unwrap_or_default();
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            return Some(parts.join(&delimiter));
        }
        if inputs.contains_key("find") && inputs.contains_key("replace") {
            let (text, find) = (part("string")?, part("find")?);
            let replace = part("replace").unwrap_or_default();
            // A needle of nothing matches everywhere; a long text in many places would fill the memory.
            let grown = text.matches(&find).count().saturating_mul(replace.len());
            let is_sane = !find.is_empty() && grown <= MAX_REPLACED_BYTES;
            return Some(if is_sane { text.replace(&find, &replace) } else { text });
        }
        let texts = self.texts_of(inputs, seen, generated, depth + 1);
        (!texts.is_empty()).then(|| texts.join("\n"))
    }
}

/// The node and output of a link: `["12", 0]`.
fn link(value: &Value) -> Option<(&str, u64)> {
    match value.as_array()?.as_slice() {
        [Value::String(id), output] => Some((id, output.as_u64()?)),
        _ => None,
    }
}

/// A number of a node's input, where it holds one itself.
pub(super) fn number(inputs: Inputs<'_>, names: &[&str]) -> Option<f64> {
    names.iter().filter_map(|name| inputs.get(*name)).find_map(json::number)
}
