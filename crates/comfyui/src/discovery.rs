//! What a server has: node classes, models, choices; and what a workflow would need that it lacks.

use std::collections::BTreeMap;

use futures::{StreamExt, TryStreamExt};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Client, FailedPack, Graph, InputSpec, NodeId, ObjectInfo, Result, Takes, Values, Workflow, fill::fill};

/// How many model folders are asked for at the same time.
const FOLDERS_AT_ONCE: usize = 4;
/// How many values that would do are named beside one that would not.
const MOST_OFFERED: usize = 50;

/// What a server has, read once and kept; read it again when models or nodes were added.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Discovery {
    /// Node classes.
    pub object_info: ObjectInfo,
    /// Models by folder (`checkpoints`, `loras`, `vae`, `upscale_models` …).
    pub models: BTreeMap<String, Vec<String>>,
    /// Packs of custom nodes that are installed and did not load; nodes of theirs count as missing.
    #[serde(default)]
    pub failed_packs: Vec<FailedPack>,
}

/// What a workflow needs and a server lacks. Nothing is ever put in its place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Missing {
    /// Node classes.
    pub nodes: Vec<MissingNode>,
    /// Model files.
    pub models: Vec<MissingModel>,
    /// Other choices that the server does not offer.
    pub options: Vec<MissingOption>,
}

/// A node class that the server does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingNode {
    /// The class.
    pub class_type: String,
}

/// A model file that the server does not list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingModel {
    /// The folder that it would lie in.
    pub folder: String,
    /// Its name.
    pub name: String,
}

/// A value that the server does not offer for an input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MissingOption {
    /// The node.
    pub node: NodeId,
    /// Its class.
    pub class_type: String,
    /// The input.
    pub input: String,
    /// The value.
    pub value: Value,
    /// Values that it does offer, the first fifty.
    pub offered: Vec<Value>,
}

impl Missing {
    /// Whether nothing is missing.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty() && self.models.is_empty() && self.options.is_empty()
    }
}

/// The inputs of ComfyUI's own loaders and the folders that they list.
const LOADERS: [(&str, &str, &str); 38] = [
    ("CheckpointLoaderSimple", "ckpt_name", "checkpoints"),
    ("CheckpointLoader", "ckpt_name", "checkpoints"),
    ("unCLIPCheckpointLoader", "ckpt_name", "checkpoints"),
    ("ImageOnlyCheckpointLoader", "ckpt_name", "checkpoints"),
    ("UNETLoader", "unet_name", "diffusion_models"),
    ("LoraLoader", "lora_name", "loras"),
    ("LoraLoaderModelOnly", "lora_name", "loras"),
    ("CreateHookLora", "lora_name", "loras"),
    ("VAELoader", "vae_name", "vae"),
    ("CLIPLoader", "clip_name", "text_encoders"),
    ("DualCLIPLoader", "clip_name1", "text_encoders"),
    ("DualCLIPLoader", "clip_name2", "text_encoders"),
    ("TripleCLIPLoader", "clip_name1", "text_encoders"),
    ("TripleCLIPLoader", "clip_name2", "text_encoders"),
    ("TripleCLIPLoader", "clip_name3", "text_encoders"),
    ("QuadrupleCLIPLoader", "clip_name1", "text_encoders"),
    ("QuadrupleCLIPLoader", "clip_name2", "text_encoders"),
    ("QuadrupleCLIPLoader", "clip_name3", "text_encoders"),
    ("QuadrupleCLIPLoader", "clip_name4", "text_encoders"),
    ("LTXAVTextEncoderLoader", "text_encoder", "text_encoders"),
    ("LTXAVTextEncoderLoader", "ckpt_name", "checkpoints"),
    ("LTXVAudioVAELoader", "ckpt_name", "checkpoints"),
    ("FrameInterpolationModelLoader", "model_name", "frame_interpolation"),
    ("LoadBackgroundRemovalModel", "bg_removal_name", "background_removal"),
    ("LoadDA3Model", "model_name", "geometry_estimation"),
    ("LoadMoGeModel", "model_name", "geometry_estimation"),
    ("OpticalFlowLoader", "model_name", "optical_flow"),
    ("CLIPVisionLoader", "clip_name", "clip_vision"),
    ("StyleModelLoader", "style_model_name", "style_models"),
    ("ControlNetLoader", "control_net_name", "controlnet"),
    ("DiffControlNetLoader", "control_net_name", "controlnet"),
    ("UpscaleModelLoader", "model_name", "upscale_models"),
    ("LatentUpscaleModelLoader", "model_name", "latent_upscale_models"),
    ("PhotoMakerLoader", "photomaker_model_name", "photomaker"),
    ("ModelPatchLoader", "name", "model_patches"),
    ("AudioEncoderLoader", "audio_encoder_name", "audio_encoders"),
    ("GLIGENLoader", "gligen_name", "gligen"),
    ("HypernetworkLoader", "hypernetwork_name", "hypernetworks"),
];

