//! What a rule will do: its next firings with what each would make, and what leaves one out.

use super::{
    pause::{self, Pause},
    strategy::Strategy,
    time,
    trigger::Trigger,
};
use crate::{Error, Result};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashSet;
use troupe_library::{
    AccountId, CharacterId, ContentId, GroupId, JobId, RuleId, SqliteConnection,
    tables::{
        accounts::{self, AccountRow, AccountState},
        characters::{self, CharacterRow, CharacterStatus},
        content::Rating,
        posts::{self, PostFilter, PostStatus},
        rule_firings::{self, FiringRow, FiringState},
        rules::{ContentFrom, RuleRow},
        schedule,
        shelf::{self, ShelfFilter, ShelfItem},
    },
};

/// How long before its time a post that waits for approval is planned, at the least.
const APPROVAL_AHEAD: TimeDelta = TimeDelta::hours(24);
/// How long before its time any other is planned.
const AHEAD: TimeDelta = TimeDelta::minutes(10);
/// The most items of the shelf that a look ahead takes into account.
pub(super) const SHELF: i64 = 500;

/// What will come of a firing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FiringOutcome {
    /// Its posts are in the plan.
    Planned,
    /// Its picture is being made.
    Making,
    /// It takes an approved picture that was not posted there.
    FromShelf,
    /// It makes a picture.
    Makes,
    /// No approved picture is left for it.
    NothingLeft,
    /// It is left out.
    LeftOut,
    /// It stands in a pause.
    Paused,
    /// It could not be done.
    Failed,
    /// Its time was missed, and it asks.
    Asking,
}

/// One firing of a rule, past or to come.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Firing {
    pub(crate) rule_id: RuleId,
    pub(crate) rule_name: String,
    pub(crate) character_id: CharacterId,
    pub(crate) character_name: String,
    pub(crate) account_ids: Vec<AccountId>,
    /// The instant.
    pub(crate) scheduled_at: DateTime<Utc>,
    /// What the clocks of the rule's zone show then.
    pub(crate) wall_time: NaiveDateTime,
    /// The rule's IANA zone.
    pub(crate) timezone: String,
    /// What a clock change does to this one, in words.
    pub(crate) clock_change: Option<String>,
    pub(crate) outcome: FiringOutcome,
    /// What it makes, or why not, in words.
    pub(crate) what: String,
    /// The picture that it takes.
    pub(crate) content_id: Option<ContentId>,
    /// The posts that it planned.
    pub(crate) group_id: Option<GroupId>,
    /// The job that makes its picture.
    pub(crate) job_id: Option<JobId>,
    /// Until when its posts wait for approval.
    pub(crate) approve_until: Option<DateTime<Utc>>,
}

/// All that decides what a rule does.
#[derive(Debug)]
pub(crate) struct Outlook {
    pub(crate) rule: RuleRow,
    pub(crate) trigger: Trigger,
    pub(crate) zone: Tz,
    pub(crate) character: CharacterRow,
    /// The accounts that it posts to and that work.
    pub(crate) accounts: Vec<AccountRow>,
    pub(crate) strategy: Strategy,
    everything: Option<Pause>,
    /// When posts of the character are planned or went out at these accounts.
    times: Vec<DateTime<Utc>>,
    /// When posts of this rule are planned or went out, one entry a group.
    own: Vec<DateTime<Utc>>,
}

/// How long before a firing's time its posts are planned.
pub(super) fn ahead(rule: &RuleRow) -> TimeDelta {
    let lead = match rule.content_source {
        ContentFrom::Approved => TimeDelta::zero(),
        ContentFrom::Fresh | ContentFrom::FreshElseApproved => TimeDelta::minutes(rule.lead_minutes),
    };
    if rule.needs_approval { lead.max(APPROVAL_AHEAD) } else { lead.max(AHEAD) }
}

