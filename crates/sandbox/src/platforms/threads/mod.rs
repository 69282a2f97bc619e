//! The stand-in for Threads: containers of words or of files that are fetched from their public address, which take time
//! or fail, end after a day, and become posts or replies.

mod account;
mod container;
mod posts;
mod replies;

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::Platform;
use super::accounts::{self, Account};
use super::answer::Answer;
use super::call::Call;
use super::faults::{FaultKind, PlatformFault};
use super::graph::{self, THREADS};
use super::posts::{Comment, Post};
use super::route::{Route, route};
use super::secret;
use super::world::{Change, View, World};

const NAME: &str = "threads";

/// The stand-in.
pub(crate) struct Threads;

fn is_container(world: &World, params: &BTreeMap<&'static str, String>) -> bool {
    params.get("id").is_some_and(|id| world.read(NAME, |view| view.get::<container::Container>(id).is_some()))
}

impl Platform for Threads {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "Threads"
    }

    fn hosts(&self) -> &'static [&'static str] {
        &[THREADS, "graph.threads.com"]
    }

    fn routes(&self) -> Vec<Route> {
        let (get, post) = (|| Method::GET, || Method::POST);
        let made = [FaultKind::ProcessingFails, FaultKind::ContainerExpired];
        vec![
            route("refresh_token", get(), "/refresh_access_token", account::refresh),
            route("me", get(), "/{version}/me", account::me),
            route("publishing_limit", get(), "/{version}/me/threads_publishing_limit", account::limit),
            route("account_insights", get(), "/{version}/me/threads_insights", account::insights),
            route("create_container", post(), "/{version}/me/threads", container::create).can(&made),
            route("publish", post(), "/{version}/me/threads_publish", posts::publish).publishes(),
            route("list_threads", get(), "/{version}/me/threads", posts::list),
            route("get_container", get(), "/{version}/{id}", container::show).when(is_container),
            route("get_thread", get(), "/{version}/{id}", posts::show),
            route("insights", get(), "/{version}/{id}/insights", posts::insights),
            route("delete_thread", Method::DELETE, "/{version}/{id}", posts::delete),
            route("conversation", get(), "/{version}/{id}/conversation", replies::list),
            route("hide_reply", post(), "/{version}/{id}/manage_reply", replies::hide),
            route("repost", post(), "/{version}/{id}/repost", posts::repost).publishes(),
        ]
    }

    fn faults(&self) -> &'static [FaultKind] {
        &graph::FAULTS
    }

    /// Makes an account with a token as the User Token Generator makes it. Options: `followers`, `quota` (posts in 24
    /// hours; 250 when absent), `token_age_hours` (0 when absent), `without` (a permission that was not added),
    /// `image_seconds` and `video_seconds` (how long files are worked on; 0 and 4).
    fn open_account(
        &self,
        _: &World,
        change: &mut Change,
        handle: &str,
        options: &Map<String, Value>,
    ) -> Result<Value, String> {
        let known = accounts::by_handle(change, handle).map(|account| account.id);
        let id = known.unwrap_or_else(|| {
            let hash = secret::sha256_hex(handle.to_ascii_lowercase().as_bytes());
            let digits: String = hash.bytes().map(|digit| char::from(b'0' + digit % 10)).take(14).collect();
            format!("25{digits}")
        });
        let account = accounts::put(change, id, handle, options);
        let token = account::new_token(change, &account);
        Ok(json!({"id": account.id, "handle": account.handle, "token": token}))
    }

    fn refusal(&self, _: &World, call: &Call, fault: &PlatformFault) -> Answer {
        match fault.fault {
            FaultKind::RateLimited => graph::too_many(call.param("id"), fault),
            FaultKind::SpamBlocked => graph::refused(
                4,
                2_207_051,
                "We restrict certain activity to protect our community. Tell us if you think we made a mistake.",
            ),
            FaultKind::Restricted => graph::refused(10, 4_279_013, "The Threads account is restricted."),
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

/// The account that a call's token is of, when it has the permission.
fn signed_in(view: &View, call: &Call, permission: &str) -> Result<Account, Answer> {
    let token = graph::signed_in(view, call)?;
    if !token.scopes.iter().any(|given| given == permission) {
        return Err(graph::refused(10, 0, "(#10) Application does not have permission for this action"));
    }
    view.get::<Account>(&token.account).ok_or_else(|| graph::unknown_node(&token.account))
}

/// A post of the account, that is not deleted.
fn own_post(view: &View, call: &Call, permission: &str) -> Result<Post, Answer> {
    let account = signed_in(view, call, permission)?;
    let id = call.param("id");
    let post = view.get::<Post>(id).filter(|post| post.account == account.id && !post.is_deleted);
    post.ok_or_else(|| graph::unknown_node(id))
}

/// A reply under a post of the account.
fn own_reply(view: &View, call: &Call) -> Result<Comment, Answer> {
    let account = signed_in(view, call, "threads_manage_replies")?;
    let id = call.param("id");
    let under_ours = |reply: &Comment| {
        view.get::<Post>(&reply.post).is_some_and(|post| post.account == account.id && !post.is_deleted)
    };
    view.get::<Comment>(id).filter(under_ours).ok_or_else(|| graph::unknown_node(id))
}
