//! Running prompts one after another: nodes in order, frames to the client, the entry into the history.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value as Json, json};

use super::cache::{self, NodeResult};
use super::evaluate::{self, Inputs, Sampling, Saving, sampling};
use super::faults::{Exception, NodeFault};
use super::images::{self, ImageError};
use super::journal::JournalEvent;
use super::queue::{HistoryEntry, Item, Running};
use super::sockets::To;
use super::value::{Latent, Value};
use super::{Server, frames, graph, lock, nodes, now_ms};

/// Takes prompts from the queue and runs them until the runtime ends.
pub(crate) async fn work(server: Arc<Server>) {
    loop {
        let running = server.queue.take().await;
        server.send_status();
        let prompt_id = running.item.prompt_id.clone();
        server.journal.write(JournalEvent::Started, &prompt_id);
        let run = Run::new(&server, &running);
        tokio::select! {
            () = running.forgotten.cancelled() => server.journal.write(JournalEvent::Forgotten, &prompt_id),
            () = run.whole() => {}
        }
    }
}

/// Why a run stopped before its end.
enum Stop {
    Interrupted { node: String },
    Raised(Box<Raised>),
}

/// What a node raised, and with which inputs.
struct Raised {
    node: String,
    exception: Exception,
    inputs: Json,
}

/// One run.
struct Run<'a> {
    server: &'a Arc<Server>,
    running: &'a Running,
    item: &'a Item,
    messages: Vec<(String, Json)>,
    /// The state of each node that began, for `progress_state`.
    states: Map<String, Json>,
    executed: Vec<String>,
    outputs: Map<String, Json>,
    results: HashMap<String, NodeResult>,
}

impl<'a> Run<'a> {
    fn new(server: &'a Arc<Server>, running: &'a Running) -> Self {
        Self {
            server,
            running,
            item: &running.item,
            messages: Vec::new(),
            states: Map::new(),
            executed: Vec::new(),
            outputs: Map::new(),
            results: HashMap::new(),
        }
    }

    async fn whole(mut self) {
        let prompt_id = &self.item.prompt_id;
        self.say("execution_start", json!({"prompt_id": prompt_id}));
        let order = graph::order(&self.item.graph, &self.item.outputs);
        let signatures = cache::signatures(&self.item.graph, &order, &self.server.folders);
        let outcome = self.nodes(&order, &signatures).await;
        lock(&self.server.cache).keep_only(&signatures.into_values().collect::<HashSet<_>>());
        let succeeded = outcome.is_ok();
        if self.server.faults.strike_no_outputs() {
            self.outputs.clear();
        }
        match outcome {
            Ok(()) => {
                self.server.journal.write(JournalEvent::Succeeded, prompt_id);
                self.say("execution_success", json!({"prompt_id": prompt_id}));
            }
            Err(Stop::Interrupted { node }) => {
                self.server.journal.write(JournalEvent::Cancelled, prompt_id);
                let node_type = self.class_of(&node);
                let data =
                    json!({"prompt_id": prompt_id, "node_id": node, "node_type": node_type, "executed": self.executed});
                self.say("execution_interrupted", data);
            }
            Err(Stop::Raised(raised)) => {
                let Raised { node, exception, inputs } = *raised;
                self.server.journal.write(JournalEvent::Failed, prompt_id);
                let place = format!("  File \"sandbox/{}\", in execute\n", self.class_of(&node));
                let data = json!({
                    "prompt_id": prompt_id,
                    "node_id": node,
                    "node_type": self.class_of(&node),
                    "executed": self.executed,
                    "exception_message": format!("{}\n", exception.message),
                    "exception_type": exception.kind,
                    "traceback": [place],
                    "current_inputs": inputs,
                    "current_outputs": order,
                });
                self.say("execution_error", data);
            }
        }
        // The history entry comes a moment after the last word, as on the real server.
        tokio::time::sleep(Duration::from_millis(self.server.config.history_lag_ms)).await;
        self.server.queue.finish(HistoryEntry {
            item: self.running.item.clone(),
            outputs: self.outputs,
            messages: self.messages,
            succeeded,
        });
        self.server.send_status();
        if let Some(client) = self.item.client_id() {
            let data = json!({"node": null, "prompt_id": self.item.prompt_id});
            self.server.sockets.send(To::Client(client.to_owned()), frames::text("executing", data));
        }
    }

