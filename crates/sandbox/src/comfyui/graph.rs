//! Reading a prompt's graph: nodes, links, and the order in which its nodes run.

use std::collections::HashSet;

use serde_json::{Map, Value};

/// A link to an output of another node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link<'a> {
    pub(crate) node: &'a str,
    pub(crate) slot: usize,
}

/// A well-formed link: a list of a node id and a slot.
pub(crate) fn link(value: &Value) -> Option<Link<'_>> {
    match value.as_array()?.as_slice() {
        [node, slot] => Some(Link { node: node.as_str()?, slot: usize::try_from(slot.as_u64()?).ok()? }),
        _ => None,
    }
}

/// The class of a node, if it names one.
pub(crate) fn class_type(node: &Value) -> Option<&str> {
    node.get("class_type")?.as_str()
}

/// The inputs of a node.
pub(crate) fn inputs(node: &Value) -> Option<&Map<String, Value>> {
    node.get("inputs")?.as_object()
}

/// The nodes that these outputs need, each after all that it takes from. The graph is valid, so it has no cycle.
pub(crate) fn order(graph: &Map<String, Value>, outputs: &[String]) -> Vec<String> {
    let (mut order, mut seen) = (Vec::new(), HashSet::new());
    // A stack of its own rather than recursion: a graph is a client's and may be thousands of nodes deep.
    let mut stack: Vec<(&str, bool)> = outputs.iter().rev().map(|id| (id.as_str(), false)).collect();
    while let Some((id, entered)) = stack.pop() {
        if entered {
            order.push(id.to_owned());
            continue;
        }
        if !seen.insert(id) {
            continue;
        }
        stack.push((id, true));
        let Some(inputs) = graph.get(id).and_then(inputs) else { continue };
        let links: Vec<&str> = inputs.values().filter_map(|value| link(value).map(|link| link.node)).collect();
        stack.extend(links.into_iter().rev().filter(|id| graph.contains_key(*id)).map(|id| (id, false)));
    }
    order
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn a_node_runs_after_all_that_it_takes_from_and_once() {
        let graph = json!({
            "9": {"class_type": "SaveImage", "inputs": {"images": ["75:8", 0], "filename_prefix": "x"}},
            "75:8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
            "3": {"class_type": "KSampler", "inputs": {"model": ["4", 0]}},
            "4": {"class_type": "CheckpointLoaderSimple", "inputs": {}},
            "11": {"class_type": "CheckpointLoaderSimple", "inputs": {}},
        });
        assert_eq!(order(graph.as_object().unwrap(), &["9".into()]), ["4", "3", "75:8", "9"]);
    }

    #[test]
    fn only_a_pair_of_id_and_slot_is_a_link() {
        assert_eq!(link(&json!(["3", 0])), Some(Link { node: "3", slot: 0 }));
        for value in [json!(["3"]), json!([3, 0]), json!(["3", -1]), json!("3"), json!(["3", 0, 0])] {
            assert_eq!(link(&value), None, "{value}");
        }
    }
}
