//! The upload place of an account: where a picture lies for the minutes in which a platform fetches it. A bucket's
//! settings stand in the account's details, its two keys in the keychain.

use super::session::entry;
use crate::{Error, Result, Secret, Studio};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use troupe_library::{AccountId, tables::accounts::AccountRow};

/// The longest key that is taken: an entry of Windows' keychain holds 2,560 bytes.
const LONGEST_KEY: usize = 2_500;

/// A bucket of the creator's own, at a provider that speaks S3.
#[derive(Debug, Deserialize, JsonSchema)]
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
    for (name, key) in [("access_key", &input.access_key), ("secret_key", &input.secret_key)] {
        let Some(key) = key.as_ref().filter(|key| !key.expose().trim().is_empty()) else { continue };
        if key.expose().len() > LONGEST_KEY {
            return Err(Error::field(format!("bucket.{name}"), format!("must be at most {LONGEST_KEY} bytes")));
        }
        let key = Secret::new(key.expose().trim());
        studio.secrets().set(&entry(row.id, &format!("bucket_{name}")), key).await?;
    }
    let text = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let settings = BucketSettings {
        endpoint: input.endpoint.trim().trim_end_matches('/').to_owned(),
        name: input.name.trim().to_owned(),
        region: text(input.region),
        prefix: text(input.prefix),
    };
    if let Value::Object(details) = &mut row.details {
        details.insert("bucket".to_owned(), json!(settings));
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

/// The keys of an account's bucket: access key and secret key.
///
/// # Errors
/// `conflict` when the keychain is locked.
#[allow(dead_code)] // Publishing uses it.
pub(crate) async fn bucket_keys(studio: &Studio, id: AccountId) -> Result<(Option<Secret>, Option<Secret>)> {
    let secrets = studio.secrets();
    let access = secrets.get(&entry(id, "bucket_access_key")).await?;
    Ok((access, secrets.get(&entry(id, "bucket_secret_key")).await?))
}
