//! The commands: those of the program itself, and one a group with its verbs from the registry.

use crate::{failure::STATUSES, flags};
use clap::{Arg, ArgAction, Command, ValueHint, value_parser};
use std::{collections::BTreeMap, path::PathBuf};
use troupe_server::schema::Schemas;
use troupe_studio::{Effect, Operation, Operations};

/// The whole command line.
pub(crate) fn build() -> Command {
    let operations = Operations::all();
    let schemas = Schemas::of(&operations);
    let mut groups: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in operations.iter() {
        if let Some((group, _)) = operation.name.split_once('.') {
            groups.entry(group).or_default().push(operation);
        }
    }
    Command::new("troupe-cli")
        .version(env!("CARGO_PKG_VERSION"))
        .about("A company of AI characters on your own computer, from the command line")
        .after_help(STATUSES)
        .arg_required_else_help(true)
        .subcommand_required(true)
        .args(everywhere())
        .subcommands([serve(), mcp(), address(), rehearse(), sandbox(), generate()])
        .subcommands(groups.into_iter().map(|(group, operations)| {
            Command::new(group)
                .about(about(group, &operations))
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommands(operations.into_iter().map(|operation| verb(operation, &schemas)))
        }))
}

fn everywhere() -> [Arg; 2] {
    [
        Arg::new("json").long("json").global(true).action(ArgAction::SetTrue).help("Answer as JSON, errors too"),
        Arg::new("library")
            .long("library")
            .global(true)
            .env("TROUPE_LIBRARY")
            .value_name("PATH")
            .value_parser(value_parser!(PathBuf))
            .value_hint(ValueHint::DirPath)
            .help("The library's folder, instead of the usual one"),
    ]
}

fn about(group: &str, operations: &[&Operation]) -> String {
    let verbs: Vec<&str> = operations.iter().filter_map(|operation| operation.name.split('.').nth(1)).collect();
    let mut letters = group.chars();
    let title =
        letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default();
    format!("{title}: {}", verbs.join(", "))
}

/// The command of one operation.
fn verb(operation: &Operation, schemas: &Schemas) -> Command {
    let name = operation.name.split_once('.').map_or(operation.name, |(_, verb)| verb);
    let words = schemas.description(operation.name).replace('\n', " ");
    let short = words.split(". ").next().unwrap_or_default().trim_end_matches('.').to_owned();
    let mut command = Command::new(name).about(short).long_about(words).args(flags::args(operation, schemas));
    if name.contains('_') {
        command = command.alias(name.replace('_', "-"));
    }
    command = command.arg(
        Arg::new("input")
            .long("input")
            .value_name("FILE")
            .help("Fields from a JSON file, or from standard input with `-`; flags go before them"),
    );
    if operation.answers_file {
        command = command.arg(
            Arg::new("output")
                .long("output")
                .short('o')
                .value_name("FILE")
                .help("Where the file goes; `-` is standard output"),
        );
    }
    if operation.effect != Effect::Read {
        command = command.arg(
            Arg::new("idempotency_key")
                .long("idempotency-key")
                .value_name("KEY")
                .help("A word of your own: the same input under the same word within 24 hours is done once"),
        );
    }
    if operation.answers_file || matches!(operation.effect, Effect::Destroy | Effect::Publish) {
        command = command.arg(Arg::new("yes").long("yes").short('y').action(ArgAction::SetTrue).help("Do not ask"));
    }
    if operation.streams_job {
        command = command
            .arg(
                Arg::new("wait")
                    .long("wait")
                    .value_name("SECONDS")
                    .value_parser(value_parser!(u64))
                    .help("Wait at most this long for the end (the default is as long as it takes)"),
            )
            .arg(
                Arg::new("no_wait")
                    .long("no-wait")
                    .action(ArgAction::SetTrue)
                    .conflicts_with("wait")
                    .help("Do not wait for the end"),
            );
    }
    command
}

