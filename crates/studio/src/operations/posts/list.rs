//! Looking at posts: many, and one with its whole ledger.

use super::view::{Post, view, views};
use crate::{Page, Result, Studio, publishing::draft::find};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use troupe_library::{
    AccountId, CharacterId, GroupId, PostId, RuleId,
    tables::{
        post_steps::{self, Outcome, PostStepRow},
        posts::{self, PostFilter, PostStatus},
    },
};
use troupe_platforms::{PlatformName, StepKind};

/// How many posts a page has where nobody says.
const PAGE: u32 = 20;

/// Lists posts, the newest first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListPosts {
    /// Of one character.
    character_id: Option<CharacterId>,
    /// Of one account.
    #[serde(alias = "platform_account_id")]
    #[schemars(extend("x-aliases" = ["platform_account_id"]))]
    account_id: Option<AccountId>,
    /// Of one platform.
    platform: Option<PlatformName>,
    /// In this state.
    status: Option<PostStatus>,
    /// In one of these states.
    #[serde(default)]
    statuses: Vec<PostStatus>,
    /// Of one group.
    group_id: Option<GroupId>,
    /// Planned by this rule.
    rule_id: Option<RuleId>,
    /// Planned from this moment on.
    from_date: Option<DateTime<Utc>>,
    /// Planned before this moment.
    to_date: Option<DateTime<Utc>>,
    /// By their planned time, the earliest first.
    #[serde(default)]
    by_time: bool,
    /// At most this many, 1 to 200 (20).
    limit: Option<u32>,
    /// After this many.
    offset: Option<u32>,
}

/// A page of posts.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PostList {
    posts: Vec<Post>,
    total: i64,
    limit: u32,
    offset: u32,
}

pub(super) async fn list(studio: &Studio, input: ListPosts) -> Result<PostList> {
    let page = Page::of(input.limit, input.offset, PAGE)?;
    let mut statuses = input.statuses;
    statuses.extend(input.status);
    let filter = PostFilter {
        character_id: input.character_id,
        account_id: input.account_id,
        platform: input.platform.map(|name| name.slug().to_owned()),
        group_id: input.group_id,
        rule_id: input.rule_id,
        statuses,
        due_from: input.from_date,
        due_to: input.to_date,
        by_time: input.by_time,
        limit: page.limit.into(),
        offset: page.offset.into(),
    };
    let mut read = studio.library().read().await?;
    let total = posts::count(&mut read, &filter).await?;
    let rows = posts::list(&mut read, &filter).await?;
    Ok(PostList { posts: views(&mut read, rows).await?, total, limit: page.limit, offset: page.offset })
}

/// One post with every attempt: when, what was sent, what came back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetPost {
    post_id: PostId,
}

/// A post and its ledger.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PostDetail {
    /// The post.
    post: Post,
    /// Its tries, the first one first.
    attempts: Vec<Attempt>,
}

/// One try of a post.
#[derive(Debug, Serialize, JsonSchema)]
struct Attempt {
    /// From 1.
    number: i64,
    /// What it did, in order.
    steps: Vec<AttemptStep>,
}

/// One call toward the platform.
#[derive(Debug, Serialize, JsonSchema)]
struct AttemptStep {
    kind: StepKind,
    /// What it does, in words.
    words: String,
    /// Which file it is about, from 0.
    item: Option<i64>,
    /// Whether the public can see what it does.
    is_public: bool,
    /// When the call was first meant to be made; null was not begun.
    intent_at: Option<DateTime<Utc>>,
    /// When it was known how it ended; null with an intent is unknown.
    outcome_at: Option<DateTime<Utc>>,
    outcome: Option<Outcome>,
    /// How often the call was made.
    calls: i64,
    /// blake3 of what is sent.
    request_hash: String,
    /// Our mark in the call.
    reference: String,
    /// The platform's id of what it made.
    platform_id: Option<String>,
    /// What the platform said besides.
    data: Value,
    /// What it met, in words.
    error: Option<String>,
    /// The platform's raw answer to a refusal, without secrets.
    reply: Option<String>,
}

pub(super) async fn get(studio: &Studio, input: GetPost) -> Result<PostDetail> {
    let mut read = studio.library().read().await?;
    let row = find(&mut read, input.post_id).await?;
    let steps = post_steps::list(&mut read, input.post_id).await?;
    let mut attempts: Vec<Attempt> = Vec::new();
    for step in steps {
        let number = step.attempt;
        if attempts.last().is_none_or(|attempt| attempt.number != number) {
            attempts.push(Attempt { number, steps: Vec::new() });
        }
        if let Some(attempt) = attempts.last_mut() {
            attempt.steps.push(step.into());
        }
    }
    Ok(PostDetail { post: view(&mut read, row).await?, attempts })
}

impl From<PostStepRow> for AttemptStep {
    fn from(row: PostStepRow) -> Self {
        let kind = crate::publishing::ledger::kind_of(&row);
        Self {
            kind,
            words: words(kind, row.item),
            item: row.item,
            is_public: row.is_public,
            intent_at: row.intent_at,
            outcome_at: row.outcome_at,
            outcome: row.outcome,
            calls: row.calls,
            request_hash: row.request_hash,
            reference: row.reference,
            platform_id: row.platform_id,
            data: row.data,
            error: row.error,
            reply: row.raw,
        }
    }
}

fn words(kind: StepKind, item: Option<i64>) -> String {
    let file = item.map_or_else(|| "the file".to_owned(), |item| format!("file {}", item + 1));
    match kind {
        StepKind::Stage => format!("Put {file} where the platform can fetch it"),
        StepKind::Upload => format!("Send {file}"),
        StepKind::Describe => format!("Send the words for {file}"),
        StepKind::Container => "Lay the post ready at the platform".to_owned(),
        StepKind::Process => "Wait until the platform has worked on it".to_owned(),
        StepKind::Publish => "Publish".to_owned(),
        StepKind::Comment => "Write the first comment".to_owned(),
        StepKind::Clean => format!("Take {file} away from its place"),
    }
}
