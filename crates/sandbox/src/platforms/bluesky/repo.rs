//! Records: made, put, read, listed, deleted. Putting the same content under the same key again changes nothing.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::posts::{Post, put_post};
use super::super::rates::{Limit, Window};
use super::super::world::{Change, Record, View, World};
use super::blob::Blob;
use super::lexicon::{self, LIKE, POST, REPOST};
use super::{NAME, cid, invalid, refused, session, too_many, with_window};

/// What writing costs, and how many points an account has.
const CREATE: u32 = 3;
const UPDATE: u32 = 2;
const DELETE: u32 = 1;
const AN_HOUR: Limit = Limit { points: 5000, seconds: 3600 };
const A_DAY: Limit = Limit { points: 35_000, seconds: 86_400 };

/// A record of a repository. Its id here is `DID/COLLECTION/KEY`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Document {
    pub(super) cid: String,
    pub(super) value: Value,
    pub(super) indexed_at: DateTime<Utc>,
}

impl Record for Document {
    const KIND: &'static str = "record";
}

/// Where a record stands.
struct Place {
    account: Account,
    collection: String,
    key: String,
}

impl Place {
    fn id(&self) -> String {
        format!("{}/{}/{}", self.account.id, self.collection, self.key)
    }

    fn uri(&self) -> String {
        format!("at://{}", self.id())
    }
}

/// The account that a call may write to.
fn writer(view: &View, call: &Call) -> Result<(Account, String), Answer> {
    let account = session::signed_in(view, call)?;
    let needed =
        |name: &str| call.text(name).ok_or_else(|| invalid(&format!("Error: Input must have the property \"{name}\"")));
    let repo = needed("repo")?;
    let owner = session::account(view, &repo).ok_or_else(|| invalid(&format!("Could not find repo: {repo}")))?;
    if owner.id != account.id {
        return Err(refused(401, "AuthenticationRequired", "Authentication Required"));
    }
    let collection = needed("collection")?;
    if collection.split('.').count() < 3 {
        return Err(invalid("Error: collection must be a valid nsid"));
    }
    Ok((account, collection))
}

fn key_of(call: &Call, collection: &str) -> Result<Option<String>, Answer> {
    let Some(key) = call.text("rkey") else { return Ok(None) };
    let is_key =
        !key.is_empty() && key.len() <= 512 && key.chars().all(|c| c.is_ascii_alphanumeric() || "._~:-".contains(c));
    let needs_tid = matches!(collection, POST | LIKE | REPOST | lexicon::FOLLOW);
    if !is_key || (needs_tid && !cid::is_tid(&key)) {
        return Err(invalid("Invalid record key"));
    }
    Ok(Some(key))
}

/// The record of a call, with its type filled in.
fn record_of(call: &Call, collection: &str) -> Result<Value, Answer> {
    let Some(Value::Object(mut record)) = call.json.get("record").cloned() else {
        return Err(invalid("Error: Input must have the property \"record\""));
    };
    match record.get("$type").and_then(Value::as_str) {
        None => {
            record.insert("$type".into(), collection.into());
        }
        Some(given) if given != collection => {
            return Err(invalid(&format!("Invalid $type: expected {collection}, got {given}")));
        }
        Some(_) => {}
    }
    Ok(Value::Object(record))
}

/// Takes the points of a write out of the account's hour and day.
fn pay(world: &World, account: &Account, points: u32) -> Result<Window, Answer> {
    let spend = |limit: Limit| {
        let name = format!("bluesky points of {} in {}", account.id, limit.seconds);
        world.rates.spend(&name, limit, points, world.now())
    };
    let day = spend(A_DAY);
    if !day.is_within {
        return Err(too_many(&day));
    }
    let hour = spend(AN_HOUR);
    if hour.is_within { Ok(hour) } else { Err(too_many(&hour)) }
}