    async fn nodes(&mut self, order: &[String], signatures: &HashMap<String, String>) -> Result<(), Stop> {
        for id in order {
            let found = signatures.get(id).and_then(|signature| lock(&self.server.cache).get(signature));
            if let Some(found) = found {
                self.results.insert(id.clone(), found);
            }
        }
        let cached: Vec<&String> = order.iter().filter(|id| self.results.contains_key(*id)).collect();
        let data = json!({"nodes": cached, "prompt_id": self.item.prompt_id});
        self.say("execution_cached", data);
        for id in cached {
            // The old files are named again, be they there or not.
            if let Some(ui) = self.results.get(id).and_then(|result| result.ui.clone()) {
                self.shown(id, ui);
            }
        }
        let saving = self.saving();
        for id in order {
            if self.results.contains_key(id) {
                continue;
            }
            let result = self.node(id, &saving).await?;
            if let Some(signature) = signatures.get(id) {
                lock(&self.server.cache).put(signature.clone(), result.clone());
            }
            if let Some(ui) = result.ui.clone() {
                self.shown(id, ui);
            }
            self.results.insert(id.clone(), result);
            self.executed.push(id.clone());
            if let Some(Json::Object(state)) = self.states.get_mut(id) {
                let max = state.get("max").cloned().unwrap_or_default();
                state.insert("value".into(), max);
                state.insert("state".into(), "finished".into());
            }
            self.send_states();
        }
        Ok(())
    }

    async fn node(&mut self, id: &str, saving: &Saving) -> Result<NodeResult, Stop> {
        self.set_state(id, json!(0.0), json!(1.0));
        self.server.queue.set_running_node(Some(id));
        self.tell("executing", json!({"node": id, "display_node": id, "prompt_id": self.item.prompt_id}));
        let class_type = self.class_of(id).to_owned();
        let inputs = self.inputs(id);
        let raised = |exception| {
            Stop::Raised(Box::new(Raised { node: id.to_owned(), exception, inputs: shown_inputs(&inputs) }))
        };
        match self.server.faults.strike_node(id, &class_type) {
            Some(NodeFault::Raise(exception)) => return Err(raised(exception)),
            Some(NodeFault::Hang) => self.running.interrupted.cancelled().await,
            None => {}
        }
        self.interrupted_at(id)?;
        if class_type.starts_with("KSampler") {
            let sampling = sampling(&class_type, &inputs).map_err(raised)?;
            return self.sample(id, sampling).await;
        }
        tokio::time::sleep(Duration::from_millis(self.server.config.step_ms * pace(&class_type))).await;
        self.interrupted_at(id)?;
        let (server, blocking_inputs, saving) = (self.server.clone(), inputs.clone(), saving.clone());
        let evaluated =
            tokio::task::spawn_blocking(move || evaluate::evaluate(&server, &class_type, &blocking_inputs, &saving));
        match evaluated.await {
            Ok(result) => result.map_err(raised),
            Err(error) => Err(raised(Exception { kind: "SystemError".into(), message: error.to_string() })),
        }
    }

