//! A post on its way: its files, its record, and the look for it.

use super::{
    Bluesky, POSTS, did,
    facets::{self, Feature},
    parts,
};
use crate::{
    Call, Draft, Found, Live, MediaKind, RefusalKind, Result, Session, Step, StepKind, StepResult, Visibility,
    reply::{Reply, list, text},
};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

const PUT: &str = "/xrpc/com.atproto.repo.putRecord";
const GET: &str = "/xrpc/com.atproto.repo.getRecord";
const DELETE: &str = "/xrpc/com.atproto.repo.deleteRecord";

/// Sends one file. The same bytes give the same blob, so a repeated upload costs nothing but its time.
pub(super) async fn upload(bluesky: &Bluesky, call: &Call<'_>, step: &Step) -> Result<StepResult> {
    let Some(media) = step.item.and_then(|item| call.draft.media.get(item)) else {
        return Err(bluesky_step(bluesky));
    };
    let reply = bluesky.upload(call.session, media.bytes().await?, &media.mime_type, media.upload_time()).await?;
    match reply.body.get("blob") {
        Some(blob) if blob.is_object() => {
            let id = text(blob, "/ref/$link").unwrap_or_default();
            Ok(StepResult::id(id).with("blob", blob.clone()))
        }
        _ => Err(reply.unreadable("it names no blob")),
    }
}

fn bluesky_step(bluesky: &Bluesky) -> crate::Error {
    use crate::Platform;
    bluesky.unsupported("do such a step", "Plan the post anew.")
}

/// Puts the post's record under its key.
pub(super) async fn publish(bluesky: &Bluesky, call: &Call<'_>, step: &Step) -> Result<StepResult> {
    let blobs: Vec<Value> =
        call.results(StepKind::Upload).map(|result| result.data.get("blob").cloned().unwrap_or_default()).collect();
    let mut record = words(bluesky, call.session, &call.draft.text, call.intent_at).await?;
    if let Some(embed) = embed(call.draft, &blobs) {
        record["embed"] = embed;
    }
    let languages = languages(call.draft);
    if !languages.is_empty() {
        record["langs"] = json!(languages);
    }
    if call.draft.is_sensitive {
        let label = call.draft.fields.get("content_label").and_then(Value::as_str).unwrap_or("porn");
        record["labels"] = json!({"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": label}]});
    }
    put(bluesky, call.session, &step.reference, &record).await
}

/// Puts the first comment's record: an answer to the post.
pub(super) async fn comment(bluesky: &Bluesky, call: &Call<'_>, step: &Step) -> Result<StepResult> {
    let words_of = call.draft.first_comment.as_deref().unwrap_or_default();
    let post = call.result(StepKind::Publish, None).ok_or_else(|| bluesky_step(bluesky))?;
    let reference = json!({"uri": post.id, "cid": post.data.get("cid")});
    let mut record = words(bluesky, call.session, words_of, call.intent_at).await?;
    record["reply"] = json!({"root": reference, "parent": reference});
    put(bluesky, call.session, &step.reference, &record).await
}

/// A post's record with its words alone; handles that lead to nobody stay plain words.
pub(super) async fn words(
    bluesky: &Bluesky,
    session: &Session,
    text: &str,
    created_at: DateTime<Utc>,
) -> Result<Value> {
    let mut found = Vec::new();
    for span in facets::find(text) {
        let did = match &span.feature {
            Feature::Mention(handle) => resolve(bluesky, session, handle).await?,
            _ => None,
        };
        found.extend(facets::record(&span, did.as_deref()));
    }
    let created_at = created_at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let mut record = json!({"$type": POSTS, "text": text, "createdAt": created_at});
    if !found.is_empty() {
        record["facets"] = json!(found);
    }
    Ok(record)
}

