//! The clock of a rehearsal: the stand-ins and the studio live in one time, which goes on as the computer's does until it
//! is moved. The stand-ins keep it, so that it outlives a killed program. The creator's own library has no such clock.

use crate::{
    Clock, Code, Error, Rehearsal, Result, Studio,
    accounts::KEEP_ACCOUNTS,
    clock::Going,
    tasks::{PUBLISH_DUE, resume_characters},
};
use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use troupe_library::tables::{jobs, rule_firings};
use troupe_net::{Client, ClientOptions, Request};
use url::Url;

/// What lives by the clock: each has looked at a moment before time goes on.
const FOLLOWERS: [&str; 3] = [PUBLISH_DUE, KEEP_ACCOUNTS, resume_characters::NAME];
/// The furthest that time moves in one step though nothing is due.
const LONGEST_STEP: TimeDelta = TimeDelta::hours(6);
/// How long, in real time, everything may be at work at one moment.
const LONGEST_WORK: Duration = Duration::from_secs(120);
/// How often what is at work is asked about.
const LOOK: Duration = Duration::from_millis(20);
/// What the stand-ins answer on this computer takes no longer.
const ANSWER_LIMIT: Duration = Duration::from_secs(5);

/// How the clock of a rehearsal goes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct RehearsalClock {
    /// The present moment of this library and of its stand-ins.
    pub(crate) now: DateTime<Utc>,
    /// How many seconds it is ahead of the computer's.
    pub(crate) ahead_seconds: i64,
    /// Whether it stands still until it is moved.
    pub(crate) stands_still: bool,
}

/// The stand-ins' clock.
#[derive(Debug, Deserialize)]
struct StandInClock {
    now: DateTime<Utc>,
    is_set: bool,
    ahead_ms: i64,
}

/// The clock for a rehearsal: the stand-ins' own time, as an earlier run left it.
pub(crate) async fn clock(rehearsal: &Rehearsal, clock: Clock) -> Clock {
    let clock = clock.of_rehearsal();
    match stand_in(rehearsal).await {
        Ok(found) if found.is_set => clock.set(Going::Still(found.now)),
        Ok(found) if found.ahead_ms != 0 => clock.set(Going::Ahead(TimeDelta::milliseconds(found.ahead_ms))),
        Ok(_) => {}
        Err(error) => {
            tracing::warn!(
                service = "rehearsal",
                "the stand-ins' time is not known, this computer's is taken: {error}"
            );
        }
    }
    clock
}

/// How the clock goes.
///
/// # Errors
/// When this is no rehearsal.
pub(crate) fn shown(studio: &Studio) -> Result<RehearsalClock> {
    let (_, going) = of(studio)?;
    let now = studio.now();
    let stands_still = matches!(going, Going::Still(_));
    Ok(RehearsalClock { now, ahead_seconds: (now - Utc::now()).num_seconds(), stands_still })
}

/// Lets time pass until then as fast as everything goes: it stops at each moment at which something is due, until that
/// is done. Answers at how many.
///
/// # Errors
/// When this is no rehearsal, the clock is being moved already, or something does not come to rest.
pub(crate) async fn run_until(studio: &Studio, until: DateTime<Utc>) -> Result<usize> {
    let _alone = alone(studio)?;
    let mut stops = 0;
    loop {
        let next = settle(studio).await?;
        let now = studio.now();
        if now >= until {
            return Ok(stops);
        }
        // What was due may lie in the past by as long as settling took; time never goes back.
        let to = next.unwrap_or(until).min(until).min(now + LONGEST_STEP).max(now);
        set(studio, to).await?;
        stops += 1;
    }
}

/// Moves the clock there at once, as though this computer had slept meanwhile.
///
/// # Errors
/// When this is no rehearsal, the clock is being moved already, or something does not come to rest.
pub(crate) async fn jump_to(studio: &Studio, to: DateTime<Utc>) -> Result<()> {
    let _alone = alone(studio)?;
    set(studio, to).await?;
    settle(studio).await.map(drop)
}

fn of(studio: &Studio) -> Result<(&Rehearsal, Going)> {
    studio.rehearsal().zip(studio.clock().going()).ok_or_else(|| {
        Error::conflict(
            "Only a rehearsal has a clock that can be moved. The creator's own library keeps to the computer's.",
        )
    })
}

fn alone(studio: &Studio) -> Result<tokio::sync::MutexGuard<'_, ()>> {
    of(studio)?;
    studio
        .moving_clock()
        .try_lock()
        .map_err(|_| Error::conflict("The clock of this rehearsal is being moved already. Wait until that is done."))
}

/// Moves both clocks, the stand-ins' first: it is the one that is kept.
async fn set(studio: &Studio, to: DateTime<Utc>) -> Result<()> {
    let (rehearsal, going) = of(studio)?;
    let (order, going) = match going {
        Going::Still(_) => (json!({ "now": to }), Going::Still(to)),
        Going::Ahead(_) => {
            // The next whole millisecond, so that it is not a little before.
            let ahead_ms = (to - Utc::now()).num_milliseconds() + 1;
            (json!({ "ahead_ms": ahead_ms }), Going::Ahead(TimeDelta::milliseconds(ahead_ms)))
        }
    };
    let (client, request) = request(rehearsal, Request::post)?;
    client.post_json::<Value>(request, &order).await.map_err(silent)?;
    studio.clock().set(going);
    Ok(())
}

/// Waits until everything that lives by the clock has looked at this moment and nothing is at work; answers when
/// something is due next.
async fn settle(studio: &Studio) -> Result<Option<DateTime<Utc>>> {
    let began = Instant::now();
    loop {
        let asked = Instant::now();
        for name in FOLLOWERS {
            studio.tasks().nudge(name);
        }
        let next = tokio::time::timeout(LONGEST_WORK, studio.tasks().all_saw(&FOLLOWERS, asked, studio.now()));
        let next = next.await.map_err(|_| stuck(studio))?;
        if !is_at_work(studio).await? {
            return Ok(next);
        }
        while is_at_work(studio).await? {
            if began.elapsed() > LONGEST_WORK {
                return Err(stuck(studio));
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

/// Whether pictures are made or captions written. A picture that is held, as by a paused queue, is not waited for.
async fn is_at_work(studio: &Studio) -> Result<bool> {
    let mut read = studio.library().read().await?;
    Ok(!rule_firings::unwritten(&mut read).await?.is_empty()
        || jobs::open(&mut read).await?.iter().any(|job| job.held_reason.is_none()))
}

fn stuck(studio: &Studio) -> Error {
    let words = format!(
        "Something has been at work for two minutes at {} UTC, so time stays there. Look at the queue and at what is on its way.",
        studio.now().format("%Y-%m-%d %H:%M:%S")
    );
    Error::new(Code::ServiceUnavailable, words)
}

async fn stand_in(rehearsal: &Rehearsal) -> Result<StandInClock> {
    let (client, request) = request(rehearsal, Request::get)?;
    client.get_json(request).await.map_err(silent)
}

fn request(rehearsal: &Rehearsal, of: fn(Url, &str) -> Request) -> Result<(Client, Request)> {
    let url: Url = format!("{}/sandbox/clock", rehearsal.comfyui).parse().map_err(Error::internal)?;
    let client = Client::open(ClientOptions::default().allowing_url(&url)).map_err(Error::internal)?;
    Ok((client, of(url, "/sandbox/clock").within(ANSWER_LIMIT)))
}

fn silent(error: troupe_net::Error) -> Error {
    Error::new(Code::ServiceUnavailable, format!("The stand-ins did not take the time: {error}.")).because(error)
}
