//! Connecting the Pages of a token, and what is known of a Page.

use super::Facebook;
use crate::{
    Account, Connected, Credentials, Result, Session, Tokens,
    meta::{Page, pages},
};
use chrono::{DateTime, Utc};
use serde_json::Map;

/// The rights without which nothing can be published.
const NEEDED: [&str; 2] = ["pages_show_list", "pages_manage_posts"];

impl Facebook {
    /// All Pages of a user token; the creator keeps those that are wanted.
    pub(super) async fn connect_pages(&self, credentials: &Credentials, now: DateTime<Utc>) -> Result<Vec<Connected>> {
        Ok(pages(&self.graph, credentials, &NEEDED, now).await?.into_iter().map(connected).collect())
    }

    /// What the Page says of itself now.
    pub(super) async fn page(&self, session: &Session) -> Result<Account> {
        let id = &session.account.external_id;
        let fields = "id,name,username,link,followers_count";
        let reply = self.door(session).get(id, "/{page}", &[("fields", fields)]).await?;
        let display_name = reply.text("/name").unwrap_or_else(|| session.account.display_name.clone());
        Ok(Account {
            external_id: reply.need("/id")?,
            handle: reply.text("/username").unwrap_or_else(|| session.account.handle.clone()),
            display_name,
            url: reply.text("/link").or_else(|| session.account.url.clone()),
            follower_count: reply.count("/followers_count"),
            posts_left: None,
            details: session.account.details.clone(),
        })
    }
}

fn connected(page: Page) -> Connected {
    let account = Account {
        url: Some(page.link.unwrap_or_else(|| format!("https://www.facebook.com/{}", page.id))),
        handle: page.username.unwrap_or_else(|| page.name.clone()),
        external_id: page.id,
        display_name: page.name,
        follower_count: page.followers,
        posts_left: None,
        details: Map::new(),
    };
    let tokens = Tokens { access: page.token, refresh: None, expires_at: page.expires_at, refresh_expires_at: None };
    Connected { account, tokens, app: page.app }
}
