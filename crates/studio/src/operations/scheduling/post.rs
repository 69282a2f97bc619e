//! Planning a post, refused with reasons when it could not be published.

use super::ScheduledPost;
use crate::{
    Code, Error, Result, Studio,
    operations::posts::CreatePosts,
    publishing::{create, draft::WholePost, preflight, when::When},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use troupe_library::GroupId;

/// Plans posts, one for each account, at a time or in each account's next free slot. Refused, with every reason and its
/// fix, when one of them could not be published as it is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(super) struct SchedulePosts(CreatePosts);

/// The planned posts.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PlannedPosts {
    group_id: GroupId,
    /// The first one.
    post: ScheduledPost,
    /// All of them, one an account.
    posts: Vec<ScheduledPost>,
}

pub(super) async fn post(studio: &Studio, input: SchedulePosts) -> Result<PlannedPosts> {
    let new = input.0.new_posts(studio).await?;
    match new.when {
        When::At { .. } | When::NextSlot => {}
        When::Draft => return Err(Error::field("scheduled_at", "is needed: a time, or next_slot")),
        When::Now => return Err(Error::field("publish_immediately", "is no plan; use posts.create to send it now")),
    }
    let mut read = studio.library().read().await?;
    let rows = create::rows(&mut read, studio, &new).await?;
    let mut wholes = Vec::with_capacity(rows.len());
    for (post, media) in rows {
        wholes.push(WholePost::of(&mut read, post, media).await?);
    }
    drop(read);
    let mut refused: Vec<Value> = Vec::new();
    for whole in &wholes {
        let checked = preflight::check(studio, whole, None).await?;
        let findings = checked.blocking().map(|finding| {
            json!({ "account_id": whole.account.id, "account_handle": whole.account.handle, "finding": finding })
        });
        refused.extend(findings);
    }
    if let Some(first) = refused.first() {
        let words = first["finding"]["message"].as_str().unwrap_or_default();
        let more = match refused.len() {
            1 => String::new(),
            count => format!(" And {} more.", count - 1),
        };
        let message = format!("This could not be published as it is. {words}{more}");
        return Err(Error::new(Code::ValidationError, message).with("findings", json!(refused)));
    }
    let made = create::create(studio, new).await?;
    let mut read = studio.library().read().await?;
    let posts = ScheduledPost::load(&mut read, made, studio.now()).await?;
    let post = posts.first().cloned().ok_or_else(|| Error::field("account_ids", "choose at least one account"))?;
    Ok(PlannedPosts { group_id: post.group_id, post, posts })
}
