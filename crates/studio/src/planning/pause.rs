//! Standing still: everything at once, a rule, a character or an account, until a moment or until it is resumed.

use crate::{Error, Result};
use chrono::{DateTime, TimeZone, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{SqliteConnection, tables::settings};

/// Holds the pause of everything.
const EVERYTHING: &str = "planning.paused";

/// A pause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Pause {
    /// Since when.
    pub(crate) since: DateTime<Utc>,
    /// Until when; `null`: until it is resumed.
    pub(crate) until: Option<DateTime<Utc>>,
    /// Why, in the creator's words.
    pub(crate) reason: Option<String>,
}

impl Pause {
    /// Whether it still holds at that moment.
    pub(crate) fn covers(&self, at: DateTime<Utc>) -> bool {
        self.until.is_none_or(|until| at < until)
    }
}

/// The pause of everything, unless there is none or it is over.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn everything(db: &mut SqliteConnection, now: DateTime<Utc>) -> Result<Option<Pause>> {
    let kept = settings::get(db, EVERYTHING).await?;
    let pause = kept.map(|text| serde_json::from_str::<Option<Pause>>(&text)).transpose().map_err(Error::internal)?;
    Ok(pause.flatten().filter(|pause| pause.covers(now)))
}

/// Pauses everything, or lets it go on.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn set_everything(db: &mut SqliteConnection, pause: Option<&Pause>, now: DateTime<Utc>) -> Result<()> {
    let text = serde_json::to_string(&pause).map_err(Error::internal)?;
    Ok(settings::set(db, EVERYTHING, &text, now).await?)
}

/// How a rule's row writes that it is paused until it is resumed.
pub(crate) fn until_resumed() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(9999, 1, 1, 0, 0, 0).single().unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// A pause's end as a person gives it.
///
/// # Errors
/// `validation_error` when it is not in the future.
pub(crate) fn checked_until(until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    if until.is_some_and(|until| until <= now) {
        return Err(Error::field("until", "must be in the future"));
    }
    Ok(until)
}
