//! A ComfyUI graph in API format: what `POST /prompt` takes and what a picture carries as `prompt`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{Error, NodeId, Result};

/// Nodes by id. The order is that of the ids, so that the same graph is always the same text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Graph {
    nodes: BTreeMap<NodeId, Node>,
}

/// One node: its class, and its inputs, each a value or a link `[node id, output slot]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// The node's class, as `KSampler`.
    pub class_type: String,
    /// Inputs by name.
    #[serde(default)]
    pub inputs: Map<String, Value>,
    /// Words for people (`{"title": …}`); the server ignores them.
    #[serde(rename = "_meta", default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<Value>,
}

/// An output of a node: where a link begins.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slot {
    /// The node.
    pub node: NodeId,
    /// The output's number, from 0.
    pub slot: u32,
}

/// A link from an output to an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphLink {
    /// Where it begins.
    pub from: Slot,
    /// The node it goes to.
    pub to: NodeId,
    /// That node's input.
    pub input: String,
}

impl Graph {
    /// Reads a graph in API format. A workflow as the ComfyUI editor saves it (`nodes`, `links`) is told apart, because
    /// that is the commonest mistake.
    pub fn from_json(text: &str) -> Result<Self> {
        let graph = |why: String| Error::Graph { why };
        let value: Value = serde_json::from_str(text).map_err(|e| graph(format!("this is not JSON: {e}")))?;
        let Value::Object(map) = &value else {
            return Err(graph("this is not a workflow: it has no nodes".to_owned()));
        };
        if map.get("nodes").is_some_and(Value::is_array) {
            return Err(graph(
                "this is a workflow as the editor saves it, which can't be run; in ComfyUI choose Export (API) and use that file".to_owned(),
            ));
        }
        if let Some((id, _)) = map.iter().find(|(_, node)| !node.get("class_type").is_some_and(Value::is_string)) {
            return Err(graph(format!("this is not a workflow in API format: {id:?} has no class_type")));
        }
        let read: Self =
            serde_json::from_value(value).map_err(|e| graph(format!("this workflow could not be read: {e}")))?;
        if read.nodes.is_empty() { Err(graph("this workflow has no nodes".to_owned())) } else { Ok(read) }
    }

    /// All nodes in the order of their ids.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = (&NodeId, &Node)> {
        self.nodes.iter()
    }

    /// One node.
    pub fn node(&self, id: &NodeId) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// Adds a node or replaces it.
    pub fn insert(&mut self, id: NodeId, node: Node) {
        self.nodes.insert(id, node);
    }

    /// Takes a node out. Links to it are left as they are.
    pub fn remove(&mut self, id: &NodeId) -> Option<Node> {
        self.nodes.remove(id)
    }

    /// The value or link at a node's input.
    pub fn get(&self, id: &NodeId, input: &str) -> Option<&Value> {
        self.nodes.get(id)?.inputs.get(input)
    }

    /// Sets a node's input to a value or to [`Slot::link`].
    pub fn set(&mut self, id: &NodeId, input: &str, value: Value) -> Result<()> {
        let node = self.nodes.get_mut(id).ok_or_else(|| Error::NoSuchNode { node: id.clone() })?;
        node.inputs.insert(input.to_owned(), value);
        Ok(())
    }

    /// The classes that the graph uses.
    pub fn class_types(&self) -> BTreeSet<&str> {
        self.nodes.values().map(|node| node.class_type.as_str()).collect()
    }

    /// All links.
    pub fn links(&self) -> Vec<GraphLink> {
        let link = |to: &NodeId, input: &String, value: &Value| {
            Slot::read(value).map(|from| GraphLink { from, to: to.clone(), input: input.clone() })
        };
        self.nodes
            .iter()
            .flat_map(|(to, node)| node.inputs.iter().filter_map(move |(input, value)| link(to, input, value)))
            .collect()
    }

    /// Turns every link that begins at `from` to `to`, at the nodes for which `which` holds.
    pub fn relink(&mut self, from: &Slot, to: &Slot, which: impl Fn(&NodeId) -> bool) {
        for (_, node) in self.nodes.iter_mut().filter(|(id, _)| which(id)) {
            for value in node.inputs.values_mut().filter(|value| Slot::read(value).as_ref() == Some(from)) {
                *value = to.link();
            }
        }
    }

    /// Takes a node out and links whatever used its outputs to what stood at its input `passes_input`, as the editor's
    /// bypass does.
    pub fn bypass(&mut self, id: &NodeId, passes_input: &str) -> Result<()> {
        let node = self.nodes.get(id).ok_or_else(|| Error::NoSuchNode { node: id.clone() })?;
        let source = node.inputs.get(passes_input).and_then(Slot::read);
        let source = source.ok_or_else(|| Error::Graph {
            why: format!("nothing is linked to {passes_input:?} of node {id}, so it can't be left out"),
        })?;
        self.relink(&Slot { node: id.clone(), slot: 0 }, &source, |_| true);
        self.nodes.remove(id);
        Ok(())
    }

    /// An id that no node has yet: a number above all numbers there are.
    pub fn next_id(&self) -> NodeId {
        let numbers = self.nodes.keys().filter_map(|id| id.as_str().split(':').next()?.parse::<u64>().ok());
        NodeId::from(numbers.max().unwrap_or_default().saturating_add(1).to_string())
    }

    /// Gives every node that saves something the same beginning of its file names. With a prefix of its own, no job
    /// ever finds its file taken, or is answered from the server's cache without a new file.
    pub fn set_filename_prefix(&mut self, prefix: &str) {
        for node in self.nodes.values_mut().filter(|node| node.inputs.contains_key("filename_prefix")) {
            node.inputs.insert("filename_prefix".to_owned(), json!(prefix));
        }
    }

    /// The steps that each sampling node will take, read from its `steps`.
    pub fn sampling_steps(&self) -> BTreeMap<NodeId, u64> {
        self.nodes.iter().filter_map(|(id, node)| Some((id.clone(), node.inputs.get("steps")?.as_u64()?))).collect()
    }
}

