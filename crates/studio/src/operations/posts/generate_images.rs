//! Fresh pictures for a draft, of its character and in a shape that its platform takes.

use super::view::{Post, current};
use crate::{
    Error, Result, Studio,
    generation::{GenerateImage, ImageJob},
    operations::images::generate,
    publishing::{create, draft::WholePost},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    LibraryError, PostId,
    tables::{
        post_media,
        posts::{self, PostStatus},
    },
};
use troupe_platforms::{Facts, MediaKind, PostType};

/// The area of a picture that is asked for, in pixels: what common models are trained on.
const AREA_PX: f64 = 1024.0 * 1024.0;

/// Makes pictures for a draft post. Those that are made while the call waits are added to the post, as many as its
/// platform takes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GeneratePostImages {
    post_id: PostId,
    /// What the pictures show; without it the caption.
    prompt: Option<String>,
    /// How many, 1 to 500 (1).
    count: Option<u32>,
    /// Wait this many seconds for the pictures, at most 300.
    wait: Option<u32>,
}

/// The job that makes the pictures, and the post as it is now.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PostImages {
    job: ImageJob,
    post: Post,
}

pub(super) async fn generate_images(studio: &Studio, input: GeneratePostImages) -> Result<PostImages> {
    let whole = WholePost::load(studio, input.post_id).await?;
    if !matches!(whole.post.status, PostStatus::Draft | PostStatus::Scheduled | PostStatus::Failed) {
        return Err(Error::conflict("Pictures can be added only to a post that is not on its way yet."));
    }
    let prompt = input.prompt.unwrap_or_else(|| whole.post.caption.clone());
    if prompt.trim().is_empty() {
        return Err(Error::field("prompt", "say what the pictures show; the post has no caption to take it from"));
    }
    let platform = whole.platform(studio)?;
    let (width, height) = size(platform.facts(), whole.post_type());
    let request = GenerateImage {
        prompt,
        character_id: whole.post.character_id,
        count: input.count,
        width: Some(width),
        height: Some(height),
        category: Some(whole.post.post_type.clone()),
        wait: input.wait,
        ..GenerateImage::default()
    };
    let job = generate(studio, request).await?;
    let most = platform.facts().post(whole.post_type()).map_or(1, |rule| rule.max_items);
    add(studio, &whole, &job, usize::try_from(most).unwrap_or(1)).await?;
    Ok(PostImages { job, post: current(studio, input.post_id).await? })
}

/// Puts what was made at the end of the post's files.
async fn add(studio: &Studio, whole: &WholePost, job: &ImageJob, most: usize) -> Result<()> {
    if job.content_ids.is_empty() {
        return Ok(());
    }
    let id = whole.post.id;
    let mut write = studio.library().write().await?;
    let mut media = post_media::list(&mut write, id).await?;
    for content_id in &job.content_ids {
        if media.len() < most && media.iter().all(|row| row.content_id != *content_id) {
            media.push(create::media_row(id, media.len(), *content_id, String::new(), None));
        }
    }
    post_media::replace(&mut write, id, &media).await?;
    posts::change(&mut write, id, studio.now(), |_| {}).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(())
}

/// A shape that the platform takes, as near to an upright four by five as it may be; stories and reels fill a phone.
fn size(facts: &Facts, post_type: PostType) -> (u32, u32) {
    let rule = facts.post(post_type).and_then(|post| facts.media_rule(post, MediaKind::Image));
    let wished = if matches!(post_type, PostType::Story | PostType::Reel) { 9.0 / 16.0 } else { 4.0 / 5.0 };
    let min = rule.and_then(|rule| rule.min_ratio).unwrap_or(0.0);
    let max = rule.and_then(|rule| rule.max_ratio).unwrap_or(f64::INFINITY);
    let ratio: f64 = f64::max(wished, min).min(max);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Some hundred pixels.
    let side = |length: f64| ((length / 16.0).round() as u32) * 16;
    (side((AREA_PX * ratio).sqrt()), side((AREA_PX / ratio).sqrt()))
}
