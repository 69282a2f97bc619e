//! What Instagram, Facebook Pages and Threads share: Meta's Graph interface, its way to say no, its pages, tokens and
//! containers, and its upload host.

pub(crate) mod containers;
mod graph;
mod pages;
mod token;
mod upload;

pub(crate) use graph::{Door, FACEBOOK, Graph, INSTAGRAM, THREADS, moment};
pub(crate) use pages::{Page, pages};
pub(crate) use token::LongLived;
pub(crate) use upload::UploadKind;