impl Discovery {
    /// Asks a server for everything that it has.
    pub async fn read(client: &Client) -> Result<Self> {
        let object_info = client.object_info().await?;
        let folders = client.model_folders().await?;
        let models =
            futures::stream::iter(folders)
                .map(|folder| async move {
                    Ok::<_, crate::Error>((client.models(&folder).await?.unwrap_or_default(), folder))
                })
                .buffer_unordered(FOLDERS_AT_ONCE)
                .map_ok(|(names, folder)| (folder, names))
                .try_collect()
                .await?;
        Ok(Self { object_info, models, failed_packs: client.failed_packs().await? })
    }

    /// The models of a folder.
    pub fn models(&self, folder: &str) -> &[String] {
        self.models.get(folder).map(Vec::as_slice).unwrap_or_default()
    }

    /// The sampling methods on offer.
    pub fn samplers(&self) -> Vec<&str> {
        self.object_info.choices("KSampler", "sampler_name")
    }

    /// The schedules on offer.
    pub fn schedulers(&self) -> Vec<&str> {
        self.object_info.choices("KSampler", "scheduler")
    }

    /// What `workflow` with `values` needs and the server lacks. Values may still be incomplete: what is not chosen yet
    /// is not missing. An error means that the values themselves are wrong.
    pub fn missing(&self, workflow: &Workflow, values: &Values) -> Result<Missing> {
        let graph = fill(workflow, values, false)?;
        let folder_of = |node: &NodeId, input: &str| {
            let of_model = |candidate: &&crate::Input| {
                candidate.targets.iter().any(|target| target.node == *node && target.input == input)
            };
            workflow.manifest.inputs.iter().find(of_model).and_then(|found| found.folder.clone())
        };
        Ok(self.missing_in(&graph, folder_of))
    }

    /// What any graph needs and the server lacks.
    pub fn missing_for_graph(&self, graph: &Graph) -> Missing {
        self.missing_in(graph, |_, _| None)
    }

    fn missing_in(&self, graph: &Graph, folder_of: impl Fn(&NodeId, &str) -> Option<String>) -> Missing {
        let mut missing = Missing::default();
        for (id, node) in graph.nodes() {
            let class_type = node.class_type.as_str();
            let class = self.object_info.class(class_type);
            if class.is_none() {
                add(&mut missing.nodes, MissingNode { class_type: class_type.to_owned() });
            }
            for (input, value) in &node.inputs {
                let Some(text) = value.as_str() else { continue };
                let folder = folder_of(id, input).or_else(|| loader_folder(class_type, input));
                let offered = class.and_then(|class| class.input(input)).and_then(offered);
                match (folder, offered) {
                    (_, Some(offered)) if offered.contains(value) => {}
                    (Some(folder), Some(_)) => add(&mut missing.models, MissingModel { folder, name: text.to_owned() }),
                    // The loader itself is missing: the folder's list tells.
                    (Some(folder), None)
                        if class.is_none() && !self.models(&folder).iter().any(|name| name == text) =>
                    {
                        add(&mut missing.models, MissingModel { folder, name: text.to_owned() });
                    }
                    // An empty list of a node that loads nothing: it takes what the graph brings.
                    (None, Some(offered)) if !offered.is_empty() => missing.options.push(MissingOption {
                        node: id.clone(),
                        class_type: class_type.to_owned(),
                        input: input.clone(),
                        value: value.clone(),
                        offered: offered.into_iter().take(MOST_OFFERED).collect(),
                    }),
                    _ => {}
                }
            }
        }
        missing
    }
}

