//! `cargo xtask test`: installs what the tests need, runs every part, and ends with one line of counts.

mod counts;
mod parts;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::setup::{self, apt, node, tauri_driver};
use counts::Counts;

/// One part of the tests.
struct Part {
    name: &'static str,
    run: fn() -> anyhow::Result<Counts>,
}

/// In order: what others are built from comes first, what takes longest last.
const PARTS: &[Part] = &[
    Part { name: "ui: build", run: parts::ui_build },
    Part { name: "ui: types", run: || parts::ui_script("types") },
    Part { name: "ui: lint", run: || parts::ui_script("lint") },
    Part { name: "ui: format", run: || parts::ui_script("format:check") },
    Part { name: "ui: unused code", run: || parts::ui_script("knip") },
    Part { name: "ui: tests", run: || parts::ui_tests("test") },
    Part { name: "ui: in a browser", run: || parts::ui_tests("e2e") },
    Part { name: "rust: format", run: parts::rust_format },
    Part { name: "rust: lint", run: parts::rust_lint },
    Part { name: "rust: tests", run: parts::rust_tests },
    Part { name: "window", run: parts::window },
    Part { name: "generated files", run: parts::generated_files },
    Part { name: "contract", run: parts::contract },
];

/// Runs the parts whose name contains `only`, or all of them; a part that fails does not stop the others.
pub(crate) fn run(yes: bool, only: Option<String>) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let wanted = |part: &&Part| only.as_deref().is_none_or(|text| part.name.contains(text));
    anyhow::ensure!(PARTS.iter().any(|part| wanted(&part)), "no part of the tests has such a name");

    apt::ensure(&[setup::WINDOW_PACKAGES, setup::TEST_PACKAGES].concat(), yes)?;
    node::ensure(yes)?;
    if cfg!(target_os = "linux") {
        tauri_driver::ensure()?;
    }
    let mut rows = vec![("setup", started.elapsed(), Counts::default())];

    for part in PARTS.iter().filter(wanted) {
        println!("\n== {}", part.name);
        let started = Instant::now();
        let counts = (part.run)().unwrap_or_else(|error| {
            println!("error: {error:#}");
            Counts::FAILED
        });
        rows.push((part.name, started.elapsed(), counts));
    }
    Ok(report(&rows, started.elapsed()))
}

/// Prints each part's time and counts, then the sum alone on the last line.
fn report(rows: &[(&str, Duration, Counts)], total: Duration) -> ExitCode {
    let mut sum = Counts::default();
    println!("\n{:<18} {:>8}  result", "part", "time");
    for (name, elapsed, counts) in rows {
        println!("{name:<18} {:>6.1} s  {counts}", elapsed.as_secs_f64());
        sum = sum + *counts;
    }
    println!("{:<18} {:>6.1} s\n", "all", total.as_secs_f64());
    println!("{sum}");
    if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