impl Outlook {
    /// Reads all of it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn load(db: &mut SqliteConnection, rule: RuleRow, now: DateTime<Utc>) -> Result<Self> {
        let (trigger, config) = Trigger::of(&rule)?;
        let character = characters::get(db, rule.character_id)
            .await?
            .ok_or_else(|| Error::not_found("character", rule.character_id))?;
        let mut found = Vec::new();
        for id in &rule.account_ids {
            found.extend(accounts::get(db, *id).await?.filter(|account| account.state == AccountState::Connected));
        }
        let (from, to) = (now - TimeDelta::days(8), now + TimeDelta::days(400));
        let mut times = Vec::new();
        for account in &found {
            times.extend(
                schedule::taken_times(db, Some(account.id), from, to).await?.into_iter().map(|post| post.due_at),
            );
        }
        let filter =
            PostFilter { rule_id: Some(rule.id), due_from: Some(from), by_time: true, ..PostFilter::default() };
        let mut groups = HashSet::new();
        let own = posts::list(db, &filter).await?.into_iter();
        let own = own.filter(|post| post.status != PostStatus::Cancelled && groups.insert(post.group_id));
        let own = own.filter_map(|post| post.due_at).collect();
        let strategy = Strategy::of(db, rule.character_id).await?;
        let everything = pause::everything(db, now).await?;
        let zone = config.zone();
        Ok(Self { trigger, zone, character, accounts: found, strategy, everything, times, own, rule })
    }

    /// Which pause a firing at that moment stands in, in words.
    pub(crate) fn pause_at(&self, at: DateTime<Utc>) -> Option<String> {
        let words = |what: &str, until: Option<DateTime<Utc>>| match until {
            Some(until) => format!("{what} is paused until {}", time::words(until, self.zone)),
            None => format!("{what} is paused"),
        };
        if let Some(pause) = self.everything.as_ref().filter(|pause| pause.covers(at)) {
            return Some(words("everything", pause.until));
        }
        if let Some(until) = self.rule.paused_until.filter(|until| at < *until) {
            return Some(words("the rule", Some(until).filter(|until| *until < pause::until_resumed())));
        }
        let until = self.character.paused_until;
        let is_paused = self.character.status != CharacterStatus::Active && until.is_none_or(|until| at < until);
        is_paused.then(|| words(&self.character.name, until))
    }

    /// What leaves a firing at that moment out, in words.
    pub(crate) fn left_out(&self, at: DateTime<Utc>) -> Option<String> {
        if self.accounts.is_empty() {
            return Some("none of its accounts is connected".to_owned());
        }
        let quiet = serde_json::from_value::<Option<super::quiet_hours::QuietHours>>(
            self.rule.quiet_hours.clone().unwrap_or_default(),
        );
        if quiet.ok().flatten().is_some_and(|quiet| quiet.end(at, self.zone).is_some()) {
            return Some("it falls into the rule's quiet hours".to_owned());
        }
        let home = time::zone_of(&self.character.timezone);
        if self.strategy.quiet_hours.as_ref().is_some_and(|quiet| quiet.end(at, home).is_some()) {
            return Some(format!("it falls into {}'s quiet hours", self.character.name));
        }
        let (day, next_day) = time::day_of(at, self.zone);
        let today = self.own.iter().filter(|time| (day..next_day).contains(*time)).count();
        if self.rule.max_posts_per_day.is_some_and(|most| i64::try_from(today).unwrap_or(i64::MAX) >= most) {
            return Some(format!("{today} of its posts are planned for that day already, which is its most"));
        }
        let cooldown = TimeDelta::minutes(self.rule.cooldown_minutes.unwrap_or(0));
        let near = self.times.iter().find(|time| (**time - at).abs() < cooldown)?;
        Some(format!(
            "another post of {} is planned for {}, less than {} minutes away",
            self.character.name,
            time::words(*near, self.zone),
            cooldown.num_minutes()
        ))
    }

    /// Counts a firing toward the limits of those after it.
    pub(crate) fn note(&mut self, at: DateTime<Utc>) {
        self.times.push(at);
        self.own.push(at);
    }

    /// Approved items that it can take, in their order.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn shelf(&self, db: &mut SqliteConnection, limit: i64) -> Result<Vec<ShelfItem>> {
        let filter = self.shelf_filter(limit);
        Ok(shelf::items(db, &filter).await?)
    }

    fn shelf_filter(&self, limit: i64) -> ShelfFilter {
        let decided_from = match self.trigger {
            Trigger::Event(super::trigger::RuleEvent::ContentApproved) => Some(self.rule.created_at),
            _ => None,
        };
        ShelfFilter {
            character_id: self.rule.character_id,
            content_type: self.rule.content_type.clone(),
            category: Some(self.rule.content_category.clone()).filter(|category| !category.is_empty()),
            account_ids: self.accounts.iter().map(|account| account.id).collect(),
            decided_from,
            allows_nsfw: self.takes_nsfw(),
            limit,
        }
    }

    /// That the shelf is empty, in words, with what lies there unrated.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn nothing_left(&self, db: &mut SqliteConnection) -> Result<String> {
        let filter = ShelfFilter { allows_nsfw: true, ..self.shelf_filter(SHELF) };
        let unrated = shelf::items(db, &filter).await?.iter().filter(|item| item.rating == Rating::Unknown).count();
        let name = &self.character.name;
        Ok(if unrated == 0 || self.takes_nsfw() {
            format!("no approved picture of {name} is left that was not posted there")
        } else {
            format!(
                "of {name}'s approved pictures {unrated} are left, but nobody has said yet how much they show: rate them"
            )
        })
    }

    /// Whether everything goes to these accounts; what nobody rated counts as not safe.
    pub(crate) fn takes(&self, rating: Rating) -> bool {
        matches!(rating, Rating::Safe | Rating::Suggestive) || self.takes_nsfw()
    }

    fn takes_nsfw(&self) -> bool {
        self.accounts.iter().all(|account| account.allows_nsfw)
    }

    /// Its next firings after `now`: at most `count`, and before `until`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn firings(
        mut self,
        db: &mut SqliteConnection,
        now: DateTime<Utc>,
        until: Option<DateTime<Utc>>,
        count: usize,
    ) -> Result<Vec<Firing>> {
        let instants = self.trigger.next(now, self.zone, count);
        let Some(last) = instants.last().copied() else { return Ok(Vec::new()) };
        let begun = rule_firings::between(db, self.rule.id, now, last + TimeDelta::seconds(1)).await?;
        let mut shelf = self.shelf(db, SHELF).await?.into_iter();
        let nothing_left = self.nothing_left(db).await?;
        let mut found = Vec::with_capacity(instants.len());
        for at in instants.into_iter().take_while(|at| until.is_none_or(|until| *at < until)) {
            let firing = match begun.iter().find(|row| row.due_at == at) {
                Some(row) => self.begun(row),
                None => self.coming(at, &mut shelf, &nothing_left),
            };
            found.push(firing);
        }
        Ok(found)
    }

    fn coming(&mut self, at: DateTime<Utc>, shelf: &mut impl Iterator<Item = ShelfItem>, nothing_left: &str) -> Firing {
        if let Some(words) = self.pause_at(at) {
            return self.firing(at, FiringOutcome::Paused, words);
        }
        if let Some(words) = self.left_out(at) {
            return self.firing(at, FiringOutcome::LeftOut, words);
        }
        self.note(at);
        let lead = at - TimeDelta::minutes(self.rule.lead_minutes);
        let makes = format!("makes a picture from {} on", time::words(lead, self.zone));
        let mut firing = match self.rule.content_source {
            ContentFrom::Approved => match shelf.next() {
                Some(item) => {
                    let mut firing = self.firing(at, FiringOutcome::FromShelf, "takes this picture".to_owned());
                    firing.content_id = Some(item.id);
                    firing
                }
                None => self.firing(at, FiringOutcome::NothingLeft, nothing_left.to_owned()),
            },
            ContentFrom::Fresh => self.firing(at, FiringOutcome::Makes, makes),
            ContentFrom::FreshElseApproved => {
                self.firing(at, FiringOutcome::Makes, format!("{makes}, else takes an approved one"))
            }
        };
        if self.rule.needs_approval && firing.outcome != FiringOutcome::NothingLeft {
            firing.approve_until = Some(at);
        }
        firing
    }

    fn begun(&mut self, row: &FiringRow) -> Firing {
        let (outcome, words) = match row.state {
            FiringState::Making => (FiringOutcome::Making, "its picture is being made".to_owned()),
            FiringState::Planned => (FiringOutcome::Planned, "its posts are in the plan".to_owned()),
            FiringState::Skipped => (FiringOutcome::LeftOut, row.reason.clone().unwrap_or_default()),
            FiringState::Failed => (FiringOutcome::Failed, row.reason.clone().unwrap_or_default()),
            FiringState::Asking => (FiringOutcome::Asking, row.reason.clone().unwrap_or_default()),
        };
        let mut firing = self.firing(row.due_at, outcome, words);
        firing.group_id = row.group_id.filter(|_| row.state == FiringState::Planned);
        firing.job_id = row.job_id;
        firing
    }

    fn firing(&self, at: DateTime<Utc>, outcome: FiringOutcome, what: String) -> Firing {
        Firing {
            rule_id: self.rule.id,
            rule_name: self.rule.name.clone(),
            character_id: self.character.id,
            character_name: self.character.name.clone(),
            account_ids: self.rule.account_ids.clone(),
            scheduled_at: at,
            wall_time: time::wall_time(at, self.zone),
            timezone: self.zone.name().to_owned(),
            clock_change: self.clock_change(at),
            outcome,
            what,
            content_id: None,
            group_id: None,
            job_id: None,
            approve_until: None,
        }
    }

    /// What a clock change of that night does, in words: `the clocks go forward an hour on 28 March`.
    fn clock_change(&self, at: DateTime<Utc>) -> Option<String> {
        let wall = time::wall_time(at, self.zone);
        let (day, next_day) = time::day(wall.date(), self.zone);
        let change = TimeDelta::hours(24) - (next_day - day);
        let minutes = change.num_minutes();
        let way = match minutes {
            0 => return None,
            1.. => "forward",
            _ => "back",
        };
        Some(format!("the clocks go {way} {} minutes on {}", minutes.abs(), wall.format("%-d %B")))
    }
}
