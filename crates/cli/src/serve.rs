//! `troupe-cli serve`: owns the library, works on its queue, and serves it on this computer.

use crate::{connection, failure::Failure};
use clap::{ArgMatches, parser::ValueSource};
use std::{
    io::{IsTerminal, Write},
    path::PathBuf,
};
use troupe_sandbox::{Sandbox, SandboxConfig};
use troupe_server::{PublicOptions, Server, Token};
use troupe_studio::{Code, OpenOptions, Rehearsal, Studio, log, places};

/// The folder of the stand-in within a rehearsal's library; it marks the library as one.
const STAND_IN: &str = "sandbox";
/// Where a token for programs may be given, so that it need not be asked for after each start.
const TOKEN: &str = "TROUPE_TOKEN";

/// Serves until it is told to end.
///
/// # Errors
/// When another process owns the library, or the port is taken.
pub(crate) async fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let sandbox_at = matches.get_one::<String>("sandbox_at").map(|url| url.trim_end_matches('/'));
    let is_rehearsal = matches.get_flag("sandbox") || sandbox_at.is_some();
    let library =
        if is_rehearsal { rehearsal_library(matches)? } else { connection::library(matches.get_one("library"))? };
    let sandbox = if is_rehearsal && sandbox_at.is_none() { Some(start_sandbox(&library)?) } else { None };
    let mut options = OpenOptions::new(&library);
    options.rehearsal = match (&sandbox, sandbox_at) {
        (Some(sandbox), _) => {
            Some(Rehearsal { comfyui: sandbox.url(), platforms: sandbox.platforms_url(), text: sandbox.ollama_url() })
        }
        (None, Some(url)) => {
            // The folder marks the library as a rehearsal's, as the stand-in's own does.
            std::fs::create_dir_all(library.join(STAND_IN))?;
            Some(Rehearsal {
                comfyui: url.to_owned(),
                platforms: format!("{url}/platforms"),
                text: format!("{url}/ollama"),
            })
        }
        (None, None) => None,
    };
    let studio = Studio::open(options).await.map_err(|error| owned_by_another(error, &library))?;
    log::install(&library.join("logs"), std::io::stderr().is_terminal());
    studio.start_tasks();
    let served = serve(&studio, matches, is_rehearsal).await;
    studio.close().await;
    if let Some(sandbox) = sandbox {
        sandbox.shutdown().await;
    }
    served
}

/// Listens for our own processes and for browsers and programs, until it is told to end.
async fn serve(studio: &Studio, matches: &ArgMatches, is_rehearsal: bool) -> Result<(), Failure> {
    let given = std::env::var(TOKEN).ok().as_deref().and_then(Token::from_text);
    let shows_token = matches.get_flag("show_token");
    let interface = studio.settings().await?.interface;
    // What was asked for at this start goes before what is set.
    let token = match given {
        None if shows_token => Some(match studio.interface_token().await? {
            Some(kept) => Token::from_text(kept.expose()).unwrap_or_else(Token::random),
            None => Token::random(),
        }),
        given => given,
    };
    let port = matches.get_one::<u16>("port").copied().unwrap_or(interface.port);
    let public = Server::public(studio, PublicOptions { port, token: token.clone() }).await?;
    let private = match Server::private(studio, studio.library_root(), Some(&public)).await {
        Ok(private) => private,
        Err(error) => {
            public.close().await;
            return Err(error.into());
        }
    };
    let mut words = format!("Troupe serves {} at {}/\n", studio.library_root().display(), public.url());
    if let Some(reason) = studio.safe_mode() {
        words.push_str(&format!("Safe mode: {reason} Nothing was changed.\n"));
    }
    if is_rehearsal {
        words.push_str("This is a rehearsal: nothing here is made by a model, and nothing leaves this computer.\n");
    }
    if matches.get_flag("open_code") {
        words.push_str(&format!(
            "Open this address in a browser; it lets one in, within the hour:\n{}\n",
            public.url_with_code()
        ));
    }
    if let Some(token) = token.filter(|_| shows_token) {
        words.push_str(&format!("Programs send: Authorization: Bearer {}\n", token.reveal()));
    }
    let mut out = std::io::stdout();
    // Without a reader nobody wants the address, and serving is still right.
    let _ = out.write_all(words.as_bytes()).and_then(|()| out.flush());

    told_to_end().await;
    public.close().await;
    private.close().await;
    Ok(())
}

/// The folder of a rehearsal: one of its own, so that nothing drawn reaches the creator's library.
fn rehearsal_library(matches: &ArgMatches) -> Result<PathBuf, Failure> {
    // The folder that the environment names is the creator's own.
    let is_named = matches.value_source("library") == Some(ValueSource::CommandLine);
    let library = match matches.get_one::<PathBuf>("library").filter(|_| is_named) {
        Some(named) => std::path::absolute(named)?,
        None => places::rehearsal().ok_or_else(|| {
            Failure::words("There is no home folder for the rehearsal. Name a folder with --library PATH.")
        })?,
    };
    if library.join("library.db").exists() && !library.join(STAND_IN).exists() {
        return Err(Failure::words(format!(
            "{} is a library of its own, and a rehearsal would put drawings into it. Name an empty folder, or leave --library out.",
            library.display()
        )));
    }
    Ok(library)
}

/// Starts the stand-in beside the rehearsal's library.
///
/// # Errors
/// When its folder or a port can't be used.
pub(crate) fn start_sandbox(library: &std::path::Path) -> Result<Sandbox, Failure> {
    Sandbox::start(SandboxConfig::new(library.join(STAND_IN)))
        .map_err(|error| Failure::new(Code::StorageError, format!("The stand-in did not start: {error}.")))
}

fn owned_by_another(error: troupe_studio::Error, library: &std::path::Path) -> Failure {
    if error.code != Code::Conflict {
        return error.into();
    }
    Failure::new(Code::Conflict, format!("{} ({})", error.message, library.display()))
}

/// Waits for Ctrl+C, or for the system's word to end.
pub(crate) async fn told_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        // No handler could be set: then only a kill ends the process.
        std::future::pending::<()>().await;
    }
}
