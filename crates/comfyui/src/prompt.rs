//! Sending a prompt: what goes out with it, and how the server says no.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{ClientId, Graph, NodeId, PromptId};

/// A prompt as plain data: it can be kept in a row, sent, and sent again after a break.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PromptRequest {
    /// Our id. Store it before sending; send it again only after [`Client::job`](crate::Client::job) does not know it.
    pub prompt_id: PromptId,
    /// What is to be run.
    pub graph: Graph,
    /// Data that the server writes into each saved picture's text chunks and into its history, by name.
    #[serde(default)]
    pub extra_pnginfo: Map<String, Value>,
    /// Whether and how previews are made while sampling.
    #[serde(default)]
    pub preview: PreviewMethod,
    /// Where in the server's queue it goes.
    #[serde(default)]
    pub position: QueuePosition,
    /// Run these output nodes only; empty: all.
    #[serde(default)]
    pub only_outputs: Vec<NodeId>,
}

/// How the server makes previews. Without an order it makes none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PreviewMethod {
    /// No previews.
    None,
    /// What the server thinks best.
    Auto,
    /// Fast and coarse, always there.
    #[default]
    Latent2rgb,
    /// Finer, where the server has its small decoder.
    Taesd,
}

/// Where in the server's queue a prompt goes. Smaller numbers run first.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QueuePosition {
    /// After all others.
    #[default]
    Back,
    /// Before all others.
    Front,
    /// At a number of our own.
    Number(f64),
}

impl PromptRequest {
    /// A prompt to be sent as it is.
    pub fn new(prompt_id: PromptId, graph: Graph) -> Self {
        Self {
            prompt_id,
            graph,
            extra_pnginfo: Map::new(),
            preview: PreviewMethod::default(),
            position: QueuePosition::default(),
            only_outputs: Vec::new(),
        }
    }

    /// Makes the prompt's files findable: they are saved as `<app>/<prompt id>_00001_.png` and so on, and carry `about`
    /// (a job's id, for example) under the app's name.
    pub fn marked(mut self, app: &str, about: Value) -> Self {
        self.graph.set_filename_prefix(&format!("{app}/{}", self.prompt_id));
        self.extra_pnginfo.insert(app.to_owned(), about);
        self
    }

    /// The body of `POST /prompt`.
    pub(crate) fn body(&self, client: Option<&ClientId>) -> Value {
        let mut body = json!({
            "prompt": self.graph,
            "prompt_id": self.prompt_id,
            "extra_data": { "extra_pnginfo": self.extra_pnginfo, "preview_method": self.preview },
        });
        if let Some(client) = client {
            body["client_id"] = json!(client);
        }
        match self.position {
            QueuePosition::Back => {}
            QueuePosition::Front => body["front"] = json!(true),
            QueuePosition::Number(number) => body["number"] = json!(number),
        }
        if !self.only_outputs.is_empty() {
            body["partial_execution_targets"] = json!(self.only_outputs);
        }
        body
    }
}

/// The server's word that a prompt is in its queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Accepted {
    /// The prompt's id, the one that was sent.
    pub prompt_id: PromptId,
    /// Its number in the queue; numbers that go back tell of a restart. `None` if the answer was lost on the way.
    pub number: Option<f64>,
    /// Outputs that will NOT be made although the prompt is queued: a graph with one good and one broken output is
    /// taken and the broken one dropped.
    pub dropped: Vec<FieldError>,
}

/// Why a prompt was refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rejection {
    /// The server's name of the trouble, as `prompt_outputs_failed_validation` or `missing_node_type`.
    pub kind: String,
    /// The server's sentence.
    pub message: String,
    /// The node, where one is named.
    pub node: Option<NodeId>,
    /// The class that the server does not know. It names the first only.
    pub missing_class: Option<String>,
    /// What is wrong with which field.
    pub fields: Vec<FieldError>,
}

/// What is wrong with one field of a graph.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldError {
    /// The node.
    pub node: NodeId,
    /// Its class.
    pub class_type: String,
    /// The input, where the server names it.
    pub input: Option<String>,
    /// The server's name of the trouble, as `value_not_in_list`.
    pub kind: String,
    /// The server's sentence.
    pub message: String,
    /// Its details, as `ckpt_name: 'x' not in [...]`.
    pub details: String,
    /// The value that was sent, where the server repeats it.
    pub received: Option<Value>,
}

