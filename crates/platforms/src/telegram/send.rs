//! Sending: files into the staging chat, the post from there or with its files, and the taking away.

use super::{Telegram, detail, sent};
use crate::{
    Call, Draft, Error, Media, MediaKind, Platform, RefusalKind, Result, Session, Step, StepKind, StepResult,
    reply::{Reply, count},
};
use serde_json::{Map, Value, json};
use std::time::Duration;
use troupe_net::multipart::Form;

/// A method with its fields, as the Bot API names a single file of that kind.
fn method(kind: MediaKind) -> (&'static str, &'static str) {
    match kind {
        MediaKind::Image => ("sendPhoto", "photo"),
        MediaKind::Video => ("sendVideo", "video"),
    }
}

/// Sends one file into the staging chat and keeps its id there. Nobody reads that chat, so it may go twice.
pub(super) async fn stage(telegram: &Telegram, call: &Call<'_>, step: &Step) -> Result<StepResult> {
    let media = step.item.and_then(|item| call.draft.media.get(item));
    let (Some(media), Some(chat)) = (media, detail(call.session, "staging_chat")) else {
        return Err(telegram.unsupported("stage this file", "Plan the post anew."));
    };
    let (method, field) = method(media.kind);
    let mut form = Form::new().text("chat_id", chat.to_owned()).text("disable_notification", "true");
    for (name, value) in shape(media) {
        form = form.text(name, value.to_string());
    }
    let request = telegram.request(&call.session.tokens.access, method)?;
    let request = request.multipart(form.part(field, media.part().await?)).within(media.upload_time());
    let reply = telegram.api.ask(request).await?;
    // A photo comes in several sizes, the largest last.
    let largest = reply.list("/result/photo").last();
    let id = match largest.and_then(|photo| photo.get("file_id")).and_then(Value::as_str) {
        Some(id) => id.to_owned(),
        None => reply.need(&format!("/result/{field}/file_id"))?,
    };
    Ok(StepResult::id(id).with("message_id", reply.count("/result/message_id")))
}

/// What Telegram wants to know of a clip before it has looked at it.
fn shape(media: &Media) -> Vec<(&'static str, Value)> {
    if media.kind == MediaKind::Image {
        return Vec::new();
    }
    let mut shape =
        vec![("supports_streaming", json!(true)), ("width", json!(media.width)), ("height", json!(media.height))];
    shape.extend(media.duration_ms.map(|ms| ("duration", json!(ms.div_ceil(1000)))));
    shape
}

