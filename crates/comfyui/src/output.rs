//! What a prompt brought forth: files by node, whatever key the node lists them under.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::NodeId;

/// The folder of the server that a file lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFolder {
    /// What was uploaded.
    Input,
    /// What was saved.
    #[default]
    Output,
    /// What is gone when the server starts again.
    Temp,
}

impl FileFolder {
    /// As the server calls it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Output => "output",
            Self::Temp => "temp",
        }
    }
}

/// One file on the server. Fetch it at once and never refer to its name later: names are given again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OutputFile {
    /// The file's name.
    pub filename: String,
    /// The folder below the server's folder, or nothing.
    #[serde(default)]
    pub subfolder: String,
    /// Which of the server's folders.
    #[serde(rename = "type", default)]
    pub folder: FileFolder,
}

/// What one node brought forth.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct NodeOutput {
    /// Files in the order in which the node lists them.
    pub files: Vec<OutputFile>,
    /// Texts, as `PreviewAny` gives them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<String>,
}

/// What a prompt brought forth, by node.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Outputs(pub BTreeMap<NodeId, NodeOutput>);

impl NodeOutput {
    /// Reads a node's output as `executed` frames and history carry it. Pictures stand under `images`, clips under
    /// `images` or `gifs`, sound under `audio`: every list of files is read, whatever its key.
    pub fn read(value: &Value) -> Self {
        let mut output = Self::default();
        for list in value.as_object().into_iter().flat_map(|keys| keys.values()) {
            for item in list.as_array().into_iter().flatten() {
                match item {
                    Value::String(text) => output.texts.push(text.clone()),
                    Value::Object(_) => output.add(serde_json::from_value(item.clone()).ok()),
                    _ => {}
                }
            }
        }
        output
    }

    fn add(&mut self, file: Option<OutputFile>) {
        self.files.extend(file.filter(|file| !self.files.contains(file)));
    }
}

impl Outputs {
    /// Reads outputs as history and jobs carry them: an object with a key a node.
    pub fn read(value: &Value) -> Self {
        let nodes = value.as_object().into_iter().flatten();
        Self(nodes.map(|(node, output)| (node.as_str().into(), NodeOutput::read(output))).collect())
    }

    /// Adds what `other` has and this has not.
    pub fn merge(&mut self, other: Self) {
        for (node, output) in other.0 {
            let mine = self.0.entry(node).or_default();
            for file in output.files {
                mine.add(Some(file));
            }
            for text in output.texts {
                if !mine.texts.contains(&text) {
                    mine.texts.push(text);
                }
            }
        }
    }

    /// All files, node by node.
    pub fn files(&self) -> impl Iterator<Item = (&NodeId, &OutputFile)> {
        self.0.iter().flat_map(|(node, output)| output.files.iter().map(move |file| (node, file)))
    }

    /// The files that were saved for good: those of the `output` folder.
    pub fn saved(&self) -> impl Iterator<Item = (&NodeId, &OutputFile)> {
        self.files().filter(|(_, file)| file.folder == FileFolder::Output)
    }

    /// Whether there is no file at all.
    pub fn is_empty(&self) -> bool {
        self.files().next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn files_are_found_under_every_key() {
        let outputs = Outputs::read(&json!({
            "9": {"images": [{"filename": "a.png", "subfolder": "troupe", "type": "output"}, {"filename": "a.png", "subfolder": "troupe", "type": "output"}]},
            "12": {"images": [{"filename": "c.mp4", "subfolder": "", "type": "output"}], "animated": [true]},
            "13": {"gifs": [{"filename": "d.webm", "type": "temp", "format": "video/webm"}]},
            "14": {"text": ["hello"], "odd": 4},
            "15": null,
        }));
        let names: Vec<_> =
            outputs.files().map(|(node, file)| format!("{node}:{}/{}", file.folder.as_str(), file.filename)).collect();
        assert_eq!(names, ["12:output/c.mp4", "13:temp/d.webm", "9:output/a.png"]);
        assert_eq!(outputs.0["14"].texts, ["hello"]);
        assert_eq!(outputs.saved().count(), 2);
    }

    #[test]
    fn a_union_holds_each_file_once() {
        let mut outputs = Outputs::read(&json!({"9": {"images": [{"filename": "a.png"}]}}));
        outputs.merge(Outputs::read(
            &json!({"9": {"images": [{"filename": "a.png"}, {"filename": "b.png"}]}, "7": {"text": ["t"]}}),
        ));
        outputs.merge(Outputs::read(&json!({"7": {"text": ["t"]}})));
        assert_eq!(outputs.files().count(), 2);
        assert_eq!(outputs.0["7"].texts, ["t"]);
        assert!(!outputs.is_empty() && Outputs::default().is_empty());
    }
}
