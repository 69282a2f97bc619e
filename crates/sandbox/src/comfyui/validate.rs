//! The checks that `POST /prompt` makes before it queues a graph, with the error bodies that the real server gives.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::nodes::{self, Choices, Input, Kind, NodeClass};
use super::{Server, graph};

/// Lists longer than this are not written out in an error.
const LISTED_CHOICES: usize = 20;

/// A graph that may be queued.
#[derive(Debug)]
pub(crate) struct Valid {
    /// The graph, its values coerced to their inputs' types.
    pub(crate) graph: Map<String, Value>,
    /// The output nodes that will run.
    pub(crate) outputs: Vec<String>,
    /// What is wrong with the outputs that will not.
    pub(crate) node_errors: Map<String, Value>,
}

/// A graph that may not: the error and what is wrong node by node.
#[derive(Debug)]
pub(crate) struct Invalid {
    pub(crate) error: Value,
    pub(crate) node_errors: Map<String, Value>,
}

/// The form that all errors have.
pub(crate) fn error(kind: &str, message: impl Into<String>, details: impl Into<String>, extra_info: Value) -> Value {
    json!({"type": kind, "message": message.into(), "details": details.into(), "extra_info": extra_info})
}

/// Checks a graph. `targets` names the output nodes to be run; all of them when absent.
pub(crate) fn validate(
    server: &Server,
    mut graph: Map<String, Value>,
    targets: Option<&[String]>,
) -> Result<Valid, Box<Invalid>> {
    let mut outputs = Vec::new();
    for (id, node) in &graph {
        let class = class_of(server, id, node).map_err(|error| Box::new(Invalid { error, node_errors: Map::new() }))?;
        if class.output_node && targets.is_none_or(|targets| targets.contains(id)) {
            outputs.push(id.clone());
        }
    }
    if outputs.is_empty() {
        let error = error("prompt_no_outputs", "Prompt has no outputs", "", json!({}));
        return Err(Box::new(Invalid { error, node_errors: Map::new() }));
    }

    let mut checks = Checks { server, graph: &mut graph, results: HashMap::new(), visiting: HashSet::new() };
    let mut node_errors: Map<String, Value> = Map::new();
    let (mut good, mut needed_by_bad) = (Vec::new(), Vec::new());
    for id in outputs {
        match checks.node(&id) {
            Ok(true) => good.push(id),
            Ok(false) => needed_by_bad.push(id),
            Err(raised) => {
                let details = raised.message.clone();
                let info = json!({"exception_type": raised.kind, "traceback": [raised.line()]});
                let error = error("exception_during_validation", "Exception when validating node", details, info);
                checks.results.insert(id.clone(), Checked { right: false, errors: vec![error] });
                needed_by_bad.push(id);
            }
        }
    }
    let results = std::mem::take(&mut checks.results);
    for output in needed_by_bad {
        for id in graph::order(&graph, std::slice::from_ref(&output)) {
            let Some(errors) = results.get(&id).map(|checked| &checked.errors).filter(|errors| !errors.is_empty())
            else {
                continue;
            };
            let class_type = graph.get(&id).and_then(graph::class_type);
            let entry = node_errors
                .entry(id)
                .or_insert_with(|| json!({"errors": errors, "dependent_outputs": [], "class_type": class_type}));
            if let Some(Value::Array(dependent)) = entry.get_mut("dependent_outputs") {
                dependent.push(output.clone().into());
            }
        }
    }
    if good.is_empty() {
        let error = error("prompt_outputs_failed_validation", "Prompt outputs failed validation", "", json!({}));
        return Err(Box::new(Invalid { error, node_errors }));
    }
    Ok(Valid { graph, outputs: good, node_errors })
}

