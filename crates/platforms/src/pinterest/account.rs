//! What Pinterest says of the account and its boards, of a pin that is up, and its counts.

use super::{Pinterest, is_on_trial};
use crate::{
    Account, Draft, Live, Metrics, RefusalKind, Result, Session, Visibility,
    reply::{Reply, count, text},
};
use serde_json::{Value, json};
use troupe_net::Request;

/// The most boards of a page, and the most pages that are read.
const BOARDS_A_PAGE: &str = "250";
const MOST_PAGES: usize = 4;

/// A board of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Board<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) is_secret: bool,
}

/// The boards as they are kept with the account.
pub(super) fn boards(account: &Account) -> Vec<Board<'_>> {
    let all = account.details.get("boards").and_then(Value::as_array);
    let read = |board| -> Option<Board<'_>> {
        let board: &Value = board;
        let field = |name: &str| board.get(name).and_then(Value::as_str);
        Some(Board { id: field("id")?, name: field("name").unwrap_or_default(), is_secret: board["is_secret"] == true })
    };
    all.into_iter().flatten().filter_map(read).collect()
}

/// The board that a draft names by its number or its name; without one, the account's first.
pub(super) fn board_of<'a>(account: &'a Account, draft: &Draft) -> Option<Board<'a>> {
    let wanted = draft.fields.get("board").and_then(Value::as_str).map(str::trim).filter(|word| !word.is_empty());
    let mut all = boards(account).into_iter();
    match wanted {
        None => all.next(),
        Some(wanted) => all.find(|board| board.id == wanted || board.name.to_lowercase() == wanted.to_lowercase()),
    }
}

impl Pinterest {
    pub(super) async fn known_account(&self, session: &Session) -> Result<Account> {
        let me = self.api.ask(self.read(session, "user_account", "/v5/user_account")?).await?;
        let handle = me.need("/username")?;
        let mut details = session.account.details.clone();
        details.insert("boards".to_owned(), Value::Array(self.all_boards(session).await?));
        Ok(Account {
            external_id: me.text("/id").unwrap_or_else(|| handle.clone()),
            url: Some(format!("https://www.pinterest.com/{handle}/")),
            display_name: me.text("/business_name").filter(|name| !name.is_empty()).unwrap_or_else(|| handle.clone()),
            handle,
            follower_count: me.count("/follower_count"),
            posts_left: None,
            details,
        })
    }

    async fn all_boards(&self, session: &Session) -> Result<Vec<Value>> {
        let (mut all, mut bookmark) = (Vec::new(), String::new());
        for _ in 0..MOST_PAGES {
            let path = format!("boards?page_size={BOARDS_A_PAGE}{bookmark}");
            let page = self.api.ask(self.read(session, &path, "/v5/boards")?).await?;
            all.extend(page.list("/items").iter().filter_map(|board| {
                let is_secret = text(board, "/privacy").is_some_and(|privacy| privacy != "PUBLIC");
                Some(json!({"id": text(board, "/id")?, "name": text(board, "/name"), "is_secret": is_secret}))
            }));
            match page.text("/bookmark").filter(|bookmark| !bookmark.is_empty()) {
                Some(next) => {
                    let encoded: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
                    bookmark = format!("&bookmark={encoded}");
                }
                None => break,
            }
        }
        Ok(all)
    }

    async fn pin(&self, session: &Session, id: &str, query: &str) -> Result<Reply> {
        self.api.ask(self.read(session, &format!("pins/{id}{query}"), "/v5/pins/{id}")?).await
    }

    pub(super) async fn live(&self, session: &Session, id: &str) -> Result<Live> {
        let pin = self.pin(session, id, "").await?;
        let id = pin.need("/id")?;
        let board = pin.text("/board_id").unwrap_or_default();
        let is_secret = boards(&session.account).iter().any(|one| one.id == board && one.is_secret);
        let trial = "The app's access is on trial, so Pinterest shows its pins to you alone. Ask for standard access at Pinterest, then connect the account again with that.";
        let is_hidden = is_secret || is_on_trial(&session.account);
        Ok(Live {
            permalink: Some(format!("https://www.pinterest.com/pin/{id}/")),
            id,
            visibility: if is_hidden { Visibility::Private } else { Visibility::Public },
            remarks: is_on_trial(&session.account).then(|| trial.to_owned()).into_iter().collect(),
        })
    }

    pub(super) async fn take_down(&self, session: &Session, id: &str) -> Result<()> {
        let url = self.api.url(super::HOST, &format!("/v5/pins/{id}"))?;
        let request = Request::delete(url, "/v5/pins/{id}").bearer(&session.tokens.access)?;
        match self.api.ask(request).await {
            // It is down, which is what was wanted.
            Err(error) if error.kind() == Some(RefusalKind::NotFound) => Ok(()),
            answer => answer.map(drop),
        }
    }

    pub(super) async fn counts(&self, session: &Session, id: &str) -> Result<Metrics> {
        let pin = self.pin(session, id, "?pin_metrics=true").await?;
        let metrics = pin.body.pointer("/pin_metrics/lifetime_metrics").unwrap_or(&Value::Null);
        let of = |name: &str| count(metrics, &format!("/{name}"));
        Ok(Metrics {
            views: of("impression"),
            likes: of("reaction"),
            comments: of("comment"),
            saves: of("save"),
            clicks: of("clickthrough").or_else(|| of("outbound_click")),
            ..Metrics::default()
        })
    }
}
