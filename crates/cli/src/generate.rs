//! Writes the files that follow from the operations: the OpenAPI document and the typed client.

use crate::failure::Failure;
use clap::ArgMatches;
use std::path::PathBuf;
use troupe_server::{openapi, schema::Schemas, typescript};
use troupe_studio::Operations;

/// Writes the files asked for.
///
/// # Errors
/// When one can't be written.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let operations = Operations::all();
    let schemas = Schemas::of(&operations);
    if let Some(path) = matches.get_one::<PathBuf>("openapi") {
        write(path, format!("{:#}\n", openapi::document(&operations, &schemas)))?;
    }
    if let Some(path) = matches.get_one::<PathBuf>("typescript") {
        write(path, typescript::client(&operations, &schemas))?;
    }
    Ok(())
}

fn write(path: &PathBuf, text: String) -> Result<(), Failure> {
    std::fs::write(path, text)
        .map_err(|error| Failure::words(format!("{} could not be written: {error}.", path.display())))
}
