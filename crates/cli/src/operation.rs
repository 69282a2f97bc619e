//! One call of an operation from the command line, from the question before it to its printed answer.

use crate::{
    answer, ask,
    connection::{self, Connection},
    failure::Failure,
    flags::{self, Surroundings},
    job, login,
};
use clap::ArgMatches;
use serde_json::Value;
use std::{
    io::{IsTerminal, Read},
    path::PathBuf,
    time::Duration,
};
use troupe_server::schema::Schemas;
use troupe_studio::{Code, Effect, Operation, Operations, log};

/// Runs the operation of that name with the flags given.
///
/// # Errors
/// The operation's own; what the flags do not say right; a question answered with no.
pub(crate) async fn run(name: &str, matches: &ArgMatches) -> Result<(), Failure> {
    let operations = Operations::all();
    let operation =
        operations.get(name).ok_or_else(|| Failure::new(Code::NotFound, format!("There is no operation {name}.")))?;
    let schemas = Schemas::of(&operations);
    let input = flags::input(operation, &schemas, matches, &mut Terminal)?;
    let is_agreed = flag(matches, "yes");
    if matches!(operation.effect, Effect::Destroy | Effect::Publish) && !is_agreed {
        ask::before(operation, &schemas, &input)?;
    }
    let output = if operation.answers_file { Some(answer::Output::of(matches, is_agreed)?) } else { None };

    let library = connection::library(matches.get_one::<PathBuf>("library"))?;
    let connection = Connection::open(&library).await?;
    if connection.is_own() {
        log::install(&library.join("logs"), false);
    }
    let result = tokio::select! {
        result = call(&connection, operation, input, output, matches) => result,
        _ = tokio::signal::ctrl_c() => Err(Failure::new(
            Code::Conflict,
            "Interrupted. What was queued stays queued and goes on when Troupe runs.",
        )),
    };
    connection.close().await;
    result
}

async fn call(
    connection: &Connection,
    operation: &Operation,
    input: Value,
    output: Option<answer::Output>,
    matches: &ArgMatches,
) -> Result<(), Failure> {
    if let Some(output) = output {
        return output.write(connection.file(operation.name, &input).await?).await;
    }
    let waits = operation.streams_job && !flag(matches, "no_wait");
    if waits {
        connection.start_tasks();
    }
    let mut answer = login::follow(connection, connection.run(operation.name, &input).await?).await?;
    if waits {
        let limit = matches.try_get_one::<u64>("wait").ok().flatten().copied().map(Duration::from_secs);
        answer = job::follow(connection, answer, limit).await?;
    } else if operation.streams_job && connection.is_own() {
        eprintln!("It is queued. No Troupe is running, so it begins when one is started, or with --wait.");
    }
    answer::print(&answer, flag(matches, "json"));
    job::verdict(&answer)
}

fn flag(matches: &ArgMatches, name: &str) -> bool {
    matches.try_get_one::<bool>(name).ok().flatten().copied().unwrap_or_default()
}

/// Standard input and files of this computer.
struct Terminal;

impl Surroundings for Terminal {
    fn input(&mut self, file: &str) -> Result<String, Failure> {
        let mut text = String::new();
        if file == "-" {
            std::io::stdin().read_to_string(&mut text)?;
            return Ok(text);
        }
        std::fs::read_to_string(file)
            .map_err(|error| Failure::words(format!("--input {file}: could not be read: {error}.")))
    }

    fn secret(&mut self, field: &str) -> Result<String, Failure> {
        if std::io::stdin().is_terminal() {
            return Ok(rpassword::prompt_password(format!("{field}: "))?);
        }
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        let text = text.trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            return Err(Failure::words(format!("{field}: give it on standard input.")));
        }
        Ok(text.to_owned())
    }
}
