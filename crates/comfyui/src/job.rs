//! What the server says of one prompt, read from its jobs or, where it has none of that, from queue and history.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{NodeId, Outputs, PromptId};

/// Where a prompt stands on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobStatus {
    /// Waiting.
    Pending,
    /// Being run.
    Running,
    /// Ended well.
    Done,
    /// Ended with an error.
    Failed,
    /// Interrupted. A prompt taken back while it waited leaves no trace at all.
    Cancelled,
}

impl JobStatus {
    /// Whether it will not change any more.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// One prompt as the server knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Its id.
    pub prompt_id: PromptId,
    /// Where it stands.
    pub status: JobStatus,
    /// What it brought forth, also before it failed.
    pub outputs: Outputs,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// When it began and ended, in milliseconds since 1970 by the server's clock.
    pub started_at_ms: Option<u64>,
    /// See [`Self::started_at_ms`].
    pub ended_at_ms: Option<u64>,
}

/// An error at run time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// What sort of trouble it is.
    pub kind: FailureKind,
    /// The node that failed.
    pub node: Option<NodeId>,
    /// Its class.
    pub class_type: String,
    /// The exception's sentence.
    pub message: String,
    /// The exception's class, as `torch.OutOfMemoryError`.
    pub exception_type: String,
    /// The traceback, line by line, for the log.
    pub traceback: Vec<String>,
}

/// Sorts of run-time errors that call for different answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// The graphics card's or the computer's memory did not suffice: a smaller setting may.
    OutOfMemory,
    /// Anything else.
    Other,
}

impl FailureKind {
    /// Tells running out of memory from other errors by the words that CUDA, ROCm, Apple's MPS, DirectML and CPU
    /// builds of PyTorch use for it.
    pub fn of(exception_type: &str, message: &str) -> Self {
        const CLASSES: [&str; 2] = ["outofmemory", "memoryerror"];
        const WORDS: [&str; 12] = [
            "out of memory",
            "hiperrormemoryallocation",
            "hiperroroutofmemory",
            "cudaerrormemoryallocation",
            "cublas_status_alloc_failed",
            "cudnn_status_alloc_failed",
            "could not allocate tensor",
            "not enough memory",
            "not enough gpu video memory",
            "failed to allocate memory",
            "invalid buffer size",
            "e_outofmemory",
        ];
        let (class, message) = (exception_type.to_lowercase(), message.to_lowercase());
        let is_memory =
            CLASSES.iter().any(|word| class.contains(word)) || WORDS.iter().any(|word| message.contains(word));
        if is_memory { Self::OutOfMemory } else { Self::Other }
    }
}

impl Failure {
    /// Reads an `execution_error`, which frames, history and jobs carry alike.
    pub fn read(data: &Value) -> Self {
        let text = |key: &str| data.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        let (message, exception_type) = (text("exception_message"), text("exception_type"));
        let traceback = data.get("traceback").and_then(Value::as_array).into_iter().flatten();
        Self {
            kind: FailureKind::of(&exception_type, &message),
            node: data.get("node_id").and_then(Value::as_str).map(NodeId::from),
            class_type: text("node_type"),
            traceback: traceback.filter_map(Value::as_str).map(str::to_owned).collect(),
            message,
            exception_type,
        }
    }
}

impl Job {
    /// Reads `GET /api/jobs/{id}`.
    pub(crate) fn read(prompt_id: PromptId, value: &Value) -> Option<Self> {
        let status = match value.get("status")?.as_str()? {
            "pending" | "waiting_to_dispatch" => JobStatus::Pending,
            "in_progress" => JobStatus::Running,
            "completed" => JobStatus::Done,
            "failed" => JobStatus::Failed,
            "cancelled" => JobStatus::Cancelled,
            _ => return None,
        };
        let time = |key: &str| value.get(key).and_then(Value::as_u64);
        Some(Self {
            prompt_id,
            status,
            outputs: value.get("outputs").map(Outputs::read).unwrap_or_default(),
            failure: value.get("execution_error").filter(|error| error.is_object()).map(Failure::read),
            started_at_ms: time("execution_start_time"),
            ended_at_ms: time("execution_end_time"),
        })
    }

    /// A prompt that stands in the queue.
    pub(crate) fn queued(prompt_id: PromptId, status: JobStatus) -> Self {
        Self { prompt_id, status, outputs: Outputs::default(), failure: None, started_at_ms: None, ended_at_ms: None }
    }
}

/// One finished prompt in the server's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// What it brought forth.
    pub outputs: Outputs,
    /// Whether it ended well.
    pub completed: bool,
    /// What happened, in order: name and data.
    pub messages: Vec<(String, Value)>,
}

impl HistoryEntry {
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let outputs = Outputs::read(value.get("outputs")?);
        let status = value.get("status");
        // Very old servers write no status; what stands in their history ended well.
        let completed = status.and_then(|s| s.get("completed")?.as_bool()).unwrap_or(true);
        let messages = status.and_then(|s| s.get("messages")?.as_array()).into_iter().flatten();
        let messages = messages
            .filter_map(|message| Some((message.get(0)?.as_str()?.to_owned(), message.get(1)?.clone())))
            .collect();
        Some(Self { outputs, completed, messages })
    }

    /// The entry as a job. History calls an interrupted prompt an error too: its last message tells.
    pub(crate) fn into_job(self, prompt_id: PromptId) -> Job {
        let find = |name: &str| self.messages.iter().rev().find(|(found, _)| found == name).map(|(_, data)| data);
        let failure = find("execution_error").map(Failure::read);
        let status = match (self.completed, find("execution_interrupted")) {
            (true, _) => JobStatus::Done,
            (false, Some(_)) => JobStatus::Cancelled,
            (false, None) => JobStatus::Failed,
        };
        let time = |data: Option<&Value>| data.and_then(|data| data.get("timestamp")?.as_u64());
        let started_at_ms = time(find("execution_start"));
        let ended_at_ms = time(self.messages.last().map(|(_, data)| data));
        Job { prompt_id, status, failure, started_at_ms, ended_at_ms, outputs: self.outputs }
    }
}

