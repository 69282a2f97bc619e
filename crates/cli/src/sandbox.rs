//! `troupe-cli sandbox`: the stand-in ComfyUI and platforms as a process of their own, for tests that kill it.

use crate::failure::Failure;
use clap::ArgMatches;
use std::path::PathBuf;
use troupe_sandbox::SandboxConfig;
use troupe_studio::Code;

/// Prints its address and serves until it is interrupted.
///
/// # Errors
/// When the port or the folder can't be used.
pub(crate) async fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let folder = matches.get_one::<PathBuf>("folder").cloned().unwrap_or_default();
    let mut config = SandboxConfig::new(folder).port(matches.get_one::<u16>("port").copied().unwrap_or_default());
    if let Some(step_ms) = matches.get_one::<u64>("step_ms") {
        config = config.step_ms(*step_ms);
    }
    troupe_sandbox::run(config)
        .await
        .map_err(|error| Failure::new(Code::StorageError, format!("The stand-in did not start: {error}.")))
}
