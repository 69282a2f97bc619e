//! Fill week: a preview first, then the rows that the creator accepted.

use crate::{
    Error, Result, Studio,
    operations::{characters, scheduling::ScheduledPost},
    planning::{
        fill::{self, FillRow, Range},
        time,
    },
    publishing::{
        create::{self, NewPosts},
        when::When,
    },
    tasks,
};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use troupe_library::{
    AccountId, CharacterId, ContentId, GroupId, LibraryError, RuleId, SlotId, SqliteConnection,
    tables::{
        accounts::{self, AccountFilter, AccountRow, AccountState},
        characters::CharacterRow,
        posts::WhenMissed,
        rule_firings::{self, FiringState},
        shelf,
    },
};
use troupe_platforms::PostType;

/// The longest range that is filled, in days.
const MOST_DAYS: i64 = 62;
/// The most rows of one call.
const MOST_ROWS: usize = 1000;

/// Fills a range of days from slots, rules and approved pictures. First a preview: a row each of time, picture, caption
/// and accounts. Then send the rows that you accept, changed as you like: those are planned. No picture is taken twice.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateCalendar {
    /// The first day; else tomorrow.
    #[serde(default)]
    from_date: Option<NaiveDate>,
    /// The last day, at most 62 days after the first; else six days after it.
    #[serde(default)]
    to_date: Option<NaiveDate>,
    /// The IANA zone whose days these are; else the first character's.
    #[serde(default)]
    timezone: Option<String>,
    /// Of these characters; else of all.
    #[serde(default)]
    character_ids: Vec<CharacterId>,
    /// At these accounts; else at all of the characters'.
    #[serde(default, alias = "platform_account_ids")]
    #[schemars(extend("x-aliases" = ["platform_account_ids"]))]
    account_ids: Vec<AccountId>,
    /// Only shows what it would do (yes, while no rows are sent).
    #[serde(default)]
    preview: Option<bool>,
    /// The rows that are planned.
    #[serde(default)]
    rows: Vec<AcceptedRow>,
    /// Whether the planned posts may go out without another word (yes).
    #[serde(default)]
    approved: Option<bool>,
}

/// A row that the creator accepted.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AcceptedRow {
    character_id: CharacterId,
    account_ids: Vec<AccountId>,
    content_id: ContentId,
    /// Wall-clock time in `timezone`.
    wall_time: NaiveDateTime,
    timezone: String,
    #[serde(default)]
    post_type: Option<PostType>,
    #[serde(default)]
    caption: String,
    #[serde(default)]
    hashtags: Vec<String>,
    /// The slots that it fills.
    #[serde(default)]
    slot_ids: Vec<SlotId>,
    /// The rule whose firing it is.
    #[serde(default)]
    rule_id: Option<RuleId>,
}

/// The proposal, or what was planned.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FilledCalendar {
    is_preview: bool,
    from_date: NaiveDate,
    to_date: NaiveDate,
    timezone: String,
    /// The proposals; empty when rows were planned.
    rows: Vec<FillRow>,
    /// How many of them have a picture.
    ready: usize,
    /// Approved pictures of each character that stay on the shelf after this.
    shelf_left: HashMap<CharacterId, usize>,
    /// The posts that were planned.
    created: Vec<ScheduledPost>,
    /// Rows that could not be planned, each with why.
    refused: Vec<RefusedRow>,
    /// How this computer must be awake for it, in a sentence.
    message: String,
}

/// A row that could not be planned.
#[derive(Debug, Serialize, JsonSchema)]
struct RefusedRow {
    /// Its place among the rows that were sent, from 0.
    row: usize,
    message: String,
}

pub(super) async fn create(studio: &Studio, input: CreateCalendar) -> Result<FilledCalendar> {
    let now = studio.now();
    if input.rows.len() > MOST_ROWS {
        return Err(Error::field("rows", format!("must be {MOST_ROWS} at most")));
    }
    if input.preview == Some(false) && input.rows.is_empty() {
        return Err(Error::field("rows", "send the rows of the preview that you accept"));
    }
    let mut read = studio.library().read().await?;
    let cast = cast(&mut read, &input).await?;
    let home = cast.first().map_or("UTC", |(character, _)| character.timezone.as_str()).to_owned();
    let zone = time::zone("timezone", input.timezone.as_deref().unwrap_or(&home))?;
    let from_date = input.from_date.unwrap_or_else(|| time::wall_time(now, zone).date() + TimeDelta::days(1));
    let to_date = input.to_date.unwrap_or(from_date + TimeDelta::days(6));
    if !(0..=MOST_DAYS).contains(&(to_date - from_date).num_days()) {
        return Err(Error::field("to_date", format!("must be from the first day to {MOST_DAYS} days after it")));
    }
    let mut answer = FilledCalendar {
        is_preview: input.rows.is_empty() || input.preview == Some(true),
        from_date,
        to_date,
        timezone: zone.name().to_owned(),
        rows: Vec::new(),
        ready: 0,
        shelf_left: HashMap::new(),
        created: Vec::new(),
        refused: Vec::new(),
        message: String::new(),
    };
    if answer.is_preview {
        let range = Range { from: time::day(from_date, zone).0, to: time::day(to_date, zone).1, now };
        let mut used = HashSet::new();
        for (character, accounts) in &cast {
            answer.rows.extend(fill::propose(&mut read, character, accounts, &range, &mut used).await?);
            let left = fill::shelf_size(&mut read, character.id, accounts, &used).await?;
            answer.shelf_left.insert(character.id, left);
        }
        answer.rows.sort_by_key(|row| row.scheduled_at);
        answer.ready = answer.rows.iter().filter(|row| row.is_ready).count();
        answer.message = awake(answer.rows.iter().map(|row| row.scheduled_at), zone);
        return Ok(answer);
    }
    drop(read);
    let approved = input.approved.unwrap_or(true);
    let mut made = Vec::new();
    for (at, row) in input.rows.into_iter().enumerate() {
        match plan_row(studio, row, approved).await {
            Ok(posts) => made.extend(posts),
            Err(error) => answer.refused.push(RefusedRow { row: at, message: error.message.into_owned() }),
        }
    }
    let mut read = studio.library().read().await?;
    answer.created = ScheduledPost::load(&mut read, made, now).await?;
    answer.message = awake(answer.created.iter().filter_map(|post| post.scheduled_at), zone);
    studio.tasks().nudge(tasks::PUBLISH_DUE);
    Ok(answer)
}

