//! How the scheduler stands: what comes next, what waits and why, what was missed, and when this computer must be awake.

use crate::{
    Result, Studio,
    planning::{
        alarms,
        awake::AwakeState,
        missed::{self, MissedSummary},
        pause::{self, Pause},
        time,
        wake::{self, WakeState},
    },
    settings::SchedulingSettings,
};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    AccountId, CharacterId, FiringId, GroupId, PostId, RuleId, SqliteConnection,
    tables::{
        accounts::{self, AccountFilter, AccountState},
        approvals::{self, ApprovalFilter, ApprovalState},
        content,
        posts::{self, PostFilter, PostStatus},
        rule_firings::{self, FiringState},
        rules::{self, RuleFilter},
        schedule::{self, DuePost},
    },
};

/// How far ahead it is told when this computer must be awake, and how many times at most.
const AWAKE_AHEAD: TimeDelta = TimeDelta::hours(48);
const MOST_TIMES: usize = 20;
/// The most waiting posts that are named.
const MOST_WAITING: usize = 100;

/// How the scheduler stands.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetStatus {}

/// How the scheduler stands.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SchedulerStatus {
    /// Whether everything is paused.
    is_paused: bool,
    pause: Option<Pause>,
    /// The next post that goes out.
    next_post: Option<NextPost>,
    /// The next firing of a rule.
    next_firing: Option<NextFiring>,
    /// When a post was last taken up.
    last_run_at: Option<DateTime<Utc>>,
    /// Posts on their way.
    publishing: i64,
    /// Posts planned.
    scheduled: i64,
    /// Posts that need the creator.
    needs_attention: i64,
    /// Posts that failed and were not settled yet.
    failed: i64,
    /// Accounts that their platform no longer lets in: to be connected again, or looked at there.
    accounts_to_mend: usize,
    /// What agents asked for that waits for the creator's word; `approvals.list` shows it.
    approvals_waiting: i64,
    /// All that the creator should look at: posts that need attention or failed or stand still, firings that ask,
    /// accounts to mend, and what agents asked for.
    needs_you: i64,
    /// Planned posts without the creator's word.
    waiting_for_approval: i64,
    /// Due posts that are not out yet.
    late: usize,
    /// Due posts that wait, with the reason and until when.
    waiting: Vec<WaitingPost>,
    /// Due posts that stand still without a reason: an alarm.
    standing_still: Vec<PostId>,
    /// What was missed while nothing could go out; `scheduler.dismiss` puts it away.
    missed: Option<MissedSummary>,
    /// Firings of rules whose time was missed and that ask; `automation.execute` fires one now.
    asking: Vec<AskingFiring>,
    /// When this computer must be awake within 48 hours.
    must_be_awake: Vec<AwakeTime>,
    awake: AwakeReport,
}

/// The next post.
#[derive(Debug, Serialize, JsonSchema)]
struct NextPost {
    post_id: PostId,
    group_id: GroupId,
    account_id: AccountId,
    account_handle: String,
    platform: String,
    character_id: Option<CharacterId>,
    character_name: Option<String>,
    scheduled_at: DateTime<Utc>,
    /// What the clocks of its zone show then.
    wall_time: NaiveDateTime,
    timezone: String,
}

/// The next firing.
#[derive(Debug, Serialize, JsonSchema)]
struct NextFiring {
    rule_id: RuleId,
    rule_name: String,
    character_id: CharacterId,
    scheduled_at: DateTime<Utc>,
}

/// A due post that waits.
#[derive(Debug, Serialize, JsonSchema)]
struct WaitingPost {
    post_id: PostId,
    account_handle: String,
    platform: String,
    character_name: Option<String>,
    /// Why, in a sentence.
    reason: String,
    /// Until when, where that is known.
    until: Option<DateTime<Utc>>,
}

/// A missed firing that asks.
#[derive(Debug, Serialize, JsonSchema)]
struct AskingFiring {
    firing_id: FiringId,
    rule_id: RuleId,
    rule_name: String,
    character_name: Option<String>,
    scheduled_at: DateTime<Utc>,
    reason: Option<String>,
}

