//! The platforms' clients against the sandbox's stand-ins, over real sockets: whole ways, faults on the way, and that
//! nothing is ever published twice.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bluesky;
mod bucket;
mod facebook;
mod instagram;
mod mastodon;
mod pinterest;
mod support;
mod telegram;
mod threads;
mod tiktok;
mod x;
mod youtube;
