//! Fill week: a proposal for every free slot of a range, and for what rules will do in it. Nothing is planned here.

use super::{
    firing::in_turn,
    outlook::{FiringOutcome, Outlook},
    slots::{self, FreeSlot},
    strategy::Strategy,
    template::Occasion,
    time,
};
use crate::{Result, operations::rules::AccountMark};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use troupe_library::{
    AccountId, CharacterId, ContentId, RuleId, SlotId, SqliteConnection,
    tables::{
        accounts::AccountRow,
        characters::CharacterRow,
        content::Rating,
        rules::{self, RuleFilter},
        schedule,
        shelf::{self, ShelfFilter, ShelfItem},
    },
};

/// The most free slots of one account in a range.
const MOST_SLOTS: usize = 500;
/// The most firings of one rule in a range.
const MOST_FIRINGS: usize = 200;
/// The most items of a shelf that are looked at.
const SHELF: i64 = 1000;
/// How many others a row offers.
const ALTERNATIVES: usize = 5;

/// A proposal: one time, one picture, one or several accounts of a character.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct FillRow {
    pub(crate) character_id: CharacterId,
    pub(crate) character_name: String,
    pub(crate) accounts: Vec<AccountMark>,
    pub(crate) account_ids: Vec<AccountId>,
    /// The slots that it fills, one an account.
    pub(crate) slot_ids: Vec<SlotId>,
    /// The rule whose firing it is; that rule does not fire for it again once it is planned.
    pub(crate) rule_id: Option<RuleId>,
    pub(crate) scheduled_at: DateTime<Utc>,
    /// What the accounts' clocks show then.
    pub(crate) wall_time: NaiveDateTime,
    pub(crate) timezone: String,
    pub(crate) post_type: String,
    /// The proposed picture; `null` when none fits.
    pub(crate) content_id: Option<ContentId>,
    /// Others from the shelf that would fit, at most 5.
    pub(crate) alternatives: Vec<ContentId>,
    /// The drafted caption.
    pub(crate) caption: String,
    pub(crate) hashtags: Vec<String>,
    /// Why this picture, or why none, in words.
    pub(crate) reason: String,
    /// Whether it can be planned as it stands.
    pub(crate) is_ready: bool,
}

/// What a proposal is made for.
#[derive(Debug)]
pub(crate) struct Range {
    pub(crate) from: DateTime<Utc>,
    pub(crate) to: DateTime<Utc>,
    pub(crate) now: DateTime<Utc>,
}

