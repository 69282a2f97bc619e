//! The parts of the tests: what each runs, and how its counts are read.

use std::path::Path;

use anyhow::Context;

use super::counts::Counts;
use crate::command::{cargo, command, describe, npm, run_and_keep};
use crate::setup::{tauri_driver, ui};
use crate::{generate, project};

/// Also makes `ui/dist`, which the desktop program embeds when it is compiled.
pub(super) fn ui_build() -> anyhow::Result<Counts> {
    ui::build()?;
    Ok(Counts::PASSED)
}

/// One script of `ui/package.json` that is a check as a whole.
pub(super) fn ui_script(name: &str) -> anyhow::Result<Counts> {
    ui::install()?;
    Ok(Counts::of_check(run_and_keep(npm().args(["run", name]))?.success))
}

/// One script of `ui/package.json` that runs vitest.
pub(super) fn ui_tests(script: &str) -> anyhow::Result<Counts> {
    ui::install()?;
    let report = project::stamps().join(format!("{script}.json"));
    std::fs::create_dir_all(project::stamps())?;
    let shown = run_and_keep(
        npm()
            .args(["run", script, "--", "--reporter=default", "--reporter=json"])
            .arg(format!("--outputFile.json={}", report.display())),
    )?;
    let text = std::fs::read_to_string(&report).context("vitest wrote no report")?;
    // An old report must never stand for a run that wrote none.
    std::fs::remove_file(&report)?;
    Counts::of_vitest(&text, shown.success)
}

pub(super) fn rust_format() -> anyhow::Result<Counts> {
    Ok(Counts::of_check(run_and_keep(cargo().args(["fmt", "--all", "--check"]))?.success))
}

pub(super) fn rust_lint() -> anyhow::Result<Counts> {
    // The desktop program does not compile without the pages that it embeds.
    ui::build()?;
    // `--all-targets` leaves out the window test, which is no test of a plain `cargo test`.
    let targets: &[&[&str]] = &[&["--all-targets"], &["--test", "window"]];
    let mut counts = Counts::default();
    for target in targets {
        let mut clippy = cargo();
        clippy.args(["clippy", "--workspace"]).args(*target).args(["--", "--deny", "warnings"]);
        counts = counts + Counts::of_check(run_and_keep(&mut clippy)?.success);
    }
    Ok(counts)
}

/// Unit tests, doctests, and the whole-product tests, which belong to the command line's crate.
pub(super) fn rust_tests() -> anyhow::Result<Counts> {
    ui::build()?;
    let shown = run_and_keep(cargo().args(["test", "--workspace", "--no-fail-fast"]))?;
    Ok(Counts::of_cargo(&shown.output, shown.success))
}

/// The real window on a screen, a session bus and a keychain of its own.
pub(super) fn window() -> anyhow::Result<Counts> {
    if !cfg!(target_os = "linux") {
        println!("The window is driven through WebKitGTK's WebDriver, which is there on Linux only.");
        return Ok(Counts::SKIPPED);
    }
    let driver = tauri_driver::ensure()?;
    ui::build()?;
    // The same selection of packages as above: another one would unify features anew and compile all crates again.
    let test =
        describe(cargo().args(["test", "--workspace", "--test", "window", "--", "--nocapture", "--test-threads=1"]));
    let mut session = command("xvfb-run");
    session
        .args(["--auto-servernum", "--server-args=-screen 0 1400x1000x24 -nolisten tcp"])
        .args(["dbus-run-session", "--", "sh", "-c", &test])
        .env("TAURI_DRIVER", driver)
        .env("WINDOW_TEST_OUTPUT", project::stamps().join("window"))
        .env_remove("WAYLAND_DISPLAY");
    let shown = run_and_keep(&mut session)?;
    Ok(Counts::of_cargo(&shown.output, shown.success))
}

pub(super) fn generated_files() -> anyhow::Result<Counts> {
    let stale = generate::stale()?;
    for file in &stale {
        println!("{file} is stale; `cargo xtask fix` renews it");
    }
    Ok(Counts::of_check(stale.is_empty()))
}

/// Holds the OpenAPI document against the operations contract, where a copy of it lies beside the repository.
pub(super) fn contract() -> anyhow::Result<Counts> {
    let folder = Path::new("../shared/contract");
    if !project::root().join(folder).join("check").exists() {
        println!("There is no operations contract beside this repository.");
        return Ok(Counts::SKIPPED);
    }
    let mut check = command(project::root().join(folder).join("check"));
    check.arg("docs/openapi.json").arg("--list").arg(folder.join("main-job.txt"));
    Ok(Counts::of_check(run_and_keep(&mut check)?.success))
}
