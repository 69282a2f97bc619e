//! Connecting a Threads account with a token of the app's User Token Generator, and what is known of it. Threads sends a
//! browser back to https addresses alone, so that a program on a desktop has no other way without a server.

use super::{LOGIN, Threads};
use crate::{
    Account, Connected, Credentials, Error, Result, Session,
    meta::{Door, THREADS},
    reply::Reply,
};
use chrono::{DateTime, Utc};
use serde_json::Map;
use troupe_net::Secret;

const FIELDS: &str = "id,username,name";

impl Threads {
    pub(super) async fn connect_by_token(
        &self,
        credentials: &Credentials,
        now: DateTime<Utc>,
    ) -> Result<Vec<Connected>> {
        let token = credentials.get("token").ok_or_else(|| Error::Input {
            field: "token",
            why: "The access token is needed. The app's page shows it under the User Token Generator.".to_owned(),
        })?;
        let token = Secret::new(token.expose().trim());
        let door = self.graph.door(THREADS, &token);
        let account = described(&door.get("me", "/me", &[("fields", FIELDS)]).await?)?;
        if let Err(Error::Refused(refusal)) = limit(door).await
            && refusal.kind == crate::RefusalKind::Permission
        {
            return Err(Error::Input {
                field: "token",
                why: "The token lacks the permission threads_content_publish. Add all permissions of the list to the app, and generate the token anew.".to_owned(),
            });
        }
        let tokens = LOGIN.pasted(&self.graph, token, now).await?;
        Ok(vec![Connected { account, tokens, app: None }])
    }

    /// What the account says of itself now, with its followers and the posts that are left.
    pub(super) async fn known_account(&self, session: &Session) -> Result<Account> {
        let door = self.door(session);
        let mut account = described(&door.get("me", "/me", &[("fields", FIELDS)]).await?)?;
        account.follower_count = followers(door).await?;
        account.posts_left = door.posts_left("me/threads_publishing_limit", "/me/threads_publishing_limit").await?;
        Ok(account)
    }
}

async fn limit(door: Door<'_>) -> Result<Reply> {
    let fields = [("fields", "quota_usage,config")];
    door.get("me/threads_publishing_limit", "/me/threads_publishing_limit", &fields).await
}

/// How many follow; the right to know it may be missing.
async fn followers(door: Door<'_>) -> Result<Option<u64>> {
    let asked = door.get("me/threads_insights", "/me/threads_insights", &[("metric", "followers_count")]).await;
    match asked {
        Ok(reply) => Ok(reply.count("/data/0/total_value/value").or_else(|| reply.count("/data/0/values/0/value"))),
        Err(Error::Refused(refusal)) if refusal.kind == crate::RefusalKind::Permission => Ok(None),
        Err(error) => Err(error),
    }
}

fn described(reply: &Reply) -> Result<Account> {
    let handle = reply.need("/username")?;
    Ok(Account {
        external_id: reply.need("/id")?,
        url: Some(format!("https://www.threads.net/@{handle}")),
        display_name: reply.text("/name").filter(|name| !name.is_empty()).unwrap_or_else(|| handle.clone()),
        handle,
        follower_count: None,
        posts_left: None,
        details: Map::new(),
    })
}