/// Sends the post: with the ids of its staged files, or with the files themselves.
pub(super) async fn publish(telegram: &Telegram, call: &Call<'_>) -> Result<StepResult> {
    let staged: Vec<&str> = call.results(StepKind::Upload).filter_map(|result| result.id.as_deref()).collect();
    let draft = call.draft;
    let mut body = common(call);
    let method = match draft.media.as_slice() {
        [] => {
            body.insert("text".to_owned(), json!(draft.text));
            if flag(draft, "no_preview") {
                body.insert("link_preview_options".to_owned(), json!({"is_disabled": true}));
            }
            "sendMessage"
        }
        [media] => {
            let (method, field) = method(media.kind);
            body.insert(field.to_owned(), json!(source(&staged, 0)));
            body.extend(item(draft, media).into_iter().map(|(name, value)| (name.to_owned(), value)));
            body.insert("caption".to_owned(), json!(draft.text));
            method
        }
        all => {
            let entries: Vec<Value> =
                all.iter().enumerate().map(|(index, media)| entry(draft, media, index, &staged)).collect();
            body.insert("media".to_owned(), Value::Array(entries));
            "sendMediaGroup"
        }
    };
    let request = telegram.request(&call.session.tokens.access, method)?;
    let request = if draft.media.is_empty() || staged.len() == draft.media.len() {
        request.json(&Value::Object(body))?
    } else {
        let mut form = Form::new();
        for (name, value) in body {
            form = form.text(name, value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        }
        let mut time = Duration::ZERO;
        for (index, media) in draft.media.iter().enumerate() {
            form = form.part(format!("file{index}"), media.part().await?);
            time += media.upload_time();
        }
        request.multipart(form).within(time)
    };
    let reply = telegram.api.ask(request).await?;
    Ok(sent(call.session, &message_ids(&reply)?))
}

/// The fields that every kind of message has.
fn common(call: &Call<'_>) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("chat_id".to_owned(), json!(call.session.account.external_id));
    body.insert("disable_notification".to_owned(), json!(flag(call.draft, "silent")));
    body.insert("protect_content".to_owned(), json!(flag(call.draft, "protect")));
    body
}

fn flag(draft: &Draft, name: &str) -> bool {
    draft.fields.get(name).and_then(Value::as_bool).unwrap_or(false)
}

/// Where a file comes from: its staged id, or the part of the form with its bytes.
fn source(staged: &[&str], index: usize) -> String {
    staged.get(index).map_or_else(|| format!("attach://file{index}"), |id| (*id).to_owned())
}

/// What is said of a file besides where it comes from.
fn item(draft: &Draft, media: &Media) -> Vec<(&'static str, Value)> {
    let mut fields = shape(media);
    fields.push(("has_spoiler", json!(draft.is_sensitive)));
    fields
}

/// One file of an album; the words stand under the first.
fn entry(draft: &Draft, media: &Media, index: usize, staged: &[&str]) -> Value {
    let mut entry = json!({"type": method(media.kind).1, "media": source(staged, index)});
    for (name, value) in item(draft, media) {
        entry[name] = value;
    }
    if index == 0 {
        entry["caption"] = json!(draft.text);
    }
    entry
}

/// The numbers of the messages of an answer: one, or a list for an album.
fn message_ids(reply: &Reply) -> Result<Vec<u64>> {
    let ids: Option<Vec<u64>> = match reply.body.get("result") {
        Some(Value::Array(messages)) => messages.iter().map(|message| count(message, "/message_id")).collect(),
        Some(message) => count(message, "/message_id").map(|id| vec![id]),
        None => None,
    };
    ids.filter(|ids| !ids.is_empty()).ok_or_else(|| reply.unreadable("it names no message"))
}

/// Takes the staged files away again. What can't be deleted any more stays: the post is up, and nobody reads that chat.
pub(super) async fn clean(telegram: &Telegram, call: &Call<'_>) -> Result<StepResult> {
    let chat = detail(call.session, "staging_chat").unwrap_or_default();
    for result in call.results(StepKind::Upload) {
        let Some(number) = result.data.get("message_id").and_then(Value::as_u64) else { continue };
        match delete(telegram, call.session, chat, number).await {
            Err(Error::Refused(refusal)) if refusal.kind != RefusalKind::RateLimited => {}
            other => other?,
        }
    }
    Ok(StepResult::default())
}

/// Deletes one message; one that is gone already is as good.
pub(super) async fn delete(telegram: &Telegram, session: &Session, chat: &str, number: u64) -> Result<()> {
    let body = json!({"chat_id": chat, "message_id": number});
    match telegram.call(&session.tokens.access, "deleteMessage", &body).await {
        Err(error)
            if !error.refusal().is_some_and(|refusal| refusal.platform_words.contains("to delete not found")) =>
        {
            Err(error)
        }
        _ => Ok(()),
    }
}

/// The numbers of a post's messages, from its id here.
pub(super) fn numbers(id: &str) -> Result<Vec<u64>> {
    let numbers: Result<Vec<u64>, _> = id.split(',').map(str::parse).collect();
    numbers.map_err(|_| Error::Input { field: "id", why: format!("{id:?} is no message of Telegram's.") })
}

/// The address of a message for people; a plain group's messages have none.
pub(super) fn permalink(session: &Session, number: u64) -> Option<String> {
    match detail(session, "username") {
        Some(username) => Some(format!("https://t.me/{username}/{number}")),
        None => session.account.external_id.strip_prefix("-100").map(|id| format!("https://t.me/c/{id}/{number}")),
    }
}
