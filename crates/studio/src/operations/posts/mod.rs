//! Posts: composing, checking, sending, looking after them. One account's each; made together they share a group.

mod check;
pub(crate) mod create;
mod delete;
mod generate_images;
mod list;
mod resolve;
mod send;
mod sync;
#[cfg(test)]
mod tests;
mod update;
pub(crate) mod view;

pub(crate) use create::CreatePosts;

use crate::{
    Effect::{Destroy, Publish, Read, Write},
    Operation, RateClass,
    registry::operation,
};

const POSTS: &[&str] = &["posts"];

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("posts.list", list::list, Read, POSTS).route("GET /posts"),
        operation("posts.create", create::create, Publish, POSTS).route("POST /posts"),
        operation("posts.preflight", check::preflight, Read, POSTS).route("POST /posts/preflight"),
        operation("posts.get", list::get, Read, POSTS).route("GET /posts/{post_id}"),
        operation("posts.update", update::update, Write, POSTS).route("PUT /posts/{post_id}"),
        operation("posts.delete", delete::delete, Destroy, POSTS).route("DELETE /posts/{post_id}"),
        operation("posts.check", check::check, Read, POSTS).route("POST /posts/{post_id}/preflight"),
        operation("posts.publish", send::publish, Publish, POSTS).route("POST /posts/{post_id}/publish"),
        operation("posts.retry", send::retry, Publish, POSTS).route("POST /posts/{post_id}/retry"),
        operation("posts.approve", send::approve, Publish, &["posts", "content"])
            .route("POST /posts/{post_id}/approve"),
        operation("posts.restore", send::restore, Write, POSTS).route("POST /posts/{post_id}/restore"),
        operation("posts.resolve", resolve::resolve, Publish, POSTS).route("POST /posts/{post_id}/resolve"),
        operation("posts.sync", sync::sync, Write, POSTS).route("POST /posts/{post_id}/sync"),
        operation("posts.generate_images", generate_images::generate_images, Write, &["posts", "jobs"])
            .route("POST /posts/{post_id}/generate_images")
            .rate(RateClass::Image),
    ]
}
