//! A daily copy of the database alone, some of them kept: the way back when the database is damaged.

use crate::{Result, Studio};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// How often the task looks whether today's copy is there.
const LOOK_EVERY: Duration = Duration::from_secs(60 * 60);
const PREFIX: &str = "library-";
const ENDING: &str = ".db";

/// The copies in a folder: name and path, newest first.
pub(crate) fn copies(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            (name.starts_with(PREFIX) && name.ends_with(ENDING)).then(|| (name, entry.path()))
        })
        .collect();
    found.sort();
    found.reverse();
    found
}

pub(crate) async fn run(studio: Studio) {
    loop {
        if let Err(error) = copy(&studio).await {
            tracing::warn!(service = "library", %error, "the daily copy of the database could not be made");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Makes today's copy when it is not there, and removes those that are too many.
pub(crate) async fn copy(studio: &Studio) -> Result<()> {
    let folder = studio.library().copies_dir();
    let target = folder.join(format!("{PREFIX}{}{ENDING}", studio.now().format("%Y-%m-%d")));
    if !target.exists() {
        // Written aside and renamed, so that a copy with its name is a whole one.
        let part = target.with_extension("part");
        let _ = std::fs::remove_file(&part);
        studio.library().copy_to(&part).await?;
        std::fs::rename(&part, &target).map_err(|error| {
            troupe_library::LibraryError::file("could not keep the daily copy of the database", error)
        })?;
    }
    let kept = usize::try_from(studio.settings().await?.storage.daily_copies).unwrap_or(7);
    for (_, path) in copies(&folder).into_iter().skip(kept) {
        if let Err(error) = std::fs::remove_file(&path) {
            tracing::warn!(service = "library", %error, "an old copy of the database could not be removed");
        }
    }
    Ok(())
}
