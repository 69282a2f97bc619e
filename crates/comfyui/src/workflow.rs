//! Workflows as data: a graph to fill in (JSON, API format) and a manifest (TOML) that says which input takes which value.

use std::{collections::BTreeSet, path::Path};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{BaseModel, Error, Graph, NodeId, Result, Slot, WorkflowId};

/// A workflow: its manifest and its graph, checked against each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Workflow {
    /// What it is and takes.
    #[serde(flatten)]
    pub manifest: Manifest,
    /// The graph that values are filled into.
    #[serde(skip)]
    pub template: Graph,
    /// Whether it comes with the program; otherwise it is the creator's own.
    pub is_shipped: bool,
}

/// What stands in `<id>.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The workflow's id: a slug, and the name of both of its files.
    pub id: WorkflowId,
    /// The name that people see.
    pub name: String,
    /// What it does, in a sentence.
    #[serde(default)]
    pub description: String,
    /// What it is for.
    pub kind: WorkflowKind,
    /// Families of models that it works with; empty: it does not matter.
    #[serde(default)]
    pub base_models: Vec<BaseModel>,
    /// What it takes, in the order in which a form shows it.
    pub inputs: Vec<Input>,
    /// The nodes whose files are the result.
    pub outputs: Vec<NodeId>,
    /// Where LoRAs go in; without it the workflow takes none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loras: Option<LoraPoint>,
    /// Nodes that are left out unless a value asks for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bypass: Vec<Bypass>,
}

/// What a workflow is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkflowKind {
    /// A picture from words.
    TextToImage,
    /// A picture from a picture.
    ImageToImage,
    /// Part of a picture made anew.
    Inpaint,
    /// A picture made larger.
    Upscale,
    /// A clip.
    Video,
    /// Sound.
    Audio,
    /// Anything else.
    Other,
}

/// One value that a workflow takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its name in [`Values`](crate::Values).
    pub name: String,
    /// Its name in a form.
    #[serde(default)]
    pub label: String,
    /// What it is.
    pub kind: InputKind,
    /// For a model: the folder that it lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// Whether nothing can be made without it.
    #[serde(default)]
    pub required: bool,
    /// What is taken when no value is given; without a default the graph's own value stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// The least number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The greatest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Where it goes in the graph.
    pub targets: Vec<Target>,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputKind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// Yes or no.
    Boolean,
    /// A whole number from 0 to 2^53 − 1.
    Seed,
    /// One of the values that the server offers for that input.
    Choice,
    /// A model's file, as the server lists it.
    Model,
    /// A picture on the server: the `input_name` of an upload.
    Image,
}

/// An input of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The node.
    pub node: NodeId,
    /// The node's input.
    pub input: String,
    /// Whether the number goes in with its sign turned (clip skip 2 is layer −2).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub negate: bool,
}

/// Where LoRAs are chained in: whatever used these outputs uses the last LoRA's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoraPoint {
    /// The model's source.
    pub model: Slot,
    /// The text encoder's source; without it LoRAs change the model alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clip: Option<Slot>,
}

/// A node that is left out unless a value is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bypass {
    /// The node.
    pub node: NodeId,
    /// Its input whose source takes the node's place.
    pub passes: String,
    /// The input of the workflow that keeps the node in.
    pub unless: String,
}

impl Workflow {
    /// Reads a workflow from the texts of its two files and checks that they fit together.
    pub fn read(manifest: &str, template: &str) -> Result<Self> {
        let manifest: Manifest = toml::from_str(manifest)
            .map_err(|error| Error::Graph { why: format!("the manifest could not be read: {}", error.message()) })?;
        Self::new(manifest, Graph::from_json(template)?)
    }

    /// Puts manifest and graph together and checks that they fit.
    pub fn new(manifest: Manifest, template: Graph) -> Result<Self> {
        let workflow = Self { manifest, template, is_shipped: false };
        match workflow.misfit() {
            None => Ok(workflow),
            Some(why) => Err(Error::Workflow { workflow: workflow.manifest.id, why }),
        }
    }

    /// Its id.
    pub fn id(&self) -> &WorkflowId {
        &self.manifest.id
    }

    /// One of its inputs.
    pub fn input(&self, name: &str) -> Option<&Input> {
        self.manifest.inputs.iter().find(|input| input.name == name)
    }

    /// The first thing about manifest and graph that does not fit.
    fn misfit(&self) -> Option<String> {
        let Manifest { id, inputs, outputs, loras, bypass, .. } = &self.manifest;
        let is_slug = |text: &str| {
            !text.is_empty()
                && text.len() <= 100
                && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-'))
        };
        if !is_slug(id.as_str()) {
            return Some("its id must consist of small letters, digits, - and _".to_owned());
        }
        if outputs.is_empty() {
            return Some("it names no output node".to_owned());
        }
        let mut names = BTreeSet::new();
        for input in inputs {
            if !names.insert(input.name.as_str()) {
                return Some(format!("the input {:?} stands there twice", input.name));
            }
            if input.targets.is_empty() {
                return Some(format!("the input {:?} goes nowhere", input.name));
            }
            if input.kind == InputKind::Model && input.folder.is_none() {
                return Some(format!("the model {:?} has no folder", input.name));
            }
        }
        let targets = inputs.iter().flat_map(|input| input.targets.iter().map(|target| &target.node));
        let slots =
            loras.iter().flat_map(|point| std::iter::once(&point.model).chain(&point.clip)).map(|slot| &slot.node);
        let mut named = targets.chain(slots).chain(outputs).chain(bypass.iter().map(|bypass| &bypass.node));
        if let Some(node) = named.find(|node| self.template.node(node).is_none()) {
            return Some(format!("its graph has no node {node}"));
        }
        let absent = bypass.iter().find(|bypass| !names.contains(bypass.unless.as_str()));
        absent.map(|bypass| format!("node {} hangs on {:?}, which is no input", bypass.node, bypass.unless))
    }

