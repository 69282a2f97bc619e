//! Faults on demand: what goes wrong, where, and how often, as a test or a person ordered it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::armed::{Armed, Ordered};

/// What is to go wrong. In JSON the field `kind` names it: `{"kind": "html", "path": "/system_stats"}`.
///
/// `path` is a route without the prefix `/api` except for `/api/jobs…`, with or without a method before it
/// (`POST /prompt`); it fits every request that begins with it, and `/` fits all of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// The next run fails at a node: the first with this id or class, or the first sampler.
    FailRun {
        /// A node id or a class such as `VAEDecode`.
        #[serde(default)]
        node: Option<String>,
        /// The Python class that is named, such as `RuntimeError`.
        #[serde(default = "runtime_error")]
        exception_type: String,
        /// What it says.
        exception_message: String,
    },
    /// The next run fails in the sampler for want of GPU memory, in the words of CUDA.
    OutOfMemory {
        /// A node id or a class; the first sampler when absent.
        #[serde(default)]
        node: Option<String>,
    },
    /// The next run stops at a node and goes no further until it is interrupted or forgotten.
    HangRun {
        /// A node id or a class; the first sampler when absent.
        #[serde(default)]
        node: Option<String>,
    },
    /// The next run ends well and names its files, but none of them is there.
    LoseFiles,
    /// The next run ends well and gives no outputs.
    NoOutputs,
    /// The disk is full: an upload answers 500, a run fails where it saves.
    DiskFull,
    /// The server takes the request, does what was asked and closes without an answer.
    LoseReply {
        /// The route.
        #[serde(default = "prompt_path")]
        path: String,
    },
    /// The connection closes in the middle of the answer.
    Cut {
        /// The route.
        path: String,
    },
    /// The connection stays open and no answer comes until the faults are disarmed.
    HangAnswer {
        /// The route.
        path: String,
    },
    /// The answer comes late.
    Slow {
        /// The route.
        path: String,
        /// How late, in milliseconds.
        delay_ms: u64,
    },
    /// The answer is an HTML page with status 200, as of another program or a proxy.
    Html {
        /// The route.
        path: String,
    },
    /// The answer is this status with a plain text, and nothing is done. 503 is a busy server.
    Status {
        /// The route.
        path: String,
        /// An HTTP status from 100 to 599.
        status: u16,
        /// The text.
        #[serde(default)]
        body: String,
    },
    /// A model is gone from all lists until disarmed.
    MissingModel {
        /// Its name as the lists show it.
        name: String,
    },
    /// A node class is gone from `/object_info` until disarmed, as a pack that failed to import.
    MissingNode {
        /// The class.
        class_type: String,
    },
}

fn runtime_error() -> String {
    "RuntimeError".into()
}

fn prompt_path() -> String {
    "POST /prompt".into()
}

/// What CUDA says when memory is short.
const OUT_OF_MEMORY: &str = "CUDA out of memory. Tried to allocate 2.50 GiB. GPU 0 has a total capacity of 7.66 GiB of which 512.44 MiB is free. Including non-PyTorch memory, this process has 7.15 GiB memory in use.";

/// What a node raises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exception {
    pub(crate) kind: String,
    pub(crate) message: String,
}

/// What an armed fault does to a node that is about to run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NodeFault {
    Raise(Exception),
    Hang,
}

/// A fault and how often it still strikes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArmedFault {
    /// What goes wrong.
    #[serde(flatten)]
    pub fault: Fault,
    /// How often it still strikes; absent for those that hold until disarmed.
    pub remaining: Option<u32>,
}

/// The armed faults of ComfyUI.
pub(crate) type Faults = Armed<ArmedFault>;

impl Ordered for ArmedFault {
    fn times_left(&mut self) -> Option<&mut u32> {
        self.remaining.as_mut()
    }
}

impl ArmedFault {
    /// A fault for so many strikes. A missing model or node holds until disarmed.
    pub(crate) fn new(fault: Fault, times: u32) -> Self {
        let lasting = matches!(fault, Fault::MissingModel { .. } | Fault::MissingNode { .. });
        Self { fault, remaining: (!lasting).then_some(times) }
    }
}

impl Faults {
    /// What `fits` makes of the first armed fault that fits; it has struck once more.
    fn strike<T>(&self, fits: impl Fn(&Fault) -> Option<T>) -> Option<T> {
        self.take(|armed| fits(&armed.fault))
    }

