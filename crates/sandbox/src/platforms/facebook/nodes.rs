//! One thing by its id: a Page, a photo, a clip, a post, a comment.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::graph;
use super::super::posts::{Comment, Post, answers};
use super::super::world::World;
use super::videos::Clip;
use super::{NAME, Photo, comments, feed, login, own_post};

pub(super) async fn show(world: Arc<World>, call: Call) -> Reply {
    let id = call.param("id").to_owned();
    world.read(NAME, |view| {
        let token = graph::signed_in(view, &call)?;
        let is_own = |page: &str| page == token.account;
        if let Some(page) = view.get::<Account>(&id) {
            return graph::pick(&call, &login::describe(&page));
        }
        if let Some(photo) = view.get::<Photo>(&id).filter(|photo| is_own(&photo.page)) {
            return graph::pick(&call, &photo.describe(&world, view.now));
        }
        if let Some(clip) = view.get::<Clip>(&id).filter(|clip| is_own(&clip.page)) {
            if clip.post.as_ref().and_then(|post| view.get::<Post>(post)).is_some_and(|post| post.is_deleted) {
                return Err(graph::unknown_node(&id));
            }
            let mut node = clip.describe(&id, view);
            node["comments"] = json!({"data": [], "summary": {"total_count": answers(view, &id).len()}});
            return graph::pick(&call, &node);
        }
        if let Some(comment) = view.get::<Comment>(&id) {
            return graph::pick(&call, &comments::describe(&comment));
        }
        // A story has no node of its own here, as on the real interface.
        let post = view.get::<Post>(&id).filter(|post| !post.is_deleted && is_own(&post.account));
        let post = post.filter(|post| post.fields["kind"] == "feed").ok_or_else(|| graph::unknown_node(&id))?;
        let mut node = feed::describe(&post);
        node["comments"] = json!({"data": [], "summary": {"total_count": answers(view, &id).len()}});
        graph::pick(&call, &node)
    })
}

pub(super) async fn delete(world: Arc<World>, call: Call) -> Reply {
    let id = call.param("id").to_owned();
    world.change(NAME, call.slug, |change| {
        let token = graph::signed_in(change, &call)?;
        let done = Ok(Answer::json(200, &json!({ "success": true })));
        if change.get::<Photo>(&id).is_some_and(|photo| photo.page == token.account) {
            change.remove::<Photo>(&id);
            return done;
        }
        let post = change.get::<Post>(&id).filter(|post| !post.is_deleted && post.account == token.account);
        if let Some(post) = post {
            change.put(id.as_str(), &Post { is_deleted: true, ..post });
            return done;
        }
        match change.get::<Comment>(&id) {
            Some(_) => {
                change.remove::<Comment>(&id);
                done
            }
            None => Err(graph::unknown_node(&id)),
        }
    })
}

pub(super) async fn insights(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let post = own_post(view, &call)?;
        let views = 10 * (post.likes + 1);
        let value = |name: &str| match name {
            "post_media_view" => Some(json!(views)),
            "post_total_media_view_unique" => Some(json!(views - 2)),
            "post_clicks" => Some(json!(1)),
            "post_reactions_by_type_total" => Some(json!({"like": post.likes})),
            _ => None,
        };
        let mut data: Vec<Value> = Vec::new();
        for name in call.text("metric").unwrap_or_default().split(',') {
            let value = value(name)
                .ok_or_else(|| graph::refused(100, 0, "(#100) The value must be a valid insights metric"))?;
            data.push(json!({"name": name, "period": "lifetime", "values": [{ "value": value }]}));
        }
        Ok(graph::listed(data))
    })
}