    /// Reads every workflow of a folder: each `<id>.toml` with its `<id>.json`. One that can't be used does not hide the
    /// others: it comes back as an error with its name. A folder that is not there has none.
    pub fn read_folder(folder: &Path) -> Result<Vec<Result<Self>>> {
        let file_error = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::File { path, source }
        };
        let entries = match std::fs::read_dir(folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(file_error(folder))?,
        };
        let mut manifests = Vec::new();
        for entry in entries {
            let path = entry.map_err(file_error(folder))?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                manifests.push(path);
            }
        }
        manifests.sort();
        let read = |path: &Path| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let manifest = std::fs::read_to_string(path).map_err(file_error(path))?;
            let graph = path.with_extension("json");
            let template = std::fs::read_to_string(&graph).map_err(file_error(&graph))?;
            let workflow = Self::read(&manifest, &template).map_err(|error| match error {
                Error::Graph { why } => Error::Workflow { workflow: name.as_str().into(), why },
                other => other,
            })?;
            if workflow.id().as_str() == name {
                Ok(workflow)
            } else {
                Err(Error::Workflow {
                    workflow: name.as_str().into(),
                    why: format!("its file calls it {:?}; name and id must be the same", workflow.id().as_str()),
                })
            }
        };
        Ok(manifests.iter().map(|path| read(path)).collect())
    }
}

/// The workflows that come with the program: manifest and graph of each.
const SHIPPED: [(&str, &str); 3] = [
    (
        include_str!("../../../workflows/checkpoint_text_to_image.toml"),
        include_str!("../../../workflows/checkpoint_text_to_image.json"),
    ),
    (
        include_str!("../../../workflows/checkpoint_text_to_image_upscale.toml"),
        include_str!("../../../workflows/checkpoint_text_to_image_upscale.json"),
    ),
    (include_str!("../../../workflows/upscale_model.toml"), include_str!("../../../workflows/upscale_model.json")),
];

/// Reads the workflows that come with the program. A test holds that all of them can be read.
pub fn shipped_workflows() -> Result<Vec<Workflow>> {
    SHIPPED
        .iter()
        .map(|(manifest, template)| Ok(Workflow { is_shipped: true, ..Workflow::read(manifest, template)? }))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_shipped_workflows_can_be_read() {
        let shipped = shipped_workflows().unwrap();
        let ids: Vec<_> = shipped.iter().map(|workflow| workflow.id().as_str()).collect();
        assert_eq!(ids, ["checkpoint_text_to_image", "checkpoint_text_to_image_upscale", "upscale_model"]);
        for workflow in &shipped {
            for input in &workflow.manifest.inputs {
                for target in &input.targets {
                    assert!(
                        workflow.template.get(&target.node, &target.input).is_some(),
                        "{}: {} has no {}",
                        workflow.id(),
                        target.node,
                        target.input
                    );
                }
            }
            for link in workflow.template.links() {
                assert!(workflow.template.node(&link.from.node).is_some(), "{}: {link:?}", workflow.id());
            }
        }
    }

    const MANIFEST: &str = r#"
        id = "mine"
        name = "Mine"
        kind = "upscale"
        outputs = ["9"]
        inputs = [{ name = "image", kind = "image", targets = [{ node = "1", input = "image" }] }]
    "#;
    const GRAPH: &str = r#"{"1":{"class_type":"LoadImage","inputs":{"image":""}},"9":{"class_type":"SaveImage","inputs":{"images":["1",0]}}}"#;

    #[test]
    fn what_does_not_fit_is_named() {
        for (from, to, says) in [
            ("\"mine\"", "\"My own\"", "small letters"),
            ("[\"9\"]", "[]", "no output"),
            ("[\"9\"]", "[\"8\"]", "no node 8"),
            ("node = \"1\"", "node = \"5\"", "no node 5"),
            ("kind = \"image\"", "kind = \"model\"", "has no folder"),
            ("[{ node = \"1\", input = \"image\" }]", "[]", "goes nowhere"),
            ("kind = \"upscale\"", "kind = \"magic\"", "could not be read"),
            ("name = \"Mine\"", "nome = \"Mine\"", "could not be read"),
        ] {
            let error = Workflow::read(&MANIFEST.replace(from, to), GRAPH).unwrap_err().to_string();
            assert!(error.contains(says), "{to}: {error}");
        }
        let bypass = format!("{MANIFEST}\n[[bypass]]\nnode = \"9\"\npasses = \"images\"\nunless = \"skip\"\n");
        assert!(Workflow::read(&bypass, GRAPH).unwrap_err().to_string().contains("no input"));
    }

    #[test]
    fn a_folder_gives_what_can_be_used_and_says_what_can_not() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("mine.toml", MANIFEST);
        write("mine.json", GRAPH);
        write("half.toml", &MANIFEST.replace("mine", "half"));
        write("odd.toml", "id = ");
        write("odd.json", GRAPH);
        write("other.toml", MANIFEST);
        write("other.json", GRAPH);
        write("readme.txt", "");
        let read: Vec<_> = Workflow::read_folder(folder.path()).unwrap();
        let told: Vec<_> = read
            .iter()
            .map(|one| one.as_ref().map_or_else(ToString::to_string, |workflow| workflow.id().to_string()))
            .collect();
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(
            told[0].contains("half.json")
                && told[1] == "mine"
                && told[2].contains("odd")
                && told[3].contains("the same"),
            "{told:?}"
        );
        assert!(Workflow::read_folder(&folder.path().join("absent")).unwrap().is_empty());
    }
}
