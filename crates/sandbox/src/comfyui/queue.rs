//! The queue and the history, in memory alone: both are gone after a restart, as on the real server.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use serde_json::{Map, Number, Value, json};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::lock;

/// The history keeps this many entries.
const HISTORY_LIMIT: usize = 10_000;

/// One prompt that was accepted.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// Its place: the smallest number runs first. A whole number from the counter, or what the client gave.
    pub(crate) number: Number,
    pub(crate) prompt_id: String,
    /// The graph as validated: values already coerced to their inputs' types.
    pub(crate) graph: Map<String, Value>,
    pub(crate) extra_data: Map<String, Value>,
    /// The output nodes to be run.
    pub(crate) outputs: Vec<String>,
}

impl Item {
    /// The five parts of an item as the routes show it.
    pub(crate) fn to_json(&self) -> Value {
        json!([self.number, self.prompt_id, self.graph, self.extra_data, self.outputs])
    }

    pub(crate) fn client_id(&self) -> Option<&str> {
        self.extra_data.get("client_id").and_then(Value::as_str)
    }

    pub(crate) fn create_time_ms(&self) -> Option<i64> {
        self.extra_data.get("create_time").and_then(Value::as_i64)
    }
}

/// What is kept of a prompt that ran.
#[derive(Debug)]
pub(crate) struct HistoryEntry {
    pub(crate) item: Arc<Item>,
    /// What each output node gave, by node id.
    pub(crate) outputs: Map<String, Value>,
    /// `[type, data]` of execution_start, execution_cached and the last word.
    pub(crate) messages: Vec<(String, Value)>,
    pub(crate) succeeded: bool,
}

impl HistoryEntry {
    pub(crate) fn status(&self) -> Value {
        json!({
            "status_str": if self.succeeded { "success" } else { "error" },
            "completed": self.succeeded,
            "messages": self.messages,
        })
    }

    pub(crate) fn to_json(&self) -> Value {
        let meta: Map<String, Value> = self
            .outputs
            .keys()
            .map(|node| {
                let data = json!({"node_id": node, "display_node": node, "parent_node": null, "real_node_id": node});
                (node.clone(), data)
            })
            .collect();
        json!({"prompt": self.item.to_json(), "outputs": self.outputs, "status": self.status(), "meta": meta})
    }
}

#[derive(Debug)]
struct Pending {
    sequence: u64,
    item: Arc<Item>,
}

impl Pending {
    fn key(&self) -> (f64, u64) {
        (self.item.number.as_f64().unwrap_or(0.0), self.sequence)
    }
}

impl PartialEq for Pending {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Pending {}

impl PartialOrd for Pending {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Pending {
    fn cmp(&self, other: &Self) -> Ordering {
        let ((number, sequence), (other_number, other_sequence)) = (self.key(), other.key());
        number.total_cmp(&other_number).then(sequence.cmp(&other_sequence))
    }
}

/// The job that runs now.
#[derive(Debug, Clone)]
pub(crate) struct Running {
    pub(crate) item: Arc<Item>,
    /// Cancelled by an interrupt; the job ends at its next step.
    pub(crate) interrupted: CancellationToken,
    /// Cancelled when the server forgets: the job ends without a word.
    pub(crate) forgotten: CancellationToken,
}

/// What is known of one prompt id.
pub(crate) enum Found {
    Pending(Arc<Item>),
    Running(Arc<Item>),
    Done(Arc<HistoryEntry>),
}

#[derive(Debug, Default)]
struct Inner {
    counter: i64,
    sequence: u64,
    pending: BinaryHeap<Reverse<Pending>>,
    running: Option<Running>,
    /// The node that runs, for a client that comes back in the middle.
    running_node: Option<String>,
    order: VecDeque<String>,
    history: HashMap<String, Arc<HistoryEntry>>,
}

/// The queue and the history.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    inner: Mutex<Inner>,
    filled: Notify,
}

impl Queue {
    /// The next number of the counter. `front` makes it negative, so that it runs before all that came before.
    pub(crate) fn next_number(&self, front: bool) -> Number {
        let mut inner = lock(&self.inner);
        let number = inner.counter;
        inner.counter += 1;
        Number::from(if front { -number } else { number })
    }

    /// Puts a prompt in line. The same id twice is two jobs: the server has no check for that.
    pub(crate) fn put(&self, item: Item) {
        let mut inner = lock(&self.inner);
        inner.sequence += 1;
        let sequence = inner.sequence;
        inner.pending.push(Reverse(Pending { sequence, item: Arc::new(item) }));
        drop(inner);
        self.filled.notify_one();
    }

    /// Waits for the next prompt and makes it the running one.
    pub(crate) async fn take(&self) -> Running {
        loop {
            {
                let mut inner = lock(&self.inner);
                if let Some(Reverse(pending)) = inner.pending.pop() {
                    let running = Running {
                        item: pending.item,
                        interrupted: CancellationToken::new(),
                        forgotten: CancellationToken::new(),
                    };
                    inner.running = Some(running.clone());
                    return running;
                }
            }
            self.filled.notified().await;
        }
    }