fn serve() -> Command {
    Command::new("serve")
        .about("Own the library, work on its queue, and serve it to browsers and programs on this computer")
        .arg(
            Arg::new("port")
                .long("port")
                .value_name("PORT")
                .value_parser(value_parser!(u16))
                .help("The port on 127.0.0.1, instead of the one of the settings; 0 takes any that is free"),
        )
        .arg(
            Arg::new("open_code")
                .long("open-code")
                .action(ArgAction::SetTrue)
                .help("Print an address that lets one browser in"),
        )
        .arg(Arg::new("show_token").long("show-token").action(ArgAction::SetTrue).help("Print the token for programs"))
        .arg(
            Arg::new("sandbox")
                .long("sandbox")
                .action(ArgAction::SetTrue)
                .help("Rehearse: a library of its own on a drawn stand-in"),
        )
        .arg(
            Arg::new("sandbox_at")
                .long("sandbox-at")
                .value_name("URL")
                .conflicts_with("sandbox")
                .help("Rehearse on a stand-in that runs already, as `sandbox` prints its address"),
        )
}

fn mcp() -> Command {
    Command::new("mcp")
        .about("Serve an agent on standard input and output (Model Context Protocol)")
        .long_about(
            "Serve an agent on standard input and output (Model Context Protocol). Programs such as Claude Desktop start \
this themselves. The agent is made on first use, with the scope given here; afterwards what it may do is set in the \
window. What publishes, deletes, spends, or changes settings, disclosure or accounts is asked there.",
        )
        .arg(
            Arg::new("agent")
                .long("agent")
                .value_name("NAME")
                .default_value("Agent")
                .help("Which agent this is, by the creator's name for it"),
        )
        .arg(
            Arg::new("scope")
                .long("scope")
                .value_name("SCOPE")
                .value_parser(["read", "make", "publish"])
                .default_value("make")
                .help("On first use: read looks, make also makes and changes, publish also asks to publish"),
        )
}

fn address() -> Command {
    Command::new("address").about("Print an address that lets one more browser in, while `serve` is running")
}

fn rehearse() -> Command {
    Command::new("rehearse")
        .about("Walk the main job from a character to finished pictures, on the stand-in, in a temporary folder")
        .arg(Arg::new("keep").long("keep").action(ArgAction::SetTrue).help("Keep the folder and say where it is"))
}

fn sandbox() -> Command {
    Command::new("sandbox")
        .about("Run the stand-in ComfyUI and the stand-in platforms as a process of their own")
        .arg(
            Arg::new("folder")
                .long("folder")
                .value_name("PATH")
                .value_parser(value_parser!(PathBuf))
                .required(true)
                .help("Where its pictures, what was published and its journals lie"),
        )
        .arg(
            Arg::new("port")
                .long("port")
                .value_name("PORT")
                .value_parser(value_parser!(u16))
                .default_value("0")
                .help("The port on 127.0.0.1; 0 takes any that is free"),
        )
        .arg(
            Arg::new("step_ms")
                .long("step-ms")
                .value_name("MS")
                .value_parser(value_parser!(u64))
                .help("How long one sampling step seems to take"),
        )
}

fn generate() -> Command {
    let file = |name: &'static str, words: &'static str| {
        Arg::new(name).long(name).value_name("FILE").value_parser(value_parser!(PathBuf)).help(words)
    };
    Command::new("generate")
        .about("Write the files that follow from the operations")
        .hide(true)
        .arg(file("openapi", "Write the OpenAPI document"))
        .arg(file("typescript", "Write the typed client of the UI"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_fit_together() {
        build().debug_assert();
    }

    #[test]
    fn every_operation_is_a_command() {
        let command = build();
        for operation in Operations::all().iter() {
            let (group, verb) = operation.name.split_once('.').unwrap_or_default();
            let found = command.find_subcommand(group).and_then(|group| group.find_subcommand(verb));
            assert!(found.is_some(), "{}", operation.name);
        }
    }
}
