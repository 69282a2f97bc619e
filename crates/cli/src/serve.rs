//! `troupe-cli serve`: owns the library, works on its queue, and serves it on this computer.

use crate::{connection, failure::Failure};
use clap::ArgMatches;
use std::{io::Write, path::PathBuf};
use troupe_sandbox::{Sandbox, SandboxConfig};
use troupe_server::{PublicOptions, RateLimits, Server, Token};
use troupe_studio::{Code, OpenOptions, Rehearsal, Studio, places};

/// Where a token for programs may be given, so that it need not be asked for after each start.
const TOKEN: &str = "TROUPE_TOKEN";

/// Serves until it is told to end.
///
/// # Errors
/// When another process owns the library, or the port is taken.
pub(crate) async fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let is_rehearsal = matches.get_flag("sandbox");
    let named = matches.get_one::<PathBuf>("library");
    let library = match (named, is_rehearsal) {
        (None, true) => places::rehearsal().ok_or_else(|| {
            Failure::words("There is no home folder for the rehearsal. Name a folder with --library PATH.")
        })?,
        (named, _) => connection::library(named)?,
    };
    let sandbox = if is_rehearsal { Some(start_sandbox(&library)?) } else { None };
    let mut options = OpenOptions::new(&library);
    options.rehearsal = sandbox.as_ref().map(|sandbox| Rehearsal { comfyui: sandbox.url() });
    let studio = Studio::open(options).await.map_err(|error| owned_by_another(error, &library))?;
    studio.start_tasks();

    let token = std::env::var(TOKEN).ok().as_deref().and_then(Token::from_text).unwrap_or_else(Token::random);
    let public = PublicOptions {
        port: matches.get_one::<u16>("port").copied().unwrap_or_default(),
        token: Some(token.clone()),
        limits: RateLimits::default(),
    };
    let started = async {
        let private = Server::private(&studio, &library).await?;
        match Server::public(&studio, public).await {
            Ok(public) => Ok((private, public)),
            Err(error) => {
                private.close().await;
                Err(error)
            }
        }
    };
    let (private, public) = match started.await {
        Ok(servers) => servers,
        Err(error) => {
            studio.close().await;
            return Err(error.into());
        }
    };
    let mut words = format!("Troupe serves {} at {}/\n", library.display(), public.url());
    if is_rehearsal {
        words.push_str("This is a rehearsal: nothing here is made by a model, and nothing leaves this computer.\n");
    }
    if matches.get_flag("open_code") {
        words.push_str(&format!(
            "Open this address in a browser; it lets one in, within the hour:\n{}\n",
            public.url_with_code()
        ));
    }
    if matches.get_flag("show_token") {
        words.push_str(&format!("Programs send: Authorization: Bearer {}\n", token.reveal()));
    }
    let mut out = std::io::stdout();
    // Without a reader nobody wants the address, and serving is still right.
    let _ = out.write_all(words.as_bytes()).and_then(|()| out.flush());

    told_to_end().await;
    public.close().await;
    private.close().await;
    studio.close().await;
    if let Some(sandbox) = sandbox {
        sandbox.shutdown().await;
    }
    Ok(())
}

/// Starts the stand-in beside the rehearsal's library.
///
/// # Errors
/// When its folder or a port can't be used.
pub(crate) fn start_sandbox(library: &std::path::Path) -> Result<Sandbox, Failure> {
    Sandbox::start(SandboxConfig::new(library.join("sandbox")))
        .map_err(|error| Failure::new(Code::StorageError, format!("The stand-in did not start: {error}.")))
}

fn owned_by_another(error: troupe_studio::Error, library: &std::path::Path) -> Failure {
    if error.code != Code::Conflict {
        return error.into();
    }
    Failure::new(Code::Conflict, format!("{} ({})", error.message, library.display()))
}

/// Waits for Ctrl+C, or for the system's word to end.
async fn told_to_end() {
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