pub(super) async fn create(world: Arc<World>, call: Call) -> Reply {
    let (account, collection) = world.read(NAME, |view| writer(view, &call))?;
    let key = key_of(&call, &collection)?;
    let record = record_of(&call, &collection)?;
    let window = pay(&world, &account, CREATE)?;
    let answer = world.change(NAME, call.slug, |change| {
        let key = key.unwrap_or_else(|| new_key(change));
        let place = Place { account, collection, key };
        if change.get::<Document>(&place.id()).is_some() {
            // The repository's layer throws a plain error here, so that it is no clean conflict.
            return Err(refused(500, "InternalServerError", "Internal Server Error"));
        }
        write(change, &place, record)
    })?;
    Ok(with_window(answer, &window))
}

pub(super) async fn put(world: Arc<World>, call: Call) -> Reply {
    let (account, collection) = world.read(NAME, |view| writer(view, &call))?;
    let key = key_of(&call, &collection)?;
    let key = key.ok_or_else(|| invalid("Error: Input must have the property \"rkey\""))?;
    let record = record_of(&call, &collection)?;
    let place = Place { account, collection, key };
    let there = world.read(NAME, |view| view.get::<Document>(&place.id()));
    let window = pay(&world, &place.account, if there.is_some() { UPDATE } else { CREATE })?;
    let answer = world.change(NAME, call.slug, |change| {
        let there = change.get::<Document>(&place.id());
        let new = cid::of_record(&record);
        if there.is_some_and(|document| document.cid == new) {
            let same = json!({"uri": place.uri(), "cid": new, "validationStatus": "valid"});
            return Ok(Answer::json(200, &same));
        }
        write(change, &place, record)
    })?;
    Ok(with_window(answer, &window))
}

fn new_key(change: &mut Change) -> String {
    let number = change.next("tids");
    cid::tid(change.now.timestamp_micros(), number)
}

/// Puts a checked record, and what follows from it: the post in the feed, the like on a post.
fn write(change: &mut Change, place: &Place, value: Value) -> Result<Answer, Answer> {
    let checked = lexicon::check(change, &place.account.id, &place.collection, &value)?;
    let document = Document { cid: cid::of_record(&value), value, indexed_at: change.now };
    let is_new = change.get::<Document>(&place.id()).is_none();
    change.put(place.id(), &document);
    for id in &checked.blobs {
        if let Some(blob) = change.get::<Blob>(id) {
            change.put(id.as_str(), &Blob { expires_at: None, ..blob });
        }
    }
    let value = &document.value;
    match place.collection.as_str() {
        POST => {
            let post = Post {
                id: place.uri(),
                account: place.account.id.clone(),
                permalink: format!("https://bsky.app/profile/{}/post/{}", place.account.handle, place.key),
                text: value["text"].as_str().unwrap_or_default().to_owned(),
                media: checked.media,
                ai_label: labels(value),
                visibility: "public".into(),
                created_at: change.now,
                reply_to: value["reply"]["parent"]["uri"].as_str().map(str::to_owned),
                is_deleted: false,
                likes: 0,
                reposts: 0,
                fields: Value::Null,
            };
            put_post(change, &post);
            if is_new {
                count_quote(change, value);
            }
        }
        LIKE | REPOST if is_new => count(change, &place.collection, value, 1),
        _ => {}
    }
    let rev = new_key(change);
    let status = if checked.is_known { "valid" } else { "unknown" };
    Ok(Answer::json(
        200,
        &json!({"uri": place.uri(), "cid": document.cid, "validationStatus": status,
            "commit": {"cid": cid::of_record(&json!({"rev": rev, "data": document.cid})), "rev": rev}}),
    ))
}

/// The labels that the author put on the post: Bluesky has none for AI, so that they show as what they are.
fn labels(post: &Value) -> Option<String> {
    let values = post["labels"]["values"].as_array()?;
    let names: Vec<&str> = values.iter().filter_map(|label| label["val"].as_str()).collect();
    (!names.is_empty()).then(|| format!("self-label {}", names.join(", ")))
}

fn count_quote(change: &mut Change, value: &Value) {
    let Some(mut post) = value["embed"]["record"]["uri"].as_str().and_then(|uri| change.get::<Post>(uri)) else {
        return;
    };
    post.fields = json!({"quotes": post.fields["quotes"].as_u64().unwrap_or(0) + 1});
    change.put(post.id.clone(), &post);
}

