//! Keeping this computer awake for a post that is due soon, where the system takes such a wish; and the truth where it
//! does not. `wake.rs` wakes one that sleeps already.

use crate::Studio;
use chrono::{DateTime, TimeDelta, Utc};
use keepawake::KeepAwake;
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::{Mutex, PoisonError};

/// How long before a post the computer is kept from falling asleep by itself.
const BEFORE: TimeDelta = TimeDelta::minutes(30);
/// How long a refusal of the system holds, before it is asked again.
const ASK_AGAIN: TimeDelta = TimeDelta::minutes(10);

/// Whether the computer is kept awake.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AwakeState {
    /// Nothing is due soon.
    #[default]
    NotNeeded,
    /// It does not fall asleep by itself now.
    Held,
    /// The system did not take the wish.
    Refused,
}

/// The wish that the system holds for us.
#[derive(Default)]
pub(crate) struct Awake {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    held: Option<KeepAwake>,
    refused_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for Awake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Awake").field("state", &self.state()).finish()
    }
}

impl Awake {
    /// How it is.
    pub(crate) fn state(&self) -> AwakeState {
        let inner = self.lock();
        match (&inner.held, inner.refused_at) {
            (Some(_), _) => AwakeState::Held,
            (None, Some(_)) => AwakeState::Refused,
            (None, None) => AwakeState::NotNeeded,
        }
    }

    /// Lets the computer sleep again.
    pub(crate) fn let_go(&self) {
        *self.lock() = Inner::default();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Holds the computer awake while a post is due soon or on its way, and lets it go otherwise. Answers when the next
/// post comes into reach.
pub(crate) async fn follow(studio: &Studio, next_post: Option<DateTime<Utc>>, is_busy: bool) -> Option<DateTime<Utc>> {
    let now = studio.now();
    let is_on = studio.settings().await.is_ok_and(|settings| settings.scheduling.keep_awake);
    let is_soon = is_busy || next_post.is_some_and(|at| at - BEFORE <= now);
    let awake = studio.awake();
    if !is_on || !is_soon {
        awake.let_go();
        return next_post.map(|at| at - BEFORE).filter(|at| is_on && *at > now);
    }
    let is_refused = awake.lock().refused_at.is_some_and(|at| (now - at).abs() < ASK_AGAIN);
    if awake.state() == AwakeState::Held || is_refused {
        return None;
    }
    // The system is asked over a bus that may take its time.
    let asked = tokio::task::spawn_blocking(|| {
        keepawake::Builder::default()
            .idle(true)
            .reason("A post is due soon")
            .app_name("Troupe")
            .app_reverse_domain("troupe")
            .create()
    });
    let mut inner = match asked.await {
        Ok(Ok(held)) => Inner { held: Some(held), refused_at: None },
        Ok(Err(error)) => {
            tracing::info!(service = "planning", "the system does not keep this computer awake: {error}");
            Inner { held: None, refused_at: Some(now) }
        }
        Err(_) => Inner { held: None, refused_at: Some(now) },
    };
    std::mem::swap(&mut *awake.lock(), &mut inner);
    None
}
