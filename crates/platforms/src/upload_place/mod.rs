//! Where a picture lies for the minutes in which a platform fetches it from a public address. Instagram takes no bytes
//! of pictures: they are staged as an unpublished photo of the creator's Page, or in a bucket of the creator's own,
//! and taken away again; or the creator posts by hand.

mod bucket;
pub(crate) mod page_photo;

pub use bucket::Bucket;

use crate::{Error, Result};
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
