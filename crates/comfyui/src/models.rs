//! The models that a server has: folders, names, sizes, what a file says of itself.

use std::{collections::BTreeMap, time::Duration};

use serde::Deserialize;
use serde_json::{Map, Value};
use troupe_net::Request;

use crate::{Client, Result, client::absent_is_default};

/// How long a server may take to look at every file of a folder: on a network disk each takes its time.
const FILES_TIME: Duration = Duration::from_secs(300);

/// A model file as the server sees it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ModelFile {
    /// Its name below the folder, with `/` between parts.
    pub name: String,
    /// Which of the folder's places it lies in; see [`Client::model_places`].
    #[serde(rename = "pathIndex", default)]
    pub place: usize,
    /// Its size in bytes.
    #[serde(rename = "size", default)]
    pub size_bytes: u64,
    /// When it was last changed, in seconds since 1970.
    #[serde(rename = "modified", default)]
    pub modified_s: f64,
}

/// A folder of models and its places.
#[derive(Debug, Deserialize)]
struct Places {
    name: String,
    #[serde(default)]
    folders: Vec<String>,
}

impl Client {
    /// The folders that models lie in, as `checkpoints`, `loras`, `upscale_models`.
    pub async fn model_folders(&self) -> Result<Vec<String>> {
        absent_is_default(self.net.get_json(self.get(&["models"], "/models")).await)
    }

    /// The models of a folder; those of subfolders as `sub/name`. `None` for a folder that the server does not have.
    pub async fn models(&self, folder: &str) -> Result<Option<Vec<String>>> {
        absent_is_default(self.net.get_json(self.get(&["models", folder], "/models/{folder}")).await.map(Some))
    }

    /// The places on the server's own disk that the models of each folder lie in, the first one first. Empty for a
    /// server that does not say.
    pub async fn model_places(&self) -> Result<BTreeMap<String, Vec<String>>> {
        let request = self.get(&["experiment", "models"], "/experiment/models");
        let answer: Vec<Places> = absent_is_default(self.net.get_json(request).await)?;
        Ok(answer.into_iter().map(|folder| (folder.name, folder.folders)).collect())
    }

    /// The files of a folder with their sizes and times. `None` for a folder that the server does not have, or a
    /// server that does not say.
    pub async fn model_files(&self, folder: &str) -> Result<Option<Vec<ModelFile>>> {
        let request = self.get(&["experiment", "models", folder], "/experiment/models/{folder}").within(FILES_TIME);
        absent_is_default(self.net.get_json(request).await.map(Some))
    }

    /// What a `.safetensors` file says of itself; `None` when it says nothing.
    pub async fn model_metadata(&self, folder: &str, name: &str) -> Result<Option<Map<String, Value>>> {
        let mut url = self.url(&["view_metadata", folder]);
        url.query_pairs_mut().append_pair("filename", name);
        absent_is_default(self.net.get_json(Request::get(url, "/view_metadata/{folder}")).await.map(Some))
    }
}
