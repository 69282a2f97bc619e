//! What node classes a server has and what their inputs take: every form of `/object_info` that servers send.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// All node classes of a server by name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ObjectInfo {
    /// The classes.
    pub classes: BTreeMap<String, NodeClass>,
}

/// One node class.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct NodeClass {
    /// The name that people see.
    pub display_name: String,
    /// Where the editor's menu has it, as `sampling/custom`.
    pub category: String,
    /// Where it comes from: `nodes`, `comfy_extras.x`, `custom_nodes.<folder>`.
    pub python_module: String,
    /// Whether it saves or shows something; a graph needs one that does.
    pub is_output: bool,
    /// Whether it costs money at somebody else's computer.
    pub is_api: bool,
    /// Inputs in the class's own order, the required ones first.
    pub inputs: Vec<InputSpec>,
    /// Types of the outputs.
    pub outputs: Vec<String>,
}

/// One input of a class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InputSpec {
    /// Its name in a graph.
    pub name: String,
    /// Whether the class can't do without.
    pub required: bool,
    /// What it takes.
    pub takes: Takes,
    /// The value that the editor begins with.
    pub default: Option<Value>,
    /// The least number.
    pub min: Option<f64>,
    /// The greatest number.
    pub max: Option<f64>,
    /// Whether its choices are files that can be uploaded; those of subfolders are taken although they are not listed.
    pub is_upload: bool,
}

/// What an input takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Takes {
    /// One of these values.
    Choice(Vec<Value>),
    /// One of these keys, each with inputs of its own, written in a graph as `<input>.<name>`.
    Variants(Vec<Variant>),
    /// Any number of inputs of one kind, in a graph under these names.
    Growing {
        /// The keys, as `images.image0`.
        keys: Vec<String>,
        /// How many at least.
        min: usize,
        /// The type of each.
        types: Vec<String>,
    },
    /// A value or a link of one of these types (`INT`, `FLOAT`, `STRING`, `BOOLEAN`, `MODEL` …; `*` is any).
    Types(Vec<String>),
}

/// One key of a choice that has inputs of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// The key.
    pub key: String,
    /// Its inputs, their names as they stand in a graph.
    pub inputs: Vec<InputSpec>,
}

/// How many keys are written out for an input that may grow without a stated limit.
const GROWING_KEYS: u64 = 100;
/// How deep variants may stand inside one another.
const MAX_DEPTH: u8 = 8;

impl ObjectInfo {
    /// Reads `/object_info`. A class that can't be read is kept by name alone, so that it does not count as missing.
    pub fn read(value: &Value) -> Option<Self> {
        let classes = value.as_object()?.iter().filter(|(_, class)| class.is_object());
        Some(Self { classes: classes.map(|(name, class)| (name.clone(), NodeClass::read(name, class))).collect() })
    }

    /// One class.
    pub fn class(&self, class_type: &str) -> Option<&NodeClass> {
        self.classes.get(class_type)
    }

    /// The values that an input offers; nothing if there is no such input or it takes something else.
    pub fn choices(&self, class_type: &str, input: &str) -> Vec<&str> {
        match self.class(class_type).and_then(|class| class.input(input)).map(|input| &input.takes) {
            Some(Takes::Choice(values)) => values.iter().filter_map(Value::as_str).collect(),
            Some(Takes::Variants(variants)) => variants.iter().map(|variant| variant.key.as_str()).collect(),
            _ => Vec::new(),
        }
    }
}

impl NodeClass {
    fn read(name: &str, value: &Value) -> Self {
        let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let flag = |key: &str| value.get(key).and_then(Value::as_bool).unwrap_or_default();
        let display_name = text("display_name");
        Self {
            display_name: if display_name.is_empty() { name.to_owned() } else { display_name },
            category: text("category"),
            python_module: text("python_module"),
            is_output: flag("output_node"),
            is_api: flag("api_node"),
            inputs: value
                .get("input")
                .map(|input| read_inputs(input, value.get("input_order"), "", 0))
                .unwrap_or_default(),
            outputs: value.get("output").and_then(Value::as_array).into_iter().flatten().map(type_name).collect(),
        }
    }

    /// One input by its name in a graph; a dotted name (`format.codec`) finds the input of a variant.
    pub fn input(&self, name: &str) -> Option<&InputSpec> {
        find_input(&self.inputs, name)
    }
}

