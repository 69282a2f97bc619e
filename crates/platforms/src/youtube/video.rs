//! What is said of a clip: the plan of its way, its title and settings, its processing, its thumbnail.

use super::YouTube;
use crate::{
    Call, Draft, Error, Media, MediaKind, Progress, RefusalKind, Result, Session, Step, StepKind, StepResult,
    reply::{No, Reply, refuse},
};
use chrono::SecondsFormat;
use serde_json::{Map, Value, json};
use troupe_net::Request;

/// Seconds between two looks at a clip's processing, when YouTube does not say how long it takes.
const LOOK_SECONDS: u64 = 10;
/// The longest pause between two looks.
const MAX_LOOK_SECONDS: u64 = 120;

pub(super) fn is_picture(media: &Media) -> bool {
    media.kind == MediaKind::Image
}

/// The place of the clip among the files of a draft.
pub(super) fn clip_of(draft: &Draft) -> Result<(usize, &Media)> {
    draft
        .media
        .iter()
        .enumerate()
        .find(|(_, media)| !is_picture(media))
        .ok_or_else(|| Error::Input { field: "media", why: "YouTube takes clips; this post has none.".to_owned() })
}

/// The title, without which YouTube takes no clip.
pub(super) fn title_of(draft: &Draft) -> Option<&str> {
    draft.title.as_deref().map(str::trim).filter(|title| !title.is_empty())
}

/// Who shall see it, in YouTube's word.
pub(super) fn privacy_of(draft: &Draft) -> &str {
    draft.fields.get("privacy").and_then(Value::as_str).unwrap_or("public")
}

/// Whether others can see it as soon as it is up: only then can it be commented on.
pub(super) fn is_seen_at_once(draft: &Draft) -> bool {
    draft.publish_at.is_none() && privacy_of(draft) != "private"
}

/// The tags, where some were given.
pub(super) fn tags_of(draft: &Draft) -> Vec<&str> {
    let tags = draft.fields.get("tags").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    tags.iter().filter_map(Value::as_str).map(str::trim).filter(|tag| !tag.is_empty()).collect()
}

/// The words of the first comment, if there are any and the clip can have one.
pub(super) fn first_comment(draft: &Draft) -> Option<&str> {
    let words = draft.first_comment.as_deref().map(str::trim).filter(|words| !words.is_empty());
    words.filter(|_| is_seen_at_once(draft))
}

/// The session, most of the bytes, the rest of them (which makes the clip), its processing, thumbnail, first comment.
pub(super) fn plan(draft: &Draft) -> Result<Vec<Step>> {
    let (clip, _) = clip_of(draft)?;
    if title_of(draft).is_none() {
        return Err(Error::Input { field: "title", why: "A clip on YouTube needs a title.".to_owned() });
    }
    let mut steps = vec![
        Step::hidden(StepKind::Container, Some(clip)),
        Step::hidden(StepKind::Upload, Some(clip)),
        // YouTube has no place for a mark of ours: the session is one.
        Step::public(StepKind::Publish, ""),
        Step::hidden(StepKind::Process, Some(clip)),
    ];
    if let Some(picture) = draft.media.iter().position(is_picture) {
        steps.push(Step::hidden(StepKind::Upload, Some(picture)));
    }
    if first_comment(draft).is_some() {
        steps.push(Step::public(StepKind::Comment, ""));
    }
    Ok(steps)
}

/// What the session is opened with.
pub(super) fn resource(draft: &Draft) -> Value {
    let field = |name: &str| draft.fields.get(name).filter(|value| !value.is_null()).cloned();
    let mut snippet = Map::from_iter([
        ("title".to_owned(), json!(title_of(draft).unwrap_or_default())),
        ("description".to_owned(), json!(draft.text)),
    ]);
    let tags = tags_of(draft);
    if !tags.is_empty() {
        snippet.insert("tags".to_owned(), json!(tags));
    }
    if let Some(category) = field("category_id") {
        let category = category.as_str().map_or_else(|| category.to_string(), str::to_owned);
        snippet.insert("categoryId".to_owned(), json!(category));
    }
    let for_kids = field("made_for_kids").and_then(|value| value.as_bool()).unwrap_or(false);
    let mut status = Map::from_iter([
        ("privacyStatus".to_owned(), json!(privacy_of(draft))),
        ("selfDeclaredMadeForKids".to_owned(), json!(for_kids)),
        ("containsSyntheticMedia".to_owned(), json!(draft.ai_label)),
    ]);
    if let Some(at) = draft.publish_at {
        // YouTube itself makes a private clip public at that moment.
        status.insert("privacyStatus".to_owned(), json!("private"));
        status.insert("publishAt".to_owned(), json!(at.to_rfc3339_opts(SecondsFormat::Secs, true)));
    }
    json!({"snippet": snippet, "status": status})
}

/// A clip's address for people.
pub(super) fn permalink(id: &str) -> String {
    format!("https://www.youtube.com/watch?v={id}")
}

/// The id of the clip that this plan made.
pub(super) fn published(call: &Call<'_>) -> Result<String> {
    let id = call.result(StepKind::Publish, None).and_then(|result| result.id.clone());
    id.ok_or_else(|| Error::Input {
        field: "post",
        why: "The clip has no id yet, so nothing can be added to it.".to_owned(),
    })
}