/// The proposals for one character, the earliest first. `used` holds what other rows took and takes what these do.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn propose(
    db: &mut SqliteConnection,
    character: &CharacterRow,
    accounts: &[AccountRow],
    range: &Range,
    used: &mut HashSet<ContentId>,
) -> Result<Vec<FillRow>> {
    let strategy = Strategy::of(db, character.id).await?;
    let mut rows = of_rules(db, character, accounts, range, used).await?;
    let mut times: BTreeMap<(DateTime<Utc>, String), Vec<FreeSlot>> = BTreeMap::new();
    for account in accounts {
        let after = range.from.max(range.now);
        for slot in slots::free(db, account, after, range.to, None, MOST_SLOTS).await? {
            // A rule fires at that very hour.
            let is_ruled = rows
                .iter()
                .any(|row: &FillRow| row.scheduled_at == slot.scheduled_at && row.account_ids.contains(&account.id));
            if !is_ruled {
                times.entry((slot.scheduled_at, slot.post_type.clone())).or_default().push(slot);
            }
        }
    }
    let mut weeks = Weeks::load(db, character, &strategy, range, &rows).await?;
    let mut shelves: HashMap<Vec<AccountId>, Vec<ShelfItem>> = HashMap::new();
    let mut mix: HashMap<String, f64> = HashMap::new();
    for (turn, ((at, post_type), free)) in times.into_iter().enumerate() {
        if !weeks.takes(at) {
            continue;
        }
        let ids: Vec<AccountId> = free.iter().map(|slot| slot.account_id).collect();
        let own: Vec<&AccountRow> = accounts.iter().filter(|account| ids.contains(&account.id)).collect();
        if !shelves.contains_key(&ids) {
            let found = shelf(db, character.id, &own).await?;
            shelves.insert(ids.clone(), found);
        }
        let left: Vec<&ShelfItem> =
            shelves.get(&ids).into_iter().flatten().filter(|item| !used.contains(&item.id)).collect();
        let allows = own.iter().all(|account| account.allows_nsfw);
        let fits = |item: &&&ShelfItem| allows || matches!(item.rating, Rating::Safe | Rating::Suggestive);
        let wanted = next_category(&strategy, &mix, left.iter().filter(fits).map(|item| item.category.as_str()));
        let is_wanted = |item: &&&ShelfItem| wanted.as_deref().is_none_or(|category| item.category == category);
        let picked = left.iter().filter(fits).find(is_wanted).copied();
        let others = left.iter().filter(fits).filter(|item| Some(item.id) != picked.map(|item| item.id));
        let alternatives = others.take(ALTERNATIVES).map(|item| item.id).collect();
        let description = picked.map(|item| item.description.as_str()).unwrap_or_default();
        let Some(first) = free.first() else { continue };
        let zone = time::zone_of(&first.timezone);
        let occasion = Occasion { character, strategy: &strategy, at, zone, turn, description, caption: None };
        let templates = &strategy.caption_templates;
        let caption = match templates.get(turn % templates.len().max(1)) {
            Some(template) => occasion.fill(template),
            None => description.trim().to_owned(),
        };
        let reason = match (picked, left.len()) {
            (Some(_), _) => "approved, and never posted there".to_owned(),
            (None, 0) => format!("no approved picture of {} is left that was not posted there", character.name),
            (None, count) => format!("{count} approved pictures are left, but nobody has said yet how much they show"),
        };
        if let Some(item) = picked {
            used.insert(item.id);
            *mix.entry(item.category.clone()).or_default() += 1.0;
            weeks.note(at);
        }
        rows.push(FillRow {
            character_id: character.id,
            character_name: character.name.clone(),
            accounts: own.iter().map(|account| mark(account)).collect(),
            account_ids: ids,
            slot_ids: free.iter().map(|slot| slot.slot_id).collect(),
            rule_id: None,
            scheduled_at: at,
            wall_time: first.wall_time,
            timezone: first.timezone.clone(),
            post_type,
            content_id: picked.map(|item| item.id),
            alternatives,
            caption,
            hashtags: in_turn(&strategy.hashtags, turn),
            reason,
            is_ready: picked.is_some(),
        });
    }
    rows.sort_by_key(|row| row.scheduled_at);
    Ok(rows)
}

/// What rules of the character will do in the range.
async fn of_rules(
    db: &mut SqliteConnection,
    character: &CharacterRow,
    accounts: &[AccountRow],
    range: &Range,
    used: &mut HashSet<ContentId>,
) -> Result<Vec<FillRow>> {
    let mut rows = Vec::new();
    let filter = RuleFilter { character_id: Some(character.id), is_enabled: Some(true) };
    for rule in rules::list(db, &filter).await? {
        if !rule.account_ids.iter().any(|id| accounts.iter().any(|account| account.id == *id)) {
            continue;
        }
        let outlook = Outlook::load(db, rule.clone(), range.now).await?;
        let marks: Vec<AccountMark> = outlook.accounts.iter().map(mark).collect();
        let draft = Outlook::load(db, rule, range.now).await?;
        let firings = outlook.firings(db, range.now, Some(range.to), MOST_FIRINGS).await?;
        for (turn, firing) in firings.into_iter().enumerate() {
            let is_to_come = matches!(firing.outcome, FiringOutcome::FromShelf | FiringOutcome::Makes);
            if firing.scheduled_at < range.from || !is_to_come {
                continue;
            }
            let mut content_id = firing.content_id;
            if content_id.is_some_and(|id| !used.insert(id)) {
                content_id = None;
            }
            let item = match content_id {
                Some(id) => draft.shelf(db, SHELF).await?.into_iter().find(|item| item.id == id),
                None => None,
            };
            let description = item.map(|item| item.description).unwrap_or_default();
            let occasion = super::firing::occasion(&draft, firing.scheduled_at, turn, &description);
            rows.push(FillRow {
                character_id: character.id,
                character_name: character.name.clone(),
                accounts: marks.clone(),
                account_ids: marks.iter().map(|mark| mark.account_id).collect(),
                slot_ids: Vec::new(),
                rule_id: Some(draft.rule.id),
                scheduled_at: firing.scheduled_at,
                wall_time: firing.wall_time,
                timezone: firing.timezone,
                post_type: draft.rule.post_type.clone(),
                content_id,
                alternatives: Vec::new(),
                caption: super::firing::caption(&draft, &occasion, turn, &description),
                hashtags: super::firing::hashtags(&draft, turn),
                reason: format!("the rule {} {}", draft.rule.name, firing.what),
                is_ready: content_id.is_some(),
            });
        }
    }
    Ok(rows)
}

