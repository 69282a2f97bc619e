//! Waking this computer for a post, where the system has a timer for that and lets this user set it: on Linux a clock
//! that goes on while the computer sleeps (`timerfd_create(2)`, `CLOCK_REALTIME_ALARM`), which needs the capability
//! `CAP_WAKE_ALARM`; desktops with systemd 254 or later give it to whoever sits in front of them.

use crate::Studio;
use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::{Mutex, PoisonError};

/// How long before a post the computer wakes: it needs a moment until its network is there.
const BEFORE: TimeDelta = TimeDelta::minutes(2);

/// Whether a timer is set that wakes the computer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WakeState {
    /// Nothing is planned, or the setting is off.
    #[default]
    NotNeeded,
    /// The timer is set.
    Set,
    /// The system has none, or does not let this user set it.
    Refused,
}

/// The timer that the system holds for us.
#[derive(Debug, Default)]
pub(crate) struct Wake {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    at: Option<DateTime<Utc>>,
    timer: Option<timer::Timer>,
}

impl Wake {
    /// How it is, and for when.
    pub(crate) fn state(&self) -> (WakeState, Option<DateTime<Utc>>) {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        match (inner.at, &inner.timer) {
            (None, _) => (WakeState::NotNeeded, None),
            (at, Some(_)) => (WakeState::Set, at),
            (Some(_), None) => (WakeState::Refused, None),
        }
    }

    /// Takes the timer back.
    pub(crate) fn let_go(&self) {
        self.set(None);
    }

    /// Sets the timer for that moment, or takes it back.
    fn set(&self, at: Option<DateTime<Utc>>) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.at == at {
            return;
        }
        let timer = at.map(timer::Timer::set).and_then(|set| {
            set.inspect_err(|error| {
                tracing::info!(service = "planning", "the system does not wake this computer: {error}")
            })
            .ok()
        });
        *inner = Inner { at, timer };
    }
}

/// Sets the timer for the next post, where the creator wants it. A rehearsal wakes nobody.
pub(crate) async fn follow(studio: &Studio, next_post: Option<DateTime<Utc>>) {
    let is_on = studio.settings().await.is_ok_and(|settings| settings.scheduling.wake_for_posts);
    let at = next_post.map(|at| at - BEFORE).filter(|at| is_on && *at > studio.now());
    studio.wake().set(at.filter(|_| studio.rehearsal().is_none()));
}

/// Whether the system lets this user set such a timer.
pub(crate) fn can_wake() -> bool {
    timer::Timer::is_allowed()
}

#[cfg(target_os = "linux")]
mod timer {
    use chrono::{DateTime, Utc};
    use rustix::{
        fd::OwnedFd,
        io::Result,
        time::{
            Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create, timerfd_settime,
        },
    };

    /// It holds as long as it is kept.
    #[derive(Debug)]
    pub(super) struct Timer {
        _fd: OwnedFd,
    }

    impl Timer {
        pub(super) fn set(at: DateTime<Utc>) -> Result<Self> {
            let fd = create()?;
            let once = Itimerspec {
                it_interval: Timespec { tv_sec: 0, tv_nsec: 0 },
                it_value: Timespec { tv_sec: at.timestamp(), tv_nsec: 0 },
            };
            timerfd_settime(&fd, TimerfdTimerFlags::ABSTIME, &once)?;
            Ok(Self { _fd: fd })
        }

        pub(super) fn is_allowed() -> bool {
            create().is_ok()
        }
    }

    fn create() -> Result<OwnedFd> {
        timerfd_create(TimerfdClockId::RealtimeAlarm, TimerfdFlags::CLOEXEC)
    }
}

#[cfg(not(target_os = "linux"))]
mod timer {
    use chrono::{DateTime, Utc};
    use std::io::{Error, ErrorKind};

    #[derive(Debug)]
    pub(super) struct Timer;

    impl Timer {
        pub(super) fn set(_: DateTime<Utc>) -> Result<Self, Error> {
            Err(ErrorKind::Unsupported.into())
        }

        pub(super) fn is_allowed() -> bool {
            false
        }
    }
}
