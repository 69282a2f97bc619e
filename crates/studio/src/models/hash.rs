//! SHA-256 of model files, read late and in the background: they are large, and what makes pictures goes first.

use super::places;
use crate::{Result, Studio};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    fmt::Write,
    fs::{File, Metadata},
    io::{self, Read},
    path::Path,
    time::{Duration, UNIX_EPOCH},
};
use troupe_library::{
    LibraryError,
    tables::{
        jobs,
        model_hashes::{self, ModelHashRow},
    },
};

/// How long after the start the first file is read.
const AFTER_START: Duration = Duration::from_secs(60);
/// How often it is looked for new files.
const LOOK_EVERY: Duration = Duration::from_secs(10 * 60);
/// How long it waits while pictures are made.
const WHILE_BUSY: Duration = Duration::from_secs(30);
/// How much of a file is read at once.
const PIECE: usize = 4 * 1024 * 1024;

/// Reads the models that have no hash yet, one after the other, while nothing is made.
pub(crate) async fn hash_models(studio: Studio) {
    tokio::time::sleep(AFTER_START).await;
    loop {
        loop {
            match is_busy(&studio).await {
                Ok(true) => tokio::time::sleep(WHILE_BUSY).await,
                Ok(false) => match hash_next(&studio).await {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => {
                        tracing::debug!(service = "models", %error, "models could not be looked through");
                        break;
                    }
                },
                Err(_) => break,
            }
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

async fn is_busy(studio: &Studio) -> Result<bool> {
    let mut read = studio.library().read().await?;
    Ok(!jobs::open(&mut read).await?.is_empty())
}

/// Reads the next file without a hash; answers whether there was one.
pub(crate) async fn hash_next(studio: &Studio) -> Result<bool> {
    let places = places(studio).await?;
    let index = studio.models().index(studio, false).await?;
    if !index.has_files {
        return Ok(false);
    }
    let mut read = studio.library().read().await?;
    let known: HashMap<String, ModelHashRow> =
        model_hashes::all(&mut read).await?.into_iter().map(|row| (row.path.clone(), row)).collect();
    drop(read);
    for model in index.iter() {
        let Some(path) = model.path(&places) else { continue };
        let Ok(facts) = path.metadata() else { continue };
        let Some(name) = path.to_str() else { continue };
        if known.get(name).is_some_and(|row| is_of(row, &facts)) {
            continue;
        }
        let read = path.clone();
        let hashed = tokio::task::spawn_blocking(move || sha256_of(&read)).await.map_err(crate::Error::internal)?;
        match hashed {
            Ok(sha256) => {
                keep(studio, &row(name, &facts, sha256, studio.now())).await?;
                studio.events().changed(&["models"], crate::Caller::Task);
                return Ok(true);
            }
            Err(error) => tracing::debug!(service = "models", %error, "a model could not be read"),
        }
    }
    Ok(false)
}

/// Whether a row tells of the file as it is now.
pub(super) fn is_of(row: &ModelHashRow, facts: &Metadata) -> bool {
    u64::try_from(row.size_bytes).ok() == Some(facts.len()) && row.modified_ms == modified_ms(facts)
}

pub(super) fn row(path: &str, facts: &Metadata, sha256: String, now: DateTime<Utc>) -> ModelHashRow {
    ModelHashRow {
        path: path.to_owned(),
        size_bytes: i64::try_from(facts.len()).unwrap_or(i64::MAX),
        modified_ms: modified_ms(facts),
        sha256,
        hashed_at: now,
    }
}

pub(super) async fn keep(studio: &Studio, row: &ModelHashRow) -> Result<()> {
    let mut write = studio.library().write().await?;
    model_hashes::save(&mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(())
}

fn modified_ms(facts: &Metadata) -> i64 {
    let since = facts.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    since.and_then(|since| i64::try_from(since.as_millis()).ok()).unwrap_or_default()
}

/// The SHA-256 of a file, in small letters.
pub(super) fn sha256_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut piece = vec![0; PIECE];
    let mut sum = Sha256::new();
    loop {
        let length = file.read(&mut piece)?;
        if length == 0 {
            break;
        }
        sum.update(&piece[..length]);
    }
    let mut text = String::with_capacity(64);
    for byte in sum.finalize() {
        // Writing to a text can't fail.
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}
