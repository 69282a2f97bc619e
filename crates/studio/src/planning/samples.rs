//! What tests of planning stand on: accounts and posts as rows, and a publisher that notes what it is given.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc)]

use super::{awake, scheduler::Scheduler, time, wake};
use crate::{Clock, OpenOptions, Result, Studio};
use chrono::{DateTime, NaiveDateTime, Utc};
use futures::future::BoxFuture;
use serde_json::{Value, json};
use troupe_library::{
    AccountId, CharacterId, LibraryError, PostId,
    tables::{
        accounts::{self, AccountRow},
        posts::{self, PostRow, PostStatus},
    },
};

pub(crate) struct Place {
    pub(crate) studio: Studio,
    pub(crate) clock: Clock,
    pub(crate) scheduler: Scheduler,
    folder: tempfile::TempDir,
}

/// A studio on a clock that stands at that moment, with a publisher that marks each post as published.
pub(crate) async fn place(at: &str) -> Place {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::fixed(at.parse().unwrap());
    let options = OpenOptions { clock: clock.clone(), ..OpenOptions::new(folder.path().join("library")) };
    let studio = Studio::open(options).await.unwrap();
    let scheduler = Scheduler::new(studio.as_caller(crate::Caller::Task), published);
    Place { studio, clock, scheduler, folder }
}

/// A publisher that succeeds at once.
pub(crate) fn published(studio: Studio, id: PostId) -> BoxFuture<'static, Result<()>> {
    Box::pin(async move {
        let now = studio.now();
        let mut write = studio.library().write().await?;
        posts::change(&mut write, id, now, |row| {
            assert!(row.approved_at.is_some(), "never unapproved");
            assert_ne!(row.status, PostStatus::Published, "never twice");
            row.status = PostStatus::Published;
            row.published_at = Some(now);
        })
        .await?;
        write.commit().await.map_err(LibraryError::from)?;
        Ok(())
    })
}

/// A publisher whose platform never answers.
pub(crate) fn hanging(_: Studio, _: PostId) -> BoxFuture<'static, Result<()>> {
    Box::pin(std::future::pending())
}

impl Place {
    pub(crate) async fn run(&self, name: &str, input: Value) -> Value {
        self.studio.run(name, input).await.unwrap_or_else(|error| panic!("{name}: {error} {}", error.details))
    }

    pub(crate) async fn character(&self, name: &str, timezone: &str) -> CharacterId {
        let made = self.run("characters.create", json!({ "name": name, "age": 25, "timezone": timezone })).await;
        made["id"].as_str().unwrap().parse().unwrap()
    }

    /// A connected account of a character.
    pub(crate) async fn account(&self, character: CharacterId, platform: &str, handle: &str) -> AccountId {
        let now = self.studio.now();
        let row = account_row(character, platform, handle, now);
        let mut write = self.studio.library().write().await.unwrap();
        accounts::save(&mut write, &row).await.unwrap();
        write.commit().await.unwrap();
        row.id
    }

    /// An approved post in the plan at that wall-clock time.
    pub(crate) async fn post(&self, character: CharacterId, account: AccountId, wall: &str, zone: &str) -> PostId {
        self.post_with(character, account, wall, zone, |_| {}).await
    }

    pub(crate) async fn post_with(
        &self,
        character: CharacterId,
        account: AccountId,
        wall: &str,
        zone: &str,
        change: impl FnOnce(&mut PostRow),
    ) -> PostId {
        let wall = NaiveDateTime::parse_from_str(wall, "%Y-%m-%dT%H:%M").unwrap();
        let mut row = post_row(character, account, "bluesky", wall, zone, self.studio.now());
        change(&mut row);
        let mut write = self.studio.library().write().await.unwrap();
        posts::save(&mut write, &row).await.unwrap();
        write.commit().await.unwrap();
        row.id
    }

    pub(crate) fn database(&self) -> std::path::PathBuf {
        self.folder.path().join("library").join(troupe_library::DATABASE)
    }

    pub(crate) async fn row(&self, id: PostId) -> PostRow {
        let mut read = self.studio.library().read().await.unwrap();
        posts::get(&mut read, id).await.unwrap().unwrap()
    }

    pub(crate) async fn change_account(&self, id: AccountId, change: impl FnOnce(&mut AccountRow)) {
        let mut write = self.studio.library().write().await.unwrap();
        accounts::change(&mut write, id, self.studio.now(), change).await.unwrap();
        write.commit().await.unwrap();
    }

    /// Asks the system to stay awake as the task does after a look that found nothing on its way.
    pub(crate) async fn stay_awake(&self, next_post: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
        awake::follow(&self.studio, next_post, false).await
    }

    pub(crate) async fn wake_for(&self, next_post: Option<DateTime<Utc>>) {
        wake::follow(&self.studio, next_post).await;
    }

    /// Sets the clock to that moment, back or forward.
    pub(crate) fn at(&self, moment: &str) {
        let moment: DateTime<Utc> = moment.parse().unwrap();
        self.clock.advance(moment - self.clock.now());
    }

    /// Looks once and waits until what was taken up is done.
    pub(crate) async fn look(&mut self) -> Vec<PostId> {
        let look = self.scheduler.tick().await.unwrap();
        self.scheduler.settle().await;
        look.taken
    }
}

pub(crate) fn account_row(character: CharacterId, platform: &str, handle: &str, now: DateTime<Utc>) -> AccountRow {
    AccountRow {
        character_id: Some(character),
        login: "test".to_owned(),
        timezone: "Europe/Berlin".to_owned(),
        ..AccountRow::new(platform, handle, handle, now)
    }
}

pub(crate) fn post_row(
    character: CharacterId,
    account: AccountId,
    platform: &str,
    wall: NaiveDateTime,
    zone: &str,
    now: DateTime<Utc>,
) -> PostRow {
    let due = time::due_at(wall, time::zone_of(zone));
    PostRow {
        character_id: Some(character),
        status: PostStatus::Scheduled,
        caption: "Words.".to_owned(),
        wall_time: Some(wall),
        timezone: Some(zone.to_owned()),
        due_at: Some(due),
        approved_at: Some(now),
        next_attempt_at: Some(due),
        ..PostRow::new(account, platform, now)
    }
}
