//! Whole-product tests: the real programs on a temporary library, driven from outside over real
//! sockets, against a stand-in ComfyUI that is a process of its own.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod product {
    pub(crate) mod access;
    pub(crate) mod agents;
    pub(crate) mod command_line;
    pub(crate) mod conversation;
    pub(crate) mod files;
    pub(crate) mod generated;
    pub(crate) mod interfaces;
    pub(crate) mod kill;
    pub(crate) mod kill_posts;
    pub(crate) mod limits;
    pub(crate) mod main_job;
    pub(crate) mod owner;
    pub(crate) mod platform_posts;
    pub(crate) mod rest;
    pub(crate) mod running;
    pub(crate) mod stand_ins;
    pub(crate) mod streams;
    pub(crate) mod week;
}
