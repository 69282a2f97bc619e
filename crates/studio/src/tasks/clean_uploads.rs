//! Removes uploads older than a day, and files in the uploads folder that no upload knows: what a kill
//! in the middle of an upload or a download left.

use crate::{Result, Studio, incoming::UPLOAD_LIFE};
use chrono::{DateTime, Utc};
use std::{collections::HashSet, time::Duration};
use troupe_library::{LibraryError, tables::uploads};

/// How often it looks.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// Cleans now and then every hour.
pub(super) async fn run(studio: Studio) {
    loop {
        if let Err(error) = clean(&studio).await {
            tracing::warn!(service = "tasks", task = "clean_uploads", "old uploads could not be removed: {error}");
        }
        tokio::time::sleep(EVERY).await;
    }
}

async fn clean(studio: &Studio) -> Result<()> {
    let mut write = studio.library().write().await?;
    uploads::delete_before(&mut write, studio.now() - UPLOAD_LIFE).await?;
    let known: HashSet<_> = uploads::all(&mut write).await?.into_iter().map(|row| row.file).collect();
    write.commit().await.map_err(LibraryError::from)?;
    let folder = studio.library().uploads_dir();
    let failed = |error| LibraryError::file("the uploads folder could not be read", error);
    let mut entries = tokio::fs::read_dir(&folder).await.map_err(failed)?;
    while let Some(entry) = entries.next_entry().await.map_err(failed)? {
        let name = entry.file_name().to_string_lossy().into_owned();
        // An upload under way has no row yet; its file is younger than the life of an upload.
        let is_old = entry.metadata().await.is_ok_and(|metadata| {
            metadata.is_file()
                && metadata.modified().is_ok_and(|moment| DateTime::<Utc>::from(moment) < studio.now() - UPLOAD_LIFE)
        });
        if is_old
            && !known.contains(&name)
            && let Err(error) = tokio::fs::remove_file(entry.path()).await
        {
            tracing::warn!(service = "tasks", task = "clean_uploads", "an old upload could not be removed: {error}");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Clock, OpenOptions};
    use chrono::TimeDelta;

    #[tokio::test]
    async fn old_uploads_and_strangers_go_and_new_ones_stay() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::fixed(Utc::now());
        let options = OpenOptions { clock: clock.clone(), ..OpenOptions::new(folder.path()) };
        let studio = Studio::open(options).await.unwrap();
        let uploads = studio.library().uploads_dir();
        let count = || std::fs::read_dir(&uploads).unwrap().count();
        let mut upload = studio.begin_upload("a").await.unwrap();
        upload.write(b"x").await.unwrap();
        upload.finish().await.unwrap();
        std::fs::write(uploads.join("stranger.part"), b"x").unwrap();
        clean(&studio).await.unwrap();
        assert_eq!(count(), 2);
        clock.advance(TimeDelta::hours(25));
        clean(&studio).await.unwrap();
        assert_eq!(count(), 0);
    }
}
