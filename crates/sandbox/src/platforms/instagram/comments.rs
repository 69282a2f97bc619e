//! Comments on the account's own posts.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::graph;
use super::super::posts::{Comment, Post, put_comment};
use super::super::world::{View, World};
use super::{NAME, own_post, signed_in};

/// The longest comment.
const MAX_TEXT: usize = 300;

fn describe(comment: &Comment) -> Value {
    json!({"id": comment.id, "text": comment.text, "username": comment.author,
        "timestamp": graph::stamp(comment.created_at), "like_count": 0, "hidden": comment.is_hidden})
}

pub(super) async fn list(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let post = own_post(view, &call)?;
        let all: Vec<Comment> =
            view.all::<Comment>().map(|(_, comment)| comment).filter(|comment| comment.post == post.id).collect();
        let answers = |id: &str| -> Vec<Value> {
            all.iter().filter(|comment| comment.reply_to.as_deref() == Some(id)).map(describe).collect()
        };
        let mut top: Vec<&Comment> = all.iter().filter(|comment| comment.reply_to.is_none()).collect();
        top.sort_by_key(|comment| std::cmp::Reverse(comment.created_at));
        let node = |comment: &&Comment| {
            let mut node = describe(comment);
            let answers = answers(&comment.id);
            if !answers.is_empty() {
                node["replies"] = json!({ "data": answers });
            }
            node
        };
        Ok(graph::listed(top.iter().map(node).collect()))
    })
}

fn words(call: &Call) -> Result<String, Answer> {
    let text = call.text("message").unwrap_or_default();
    match text.chars().count() {
        0 => Err(graph::refused(100, 0, "(#100) The parameter message is required")),
        1..=MAX_TEXT => Ok(text),
        _ => Err(graph::refused(100, 0, "(#100) The comment is too long.")),
    }
}

pub(super) async fn create(world: Arc<World>, call: Call) -> Reply {
    let text = words(&call)?;
    world.change(NAME, call.slug, |change| {
        let post = own_post(change, &call)?;
        let account = signed_in(change, &call)?;
        let id = format!("17{}", change.snowflake());
        put_comment(change, &comment(change.now, id.clone(), post.id, account.handle, text.clone(), None));
        Ok(Answer::json(200, &json!({ "id": id })))
    })
}

/// A comment of somebody under a post of the account.
fn own_comment(view: &View, call: &Call) -> Result<Comment, Answer> {
    let account = signed_in(view, call)?;
    let id = call.param("id");
    let under_ours = |comment: &Comment| {
        view.get::<Post>(&comment.post).is_some_and(|post| post.account == account.id && !post.is_deleted)
    };
    view.get::<Comment>(id).filter(under_ours).ok_or_else(|| graph::unknown_node(id))
}

pub(super) async fn reply(world: Arc<World>, call: Call) -> Reply {
    let text = words(&call)?;
    world.change(NAME, call.slug, |change| {
        let answered = own_comment(change, &call)?;
        let account = signed_in(change, &call)?;
        let id = format!("17{}", change.snowflake());
        // Answers stand one level deep.
        let to = answered.reply_to.clone().unwrap_or(answered.id);
        put_comment(change, &comment(change.now, id.clone(), answered.post, account.handle, text.clone(), Some(to)));
        Ok(Answer::json(200, &json!({ "id": id })))
    })
}

pub(super) async fn hide(world: Arc<World>, call: Call) -> Reply {
    let hide = call.flag("hide").ok_or_else(|| graph::refused(100, 0, "(#100) The parameter hide is required"))?;
    world.change(NAME, call.slug, |change| {
        let comment = own_comment(change, &call)?;
        change.put(comment.id.clone(), &Comment { is_hidden: hide, ..comment });
        Ok(Answer::json(200, &json!({ "success": true })))
    })
}

fn comment(
    created_at: chrono::DateTime<chrono::Utc>,
    id: String,
    post: String,
    author: String,
    text: String,
    reply_to: Option<String>,
) -> Comment {
    Comment { id, post, author, text, created_at, reply_to, is_hidden: false, fields: Value::Null }
}