impl Rejection {
    /// Reads the body of a refusal.
    pub(crate) fn read(body: &Value) -> Option<Self> {
        let error = body.get("error")?;
        // Some refusals carry a plain sentence in place of an object.
        if let Some(message) = error.as_str() {
            return Some(Self {
                kind: "refused".to_owned(),
                message: message.to_owned(),
                node: None,
                missing_class: None,
                fields: Vec::new(),
            });
        }
        let kind = text(error, "type");
        let extra = error.get("extra_info");
        let missing_class = (kind == "missing_node_type")
            .then(|| extra.and_then(|e| e.get("class_type")?.as_str()).unwrap_or_default().to_owned());
        Some(Self {
            message: [text(error, "message"), text(error, "details")]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(": "),
            node: extra.and_then(|e| e.get("node_id")?.as_str()).map(NodeId::from),
            missing_class,
            fields: FieldError::read_all(body.get("node_errors")),
            kind,
        })
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        for (number, field) in self.fields.iter().enumerate() {
            write!(f, "{} {field}", if number == 0 { ";" } else { "," })?;
        }
        Ok(())
    }
}

impl FieldError {
    /// Reads `node_errors`.
    pub(crate) fn read_all(node_errors: Option<&Value>) -> Vec<Self> {
        let nodes = node_errors.and_then(Value::as_object).into_iter().flatten();
        nodes
            .flat_map(|(node, entry)| {
                let class_type = text(entry, "class_type");
                let errors = entry.get("errors").and_then(Value::as_array).into_iter().flatten();
                errors.map(move |error| {
                    let extra = error.get("extra_info");
                    Self {
                        node: node.as_str().into(),
                        class_type: class_type.clone(),
                        input: extra.and_then(|e| e.get("input_name")?.as_str()).map(str::to_owned),
                        kind: text(error, "type"),
                        message: text(error, "message"),
                        details: text(error, "details"),
                        received: extra.and_then(|e| e.get("received_value")).cloned(),
                    }
                })
            })
            .collect()
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "node {} ({}): {}", self.node, self.class_type, self.message)?;
        if self.details.is_empty() { Ok(()) } else { write!(f, " ({})", self.details) }
    }
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_body_says_who_what_and_where() {
        let id = PromptId::random();
        let graph = Graph::from_json(r#"{"9":{"class_type":"SaveImage","inputs":{"filename_prefix":"x"}}}"#).unwrap();
        let mut request = PromptRequest::new(id, graph).marked("troupe", json!({"job_id": "j"}));
        request.position = QueuePosition::Number(-1.5);
        request.only_outputs = vec!["9".into()];
        let body = request.body(Some(&ClientId::from("c")));
        assert_eq!(
            body,
            json!({
                "prompt": {"9": {"class_type": "SaveImage", "inputs": {"filename_prefix": format!("troupe/{id}")}}},
                "prompt_id": id.to_string(), "client_id": "c", "number": -1.5, "partial_execution_targets": ["9"],
                "extra_data": {"extra_pnginfo": {"troupe": {"job_id": "j"}}, "preview_method": "latent2rgb"},
            })
        );
        request.position = QueuePosition::Front;
        request.only_outputs.clear();
        let body = request.body(None);
        assert_eq!(
            (body.get("front"), body.get("number"), body.get("client_id"), body.get("partial_execution_targets")),
            (Some(&json!(true)), None, None, None)
        );
        assert_eq!(serde_json::from_str::<PromptRequest>(&serde_json::to_string(&request).unwrap()).unwrap(), request);
    }

    #[test]
    fn refusals_name_the_field() {
        let rejection = Rejection::read(&json!({
            "error": {"type": "prompt_outputs_failed_validation", "message": "Prompt outputs failed validation", "details": "", "extra_info": {}},
            "node_errors": {"4": {"class_type": "CheckpointLoaderSimple", "dependent_outputs": ["9"], "errors": [{
                "type": "value_not_in_list", "message": "Value not in list", "details": "ckpt_name: 'x' not in ['y']",
                "extra_info": {"input_name": "ckpt_name", "received_value": "x"}}]}},
        }))
        .unwrap();
        assert_eq!(rejection.fields[0].input.as_deref(), Some("ckpt_name"));
        assert_eq!(rejection.fields[0].received, Some(json!("x")));
        assert_eq!(
            rejection.to_string(),
            "Prompt outputs failed validation; node 4 (CheckpointLoaderSimple): Value not in list (ckpt_name: 'x' not in ['y'])"
        );
        let rejection = Rejection::read(&json!({
            "error": {"type": "missing_node_type", "message": "Node 'A' not found.", "details": "Node ID '#3'", "extra_info": {"node_id": "3", "class_type": "A"}},
            "node_errors": {},
        }))
        .unwrap();
        assert_eq!((rejection.missing_class.as_deref(), rejection.node), (Some("A"), Some("3".into())));
        assert_eq!(Rejection::read(&json!({"error": "no"})).unwrap().message, "no");
        assert_eq!(Rejection::read(&json!({"x": 1})), None);
    }
}
