//! After a restore of a backup: what was due since that copy was made may be up already, so nothing of it goes out
//! before it was looked for.

use crate::{Error, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::path::Path;
use troupe_library::{
    SqliteConnection,
    tables::{posts::PostStatus, schedule::DuePost, settings},
};

/// Holds when the library was restored.
const LOOK_BEFORE_SENDING: &str = "planning.look_before_sending";

/// A restore.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Restored {
    /// When the library was restored.
    pub(crate) at: DateTime<Utc>,
}

/// The last restore, while something of it has to be looked for.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn since(db: &mut SqliteConnection) -> Result<Option<Restored>> {
    let kept = settings::get(db, LOOK_BEFORE_SENDING).await?;
    kept.map(|text| serde_json::from_str(&text)).transpose().map(Option::flatten).map_err(Error::internal)
}

/// Notes in a copy that it takes the library's place at that moment.
///
/// # Errors
/// When the file is no database of a library.
pub(crate) async fn mark(copy: &Path, at: DateTime<Utc>) -> Result<()> {
    let text = serde_json::to_string(&Restored { at }).map_err(Error::internal)?;
    Ok(settings::set_in_file(copy, LOOK_BEFORE_SENDING, &text, at).await?)
}

/// Whether a post was in the plan of the restored copy and due before it was restored: another run may have sent it.
pub(crate) fn must_be_looked_for(post: &DuePost, restored: Option<Restored>) -> bool {
    restored.is_some_and(|restored| {
        post.status == PostStatus::Scheduled
            && post.due_at.is_some_and(|due| due <= restored.at)
            && post.next_attempt_at <= restored.at
    })
}
