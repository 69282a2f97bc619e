//! Accounts at the platforms: what opens them, and what the platforms' errors mean here.

mod error;
mod session;

#[allow(unused_imports)] // The operations of accounts use them.
pub(crate) use session::{forget, keep_step_secret, keep_tokens, session, step_secret};
