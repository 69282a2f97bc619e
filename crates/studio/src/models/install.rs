//! Installs: asked for, checked, put into the queue; and the task that works them off one after the other.

use super::{
    download::{check_room, fetch, part_of},
    hash, places,
};
use crate::{Caller, Code, Error, Result, Studio, incoming};
use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use troupe_library::{
    LibraryError, ModelInstallId,
    tables::model_installs::{self, InstallState, ModelInstallRow},
};

/// The task that fetches models.
pub(crate) const INSTALL_MODELS: &str = "install_models";

/// Endings of files that hold weights and nothing that runs.
const SAFE_ENDINGS: [&str; 3] = ["safetensors", "sft", "gguf"];
/// Endings of Python's pickles, which can carry a program.
const PICKLE_ENDINGS: [&str; 6] = ["ckpt", "pt", "pth", "bin", "pkl", "pickle"];

/// How often a fetch that brings nothing new is tried in a row.
const TRIES: u32 = 6;
/// The wait after the first such try; each next one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(2);
/// How often progress is written down and told.
const TELL_EVERY: Duration = Duration::from_millis(500);

/// A model that is to be fetched.
#[derive(Debug, Clone)]
pub(crate) struct NewInstall {
    pub(crate) found: super::FoundModel,
    /// ComfyUI's name of the folder; else the one that the page tells.
    pub(crate) folder: Option<String>,
    /// A folder below it.
    pub(crate) subfolder: Option<String>,
    /// Another name for the file.
    pub(crate) file_name: Option<String>,
}

/// Refuses names of files that could run something.
pub(crate) fn check_name(name: &str) -> Result<()> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    if SAFE_ENDINGS.contains(&ending.as_str()) {
        return Ok(());
    }
    Err(Error::field(
        "link",
        match PICKLE_ENDINGS.contains(&ending.as_str()) {
            true => "leads to a file that can carry a program (a Python pickle), and such files are not installed. Look for the same model as .safetensors".to_owned(),
            false => format!("leads to a file that is no model ({}): it has to be .safetensors or .gguf", incoming::tidy_name(name)),
        },
    ))
}