/// The id behind a handle; `None` when there is nobody.
pub(super) async fn resolve(bluesky: &Bluesky, session: &Session, handle: &str) -> Result<Option<String>> {
    const PATH: &str = "/xrpc/com.atproto.identity.resolveHandle";
    match bluesky.get(session, PATH, &[("handle", handle)]).await {
        Ok(reply) => Ok(reply.text("/did")),
        Err(error) if matches!(error.kind(), Some(RefusalKind::NotFound | RefusalKind::Other)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The files as the record has them.
fn embed(draft: &Draft, blobs: &[Value]) -> Option<Value> {
    let files: Vec<_> = draft.media.iter().zip(blobs).collect();
    let ratio = |width: u32, height: u32| json!({"width": width, "height": height});
    if let Some((clip, blob)) = files.iter().find(|(media, _)| media.kind == MediaKind::Video) {
        return Some(json!({"$type": "app.bsky.embed.video", "video": blob, "alt": clip.alt_text,
            "aspectRatio": ratio(clip.width, clip.height)}));
    }
    let images: Vec<Value> = files
        .iter()
        .map(|(media, blob)| json!({"image": blob, "alt": media.alt_text, "aspectRatio": ratio(media.width, media.height)}))
        .collect();
    (!images.is_empty()).then(|| json!({"$type": "app.bsky.embed.images", "images": images}))
}

/// The languages of the words, at most three: the field `languages`, a list or one word.
fn languages(draft: &Draft) -> Vec<&str> {
    match draft.fields.get("languages") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).take(3).collect(),
        _ => Vec::new(),
    }
}

async fn put(bluesky: &Bluesky, session: &Session, key: &str, record: &Value) -> Result<StepResult> {
    let body = json!({"repo": did(session), "collection": POSTS, "rkey": key, "record": record});
    made(&bluesky.post(session, PUT, &body).await?)
}

/// What an answer that names a record made.
pub(super) fn made(reply: &Reply) -> Result<StepResult> {
    Ok(StepResult::id(reply.need("/uri")?).with("cid", reply.need("/cid")?))
}

/// Looks for a record under its key. One that is not there may be put: even a put that is still on its way makes the
/// same record, not a second one.
pub(super) async fn look_for(bluesky: &Bluesky, call: &Call<'_>, step: &Step) -> Result<Found> {
    let query = [("repo", did(call.session)), ("collection", POSTS), ("rkey", step.reference.as_str())];
    match bluesky.get(call.session, GET, &query).await {
        Ok(reply) => made(&reply).map(Found::Done),
        Err(error) if error.kind() == Some(RefusalKind::NotFound) => Ok(Found::Absent),
        Err(error) => Err(error),
    }
}

/// The post in the public view; while that has not heard of it yet, in the account's own records.
pub(super) async fn read_back(bluesky: &Bluesky, session: &Session, id: &str) -> Result<Live> {
    let (owner, collection, key) = parts(id)?;
    let mut remarks = Vec::new();
    match view(bluesky, session, id).await? {
        Some(post) => {
            for label in list(&post, "/labels") {
                let is_ours = text(label, "/src").as_deref() == Some(owner);
                if let Some(value) = text(label, "/val").filter(|_| !is_ours) {
                    remarks.push(format!("Bluesky put the label {value:?} on it."));
                }
            }
        }
        None => {
            bluesky.get(session, GET, &[("repo", owner), ("collection", collection), ("rkey", key)]).await?;
            remarks.push("It is in the account's records; Bluesky's public view did not show it yet.".to_owned());
        }
    }
    let permalink = Some(permalink(&session.account.handle, key));
    Ok(Live { id: id.to_owned(), permalink, visibility: Visibility::Public, remarks })
}

/// The address of a post for people.
pub(super) fn permalink(handle: &str, key: &str) -> String {
    format!("https://bsky.app/profile/{handle}/post/{key}")
}

/// A post as the public view has it; `None` when it has none.
pub(super) async fn view(bluesky: &Bluesky, session: &Session, id: &str) -> Result<Option<Value>> {
    let reply = bluesky.get(session, "/xrpc/app.bsky.feed.getPosts", &[("uris", id)]).await?;
    Ok(reply.list("/posts").first().cloned())
}

/// Deletes a record; one that is gone already is as good.
pub(super) async fn delete(bluesky: &Bluesky, session: &Session, id: &str) -> Result<()> {
    let (owner, collection, key) = parts(id)?;
    bluesky.post(session, DELETE, &json!({"repo": owner, "collection": collection, "rkey": key})).await.map(drop)
}