fn class_of(server: &Server, id: &str, node: &Value) -> Result<&'static NodeClass, Value> {
    let missing = |message: String, class_type: Option<&str>, title: Option<&str>| {
        let info = json!({"node_id": id, "class_type": class_type, "node_title": title});
        error("missing_node_type", message, format!("Node ID '#{id}'"), info)
    };
    let title = node.get("_meta").and_then(|meta| meta.get("title")).and_then(Value::as_str);
    let Some(class_type) = graph::class_type(node) else {
        let message =
            format!("Node 'ID #{id}' has no class_type. The workflow may be corrupted or a custom node is missing.");
        return Err(missing(message, None, title));
    };
    nodes::class(server, class_type).ok_or_else(|| {
        let title = title.unwrap_or(class_type);
        let message = format!("Node '{title}' not found. The custom node may not be installed.");
        missing(message, Some(class_type), Some(title))
    })
}

/// What the real server's Python raises on a graph that it did not foresee.
struct Raised {
    kind: &'static str,
    message: String,
}

impl Raised {
    fn line(&self) -> String {
        format!("  {}: {}\n", self.kind, self.message)
    }
}

/// What was found of one node.
struct Checked {
    /// Whether it and all that it takes from are right.
    right: bool,
    /// What is wrong with the node itself.
    errors: Vec<Value>,
}

struct Checks<'a> {
    server: &'a Server,
    graph: &'a mut Map<String, Value>,
    results: HashMap<String, Checked>,
    visiting: HashSet<String>,
}

/// How deep a chain of links may be, as Python's recursion limit does it.
const DEPTH_LIMIT: usize = 400;