/// Checks a model and puts it into the queue.
pub(crate) async fn enqueue(studio: &Studio, new: NewInstall) -> Result<ModelInstallRow> {
    let places = places(studio).await?;
    let folder = new.folder.or_else(|| new.found.folder.clone()).ok_or_else(|| {
        Error::field("folder", "say which folder it belongs into, such as checkpoints or loras: its page does not tell")
    })?;
    let root = places
        .get(&folder)
        .and_then(|place| place.folders.first())
        .ok_or_else(|| Error::field("folder", "is no folder of models that this ComfyUI has"))?;
    let file_name = incoming::tidy_name(new.file_name.as_deref().unwrap_or(&new.found.file_name));
    check_name(&file_name)?;
    check_name(&new.found.file_name)?;
    let subfolder = below(new.subfolder.as_deref().unwrap_or_default())?;
    let name = subfolder.iter().chain([&file_name]).map(String::as_str).collect::<Vec<_>>().join("/");
    let path: PathBuf = subfolder.iter().fold(root.clone(), |path, part| path.join(part)).join(&file_name);
    if path.exists() {
        return Err(Error::conflict(format!("{name} is there already, in {folder}. Give the new one another name.")));
    }
    if let Some(size) = new.found.size_bytes {
        let there = part_of(&path).metadata().map_or(0, |facts| facts.len());
        check_room(&path, size.saturating_sub(there), true).await?;
    }
    let path = path.to_str().ok_or_else(|| Error::field("folder", "has a name that can't be written down"))?.to_owned();
    let found = new.found;
    let row = ModelInstallRow {
        id: ModelInstallId::new(),
        url: found.url,
        source: found.source,
        page_url: found.page_url,
        title: found.title,
        licence: found.licence,
        base_model: found.base_model,
        trigger_words: found.trigger_words,
        preview_url: found.preview_url,
        folder,
        name,
        path,
        size_bytes: found.size_bytes.and_then(|size| i64::try_from(size).ok()),
        sha256: found.sha256,
        done_bytes: 0,
        state: InstallState::Queued,
        error: None,
        created_at: studio.now(),
        finished_at: None,
    };
    let mut write = studio.library().write().await?;
    model_installs::insert(&mut write, &row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    studio.tasks().nudge(INSTALL_MODELS);
    Ok(row)
}

/// The parts of a folder below another; none of them leads out of it.
fn below(folder: &str) -> Result<Vec<String>> {
    let parts: Vec<String> =
        folder.split(['/', '\\']).filter(|part| !part.trim().is_empty()).map(str::to_owned).collect();
    match parts.iter().all(|part| part == &incoming::tidy_name(part)) && parts.len() <= 5 {
        true => Ok(parts),
        false => Err(Error::field("subfolder", "must be a plain folder's name, such as characters")),
    }
}

/// Works off what is to be fetched, one after the other.
pub(crate) async fn install_models(studio: Studio) {
    let nudged = studio.tasks().nudged(INSTALL_MODELS);
    loop {
        match next(&studio).await {
            Ok(Some(row)) => install(&studio, row).await,
            Ok(None) => nudged.notified().await,
            Err(error) => {
                tracing::warn!(service = "models", %error, "installs could not be looked at");
                nudged.notified().await;
            }
        }
    }
}

async fn next(studio: &Studio) -> Result<Option<ModelInstallRow>> {
    let mut read = studio.library().read().await?;
    Ok(model_installs::open(&mut read).await?.into_iter().next())
}

/// Fetches one model to its end, with breaks in between.
async fn install(studio: &Studio, mut row: ModelInstallRow) {
    row.state = InstallState::Running;
    if !keep(studio, &row).await {
        return;
    }
    let mut in_vain = 0;
    let mut wait = FIRST_WAIT;
    let error = loop {
        let before = row.done_bytes;
        let tried = with_progress(studio, &mut row).await;
        match tried {
            None => return,
            Some(Ok(sha256)) => return done(studio, row, sha256).await,
            Some(Err(error)) if row.done_bytes > before && !is_final(&error) => {
                // It came further: the next try begins at once.
                tracing::info!(service = "models", name = row.name, %error, "goes on where it broke off");
                (in_vain, wait) = (0, FIRST_WAIT);
            }
            Some(Err(error)) => {
                in_vain += 1;
                if in_vain >= TRIES || is_final(&error) {
                    break error;
                }
                tracing::warn!(service = "models", name = row.name, %error, "is tried again in {} s", wait.as_secs());
                tokio::time::sleep(wait).await;
                wait *= 2;
            }
        }
    };
    row.state = InstallState::Failed;
    row.error = Some(error.message.to_string());
    row.finished_at = Some(studio.now());
    keep(studio, &row).await;
    tracing::warn!(service = "models", name = row.name, "could not be installed: {error}");
    announce(studio);
}

/// One try, with its progress written down; `None` when it was called off.
async fn with_progress(studio: &Studio, row: &mut ModelInstallRow) -> Option<Result<String>> {
    let (told, mut progress) = tokio::sync::watch::channel(row.clone());
    let mut last = Instant::now();
    let fetching = fetch(studio, row, |row| {
        if last.elapsed() >= TELL_EVERY {
            last = Instant::now();
            told.send_replace(row.clone());
        }
    });
    let telling = async {
        while progress.changed().await.is_ok() {
            let now = progress.borrow_and_update().clone();
            if !keep(studio, &now).await {
                return;
            }
            announce(studio);
        }
        std::future::pending().await
    };
    tokio::select! {
        fetched = fetching => Some(fetched),
        () = telling => None,
    }
}

async fn done(studio: &Studio, mut row: ModelInstallRow, sha256: String) {
    if let Ok(facts) = Path::new(&row.path).metadata() {
        row.size_bytes = i64::try_from(facts.len()).ok();
        row.done_bytes = row.size_bytes.unwrap_or_default();
        if let Err(error) = hash::keep(studio, &hash::row(&row.path, &facts, sha256.clone(), studio.now())).await {
            tracing::warn!(service = "models", %error, "a model's hash could not be kept; it is read again later");
        }
    }
    if let Ok(Some(server)) = studio.comfyui().current().await {
        // ComfyUI lists it by itself; what was read before does not have it. Whoever hears that it is done finds it.
        let _ = server.refresh().await;
    }
    row.sha256 = Some(sha256);
    row.state = InstallState::Done;
    row.finished_at = Some(studio.now());
    keep(studio, &row).await;
    tracing::info!(service = "models", name = row.name, "installed");
    announce(studio);
}

/// Whether trying again can't help: the file is not what it should be, the disk is full, the host refused.
fn is_final(error: &Error) -> bool {
    error.details.get("is_final").is_some()
        || matches!(
            error.code,
            Code::ValidationError | Code::Forbidden | Code::StorageError | Code::Unsupported | Code::PayloadTooLarge
        )
}

/// Writes down how far it is; `false` when it was called off.
async fn keep(studio: &Studio, row: &ModelInstallRow) -> bool {
    let kept = async {
        let mut write = studio.library().write().await?;
        let is_open = model_installs::keep(&mut write, row).await?;
        write.commit().await.map_err(LibraryError::from)?;
        Ok::<_, Error>(is_open)
    };
    kept.await.unwrap_or_else(|error| {
        tracing::warn!(service = "models", %error, "progress could not be written down");
        true
    })
}

/// Tells that installs and models changed.
fn announce(studio: &Studio) {
    studio.events().changed(&["model_installs", "models"], Caller::Task);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_can_carry_a_program_is_refused() {
        for name in ["a.safetensors", "A.SAFETENSORS", "b.gguf", "x.y.sft"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
        for (name, words) in
            [("a.ckpt", "pickle"), ("a.PTH", "pickle"), ("a.exe", "no model"), ("a", "no model"), ("", "no model")]
        {
            assert!(check_name(name).unwrap_err().message.contains(words), "{name}");
        }
    }

    #[test]
    fn no_folder_leads_out() {
        assert_eq!(below("characters/mira").unwrap(), ["characters", "mira"]);
        assert_eq!(below("").unwrap(), Vec::<String>::new());
        for folder in ["..", "a/../b", "a\0", "c:", ".hidden/..", "a/b/c/d/e/f"] {
            assert!(below(folder).is_err(), "{folder}");
        }
    }
}
