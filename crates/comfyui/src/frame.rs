//! What the server says over the WebSocket, read into one enum.

use std::collections::BTreeMap;

use bytes::{Buf, Bytes};
use serde_json::{Map, Value};

use crate::{Failure, NodeId, NodeOutput, PromptId};

/// One frame. Frames are hints: some get lost, and what counts is what [`Client::job`](crate::Client::job) says.
#[derive(Debug, Clone, PartialEq)]
pub enum Frame {
    /// How many prompts are in the queue, of everybody. The first one also says the client id that frames go to.
    Status {
        /// Prompts waiting and running.
        queue_remaining: u64,
        /// The client id, in the first frame.
        sid: Option<String>,
    },
    /// What the server can do, in answer to the same from us.
    FeatureFlags(Map<String, Value>),
    /// A prompt begins.
    Start {
        /// Which.
        prompt_id: PromptId,
    },
    /// Nodes whose results are still there from before.
    Cached {
        /// Of which prompt.
        prompt_id: PromptId,
        /// The nodes.
        nodes: Vec<NodeId>,
    },
    /// How far every node is that has begun.
    ProgressState {
        /// Of which prompt.
        prompt_id: PromptId,
        /// The nodes.
        nodes: BTreeMap<NodeId, NodeProgress>,
    },
    /// How far the running node is.
    Progress {
        /// Of which prompt; older servers don't say.
        prompt_id: Option<PromptId>,
        /// The node; older servers don't say.
        node: Option<NodeId>,
        /// Steps done.
        value: f64,
        /// Steps in all.
        max: f64,
    },
    /// A node begins; without a node the prompt has ended, and its result can be asked for.
    Executing {
        /// Of which prompt; the first frame after a reconnection does not say.
        prompt_id: Option<PromptId>,
        /// The node.
        node: Option<NodeId>,
    },
    /// A node has brought something forth.
    Executed {
        /// Of which prompt.
        prompt_id: PromptId,
        /// The node.
        node: NodeId,
        /// What.
        output: NodeOutput,
    },
    /// A prompt ended well. Its history may come some milliseconds later.
    Success {
        /// Which.
        prompt_id: PromptId,
    },
    /// A prompt ended with an error.
    Error {
        /// Which.
        prompt_id: PromptId,
        /// Why.
        failure: Failure,
    },
    /// A prompt was interrupted.
    Interrupted {
        /// Which.
        prompt_id: PromptId,
    },
    /// A picture of the work in progress.
    Preview {
        /// Of which prompt; older servers don't say.
        prompt_id: Option<PromptId>,
        /// Of which node; older servers don't say.
        node: Option<NodeId>,
        /// `image/jpeg` or `image/png`.
        media_type: String,
        /// The picture's file.
        bytes: Bytes,
    },
}

/// How far a node is.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeProgress {
    /// Steps done.
    pub value: f64,
    /// Steps in all.
    pub max: f64,
    /// Whether it has ended.
    pub is_finished: bool,
}

impl Frame {
    /// Reads a text frame; `None` for kinds that nobody here needs (custom nodes send their own) and for what can't be
    /// read.
    pub fn read_text(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let data = value.get("data")?;
        let prompt = || data.get("prompt_id")?.as_str()?.parse::<PromptId>().ok();
        let node = || data.get("node").and_then(Value::as_str).map(NodeId::from);
        let number = |key: &str| data.get(key).and_then(Value::as_f64);
        Some(match value.get("type")?.as_str()? {
            "status" => Self::Status {
                queue_remaining: data.get("status")?.get("exec_info")?.get("queue_remaining")?.as_u64()?,
                sid: data.get("sid").and_then(Value::as_str).map(str::to_owned),
            },
            "feature_flags" => Self::FeatureFlags(data.as_object()?.clone()),
            "execution_start" => Self::Start { prompt_id: prompt()? },
            "execution_cached" => {
                let nodes = data.get("nodes").and_then(Value::as_array).into_iter().flatten();
                Self::Cached {
                    prompt_id: prompt()?,
                    nodes: nodes.filter_map(Value::as_str).map(NodeId::from).collect(),
                }
            }
            "progress_state" => {
                let nodes = data.get("nodes")?.as_object()?.iter();
                let read = |(id, node): (&String, &Value)| {
                    let number = |key: &str| node.get(key).and_then(Value::as_f64);
                    let is_finished = node.get("state").and_then(Value::as_str) == Some("finished");
                    Some((
                        NodeId::from(id.as_str()),
                        NodeProgress { value: number("value")?, max: number("max")?, is_finished },
                    ))
                };
                Self::ProgressState { prompt_id: prompt()?, nodes: nodes.filter_map(read).collect() }
            }
            "progress" => {
                Self::Progress { prompt_id: prompt(), node: node(), value: number("value")?, max: number("max")? }
            }
            "executing" => Self::Executing { prompt_id: prompt(), node: node() },
            "executed" => {
                Self::Executed { prompt_id: prompt()?, node: node()?, output: NodeOutput::read(data.get("output")?) }
            }
            "execution_success" => Self::Success { prompt_id: prompt()? },
            "execution_error" => Self::Error { prompt_id: prompt()?, failure: Failure::read(data) },
            "execution_interrupted" => Self::Interrupted { prompt_id: prompt()? },
            _ => return None,
        })
    }

