//! The upload place of an account: where a picture lies for the minutes in which a platform fetches it. A bucket's
//! settings stand in the account's details, its two keys in the keychain.

use super::{session::entry, words};
use crate::{Code, Error, Result, Secret, Studio};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use troupe_library::tables::accounts::{AccountRow, UploadPlace};
use troupe_platforms::{Bucket, UploadAccess};

/// The longest key that is taken: an entry of Windows' keychain holds 2,560 bytes.
const LONGEST_KEY: usize = 2_500;

/// A bucket of the creator's own, at a provider that speaks S3.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BucketInput {
    /// The provider's address without the bucket, such as `https://ACCOUNT.r2.cloudflarestorage.com`.
    #[schemars(length(min = 1, max = 500))]
    endpoint: String,
    /// The bucket's name.
    #[schemars(length(min = 1, max = 255))]
    name: String,
    /// Its region; `auto` where the provider has none, as R2.
    #[serde(default)]
    region: Option<String>,
    /// The folder within the bucket; none when absent.
    #[serde(default)]
    prefix: Option<String>,
    /// The access key; absent keeps the one that is there.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("writeOnly" = true))]
    access_key: Option<Secret>,
    /// The secret key; absent keeps the one that is there.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("writeOnly" = true))]
    secret_key: Option<Secret>,
}

impl BucketInput {
    fn settings(&self) -> BucketSettings {
        let text =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        BucketSettings {
            endpoint: self.endpoint.trim().trim_end_matches('/').to_owned(),
            name: self.name.trim().to_owned(),
            region: text(&self.region),
            prefix: text(&self.prefix),
        }
    }
}

/// A bucket as it was set; its keys are never read back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct BucketSettings {
    /// The provider's address.
    pub(crate) endpoint: String,
    /// The bucket's name.
    pub(crate) name: String,
    /// Its region.
    #[serde(default)]
    pub(crate) region: Option<String>,
    /// The folder within it.
    #[serde(default)]
    pub(crate) prefix: Option<String>,
}

/// The bucket that was set for an account.
pub(crate) fn bucket(row: &AccountRow) -> Option<BucketSettings> {
    row.details.get("bucket").cloned().and_then(|bucket| serde_json::from_value(bucket).ok())
}

/// Keeps the keys of a bucket in the keychain, and lays its settings over the account's details.
///
/// # Errors
/// `validation_error` for a key that is too long; `conflict` when the keychain is locked.
pub(crate) async fn keep_bucket(studio: &Studio, row: &mut AccountRow, input: BucketInput) -> Result<()> {
    // What can't be a bucket is not kept; whether it answers is the test's business.
    read_bucket(studio, row, Some(input.clone())).await?;
    for (name, key) in [("access_key", &input.access_key), ("secret_key", &input.secret_key)] {
        let Some(key) = key.as_ref().filter(|key| !key.expose().trim().is_empty()) else { continue };
        if key.expose().len() > LONGEST_KEY {
            return Err(Error::field(format!("bucket.{name}"), format!("must be at most {LONGEST_KEY} bytes")));
        }
        let key = Secret::new(key.expose().trim());
        studio.secrets().set(&entry(row.id, &format!("bucket_{name}")), key).await?;
    }
    if let Value::Object(details) = &mut row.details {
        details.insert("bucket".to_owned(), json!(input.settings()));
    }
    Ok(())
}

/// Takes the keys of a bucket out of the keychain, and its settings out of the account's details.
///
/// # Errors
/// `conflict` when the keychain is locked.
pub(crate) async fn forget_bucket(studio: &Studio, row: &mut AccountRow) -> Result<()> {
    for name in ["bucket_access_key", "bucket_secret_key"] {
        studio.secrets().delete(&entry(row.id, name)).await?;
    }
    if let Value::Object(details) = &mut row.details {
        details.remove("bucket");
    }
    Ok(())
}

/// Where an account's pictures lie while its platform fetches them; `None` where none is set, and for a bucket that is
/// not whole: preflight and the platform say so where it is needed.
///
/// # Errors
/// `conflict` when the keychain is locked.
pub(super) async fn access(studio: &Studio, row: &AccountRow) -> Result<Option<UploadAccess>> {
    let Some(place) = row.upload_place else { return Ok(None) };
    if place != UploadPlace::Bucket {
        let word = if place == UploadPlace::PagePhoto { "page_photo" } else { "hand_off" };
        return Ok(UploadAccess::read(word, &Map::new(), None, None).ok());
    }
    match read_bucket(studio, row, None).await {
        Ok(bucket) => Ok(Some(UploadAccess::Bucket(Box::new(bucket)))),
        Err(error) if error.code == Code::Conflict => Err(error),
        Err(error) => {
            tracing::warn!(service = "accounts", "the bucket of {} can't be used: {}", words(row), error.message);
            Ok(None)
        }
    }
}

/// Puts a small file into the bucket, fetches it from outside and takes it away again: the bucket that is given, or
/// the one that was kept.
///
/// # Errors
/// `validation_error` with the field of the bucket that is wrong; `service_unavailable` when nobody answers.
pub(crate) async fn test_bucket(studio: &Studio, row: &AccountRow, given: Option<BucketInput>) -> Result<()> {
    let bucket = read_bucket(studio, row, given).await?;
    studio.platforms().check_bucket(&bucket, studio.now()).await.map_err(at_bucket)
}

/// The bucket with its keys; of one that is given, a key that is absent is the one that was kept.
async fn read_bucket(studio: &Studio, row: &AccountRow, given: Option<BucketInput>) -> Result<Bucket> {
    let secrets = studio.secrets();
    let kept_access = secrets.get(&entry(row.id, "bucket_access_key")).await?;
    let kept_secret = secrets.get(&entry(row.id, "bucket_secret_key")).await?;
    let (settings, access, secret) = match given {
        Some(given) => {
            let settings = json!(given.settings());
            (settings, given.access_key.or(kept_access), given.secret_key.or(kept_secret))
        }
        None => (row.details.get("bucket").cloned().unwrap_or(Value::Null), kept_access, kept_secret),
    };
    Bucket::read(&settings, access, secret).map_err(at_bucket)
}

/// The platform's words with the field below `bucket`.
fn at_bucket(error: troupe_platforms::Error) -> Error {
    match error {
        troupe_platforms::Error::Input { field, why } => Error::field(format!("bucket.{field}"), why),
        other => other.into(),
    }
}
