//! How many posts of a character go out a minute: the one rule for every way to publish. What is planned waits, what a
//! person wants now is refused.

use super::{
    hold::{self, Hold},
    time,
};
use crate::Result;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{HashMap, VecDeque};
use troupe_library::{
    AccountId, CharacterId, PostId, SqliteConnection,
    tables::schedule::{self, DuePost},
};

/// Posts of one character a minute, as the contract says for every interface.
pub(crate) const MOST_A_MINUTE: usize = 5;
const MINUTE: TimeDelta = TimeDelta::seconds(60);

/// Whose minute is counted: the character's, or the account's where it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Whose {
    /// The character.
    Character(CharacterId),
    /// The account.
    Account(AccountId),
}

impl Whose {
    /// Of a post.
    pub(crate) fn of(character: Option<CharacterId>, account: AccountId) -> Self {
        character.map_or(Self::Account(account), Self::Character)
    }
}

/// How many posts each character sent within the last minute, with those that are promised a later moment.
#[derive(Debug, Default)]
pub(crate) struct Minutes {
    taken: HashMap<Whose, VecDeque<DateTime<Utc>>>,
}

impl Minutes {
    /// The posts that were taken up within the minute before `now`, without `except`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn read(db: &mut SqliteConnection, now: DateTime<Utc>, except: Option<PostId>) -> Result<Self> {
        let mut minutes = Self::default();
        for (post, character, account, at) in schedule::taken_up(db, now - MINUTE, now).await? {
            if Some(post) != except {
                minutes.note(Whose::of(character, account), at);
            }
        }
        Ok(minutes)
    }

    /// Counts a post that went at that moment.
    fn note(&mut self, whose: Whose, at: DateTime<Utc>) {
        self.taken.entry(whose).or_default().push_back(at);
    }

    /// The moment at which the next post of this character may go, `now` or later; it is counted.
    pub(crate) fn next(&mut self, whose: Whose, now: DateTime<Utc>) -> DateTime<Utc> {
        let taken = self.taken.entry(whose).or_default();
        let fifth = taken.len().checked_sub(MOST_A_MINUTE).and_then(|at| taken.get(at).copied());
        let at = fifth.map_or(now, |fifth| now.max(fifth + MINUTE));
        taken.push_back(at);
        at
    }

    /// Counts a due post; what holds it when the minute of its character is full.
    pub(crate) fn hold(&mut self, post: &DuePost, now: DateTime<Utc>) -> Option<Hold> {
        let at = self.next(Whose::of(post.character_id, post.account_id), now);
        if at <= now {
            return None;
        }
        let name = post.character_name.as_deref().unwrap_or(&post.handle);
        let words = time::wall_time(at, hold::zone_of(post)).format("%H:%M:%S");
        let reason = format!("{name} posts at most {MOST_A_MINUTE} times a minute; this one goes at {words}.");
        Some(Hold { reason, until: Some(at) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sixth_post_of_a_minute_waits_for_the_first_to_be_a_minute_old() {
        let mut minutes = Minutes::default();
        let now = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(20_000);
        let whose = Whose::Account(AccountId::new());
        minutes.note(whose, now - TimeDelta::seconds(20));
        let waits: Vec<_> = (0..10).map(|_| (minutes.next(whose, now) - now).num_seconds()).collect();
        assert_eq!(waits, [0, 0, 0, 0, 40, 60, 60, 60, 60, 100]);
        let other = Whose::Character(CharacterId::new());
        assert_eq!(minutes.next(other, now), now);
    }
}