/// A time at which this computer must be awake.
#[derive(Debug, Serialize, JsonSchema)]
struct AwakeTime {
    at: DateTime<Utc>,
    wall_time: NaiveDateTime,
    timezone: String,
    /// In a sentence: `This computer must be awake at 19:00.`
    message: String,
}

/// Whether this computer stays awake, and whether it could wake by itself.
#[derive(Debug, Serialize, JsonSchema)]
struct AwakeReport {
    /// The setting `scheduling.keep_awake`.
    keep_awake: bool,
    state: AwakeState,
    /// Whether the system lets Troupe wake this computer.
    can_wake: bool,
    /// The setting `scheduling.wake_for_posts`.
    wake_for_posts: bool,
    wake_state: WakeState,
    /// When the computer is woken next; `null` while no timer is set.
    wakes_at: Option<DateTime<Utc>>,
    /// All of it in sentences.
    message: String,
}

pub(super) async fn status(studio: &Studio, _: GetStatus) -> Result<SchedulerStatus> {
    let now = studio.now();
    let SchedulingSettings { keep_awake, wake_for_posts, .. } = studio.settings().await?.scheduling;
    let mut read = studio.library().read().await?;
    let pause = pause::everything(&mut read, now).await?;
    let due = schedule::due(&mut read, now).await?;
    let ahead = schedule::coming(&mut read, now, now + TimeDelta::days(400), 1).await?;
    let times = schedule::coming(&mut read, now, now + AWAKE_AHEAD, 500).await?;
    let waiting = due.iter().filter_map(|post| waiting(post, now)).take(MOST_WAITING).collect();
    let late = due.iter().filter(|post| post.due_at.is_some_and(|due| due + time::GRACE < now)).count();
    let standing = alarms::standing(&mut read, now).await?;
    let (wake_state, wakes_at) = studio.wake().state();
    let can_wake = wake::can_wake();
    let (stays, wakes) = (awake_words(keep_awake, studio.awake().state()), wake_words(wake_for_posts, can_wake));
    let awake = AwakeReport {
        keep_awake,
        state: studio.awake().state(),
        can_wake,
        wake_for_posts,
        wake_state,
        wakes_at,
        message: format!("{stays} {wakes}"),
    };
    let needs_attention = count(&mut read, PostStatus::NeedsAttention).await?;
    let failed = count(&mut read, PostStatus::Failed).await?;
    let accounts_to_mend = accounts_to_mend(&mut read).await?;
    let asking = asking(&mut read).await?;
    let approvals_waiting = approvals_waiting(&mut read, now).await?;
    let others = standing.len() + asking.len() + accounts_to_mend;
    Ok(SchedulerStatus {
        is_paused: pause.is_some(),
        pause,
        next_post: ahead.into_iter().next().and_then(next_post),
        next_firing: next_firing(&mut read).await?,
        last_run_at: schedule::last_taken_up(&mut read).await?,
        publishing: count(&mut read, PostStatus::Publishing).await?,
        scheduled: count(&mut read, PostStatus::Scheduled).await?,
        needs_attention,
        failed,
        accounts_to_mend,
        approvals_waiting,
        needs_you: needs_attention + failed + approvals_waiting + i64::try_from(others).unwrap_or(i64::MAX),
        waiting_for_approval: schedule::unapproved_count(&mut read).await?,
        late,
        waiting,
        standing_still: standing.into_iter().map(|post| post.id).collect(),
        missed: missed::summary(&mut read).await?,
        asking,
        must_be_awake: awake_times(times, now),
        awake,
    })
}

async fn count(db: &mut SqliteConnection, status: PostStatus) -> Result<i64> {
    Ok(posts::count(db, &PostFilter { statuses: vec![status], ..PostFilter::default() }).await?)
}

fn waiting(post: &DuePost, now: DateTime<Utc>) -> Option<WaitingPost> {
    Some(WaitingPost {
        post_id: post.id,
        account_handle: post.handle.clone(),
        platform: post.platform.clone(),
        character_name: post.character_name.clone(),
        reason: post.waiting_reason.clone()?,
        until: Some(post.next_attempt_at).filter(|until| *until > now),
    })
}

