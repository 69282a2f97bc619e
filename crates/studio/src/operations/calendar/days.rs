//! A calendar's days: posts laid together in groups, and the hours that are crowded.

use crate::{
    operations::scheduling::ScheduledPost,
    planning::{outlook::Firing, time},
};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Timelike, Utc};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use troupe_library::{AccountId, CharacterId, ContentId, GroupId};

/// So many groups in one hour are crowded.
const CROWDED_GROUPS: usize = 4;

/// One day.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CalendarDay {
    date: NaiveDate,
    /// Its posts, laid together by what was made together and goes at the same time.
    groups: Vec<CalendarGroup>,
    /// What rules will do on it.
    firings: Vec<Firing>,
    /// Posts of the day, each account's counted.
    post_count: usize,
}

/// Posts that were made together and go at the same time: one picture, a mark for each platform.
#[derive(Debug, Serialize, JsonSchema)]
struct CalendarGroup {
    group_id: GroupId,
    character_id: Option<CharacterId>,
    character_name: Option<String>,
    /// The instant.
    scheduled_at: Option<DateTime<Utc>>,
    /// What the clocks of the calendar's zone show then.
    wall_time: Option<NaiveDateTime>,
    /// The first picture.
    content_id: Option<ContentId>,
    caption: String,
    posts: Vec<ScheduledPost>,
}

/// An hour with more posts than do each other good.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CrowdedHour {
    date: NaiveDate,
    /// 0 to 23 in the calendar's zone.
    hour: u32,
    /// Groups of posts in it.
    count: usize,
    /// Accounts that have two or more posts in it.
    account_ids: Vec<AccountId>,
    /// What is crowded, in words.
    message: String,
}

/// Lays posts and firings into their days.
pub(super) fn days(
    from: NaiveDate,
    to: NaiveDate,
    zone: Tz,
    posts: Vec<ScheduledPost>,
    firings: Vec<Firing>,
) -> Vec<CalendarDay> {
    let date_of = |at: DateTime<Utc>| time::wall_time(at, zone).date();
    let mut groups: BTreeMap<NaiveDate, Vec<CalendarGroup>> = BTreeMap::new();
    for post in posts {
        let Some(at) = post.scheduled_at else { continue };
        let day = groups.entry(date_of(at)).or_default();
        match day.iter_mut().find(|group| group.group_id == post.group_id && group.scheduled_at == Some(at)) {
            Some(group) => group.posts.push(post),
            None => day.push(CalendarGroup {
                group_id: post.group_id,
                character_id: post.character_id,
                character_name: post.character_name.clone(),
                scheduled_at: Some(at),
                wall_time: Some(time::wall_time(at, zone)),
                content_id: post.content_ids.first().copied(),
                caption: post.caption.clone(),
                posts: vec![post],
            }),
        }
    }
    let mut coming: BTreeMap<NaiveDate, Vec<Firing>> = BTreeMap::new();
    for firing in firings {
        coming.entry(date_of(firing.scheduled_at)).or_default().push(firing);
    }
    from.iter_days()
        .take_while(|date| *date <= to)
        .map(|date| {
            let groups = groups.remove(&date).unwrap_or_default();
            let post_count = groups.iter().map(|group| group.posts.len()).sum();
            CalendarDay { date, groups, firings: coming.remove(&date).unwrap_or_default(), post_count }
        })
        .collect()
}

/// The hours in which many groups go out, or one account posts more than once.
pub(super) fn crowded(posts: &[ScheduledPost], zone: Tz) -> Vec<CrowdedHour> {
    type Hour = (BTreeMap<GroupId, ()>, BTreeMap<AccountId, (usize, String)>);
    let mut hours: BTreeMap<(NaiveDate, u32), Hour> = BTreeMap::new();
    for post in posts {
        let Some(at) = post.scheduled_at else { continue };
        let wall = time::wall_time(at, zone);
        let (groups, accounts) = hours.entry((wall.date(), wall.hour())).or_default();
        groups.insert(post.group_id, ());
        let account = accounts.entry(post.account_id).or_insert((0, post.account_handle.clone()));
        account.0 += 1;
    }
    let crowd = |((date, hour), (groups, accounts)): ((NaiveDate, u32), Hour)| {
        let twice: Vec<_> = accounts.into_iter().filter(|(_, (count, _))| *count > 1).collect();
        let count = groups.len();
        if count < CROWDED_GROUPS && twice.is_empty() {
            return None;
        }
        let names: Vec<_> = twice.iter().map(|(_, (count, handle))| format!("{handle} posts {count} times")).collect();
        let message = if names.is_empty() { format!("{count} posts within the hour") } else { names.join(", ") };
        let account_ids = twice.into_iter().map(|(id, _)| id).collect();
        Some(CrowdedHour { date, hour, count, account_ids, message })
    };
    hours.into_iter().filter_map(crowd).collect()
}
