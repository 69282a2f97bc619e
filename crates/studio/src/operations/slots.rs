//! Slots: the weekly times at which an account posts, in the account's wall time; and the next free one.

use crate::{
    Effect::{Destroy, Read, Write},
    Error, Operation, Patch, Result, Studio,
    planning::{
        slots::{FreeSlot, coming, next},
        time,
    },
    registry::operation,
};
use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    AccountId, LibraryError, SlotId, SqliteConnection,
    tables::{
        accounts::{self, AccountRow},
        slots::{self, SlotRow},
    },
};
use troupe_platforms::PostType;

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("slots.list", list, Read, &["slots", "posts"]).route("GET /scheduling/slots"),
        operation("slots.create", create, Write, &["slots", "schedule"]).route("POST /scheduling/slots"),
        operation("slots.update", update, Write, &["slots", "schedule"]).route("PUT /scheduling/slots/{slot_id}"),
        operation("slots.delete", delete, Destroy, &["slots", "schedule"]).route("DELETE /scheduling/slots/{slot_id}"),
        operation("slots.next", next_free, Read, &["slots", "posts"]).route("GET /scheduling/slots/next"),
    ]
}

/// The most slots of an account.
const MOST_SLOTS: usize = 200;

/// A weekly time at which an account posts.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Slot {
    id: SlotId,
    account_id: AccountId,
    /// 1 is Monday, 7 is Sunday.
    weekday: i64,
    /// `HH:MM`, as the account's clocks show it.
    time: String,
    /// The account's IANA zone.
    timezone: String,
    /// What is posted then.
    post_type: String,
    is_enabled: bool,
    /// Its next time, whether a post takes it or not; `null` while it is not enabled.
    next_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl Slot {
    fn new(row: SlotRow, account: &AccountRow, now: DateTime<Utc>) -> Self {
        let weekly = [row];
        let next = coming(account, &weekly, now, now + TimeDelta::days(9)).into_iter().next();
        let [row] = weekly;
        Self {
            id: row.id,
            account_id: row.account_id,
            weekday: row.weekday,
            time: row.time,
            timezone: account.timezone.clone(),
            post_type: row.post_type,
            is_enabled: row.is_enabled,
            next_at: next.filter(|_| row.is_enabled).map(|slot| slot.scheduled_at),
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// The account of that id.
///
/// # Errors
/// `not_found`.
pub(crate) async fn find_account(db: &mut SqliteConnection, id: AccountId) -> Result<AccountRow> {
    accounts::get(db, id).await?.ok_or_else(|| Error::not_found("account", id))
}

/// The posting slots of an account, or of all, by weekday and time.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListSlots {
    /// One account's; else those of all.
    #[serde(default, alias = "platform_account_id")]
    #[schemars(extend("x-aliases" = ["platform_account_id"]))]
    account_id: Option<AccountId>,
}

/// Posting slots.
#[derive(Debug, Serialize, JsonSchema)]
struct SlotList {
    slots: Vec<Slot>,
    total: usize,
}

async fn list(studio: &Studio, input: ListSlots) -> Result<SlotList> {
    let mut read = studio.library().read().await?;
    if let Some(id) = input.account_id {
        find_account(&mut read, id).await?;
    }
    let accounts = accounts::list(&mut read, &accounts::AccountFilter::default()).await?;
    let now = studio.now();
    let slots: Vec<_> = slots::list(&mut read, input.account_id)
        .await?
        .into_iter()
        .filter_map(|row| {
            let account = accounts.iter().find(|account| account.id == row.account_id)?;
            Some(Slot::new(row, account, now))
        })
        .collect();
    Ok(SlotList { total: slots.len(), slots })
}

/// Makes a weekly slot of an account. Give several weekdays to make one on each.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CreateSlot {
    #[serde(alias = "platform_account_id")]
    #[schemars(extend("x-aliases" = ["platform_account_id"]))]
    account_id: AccountId,
    /// The days: 1 is Monday, 7 is Sunday.
    #[schemars(length(min = 1, max = 7))]
    weekdays: Vec<i64>,
    /// `HH:MM`, as the account's clocks show it.
    time: String,
    /// What is posted then (`post`).
    #[serde(default)]
    post_type: Option<PostType>,
}

async fn create(studio: &Studio, input: CreateSlot) -> Result<SlotList> {
    let time = checked_time(&input.time)?;
    let mut weekdays = input.weekdays;
    weekdays.sort_unstable();
    weekdays.dedup();
    if weekdays.is_empty() {
        return Err(Error::field("weekdays", "must name at least one day, 1 for Monday to 7 for Sunday"));
    }
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let account = find_account(&mut write, input.account_id).await?;
    if slots::list(&mut write, Some(account.id)).await?.len() + weekdays.len() > MOST_SLOTS {
        return Err(Error::conflict(format!(
            "An account has at most {MOST_SLOTS} slots. Delete some that are not used."
        )));
    }
    let mut made = Vec::new();
    for weekday in weekdays {
        let row = SlotRow {
            id: SlotId::new(),
            account_id: account.id,
            weekday: checked_weekday(weekday)?,
            time: time.clone(),
            post_type: input.post_type.unwrap_or(PostType::Post).slug().to_owned(),
            is_enabled: true,
            created_at: now,
            updated_at: now,
        };
        slots::save(&mut write, &row).await?;
        made.push(Slot::new(row, &account, now));
    }
    write.commit().await.map_err(LibraryError::from)?;
    Ok(SlotList { total: made.len(), slots: made })
}

/// Changes a slot; posts that fill it already keep their time.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UpdateSlot {
    slot_id: SlotId,
    /// 1 is Monday, 7 is Sunday.
    #[serde(default)]
    weekday: Patch<i64>,
    /// `HH:MM`, as the account's clocks show it.
    #[serde(default)]
    time: Patch<String>,
    /// What is posted then.
    #[serde(default)]
    post_type: Patch<PostType>,
    /// Whether it is filled.
    #[serde(default)]
    is_enabled: Option<bool>,
}

