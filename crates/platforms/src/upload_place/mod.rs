//! Where a file lies for the minutes in which a platform fetches it from a public address. Some platforms take no bytes
//! of pictures: these are staged in a bucket of the creator's own, or for Instagram as an unpublished photo of the
//! creator's Page, and taken away again; or the creator posts by hand.

mod bucket;
pub(crate) mod page_photo;
pub(crate) mod staging;

pub use bucket::Bucket;

use crate::{Error, Facts, Finding, Fix, Result, Session};
use serde_json::{Map, Value};
use troupe_net::Secret;

/// How pictures reach a platform that only fetches them.
#[derive(Debug, Clone)]
pub enum UploadAccess {
    /// An unpublished photo of the Page that the account is linked to; only with the Facebook login.
    PagePhoto,
    /// The creator's own bucket.
    Bucket(Box<Bucket>),
    /// They do not: the creator posts by hand.
    HandOff,
}

impl UploadAccess {
    /// The place by its word (`page_photo`, `bucket`, `hand_off`). A bucket's settings stand in the account's
    /// `details.bucket` (see [`Bucket::read`]), its two keys in the keychain.
    ///
    /// # Errors
    /// [`Error::Input`] when the word is unknown, or what the bucket needs is missing or wrong.
    pub fn read(
        place: &str,
        details: &Map<String, Value>,
        access_key: Option<Secret>,
        secret_key: Option<Secret>,
    ) -> Result<Self> {
        match place {
            "page_photo" => Ok(Self::PagePhoto),
            "hand_off" => Ok(Self::HandOff),
            "bucket" => {
                let settings = details.get("bucket").unwrap_or(&Value::Null);
                Ok(Self::Bucket(Box::new(Bucket::read(settings, access_key, secret_key)?)))
            }
            _ => Err(Error::Input {
                field: "upload_place",
                why: format!("{place:?} is no upload place. Choose page_photo, bucket or hand_off."),
            }),
        }
    }
}

/// The error when a file must be fetched and nothing was chosen from where.
pub(crate) fn no_place(facts: &Facts) -> Error {
    Error::Input { field: "upload_place", why: missing(facts) }
}

fn missing(facts: &Facts) -> String {
    let words = |place: &String| match place.as_str() {
        "page_photo" => "your Page",
        "bucket" => "a bucket of your own",
        _ => "posting by hand",
    };
    let places: Vec<&str> = facts.fetches.iter().flat_map(|rule| &rule.places).map(words).collect();
    let places = match places.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        _ => places.concat(),
    };
    format!(
        "{} fetches this from a public address, and none is chosen yet. Choose where files lie for those minutes: {places}.",
        facts.platform.words()
    )
}

/// What speaks against the place of an account whose files are fetched, at a platform that fetches from buckets alone.
pub(crate) fn bucket_finding(facts: &Facts, session: &Session) -> Option<Finding> {
    let why = match &session.upload {
        Some(UploadAccess::HandOff | UploadAccess::Bucket(_)) => return None,
        None => missing(facts),
        Some(UploadAccess::PagePhoto) => format!(
            "A Page's photos can be staged for Instagram alone. For {} choose a bucket of your own, or posting by hand.",
            facts.platform.words()
        ),
    };
    Some(Finding::blocks("upload_place", "account", why).fixed_by(Fix::ChooseUploadPlace))
}
