//! Models: what ComfyUI has, where each lies, where it came from; and how new ones come onto this computer.

mod download;
mod hash;
mod index;
mod inspect;
mod install;
mod known;
mod link;
mod places;
#[cfg(test)]
mod tests;

use crate::{Error, Result, Studio};
use std::sync::{Arc, Mutex, PoisonError};
use troupe_comfyui::Discovery;

pub(crate) use hash::hash_models;
pub(crate) use index::{IndexedModel, ModelIndex};
pub(crate) use inspect::{FoundModel, inspect};
pub(crate) use install::{INSTALL_MODELS, NewInstall, enqueue, install_models};
pub(crate) use known::address_of;
pub(crate) use places::{Place, is_here, places};

/// What is known of the models of the server in use.
#[derive(Debug, Default)]
pub(crate) struct Models {
    read: Mutex<Option<ReadModels>>,
}

/// The index of what a server said at one time.
#[derive(Debug, Clone)]
struct ReadModels {
    discovery: Arc<Discovery>,
    index: Arc<ModelIndex>,
}

impl Models {
    /// The models of the server in use. Names are there at once; sizes and times follow in the background.
    pub(crate) async fn index(&self, studio: &Studio, refresh: bool) -> Result<Arc<ModelIndex>> {
        let server = studio.comfyui().current().await?.ok_or_else(no_server)?;
        let discovery = if refresh { server.refresh().await? } else { server.discovery().await? };
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = read.as_ref().filter(|known| Arc::ptr_eq(&known.discovery, &discovery)) {
            return Ok(known.index.clone());
        }
        let index = Arc::new(ModelIndex::of(&discovery));
        *read = Some(ReadModels { discovery: discovery.clone(), index: index.clone() });
        drop(read);
        let studio = studio.clone();
        tokio::spawn(async move {
            let files = index::files_of(server.client(), &discovery).await;
            studio.models().add_files(&discovery, files);
            studio.events().changed(&["models"], crate::Caller::Task);
        });
        Ok(index)
    }

    /// Adds sizes and times to the index of `discovery`, if that is still the one in use.
    fn add_files(&self, discovery: &Arc<Discovery>, files: index::Files) {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = read.as_mut().filter(|known| Arc::ptr_eq(&known.discovery, discovery)) {
            known.index = Arc::new(known.index.with_files(files));
        }
    }
}

fn no_server() -> Error {
    crate::operations::images::no_server()
}
