//! The stand-in ComfyUI over real sockets, held to fixtures written after a real server's answers.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod answers;
mod faults;
mod files;
mod queue;
mod runs;
mod shape;
mod sockets;
mod support;
mod validation;
