//! Looking for a post whose answer was lost. The container's status says whether it is up; which post it became stands in
//! the account's list.

use super::{Threads, publish::first_comment};
use crate::{
    Call, Error, Found, RefusalKind, Result, StepResult,
    meta::containers::{self, SLACK, container, published},
    reply::text,
};

impl Threads {
    /// Whether the container was published, and as which post.
    pub(super) async fn look_for_post(&self, call: &Call<'_>) -> Result<Found> {
        if call.is_other_run {
            // Its container is not known; its words are.
            if call.has_no_words() {
                return Ok(Found::unknowable("Threads"));
            }
            let found = self.post_near(call).await?;
            return Ok(found.map_or(Found::Absent, |post| Found::Done(StepResult::id(post))));
        }
        let id = container(call, None)?;
        let status = match self.container_status(call, id).await {
            Ok((status, _)) => status,
            Err(Error::Refused(refusal)) if matches!(refusal.kind, RefusalKind::Gone | RefusalKind::NotFound) => {
                String::new()
            }
            Err(error) => return Err(error),
        };
        if let Some(found) = containers::told(&status) {
            return Ok(found);
        }
        Ok(match self.post_near(call).await? {
            Some(post) => Found::Done(StepResult::id(post).with("container", id)),
            None => containers::not_listed(call, "Threads", &status),
        })
    }

    /// The account's post with our words whose time is nearest to our call.
    async fn post_near(&self, call: &Call<'_>) -> Result<Option<String>> {
        let since = (call.intent_at - SLACK).timestamp().to_string();
        let parameters = [("fields", "id,text,timestamp,permalink"), ("limit", "50"), ("since", since.as_str())];
        let reply = self.door(call.session).get("me/threads", "/me/threads", &parameters).await?;
        let words = call.draft.text.trim();
        let is_ours = |post: &serde_json::Value| text(post, "/text").unwrap_or_default().trim() == words;
        Ok(containers::nearest(call, reply.list("/data"), is_ours))
    }

    /// Whether the first comment stands under the post.
    pub(super) async fn look_for_comment(&self, call: &Call<'_>) -> Result<Found> {
        let wanted = first_comment(call.draft).unwrap_or_default();
        let replies = self.conversation(call.session, published(call)?).await?;
        let ours = replies.into_iter().find(|reply| reply.is_ours && reply.text.trim() == wanted);
        Ok(ours.map_or(Found::Absent, |reply| Found::Done(StepResult::id(reply.id))))
    }
}
