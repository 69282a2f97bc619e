//! The node classes that the stand-in has, and `/object_info` made from them: in the older form of ComfyUI's own nodes
//! (choices as a bare list) and in the newer one (`"COMBO"` with `options`), because a client meets both.

mod catalogue;

use serde_json::{Map, Value, json};

pub(crate) use catalogue::NODES;

use super::Server;
use super::files::FileType;

/// In which of the two forms a class is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Older,
    Newer,
}

/// Where the choices of an input come from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Choices {
    Fixed(&'static [&'static str]),
    /// The models of a folder, after some names that are always there.
    Models(&'static str, &'static [&'static str]),
    /// The files at the top of the input folder.
    InputFiles,
}

/// What an input takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// A link to an output of this type. `*` takes any.
    Link(&'static str),
    /// `step` is what a spinner adds; 0 says nothing.
    Int {
        default: i64,
        min: i128,
        max: i128,
        step: u32,
    },
    Float {
        default: f64,
        min: f64,
        max: f64,
        step: f64,
    },
    Text {
        multiline: bool,
        default: Option<&'static str>,
    },
    Boolean {
        default: bool,
    },
    Choice(Choices),
}

/// An input of a class.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    pub(crate) tooltip: &'static str,
}

/// A node class.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NodeClass {
    pub(crate) name: &'static str,
    pub(crate) display_name: &'static str,
    pub(crate) category: &'static str,
    pub(crate) module: &'static str,
    pub(crate) form: Form,
    pub(crate) output_node: bool,
    pub(crate) inputs: &'static [Input],
    /// Type and name of each output.
    pub(crate) outputs: &'static [(&'static str, &'static str)],
}

/// The class of this name, unless a fault hides it.
pub(crate) fn class(server: &Server, name: &str) -> Option<&'static NodeClass> {
    NODES.iter().find(|class| class.name == name).filter(|class| !server.faults.hides_node(class.name))
}

/// The choices of an input as they are now.
pub(crate) fn choices(server: &Server, choices: Choices) -> Vec<String> {
    match choices {
        Choices::Fixed(names) => names.iter().map(|&name| name.to_owned()).collect(),
        Choices::Models(folder, extra) => {
            let models = super::models::list(&server.folders.models(), folder).unwrap_or_default();
            let mut names: Vec<String> = models.into_iter().map(|model| model.name).collect();
            names.retain(|name| !server.faults.hides_model(name));
            names.extend(extra.iter().map(|&name| name.to_owned()));
            names
        }
        Choices::InputFiles => {
            let entries = std::fs::read_dir(server.folders.of(FileType::Input));
            let files = entries.into_iter().flatten().flatten().filter(|entry| entry.path().is_file());
            let mut names: Vec<String> = files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
            names.sort();
            names
        }
    }
}

/// An input as `/object_info` and error bodies show it: its type and its options.
pub(crate) fn input_config(server: &Server, form: Form, input: &Input) -> Value {
    let mut options = Map::new();
    let kind = match input.kind {
        Kind::Link(kind) => Value::from(kind),
        Kind::Int { default, min, max, step } => {
            options.insert("default".into(), default.into());
            options.insert("min".into(), whole(min));
            options.insert("max".into(), whole(max));
            if step > 0 {
                options.insert("step".into(), step.into());
            }
            if input.name.ends_with("seed") {
                options.insert("control_after_generate".into(), true.into());
            }
            "INT".into()
        }
        Kind::Float { default, min, max, step } => {
            options.insert("default".into(), default.into());
            options.insert("min".into(), min.into());
            options.insert("max".into(), max.into());
            options.insert("step".into(), step.into());
            "FLOAT".into()
        }
        Kind::Text { multiline, default } => {
            if let Some(default) = default {
                options.insert("default".into(), default.into());
            }
            if multiline {
                options.insert("multiline".into(), true.into());
            }
            "STRING".into()
        }
        Kind::Boolean { default } => {
            options.insert("default".into(), default.into());
            "BOOLEAN".into()
        }
        Kind::Choice(from) => {
            if matches!(from, Choices::InputFiles) {
                options.insert("image_upload".into(), true.into());
            }
            let names = Value::from(choices(server, from));
            match form {
                Form::Older => names,
                Form::Newer => {
                    options.insert("multiselect".into(), false.into());
                    options.insert("options".into(), names);
                    "COMBO".into()
                }
            }
        }
    };
    if !input.tooltip.is_empty() {
        options.insert("tooltip".into(), input.tooltip.into());
    }
    if options.is_empty() && form == Form::Older { json!([kind]) } else { json!([kind, options]) }
}

fn whole(number: i128) -> Value {
    match i64::try_from(number) {
        Ok(number) => number.into(),
        Err(_) => u64::try_from(number).unwrap_or(u64::MAX).into(),
    }
}

/// All classes by name, as `/object_info` answers.
pub(crate) fn object_info(server: &Server) -> Map<String, Value> {
    let shown = NODES.iter().filter(|class| !server.faults.hides_node(class.name));
    shown.map(|class| (class.name.to_owned(), class_info(server, class))).collect()
}

/// One class as `/object_info` shows it.
pub(crate) fn class_info(server: &Server, class: &NodeClass) -> Value {
    let (mut input, mut order) = (Map::new(), Map::new());
    for (group, required) in [("required", true), ("optional", false)] {
        let members: Vec<&Input> = class.inputs.iter().filter(|input| input.required == required).collect();
        if members.is_empty() && !required {
            continue;
        }
        let configs: Map<String, Value> =
            members.iter().map(|member| (member.name.to_owned(), input_config(server, class.form, member))).collect();
        input.insert(group.into(), configs.into());
        order.insert(group.into(), members.iter().map(|member| member.name).collect());
    }
    if matches!(class.name, "SaveImage" | "PreviewImage") {
        input.insert("hidden".into(), json!({"prompt": "PROMPT", "extra_pnginfo": "EXTRA_PNGINFO"}));
        order.insert("hidden".into(), json!(["prompt", "extra_pnginfo"]));
    }
    let types: Vec<&str> = class.outputs.iter().map(|(kind, _)| *kind).collect();
    let names: Vec<&str> = class.outputs.iter().map(|(_, name)| *name).collect();
    let mut info = json!({
        "input": input,
        "input_order": order,
        "is_input_list": false,
        "output": types,
        "output_is_list": vec![false; types.len()],
        "output_name": names,
        "name": class.name,
        "display_name": class.display_name,
        "description": "",
        "python_module": class.module,
        "category": class.category,
        "output_node": class.output_node,
        "has_intermediate_output": false,
        "search_aliases": [],
    });
    if let (Form::Newer, Value::Object(info)) = (class.form, &mut info) {
        info.insert("output_tooltips".into(), vec![Value::Null; types.len()].into());
        info.insert("output_matchtypes".into(), Value::Null);
        for flag in ["deprecated", "experimental", "dev_only", "api_node"] {
            info.insert(flag.into(), false.into());
        }
        info.insert("price_badge".into(), Value::Null);
        info.insert("essentials_category".into(), Value::Null);
    }
    info
}