fn find_input<'a>(inputs: &'a [InputSpec], name: &str) -> Option<&'a InputSpec> {
    inputs.iter().find_map(|input| {
        if input.name == name {
            return Some(input);
        }
        match &input.takes {
            Takes::Variants(variants) if name.starts_with(&format!("{}.", input.name)) => {
                variants.iter().find_map(|variant| find_input(&variant.inputs, name))
            }
            Takes::Growing { keys, .. } if keys.iter().any(|key| key == name) => Some(input),
            _ => None,
        }
    })
}

/// Reads `{"required": {…}, "optional": {…}}`; names get `prefix`. Hidden inputs are the server's own business.
fn read_inputs(value: &Value, order: Option<&Value>, prefix: &str, depth: u8) -> Vec<InputSpec> {
    let mut inputs = Vec::new();
    for (section, required) in [("required", true), ("optional", false)] {
        let Some(map) = value.get(section).and_then(Value::as_object) else {
            continue;
        };
        let ordered =
            order.and_then(|order| order.get(section)?.as_array()).into_iter().flatten().filter_map(Value::as_str);
        let mut names: Vec<&str> = ordered.filter(|name| map.contains_key(*name)).collect();
        names.extend(map.keys().map(String::as_str).filter(|name| !names.contains(name)).collect::<Vec<_>>());
        inputs.extend(
            names
                .into_iter()
                .filter_map(|name| InputSpec::read(&format!("{prefix}{name}"), map.get(name)?, required, depth)),
        );
    }
    inputs
}

impl InputSpec {
    fn read(name: &str, spec: &Value, required: bool, depth: u8) -> Option<Self> {
        let kind = spec.get(0).unwrap_or(spec);
        let empty = Map::new();
        let options = spec.get(1).and_then(Value::as_object).unwrap_or(&empty);
        let flag = |key: &str| options.get(key).and_then(Value::as_bool).unwrap_or_default();
        Some(Self {
            name: name.to_owned(),
            required,
            takes: Takes::read(name, kind, options, depth)?,
            default: options.get("default").cloned(),
            min: options.get("min").and_then(Value::as_f64),
            max: options.get("max").and_then(Value::as_f64),
            is_upload: ["image_upload", "audio_upload", "video_upload", "file_upload"].into_iter().any(flag),
        })
    }
}

impl Takes {
    fn read(name: &str, kind: &Value, options: &Map<String, Value>, depth: u8) -> Option<Self> {
        let listed = || options.get("options").and_then(Value::as_array).cloned().unwrap_or_default();
        Some(match kind {
            // The old form: the list of choices stands where the type would.
            Value::Array(values) => Self::Choice(values.clone()),
            Value::String(kind) => match kind.as_str() {
                "COMBO" => Self::Choice(listed()),
                "COMFY_DYNAMICCOMBO_V3" => {
                    Self::Variants(listed().iter().filter_map(|option| Variant::read(name, option, depth)).collect())
                }
                "COMFY_AUTOGROW_V3" => Self::read_growing(name, options.get("template")?),
                "COMFY_MATCHTYPE_V3" => {
                    let allowed = options
                        .get("template")
                        .and_then(|template| template.get("allowed_types")?.as_str())
                        .unwrap_or("*");
                    Self::Types(split_types(allowed))
                }
                types => Self::Types(split_types(types)),
            },
            _ => return None,
        })
    }

    fn read_growing(name: &str, template: &Value) -> Self {
        let number = |key: &str| template.get(key).and_then(Value::as_u64);
        let keys = match template.get("names").and_then(Value::as_array) {
            Some(names) => names.iter().filter_map(|key| Some(format!("{name}.{}", key.as_str()?))).collect(),
            None => {
                let prefix = template.get("prefix").and_then(Value::as_str).unwrap_or_default();
                (0..number("max").unwrap_or(GROWING_KEYS).min(GROWING_KEYS))
                    .map(|n| format!("{name}.{prefix}{n}"))
                    .collect()
            }
        };
        let inner = template.get("input").map(|input| read_inputs(input, None, "", MAX_DEPTH)).unwrap_or_default();
        let types = inner.into_iter().next().map(|input| match input.takes {
            Self::Types(types) => types,
            _ => vec!["*".to_owned()],
        });
        Self::Growing {
            keys,
            min: number("min").and_then(|min| usize::try_from(min).ok()).unwrap_or_default(),
            types: types.unwrap_or_default(),
        }
    }
}

impl Variant {
    fn read(name: &str, option: &Value, depth: u8) -> Option<Self> {
        let key = option.get("key")?.as_str()?.to_owned();
        let inputs = match option.get("inputs") {
            Some(inputs) if depth < MAX_DEPTH => read_inputs(inputs, None, &format!("{name}."), depth + 1),
            _ => Vec::new(),
        };
        Some(Self { key, inputs })
    }
}

