//! Removes files that were made ready for a platform and that no post names any more: those of previews, of posts that
//! were changed, and of deleted ones. All of them can be made again from their items.

use super::old_files;
use crate::{Result, Studio};
use chrono::TimeDelta;
use std::{collections::HashSet, time::Duration};
use troupe_library::{LibraryError, tables::post_media};

/// How often it looks.
const EVERY: Duration = Duration::from_secs(6 * 60 * 60);
/// How long a file is kept that no post names: somebody may be composing with it, or it is about to be sent. Whoever
/// takes one up again makes it young again.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// Cleans now and then every six hours.
pub(super) async fn run(studio: Studio) {
    loop {
        if let Err(error) = clean(&studio).await {
            tracing::warn!(
                service = "tasks",
                task = "clean_prepared",
                "old prepared files could not be removed: {error}"
            );
        }
        tokio::time::sleep(EVERY).await;
    }
}

async fn clean(studio: &Studio) -> Result<()> {
    let mut read = studio.library().read().await?;
    let named = post_media::prepared(&mut read).await?;
    drop(read);
    // A file and its facts share a name up to the ending.
    let named: HashSet<&str> = named.iter().map(|name| key(name)).collect();
    let folder = studio.library().prepared_dir();
    let failed = |error| LibraryError::file("the folder of prepared files could not be read", error);
    let mut entries = match tokio::fs::read_dir(&folder).await {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        opened => opened.map_err(failed)?,
    };
    while let Some(entry) = entries.next_entry().await.map_err(failed)? {
        if entry.file_type().await.is_ok_and(|kind| kind.is_dir()) {
            old_files::remove(&entry.path(), studio.now() - KEPT, |name| named.contains(key(name))).await?;
        }
    }
    Ok(())
}

fn key(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::publishing::stage::Stage;
    use serde_json::json;
    use std::path::Path;
    use troupe_platforms::PlatformName;

    /// The prepared files, without their facts.
    fn files(studio: &Studio) -> Vec<String> {
        let below = |folder: &Path| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut found: Vec<String> = below(&studio.library().prepared_dir())
            .flat_map(|folder| below(&folder).collect::<Vec<_>>())
            .map(|file| file.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        found.sort();
        found
    }

    #[tokio::test]
    async fn what_no_post_names_goes_after_a_day_and_what_a_post_needs_stays() {
        let stage = Stage::open().await;
        let account = stage.account(PlatformName::Bluesky, "mira").await;
        let mut posts = Vec::new();
        for shade in 1..=3 {
            let picture = stage.picture(shade, |_| {}).await;
            posts.push(
                stage.post(account, json!({ "content_id": picture, "caption": format!("Number {shade}") })).await,
            );
        }
        let previewed =
            json!({ "account_id": account, "content_id": stage.picture(4, |_| {}).await, "caption": "Seen" });
        stage.run("posts.preflight", previewed.clone()).await;
        let of_preview = files(&stage.studio);
        // One is on its way and can't end, one is up, one was deleted.
        stage.arm("bluesky", "upload_blob", "error_before", json!({})).await;
        crate::publishing::publish::publish(&stage.studio, posts[0]).await.unwrap();
        stage.drive(posts[1]).await;
        stage.drive(posts[2]).await;
        stage.run("posts.delete", json!({ "post_id": posts[2] })).await;
        let all = files(&stage.studio);
        assert_eq!((of_preview.len(), all.len()), (2, 8), "a file and its facts for each");

        clean(&stage.studio).await.unwrap();
        assert_eq!(files(&stage.studio), all, "nothing goes on its first day");
        stage.until(stage.studio.now() + TimeDelta::hours(25)).await;
        clean(&stage.studio).await.unwrap();
        let left = files(&stage.studio);
        assert_eq!(left.len(), 4, "of the post on its way and the one that is up: {left:?}");
        assert!(left.iter().all(|name| !of_preview.contains(name)), "{left:?}");
        assert_eq!(stage.drive(posts[0]).await["post"]["status"], "published");
        stage.run("posts.preflight", previewed).await;
        assert!(of_preview.iter().all(|name| files(&stage.studio).contains(name)), "made again when it is wanted");
    }

    #[tokio::test]
    async fn what_is_taken_up_again_is_young_again() {
        let stage = Stage::open().await;
        let account = stage.account(PlatformName::Bluesky, "mira").await;
        let input = json!({ "account_id": account, "content_id": stage.picture(1, |_| {}).await, "caption": "Seen" });
        stage.run("posts.preflight", input.clone()).await;
        stage.until(stage.studio.now() + TimeDelta::hours(23)).await;
        stage.run("posts.preflight", input).await;
        stage.until(stage.studio.now() + TimeDelta::hours(23)).await;
        clean(&stage.studio).await.unwrap();
        assert_eq!(files(&stage.studio).len(), 2);
    }
}
