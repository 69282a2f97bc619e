//! What waited or failed while an account could not be used, and the one question after it was connected again: send
//! them now, in the next slots, or drop them.

use crate::{Result, Studio};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use troupe_library::{
    AccountId, SqliteConnection,
    tables::posts::{self, PostFilter, PostRow, PostStatus},
};

/// Posts that an account could not send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct WaitingPosts {
    /// Those that failed because the account could not be used.
    pub(crate) failed: usize,
    /// Those whose time has passed and that still wait.
    pub(crate) waiting: usize,
}

/// How many posts of an account failed because of it, and how many wait although they are due.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn count(db: &mut SqliteConnection, studio: &Studio, account: AccountId) -> Result<WaitingPosts> {
    let stuck = stuck(db, studio, account).await?;
    let failed = stuck.iter().filter(|post| post.status == PostStatus::Failed).count();
    Ok(WaitingPosts { failed, waiting: stuck.len() - failed })
}

/// The posts that the question is about, by their planned time.
async fn stuck(db: &mut SqliteConnection, studio: &Studio, account: AccountId) -> Result<Vec<PostRow>> {
    let filter = PostFilter {
        account_id: Some(account),
        statuses: vec![PostStatus::Failed, PostStatus::Scheduled],
        by_time: true,
        ..PostFilter::default()
    };
    let now = studio.now();
    let all = posts::list(db, &filter).await?;
    Ok(all
        .into_iter()
        .filter(|post| match post.status {
            PostStatus::Failed => post.error.as_ref().is_some_and(is_of_account),
            _ => post.approved_at.is_some() && post.due_at.is_some_and(|due| due <= now),
        })
        .collect())
}

/// Whether a post failed because its account could not be used; a refused file or text is the post's own fault.
fn is_of_account(error: &Value) -> bool {
    let refusal = error["details"]["refusal"].as_str().unwrap_or_default();
    error["code"] == "unauthorized"
        || ["token_expired", "token_revoked", "spam", "restricted", "unpaid"].contains(&refusal)
}
