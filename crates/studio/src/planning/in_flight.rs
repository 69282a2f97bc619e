//! The posts that are on their way in this process: never two of one account, and never so many of one platform that a
//! broken one holds up the others.

use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;
use troupe_library::{AccountId, PostId};

/// Posts of one platform on their way at once. Each platform has its own, so that one that hangs holds up no other.
const MOST_OF_A_PLATFORM: usize = 16;
/// A post that was just let go is not taken up again before this, whatever its row says: nothing turns in circles.
const BREATH: TimeDelta = TimeDelta::seconds(5);

/// The posts on their way.
#[derive(Debug, Default)]
pub(crate) struct InFlight {
    posts: HashMap<PostId, (AccountId, String, DateTime<Utc>)>,
    let_go: HashMap<PostId, DateTime<Utc>>,
}

impl InFlight {
    /// Whether this post is on its way, or was let go a moment ago.
    pub(crate) fn holds(&self, post: PostId, now: DateTime<Utc>) -> bool {
        self.posts.contains_key(&post) || self.let_go.get(&post).is_some_and(|at| *at <= now && now - *at < BREATH)
    }

    /// When the last of those that were let go a moment ago may be taken up again.
    pub(crate) fn breath_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.let_go.values().map(|at| *at + BREATH).filter(|at| *at > now).min()
    }

    /// What is on its way and leaves no room for a post.
    pub(crate) fn busy(&self, account: AccountId, platform: &str) -> Option<Busy> {
        if self.posts.values().any(|(other, ..)| *other == account) {
            return Some(Busy::Account);
        }
        let count = self.posts.values().filter(|(_, other, _)| other == platform).count();
        (count >= MOST_OF_A_PLATFORM).then_some(Busy::Platform(count))
    }

    /// Takes a post up.
    pub(crate) fn take(&mut self, post: PostId, account: AccountId, platform: &str, now: DateTime<Utc>) {
        self.let_go.retain(|_, at| now - *at < BREATH);
        self.posts.insert(post, (account, platform.to_owned(), now));
    }

    /// Lets a post go, as far as it went.
    pub(crate) fn let_go(&mut self, post: PostId, now: DateTime<Utc>) {
        self.posts.remove(&post);
        self.let_go.insert(post, now);
    }

    /// Forgets a post that was not taken up after all.
    pub(crate) fn forget(&mut self, post: PostId) {
        self.posts.remove(&post);
    }

    /// When the one that is on its way for the longest was taken up.
    pub(crate) fn oldest(&self) -> Option<DateTime<Utc>> {
        self.posts.values().map(|(.., at)| *at).min()
    }

    /// How many are on their way.
    pub(crate) fn count(&self) -> usize {
        self.posts.len()
    }
}

/// What leaves no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Busy {
    /// Another post of the account.
    Account,
    /// So many posts to the platform.
    Platform(usize),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_posts_of_an_account_are_on_their_way_and_a_platform_has_its_own_room() {
        let mut flight = InFlight::default();
        let now = DateTime::<Utc>::UNIX_EPOCH;
        let account = AccountId::new();
        let first = PostId::new();
        flight.take(first, account, "x", now);
        assert_eq!(flight.busy(account, "x"), Some(Busy::Account));
        for _ in 1..MOST_OF_A_PLATFORM {
            assert_eq!(flight.busy(AccountId::new(), "x"), None);
            flight.take(PostId::new(), AccountId::new(), "x", now);
        }
        assert_eq!(flight.busy(AccountId::new(), "x"), Some(Busy::Platform(MOST_OF_A_PLATFORM)));
        assert_eq!(flight.busy(AccountId::new(), "bluesky"), None);
        flight.let_go(first, now);
        assert_eq!(flight.busy(account, "x"), None);
        assert!(flight.holds(first, now + TimeDelta::seconds(1)));
        assert!(!flight.holds(first, now + TimeDelta::seconds(6)));
    }
}
