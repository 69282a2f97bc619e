//! `cargo xtask bench`: measures, and prints the table that the README shows.

mod generation;
mod idle;
mod library;
mod models;
mod publishing;
mod schedule;
mod window;

use crate::command;
use anyhow::Context;
use serde_json::Value;
use std::process::{Command, ExitCode};

/// One line of the table: what was measured, beside what it is compared with.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) measured: String,
    pub(crate) compared_with: String,
    pub(crate) goal: String,
}

/// One group of measurements, made in one go so that both sides of a comparison see the same machine.
struct Part {
    name: &'static str,
    measure: fn() -> anyhow::Result<Vec<Row>>,
}

const PARTS: &[Part] = &[
    Part { name: "window", measure: window::measure },
    Part { name: "library", measure: library::measure },
    Part { name: "models", measure: models::measure },
    Part { name: "generation", measure: generation::measure },
    Part { name: "schedule", measure: schedule::measure },
    Part { name: "publishing", measure: publishing::measure },
    Part { name: "idle", measure: idle::measure },
];

/// Measures the parts whose name contains `only`, or all of them, and prints the table.
pub(crate) fn run(only: Option<String>) -> anyhow::Result<ExitCode> {
    let mut rows = Vec::new();
    for part in PARTS.iter().filter(|part| only.as_deref().is_none_or(|text| part.name.contains(text))) {
        eprintln!("measuring {}", part.name);
        rows.extend((part.measure)()?);
    }
    anyhow::ensure!(!rows.is_empty(), "there is nothing to measure by that name");
    print!("{}", table(&rows));
    Ok(ExitCode::SUCCESS)
}

/// A measure as a command. All are built for the whole workspace, so that they share every crate: a package alone asks
/// for other features of the crates beneath it.
fn cargo_bench(bench: &str) -> Command {
    let mut cargo = command::cargo();
    cargo.args(["bench", "--workspace", "--bench", bench]);
    cargo
}

/// Runs a measure and reads the one JSON line that it prints.
fn figures(bench: &str) -> anyhow::Result<Value> {
    let shown = command::run_and_keep(&mut cargo_bench(bench))?;
    anyhow::ensure!(shown.success, "the measure `{bench}` failed");
    let line = shown.output.lines().find(|line| line.starts_with('{')).context("the measure printed no figures")?;
    serde_json::from_str(line).with_context(|| format!("the measure `{bench}` printed no JSON"))
}

/// One figure; what is not there is nothing.
fn figure(measure: &Value, name: &str) -> f64 {
    measure.get(name).and_then(Value::as_f64).unwrap_or_default()
}

/// The rows as a Markdown table, ready for the README.
fn table(rows: &[Row]) -> String {
    let mut text = String::from("| what | measured | beside | goal |\n| --- | --- | --- | --- |\n");
    for row in rows {
        text += &format!("| {} | {} | {} | {} |\n", row.what, row.measured, row.compared_with, row.goal);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_becomes_a_line_of_the_table() {
        let row = Row {
            what: "start to interactive window".into(),
            measured: "430 ms".into(),
            compared_with: "empty window 390 ms".into(),
            goal: "1.3 times".into(),
        };
        let text = table(&[row]);
        assert_eq!(text.lines().count(), 3);
        assert!(text.ends_with("| start to interactive window | 430 ms | empty window 390 ms | 1.3 times |\n"));
    }
}
