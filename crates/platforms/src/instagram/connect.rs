//! Connecting an Instagram account, and what is known of it.

use super::{Instagram, LOGIN, by_facebook, page_of};
use crate::{
    Account, Connected, Credentials, Error, Result, Session, Tokens,
    meta::{Door, INSTAGRAM, Page, pages},
    reply::{Reply, count, text},
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use troupe_net::Secret;

/// The rights without which nothing can be published.
const NEEDED: [&str; 3] = ["instagram_basic", "instagram_content_publish", "pages_show_list"];

impl Instagram {
    /// The accounts that are linked to the Pages of a user token.
    pub(super) async fn connect_by_facebook(
        &self,
        credentials: &Credentials,
        now: DateTime<Utc>,
    ) -> Result<Vec<Connected>> {
        let pages = pages(&self.graph, credentials, &NEEDED, now).await?;
        let names: Vec<String> = pages.iter().map(|page| page.name.clone()).collect();
        let connected: Vec<Connected> = pages.into_iter().filter_map(linked).collect();
        if connected.is_empty() {
            return Err(Error::Input {
                field: "token",
                why: format!(
                    "None of the token's Pages ({}) has a linked Instagram account. Link it in the Instagram app (Edit profile, Page), then paste a new token.",
                    names.join(", ")
                ),
            });
        }
        Ok(connected)
    }

    /// The account of a token that was made in the app's dashboard.
    pub(super) async fn connect_by_instagram(
        &self,
        credentials: &Credentials,
        now: DateTime<Utc>,
    ) -> Result<Vec<Connected>> {
        let token = credentials.get("token").ok_or_else(|| Error::Input {
            field: "token",
            why: "The access token is needed. The app's page shows it under API setup with Instagram login.".to_owned(),
        })?;
        let token = Secret::new(token.expose().trim());
        let me = self.me(self.graph.door(INSTAGRAM, &token)).await?;
        let kind = first(&me, "account_type").unwrap_or_default();
        if kind == "PERSONAL" {
            return Err(Error::Input {
                field: "token",
                why: "This is a personal account, and Meta's interface publishes for professional ones only. Change it in the Instagram app (Settings, Account type), then make a new token.".to_owned(),
            });
        }
        let tokens = LOGIN.pasted(&self.graph, token, now).await?;
        let mut details = Map::new();
        details.insert("login".to_owned(), json!("instagram"));
        Ok(vec![Connected { account: account(&me, details)?, tokens, app: None }])
    }

    /// What the account's own page says of it now.
    pub(super) async fn known_account(&self, session: &Session) -> Result<Account> {
        let door = self.door(session);
        let details = session.account.details.clone();
        if !by_facebook(&session.account) {
            return account(&self.me(door).await?, details);
        }
        let id = &session.account.external_id;
        let fields = "id,username,name,followers_count,media_count";
        account(&door.get(id, "/{ig}", &[("fields", fields)]).await?, details)
    }

    async fn me(&self, door: Door<'_>) -> Result<Reply> {
        let fields = "user_id,username,name,account_type,followers_count,media_count";
        door.get("me", "/me", &[("fields", fields)]).await
    }
}

/// The Instagram account of a Page. Its calls go with the Page's token.
fn linked(page: Page) -> Option<Connected> {
    let instagram = page.instagram.as_ref()?;
    let mut details = Map::new();
    details.insert("login".to_owned(), json!("facebook"));
    details.insert("page_id".to_owned(), json!(page.id));
    details.insert("page_name".to_owned(), json!(page.name));
    let handle = text(instagram, "/username").unwrap_or_default();
    let account = Account {
        external_id: text(instagram, "/id")?,
        url: address(&handle),
        display_name: text(instagram, "/name").unwrap_or_else(|| handle.clone()),
        handle,
        follower_count: count(instagram, "/followers_count"),
        posts_left: None,
        details,
    };
    let tokens = Tokens { access: page.token, refresh: None, expires_at: page.expires_at, refresh_expires_at: None };
    Some(Connected { account, tokens, app: page.app })
}

/// A field of an answer that stands at the top or, as some versions answer, in a list of one.
fn first(reply: &Reply, field: &str) -> Option<String> {
    reply.text(&format!("/{field}")).or_else(|| reply.text(&format!("/data/0/{field}")))
}

fn account(reply: &Reply, details: Map<String, Value>) -> Result<Account> {
    // `user_id` is the account's; `id` is, with the Instagram login, the one that only this app sees.
    let id = first(reply, "user_id").or_else(|| first(reply, "id"));
    let external_id = id.ok_or_else(|| reply.unreadable("the account has no id"))?;
    let handle = first(reply, "username").ok_or_else(|| reply.unreadable("the account has no name"))?;
    Ok(Account {
        external_id,
        url: address(&handle),
        display_name: first(reply, "name").unwrap_or_else(|| handle.clone()),
        handle,
        follower_count: reply.count("/followers_count").or_else(|| reply.count("/data/0/followers_count")),
        posts_left: None,
        details,
    })
}

fn address(handle: &str) -> Option<String> {
    (!handle.is_empty()).then(|| format!("https://www.instagram.com/{handle}/"))
}

/// The Page whose photos stage this account's pictures.
pub(super) fn staging_page(session: &Session) -> Result<&str> {
    page_of(&session.account).filter(|_| by_facebook(&session.account)).ok_or_else(|| Error::Input {
        field: "upload_place",
        why: "Pictures can be staged at a Facebook Page only when the account was connected through its Page. Connect it so, or choose a bucket or posting by hand.".to_owned(),
    })
}