    /// Reads a binary frame, big-endian numbers first: kind 1 is `[image kind][image]`, kind 4 is
    /// `[length][JSON about the image][image]`. `None` for other kinds and for what can't be read.
    pub fn read_binary(mut bytes: Bytes) -> Option<Self> {
        match bytes.try_get_u32().ok()? {
            1 => {
                let media_type = match bytes.try_get_u32().ok()? {
                    1 => "image/jpeg",
                    2 => "image/png",
                    _ => return None,
                };
                Some(Self::Preview { prompt_id: None, node: None, media_type: media_type.to_owned(), bytes })
            }
            4 => {
                let length = usize::try_from(bytes.try_get_u32().ok()?).ok()?;
                if length > bytes.len() {
                    return None;
                }
                let about: Value = serde_json::from_slice(&bytes.split_to(length)).ok()?;
                let text = |key: &str| about.get(key).and_then(Value::as_str);
                Some(Self::Preview {
                    prompt_id: text("prompt_id").and_then(|id| id.parse().ok()),
                    node: text("node_id").map(NodeId::from),
                    media_type: text("image_type").unwrap_or("image/jpeg").to_owned(),
                    bytes,
                })
            }
            _ => None,
        }
    }

    /// The prompt that the frame is about.
    pub fn prompt_id(&self) -> Option<PromptId> {
        match self {
            Self::Status { .. } | Self::FeatureFlags(_) => None,
            Self::Start { prompt_id }
            | Self::Cached { prompt_id, .. }
            | Self::ProgressState { prompt_id, .. }
            | Self::Executed { prompt_id, .. }
            | Self::Success { prompt_id }
            | Self::Error { prompt_id, .. }
            | Self::Interrupted { prompt_id } => Some(*prompt_id),
            Self::Progress { prompt_id, .. } | Self::Executing { prompt_id, .. } | Self::Preview { prompt_id, .. } => {
                *prompt_id
            }
        }
    }

