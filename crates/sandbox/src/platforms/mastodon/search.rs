//! Finding a status or an account by its address or name, and following.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::accounts::{self, Account};
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::posts::{Comment, Post};
use super::super::world::{Record, View, World};
use super::{HOST, NAME, auth, not_found, shapes};

/// A follow. Its record's id is `FOLLOWER/FOLLOWED`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Follow {
    follower: String,
}

impl Record for Follow {
    const KIND: &'static str = "follow";
}

pub(super) async fn search(world: Arc<World>, call: Call) -> Reply {
    let named = call.text("q").unwrap_or_default();
    let kind = call.text("type");
    world.read(NAME, |view| {
        auth::signed_in(view, &call, "read:search")?;
        let meant = |wanted: &str| kind.as_deref().is_none_or(|kind| kind == wanted);
        let last = named.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let mut statuses: Vec<Value> = Vec::new();
        if meant("statuses") && named.starts_with("https://") {
            let post = view.get::<Post>(last).filter(|post| !post.is_deleted);
            statuses.extend(post.map(|post| shapes::status(&world, view, &post)));
            statuses.extend(view.get::<Comment>(last).map(|comment| shapes::comment(view, &comment)));
        }
        let mut found: Vec<Value> = Vec::new();
        if meant("accounts") {
            found.extend(account(view, last).map(|account| shapes::account(view, &account)));
        }
        Ok(Answer::json(200, &json!({"accounts": found, "statuses": statuses, "hashtags": []})))
    })
}

/// The account of this instance that `name`, `@name` or `@name@HOST` is.
fn account(view: &View, named: &str) -> Option<Account> {
    let name = named.trim_start_matches('@');
    accounts::by_handle(view, name.strip_suffix(&format!("@{HOST}")).unwrap_or(name))
}

pub(super) async fn follow(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let (account, _) = auth::signed_in(change, &call, "write:follows")?;
        let followed = change.get::<Account>(call.param("id")).ok_or_else(not_found)?;
        change.put(format!("{}/{}", account.id, followed.id), &Follow { follower: account.id.clone() });
        Ok(Answer::json(
            200,
            &json!({"id": followed.id, "following": true, "requested": false, "showing_reblogs": true}),
        ))
    })
}
