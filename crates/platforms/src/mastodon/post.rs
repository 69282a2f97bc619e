//! A post on its way: its files, the wait for them, the status with its key.

use super::{Mastodon, host, look, part};
use crate::{
    Call, Draft, Error, Platform, Progress, RefusalKind, Result, Session, Step, StepKind, StepResult, reply::Reply,
};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use troupe_net::{Request, multipart::Form};

/// Seconds between two looks at a file that the server works on.
const LOOK_AGAIN: u64 = 3;

/// Sends one file with its words. One that no post uses is deleted by the server, so it may go twice.
pub(super) async fn upload(mastodon: &Mastodon, call: &Call<'_>, step: &Step) -> Result<StepResult> {
    const PATH: &str = "/api/v2/media";
    let media = step.item.and_then(|item| call.draft.media.get(item));
    let media = media.ok_or_else(|| mastodon.unsupported("upload this file", "Plan the post anew."))?;
    let mut form = Form::new();
    if !media.alt_text.trim().is_empty() {
        form = form.text("description", media.alt_text.clone());
    }
    let form = form.part("file", media.part().await?);
    let request = Request::post(mastodon.api.url(host(call.session), PATH)?, PATH).multipart(form);
    let request = request.bearer(&call.session.tokens.access)?.within(media.upload_time());
    let reply = mastodon.api.ask(request).await?;
    // 202 means that the server still works on it.
    Ok(StepResult::id(reply.need("/id")?).with("is_ready", reply.status == 200))
}

/// Asks whether the server is done with a file.
pub(super) async fn wait_for(mastodon: &Mastodon, call: &Call<'_>, step: &Step) -> Result<Progress> {
    let uploaded = call.result(StepKind::Upload, step.item);
    let (id, is_ready) = uploaded
        .and_then(|result| Some((result.id.as_deref()?, result.data.get("is_ready") == Some(&Value::Bool(true)))))
        .ok_or_else(|| mastodon.unsupported("wait for this file", "Plan the post anew."))?;
    if is_ready {
        return Ok(Progress::Done(StepResult::default()));
    }
    let path = format!("/api/v1/media/{}", part(id)?);
    match mastodon.get(call.session, &path, "/api/v1/media/{id}", &[]).await {
        Ok(reply) if reply.status == 206 => Ok(Progress::Wait { seconds: LOOK_AGAIN }),
        Ok(_) => Ok(Progress::Done(StepResult::default())),
        // What nobody used in time is not there any more.
        Err(Error::Refused(mut refusal)) if refusal.kind == RefusalKind::NotFound => {
            refusal.kind = RefusalKind::Gone;
            Err(Error::Refused(refusal))
        }
        Err(Error::Refused(mut refusal)) if refusal.status == Some(422) => {
            refusal.kind = RefusalKind::MediaRejected;
            Err(Error::Refused(refusal))
        }
        Err(error) => Err(error),
    }
}

/// Posts the status. The key makes a repeated call within the hour harmless; whoever calls later looked before.
pub(super) async fn publish(mastodon: &Mastodon, call: &Call<'_>, step: &Step) -> Result<StepResult> {
    let ids: Vec<&str> = media_ids(call);
    let mut body = common(call.draft, &call.draft.text);
    if !ids.is_empty() {
        body["media_ids"] = json!(ids);
    }
    if let Some(at) = call.draft.publish_at {
        body["scheduled_at"] = json!(moment(at));
    }
    match send(mastodon, call.session, &body, &step.reference).await {
        Ok(reply) => made(&reply, call),
        // "Not found or already attached": when a status of ours has the files, it is this one.
        Err(error) if error.kind() == Some(RefusalKind::Gone) => look::find(mastodon, call, step).await?.ok_or(error),
        Err(error) => Err(error),
    }
}

/// Posts the first comment: an answer to the status.
pub(super) async fn comment(mastodon: &Mastodon, call: &Call<'_>, step: &Step) -> Result<StepResult> {
    let mut body = common(call.draft, call.draft.first_comment.as_deref().unwrap_or_default());
    body["in_reply_to_id"] = json!(answered(call));
    let reply = send(mastodon, call.session, &body, &step.reference).await?;
    made(&reply, call)
}

/// The status that the first comment answers.
pub(super) fn answered<'a>(call: &'a Call<'_>) -> Option<&'a str> {
    call.result(StepKind::Publish, None).and_then(|result| result.id.as_deref())
}

/// The ids of the uploaded files.
pub(super) fn media_ids<'a>(call: &'a Call<'_>) -> Vec<&'a str> {
    call.results(StepKind::Upload).filter_map(|result| result.id.as_deref()).collect()
}

/// The content warning, if there is one.
pub(super) fn warning(draft: &Draft) -> Option<&str> {
    draft.fields.get("spoiler_text").and_then(Value::as_str).filter(|warning| !warning.trim().is_empty())
}

/// What a status and its first comment share.
fn common(draft: &Draft, words: &str) -> Value {
    let mut body = json!({"status": words, "sensitive": draft.is_sensitive});
    if let Some(warning) = warning(draft) {
        body["spoiler_text"] = json!(warning);
    }
    for field in ["visibility", "language"] {
        if let Some(value) = draft.fields.get(field).and_then(Value::as_str) {
            body[field] = json!(value);
        }
    }
    body
}

/// Posts a status with its key.
pub(super) async fn send(mastodon: &Mastodon, session: &Session, body: &Value, key: &str) -> Result<Reply> {
    const PATH: &str = "/api/v1/statuses";
    mastodon.post(session, PATH, PATH, body, Some(key)).await
}

/// What an answer to a post made: a status, or one that waits for its time at the server.
fn made(reply: &Reply, call: &Call<'_>) -> Result<StepResult> {
    let id = reply.need("/id")?;
    match (reply.text("/scheduled_at"), call.draft.publish_at) {
        (Some(_), Some(at)) => Ok(look::waiting(&id, at, call)),
        _ => Ok(StepResult::id(id).with("permalink", reply.text("/url"))),
    }
}

/// A moment as Mastodon reads it.
fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
