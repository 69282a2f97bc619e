//! Comments and likes under a Page's own posts.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::graph;
use super::super::posts::{Comment, Post, put_comment};
use super::super::world::World;
use super::{NAME, own_comment, own_post};

/// A comment as a node.
pub(super) fn describe(comment: &Comment) -> Value {
    let from = match comment.fields["from"].as_str() {
        Some(page) => json!({"id": page, "name": comment.author}),
        None => json!({"id": format!("7{}", graph::page_id(&comment.author)), "name": comment.author}),
    };
    json!({"id": comment.id, "message": comment.text, "created_time": graph::stamp(comment.created_at), "from": from,
        "like_count": comment.fields["likes"].as_u64().unwrap_or(0), "is_hidden": comment.is_hidden,
        "permalink_url": format!("https://www.facebook.com/{}", comment.id),
        "parent": comment.reply_to.as_ref().map(|id| json!({ "id": id }))})
}

pub(super) async fn list(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let post = own_post(view, &call)?;
        let mut all: Vec<Comment> =
            view.all::<Comment>().map(|(_, comment)| comment).filter(|comment| comment.post == post.id).collect();
        all.sort_by_key(|comment| comment.created_at);
        Ok(graph::listed(all.iter().map(describe).collect()))
    })
}

/// A comment under a post, or an answer to a comment.
pub(super) async fn create(world: Arc<World>, call: Call) -> Reply {
    let text = call.text("message").unwrap_or_default();
    if text.trim().is_empty() {
        return Err(graph::refused(100, 0, "(#100) Missing message or attachment"));
    }
    world.change(NAME, call.slug, |change| {
        let token = graph::signed_in(change, &call)?;
        let (post, reply_to) = match own_comment(change, &call) {
            Ok(comment) => (comment.post, Some(comment.id)),
            Err(_) => (own_post(change, &call)?.id, None),
        };
        let author = change.get::<Account>(&token.account).map(|page| page.handle).unwrap_or_default();
        let number = post.rsplit('_').next().unwrap_or_default();
        let comment = Comment {
            id: format!("{number}_{}", change.snowflake()),
            post: post.clone(),
            author,
            text: text.clone(),
            created_at: change.now,
            reply_to,
            is_hidden: false,
            fields: json!({ "from": token.account }),
        };
        put_comment(change, &comment);
        Ok(Answer::json(200, &json!({ "id": comment.id })))
    })
}

/// Hides a comment, or shows it again.
pub(super) async fn hide(world: Arc<World>, call: Call) -> Reply {
    let hide = call.flag("is_hidden").ok_or_else(|| graph::refused(100, 0, "(#100) Invalid parameter"))?;
    world.change(NAME, call.slug, |change| {
        let comment = own_comment(change, &call)?;
        change.put(comment.id.clone(), &Comment { is_hidden: hide, ..comment });
        Ok(Answer::json(200, &json!({ "success": true })))
    })
}

/// Likes a post of the Page, or a comment under one, as the Page.
pub(super) async fn like(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        if let Ok(comment) = own_comment(change, &call) {
            let mut fields = comment.fields.clone();
            fields["likes"] = json!(1);
            change.put(comment.id.clone(), &Comment { fields, ..comment });
        } else {
            let post = own_post(change, &call)?;
            change.put(post.id.clone(), &Post { likes: post.likes + 1, ..post });
        }
        Ok(Answer::json(200, &json!({ "success": true })))
    })
}
