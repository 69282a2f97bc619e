//! `troupe-cli`: every operation at the command line, `serve`, `mcp`, `rehearse`, and what the project's own
//! commands need.

mod address;
mod answer;
mod ask;
mod commands;
mod connection;
mod failure;
mod flags;
mod generate;
mod job;
mod login;
mod mcp;
mod operation;
mod rehearse;
mod sandbox;
mod serve;
mod table;

use clap::{ArgMatches, error::ErrorKind};
use failure::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    // Fails only when one is there already, which then serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut command = commands::build();
    let matches = match command.try_get_matches_from_mut(std::env::args_os()) {
        Ok(matches) => matches,
        Err(error) => {
            let code = if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
                0
            } else {
                failure::USAGE
            };
            // Nobody reads: then nobody misses it either.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let is_json = matches.get_flag("json");
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Failure::from(error).report(is_json),
    };
    let ended = runtime.block_on(run(&matches));
    // Standard input may still be read by a thread that nothing wakes.
    runtime.shutdown_background();
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(is_json),
    }
}

async fn run(matches: &ArgMatches) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("serve", own)) => serve::run(own).await,
        Some(("mcp", own)) => mcp::run(own).await,
        Some(("address", own)) => address::run(own).await,
        Some(("rehearse", own)) => rehearse::run(own).await,
        Some(("sandbox", own)) => sandbox::run(own).await,
        Some(("generate", own)) => generate::run(own),
        Some((group, own)) => match own.subcommand() {
            Some((verb, own)) => operation::run(&format!("{group}.{verb}"), own).await,
            None => Err(Failure::words("Say what to do, such as `list`. `--help` shows what there is.")),
        },
        None => Err(Failure::words("Say what to do. `--help` shows what there is.")),
    }
}
