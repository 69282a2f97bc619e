//! `cargo xtask run`: from a fresh clone to the open window.

use std::process::ExitCode;

use crate::command::{command, run as run_command};
use crate::program;
use crate::setup::{self, apt, node, ui};

#[derive(Debug)]
pub(crate) struct Options {
    /// Install without asking.
    pub(crate) yes: bool,
    /// Open a rehearsal library on the sandbox.
    pub(crate) sandbox: bool,
    /// Build with optimisation.
    pub(crate) release: bool,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let no_display = setup::has_no_display();
    let packages = if no_display { setup::COMMAND_LINE_PACKAGES } else { setup::WINDOW_PACKAGES };
    apt::ensure(packages, options.yes)?;
    node::ensure(options.yes)?;
    ui::build()?;

    let mut program = if no_display {
        let mut cli = command(program::build("troupe-cli", options.release)?);
        println!(
            "There is no display to open a window on. Troupe serves the same pages on this computer alone instead; \
             the address below lets one browser in."
        );
        cli.args(["serve", "--open-code"]);
        cli
    } else {
        command(program::build("troupe", options.release)?)
    };
    if options.sandbox {
        program.arg("--sandbox");
    }
    run_command(&mut program)?;
    Ok(ExitCode::SUCCESS)
}
