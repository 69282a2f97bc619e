//! Running other programs: in the project's root, with the pinned Node first on the path.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use anyhow::Context;

use crate::{project, setup::node};

/// A command that starts in the project's root.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(project::root());
    command
}

/// The same cargo that runs this command.
pub(crate) fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// npm in the folder of the UI.
pub(crate) fn npm() -> Command {
    let mut npm = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(project::ui());
    node::put_first_on_path(&mut npm);
    npm
}

/// Runs it with its output on the terminal; an exit status other than 0 is an error.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let line = describe(command);
    let status = command.status().with_context(|| format!("could not start `{line}`"))?;
    anyhow::ensure!(status.success(), "`{line}` failed ({status})");
    Ok(())
}

/// What it writes to standard output, when it starts and succeeds.
pub(crate) fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The output of a command that was shown while it ran.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) success: bool,
    /// Standard output alone: what counts are read from.
    pub(crate) output: String,
}

/// Runs it, showing its output and keeping a copy of standard output.
pub(crate) fn run_and_keep(command: &mut Command) -> anyhow::Result<Shown> {
    let line = describe(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start `{line}`"))?;
    let mut output = String::new();
    if let Some(stdout) = child.stdout.take() {
        copy_lines(stdout, &mut output).with_context(|| format!("could not read what `{line}` wrote"))?;
    }
    let status = child.wait().with_context(|| format!("could not wait for `{line}`"))?;
    Ok(Shown { success: status.success(), output })
}

fn copy_lines(from: impl Read, to: &mut String) -> std::io::Result<()> {
    let mut reader = BufReader::new(from);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        std::io::stdout().write_all(&line)?;
        to.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    Ok(())
}

/// The command as one would type it.
pub(crate) fn describe(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}
