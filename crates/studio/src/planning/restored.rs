//! After a restore of a backup: what was due since that copy was made may be up already, so nothing of it goes out
//! before it was looked for on its platform.

use crate::{Error, Result, Studio};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, path::Path};
use troupe_library::{
    LibraryError, PostId, SqliteConnection,
    tables::{
        posts::{self, PostStatus},
        schedule, settings,
    },
};

/// Holds the last restore.
const LOOK_BEFORE_SENDING: &str = "planning.look_before_sending";
/// How long after the start the first look comes: what another run sent right before it ended may not be listed sooner.
const LISTED_AFTER: TimeDelta = TimeDelta::minutes(10);

/// Further than anything is planned.
const WHOLE_PLAN: TimeDelta = TimeDelta::days(36_500);

/// A restore.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Restored {
    /// When the library was restored.
    pub(crate) at: DateTime<Utc>,
    /// `None` before the first look at the restored plan.
    #[serde(default)]
    plan: Option<Plan>,
}

/// What of a restored plan has to be looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Plan {
    /// When it was listed: every other run had ended by then.
    listed_at: DateTime<Utc>,
    /// The posts, each with the last moment at which it surely was not sent: its last change in the copy.
    posts: BTreeMap<PostId, DateTime<Utc>>,
}

impl Restored {
    /// Whether a post has to be looked for before anything else is decided of it.
    pub(crate) fn has(&self, post: PostId) -> bool {
        self.plan.as_ref().is_some_and(|plan| plan.posts.contains_key(&post))
    }
}

/// A post that another run may have sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MaybeSent {
    /// When the library was restored.
    pub(crate) restored_at: DateTime<Utc>,
    /// It was not sent before this.
    pub(crate) since: DateTime<Utc>,
    /// When it makes sense to look.
    pub(crate) look_at: DateTime<Utc>,
}

/// The last restore.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn last(db: &mut SqliteConnection) -> Result<Option<Restored>> {
    let kept = settings::get(db, LOOK_BEFORE_SENDING).await?;
    kept.map(|text| serde_json::from_str(&text)).transpose().map(Option::flatten).map_err(Error::internal)
}

/// Whether a post has to be looked for.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn maybe_sent(studio: &Studio, post: PostId) -> Result<Option<MaybeSent>> {
    let mut read = studio.library().read().await?;
    let restored = last(&mut read).await?;
    Ok(restored.and_then(|restored| {
        let plan = restored.plan?;
        let since = *plan.posts.get(&post)?;
        Some(MaybeSent { restored_at: restored.at, since, look_at: plan.listed_at + LISTED_AFTER })
    }))
}

/// Notes in a copy that it takes the library's place at that moment.
///
/// # Errors
/// When the file is no database of a library.
pub(crate) async fn mark(copy: &Path, at: DateTime<Utc>) -> Result<()> {
    let text = serde_json::to_string(&Restored { at, plan: None }).map_err(Error::internal)?;
    Ok(settings::set_in_file(copy, LOOK_BEFORE_SENDING, &text, at).await?)
}

/// Once after a restore, before anything goes out: lists what another run may have sent. That is what was due until now,
/// since the library that was replaced may have been at work until this start, and what was on its way in the copy.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn list_posts(studio: &Studio) -> Result<()> {
    let mut read = studio.library().read().await?;
    let is_listed = last(&mut read).await?.is_none_or(|restored| restored.plan.is_some());
    drop(read);
    if is_listed {
        return Ok(());
    }
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let Some(mut restored) = last(&mut write).await? else { return Ok(()) };
    let mut found = BTreeMap::new();
    for post in schedule::due(&mut write, now + WHOLE_PLAN).await? {
        let was_due = post.due_at.is_some_and(|due| due <= now);
        if (was_due || post.status == PostStatus::Publishing)
            && let Some(row) = posts::get(&mut write, post.id).await?
        {
            found.insert(post.id, row.updated_at);
        }
    }
    restored.plan = Some(Plan { listed_at: now, posts: found });
    keep(&mut write, &restored, now).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(())
}

/// A post was looked for, or cannot be: what becomes of it is decided as for every other.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn forget(db: &mut SqliteConnection, post: PostId, now: DateTime<Utc>) -> Result<()> {
    let Some(mut restored) = last(db).await? else { return Ok(()) };
    let was_there = restored.plan.as_mut().is_some_and(|plan| plan.posts.remove(&post).is_some());
    if was_there { keep(db, &restored, now).await } else { Ok(()) }
}

async fn keep(db: &mut SqliteConnection, restored: &Restored, now: DateTime<Utc>) -> Result<()> {
    let text = serde_json::to_string(restored).map_err(Error::internal)?;
    Ok(settings::set(db, LOOK_BEFORE_SENDING, &text, now).await?)
}
