//! Removes uploads older than a day, and files in the uploads folder that no upload knows: what a kill
//! in the middle of an upload or a download left.

use super::old_files;
use crate::{Result, Studio, incoming::UPLOAD_LIFE};
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
    // An upload under way has no row yet; its file is younger than the life of an upload.
    let before = studio.now() - UPLOAD_LIFE;
    old_files::remove(&studio.library().uploads_dir(), before, |name| known.contains(name)).await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Clock, OpenOptions};
    use chrono::{TimeDelta, Utc};

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
