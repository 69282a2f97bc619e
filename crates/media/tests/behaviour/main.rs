//! What the crate promises, tried on pictures that are made here.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod births;
mod files;
mod foreign_recipes;
mod never_panics;
mod outgoing;
mod probing;
mod samples;
mod thumbnails;
