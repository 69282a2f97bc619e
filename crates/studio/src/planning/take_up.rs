//! Taking up due posts: which may go now, which waits for what and until when.

use super::{
    hold::{self, Hold},
    in_flight::{Busy, InFlight},
    minute::Minutes,
    missed::{self, Outcomes},
    pause,
    quiet_hours::QuietHours,
    restored,
    scheduler::Scheduler,
    strategy::Strategy,
    time,
};
use crate::{Result, publishing::wait};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use troupe_library::{
    CharacterId, LibraryError, PostId, SqliteConnection,
    tables::{
        posts::PostStatus,
        schedule::{self, DuePost},
    },
};

/// What is decided of a due post.
enum Decision {
    /// It goes now.
    Go,
    /// It waits.
    Wait(Hold),
    /// Its time was missed, and it does not simply go.
    Missed,
    /// It is on its way already.
    Leave,
}

/// Decides on every due post in one transaction; answers those that are to be published now.
///
/// # Errors
/// When the database does not answer; then nothing was decided.
pub(super) async fn take_up(scheduler: &mut Scheduler, now: DateTime<Utc>) -> Result<(Vec<PostId>, Outcomes)> {
    let mut outcomes = Outcomes::default();
    let mut read = scheduler.studio.library().read().await?;
    let is_any = !schedule::due(&mut read, now).await?.is_empty();
    drop(read);
    if !is_any {
        return Ok((Vec::new(), outcomes));
    }
    let studio = scheduler.studio.clone();
    let own = studio.settings().await?.scheduling.quiet_hours;
    let mut write = studio.library().write().await?;
    let due = schedule::due(&mut write, now).await?;
    let everything = pause::everything(&mut write, now).await?;
    let restored = restored::last(&mut write).await?;
    let quiet = quiet_hours(&mut write, &due).await?;
    let mut minutes = Minutes::read(&mut write, now, None).await?;
    let (mut taken, mut has_changed) = (Vec::new(), false);
    for post in &due {
        let (is_held_here, is_begun) =
            (scheduler.in_flight().holds(post.id, now), post.status == PostStatus::Publishing);
        let decision = match hold::stopped(post, everything.as_ref(), now) {
            // It may be up and nobody could look for too long: the driver asks, and sends nothing.
            Some(_) if !is_held_here && is_begun && wait::is_unsettled(&mut write, post, now).await? => Decision::Go,
            Some(hold) if !is_held_here => {
                scheduler.seen_on_time.remove(&post.id);
                Decision::Wait(hold)
            }
            _ => {
                let home = time::zone_of(post.character_timezone.as_deref().unwrap_or("UTC"));
                let of_character = post.character_id.and_then(|id| quiet.get(&id));
                let hours = [(own.as_ref(), home), (of_character, home)];
                // Whether it was missed is asked once it is known that no run before a restore sent it.
                let is_looked_for = restored.as_ref().is_some_and(|restored| restored.has(post.id));
                let is_missed = !is_looked_for && scheduler.seen_on_time.insert(post.id) && was_missed(post, now);
                if is_missed && missed::may_go_late(post, now) {
                    outcomes.went_late.push(post.id);
                }
                decide(post, &hours, is_missed, &scheduler.in_flight(), &mut minutes, now)
            }
        };
        match decision {
            Decision::Leave => continue,
            Decision::Wait(hold) => {
                if post.waiting_reason.as_deref() != Some(&hold.reason) || hold.until.is_some() {
                    schedule::wait(&mut write, post.id, &hold.reason, hold.until, now).await?;
                    has_changed = true;
                }
                continue;
            }
            Decision::Missed => {
                scheduler.seen_on_time.remove(&post.id);
                has_changed = true;
                missed::settle(&mut write, post, now, &mut outcomes).await?;
                continue;
            }
            Decision::Go => has_changed = true,
        }
        schedule::take_up(&mut write, post.id, now).await?;
        scheduler.in_flight().take(post.id, post.account_id, &post.platform, now);
        taken.push(post.id);
    }
    if has_changed && let Err(error) = write.commit().await {
        let mut flight = scheduler.in_flight();
        taken.iter().for_each(|id| flight.forget(*id));
        return Err(LibraryError::from(error).into());
    }
    let still_due: std::collections::HashSet<PostId> = due.iter().map(|post| post.id).collect();
    scheduler.seen_on_time.retain(|id| still_due.contains(id) && !taken.contains(id));
    if has_changed {
        studio.events().changed(&["posts", "schedule"], studio.caller());
    }
    Ok((taken, outcomes))
}

fn decide(
    post: &DuePost,
    hours: &[(Option<&QuietHours>, chrono_tz::Tz)],
    is_missed: bool,
    flight: &InFlight,
    minutes: &mut Minutes,
    now: DateTime<Utc>,
) -> Decision {
    if flight.holds(post.id, now) {
        return Decision::Leave;
    }
    let is_begun = post.status == PostStatus::Publishing;
    let due = post.due_at.unwrap_or(post.next_attempt_at);
    if is_missed && !missed::may_go_late(post, now) {
        return Decision::Missed;
    }
    if !is_begun && let Some(hold) = hold::quiet(post, hours, due + time::GRACE < now, now) {
        return Decision::Wait(hold);
    }
    match flight.busy(post.account_id, &post.platform) {
        Some(Busy::Account) => {
            let reason = format!("Another post of {} is on its way; this one goes next.", post.handle);
            return Decision::Wait(Hold { reason, until: None });
        }
        Some(Busy::Platform(count)) => {
            let reason =
                format!("{count} posts to this platform are on their way; this one goes as soon as one is done.");
            return Decision::Wait(Hold { reason, until: None });
        }
        None => {}
    }
    if !is_begun && let Some(hold) = minutes.hold(post, now) {
        return Decision::Wait(hold);
    }
    Decision::Go
}

/// Whether nobody looked when the post was to be taken up: the computer slept, the program was closed, or it was paused.
fn was_missed(post: &DuePost, now: DateTime<Utc>) -> bool {
    let planned = post.due_at.unwrap_or(post.next_attempt_at).max(post.next_attempt_at);
    post.status == PostStatus::Scheduled && planned + time::GRACE < now
}

async fn quiet_hours(db: &mut SqliteConnection, due: &[DuePost]) -> Result<HashMap<CharacterId, QuietHours>> {
    let mut found = HashMap::new();
    let mut asked = std::collections::HashSet::new();
    for id in due.iter().filter_map(|post| post.character_id) {
        if asked.insert(id)
            && let Some(hours) = Strategy::of(db, id).await?.quiet_hours
        {
            found.insert(id, hours);
        }
    }
    Ok(found)
}
