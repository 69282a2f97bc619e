//! Accounts, their tokens and limits.

use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::json;

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::graph::{self, LONG_LIFE};
use super::super::posts::Post;
use super::super::secret;
use super::super::world::{Change, View, World};
use super::{NAME, signed_in};

/// Posts in 24 hours, unless the account says otherwise.
const QUOTA: i64 = 250;
/// How old a token must be to be renewed, in hours.
const RENEWED_FROM: i64 = 24;
const SCOPES: [&str; 6] = [
    "threads_basic",
    "threads_content_publish",
    "threads_manage_replies",
    "threads_read_replies",
    "threads_manage_insights",
    "threads_delete",
];

/// A token as the app's dashboard makes it.
pub(super) fn new_token(change: &mut Change, account: &Account) -> String {
    let plain = format!("THAA{}", secret::random());
    let age = TimeDelta::hours(account.number("token_age_hours").unwrap_or(0));
    put(change, account, &plain, age);
    plain
}

fn put(change: &mut Change, account: &Account, plain: &str, age: TimeDelta) {
    let without = account.text("without").unwrap_or_default();
    let scopes: Vec<String> =
        SCOPES.iter().filter(|scope| **scope != without).map(|scope| (*scope).to_owned()).collect();
    let end = change.now - age + TimeDelta::seconds(LONG_LIFE);
    graph::put_token(change, NAME, plain, &account.id, &scopes, Some(end));
}

/// A token for a further 60 days. The old one stays good.
pub(super) async fn refresh(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        if call.text("grant_type").as_deref() != Some("th_refresh_token") {
            return Err(graph::refused(100, 0, "Invalid parameter: grant_type"));
        }
        let token = graph::signed_in(change, &call)?;
        let account = signed_in(change, &call, "threads_basic")?;
        // When it was made follows from its end, because each lives as long.
        let made_at = token.expires_at.map(|end| end - TimeDelta::seconds(LONG_LIFE));
        if made_at.is_none_or(|made_at| change.now - made_at < TimeDelta::hours(RENEWED_FROM)) {
            return Err(graph::refused(100, 0, "The access token must be at least 24 hours old to be refreshed."));
        }
        let plain = format!("THAA{}", secret::random());
        put(change, &account, &plain, TimeDelta::zero());
        let body = json!({"access_token": plain, "token_type": "bearer", "expires_in": LONG_LIFE});
        Ok(Answer::json(200, &body))
    })
}

pub(super) async fn me(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let account = signed_in(view, &call, "threads_basic")?;
        let node = json!({"id": account.id, "username": account.handle, "name": account.handle,
            "threads_profile_picture_url": null, "threads_biography": "", "is_verified": false});
        graph::pick(&call, &node)
    })
}

pub(super) async fn limit(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let account = signed_in(view, &call, "threads_content_publish")?;
        let node = json!({"quota_usage": used(view, &account),
            "config": {"quota_total": quota(&account), "quota_duration": 86_400},
            "reply_quota_usage": 0, "reply_config": {"quota_total": 1000, "quota_duration": 86_400},
            "delete_quota_usage": 0, "delete_config": {"quota_total": 100, "quota_duration": 86_400}});
        Ok(graph::listed(vec![node]))
    })
}

pub(super) async fn insights(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let account = signed_in(view, &call, "threads_manage_insights")?;
        let value = account.number("followers").unwrap_or(0);
        let node = json!({"name": "followers_count", "period": "day", "total_value": { "value": value }});
        Ok(graph::listed(vec![node]))
    })
}

fn quota(account: &Account) -> i64 {
    account.number("quota").unwrap_or(QUOTA)
}

/// How many posts the account made in the last 24 hours; deleted ones count.
fn used(view: &View, account: &Account) -> i64 {
    let since = view.now - TimeDelta::hours(24);
    let counts = |post: &Post| post.account == account.id && post.created_at > since;
    i64::try_from(view.all::<Post>().filter(|(_, post)| counts(post)).count()).unwrap_or(i64::MAX)
}

/// Whether the account may make one more post now.
pub(super) fn has_room(view: &View, account: &Account) -> bool {
    used(view, account) < quota(account)
}
