//! What nodes gave in the last run. A node whose class and inputs are the same again is not run again.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use serde_json::{Map, Value as Json};

use super::files::Folders;
use super::graph;
use super::value::Value;

/// What a node gave.
#[derive(Debug, Clone, Default)]
pub(crate) struct NodeResult {
    pub(crate) outputs: Vec<Value>,
    /// What the window is shown: saved files, a text.
    pub(crate) ui: Option<Json>,
}

/// A text that two nodes share only if they must give the same.
pub(crate) type Signature = String;

/// The results of the last run, by signature.
#[derive(Debug, Default)]
pub(crate) struct NodeCache {
    results: HashMap<Signature, NodeResult>,
}

impl NodeCache {
    pub(crate) fn get(&self, signature: &str) -> Option<NodeResult> {
        self.results.get(signature).cloned()
    }

    pub(crate) fn put(&mut self, signature: Signature, result: NodeResult) {
        self.results.insert(signature, result);
    }

    /// Forgets what the prompt that just ran did not use.
    pub(crate) fn keep_only(&mut self, used: &HashSet<Signature>) {
        self.results.retain(|signature, _| used.contains(signature));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.results.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.results.clear();
    }
}

/// The signatures of nodes in order: a node's class and values, and the signatures that its links lead to (shortened
/// to a number, so that they do not grow with the graph's depth).
pub(crate) fn signatures(graph: &Map<String, Json>, order: &[String], folders: &Folders) -> HashMap<String, Signature> {
    let mut signatures: HashMap<String, Signature> = HashMap::new();
    for id in order {
        let Some(node) = graph.get(id) else { continue };
        let class_type = graph::class_type(node).unwrap_or_default();
        let mut signature = class_type.to_owned();
        for (name, value) in graph::inputs(node).into_iter().flatten() {
            match graph::link(value).and_then(|link| Some((signatures.get(link.node)?, link.slot))) {
                Some((source, slot)) => {
                    let _ = write!(signature, "|{name}<{:016x}:{slot}", fingerprint(source));
                }
                None => {
                    let _ = write!(signature, "|{name}={value}");
                }
            }
        }
        if class_type.starts_with("LoadImage") {
            let file = graph::inputs(node).and_then(|inputs| folders.annotated(inputs.get("image")?.as_str()?));
            let metadata = file.and_then(|path| std::fs::metadata(path).ok());
            let _ = write!(signature, "|{:?}", metadata.map(|data| (data.len(), data.modified().ok())));
        }
        signatures.insert(id.clone(), signature);
    }
    signatures
}

/// FNV-1a, 64 bits: the same in every process.
pub(crate) fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