fn next_post(post: DuePost) -> Option<NextPost> {
    let timezone = post.timezone.or(post.character_timezone).unwrap_or_else(|| "UTC".to_owned());
    Some(NextPost {
        post_id: post.id,
        group_id: post.group_id,
        account_id: post.account_id,
        account_handle: post.handle,
        platform: post.platform,
        character_id: post.character_id,
        character_name: post.character_name,
        scheduled_at: post.due_at?,
        wall_time: time::wall_time(post.due_at?, time::zone_of(&timezone)),
        timezone,
    })
}

async fn next_firing(db: &mut SqliteConnection) -> Result<Option<NextFiring>> {
    let enabled = rules::list(db, &RuleFilter { character_id: None, is_enabled: Some(true) }).await?;
    let next = enabled.into_iter().filter_map(|rule| Some((rule.next_at?, rule))).min_by_key(|(at, _)| *at);
    Ok(next.map(|(scheduled_at, rule)| NextFiring {
        rule_id: rule.id,
        rule_name: rule.name,
        character_id: rule.character_id,
        scheduled_at,
    }))
}

async fn approvals_waiting(db: &mut SqliteConnection, now: DateTime<Utc>) -> Result<i64> {
    let waiting = ApprovalFilter { states: vec![ApprovalState::Asked], agent_id: None };
    let asked = approvals::list(db, &waiting, u32::MAX, 0).await?;
    Ok(i64::try_from(asked.iter().filter(|row| row.expires_at > now).count()).unwrap_or(i64::MAX))
}

async fn accounts_to_mend(db: &mut SqliteConnection) -> Result<usize> {
    let closed = AccountFilter { is_connected: Some(false), ..AccountFilter::default() };
    let closed = accounts::list(db, &closed).await?;
    Ok(closed.iter().filter(|account| account.state != AccountState::Disconnected).count())
}

async fn asking(db: &mut SqliteConnection) -> Result<Vec<AskingFiring>> {
    let mut found = Vec::new();
    for firing in rule_firings::in_state(db, FiringState::Asking).await? {
        let Some(rule) = rules::get(db, firing.rule_id).await? else { continue };
        found.push(AskingFiring {
            firing_id: firing.id,
            rule_id: rule.id,
            rule_name: rule.name,
            character_name: content::character_name(db, rule.character_id).await?,
            scheduled_at: firing.due_at,
            reason: firing.reason,
        });
    }
    Ok(found)
}

/// Each time once; posts at a platform that publishes them itself need nobody awake.
fn awake_times(posts: Vec<DuePost>, now: DateTime<Utc>) -> Vec<AwakeTime> {
    let mut times: Vec<AwakeTime> = Vec::new();
    for post in posts.into_iter().filter(|post| !post.at_platform) {
        let (Some(at), Some(timezone)) = (post.due_at, post.timezone) else { continue };
        if times.last().is_some_and(|last| last.at == at) || times.len() == MOST_TIMES {
            continue;
        }
        let zone = time::zone_of(&timezone);
        let message = format!("This computer must be awake at {}.", time::short_words(at, now, zone));
        times.push(AwakeTime { at, wall_time: time::wall_time(at, zone), timezone, message });
    }
    times
}

fn awake_words(keep_awake: bool, state: AwakeState) -> &'static str {
    match (keep_awake, state) {
        (false, _) => "Troupe does not keep this computer awake, because the setting is off.",
        (true, AwakeState::NotNeeded) => {
            "Half an hour before a post, Troupe keeps this computer from falling asleep by itself."
        }
        (true, AwakeState::Held) => "A post is due soon, so this computer does not fall asleep by itself now.",
        (true, AwakeState::Refused) => {
            "This system does not let Troupe keep it awake. Set its sleep time yourself, or leave it on."
        }
    }
}

fn wake_words(is_on: bool, can_wake: bool) -> &'static str {
    match (is_on, can_wake) {
        (true, true) => {
            "A lid that is closed, or Sleep in the menu, still puts it to sleep; two minutes before a post Troupe wakes it."
        }
        (false, true) => {
            "A lid that is closed, or Sleep in the menu, still puts it to sleep. Troupe could wake it for its posts: switch that on in Settings, Scheduling."
        }
        (_, false) => {
            "A lid that is closed, or Sleep in the menu, still puts it to sleep, and this system does not let Troupe wake it: it must be awake at the hours of its posts."
        }
    }
}
