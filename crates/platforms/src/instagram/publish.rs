//! The steps themselves: staging a file, making a container of it, waiting until Instagram has worked on it, publishing
//! it, and clearing up.
//!
//! Source: Meta, "Content publishing" (read 2026-08-09). A container is a ticket for one post: its id is known and
//! written down before it is published.

use super::{
    Instagram,
    connect::staging_page,
    plan::{Way, way},
};
use crate::{
    Call, Error, Found, PostType, Progress, RefusalKind, Result, Step, StepKind, StepResult, UploadAccess,
    meta::{
        UploadKind,
        containers::{self, children, container, file, published},
    },
    reply::{No, refuse},
    upload_place::{page_photo, staging},
};
use serde_json::Value;

impl Instagram {
    /// Puts a file where Instagram can fetch it.
    pub(super) async fn stage(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        let media = file(call, step.item)?;
        match &call.session.upload {
            Some(UploadAccess::PagePhoto) => {
                let page = staging_page(call.session)?;
                page_photo::stage(self.door(call.session), page, media).await.map(Progress::Done)
            }
            _ => staging::put(&self.graph.api, call, step, media).await,
        }
    }

    /// Takes a staged file away.
    pub(super) async fn clean(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        let staged = call.result(StepKind::Stage, step.item).and_then(|result| result.id.as_deref());
        match (&call.session.upload, staged) {
            (Some(UploadAccess::PagePhoto), Some(photo)) => {
                page_photo::remove(self.door(call.session), photo).await?;
                Ok(Progress::Done(StepResult::default()))
            }
            _ => staging::remove(&self.graph.api, call, step).await,
        }
    }

    /// The address from which Instagram fetches a staged file.
    async fn address(&self, call: &Call<'_>, index: usize) -> Result<String> {
        let staged = call.result(StepKind::Stage, Some(index)).and_then(|result| result.id.as_deref());
        match (&call.session.upload, staged) {
            (Some(UploadAccess::PagePhoto), Some(photo)) => page_photo::address(self.door(call.session), photo).await,
            _ => staging::address(&self.graph.api, call, index),
        }
    }

    /// Makes the container of one file, or the one that is published.
    pub(super) async fn make_container(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        let draft = call.draft;
        let is_child = step.item.is_some();
        let mut words: Vec<(&str, String)> = Vec::new();
        if draft.post_type == PostType::Carousel && !is_child {
            let children: Vec<&str> = children(call).collect();
            words.push(("media_type", "CAROUSEL".to_owned()));
            words.push(("children", children.join(",")));
        } else {
            let index = step.item.unwrap_or(0);
            let media = file(call, step.item.or(Some(0)))?;
            let kind = match (draft.post_type, media.kind) {
                (PostType::Story, _) => Some("STORIES"),
                (PostType::Carousel, crate::MediaKind::Video) => Some("VIDEO"),
                (_, crate::MediaKind::Video) => Some("REELS"),
                (_, crate::MediaKind::Image) => None,
            };
            words.extend(kind.map(|kind| ("media_type", kind.to_owned())));
            match (way(call.session, media), media.kind) {
                (Way::Sent, _) => words.push(("upload_type", "resumable".to_owned())),
                (Way::Fetched, crate::MediaKind::Image) => words.push(("image_url", self.address(call, index).await?)),
                (Way::Fetched, crate::MediaKind::Video) => words.push(("video_url", self.address(call, index).await?)),
            }
            if is_child {
                words.push(("is_carousel_item", "true".to_owned()));
            }
            let takes_alt = media.kind == crate::MediaKind::Image && draft.post_type != PostType::Story;
            if takes_alt && !media.alt_text.trim().is_empty() {
                words.push(("alt_text", media.alt_text.trim().to_owned()));
            }
        }
        if !is_child {
            if draft.post_type != PostType::Story && !draft.text.is_empty() {
                words.push(("caption", draft.text.clone()));
            }
            if draft.ai_label {
                words.push(("is_ai_generated", "true".to_owned()));
            }
            words.extend(own_fields(call));
        }
        let pairs: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let path = format!("{}/media", call.session.account.external_id);
        let reply = self.door(call.session).post(&path, "/{ig}/media", &pairs).await?;
        Ok(Progress::Done(StepResult::id(reply.need("/id")?)))
    }

