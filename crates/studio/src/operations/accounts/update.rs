//! Changing what the creator sets of an account.

use super::view::PlatformAccount;
use crate::{
    Error, Patch, Result, Studio,
    accounts::{self, BucketInput},
    checks::Checks,
    operations::characters,
    time_zone,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    AccountId, CharacterId, LibraryError,
    tables::accounts::{AccountRow, AccountState, UploadPlace, change},
};

/// Changes an account: its label, whose it is, whether it takes NSFW, its zone, pausing it, what was done of the
/// platform's checklist, and its upload place. Setting `is_paused` to false lets it go on after a block, too.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UpdateAccount {
    /// The account.
    account_id: AccountId,
    /// The creator's word for it.
    #[serde(default)]
    label: Patch<String>,
    /// Whose it is.
    #[serde(default)]
    character_id: Patch<CharacterId>,
    /// Whether pictures that are not safe for work may go there.
    #[serde(default)]
    allows_nsfw: Patch<bool>,
    /// The IANA zone of its slots.
    #[serde(default)]
    timezone: Patch<String>,
    /// Whether nothing is sent there for now.
    #[serde(default)]
    is_paused: Patch<bool>,
    /// Until when; without it until it is resumed.
    #[serde(default)]
    paused_until: Patch<DateTime<Utc>>,
    /// Why, for the board.
    #[serde(default)]
    paused_reason: Patch<String>,
    /// The items of the platform's checklist for AI accounts that are done, by their text.
    #[serde(default)]
    demands_met: Patch<Vec<String>>,
    /// How pictures reach a platform that only fetches them.
    #[serde(default)]
    upload_place: Patch<UploadPlace>,
    /// The creator's own bucket; `null` forgets it and its keys.
    #[serde(default)]
    bucket: Patch<BucketInput>,
}

pub(super) async fn update(studio: &Studio, mut input: UpdateAccount) -> Result<PlatformAccount> {
    let now = studio.now();
    let mut read = studio.library().read().await?;
    let mut row = accounts::find(&mut read, input.account_id).await?;
    if let Patch::Set(id) = input.character_id {
        characters::find(&mut read, id).await?;
    }
    drop(read);
    check(&mut input, now)?;
    let mut details = None;
    match std::mem::take(&mut input.bucket) {
        Patch::Keep => {}
        Patch::Clear => {
            accounts::forget_bucket(studio, &mut row).await?;
            details = Some(row.details);
        }
        Patch::Set(bucket) => {
            accounts::keep_bucket(studio, &mut row, bucket).await?;
            details = Some(row.details);
        }
    }
    let mut write = studio.library().write().await?;
    let row = change(&mut write, input.account_id, now, |row| {
        lay(row, input);
        if let Some(bucket) = details.as_ref().map(|details| details.get("bucket").cloned())
            && let Some(details) = row.details.as_object_mut()
        {
            match bucket {
                Some(bucket) => _ = details.insert("bucket".to_owned(), bucket),
                None => _ = details.remove("bucket"),
            }
        }
    });
    let row = row.await?.ok_or_else(|| Error::not_found("account", "it"))?;
    let account = PlatformAccount::load(studio, &mut write, row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    studio.tasks().nudge(accounts::KEEP_ACCOUNTS);
    Ok(account)
}

fn check(input: &mut UpdateAccount, now: DateTime<Utc>) -> Result<()> {
    let mut checks = Checks::default();
    if let Patch::Set(label) = &mut input.label
        && !label.trim().is_empty()
    {
        checks.name("label", label);
    }
    if let Patch::Set(zone) = &mut input.timezone {
        match time_zone::parse(zone) {
            Ok(known) => known.name().clone_into(zone),
            Err(words) => checks.fault("timezone", words),
        }
    }
    if matches!(input.timezone, Patch::Clear) {
        checks.fault("timezone", "must have a value");
    }
    if input.paused_until.value().is_some_and(|until| *until <= now) {
        checks.fault("paused_until", "must be in the future");
    }
    if let Patch::Set(reason) = &input.paused_reason {
        checks.text("paused_reason", reason);
    }
    if let Patch::Set(demands) = &mut input.demands_met {
        checks.words("demands_met", demands);
    }
    checks.done()
}

/// Lays the input over the row as it stands now.
fn lay(row: &mut AccountRow, input: UpdateAccount) {
    input.label.apply(&mut row.label);
    input.character_id.apply_option(&mut row.character_id);
    input.allows_nsfw.apply(&mut row.allows_nsfw);
    input.timezone.apply(&mut row.timezone);
    input.demands_met.apply(&mut row.demands_met);
    input.upload_place.apply_option(&mut row.upload_place);
    let was_paused = row.is_paused;
    if input.paused_until.value().is_some() {
        row.is_paused = true;
    }
    input.paused_until.apply_option(&mut row.paused_until);
    input.paused_reason.apply_option(&mut row.paused_reason);
    input.is_paused.apply(&mut row.is_paused);
    if !row.is_paused {
        row.paused_until = None;
        row.paused_reason = None;
    }
    if was_paused && !row.is_paused && row.state == AccountState::Restricted {
        // The creator says that the platform lifted it; the next refusal says otherwise.
        row.state = AccountState::Connected;
        row.state_reason = None;
    }
}

/// Tries an upload place before it is used: a small file is put there, fetched from outside and taken away. Of a bucket
/// that is given nothing is kept; without one the account's own is tried.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TestUploadPlace {
    /// The account.
    account_id: AccountId,
    /// The bucket to try; absent keys are those that were kept.
    #[serde(default)]
    bucket: Option<BucketInput>,
}

/// A bucket that holds what a platform fetches.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct UploadPlaceTest {
    /// What was done.
    message: String,
    /// How long it took, in milliseconds.
    took_ms: u64,
}

pub(super) async fn test_upload_place(studio: &Studio, input: TestUploadPlace) -> Result<UploadPlaceTest> {
    let mut read = studio.library().read().await?;
    let row = accounts::find(&mut read, input.account_id).await?;
    drop(read);
    if input.bucket.is_none() && accounts::bucket(&row).is_none() {
        return Err(Error::field("bucket", "is needed: this account has no bucket yet"));
    }
    let began = std::time::Instant::now();
    accounts::test_bucket(studio, &row, input.bucket).await?;
    let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(UploadPlaceTest { message: "Put there, fetched from outside, and taken away again.".to_owned(), took_ms })
}
