//! Secrets: giving them, taking them away, seeing which there are. They are never read back.

use crate::{
    Effect::{Read, Write},
    Error, Operation, Result, Studio,
    registry::operation,
    secrets::{Kept, KeychainState, Secret},
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{LibraryError, tables::secrets};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("secrets.list", list, Read, &["secrets"]).route("GET /settings/secrets"),
        operation("secrets.set", set, Write, &["secrets"]).route("PUT /settings/secrets/{name}"),
    ]
}

/// The longest secret: an entry of Windows' keychain holds 2,560 bytes.
const LONGEST_SECRET: usize = 2_500;

/// Puts a key or a token into the system's keychain; an empty value takes it away. It is never read
/// back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SetSecret {
    /// Its name, such as `civitai` or `huggingface`: lower-case letters, digits, `_`, `-` and `.`.
    #[schemars(length(min = 1, max = 64))]
    name: String,
    /// The key itself, at most 2,500 bytes; empty to take it away.
    #[schemars(length(max = 2500), extend("writeOnly" = true))]
    value: String,
}

/// Where it is kept now.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SecretKept {
    name: String,
    is_set: bool,
    /// `keychain`, or `this_run` where no keychain runs; `null` when it was taken away.
    kept: Option<Kept>,
    /// What that means and what to do.
    message: String,
}

async fn set(studio: &Studio, input: SetSecret) -> Result<SecretKept> {
    keep(studio, &input.name, &input.value).await
}

/// Keeps a secret under a name, or takes it away when `value` is empty.
///
/// # Errors
/// When the name is no slug, the value too long, or the keychain locked.
pub(super) async fn keep(studio: &Studio, name: &str, value: &str) -> Result<SecretKept> {
    let is_slug = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "_-.".contains(letter);
    if name.is_empty() || name.len() > 64 || !name.chars().all(is_slug) {
        return Err(Error::field("name", "must be 1 to 64 lower-case letters, digits, _, - or ."));
    }
    let value = value.trim();
    if value.len() > LONGEST_SECRET {
        return Err(Error::field("value", format!("must be at most {LONGEST_SECRET} bytes; keychains hold no more")));
    }
    if value.is_empty() {
        studio.secrets().delete(name).await?;
        let mut write = studio.library().write().await?;
        secrets::delete(&mut write, name).await?;
        write.commit().await.map_err(LibraryError::from)?;
        let message = "The key was taken away.".into();
        return Ok(SecretKept { name: name.to_owned(), is_set: false, kept: None, message });
    }
    let kept = studio.secrets().set(name, Secret::from(value.to_owned())).await?;
    if kept == Kept::Keychain {
        let mut write = studio.library().write().await?;
        secrets::set(&mut write, name, studio.now()).await?;
        write.commit().await.map_err(LibraryError::from)?;
    }
    let message = studio.secrets().state().words().into();
    Ok(SecretKept { name: name.to_owned(), is_set: true, kept: Some(kept), message })
}

/// Whether a secret of that name was given.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn is_set(studio: &Studio, name: &str) -> Result<bool> {
    let mut read = studio.library().read().await?;
    let is_noted = secrets::list(&mut read).await?.iter().any(|(known, _)| known == name);
    Ok(is_noted || studio.secrets().held_names().iter().any(|held| held == name))
}

/// The names of the keys that were given, and how the keychain is; never the keys.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListSecrets {}

/// Names of keys.
#[derive(Debug, Serialize, JsonSchema)]
struct SecretList {
    secrets: Vec<SecretName>,
    total: usize,
    /// How the keychain was when it was last needed.
    keychain: KeychainState,
    /// What that means and what to do.
    message: String,
}

/// A key that was given.
#[derive(Debug, Serialize, JsonSchema)]
struct SecretName {
    name: String,
    is_set: bool,
    /// Where it is kept.
    kept: Kept,
    /// When it was last given; `null` for one that is held for this run only.
    updated_at: Option<DateTime<Utc>>,
}

async fn list(studio: &Studio, _: ListSecrets) -> Result<SecretList> {
    let mut read = studio.library().read().await?;
    let names = secrets::list(&mut read).await?;
    let held = studio.secrets().held_names();
    let in_keychain = names.into_iter().filter(|(name, _)| !held.contains(name)).map(|(name, updated_at)| SecretName {
        name,
        is_set: true,
        kept: Kept::Keychain,
        updated_at: Some(updated_at),
    });
    let for_this_run =
        held.iter().map(|name| SecretName { name: name.clone(), is_set: true, kept: Kept::ThisRun, updated_at: None });
    let mut secrets: Vec<_> = in_keychain.chain(for_this_run).collect();
    secrets.sort_by(|one, other| one.name.cmp(&other.name));
    let keychain = studio.secrets().state();
    Ok(SecretList { total: secrets.len(), secrets, keychain, message: keychain.words().into() })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{OpenOptions, Studio};
    use serde_json::json;

    #[tokio::test]
    async fn a_key_is_listed_by_name_wherever_it_is_kept_and_never_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let studio = Studio::open(OpenOptions::new(folder.path().join("library"))).await.unwrap();
        let key = "hf_a-key-that-nobody-may-see";
        let kept = studio.run("secrets.set", json!({ "name": "huggingface", "value": key })).await.unwrap();
        let listed = studio.run("secrets.list", json!({})).await.unwrap();
        assert_eq!(listed["secrets"][0]["name"], "huggingface");
        assert_eq!(listed["secrets"][0]["kept"], kept["kept"], "{listed}");
        assert!(!format!("{kept}{listed}").contains(key));
        studio.run("secrets.set", json!({ "name": "huggingface", "value": "" })).await.unwrap();
        assert_eq!(studio.run("secrets.list", json!({})).await.unwrap()["total"], 0);
    }

    #[tokio::test]
    async fn a_name_that_is_no_slug_and_a_key_that_no_keychain_holds_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let studio = Studio::open(OpenOptions::new(folder.path().join("library"))).await.unwrap();
        for (name, value, field) in [("../x", "a".to_owned(), "name"), ("a", "x".repeat(2_501), "value")] {
            let error = studio.run("secrets.set", json!({ "name": name, "value": value })).await.unwrap_err();
            assert_eq!(error.details["fields"][0]["field"], field, "{error}");
        }
    }
}
