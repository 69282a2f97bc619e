//! The stand-in platforms over real sockets, held to fixtures written by hand after the platforms' documentation.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bluesky;
mod faults;
mod frame;
mod mastodon;
mod meta;
mod pinterest;
mod support;
mod telegram;
mod threads;
mod tiktok;
mod x;
mod youtube;
