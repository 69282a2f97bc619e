//! Counts, comments and likes of the Page's own posts.

use super::Facebook;
use crate::{
    Comment, Error, Metrics, Platform, Result, Session,
    meta::moment,
    reply::{count, list, text},
};
use serde_json::Value;

/// How many pages of comments are read: a hundred each.
const MOST_LISTS: usize = 10;
const FIELDS: &str = "id,message,created_time,from{id,name},like_count,is_hidden,permalink_url,parent{id}";

impl Facebook {
    /// The counts. What Facebook gives only with a further right stays not given.
    pub(super) async fn counts(&self, session: &Session, id: &str) -> Result<Metrics> {
        let door = self.door(session);
        let is_post = id.contains('_');
        let fields = if is_post {
            "shares,comments.limit(0).summary(true),reactions.limit(0).summary(true)"
        } else {
            "comments.limit(0).summary(true),likes.limit(0).summary(true),views"
        };
        let reply = door.get(id, "/{post}", &[("fields", fields)]).await?;
        let metric = "post_media_view,post_total_media_view_unique,post_clicks";
        let insights = match door.get(&format!("{id}/insights"), "/{post}/insights", &[("metric", metric)]).await {
            Ok(reply) => reply.body,
            Err(Error::Refused(_)) => Value::Null,
            Err(error) => return Err(error),
        };
        let insight = |name: &str| {
            let found = list(&insights, "/data").iter().find(|insight| insight["name"] == name)?;
            count(found, "/values/0/value").or_else(|| count(found, "/total_value/value"))
        };
        Ok(Metrics {
            views: reply.count("/views").or_else(|| insight("post_media_view")),
            reach: insight("post_total_media_view_unique"),
            likes: reply.count("/reactions/summary/total_count").or_else(|| reply.count("/likes/summary/total_count")),
            comments: reply.count("/comments/summary/total_count"),
            // A post that nobody shared has no such field.
            shares: if is_post { Some(reply.count("/shares/count").unwrap_or(0)) } else { None },
            saves: None,
            clicks: insight("post_clicks"),
        })
    }

    /// The comments and their answers, oldest first.
    pub(super) async fn all_comments(&self, session: &Session, id: &str) -> Result<Vec<Comment>> {
        let mut comments = Vec::new();
        let mut after = String::new();
        for _ in 0..MOST_LISTS {
            // "stream" lists answers beside what they answer.
            let mut parameters = vec![("fields", FIELDS), ("filter", "stream"), ("limit", "100")];
            if !after.is_empty() {
                parameters.push(("after", &after));
            }
            let reply = self.door(session).get(&format!("{id}/comments"), "/{post}/comments", &parameters).await?;
            comments.extend(reply.list("/data").iter().filter_map(|comment| read(session, comment)));
            match reply.text("/paging/cursors/after").filter(|_| reply.text("/paging/next").is_some()) {
                Some(next) => after = next,
                None => break,
            }
        }
        comments.sort_by_key(|comment| comment.created_at);
        Ok(comments)
    }

    /// Answers a comment, or comments on the own post, as the Page.
    pub(super) async fn answer_comment(
        &self,
        session: &Session,
        id: &str,
        comment: Option<&str>,
        words: &str,
    ) -> Result<Comment> {
        let path = format!("{}/comments", comment.unwrap_or(id));
        let reply = self.door(session).post(&path, "/{post}/comments", &[("message", words)]).await?;
        Ok(Comment {
            id: reply.need("/id")?,
            parent_id: comment.map(str::to_owned),
            author: session.account.display_name.clone(),
            text: words.to_owned(),
            created_at: None,
            likes: None,
            is_hidden: false,
            is_ours: true,
            url: None,
        })
    }

    /// Likes a post of the Page or a comment under one; anything else is refused before it is asked.
    pub(super) async fn like_own(&self, session: &Session, id: &str) -> Result<()> {
        let page = &session.account.external_id;
        let foreign = || {
            let instead = "As a Page you can like your own posts and the comments under them; open anything else and like it there.";
            self.unsupported("like posts of others as a Page", instead)
        };
        let (first, _) = id.split_once('_').ok_or_else(foreign)?;
        if first != page {
            // The first half of a comment's id is the second half of its post's.
            let post = format!("{page}_{first}");
            match self.door(session).get(&post, "/{post}", &[("fields", "id")]).await {
                Ok(_) => {}
                Err(Error::Refused(refusal)) if refusal.code.starts_with("100") => return Err(foreign()),
                Err(error) => return Err(error),
            }
        }
        self.door(session).post(&format!("{id}/likes"), "/{object}/likes", &[]).await.map(drop)
    }
}

fn read(session: &Session, value: &Value) -> Option<Comment> {
    let by = text(value, "/from/id");
    Some(Comment {
        id: text(value, "/id")?,
        parent_id: text(value, "/parent/id"),
        author: text(value, "/from/name").unwrap_or_default(),
        text: text(value, "/message").unwrap_or_default(),
        created_at: moment(value.get("created_time")),
        likes: count(value, "/like_count"),
        is_hidden: value["is_hidden"].as_bool().unwrap_or(false),
        is_ours: by.as_deref() == Some(session.account.external_id.as_str()),
        url: text(value, "/permalink_url"),
    })
}
