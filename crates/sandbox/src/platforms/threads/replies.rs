//! Replies to the account's own posts.

use std::sync::Arc;

use serde_json::json;

use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::graph;
use super::super::posts::Comment;
use super::super::world::World;
use super::posts::permalink;
use super::{NAME, own_post, own_reply, signed_in};

/// All replies at every depth, newest first.
pub(super) async fn list(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let post = own_post(view, &call, "threads_read_replies")?;
        let account = signed_in(view, &call, "threads_read_replies")?;
        let mut all: Vec<Comment> =
            view.all::<Comment>().map(|(_, reply)| reply).filter(|reply| reply.post == post.id).collect();
        all.sort_by_key(|reply| std::cmp::Reverse((reply.created_at, reply.id.clone())));
        let describe = |reply: &Comment| {
            json!({"id": reply.id, "text": reply.text, "username": reply.author,
                "timestamp": graph::stamp(reply.created_at), "permalink": permalink(&reply.author, &reply.id),
                "replied_to": {"id": reply.reply_to.as_ref().unwrap_or(&post.id)}, "root_post": {"id": post.id},
                "hide_status": if reply.is_hidden { "HIDDEN" } else { "NOT_HUSHED" },
                "is_reply_owned_by_me": reply.author.eq_ignore_ascii_case(&account.handle)})
        };
        Ok(graph::listed(all.iter().map(describe).collect()))
    })
}

pub(super) async fn hide(world: Arc<World>, call: Call) -> Reply {
    let hide = call.flag("hide").ok_or_else(|| graph::refused(100, 0, "(#100) The parameter hide is required"))?;
    world.change(NAME, call.slug, |change| {
        let reply = own_reply(change, &call)?;
        change.put(reply.id.clone(), &Comment { is_hidden: hide, ..reply });
        Ok(Answer::json(200, &json!({ "success": true })))
    })
}
