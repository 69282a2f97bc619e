//! Preflight: what each platform would refuse and what the guards say, before anything is sent, each with its fix; and
//! the very words and files that would go out.

use super::{create::CreatePosts, view::PreparedFile};
use crate::{
    Result, Studio, accounts,
    publishing::{create, draft::WholePost, preflight},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{AccountId, ContentId, PostId, tables::accounts::AccountState};
use troupe_platforms::{Finding, PlatformName, PostType};

/// Looks at posts that are being composed: what each platform would refuse, with the fix, and the very words and files
/// that would be sent. Nothing is kept.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(super) struct PreflightPosts(CreatePosts);

/// Looks at a saved post as preflight does.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckPost {
    post_id: PostId,
}

/// What preflight found, one entry an account.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Preflight {
    /// Whether all of them could be sent as they are.
    is_ready: bool,
    posts: Vec<CheckedPost>,
}

/// What preflight found for one account.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CheckedPost {
    account_id: AccountId,
    platform: PlatformName,
    post_type: PostType,
    /// Whether it could be sent as it is.
    is_ready: bool,
    /// What speaks against it, the gravest first.
    findings: Vec<Finding>,
    /// The words as they are sent: caption, mentions, hashtags and disclosure line.
    text: String,
    /// How long they are, as the platform counts.
    text_length: usize,
    /// The longest that the platform takes; null takes no words, or any.
    max_length: Option<u32>,
    /// Whether the platform's own AI flag is set.
    has_ai_flag: bool,
    /// The files in their order.
    media: Vec<CheckedMedia>,
    /// US dollars that the platform takes for it.
    cost_usd: f64,
}

/// A file as it would be sent.
#[derive(Debug, Serialize, JsonSchema)]
struct CheckedMedia {
    content_id: ContentId,
    /// The very file; null could not be made.
    prepared: Option<PreparedFile>,
}

pub(super) async fn preflight(studio: &Studio, input: PreflightPosts) -> Result<Preflight> {
    let new = input.0.new_posts(studio).await?;
    let mut read = studio.library().read().await?;
    let rows = create::rows(&mut read, studio, &new).await?;
    let mut wholes = Vec::with_capacity(rows.len());
    for (post, media) in rows {
        wholes.push(WholePost::of(&mut read, post, media).await?);
    }
    drop(read);
    let mut posts = Vec::with_capacity(wholes.len());
    for whole in wholes {
        posts.push(checked(studio, &whole).await?);
    }
    Ok(Preflight { is_ready: posts.iter().all(|post| post.is_ready), posts })
}

pub(super) async fn check(studio: &Studio, input: CheckPost) -> Result<CheckedPost> {
    checked(studio, &WholePost::load(studio, input.post_id).await?).await
}

async fn checked(studio: &Studio, whole: &WholePost) -> Result<CheckedPost> {
    let platform = whole.platform(studio)?;
    let facts = platform.facts();
    // Limits that an account's own server names are known with its session; without it the platform's usual ones hold.
    let session = match whole.account.state {
        AccountState::Connected => accounts::session(studio, &whole.account).await.ok(),
        _ => None,
    };
    let checked = preflight::check(studio, whole, session.as_ref()).await?;
    let text = &facts.text;
    let max_length = if whole.media.is_empty() { text.max } else { text.max_with_media.or(text.max) };
    Ok(CheckedPost {
        account_id: whole.account.id,
        platform: facts.platform,
        post_type: whole.post_type(),
        is_ready: checked.is_ready(),
        text_length: text.counting.count(&checked.draft.text),
        max_length,
        has_ai_flag: checked.draft.ai_label,
        media: whole
            .media
            .iter()
            .zip(&checked.prepared)
            .map(|((row, _), file)| CheckedMedia {
                content_id: row.content_id,
                prepared: file.as_ref().map(|file| PreparedFile::new(&file.name, &file.facts)),
            })
            .collect(),
        cost_usd: platform.price_usd(&checked.draft),
        text: checked.draft.text,
        findings: checked.findings,
    })
}
