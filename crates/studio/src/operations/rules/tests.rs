//! Rules through the registry.

#![allow(clippy::unwrap_used)]