fn awake(times: impl Iterator<Item = DateTime<Utc>>, zone: chrono_tz::Tz) -> String {
    let times: std::collections::BTreeSet<_> = times.collect();
    match times.first() {
        Some(first) => {
            let words = time::words(*first, zone);
            format!("This computer must be awake at {} times, first {words}.", times.len())
        }
        None => "No slot of these days is free. Add slots to the accounts, or choose other days.".to_owned(),
    }
}

/// The characters with their connected accounts.
async fn cast(db: &mut SqliteConnection, input: &CreateCalendar) -> Result<Vec<(CharacterRow, Vec<AccountRow>)>> {
    let mut of: Vec<(CharacterId, Vec<AccountRow>)> = Vec::new();
    for account in accounts::list(db, &AccountFilter::default()).await? {
        let is_wanted = (input.account_ids.is_empty() || input.account_ids.contains(&account.id))
            && account.state == AccountState::Connected;
        let Some(owner) = account.character_id.filter(|_| is_wanted) else { continue };
        if !input.character_ids.is_empty() && !input.character_ids.contains(&owner) {
            continue;
        }
        match of.iter_mut().find(|(id, _)| *id == owner) {
            Some((_, accounts)) => accounts.push(account),
            None => of.push((owner, vec![account])),
        }
    }
    let mut cast = Vec::new();
    for (id, accounts) in of {
        // A deleted character's accounts are left out.
        if let Ok(character) = characters::find(db, id).await {
            cast.push((character, accounts));
        }
    }
    cast.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
    Ok(cast)
}

async fn plan_row(
    studio: &Studio,
    row: AcceptedRow,
    approved: bool,
) -> Result<Vec<troupe_library::tables::posts::PostRow>> {
    let now = studio.now();
    let zone = time::zone("timezone", &row.timezone)?;
    let due = time::due_at(row.wall_time, zone);
    if due + time::GRACE < now {
        return Err(Error::conflict(format!("{} has passed.", time::words(due, zone))));
    }
    let mut write = studio.library().write().await?;
    if shelf::is_planned(&mut write, row.content_id, &row.account_ids).await? {
        return Err(Error::conflict("This picture is in the plan of that account already, or was posted there."));
    }
    let group_id = GroupId::new();
    let mut begun = None;
    if let Some(rule) = row.rule_id {
        let Some(mut firing) = rule_firings::begin(&mut write, rule, due, now).await? else {
            return Err(Error::conflict("The rule has planned this time already."));
        };
        firing.group_id = Some(group_id);
        firing.state = FiringState::Planned;
        firing.reason = Some("planned with Fill week".to_owned());
        rule_firings::save(&mut write, &firing).await?;
        begun = Some(firing.id);
    }
    write.commit().await.map_err(LibraryError::from)?;
    let new = NewPosts {
        character_id: Some(row.character_id),
        slot_id: row.slot_ids.first().copied().filter(|_| row.account_ids.len() == 1),
        account_ids: row.account_ids,
        content_ids: vec![row.content_id],
        caption: row.caption,
        hashtags: row.hashtags,
        post_type: row.post_type,
        when: When::At { wall_time: row.wall_time, timezone: Some(row.timezone), at_platform: false },
        approved,
        rule_id: row.rule_id,
        group_id: Some(group_id),
        when_missed: WhenMissed::default(),
        ..NewPosts::default()
    };
    let made = create::create(studio, new).await;
    if let (Err(_), Some(firing)) = (&made, begun) {
        // The rule fires by itself again.
        let mut write = studio.library().write().await?;
        rule_firings::forget(&mut write, firing).await?;
        write.commit().await.map_err(LibraryError::from)?;
    }
    made
}
