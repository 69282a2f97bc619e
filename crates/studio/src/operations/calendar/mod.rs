//! The calendar: a range of days with what is planned, what went out, what rules will do, and where it is crowded.

mod days;
mod fill;

use crate::{
    Effect::{Read, Write},
    Error, Operation, Result, Studio,
    operations::{characters, scheduling::ScheduledPost},
    planning::{
        outlook::{Firing, Outlook},
        time,
    },
    registry::operation,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use days::{CalendarDay, CrowdedHour};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    AccountId, CharacterId,
    tables::{
        posts::{self, PostFilter, PostStatus},
        rules::{self, RuleFilter},
    },
};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("calendar.get", get, Read, &["posts", "schedule", "rules", "content", "characters"])
            .route("GET /scheduling/calendar"),
        operation("calendar.create", fill::create, Write, &["posts", "schedule", "rules"])
            .route("POST /scheduling/calendar"),
    ]
}

/// The longest range that is shown, in days: six weeks of a month's sheet and a few more.
const MOST_DAYS: i64 = 100;
/// The most firings of one rule that a range shows.
const MOST_FIRINGS: usize = 500;

/// A range of days as a calendar shows it: posts in their groups, the firings of rules to come, crowded hours.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetCalendar {
    /// The first day, such as `2026-11-16`.
    from_date: NaiveDate,
    /// The last day; at most 100 days after the first.
    to_date: NaiveDate,
    /// The IANA zone whose days these are; else the character's, else UTC.
    #[serde(default)]
    timezone: Option<String>,
    /// Of one character.
    #[serde(default)]
    character_id: Option<CharacterId>,
    /// Of one account.
    #[serde(default, alias = "platform_account_id")]
    #[schemars(extend("x-aliases" = ["platform_account_id"]))]
    account_id: Option<AccountId>,
}

/// The calendar of a range.
#[derive(Debug, Serialize, JsonSchema)]
struct Calendar {
    from_date: NaiveDate,
    to_date: NaiveDate,
    /// The IANA zone whose days these are.
    timezone: String,
    days: Vec<CalendarDay>,
    /// Hours with more posts than do each other good.
    crowded_hours: Vec<CrowdedHour>,
    /// Posts of the range, each account's counted.
    total_posts: usize,
    /// Posts that need a look, whenever they were planned.
    needs_attention: i64,
}

async fn get(studio: &Studio, input: GetCalendar) -> Result<Calendar> {
    let length = (input.to_date - input.from_date).num_days();
    if !(0..MOST_DAYS).contains(&length) {
        return Err(Error::field("to_date", format!("must be from the first day to {} days after it", MOST_DAYS - 1)));
    }
    let now = studio.now();
    let mut read = studio.library().read().await?;
    let home = match input.character_id {
        Some(id) => characters::find(&mut read, id).await?.timezone,
        None => "UTC".to_owned(),
    };
    let zone = time::zone("timezone", input.timezone.as_deref().unwrap_or(&home))?;
    let (from, to) = (time::day(input.from_date, zone).0, time::day(input.to_date, zone).1);
    let filter = PostFilter {
        character_id: input.character_id,
        account_id: input.account_id,
        statuses: [
            PostStatus::Draft,
            PostStatus::Scheduled,
            PostStatus::Publishing,
            PostStatus::Published,
            PostStatus::Failed,
            PostStatus::NeedsAttention,
        ]
        .to_vec(),
        due_from: Some(from),
        due_to: Some(to),
        by_time: true,
        ..PostFilter::default()
    };
    let rows = posts::list(&mut read, &filter).await?;
    let total_posts = rows.len();
    let planned = ScheduledPost::load(&mut read, rows, now).await?;
    let attention = PostFilter {
        character_id: input.character_id,
        account_id: input.account_id,
        statuses: vec![PostStatus::NeedsAttention],
        ..PostFilter::default()
    };
    let needs_attention = posts::count(&mut read, &attention).await?;
    let mut firings = Vec::new();
    let filter = RuleFilter { character_id: input.character_id, is_enabled: Some(true) };
    for rule in rules::list(&mut read, &filter).await? {
        if input.account_id.is_none_or(|id| rule.account_ids.contains(&id)) {
            firings.extend(ahead(&mut read, rule, from, to, now).await?);
        }
    }
    firings.sort_by_key(|firing| firing.scheduled_at);
    let crowded_hours = days::crowded(&planned, zone);
    let days = days::days(input.from_date, input.to_date, zone, planned, firings);
    Ok(Calendar {
        from_date: input.from_date,
        to_date: input.to_date,
        timezone: zone.name().to_owned(),
        days,
        crowded_hours,
        total_posts,
        needs_attention,
    })
}

/// The firings of a rule within the range that are still to come and have no posts in the plan yet.
async fn ahead(
    db: &mut troupe_library::SqliteConnection,
    rule: rules::RuleRow,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<Firing>> {
    if to <= now {
        return Ok(Vec::new());
    }
    let outlook = Outlook::load(db, rule, now).await?;
    let mut found = outlook.firings(db, now - TimeDelta::seconds(1), Some(to), MOST_FIRINGS).await?;
    found.retain(|firing| firing.scheduled_at >= from && firing.group_id.is_none());
    Ok(found)
}
