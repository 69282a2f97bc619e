//! Workflows: those that come with the program and the creator's own, whether they can run here, and
//! running one with values of the creator's.

use crate::{
    Effect::{Read, Write},
    Error, Operation, Page, RateClass, Result, Studio,
    generation::{
        GenerationRecipe, ImageJob, LARGEST_SEED, NewJob, enqueue, for_recipe, missing_json, random_seed,
        refuse_missing, wait_for_job,
    },
    registry::operation,
    word_rules, workflows,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use troupe_comfyui::{Discovery, Graph, Values, Workflow};
use troupe_library::{CharacterId, Lora, tables::jobs::JobKind};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("workflows.list", list, Read, &["models"]).route("GET /workflows").route("GET /comfyui/workflows"),
        operation("workflows.get", get, Read, &["models"]).route("GET /workflows/{workflow_id}"),
        operation("workflows.run", run, Write, &["jobs"])
            .route("POST /workflows/{workflow_id}/run")
            .rate(RateClass::Image)
            .streams_job(),
        operation("comfyui.queue", queue, Write, &["jobs"])
            .route("POST /comfyui/queue")
            .rate(RateClass::Image)
            .streams_job(),
    ]
}

/// A workflow, and whether it can run here.
#[derive(Debug, Serialize, JsonSchema)]
struct WorkflowSummary {
    id: String,
    name: String,
    description: String,
    /// `text_to_image`, `upscale` …
    kind: Value,
    /// The families of models that it is made for.
    base_models: Value,
    /// Whether it comes with the program.
    is_shipped: bool,
    /// Whether ComfyUI has all that it needs; `null` when it could not be asked.
    is_runnable: Option<bool>,
    /// Nodes, models and choices that ComfyUI lacks.
    missing: Option<Value>,
}

fn summary(workflow: &Workflow, discovery: Option<&Discovery>) -> WorkflowSummary {
    let missing = discovery.and_then(|discovery| discovery.missing(workflow, &Values::default()).ok());
    WorkflowSummary {
        id: workflow.id().as_str().to_owned(),
        name: workflow.manifest.name.clone(),
        description: workflow.manifest.description.clone(),
        kind: json!(workflow.manifest.kind),
        base_models: json!(workflow.manifest.base_models),
        is_shipped: workflow.is_shipped,
        is_runnable: missing.as_ref().map(troupe_comfyui::Missing::is_empty),
        missing: missing.as_ref().map(missing_json),
    }
}

async fn discovery(studio: &Studio) -> Option<std::sync::Arc<Discovery>> {
    let server = studio.comfyui().current().await.ok().flatten()?;
    server.discovery().await.ok()
}

/// The workflows: those that come with the program and the creator's own, each runnable here or with
/// what is missing.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListWorkflows {
    /// At most this many, 1 to 200 (200).
    limit: Option<u32>,
    /// After this many.
    offset: Option<u32>,
}

/// A page of workflows.
#[derive(Debug, Serialize, JsonSchema)]
struct WorkflowList {
    workflows: Vec<WorkflowSummary>,
    total: usize,
    limit: u32,
    offset: u32,
}

async fn list(studio: &Studio, input: ListWorkflows) -> Result<WorkflowList> {
    let page = Page::of(input.limit, input.offset, 200)?;
    let all = workflows::all(studio)?;
    let found = discovery(studio).await;
    let total = all.len();
    let workflows = page.cut(all).map(|workflow| summary(&workflow, found.as_deref())).collect();
    Ok(WorkflowList { workflows, total, limit: page.limit, offset: page.offset })
}

/// One workflow with its inputs.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetWorkflow {
    /// The workflow.
    workflow_id: String,
}

/// A workflow in full.
#[derive(Debug, Serialize, JsonSchema)]
struct WorkflowDetail {
    #[serde(flatten)]
    summary: WorkflowSummary,
    /// Its inputs: name, label, kind, default and limits.
    inputs: Value,
    /// Whether LoRAs can be put in.
    takes_loras: bool,
    /// The graph in ComfyUI's API format, before values are filled in.
    graph: Value,
}

async fn get(studio: &Studio, input: GetWorkflow) -> Result<WorkflowDetail> {
    let workflow = workflows::get(studio, &input.workflow_id)?;
    let found = discovery(studio).await;
    Ok(WorkflowDetail {
        summary: summary(&workflow, found.as_deref()),
        inputs: json!(workflow.manifest.inputs),
        takes_loras: workflow.manifest.loras.is_some(),
        graph: json!(workflow.template),
    })
}

