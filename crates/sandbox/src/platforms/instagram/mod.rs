//! The stand-in for Instagram, with both logins: containers that fetch pictures from their public address, take time
//! or fail, end after a day, and become posts.

mod account;
mod comments;
mod container;
mod posts;
mod status;

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::Platform;
use super::accounts::{self, Account};
use super::answer::Answer;
use super::call::Call;
use super::faults::{FaultKind, PlatformFault};
use super::graph::{self, FACEBOOK, UPLOAD};
use super::posts::{Comment, Post};
use super::route::{Route, route};
use super::world::{Change, View, World};

const NAME: &str = "instagram";
/// The host of the Instagram login.
const INSTAGRAM: &str = graph::INSTAGRAM;

/// The stand-in.
pub(crate) struct Instagram;

/// Both hosts are shared with other platforms' nodes: only ids of ours are meant.
fn is_account(world: &World, params: &BTreeMap<&'static str, String>) -> bool {
    params.get("id").is_some_and(|id| world.read(NAME, |view| view.get::<Account>(id).is_some()))
}

fn is_post(world: &World, params: &BTreeMap<&'static str, String>) -> bool {
    params.get("id").is_some_and(|id| world.read(NAME, |view| view.get::<Post>(id).is_some()))
}

fn is_comment(world: &World, params: &BTreeMap<&'static str, String>) -> bool {
    params.get("id").is_some_and(|id| world.read(NAME, |view| view.get::<Comment>(id).is_some()))
}

fn is_container(world: &World, params: &BTreeMap<&'static str, String>) -> bool {
    params.get("id").is_some_and(|id| world.read(NAME, |view| view.get::<container::Container>(id).is_some()))
}

impl Platform for Instagram {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "Instagram"
    }

    fn hosts(&self) -> &'static [&'static str] {
        &[INSTAGRAM, FACEBOOK, UPLOAD]
    }

    fn routes(&self) -> Vec<Route> {
        let (get, post, delete) = (|| Method::GET, || Method::POST, || Method::DELETE);
        let graph: &[&str] = &[INSTAGRAM, FACEBOOK];
        let on = |route: Route| route.on(graph);
        let made = [FaultKind::ProcessingFails, FaultKind::ContainerExpired];
        vec![
            route("refresh_token", get(), "/refresh_access_token", account::refresh).on(&[INSTAGRAM]),
            route("me", get(), "/{version}/me", account::me).on(&[INSTAGRAM]),
            route("upload_clip", post(), "/ig-api-upload/{version}/{id}", container::receive)
                .on(&[UPLOAD])
                .when(is_container)
                .uploads(),
            on(route("publishing_limit", get(), "/{version}/{id}/content_publishing_limit", account::limit)
                .when(is_account)),
            on(route("create_container", post(), "/{version}/{id}/media", container::create)
                .when(is_account)
                .can(&made)),
            on(route("list_media", get(), "/{version}/{id}/media", posts::list).when(is_account)),
            on(route("list_stories", get(), "/{version}/{id}/stories", posts::stories).when(is_account)),
            on(route("publish", post(), "/{version}/{id}/media_publish", posts::publish).when(is_account).publishes()),
            on(route("get_container", get(), "/{version}/{id}", status::show).when(is_container)),
            on(route("get_account", get(), "/{version}/{id}", account::show).when(is_account)),
            on(route("get_media", get(), "/{version}/{id}", posts::show).when(is_post)),
            on(route("insights", get(), "/{version}/{id}/insights", posts::insights).when(is_post)),
            on(route("delete_media", delete(), "/{version}/{id}", posts::delete).when(is_post)),
            on(route("list_comments", get(), "/{version}/{id}/comments", comments::list).when(is_post)),
            on(route("create_comment", post(), "/{version}/{id}/comments", comments::create).when(is_post).publishes()),
            on(route("reply", post(), "/{version}/{id}/replies", comments::reply).when(is_comment).publishes()),
            on(route("hide_comment", post(), "/{version}/{id}", comments::hide).when(is_comment)),
        ]
    }

    fn faults(&self) -> &'static [FaultKind] {
        &graph::FAULTS
    }

    /// Makes a professional account with a token for each login. Options: `followers`, `quota` (posts in 24 hours; 50
    /// when absent), `is_personal`, `token_age_hours` (0 when absent), `image_seconds` and `video_seconds` (how long
    /// files are worked on; 0 and 4), and those of a Page.
    fn open_account(
        &self,
        _: &World,
        change: &mut Change,
        handle: &str,
        options: &Map<String, Value>,
    ) -> Result<Value, String> {
        let known = accounts::by_handle(change, handle).map(|account| account.id);
        let id = known.unwrap_or_else(|| format!("178414{}", &graph::page_id(handle)[2..]));
        let account = accounts::put(change, id, handle, options);
        let page = graph::open_page(change, handle, options, Some(&account.id));
        let token = account::new_token(change, &account);
        Ok(json!({"id": account.id, "handle": account.handle, "token": token, "facebook": page}))
    }

    fn refusal(&self, _: &World, call: &Call, fault: &PlatformFault) -> Answer {
        match fault.fault {
            FaultKind::RateLimited => graph::too_many(call.param("id"), fault),
            FaultKind::SpamBlocked => graph::refused(
                4,
                2_207_051,
                "We restrict certain activity to protect our community. Tell us if you think we made a mistake.",
            ),
            FaultKind::Restricted => graph::refused(25, 2_207_050, "The Instagram account is restricted."),
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

    fn comment_id(&self, change: &mut Change, _: &str) -> String {
        format!("17{}", change.snowflake())
    }
}

/// The account that a call's token is of. A token of one login opens nothing on the other one's host.
fn signed_in(view: &View, call: &Call) -> Result<Account, Answer> {
    let token = graph::signed_in(view, call)?;
    let is_instagrams = graph::token_of(call).is_some_and(|token| token.starts_with("IGAA"));
    if is_instagrams != (call.host == INSTAGRAM) {
        return Err(graph::refused(190, 0, "Invalid OAuth access token - Cannot parse access token"));
    }
    view.get::<Account>(&token.account).ok_or_else(|| graph::unknown_node(&token.account))
}

/// The account of a call, which must be the one in its path.
fn own_account(view: &View, call: &Call) -> Result<Account, Answer> {
    let account = signed_in(view, call)?;
    if account.id == call.param("id") { Ok(account) } else { Err(graph::unknown_node(call.param("id"))) }
}

/// A post of the account, that is not deleted.
fn own_post(view: &View, call: &Call) -> Result<Post, Answer> {
    let account = signed_in(view, call)?;
    let id = call.param("id");
    let post = view.get::<Post>(id).filter(|post| post.account == account.id && !post.is_deleted);
    post.ok_or_else(|| graph::unknown_node(id))
}