    /// Notes which node runs, for [`Queue::running_node_of`].
    pub(crate) fn set_running_node(&self, node: Option<&str>) {
        lock(&self.inner).running_node = node.map(str::to_owned);
    }

    /// The node that runs now, if the running job belongs to this client.
    pub(crate) fn running_node_of(&self, client_id: &str) -> Option<String> {
        let inner = lock(&self.inner);
        let running = inner.running.as_ref()?;
        (running.item.client_id() == Some(client_id)).then(|| inner.running_node.clone()).flatten()
    }

    /// Takes the running job off and writes its history entry; the entry of an earlier job with its id is replaced.
    pub(crate) fn finish(&self, entry: HistoryEntry) {
        let mut inner = lock(&self.inner);
        inner.running = None;
        inner.running_node = None;
        let id = entry.item.prompt_id.clone();
        if inner.history.insert(id.clone(), Arc::new(entry)).is_none() {
            inner.order.push_back(id);
        }
        while inner.order.len() > HISTORY_LIMIT {
            if let Some(oldest) = inner.order.pop_front() {
                inner.history.remove(&oldest);
            }
        }
    }

    /// Jobs that wait or run.
    pub(crate) fn remaining(&self) -> usize {
        let inner = lock(&self.inner);
        inner.pending.len() + usize::from(inner.running.is_some())
    }

    /// The running jobs (at most one) and the waiting ones, these in heap order, which is not sorted.
    pub(crate) fn current(&self) -> (Vec<Arc<Item>>, Vec<Arc<Item>>) {
        let inner = lock(&self.inner);
        let running = inner.running.iter().map(|running| running.item.clone()).collect();
        let pending = inner.pending.iter().map(|Reverse(pending)| pending.item.clone()).collect();
        (running, pending)
    }

    /// Takes one waiting job with this id out of the line; its twins stay.
    pub(crate) fn delete(&self, prompt_id: &str) -> bool {
        let mut inner = lock(&self.inner);
        let mut all = std::mem::take(&mut inner.pending).into_vec();
        let found = all.iter().position(|Reverse(pending)| pending.item.prompt_id == prompt_id);
        if let Some(index) = found {
            all.swap_remove(index);
        }
        inner.pending = BinaryHeap::from(all);
        found.is_some()
    }

    /// Empties the line; the running job goes on.
    pub(crate) fn clear(&self) {
        lock(&self.inner).pending.clear();
    }

    /// Interrupts the running job, or only if it has this id. An interrupt of nothing is forgotten.
    pub(crate) fn interrupt(&self, prompt_id: Option<&str>) -> bool {
        let inner = lock(&self.inner);
        match &inner.running {
            Some(running) if prompt_id.is_none_or(|id| id == running.item.prompt_id) => {
                running.interrupted.cancel();
                true
            }
            _ => false,
        }
    }

    /// History entries, oldest first: all, the newest `max_items`, or `max_items` from `offset`.
    pub(crate) fn history(&self, max_items: Option<usize>, offset: Option<usize>) -> Vec<Arc<HistoryEntry>> {
        let inner = lock(&self.inner);
        let skip = match (max_items, offset) {
            (_, Some(offset)) => offset,
            (Some(max_items), None) => inner.order.len().saturating_sub(max_items),
            (None, None) => 0,
        };
        let ids = inner.order.iter().skip(skip).take(max_items.unwrap_or(usize::MAX));
        ids.filter_map(|id| inner.history.get(id).cloned()).collect()
    }

    pub(crate) fn history_of(&self, prompt_id: &str) -> Option<Arc<HistoryEntry>> {
        lock(&self.inner).history.get(prompt_id).cloned()
    }

    pub(crate) fn delete_history(&self, prompt_id: &str) {
        let mut inner = lock(&self.inner);
        inner.history.remove(prompt_id);
        inner.order.retain(|id| id != prompt_id);
    }

    pub(crate) fn clear_history(&self) {
        let mut inner = lock(&self.inner);
        inner.history.clear();
        inner.order.clear();
    }

    /// What is known of an id. A done job comes before a running twin, because the history is asked first.
    pub(crate) fn find(&self, prompt_id: &str) -> Option<Found> {
        let inner = lock(&self.inner);
        if let Some(entry) = inner.history.get(prompt_id) {
            return Some(Found::Done(entry.clone()));
        }
        if let Some(running) = inner.running.as_ref().filter(|running| running.item.prompt_id == prompt_id) {
            return Some(Found::Running(running.item.clone()));
        }
        let waiting = inner.pending.iter().find(|Reverse(pending)| pending.item.prompt_id == prompt_id);
        waiting.map(|Reverse(pending)| Found::Pending(pending.item.clone()))
    }

    /// Loses everything, as a restart does. The running job ends without a word.
    pub(crate) fn forget(&self) {
        let mut inner = lock(&self.inner);
        if let Some(running) = &inner.running {
            running.forgotten.cancel();
        }
        *inner = Inner::default();
    }
}
