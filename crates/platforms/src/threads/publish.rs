//! The steps themselves: staging a file, making a container of it, waiting until Threads has worked on it, publishing it,
//! and clearing up.
//!
//! Source: Meta, "Threads API: create posts" (read 2026-04-14) and its Postman collection (2026-01-02). The one call that
//! publishes words without a container (`auto_publish_text`) is not used: nobody could ask afterwards what became of it.

use super::Threads;
use crate::{
    Call, Draft, Error, Found, MediaKind, PostType, Progress, RefusalKind, Result, Session, Step, StepKind, StepResult,
    meta::containers::{self, Arrival, children, container, file, published},
    preflight,
    reply::{No, refuse},
    upload_place::staging,
};
use serde_json::Value;
use uuid::Uuid;

/// The words of the first comment, if there are any.
pub(super) fn first_comment(draft: &Draft) -> Option<&str> {
    draft.first_comment.as_deref().map(str::trim).filter(|words| !words.is_empty())
}

/// The steps of a draft.
pub(super) fn plan(session: &Session, draft: &Draft, post: Uuid) -> Result<Vec<Step>> {
    if session.is_by_hand() {
        return Ok(vec![Step::public(StepKind::Publish, post.to_string())]);
    }
    preflight::form(&super::FACTS, draft)?;
    let files = draft.media.iter().enumerate();
    let arrivals: Vec<Arrival> =
        files.map(|(index, media)| Arrival::Staged(staging::reference(session, post, index, media))).collect();
    Ok(containers::steps(draft, post, &arrivals, first_comment(draft).is_some()))
}

impl Threads {
    /// Puts a file where Threads can fetch it.
    pub(super) async fn stage(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        staging::put(&self.graph.api, call, step, file(call, step.item)?).await
    }

    /// Takes a staged file away.
    pub(super) async fn clean(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        staging::remove(&self.graph.api, call, step).await
    }

    /// Makes the container of one file, or the one that is published.
    pub(super) async fn make_container(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        let draft = call.draft;
        let is_child = step.item.is_some();
        let is_parent = draft.post_type == PostType::Carousel && !is_child;
        let mut words: Vec<(&str, String)> = Vec::new();
        if is_parent {
            words.push(("media_type", "CAROUSEL".to_owned()));
            words.push(("children", children(call).collect::<Vec<_>>().join(",")));
        } else if draft.media.is_empty() {
            words.push(("media_type", "TEXT".to_owned()));
        } else {
            let index = step.item.unwrap_or(0);
            let media = file(call, Some(index))?;
            let (kind, place) = match media.kind {
                MediaKind::Image => ("IMAGE", "image_url"),
                MediaKind::Video => ("VIDEO", "video_url"),
            };
            words.push(("media_type", kind.to_owned()));
            words.push((place, staging::address(&self.graph.api, call, index)?));
            if is_child {
                words.push(("is_carousel_item", "true".to_owned()));
            }
            if !media.alt_text.trim().is_empty() {
                words.push(("alt_text", media.alt_text.trim().to_owned()));
            }
        }
        if !is_child {
            if !draft.text.is_empty() {
                words.push(("text", draft.text.clone()));
            }
            if draft.is_sensitive && !draft.media.is_empty() {
                words.push(("is_spoiler_media", "true".to_owned()));
            }
            words.extend(own_fields(draft));
        }
        let pairs: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let reply = self.door(call.session).post("me/threads", "/me/threads", &pairs).await?;
        Ok(Progress::Done(StepResult::id(reply.need("/id")?)))
    }

    /// Asks whether Threads has worked on a container.
    pub(super) async fn process(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        let id = container(call, step.item)?;
        let (status, words) = self.container_status(call, id).await?;
        let refused = |code: &str, words: &str| {
            let no = No { code: code.to_owned(), words: words.to_owned(), retry_after: None };
            Err(refuse(self.graph.api.facts, 400, no, words.to_owned()))
        };
        match status.as_str() {
            "FINISHED" | "PUBLISHED" => Ok(Progress::Done(StepResult::id(id))),
            "ERROR" => refused("container", &words),
            "EXPIRED" => refused("container_gone", &words),
            _ => containers::wait(call).map_or_else(
                || refused("container_gone", "Threads did not finish its work on the file within half an hour."),
                Ok,
            ),
        }
    }

    /// A container's status, and the words to it.
    pub(super) async fn container_status(&self, call: &Call<'_>, id: &str) -> Result<(String, String)> {
        let reply = self.door(call.session).get(id, "/{container}", &[("fields", "status,error_message")]).await?;
        Ok((reply.need("/status")?, reply.text("/error_message").unwrap_or_default()))
    }

    /// Publishes the container.
    pub(super) async fn publish(&self, call: &Call<'_>) -> Result<Progress> {
        let id = container(call, None)?;
        let mut refusal = match self.use_ticket(call.session, id).await {
            Ok(post) => return Ok(Progress::Done(StepResult::id(post).with("container", id))),
            Err(Error::Refused(refusal)) => refusal,
            Err(error) => return Err(error),
        };
        if containers::may_be_up(refusal.kind)
            && let Ok(Found::Done(result)) = self.look_for_post(call).await
        {
            return Ok(Progress::Done(result));
        }
        if refusal.kind == RefusalKind::Transient {
            // "An unknown error" comes with status 400 too, and is no sure no: it has to be looked for.
            refusal.status = refusal.status.map(|status| status.max(500));
        }
        Err(Error::Refused(refusal))
    }

    /// Makes the post of a container and answers its id.
    async fn use_ticket(&self, session: &Session, container: &str) -> Result<String> {
        let pairs = [("creation_id", container)];
        self.door(session).post("me/threads_publish", "/me/threads_publish", &pairs).await?.need("/id")
    }

    /// Writes the first comment.
    pub(super) async fn first_comment(&self, call: &Call<'_>) -> Result<Progress> {
        let words = first_comment(call.draft).unwrap_or_default();
        let id = self.write_reply(call.session, published(call)?, words).await?;
        Ok(Progress::Done(StepResult::id(id)))
    }

    /// Writes a reply to a post or a reply, and answers its id. It is a post of words like any other; words are ready as
    /// soon as their container is there.
    pub(super) async fn write_reply(&self, session: &Session, to: &str, words: &str) -> Result<String> {
        let pairs = [("media_type", "TEXT"), ("text", words), ("reply_to_id", to)];
        let made = self.door(session).post("me/threads", "/me/threads", &pairs).await?;
        self.use_ticket(session, &made.need("/id")?).await
    }
}

/// Threads' own fields of a post.
fn own_fields(draft: &Draft) -> impl Iterator<Item = (&'static str, String)> + '_ {
    let names: &[&'static str] = if draft.media.is_empty() {
        &["reply_control", "topic_tag", "link_attachment"]
    } else {
        &["reply_control", "topic_tag"]
    };
    names.iter().filter_map(|name| {
        let text = draft.fields.get(*name).and_then(Value::as_str)?.trim();
        (!text.is_empty()).then(|| (*name, text.to_owned()))
    })
}
