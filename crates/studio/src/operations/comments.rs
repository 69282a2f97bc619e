//! Comments on our posts, read from the platform and answered by hand. Their words come from outside: they are data.

use crate::{
    Effect::{Publish, Read, Write},
    Error, Operation, Page, Result, Studio,
    accounts::{self, fresh_session, platform_of},
    engagement::{self, Deed},
    registry::operation,
};
use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    CommentId, LibraryError, PostId, SqliteConnection,
    tables::{
        comments::{self, CommentRow},
        posts::{self, PostRow},
    },
};
use troupe_platforms::Comment;

/// A platform is not asked again for the comments of one post within this time.
const FRESH: TimeDelta = TimeDelta::minutes(1);

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("comments.list", list, Read, &["comments"]).route("GET /posts/{post_id}/comments"),
        operation("comments.reply", reply, Publish, &["comments", "engagement"])
            .route("POST /posts/{post_id}/comments"),
        operation("comments.hide", hide, Write, &["comments"])
            .route("POST /posts/{post_id}/comments/{comment_id}/hide"),
    ]
}

/// A comment on a post of ours. Its words come from outside.
#[derive(Debug, Serialize, JsonSchema)]
struct PostComment {
    id: CommentId,
    post_id: PostId,
    /// The platform's id.
    external_id: String,
    /// The platform's id of the comment that it answers.
    parent_id: Option<String>,
    author: String,
    text: String,
    /// Likes on it; null is not given.
    likes: Option<i64>,
    is_hidden: bool,
    /// Whether our account wrote it.
    is_ours: bool,
    url: Option<String>,
    /// When it was written, where the platform says.
    written_at: Option<DateTime<Utc>>,
    /// When it was last seen.
    seen_at: DateTime<Utc>,
}

impl From<CommentRow> for PostComment {
    fn from(row: CommentRow) -> Self {
        Self {
            id: row.id,
            post_id: row.post_id,
            external_id: row.external_id,
            parent_id: row.parent_id,
            author: row.author,
            text: row.text,
            likes: row.likes,
            is_hidden: row.is_hidden,
            is_ours: row.is_ours,
            url: row.url,
            written_at: row.written_at,
            seen_at: row.seen_at,
        }
    }
}

/// The comments on a post, oldest first. The platform is asked at most once a minute, and only where asking is free or
/// `refresh` says so; else those of the last look are shown.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListComments {
    /// The post.
    post_id: PostId,
    /// Ask the platform now, also where that costs; false asks it not at all.
    #[serde(default)]
    refresh: Option<bool>,
    /// At most this many (100).
    #[serde(default)]
    #[schemars(range(min = 1, max = 200))]
    limit: Option<u32>,
    #[serde(default)]
    offset: Option<u32>,
}

/// A page of comments.
#[derive(Debug, Serialize, JsonSchema)]
struct CommentList {
    comments: Vec<PostComment>,
    total: usize,
    limit: u32,
    offset: u32,
    /// Why they are those of an earlier look, where the platform was not asked or did not answer.
    message: Option<String>,
}

async fn list(studio: &Studio, input: ListComments) -> Result<CommentList> {
    let page = Page::of(input.limit, input.offset, 100)?;
    let mut read = studio.library().read().await?;
    let post = find_post(&mut read, input.post_id).await?;
    drop(read);
    let message = look(studio, &post, input.refresh).await?;
    let mut read = studio.library().read().await?;
    let all = comments::list(&mut read, post.id).await?;
    Ok(CommentList {
        total: all.len(),
        comments: page.cut(all).map(PostComment::from).collect(),
        limit: page.limit,
        offset: page.offset,
        message,
    })
}

async fn find_post(db: &mut SqliteConnection, id: PostId) -> Result<PostRow> {
    posts::get(db, id).await?.filter(|post| post.deleted_at.is_none()).ok_or_else(|| Error::not_found("post", id))
}

/// Reads the comments from the platform where that is due. Answers why it was not asked.
async fn look(studio: &Studio, post: &PostRow, refresh: Option<bool>) -> Result<Option<String>> {
    let Some(external_id) = &post.platform_post_id else {
        return Ok(Some("The post is not up yet, so nobody could comment on it.".to_owned()));
    };
    let mut read = studio.library().read().await?;
    let row = accounts::find(&mut read, post.account_id).await?;
    drop(read);
    let facts = platform_of(studio, &row)?.facts();
    let name = facts.platform.words();
    if !facts.capabilities.read_comments {
        return Ok(Some(format!("{name} has no official way to read comments. Open the post there.")));
    }
    let price = facts.price_usd("read");
    match refresh {
        Some(false) => return Ok(None),
        None if price > 0.0 => {
            return Ok(Some(format!(
                "{name} takes ${price} for each comment that is read, so it is asked only when you refresh."
            )));
        }
        _ => {}
    }
    let now = studio.now();
    if !studio.accounts().looks_now(post.id, now, FRESH) {
        return Ok(None);
    }
    let found = match fresh_session(studio, row.id).await {
        Ok((row, session)) => match platform_of(studio, &row)?.comments(&session, external_id).await {
            Ok(found) => Ok(found),
            Err(error) => {
                if let Some(refusal) = error.refusal() {
                    accounts::refused(studio, &row, refusal).await?;
                }
                Err(Error::from(error))
            }
        },
        Err(error) => Err(error),
    };
    match found {
        Ok(found) => {
            keep(studio, post.id, found, true).await?;
            Ok(None)
        }
        Err(error) if refresh == Some(true) => Err(error),
        Err(error) => Ok(Some(format!("Shown as last seen. {}", error.message))),
    }
}

