//! `troupe-cli address`: another address that lets one browser in, from the `serve` that is running.

use crate::{
    answer,
    connection::{self, Connection},
    failure::Failure,
};
use clap::ArgMatches;
use serde_json::Value;
use std::path::PathBuf;
use troupe_studio::Code;

/// Prints the address.
///
/// # Errors
/// When no owner runs, or it serves no pages.
pub(crate) async fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let library = connection::library(matches.get_one::<PathBuf>("library"))?;
    let Some(owner) = Connection::owner(&library).await else {
        return Err(Failure::new(
            Code::NotFound,
            format!("No Troupe runs on {}. Start one with `troupe-cli serve --open-code`.", library.display()),
        ));
    };
    let found = owner.address().await?;
    if matches.get_flag("json") {
        answer::print(&found, true);
    } else {
        answer::say(&format!("{}\n", found.get("url").and_then(Value::as_str).unwrap_or_default()));
    }
    Ok(())
}
