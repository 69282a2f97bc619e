//! The index: every model by type and name, ready to be searched without asking anybody.

use super::Place;
use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
    sync::Arc,
};
use troupe_comfyui::{Client, Discovery, ModelFile};

/// The folders that are no models of ComfyUI's but choices of its sampler.
pub(crate) const SAMPLERS: &str = "samplers";
pub(crate) const SCHEDULERS: &str = "schedulers";

/// Sizes and times, by type and name.
pub(crate) type Files = HashMap<String, Vec<ModelFile>>;

/// A model of the index.
#[derive(Debug, Clone)]
pub(crate) struct IndexedModel {
    /// `checkpoints`, `loras`, `vae` …; `samplers` and `schedulers` for the sampler's choices.
    pub(crate) kind: Arc<str>,
    /// Its name, as ComfyUI lists it.
    pub(crate) name: Arc<str>,
    /// The name in small letters, to be searched.
    sought: Box<str>,
    /// Size, time and place, once they were read.
    pub(crate) file: Option<FileFacts>,
}

/// What the server says of a file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FileFacts {
    pub(crate) size_bytes: u64,
    pub(crate) modified_s: f64,
    /// Which of the folder's places it lies in.
    pub(crate) place: usize,
}

/// Every model of a server.
#[derive(Debug, Clone, Default)]
pub(crate) struct ModelIndex {
    models: Vec<IndexedModel>,
    /// Whether sizes and times were read.
    pub(crate) has_files: bool,
}

impl ModelIndex {
    /// The index of what a server has.
    pub(crate) fn of(discovery: &Discovery) -> Self {
        let files = discovery.models.iter().flat_map(|(kind, names)| {
            let kind: Arc<str> = kind.as_str().into();
            names.iter().map(move |name| IndexedModel::new(kind.clone(), name))
        });
        let choices = |kind: &str, names: Vec<&str>| {
            let kind: Arc<str> = kind.into();
            names.into_iter().map(|name| IndexedModel::new(kind.clone(), name)).collect::<Vec<_>>()
        };
        let samplers = choices(SAMPLERS, discovery.samplers());
        let schedulers = choices(SCHEDULERS, discovery.schedulers());
        Self { models: files.chain(samplers).chain(schedulers).collect(), has_files: false }
    }

    /// The same index with sizes and times.
    pub(crate) fn with_files(&self, files: Files) -> Self {
        let facts: HashMap<&str, HashMap<&str, FileFacts>> = files
            .iter()
            .map(|(kind, files)| {
                let facts = files.iter().map(|file| {
                    let facts =
                        FileFacts { size_bytes: file.size_bytes, modified_s: file.modified_s, place: file.place };
                    (file.name.as_str(), facts)
                });
                (kind.as_str(), facts.collect())
            })
            .collect();
        let models = self.models.iter().map(|model| IndexedModel {
            file: facts.get(&*model.kind).and_then(|facts| facts.get(&*model.name)).copied(),
            ..model.clone()
        });
        Self { models: models.collect(), has_files: true }
    }

    /// All models.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &IndexedModel> {
        self.models.iter()
    }

    /// The models of a type whose name holds `text`, in any letters.
    pub(crate) fn search(&self, kind: Option<&str>, text: &str) -> Vec<&IndexedModel> {
        let text = text.to_lowercase();
        let is_wanted =
            |model: &&IndexedModel| kind.is_none_or(|kind| kind == &*model.kind) && model.sought.contains(&text);
        self.models.iter().filter(is_wanted).collect()
    }

    /// Whether a model is there.
    pub(crate) fn has(&self, kind: &str, name: &str) -> bool {
        self.models.iter().any(|model| &*model.kind == kind && slashless(&model.name) == slashless(name))
    }

    /// The model of that id.
    pub(crate) fn get(&self, id: &str) -> Option<&IndexedModel> {
        let (kind, name) = id.split_once(':')?;
        self.models.iter().find(|model| &*model.kind == kind && slashless(&model.name) == name)
    }
}

impl IndexedModel {
    fn new(kind: Arc<str>, name: &str) -> Self {
        Self { kind, name: name.into(), sought: name.to_lowercase().into(), file: None }
    }

    /// Its id: type and name.
    pub(crate) fn id(&self) -> String {
        format!("{}:{}", self.kind, slashless(&self.name))
    }

    /// Where its file lies on this computer.
    pub(crate) fn path(&self, places: &BTreeMap<String, Place>) -> Option<PathBuf> {
        let folder = places.get(&*self.kind)?.folders.get(self.file?.place)?;
        Some(self.name.split(['/', '\\']).fold(folder.clone(), |path, part| path.join(part)))
    }

    /// Whether it is a file, and no choice of the sampler.
    pub(crate) fn is_file(&self) -> bool {
        !matches!(&*self.kind, SAMPLERS | SCHEDULERS)
    }
}

/// A slash would end the id in an address.
fn slashless(name: &str) -> String {
    name.replace(['/', '\\'], "|")
}

/// Asks a server for the sizes and times of its files. A folder that it does not answer for is left out.
pub(super) async fn files_of(client: &Client, discovery: &Discovery) -> Files {
    let kinds: Vec<String> =
        discovery.models.iter().filter(|(_, names)| !names.is_empty()).map(|(kind, _)| kind.clone()).collect();
    let mut found = Files::new();
    for kind in kinds {
        match client.model_files(&kind).await {
            Ok(files) => {
                found.insert(kind, files.unwrap_or_default());
            }
            Err(error) => {
                tracing::debug!(service = "models", kind, %error, "the sizes of a folder's models were not told");
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn index() -> ModelIndex {
        let models = [("loras", vec!["sub/Mira.safetensors", "grain.safetensors"]), ("vae", vec!["mira.safetensors"])];
        let models = models.map(|(kind, names)| (kind.to_owned(), names.into_iter().map(str::to_owned).collect()));
        ModelIndex::of(&Discovery { models: models.into_iter().collect(), ..Discovery::default() })
    }

    #[test]
    fn models_are_found_by_type_and_any_part_of_the_name() {
        let index = index();
        let ids = |kind, text| index.search(kind, text).into_iter().map(IndexedModel::id).collect::<Vec<_>>();
        assert_eq!(ids(None, "MIRA"), ["loras:sub|Mira.safetensors", "vae:mira.safetensors"]);
        assert_eq!(ids(Some("vae"), "mira"), ["vae:mira.safetensors"]);
        assert_eq!(ids(Some("loras"), ""), ["loras:sub|Mira.safetensors", "loras:grain.safetensors"]);
        assert_eq!(&*index.get("loras:sub|Mira.safetensors").unwrap().name, "sub/Mira.safetensors");
        assert!(index.get("loras:mira.safetensors").is_none());
    }

    #[test]
    fn sizes_come_to_their_files() {
        let file = ModelFile { name: "grain.safetensors".into(), place: 1, size_bytes: 7, modified_s: 2.5 };
        let index = index().with_files([("loras".to_owned(), vec![file])].into());
        let facts: Vec<_> = index.iter().map(|model| model.file.map(|file| file.size_bytes)).collect();
        assert_eq!(facts, [None, Some(7), None]);
    }
}
