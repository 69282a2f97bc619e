//! Looking for a post whose answer was lost: by the ids of the pictures that were uploaded unseen, by the clip's id,
//! or, for words alone, by the words themselves.

use super::{
    Clip, Facebook, Form, form,
    publish::{clip_id, photo_ids, published},
};
use crate::{
    Call, Found, Result, StepResult,
    meta::moment,
    reply::{list, text},
};
use chrono::TimeDelta;
use serde_json::Value;

/// How long a post may take to stand in the Page's list.
const LISTED_WITHIN: TimeDelta = TimeDelta::minutes(2);
/// How far the platform's clock and ours may lie apart.
const SLACK: TimeDelta = TimeDelta::minutes(5);

impl Facebook {
    pub(super) async fn look_for_post(&self, call: &Call<'_>) -> Result<Found> {
        if call.is_other_run && (call.has_no_words() || !matches!(form(call.draft)?, Form::Feed)) {
            return Ok(Found::unknowable("Facebook"));
        }
        let found = match form(call.draft)? {
            Form::Feed => self.in_feed(call).await?,
            Form::PhotoStory => {
                let photo = photo_ids(call).next().unwrap_or_default();
                self.in_stories(call, photo).await?
            }
            Form::Clip(Clip::Story) => self.in_stories(call, clip_id(call)?).await?,
            Form::Clip(_) => return self.clip_state(call).await,
        };
        Ok(match found {
            Some(id) => Found::Done(StepResult::id(id)),
            None if call.now - call.intent_at < LISTED_WITHIN => Found::Later { seconds: 30 },
            None => Found::Absent,
        })
    }

    /// The Page's post with our pictures, or with our words and nothing else.
    async fn in_feed(&self, call: &Call<'_>) -> Result<Option<String>> {
        let edge = if call.draft.publish_at.is_some() { "scheduled_posts" } else { "feed" };
        let since = (call.intent_at - SLACK).timestamp().to_string();
        let fields = "id,message,created_time,attachments{target,subattachments{target}}";
        let mut parameters = vec![("fields", fields), ("limit", "100")];
        if edge == "feed" {
            parameters.push(("since", &since));
        }
        let path = format!("{}/{edge}", call.session.account.external_id);
        let reply = self.door(call.session).get(&path, "/{page}/feed", &parameters).await?;
        let photos: Vec<&str> = photo_ids(call).collect();
        let is_ours = |post: &&Value| {
            if !photos.is_empty() {
                return targets(post).any(|target| photos.contains(&target.as_str()));
            }
            let made = moment(post.get("created_time"));
            text(post, "/message").unwrap_or_default().trim() == call.draft.text.trim()
                && made.is_none_or(|made| made >= call.intent_at - SLACK)
        };
        Ok(reply.list("/data").iter().find(is_ours).and_then(|post| text(post, "/id")))
    }

    /// The story that shows our picture or clip.
    async fn in_stories(&self, call: &Call<'_>, media: &str) -> Result<Option<String>> {
        let stories = self.stories(call.session).await?;
        let ours = stories.iter().find(|story| text(story, "/media_id").as_deref() == Some(media));
        Ok(ours.and_then(|story| text(story, "/post_id")))
    }

    /// What became of the clip that was opened. Its id finishes once, so a clip that is not finished is no post.
    async fn clip_state(&self, call: &Call<'_>) -> Result<Found> {
        let id = clip_id(call)?;
        let reply = self.door(call.session).get(id, "/{video}", &[("fields", "status,published")]).await?;
        let status = reply.text("/status/video_status").unwrap_or_default();
        let publishing = reply.text("/status/publishing_phase/status").unwrap_or_default();
        let done = || Found::Done(StepResult::id(id));
        Ok(match status.as_str() {
            "ready" | "published" => done(),
            _ if publishing == "complete" || publishing == "in_progress" => done(),
            "processing" => done(),
            _ => Found::Absent,
        })
    }

    /// Whether the first comment stands under the post.
    pub(super) async fn look_for_comment(&self, call: &Call<'_>) -> Result<Found> {
        let wanted = call.draft.first_comment.as_deref().unwrap_or_default().trim();
        let comments = self.all_comments(call.session, published(call)?).await?;
        let ours = comments.into_iter().find(|comment| comment.is_ours && comment.text.trim() == wanted);
        Ok(ours.map_or(Found::Absent, |comment| Found::Done(StepResult::id(comment.id))))
    }
}

/// The ids of what a post shows: its attachment, or those below it.
fn targets(post: &Value) -> impl Iterator<Item = String> {
    list(post, "/attachments/data").iter().flat_map(|attachment| {
        let below = list(attachment, "/subattachments/data").iter();
        below.chain([attachment]).filter_map(|one| text(one, "/target/id"))
    })
}
