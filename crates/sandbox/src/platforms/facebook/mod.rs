//! The stand-in for Facebook Pages: user tokens and Page tokens, photos uploaded unseen, posts, clips in three phases,
//! stories, comments.

mod comments;
mod feed;
mod login;
mod nodes;
mod photos;
mod stories;
mod videos;

use axum::http::Method;
use serde_json::{Map, Value};

use super::Platform;
use super::accounts::Account;
use super::answer::Answer;
use super::call::Call;
use super::faults::{FaultKind, PlatformFault};
use super::graph::{self, FACEBOOK, UPLOAD};
use super::posts::{Comment, Post};
use super::route::{Route, route};
use super::world::{Change, View, World};

pub(crate) use photos::Photo;

pub(crate) const NAME: &str = "facebook";
/// The host that gives out pictures.
const CDN: &str = "scontent.xx.fbcdn.net";

/// The stand-in.
pub(crate) struct Facebook;

impl Platform for Facebook {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "Facebook Pages"
    }

    fn hosts(&self) -> &'static [&'static str] {
        &[FACEBOOK, UPLOAD, CDN]
    }

    fn routes(&self) -> Vec<Route> {
        let (get, post, delete) = (|| Method::GET, || Method::POST, || Method::DELETE);
        let on = |route: Route| route.on(&[FACEBOOK]);
        let clip = [FaultKind::ProcessingFails];
        vec![
            route("picture", get(), "/v/{name}", photos::picture).on(&[CDN]).open(),
            route("upload_clip", post(), "/video-upload/{version}/{id}", videos::receive).on(&[UPLOAD]).uploads(),
            route("upload_state", get(), "/video-upload/{version}/{id}", videos::received).on(&[UPLOAD]),
            on(route("exchange_token", get(), "/{version}/oauth/access_token", login::exchange).open()),
            on(route("debug_token", get(), "/{version}/debug_token", login::debug)),
            on(route("my_pages", get(), "/{version}/me/accounts", login::pages)),
            on(route("me", get(), "/{version}/me", login::me)),
            on(route("upload_photo", post(), "/{version}/{id}/photos", photos::upload).uploads()),
            on(route("create_post", post(), "/{version}/{id}/feed", feed::create).publishes()),
            on(route("list_posts", get(), "/{version}/{id}/feed", feed::list)),
            on(route("list_scheduled", get(), "/{version}/{id}/scheduled_posts", feed::list_scheduled)),
            on(route("videos", post(), "/{version}/{id}/videos", videos::video).publishes().uploads().can(&clip)),
            on(route("video_reels", post(), "/{version}/{id}/video_reels", videos::reel).publishes().can(&clip)),
            on(route("video_stories", post(), "/{version}/{id}/video_stories", videos::story).publishes().can(&clip)),
            on(route("photo_stories", post(), "/{version}/{id}/photo_stories", stories::photo).publishes()),
            on(route("list_stories", get(), "/{version}/{id}/stories", stories::list)),
            on(route("list_comments", get(), "/{version}/{id}/comments", comments::list)),
            on(route("create_comment", post(), "/{version}/{id}/comments", comments::create).publishes()),
            on(route("like", post(), "/{version}/{id}/likes", comments::like).publishes()),
            on(route("insights", get(), "/{version}/{id}/insights", nodes::insights)),
            on(route("get_node", get(), "/{version}/{id}", nodes::show)),
            on(route("change_node", post(), "/{version}/{id}", comments::hide)),
            on(route("delete_node", delete(), "/{version}/{id}", nodes::delete)),
        ]
    }

    fn faults(&self) -> &'static [FaultKind] {
        &graph::FAULTS
    }

    /// Options: `user` (who owns the Page, so that one token opens several), `without` (a permission that the token
    /// lacks), `followers`, `video_seconds` (how long a clip is worked on; 4 when absent).
    fn open_account(
        &self,
        _: &World,
        change: &mut Change,
        handle: &str,
        options: &Map<String, Value>,
    ) -> Result<Value, String> {
        Ok(graph::open_page(change, handle, options, None))
    }

    fn refusal(&self, _: &World, call: &Call, fault: &PlatformFault) -> Answer {
        match fault.fault {
            FaultKind::RateLimited => graph::too_many(call.param("id"), fault),
            FaultKind::SpamBlocked => {
                graph::refused(368, 0, "The action attempted has been deemed abusive or is otherwise disallowed")
            }
            FaultKind::Restricted => graph::refused(
                200,
                1_404_078,
                "Your Page must complete publishing authorization before it can publish.",
            ),
            _ => graph::error_in_200(),
        }
    }

    fn error(&self, status: u16) -> Answer {
        graph::plain(status)
    }

    fn unknown(&self, path: &str) -> Answer {
        graph::unknown_path(path)
    }

    fn token(&self, call: &Call) -> Option<String> {
        graph::token_of(call)
    }

    fn catch_up(&self, world: &World) {
        feed::publish_due(world);
    }

    /// What the Page was asked about is not told here, so the first half is a number of its own.
    fn comment_id(&self, change: &mut Change, _: &str) -> String {
        let (post, comment) = (change.snowflake(), change.snowflake());
        format!("{post}_{comment}")
    }
}

/// The Page of a call, whose own token it must show.
fn page_of(view: &View, call: &Call) -> Result<Account, Answer> {
    let token = graph::signed_in(view, call)?;
    let id = call.param("id");
    let page = view.get::<Account>(id).ok_or_else(|| graph::unknown_node(id))?;
    if token.account != page.id {
        return Err(graph::refused(200, 0, "(#200) If posting to a page, requires a page access token of it."));
    }
    if !token.scopes.iter().any(|scope| scope == "pages_manage_posts") {
        return Err(graph::refused(200, 0, "(#200) The permission(s) pages_manage_posts are not available."));
    }
    Ok(page)
}

/// A post of the Page whose token the call shows, that is not deleted.
fn own_post(view: &View, call: &Call) -> Result<Post, Answer> {
    let token = graph::signed_in(view, call)?;
    let id = call.param("id");
    let post = view.get::<Post>(id).filter(|post| !post.is_deleted && post.account == token.account);
    post.ok_or_else(|| graph::unknown_node(id))
}

/// A comment under a post of the Page whose token the call shows.
fn own_comment(view: &View, call: &Call) -> Result<Comment, Answer> {
    let token = graph::signed_in(view, call)?;
    let id = call.param("id");
    let comment = view.get::<Comment>(id).filter(|comment| {
        view.get::<Post>(&comment.post).is_some_and(|post| !post.is_deleted && post.account == token.account)
    });
    comment.ok_or_else(|| graph::unknown_node(id))
}