    /// Sends a clip's bytes to its container.
    pub(super) async fn upload(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        let media = file(call, step.item.or(Some(0)))?;
        let container = container(call, step.item)?;
        self.door(call.session).upload(UploadKind::Instagram, container, media).await?;
        Ok(Progress::Done(StepResult::id(container)))
    }

    /// Asks whether Instagram has worked on a container.
    pub(super) async fn process(&self, call: &Call<'_>, step: &Step) -> Result<Progress> {
        let id = container(call, step.item)?;
        let (code, words) = self.container_status(call, id).await?;
        let gone = |words: &str| {
            let no = No { code: "-2/2207020".to_owned(), words: words.to_owned(), retry_after: None };
            Err(refuse(self.graph.api.facts, 400, no, words.to_owned()))
        };
        match code.as_str() {
            "FINISHED" | "PUBLISHED" => Ok(Progress::Done(StepResult::id(id))),
            "ERROR" => Err(self.graph.refused_by_subcode(&words)),
            "EXPIRED" => gone(&words),
            _ => containers::wait(call)
                .map_or_else(|| gone("Instagram did not finish its work on the file within half an hour."), Ok),
        }
    }

    /// A container's status code, and its words.
    pub(super) async fn container_status(&self, call: &Call<'_>, id: &str) -> Result<(String, String)> {
        let reply = self.door(call.session).get(id, "/{container}", &[("fields", "status_code,status")]).await?;
        Ok((reply.need("/status_code")?, reply.text("/status").unwrap_or_default()))
    }

    /// Publishes the container.
    pub(super) async fn publish(&self, call: &Call<'_>) -> Result<Progress> {
        let id = container(call, None)?;
        let path = format!("{}/media_publish", call.session.account.external_id);
        let asked = self.door(call.session).post(&path, "/{ig}/media_publish", &[("creation_id", id)]).await;
        let mut refusal = match asked {
            Ok(reply) => return Ok(Progress::Done(StepResult::id(reply.need("/id")?).with("container", id))),
            Err(Error::Refused(refusal)) => refusal,
            Err(error) => return Err(error),
        };
        // The ticket may have been used by an earlier call whose answer was lost.
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

    /// Writes the first comment.
    pub(super) async fn first_comment(&self, call: &Call<'_>) -> Result<Progress> {
        let text = call.draft.first_comment.as_deref().unwrap_or_default();
        let media = published(call)?;
        let reply = self
            .door(call.session)
            .post(&format!("{media}/comments"), "/{media}/comments", &[("message", text)])
            .await?;
        Ok(Progress::Done(StepResult::id(reply.need("/id")?)))
    }
}

/// Instagram's own fields of a post: where, with whom, and how a reel is shown.
fn own_fields(call: &Call<'_>) -> Vec<(&'static str, String)> {
    let fields = &call.draft.fields;
    let text = |name: &str| match fields.get(name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        list @ Value::Array(_) => Some(list.to_string()),
        _ => None,
    };
    let names: &[(&'static str, &str)] = match call.draft.post_type {
        PostType::Story => &[],
        PostType::Reel => &[
            ("share_to_feed", "share_to_feed"),
            ("thumb_offset", "thumb_offset_ms"),
            ("audio_name", "audio_name"),
            ("location_id", "location_id"),
            ("collaborators", "collaborators"),
        ],
        _ => &[("location_id", "location_id"), ("collaborators", "collaborators")],
    };
    names.iter().filter_map(|(theirs, ours)| Some((*theirs, text(ours)?))).collect()
}
