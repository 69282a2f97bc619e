//! Accounts at the platforms: how they are connected and kept open, and what the platforms' errors mean here.
//!
//! Whoever needs an open account asks [`fresh_session`]; whoever is refused by a platform tells [`refused`].

mod attempts;
mod connect;
mod error;
mod fresh;
mod health;
mod keep;
mod refused;
mod session;
mod upload_place;
pub(crate) mod waiting_posts;

#[cfg(test)]
mod tests;

pub(crate) use attempts::{Attempt, AttemptState, LoginRequest, begin, cancel, choose, find as find_attempt, known};
pub(crate) use connect::disconnect;
pub(crate) use fresh::{fresh_session, sync};
pub(crate) use health::{AccountFix, ConnectionStatus, health};
pub(crate) use keep::{KEEP_ACCOUNTS, keep_accounts};
pub(crate) use refused::{Consequence, refused, same_app};
pub(crate) use session::{has_login, keep_step_secret, session, step_secret};
pub(crate) use session::{is_hand_off, place as kept_at};
pub(crate) use upload_place::{BucketInput, BucketSettings, bucket, forget_bucket, keep_bucket, test_bucket};
pub(crate) use waiting_posts::WaitingPosts;

use crate::{Error, Result, Studio};
use attempts::Attempts;
use chrono::{DateTime, TimeDelta, Utc};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use troupe_library::{
    AccountId, PostId, SqliteConnection,
    tables::accounts::{self, AccountRow},
};
use troupe_platforms::{Platform, PlatformName};

/// What is known of accounts while the program runs.
#[derive(Debug, Default)]
pub(crate) struct Accounts {
    /// The logins under way.
    attempts: Attempts,
    /// One an account: tokens are renewed by one at a time.
    locks: Mutex<HashMap<AccountId, Arc<tokio::sync::Mutex<()>>>>,
    /// When an account's token could last not be renewed, or its test was not answered: the next try waits a while.
    tried: Mutex<HashMap<AccountId, DateTime<Utc>>>,
    /// When the comments of a post were last read.
    looked: Mutex<HashMap<PostId, DateTime<Utc>>>,
}

impl Accounts {
    fn lock(&self, id: AccountId) -> Arc<tokio::sync::Mutex<()>> {
        self.locks.lock().unwrap_or_else(PoisonError::into_inner).entry(id).or_default().clone()
    }

    /// Whether the comments of a post may be read anew, which is then noted.
    pub(crate) fn looks_now(&self, post: PostId, now: DateTime<Utc>, fresh: TimeDelta) -> bool {
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        looked.retain(|_, at| *at + fresh > now);
        if looked.contains_key(&post) {
            return false;
        }
        looked.insert(post, now);
        true
    }

    fn tried(&self) -> std::sync::MutexGuard<'_, HashMap<AccountId, DateTime<Utc>>> {
        self.tried.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The account of that id.
///
/// # Errors
/// `not_found`.
pub(crate) async fn find(db: &mut SqliteConnection, id: AccountId) -> Result<AccountRow> {
    accounts::get(db, id).await?.ok_or_else(|| Error::not_found("account", id))
}

/// The platform of that name.
///
/// # Errors
/// `not_found` when it is not built in.
pub(crate) fn platform(studio: &Studio, name: PlatformName) -> Result<Arc<dyn Platform>> {
    studio.platforms().get(name).cloned().ok_or_else(|| Error::not_found("platform", name))
}

/// The platform of an account.
///
/// # Errors
/// `not_found` when it is not built in.
pub(crate) fn platform_of(studio: &Studio, row: &AccountRow) -> Result<Arc<dyn Platform>> {
    let name = row.platform.parse::<PlatformName>().map_err(|_| Error::not_found("platform", &row.platform))?;
    platform(studio, name)
}

/// An account in words: `@mira on Instagram`.
pub(crate) fn words(row: &AccountRow) -> String {
    match row.platform.parse::<PlatformName>() {
        Ok(name) => format!("{} on {}", row.handle, name.words()),
        Err(_) => format!("{} on {}", row.handle, row.platform),
    }
}
