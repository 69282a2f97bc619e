//! Counts of a post, and the replies to it.

use super::Threads;
use crate::{
    Comment, Error, Metrics, Result, Session,
    meta::moment,
    reply::{count, list, text},
};
use serde_json::Value;

/// How many pages of replies are read: fifty each.
const MOST_LISTS: usize = 10;
const FIELDS: &str = "id,text,username,timestamp,permalink,replied_to,hide_status,is_reply_owned_by_me";
const COUNTS: &str = "views,likes,replies,reposts,quotes,shares";

impl Threads {
    /// The counts. Without the right to read them they stay not given.
    pub(super) async fn counts(&self, session: &Session, id: &str) -> Result<Metrics> {
        let path = format!("{id}/insights");
        let insights = match self.door(session).get(&path, "/{post}/insights", &[("metric", COUNTS)]).await {
            Ok(reply) => reply.body,
            Err(Error::Refused(refusal)) if refusal.kind == crate::RefusalKind::Permission => Value::Null,
            Err(error) => return Err(error),
        };
        let of = |name: &str| {
            let found = list(&insights, "/data").iter().find(|insight| insight["name"] == name)?;
            count(found, "/values/0/value").or_else(|| count(found, "/total_value/value"))
        };
        let shares = [of("reposts"), of("quotes"), of("shares")];
        Ok(Metrics {
            views: of("views"),
            reach: None,
            likes: of("likes"),
            comments: of("replies"),
            shares: shares.iter().any(Option::is_some).then(|| shares.iter().flatten().sum()),
            saves: None,
            clicks: None,
        })
    }

    /// The replies to a post at every depth, oldest first.
    pub(super) async fn conversation(&self, session: &Session, id: &str) -> Result<Vec<Comment>> {
        let mut replies = Vec::new();
        let mut after = String::new();
        for _ in 0..MOST_LISTS {
            let mut parameters = vec![("fields", FIELDS), ("limit", "50")];
            if !after.is_empty() {
                parameters.push(("after", &after));
            }
            let reply =
                self.door(session).get(&format!("{id}/conversation"), "/{post}/conversation", &parameters).await?;
            replies.extend(reply.list("/data").iter().filter_map(|one| read(session, id, one)));
            match reply.text("/paging/cursors/after").filter(|_| reply.text("/paging/next").is_some()) {
                Some(next) => after = next,
                None => break,
            }
        }
        replies.sort_by_key(|reply| reply.created_at);
        Ok(replies)
    }
}

/// A reply of ours that was just written.
pub(super) fn ours(session: &Session, id: String, comment: Option<&str>, words: &str) -> Comment {
    Comment {
        id,
        parent_id: comment.map(str::to_owned),
        author: session.account.handle.clone(),
        text: words.to_owned(),
        created_at: None,
        likes: None,
        is_hidden: false,
        is_ours: true,
        url: None,
    }
}

fn read(session: &Session, post: &str, value: &Value) -> Option<Comment> {
    let author = text(value, "/username").unwrap_or_default();
    let is_ours = author.eq_ignore_ascii_case(&session.account.handle);
    Some(Comment {
        id: text(value, "/id")?,
        parent_id: text(value, "/replied_to/id").filter(|parent| parent != post),
        is_ours: value["is_reply_owned_by_me"].as_bool().unwrap_or(is_ours),
        author,
        text: text(value, "/text").unwrap_or_default(),
        created_at: moment(value.get("timestamp")),
        likes: None,
        is_hidden: matches!(text(value, "/hide_status").as_deref(), Some("HIDDEN" | "COVERED" | "BLOCKED")),
        url: text(value, "/permalink"),
    })
}
