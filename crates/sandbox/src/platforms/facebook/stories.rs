//! Stories: a picture or a clip that is shown for a day.

use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::graph;
use super::super::posts::{Post, put_post};
use super::super::world::World;
use super::{NAME, Photo, page_of};

/// How long a story is shown.
const SHOWN: TimeDelta = TimeDelta::hours(24);

pub(super) async fn photo(world: Arc<World>, call: Call) -> Reply {
    let id = call.text("photo_id").unwrap_or_default();
    world.change(NAME, call.slug, |change| {
        let page = page_of(change, &call)?;
        let photo = change.get::<Photo>(&id).filter(|photo| photo.page == page.id);
        let photo = photo.ok_or_else(|| graph::unknown_node(&id))?;
        if photo.post.is_some() {
            return Err(graph::refused(100, 1_366_051, "These photos were already posted."));
        }
        let story = format!("12{}", change.snowflake());
        let post = Post {
            permalink: format!("https://www.facebook.com/stories/{story}"),
            id: story.clone(),
            account: page.id,
            text: String::new(),
            media: vec![photo.media.clone()],
            ai_label: None,
            visibility: "public".to_owned(),
            created_at: change.now,
            reply_to: None,
            is_deleted: false,
            likes: 0,
            reposts: 0,
            fields: json!({"kind": "story", "media_id": id}),
        };
        put_post(change, &post);
        change.put(id.as_str(), &Photo { post: Some(story.clone()), ..photo });
        Ok(Answer::json(200, &json!({"success": true, "post_id": story})))
    })
}

pub(super) async fn list(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let page = page_of(view, &call)?;
        let shown = |post: &Post| {
            post.account == page.id
                && !post.is_deleted
                && post.fields["kind"] == "story"
                && post.created_at + SHOWN > view.now
        };
        let stories = view.all::<Post>().map(|(_, post)| post).filter(shown);
        let node = |post: Post| -> Value {
            let is_clip = post.media.first().is_some_and(|media| media.is_video());
            json!({"post_id": post.id, "status": "published", "creation_time": post.created_at.timestamp().to_string(),
                "media_type": if is_clip { "video" } else { "photo" }, "media_id": post.fields["media_id"],
                "url": post.permalink})
        };
        Ok(graph::listed(stories.map(node).collect()))
    })
}