    /// The steps of a sampler, with progress and, where the job asks for them, previews.
    async fn sample(&mut self, id: &str, sampling: Sampling) -> Result<NodeResult, Stop> {
        let wants_preview = self
            .item
            .extra_data
            .get("preview_method")
            .and_then(Json::as_str)
            .is_some_and(|method| method != "none" && method != "default");
        let mut small = None;
        if let (true, Some(picture)) = (wants_preview, sampling.pictures.first().cloned()) {
            let drawn = tokio::task::spawn_blocking(move || images::small(&picture, images::PREVIEW_SIDE)).await;
            small = drawn.ok().and_then(Result::ok);
        }
        for step in 1..=sampling.steps {
            tokio::time::sleep(Duration::from_millis(self.server.config.step_ms)).await;
            self.interrupted_at(id)?;
            self.set_state(id, step.into(), sampling.steps.into());
            if let Some(small) = &small {
                let (small, clearness, seed) = (small.clone(), step as f32 / sampling.steps as f32, sampling.seed);
                let seed = seed.wrapping_add(u64::from(step)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                let jpeg = tokio::task::spawn_blocking(move || images::preview(&small, clearness, seed)).await;
                self.send_preview(id, jpeg.ok());
            }
            let data = json!({"value": step, "max": sampling.steps, "prompt_id": self.item.prompt_id, "node": id});
            self.send_to_owner_or_all("progress", data);
        }
        let latent = Latent { pictures: sampling.pictures, ..sampling.latent };
        Ok(NodeResult { outputs: vec![Value::Latent(latent)], ui: None })
    }

    fn interrupted_at(&self, id: &str) -> Result<(), Stop> {
        if self.running.interrupted.is_cancelled() { Err(Stop::Interrupted { node: id.to_owned() }) } else { Ok(()) }
    }

    fn class_of(&self, id: &str) -> &str {
        self.item.graph.get(id).and_then(graph::class_type).unwrap_or_default()
    }

    /// A node's values, and what its links lead to; inputs that are not given have their defaults.
    fn inputs(&self, id: &str) -> Inputs {
        let mut inputs = Inputs::new();
        for (name, value) in self.item.graph.get(id).and_then(graph::inputs).into_iter().flatten() {
            let linked =
                graph::link(value).and_then(|link| self.results.get(link.node)?.outputs.get(link.slot).cloned());
            inputs.insert(name.clone(), linked.unwrap_or_else(|| Value::Plain(value.clone())));
        }
        inputs
    }

    fn saving(&self) -> Saving {
        let mut texts = vec![("prompt".to_owned(), Json::Object(self.item.graph.clone()))];
        if let Some(Json::Object(extra)) = self.item.extra_data.get("extra_pnginfo") {
            texts.extend(extra.iter().map(|(name, value)| (name.clone(), value.clone())));
        }
        Saving { texts, lose_files: self.server.faults.strike_lose_files() }
    }

    /// A node of the output shows what it made.
    fn shown(&mut self, id: &str, ui: Json) {
        let is_output = nodes::NODES.iter().any(|class| class.name == self.class_of(id) && class.output_node);
        if !is_output {
            return;
        }
        let data = json!({"node": id, "display_node": id, "output": ui, "prompt_id": self.item.prompt_id});
        self.tell("executed", data);
        self.outputs.insert(id.to_owned(), ui);
    }

    /// A message that is also kept in the history.
    fn say(&mut self, kind: &str, mut data: Json) {
        if let Json::Object(data) = &mut data {
            data.insert("timestamp".into(), now_ms().into());
        }
        self.tell(kind, data.clone());
        self.messages.push((kind.to_owned(), data));
    }

    /// A frame for the client that sent the job; a job without a client has no one to tell.
    fn tell(&self, kind: &str, data: Json) {
        if let Some(client) = self.item.client_id() {
            self.server.sockets.send(To::Client(client.to_owned()), frames::text(kind, data));
        }
    }

    /// Progress of a job without a client goes to everyone.
    fn send_to_owner_or_all(&self, kind: &str, data: Json) {
        self.server.sockets.send(self.owner(), frames::text(kind, data));
    }

    fn owner(&self) -> To {
        self.item.client_id().map_or(To::Everyone, |client| To::Client(client.to_owned()))
    }

    fn set_state(&mut self, id: &str, value: Json, max: Json) {
        let state = json!({
            "value": value,
            "max": max,
            "state": "running",
            "node_id": id,
            "prompt_id": self.item.prompt_id,
            "display_node_id": id,
            "parent_node_id": null,
            "real_node_id": id,
        });
        self.states.insert(id.to_owned(), state);
        self.send_states();
    }

    fn send_states(&self) {
        let data = json!({"prompt_id": self.item.prompt_id, "nodes": self.states});
        self.send_to_owner_or_all("progress_state", data);
    }

    fn send_preview(&self, id: &str, jpeg: Option<Result<Vec<u8>, ImageError>>) {
        if let Some(Ok(jpeg)) = jpeg {
            let frame = |with_metadata| frames::preview(&jpeg, &self.item.prompt_id, id, with_metadata);
            self.server.sockets.send_preview(self.owner(), frame(true), frame(false));
        }
    }
}

/// How many steps' time a node takes besides sampling.
fn pace(class_type: &str) -> u64 {
    match class_type {
        "CheckpointLoaderSimple" | "UNETLoader" => 6,
        "ImageUpscaleWithModel" => 8,
        "CLIPTextEncode" | "VAEDecode" | "VAEEncode" | "LoraLoader" | "LoraLoaderModelOnly" => 1,
        _ => 0,
    }
}

/// A node's inputs as an error shows them: each value in a list; what came along links by its kind.
fn shown_inputs(inputs: &Inputs) -> Json {
    let shown = inputs.iter().map(|(name, value)| {
        let value = match value {
            Value::Plain(value) => value.clone(),
            Value::Model(_) => "<model>".into(),
            Value::Clip => "<clip>".into(),
            Value::Vae => "<vae>".into(),
            Value::Conditioning(_) => "<conditioning>".into(),
            Value::Latent(_) => "<latent>".into(),
            Value::Images(_) => "<images>".into(),
            Value::Mask => "<mask>".into(),
            Value::UpscaleModel(_) => "<upscale model>".into(),
        };
        (name.clone(), json!([value]))
    });
    Json::Object(shown.collect())
}
