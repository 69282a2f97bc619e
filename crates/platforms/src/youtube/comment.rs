//! Comments on our clips: reading, answering, and the first one of our own.

use super::{YouTube, video};
use crate::{
    Call, Comment, Found, Progress, Result, Session, StepResult, Visibility,
    reply::{Reply, count, list, text},
};
use chrono::TimeDelta;
use serde_json::{Value, json};
use troupe_net::Request;

/// The most pages of comments that are read, a hundred threads each.
const MAX_PAGES: usize = 5;
/// How long a new comment may take to show, in seconds.
const SHOWS_AFTER_SECONDS: i64 = 60;
/// How far Google's clock may be behind ours, in seconds.
const CLOCK_SECONDS: i64 = 120;

impl YouTube {
    /// All comments on a clip, newest last.
    pub(super) async fn read_comments(&self, session: &Session, id: &str) -> Result<Vec<Comment>> {
        let mut comments = Vec::new();
        let mut next: Option<String> = None;
        for _ in 0..MAX_PAGES {
            let page = self.threads(session, id, next.as_deref()).await?;
            for thread in page.list("/items") {
                let Some(first) = thread.pointer("/snippet/topLevelComment") else { continue };
                comments.extend(comment_of(session, id, first));
                let answers = list(thread, "/replies/comments").iter();
                comments.extend(answers.filter_map(|answer| comment_of(session, id, answer)));
            }
            next = page.text("/nextPageToken");
            if next.is_none() {
                break;
            }
        }
        comments.sort_by(|one, other| one.created_at.cmp(&other.created_at).then_with(|| one.id.cmp(&other.id)));
        Ok(comments)
    }

    async fn threads(&self, session: &Session, id: &str, next: Option<&str>) -> Result<Reply> {
        let mut url = self.data("commentThreads")?;
        url.query_pairs_mut()
            .append_pair("part", "snippet,replies")
            .append_pair("order", "time")
            .append_pair("maxResults", "100")
            .append_pair("textFormat", "plainText")
            .append_pair("videoId", id);
        if let Some(token) = next {
            url.query_pairs_mut().append_pair("pageToken", token);
        }
        self.api.ask(Request::get(url, "/youtube/v3/commentThreads").bearer(&session.tokens.access)?).await
    }

    /// Answers a comment, or comments on the clip itself.
    pub(super) async fn write_comment(
        &self,
        session: &Session,
        id: &str,
        comment: Option<&str>,
        words: &str,
    ) -> Result<Comment> {
        let (reply, at) = match comment {
            Some(parent) => {
                let body = json!({"snippet": {"parentId": parent, "textOriginal": words}});
                let request = self.post(session, "comments?part=snippet", "/youtube/v3/comments")?.json(&body)?;
                (self.api.ask(request).await?, "")
            }
            None => {
                let first = json!({"snippet": {"textOriginal": words}});
                let body = json!({"snippet": {"videoId": id, "topLevelComment": first}});
                let route = "/youtube/v3/commentThreads";
                let request = self.post(session, "commentThreads?part=snippet", route)?.json(&body)?;
                (self.api.ask(request).await?, "/snippet/topLevelComment")
            }
        };
        let written = reply.body.pointer(at).and_then(|written| comment_of(session, id, written));
        written.ok_or_else(|| reply.unreadable("it names no comment"))
    }

    /// Writes the first comment. A clip that YouTube keeps private takes none: that is said, and is no failure.
    pub(super) async fn first_comment(&self, call: &Call<'_>) -> Result<Progress> {
        let id = video::published(call)?;
        if self.live(call.session, &id).await?.visibility == Visibility::Private {
            let remark =
                "The first comment was not written: YouTube keeps the clip private, and takes no comments then.";
            return Ok(Progress::Done(StepResult::default().with("remark", remark)));
        }
        let words = video::first_comment(call.draft).unwrap_or_default();
        let written = self.write_comment(call.session, &id, None, words).await?;
        Ok(Progress::Done(StepResult::id(written.id)))
    }

    /// Looks for the first comment among those on the clip.
    pub(super) async fn find_comment(&self, call: &Call<'_>) -> Result<Found> {
        let id = video::published(call)?;
        let words = video::first_comment(call.draft).unwrap_or_default();
        let since = call.intent_at - TimeDelta::seconds(CLOCK_SECONDS);
        let page = self.threads(call.session, &id, None).await?;
        let first = page.list("/items").iter().filter_map(|thread| thread.pointer("/snippet/topLevelComment"));
        let mut ours = first.filter_map(|first| comment_of(call.session, &id, first)).filter(|comment| {
            comment.is_ours && comment.text.trim() == words && comment.created_at.is_some_and(|at| at >= since)
        });
        let left = (call.intent_at + TimeDelta::seconds(SHOWS_AFTER_SECONDS) - call.now).num_seconds();
        Ok(match (ours.next(), u64::try_from(left)) {
            (Some(comment), _) => Found::Done(StepResult::id(comment.id)),
            (None, Ok(seconds)) if seconds > 0 => Found::Later { seconds },
            (None, _) => Found::Absent,
        })
    }
}

fn comment_of(session: &Session, video: &str, comment: &Value) -> Option<Comment> {
    let id = text(comment, "/id")?;
    let of = |name: &str| text(comment, &format!("/snippet/{name}"));
    Some(Comment {
        url: Some(format!("{}&lc={id}", video::permalink(video))),
        parent_id: of("parentId"),
        author: of("authorDisplayName").unwrap_or_default().trim_start_matches('@').to_owned(),
        text: of("textOriginal").or_else(|| of("textDisplay")).unwrap_or_default(),
        created_at: of("publishedAt").and_then(|at| at.parse().ok()),
        likes: count(comment, "/snippet/likeCount"),
        is_hidden: of("moderationStatus").is_some_and(|status| status != "published"),
        is_ours: of("authorChannelId/value").is_some_and(|author| author == session.account.external_id),
        id,
    })
}