/// The values that an input offers; `None` where any is taken, or where files may be taken that are not listed.
fn offered(spec: &InputSpec) -> Option<Vec<Value>> {
    match &spec.takes {
        Takes::Choice(offered) if !spec.is_upload => Some(offered.clone()),
        Takes::Variants(variants) => Some(variants.iter().map(|variant| Value::from(variant.key.as_str())).collect()),
        _ => None,
    }
}

fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

fn loader_folder(class_type: &str, input: &str) -> Option<String> {
    LOADERS
        .iter()
        .find(|(class, name, _)| *class == class_type && *name == input)
        .map(|(_, _, folder)| (*folder).to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{LoraUse, shipped_workflows};
    use serde_json::json;

    fn discovery() -> Discovery {
        let object_info = ObjectInfo::read(&json!({
            "CheckpointLoaderSimple": {"input": {"required": {"ckpt_name": [["a.safetensors"]]}}},
            "CLIPTextEncode": {"input": {"required": {"text": ["STRING"], "clip": ["CLIP"]}}},
            "EmptyLatentImage": {"input": {}},
            "KSampler": {"input": {"required": {"sampler_name": [["euler", "dpmpp_2m"]], "scheduler": ["COMBO", {"options": ["normal"]}]}}},
            "VAEDecode": {"input": {}},
            "SaveImage": {"input": {}},
            "LoadImage": {"input": {"required": {"image": [["top.png"], {"image_upload": true}]}}},
        }))
        .unwrap();
        let models = BTreeMap::from([("loras".to_owned(), vec!["l.safetensors".to_owned()])]);
        Discovery { object_info, models, ..Discovery::default() }
    }

    #[test]
    fn what_a_server_lacks_is_named_before_anything_is_sent() {
        let workflow = shipped_workflows().unwrap().remove(0);
        let mut values = Values::default().with("model", "b.safetensors").with("prompt", "x").with("seed", 1);
        values.loras = ["l.safetensors", "m.safetensors", "m.safetensors"]
            .map(|name| LoraUse { name: name.into(), strength_model: 1.0, strength_clip: None })
            .into();
        let missing = discovery().missing(&workflow, &values).unwrap();
        assert_eq!(missing.nodes, [MissingNode { class_type: "LoraLoader".into() }]);
        let model = |folder: &str, name: &str| MissingModel { folder: folder.into(), name: name.into() };
        assert_eq!(missing.models, [model("loras", "m.safetensors"), model("checkpoints", "b.safetensors")]);
        assert_eq!(missing.options.len(), 1);
        assert_eq!(
            (missing.options[0].input.as_str(), &missing.options[0].value, &missing.options[0].offered),
            ("scheduler", &json!("karras"), &vec![json!("normal")])
        );
    }

    #[test]
    fn nothing_chosen_yet_is_nothing_missing() {
        let workflow = shipped_workflows().unwrap().remove(0);
        let missing = discovery().missing(&workflow, &Values::default().with("scheduler", "normal")).unwrap();
        assert!(missing.is_empty(), "{missing:?}");
        assert!(discovery().missing(&workflow, &Values::default().with("steps", -1)).is_err());
    }

    #[test]
    fn uploaded_pictures_are_not_looked_for_in_the_list() {
        let graph =
            Graph::from_json(r#"{"1":{"class_type":"LoadImage","inputs":{"image":"troupe/abc.png"}}}"#).unwrap();
        assert!(discovery().missing_for_graph(&graph).is_empty());
    }

    #[test]
    fn what_the_graph_of_a_form_offers_is_listed() {
        assert_eq!(discovery().samplers(), ["euler", "dpmpp_2m"]);
        assert_eq!(discovery().schedulers(), ["normal"]);
        assert_eq!(discovery().models("loras"), ["l.safetensors"]);
        assert!(discovery().models("vae").is_empty());
    }
}
