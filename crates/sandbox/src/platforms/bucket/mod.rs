//! A stand-in for a bucket that speaks S3: objects that are put, given out to whoever has a signed address, and
//! deleted.

mod signature;

use std::sync::Arc;

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::Platform;
use super::accounts::{self, Account};
use super::answer::{Answer, Reply};
use super::call::Call;
use super::faults::{FaultKind, PlatformFault};
use super::posts::Media;
use super::route::{Route, route};
use super::secret;
use super::world::{Change, Record, World};

const NAME: &str = "bucket";
/// Two regions of AWS, and an account of R2.
const HOSTS: [&str; 3] =
    ["s3.eu-central-1.amazonaws.com", "s3.us-east-1.amazonaws.com", "rehearsal.r2.cloudflarestorage.com"];

/// The stand-in.
pub(crate) struct Bucket;

/// A pair of keys. Its record's id is the access key; the secret key follows from the salt and stands nowhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Keys {
    bucket: String,
    salt: String,
}

impl Record for Keys {
    const KIND: &'static str = "keys";
}

impl Keys {
    fn secret(&self, access_key: &str) -> String {
        STANDARD.encode(Sha256::digest(format!("{} {access_key}", self.salt)))[..40].to_owned()
    }
}

/// An object. Its record's id is `BUCKET/KEY`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Object {
    sha256: String,
    content_type: String,
}

impl Record for Object {
    const KIND: &'static str = "object";
}

impl Platform for Bucket {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "A bucket of one's own"
    }

    fn hosts(&self) -> &'static [&'static str] {
        &HOSTS
    }

    fn routes(&self) -> Vec<Route> {
        vec![
            route("put_object", Method::PUT, "/{bucket}/{*key}", put).open().uploads(),
            route("get_object", Method::GET, "/{bucket}/{*key}", get).open(),
            route("delete_object", Method::DELETE, "/{bucket}/{*key}", delete).open(),
        ]
    }

    fn faults(&self) -> &'static [FaultKind] {
        &[FaultKind::RateLimited, FaultKind::Restricted]
    }

    /// Makes a bucket of that name and a pair of keys. Options: `host` (one of the hosts), `read_only` (the keys may
    /// not write), `no_delete`, `blocks_reads` (something in front asks every visitor for proof of being human).
    fn open_account(
        &self,
        _: &World,
        change: &mut Change,
        handle: &str,
        options: &Map<String, Value>,
    ) -> Result<Value, String> {
        let host = options.get("host").and_then(Value::as_str).unwrap_or(HOSTS[0]);
        if !HOSTS.contains(&host) {
            return Err(format!("There is no host {host:?}. There are: {}.", HOSTS.join(", ")));
        }
        accounts::put(change, handle.to_owned(), handle, options);
        let access_key = format!("AKIA{}", &secret::random().to_uppercase()[..16]);
        let keys = Keys { bucket: handle.to_owned(), salt: secret::random() };
        change.put(access_key.as_str(), &keys);
        Ok(json!({"endpoint": format!("https://{host}"), "name": handle, "region": region(host),
            "access_key": access_key, "secret_key": keys.secret(&access_key)}))
    }

    fn refusal(&self, _: &World, _: &Call, fault: &PlatformFault) -> Answer {
        match fault.fault {
            FaultKind::RateLimited => refused(503, "SlowDown", "Please reduce your request rate."),
            _ => refused(403, "AccessDenied", "Access Denied"),
        }
    }

    fn error(&self, status: u16) -> Answer {
        match status {
            503 => refused(503, "ServiceUnavailable", "Please reduce your request rate."),
            500.. => refused(status, "InternalError", "We encountered an internal error. Please try again."),
            _ => refused(status, "InvalidRequest", "Invalid Request"),
        }
    }

    fn unknown(&self, _: &str) -> Answer {
        refused(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
    }
}

/// The region of a host; R2 calls it `auto`.
fn region(host: &str) -> &str {
    host.strip_prefix("s3.").and_then(|rest| rest.split('.').next()).unwrap_or("auto")
}

/// An error as XML.
fn refused(status: u16, code: &str, message: &str) -> Answer {
    refused_with(status, code, message, "")
}

fn refused_with(status: u16, code: &str, message: &str, more: &str) -> Answer {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message>{more}<RequestId>{}</RequestId></Error>",
        &secret::random()[..16].to_uppercase()
    );
    Answer::new(status, "application/xml", body)
}

/// The bucket of a call, once its signature is found good.
fn admitted(world: &World, call: &Call) -> Result<Account, Answer> {
    world.read(NAME, |view| {
        let secret_of =
            |access_key: &str| view.get::<Keys>(access_key).map(|keys| (keys.secret(access_key), keys.bucket));
        let owner = signature::check(call, region(&call.host), view.now, secret_of)?;
        let bucket = view.get::<Account>(call.param("bucket")).filter(|bucket| host_of(bucket) == call.host);
        let bucket = bucket.ok_or_else(|| refused(404, "NoSuchBucket", "The specified bucket does not exist"))?;
        if bucket.id == owner { Ok(bucket) } else { Err(refused(403, "AccessDenied", "Access Denied")) }
    })
}

fn host_of(bucket: &Account) -> &str {
    bucket.text("host").unwrap_or(HOSTS[0])
}

fn id(call: &Call) -> String {
    format!("{}/{}", call.param("bucket"), call.param("key"))
}

async fn put(world: Arc<World>, call: Call) -> Reply {
    let bucket = admitted(&world, &call)?;
    if bucket.is("read_only") {
        return Err(refused(403, "AccessDenied", "Access Denied"));
    }
    let content_type = call.header("content-type").unwrap_or("binary/octet-stream").to_owned();
    let media = Media::keep(&world, &call.body, None)?;
    world.change(NAME, call.slug, |change| {
        change.put(id(&call), &Object { sha256: media.sha256.clone(), content_type: content_type.clone() });
        Ok(Answer::empty(200).header("etag", format!("\"{}\"", &media.sha256[..32])))
    })
}

async fn get(world: Arc<World>, call: Call) -> Reply {
    let bucket = admitted(&world, &call)?;
    if bucket.is("blocks_reads") {
        return Ok(Answer::html(403, "<!doctype html><title>Just a moment...</title>".to_owned()));
    }
    let object = world.read(NAME, |view| view.get::<Object>(&id(&call)));
    let kept = object.and_then(|object| Some((world.kept(&object.sha256)?, object.content_type)));
    let (bytes, content_type) = kept.ok_or_else(|| refused(404, "NoSuchKey", "The specified key does not exist."))?;
    Ok(Answer::new(200, &content_type, bytes))
}

async fn delete(world: Arc<World>, call: Call) -> Reply {
    let bucket = admitted(&world, &call)?;
    if bucket.is("no_delete") {
        return Err(refused(403, "AccessDenied", "Access Denied"));
    }
    world.change(NAME, call.slug, |change| {
        change.remove::<Object>(&id(&call));
        Ok(Answer::empty(204))
    })
}