/// The server's queue.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Queue {
    /// What is being run.
    pub running: Vec<QueueItem>,
    /// What waits, the next one first.
    pub pending: Vec<QueueItem>,
}

/// One prompt in the queue. The id is text: other programs' prompts may carry any.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueueItem {
    /// Its number; smaller ones run first.
    pub number: f64,
    /// Its id.
    pub prompt_id: String,
}

impl Queue {
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let list = |key: &str| -> Option<Vec<QueueItem>> {
            let items = value.get(key)?.as_array()?.iter();
            Some(
                items
                    .filter_map(|item| {
                        Some(QueueItem { number: item.get(0)?.as_f64()?, prompt_id: item.get(1)?.as_str()?.to_owned() })
                    })
                    .collect(),
            )
        };
        let (running, mut pending) = (list("queue_running")?, list("queue_pending")?);
        // The server sends its heap as it lies in memory.
        pending.sort_by(|a, b| a.number.total_cmp(&b.number));
        Some(Self { running, pending })
    }

    /// Where a prompt stands: running, or waiting behind so many others.
    pub fn place(&self, prompt_id: PromptId) -> Option<QueuePlace> {
        let id = prompt_id.to_string();
        if self.running.iter().any(|item| item.prompt_id == id) {
            return Some(QueuePlace::Running);
        }
        self.pending.iter().position(|item| item.prompt_id == id).map(|ahead| QueuePlace::Pending { ahead })
    }
}

/// A place in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueuePlace {
    /// It is being run.
    Running,
    /// It waits.
    Pending {
        /// How many wait before it.
        ahead: usize,
    },
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn running_out_of_memory_is_told_from_other_errors() {
        use FailureKind::*;
        for (class, message, kind) in [
            ("torch.OutOfMemoryError", "Allocation on device", OutOfMemory),
            ("torch.cuda.OutOfMemoryError", "CUDA out of memory. Tried to allocate 2.00 GiB", OutOfMemory),
            ("RuntimeError", "HIP out of memory. Tried to allocate", OutOfMemory),
            ("RuntimeError", "HIP error: hipErrorOutOfMemory", OutOfMemory),
            ("RuntimeError", "MPS backend out of memory (MPS allocated: 17.9 GB)", OutOfMemory),
            ("RuntimeError", "Invalid buffer size: 24.00 GB", OutOfMemory),
            (
                "RuntimeError",
                "Could not allocate tensor with 1073741824 bytes. There is not enough GPU video memory available!",
                OutOfMemory,
            ),
            (
                "RuntimeError",
                "[enforce fail at alloc_cpu.cpp:114] data. DefaultCPUAllocator: not enough memory",
                OutOfMemory,
            ),
            ("RuntimeError", "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate", OutOfMemory),
            ("MemoryError", "", OutOfMemory),
            ("PIL.UnidentifiedImageError", "cannot identify image file", Other),
            ("RuntimeError", "mat1 and mat2 shapes cannot be multiplied", Other),
        ] {
            assert_eq!(FailureKind::of(class, message), kind, "{class}: {message}");
        }
    }

    #[test]
    fn history_tells_done_failed_and_interrupted_apart() {
        let entry = |completed: bool, last: &str| {
            json!({"outputs": {"9": {"images": [{"filename": "a.png"}]}}, "status": {"completed": completed, "messages": [
                ["execution_start", {"timestamp": 5}],
                [last, {"timestamp": 9, "node_id": "3", "node_type": "KSampler", "exception_message": "bad\n", "exception_type": "X", "traceback": ["a", "b"]}],
            ]}})
        };
        for (completed, last, status) in [
            (true, "execution_success", JobStatus::Done),
            (false, "execution_error", JobStatus::Failed),
            (false, "execution_interrupted", JobStatus::Cancelled),
        ] {
            let job = HistoryEntry::read(&entry(completed, last)).unwrap().into_job(PromptId::random());
            assert_eq!(job.status, status);
            assert_eq!((job.started_at_ms, job.ended_at_ms), (Some(5), Some(9)));
            assert_eq!(job.outputs.files().count(), 1, "outputs before a failure are kept");
            assert_eq!(job.failure.is_some(), status == JobStatus::Failed);
        }
    }

    #[test]
    fn the_queue_is_put_in_order() {
        let id = PromptId::random();
        let queue = Queue::read(&json!({"queue_running": [[3, "r", {}, {}, []]], "queue_pending": [[9, "c"], [-2.5, "a"], [9.5, id], [4, "b"], "odd"]})).unwrap();
        assert_eq!(queue.pending.iter().map(|item| item.prompt_id.as_str()).collect::<Vec<_>>()[..3], ["a", "b", "c"]);
        assert_eq!(queue.place(id), Some(QueuePlace::Pending { ahead: 3 }));
        assert_eq!(queue.place(PromptId::random()), None);
        assert_eq!(Queue::read(&json!({})), None);
    }
}