async fn update(studio: &Studio, input: UpdateSlot) -> Result<Slot> {
    let mut write = studio.library().write().await?;
    let mut row =
        slots::get(&mut write, input.slot_id).await?.ok_or_else(|| Error::not_found("slot", input.slot_id))?;
    let account = find_account(&mut write, row.account_id).await?;
    input.weekday.apply_required("weekday", &mut row.weekday)?;
    row.weekday = checked_weekday(row.weekday)?;
    input.time.apply_required("time", &mut row.time)?;
    row.time = checked_time(&row.time)?;
    if let Some(kind) = input.post_type.value() {
        row.post_type = kind.slug().to_owned();
    }
    row.is_enabled = input.is_enabled.unwrap_or(row.is_enabled);
    row.updated_at = studio.now();
    slots::save(&mut write, &row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(Slot::new(row, &account, studio.now()))
}

/// Deletes a slot; posts that fill it already keep their time. `slots.create` makes it again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DeleteSlot {
    slot_id: SlotId,
}

async fn delete(studio: &Studio, input: DeleteSlot) -> Result<Slot> {
    let mut write = studio.library().write().await?;
    let row = slots::get(&mut write, input.slot_id).await?.ok_or_else(|| Error::not_found("slot", input.slot_id))?;
    let account = find_account(&mut write, row.account_id).await?;
    slots::delete(&mut write, row.id).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(Slot::new(row, &account, studio.now()))
}

/// The next free slot of an account: the earliest of its coming slots that no post takes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NextSlot {
    #[serde(alias = "platform_account_id")]
    #[schemars(extend("x-aliases" = ["platform_account_id"]))]
    account_id: AccountId,
    /// After this moment; else from now on.
    #[serde(default)]
    after: Option<DateTime<Utc>>,
    /// Only slots for posts of this form.
    #[serde(default)]
    post_type: Option<PostType>,
}

/// The next free slot.
#[derive(Debug, Serialize, JsonSchema)]
struct NextFreeSlot {
    /// `null` when the account has no slots, or none is free within 90 days.
    slot: Option<FreeSlot>,
    /// Why there is none, and what to do.
    message: Option<String>,
}

async fn next_free(studio: &Studio, input: NextSlot) -> Result<NextFreeSlot> {
    let mut read = studio.library().read().await?;
    let account = find_account(&mut read, input.account_id).await?;
    let after = input.after.unwrap_or_else(|| studio.now()).max(studio.now());
    let slot = next(&mut read, &account, after, input.post_type.map(PostType::slug)).await?;
    let message = match &slot {
        Some(_) => None,
        None if slots::list(&mut read, Some(account.id)).await?.is_empty() => {
            Some(format!("{} has no slots yet. Add the hours at which it posts.", account.handle))
        }
        None => Some(format!("No slot of {} is free within 90 days. Add another.", account.handle)),
    };
    Ok(NextFreeSlot { slot, message })
}

fn checked_time(text: &str) -> Result<String> {
    Ok(time::time_of_day("time", text)?.format("%H:%M").to_string())
}

fn checked_weekday(weekday: i64) -> Result<i64> {
    if (1..=7).contains(&weekday) {
        return Ok(weekday);
    }
    Err(Error::field("weekdays", "must be from 1 for Monday to 7 for Sunday"))
}