/// Runs a workflow with values for its inputs, by the names that `workflows.get` tells.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RunWorkflow {
    /// The workflow.
    workflow_id: String,
    /// Values by the names of its inputs; what is left out has the workflow's default. A seed that is
    /// left out or -1 is random.
    #[serde(default, alias = "values")]
    #[schemars(extend("x-aliases" = ["values"]))]
    inputs: Map<String, Value>,
    /// LoRAs in the order in which they are applied.
    #[serde(default)]
    loras: Vec<Lora>,
    /// The character that it shows.
    character_id: Option<CharacterId>,
    /// How many times, each with a seed of its own, 1 to 500 (1).
    count: Option<u32>,
    /// Wait this many seconds for it, at most 300.
    wait: Option<u32>,
}

async fn run(studio: &Studio, input: RunWorkflow) -> Result<ImageJob> {
    let workflow = workflows::get(studio, &input.workflow_id)?;
    let count = input.count.unwrap_or(1);
    if !(1..=500).contains(&count) {
        return Err(Error::field("count", "must be from 1 to 500"));
    }
    let mut base = GenerationRecipe::of_workflow(workflow.id().as_str(), 0);
    let mut values = input.inputs.clone();
    let seed = values.remove("seed").and_then(|seed| seed.as_i64()).filter(|seed| *seed >= 0);
    let text = |name: &str| values.get(name).and_then(Value::as_str).map(str::to_owned);
    base.prompt = text("prompt").unwrap_or_default();
    base.asked.clone_from(&base.prompt);
    base.negative_prompt = text("negative_prompt").unwrap_or_default();
    base.model = text("model");
    word_rules::check("inputs.prompt", &base.prompt)?;
    let number = |name: &str| values.get(name).and_then(Value::as_u64).and_then(|side| u32::try_from(side).ok());
    (base.width, base.height, base.steps) = (number("width"), number("height"), number("steps"));
    base.loras = input.loras;
    base.values = values;
    base.character = match input.character_id {
        Some(id) => Some(crate::generation::character_part(studio, id, None, false, false).await?.recipe),
        None => None,
    };
    let recipes: Vec<_> = (0..u64::from(count))
        .map(|number| {
            let mut recipe = base.clone();
            let first = seed.and_then(|seed| u64::try_from(seed).ok());
            recipe.seed = first.map_or_else(random_seed, |seed| (seed + number) & LARGEST_SEED);
            recipe
        })
        .collect();
    if let Some(recipe) = recipes.first() {
        // A wrong value is said now, not by a run that fails at night.
        troupe_comfyui::build(&workflow, &workflows::values(recipe, &workflow))?;
    }
    refuse_missing(for_recipe(studio, &recipes).await?.as_ref())?;
    let title = if base.prompt.is_empty() { workflow.manifest.name.clone() } else { base.prompt };
    let new = NewJob {
        kind: JobKind::Workflow,
        batch_id: None,
        character_id: input.character_id,
        title,
        input: json!({ "workflow_id": input.workflow_id, "inputs": input.inputs, "prompt": base.asked }),
        retry_of: None,
        recipes,
    };
    let id = enqueue(studio, new).await?;
    wait_for_job(studio, id, input.wait).await
}

/// Queues a graph in ComfyUI's API format, as it is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct QueueGraph {
    /// The graph: node ids with class_type and inputs.
    #[serde(alias = "graph", alias = "workflow")]
    #[schemars(extend("x-aliases" = ["graph", "workflow"]))]
    prompt: Map<String, Value>,
    /// Wait this many seconds for it, at most 300.
    wait: Option<u32>,
}

async fn queue(studio: &Studio, input: QueueGraph) -> Result<ImageJob> {
    let graph = Value::Object(input.prompt);
    let text = graph.to_string();
    let read = Graph::from_json(&text).map_err(|error| Error::field("prompt", error.to_string()))?;
    for (id, node) in read.nodes() {
        for (name, value) in &node.inputs {
            if let Some(words) = value.as_str() {
                word_rules::check(&format!("prompt.{}.inputs.{name}", id.as_str()), words)?;
            }
        }
    }
    let mut recipe = GenerationRecipe::of_workflow("graph", 0);
    recipe.graph = Some(graph.clone());
    let new = NewJob {
        kind: JobKind::Graph,
        batch_id: None,
        character_id: None,
        title: format!("A graph of {} nodes", read.nodes().len()),
        input: json!({ "prompt": graph }),
        retry_of: None,
        recipes: vec![recipe],
    };
    let id = enqueue(studio, new).await?;
    wait_for_job(studio, id, input.wait).await
}
