//! Pictures: staged in the creator's bucket, fetched by TikTok from there. One call posts them, and its answer brings the
//! posting's id; when that was lost the account's list of public posts is all that can be looked at.

use super::{
    TikTok,
    answer::unsure,
    clip::{Standing, shared_info},
    posting_id, privacy_of,
};
use crate::{Call, Draft, Error, Found, Progress, Result, Session, Step, StepKind, StepResult, upload_place::staging};
use chrono::TimeDelta;
use serde_json::{Value, json};
use uuid::Uuid;

/// How far TikTok's clock and ours may lie apart.
const SLACK: TimeDelta = TimeDelta::minutes(5);
/// How long TikTok may take until a post stands in the account's list.
const LISTED_WITHIN: TimeDelta = TimeDelta::minutes(10);
/// How long TikTok may take to fetch the pictures before they are taken away again.
const LONGEST_WORK: TimeDelta = TimeDelta::minutes(60);

/// The steps: each picture is staged, the account asked, one call posts, and what was staged is taken away once TikTok has
/// fetched it.
pub(super) fn plan(session: &Session, draft: &Draft, post: Uuid) -> Vec<Step> {
    let staged = draft.media.iter().enumerate().map(|(index, media)| {
        let reference = staging::reference(session, post, index, media);
        Step { reference, ..Step::hidden(StepKind::Stage, Some(index)) }
    });
    let mut steps: Vec<Step> = staged.collect();
    steps.push(Step::hidden(StepKind::Container, None));
    steps.push(Step::public(StepKind::Publish, ""));
    steps.push(Step::hidden(StepKind::Process, None));
    steps.extend((0..draft.media.len()).map(|index| Step::hidden(StepKind::Clean, Some(index))));
    steps
}

/// The title and the words of a post of pictures.
fn words(draft: &Draft) -> (&str, &str) {
    (draft.title.as_deref().map(str::trim).unwrap_or_default(), draft.text.trim())
}

impl TikTok {
    /// Puts a picture where TikTok can fetch it.
    pub(super) async fn stage(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        let media = step.item.and_then(|item| call.draft.media.get(item)).ok_or_else(|| Error::Input {
            field: "media",
            why: "A file of this post is no longer there. Choose it again.".to_owned(),
        })?;
        staging::put(&self.api, call, step, media).await
    }

    /// Posts the pictures.
    pub(super) async fn post_pictures(&self, call: &Call<'_>) -> Result<Progress> {
        let draft = call.draft;
        let addresses: Vec<String> =
            (0..draft.media.len()).map(|index| staging::address(&self.api, call, index)).collect::<Result<_>>()?;
        let (title, description) = words(draft);
        let (mode, mut info) = match privacy_of(draft) {
            Some(privacy) => {
                let creator = self.creator(call.session).await?;
                ("DIRECT_POST", shared_info(draft, privacy, &creator))
            }
            None => ("MEDIA_UPLOAD", serde_json::Map::new()),
        };
        info.insert("title".to_owned(), json!(title));
        info.insert("description".to_owned(), json!(description));
        let body = json!({"media_type": "PHOTO", "post_mode": mode, "post_info": Value::Object(info),
            "source_info": {"source": "PULL_FROM_URL", "photo_images": addresses, "photo_cover_index": 0}});
        let reply = self.ask(call.session, "/v2/post/publish/content/init/", &body).await.map_err(unsure)?;
        let publish_id = reply.need("/data/publish_id")?;
        Ok(Progress::Done(StepResult::id(posting_id(draft, &publish_id))))
    }

    /// Waits until TikTok has fetched the pictures. How it ended is told when the post is read back.
    pub(super) async fn follow_pictures(&self, call: &Call<'_>) -> Result<Progress> {
        let id = call.result(StepKind::Publish, None).and_then(|result| result.id.as_deref()).unwrap_or_default();
        let Some((_, publish_id)) = id.split_once('/') else { return Ok(Progress::Done(StepResult::default())) };
        match self.status(call.session, publish_id).await? {
            Standing::Awaits(_) | Standing::AtWork if call.now - call.intent_at < LONGEST_WORK => {
                Ok(Progress::Wait { seconds: 10 })
            }
            _ => Ok(Progress::Done(StepResult::default())),
        }
    }

    /// Looks among the account's newest public posts for one with our words. What is not public, or held back for a look
    /// at it, does not stand there: then nobody but the creator can say.
    pub(super) async fn look_in_list(&self, call: &Call<'_>) -> Result<Found> {
        let (title, text) = words(call.draft);
        if privacy_of(call.draft) != Some("PUBLIC_TO_EVERYONE") || (title.is_empty() && text.is_empty()) {
            return Ok(Found::unknowable("TikTok"));
        }
        let since = (call.intent_at - SLACK).timestamp();
        let is_ours = |said: &str| !said.trim().is_empty() && [title, text].contains(&said.trim());
        let listed = self.newest(call.session).await?;
        let found = listed.into_iter().find(|one| {
            (call.is_other_run || one.created_at >= since) && (is_ours(&one.title) || is_ours(&one.description))
        });
        Ok(match found {
            Some(post) => {
                let result = StepResult::id(post.id);
                Found::Done(match post.url {
                    Some(url) => result.with("permalink", url),
                    None => result,
                })
            }
            None if call.now - call.intent_at < LISTED_WITHIN => Found::Later { seconds: 60 },
            None => Found::Unclear {
                known: "TikTok lists no public post with these words, but it may still be looking at it. Open the TikTok app and say whether it is up.".to_owned(),
            },
        })
    }
}
