//! The platforms' official interfaces, one file or folder a platform behind one trait: [`Platform`].
//!
//! A post is published in [`Step`]s. Who drives them writes the intent of each step down before
//! [`Platform::perform`] and the outcome after it; a step that the public can see is never performed twice blindly,
//! but looked for with [`Platform::reconcile`]. Limits, prices, codes and demands are data: [`Facts`], read from
//! `data/<platform>.toml`, each with its source and date.
//!
//! To add a platform: its file in `data/`, its file in `src/` with the trait, its line in [`PlatformName`] and in
//! `platforms.rs`, its stand-in in the sandbox.

mod account;
mod bluesky;
mod count;
mod draft;
mod engagement;
mod error;
mod facebook;
mod facts;
mod fields;
mod hand_off;
mod instagram;
mod mastodon;
mod meta;
mod name;
pub mod oauth;
mod pinterest;
mod platform;
mod platforms;
mod preflight;
mod reply;
mod step;
mod telegram;
mod threads;
mod tiktok;
mod upload;
mod upload_place;
mod web;
mod x;
mod youtube;

pub use account::{Account, App, Connected, Credentials, Live, Session, Tokens, Visibility};
pub use count::Counting;
pub use draft::{Draft, Media, MediaKind, PostType};
pub use engagement::{Comment, Metrics, Target};
pub use error::{Error, Refusal, RefusalKind, Result};
pub use facts::{
    Capabilities, Demand, Facts, FetchRule, Label, LabelKind, LoginKind, LoginWay, Mark, MediaRule, Note, PostRule,
    Price, RefusalRule, SetupField, SetupStep, Source, TextRule,
};
pub use fields::{FieldChoice, FieldKind, PostField};
pub use name::PlatformName;
pub use platform::Platform;
pub use platforms::Platforms;
pub use preflight::{Finding, Fix, Severity};
pub use step::{Call, Found, Progress, Step, StepKind, StepResult};
pub use upload_place::{Bucket, UploadAccess};
pub use web::{Hosts, Web};