    /// The fault of the transport that strikes a request with this method to this path.
    pub(crate) fn strike_request(&self, method: &str, path: &str) -> Option<Fault> {
        let request = format!("{method} {path}");
        let meant = |prefix: &str| path.starts_with(prefix) || request.starts_with(prefix);
        self.strike(|fault| match fault {
            Fault::LoseReply { path: prefix }
            | Fault::Cut { path: prefix }
            | Fault::HangAnswer { path: prefix }
            | Fault::Slow { path: prefix, .. }
            | Fault::Html { path: prefix }
            | Fault::Status { path: prefix, .. } => meant(prefix).then(|| fault.clone()),
            _ => None,
        })
    }

    /// The fault that strikes a node as its turn comes.
    pub(crate) fn strike_node(&self, id: &str, class_type: &str) -> Option<NodeFault> {
        let meant = |node: &Option<String>| match node {
            Some(node) => node == id || node == class_type,
            None => class_type.starts_with("KSampler"),
        };
        self.strike(|fault| match fault {
            Fault::FailRun { node, exception_type, exception_message } if meant(node) => {
                Some(NodeFault::Raise(Exception { kind: exception_type.clone(), message: exception_message.clone() }))
            }
            Fault::OutOfMemory { node } if meant(node) => Some(NodeFault::Raise(Exception {
                kind: "torch.OutOfMemoryError".into(),
                message: OUT_OF_MEMORY.into(),
            })),
            Fault::HangRun { node } if meant(node) => Some(NodeFault::Hang),
            _ => None,
        })
    }

    pub(crate) fn strike_disk_full(&self) -> bool {
        self.strike(|fault| (*fault == Fault::DiskFull).then_some(())).is_some()
    }

    pub(crate) fn strike_lose_files(&self) -> bool {
        self.strike(|fault| (*fault == Fault::LoseFiles).then_some(())).is_some()
    }

    pub(crate) fn strike_no_outputs(&self) -> bool {
        self.strike(|fault| (*fault == Fault::NoOutputs).then_some(())).is_some()
    }

    pub(crate) fn hides_model(&self, model: &str) -> bool {
        self.any(|armed| matches!(&armed.fault, Fault::MissingModel { name } if name == model))
    }

    pub(crate) fn hides_node(&self, class: &str) -> bool {
        self.any(|armed| matches!(&armed.fault, Fault::MissingNode { class_type } if class_type == class))
    }
}

/// Reads `{"kind": …, …, "times": n}`.
pub(crate) fn parse_order(order: Value) -> Result<(Fault, u32), String> {
    let mut order = match order {
        Value::Object(order) => order,
        _ => return Err("A fault is a JSON object with the field `kind`.".into()),
    };
    let times = match order.remove("times") {
        None => 1,
        Some(times) => match times.as_u64().and_then(|times| u32::try_from(times).ok()) {
            Some(times) if times > 0 => times,
            _ => return Err("`times` is a whole number from 1.".into()),
        },
    };
    let fault: Fault = serde_json::from_value(Value::Object(order)).map_err(|error| error.to_string())?;
    match &fault {
        Fault::Status { status, .. } if !(100..600).contains(status) => {
            Err("`status` is a number from 100 to 599.".into())
        }
        _ => Ok((fault, times)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn a_fault_strikes_as_often_as_ordered() {
        let faults = Faults::default();
        let (fault, times) = parse_order(json!({"kind": "html", "path": "/queue", "times": 2})).unwrap();
        faults.arm(ArmedFault::new(fault, times));
        assert_eq!(faults.strike_request("GET", "/history"), None);
        assert!(faults.strike_request("GET", "/queue").is_some());
        assert!(faults.strike_request("GET", "/queue").is_some());
        assert_eq!(faults.strike_request("GET", "/queue"), None);
    }

    #[test]
    fn a_fault_may_be_meant_for_one_method() {
        let faults = Faults::default();
        faults.arm(ArmedFault::new(Fault::LoseReply { path: prompt_path() }, 1));
        assert_eq!(faults.strike_request("GET", "/prompt"), None);
        assert!(faults.strike_request("POST", "/prompt").is_some());
    }

    #[test]
    fn a_fault_of_a_node_waits_for_its_node() {
        let faults = Faults::default();
        faults.arm(ArmedFault::new(Fault::OutOfMemory { node: None }, 1));
        assert_eq!(faults.strike_node("4", "CheckpointLoaderSimple"), None);
        let struck = faults.strike_node("3", "KSampler").unwrap();
        assert!(matches!(struck, NodeFault::Raise(exception) if exception.message.starts_with("CUDA out of memory")));
    }

    #[test]
    fn an_order_that_is_not_known_is_refused_in_words() {
        for order in [
            json!([]),
            json!({"kind": "nope"}),
            json!({"kind": "disk_full", "times": 0}),
            json!({"kind": "status", "path": "/", "status": 7}),
        ] {
            assert!(!parse_order(order.clone()).unwrap_err().is_empty(), "{order}");
        }
    }
}
