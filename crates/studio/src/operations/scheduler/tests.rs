//! The scheduler through the registry.

#![allow(clippy::unwrap_used)]
