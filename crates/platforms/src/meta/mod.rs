//! What Instagram and Facebook Pages share: Meta's Graph interface, its way to say no, its pages and its upload host.

mod graph;
mod pages;
mod upload;

pub(crate) use graph::{Door, FACEBOOK, Graph, INSTAGRAM, moment};
pub(crate) use pages::{Page, pages};
pub(crate) use upload::UploadKind;

use crate::{Facts, Note, RefusalRule};
use serde::Deserialize;

/// The part of a data file that several platforms share.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shared {
    #[serde(default)]
    limits: Vec<Note>,
    #[serde(default)]
    refusals: Vec<RefusalRule>,
}

/// A platform's data with the data that it shares with others.
#[allow(clippy::panic)] // The texts are a part of the program, not input; a test reads them.
pub(crate) fn facts(own: &str, shared: &[&str]) -> Facts {
    let mut facts = crate::facts::bundled(own);
    for text in shared {
        let shared: Shared = match toml::from_str(text) {
            Ok(shared) => shared,
            Err(error) => panic!("a shared data file is broken: {error}"),
        };
        facts.limits.extend(shared.limits);
        facts.refusals.extend(shared.refusals);
    }
    facts
}
