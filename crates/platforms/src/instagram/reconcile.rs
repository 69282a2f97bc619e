//! Looking for a post whose answer was lost. The container's status says whether it is up; which post it became stands
//! in the account's list.

use super::Instagram;
use crate::{
    Call, Error, Found, PostType, RefusalKind, Result, StepResult,
    meta::containers::{self, SLACK, container, published},
    reply::text,
};

impl Instagram {
    /// Whether the container was published, and as which post.
    pub(super) async fn look_for_post(&self, call: &Call<'_>) -> Result<Found> {
        if call.is_other_run {
            // Its container is not known; its caption is. A story shows none.
            if call.has_no_words() || call.draft.post_type == PostType::Story {
                return Ok(Found::unknowable("Instagram"));
            }
            let found = self.post_near(call).await?;
            return Ok(found.map_or(Found::Absent, |media| Found::Done(StepResult::id(media))));
        }
        let id = container(call, None)?;
        let status = match self.container_status(call, id).await {
            Ok((code, _)) => code,
            Err(Error::Refused(refusal)) if matches!(refusal.kind, RefusalKind::Gone | RefusalKind::NotFound) => {
                String::new()
            }
            Err(error) => return Err(error),
        };
        if let Some(found) = containers::told(&status) {
            return Ok(found);
        }
        Ok(match self.post_near(call).await? {
            Some(media) => Found::Done(StepResult::id(media).with("container", id)),
            None => containers::not_listed(call, "Instagram", &status),
        })
    }

    /// The post of the account with our caption whose time is nearest to our call.
    async fn post_near(&self, call: &Call<'_>) -> Result<Option<String>> {
        let account = &call.session.account.external_id;
        let is_story = call.draft.post_type == PostType::Story;
        let edge = if is_story { "stories" } else { "media" };
        let since = (call.intent_at - SLACK).timestamp().to_string();
        let mut parameters = vec![("fields", "id,caption,timestamp,permalink"), ("limit", "50")];
        if !is_story {
            parameters.push(("since", &since));
        }
        let route = if is_story { "/{ig}/stories" } else { "/{ig}/media" };
        let reply = self.door(call.session).get(&format!("{account}/{edge}"), route, &parameters).await?;
        let is_ours =
            |caption: Option<String>| is_story || caption.unwrap_or_default().trim() == call.draft.text.trim();
        Ok(containers::nearest(call, reply.list("/data"), |media| is_ours(text(media, "/caption"))))
    }

    /// Whether the first comment stands under the post.
    pub(super) async fn look_for_comment(&self, call: &Call<'_>) -> Result<Found> {
        let wanted = call.draft.first_comment.as_deref().unwrap_or_default().trim();
        let comments = self.all_comments(call.session, published(call)?).await?;
        let ours = comments.into_iter().find(|comment| comment.is_ours && comment.text.trim() == wanted);
        Ok(ours.map_or(Found::Absent, |comment| Found::Done(StepResult::id(comment.id))))
    }
}
