//! Taking a post down: on its platform where it can be, and here.

use crate::{Error, Result, Studio, accounts, publishing::draft::WholePost};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    LibraryError, PostId,
    tables::posts::{self, PostStatus},
};
use troupe_platforms::RefusalKind;

/// Deletes a post: on its platform too where it is up and the platform has such a call, and here. `posts.restore` takes
/// back what was not up.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeletePost {
    post_id: PostId,
    /// Deletes it here alone and leaves it up.
    #[serde(default)]
    only_here: bool,
}

/// What was deleted.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DeletedPost {
    post_id: PostId,
    /// Whether it was taken down there.
    deleted_on_platform: bool,
    /// Where it is still up, if it is.
    platform_post_url: Option<String>,
    /// What was done, in words.
    message: String,
}

pub(super) async fn delete(studio: &Studio, input: DeletePost) -> Result<DeletedPost> {
    let whole = WholePost::load(studio, input.post_id).await?;
    let post = &whole.post;
    if post.status == PostStatus::Publishing {
        return Err(Error::conflict(
            "This post is on its way. Wait until it is up or has failed, then delete it; nothing is cut off halfway.",
        ));
    }
    let name = whole.platform(studio).map(|platform| platform.name().words());
    let (deleted_on_platform, message) = match post.platform_post_id.clone().filter(|_| !input.only_here) {
        Some(id) => take_down(studio, &whole, &id).await?,
        None if post.platform_post_url.is_some() => {
            let name = name.unwrap_or(post.platform.as_str());
            (false, format!("Deleted here. It stays up on {name}; delete it there if it must go."))
        }
        None => (false, "Deleted. Restore takes it back.".to_owned()),
    };
    let now = studio.now();
    let mut write = studio.library().write().await?;
    posts::change(&mut write, post.id, now, |post| post.deleted_at = Some(now)).await?;
    write.commit().await.map_err(LibraryError::from)?;
    let platform_post_url = post.platform_post_url.clone().filter(|_| !deleted_on_platform);
    Ok(DeletedPost { post_id: post.id, deleted_on_platform, platform_post_url, message })
}

/// Takes a post down there. A platform without such a call is no error: it is said.
async fn take_down(studio: &Studio, whole: &WholePost, id: &str) -> Result<(bool, String)> {
    let platform = whole.platform(studio)?;
    let name = platform.name().words();
    if !platform.facts().capabilities.delete {
        let message = format!(
            "Deleted here. {name} lets no program take a post down, so it stays up; delete it there if it must go."
        );
        return Ok((false, message));
    }
    let (_, session) = accounts::fresh_session(studio, whole.account.id).await?;
    match platform.delete(&session, id).await {
        Ok(()) => Ok((true, format!("Deleted on {name} and here."))),
        Err(error) if error.kind() == Some(RefusalKind::NotFound) => {
            Ok((true, format!("It was gone from {name} already; deleted here.")))
        }
        Err(troupe_platforms::Error::Unsupported { instead, .. }) => {
            Ok((false, format!("Deleted here. {name} has no call that takes it down. {instead}")))
        }
        Err(error) => Err(error.into()),
    }
}