impl Slot {
    /// The link as it stands in a graph.
    pub fn link(&self) -> Value {
        json!([self.node, self.slot])
    }

    /// Reads a link; `None` if the value is none. A list of a text and a whole number is always a link to ComfyUI.
    pub fn read(value: &Value) -> Option<Self> {
        match value.as_array()?.as_slice() {
            [Value::String(node), slot] => {
                Some(Self { node: node.as_str().into(), slot: u32::try_from(slot.as_u64()?).ok()? })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const CHAIN: &str = r#"{"4":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"a.safetensors"}},
        "10":{"class_type":"CLIPSetLastLayer","inputs":{"clip":["4",1],"stop_at_clip_layer":-2},"_meta":{"title":"skip"}},
        "75:6":{"class_type":"CLIPTextEncode","inputs":{"clip":["10",0],"text":"x"}},
        "9":{"class_type":"SaveImage","inputs":{"filename_prefix":"x"}}}"#;

    fn id(text: &str) -> NodeId {
        text.into()
    }

    #[test]
    fn a_graph_is_read_and_written_whole() {
        let graph = Graph::from_json(CHAIN).unwrap();
        let again: Value = serde_json::to_value(&graph).unwrap();
        assert_eq!(again, serde_json::from_str::<Value>(CHAIN).unwrap());
        assert_eq!(graph.links().len(), 2);
        assert_eq!(graph.class_types().len(), 4);
    }

    #[test]
    fn what_is_no_graph_is_told_why() {
        for (text, says) in [
            ("{", "not JSON"),
            ("[]", "no nodes"),
            ("{}", "no nodes"),
            (r#"{"nodes":[],"links":[]}"#, "Export (API)"),
            (r#"{"4":{"inputs":{}}}"#, "has no class_type"),
            (r#"{"4":{"class_type":"X","inputs":[]}}"#, "could not be read"),
        ] {
            let error = Graph::from_json(text).unwrap_err().to_string();
            assert!(error.contains(says), "{text}: {error}");
        }
    }

    #[test]
    fn a_node_is_bypassed() {
        let mut graph = Graph::from_json(CHAIN).unwrap();
        graph.bypass(&id("10"), "clip").unwrap();
        assert_eq!(graph.get(&id("75:6"), "clip"), Some(&json!(["4", 1])));
        assert!(graph.node(&id("10")).is_none());
        assert!(graph.bypass(&id("4"), "clip").is_err());
    }

    #[test]
    fn inputs_are_set_and_ids_are_free() {
        let mut graph = Graph::from_json(CHAIN).unwrap();
        graph.set(&id("75:6"), "text", json!("ü")).unwrap();
        assert_eq!(graph.get(&id("75:6"), "text"), Some(&json!("ü")));
        assert!(matches!(graph.set(&id("nope"), "text", json!(1)), Err(Error::NoSuchNode { .. })));
        graph.set_filename_prefix("troupe/1");
        assert_eq!(graph.get(&id("9"), "filename_prefix"), Some(&json!("troupe/1")));
        assert_eq!(graph.get(&id("4"), "filename_prefix"), None);
        assert_eq!(graph.next_id(), id("76"));
    }
}