impl Checks<'_> {
    /// Whether a node and all that it takes from are right. An error is what Python would raise out of the check.
    fn node(&mut self, id: &str) -> Result<bool, Raised> {
        if let Some(checked) = self.results.get(id) {
            return Ok(checked.right);
        }
        if self.visiting.len() > DEPTH_LIMIT {
            return Err(Raised { kind: "RecursionError", message: "maximum recursion depth exceeded".into() });
        }
        if !self.visiting.insert(id.to_owned()) {
            let error = error("dependency_cycle", "Dependency cycle detected", "", json!({"node_id": id}));
            self.results.insert(id.to_owned(), Checked { right: false, errors: vec![error] });
            return Ok(false);
        }
        let outcome = self.inputs(id);
        self.visiting.remove(id);
        let (errors, sources_right) = outcome?;
        let right = errors.is_empty() && sources_right;
        // A cycle through this node has already put its error here.
        let checked = self.results.entry(id.to_owned()).or_insert(Checked { right, errors: Vec::new() });
        checked.errors.extend(errors);
        Ok(right && checked.right)
    }

    fn inputs(&mut self, id: &str) -> Result<(Vec<Value>, bool), Raised> {
        let node = self.graph.get(id).cloned().unwrap_or_default();
        let class = graph::class_type(&node).and_then(|name| nodes::class(self.server, name));
        let Some(class) = class else { return Ok((Vec::new(), true)) };
        let mut given = graph::inputs(&node).cloned().unwrap_or_default();
        let (mut errors, mut sources_right) = (Vec::new(), true);
        for input in class.inputs {
            let Some(value) = given.get_mut(input.name) else {
                if input.required {
                    let info = json!({"input_name": input.name});
                    errors.push(error("required_input_missing", "Required input is missing", input.name, info));
                }
                continue;
            };
            if value.is_array() {
                match self.link(class, input, value)? {
                    Linked::Right => {}
                    Linked::SourceWrong => sources_right = false,
                    Linked::Wrong(error) => errors.push(error),
                }
            } else if let Err(error) = self.literal(class, input, value) {
                errors.push(error);
            }
        }
        if let Some(inputs) = self.graph.get_mut(id).and_then(|node| node.get_mut("inputs")) {
            *inputs = Value::Object(given);
        }
        Ok((errors, sources_right))
    }

    fn link(&mut self, class: &NodeClass, input: &Input, value: &Value) -> Result<Linked, Raised> {
        let info = |mut more: Map<String, Value>| {
            let mut info = Map::new();
            info.insert("input_name".into(), input.name.into());
            info.insert("input_config".into(), nodes::input_config(self.server, class.form, input));
            info.append(&mut more);
            Value::Object(info)
        };
        let Some([source, slot]) = value.as_array().map(Vec::as_slice) else {
            let message = "Bad linked input, must be a length-2 list of [node_id, slot_index]";
            let more = Map::from_iter([("received_value".to_owned(), value.clone())]);
            return Ok(Linked::Wrong(error("bad_linked_input", message, input.name, info(more))));
        };
        let key = source.as_str().map_or_else(|| source.to_string(), str::to_owned);
        let absent = || Raised {
            kind: "KeyError",
            message: source.as_str().map_or_else(|| key.clone(), |id| format!("'{id}'")),
        };
        let node = source.as_str().and_then(|id| self.graph.get(id)).ok_or_else(absent)?;
        let source_class =
            graph::class_type(node).and_then(|name| nodes::class(self.server, name)).ok_or_else(absent)?;
        let Some(slot) = slot.as_u64().and_then(|slot| usize::try_from(slot).ok()) else {
            let message = "tuple indices must be integers or slices, not str".to_owned();
            return Err(Raised { kind: "TypeError", message });
        };
        let Some((received, _)) = source_class.outputs.get(slot) else {
            return Err(Raised { kind: "IndexError", message: "tuple index out of range".into() });
        };
        let wanted = type_name(input.kind);
        if wanted != "*" && *received != wanted {
            let details = format!("{}, received_type({received}) mismatch input_type({wanted})", input.name);
            let more = Map::from_iter([
                ("received_type".to_owned(), json!(received)),
                ("linked_node".to_owned(), value.clone()),
            ]);
            let message = "Return type mismatch between linked nodes";
            return Ok(Linked::Wrong(error("return_type_mismatch", message, details, info(more))));
        }
        match self.node(&key) {
            Ok(true) => Ok(Linked::Right),
            Ok(false) => Ok(Linked::SourceWrong),
            Err(raised) => {
                // The exception is booked on the node that raised it, with the consumer's input as context.
                let info = json!({
                    "input_name": input.name,
                    "input_config": nodes::input_config(self.server, class.form, input),
                    "exception_message": raised.message,
                    "exception_type": raised.kind,
                    "traceback": [raised.line()],
                    "linked_node": value,
                });
                let message = "Exception when validating inner node";
                let error = error("exception_during_inner_validation", message, raised.message, info);
                self.results.insert(key, Checked { right: false, errors: vec![error] });
                Ok(Linked::SourceWrong)
            }
        }
    }

    /// Coerces a value to its input's type, then checks its limits.
    fn literal(&self, class: &NodeClass, input: &Input, value: &mut Value) -> Result<(), Value> {
        if let Some(wrapped) = value.get("__value__") {
            *value = wrapped.clone();
        }
        let config = || nodes::input_config(self.server, class.form, input);
        let unconverted = |kind: &str, exception: String, value: &Value| {
            let received = python(value);
            let received = received.trim_matches('\'');
            error(
                "invalid_input_type",
                format!("Failed to convert an input value to a {kind} value"),
                format!("{}, {received}, {exception}", input.name),
                json!({
                    "input_name": input.name,
                    "input_config": config(),
                    "received_value": value,
                    "exception_message": exception,
                }),
            )
        };
        let out_of_range = |kind: &str, message: String, value: &Value| {
            let info = json!({"input_name": input.name, "input_config": config(), "received_value": value});
            error(kind, message, input.name, info)
        };
        match input.kind {
            Kind::Link(_) => Ok(()),
            Kind::Int { min, max, .. } => {
                let Some(number) = to_int(value) else {
                    let exception = format!("invalid literal for int() with base 10: {}", python(value));
                    return Err(unconverted("INT", exception, value));
                };
                *value = match (i64::try_from(number), u64::try_from(number)) {
                    (Ok(number), _) => number.into(),
                    (_, Ok(number)) => number.into(),
                    _ => value.clone(),
                };
                if number < min {
                    let message = format!("Value {number} smaller than min of {min}");
                    return Err(out_of_range("value_smaller_than_min", message, value));
                }
                if number > max {
                    let message = format!("Value {number} bigger than max of {max}");
                    return Err(out_of_range("value_bigger_than_max", message, value));
                }
                Ok(())
            }
            Kind::Float { min, max, .. } => {
                let Some(number) = to_float(value) else {
                    let exception = format!("could not convert string to float: {}", python(value));
                    return Err(unconverted("FLOAT", exception, value));
                };
                *value = number.into();
                if number < min {
                    let message = format!("Value {number:?} smaller than min of {min:?}");
                    return Err(out_of_range("value_smaller_than_min", message, value));
                }
                if number > max {
                    let message = format!("Value {number:?} bigger than max of {max:?}");
                    return Err(out_of_range("value_bigger_than_max", message, value));
                }
                Ok(())
            }
            Kind::Text { .. } => {
                if !value.is_string() {
                    *value = python(value).into();
                }
                Ok(())
            }
            Kind::Boolean { .. } => {
                let truth = match &*value {
                    Value::Bool(truth) => *truth,
                    Value::Null => false,
                    Value::Number(number) => number.as_f64() != Some(0.0),
                    Value::String(text) => !text.is_empty(),
                    Value::Array(list) => !list.is_empty(),
                    Value::Object(map) => !map.is_empty(),
                };
                *value = truth.into();
                Ok(())
            }
            Kind::Choice(Choices::InputFiles) => {
                let name = value.as_str().unwrap_or_default();
                if self.server.folders.annotated(name).is_some() {
                    return Ok(());
                }
                let details = format!("{} - Invalid image file: {name}", input.name);
                let message = "Custom validation failed for node";
                Err(error("custom_validation_failed", message, details, json!({"input_name": input.name})))
            }
            Kind::Choice(from) => {
                let names = nodes::choices(self.server, from);
                if value.as_str().is_some_and(|value| names.iter().any(|name| name == value)) {
                    return Ok(());
                }
                // A long list is neither written out nor sent along.
                let long = names.len() > LISTED_CHOICES;
                let listed =
                    if long { format!("(list of length {})", names.len()) } else { python(&Value::from(names)) };
                let details = format!("{}: {} not in {listed}", input.name, python(value));
                let config = if long { Value::Null } else { config() };
                let info = json!({"input_name": input.name, "input_config": config, "received_value": value});
                Err(error("value_not_in_list", "Value not in list", details, info))
            }
        }
    }
}