impl YouTube {
    /// One clip with the parts named.
    ///
    /// # Errors
    /// A refusal when YouTube no longer has it.
    pub(super) async fn video(&self, session: &Session, id: &str, parts: &str) -> Result<Reply> {
        let mut url = self.data("videos")?;
        url.query_pairs_mut().append_pair("part", parts).append_pair("id", id);
        let request = Request::get(url, "/youtube/v3/videos").bearer(&session.tokens.access)?;
        let reply = self.api.ask(request).await?;
        if reply.list("/items").is_empty() {
            let no = No { code: "videoNotFound".to_owned(), ..No::default() };
            return Err(refuse(self.api.facts, 404, no, reply.body.to_string()));
        }
        Ok(reply)
    }

    /// Looks whether YouTube has worked on the clip.
    pub(super) async fn follow(&self, call: &Call<'_>) -> Result<Progress> {
        let video = self.video(call.session, &published(call)?, "status,processingDetails").await?;
        self.failure(&video)?;
        if video.text("/items/0/status/uploadStatus").as_deref() != Some("uploaded") {
            return Ok(Progress::Done(StepResult::default()));
        }
        let left = video.count("/items/0/processingDetails/processingProgress/timeLeftMs").map(|ms| ms.div_ceil(1000));
        Ok(Progress::Wait { seconds: left.unwrap_or(LOOK_SECONDS).clamp(1, MAX_LOOK_SECONDS) })
    }

    /// The refusal of a clip that YouTube could not use, or did not want.
    pub(super) fn failure(&self, video: &Reply) -> Result<()> {
        let of = |name: &str| video.text(&format!("/items/0/status/{name}"));
        let reason = match of("uploadStatus").as_deref() {
            Some("failed") => of("failureReason"),
            Some("rejected") => of("rejectionReason"),
            _ => return Ok(()),
        };
        let no = No { code: "processing_failed".to_owned(), words: reason.unwrap_or_default(), retry_after: None };
        Err(refuse(self.api.facts, video.status, no, video.body.to_string()))
    }

    /// Sets the thumbnail. A channel that may not have one keeps its clip, which is up already.
    pub(super) async fn set_thumbnail(&self, call: &Call<'_>, item: usize) -> Result<Progress> {
        let picture = call.draft.media.get(item).ok_or_else(|| Error::Input {
            field: "media",
            why: "The thumbnail is no longer among the files of this post.".to_owned(),
        })?;
        let mut url = self.api.url(super::HOST, "/upload/youtube/v3/thumbnails/set")?;
        url.query_pairs_mut().append_pair("uploadType", "media").append_pair("videoId", &published(call)?);
        let request = Request::post(url, "/upload/youtube/v3/thumbnails/set")
            .bearer(&call.session.tokens.access)?
            .within(picture.upload_time())
            .bytes(picture.bytes().await?, &picture.mime_type)?;
        match self.api.ask(request).await {
            Ok(_) => Ok(Progress::Done(StepResult::default())),
            Err(error) if error.kind() == Some(RefusalKind::Permission) => {
                let remark = "YouTube took no thumbnail: the channel is not verified by phone.";
                Ok(Progress::Done(StepResult::default().with("remark", remark)))
            }
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::PostType;

    fn draft() -> Draft {
        let media = |kind| Media {
            path: "clip.mp4".into(),
            kind,
            mime_type: "video/mp4".to_owned(),
            width: 1920,
            height: 1080,
            size_bytes: 9,
            duration_ms: Some(1000),
            alt_text: String::new(),
        };
        Draft {
            post_type: PostType::Video,
            text: "Words".to_owned(),
            title: Some(" A title ".to_owned()),
            media: vec![media(MediaKind::Image), media(MediaKind::Video)],
            first_comment: Some("First".to_owned()),
            ai_label: true,
            is_sensitive: false,
            fields: Map::from_iter([("tags".to_owned(), json!(["a", " b "])), ("category_id".to_owned(), json!(22))]),
            publish_at: None,
        }
    }

    #[test]
    fn a_clip_says_that_it_is_synthetic_and_who_may_see_it() {
        let said = resource(&draft());
        assert_eq!(
            said,
            json!({
                "snippet": {"title": "A title", "description": "Words", "tags": ["a", "b"], "categoryId": "22"},
                "status": {"privacyStatus": "public", "selfDeclaredMadeForKids": false, "containsSyntheticMedia": true},
            })
        );
        let at = "2026-12-24T18:00:00Z".parse().unwrap();
        let later = resource(&Draft { publish_at: Some(at), ..draft() });
        assert_eq!(later["status"]["privacyStatus"], "private");
        assert_eq!(later["status"]["publishAt"], "2026-12-24T18:00:00Z");
    }

    #[test]
    fn only_the_last_bytes_and_the_comment_are_public_steps() {
        let kinds = |draft: &Draft| {
            let steps = plan(draft).unwrap();
            steps.iter().map(|step| (step.kind, step.item, step.is_public)).collect::<Vec<_>>()
        };
        let all = [
            (StepKind::Container, Some(1), false),
            (StepKind::Upload, Some(1), false),
            (StepKind::Publish, None, true),
            (StepKind::Process, Some(1), false),
            (StepKind::Upload, Some(0), false),
            (StepKind::Comment, None, true),
        ];
        assert_eq!(kinds(&draft()), all);
        // Nobody can comment on a clip that nobody sees yet.
        let later = Draft { publish_at: Some("2026-12-24T18:00:00Z".parse().unwrap()), ..draft() };
        assert_eq!(kinds(&later), all[..5]);
        assert!(plan(&Draft { title: None, ..draft() }).is_err());
    }
}
