//! How far a prompt is, as one number that only grows.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Frame, Graph, NodeId};

/// The part of the whole that sampling gets when there is any; the nodes share the rest.
const SAMPLING_SHARE: f64 = 0.8;

/// How far a prompt is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    /// From 0 to 1; it never falls.
    pub fraction: f64,
    /// The node being run.
    pub node: Option<NodeId>,
    /// That node's steps done.
    pub value: f64,
    /// That node's steps in all.
    pub max: f64,
}

/// Counts nodes and sampling steps as frames tell of them.
#[derive(Debug, Clone)]
pub(crate) struct ProgressCount {
    node_count: usize,
    /// Steps of each sampling node.
    steps: BTreeMap<NodeId, f64>,
    /// Part of each node's work that is done, from 0 to 1.
    done: BTreeMap<NodeId, f64>,
    finished: BTreeSet<NodeId>,
    progress: Progress,
}

impl ProgressCount {
    pub(crate) fn new(graph: &Graph) -> Self {
        let steps = graph.sampling_steps().into_iter().map(|(node, steps)| (node, steps as f64)).collect();
        Self {
            node_count: graph.nodes().len(),
            steps,
            done: BTreeMap::new(),
            finished: BTreeSet::new(),
            progress: Progress::default(),
        }
    }

    /// Takes a frame of this prompt in; answers the progress if the frame changed it.
    pub(crate) fn take(&mut self, frame: &Frame) -> Option<Progress> {
        let before = self.progress.clone();
        match frame {
            Frame::Cached { nodes, .. } => nodes.iter().for_each(|node| self.finish(node)),
            Frame::Executing { node: Some(node), .. } => self.begin(node),
            Frame::Progress { node, value, max, .. } => {
                if let Some(node) = node.clone().or_else(|| self.progress.node.clone()) {
                    self.advance(&node, *value, *max);
                }
            }
            Frame::ProgressState { nodes, .. } => {
                for (node, state) in nodes {
                    if state.is_finished { self.finish(node) } else { self.advance(node, state.value, state.max) }
                }
            }
            Frame::Success { .. } => self.progress.fraction = 1.0,
            _ => {}
        }
        self.progress.fraction = self.progress.fraction.max(self.fraction());
        (self.progress != before).then(|| self.progress.clone())
    }

    /// One node runs at a time: when the next begins, the last has ended.
    fn begin(&mut self, node: &NodeId) {
        if let Some(last) = self.progress.node.take().filter(|last| last != node) {
            self.finish(&last);
        }
        if self.progress.node.as_ref() != Some(node) {
            self.progress = Progress { node: Some(node.clone()), value: 0.0, max: 0.0, ..self.progress };
        }
    }

    fn advance(&mut self, node: &NodeId, value: f64, max: f64) {
        if self.finished.contains(node) || max.is_nan() || max <= 0.0 {
            return;
        }
        self.done.insert(node.clone(), (value / max).clamp(0.0, 1.0));
        self.progress = Progress { node: Some(node.clone()), value, max, ..self.progress };
    }

    fn finish(&mut self, node: &NodeId) {
        self.finished.insert(node.clone());
        self.done.insert(node.clone(), 1.0);
    }

    fn fraction(&self) -> f64 {
        let of_nodes = self.done.values().sum::<f64>() / self.node_count.max(1) as f64;
        let all_steps: f64 = self.steps.values().sum();
        let fraction = if all_steps > 0.0 {
            let steps_done: f64 =
                self.steps.iter().map(|(node, steps)| steps * self.done.get(node).unwrap_or(&0.0)).sum();
            (1.0 - SAMPLING_SHARE) * of_nodes + SAMPLING_SHARE * steps_done / all_steps
        } else {
            of_nodes
        };
        fraction.clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::PromptId;

    const GRAPH: &str = r#"{"1":{"class_type":"L"},"2":{"class_type":"S","inputs":{"steps":30}},"3":{"class_type":"S","inputs":{"steps":10}},"4":{"class_type":"V"}}"#;

    #[test]
    fn progress_counts_steps_more_than_nodes_and_never_falls() {
        let id = PromptId::random();
        let mut count = ProgressCount::new(&Graph::from_json(GRAPH).unwrap());
        let executing = |node: &str| Frame::Executing { prompt_id: Some(id), node: Some(node.into()) };
        let step = |node: Option<&str>, value: f64, max: f64| Frame::Progress {
            prompt_id: Some(id),
            node: node.map(NodeId::from),
            value,
            max,
        };
        let mut take = |frame: Frame| count.take(&frame).map(|progress| (progress.fraction * 1000.0).round() / 1000.0);
        assert_eq!(take(Frame::Cached { prompt_id: id, nodes: vec!["1".into()] }), Some(0.05));
        assert_eq!(take(executing("2")), Some(0.05));
        assert_eq!(take(executing("2")), None, "nothing has changed");
        assert_eq!(take(step(Some("2"), 15.0, 30.0)), Some(0.375));
        assert_eq!(take(step(None, 30.0, 30.0)), Some(0.7));
        assert_eq!(take(step(Some("2"), 1.0, 30.0)), Some(0.7), "a node that begins anew does not turn it back");
        assert_eq!(take(executing("3")), Some(0.7));
        assert_eq!(take(step(Some("3"), 5.0, 10.0)), Some(0.825));
        assert_eq!(take(step(Some("3"), 5.0, 0.0)), None);
        assert_eq!(take(executing("4")), Some(0.95));
        assert_eq!(take(Frame::Success { prompt_id: id }), Some(1.0));
    }

    #[test]
    fn without_sampling_the_nodes_count() {
        let mut count =
            ProgressCount::new(&Graph::from_json(r#"{"1":{"class_type":"A"},"2":{"class_type":"B"}}"#).unwrap());
        let frame = Frame::Progress { prompt_id: None, node: Some("2".into()), value: 1.0, max: 2.0 };
        assert_eq!(count.take(&frame).unwrap().fraction, 0.25);
    }
}