fn mark(account: &AccountRow) -> AccountMark {
    AccountMark { account_id: account.id, platform: account.platform.clone(), handle: account.handle.clone() }
}

/// Approved pictures that were never posted at any of these accounts, unrated ones too.
async fn shelf(db: &mut SqliteConnection, character: CharacterId, accounts: &[&AccountRow]) -> Result<Vec<ShelfItem>> {
    let filter = ShelfFilter {
        character_id: character,
        content_type: "image".to_owned(),
        category: None,
        account_ids: accounts.iter().map(|account| account.id).collect(),
        decided_from: None,
        allows_nsfw: true,
        limit: SHELF,
    };
    Ok(shelf::items(db, &filter).await?)
}

/// How many approved pictures of a character stay on the shelf: never posted at any of these accounts, and not taken.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn shelf_size(
    db: &mut SqliteConnection,
    character: CharacterId,
    accounts: &[AccountRow],
    used: &HashSet<ContentId>,
) -> Result<usize> {
    let accounts: Vec<&AccountRow> = accounts.iter().collect();
    Ok(shelf(db, character, &accounts).await?.iter().filter(|item| !used.contains(&item.id)).count())
}

/// The category that lies furthest behind its share, of those that are there; none where the plan asks for no mix.
fn next_category<'a>(
    strategy: &Strategy,
    taken: &HashMap<String, f64>,
    there: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let there: HashSet<&str> = there.collect();
    let behind = |category: &str, share: f64| taken.get(category).copied().unwrap_or(0.0) / share;
    let mut shares: Vec<_> = strategy
        .content_mix
        .iter()
        .filter(|(category, share)| **share > 0.0 && there.contains(category.as_str()))
        .map(|(category, share)| (behind(category, *share), category))
        .collect();
    shares.sort_by(|one, other| one.0.total_cmp(&other.0));
    shares.first().map(|(_, category)| (*category).clone())
}

/// How many posts a week the plan still takes.
struct Weeks {
    most: Option<u32>,
    from: DateTime<Utc>,
    counts: HashMap<i64, u32>,
}

impl Weeks {
    async fn load(
        db: &mut SqliteConnection,
        character: &CharacterRow,
        strategy: &Strategy,
        range: &Range,
        rows: &[FillRow],
    ) -> Result<Self> {
        let mut weeks = Self { most: strategy.posts_per_week, from: range.from, counts: HashMap::new() };
        if weeks.most.is_some() {
            let week = TimeDelta::days(7);
            let mut start = range.from;
            while start < range.to {
                let count = schedule::groups_between(db, None, character.id, start, start + week).await?;
                weeks.counts.insert(weeks.week_of(start), u32::try_from(count).unwrap_or(u32::MAX));
                start += week;
            }
            rows.iter().for_each(|row| weeks.note(row.scheduled_at));
        }
        Ok(weeks)
    }

    fn week_of(&self, at: DateTime<Utc>) -> i64 {
        (at - self.from).num_days().div_euclid(7)
    }

    fn takes(&self, at: DateTime<Utc>) -> bool {
        let count = self.counts.get(&self.week_of(at)).copied().unwrap_or(0);
        self.most.is_none_or(|most| count < most)
    }

    fn note(&mut self, at: DateTime<Utc>) {
        *self.counts.entry(self.week_of(at)).or_default() += 1;
    }
}
