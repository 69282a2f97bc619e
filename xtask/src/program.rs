//! Our own programs, built and started.

use std::path::PathBuf;

use anyhow::Context;

use crate::command::{cargo, run};

/// Builds one of our programs and answers where it lies.
///
/// The whole workspace is selected, as it is for the tests: another selection would give shared crates other features,
/// and cargo would compile them once more.
pub(crate) fn build(name: &str, release: bool) -> anyhow::Result<PathBuf> {
    let mut build = cargo();
    build.args(["build", "--workspace", "--bin", name]);
    if release {
        build.arg("--release");
    }
    run(&mut build).with_context(|| format!("could not build {name}"))?;
    // This very program lies in the same target folder, wherever cargo was told to put it.
    let own = std::env::current_exe().context("could not tell where this program lies")?;
    let target = own.parent().and_then(|profile| profile.parent()).context("this program lies in no target folder")?;
    let profile = if release { "release" } else { "debug" };
    Ok(target.join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}
