//! Reading a published post's counts, and whether it is still as it was.

use super::view::{Post, current};
use crate::{Error, Result, Studio, accounts, publishing::draft::WholePost};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use troupe_library::{
    LibraryError, PostId,
    tables::posts::{self, PostStatus},
};
use troupe_platforms::Error as PlatformError;

/// Reads the counts of a published post from its platform.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SyncPost {
    post_id: PostId,
}

pub(super) async fn sync(studio: &Studio, input: SyncPost) -> Result<Post> {
    let whole = WholePost::load(studio, input.post_id).await?;
    let id = whole.post.platform_post_id.clone().filter(|_| whole.post.status == PostStatus::Published);
    let Some(id) = id else {
        return Err(Error::conflict(if whole.post.status == PostStatus::Published {
            "The platform's id of this post is not known, since you said yourself that it is up; its counts can't be read."
        } else {
            "This post is not up yet, so there is nothing to read."
        }));
    };
    let platform = whole.platform(studio)?;
    let (_, session) = accounts::fresh_session(studio, whole.account.id).await?;
    let metrics = match platform.metrics(&session, &id).await {
        Ok(metrics) => Some(metrics),
        // Not given by this platform: whether it is still there can be read all the same.
        Err(PlatformError::Unsupported { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    let live = platform.read_back(&session, &id).await?;
    let now = studio.now();
    let mut write = studio.library().write().await?;
    posts::change(&mut write, input.post_id, now, |post| {
        post.metrics = metrics.map(|metrics| json!(metrics)).or(post.metrics.take());
        post.synced_at = Some(now);
        post.read_back_at = Some(now);
        post.visibility = json!(live.visibility).as_str().map(str::to_owned);
        post.platform_post_url = live.permalink.or(post.platform_post_url.take());
    })
    .await?;
    write.commit().await.map_err(LibraryError::from)?;
    current(studio, input.post_id).await
}