    /// Fills in the prompt where the frame does not say it: the server runs one at a time.
    pub(crate) fn about(mut self, current: Option<PromptId>) -> Self {
        if let Self::Progress { prompt_id, .. } | Self::Executing { prompt_id, .. } | Self::Preview { prompt_id, .. } =
            &mut self
        {
            *prompt_id = prompt_id.or(current);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn read(kind: &str, data: Value) -> Option<Frame> {
        Frame::read_text(&json!({"type": kind, "data": data}).to_string())
    }

    #[test]
    fn every_kind_of_text_frame_is_read() {
        let id = PromptId::random();
        for (kind, data, frame) in [
            (
                "status",
                json!({"status": {"exec_info": {"queue_remaining": 2}}, "sid": "c"}),
                Frame::Status { queue_remaining: 2, sid: Some("c".into()) },
            ),
            (
                "status",
                json!({"status": {"exec_info": {"queue_remaining": 0}}}),
                Frame::Status { queue_remaining: 0, sid: None },
            ),
            ("execution_start", json!({"prompt_id": id, "timestamp": 1}), Frame::Start { prompt_id: id }),
            (
                "execution_cached",
                json!({"prompt_id": id, "nodes": ["4", "75:6"]}),
                Frame::Cached { prompt_id: id, nodes: vec!["4".into(), "75:6".into()] },
            ),
            (
                "progress",
                json!({"value": 1, "max": 4, "prompt_id": id, "node": "3"}),
                Frame::Progress { prompt_id: Some(id), node: Some("3".into()), value: 1.0, max: 4.0 },
            ),
            (
                "progress",
                json!({"value": 1, "max": 4}),
                Frame::Progress { prompt_id: None, node: None, value: 1.0, max: 4.0 },
            ),
            (
                "executing",
                json!({"node": "3", "prompt_id": id}),
                Frame::Executing { prompt_id: Some(id), node: Some("3".into()) },
            ),
            ("executing", json!({"node": "3"}), Frame::Executing { prompt_id: None, node: Some("3".into()) }),
            ("executing", json!({"node": null, "prompt_id": id}), Frame::Executing { prompt_id: Some(id), node: None }),
            ("execution_success", json!({"prompt_id": id}), Frame::Success { prompt_id: id }),
            ("execution_interrupted", json!({"prompt_id": id, "node_id": "3"}), Frame::Interrupted { prompt_id: id }),
        ] {
            assert_eq!(read(kind, data.clone()), Some(frame), "{kind} {data}");
        }
        let Some(Frame::ProgressState { nodes, .. }) = read(
            "progress_state",
            json!({"prompt_id": id, "nodes": {"3": {"value": 1.0, "max": 4, "state": "running"}, "4": {"value": 1, "max": 1, "state": "finished"}}}),
        ) else {
            panic!()
        };
        assert_eq!((nodes["3"].value, nodes["3"].is_finished, nodes["4"].is_finished), (1.0, false, true));
        let Some(Frame::Error { failure, .. }) = read(
            "execution_error",
            json!({"prompt_id": id, "node_id": "3", "exception_message": "CUDA out of memory", "exception_type": "E"}),
        ) else {
            panic!()
        };
        assert_eq!((failure.kind, failure.node), (crate::FailureKind::OutOfMemory, Some("3".into())));
        let Some(Frame::Executed { output, .. }) =
            read("executed", json!({"prompt_id": id, "node": "9", "output": {"images": [{"filename": "a.png"}]}}))
        else {
            panic!()
        };
        assert_eq!(output.files.len(), 1);
    }

    #[test]
    fn what_can_not_be_read_is_left_out() {
        for text in [
            "",
            "{",
            "[]",
            "{}",
            r#"{"type":"status"}"#,
            r#"{"type":"crystools.monitor","data":{}}"#,
            r#"{"type":"execution_start","data":{"prompt_id":"7"}}"#,
        ] {
            assert_eq!(Frame::read_text(text), None, "{text}");
        }
        for bytes in [
            &b""[..],
            b"\0\0\0",
            b"\0\0\0\x01",
            b"\0\0\0\x01\0\0\0\x09x",
            b"\0\0\0\x04\0\0\0\xff{}",
            b"\0\0\0\x04\0\0\0\x01{",
            b"\0\0\0\x03\0\0\0\x01a",
        ] {
            assert_eq!(Frame::read_binary(Bytes::copy_from_slice(bytes)), None, "{bytes:?}");
        }
    }

    #[test]
    fn previews_are_read_in_both_forms() {
        let id = PromptId::random();
        let plain = Frame::read_binary(Bytes::from_static(b"\0\0\0\x01\0\0\0\x02PNG")).unwrap();
        assert_eq!(
            plain,
            Frame::Preview { prompt_id: None, node: None, media_type: "image/png".into(), bytes: "PNG".into() }
        );
        assert_eq!(plain.about(Some(id)).prompt_id(), Some(id));
        let about = json!({"node_id": "3", "prompt_id": id, "image_type": "image/jpeg"}).to_string();
        let mut bytes = vec![0, 0, 0, 4];
        bytes.extend(u32::try_from(about.len()).unwrap().to_be_bytes());
        bytes.extend(about.as_bytes());
        bytes.extend(b"JPEG");
        let told = Frame::read_binary(bytes.into()).unwrap();
        assert_eq!(
            told,
            Frame::Preview {
                prompt_id: Some(id),
                node: Some("3".into()),
                media_type: "image/jpeg".into(),
                bytes: "JPEG".into()
            }
        );
    }
}
