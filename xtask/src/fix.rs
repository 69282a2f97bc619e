//! `cargo xtask fix`: renews the generated files and formats everything.

use std::process::ExitCode;

use crate::command::{cargo, npm, run as run_command};
use crate::setup::{node, ui};
use crate::{generate, project};

pub(crate) fn run() -> anyhow::Result<ExitCode> {
    run_command(cargo().args(["fmt", "--all"]))?;
    generate::write(&project::root())?;
    node::ensure(false)?;
    ui::install()?;
    run_command(npm().args(["run", "format"]))?;
    Ok(ExitCode::SUCCESS)
}