fn split_types(types: &str) -> Vec<String> {
    types.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// An output's type; some classes put their list of choices there.
fn type_name(value: &Value) -> String {
    value.as_str().unwrap_or("COMBO").to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn class(required: Value) -> NodeClass {
        NodeClass::read("X", &json!({"input": {"required": required}}))
    }

    #[test]
    fn every_form_of_input_is_read() {
        let class = class(json!({
            "old": [["a", "b"], {"default": "b"}],
            "bare": [["a"]],
            "new": ["COMBO", {"options": ["c"], "multiselect": false}],
            "number": ["INT", {"default": 20, "min": 1, "max": 10000}],
            "link": ["MODEL"],
            "several": ["FLOAT, INT", {}],
            "any": ["*", {}],
            "matched": ["COMFY_MATCHTYPE_V3", {"template": {"template_id": "t", "allowed_types": "IMAGE,MASK"}}],
            "format": ["COMFY_DYNAMICCOMBO_V3", {"options": [
                {"key": "auto", "inputs": {"required": {}}},
                {"key": "mp4", "inputs": {"required": {"codec": ["COMFY_DYNAMICCOMBO_V3", {"options": [
                    {"key": "h264", "inputs": {"optional": {"crf": ["FLOAT", {"max": 51}]}}}]}]}}},
            ]}],
            "images": ["COMFY_AUTOGROW_V3", {"template": {"input": {"required": {"image": ["IMAGE", {}]}}, "prefix": "image", "min": 1, "max": 3}}],
            "refs": ["COMFY_AUTOGROW_V3", {"template": {"input": {"required": {"image": ["IMAGE", {}]}}, "names": ["image_1", "image_2"], "min": 0}}],
            "odd": 7,
        }));
        let takes = |name: &str| class.input(name).map(|input| input.takes.clone());
        let types = |names: &[&str]| Some(Takes::Types(names.iter().map(|&name| name.to_owned()).collect()));
        assert_eq!(takes("old"), Some(Takes::Choice(vec![json!("a"), json!("b")])));
        assert_eq!(takes("bare"), Some(Takes::Choice(vec![json!("a")])));
        assert_eq!(takes("new"), Some(Takes::Choice(vec![json!("c")])));
        assert_eq!(takes("link"), types(&["MODEL"]));
        assert_eq!(takes("several"), types(&["FLOAT", "INT"]));
        assert_eq!(takes("any"), types(&["*"]));
        assert_eq!(takes("matched"), types(&["IMAGE", "MASK"]));
        assert_eq!(class.input("number").unwrap().max, Some(10000.0));
        assert_eq!(class.input("format.codec.crf").unwrap().max, Some(51.0));
        assert!(!class.input("format.codec.crf").unwrap().required);
        let Some(Takes::Growing { keys, min, types: each }) = takes("images") else { panic!() };
        assert_eq!(
            (keys, min, each),
            (
                vec!["images.image0".to_owned(), "images.image1".into(), "images.image2".into()],
                1,
                vec!["IMAGE".to_owned()]
            )
        );
        assert_eq!(class.input("refs.image_2").unwrap().name, "refs");
        assert!(class.input("odd").is_none());
    }

    #[test]
    fn classes_are_read_leniently() {
        let info = ObjectInfo::read(&json!({
            "KSampler": {"input": {"required": {"z": ["INT"], "a": ["INT"]}, "optional": {"o": ["MASK"]}, "hidden": {"h": "PROMPT"}},
                "input_order": {"required": ["z", "a"]}, "output": ["LATENT", ["x"]], "python_module": "nodes", "display_name": null},
            "Broken": {"input": 3},
            "SaveImage": {"output_node": true, "display_name": "Save Image", "input": {"required": {"how": [["fast"]]}}},
            "junk": 5,
        }))
        .unwrap();
        let sampler = info.class("KSampler").unwrap();
        assert_eq!(sampler.inputs.iter().map(|input| input.name.as_str()).collect::<Vec<_>>(), ["z", "a", "o"]);
        assert_eq!(sampler.outputs, ["LATENT", "COMBO"]);
        assert_eq!(sampler.display_name, "KSampler");
        assert!(info.class("Broken").is_some() && info.class("junk").is_none());
        assert!(info.class("SaveImage").unwrap().is_output);
        assert_eq!(info.choices("SaveImage", "how"), ["fast"]);
        assert!(ObjectInfo::read(&json!([])).is_none());
    }
}
