//! The Pages that a pasted token opens, each with its own token and the Instagram account that is linked to it.
//!
//! Source: Meta, "Access tokens": a Page's token made with a long-lived user token does not end by time; a user token
//! is exchanged for a long-lived one with the app's id and secret (read 2026-11-20).

use super::graph::{Door, FACEBOOK, Graph, moment};
use crate::{
    App, Credentials, Error, Result,
    reply::{Reply, count, list, text},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use troupe_net::{Request, Secret};

/// How many pages of a list are read: a hundred entries each.
const MOST_LISTS: usize = 10;
/// A user token that ends later than this is a long-lived one: the others live an hour or two.
const SHORT_LIFE: TimeDelta = TimeDelta::days(1);
const FIELDS: &str =
    "id,name,username,link,followers_count,access_token,instagram_business_account{id,username,name,followers_count}";

/// A Page that a token opens.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) username: Option<String>,
    pub(crate) link: Option<String>,
    pub(crate) followers: Option<u64>,
    pub(crate) token: Secret,
    /// When its token ends; `None` means not by time.
    pub(crate) expires_at: Option<DateTime<Utc>>,
    /// The linked Instagram account: id, username, name, followers.
    pub(crate) instagram: Option<Value>,
    pub(crate) app: Option<App>,
}

/// The Pages behind the pasted `token`, exchanged for a long-lived one when the app's id and secret are there.
/// `needed` are the rights without which nothing can be published.
///
/// # Errors
/// [`Error::Input`] when the token lacks a right or opens no Page.
pub(crate) async fn pages(
    graph: &Graph,
    credentials: &Credentials,
    needed: &[&str],
    now: DateTime<Utc>,
) -> Result<Vec<Page>> {
    let pasted = credentials.get("token").ok_or_else(|| Error::Input {
        field: "token",
        why: "The token is needed. The Graph API Explorer shows it once you press Generate Access Token.".to_owned(),
    })?;
    let pasted = Secret::new(pasted.expose().trim());
    let app = app_of(credentials)?;
    let token = match app.as_ref().and_then(|app| Some((app, app.client_secret.as_ref()?))) {
        Some((app, secret)) => exchange(graph, &pasted, &app.client_id, secret).await?,
        None => pasted,
    };
    let door = graph.door(FACEBOOK, &token);
    let known = inspect(door).await?;
    if let Some(right) = known.missing(needed) {
        return Err(Error::Input {
            field: "token",
            why: format!(
                "The token lacks the permission {right}. Add all permissions of the list in the Graph API Explorer, generate the token anew, and paste that."
            ),
        });
    }
    let app = app.or_else(|| known.app.clone().map(|client_id| App { client_id, client_secret: None }));
    // A Page's token ends with a short-lived user token, and has no end when it was made with a long-lived one.
    let expires_at = known.expires_at.filter(|end| *end < now + SHORT_LIFE);
    let read = |page: &Value| {
        let token = text(page, "/access_token").map_or_else(|| token.clone(), Secret::new);
        Some(Page {
            id: text(page, "/id")?,
            name: text(page, "/name").unwrap_or_default(),
            username: text(page, "/username"),
            link: text(page, "/link"),
            followers: count(page, "/followers_count"),
            token,
            expires_at,
            instagram: page.get("instagram_business_account").cloned(),
            app: app.clone(),
        })
    };
    let pages: Vec<Page> = listed(door).await?.iter().filter_map(read).collect();
    if pages.is_empty() {
        return Err(Error::Input {
            field: "token",
            why: "This token opens no Page. Generate it anew with the permission pages_show_list, and choose your Page in the window that opens.".to_owned(),
        });
    }
    Ok(pages)
}

/// The app that was entered: its id, with its secret or not.
fn app_of(credentials: &Credentials) -> Result<Option<App>> {
    let client_secret = credentials.get("client_secret").map(|secret| Secret::new(secret.expose().trim()));
    match (credentials.get("client_id"), client_secret) {
        (Some(id), client_secret) => Ok(Some(App { client_id: id.expose().trim().to_owned(), client_secret })),
        (None, Some(_)) => Err(Error::Input {
            field: "client_id",
            why: "The app's secret is there but not its ID. Both stand in App settings, Basic.".to_owned(),
        }),
        (None, None) => Ok(None),
    }
}

/// A long-lived user token for one that ends within the hour.
async fn exchange(graph: &Graph, token: &Secret, client_id: &str, secret: &Secret) -> Result<Secret> {
    let parameters = [
        ("grant_type", "fb_exchange_token"),
        ("client_id", client_id),
        ("client_secret", secret.expose()),
        ("fb_exchange_token", token.expose()),
    ];
    let url = graph.url(FACEBOOK, "oauth/access_token", &parameters)?;
    let reply = graph.ask(Request::get(url, "/oauth/access_token").hides(token).hides(secret)).await?;
    reply.need("/access_token").map(Secret::new)
}

/// What the platform says of a token.
struct Known {
    app: Option<String>,
    expires_at: Option<DateTime<Utc>>,
    /// Empty when it did not say.
    rights: Vec<String>,
}

impl Known {
    fn missing<'a>(&self, needed: &[&'a str]) -> Option<&'a str> {
        let has = |right: &str| self.rights.iter().any(|had| had == right);
        needed.iter().copied().find(|right| !self.rights.is_empty() && !has(right))
    }
}

/// Asks about the token itself. It may refuse to say; then nothing is known, and that is no error.
async fn inspect(door: Door<'_>) -> Result<Known> {
    let url = door.graph.url(FACEBOOK, "debug_token", &[("input_token", door.token.expose())])?;
    let request = Request::get(url, "/debug_token").bearer(door.token)?;
    let reply: Option<Reply> = match door.graph.ask(request).await {
        Ok(reply) => Some(reply),
        Err(Error::Refused(_)) => None,
        Err(other) => return Err(other),
    };
    let body = reply.map(|reply| reply.body).unwrap_or_default();
    // 0 is "does not end".
    let expires_at = body.pointer("/data/expires_at").filter(|end| end.as_i64() != Some(0));
    Ok(Known {
        app: text(&body, "/data/app_id"),
        expires_at: moment(expires_at),
        rights: list(&body, "/data/scopes").iter().filter_map(Value::as_str).map(str::to_owned).collect(),
    })
}

/// All Pages of a user token; a token that is a Page's own opens that one.
async fn listed(door: Door<'_>) -> Result<Vec<Value>> {
    let mut all = Vec::new();
    let mut after = String::new();
    for _ in 0..MOST_LISTS {
        let mut parameters = vec![("fields", FIELDS), ("limit", "100")];
        if !after.is_empty() {
            parameters.push(("after", &after));
        }
        let reply = match door.get("me/accounts", "/me/accounts", &parameters).await {
            Ok(reply) => reply,
            // A Page has no accounts: the token is its own.
            Err(error) if error.refusal().is_some_and(|refusal| refusal.code.starts_with("100")) => {
                let me = door.get("me", "/me", &[("fields", &FIELDS.replace("access_token,", ""))]).await?;
                return Ok(vec![me.body]);
            }
            Err(error) => return Err(error),
        };
        all.extend_from_slice(reply.list("/data"));
        match reply.text("/paging/cursors/after").filter(|_| reply.text("/paging/next").is_some()) {
            Some(next) => after = next,
            None => break,
        }
    }
    Ok(all)
}
