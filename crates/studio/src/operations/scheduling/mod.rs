//! Planned posts: planning one, seeing them, moving one, taking one out of the plan.

mod change;
mod post;
mod view;

#[cfg(test)]
mod tests;

use crate::{
    Effect::{Destroy, Read, Write},
    Operation, Page, Result, Studio,
    operations::characters,
    planning::time,
    registry::operation,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    AccountId, CharacterId,
    tables::posts::{self, PostFilter, PostStatus},
};
pub(crate) use view::ScheduledPost;

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("scheduling.post", post::post, Write, &["posts", "schedule"])
            .route("POST /scheduling/post")
            .route("POST /scheduled-posts"),
        operation("scheduling.list", list, Read, &["posts", "schedule"])
            .route("GET /scheduling/posts")
            .route("GET /scheduled-posts"),
        operation("scheduling.update", change::update, Write, &["posts", "schedule"])
            .route("PUT /scheduling/posts/{post_id}")
            .route("PUT /scheduled-posts/{scheduled_post_id}"),
        operation("scheduling.cancel", change::cancel, Destroy, &["posts", "schedule"])
            .route("DELETE /scheduling/posts/{post_id}")
            .route("DELETE /scheduled-posts/{scheduled_post_id}"),
    ]
}

/// The posts that have a planned time, the earliest first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListScheduled {
    /// Of one character.
    #[serde(default)]
    character_id: Option<CharacterId>,
    /// Of one account.
    #[serde(default, alias = "platform_account_id")]
    #[schemars(extend("x-aliases" = ["platform_account_id"]))]
    account_id: Option<AccountId>,
    /// In this state; else every state but drafts and cancelled ones.
    #[serde(default)]
    status: Option<PostStatus>,
    /// From this time on: a date or a time in `timezone`, or an instant.
    #[serde(default)]
    from_date: Option<String>,
    /// Before this time; a date counts whole.
    #[serde(default)]
    to_date: Option<String>,
    /// The IANA zone of the dates; else the character's, else UTC.
    #[serde(default)]
    timezone: Option<String>,
    /// At most so many, 1 to 200 (50).
    #[serde(default)]
    #[schemars(range(min = 1, max = 200))]
    limit: Option<u32>,
    /// After so many.
    #[serde(default)]
    offset: Option<u32>,
}

/// Planned posts.
#[derive(Debug, Serialize, JsonSchema)]
struct ScheduledList {
    scheduled_posts: Vec<ScheduledPost>,
    total: i64,
    limit: u32,
    offset: u32,
}

async fn list(studio: &Studio, input: ListScheduled) -> Result<ScheduledList> {
    let page = Page::of(input.limit, input.offset, 50)?;
    let mut read = studio.library().read().await?;
    let home = match input.character_id {
        Some(id) => characters::find(&mut read, id).await?.timezone,
        None => "UTC".to_owned(),
    };
    let zone = time::zone("timezone", input.timezone.as_deref().unwrap_or(&home))?;
    let statuses = match input.status {
        Some(status) => vec![status],
        None => vec![
            PostStatus::Scheduled,
            PostStatus::Publishing,
            PostStatus::Published,
            PostStatus::Failed,
            PostStatus::NeedsAttention,
        ],
    };
    let from = input.from_date.map(|text| time::read_bound("from_date", &text, zone, false)).transpose()?;
    let to = input.to_date.map(|text| time::read_bound("to_date", &text, zone, true)).transpose()?;
    let filter = PostFilter {
        character_id: input.character_id,
        account_id: input.account_id,
        statuses,
        due_from: Some(from.unwrap_or(DateTime::<Utc>::UNIX_EPOCH)),
        due_to: to,
        by_time: true,
        limit: i64::from(page.limit),
        offset: i64::from(page.offset),
        ..PostFilter::default()
    };
    let total = posts::count(&mut read, &filter).await?;
    let rows = posts::list(&mut read, &filter).await?;
    let scheduled_posts = ScheduledPost::load(&mut read, rows, studio.now()).await?;
    Ok(ScheduledList { scheduled_posts, total, limit: page.limit, offset: page.offset })
}