fn count(change: &mut Change, collection: &str, value: &Value, by: i64) {
    let Some(mut post) = value["subject"]["uri"].as_str().and_then(|uri| change.get::<Post>(uri)) else { return };
    let counted = if collection == LIKE { &mut post.likes } else { &mut post.reposts };
    *counted = counted.saturating_add_signed(by);
    change.put(post.id.clone(), &post);
}

pub(super) async fn delete(world: Arc<World>, call: Call) -> Reply {
    let (account, collection) = world.read(NAME, |view| writer(view, &call))?;
    let key = call.text("rkey").ok_or_else(|| invalid("Error: Input must have the property \"rkey\""))?;
    let window = pay(&world, &account, DELETE)?;
    let place = Place { account, collection, key };
    let answer = world.change(NAME, call.slug, |change| {
        let Some(document) = change.get::<Document>(&place.id()) else { return Ok(Answer::json(200, &json!({}))) };
        change.remove::<Document>(&place.id());
        if let Some(post) = change.get::<Post>(&place.uri()) {
            change.put(place.uri(), &Post { is_deleted: true, ..post });
        }
        count(change, &place.collection, &document.value, -1);
        let rev = new_key(change);
        let commit = json!({"cid": cid::of_record(&json!({"rev": rev})), "rev": rev});
        Ok(Answer::json(200, &json!({"commit": commit})))
    })?;
    Ok(with_window(answer, &window))
}

/// The account whose repository a reading call names.
fn owner(view: &View, call: &Call) -> Result<Account, Answer> {
    let repo = call.query("repo").ok_or_else(|| invalid("Error: Params must have the property \"repo\""))?;
    session::account(view, repo).ok_or_else(|| invalid(&format!("Could not find repo: {repo}")))
}

fn needed<'c>(call: &'c Call, name: &str) -> Result<&'c str, Answer> {
    call.query(name).ok_or_else(|| invalid(&format!("Error: Params must have the property \"{name}\"")))
}

pub(super) async fn get(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let account = owner(view, &call)?;
        let (collection, key) = (needed(&call, "collection")?, needed(&call, "rkey")?);
        let id = format!("{}/{collection}/{key}", account.id);
        let wanted = call.query("cid");
        let found = view.get::<Document>(&id).filter(|document| wanted.is_none_or(|cid| cid == document.cid));
        match found {
            Some(document) => Ok(Answer::json(200, &shown(&format!("at://{id}"), &document))),
            None => Err(refused(400, "RecordNotFound", &format!("Could not locate record: at://{id}"))),
        }
    })
}

fn shown(uri: &str, document: &Document) -> Value {
    json!({"uri": uri, "cid": document.cid, "value": document.value})
}

pub(super) async fn list(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let account = owner(view, &call)?;
        let collection = needed(&call, "collection")?;
        let limit = call.number("limit").unwrap_or(50);
        if !(1..=100).contains(&limit) {
            return Err(invalid("Error: limit can not be greater than 100"));
        }
        let prefix = format!("{}/{collection}/", account.id);
        let mut all: Vec<(String, Document)> =
            view.starting::<Document>(&prefix).map(|(id, document)| (id.to_owned(), document)).collect();
        if call.flag("reverse") != Some(true) {
            all.reverse();
        }
        if let Some(cursor) = call.query("cursor") {
            let last = format!("{prefix}{cursor}");
            let at = all.iter().position(|(id, _)| *id == last).map_or(0, |at| at + 1);
            all.drain(..at);
        }
        all.truncate(usize::try_from(limit).unwrap_or(50));
        let records: Vec<Value> = all.iter().map(|(id, document)| shown(&format!("at://{id}"), document)).collect();
        let mut answer = json!({"records": records});
        if let Some((id, _)) = all.last() {
            answer["cursor"] = id.rsplit('/').next().into();
        }
        Ok(Answer::json(200, &answer))
    })
}
