//! What holds a due post: a pause, an account that does not work, a platform's wish, quiet hours. Each says why, and
//! until when where that is known.

use super::{pause::Pause, quiet_hours::QuietHours, time};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use troupe_library::tables::{accounts::AccountState, characters::CharacterStatus, schedule::DuePost};

/// What holds a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hold {
    /// Why, as a sentence for the creator.
    pub(crate) reason: String,
    /// When it is taken up again; `None` where its planned time stays and the cause has to go first.
    pub(crate) until: Option<DateTime<Utc>>,
}

impl Hold {
    fn until_gone(reason: String) -> Self {
        Self { reason, until: None }
    }
}

/// The zone of a post's times.
pub(crate) fn zone_of(post: &DuePost) -> Tz {
    time::zone_of(post.timezone.as_deref().or(post.character_timezone.as_deref()).unwrap_or("UTC"))
}

/// What stops a post altogether, begun or not.
pub(crate) fn stopped(post: &DuePost, everything: Option<&Pause>, now: DateTime<Utc>) -> Option<Hold> {
    let zone = zone_of(post);
    let paused = |what: &str, until: Option<DateTime<Utc>>, why: Option<&str>| {
        let until = until.map_or_else(|| "you resume it".to_owned(), |until| time::short_words(until, now, zone));
        let why = why.map(|why| format!(": {}", plain(why))).unwrap_or_default();
        Hold::until_gone(format!("{what} is paused until {until}{why}."))
    };
    if let Some(pause) = everything.filter(|pause| pause.covers(now)) {
        return Some(paused("Everything", pause.until, pause.reason.as_deref()));
    }
    let name = post.character_name.as_deref().unwrap_or("The character");
    if post.character_status == Some(CharacterStatus::Paused)
        && post.character_paused_until.is_none_or(|until| now < until)
    {
        return Some(paused(name, post.character_paused_until, None));
    }
    let state = match post.account_state {
        AccountState::Connected => None,
        AccountState::Expired => Some("the sign-in ran out; connect it again"),
        AccountState::Revoked => Some("its sign-in was taken back; connect it again"),
        AccountState::Restricted => Some("the platform restricted it; look there what it asks for"),
        AccountState::Disconnected => Some("it is not connected any more; connect it again, or cancel the post"),
    };
    if let Some(words) = state {
        return Some(Hold::until_gone(format!("{} can't be posted to: {words}.", post.handle)));
    }
    if post.account_is_paused && post.account_paused_until.is_none_or(|until| now < until) {
        return Some(paused(&post.handle, post.account_paused_until, post.account_paused_reason.as_deref()));
    }
    let until = post.held_until.filter(|until| now < *until)?;
    let why = post.held_reason.as_deref().map_or("it asked to wait", plain);
    let words = time::short_words(until, now, zone);
    Some(Hold { reason: format!("{} waits until {words}: {why}.", post.handle), until: Some(until) })
}

/// A reason as a part of a sentence.
fn plain(why: &str) -> &str {
    why.trim().trim_end_matches('.')
}

/// The quiet hours that a post waits out: the creator's own hour stands, what is late or planned by a rule waits.
pub(crate) fn quiet(
    post: &DuePost,
    hours: &[(Option<&QuietHours>, Tz)],
    is_late: bool,
    now: DateTime<Utc>,
) -> Option<Hold> {
    if post.rule_id.is_none() && !is_late {
        return None;
    }
    let end = hours.iter().filter_map(|(hours, zone)| hours.and_then(|hours| hours.end(now, *zone))).max()?;
    let words = time::short_words(end, now, zone_of(post));
    Some(Hold { reason: format!("Quiet hours until {words}."), until: Some(end) })
}
