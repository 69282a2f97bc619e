//! Counts and comments of a post.

use super::Instagram;
use crate::{
    Comment, Error, Metrics, Result, Session,
    meta::moment,
    reply::{count, list, text},
};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// How many pages of comments are read: fifty each.
const MOST_LISTS: usize = 10;
const FIELDS: &str = "id,text,username,timestamp,like_count,hidden";

impl Instagram {
    /// The counts. What Instagram gives only with a further right, or no longer, stays not given.
    pub(super) async fn counts(&self, session: &Session, id: &str) -> Result<Metrics> {
        let door = self.door(session);
        let reply = door.get(id, "/{media}", &[("fields", "like_count,comments_count,media_product_type")]).await?;
        let is_story = reply.text("/media_product_type").as_deref() == Some("STORY");
        let metric = if is_story { "views,reach,shares" } else { "views,reach,likes,comments,shares,saved" };
        let insights = match door.get(&format!("{id}/insights"), "/{media}/insights", &[("metric", metric)]).await {
            Ok(reply) => reply.body,
            // A story's figures end after a day, and a right may be missing.
            Err(Error::Refused(_)) => Value::Null,
            Err(error) => return Err(error),
        };
        let insight = |name: &str| {
            let found = list(&insights, "/data").iter().find(|insight| insight["name"] == name)?;
            count(found, "/values/0/value").or_else(|| count(found, "/total_value/value"))
        };
        Ok(Metrics {
            views: insight("views"),
            reach: insight("reach"),
            likes: reply.count("/like_count").or_else(|| insight("likes")),
            comments: reply.count("/comments_count").or_else(|| insight("comments")),
            shares: insight("shares"),
            saves: insight("saved"),
            clicks: None,
        })
    }

    /// The comments and their answers, oldest first.
    pub(super) async fn all_comments(&self, session: &Session, id: &str) -> Result<Vec<Comment>> {
        let fields = format!("{FIELDS},replies{{{FIELDS}}}");
        let mut comments = Vec::new();
        let mut after = String::new();
        for _ in 0..MOST_LISTS {
            let mut parameters = vec![("fields", fields.as_str()), ("limit", "50")];
            if !after.is_empty() {
                parameters.push(("after", &after));
            }
            let reply = self.door(session).get(&format!("{id}/comments"), "/{media}/comments", &parameters).await?;
            for comment in reply.list("/data") {
                let parent = text(comment, "/id");
                comments.extend(read(session, comment, None));
                comments.extend(
                    list(comment, "/replies/data").iter().filter_map(|answer| read(session, answer, parent.clone())),
                );
            }
            match reply.text("/paging/cursors/after").filter(|_| reply.text("/paging/next").is_some()) {
                Some(next) => after = next,
                None => break,
            }
        }
        comments.sort_by_key(|comment| comment.created_at);
        Ok(comments)
    }

    /// Answers a comment, or comments on the own post.
    pub(super) async fn answer_comment(
        &self,
        session: &Session,
        id: &str,
        comment: Option<&str>,
        words: &str,
    ) -> Result<Comment> {
        let (path, route) = match comment {
            Some(comment) => (format!("{comment}/replies"), "/{comment}/replies"),
            None => (format!("{id}/comments"), "/{media}/comments"),
        };
        let reply = self.door(session).post(&path, route, &[("message", words)]).await?;
        Ok(Comment {
            id: reply.need("/id")?,
            parent_id: comment.map(str::to_owned),
            author: session.account.handle.clone(),
            text: words.to_owned(),
            created_at: None::<DateTime<Utc>>,
            likes: None,
            is_hidden: false,
            is_ours: true,
            url: None,
        })
    }
}

fn read(session: &Session, value: &Value, parent_id: Option<String>) -> Option<Comment> {
    let author = text(value, "/username").or_else(|| text(value, "/from/username")).unwrap_or_default();
    Some(Comment {
        id: text(value, "/id")?,
        parent_id,
        is_ours: author.eq_ignore_ascii_case(&session.account.handle),
        author,
        text: text(value, "/text").unwrap_or_default(),
        created_at: moment(value.get("timestamp")),
        likes: count(value, "/like_count"),
        is_hidden: value["hidden"].as_bool().unwrap_or(false),
        url: None,
    })
}
