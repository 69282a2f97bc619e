//! A studio in a folder of its own, and pictures for it, for tests of content.
#![allow(clippy::unwrap_used)]

use super::{Birth, NewPicture, add_picture};
use crate::{Clock, OpenOptions, Studio};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use std::io::Cursor;
use tempfile::TempDir;
use troupe_library::{
    CharacterId, JobId, RunId,
    tables::{
        content::{ContentRow, Rating},
        jobs::{self, JobKind, JobRow, State},
        runs,
    },
};
use troupe_media::{Lora, Recipe};

/// A studio whose clock stands still, and the folder that it lies in.
pub(crate) struct Sample {
    pub(crate) studio: Studio,
    pub(crate) clock: Clock,
    pub(crate) folder: TempDir,
    pub(crate) job_id: JobId,
}

impl Sample {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::fixed("2026-11-03T09:42:00Z".parse().unwrap());
        let studio = open(&folder, &clock).await;
        let job_id = JobId::new();
        let mut write = studio.library().write().await.unwrap();
        let job = JobRow {
            id: job_id,
            kind: JobKind::Image,
            batch_id: None,
            character_id: None,
            title: "a portrait".into(),
            input: json!({}),
            state: State::Running,
            held_reason: None,
            position: 1.0,
            total: 8,
            success_count: 0,
            failure_count: 0,
            error: None,
            retry_of: None,
            created_at: studio.now(),
            started_at: None,
            finished_at: None,
            cleared_at: None,
        };
        jobs::insert(&mut write, &job).await.unwrap();
        write.commit().await.unwrap();
        Self { studio, clock, folder, job_id }
    }

    /// The same library, opened again as after a kill.
    pub(crate) async fn reopened(self) -> Self {
        let Self { studio, clock, folder, job_id } = self;
        studio.close().await;
        drop(studio);
        let studio = open(&folder, &clock).await;
        Self { studio, clock, folder, job_id }
    }

    /// A new run of the job.
    pub(crate) async fn run_id(&self) -> RunId {
        let id = RunId::new();
        let mut write = self.studio.library().write().await.unwrap();
        let number = runs::of_job(&mut write, self.job_id).await.unwrap().len() + 1;
        runs::insert(&mut write, id, self.job_id, i64::try_from(number).unwrap(), 7, &json!({})).await.unwrap();
        write.commit().await.unwrap();
        id
    }

    /// A picture of a new run, one second younger than the one before.
    pub(crate) async fn new_picture(&self, change: impl FnOnce(&mut NewPicture)) -> NewPicture {
        self.clock.advance(TimeDelta::seconds(1));
        let mut picture = picture(self.run_id().await, self.job_id, self.studio.now());
        change(&mut picture);
        picture
    }

    /// The same, in the library.
    pub(crate) async fn add(&self, change: impl FnOnce(&mut NewPicture)) -> ContentRow {
        let picture = self.new_picture(change).await;
        add_picture(&self.studio, picture).await.unwrap()
    }

    /// A character, made the way a creator makes one.
    pub(crate) async fn character(&self, name: &str) -> CharacterId {
        let made = self.studio.run("characters.create", json!({ "name": name, "age": 25 })).await.unwrap();
        serde_json::from_value(made["id"].clone()).unwrap()
    }
}

async fn open(folder: &TempDir, clock: &Clock) -> Studio {
    let mut options = OpenOptions::new(folder.path().join("library"));
    options.clock = clock.clone();
    Studio::open(options).await.unwrap()
}

/// A PNG with some colour in it.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, (x * y) as u8]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn picture(run_id: RunId, job_id: JobId, created_at: DateTime<Utc>) -> NewPicture {
    NewPicture {
        bytes: png(48, 64),
        recipe: Recipe {
            prompt: Some("portrait of a woman, ochre backdrop".into()),
            negative_prompt: Some("blurry".into()),
            seed: Some(81_204),
            steps: Some(24),
            cfg_scale: Some(3.5),
            model: Some("flux2-dev.safetensors".into()),
            loras: vec![Lora { name: "mira-v3.safetensors".into(), strength: Some(0.85), ..Lora::default() }],
            ..Recipe::default()
        },
        birth: Birth {
            run_id,
            number: 1,
            job_id: Some(job_id),
            character_id: None,
            parent_id: None,
            workflow_id: Some("text-to-image".into()),
            category: "post".into(),
            rating: Rating::Unknown,
            is_drawn: false,
            created_at,
        },
    }
}
