//! The operations, one file a resource. Each file begins with its list: name, function, effect,
//! tags, routes.

pub(crate) mod accounts;
mod agents;
mod approvals;
pub(crate) mod automation;
mod backup;
mod calendar;
mod captions;
pub(crate) mod characters;
mod comments;
pub(crate) mod consents;
mod content;
mod engagement;
mod formats;
pub(crate) mod images;
mod library;
mod models;
mod monitoring;
mod platform_posts;
mod platforms;
pub(crate) mod posts;
mod presets;
mod prompt_examples;
mod prompts;
pub(crate) mod queue;
pub(crate) mod references;
mod rehearsal;
pub(crate) mod rules;
mod scheduler;
mod scheduling;
mod secrets;
mod servers;
mod services;
mod settings;
pub(crate) mod slots;
mod styles;
pub(crate) mod system;
mod templates;
mod text;
pub(crate) mod trash;
mod workflows;

use crate::{Error, Operation, Result};

/// Every operation of the product.
pub(crate) fn all() -> Vec<Operation> {
    [
        system::operations(),
        characters::operations(),
        styles::operations(),
        references::operations(),
        consents::operations(),
        images::operations(),
        queue::operations(),
        presets::operations(),
        templates::operations(),
        formats::operations(),
        prompt_examples::operations(),
        prompts::operations(),
        text::operations(),
        captions::operations(),
        platforms::operations(),
        accounts::operations(),
        comments::operations(),
        engagement::operations(),
        platform_posts::operations(),
        servers::operations(),
        services::operations(),
        settings::operations(),
        agents::operations(),
        approvals::operations(),
        backup::operations(),
        secrets::operations(),
        models::operations(),
        monitoring::operations(),
        workflows::operations(),
        content::operations(),
        trash::operations(),
        posts::operations(),
        library::operations(),
        slots::operations(),
        rules::operations(),
        scheduling::operations(),
        scheduler::operations(),
        calendar::operations(),
        automation::operations(),
        rehearsal::operations(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A name as it is stored: without spaces around it, 1 to 100 letters.
fn checked_name(name: &str) -> Result<String> {
    let name = name.trim();
    match name.chars().count() {
        0 => Err(Error::field("name", "give it a name")),
        1..=100 => Ok(name.to_owned()),
        _ => Err(Error::field("name", "must be at most 100 letters")),
    }
}