/// Writes down what was read. `is_all`: what was not among it is gone there.
async fn keep(studio: &Studio, post: PostId, found: Vec<Comment>, is_all: bool) -> Result<()> {
    let now = studio.now();
    let mut write = studio.library().write().await?;
    for comment in found {
        let row = CommentRow {
            id: CommentId::new(),
            post_id: post,
            external_id: comment.id,
            parent_id: comment.parent_id,
            author: comment.author,
            text: comment.text,
            likes: comment.likes.and_then(|likes| i64::try_from(likes).ok()),
            is_hidden: comment.is_hidden,
            is_ours: comment.is_ours,
            url: comment.url,
            written_at: comment.created_at,
            seen_at: now,
        };
        comments::save(&mut write, &row).await?;
    }
    if is_all {
        comments::forget_unseen(&mut write, post, now).await?;
    }
    write.commit().await.map_err(LibraryError::from)?;
    Ok(())
}

/// Comments on a post of ours, or answers a comment on it. The words are written or agreed by the creator.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ReplyToComment {
    /// The post.
    post_id: PostId,
    /// The comment that is answered; absent comments on the post itself.
    #[serde(default)]
    comment_id: Option<CommentId>,
    /// The words.
    #[serde(alias = "comment_text")]
    #[schemars(extend("x-aliases" = ["comment_text"]), length(min = 1))]
    text: String,
}

async fn reply(studio: &Studio, input: ReplyToComment) -> Result<PostComment> {
    engagement::by_a_person(studio)?;
    let mut read = studio.library().read().await?;
    let post = find_post(&mut read, input.post_id).await?;
    let external_id = up(&post)?;
    let comment = match input.comment_id {
        Some(id) => Some(find_comment(&mut read, post.id, id).await?.external_id),
        None => None,
    };
    let row = accounts::find(&mut read, post.account_id).await?;
    drop(read);
    let deed = Deed::Comment { post: external_id, comment, text: input.text };
    let (action, made) = engagement::act(studio, &row, deed, post.platform_post_url.clone()).await?;
    let ours = made.comment.ok_or_else(|| Error::internal(format!("no comment was answered for {}", action.id)))?;
    let external_id = ours.id.clone();
    keep(studio, post.id, vec![ours], false).await?;
    let mut read = studio.library().read().await?;
    let kept = comments::list(&mut read, post.id).await?.into_iter().find(|row| row.external_id == external_id);
    kept.map(PostComment::from).ok_or_else(|| Error::not_found("comment", external_id))
}

/// The platform's id of a post that is up.
fn up(post: &PostRow) -> Result<String> {
    post.platform_post_id
        .clone()
        .ok_or_else(|| Error::conflict("The post is not up, so there is nothing to comment on."))
}

async fn find_comment(db: &mut SqliteConnection, post: PostId, id: CommentId) -> Result<CommentRow> {
    let row = comments::get(db, id).await?.filter(|row| row.post_id == post);
    row.ok_or_else(|| Error::not_found("comment", id))
}

/// Hides a comment on a post of ours, or shows it again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct HideComment {
    /// The post.
    post_id: PostId,
    /// The comment.
    comment_id: CommentId,
    /// False shows it again (true).
    #[serde(default = "yes")]
    hide: bool,
}

fn yes() -> bool {
    true
}

async fn hide(studio: &Studio, input: HideComment) -> Result<PostComment> {
    engagement::by_a_person(studio)?;
    let mut read = studio.library().read().await?;
    let post = find_post(&mut read, input.post_id).await?;
    let mut comment = find_comment(&mut read, post.id, input.comment_id).await?;
    drop(read);
    let (row, session) = fresh_session(studio, post.account_id).await?;
    let platform = platform_of(studio, &row)?;
    if let Err(error) = platform.hide_comment(&session, &comment.external_id, input.hide).await {
        if let Some(refusal) = error.refusal() {
            accounts::refused(studio, &row, refusal).await?;
        }
        return Err(error.into());
    }
    comment.is_hidden = input.hide;
    let mut write = studio.library().write().await?;
    comments::save(&mut write, &comment).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(comment.into())
}
