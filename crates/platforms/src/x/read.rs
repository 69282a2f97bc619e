//! What X says of posts that are up: the post itself, its counts, the answers to it; and reposting and deleting.

use super::{
    X,
    answer::Method,
    post::{moment, permalink, unescaped},
};
use crate::{
    Comment, Error, Live, Metrics, RefusalKind, Result, Session, Visibility,
    reply::{count, list, text},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The most pages of mentions that are looked through, a hundred each.
const MAX_PAGES: usize = 5;

/// An id that goes into a path.
fn checked(id: &str) -> Result<&str> {
    if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(id);
    }
    Err(Error::Input { field: "id", why: "The number of a post on X has digits only.".to_owned() })
}

impl X {
    pub(super) async fn live(&self, session: &Session, id: &str) -> Result<Live> {
        let path = format!("/2/tweets/{}?tweet.fields=created_at", checked(id)?);
        let post = self.ask(session, self.call(session, Method::Get, &path, "/2/tweets/{id}")?).await?;
        let id = post.need("/data/id")?;
        let is_protected = session.account.details.get("protected").and_then(Value::as_bool) == Some(true);
        Ok(Live {
            permalink: Some(permalink(&session.account.handle, &id)),
            id,
            visibility: if is_protected { Visibility::Followers } else { Visibility::Public },
            remarks: Vec::new(),
        })
    }

    pub(super) async fn take_down(&self, session: &Session, id: &str) -> Result<()> {
        let path = format!("/2/tweets/{}", checked(id)?);
        let request = self.call(session, Method::Delete, &path, "/2/tweets/{id}")?;
        let reply = match self.ask(session, request).await {
            // It is down, which is what was wanted.
            Err(error) if error.kind() == Some(RefusalKind::NotFound) => return Ok(()),
            answer => answer?,
        };
        match reply.body.pointer("/data/deleted").and_then(Value::as_bool) {
            Some(true) => Ok(()),
            _ => Err(reply.unreadable("/data/deleted is missing")),
        }
    }

    pub(super) async fn counts(&self, session: &Session, id: &str) -> Result<Metrics> {
        let path = format!("/2/tweets/{}?tweet.fields=public_metrics", checked(id)?);
        let post = self.ask(session, self.call(session, Method::Get, &path, "/2/tweets/{id}")?).await?;
        let of = |name: &str| post.count(&format!("/data/public_metrics/{name}"));
        let shares = [of("retweet_count"), of("quote_count")];
        Ok(Metrics {
            views: of("impression_count"),
            reach: None,
            likes: of("like_count"),
            comments: of("reply_count"),
            shares: shares.iter().any(Option::is_some).then(|| shares.iter().flatten().sum()),
            saves: of("bookmark_count"),
            clicks: None,
        })
    }

    /// The answers to a post: those mentions of the account that stand in its conversation. Reading one's own mentions
    /// is the cheapest way.
    pub(super) async fn replies(&self, session: &Session, id: &str) -> Result<Vec<Comment>> {
        let id = checked(id)?;
        let fields = "tweet.fields=author_id,conversation_id,created_at,public_metrics,referenced_tweets&expansions=author_id&user.fields=username";
        let mut comments = Vec::new();
        let mut next = String::new();
        for _ in 0..MAX_PAGES {
            let user = &session.account.external_id;
            let path = format!("/2/users/{user}/mentions?max_results=100&since_id={id}&{fields}{next}");
            let page = self.ask(session, self.call(session, Method::Get, &path, "/2/users/{id}/mentions")?).await?;
            let users = page.list("/includes/users").iter();
            let names: BTreeMap<String, String> =
                users.filter_map(|user| Some((text(user, "/id")?, text(user, "/username")?))).collect();
            let here = page.list("/data").iter().filter(|post| text(post, "/conversation_id").as_deref() == Some(id));
            comments.extend(here.filter_map(|post| comment_of(session, id, post, &names)));
            match page.text("/meta/next_token") {
                Some(token) => next = format!("&pagination_token={token}"),
                None => break,
            }
        }
        comments.sort_by(|one, other| one.created_at.cmp(&other.created_at).then_with(|| one.id.cmp(&other.id)));
        Ok(comments)
    }

    pub(super) async fn send_repost(&self, session: &Session, id: &str) -> Result<()> {
        let path = format!("/2/users/{}/retweets", session.account.external_id);
        let request = self.call(session, Method::Post, &path, "/2/users/{id}/retweets")?;
        let reply = self.ask(session, request.json(&json!({"tweet_id": id}))?).await?;
        match reply.body.pointer("/data/retweeted").and_then(Value::as_bool) {
            Some(true) => Ok(()),
            _ => Err(reply.unreadable("/data/retweeted is missing")),
        }
    }
}

fn comment_of(session: &Session, post: &str, answer: &Value, names: &BTreeMap<String, String>) -> Option<Comment> {
    let id = text(answer, "/id")?;
    let author_id = text(answer, "/author_id").unwrap_or_default();
    let author = names.get(&author_id).cloned().unwrap_or_else(|| author_id.clone());
    let parents = list(answer, "/referenced_tweets").iter();
    let parent =
        parents.filter(|one| text(one, "/type").as_deref() == Some("replied_to")).find_map(|one| text(one, "/id"));
    Some(Comment {
        url: Some(permalink(&author, &id)),
        parent_id: parent.filter(|parent| parent != post),
        text: unescaped(&text(answer, "/text").unwrap_or_default()),
        created_at: moment(answer, "/created_at"),
        likes: count(answer, "/public_metrics/like_count"),
        is_hidden: false,
        is_ours: author_id == session.account.external_id,
        author,
        id,
    })
}