enum Linked {
    Right,
    SourceWrong,
    Wrong(Value),
}

fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Link(name) => name,
        Kind::Int { .. } => "INT",
        Kind::Float { .. } => "FLOAT",
        Kind::Text { .. } => "STRING",
        Kind::Boolean { .. } => "BOOLEAN",
        Kind::Choice(_) => "COMBO",
    }
}

/// A value in Python's spelling, as the details of errors have it.
fn python(value: &Value) -> String {
    match value {
        Value::Null => "None".into(),
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => format!("'{text}'"),
        Value::Array(list) => format!("[{}]", list.iter().map(python).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let fields = map.iter().map(|(name, value)| format!("'{name}': {}", python(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
    }
}

/// `int()` of Python: numbers are cut, texts are read.
fn to_int(value: &Value) -> Option<i128> {
    match value {
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), _, _) => Some(number.into()),
            (_, Some(number), _) => Some(number.into()),
            // The cast saturates, which is still outside of every limit.
            (_, _, Some(number)) => Some(number.trunc() as i128),
            _ => None,
        },
        Value::String(text) => text.trim().parse().ok(),
        Value::Bool(truth) => Some((*truth).into()),
        _ => None,
    }
}

/// `float()` of Python.
fn to_float(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        Value::Bool(truth) => Some(f64::from(u8::from(*truth))),
        _ => None,
    }
}
