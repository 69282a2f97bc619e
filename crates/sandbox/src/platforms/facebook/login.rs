//! Tokens: a user's, exchanged for a long-lived one, and those of the Pages that it opens.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::super::accounts::{self, Account, App, Token, TokenKind};
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::graph::{self, LONG_LIFE, User};
use super::super::secret;
use super::super::world::World;
use super::NAME;

/// The name of Instagram's records, where the tokens of Pages are good too.
const INSTAGRAM: &str = "instagram";

/// A long-lived user token for any good one, with the app's id and secret.
pub(super) async fn exchange(world: Arc<World>, call: Call) -> Reply {
    let text = |name: &str| call.text(name).unwrap_or_default();
    world.change(NAME, call.slug, |change| {
        let app = change.get::<App>(&text("client_id"));
        let app = app.ok_or_else(|| {
            graph::refused(101, 0, "Error validating application. Cannot get application info due to a system error.")
        })?;
        if app.secret != Some(secret::sha256_hex(text("client_secret").as_bytes())) {
            return Err(graph::refused(1, 0, "Error validating client secret."));
        }
        if text("grant_type") != "fb_exchange_token" {
            return Err(graph::refused(100, 0, "(#100) Invalid grant_type parameter"));
        }
        let given = accounts::token(change, Some(&text("fb_exchange_token")), TokenKind::Access);
        let given = given.map_err(|_| graph::refused(190, 0, "Invalid OAuth access token data."))?;
        let plain = format!("EAA{}", secret::random());
        let end = change.now + TimeDelta::seconds(LONG_LIFE);
        graph::put_token(change, NAME, &plain, &given.account, &given.scopes, Some(end));
        Ok(Answer::json(200, &json!({"access_token": plain, "token_type": "bearer", "expires_in": LONG_LIFE})))
    })
}

/// What is known of a token.
pub(super) async fn debug(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        graph::signed_in(view, &call)?;
        let asked = call.text("input_token");
        let Ok(token) = accounts::token(view, asked.as_deref(), TokenKind::Access) else {
            return Ok(Answer::json(200, &json!({"data": {"is_valid": false, "scopes": []}})));
        };
        let end = token.expires_at.map_or(0, |end| end.timestamp());
        Ok(Answer::json(
            200,
            &json!({"data": {"app_id": "428000000000001", "type": "USER", "is_valid": true,
            "expires_at": end, "scopes": token.scopes, "user_id": token.account}}),
        ))
    })
}

/// The Pages of a user, each with its token.
pub(super) async fn pages(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let token = graph::signed_in(change, &call)?;
        let Some(user) = change.get::<User>(&token.account) else {
            return Err(graph::refused(
                100,
                0,
                "(#100) Tried accessing nonexisting field (accounts) on node type (Page)",
            ));
        };
        let mut listed = Vec::new();
        for id in user.pages {
            let Some(page) = change.get::<Account>(&id) else { continue };
            let plain = format!("EAA{}", secret::random());
            let end = page_end(&token, change.now);
            graph::put_token(change, NAME, &plain, &id, &token.scopes, end);
            let linked = page.text("instagram").and_then(|id| change.get_on::<Account>(INSTAGRAM, id));
            let linked = linked.map(|account| {
                graph::put_token(change, INSTAGRAM, &plain, &account.id, &token.scopes, end);
                json!({"id": account.id, "username": account.handle, "name": account.handle,
                    "followers_count": account.number("followers").unwrap_or(0)})
            });
            let mut node = describe(&page);
            node["access_token"] = plain.into();
            if let Some(linked) = linked {
                node["instagram_business_account"] = linked;
            }
            listed.push(node);
        }
        Ok(graph::listed(listed))
    })
}

/// A Page's token has no end when it was made with a long-lived one.
fn page_end(token: &Token, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    token.expires_at.filter(|end| *end < now + TimeDelta::days(30))
}

/// Who the token is of.
pub(super) async fn me(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let token = graph::signed_in(view, &call)?;
        match view.get::<Account>(&token.account) {
            Some(page) => {
                let mut node = describe(&page);
                let linked = page.text("instagram").and_then(|id| view.get_on::<Account>(INSTAGRAM, id));
                node["instagram_business_account"] = linked.map_or(
                    Value::Null,
                    |account| json!({"id": account.id, "username": account.handle, "name": account.handle}),
                );
                graph::pick(&call, &node)
            }
            None => graph::pick(&call, &json!({"id": token.account, "name": "A creator"})),
        }
    })
}

/// A Page as it is shown.
pub(super) fn describe(page: &Account) -> Value {
    json!({"id": page.id, "name": page.handle, "username": page.handle,
        "link": format!("https://www.facebook.com/{}", page.handle),
        "followers_count": page.number("followers").unwrap_or(0)})
}
